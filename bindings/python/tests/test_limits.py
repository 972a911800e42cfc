"""Limits of a call, lowered and raised."""

from __future__ import annotations

import kvinnofrid as kf
import pandas as pd
import pytest

PROGRAMME = kf.load("stockholm/kvinnofrid@2012-2014")
LONG = [{"id": "x" * 70_000, "kön": "kvinna", "stadsdel": "Farsta"}, {"id": "b", "kön": "kvinna", "stadsdel": "Kista"}]


@pytest.mark.parametrize("made", [lambda rows: rows, pd.DataFrame])
@pytest.mark.parametrize("call", [PROGRAMME.report, PROGRAMME.classify, PROGRAMME.members, PROGRAMME.worklist])
def test_a_limit_can_be_raised_and_lowered_in_every_call(call: object, made: object) -> None:
    data = made(LONG)  # type: ignore[operator]
    with pytest.raises(kf.LimitError, match="högst 64 KiB.*`text_bytes`"):
        call(data, period="2013")  # type: ignore[operator]
    call(data, period="2013", limits={"text_bytes": 70_000})  # type: ignore[operator]
    with pytest.raises(kf.LimitError, match=r"högst 69 999 byte.*`text_bytes`"):
        call(data, period="2013", limits={"text_bytes": 69_999})  # type: ignore[operator]


def test_a_report_has_no_more_rows_and_categories_than_its_limits() -> None:
    rows = [{"id": str(number), "stadsdel": f"d{number}"} for number in range(3)]
    PROGRAMME.report(rows, period="2013", by="stadsdel", limits={"categories": 3})
    with pytest.raises(kf.LimitError, match="fler än 2 olika värden.*`categories`"):
        PROGRAMME.report(rows, period="2013", by="stadsdel", limits={"categories": 2})
    with pytest.raises(kf.LimitError, match="fler än 10 rader.*`rows`"):
        PROGRAMME.report(rows, period="2013", limits={"rows": 10})


def test_the_receipt_has_the_limits_on_records_that_were_set() -> None:
    data = pd.DataFrame({"id": ["a", "b" * 20]})
    with pytest.warns(kf.DataWarning, match="1 post avvisades"):
        report = PROGRAMME.report(data, period="2013", on_error="skip", limits={"text_bytes": 10, "rows": 5000})
    assert report.receipt["options"]["limits"] == {"text_bytes": 10}
    assert "limits" not in PROGRAMME.report(data, period="2013").receipt["options"]


@pytest.mark.parametrize("limits", [{"nesting": 5}, {"rows": 0}, {"rows": -1}, {"rows": 2**60}, {"rows": "5"}, {5: 5}, "rows"])
def test_what_is_no_limit_is_refused(limits: object) -> None:
    with pytest.raises(kf.ArgumentError):
        PROGRAMME.report([{"id": 1}], period="2013", limits=limits)  # type: ignore[arg-type]

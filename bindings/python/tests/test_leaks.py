"""Nothing of a record is in an error, a warning or a log, however the record comes, and in no result that is not about persons."""

from __future__ import annotations

import datetime
import logging
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas
import polars
import pyarrow as pa
import pytest

import kvinnofrid as kf

MARK = "läcka Öberg 0701234567"

#: Values that fit no field of their kind, each with the marker.
UNFIT: list[Any] = [MARK, [MARK], {MARK: MARK}, MARK.encode(), {MARK}, f"2013-01-02 {MARK}", MARK + "\ud800", MARK + "\0", object]

FIELDS = ["kön", "födelsedatum", "känd_sedan", "skyddade_personuppgifter", "våld", "insatser", MARK]


def said(error: BaseException) -> str:
    """Everything that a host may print or log of an error: its texts, what caused it, and what it keeps."""
    text = "".join(traceback.format_exception(error))
    kept = [repr(error), str(error), repr(error.args), repr(vars(error))]
    if isinstance(error, kf.Error):
        kept += [error.message("sv"), error.message("en")]
    # The line of this file that raised is no leak.
    return "\n".join([line for line in text.splitlines() if "File" not in line] + kept)


def every_call(programme: kf.Programme, data: Any, **options: Any) -> list[str]:
    """Returns what the calls say beside their results, and results that are about nobody."""
    calls: list[Callable[[], Any]] = [
        lambda: programme.report(data, period="2013", **options),
        lambda: programme.report(data, period="2013", by="kön", **options),
        lambda: repr(programme.partial(data, period="2013", **options)),
        lambda: programme.members(data, period="2013", **options),
        lambda: programme.worklist(data, period="2013", **options),
        lambda: (programme.classify(data, period="2013", **options), None)[1],
    ]
    texts = []
    for call in calls:
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            try:
                result = call()
                html = getattr(result, "_repr_html_", None)
                texts += [repr(result), str(result), html() if html else ""]
            except Exception as error:
                texts.append(said(error))
        texts += [str(warning.message) for warning in warned]
    return texts


def tables(field: str, value: Any) -> list[Any]:
    """Returns the record in every kind of table that can hold it."""
    record = {"id": "1", field: value}
    made: list[Any] = [[record], [{"id": "0"}, record], [{"id": "1", "våld": [{}, {field: value}]}]]
    for make in (
        lambda: pandas.DataFrame([record, record]),
        lambda: polars.DataFrame([record, record], strict=False),
        lambda: pa.Table.from_pylist([record, record]),
    ):
        try:
            made.append(make())
        except Exception:
            # No such table can be made.
            continue
    return made


@pytest.mark.parametrize("value", UNFIT, ids=range(len(UNFIT)))
@pytest.mark.parametrize("field", FIELDS, ids=range(len(FIELDS)))
def test_no_error_or_warning_repeats_what_does_not_fit(
    programme: kf.Programme, field: str, value: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for data in tables(field, value):
        for on_error in ("stop", "skip"):
            for text in every_call(programme, data, on_error=on_error):
                assert MARK not in text and "Öberg" not in text, type(data)
    assert "Öberg" not in caplog.text


def test_what_fits_is_in_no_result_that_is_about_nobody(programme: kf.Programme) -> None:
    record = {
        "id": "mk01nyckel",
        "kön": "kvinna",
        "födelsedatum": datetime.date(1923, 4, 5),
        "stadsdel": "Mk02 Åby",
        "känd_sedan": "1961-07-08",
        "våld": [{"roll": "våldsutsatt", "från": "1962-09-10"}],
        "insatser": [{"erbjuden": "1963-11-12", "tillfällen": 7310001}],
    }
    markers = ["mk01nyckel", "1923-04-05", "Mk02", "1961-07-08", "1962-09-10", "1963-11-12", "7310001"]
    for data in ([record], pa.Table.from_pylist([record]), polars.DataFrame([record])):
        for text in every_call(programme, data):
            assert not [marker for marker in markers if marker in text], type(data)


def test_files_that_are_no_such_files_are_not_quoted(programme: kf.Programme, tmp_path: Path) -> None:
    for name in ("a.json", "a.ndjson", "a.csv", "a.parquet", "a.arrow", "a.xlsx", "a.ods"):
        file = tmp_path / name
        for content in (MARK, f'{{"id": "{MARK}"', f"id;{MARK}\n1;2\n", f"PAR1{MARK}PAR1", f"PK\3\4{MARK}"):
            file.write_text(content, encoding="utf-8")
            for text in every_call(programme, file):
                assert "Öberg" not in text, name

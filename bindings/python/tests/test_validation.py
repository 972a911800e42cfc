"""Validation: everything that is wrong or odd in data; and what a call checks."""

from __future__ import annotations

import kvinnofrid as kf
import pandas as pd
import polars as pl
import pytest

EDITION = "stockholm/kvinnofrid@2012-2014"

RECORDS = [
    {"id": "a", "kön": "Kvinna", "stadsdel": "Farsta"},
    {"id": "b", "kön": "man", "stadsdel": "FARSTA"},
    {"id": "b", "kön": "man", "stadsdel": "Farsta"},
]


def short(found: kf.Validation) -> list[tuple[str, str, str, list[int]]]:
    return [(row["effect"], row["field"], row["kind"], row["rows"]) for row in found.rows]


EXPECTED = [
    ("stops", "id", "duplicate_key", [3]),
    ("stops", "kön", "unknown_code", [1]),
    ("breakdown", "stadsdel", "similar_categories", []),
]


@pytest.mark.parametrize("made", [lambda rows: rows, pd.DataFrame, pl.DataFrame, lambda rows: pl.DataFrame(rows).to_arrow()])
def test_every_kind_of_table_has_the_same_findings(made: object) -> None:
    found = kf.validate(made(RECORDS), programme=EDITION)  # type: ignore[operator]
    assert short(found) == EXPECTED
    assert (found.records, found.rejected, bool(found)) == (3, 2, True)
    assert short(kf.load(EDITION).validate(made(RECORDS))) == EXPECTED  # type: ignore[operator]


def test_the_findings_are_a_table_and_show_themselves() -> None:
    found = kf.validate(RECORDS, programme=EDITION)
    assert found.to_pandas()["kind"].tolist() == ["duplicate_key", "unknown_code", "similar_categories"]
    assert found.to_polars()["rows"].to_list() == [[3], [1], []]
    assert "okänd kod" in found.to_text() and "okänd kod" in found._repr_html_()
    assert found.to_csv().startswith("effect,field,kind,count,records,rows,file,table,message")
    assert len(found) == 3


def test_no_programme_is_any_report_and_a_clean_table_is_false() -> None:
    clean = kf.validate(pd.DataFrame({"id": ["a", "b"], "kön": ["man", "kvinna"]}))
    assert not clean and clean.rows == []


def test_a_breakdown_asks_more() -> None:
    found = kf.validate(RECORDS, programme=EDITION, by="stadsdel")
    assert ("changes", "stadsdel", "similar_categories", []) in short(found)


def test_a_column_that_nobody_asks_for_stops_nothing() -> None:
    programme = kf.load(EDITION)
    df = pd.DataFrame({"id": ["a", "b"], "kön": ["man", "man"], "skyddade_personuppgifter": [1, 2], "stadsdel": [1.5, 2]})
    assert programme.report(df, period="2013").receipt["records"] == 2
    with pytest.raises(kf.InputError) as stopped:
        programme.report(df, period="2013", by="stadsdel")
    assert stopped.value.field in ("stadsdel", "skyddade_personuppgifter")
    with pytest.raises(kf.InputError):
        programme.report(df, period="2013", check_all=True)
    assert len(programme.classify(df, period="2013")) == 2
    with pytest.raises(kf.InputError):
        programme.classify(df, period="2013", check_all=True)
    persons = kf.Persons(df)
    assert programme.report(persons, period="2013").receipt["records"] == 2
    with pytest.raises(kf.InputError):
        programme.report(persons, period="2013", by="stadsdel")

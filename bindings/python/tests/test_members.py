"""The records behind figures, as tables of every kind."""

from __future__ import annotations

from pathlib import Path

import duckdb
import kvinnofrid as kf
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

PROGRAMME = kf.load("stockholm/kvinnofrid", edition="2012-2014")
PERSONS = kf.sample(300, seed=3)


def test_the_rows_of_a_cell_are_the_figure_of_its_report() -> None:
    members = PROGRAMME.members(PERSONS.to_polars(), period="2013", where={"stadsdel": "Farsta"})
    report = PROGRAMME.report(PERSONS, period="2013", by="stadsdel")
    for row in report.rows:
        if row["stadsdel"] != "Farsta":
            continue
        own = members.filter(pl.col("indicator") == row["indicator"])
        value = row["value"] if row["kind"] == "antal" else row["numerator"]
        if row["indicator"] != "barn-anmälningar":
            assert own["certain"].sum() == value, row
            assert own["possible"].sum() == row["unknown"], row


def test_a_table_of_the_same_kind_comes_back() -> None:
    asked = {"period": "2013", "indicators": "kvinnor-kända"}
    persons = table = PERSONS.to_arrow()  # noqa: F841
    frame = PROGRAMME.members(table.to_pandas(), **asked)
    assert isinstance(frame, pd.DataFrame) and str(frame["answer"].dtype) == "boolean"
    assert frame.index.tolist() == list(range(len(frame)))
    assert isinstance(PROGRAMME.members(PERSONS.to_polars().lazy(), **asked), pl.LazyFrame)
    assert isinstance(PROGRAMME.members(table, **asked), pa.Table)
    assert len(PROGRAMME.members(duckdb.sql("select * from persons"), **asked)) == len(frame)
    assert len(PROGRAMME.members(kf.Persons(table), **asked)) == len(frame)


def test_records_are_named_by_row_unless_keys_are_asked_for() -> None:
    asked = {"period": "2013", "indicators": "kvinnor-kända"}
    masked = PROGRAMME.members(PERSONS.to_polars(), **asked)["id"].to_list()
    keys = PROGRAMME.members(PERSONS.to_polars(), show_sensitive=True, **asked)["id"].to_list()
    assert [f"p{int(row[1:]):09}" for row in masked] == keys


def test_records_without_a_table_are_dicts() -> None:
    woman = {"id": 1, "kön": "kvinna", "födelsedatum": "1980-05-17", "våld": [{}]}
    found = PROGRAMME.members([woman], period="2013", indicators=["kvinnor-trygga"])
    assert [(one["id"], one["answer"]) for one in found] == [("#1", None)]
    assert found[0]["denominator"] is None and "enkätsvar" in found[0]["missing"]


def test_lists_in_tables_of_their_own() -> None:
    persons = pl.DataFrame({"id": ["a"], "kön": ["kvinna"], "födelsedatum": ["1980-05-17"]})
    violence = pl.DataFrame({"id": ["a"], "roll": ["våldsutsatt"]})
    found = PROGRAMME.members({"person": persons, "våld": violence}, period="2013", indicators="kvinnor-kända")
    assert found["missing"].to_list() == [["känd_sedan", "våld[0].kategori", "våld[0].relation", "våld[0].från"]]


def test_a_cell_is_a_dict_of_categories_that_exist() -> None:
    with pytest.raises(kf.Error) as raised:
        PROGRAMME.members([], period="2013", where="Farsta")  # type: ignore[arg-type]
    assert "where" in str(raised.value)
    with pytest.raises(kf.Error) as raised:
        PROGRAMME.members([], period="2013", where={"kön": "19121212-1212"})
    assert "19121212" not in str(raised.value)


LINDBY = kf.load("lindby/kvinnofrid", rules=Path(__file__).parents[3] / "examples/serie/rules")


def test_several_periods_and_editions_are_the_report_of_the_series() -> None:
    asked = {"period": ["2014", "2015", "2017"]}
    with pytest.warns(kf.DataWarning, match="2015-01-01/2015-12-31 räknas inte"):
        members = LINDBY.members(PERSONS.to_polars(), **asked)
    assert members.columns[:3] == ["period", "edition", "id"]
    assert members["period"].to_list() == sorted(members["period"].to_list())
    report = LINDBY.report(PERSONS, **asked)
    compared = 0
    for row in report.rows:
        period = f"{row['period_start']}/{row['period_end']}"
        own = members.filter((pl.col("period") == period) & (pl.col("indicator") == row["indicator"]))
        if row["status"] == "not_available":
            assert len(own) == 0
            continue
        assert (own["certain"].sum(), own["possible"].sum()) == (row["value"], row["unknown"]), row
        assert set(own["edition"]) <= {row["edition"]}
        compared += len(own)
    assert compared > 0
    # A reader, which can be read once only, and lists of dicts give the same.
    table = PERSONS.to_arrow()
    once = pa.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=7))
    with pytest.warns(kf.DataWarning):
        assert len(pa.table(LINDBY.members(once, **asked))) == len(members)
        dicts = LINDBY.members(table.to_pylist(), **asked)
    assert [one["period"] for one in dicts] == members["period"].to_list()

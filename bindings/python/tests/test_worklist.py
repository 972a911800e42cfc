"""Worklists."""

from __future__ import annotations

import io
from pathlib import Path

import kvinnofrid as kf
import openpyxl
import polars as pl

PROGRAMME = kf.load("stockholm/kvinnofrid", edition="2012-2014")
PERSONS = kf.sample(300, seed=3).to_polars()


def test_the_bounds_before_are_those_of_the_report() -> None:
    found = PROGRAMME.worklist(PERSONS, period="2013", by="stadsdel", first=5)
    report = PROGRAMME.report(PERSONS, period="2013", by="stadsdel")
    bounds = {(row["stadsdel"], row["indicator"]): (row["lower"], row["upper"]) for row in report.rows}
    assert len(found.rows) == 5
    for job in found.rows:
        for figure in job["figures"]:
            before = figure["before"]
            assert (before["lower"], before["upper"]) == bounds[job["unit"], figure["indicator"]]
            assert figure["left"] <= figure["unknown"]


def test_a_worklist_is_a_table_and_a_text() -> None:
    found = PROGRAMME.worklist(PERSONS, period="2013", indicators="kvinnor-kända", per="record", first=3)
    assert isinstance(found, kf.Worklist)
    frame = pl.DataFrame(found)
    assert frame["row"].to_list() == [1, 2, 3]
    assert all(name.startswith("#") for name in frame["record"])
    assert found.to_csv().splitlines()[0] == ",".join(found.columns)
    assert "kvinnor-kända" in str(found)
    assert found.to_dict()["left"] == found.rows[-1]["left"]


def test_each_record_settles_what_was_unknown() -> None:
    women = [{"id": 1, "kön": "kvinna", "födelsedatum": "1980-05-17", "våld": [{}], "stadsdel": "Farsta"}]
    found = PROGRAMME.worklist(women, period="2013", indicators="kvinnor-kända", where={"stadsdel": "Farsta"})
    assert [(job["records"], job["left"]) for job in found.rows] == [(1, 0)]


def test_a_worklist_is_a_page_and_a_workbook(tmp_path: Path) -> None:
    found = PROGRAMME.worklist(PERSONS, period="2013", by="stadsdel", first=3)
    page = found.to_html(tmp_path / "lista.html")
    assert page.startswith("<!doctype html>") and (tmp_path / "lista.html").read_bytes() == page.encode()
    fragment = found._repr_html_()
    assert fragment in page and not fragment.startswith("<!doctype")
    workbook = openpyxl.load_workbook(io.BytesIO(found.to_excel(tmp_path / "lista.xlsx")))
    assert (tmp_path / "lista.xlsx").read_bytes() == found.to_excel()
    assert workbook.sheetnames == ["Arbetslista", "Siffror"]
    heads, *rows = [[cell.value for cell in row] for row in workbook["Siffror"].iter_rows(min_row=4)]
    assert heads == list(found.columns) and len(rows) == len(found)
    assert "arbete inom huset" in workbook["Arbetslista"]["A1"].value


def test_one_list_over_several_periods_and_editions() -> None:
    lindby = kf.load("lindby/kvinnofrid", rules=Path(__file__).parents[3] / "examples/serie/rules")
    women = [{"id": 1, "våld": [{"roll": "våldsutsatt", "kategori": "våld_i_nära_relation"}], "placeringar": [{"påbörjad": "2014-02-01"}, {"påbörjad": "2017-02-01"}], "insatser": [], "utredningar": []}]
    found = lindby.worklist(women, period=["2014", "2017"])
    [job] = found.rows
    assert (job["field"], job["values"], job["settled"]) == ("kön", 1, 2)
    assert [(figure["period"][:4], figure["edition"]) for figure in job["figures"]] == [("2014", "2012-2014"), ("2017", "2017-2019")]
    assert found.to_dict()["editions"] == ["lindby/kvinnofrid@2012-2014", "lindby/kvinnofrid@2017-2019"]
    frame = pl.DataFrame(found)
    assert frame["period"].to_list() == ["2014-01-01/2014-12-31", "2017-01-01/2017-12-31"]
    assert found.to_csv().splitlines()[0] == ",".join(found.columns)
    sheet = openpyxl.load_workbook(io.BytesIO(found.to_excel())).worksheets[1]
    assert "period" in [cell.value for row in sheet.iter_rows() for cell in row]

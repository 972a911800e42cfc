"""Reports as workbooks, read by openpyxl."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

import kvinnofrid as kf


@pytest.fixture(scope="module")
def report(programme: kf.Programme, persons: kf.Table) -> kf.Report:
    return programme.report(persons, period="2013", by=["stadsdel"], readings={"åldersgräns": "alla"})


def opened(report: kf.Report) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(report.to_excel()))


def test_the_figures_are_numbers_with_formats_and_bounds(report: kf.Report) -> None:
    sheet = opened(report)["Siffror"]
    heads = [cell.value for cell in sheet[4]]
    assert heads == ["Indikator", "id", "stadsdel", "period", "värde", "minst", "högst", "okända", "anmärkning"]
    rows = {(row[1].value, row[2].value): row for row in sheet.iter_rows(min_row=5)}
    assert len(rows) == len(report.rows)
    for row in report.rows:
        cells = rows[row["indicator"], row["stadsdel"]]
        assert (cells[4].value, cells[5].value, cells[6].value) == (row["value"], row["lower"], row["upper"])
        if row["value"] is not None:
            share = '"("0.0%")"' if row["status"] == "too_few" else "0.0%"
            assert cells[4].number_format == ("#,##0" if row["kind"] == "antal" else share)


def test_all_rows_are_there_as_csv_has_them(report: kf.Report) -> None:
    sheet = opened(report)["Rader"]
    heads, *rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert heads == report.to_csv().splitlines()[0].split(",")
    assert len(rows) == len(report.rows)
    first = dict(zip(heads, rows[0], strict=True))
    assert first["period_start"].date() == report.rows[0]["period_start"]


def test_definitions_have_sources_and_readings_what_was_chosen(report: kf.Report) -> None:
    workbook = opened(report)
    known = {cell.value for row in workbook["Indikatorer"].iter_rows() for cell in row}
    assert "kvinnor-kända" in known and "Målgrupp 1, rad 1" in known
    readings = {row[0].value: row[4].value for row in workbook["Läsningar"].iter_rows(min_row=5)}
    assert readings["åldersgräns"] == "alla"
    receipt = {row[0].value: row[1].value for row in workbook["Kvitto"].iter_rows(min_row=5)}
    assert receipt["digest"] == report.receipt["digest"] and receipt["protection"] == "internal"


def test_every_sheet_says_whether_the_figures_are_internal_or_protected(
    programme: kf.Programme, report: kf.Report, tmp_path: Path
) -> None:
    whole = programme.report(kf.sample(400, seed=1), period="2013")
    rounded = whole.protect("round:5", key=b"k" * 32, ledger=tmp_path / "rounded.txt")
    suppressed = whole.protect("suppress:5", key=b"k" * 32, ledger=tmp_path / "suppressed.txt")
    for one, words in [(report, "arbete inom huset"), (rounded, "avrundat"), (suppressed, "saknas varje antal under 5")]:
        workbook = opened(one)
        assert len(workbook.sheetnames) >= 6
        for sheet in workbook:
            assert words in sheet["A1"].value, sheet.title

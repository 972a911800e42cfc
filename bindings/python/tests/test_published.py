"""Published figures beside those of a report."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import kvinnofrid as kf

DATA = Path(__file__).parents[3] / "examples/data"


@pytest.fixture(scope="module")
def report() -> kf.Report:
    records = [json.loads(line) for line in (DATA / "personer.ndjson").read_text(encoding="utf-8").splitlines()]
    return kf.load("kolada/valdsutsatta").at(on="2026-03-01").report(records, period="2013")


def test_published_figures_stand_beside_ours_as_on_the_command_line(report: kf.Report) -> None:
    compared = report.beside(DATA / "publicerat.json", population={2013: 8000})
    command = [sys.executable, "-m", "kvinnofrid", "report", str(DATA / "personer.ndjson")]
    asked = ["--programme", "kolada/valdsutsatta@2026-03", "--period", "2013", "--format", "json"]
    published = ["--published", str(DATA / "publicerat.json"), "--population", "2013=8000"]
    environment = os.environ | {"PYTHONUTF8": "1"}
    done = subprocess.run([*command, *asked, *published], capture_output=True, check=True, env=environment)
    assert compared.to_json() == done.stdout.decode()
    row = compared.rows[0]
    assert (row["published"], row["own"], row["difference"]) == (131.25, 100.0, -31.25)
    assert compared.rows[2]["comparison"] == "withheld"
    assert compared.to_polars()["published"].to_list() == [131.25, 260.0, None]
    text = compared._repr_html_()
    assert "Publicerat för 9999" in text and "131,25" in text and "N52102" in text and "inget publicerat värde" in text
    assert text.count("inom gränserna") == 2
    # The original report is unchanged.
    assert "published" not in report.rows[0] and "Publicerat" not in report._repr_html_()


def test_what_cannot_be_compared_says_why(report: kf.Report, programme: kf.Programme, persons: kf.Table) -> None:
    answer = json.loads((DATA / "publicerat.json").read_bytes())
    assert report.beside(answer).rows[0]["comparison"] == "no_population"
    assert report.beside(answer["values"], population=8000).rows[0]["comparison"] == "compared"
    with pytest.raises(kf.ArgumentError, match="9999"):
        report.beside(answer, area="0180")
    with pytest.raises(kf.InputError, match="JSON"):
        report.beside(b"U30750;2013")
    with pytest.raises(kf.ArgumentError, match="publicerad"):
        programme.report(persons, period="2013").beside(answer)

"""Series over several editions: the same bytes as the command line, and every break is marked."""

from __future__ import annotations

import html
import math
import os
import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest

import kvinnofrid as kf

RULES = Path(__file__).parents[3] / "examples/serie/rules"
YEARS = [str(year) for year in range(2012, 2022)]


@pytest.fixture(scope="module")
def line() -> kf.Programme:
    return kf.load("lindby/kvinnofrid", rules=RULES)


@pytest.fixture(scope="module")
def residents() -> kf.Table:
    return kf.sample(300, seed=2, start="2012-01-01", end="2021-12-31")


@pytest.fixture(scope="module")
def series(line: kf.Programme, residents: kf.Table) -> kf.Report:
    return line.report(residents, period=YEARS, by="kön", bridge=True)


def shown(thing: kf.Report) -> str:
    """Returns the text of the notebook output."""
    return " ".join(html.unescape(re.sub(r"(?s)<style>.*?</style>|<[^>]*>", " ", thing._repr_html_())).split())


def command_line(records: Path, *asked: str) -> str:
    """Returns what the command line writes."""
    args = [sys.executable, "-m", "kvinnofrid", "report", str(records), "--rules", str(RULES), *asked]
    done = subprocess.run(args, capture_output=True, check=True, env=os.environ | {"PYTHONUTF8": "1"})
    return done.stdout.decode()


def test_a_series_has_the_bytes_of_the_command_line(
    line: kf.Programme, residents: kf.Table, series: kf.Report, tmp_path: Path
) -> None:
    pa = pytest.importorskip("pyarrow")
    file = tmp_path / "personer.arrow"
    with pa.ipc.new_file(file, residents.to_arrow().schema) as out:
        out.write_table(residents.to_arrow())
    periods = [word for year in YEARS for word in ("--period", year)]
    asked = [*periods, "--by", "kön", "--bridge"]
    assert series.to_json() == command_line(file, *asked, "--format", "json")
    assert series.to_csv(excel=True) == command_line(file, *asked, "--excel")
    assert series.to_text() == command_line(file, *asked)
    again = kf.Report.from_json(series.to_json())
    assert again == series and again.to_text() == series.to_text() and again._repr_html_() == series._repr_html_()
    # A reader, which can be read only once, is counted by all editions, even in small batches.
    once = pa.RecordBatchReader.from_batches(residents.to_arrow().schema, residents.to_arrow().to_batches(max_chunksize=7))
    assert line.report(once, period=YEARS, by="kön", bridge=True) == series
    assert line.report(residents.to_arrow().to_pylist(), period=YEARS, by="kön", bridge=True, threads=2) == series
    assert line.report({"person": residents}, period=YEARS, by="kön", bridge=True) == series
    renamed = residents.to_arrow().rename_columns({"kön": "sex"})
    mapped = line.report(renamed, period=YEARS, by="kön", bridge=True, map={"fält": {"kön": "sex"}})
    assert mapped == series
    chosen = line.report(residents, period=["2014", "2018"], bridge=2018)
    assert chosen.to_json() == command_line(file, "--period", "2014", "--period", "2018", "--bridge=2018", "--format", "json")


def test_rows_and_receipt_say_where_the_line_breaks(series: kf.Report) -> None:
    marks = {(row["indicator"], row["period_start"].year): row["comparable"] for row in series.rows if row["comparable"]}
    assert marks["erbjudna-insats", 2017] == "snävare" and marks["skyddade", 2020] == "brott"
    assert {row["status"] for row in series.rows if row["period_start"].year == 2015} == {"not_available"}
    assert [one["edition"] for one in series.receipt["editions"]] == ["2012-2014", "2017-2019", "2020-2022"]
    assert "2012-2014, 2017-2019, 2020-2022" in repr(series)
    # An indicator is explained by its newest edition, also one that later editions do not have.
    assert series.explain("skyddade").file.endswith("2020-2022/00.rhai")
    assert "utredningar" in series.explain("utredningar").definition
    frame = series.to_pandas()
    assert set(frame["comparable"].dropna()) == {"samma", "snävare", "brott"}


def test_a_page_shows_breaks_gaps_reasons_and_bridges(series: kf.Report) -> None:
    text = shown(series)
    assert "snävare: 2017-2019" in text and "brott: 2020-2022" in text and "finns inte" in text
    assert "ingen utgåva gäller; närmast före: 2012-2014, närmast efter: 2017-2019" in text
    assert "Bara insatser som erbjudits på grund av våldet räknas" in text
    assert "Broar" in text
    kf.set_language("en")
    try:
        assert "narrower: 2017-2019" in shown(series) and "no edition is in force" in shown(series)
    finally:
        kf.set_language("sv")


def test_a_figure_joins_nothing_across_a_break_or_a_gap(series: kf.Report) -> None:
    figure = series.plot("erbjudna", by="kön")
    totals = figure.axes[0]
    curves = [drawn for drawn in totals.lines if drawn.get_marker() == "o"]
    joined = [[YEARS[int(at)] for at in curve.get_xdata()] for curve in curves]
    assert joined == [["2012", "2013", "2014"], ["2017", "2018", "2019"]]
    assert not any(math.isnan(value) for curve in curves for value in curve.get_ydata())
    assert [text.get_text() for text in totals.texts] == ["snävare: 2017-2019", "brott: 2020-2022"]
    # Strata break where the indicator does, though they have no rows for a period without figures.
    assert [text.get_text() for text in figure.axes[1].texts if ":" in text.get_text()] == ["snävare: 2017-2019", "brott: 2020-2022"]
    assert [label.get_text() for label in figure.axes[1].get_xticklabels()] == YEARS
    # The id of an earlier edition selects the same line.
    assert len(series.plot("erbjudna-insats").axes) == len(series.plot("erbjudna").axes)
    assert len(series.plot().axes) == 3


def test_partials_of_a_series_add_up_and_are_not_sent(line: kf.Programme, residents: kf.Table, series: kf.Report) -> None:
    table = residents.to_arrow()
    parts = [line.partial(table.slice(at, 100), period=YEARS, by="kön", bridge=True) for at in (0, 100, 200)]
    assert kf.merge(parts).finish() == series
    assert parts[0].records == 100
    with pytest.raises(kf.InputError, match="båda delresultaten"):
        kf.merge([parts[0], parts[0]])
    with pytest.raises(kf.ArgumentError, match="olika serier"):
        kf.merge([parts[0], line.partial(table.slice(100, 100), period=YEARS, by="kön")])
    with pytest.raises(kf.ArgumentError, match="en enda utgåva"):
        pickle.dumps(parts[0])


def test_a_bridge_needs_two_editions(programme: kf.Programme, residents: kf.Table) -> None:
    with pytest.raises(kf.ArgumentError, match="två utgåvor"):
        programme.report(residents, period=["2012", "2013"], bridge=True)

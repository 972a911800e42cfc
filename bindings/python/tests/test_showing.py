"""How things show themselves: as text, as HTML, and as figures."""

from __future__ import annotations

import html.parser
from typing import Any

import pytest

import kvinnofrid as kf
from kvinnofrid import _figures

VOID = {"br", "hr", "img"}


class Parser(html.parser.HTMLParser):
    """Collects the text of a page, and tells of tags that are not closed in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        assert tag not in ("script", "iframe", "object")
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.text.append(data)


def shown(thing: Any) -> str:
    """The text of what a notebook shows."""
    parser = Parser()
    parser.feed(thing._repr_html_())
    assert parser.open == []
    return " ".join(" ".join(parser.text).split())


@pytest.fixture(scope="module")
def series(programme: kf.Programme, persons: kf.Table) -> kf.Report:
    return programme.report(persons, period=["2012", "2013"], by=["stadsdel", "kön"])


def test_a_report_shows_bounds_unknowns_and_what_they_mean(programme: kf.Programme, persons: kf.Table) -> None:
    report = programme.report(persons, period="2013", by="stadsdel")
    text = shown(report)
    total = report.rows[0]
    assert report.indicators["kvinnor-kända"] in text
    assert f"{total['lower']}–{total['upper']}" in text
    assert "Älvsjö" in text and "inte för publicering" in text
    assert "okända" in text and "ingen övre gräns" in text
    kf.set_language("en")
    try:
        assert "not for publication" in shown(report)
    finally:
        kf.set_language("sv")


def test_a_long_breakdown_is_cut_and_counted(series: kf.Report) -> None:
    assert "rader till" in shown(series)


def test_a_report_tells_what_nobody_has(programme: kf.Programme) -> None:
    text = shown(programme.report([{"id": 1}], period="2013"))
    assert "ingen post har: anmälningar" in text


def test_other_things_show_themselves_too(programme: kf.Programme) -> None:
    answer = programme.classify({"id": "<b>", "kön": "kvinna"}, period="2013")
    assert "post <b>" in shown(answer) and "&lt;b&gt;" in answer._repr_html_()
    assert "okänt" in shown(answer) and "okänt" in str(answer)
    assert "därför att" in shown(answer.trace)
    decided = programme.classify({"id": 1, "kön": "man"}, period="2013", why=True)
    assert "20-malgrupper.rhai:7:18" in shown(decided) and "20-malgrupper.rhai:7:18" in str(decided)
    reasons = programme.reasons(period="2013")
    assert 'p.kön == "kvinna"' in shown(reasons) and 'p.kön == "kvinna"' in str(reasons)
    assert "Tolkningar" in shown(programme) and "målgrupp(" in shown(programme)
    assert "åldersgräns" in str(programme) and "åldersgräns" in str(programme["åldersgräns"])
    assert "stockholm/kvinnofrid" in shown(kf.programmes())
    assert "beror på tolkningarna" in shown(programme["kvinnor-kända"])
    assert "inga anmärkningar" in shown(kf.check())
    assert "födelsedatum" in shown(programme.schema())
    assert "2 rader" in shown(kf.sample(2))


def test_periods_are_written_in_few_signs() -> None:
    import datetime

    def day(text: str) -> datetime.date:
        return datetime.date.fromisoformat(text)

    for text, start, end in (
        ("2013", "2013-01-01", "2013-12-31"),
        ("2012–2014", "2012-01-01", "2014-12-31"),
        ("2013-T2", "2013-05-01", "2013-08-31"),
        ("2013-Q1", "2013-01-01", "2013-03-31"),
        ("2013-06-30", "2013-06-30", "2013-06-30"),
        ("2013-02-01–2013-04-30", "2013-02-01", "2013-04-30"),
    ):
        assert _figures.period(day(start), day(end)) == text


def test_a_breakdown_is_bars_with_bounds(programme: kf.Programme, persons: kf.Table) -> None:
    report = programme.report(persons, period="2013", by="stadsdel")
    figure = report.plot("kvinnor-kända")
    (ax,) = figure.axes
    labels = [label.get_text() for label in ax.get_yticklabels()]
    rows = [row for row in report.rows if row["indicator"] == "kvinnor-kända"]
    assert labels == [row["stadsdel"] for row in rows[1:]]
    solid = [bar.get_width() for bar in ax.patches[::2]]
    hatched = [bar.get_width() for bar in ax.patches[1::2]]
    assert solid == [row["lower"] for row in rows[1:]]
    assert hatched == [row["upper"] - row["lower"] for row in rows[1:]]
    assert f"{rows[0]['lower']}–{rows[0]['upper']}" in ax.get_title(loc="left")
    assert len(report.plot().axes) == 15


def test_several_periods_are_series(series: kf.Report) -> None:
    figure = series.plot("kvinnor-kända", by="kön")
    assert [ax.get_title(loc="left") for ax in figure.axes if ax.axison] == ["Totalt", "kvinna", "man", "annat", "okänt"]
    total = [row["value"] for row in series.rows if row["indicator"] == "kvinnor-kända" and row["stadsdel"] == row["kön"] == "Totalt"]
    assert list(figure.axes[0].lines[0].get_ydata()) == total
    whole, *strata = [ax.get_ylim() for ax in figure.axes if ax.axison]
    assert len(set(strata)) == 1 and strata[0][1] < whole[1]
    assert len([ax for ax in series.plot().axes if ax.axison]) == 15


def test_totals_are_two_panels_and_a_wrong_name_is_told(programme: kf.Programme, persons: kf.Table, tmp_path: Any) -> None:
    report = programme.report(persons, period="2013")
    figure = report.plot()
    assert [ax.get_title(loc="left") for ax in figure.axes] == ["antal", "andelar"]
    figure.savefig(tmp_path / "figur.png")
    assert (tmp_path / "figur.png").stat().st_size > 10_000
    with pytest.raises(kf.ArgumentError, match="kvinnor-kända"):
        report.plot("kvinnor")
    with pytest.raises(kf.ArgumentError, match="stadsdel"):
        report.plot(by="stadsdel")

"""Text, HTML and plots of all objects."""

from __future__ import annotations

import html.parser
from typing import Any

import matplotlib
import matplotlib.colors
import matplotlib.style
import matplotlib.text
import pytest

import kvinnofrid as kf
from kvinnofrid import _plot

VOID = {"br", "hr", "img", "input"}


class Parser(html.parser.HTMLParser):
    """Collects the text of a page, and checks that tags are closed in order."""

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
    """Returns the text of the notebook output."""
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
    assert "Älvsjö" in text and "bara för arbete inom huset" in text
    assert "okända" in text and "ingen övre gräns" in text
    kf.set_language("en")
    try:
        assert "inside the house only" in shown(report)
    finally:
        kf.set_language("sv")


def test_a_long_breakdown_is_cut_and_counted(series: kf.Report) -> None:
    assert "rader till" in shown(series)


def test_a_report_tells_what_nobody_has(programme: kf.Programme) -> None:
    text = shown(programme.report([{"id": 1}], period="2013"))
    assert "saknas helt i uppgifterna" in text and "anmälningar" in text


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


def test_periods_are_written_in_few_signs(programme: kf.Programme) -> None:
    periods = ["2012", "2012-01-01/2013-12-31", "2013-T2", "2013-Q1", "2013-06-30/2013-06-30", "2013-02-01/2013-04-30"]
    report = programme.report([{"id": 1}], period=periods).select("kvinnor-kända")
    found = {one[0] for one in report._report.shown("sv")}
    assert found == {"2012", "2012–2013", "2013-T2", "2013-Q1", "2013-06-30", "2013-02-01–2013-04-30"}


def test_a_printed_report_is_short_and_to_text_has_every_row(series: kf.Report) -> None:
    assert len(str(series).splitlines()) < 30 and f"{len(series.rows)} rader" in str(series)
    assert len(series.to_text().splitlines()) > len(series.rows)


def test_each_part_of_a_table_is_named_for_a_screen_reader(series: kf.Report) -> None:
    page = series._repr_html_()
    assert "<th></th>" not in page and "<caption>" in page
    assert page.count("<th") - page.count("<thead") == page.count("<th scope=")
    kf.set_language("en")
    try:
        english = series._repr_html_()
    finally:
        kf.set_language("sv")
    assert '<div class="kvf" lang="en">' in english and '<th scope="row" lang="sv">Bromma</th>' in english


def test_what_readings_do_is_in_html_and_in_a_plot(programme: kf.Programme, persons: kf.Table) -> None:
    report = programme.report(persons, period="2013", readings="*")
    assert "Vad tolkningarna betyder" in shown(report) and "åldersgräns=alla" in shown(report)
    labels = [label.get_text() for ax in report.plot(effects=True).axes for label in ax.get_yticklabels()]
    assert "åldersgräns=alla" in labels
    with pytest.raises(kf.ArgumentError, match="readings"):
        programme.report(persons, period="2013").plot(effects=True)


def test_a_share_of_too_few_answers_is_marked(programme: kf.Programme) -> None:
    record = {
        "id": 1, "kön": "kvinna", "födelsedatum": "1980-05-17",
        "våld": [{"roll": "våldsutsatt", "kategori": "våld_i_nära_relation", "relation": "sambo", "från": "2012-03-01"}],
        "enkätsvar": [{"fråga": "kunskap_om_rättigheter", "datum": "2013-05-02", "svar": "ja"}],
    }  # fmt: skip
    report = programme.report([record], period="2013", indicators="kvinnor-kunskap")
    assert report.rows[0]["status"] == "too_few"
    assert "(100,0\N{NO-BREAK SPACE}%)" in report._repr_html_() and "för få svar" in shown(report)
    (ax,) = report.plot().axes
    texts = [text.get_text() for text in ax.texts]
    assert texts == ["(100,0\N{NO-BREAK SPACE}%) för få svar"]
    assert any(line.get_markerfacecolor() == "none" for line in ax.lines if line.get_marker() == "D")


def test_a_figure_says_in_words_what_it_shows(programme: kf.Programme, persons: kf.Table) -> None:
    figure = programme.report(persons, period="2013", by="stadsdel").plot("kvinnor-kända")
    data, about = figure._repr_mimebundle_()
    assert "Älvsjö" in data["text/plain"] and "Älvsjö" in about["image/png"]["alt"]
    assert 'alt="' in data["text/html"]
    smallest = min(text.get_fontsize() for text in figure.findobj(lambda one: hasattr(one, "get_fontsize")))
    assert smallest >= 8


@pytest.mark.parametrize("kind", ["totals", "bars", "series", "effects"])
@pytest.mark.parametrize("protected", ["", "round:5", "suppress:5"])
def test_every_picture_says_whether_it_may_be_spread(
    programme: kf.Programme, persons: kf.Table, tmp_path: Any, kind: str, protected: str
) -> None:
    asked: dict[str, Any] = {"by": "stadsdel"} if kind == "bars" else {"readings": "*"} if kind == "effects" else {}
    report = programme.report(persons, period=["2012", "2013"] if kind == "series" else "2013", **asked)
    if protected and kind != "effects":
        report = report.protect(protected, key=b"0" * 32, ledger=tmp_path / "liggare.jsonl")
    figure = report.plot(effects=kind == "effects")
    said = " ".join(figure.legends[0].get_title().get_text().split())
    assert said.endswith(report.sentence) and report.sentence in figure.text_alternative
    assert ("arbete inom huset" in said) != (bool(protected) and kind != "effects")
    # All of it is inside the picture.
    figure.draw_without_rendering()
    box = figure.legends[0].get_window_extent()
    assert box.x0 >= 0 and box.x1 <= figure.bbox.x1 and box.y0 >= 0
    for shows in (report._repr_html_(), report.to_html(), report.to_text(), str(report)):
        assert report.sentence.split(".")[0] in " ".join(shows.split())


def contrast(one: Any, other: Any) -> float:
    """Returns the contrast ratio of WCAG 2.2."""

    def luminance(colour: Any) -> float:
        channels = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in matplotlib.colors.to_rgb(colour)]
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("style", ["default", "dark_background"])
def test_plots_have_enough_contrast_in_light_and_dark(series: kf.Report, style: str) -> None:
    assert abs(contrast("#ffffff", "#767676") - 4.54) < 0.01
    with matplotlib.style.context(style):
        figure = series.plot("kvinnor-kända", by="kön")
        figure.draw_without_rendering()
        background = figure.get_facecolor()
        texts = [text for text in figure.findobj(matplotlib.text.Text) if text.get_text() and text.get_visible()]
        assert len(texts) > 10 and all(contrast(text.get_color(), background) >= 4.5 for text in texts)
        marks = [line.get_color() for ax in figure.axes for line in ax.lines]
        assert marks and all(contrast(colour, background) >= 3 for colour in marks)
        text = matplotlib.rcParams["text.color"]
        assert contrast(_plot.COLOUR, background) >= 3 and contrast(text, _plot.COLOUR) >= 3


def test_plots_and_html_have_one_colour(series: kf.Report) -> None:
    assert f"--bar:{_plot.COLOUR}" in series._repr_html_()


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


def test_a_bound_without_end_goes_on_to_the_edge(programme: kf.Programme) -> None:
    report = programme.report([{"id": 1, "våld": None}], period="2013", indicators="barn-anmälningar")
    assert {row["status"] for row in report.rows} == {"open_upper"}
    assert "u o" in report._repr_html_()
    (ax,) = report.plot().axes
    assert any(line.get_marker() == ">" for line in ax.lines)
    assert ax.get_legend() is None and "ingen övre gräns" in [text.get_text() for text in report.plot().legends[0].get_texts()]


def test_what_has_no_bar_has_its_room_and_its_mark(programme: kf.Programme) -> None:
    # It is not known whether this person belongs to the target group; everybody who may belong answered yes.
    person = {
        "id": 1, "kön": None, "födelsedatum": "1980-05-17", "stadsdel": "Farsta",
        "våld": [{"roll": "våldsutsatt", "kategori": "våld_i_nära_relation", "relation": "sambo", "från": "2012-03-01"}],
        "enkätsvar": [{"fråga": "kunskap_om_rättigheter", "datum": "2013-05-02", "svar": "ja"}],
    }  # fmt: skip
    report = programme.report([person], period="2013", by="stadsdel", indicators="kvinnor-kunskap")
    with pytest.warns(kf.DataWarning):
        nobody = programme.report([], period="2013", by="stadsdel", indicators="kvinnor-kunskap")
    for ax in (*report.plot().axes, *nobody.plot().axes):
        below, above = ax.get_ylim()
        assert all(above < text.xy[1] < below for text in ax.texts)
    rows = [row for row in report.rows if row["value"] is None and row["lower"] == row["upper"] == 1]
    (ax,) = report.plot().axes
    assert rows and sum(list(line.get_xdata()) == [1, 1] for line in ax.lines) == len(rows)


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

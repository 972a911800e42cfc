"""Draws a report with matplotlib: bars with bounds, series over periods, or the effects of readings."""

from __future__ import annotations

import base64
import datetime
import html
import io
import itertools
import math
import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from . import _core
from ._figures import Line, all_rows, editions, lines, when
from ._language import decimal, language, say
from ._options import names
from .errors import ArgumentError
from .report import unknown_indicator
from .table import needed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from .report import Report

COLOUR = "#3b82c4"
"""The colour of bars, as in HTML. Marks have the colour of the text, whatever the style."""
MOST_PANELS = 40
SMALL = 8
"""The size of the smallest text, in points."""
SIGNS = 15
"""How many characters of the smallest text fit in an inch."""

Row = dict[str, Any]
Panel = tuple[str, list[Row], Line]


def plot(report: Report, indicator: str | Iterable[str] | None, by: str | None) -> Figure:
    """Draws bars for a single period, and series for several."""
    chosen = _chosen(report, indicator)
    series = len(report.receipt["periods"]) > 1
    # Series of every stratum of every indicator would be too much, unless `by` names the breakdown.
    field = None if series and by is None and len(chosen) > 1 else _field(report, by)
    panels: list[Panel] = []
    for line in chosen:
        rows = _rows(report, line, field)
        panels += _by_stratum(line, rows, field, alone=len(chosen) == 1) if series else [(line.name, rows, line)]
    if not series and field is None:
        return _totals(report, panels)
    left_out, panels = panels[MOST_PANELS:], panels[:MOST_PANELS]
    columns = min(len(panels), 3)
    lines = math.ceil(len(panels) / columns)
    height = 2.4 if series else 1.2 + 0.27 * max(len(rows) for _, rows, _ in panels)
    figure = _figure(figsize=(4.8 * columns + 0.6, height * lines + 0.7), layout="constrained")
    axes = figure.subplots(lines, columns, squeeze=False)
    for ax, panel in itertools.zip_longest(axes.flat, panels):
        if panel is None:
            ax.axis("off")
        elif series:
            _titled(ax, panel[0])
            _series(ax, panel[1], when(report), panel[2])
        else:
            _bars(ax, panel[0], panel[1], field or "")
    if series and len(chosen) == 1:
        _on_one_scale([ax for ax, panel in zip(axes.flat, panels, strict=False) if field is None or panel[1][0][field] != "Totalt"])
        if field is not None:
            figure.suptitle(textwrap.fill(chosen[0].name, 48 * columns), fontsize=9.5, x=0.01, ha="left")
    rows = [row for _, panel_rows, _ in panels for row in panel_rows]
    _finished(figure, report, rows, series=series, left_out=len(left_out))
    return figure


def effects(report: Report, indicator: str | Iterable[str] | None) -> Figure:
    """Draws how each alternative of the readings changes the totals: a panel per indicator and period that changes."""
    panels: list[tuple[str, Row, list[Row]]] = []
    totals = [row for row in all_rows(report) if all(row[field] == "Totalt" for field in report.by)]
    several = len(report.receipt["periods"]) > 1
    for line in _chosen(report, indicator):
        of = [row for row in totals if row["indicator"] in line.ids and not row.get("bridge")]
        for base in (row for row in of if row.get("reading") is None and row["value"] is not None):
            same = [row for row in of if (row["period_start"], row["period_end"]) == (base["period_start"], base["period_end"])]
            moved = [row for row in same if row.get("reading") and row["value"] not in (None, base["value"])]
            if moved:
                title = f"{line.name}, {base['shown'].period}" if several else line.name
                panels.append((title, base, sorted(moved, key=lambda row: -abs(row["value"] - base["value"]))))
    if not panels:
        raise ArgumentError(
            'inget alternativ flyttar någon siffra; räkna rapporten med `readings="*"`',
            'no alternative moves any figure; count the report with `readings="*"`',
            argument="effects",
        )
    left_out, panels = panels[MOST_PANELS:], panels[:MOST_PANELS]
    heights = [0.8 + 0.27 * len(moved) for _, _, moved in panels]
    figure = _figure(figsize=(8.5, 0.8 + sum(heights)), layout="constrained")
    axes = figure.subplots(len(panels), 1, squeeze=False, height_ratios=heights)
    for ax, (title, base, moved) in zip(axes.flat, panels, strict=True):
        _titled(ax, f"{title}: {base['shown'].value}")
        text = _text_colour()
        ax.axvline(base["value"], color=text, linewidth=1.2)
        for place, row in enumerate(moved):
            ax.plot([base["value"], row["value"]], [place, place], color=COLOUR, linewidth=2.5)
            few = row["status"] == "too_few"
            ax.plot([row["value"]], [place], marker="D", markersize=5, color=text, markerfacecolor="none" if few else text)
            right = row["value"] >= base["value"]
            _label(ax, row["shown"].value, row["value"], place, right=right)
        ax.set_yticks(range(len(moved)), [row["reading"] for row in moved])
        ax.invert_yaxis()
        ax.margins(x=0.2, y=0.15)
        _ticks(ax, base["kind"], "x")
        if base["kind"] == "antal":
            ax.set_xlim(left=max(0.0, ax.get_xlim()[0]))
        else:
            ax.set_xticks([0, 0.25, 0.5, 0.75, 1])
    lines2d, words = needed("matplotlib.lines", "plot"), _core.wordings(language())
    handles = [
        lines2d.Line2D([], [], color=_text_colour(), linewidth=1.2, label=words["base"]),
        lines2d.Line2D([], [], color=_text_colour(), marker="D", markersize=5, linewidth=0, label=words["instead"]),
    ]
    said = [f"{title}: {row['reading']} {row['shown'].value}" for title, _, moved in panels for row in moved]
    _described(figure, report, handles, said, left_out=len(left_out))
    return figure


def _text_colour() -> str:
    colour: str = needed("matplotlib", "plot").rcParams["text.color"]
    return colour


def _on_one_scale(axes: list[Axes]) -> None:
    """Sets one scale for all strata, so that they can be compared. The total has its own, since it would dwarf them."""
    top = max((ax.get_ylim()[1] for ax in axes), default=1)
    for ax in axes:
        ax.set_ylim(top=top)


def _figure(**about: Any) -> Figure:
    """Returns a figure that renders itself once in a notebook, with alternative text, and is not managed by pyplot."""
    kind = needed("matplotlib.figure", "plot").Figure

    def bundle(figure: Any, include: Any = None, exclude: Any = None) -> tuple[dict[str, Any], dict[str, Any]]:
        picture = io.BytesIO()
        figure.savefig(picture, format="png", dpi=110)
        png = base64.b64encode(picture.getvalue()).decode()
        alternative = figure.text_alternative
        image = f'<img src="data:image/png;base64,{png}" alt="{html.escape(alternative)}" style="max-width:100%">'
        return {"image/png": png, "text/html": image, "text/plain": alternative}, {"image/png": {"alt": alternative}}

    figure: Figure = type("Figure", (kind,), {"_repr_mimebundle_": bundle, "text_alternative": ""})(**about)
    return figure


def _by_stratum(line: Line, rows: list[Row], field: str | None, *, alone: bool) -> list[Panel]:
    """Returns a panel for each stratum of a line."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault("" if field is None else row[field], []).append(row)

    def title(stratum: str) -> str:
        return line.name if field is None else stratum if alone else f"{line.name}: {stratum}"

    return [(title(stratum), panel, line) for stratum, panel in found.items()]


def _chosen(report: Report, indicator: str | Iterable[str] | None) -> list[Line]:
    there = lines(report)
    if indicator is None:
        return there
    chosen = []
    for one in names(indicator, "indicator"):
        line = next((line for line in there if one in line.ids), None)
        if line is None:
            raise unknown_indicator(report, one)
        chosen.append(line)
    return chosen or there


def _field(report: Report, by: str | None) -> str | None:
    if by is None:
        return report.by[0] if report.by else None
    if by in report.by:
        return by
    there = ", ".join(report.by) or say("ingenting", "nothing")
    raise ArgumentError(
        f"rapporten är inte uppdelad efter `{by}`, utan efter: {there}",
        f"the report is not broken down by `{by}`, but by: {there}",
        argument="by",
    )


def _rows(report: Report, line: Line, field: str | None) -> list[Row]:
    """Returns the rows of a line that are totals over every breakdown except `field`."""
    others = [name for name in report.by if name != field]
    return [row for row in line.rows if all(row[name] == "Totalt" for name in others)]


def _titled(ax: Axes, title: str) -> None:
    ax.set_title(textwrap.fill(title, 56), fontsize=8.5, loc="left")
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(labelsize=SMALL, length=2)


def _finished(figure: Figure, report: Report, rows: list[Row], *, series: bool, left_out: int = 0) -> None:
    """Adds the legend, the source of the figures and the alternative text."""
    patches, lines2d = needed("matplotlib.patches", "plot"), needed("matplotlib.lines", "plot")
    words, text = _core.wordings(language()), _text_colour()
    known = [row for row in rows if row["lower"] is not None]
    shares = [row for row in known if row["kind"] == "andel"]
    drawn = {
        "certain": any(row["kind"] == "antal" for row in known) and not series,
        "possible": any(row["lower"] != row["upper"] for row in known),
        "open": any(row["upper"] is None for row in known),
        "value": any(row["value"] is not None and row["status"] != "too_few" for row in (known if series else shares)),
        "too_few": any(row["status"] == "too_few" for row in shares),
        "interval": any(row.get("ci_lower") is not None for row in shares) and not series,
        "break": series and any(row["shown"].mark for row in rows),
        "gap": series and any(row["status"] == "not_available" for row in rows),
    }
    mark: dict[str, Any] = {"marker": "o", "color": COLOUR} if series else {"marker": "D", "color": text}
    made = {
        "certain": patches.Patch(color=COLOUR),
        "possible": patches.Patch(facecolor="none", edgecolor=COLOUR, hatch="/////", linewidth=0),
        "open": lines2d.Line2D([], [], color=text, marker=">", markersize=5, linewidth=0),
        "value": lines2d.Line2D([], [], **mark, markersize=5, linewidth=0),
        "too_few": lines2d.Line2D([], [], **mark, markersize=5, linewidth=0, markerfacecolor="none"),
        "interval": lines2d.Line2D([], [], color=text, linewidth=1.2),
        "break": lines2d.Line2D([], [], color=text, linewidth=1.2, linestyle=(0, (4, 3))),
        "gap": patches.Patch(color="grey", alpha=0.2, linewidth=0),
    }
    handles = []
    for name, handle in made.items():
        if drawn[name]:
            handle.set_label(words[name])
            handles.append(handle)
    said = []
    for row in rows:
        shown = row["shown"]
        strata = [row[field] for field in report.by if row[field] != "Totalt"]
        note = f", {shown.note}" if shown.note else ""
        said.append(f"{', '.join([row['name'], *strata, shown.period])}: {shown.value} ({shown.bounds}){note}")
    _described(figure, report, handles, said, left_out=left_out)


def _described(figure: Figure, report: Report, handles: list[Any], said: list[str], *, left_out: int) -> None:
    receipt, words = report.receipt, _core.wordings(language())
    counted = ", ".join(f"{one['edition']} revision {one['revision']}" for one in editions(report))
    source = f"{receipt['programme']} {counted}"
    if left_out:
        source += f"; {left_out} {words['not_shown']}"
    width = figure.get_figwidth()
    # Wherever the picture goes, it says whether its figures may be spread.
    title = "\n".join([source, *textwrap.wrap(report.sentence, int(SIGNS * width))])
    figure.legend(
        handles=handles, loc="outside lower left", ncols=max(1, int(width / 2.2)), fontsize=SMALL, frameon=False, title=title,
        title_fontsize=SMALL, alignment="left",
    )  # fmt: skip
    figure.text_alternative = "\n".join([source, report.sentence, *said])  # type: ignore[attr-defined]


def _ticks(ax: Axes, kind: str, axis: str) -> None:
    ticker = needed("matplotlib.ticker", "plot")
    along = ax.xaxis if axis == "x" else ax.yaxis
    if kind == "andel":
        along.set_major_formatter(ticker.FuncFormatter(lambda share, _: decimal(f"{100 * share:.0f}") + " %"))
    else:
        along.set_major_locator(ticker.MaxNLocator(integer=True, nbins=5))


def _bars(ax: Axes, title: str, rows: list[Row], field: str) -> None:
    """Draws a bar for each stratum. The total of counts is in the title, since its bar would dwarf the others."""
    if len(rows) > 1 and rows[0]["kind"] == "antal" and rows[0][field] == "Totalt":
        total, parts = rows[0], rows[1:]
        _titled(ax, f"{title}: {total['shown'].bounds}")
    else:
        parts = rows
        _titled(ax, title)
    _intervals(ax, parts, [str(row[field]) for row in parts])


def _totals(report: Report, panels: list[Panel]) -> Figure:
    """Draws one period without a breakdown: all counts in one panel, all shares in another."""
    words = _core.wordings(language())
    named = [(name, row) for name, rows, _ in panels for row in rows]
    parts = [[one for one in named if one[1]["kind"] == kind] for kind in ("antal", "andel")]
    parts = [part for part in parts if part]
    heights = [len(part) for part in parts]
    figure = _figure(figsize=(8.5, 1.5 + 0.5 * sum(heights)), layout="constrained")
    axes = figure.subplots(len(parts), 1, squeeze=False, height_ratios=heights)
    for ax, part in zip(axes.flat, parts, strict=True):
        _titled(ax, words["counts"] if part[0][1]["kind"] == "antal" else words["shares"])
        _intervals(ax, [row for _, row in part], [textwrap.fill(name, 58) for name, _ in part])
    _finished(figure, report, [row for _, row in named], series=False)
    return figure


def _label(ax: Axes, text: str, x: float, y: float, *, right: bool = True) -> None:
    """Writes a text beside a mark, without overlapping it."""
    ax.annotate(
        text, (x, y), xytext=(7 if right else -7, 0), textcoords="offset points", fontsize=SMALL, va="center",
        ha="left" if right else "right",
    )  # fmt: skip


def _intervals(ax: Axes, rows: list[Row], labels: list[str]) -> None:
    """Draws a horizontal bar for each row: certain is solid, possible is hatched, and no upper bound ends in an arrow."""
    kind = rows[0]["kind"] if rows else "antal"
    text = _text_colour()
    known = [figure for row in rows for figure in (row["lower"], row["upper"]) if figure is not None]
    open_ended = any(row["lower"] is not None and row["upper"] is None for row in rows)
    end = 1.0 if kind == "andel" else (1.4 if open_ended else 1.08) * max([*known, 1])
    for place, row in enumerate(rows):
        lower, upper, value, shown = row["lower"], row["upper"], row["value"], row["shown"]
        few = row["status"] == "too_few"
        if lower is None:
            _label(ax, shown.note or shown.value, 0, place)
            continue
        above = end if upper is None else upper
        if kind == "antal":
            ax.barh(place, lower, height=0.62, color=COLOUR)
        ax.barh(place, above - lower, left=lower, height=0.62, facecolor="none", edgecolor=COLOUR, hatch="/////", linewidth=0)
        if upper is None:
            ax.plot([above], [place], marker=">", markersize=5, color=text, clip_on=False)
        if kind == "andel" and value is None and lower == above:
            # Bounds that meet have no width to hatch.
            ax.plot([lower, lower], [place - 0.31, place + 0.31], color=COLOUR, linewidth=2.5, clip_on=False)
        if kind == "andel" and row.get("ci_lower") is not None:
            ax.plot([row["ci_lower"], row["ci_upper"]], [place, place], color=text, linewidth=1.2)
        if kind == "andel" and value is not None:
            ax.plot([value], [place], marker="D", markersize=5, color=text, markerfacecolor="none" if few else text, clip_on=False)
        said = shown.bounds if kind == "antal" else shown.value if value is not None else f"({shown.bounds})"
        said = f"{said} {shown.note}" if few else said
        _label(ax, said, max(above, row.get("ci_upper") or 0), place)
    ax.set_yticks(range(len(rows)), labels)
    # Every row has its space, also those with only a text.
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xlim(0, end)
    _ticks(ax, kind, "x")


def _series(ax: Axes, rows: list[Row], periods: list[tuple[datetime.date, datetime.date]], line: Line) -> None:
    """Draws figures over the periods, with their bounds as a band. The line breaks where figures are not comparable, and at a
    period without figures."""
    kind, text = rows[0]["kind"], _text_colour()
    by_period = {(row["period_start"], row["period_end"]): row for row in rows}
    # A stratum has no rows for a period without figures; where the line breaks, all its strata break.
    named = {(row["period_start"], row["period_end"]): row["shown"] for row in line.rows}
    known = [figure for row in rows for figure in (row["lower"], row["upper"]) if figure is not None]
    top = 1.0 if kind == "andel" else (1.4 if any(row["upper"] is None for row in rows) else 1.15) * max([*known, 1])
    stretch: list[tuple[int, Row]] = []
    for at, day in enumerate(periods):
        row = by_period.get(day)
        mark = named[day].mark if day in named else None
        if mark is not None and at > 0:
            ax.axvline(at - 0.5, color=text, linewidth=1.2, linestyle=(0, (4, 3)))
            ax.annotate(
                mark, (at - 0.5, 1), xycoords=("data", "axes fraction"), xytext=(3, -2), textcoords="offset points",
                fontsize=SMALL, rotation=90, va="top", ha="left",
            )  # fmt: skip
        if row is None or row["lower"] is None or mark is not None:
            _stretch(ax, stretch, top)
            stretch = []
        if row is not None and row["lower"] is not None:
            stretch.append((at, row))
        elif row is None or row["status"] == "not_available":
            ax.axvspan(at - 0.5, at + 0.5, color="grey", alpha=0.2, linewidth=0)
    _stretch(ax, stretch, top)
    labels = [named[day].period if day in named else f"{day[0]}–{day[1]}" for day in periods]
    ax.set_xticks(range(len(periods)), labels)
    ax.set_xlim(-0.5, len(periods) - 0.5)
    ax.set_ylim(0, top)
    _ticks(ax, kind, "y")
    _fitted(ax, labels)


def _stretch(ax: Axes, stretch: list[tuple[int, Row]], top: float) -> None:
    """Draws a stretch of comparable figures."""
    if not stretch:
        return
    at = [place for place, _ in stretch]
    rows = [row for _, row in stretch]
    lower = [row["lower"] for row in rows]
    upper = [top if row["upper"] is None else row["upper"] for row in rows]
    ax.fill_between(at, lower, upper, facecolor="none", edgecolor=COLOUR, hatch="/////", linewidth=0)
    values = [math.nan if row["value"] is None else row["value"] for row in rows]
    # Marks at the edge are drawn whole.
    ax.plot(at, values, marker="o", markersize=4, linewidth=1.6, color=COLOUR, clip_on=False)
    for (x, row), low, high in zip(stretch, lower, upper, strict=True):
        # A band of a single period has no width, so each period has a vertical line too.
        ax.plot([x, x], [low, high], color=COLOUR, linewidth=0.8)
        if row["upper"] is None:
            ax.plot([x], [top], marker="^", markersize=5, color=_text_colour(), clip_on=False)
        if row["status"] == "too_few" and row["value"] is not None:
            background = needed("matplotlib", "plot").rcParams["axes.facecolor"]
            ax.plot(
                [x], [row["value"]], marker="o", markersize=6, color=COLOUR, markerfacecolor=background, linewidth=0,
                clip_on=False, zorder=3,
            )  # fmt: skip


def _fitted(ax: Axes, labels: list[str]) -> None:
    """Rotates the names of periods that do not fit side by side."""
    if len(labels) * max(map(len, labels), default=0) > 40:
        ax.tick_params(axis="x", labelrotation=90)

"""A report as a figure of matplotlib: bars with their bounds, or series over periods."""

from __future__ import annotations

import datetime
import io
import itertools
import math
import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ._figures import Line, bounds, broken, editions, lines, number, period, when
from ._language import decimal, say
from .errors import ArgumentError
from .report import unknown_indicator
from .table import needed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from .report import Report

COLOUR = "#4a8fc7"
MARK = "#e0792b"
MOST_PANELS = 40

Row = dict[str, Any]


def plot(report: Report, indicator: str | Iterable[str] | None, by: str | None) -> Figure:
    """Bars where there is one period, and series where there are several."""
    chosen = _chosen(report, indicator)
    series = len(report.receipt["periods"]) > 1
    # Series of every stratum of every indicator would be too much, unless they are asked for.
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
    height = 2.3 if series else 1.1 + 0.24 * max(len(rows) for _, rows, _ in panels)
    figure = _figure(figsize=(4.4 * columns + 0.6, height * lines + 0.3), layout="constrained")
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
        figure.suptitle(textwrap.fill(chosen[0].name, 48 * columns), fontsize=9.5, x=0.01, ha="left")
    _source(figure, report, len(left_out))
    return figure


def _on_one_scale(axes: list[Axes]) -> None:
    """Strata are compared with each other. The total, which would flatten them all, keeps a scale of its own."""
    top = max((ax.get_ylim()[1] for ax in axes), default=1)
    for ax in axes:
        ax.set_ylim(top=top)


def _figure(**about: Any) -> Figure:
    """A figure that shows itself in a notebook, once, and belongs to no window of pyplot's."""
    kind = needed("matplotlib.figure", "plot").Figure

    def png(figure: Figure) -> bytes:
        picture = io.BytesIO()
        figure.savefig(picture, format="png", dpi=110)
        return picture.getvalue()

    figure: Figure = type("Figure", (kind,), {"_repr_png_": png})(**about)
    return figure


Panel = tuple[str, list[Row], Line]


def _by_stratum(line: Line, rows: list[Row], field: str | None, *, alone: bool) -> list[Panel]:
    """A panel for each stratum of a line."""
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
    for one in [indicator] if isinstance(indicator, str) else indicator:
        line = next((line for line in there if one in line.ids), None)
        if line is None:
            raise unknown_indicator(report, one)
        chosen.append(line)
    return chosen


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
    """The rows of a line that are totals of every breakdown but `field`."""
    others = [name for name in report.by if name != field]
    return [row for row in line.rows if all(row[name] == "Totalt" for name in others)]


def _titled(ax: Axes, title: str) -> None:
    ax.set_title(textwrap.fill(title, 52), fontsize=8.5, loc="left")
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(labelsize=8, length=2)


def _source(figure: Figure, report: Report, left_out: int = 0) -> None:
    receipt = report.receipt
    told = say("fyllt är säkert, streckat möjligt", "solid is certain, hatched possible")
    if receipt.get("not_available") or receipt.get("comparisons"):
        told += say("; grått: inga siffror; streckad linje: jämför inte över den", "; grey: no figures; dashed line: do not compare across it")
    counted = ", ".join(f"{one['edition']} revision {one['revision']}" for one in editions(report))
    text = f"{receipt['programme']} {counted}; {told}"
    if left_out:
        text += say(f"; {left_out} visas inte", f"; {left_out} are not shown")
    figure.supxlabel(text, fontsize=7, x=0.01, ha="left", alpha=0.7)


def _ticks(ax: Axes, kind: str, axis: str) -> None:
    ticker = needed("matplotlib.ticker", "plot")
    along = ax.xaxis if axis == "x" else ax.yaxis
    if kind == "andel":
        (ax.set_xlim if axis == "x" else ax.set_ylim)(0, 1)
        along.set_major_formatter(ticker.FuncFormatter(lambda share, _: decimal(f"{100 * share:.0f}") + " %"))
    else:
        along.set_major_locator(ticker.MaxNLocator(integer=True, nbins=5))


def _bars(ax: Axes, title: str, rows: list[Row], field: str) -> None:
    """A bar for each stratum. Of counts, the total would dwarf its parts: it is told in the title."""
    if rows and rows[0]["kind"] == "antal" and len(rows) > 1:
        total, parts = rows[0], rows[1:]
        _titled(ax, f"{title}: {_interval(total)}")
    else:
        parts = rows
        _titled(ax, title)
    _intervals(ax, parts, [str(row[field]) for row in parts])


def _totals(report: Report, panels: list[Panel]) -> Figure:
    """Of one period, without a breakdown: all counts in a panel, and all shares in another."""
    named = [(name, row) for name, rows, _ in panels for row in rows]
    parts = [[one for one in named if one[1]["kind"] == kind] for kind in ("antal", "andel")]
    parts = [part for part in parts if part]
    heights = [len(part) for part in parts]
    figure = _figure(figsize=(8.5, 1.2 + 0.5 * sum(heights)), layout="constrained")
    axes = figure.subplots(len(parts), 1, squeeze=False, height_ratios=heights)
    for ax, part in zip(axes.flat, parts, strict=True):
        _titled(ax, say("antal", "counts") if part[0][1]["kind"] == "antal" else say("andelar", "shares"))
        _intervals(ax, [row for _, row in part], [textwrap.fill(name, 58) for name, _ in part])
    _source(figure, report)
    return figure


def _interval(row: Row) -> str:
    """``12``, ``12–15`` or ``12–?``."""
    lower, upper = row["lower"], row["upper"]
    return number(lower, row["kind"]) if lower == upper else bounds(row)


def _intervals(ax: Axes, rows: list[Row], labels: list[str]) -> None:
    """A horizontal bar for each row: what is certain is solid, what is possible is hatched."""
    kind = rows[0]["kind"] if rows else "antal"
    known = [figure for row in rows for figure in (row["lower"], row["upper"]) if figure is not None]
    end = 1.0 if kind == "andel" else 1.08 * max([*known, 1])
    for place, row in enumerate(rows):
        lower, upper, value = row["lower"], row["upper"], row["value"]
        if lower is None:
            ax.annotate(say("ingen att räkna", "nobody to count"), (0, place), fontsize=7, va="center", alpha=0.6)
            continue
        above = end if upper is None else upper
        if kind == "antal":
            ax.barh(place, lower, height=0.62, color=COLOUR)
        ax.barh(place, above - lower, left=lower, height=0.62, facecolor="none", edgecolor=COLOUR, hatch="/////", linewidth=0)
        if kind == "andel" and value is not None:
            ax.plot([value], [place], marker="D", markersize=4, color=MARK, clip_on=False)
            if row.get("ci_lower") is not None:
                ax.plot([row["ci_lower"], row["ci_upper"]], [place, place], color=MARK, linewidth=1)
        if above == lower and kind == "andel":
            ax.plot([lower], [place], marker="|", markersize=9, color=COLOUR, clip_on=False)
        text = _interval(row) if kind == "antal" else number(value, kind) if value is not None else f"({_interval(row)})"
        ax.annotate(
            text, (max(above, row.get("ci_upper") or 0), place), xytext=(3, 0), textcoords="offset points", fontsize=7, va="center", alpha=0.8
        )
    ax.set_yticks(range(len(rows)), labels)
    ax.invert_yaxis()
    ax.set_xlim(0, end)
    _ticks(ax, kind, "x")


def _series(ax: Axes, rows: list[Row], periods: list[tuple[datetime.date, datetime.date]], line: Line) -> None:
    """Figures through the periods, with the band of their bounds. They are not joined where what follows does not continue
    them, nor over a period without figures."""
    kind = rows[0]["kind"]
    by_period = {(row["period_start"], row["period_end"]): row for row in rows}
    # A stratum has no rows of a period without figures; where the line breaks, all its strata do.
    marks = {(row["period_start"], row["period_end"]): found for row in line.rows if (found := broken(row)) is not None}
    stretch: list[tuple[int, Row]] = []
    for at, when in enumerate(periods):
        row = by_period.get(when)
        mark = marks.get(when)
        if mark is not None and at > 0:
            ax.axvline(at - 0.5, color=MARK, linewidth=1.2, linestyle=(0, (4, 3)))
            ax.annotate(
                mark, (at - 0.5, 1), xycoords=("data", "axes fraction"), xytext=(2, -2), textcoords="offset points",
                fontsize=6.5, rotation=90, va="top", ha="left", color=MARK,
            )
        if row is None or row["lower"] is None or mark is not None:
            _stretch(ax, stretch)
            stretch = []
        if row is not None and row["lower"] is not None:
            stretch.append((at, row))
        elif row is None or row["status"] == "not_available":
            ax.axvspan(at - 0.5, at + 0.5, color="grey", alpha=0.13, linewidth=0)
    _stretch(ax, stretch)
    ax.set_xticks(range(len(periods)), [period(*when) for when in periods])
    ax.set_xlim(-0.5, len(periods) - 0.5)
    top = max([figure for row in rows for figure in (row["lower"], row["upper"]) if figure is not None], default=1)
    if kind == "antal":
        ax.set_ylim(0, 1.15 * max(top, 1))
    _ticks(ax, kind, "y")
    _fitted(ax, len(periods))


def _stretch(ax: Axes, stretch: list[tuple[int, Row]]) -> None:
    """Figures that continue each other."""
    if not stretch:
        return
    at = [place for place, _ in stretch]
    rows = [row for _, row in stretch]
    lower = [row["lower"] for row in rows]
    upper = [math.nan if row["upper"] is None else row["upper"] for row in rows]
    ax.fill_between(at, lower, upper, facecolor="none", edgecolor=COLOUR, hatch="/////", linewidth=0)
    values = [math.nan if row["value"] is None else row["value"] for row in rows]
    ax.plot(at, values, marker="o", markersize=4, linewidth=1.6, color=COLOUR)
    for x, low, high in zip(at, lower, upper, strict=True):
        if high == high:
            # A band between gaps has no width: each period has its own line too.
            ax.plot([x, x], [low, high], color=COLOUR, linewidth=0.8)
        else:
            ax.annotate("?", (x, low), xytext=(0, 4), textcoords="offset points", ha="center", fontsize=8)


def _fitted(ax: Axes, periods: int) -> None:
    """Names of periods that have no room beside each other stand upright."""
    if periods > 6:
        ax.tick_params(axis="x", labelrotation=90)

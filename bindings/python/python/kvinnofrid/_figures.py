"""Figures as people read them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ._language import count, decimal, say

if TYPE_CHECKING:
    from .report import Report


@dataclass(frozen=True)
class Line:
    """An indicator through all periods; in a series over editions also under the ids that earlier ones had for it."""

    id: str
    name: str
    ids: list[str]
    """Its ids, the newest first."""
    rows: list[dict[str, Any]]
    """Its rows under the readings of the call, without bridges."""


def lines(report: Report) -> list[Line]:
    """The lines of a report, in declared order."""
    rows, names = report.rows, report.indicators
    return [Line(id, names[id], ids, [rows[place] for place in places]) for id, ids, places in report._report.tracks()]


def when(report: Report) -> list[tuple[datetime.date, datetime.date]]:
    """The periods asked for: first and last day."""
    days = (one.split("/") for one in report.receipt["periods"])
    return [(datetime.date.fromisoformat(start), datetime.date.fromisoformat(end)) for start, end in days]


def editions(report: Report) -> list[dict[str, Any]]:
    """What each edition counted, as the receipt has it."""
    counted: list[dict[str, Any]] = report.receipt.get("editions") or [report.receipt]
    return counted


def broken(row: dict[str, Any]) -> str | None:
    """Where the figure does not simply continue the earlier ones: how it compares with them, and whose it is."""
    relation = row.get("comparable")
    meaning = {
        "snävare": say("snävare", "narrower"),
        "vidare": say("vidare", "wider"),
        "ny_källa": say("ny källa", "new source"),
        "brott": say("brott", "break"),
    }.get(relation or "samma")
    return None if meaning is None else f"{meaning}: {row['edition']}"


def number(figure: float | None, kind: str) -> str:
    """A count, or a share in per cent."""
    if figure is None:
        return "–"
    if kind == "antal":
        return count(round(figure))
    return decimal(f"{100 * figure:.1f}") + say("\N{NO-BREAK SPACE}%", "%")


def bounds(row: dict[str, Any]) -> str:
    """``12–15``, ``12–?`` where nothing is known above."""
    lower, upper, kind = row["lower"], row["upper"], row["kind"]
    if lower is None and upper is None:
        return "–"
    below = number(lower, kind)
    if kind == "andel" and upper is not None:
        # The sign once.
        below = below.rstrip("%\N{NO-BREAK SPACE}")
    return f"{below}–{'?' if upper is None else number(upper, kind)}"


def period(start: datetime.date, end: datetime.date) -> str:
    """A period in as few signs as tell it."""
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    following = end + datetime.timedelta(days=1)
    if start.year == end.year and start.day == 1 and following.day == 1:
        months = end.month - start.month + 1
        for letter, length in (("T", 4), ("Q", 3)):
            if months == length and (start.month - 1) % length == 0:
                return f"{start.year}-{letter}{(start.month - 1) // length + 1}"
    return str(start) if start == end else f"{start}–{end}"


def status(name: str) -> str:
    """What a status means."""
    return {
        "ok": "",
        "no_denominator": say("ingen säkert i nämnaren", "nobody certainly in the denominator"),
        "open_upper": say("ingen övre gräns: listor saknas", "no upper bound: lists are missing"),
        "not_available": say("finns inte", "not available"),
        "too_few": say("för få svar för att lita på eller publicera", "too few answers to rely on or publish"),
        "protected": say("skyddat", "protected"),
    }.get(name, name)


def comparison(name: str) -> str:
    """What a mark in the column ``comparison`` means."""
    return {
        "compared": "",
        "no_population": say("säg hur många invånare: `population=`", "say how many inhabitants: `population=`"),
        "group_mean": say("medelvärde av en grupp", "mean of a group"),
        "withheld": say("inget publicerat värde", "no value published"),
        "not_published": say("finns inte i filen", "not in the file"),
        "not_available": say("inget värde här", "no value here"),
    }.get(name, name)

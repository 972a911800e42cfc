"""Figures as people read them."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from ._language import count, decimal, say

if TYPE_CHECKING:
    from .report import Report


def plain_rows(report: Report) -> list[dict[str, Any]]:
    """The rows under the readings of the call, without what other alternatives do."""
    return [row for row in report.rows if row.get("reading") is None]


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
        "not_available": say("kan inte räknas", "can't be counted"),
        "too_few": say("för få svar för att lita på eller publicera", "too few answers to rely on or publish"),
        "protected": say("skyddat", "protected"),
    }.get(name, name)

"""The lines that plots draw."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from ._language import language

if TYPE_CHECKING:
    from .report import Report


class Shown(NamedTuple):
    """A row, formatted for display."""

    period: str
    value: str
    bounds: str
    unknown: str
    note: str
    mark: str | None
    """Where the figure does not simply continue the earlier ones: how it compares with them, and whose it is."""


@dataclass(frozen=True)
class Line:
    """An indicator over all periods; in a series over editions, including its ids in earlier editions."""

    id: str
    name: str
    ids: list[str]
    """Its ids, the newest first."""
    rows: list[dict[str, Any]]
    """Its rows under the readings of the call, without bridges, each with what is ``shown`` of it."""


def lines(report: Report) -> list[Line]:
    """Returns the lines of a report, in declared order."""
    rows, names = all_rows(report), report.indicators
    return [Line(id, names[id], ids, [rows[place] for place in places]) for id, ids, places in report._report.tracks()]


def all_rows(report: Report) -> list[dict[str, Any]]:
    """Returns every row together with its formatted form (``shown``)."""
    shown = report._report.shown(language())
    return [row | {"shown": Shown(*one)} for row, one in zip(report.rows, shown, strict=True)]


def when(report: Report) -> list[tuple[datetime.date, datetime.date]]:
    """Returns the first and last day of each period of the call."""
    days = (one.split("/") for one in report.receipt["periods"])
    return [(datetime.date.fromisoformat(start), datetime.date.fromisoformat(end)) for start, end in days]


def editions(report: Report) -> list[dict[str, Any]]:
    """Returns what each edition counted, from the receipt."""
    counted: list[dict[str, Any]] = report.receipt.get("editions") or [report.receipt]
    return counted

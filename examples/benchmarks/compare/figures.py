"""Figures of every engine in one shape, so that they can be compared before times are.

An engine answers with a report of kvinnofrid's, or with counters: for each indicator and each district, and `Totalt`, of a
count how many certainly count and how many more may (and, where lists are missing, a third number that isn't 0); of a share
`[b, d, u_db, u_od, u_ob, u_odb]`: in numerator and denominator; in the denominator alone; in the denominator, numerator unknown;
denominator unknown and not in the numerator; the same and in it; both unknown.
"""

from __future__ import annotations

import json
from typing import Any

Figure = dict[str, float | int | None]
Figures = dict[tuple[str, str], Figure]

COLUMNS = ("value", "lower", "upper", "numerator", "denominator", "unknown")
COUNTS = frozenset(
    "kvinnor-kända kvinnor-erbjudna kvinnor-deltagit barn-anmälningar barn-utredningar barn-eget-stöd barn-familjerätt "
    "män-erbjudna män-deltagit".split()
)
SHARES = frozenset(
    "kvinnor-trygga kvinnor-kunskap barn-skyddat-boende barn-kunskap män-samtycke män-kunskap".split()
)


DISTINCT = frozenset({"barn-anmälningar", "barn-familjerätt"})
"""What is counted by key: districts do not add up to the total."""


class Tally:
    """Counters, as they are gathered from an engine's own kind of table."""

    def __init__(self) -> None:
        self.counters: dict[str, dict[str, list[int]]] = {}

    def add(self, indicator: str, district: str, place: int, number: int) -> None:
        """Adds a number to a counter, and to that of the total where districts add up to it."""
        places = {district} if indicator in DISTINCT else {district, "Totalt"}
        for one in places:
            blank = [0] * (6 if indicator in SHARES else 2)
            self.counters.setdefault(indicator, {}).setdefault(one, blank)[place] += number


def of(answer: dict[str, Any]) -> Figures:
    """An engine's answer as figures, without those of nobody: engines differ in whether they name them."""
    figures = of_report(answer["report"]) if "report" in answer else of_counters(answer["counters"])
    return {place: figure for place, figure in figures.items() if not empty(figure)}


def empty(figure: Figure) -> bool:
    """Whether it is a figure of nobody."""
    somebody = figure["value"] if figure["denominator"] is None else figure["denominator"]
    return somebody == 0 and figure["unknown"] == 0 and figure["upper"] in (0, None)


def of_report(text: str) -> Figures:
    """The figures of a report in JSON."""
    rows = json.loads(text)["rows"]
    return {(row["indicator"], row["stadsdel"]): {name: row[name] for name in COLUMNS} for row in rows}


def of_counters(counters: dict[str, dict[str, list[int]]]) -> Figures:
    """The figures that counters give, by the page of readings."""
    missing = (COUNTS | SHARES) - counters.keys()
    if missing:
        raise ValueError(f"no counters of {', '.join(sorted(missing))}")
    return {
        (indicator, district): share(*numbers) if indicator in SHARES else count(*numbers)
        for indicator, districts in counters.items()
        for district, numbers in districts.items()
    }


def count(certain: int, possible: int, open_lists: int = 0) -> Figure:
    """A count and its bounds. Where a list is missing nobody knows how many elements it would have."""
    upper = None if open_lists else certain + possible
    return {"value": certain, "lower": certain, "upper": upper, "numerator": None, "denominator": None, "unknown": possible}


def share(b: int, d: int, u_db: int, u_od: int, u_ob: int, u_odb: int) -> Figure:
    """A share and its bounds."""
    unknown = u_db + u_od + u_ob + u_odb
    somebody = b + d + unknown > 0
    most = b + u_db + u_ob + u_odb
    return {
        "value": quotient(b, b + d + u_db),
        "lower": quotient(b, b + d + u_od + u_db + u_odb, 1 if somebody else None),
        "upper": quotient(most, most + d, 0 if somebody else None),
        "numerator": b,
        "denominator": b + d + u_db,
        "unknown": unknown,
    }


def quotient(part: int, whole: int, otherwise: int | None = None) -> float | int | None:
    """A share, or what it is where there is nothing to divide by."""
    return part / whole if whole else otherwise


def differences(ours: Figures, theirs: Figures) -> list[str]:
    """Where two engines disagree, a line each: what is so of ours, and what of theirs."""
    nobody = dict.fromkeys(COLUMNS)
    lines = []
    for indicator, district in sorted(ours.keys() | theirs.keys()):
        place = (indicator, district)
        one, other = ours.get(place, nobody), theirs.get(place, nobody)
        differ = [f"{name} {one[name]} and not {other[name]}" for name in COLUMNS if one[name] != other[name]]
        if differ:
            lines.append(f"{indicator}, {district}: {', '.join(differ)}")
    return lines

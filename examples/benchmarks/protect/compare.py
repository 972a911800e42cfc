"""kvinnofrid's protection beside Tau-Argus's, on the same tables of the demo city."""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from reader import Reader
from tables import BASE, TOTAL, City, Key, Place, city, persons
from tauargus import Failed, Table, apart


def errors(exact: City, rounded: dict[Key, dict[Place, int]]) -> str:
    """Mean and largest error, of totals and of the rest."""
    levels: dict[bool, list[int]] = {True: [], False: []}
    for key, count in rounded.items():
        for place, number in count.items():
            levels[all(label == TOTAL for label in place)].append(abs(number - (exact.counts[key][place] or 0)))
    shown = (f"{statistics.mean(one):.2f} ({max(one)})" for one in (levels[True], levels[False]) if one)
    return " | ".join(shown)


@dataclass
class Theirs:
    """A way of Tau-Argus to suppress, each table by itself, and what came of it."""

    published: City
    hidden: int = 0
    beside: int = 0
    unsafe: int = 0
    seconds: float = 0.0
    without: list[Key] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)

    def add(self, key: Key, table: Table, made: tuple[list[str] | None, float] | Failed) -> None:
        if isinstance(made, Failed):
            self.failed.append(made)
            return
        status, took = made
        self.seconds += took
        if status is None:
            self.without.append(key)
            return
        self.hidden += len(status) - status.count("s")
        self.beside += status.count("m")
        shown = zip(table.places, table.exact, status, strict=True)
        self.published.counts[key] = {place: number if one == "s" else None for place, number, one in shown}
        self.unsafe += audited(table, status)

    def left_out(self) -> str:
        """How many tables are not among its cells, and why."""
        failed = (f"{self.failed.count(why)} {why.value}" for why in Failed)
        return ", ".join((f"{len(self.without)} without a solution", *failed))


def audited(table: Table, status: list[str]) -> int:
    """How many cells Tau-Argus's audit finds unsafe."""
    found = apart(lambda: table.audit(status), 600)
    assert not isinstance(found, Failed), f"an audit {found.value}"
    return len(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kvinnofrid", required=True, help="the program")
    parser.add_argument("--persons", type=int, default=4000)
    parser.add_argument("--years", nargs="+", default=["2012", "2013", "2014"])
    parser.add_argument("--by", nargs="+", default=["stadsdel"])
    parser.add_argument("--attacked", type=int, default=400, help="how many small counts the reader of everything attacks")
    parser.add_argument("--seconds", type=int, default=30, help="the processor time that Tau-Argus may take for one table")
    asked = parser.parse_args()
    asked.kvinnofrid = str(Path(asked.kvinnofrid).resolve())
    with tempfile.TemporaryDirectory() as name:
        # Tau-Argus's modular suppression writes a log where it stands.
        os.chdir(name)
        compare(asked, Path(name))


def compare(asked: argparse.Namespace, folder: Path) -> None:
    data = persons(asked.kvinnofrid, asked.persons, folder)
    of = lambda method=None: city(asked.kvinnofrid, data, folder, asked.years, asked.by, method)  # noqa: E731
    exact, suppressed, rounded = of(), of("suppress:5"), of("round:5")
    # Counts of events and of distinct keys are not published in any way, and need not add up.
    for key in [key for key, count in rounded.counts.items() if not any(number is not None for number in count.values())]:
        for one in (exact, suppressed, rounded):
            del one.counts[key]
    # Categories of which nothing is published are not in the report.
    for key, count in exact.counts.items():
        for place in count:
            suppressed.counts[key].setdefault(place, None)
            rounded.counts[key].setdefault(place, 0)
    many = sum(len(count) for count in exact.counts.values())
    small = sum((number or 0) < BASE for count in exact.counts.values() for number in count.values())
    print(f"{asked.persons} persons, {len(exact.counts)} counts, {many} cells with totals, {small} of them below {BASE}")

    hidden = beside = unsafe = 0
    seconds_of_rounding = 0.0
    rounded_by_them: dict[Key, dict[Place, int]] = {}
    optimal, modular = Theirs(City(exact.by)), Theirs(City(exact.by))
    for key, count in exact.counts.items():
        numbers = {place: number or 0 for place, number in count.items()}
        table = Table(exact, numbers)
        status = ["u" if numbers[place] < BASE else "s" if suppressed.counts[key][place] is not None else "m" for place in table.places]
        assert all(suppressed.counts[key][place] in (None, numbers[place]) for place in table.places)
        hidden += len(status) - status.count("s")
        beside += status.count("m")
        unsafe += audited(table, status)
        # In a process of its own, each: a crash of one table is a row of the comparison, not its end.
        optimal.add(key, table, apart(lambda: table.optimal(asked.seconds), asked.seconds))  # noqa: B023
        modular.add(key, table, apart(table.modular, asked.seconds))
        rounding = apart(lambda: table.rounded(asked.seconds), asked.seconds)  # noqa: B023
        own, took_to_round = (None, float(asked.seconds)) if isinstance(rounding, Failed) else rounding
        seconds_of_rounding += took_to_round
        if own is not None:
            rounded_by_them[key] = dict(zip(table.places, own, strict=True))
    by_us = {key: {place: number or 0 for place, number in count.items()} for key, count in rounded.counts.items()}
    print("\nsuppression | cells hidden | … not small | found unsafe by Tau-Argus's audit | seconds")
    print(f"kvinnofrid suppress:5, all tables together | {hidden} | {beside} | {unsafe} | {suppressed.seconds:.2f} with counting")
    for name, one in (("optimal", optimal), ("modular, zeros shown", modular)):
        way = f"Tau-Argus, {name}, each table by itself ({one.left_out()})"
        print(f"{way} | {one.hidden} | {one.beside} | {one.unsafe} | {one.seconds:.2f}")
    print("\nrounding | totals: mean error (largest) | other cells: mean error (largest) | seconds")
    print(f"kvinnofrid round:5, all tables together | {errors(exact, by_us)} | {rounded.seconds:.2f} with counting")
    print(f"Tau-Argus, each table by itself ({len(exact.counts) - len(rounded_by_them)} without a solution) | {errors(exact, rounded_by_them)} | {seconds_of_rounding:.2f}")

    print("\nreader of everything (HiGHS), of | attacked | known to be 1–4 | known to be 0 | not both 0 and 5 possible | seconds")
    small_only = {key: {place: number if (number or 0) >= BASE else None for place, number in count.items()} for key, count in exact.counts.items()}
    ways = {
        "kvinnofrid suppress:5": suppressed,
        "Tau-Argus, optimal, each table by itself": optimal.published,
        "Tau-Argus, modular, each table by itself": modular.published,
        "hiding what is small": City(exact.by, small_only),
    }
    for way, published in ways.items():
        if len(published.counts) < len(exact.counts):
            print(f"{way}: not attacked, since some tables are not published")
            continue
        started = time.perf_counter()
        found = Reader(exact, published).attack(asked.attacked)
        took = time.perf_counter() - started
        print(f"{way} | {found['attacked']} of {found['small']} | {found['known']} | {found['zeros']} | {found['narrow']} | {took:.1f}")


if __name__ == "__main__":
    main()

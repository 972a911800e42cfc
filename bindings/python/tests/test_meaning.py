"""The verdicts on changed conditions, held against a solver of another make.

``meaning.ndjson`` has random pairs of conditions in their typed form (``core/src/author/meaning/tests/exported.rs`` writes them and
says how), each with the verdict of ``diff``. Here they are translated anew, for Z3: days and numbers are whole numbers without
bounds of ours, and lists have at most ``LONGEST`` elements, which is more than these conditions can tell apart.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest

z3 = pytest.importorskip("z3")

PAIRS = [json.loads(line) for line in Path(__file__).with_name("meaning.ndjson").read_text().splitlines()]
LONGEST = 4
CODES = {"kön": ["kvinna", "man", "annat"], "kod": ["x", "y"], "kod2": ["x", "y"], "taggar": ["a", "b", "c"]}
YES_OR_NO = {"ja", "nej"}
DAYS = {"född", "dag", "sist", "d"}


class Truth:
    """When a condition is true and when it is false; otherwise it is unknown."""

    def __init__(self, yes: Any, no: Any) -> None:
        self.yes, self.no = yes, no

    @property
    def known(self) -> Any:
        return z3.Or(self.yes, self.no)


class Value:
    """When a value is known, and what it is then."""

    def __init__(self, known: Any, value: Any) -> None:
        self.known, self.value = known, value


def truth(known: Any, holds: Any) -> Truth:
    return Truth(z3.And(known, holds), z3.And(known, z3.Not(holds)))


def as_value(one: Truth | Value) -> Value:
    return one if isinstance(one, Value) else Value(one.known, z3.If(one.yes, 1, 0))


def reached(day: date, years: int) -> int:
    """Returns the last day of birth of those who are at least that old."""
    def age(born: date) -> int:
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    first, last = 0, date.max.toordinal()
    while first < last:
        middle = (first + last + 1) // 2
        first, last = (middle, last) if age(date.fromordinal(middle)) >= years else (first, middle - 1)
    return first


class Record:
    """A record of which nothing is fixed yet."""

    def __init__(self) -> None:
        self.rules: list[Any] = []
        self.fields: dict[tuple[str, int | None, str], Truth | Value] = {}
        self.texts: dict[str, int] = {}
        self.lists: dict[str, tuple[Any, list[Any]]] = {}
        self.numbers = count()

    def fresh(self, sort: Callable[[str], Any]) -> Any:
        return sort(f"v{next(self.numbers)}")

    def field(self, table: str, row: int | None, name: str) -> Truth | Value:
        place = (table, row, name)
        if place not in self.fields:
            known = self.fresh(z3.Bool)
            if name in YES_OR_NO:
                self.fields[place] = truth(known, self.fresh(z3.Bool))
            else:
                value = self.fresh(z3.Int)
                if name in DAYS:
                    self.rules.append(z3.And(value >= 1, value <= date.max.toordinal()))
                codes = CODES.get(name or table)
                if codes:
                    self.rules.append(z3.Or(*(value == self.text(code) for code in codes)))
                self.fields[place] = Value(known, value)
        return self.fields[place]

    def text(self, text: str) -> int:
        return self.texts.setdefault(text, len(self.texts))

    def rows(self, table: str) -> tuple[Any, list[Any]]:
        """Returns when a list is known, and when it has its first, second … element."""
        if table not in self.lists:
            present = [self.fresh(z3.Bool) for _ in range(LONGEST)]
            self.rules.extend(z3.Implies(later, earlier) for earlier, later in zip(present, present[1:]))
            self.lists[table] = (self.fresh(z3.Bool), present)
        return self.lists[table]


class Reader:
    """Translates conditions on one record."""

    def __init__(self, record: Record) -> None:
        self.record = record

    def truth(self, written: Any, row: tuple[str, int] | None = None) -> Truth:
        read = self.read(written, row)
        assert isinstance(read, Truth), written
        return read

    def read(self, written: Any, row: tuple[str, int] | None) -> Truth | Value:
        match written:
            case bool():
                return truth(True, written)
            case None:
                return Truth(z3.BoolVal(False), z3.BoolVal(False))
            case int():
                return Value(z3.BoolVal(True), written)
            case str():
                return Value(z3.BoolVal(True), self.record.text(written))
            case {"day": day}:
                return Value(z3.BoolVal(True), date.fromisoformat(day).toordinal())
            case ["record", name]:
                return self.record.field("", None, name)
            case ["element", name]:
                assert row is not None
                return self.record.field(*row, name)
            case ["not", a]:
                one = self.truth(a, row)
                return Truth(one.no, one.yes)
            case ["and", parts]:
                all_of = [self.truth(part, row) for part in parts]
                return Truth(z3.And(*(one.yes for one in all_of)), z3.Or(*(one.no for one in all_of)))
            case ["or", parts]:
                any_of = [self.truth(part, row) for part in parts]
                return Truth(z3.Or(*(one.yes for one in any_of)), z3.And(*(one.no for one in any_of)))
            case ["known", a]:
                return truth(True, self.read(a, row).known)
            case ["??", parts]:
                return self.first([self.read(part, row) for part in parts])
            case ["if", a, b, c]:
                return self.branch(self.truth(a, row), self.read(b, row), self.read(c, row))
            case ["in", a, items]:
                one = as_value(self.read(a, row))
                others = [as_value(self.read(item, row)) for item in items]
                same = [truth(z3.And(one.known, other.known), one.value == other.value) for other in others]
                return Truth(z3.Or(*(it.yes for it in same)), z3.And(*(it.no for it in same)))
            case ["some" | "all" | "count" | "min" | "max" as word, table, belongs, item]:
                return self.fold(word, table, belongs, item)
            case [sign, ["age", born, {"day": day}], int(years)]:
                return self.age(sign, as_value(self.read(born, row)), date.fromisoformat(day), years)
            case [sign, a, b]:
                one, other = as_value(self.read(a, row)), as_value(self.read(b, row))
                return truth(z3.And(one.known, other.known), compare(sign, one.value, other.value))
        raise AssertionError(written)

    def age(self, sign: str, born: Value, day: date, years: int) -> Truth:
        at_least, more = (born.value <= reached(day, number) for number in (years, years + 1))
        holds = {
            ">=": at_least,
            ">": more,
            "<": z3.Not(at_least),
            "<=": z3.Not(more),
            "==": z3.And(at_least, z3.Not(more)),
            "!=": z3.Or(z3.Not(at_least), more),
        }
        return truth(born.known, holds[sign])

    def first(self, parts: list[Truth | Value]) -> Truth | Value:
        one, *rest = parts
        if not rest:
            return one
        other = self.first(rest)
        if isinstance(one, Truth) and isinstance(other, Truth):
            otherwise = z3.Not(one.known)
            return Truth(z3.Or(one.yes, z3.And(otherwise, other.yes)), z3.Or(one.no, z3.And(otherwise, other.no)))
        a, b = as_value(one), as_value(other)
        return Value(z3.Or(a.known, b.known), z3.If(a.known, a.value, b.value))

    def branch(self, on: Truth, then: Truth | Value, otherwise: Truth | Value) -> Truth | Value:
        assert isinstance(then, Truth) and isinstance(otherwise, Truth)

        def either(a: Any, b: Any) -> Any:
            # Where the condition is unknown, both branches have to agree.
            return z3.Or(z3.And(on.yes, a), z3.And(on.no, b), z3.And(a, b))

        return Truth(either(then.yes, otherwise.yes), either(then.no, otherwise.no))

    def fold(self, word: str, table: str, belongs: Any, item: Any) -> Truth | Value:
        known, present = self.record.rows(table)
        rows = [(there, (table, number)) for number, there in enumerate(present)]
        members = [(there, self.truth(belongs, row), self.read(item, row)) for there, row in rows]
        if word in ("some", "all"):
            some = word == "some"
            hits, misses = [], []
            for there, is_in, one in members:
                assert isinstance(one, Truth)
                hit, miss = (one.yes, one.no) if some else (one.no, one.yes)
                hits.append(z3.And(there, is_in.yes, hit))
                misses.append(z3.Or(z3.Not(there), is_in.no, miss))
            hit, miss = z3.And(known, z3.Or(*hits)), z3.And(known, *misses)
            return Truth(hit, miss) if some else Truth(miss, hit)
        if word == "count":
            certain, number = [known], []
            for there, is_in, one in members:
                assert isinstance(one, Truth)
                yes = z3.And(is_in.yes, one.yes)
                certain.append(z3.Or(z3.Not(there), yes, is_in.no, one.no))
                number.append(z3.If(z3.And(there, yes), 1, 0))
            return Value(z3.And(*certain), z3.Sum(number))
        # Known if every member is, and there is one: then it is one of theirs, and none goes beyond it.
        best = self.record.fresh(z3.Int)
        inside = [(z3.And(there, is_in.yes), as_value(one)) for there, is_in, one in members]
        sure = [
            z3.Or(z3.Not(there), is_in.no, z3.And(is_in.yes, as_value(one).known)) for there, is_in, one in members
        ]
        is_known = z3.And(known, *sure, z3.Or(*(is_in for is_in, _ in inside)))
        sign = "<=" if word == "min" else ">="
        none_beyond = [z3.Implies(is_in, compare(sign, best, one.value)) for is_in, one in inside]
        is_one = z3.Or(*(z3.And(is_in, best == one.value) for is_in, one in inside))
        self.record.rules.append(z3.Implies(is_known, z3.And(is_one, *none_beyond)))
        return Value(is_known, best)


def compare(sign: str, a: Any, b: Any) -> Any:
    return {
        "==": lambda: a == b,
        "!=": lambda: a != b,
        "<": lambda: a < b,
        "<=": lambda: a <= b,
        ">": lambda: a > b,
        ">=": lambda: a >= b,
    }[sign]()


def verdict(old: Any, new: Any) -> str:
    """Returns what Z3 finds of a pair."""
    record = Record()
    reader = Reader(record)
    before, after = reader.truth(old), reader.truth(new)
    greater = z3.Or(z3.And(before.no, z3.Not(after.no)), z3.And(z3.Not(before.yes), after.yes))
    smaller = z3.Or(z3.And(after.no, z3.Not(before.no)), z3.And(z3.Not(after.yes), before.yes))

    def is_possible(moves: Any) -> bool:
        solver = z3.Solver()
        solver.add(*record.rules, moves)
        found = solver.check()
        assert found != z3.unknown
        return bool(found == z3.sat)

    names = {(False, False): "equivalent", (True, False): "looser", (False, True): "stricter", (True, True): "different"}
    return names[is_possible(greater), is_possible(smaller)]


def wrong() -> Iterator[tuple[Any, str]]:
    for pair in PAIRS:
        found = verdict(pair["old"], pair["new"])
        if found != pair["verdict"]:
            yield pair, found


def test_another_solver_finds_the_same_of_every_pair() -> None:
    assert len(PAIRS) >= 300
    assert {pair["verdict"] for pair in PAIRS} == {"equivalent", "looser", "stricter", "different"}
    assert list(wrong()) == []


def test_a_wrong_verdict_would_be_found() -> None:
    pair = next(pair for pair in PAIRS if pair["verdict"] == "looser")
    assert verdict(pair["new"], pair["old"]) == "stricter"
    assert verdict(pair["old"], pair["old"]) == "equivalent"

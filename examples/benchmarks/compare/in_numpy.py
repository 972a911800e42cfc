"""numpy: columns as arrays, lists by their offsets; prepared ahead and not timed: bits made bytes, codes of the keys of cases.

Two ways to ask whether some element of a list is so: by what is added up between its offsets (`offsets`), or by writing to the
rows of those that are (`parents`, whose rows are prepared ahead too). Two threads have half of the persons each.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from .data import ADULT_FROM, CHILD_AFTER, END, ENOUGH, LISTS, START, read
from .figures import Tally
from .work import Ways

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[Any]
EPOCH = START.__class__(1970, 1, 1)
FIRST, LAST = (START - EPOCH).days, (END - EPOCH).days
ADULT, CHILD = (ADULT_FROM - EPOCH).days, (CHILD_AFTER - EPOCH).days
NEVER = np.iinfo(np.int32).max
"""Stands for a day that is missing."""


class Column:
    """A column: numbers, and where they are missing; of categories also what each is called."""

    def __init__(self, array: pa.Array) -> None:
        self.missing: Flags = np.asarray(array.is_null())
        self.names: list[str] = []
        if pa.types.is_dictionary(array.type):
            self.names = array.dictionary.to_pylist()
            array = array.indices.fill_null(-1)
        elif pa.types.is_date32(array.type):
            array = array.view(pa.int32()).fill_null(NEVER)
        elif pa.types.is_boolean(array.type):
            array = array.fill_null(False)
        elif array.null_count:
            array = array.fill_null(0)
        self.values: Numbers = array.to_numpy(zero_copy_only=False)

    def code(self, name: str) -> int:
        """The number of a category, or one that none has."""
        return self.names.index(name) if name in self.names else -2

    def part(self, rows: slice) -> Column:
        """Some of its rows."""
        part = object.__new__(Column)
        part.missing, part.names, part.values = self.missing[rows], self.names, self.values[rows]
        return part

    def __eq__(self, name: object) -> Flags:  # type: ignore[override]
        flags: Flags = self.values == self.code(str(name))
        return flags

    def among(self, names: tuple[str, ...]) -> Flags:
        """Whether it is one of a few categories; what is missing is the last of all, counted from the end."""
        holds = np.zeros(len(self.names) + 1, dtype=bool)
        holds[[self.code(name) for name in names if name in self.names]] = True
        return holds[self.values]

    def within(self) -> Flags:
        """Whether the day is in the period: one comparison, of numbers without a sign."""
        return (self.values - np.int32(FIRST)).view(np.uint32) <= np.uint32(LAST - FIRST)


class List:
    """A list: the columns of its elements, and where the elements of each person begin and end."""

    def __init__(self, offsets: Numbers, fields: dict[str, Column], parents: Numbers) -> None:
        self.offsets, self.fields, self.parents = offsets, fields, parents

    @classmethod
    def of(cls, array: pa.Array) -> List:
        """From Arrow: every field but keys of persons and lists within the list."""
        offsets, elements, fields = array.offsets.to_numpy(), array.values, {}
        for field in elements.type:
            column = elements.field(field.name)
            if field.name == "ärende":
                fields[field.name] = Column(column.dictionary_encode().indices)
            elif not pa.types.is_list(field.type) and not pa.types.is_string(field.type):
                fields[field.name] = Column(column)
        return cls(offsets, fields, np.repeat(np.arange(len(array), dtype=np.int32), np.diff(offsets)))

    def part(self, first: int, last: int) -> List:
        """The lists of some of the persons."""
        start, end = self.offsets[first], self.offsets[last]
        fields = {name: column.part(slice(start, end)) for name, column in self.fields.items()}
        return List(self.offsets[first : last + 1] - start, fields, self.parents[start:end] - np.int32(first))

    def __getitem__(self, name: str) -> Column:
        return self.fields[name]

    def some(self, flags: Flags, way: str) -> Flags:
        """Of which persons some element has the flag."""
        if way == "parents":
            found = np.zeros(len(self.offsets) - 1, dtype=bool)
            found[self.parents[flags]] = True
            return found
        upto = np.zeros(len(flags) + 1, dtype=np.int32)
        np.cumsum(flags, out=upto[1:])
        ends = upto[self.offsets]
        some: Flags = ends[1:] != ends[:-1]
        return some

    def latest(self, flags: Flags) -> Numbers:
        """Of each person the answer among those flagged that is the last of the latest day; -1 where there is none."""
        found = np.full(len(self.offsets) - 1, -1, dtype=np.int8)
        chosen = np.flatnonzero(flags)
        days = (self["datum"].values[chosen] - FIRST).astype(np.uint16)
        chosen = chosen[np.argsort(days, kind="stable")]
        # Of several that are written to one place the last stays.
        found[self.parents[chosen]] = self["svar"].values[chosen]
        return found


class Persons:
    """Persons with all their lists."""

    def __init__(self, columns: dict[str, Column], lists: dict[str, List], districts: list[str]) -> None:
        self.columns, self.lists, self.districts = columns, lists, districts

    def parts(self, number: int) -> list[Persons]:
        """As many parts of nearly one size."""
        rows = len(self.columns["kön"].values)
        ends = [rows * part // number for part in range(number + 1)]
        return [
            Persons(
                {name: column.part(slice(first, last)) for name, column in self.columns.items()},
                {name: one.part(first, last) for name, one in self.lists.items()},
                self.districts,
            )
            for first, last in zip(ends, ends[1:], strict=False)
        ]


Sums = dict[tuple[str, int], Numbers]
Keys = dict[str, tuple[Numbers, Numbers]]
"""By indicator: keys with the district each was found in, of those that certainly count and of those that may."""


def ways(path: str, threads: int) -> tuple[Ways, Any]:
    """Both ways, over as many parts as threads."""
    table = read(path)
    flat = {name: Column(table.column(name).chunk(0)) for name in ("kön", "födelsedatum", "stadsdel", "känd_sedan")}
    lists = {name: List.of(table.column(name).chunk(0)) for name in LISTS}
    districts = flat["stadsdel"].names
    parts = Persons(flat, lists, districts).parts(threads)
    pool = ThreadPoolExecutor(threads)

    def asked(way: str) -> Callable[[], Any]:
        if threads == 1:
            return lambda: merged([counted(parts[0], way)], len(districts))
        return lambda: merged(list(pool.map(lambda part: counted(part, way), parts)), len(districts))

    found: Ways = {way: asked(way) for way in ("parents", "offsets")}
    return found, lambda answer: {"counters": counters(answer, districts)}


def touches(list: List) -> Flags:
    begun, ended = list["påbörjad"], list["avslutad"]
    later = (begun.values >= FIRST) | list["pågår"].values | ((ended.values >= FIRST) & ~ended.missing)
    return (begun.values <= LAST) & later


def counted(persons: Persons, way: str) -> tuple[Sums, Keys]:
    """The counters of one part."""
    lists, columns = persons.lists, persons.columns
    sex, born, district = columns["kön"], columns["födelsedatum"].values, columns["stadsdel"].values
    some: Callable[[str, Flags], Flags] = lambda name, flags: lists[name].some(flags, way)  # noqa: E731

    v = lists["våld"]
    counts = (v["kategori"] == "våld_i_nära_relation") & (v["från"].values <= LAST) & ~(v["relation"] == "ingen_närstående")
    adult = born <= ADULT
    k = (sex == "kvinna") & adult & some("våld", counts & (v["roll"] == "våldsutsatt"))
    b = (born > CHILD) & some("våld", counts & (v["roll"] == "barn_upplevt"))
    m = (sex == "man") & adult & some("våld", counts & (v["roll"] == "våldsutövare"))

    i = lists["insatser"]
    because, offered = i["orsak_våld"].values, i["erbjuden"].within()
    own = i["typ"] == "barnets_eget_stöd"
    flags = {
        "offered": (because & offered, because & i["erbjuden"].missing),
        "took": (because & touches(i), because & i["påbörjad"].missing),
        "granted": (because & (i["beviljad"].values <= LAST), because & i["beviljad"].missing),
        "own": (own & offered, own & i["erbjuden"].missing),
    }
    support = {name: (some("insatser", is_so), some("insatser", may_be)) for name, (is_so, may_be) in flags.items()}

    e = lists["enkätsvar"]
    during = e["datum"].within()
    safe = e.latest(during & (e["fråga"] == "trygg_med_insatserna"))
    knows = e.latest(during & (e["fråga"] == "kunskap_om_rättigheter"))
    yes, partly, no = (e["svar"].code(answer) for answer in ("ja", "delvis", "nej"))

    p = lists["placeringar"]
    housed = (p["orsak"] == "våldsutsatthet") & touches(p)
    lacking = housed & ~(p["barnomsorg"].among(ENOUGH) & p["skola"].among(ENOUGH))

    s = lists["samtycken"]
    asked = s["vårdnadshavare"].values & (s["avser"] == "barnets_eget_stöd") & s["tillfrågad"].within()
    asked &= s["svar"].among(("ja", "nej"))
    refused = asked & ((s["svar"] == "nej") | (s["återkallat"].values <= LAST))

    sums: Sums = {}

    def put(indicator: str, place: int, flags: Flags) -> None:
        sums[indicator, place] = np.bincount(district[flags], minlength=len(persons.districts))

    def count(indicator: str, group: Flags, certain: Flags, perhaps: Flags) -> None:
        put(indicator, 0, group & certain)
        put(indicator, 1, group & perhaps & ~certain)

    def share(indicator: str, inside: Flags, positive: Flags, first: int = 0) -> None:
        put(indicator, first if first == 0 else first + 1, inside & positive)
        put(indicator, first + 1 if first == 0 else first, inside & ~positive)

    known = columns["känd_sedan"]
    count("kvinnor-kända", k, known.values <= LAST, known.missing)
    for name, group in (("kvinnor", k), ("män", m)):
        count(f"{name}-erbjudna", group, *support["offered"])
        count(f"{name}-deltagit", group, *support["took"])
    count("barn-eget-stöd", b, *support["own"])
    granted, perhaps = support["granted"]
    answered, positive = k & ((safe == yes) | (safe == partly) | (safe == no)), (safe == yes) | (safe == partly)
    share("kvinnor-trygga", answered & granted, positive)
    share("kvinnor-trygga", answered & perhaps & ~granted, positive, first=3)
    answered, positive = (knows == yes) | (knows == partly) | (knows == no), (knows == yes) | (knows == partly)
    for name, group in (("kvinnor", k), ("barn", b), ("män", m)):
        share(f"{name}-kunskap", group & answered, positive)
    share("barn-skyddat-boende", b & some("placeringar", housed), ~some("placeringar", lacking))
    share("män-samtycke", m & some("samtycken", asked), ~some("samtycken", refused))

    u = lists["utredningar"]
    opened = u.parents[(u["typ"] == "barnavårdsutredning") & u["inledd"].within()]
    sums["barn-utredningar", 0] = np.bincount(district[opened[b[opened]]], minlength=len(persons.districts))

    keys: Keys = {}

    def distinct(indicator: str, name: str, certain: Flags, perhaps: Flags | None) -> None:
        cases = lists[name]

        def found(flags: Flags) -> Numbers:
            elements = np.flatnonzero(flags)
            rows = cases.parents[elements]
            of_children = b[rows]
            key = cases["ärende"].values[elements[of_children]].astype(np.int64)
            return key * 128 + district[rows[of_children]]

        keys[indicator] = (found(certain), np.zeros(0, dtype=np.int64) if perhaps is None else found(perhaps))

    a, f = lists["anmälningar"], lists["familjerättsutredningar"]
    distinct("barn-anmälningar", "anmälningar", a["inkom"].within() & a["orsak_våld"].values, None)
    structured = f["strukturerad_bedömning"].values
    distinct(
        "barn-familjerätt",
        "familjerättsutredningar",
        structured & f["färdig"].within(),
        structured & f["färdig"].missing,
    )
    return sums, keys


Counted = tuple[Sums, dict[str, tuple[Numbers, Numbers, int, int]]]


def merged(parts: list[tuple[Sums, Keys]], districts: int) -> Counted:
    """The sums of all parts, and how many distinct keys there are, by district and in all."""
    sums: Sums = {place: np.sum([part[place] for part, _ in parts], axis=0) for place in parts[0][0]}
    distinct: dict[str, tuple[Numbers, Numbers, int, int]] = {}
    for indicator in parts[0][1]:
        certain, perhaps = (np.unique(np.concatenate([keys[indicator][n] for _, keys in parts])) for n in (0, 1))
        maybe = np.setdiff1d(perhaps, certain, assume_unique=True)
        certain_keys, maybe_keys = neighbours_once(certain >> 7), neighbours_once(perhaps >> 7)
        distinct[indicator] = (
            np.bincount(certain & 127, minlength=districts),
            np.bincount(maybe & 127, minlength=districts),
            len(certain_keys),
            len(np.setdiff1d(maybe_keys, certain_keys, assume_unique=True)),
        )
    return sums, distinct


def neighbours_once(numbers: Numbers) -> Numbers:
    """Sorted numbers, each once."""
    once: Numbers = numbers[np.append(True, numbers[1:] != numbers[:-1])[: len(numbers)]]
    return once


def counters(answer: Counted, districts: list[str]) -> dict[str, dict[str, list[int]]]:
    """The counters by indicator and district."""
    sums, distinct = answer
    tally = Tally()
    for (indicator, place), numbers in sums.items():
        for district, number in zip(districts, numbers.tolist(), strict=True):
            tally.add(indicator, district, place, number)
    for indicator, (certain, possible, certain_total, possible_total) in distinct.items():
        for place, (numbers, total) in enumerate(((certain, certain_total), (possible, possible_total))):
            for district, number in zip([*districts, "Totalt"], [*numbers.tolist(), total], strict=True):
                tally.add(indicator, district, place, number)
    return tally.counters

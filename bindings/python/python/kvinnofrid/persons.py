"""Persons that are loaded once and reused by many calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import _core, _frames, _html
from ._language import say
from ._options import Map, mapped
from .errors import ArgumentError
from .table import Table


class Persons(Table):
    """Persons in memory, for many calls: other periods, breakdowns and readings, and again while rules are being written.

    The table is loaded and validated once; later reports only read the columns that they need. A programme accepts persons
    wherever it accepts a table, and returns a table of the kind that they were loaded from. How columns and codes are mapped
    is given here (``map``). The table is not copied where its library exports it without a copy; later changes to it have no
    effect. **They are personal data**, pickled too.

    >>> import kvinnofrid as kf
    >>> persons = kf.Persons(kf.sample(1000))
    >>> programme = kf.load("stockholm/kvinnofrid")
    >>> reports = [programme.report(persons, period=year) for year in ("2012", "2013", "2014")]
    >>> len(persons), reports[0].rows[0]["indicator"]
    (1000, 'kvinnor-kända')

    Lists in separate tables are passed as in :meth:`kvinnofrid.Programme.report`: ``kf.Persons({"person": df, "våld": df2})``.
    """

    def __init__(self, data: Any, *, map: Map | None = None) -> None:
        tables = dict(data) if isinstance(data, Mapping) else {"": data}
        frames = {name: _frames.frame(table) for name, table in tables.items()}
        there = {name: frame for name, frame in frames.items() if frame is not None}
        if not frames or len(there) < len(frames):
            raise _frames.unknown(data, tables_only=True)
        self._take(there, map)

    def _take(self, frames: dict[str, _frames.Frame], map: Map | None) -> None:
        self._map = map
        text = None if map is None else mapped(map)
        self._tables: dict[str, _frames.Frame] = {}
        for name, frame in frames.items():
            taken = _core.Persons(frame.stream, text)
            table = Table(taken.table())
            kind = "arrow" if frame.kind == "reader" else frame.kind
            back = Table if kind == "arrow" else frame.back
            self._tables[name] = _frames.Frame(
                table, back, kind, table.columns, len(table), frame.source, frame.unreadable
            )
            if name in ("", "person") or not hasattr(self, "_persons"):
                # The name of the record type depends on the programme; `person` is the most common.
                self._persons = taken
        super().__init__(self._persons.table())

    def _frames(self, record: str) -> _frames.Frames:
        """Returns the tables: the records are named `record`, unless a single table was given."""
        alone = self._tables.get("")
        return _frames.by_name(self._tables, record) if alone is None else _frames.Frames(alone, {})

    def __reduce__(self) -> tuple[Any, ...]:
        return _persons_again, ({name: _frames.kept(frame) for name, frame in self._tables.items()}, self._map)

    def __repr__(self) -> str:
        return say(f"<{len(self)} personer>", f"<{len(self)} persons>")

    def _repr_html_(self) -> str:
        return _html.note(repr(self).strip("<>"))


def _persons_again(tables: dict[str, Any], map: Map | None) -> Persons:
    persons = Persons.__new__(Persons)
    persons._take({name: _frames.again(table) for name, table in tables.items()}, map)
    return persons


def map_of(data: Any, map: Map | None) -> Map | None:
    """Returns the map that a table is read with: that of persons was given when they were loaded."""
    if not isinstance(data, Persons):
        return map
    if map is not None:
        raise ArgumentError(
            "kartan ges när personerna läses in: `Persons(df, map=…)`",
            "the map is given when the persons are taken in: `Persons(df, map=…)`",
            argument="map",
        )
    return data._map

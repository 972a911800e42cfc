"""Persons who are taken in once and asked again and again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import _core, _frames, _html
from ._language import say
from ._options import Map, mapped
from .errors import ArgumentError
from .table import Table


class Persons(Table):
    """Persons in memory, for many questions: other periods, breakdowns and readings, and again as rules are written.

    A table is taken in and looked through once; every report after the first only reads what it asks about. A programme takes
    it wherever it takes a table, and answers with a table of the kind that it was made of. How columns and codes are read is
    said here (``map``). The table itself is not copied, as far as its library hands it over as it is; changing it afterwards
    is left unseen. **They are personal data.**

    >>> import kvinnofrid as kf
    >>> persons = kf.Persons(kf.sample(1000))
    >>> programme = kf.load("stockholm/kvinnofrid")
    >>> reports = [programme.report(persons, period=year) for year in ("2012", "2013", "2014")]
    >>> len(persons), reports[0].rows[0]["indicator"]
    (1000, 'kvinnor-kända')

    Lists that are tables of their own come as in :meth:`kvinnofrid.Programme.report`: ``kf.Persons({"person": df, "våld": df2})``.
    """

    def __init__(self, data: Any, *, map: Map | None = None) -> None:
        tables = dict(data) if isinstance(data, Mapping) else {"": data}
        frames = {name: _frames.frame(table) for name, table in tables.items()}
        if not frames or any(frame is None for frame in frames.values()):
            raise _frames.unknown(data)
        self._map = map
        text = mapped(map)
        self._tables: dict[str, _frames.Frame] = {}
        for name, frame in frames.items():
            assert frame is not None
            taken = _core.Persons(frame.stream, text)
            table = Table(taken.table())
            kind = "arrow" if frame.kind == "reader" else frame.kind
            back = Table if kind == "arrow" else frame.back
            self._tables[name] = _frames.Frame(table, back, kind, table.columns, len(table), frame.source)
            if name in ("", "person") or not hasattr(self, "_persons"):
                # What a table of persons is called depends on the programme; most call it so.
                self._persons = taken
        super().__init__(self._persons.table())

    def _frames(self, record: str) -> _frames.Frames:
        """The tables, of which that of the records is called `record`, unless it was given alone."""
        alone = self._tables.get("")
        return _frames.by_name(self._tables, record) if alone is None else _frames.Frames(alone, {})

    def __repr__(self) -> str:
        return say(f"<{len(self)} personer>", f"<{len(self)} persons>")

    def _repr_html_(self) -> str:
        return _html.note(repr(self).strip("<>"))


def map_of(data: Any, map: Map | None) -> Map | None:
    """The map that a table is read with: that of persons was given when they were taken in."""
    if not isinstance(data, Persons):
        return map
    if map is not None:
        raise ArgumentError(
            "kartan ges när personerna läses in: `Persons(df, map=…)`",
            "the map is given when the persons are taken in: `Persons(df, map=…)`",
            argument="map",
        )
    return data._map

"""Persons who are taken in once and asked again and again."""

from __future__ import annotations

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
    """

    def __init__(self, data: Any, *, map: Map | None = None) -> None:
        frame = _frames.frame(data)
        if frame is None:
            raise _frames.unknown(data)
        self._map = map
        self._persons = _core.Persons(frame.stream, mapped(map))
        super().__init__(self._persons.table())
        kind = "arrow" if frame.kind == "reader" else frame.kind
        self._frame = _frames.Frame(self, Table if kind == "arrow" else frame.back, kind, self.columns, len(self))

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

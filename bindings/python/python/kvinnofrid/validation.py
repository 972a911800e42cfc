"""Validation: everything that is wrong or odd in data, and what it does to a report."""

from __future__ import annotations

import json
from typing import Any, Unpack

from . import _core, _frames, _records
from ._language import language
from ._options import Validating, options, taking
from ._progress import progress as shown
from ._rules import Source, read
from .persons import Persons, map_of
from .programme import Programme, load
from .table import Table


class Validation(Table):
    """What is wrong or odd in data. As a table, it has a row for each finding. It contains no value of any record.

    True where something stops a report or changes its figures.
    """

    def __init__(self, found: _core.Validation) -> None:
        super().__init__(found.table(language()))
        self._found = found

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The findings: ``effect``, ``field``, ``kind``, ``count``, ``records``, the first ``rows``, …, and a ``message``."""
        rows: list[dict[str, Any]] = self.to_dict()["findings"]
        return rows

    @property
    def records(self) -> int:
        """How many records were read."""
        return int(self.to_dict()["records"])

    @property
    def rejected(self) -> int:
        """How many of them a report rejects."""
        return int(self.to_dict()["rejected"])

    @property
    def absent(self) -> list[str]:
        """The fields that figures ask and no record has: what depends on them is unknown."""
        absent: list[str] = self.to_dict()["absent"]
        return absent

    def to_dict(self) -> dict[str, Any]:
        """Returns everything, as the command line writes it with ``--format json``."""
        whole: dict[str, Any] = json.loads(self._found.json(language()))
        return whole

    def to_json(self) -> str:
        """Returns the JSON of :meth:`to_dict`."""
        return self._found.json(language())

    def to_csv(self, *, excel: bool = False) -> str:
        """Returns the table as CSV, with ``excel`` as Swedish Excel reads it."""
        return self._found.csv(excel, language())

    def to_text(self) -> str:
        """Returns the findings for people to read."""
        return self._found.text(language())

    def __bool__(self) -> bool:
        return self._found.affects_reports

    def __str__(self) -> str:
        return self.to_text()

    def _repr_html_(self) -> str:
        return self._found.html(language())


@taking(Validating)
def validate(
    data: Any,
    *,
    programme: Programme | str | None = None,
    rules: Source = None,
    **given: Unpack[Validating],
) -> Validation:
    """Returns everything that is wrong or odd in data, by field and kind, with counts and the first rows but no values.

    All of the data is read, whatever is wrong with it. A finding says what it does to a report: it ``stops`` it (or has the record
    rejected), ``changes`` its figures, does so only in a ``breakdown`` by the field, or ``nothing``, since no figure asks for the
    field. That is for reports of ``programme``, of the edition that ``period`` or ``on`` selects, broken down ``by`` fields;
    without, for any report of ``rules``, by default those that are included.

    >>> import kvinnofrid as kf
    >>> found = kf.validate([{"id": 1, "kön": "Kvinna"}, {"id": 1, "kön": "man"}], programme="stockholm/kvinnofrid@2012-2014")
    >>> [(row["field"], row["kind"], row["effect"], row["rows"]) for row in found.rows]
    [('kön', 'unknown_code', 'stops', [1])]
    """
    asked = options(**{**given, "map": map_of(data, given.get("map"))})
    if isinstance(programme, str):
        programme = load(programme, rules=rules)
    chosen = None if programme is None else programme._programme
    record = "person" if chosen is None else chosen.schema(asked).record
    tables = data._frames(record) if isinstance(data, Persons) else _frames.frames(data, record)
    if tables is None:
        if _records.is_record(data) or not _records.are_records(data):
            raise _frames.unknown(data)
        return Validation(_core.validate_json(read(rules), chosen, asked, _records.to_lines(data)))
    streams = {name: one.stream for name, one in tables.children.items()}
    with shown(given.get("progress", False), tables.records.rows) as advance:
        found = _core.validate_table(read(rules), chosen, asked, tables.records.stream, streams, advance)
    return Validation(found)

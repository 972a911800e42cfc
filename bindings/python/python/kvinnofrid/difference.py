"""What a change of rules means: for which records, and who moves."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from typing import Any, TypeGuard

from . import _core, _frames, _language, _records
from ._options import Fields, Map, OnError, Periods, Readings, options
from ._rules import Source, TrustedKey, read, unsigned
from .persons import Persons, map_of
from .table import Table


class Moves(Table):
    """Who moves: a row for each target group and indicator, period and category, with how many enter and leave.

    A table, and a sequence of dicts as JSON has them: ``moves[0]["enters"]``. The counts are exact, for work inside the house.
    """

    def __init__(self, table: _core.Table, rows: list[dict[str, Any]]) -> None:
        super().__init__(table)
        self._rows = rows

    def __getitem__(self, at: int) -> dict[str, Any]:
        return self._rows[at]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self._rows)


class Difference:
    """The differences between two rule sets. ``str()`` shows them as text, a notebook as a table. Immutable."""

    def __init__(self, found: _core.Difference) -> None:
        self._found = found
        self._json: dict[str, Any] = json.loads(found.json())

    @property
    def changes(self) -> list[dict[str, Any]]:
        """What differs, each with ``edition``, ``what``, ``id``, ``part`` and ``change``. A condition has a ``verdict``:
        ``equivalent``, ``stricter``, ``looser``, ``different`` or ``undecided``, with the smallest record that shows it as its
        ``witness``.
        """
        changes: list[dict[str, Any]] = self._json["changes"]
        return changes

    @property
    def moves(self) -> Moves | None:
        """Who moves, where data was given: rows of how many enter and leave each target group and indicator, which
        ``to_pandas()`` and ``to_polars()`` return as a frame.
        """
        table = self._found.moves()
        return None if table is None else Moves(table, self._json["moves"]["rows"])

    def to_json(self) -> str:
        """Returns what ``kvinnofrid diff --format json`` writes, on one line."""
        return self._found.json()

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.changes)

    def __str__(self) -> str:
        return self._found.text(_language.language()).rstrip("\n")

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return self._found.html(_language.language())


def diff(
    old: Source,
    new: Source,
    *,
    data: Any = None,
    programme: str | None = None,
    period: Periods | None = None,
    renamed: Mapping[str, str] | None = None,
    by: Fields | None = None,
    readings: Readings | None = None,
    map: Map | None = None,
    on_error: OnError = "stop",
    trusted_key: TrustedKey = None,
) -> Difference:
    """Compares two rule sets by what they mean.

    ``old`` and ``new`` are folders, dicts of names and texts, or editions that are included (``"ID@EDITION"``). Conditions are
    compared for each ``period``, by default the years in which both editions are in force. ``renamed`` says what is called
    otherwise in the new rules: ``{"känd_sedan": "aktuell_sedan", "kön:kvinna": "K"}``. With ``data``, a table or a list of
    dicts, also who is counted differently, ``by`` fields and groupings. With ``trusted_key``, folders are read only if they are
    signed with that key, as by :func:`load`.

    Who moves can't be protected, so there is no argument for it: it is the difference between two counts of the same people,
    which protection is to hide. Publish the figures of the new rules with :meth:`Report.protect`, and what the change means
    without ``data``.

    >>> import kvinnofrid as kf
    >>> same = kf.diff("stockholm/kvinnofrid@2012-2014", "stockholm/kvinnofrid@2012-2014")
    >>> same.changes
    []
    """
    if trusted_key is not None and _is_included(old) and _is_included(new):
        raise unsigned()
    (before, old_programme), (after, new_programme) = (_named(one, programme, trusted_key) for one in (old, new))
    asked = options(period=period, by=by, readings=readings, map=map_of(data, map), on_error=on_error)
    found = _core.Difference(before, after, (old_programme, new_programme), asked, dict(renamed or {}))
    return Difference(found if data is None else _with(found, after, data, asked))


def _is_included(source: Source) -> TypeGuard[str]:
    """Returns whether an edition that is included is named."""
    return isinstance(source, str) and "@" in source and not os.path.exists(source)


def _named(source: Source, programme: str | None, trusted_key: TrustedKey) -> tuple[_core.Rules, str | None]:
    """Returns rules, and the edition that is named of those included, which need no signature."""
    if _is_included(source):
        return read(None), source
    return read(source, trusted_key), programme


def _with(found: _core.Difference, rules: _core.Rules, data: Any, asked: _core.Options) -> _core.Difference:
    """Returns the difference with who moves among the records."""
    record = ""
    if isinstance(data, Mapping | Persons):
        id, _, edition = json.loads(found.json())["editions"][0]["new"]["id"].partition("@")
        record = _core.Programme(rules, id, edition, None).schema(asked).record
    tables = data._frames(record) if isinstance(data, Persons) else _frames.frames(data, record)
    if tables is not None:
        children = {name: one.stream for name, one in tables.children.items()}
        return found.with_tables(tables.records.stream, children, asked)
    if _records.is_record(data) or not _records.are_records(data):
        raise _frames.unknown(data)
    return found.with_json(_records.to_lines(data), asked)

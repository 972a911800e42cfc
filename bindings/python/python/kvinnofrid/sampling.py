"""Synthetic persons."""

from __future__ import annotations

from . import _core
from ._options import Day, Fields, day, names, whole
from .errors import ArgumentError
from .table import Table


def sample(
    persons: int,
    *,
    seed: int = 1,
    start: Day | None = None,
    end: Day | None = None,
    affected: int | None = None,
    missing: int | None = None,
    border: int | None = None,
    districts: Fields | None = None,
) -> Table:
    """Returns synthetic persons, with the gaps and oddities of real data. The distributions mean nothing.

    The same arguments give the same persons, and a smaller sample is a prefix of a larger one. ``affected``, ``missing`` and
    ``border`` are per mille: persons with recorded violence, missing values, and dates that lie on a border.

    >>> import kvinnofrid as kf
    >>> persons = kf.sample(1000, seed=1)
    >>> len(persons), persons.columns[:3]
    (1000, ['id', 'kön', 'födelsedatum'])
    """
    table = _core.sample(
        _counted(persons, "persons") or 0,
        seed=_counted(seed, "seed", 2**64 - 1) or 0,
        start=None if start is None else day(start, "start"),
        end=None if end is None else day(end, "end"),
        affected=_counted(affected, "affected"),
        missing=_counted(missing, "missing"),
        border=_counted(border, "border"),
        districts=None if districts is None else list(names(districts, "districts")),
    )
    return Table(table)


def _counted(value: int | None, argument: str, most: int = 2**31 - 1) -> int | None:
    if value is None:
        return None
    number = whole(value, argument, most)
    if number < 0:
        raise ArgumentError(f"`{argument}` är minst 0", f"`{argument}` is at least 0", argument=argument)
    return number

"""Persons who do not exist."""

from __future__ import annotations

from collections.abc import Iterable

from . import _core
from ._options import Day, day
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
    districts: Iterable[str] | None = None,
) -> Table:
    """Synthetic persons: invented, with the gaps and oddities that real data have. The distributions mean nothing.

    The same arguments give the same persons, and a smaller sample begins a larger one. ``affected``, ``missing`` and
    ``border`` are per mille: how many have violence recorded, how many values are lost, how many days lie on a border.

    >>> import kvinnofrid as kf
    >>> persons = kf.sample(1000, seed=1)
    >>> len(persons), persons.columns[:3]
    (1000, ['id', 'kön', 'födelsedatum'])
    """
    table = _core.sample(
        persons,
        seed=seed,
        start=None if start is None else day(start),
        end=None if end is None else day(end),
        affected=affected,
        missing=missing,
        border=border,
        districts=None if districts is None else list(districts),
    )
    return Table(table)

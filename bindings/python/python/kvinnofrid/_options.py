"""What a call asks for, from what people write to what the engine reads."""

from __future__ import annotations

import datetime
import functools
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from . import _core
from .errors import ArgumentError

Day: TypeAlias = str | datetime.date
Period: TypeAlias = str | int | datetime.date
Periods: TypeAlias = Period | Iterable[Period]
Fields: TypeAlias = str | Iterable[str]
Readings: TypeAlias = Mapping[str, str] | str
Map: TypeAlias = str | os.PathLike[str] | Mapping[str, Any]
Bridge: TypeAlias = bool | Period


def options(
    *,
    period: Periods | None = None,
    on: Day | None = None,
    by: Fields | None = None,
    indicators: Fields | None = None,
    totals: bool = True,
    readings: Readings | None = None,
    with_: Fields | None = None,
    why: bool = False,
    map: Map | None = None,
    on_error: str = "stop",
    assume_unique: bool = False,
    threads: int = 1,
) -> _core.Options:
    """The options of a call. Those that say the same are the same object, by which the engine knows them again."""
    if on_error not in ("stop", "skip"):
        raise ArgumentError(
            '`on_error` är antingen "stop" eller "skip"',
            '`on_error` is either "stop" or "skip"',
            argument="on_error",
        )
    chosen, every = _readings(readings)
    return _kept(
        _periods(period),
        None if on is None else day(on),
        (by,) if isinstance(by, str) else tuple(by or ()),
        (indicators,) if isinstance(indicators, str) else tuple(indicators or ()),
        not totals,
        chosen,
        every,
        (with_,) if isinstance(with_, str) else tuple(with_ or ()),
        bool(why),
        on_error == "skip",
        assume_unique,
        max(threads, 0),
        mapped(map),
    )


@functools.lru_cache(maxsize=64)
def _kept(
    periods: tuple[str, ...],
    on: str | None,
    by: tuple[str, ...],
    indicators: tuple[str, ...],
    without_totals: bool,
    readings: tuple[tuple[str, str], ...],
    every: bool,
    with_: tuple[str, ...],
    why: bool,
    skip: bool,
    unique: bool,
    threads: int,
    map: str | None,
) -> _core.Options:
    return _core.Options(
        periods=list(periods),
        on=on,
        by=list(by),
        indicators=list(indicators),
        without_totals=without_totals,
        readings=dict(readings),
        every_alternative=every,
        with_=list(with_),
        why=why,
        skip_errors=skip,
        assume_unique=unique,
        threads=threads,
        map=map,
    )


def day(value: Day) -> str:
    """A day as the engine reads it."""
    if isinstance(value, datetime.datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, datetime.date) else value


def bridged(value: Bridge) -> str | None:
    """Which period two editions count both: nothing for none, an empty text for the one that the engine takes."""
    if isinstance(value, bool):
        return "" if value else None
    return _periods(value)[0]


def periods(first: Period, last: Period, step: str = "year") -> list[str]:
    """All periods of a length from the beginning of one period to the end of another, for a series.

    ``step`` is ``"year"``, ``"tertial"`` (a third of a year), ``"quarter"`` or ``"month"``, in Swedish or English.

    >>> import kvinnofrid as kf
    >>> kf.periods("2012", "2013", "tertial")
    ['2012-T1', '2012-T2', '2012-T3', '2013-T1', '2013-T2', '2013-T3']
    """
    return _core.periods(_periods(first)[0], _periods(last)[0], step)


def _periods(value: Periods | None) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str | int | datetime.date):
        value = [value]
    return tuple(str(one) if isinstance(one, int) else day(one) for one in value)


def _readings(value: Readings | None) -> tuple[tuple[tuple[str, str], ...], bool]:
    if value is None:
        return (), False
    if isinstance(value, Mapping):
        return tuple(sorted(value.items())), False
    if value == "*":
        return (), True
    raise ArgumentError(
        'skriv `readings={"åldersgräns": "alla"}`, eller `readings="*"` för alla alternativ',
        'write `readings={"åldersgräns": "alla"}`, or `readings="*"` for every alternative',
        argument="reading",
    )


def mapped(value: Map | None) -> str | None:
    if value is None:
        return None
    if isinstance(value, Mapping):
        return "".join(_toml((), value))
    return Path(value).read_text(encoding="utf-8")


def _toml(path: tuple[str, ...], table: Mapping[str, Any]) -> Iterable[str]:
    """A map given as a dict, as the TOML that the engine reads. TOML and JSON write texts alike."""
    plain = {key: value for key, value in table.items() if not isinstance(value, Mapping)}
    if path and plain:
        yield "[" + ".".join(json.dumps(part) for part in path) + "]\n"
    for key, value in plain.items():
        yield f"{json.dumps(key)} = {json.dumps(value)}\n"
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _toml((*path, key), value)

"""Converts the arguments of a call to the options of the engine."""

from __future__ import annotations

import datetime
import functools
import json
import math
import operator
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, TypeAlias

from . import _core
from .errors import ArgumentError

Day: TypeAlias = str | datetime.date
Period: TypeAlias = str | int | datetime.date
"""A year, also of NumPy's, a text such as ``2013-T1``, ``2013-Q2`` or ``2013-01-01/2013-06-30``, a day, or pandas' ``Period``."""
Periods: TypeAlias = Period | Iterable[Period]
Fields: TypeAlias = str | Iterable[str]
Readings: TypeAlias = Mapping[str, str] | str
Map: TypeAlias = str | os.PathLike[str] | Mapping[str, Any]
Bridge: TypeAlias = bool | Period
OnError: TypeAlias = Literal["stop", "skip"]


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
    on_error: OnError = "stop",
    assume_unique: bool = False,
    threads: int = 1,
) -> _core.Options:
    """Returns the options of a call. Equal arguments return the same cached object, which the engine uses as a cache key."""
    if not isinstance(on_error, str) or on_error not in ("stop", "skip"):
        raise ArgumentError(
            '`on_error` är antingen "stop" eller "skip"',
            '`on_error` is either "stop" or "skip"',
            argument="on_error",
        )
    chosen, every = _readings(readings)
    return _kept(
        _periods(period),
        None if on is None else day(on),
        names(by, "by"),
        names(indicators, "indicators"),
        not flag(totals, "totals"),
        chosen,
        every,
        names(with_, "with_"),
        flag(why, "why"),
        on_error == "skip",
        flag(assume_unique, "assume_unique"),
        max(whole(threads, "threads"), 0),
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


def day(value: Day, argument: str = "on") -> str:
    """Returns a day as the engine parses it."""
    if type(value).__name__ == "datetime64":
        # NumPy formats a year or a month without a day, and a timestamp with a time.
        return str(value).partition("T")[0]
    if isinstance(value, datetime.datetime):
        # NaT is not equal to itself and has no date.
        value = value.date() if value == value else str(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, str):
        return _text(value, argument)
    raise ArgumentError(
        f"`{argument}` är en dag som 2013-06-30, inte {_kind(value)}",
        f"`{argument}` is a day such as 2013-06-30, not {_kind(value)}",
        argument=argument,
    )


def names(value: Fields | None, argument: str) -> tuple[str, ...]:
    """Returns one or several names as a tuple."""
    if value is None:
        return ()
    if isinstance(value, str):
        return (_text(value, argument),)
    if not isinstance(value, Iterable) or isinstance(value, bytes):
        raise _not_names(value, argument)
    found = tuple(value)
    for one in found:
        if not isinstance(one, str):
            raise _not_names(one, argument)
    return tuple(_text(one, argument) for one in found)


def _not_names(value: object, argument: str) -> ArgumentError:
    return ArgumentError(
        f"`{argument}` är ett namn eller en lista av namn, inte {_kind(value)}",
        f"`{argument}` is a name or a list of names, not {_kind(value)}",
        argument=argument,
    )


def flag(value: bool, argument: str) -> bool:
    """Returns a boolean; NumPy's are accepted too."""
    if isinstance(value, bool) or type(value).__name__ in ("bool", "bool_"):
        return bool(value)
    raise ArgumentError(
        f"`{argument}` är True eller False, inte {_kind(value)}",
        f"`{argument}` is True or False, not {_kind(value)}",
        argument=argument,
    )


def whole(value: int, argument: str, most: int = 2**31 - 1) -> int:
    """Returns an integer of at most `most` in magnitude."""
    number = None
    if not isinstance(value, bool) and hasattr(value, "__index__"):
        number = operator.index(value)
    if number is None or abs(number) > most:
        raise ArgumentError(
            f"`{argument}` är ett heltal, högst {most}, inte {_kind(value)}" if number is None else f"`{argument}` är högst {most}",
            f"`{argument}` is a whole number, at most {most}, not {_kind(value)}" if number is None else f"`{argument}` is at most {most}",
            argument=argument,
        )
    return number


def text(value: str, argument: str) -> str:
    """Returns a text; other types are rejected."""
    if isinstance(value, str):
        return _text(value, argument)
    raise ArgumentError(
        f"`{argument}` är en text, inte {_kind(value)}",
        f"`{argument}` is a text, not {_kind(value)}",
        argument=argument,
    )


def _text(value: str, argument: str) -> str:
    # Python's own UnicodeEncodeError would hold the text.
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise ArgumentError(
            f"`{argument}` är inte hela tecken (det har ett ensamt surrogat)",
            f"`{argument}` is no whole characters (it has a lone surrogate)",
            argument=argument,
        )
    return str(value)


def _kind(value: object) -> str:
    return type(value).__name__


def bridged(value: Bridge) -> str | None:
    """Returns the period that both editions count: None for no bridge, an empty text for the engine's default."""
    if isinstance(value, bool):
        return "" if value else None
    return _period(value, "bridge")


def periods(first: Period, last: Period, step: str = "year") -> list[str]:
    """Returns all periods of one length from the beginning of ``first`` to the end of ``last``, for a series.

    ``step`` is ``"year"``, ``"tertial"`` (a third of a year), ``"quarter"`` or ``"month"``, in Swedish or English.

    >>> import kvinnofrid as kf
    >>> kf.periods("2012", "2013", "tertial")
    ['2012-T1', '2012-T2', '2012-T3', '2013-T1', '2013-T2', '2013-T3']
    """
    return _core.periods(_period(first, "first"), _period(last, "last"), text(step, "step"))


def _periods(value: Periods | None) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return tuple(_period(one) for one in value)
    return (_period(value),)


def _period(value: Any, argument: str = "period") -> str:
    if type(value).__name__ == "datetime64" and str(value.dtype) == "datetime64[M]":
        # NumPy's month, which is a period: both its days.
        first, after = (datetime.date.fromisoformat(f"{month}-01") for month in (value, value + 1))
        return f"{first}/{after - datetime.timedelta(days=1)}"
    if isinstance(value, str | datetime.date) or type(value).__name__ == "datetime64":
        return day(value, argument)
    if hasattr(value, "start_time") and hasattr(value, "end_time"):
        return _of_pandas(value)
    if hasattr(value, "__index__") and not isinstance(value, bool):
        return str(operator.index(value))
    raise ArgumentError(
        f"en period är ett år som 2013, en text som 2013-T1, 2013-Q2 eller 2013-01-01/2013-06-30, eller en dag, inte {_kind(value)}",
        f"a period is a year such as 2013, a text such as 2013-T1, 2013-Q2 or 2013-01-01/2013-06-30, or a day, not {_kind(value)}",
        argument=argument,
    )


def _of_pandas(period: Any) -> str:
    """Returns a pandas ``Period`` as text."""
    first, last = period.start_time.date(), period.end_time.date()
    if (first.month, first.day, last.month, last.day, last.year) == (1, 1, 12, 31, first.year):
        return str(first.year)
    quarter = (last.year * 12 + last.month) - (first.year * 12 + first.month) == 2 and first.month % 3 == 1
    if quarter and first.day == 1 and (last + datetime.timedelta(days=1)).day == 1:
        return f"{first.year}-Q{first.month // 3 + 1}"
    return first.isoformat() if first == last else f"{first}/{last}"


def _readings(value: Readings | None) -> tuple[tuple[tuple[str, str], ...], bool]:
    if value is None:
        return (), False
    if isinstance(value, str) and value == "*":
        return (), True
    if isinstance(value, Mapping) and all(isinstance(one, str) for pair in value.items() for one in pair):
        return tuple(sorted((_text(name, "reading"), _text(chosen, "reading")) for name, chosen in value.items())), False
    raise ArgumentError(
        'skriv `readings={"åldersgräns": "alla"}`, eller `readings="*"` för alla alternativ',
        'write `readings={"åldersgräns": "alla"}`, or `readings="*"` for every alternative',
        argument="reading",
    )


def mapped(value: Map | None) -> str | None:
    """Returns a map as the TOML that the engine parses."""
    if value is None:
        return None
    made = None
    try:
        if isinstance(value, Mapping):
            made = "".join(_toml((), value))
        elif isinstance(value, str | os.PathLike):
            made = Path(value).read_text(encoding="utf-8")
    except ArgumentError:
        raise
    except (OSError, ValueError, TypeError, RecursionError):
        made = None
    if made is None:
        raise ArgumentError(
            'kartan kan inte läsas; ge den som en fil (TOML i UTF-8) eller som en dict: `map={"fält": {"kön": "Kon"}}`',
            'the map can\'t be read; give it as a file (TOML in UTF-8) or as a dict: `map={"fält": {"kön": "Kon"}}`',
            argument="map",
        )
    return made


def _toml(path: tuple[str, ...], table: Mapping[Any, Any]) -> Iterable[str]:
    """Encodes a map given as a dict as TOML. TOML and JSON encode strings alike."""
    for value in table.values():
        if value is None or isinstance(value, float) and not math.isfinite(value):
            raise ArgumentError(
                "kartan har ett tomt värde (None eller nan): säg under `saknas` vilka värden som betyder att uppgiften saknas, "
                'som `{"saknas": {"kön": ["9"]}}`, och `False` under `fält` för ett fält som inte finns',
                "the map has an empty value (None or nan): say under `missing` which values mean that something is missing, "
                'as `{"missing": {"kön": ["9"]}}`, and `False` under `fields` for a field that is not there',
                argument="map",
            )
    plain = {key: value for key, value in table.items() if not isinstance(value, Mapping)}
    if path and plain:
        yield "[" + ".".join(json.dumps(part) for part in path) + "]\n"
    for key, value in plain.items():
        yield f"{json.dumps(_key(key))} = {json.dumps(value)}\n"
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _toml((*path, _key(key)), value)


def _key(key: object) -> str:
    """Returns a code as the engine spells it; numbers and booleans are accepted too."""
    return str(key).lower() if isinstance(key, bool) else str(key)

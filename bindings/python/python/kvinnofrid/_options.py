"""Converts the arguments of a call to the options of the engine."""

from __future__ import annotations

import datetime
import functools
import inspect
import json
import math
import operator
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, TypedDict, TypeVar, cast

from . import _core
from .errors import ArgumentError

if TYPE_CHECKING:
    from ._progress import Progress

Day: TypeAlias = str | datetime.date
Period: TypeAlias = str | int | datetime.date
"""A year, also of NumPy's, a text such as ``2013-T1``, ``2013-Q2`` or ``2013-01-01/2013-06-30``, a day, or pandas' ``Period``."""
Periods: TypeAlias = Period | Iterable[Period]
Fields: TypeAlias = str | Iterable[str]
Readings: TypeAlias = Mapping[str, str] | str
Cell: TypeAlias = Mapping[str, str]
"""The category of each field or grouping, as ``{"stadsdel": "Farsta"}``."""
Map: TypeAlias = str | os.PathLike[str] | Mapping[str, Any]
Bridge: TypeAlias = bool | Period
Limits: TypeAlias = Mapping[str, int]
OnError: TypeAlias = Literal["stop", "skip"]


class Selecting(TypedDict, total=False):
    """The arguments that select an edition, and say how its text and the data are read."""

    period: Periods | None
    """The period, or several for a series."""
    on: Day | None
    """A day, used as the period where none is given."""
    readings: Readings | None
    """The alternative of each reading that is to differ from the default; ``"*"`` reports every alternative."""
    map: Map | None
    """The names of columns and codes in the data: a TOML file, or a dict."""
    check_all: bool
    """Whether every field of the data is checked; otherwise only those that the call asks."""
    limits: Limits | None
    """Limits to lower or raise: ``record_bytes``, ``text_bytes``, ``elements``, ``visits``, ``rows``, ``categories``."""


class Evaluating(Selecting, total=False):
    """The arguments of calls that go through a table."""

    on_error: OnError
    """What an invalid record does: ``"stop"`` raises an error, ``"skip"`` leaves it out and counts it."""
    threads: int
    """The number of threads; the result is the same."""
    progress: Progress
    """Whether to show progress, or a function to call with the number of records done."""


class Classifying(Evaluating, total=False):
    """The arguments of ``classify``."""

    with_: Fields | None
    """What the classification contains beside target groups: ``"routines"``, ``"resources"``, …"""
    missing: bool
    """Whether a table has a column of the missing fields for each group."""
    why: bool
    """Whether the part of the condition that decides is included for each group."""


class Validating(TypedDict, total=False):
    """The arguments of ``validate``."""

    period: Periods | None
    """The period, or several, whose edition the data are for."""
    on: Day | None
    """A day whose edition the data are for."""
    by: Fields | None
    """The fields and groupings that reports are broken down by."""
    map: Map | None
    """The names of columns and codes in the data: a TOML file, or a dict."""
    limits: Limits | None
    """Limits to lower or raise: ``record_bytes``, ``text_bytes``, ``elements``, ``visits``, ``rows``, ``categories``."""
    assume_unique: bool
    """Whether duplicate-key detection is skipped."""
    progress: Progress
    """Whether to show progress, or a function to call with the number of records done."""


class Explaining(Selecting, total=False):
    """The arguments of ``explain``."""

    of: Fields | None
    """What to explain, by id; all target groups where omitted."""
    show_sensitive: bool
    """Whether sensitive values are shown."""


class Listing(Selecting, total=False):
    """The arguments of ``members``."""

    indicators: Fields | None
    """The indicators whose records are listed; all where omitted."""
    where: Cell | None
    """The cell of the report whose records are listed; the whole where omitted."""
    show_sensitive: bool
    """Whether records are named by their key instead of their row."""
    on_error: OnError
    """What an invalid record does: ``"stop"`` raises an error, ``"skip"`` leaves it out and counts it."""
    assume_unique: bool
    """Whether duplicate-key detection is skipped."""
    progress: Progress
    """Whether to show progress, or a function to call with the number of records done."""


class Completing(Listing, total=False):
    """The arguments of ``worklist``."""

    by: Fields | None
    """The fields and groupings whose strata are the units."""
    per: Literal["field", "record"]
    """What a row is about."""
    first: int
    """The most rows."""


class Linking(Selecting, total=False):
    """The arguments of ``baseline``."""

    by: Fields | None
    """The field or grouping whose strata have tables of their own."""
    group: str | None
    """The target group, evaluated in each source that has the fields; everyone in the sources where omitted."""
    listed: Fields | None
    """The sources that hold members of the group only."""
    contacts: str | None
    """The list whose elements are a person's contacts with a source; each row is one where omitted."""
    estimate: bool
    """Whether the dark figure is estimated, beside those known."""
    dependence: Literal["unknown", "referral", "avoidance"]
    """How the sources depend on each other."""
    on_error: OnError
    """What an invalid record does: ``"stop"`` raises an error, ``"skip"`` leaves it out and counts it."""
    progress: Progress
    """Whether to show progress, or a function to call with the number of records done."""


class Reporting(Evaluating, total=False):
    """The arguments of ``report`` and ``partial``."""

    by: Fields | None
    """The fields and groupings that figures are broken down by."""
    indicators: Fields | None
    """The indicators to return; all where omitted."""
    totals: bool
    """Whether rows that are sums (``Totalt``) are included."""
    assume_unique: bool
    """Whether duplicate-key detection is skipped."""
    bridge: Bridge
    """Whether consecutive editions both count one period, or which period."""


class _Argument(NamedTuple):
    """An argument, as the engine's table of options declares it."""

    name: str
    field: str
    kind: str
    default: bool | int | str | None
    words: list[str]
    verbs: list[str]


_ARGUMENTS: dict[str, _Argument] = {}
for _declared in json.loads(_core.arguments()):
    # `readings` stands for two fields; the first takes a dict.
    _ARGUMENTS.setdefault(_declared["name"], _Argument(**_declared))
_DEFAULTS = {name: argument.default for name, argument in _ARGUMENTS.items()} | {"progress": False}

_F = TypeVar("_F", bound=Callable[..., Any])


def taking(arguments: type) -> Callable[[_F], _F]:
    """Gives a function the keyword arguments of a `TypedDict` (its ``**given``): its signature shows them with their defaults,
    and others are rejected.
    """
    shown = {
        name: inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=_DEFAULTS[name],
            annotation=getattr(annotation, "__forward_arg__", annotation),
        )
        for name, annotation in arguments.__annotations__.items()
    }

    def decorated(function: _F) -> _F:
        signature = inspect.signature(function)
        own = {name: one for name, one in signature.parameters.items() if one.kind is not inspect.Parameter.VAR_KEYWORD}

        @functools.wraps(function)
        def called(*args: Any, **given: Any) -> Any:
            for name in given:
                if name not in shown and name not in own:
                    raise TypeError(f"{function.__qualname__}() got an unexpected keyword argument '{name}'")
            return function(*args, **given)

        called.__signature__ = signature.replace(parameters=[*own.values(), *shown.values()])  # type: ignore[attr-defined]
        return cast(_F, called)

    return decorated


_Value: TypeAlias = bool | int | str | tuple[str, str]


def options(**given: Any) -> _core.Options:
    """Returns the options of a call. Equal arguments return the same cached object, which the engine uses as a cache key.

    The engine does not know ``progress``.
    """
    pairs = (pair for name, value in given.items() if name != "progress" for pair in _decoded(_ARGUMENTS[name], value))
    return _kept(tuple(pairs))


@functools.lru_cache(maxsize=64)
def _kept(given: tuple[tuple[str, _Value], ...]) -> _core.Options:
    return _core.Options(list(given))


def _decoded(argument: _Argument, value: Any) -> Iterator[tuple[str, _Value]]:
    """Yields the values of an argument, checked, each with the field that it is for."""
    name, field = argument.name, argument.field
    if value is None and argument.default is None:
        return
    if name == "period":
        yield from ((field, period) for period in _periods(value))
    elif name == "readings" and isinstance(value, str) and value == "*":
        yield "every_alternative", True
    elif name == "readings":
        yield from ((field, pair) for pair in _readings(value))
    elif name == "limits":
        yield from ((field, one) for one in limits_of(value))
    elif argument.kind == "pairs":
        yield from ((field, pair) for pair in _cell(value))
    elif name == "on":
        yield field, day(value)
    elif name == "map":
        yield field, mapped(value)
    elif name == "bridge":
        yield field, bool(value) if isinstance(value, bool) else _period(value, name)
    elif argument.kind == "flag":
        yield field, flag(value, name)
    elif argument.kind == "number":
        yield field, max(whole(value, name), 0)
    elif argument.kind == "choice":
        yield field, _word(value, argument)
    elif argument.kind == "texts":
        yield from ((field, one) for one in names(value, name))
    else:
        yield field, text(value, name)


def _word(value: Any, argument: _Argument) -> str:
    if isinstance(value, str) and value in argument.words:
        return value
    words = [f'"{word}"' for word in argument.words]
    raise ArgumentError(
        f"`{argument.name}` är antingen {' eller '.join(words)}",
        f"`{argument.name}` is either {' or '.join(words)}",
        argument=argument.name,
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
        each = tuple(_period(one) for one in value)
        # As a pair of numbers is elsewhere: from one to the other. A list is several periods, whatever they are.
        if isinstance(value, tuple) and len(each) == 2 and all(_is_day(one) for one in each):
            first, last = each
            raise ArgumentError(
                f'tiden från en dag till en annan skrivs `"{first}/{last}"`; två perioder på en dag var är en lista: `["{first}", "{last}"]`',
                f'the time from one day to another is written `"{first}/{last}"`; two periods of a day each are a list: `["{first}", "{last}"]`',
                argument="period",
            )
        return each
    return (_period(value),)


def _is_day(period: str) -> bool:
    try:
        datetime.date.fromisoformat(period)
    except ValueError:
        return False
    return True


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


def _readings(value: Any) -> list[tuple[str, str]]:
    if isinstance(value, Mapping) and all(isinstance(one, str) for pair in value.items() for one in pair):
        return sorted((_text(name, "reading"), _text(chosen, "reading")) for name, chosen in value.items())
    raise ArgumentError(
        'skriv `readings={"åldersgräns": "alla"}`, eller `readings="*"` för alla alternativ',
        'write `readings={"åldersgräns": "alla"}`, or `readings="*"` for every alternative',
        argument="reading",
    )


def limits_of(value: Any) -> list[tuple[str, str]]:
    if isinstance(value, Mapping) and all(isinstance(name, str) for name in value):
        return sorted((_text(name, "limits"), str(max(whole(most, "limits", 2**63 - 1), 0))) for name, most in value.items())
    raise ArgumentError(
        'skriv `limits={"elements": 200_000}`',
        'write `limits={"elements": 200_000}`',
        argument="limits",
    )


def _cell(value: Any) -> list[tuple[str, str]]:
    if isinstance(value, Mapping) and all(isinstance(one, str) for pair in value.items() for one in pair):
        return sorted((_text(name, "where"), _text(chosen, "where")) for name, chosen in value.items())
    raise ArgumentError(
        'skriv `where={"stadsdel": "Farsta"}`: ett fält med en kategori',
        'write `where={"stadsdel": "Farsta"}`: a field with a category',
        argument="where",
    )


def mapped(value: Map) -> str:
    """Returns a map as the TOML that the engine parses."""
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

"""Records that are Python's own dicts and lists, as the JSON that the engine reads."""

from __future__ import annotations

import datetime
import decimal
import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

from .errors import InputError


def to_json(record: Mapping[str, Any]) -> bytes:
    """One record as JSON. Dates, decimals and what pandas and NumPy call missing are understood."""
    return _written(record).encode()


def to_lines(records: Iterable[Mapping[str, Any]]) -> bytes:
    """Records as lines of JSON."""
    return "\n".join(_written(record) for record in records).encode()


def is_record(value: object) -> bool:
    """Whether a value is one record."""
    return isinstance(value, Mapping)


def _written(record: Mapping[str, Any]) -> str:
    if not isinstance(record, Mapping):
        raise InputError(
            f"en post är en dict, men det kom {_kind(record)}",
            f"a record is a dict, but there came {_kind(record)}",
        )
    try:
        return json.dumps(record, ensure_ascii=False, allow_nan=False, default=_plain)
    except (ValueError, TypeError):
        # What is odd about a record is rare: only then is it gone through by hand.
        return json.dumps(_cleaned(record), ensure_ascii=False, default=_plain)


def _cleaned(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _cleaned(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(inner) for inner in value]
    if isinstance(value, float) and math.isnan(value):
        return None
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return None if value != value else value.isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return _number(value)
    if type(value).__name__ in ("NAType", "NaTType"):
        return None
    if hasattr(value, "tolist"):
        # NumPy's numbers and arrays.
        return _cleaned(value.tolist())
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Iterable):
        return list(value)
    raise InputError(
        f"en post har ett värde av typen {_kind(value)}; skriv det som text, tal, datum, lista eller dict",
        f"a record has a value of the type {_kind(value)}; write it as text, number, date, list or dict",
    )


def _number(value: decimal.Decimal) -> int | float | None:
    """A decimal as a number that is written with the same digits."""
    if value.is_nan():
        return None
    if value == value.to_integral_value():
        return int(value)
    if decimal.Decimal(repr(float(value))) == value:
        return float(value)
    raise InputError(
        "en post har ett decimaltal med fler siffror än JSON kan bära; avrunda det, eller ge posterna som en Arrow-tabell",
        "a record has a decimal with more digits than JSON can carry; round it, or give the records as an Arrow table",
    )


def _kind(value: object) -> str:
    return type(value).__name__

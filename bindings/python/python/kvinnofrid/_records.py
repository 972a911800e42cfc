"""Encodes records given as dicts and lists as the JSON that the engine parses."""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import json
import math
import re
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from . import _core
from .errors import InputError

_SURROGATE = re.compile("[\ud800-\udfff]")


def to_json(record: Mapping[str, Any], row: int | None = None) -> bytes:
    """Encodes one record as JSON, including dates, decimals and the missing values of pandas and NumPy."""
    # Nearly every record holds nothing but what the engine writes itself.
    quickly = _core.written(record)
    if quickly is not None:
        return quickly
    written = _written(record, row)
    # Python's own UnicodeEncodeError would hold the whole record.
    encoded = written.encode(errors="surrogatepass")
    if written.isascii() or not _SURROGATE.search(written):
        return encoded
    raise InputError(
        "en text är inte hela tecken (den har ett ensamt surrogat); läs in den med rätt teckenkodning",
        "a text is no whole characters (it has a lone surrogate); read it in by the right encoding",
        field=_broken(record, ""),
        row=row,
    )


def to_lines(records: Iterable[Mapping[str, Any]]) -> bytes:
    """Encodes records as lines of JSON."""
    return b"\n".join(to_json(record, row) for row, record in enumerate(records, 1))


def is_record(value: object) -> bool:
    """Returns whether a value is a single record."""
    return isinstance(value, Mapping)


def are_records(value: object) -> bool:
    """Returns whether a value may be many records."""
    return isinstance(value, Iterable) and not isinstance(value, Mapping | str | bytes)


def _written(record: Mapping[str, Any], row: int | None) -> str:
    if not isinstance(record, Mapping):
        raise InputError(
            f"en post är en dict, men det kom {_kind(record)}",
            f"a record is a dict, but there came {_kind(record)}",
            row=row,
            **_as_dicts(record),
        )
    try:
        return json.dumps(record, ensure_ascii=False, allow_nan=False, default=_plain)
    except (ValueError, TypeError, RecursionError, ArithmeticError):
        pass
    # Rare: only a record that json rejects is cleaned here. Python's message may hold values and is not repeated.
    said = (
        "en post kan inte skrivas som JSON: den innehåller sig själv, är för djup eller har ett för stort tal",
        "a record can't be written as JSON: it holds itself, is too deep or has a number that is too large",
    )
    try:
        return json.dumps(_cleaned(record), ensure_ascii=False, default=_plain)
    except InputError as error:
        said = error._said
    except (ValueError, TypeError, RecursionError, ArithmeticError):
        pass
    raise InputError(*said, row=row)


_AS_DICTS: dict[tuple[str, str], str] = {
    ("numpy", "void"): "data = pd.DataFrame(data)",
    ("numpy", "record"): "data = pd.DataFrame(data)",
    ("pandas", "Series"): "data = pd.DataFrame(data)",
    ("pandas", "DataFrame"): "data = pd.concat(data)",
    ("polars", "DataFrame"): "data = pl.concat(data)",
    ("polars", "LazyFrame"): "data = pl.concat(data)",
    ("pyarrow", "RecordBatch"): "data = pa.Table.from_batches(data)",
    ("pyarrow", "Table"): "data = pa.concat_tables(data)",
}
"""How a list of what is no dict is made a table, by library and type."""


def _as_dicts(record: object) -> dict[str, tuple[str, str]]:
    """Returns a hint for what came instead of a dict, where there is one."""
    kind = type(record)
    how = _AS_DICTS.get((kind.__module__.split(".")[0].lstrip("_"), kind.__name__))
    if dataclasses.is_dataclass(record):
        how = "import dataclasses; data = [dataclasses.asdict(one) for one in data]"
    elif hasattr(record, "model_dump"):
        # Pydantic.
        how = "data = [one.model_dump() for one in data]"
    elif hasattr(record, "_asdict"):
        how = "data = [one._asdict() for one in data]"
    elif isinstance(record, str) and record.lstrip().startswith("{"):
        how = "import json; data = [json.loads(one) for one in data]"
    return {} if how is None else {"hint": (f"gör om dem: {how}", f"convert them: {how}")}


def _broken(value: Any, path: str) -> str | None:
    """Returns the path of a text with a lone surrogate; None where a name in it is not written as those of fields are, since it
    may be a value that has become a name."""
    if isinstance(value, str):
        return path if _SURROGATE.search(value) else None
    if isinstance(value, Mapping):
        named = ((inner, f"{path}.{_name(name)}" if path else _name(name)) for name, inner in value.items())
    elif isinstance(value, list | tuple):
        named = ((inner, f"{path}[{place}]") for place, inner in enumerate(value))
    else:
        return None
    found = (_broken(inner, name) for inner, name in named)
    at = next((one for one in found if one is not None), None)
    return None if at is None or _NO_NAME in at else at


_NO_NAME = "?"


def _name(name: object) -> str:
    return name if isinstance(name, str) and name.isidentifier() and name == name.lower() else _NO_NAME


def _cleaned(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _cleaned(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(inner) for inner in value]
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, float) and math.isinf(value):
        raise InputError("en post har ett tal som är oändligt", "a record has a number that is infinite")
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return None if value != value else value.isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return _number(value)
    if isinstance(value, uuid.UUID):
        return str(value)
    if type(value).__name__ in ("NAType", "NaTType"):
        return None
    if hasattr(value, "tolist"):
        # NumPy scalars and arrays.
        return _cleaned(value.tolist())
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        # In one order, whatever the hashes of this process.
        return sorted(value, key=repr)
    if isinstance(value, Iterable) and not isinstance(value, bytes | bytearray | memoryview):
        return list(value)
    raise InputError(
        f"en post har ett värde av typen {_kind(value)}; skriv det som text, tal, datum, lista eller dict",
        f"a record has a value of the type {_kind(value)}; write it as text, number, date, list or dict",
    )


def _number(value: decimal.Decimal) -> int | float | None:
    """Returns a decimal as an int or float that is written with the same digits."""
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

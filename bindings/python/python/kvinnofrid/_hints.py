"""Hints on how to convert a rejected column in its own library, chosen by the column's actual type.

The tests execute every template on a column that it applies to.
"""

from __future__ import annotations

import datetime
import decimal
import enum
import json
import numbers
import re
from collections.abc import Callable, Iterable
from typing import Any

from .table import needed

_ZONE = "Europe/Stockholm"

HOW: dict[str, dict[tuple[str, str], str]] = {
    "pandas": {
        ("date", "yyyymmdd"): "pd.to_datetime({c}.astype('Int64').astype('string'), format='%Y%m%d')",
        ("date", "serial"): "pd.to_datetime({c}, unit='D', origin='1899-12-30')",
        ("date", "milliseconds"): "pd.to_datetime({c}, unit='ms')",
        ("date", "seconds"): "pd.to_datetime({c}, unit='s')",
        ("date", "time"): "{c}.dt.normalize()",
        ("date", "zoned"): f"{{c}}.dt.tz_convert('{_ZONE}').dt.tz_localize(None).dt.normalize()",
        ("date", "written"): "pd.to_datetime({c}, format={how})",
        ("date", "moment"): "{c}.str[:10]",
        ("integer", "text"): "pd.to_numeric({c}).astype('Int64')",
        ("integer", "truth"): "{c}.astype('Int64')",
        ("boolean", "number"): "{c}.astype('boolean')",
        ("boolean", "words"): "{c}.map({how}).astype('boolean')",
        ("text", "number"): "{c}.astype('Int64').astype('string')",
        ("date", "nothing"): "{c}.mask({c}.isin({how}))",
        ("code", "nothing"): "{c}.mask({c}.isin({how}))",
        ("text", "nothing"): "{c}.mask({c}.isin({how}))",
        ("code", "case"): "{c}.str.strip().str.lower()",
        ("list", "json"): "{c}.map(json.loads, na_action='ignore')",
        ("list", "struct"): "{c}.map(lambda value: [value], na_action='ignore')",
        ("text", "bytes"): "{c}.map(lambda value: value.decode() if isinstance(value, bytes) else value)",
        ("code", "bytes"): "{c}.map(lambda value: value.decode() if isinstance(value, bytes) else value)",
        ("key", "bytes"): "{c}.map(lambda value: value.decode() if isinstance(value, bytes) else value)",
        ("key", "uuid"): "{c}.astype('string')",
        ("text", "uuid"): "{c}.astype('string')",
    },
    "polars": {
        ("date", "yyyymmdd"): "{c}.cast(pl.Int64).cast(pl.String).str.to_date('%Y%m%d')",
        ("date", "serial"): "pl.date(1899, 12, 30) + pl.duration(days={c}.cast(pl.Int64))",
        ("date", "milliseconds"): "pl.from_epoch({c}.cast(pl.Int64), time_unit='ms').dt.date()",
        ("date", "seconds"): "pl.from_epoch({c}.cast(pl.Int64), time_unit='s').dt.date()",
        ("date", "time"): "{c}.dt.date()",
        ("date", "zoned"): f"{{c}}.dt.convert_time_zone('{_ZONE}').dt.date()",
        ("date", "written"): "{c}.str.to_date({how})",
        ("date", "moment"): "{c}.str.slice(0, 10)",
        ("date", "nothing"): "pl.when(~{c}.is_in({how})).then({c})",
        ("code", "nothing"): "pl.when(~{c}.is_in({how})).then({c})",
        ("text", "nothing"): "pl.when(~{c}.is_in({how})).then({c})",
        ("code", "case"): "{c}.str.strip_chars().str.to_lowercase()",
        ("list", "struct"): "pl.when({c}.is_not_null()).then(pl.concat_list({c}))",
        ("integer", "text"): "{c}.cast(pl.Int64)",
        ("integer", "truth"): "{c}.cast(pl.Int64)",
        ("boolean", "number"): "{c}.cast(pl.Boolean)",
        ("boolean", "words"): "{c}.replace_strict({how}, return_dtype=pl.Boolean)",
        ("text", "number"): "{c}.cast(pl.Int64).cast(pl.String)",
        ("text", "bytes"): "{c}.cast(pl.String)",
        ("code", "bytes"): "{c}.cast(pl.String)",
        ("key", "bytes"): "{c}.cast(pl.String)",
    },
    "duckdb": {
        ("date", "yyyymmdd"): "CAST(strptime(CAST(CAST({c} AS BIGINT) AS VARCHAR), '%Y%m%d') AS DATE)",
        ("date", "serial"): "DATE '1899-12-30' + CAST({c} AS INTEGER)",
        ("date", "milliseconds"): "CAST(epoch_ms(CAST({c} AS BIGINT)) AS DATE)",
        ("date", "seconds"): "CAST(epoch_ms(CAST({c} AS BIGINT) * 1000) AS DATE)",
        ("date", "time"): "CAST({c} AS DATE)",
        ("date", "zoned"): f"CAST({{c}} AT TIME ZONE '{_ZONE}' AS DATE)",
        ("date", "written"): "CAST(strptime({c}, {how}) AS DATE)",
        ("date", "moment"): "substr({c}, 1, 10)",
        ("date", "nothing"): "CASE WHEN {c} NOT IN {how} THEN {c} END",
        ("code", "nothing"): "CASE WHEN {c} NOT IN {how} THEN {c} END",
        ("text", "nothing"): "CASE WHEN {c} NOT IN {how} THEN {c} END",
        ("code", "case"): "lower(trim({c}))",
        ("list", "struct"): "CASE WHEN {c} IS NOT NULL THEN [{c}] END",
        ("integer", "text"): "CAST({c} AS BIGINT)",
        ("integer", "truth"): "CAST({c} AS BIGINT)",
        ("boolean", "number"): "CAST({c} AS BOOLEAN)",
        ("boolean", "words"): "CASE {c} {how} END",
        ("text", "number"): "CAST(CAST({c} AS BIGINT) AS VARCHAR)",
        ("text", "bytes"): "decode({c})",
        ("code", "bytes"): "decode({c})",
        ("key", "bytes"): "decode({c})",
    },
}
"""What to write instead of a column, by library, by what it should be and by what came."""

_NAMES = {"pandas": "pandas", "polars": "Polars", "duckdb": "DuckDB"}

_WRITTEN = ("%Y%m%d", "%Y/%m/%d", "%Y.%m.%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m/%d/%Y", "%m-%d-%Y")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?")

_WORDS = (("ja", "nej"), ("j", "n"), ("yes", "no"), ("y", "n"), ("true", "false"), ("1", "0"), ("sant", "falskt"))


def hint(kind: str, source: Any, column: str, wanted: str, codes: Iterable[str] = ()) -> tuple[str, str] | None:
    """Returns how to convert a column of this kind of table, in Swedish and English; None where no conversion is certain."""
    if kind not in HOW:
        return None
    try:
        came, values = _READ[kind](source, column)
        found = _case(kind, wanted, came, values, frozenset(codes))
    except Exception:  # noqa: BLE001
        # The library's message may quote values; the original error is raised unchanged.
        return None
    template = None if found is None else HOW[kind].get((wanted, found[0]))
    if found is None or template is None:
        return None
    example = _assigned(kind, column, template, found[1])
    return f"i {_NAMES[kind]}: {example}", f"in {_NAMES[kind]}: {example}"


def _case(
    kind: str, wanted: str, came: str, values: Callable[[], list[Any]], codes: frozenset[str]
) -> tuple[str, str] | None:
    """Returns which template applies and what it needs to know; None where the values make the conversion uncertain."""
    if came == "text":
        return _of_text(kind, wanted, values(), codes)
    if (wanted, came) == ("date", "number"):
        return _days(values()), ""
    if (wanted, came) == ("boolean", "number") and not _whole(values(), among=(0, 1)):
        return None
    if (wanted, came) == ("text", "number") and not _whole(values()):
        return None
    if came == "bytes":
        for value in values():
            # Raises where it is not UTF-8, and there is no hint then.
            value if isinstance(value, str) else value.decode()
    return came, ""


def _of_text(kind: str, wanted: str, values: list[str], codes: frozenset[str]) -> tuple[str, str] | None:
    nothing = sorted(value for value in values if not value.strip() or value == "okänt" and wanted == "text")
    if nothing and (wanted, "nothing") in HOW[kind]:
        listed = ", ".join(f"'{value}'" for value in nothing)
        return "nothing", f"({listed})" if kind == "duckdb" else repr(nothing)
    if wanted == "date":
        return _written(values)
    if wanted == "boolean":
        words = _words(kind, values)
        return None if words is None else ("words", words)
    certain = {
        "integer": lambda: _numerals(values),
        "code": lambda: all(value.strip().lower() in codes for value in values),
        "list": lambda: all(isinstance(json.loads(value), list | None) for value in values),
    }.get(wanted)
    came = {"integer": "text", "code": "case", "list": "json"}
    return (came[wanted], "") if certain is not None and certain() else None


def one_type(values: list[Any]) -> str:
    """Returns how pandas makes a column of values that pyarrow can't read together one of a single type."""
    if values and all(isinstance(value, datetime.date) or _is_written_day(value) for value in values):
        if not any(getattr(value, "tzinfo", None) for value in values):
            return "pd.to_datetime({c}.astype('string'), format='ISO8601')"
    if values and all(isinstance(value, enum.Enum) for value in values):
        return "{c}.map(lambda value: value.value, na_action='ignore')"
    if values and all(_is_number(value) and abs(value) < 2**53 for value in values):
        return "pd.to_numeric({c}.astype('string')).astype('Float64')"
    return "{c}.astype('string')"


def _is_written_day(value: Any) -> bool:
    return isinstance(value, str) and (_MOMENT.fullmatch(value) is not None or _parses(value, "%Y-%m-%d"))


def _is_number(value: Any) -> bool:
    return isinstance(value, numbers.Real | decimal.Decimal) and not isinstance(value, bool)


def _assigned(kind: str, column: str, template: str, how: str) -> str:
    if kind == "pandas":
        place = f"df[{column!r}]"
        imported = "import json; " if "json." in template else ""
        return f"{imported}{place} = {template.format(c=place, how=how)}"
    if kind == "polars":
        made = template.format(c=f"pl.col({column!r})", how=how)
        return f"df = df.with_columns(({made}).alias({column!r}))"
    quoted = _quoted(column)
    made = f"* REPLACE ({template.format(c=quoted, how=how)} AS {quoted})"
    return f"relation = relation.project({made!r})"


def _quoted(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


# The type of a column, and a function that returns its distinct non-null values.

_Came = tuple[str, Callable[[], list[Any]]]


def _pandas(df: Any, column: str) -> _Came:
    pd = needed("pandas", "pandas")
    series = df[column]
    kind, of = series.dtype, pd.api.types

    def values() -> list[Any]:
        known = series.dropna()
        # Dicts and lists can't be hashed.
        return list(known.unique()) if not (known.map(type) == dict).any() else list(known)  # noqa: E721

    if of.is_bool_dtype(kind):
        return "truth", values
    if of.is_datetime64_any_dtype(kind):
        return ("time" if series.dt.tz is None else "zoned"), values
    if of.is_integer_dtype(kind) or of.is_float_dtype(kind):
        return "number", values
    return _of_values(values()), values


def _polars(df: Any, column: str) -> _Came:
    pl = needed("polars", "polars")
    series = df[column]
    kind = series.dtype

    def values() -> list[Any]:
        return list(series.drop_nulls().unique().to_list())

    if kind == pl.Boolean:
        return "truth", values
    if isinstance(kind, pl.Datetime):
        return ("time" if kind.time_zone is None else "zoned"), values
    if kind.is_numeric():
        return "number", values
    if kind == pl.Binary:
        return "bytes", values
    if isinstance(kind, pl.Struct):
        return "struct", values
    return ("text" if kind == pl.String else ""), values


def _duckdb(relation: Any, column: str) -> _Came:
    kind = str(relation.types[relation.columns.index(column)])

    def values() -> list[Any]:
        quoted = _quoted(column)
        found = relation.project(quoted).distinct().fetchall()
        return [row[0] for row in found if row[0] is not None]

    if kind.startswith(("TIMESTAMP WITH", "TIMESTAMPTZ")):
        return "zoned", values
    if kind.startswith("TIMESTAMP"):
        return "time", values
    if kind.startswith("STRUCT") and not kind.endswith("]"):
        return "struct", values
    plain = {"BOOLEAN": "truth", "VARCHAR": "text", "BLOB": "bytes"}
    numbers = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")
    if kind in (*numbers, "UHUGEINT", "FLOAT", "DOUBLE") or kind.startswith("DECIMAL"):
        return "number", values
    return plain.get(kind, ""), values


_READ: dict[str, Callable[[Any, str], _Came]] = {"pandas": _pandas, "polars": _polars, "duckdb": _duckdb}


def _of_values(values: Iterable[Any]) -> str:
    kinds = {type(value).__name__ for value in values}
    if kinds == {"bytes", "str"}:
        return "bytes"
    known = {"str": "text", "bytes": "bytes", "UUID": "uuid", "bool": "truth", "dict": "struct"}
    return known.get(kinds.pop(), "") if len(kinds) == 1 else ""


def _whole(values: list[Any], among: tuple[int, ...] | None = None) -> bool:
    return all(value == int(value) and (among is None or value in among) for value in values)


def _numerals(values: list[Any]) -> bool:
    """Returns whether all texts are integers that every library parses alike."""
    digits = [value.removeprefix("-") for value in values]
    return all(text.isascii() and text.isdigit() for text in digits)


def _days(values: list[Any]) -> str:
    """Returns how numbers encode dates; empty where that is ambiguous, as with years."""
    if not values or not _whole(values):
        return ""
    numbers = [int(value) for value in values]
    if all(_is_day(number) for number in numbers):
        return "yyyymmdd"
    # Excel serial dates from 1907 to 2119; smaller numbers may be years.
    if all(2_600 <= number <= 80_000 for number in numbers):
        return "serial"
    for name, day in (("milliseconds", 86_400_000), ("seconds", 86_400)):
        if any(numbers) and all(number % day == 0 for number in numbers):
            return name
    return ""


def _written(values: list[str]) -> tuple[str, str] | None:
    """Returns how texts write days; None where that is ambiguous, as in 01/02/2013."""
    if values and all(_MOMENT.fullmatch(value) for value in values):
        return "moment", ""
    ways = [way for way in _WRITTEN if values and all(_parses(value, way) for value in values)]
    return ("written", repr(ways[0])) if len(ways) == 1 else None


def _parses(text: str, way: str) -> bool:
    """Returns whether a text is a day written in this way, with all its digits."""
    try:
        return datetime.datetime.strptime(text, way).strftime(way) == text
    except ValueError:
        return False


def _is_day(number: int) -> bool:
    return 1900_00_00 < number < 2101_00_00 and 1 <= number // 100 % 100 <= 12 and 1 <= number % 100 <= 31


def _words(kind: str, values: list[Any]) -> str | None:
    """Returns the words for yes and no as a mapping in the library's syntax; None where there are other values."""
    for yes, no in _WORDS:
        if values and all(value.lower() in (yes, no) for value in values):
            mapping = {value: value.lower() == yes for value in sorted(values)}
            if kind != "duckdb":
                return repr(mapping)
            return " ".join(f"WHEN '{word}' THEN {str(truth).lower()}" for word, truth in mapping.items())
    return None

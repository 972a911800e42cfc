"""Hints on how to convert a rejected column in its own library, chosen by the column's actual type.

The tests execute every template on a column that it applies to.
"""

from __future__ import annotations

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
        ("date", "period"): "{c}.dt.to_timestamp()",
        ("integer", "text"): "pd.to_numeric({c}).astype('Int64')",
        ("integer", "truth"): "{c}.astype('Int64')",
        ("boolean", "number"): "{c}.astype('boolean')",
        ("boolean", "words"): "{c}.map({words}).astype('boolean')",
        ("text", "number"): "{c}.astype('Int64').astype('string')",
        ("text", "bytes"): "{c}.str.decode('utf-8')",
        ("code", "bytes"): "{c}.str.decode('utf-8')",
        ("key", "bytes"): "{c}.str.decode('utf-8')",
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
        ("integer", "text"): "{c}.cast(pl.Int64)",
        ("integer", "truth"): "{c}.cast(pl.Int64)",
        ("boolean", "number"): "{c}.cast(pl.Boolean)",
        ("boolean", "words"): "{c}.replace_strict({words}, return_dtype=pl.Boolean)",
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
        ("integer", "text"): "CAST({c} AS BIGINT)",
        ("integer", "truth"): "CAST({c} AS BIGINT)",
        ("boolean", "number"): "CAST({c} AS BOOLEAN)",
        ("boolean", "words"): "CASE {c} {words} END",
        ("text", "number"): "CAST(CAST({c} AS BIGINT) AS VARCHAR)",
        ("text", "bytes"): "decode({c})",
        ("code", "bytes"): "decode({c})",
        ("key", "bytes"): "decode({c})",
    },
}
"""What to write instead of a column, by library, by what it should be and by what came."""

_NAMES = {"pandas": "pandas", "polars": "Polars", "duckdb": "DuckDB"}

_WORDS = (("ja", "nej"), ("j", "n"), ("yes", "no"), ("y", "n"), ("true", "false"), ("1", "0"), ("sant", "falskt"))


def hint(kind: str, source: Any, column: str, wanted: str) -> tuple[str, str] | None:
    """Returns how to convert a column of this kind of table, in Swedish and English; None where no conversion is certain."""
    if kind not in HOW:
        return None
    try:
        came, values = _READ[kind](source, column)
        if wanted == "date" and came == "number":
            came = _days(values())
        if wanted == "boolean" and came == "text":
            came = "words"
        words = _words(kind, values()) if came == "words" else ""
        numbers = wanted == "boolean" and came == "number" or wanted == "text" and came == "number"
        if numbers and not _whole(values(), among=(0, 1) if wanted == "boolean" else None):
            return None
        if wanted == "integer" and came == "text" and not _numerals(values()):
            return None
    except Exception:  # noqa: BLE001
        # The library's message may quote values; the original error is raised unchanged.
        return None
    how = HOW[kind].get((wanted, came))
    if how is None or words is None:
        return None
    example = _assigned(kind, column, how, words)
    return f"i {_NAMES[kind]}: {example}", f"in {_NAMES[kind]}: {example}"


def _assigned(kind: str, column: str, how: str, words: str) -> str:
    if kind == "pandas":
        place = f"df[{column!r}]"
        return f"{place} = {how.format(c=place, words=words)}"
    if kind == "polars":
        made = how.format(c=f"pl.col({column!r})", words=words)
        return f"df = df.with_columns(({made}).alias({column!r}))"
    quoted = _quoted(column)
    made = f"* REPLACE ({how.format(c=quoted, words=words)} AS {quoted})"
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
        return list(series.dropna().unique())

    if isinstance(kind, pd.PeriodDtype):
        # A period of a month or a year does not determine a day.
        return ("period" if str(kind) == "period[D]" else ""), values
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
    plain = {"BOOLEAN": "truth", "VARCHAR": "text", "BLOB": "bytes"}
    numbers = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")
    if kind in (*numbers, "UHUGEINT", "FLOAT", "DOUBLE") or kind.startswith("DECIMAL"):
        return "number", values
    return plain.get(kind, ""), values


_READ: dict[str, Callable[[Any, str], _Came]] = {"pandas": _pandas, "polars": _polars, "duckdb": _duckdb}


def _of_values(values: Iterable[Any]) -> str:
    kinds = {type(value).__name__ for value in values}
    return {"str": "text", "bytes": "bytes", "UUID": "uuid", "bool": "truth"}.get(kinds.pop(), "") if len(kinds) == 1 else ""


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

"""Tables of every kind: as Arrow on the way in, and on the way out as the kind that came in."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .errors import ArgumentError, InputError
from .table import Table, needed, pandas_of

Back = Callable[[Any], Any]


@dataclass(frozen=True)
class Frame:
    """A table of some kind."""

    stream: Any
    """What has ``__arrow_c_stream__`` or ``__arrow_c_array__``."""
    back: Back
    """Makes an answer of the engine a table of the same kind."""
    kind: str
    columns: list[str]
    rows: int | None = None
    """How many rows it has, where that is known without reading them."""


@dataclass(frozen=True)
class Frames:
    """A table of records, and tables of lists beside it."""

    records: Frame
    children: dict[str, Frame]


def frame(data: Any) -> Frame | None:
    """A table, or nothing where `data` is none that is known."""
    home = type(data).__module__.split(".")[0].lstrip("_")
    name = type(data).__name__
    if home == "pandas" and name == "DataFrame":
        return _pandas(data)
    if home == "polars" and name in ("DataFrame", "LazyFrame"):
        return _polars(data, lazy=name == "LazyFrame")
    if home == "pyarrow":
        return _pyarrow(data)
    if home == "duckdb" and hasattr(data, "query"):
        return _duckdb(data)
    if home == "pyspark":
        raise ArgumentError(
            "för tabeller i Spark finns `kvinnofrid.spark.classify` och `kvinnofrid.spark.report`",
            "for tables in Spark there are `kvinnofrid.spark.classify` and `kvinnofrid.spark.report`",
            argument="data",
        )
    if hasattr(data, "__arrow_c_stream__") or hasattr(data, "__arrow_c_array__"):
        columns = getattr(data, "columns", getattr(data, "column_names", []))
        rows = len(data) if hasattr(data, "__len__") else None
        return Frame(data, Table, "arrow", [str(name) for name in columns], rows)
    return None


def frames(data: Any, record: str) -> Frames | None:
    """The tables of `data`: one, or a dict of that of the records (called `record`) and those of their lists."""
    if not isinstance(data, Mapping):
        one = frame(data)
        return None if one is None else Frames(one, {})
    found = {name: frame(value) for name, value in data.items()}
    tables = {name: table for name, table in found.items() if table is not None}
    if not tables:
        return None
    if len(tables) < len(found) or record not in tables:
        names = ", ".join(f"`{name}`" for name in found)
        raise ArgumentError(
            f"flera tabeller ges som en dict med posterna under `{record}` och listorna under sina namn; här finns {names}",
            f"several tables are given as a dict, the records under `{record}` and the lists under their names; here are "
            f"{names}",
            argument="data",
        )
    return Frames(tables.pop(record), tables)


def unknown(data: Any) -> ArgumentError:
    """What to say of data that are no table."""
    kind = f"{type(data).__module__}.{type(data).__qualname__}".removeprefix("builtins.")
    return ArgumentError(
        f"{kind} är ingen tabell som går att läsa; ge en tabell från pandas, Polars, pyarrow eller DuckDB, något med "
        "`__arrow_c_stream__`, eller en lista av dict",
        f"{kind} is no table that can be read; give one of pandas, Polars, pyarrow or DuckDB, something with "
        "`__arrow_c_stream__`, or a list of dicts",
        argument="data",
    )


def _pandas(df: Any) -> Frame:
    pa = needed("pyarrow", "pandas")

    def back(table: Any) -> Any:
        answer = pandas_of(table)
        answer.index = df.index
        for name in answer.columns[:1]:
            if name in df.columns:
                # The key keeps the type it had.
                answer[name] = df[name]
        return answer

    return Frame(_arrow_of_pandas(pa, df), back, "pandas", [str(name) for name in df.columns], len(df))


def _arrow_of_pandas(pa: Any, df: Any) -> Any:
    try:
        return _whole_numbers(pa, pa.Table.from_pandas(df, preserve_index=False))
    except (pa.ArrowException, TypeError, ValueError):
        pass
    # What pyarrow says of it repeats values; so it is only found out which column it is about.
    for name in df.columns:
        try:
            pa.Array.from_pandas(df[name])
        except (pa.ArrowException, TypeError, ValueError):
            raise InputError(
                "kolumnen blandar typer, så att pyarrow inte kan läsa den",
                "the column mixes types, so that pyarrow can't read it",
                field=str(name),
                hint=(
                    f"gör den till en typ: df[{str(name)!r}] = df[{str(name)!r}].astype('string')",
                    f"give it one type: df[{str(name)!r}] = df[{str(name)!r}].astype('string')",
                ),
            ) from None
    raise InputError("pyarrow kan inte läsa tabellen", "pyarrow can't read the table")


def _whole_numbers(pa: Any, table: Any) -> Any:
    """The same with whole numbers where pandas made them floats, as it does for the sake of missing ones."""
    for place, column in enumerate(table.columns):
        kind = _whole(pa, column.combine_chunks() if column.num_chunks != 1 else column.chunk(0))
        if kind != column.type:
            table = table.set_column(place, table.schema.field(place).with_type(kind), column.cast(kind))
    return table


def _whole(pa: Any, array: Any) -> Any:
    """The type of an array with whole numbers in place of floats that are all whole."""
    kind = array.type
    if pa.types.is_floating(kind):
        known = array.drop_null()
        compute = needed("pyarrow.compute", "pandas")
        # Above 2^53 a float no longer holds every whole number.
        whole = compute.and_(compute.equal(compute.floor(known), known), compute.less(compute.abs(known), 2**53))
        return kind if compute.all(whole).as_py() is False else pa.int64()
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        made = pa.list_ if pa.types.is_list(kind) else pa.large_list
        return made(kind.value_field.with_type(_whole(pa, array.flatten())))
    if pa.types.is_struct(kind):
        fields = zip(kind, array.flatten(), strict=True)
        return pa.struct([field.with_type(_whole(pa, inner)) for field, inner in fields])
    return kind


def _polars(df: Any, *, lazy: bool) -> Frame:
    pl = needed("polars", "polars")
    whole = df.collect() if lazy else df

    def back(table: Any) -> Any:
        answer = pl.DataFrame(table)
        return answer.lazy() if lazy else answer

    return Frame(whole, back, "polars", whole.columns, whole.height)


def _pyarrow(data: Any) -> Frame | None:
    pa = needed("pyarrow", "pandas")
    if isinstance(data, pa.RecordBatch):

        def one(table: Any) -> Any:
            whole = pa.table(table).combine_chunks()
            batches = whole.to_batches()
            return batches[0] if batches else pa.RecordBatch.from_pylist([], schema=whole.schema)

        return Frame(data, one, "pyarrow", data.schema.names, data.num_rows)
    if isinstance(data, pa.RecordBatchReader):
        # Read batch by batch; `Programme.classify` answers likewise.
        return Frame(data, lambda table: pa.table(table).to_reader(), "reader", data.schema.names)
    if isinstance(data, pa.Table):
        return Frame(data, pa.table, "pyarrow", data.column_names, data.num_rows)
    scan = getattr(data, "scanner", None)
    if scan is not None:
        dataset = needed("pyarrow.dataset", "pandas")
        reader = scan().to_reader()
        return Frame(reader, lambda table: dataset.dataset(pa.table(table)), "pyarrow", reader.schema.names)
    if hasattr(data, "to_reader"):
        reader = data.to_reader()
        return Frame(reader, pa.table, "pyarrow", reader.schema.names)
    return None


def _duckdb(relation: Any) -> Frame:
    pa = needed("pyarrow", "pandas")

    def back(table: Any) -> Any:
        # DuckDB finds the table by the name of this variable, and the answer stays in the connection of the question.
        kvinnofrid_answers = pa.table(table)  # noqa: F841
        return relation.query("kvinnofrid_records", "SELECT * FROM kvinnofrid_answers").set_alias("kvinnofrid")

    # A relation runs when its stream is asked for, one at a time in a connection.
    stream = relation if hasattr(relation, "__arrow_c_stream__") else relation.arrow()
    return Frame(stream, back, "duckdb", relation.columns)


def told_better(error: InputError, tables: Frames, schema: Mapping[str, Any]) -> InputError:
    """The error of a column, with what is there instead or how to convert it in the library that it came from."""
    path = error.field
    if path is None or "hint" in error._about:
        return error
    if path in schema.get("required", []) and path not in tables.records.columns:
        return _no_key(path, tables.records.columns)
    if error.row is not None:
        return error
    table, _, column = path.rpartition(".")
    frame = tables.children.get(table, tables.records)
    # Of a list within a table, the column to convert is not one of the table's own.
    how = _CONVERT.get((frame.kind, _types(schema).get(path, ""))) if column in frame.columns else None
    if how is None:
        return error
    example = how.format(repr(column))
    hint = (f"i {_NAMES[frame.kind]}: {example}", f"in {_NAMES[frame.kind]}: {example}")
    return InputError(*error._said, **error._about, hint=hint)


def _no_key(key: str, columns: list[str]) -> InputError:
    folded = {name.casefold(): name for name in columns}
    near = difflib.get_close_matches(key.casefold(), folded, n=1)
    there = ", ".join(f"`{name}`" for name in columns)
    what = (
        (f"menades `{folded[near[0]]}`?", f"was `{folded[near[0]]}` meant?")
        if near
        else ("säg i en karta (`map=`) vad den heter", "say in a map (`map=`) what it is called")
    )
    return InputError(
        f"kolumnen `{key}`, postens nyckel, finns inte bland {there}; {what[0]}",
        f"the column `{key}`, the key of the record, is not among {there}; {what[1]}",
        field=key,
    )


_NAMES = {"pandas": "pandas", "polars": "Polars", "duckdb": "DuckDB"}

_CONVERT = {
    ("pandas", "date"): "df[{0}] = pd.to_datetime(df[{0}]).dt.normalize()",
    ("pandas", "integer"): "df[{0}] = df[{0}].astype('Int64')",
    ("pandas", "boolean"): "df[{0}] = df[{0}].map({{'ja': True, 'nej': False}})",
    ("pandas", "text"): "df[{0}] = df[{0}].astype('string')",
    ("pandas", "key"): "df[{0}] = df[{0}].astype('Int64')",
    ("polars", "date"): "df = df.with_columns(pl.col({0}).str.to_date())",
    ("polars", "integer"): "df = df.with_columns(pl.col({0}).cast(pl.Int64))",
    ("polars", "boolean"): "df = df.with_columns(pl.col({0}) == 'ja')",
    ("polars", "text"): "df = df.with_columns(pl.col({0}).cast(pl.String))",
    ("polars", "key"): "df = df.with_columns(pl.col({0}).cast(pl.Int64))",
    ("duckdb", "date"): "SELECT * REPLACE (CAST({0} AS DATE) AS {0})",
    ("duckdb", "integer"): "SELECT * REPLACE (CAST({0} AS BIGINT) AS {0})",
    ("duckdb", "text"): "SELECT * REPLACE (CAST({0} AS VARCHAR) AS {0})",
}


def _types(schema: Mapping[str, Any]) -> dict[str, str]:
    """What each column of a record and of its lists should be, by path, from a JSON Schema."""
    found: dict[str, str] = {}
    for name, field in schema.get("properties", {}).items():
        kinds = field.get("type", [])
        if field.get("format") == "date":
            found[name] = "date"
        elif kinds == ["string", "integer"] or kinds == ["string", "integer", "null"]:
            found[name] = "key"
        elif "integer" in kinds:
            found[name] = "integer"
        elif "boolean" in kinds:
            found[name] = "boolean"
        elif "string" in kinds or "enum" in field:
            found[name] = "text"
        for option in field.get("items", {}).get("anyOf", []):
            found |= {f"{name}.{inner}": kind for inner, kind in _types(option).items()}
    return found

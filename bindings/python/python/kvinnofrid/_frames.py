"""Converts tables of every kind to Arrow, and results back to the kind of table that was passed."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from . import _hints
from .errors import ArgumentError, Error, InputError
from .table import Table, needed, of_ipc, pandas_of, to_ipc

Back = Callable[[Any], Any]


@dataclass(frozen=True)
class Frame:
    """A table of any supported library."""

    stream: Any
    """What has ``__arrow_c_stream__`` or ``__arrow_c_array__``."""
    back: Back
    """Makes an answer of the engine a table of the same kind."""
    kind: str
    columns: list[str]
    rows: int | None = None
    """How many rows it has, where that is known without reading them."""
    source: Any = None
    """What the user gave, where a column of it can be looked at again."""
    unreadable: Mapping[str, InputError] = field(default_factory=dict)
    """Columns that Arrow can't carry, with the error of a call that reads them. A column that no call reads stops nothing."""


@dataclass(frozen=True)
class Frames:
    """A table of records, and the tables of its lists."""

    records: Frame
    children: dict[str, Frame]


def kept(frame: Frame) -> tuple[Any, ...]:
    """Returns what a table is pickled as: its data, and what decides which kind of table an answer is."""
    index = frame.source.index if frame.kind == "pandas" and frame.source is not None else None
    return frame.kind, to_ipc(frame.stream), index, dict(frame.unreadable)


def again(kept: tuple[Any, ...]) -> Frame:
    """Returns an unpickled table. Answers are of its library again; those of DuckDB, whose connection is elsewhere, are not."""
    kind, written, index, unreadable = kept
    table = of_ipc(written)

    def as_pandas(answer: Any) -> Any:
        made = pandas_of(answer)
        made.index = index
        return made

    backs: dict[str, Back] = {
        "pandas": as_pandas,
        "polars": lambda answer: needed("polars", "polars").DataFrame(answer),
        "pyarrow": lambda answer: needed("pyarrow", "pandas").table(answer),
    }
    kind = kind if kind in backs else "arrow"
    # An index is all that is needed of the frame to pickle it once more.
    source = None if index is None else needed("pandas", "pandas").DataFrame(index=index)
    return Frame(table, backs.get(kind, Table), kind, table.column_names, table.num_rows, source, unreadable)


def frame(data: Any) -> Frame | None:
    """Returns `data` as a table, or None where its type is not supported.

    The library's own error message is not repeated, since it may quote values.
    """
    failed = False
    found = None
    try:
        found = _frame(data)
    except (Error, ImportError):
        raise
    except Exception:
        failed = True
    if failed:
        raise failed_source()
    return None if found is None else replace(found, stream=guarded(found.stream))


def _frame(data: Any) -> Frame | None:
    kinds = {(base.__module__.split(".")[0].lstrip("_"), base.__name__) for base in type(data).__mro__}
    home, name = type(data).__module__.split(".")[0].lstrip("_"), type(data).__name__
    if ("pandas", "Series") in kinds or ("polars", "Series") in kinds:
        raise _one_column(data, home)
    if home in ("pandas", "polars") and name.endswith("GroupBy"):
        raise ArgumentError(
            "en gruppering (`groupby`) är ingen tabell; ge hela tabellen, och dela upp rapporten med `by=`",
            "a grouping (`groupby`) is no table; give the whole table, and break the report down by `by=`",
            argument="data",
        )
    if ("pandas", "DataFrame") in kinds:
        return _pandas(data)
    if ("polars", "DataFrame") in kinds or ("polars", "LazyFrame") in kinds:
        return _polars(data, lazy=("polars", "LazyFrame") in kinds)
    if home == "pyarrow":
        return _pyarrow(data)
    if home == "duckdb":
        return _duckdb(data) if name == "DuckDBPyRelation" else None
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


def failed_source(rows: int | None = None) -> InputError:
    """Returns the error for a source that failed after `rows` rows. Its own message may quote data and is not repeated."""
    after = ("", "") if rows is None else (f" efter {rows} rader", f" after {rows} rows")
    return InputError(
        f"källan till tabellen misslyckades{after[0]}; vad den säger visas inte, eftersom det kan vara uppgifter: läs källan "
        "för sig för att se felet",
        f"the source of the table failed{after[1]}; what it says is not shown, since it may be data: read the source by "
        "itself to see the error",
    )


def guarded(source: Any) -> Any:
    """Wraps a source of Arrow data so that its failures are raised as `InputError`."""
    if isinstance(source, Table | _Stream | _Array):
        return source
    return _Stream(source) if hasattr(source, "__arrow_c_stream__") else _Array(source)


class _Guarded:
    def __init__(self, source: Any) -> None:
        self._source = source

    def _asked(self, method: str) -> Any:
        made = None
        try:
            made = getattr(self._source, method)()
        except Exception:
            made = None
        capsules = made if isinstance(made, tuple) else (made,)
        if any(type(one).__name__ != "PyCapsule" for one in capsules):
            raise failed_source()
        return made


class _Stream(_Guarded):
    """A source that exports a stream."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> Any:
        return self._asked("__arrow_c_stream__")


class _Array(_Guarded):
    """A source that exports a single array only."""

    def __arrow_c_array__(self, requested_schema: object = None) -> Any:
        return self._asked("__arrow_c_array__")


def _one_column(data: Any, library: str) -> ArgumentError:
    name = {"pandas": "pandas", "polars": "Polars"}.get(library, library)
    return ArgumentError(
        f"en Series från {name} är en enda kolumn eller rad; ge hela tabellen, eller en rad som dict (i pandas: "
        "`df.iloc[0].to_dict()`)",
        f"a Series of {name} is a single column or row; give the whole table, or a row as a dict (in pandas: "
        "`df.iloc[0].to_dict()`)",
        argument="data",
    )


def frames(data: Any, record: str) -> Frames | None:
    """Returns the tables of `data`: a single table, or a dict of the records (named `record`) and their lists."""
    if not isinstance(data, Mapping):
        one = frame(data)
        return None if one is None else Frames(one, {})
    found = {name: frame(value) for name, value in data.items()}
    tables = {name: table for name, table in found.items() if table is not None}
    if not tables:
        return None
    if len(tables) < len(found):
        raise _not_by_name(record, found)
    return by_name(tables, record)


def by_name(tables: Mapping[Any, Frame], record: str) -> Frames:
    """Returns the tables of a dict in which the records are named `record`."""
    if record not in tables or not all(isinstance(name, str) for name in tables):
        raise _not_by_name(record, tables)
    return Frames(tables[record], {name: table for name, table in tables.items() if name != record})


def _not_by_name(record: str, found: Mapping[Any, Any]) -> ArgumentError:
    names = ", ".join(f"`{shown(str(name))}`" for name in found)
    return ArgumentError(
        f"flera tabeller ges som en dict med posterna under `{record}` och listorna under sina namn; här finns {names}",
        f"several tables are given as a dict, the records under `{record}` and the lists under their names; here are "
        f"{names}",
        argument="data",
    )


def shown(name: str) -> str:
    """Escapes the unprintable characters of a name, such as the byte order mark at the beginning of a file."""
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in name)


def unknown(data: Any, *, tables_only: bool = False) -> ArgumentError:
    """Returns the error for data that are not a table, nor records where those are accepted too."""
    kind = f"{type(data).__module__}.{type(data).__qualname__}".removeprefix("builtins.")
    how = _INSTEAD.get(type(data).__name__, ("", ""))
    records = ("", "") if tables_only else (", eller en lista av dict", ", or a list of dicts")
    if tables_only and isinstance(data, list | tuple):
        how = ("ge poster som `pd.DataFrame(poster)`; ", "give records as `pd.DataFrame(records)`; ")
    return ArgumentError(
        f"{kind} är ingen tabell som går att läsa; {how[0]}en tabell kommer från pandas, Polars, pyarrow eller DuckDB, eller är "
        f"något med `__arrow_c_stream__`{records[0]}",
        f"{kind} is no table that can be read; {how[1]}a table is one of pandas, Polars, pyarrow or DuckDB, or something with "
        f"`__arrow_c_stream__`{records[1]}",
        argument="data",
    )


_FILE = (
    "läs in filen först, till exempel med `pd.read_parquet`, `pl.read_csv` eller `duckdb.sql`; ",
    "read the file first, for example by `pd.read_parquet`, `pl.read_csv` or `duckdb.sql`; ",
)
_INSTEAD = {
    "str": _FILE,
    "PosixPath": _FILE,
    "WindowsPath": _FILE,
    "DuckDBPyConnection": (
        "ge en fråga i anslutningen: `connection.sql('SELECT …')` eller `connection.table('…')`; ",
        "give a query of the connection: `connection.sql('SELECT …')` or `connection.table('…')`; ",
    ),
    "dict": (
        "en dict är en enda post, eller flera tabeller under sina namn: ge en post som `[post]`, kolumner som "
        "`pd.DataFrame(kolumner)`, poster under sina nycklar som `poster.values()`; ",
        "a dict is a single record, or several tables under their names: give a record as `[record]`, columns as "
        "`pd.DataFrame(columns)`, records under their keys as `records.values()`; ",
    ),
}


def _pandas(df: Any) -> Frame:
    pa = needed("pyarrow", "pandas")

    def back(table: Any) -> Any:
        answer = pandas_of(table)
        answer.index = df.index
        for name in answer.columns[:1]:
            if name in df.columns:
                # The key column keeps its original dtype.
                answer[name] = df[name]
        return answer

    table, unreadable = _arrow_of_pandas(pa, df)
    return Frame(table, back, "pandas", [str(name) for name in df.columns], len(df), df, unreadable)


def _arrow_of_pandas(pa: Any, df: Any) -> tuple[Any, dict[str, InputError]]:
    """Converts to Arrow. Columns that pyarrow can't convert are of a type that no field accepts, and returned with their errors."""
    names = [str(name) for name in df.columns]
    if not names and len(df):
        # Arrow does not carry the number of rows of a table without columns.
        raise InputError(
            "tabellen har inga kolumner: de är tabellens index",
            "the table has no columns: they are the table's index",
            hint=("i pandas: df = df.reset_index()", "in pandas: df = df.reset_index()"),
        )
    for place, name in enumerate(names):
        if name in names[:place]:
            first, second = names.index(name) + 1, place + 1
            raise InputError(
                f"kolumn {first} och kolumn {second} heter likadant; ge dem olika namn, eller ta bort den ena",
                f"column {first} and column {second} have the same name; give them different names, or remove one",
            )
    unreadable: dict[str, InputError] = {}
    whole = _converted(lambda: pa.Table.from_pandas(df, preserve_index=False))
    if whole is None:
        # pyarrow's message quotes values, so the failing columns are located by converting one at a time.
        columns = []
        for place, name in enumerate(names):
            column = _converted(lambda: pa.chunked_array(pa.Array.from_pandas(_dense(df.iloc[:, place]))))  # noqa: B023
            if column is None:
                unreadable[name] = _unconvertible(name, df.iloc[:, place])
                column = pa.chunked_array(pa.nulls(len(df)))
            columns.append(column)
        whole = pa.table(columns, names=names)
    for name, kind in zip(names, df.dtypes, strict=True):
        # A period of pandas is an integer in Arrow: the number of months since 1970, for example.
        if _is_period(kind):
            unreadable[name] = _periods(name, kind)
    whole = _whole_numbers(pa, whole)
    for name in unreadable:
        whole = whole.set_column(names.index(name), name, pa.nulls(len(df), pa.duration("us")))
    return whole, unreadable


def _converted(convert: Callable[[], Any]) -> Any:
    """Returns the result of `convert`, or None where it raises: the message may quote values."""
    try:
        return convert()
    except Exception:
        return None


def _dense(column: Any) -> Any:
    """Returns a sparse column as a dense one, which pyarrow can convert."""
    pd = needed("pandas", "pandas")
    return column.sparse.to_dense() if isinstance(column.dtype, pd.SparseDtype) else column


def _is_period(kind: Any) -> bool:
    return isinstance(kind, needed("pandas", "pandas").PeriodDtype)


def _periods(name: str, kind: Any) -> InputError:
    how = f"df[{name!r}] = df[{name!r}].dt.to_timestamp()"
    # A period of a month or a year does not determine a day.
    days = kind == "period[D]"
    return InputError(
        "kolumnen har perioder (`Period`) och inte dagar eller tal; ge dagarna, eller null där dagen inte är känd",
        "the column has periods (`Period`) and not days or numbers; give the days, or null where the day is not known",
        field=name,
        **({"hint": (f"i pandas: {how}", f"in pandas: {how}")} if days else {}),
    )


def _unconvertible(name: str, column: Any) -> InputError:
    """Returns the error for a column that pyarrow can't convert, with the conversion where one is certain."""
    pd = needed("pandas", "pandas")
    place = f"df[{name!r}]"
    if any(pd.api.types.is_list_like(value) for value in column):
        how = f"{place} = {place}.map(lambda value: value if pd.api.types.is_list_like(value) else None)"
        return InputError(
            "kolumnen har annat bland sina listor, så att pyarrow inte kan läsa den",
            "the column has something else among its lists, so that pyarrow can't read it",
            field=name,
            hint=(f"låt det andra vara okänt: {how}", f"let the rest be unknown: {how}"),
        )
    if any(isinstance(value, str) and not value.isascii() and not _is_text(value) for value in column):
        return InputError(
            "kolumnen har en text som inte är hela tecken (ett ensamt surrogat); läs in den med rätt teckenkodning",
            "the column has a text that is no whole characters (a lone surrogate); read it in by the right encoding",
            field=name,
        )
    values = list(column.dropna())
    kinds = sorted({type(value).__name__ for value in values})
    there = ", ".join(kinds[:4]) + (", …" if len(kinds) > 4 else "")
    how = f"{place} = {_hints.one_type(values).format(c=place)}"
    return InputError(
        f"kolumnen har värden som pyarrow inte kan läsa tillsammans ({there})",
        f"the column has values that pyarrow can't read together ({there})",
        field=name,
        hint=(f"gör dem till en typ: {how}", f"give them one type: {how}"),
    )


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _whole_numbers(pa: Any, table: Any) -> Any:
    """Casts float columns that hold only integers to int64: pandas makes integers floats where some are missing. A column
    of nothing is of no type."""
    for place, column in enumerate(table.columns):
        if table.num_rows and column.null_count == table.num_rows:
            # pandas makes a column of nothing one of floats or times, whatever it is of.
            table = table.set_column(place, table.column_names[place], pa.nulls(table.num_rows))
            continue
        kind = _whole(pa, column.combine_chunks() if column.num_chunks != 1 else column.chunk(0))
        if kind != column.type:
            table = table.set_column(place, table.schema.field(place).with_type(kind), column.cast(kind))
    return table


def _whole(pa: Any, array: Any) -> Any:
    """Returns the type of an array, with int64 in place of floats that are all integers."""
    kind = array.type
    if pa.types.is_floating(kind):
        known = array.drop_null()
        compute = needed("pyarrow.compute", "pandas")
        # Above 2^53 a float can no longer represent every integer.
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
    unreadable = dict(_unreadable_of_polars(pl, whole))
    # Stands in for what Arrow can't carry: a type that no field accepts.
    carried = whole.with_columns(pl.lit(None, dtype=pl.Duration).alias(name) for name in unreadable)

    def back(table: Any) -> Any:
        answer = pl.DataFrame(table)
        return answer.lazy() if lazy else answer

    return Frame(carried, back, "polars", whole.columns, whole.height, whole, unreadable)


def _unreadable_of_polars(pl: Any, df: Any) -> Iterator[tuple[str, InputError]]:
    """Yields the columns that Polars can't export as Arrow, with their errors."""
    for name, kind in df.schema.items():
        if _holds(pl, kind, {"Object"}):
            how = f"df = df.with_columns(pl.Series({name!r}, [None if value is None else str(value) for value in df[{name!r}]]))"
            yield name, InputError(
                "kolumnen har Pythons egna objekt (Object), som Arrow inte kan bära",
                "the column has objects of Python's own (Object), which Arrow can't carry",
                field=name,
                hint=(f"gör dem till text: {how}", f"turn them into text: {how}"),
            )
        elif _holds(pl, kind, {"Int128", "UInt128"}):
            how = f"df = df.with_columns(pl.col({name!r}).cast(pl.Int64))"
            fits = kind.is_numeric() and _converted(lambda: df[name].cast(pl.Int64)) is not None  # noqa: B023
            yield name, InputError(
                "kolumnen har heltal med 128 bitar, som Arrow inte kan bära",
                "the column has integers of 128 bits, which Arrow can't carry",
                field=name,
                **({"hint": (f"i Polars: {how}", f"in Polars: {how}")} if fits else {}),
            )


def _holds(pl: Any, kind: Any, types: set[str]) -> bool:
    """Returns whether a type is one of these, or has one inside."""
    inner = [getattr(kind, "inner", None), *(part.dtype for part in getattr(kind, "fields", ()))]
    named = str(kind.base_type()) in types
    return named or any(_holds(pl, one, types) for one in inner if one is not None)


def _pyarrow(data: Any) -> Frame | None:
    pa = needed("pyarrow", "pandas")
    if isinstance(data, pa.RecordBatch):

        def one(table: Any) -> Any:
            whole = pa.table(table).combine_chunks()
            batches = whole.to_batches()
            return batches[0] if batches else pa.RecordBatch.from_pylist([], schema=whole.schema)

        return Frame(data, one, "pyarrow", data.schema.names, data.num_rows)
    if isinstance(data, pa.RecordBatchReader):
        # Read batch by batch; `Programme.classify` returns a reader too.
        return Frame(data, lambda table: pa.table(table).to_reader(), "reader", data.schema.names, None, data)
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


def other_rows(frame: Frame, table: Any) -> Any:
    """Returns a result with other rows than the records as a table of their kind."""
    return pandas_of(table) if frame.kind == "pandas" else frame.back(table)


def _duckdb(relation: Any) -> Frame:
    pa = needed("pyarrow", "pandas")

    def back(table: Any) -> Any:
        # DuckDB resolves the table by the name of this variable; the result belongs to the connection of `relation`.
        kvinnofrid_answers = pa.table(table)  # noqa: F841
        return relation.query("kvinnofrid_records", "SELECT * FROM kvinnofrid_answers").set_alias("kvinnofrid")

    # A relation is executed when its stream is requested, one at a time per connection.
    stream = relation if hasattr(relation, "__arrow_c_stream__") else relation.arrow()
    return Frame(stream, back, "duckdb", relation.columns, None, relation)


def with_hint(
    error: InputError, tables: Frames, schema: Mapping[str, Any], renamed: Mapping[str, str]
) -> InputError:
    """Adds a hint to the error of a column: the column probably meant, or how to convert it in its library.

    `renamed` holds the names of columns that a map renames, by the path of the field.
    """
    path = error.field
    if path is None or "hint" in error._about:
        return error
    table, _, own = path.rpartition(".")
    column = renamed.get(path, own)
    if path in schema.get("required", []) and column not in tables.records.columns:
        return _no_key(path, column, tables.records, list(schema.get("properties", {})))
    if path in tables.children:
        return _without_key(error, tables.children[path], schema, renamed)
    frame = tables.children.get(table, tables.records)
    field = _fields(schema).get(path)
    # Inside a list column the column to convert is not a column of the table itself.
    if field is None or column not in frame.columns or (table and table not in tables.children):
        return error
    if column in frame.unreadable:
        known = frame.unreadable[column]
        sv, en = known._said
        return InputError(f"{path}: {sv}", f"{path}: {en}", **(known._about | {"field": path}))
    wanted, codes = field
    # The type of the column is right: only how days, codes and what is missing are written may be wrong in all rows alike.
    if error.row is not None and wanted not in ("date", "code", "text"):
        return error
    hint = _hints.hint(frame.kind, frame.source, column, wanted, codes)
    return error if hint is None else InputError(*error._said, **error._about, hint=hint)


def _without_key(error: InputError, frame: Frame, schema: Mapping[str, Any], renamed: Mapping[str, str]) -> InputError:
    """Adds to the error of a table of lists where pandas holds the key of the records."""
    for key in schema.get("required", []):
        above = _above(frame, renamed.get(key, key))
        if above is not None:
            return InputError(*error._said, **error._about, hint=(f"i pandas: {above[2]}", f"in pandas: {above[2]}"))
    return error


def _no_key(key: str, column: str, frame: Frame, fields: list[str]) -> InputError:
    columns = frame.columns
    above = _above(frame, column)
    if above is not None:
        return InputError(
            f"kolumnen `{column}`, postens nyckel, finns inte bland kolumnerna: {above[0]}",
            f"the column `{column}`, the key of the record, is not among the columns: {above[1]}",
            field=key,
            hint=(f"i pandas: {above[2]}", f"in pandas: {above[2]}"),
        )
    folded = {_folded(name): name for name in columns}
    near = difflib.get_close_matches(column.casefold(), folded, n=1)
    # In a file without a header the column names are values: only those close to a field name are repeated.
    known = [name for name in columns if difflib.get_close_matches(_folded(name), fields, n=1)]
    there = ", ".join(f"`{shown(name)}`" for name in known)
    others = len(columns) - len(known)
    among = (f"bland {there}", f"among {there}") if known else ("bland kolumnerna", "among the columns")
    if known and others:
        among = (f"{among[0]} och {others} till", f"{among[1]} and {others} more")
    what = (
        (f"menades `{shown(folded[near[0]])}`?", f"was `{shown(folded[near[0]])}` meant?")
        if near
        else ("säg i en karta (`map=`) vad den heter", "say in a map (`map=`) what it is called")
    )
    if near and folded[near[0]].startswith("\ufeff"):
        what = (
            f"{what[0]} Filen börjar med ett märke (BOM): läs den med encoding='utf-8-sig'",
            f"{what[1]} The file begins with a byte order mark: read it by encoding='utf-8-sig'",
        )
    return InputError(
        f"kolumnen `{column}`, postens nyckel, finns inte {among[0]}; {what[0]}",
        f"the column `{column}`, the key of the record, is not {among[1]}; {what[1]}",
        field=key,
    )


def _above(frame: Frame, column: str) -> tuple[str, str, str] | None:
    """Returns where pandas holds a column that is not one of the table's: in the index, or a level of the columns' names."""
    if frame.kind != "pandas" or frame.source is None:
        return None
    if column in frame.source.index.names:
        return "den är tabellens index", "it is the table's index", "df = df.reset_index()"
    names = frame.source.columns
    for level in range(names.nlevels if names.nlevels > 1 else 0):
        if column in names.get_level_values(level):
            how = f"df.columns = df.columns.get_level_values({level})"
            return "kolumnernas namn har flera nivåer", "the names of the columns have several levels", how
    return None


def _folded(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable()).strip().casefold()


def _fields(schema: Mapping[str, Any]) -> dict[str, tuple[str, list[str]]]:
    """Returns the expected type of each column of a record and its lists, and its codes, by path, from a JSON Schema."""
    found: dict[str, tuple[str, list[str]]] = {}
    for name, field in schema.get("properties", {}).items():
        kinds = field.get("type", [])
        if field.get("format") == "date":
            found[name] = ("date", [])
        elif kinds in (["string", "integer"], ["string", "integer", "null"]):
            found[name] = ("key", [])
        elif "integer" in kinds:
            found[name] = ("integer", [])
        elif "number" in kinds:
            found[name] = ("decimal", [])
        elif "boolean" in kinds:
            found[name] = ("boolean", [])
        elif "enum" in field:
            found[name] = ("code", [code for code in field["enum"] if code is not None])
        elif "array" in kinds:
            found[name] = ("list", [])
        elif "string" in kinds:
            found[name] = ("text", [])
        for option in field.get("items", {}).get("anyOf", []):
            found |= {f"{name}.{inner}": kind for inner, kind in _fields(option).items()}
    return found

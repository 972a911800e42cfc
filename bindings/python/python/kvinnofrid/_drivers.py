"""Databases as sources of Arrow batches. Nothing else knows a driver.

Messages of drivers may hold values, queries and passwords, and are never repeated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from .errors import ArgumentError, InputError
from .table import needed

ROWS = 50_000
"""The rows of a part, where the driver lets us choose."""

_WORD = re.compile(r"[^\s;'\"()]+")


def is_table(source: str) -> bool:
    """Returns whether a source is the name of a table (``arenden.person``), and not a query."""
    return _WORD.fullmatch(source) is not None


def quoted(name: str) -> str:
    """Quotes a name for SQL."""
    return '"' + name.replace('"', '""') + '"'


def relation(source: str) -> str:
    """Returns a table or query as what stands after FROM."""
    if is_table(source):
        return ".".join(quoted(part) for part in source.split("."))
    return f"({source.rstrip().rstrip(';')}) AS kvinnofrid_source"


class Driver(Protocol):
    """An open database. Its results are of one moment, and are read side by side."""

    text: str
    """The type of text, for CAST."""
    collation: str
    """What makes ORDER BY follow the code points of texts."""

    def columns(self, sql: str, key: str | None) -> list[tuple[str, str]]:
        """Returns the columns of a query, each ``whole`` (numbers), ``text``, ``other``, or ``unsorted``; of SQLite's, which
        have no types, that of the key only."""

    def batches(self, sql: str, kinds: dict[str, str]) -> Iterator[Any]:
        """Runs a query, and returns its batches."""

    def write(self, name: str, table: Any, *, append: bool) -> None:
        """Writes a pyarrow table as a table of the database."""


def failed(work: str, error: BaseException) -> InputError:
    """Returns the error for a database that failed. SQLSTATE is a code, and holds no values."""
    state = getattr(error, "sqlstate", None)
    code = f" (SQLSTATE {state})" if isinstance(state, str) and re.fullmatch(r"[0-9A-Z]{5}", state) else ""
    works = {
        "connect": (
            "databasen gick inte att öppna; kontrollera adressen, och lösenordet i PGPASSWORD eller PGPASSFILE",
            "the database could not be opened; check the address, and the password in PGPASSWORD or PGPASSFILE",
        ),
        "read": (
            "databasen kunde inte svara; vad den säger visas inte, eftersom det kan vara uppgifter: kör frågan för sig",
            "the database could not answer; what it says is not shown, since it may be data: run the query by itself",
        ),
        "write": (
            "databasen tog inte emot tabellen; kontrollera namnet, om tabellen redan finns, och rätten att skriva",
            "the database did not take the table; check the name, whether the table exists, and the right to write",
        ),
    }
    sv, en = works[work]
    return InputError(f"{sv}{code}", f"{en}{code}")


def connect(url: str, stack: ExitStack, *, write: bool = False) -> Driver:
    """Opens the database at ``url``, to be closed with ``stack``."""
    scheme, separator, place = url.partition(":")
    if separator and scheme in ("postgresql", "postgres"):
        return _Postgres(url, stack)
    if separator and scheme == "duckdb":
        return _Duck(place, stack, write)
    if separator and scheme == "sqlite":
        return _Lite(place, stack, write)
    raise ArgumentError(
        "adressen ska vara `postgresql://…`, `duckdb:FIL` eller `sqlite:FIL`",
        "the address must be `postgresql://…`, `duckdb:FILE` or `sqlite:FILE`",
        argument="url",
    )


def file_of(place: str) -> Path:
    """Returns the file of ``duckdb:FILE`` or ``sqlite:///FILE``."""
    return Path(unquote(urlsplit(place).path) if place.startswith("//") else place)


class _Postgres:
    text = "TEXT"
    collation = ' COLLATE "C"'

    def __init__(self, url: str, stack: ExitStack) -> None:
        self._dbapi = needed("adbc_driver_postgresql.dbapi", "database")
        self._url = url
        self._stack = stack
        self._first = self._connected()
        self._snapshot: str | None = None

    def _connected(self) -> Any:
        try:
            connection = self._dbapi.connect(self._url)
        except Exception as error:
            failure = failed("connect", error)
        else:
            self._stack.callback(connection.close)
            return connection
        raise failure

    def _reading(self) -> Any:
        """Returns a cursor of a connection of its own, which sees what the first one sees."""
        isolated = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
        if self._snapshot is None:
            cursor = self._first.cursor()
            cursor.execute(isolated)
            cursor.execute("SELECT pg_export_snapshot()")
            self._snapshot = str(cursor.fetchone()[0])
            cursor.close()
        cursor = self._connected().cursor()
        cursor.execute(isolated)
        cursor.execute(f"SET TRANSACTION SNAPSHOT '{self._snapshot}'")
        return cursor

    def columns(self, sql: str, key: str | None) -> list[tuple[str, str]]:
        cursor = self._reading()
        cursor.execute(f"SELECT * FROM {sql} LIMIT 0")
        fields = cursor.fetch_arrow_table().schema
        cursor.close()
        return [(field.name, _kind(field.type)) for field in fields]

    def batches(self, sql: str, kinds: dict[str, str]) -> Iterator[Any]:
        cursor = self._reading()
        cursor.execute(sql)
        yield from cursor.fetch_record_batch()
        cursor.close()

    def write(self, name: str, table: Any, *, append: bool) -> None:
        schema, _, table_name = name.rpartition(".")
        with self._first.cursor() as cursor:
            mode = "create_append" if append else "create"
            cursor.adbc_ingest(table_name, table, mode=mode, db_schema_name=schema or None)
        self._first.commit()


class _Duck:
    text = "VARCHAR"
    collation = ""

    def __init__(self, place: str, stack: ExitStack, write: bool) -> None:
        duckdb = needed("duckdb", "database")
        try:
            self._connection = duckdb.connect(str(file_of(place)), read_only=not write)
        except Exception as error:
            failure = failed("connect", error)
        else:
            stack.callback(self._connection.close)
            return
        raise failure

    def columns(self, sql: str, key: str | None) -> list[tuple[str, str]]:
        cursor = self._connection.cursor()
        reader = _reader(cursor.sql(f"SELECT * FROM {sql} LIMIT 0"))
        return [(field.name, _kind(field.type)) for field in reader.schema]

    def batches(self, sql: str, kinds: dict[str, str]) -> Iterator[Any]:
        # A cursor is a connection of its own, since each has one result at a time.
        cursor = self._connection.cursor()
        yield from _reader(cursor.sql(sql))

    def write(self, name: str, table: Any, *, append: bool) -> None:
        target = relation(name)
        exists = "IF NOT EXISTS " if append else ""
        kvinnofrid_table = table  # noqa: F841 - DuckDB finds it by the name of this variable.
        self._connection.execute("BEGIN")
        self._connection.execute(f"CREATE TABLE {exists}{target} AS SELECT * FROM kvinnofrid_table LIMIT 0")
        self._connection.execute(f"INSERT INTO {target} SELECT * FROM kvinnofrid_table")
        self._connection.execute("COMMIT")


def _kind(kind: Any) -> str:
    """Returns what a column of this type is, as :meth:`Driver.columns` says."""
    types = needed("pyarrow.types", "database")
    if types.is_integer(kind):
        return "whole"
    if types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind):
        return "text"
    sorts = types.is_temporal(kind) or types.is_boolean(kind) or types.is_floating(kind) or types.is_decimal(kind)
    return "other" if sorts else "unsorted"


def _reader(relation: Any) -> Any:
    made = getattr(relation, "to_arrow_reader", None) or relation.fetch_arrow_reader
    return made(ROWS)


class _Lite:
    """SQLite has no types for columns, so each part gets those of its values."""

    text = "TEXT"
    collation = ""

    def __init__(self, place: str, stack: ExitStack, write: bool) -> None:
        # Not every Python is built with it.
        sqlite = needed("sqlite3", "database")
        file = file_of(place)
        try:
            mode = "rwc" if write else "ro"
            self._connection = sqlite.connect(f"{file.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None)
            stack.callback(self._connection.close)
            self._connection.execute("BEGIN")
        except Exception as error:
            failure = failed("connect", error)
        else:
            return
        raise failure

    def columns(self, sql: str, key: str | None) -> list[tuple[str, str]]:
        names = [column[0] for column in self._connection.execute(f"SELECT * FROM {sql} LIMIT 0").description]
        kinds = dict.fromkeys(names, "other")
        if key in kinds:
            other = f"SELECT 1 FROM {sql} WHERE typeof({quoted(str(key))}) NOT IN ('integer', 'null') LIMIT 1"
            kinds[str(key)] = "whole" if self._connection.execute(other).fetchone() is None else "text"
        return list(kinds.items())

    def batches(self, sql: str, kinds: dict[str, str]) -> Iterator[Any]:
        pa = needed("pyarrow", "database")
        cursor = self._connection.execute(sql)
        names = [column[0] for column in cursor.description]
        while rows := cursor.fetchmany(ROWS):
            columns = [_column(pa, list(values), kinds.get(name)) for name, values in zip(names, zip(*rows), strict=True)]
            yield pa.RecordBatch.from_arrays(columns, names=names)

    def write(self, name: str, table: Any, *, append: bool) -> None:
        target = relation(name)
        exists = "IF NOT EXISTS " if append else ""
        columns = ", ".join(quoted(column) for column in table.column_names)
        marks = ", ".join("?" for _ in table.column_names)
        self._connection.execute(f"CREATE TABLE {exists}{target} ({columns})")
        rows = (tuple(_plain(value) for value in row.values()) for row in table.to_pylist())
        self._connection.executemany(f"INSERT INTO {target} ({columns}) VALUES ({marks})", rows)
        self._connection.execute("COMMIT")


def _column(pa: Any, values: list[Any], kind: str | None) -> Any:
    known = [value for value in values if value is not None]
    if kind == "yes_no" and known and all(value in (0, 1) for value in known):
        return pa.array([None if value is None else bool(value) for value in values], pa.bool_())
    if any(isinstance(value, str) for value in known) and any(isinstance(value, int | float) for value in known):
        values = [value if value is None or isinstance(value, str) else str(value) for value in values]
    return pa.array(values)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value

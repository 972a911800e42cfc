"""Databases of case systems as data, read in the order of their keys and never held in memory as a whole."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

from . import _drivers
from ._drivers import Driver
from ._language import say
from .errors import ArgumentError, Error, InputError
from .table import needed

Asked = list[tuple[str | None, str | None, list[tuple[str, str]]]]
"""The tables of a programme: list, column with the key, and columns with what they hold."""


class Database:
    """A database with a query or table for the records, and one for each of their lists; made by :func:`database`."""

    def __init__(self, url: str, persons: str, lists: Mapping[str, str]) -> None:
        self._url = url
        self._sources: dict[str | None, str] = {None: persons} | {str(name): source for name, source in lists.items()}

    def __repr__(self) -> str:
        # The address may hold a user, a host and a password.
        scheme = self._url.partition(":")[0]
        lists = ", ".join(name for name in self._sources if name is not None)
        return say(f"<databas ({scheme}): poster, {lists}>", f"<database ({scheme}): records, {lists}>")

    def _parts(self, asked: Asked) -> Iterator[tuple[Any, dict[str, Any]]]:
        """Returns the records in parts, each with the rows of the lists that belong to it."""
        pa = needed("pyarrow", "database")
        by_list = {name: (key, columns) for name, key, columns in asked}
        for name in self._sources:
            if name not in by_list:
                lists = ", ".join(f"`{known}`" for known in by_list if known is not None)
                raise ArgumentError(
                    f"listan `{name}` finns inte; de som kan ges är {lists}",
                    f"there is no list `{name}`; those that can be given are {lists}",
                    argument="lists",
                )
        with ExitStack() as stack:
            driver = _drivers.connect(self._url, stack)
            # Of a list that is not asked nothing is fetched.
            asked_of = {name: source for name, source in self._sources.items() if name is None or by_list[name][1]}
            tables = {name: _Table(driver, name, source, by_list[name]) for name, source in asked_of.items()}
            whole = all(table.has_whole_keys for table in tables.values())
            streams = {name: _Sorted(pa, table, whole) for name, table in tables.items()}
            records = streams.pop(None)
            for batch, last in records.batches():
                yield batch, {str(name): stream.until(last) for name, stream in streams.items()}
            left = {str(name): stream.rest() for name, stream in streams.items()}
            if any(table.num_rows for table in left.values()):
                # Rows that belong to no record, which the engine reports.
                yield records.schema.empty_table(), left

    def _whole(self, asked: Asked, record: str) -> dict[str, Any]:
        """Returns the records, under the name of their type, and the lists as tables: for calls that return a row for each."""
        pa = needed("pyarrow", "database")
        tables: dict[str, list[Any]] = {record: [], **{name: [] for name in self._sources if name is not None}}
        for records, lists in self._parts(asked):
            for name, rows in {record: records, **lists}.items():
                tables[name].append(rows)
        keys = {name or record: pa.table({str(key): pa.array([], pa.string())}) for name, key, _ in asked}
        return {name: pa.concat_tables(some or [keys[name]], promote_options="permissive") for name, some in tables.items()}


def database(url: str, persons: str, **lists: str) -> Database:
    """Returns a database as data for the methods of :class:`Programme`.

    ``url`` is ``postgresql://…`` (with ``pip install 'kvinnofrid[database]'``), ``duckdb:FILE`` or ``sqlite:FILE``. ``persons``
    is a table or a query with a row for each record; each of the ``lists`` one with a row for each element, and the key of its
    record. Columns are named as the fields, or as the call's ``map`` says; columns that are no fields are not fetched. Where a
    list is not given it is unknown; where it is given, a record without rows there has an empty list.

    Everything is read in one transaction, sorted by key in the database. For :meth:`Programme.report` and :meth:`Programme.partial`
    it is merged as it comes: what is held is a part of some ten thousand records. :meth:`Programme.classify`,
    :meth:`Programme.members`, :meth:`Programme.worklist` and :meth:`Programme.explain` hold the whole, in the order of the keys; the
    first two return a pyarrow table. The elements of a list are in the order of the columns of their query, so that the same rows give the
    same figures; a running number that stands first there keeps the order in which they were written. Passwords belong in the environment (``PGPASSWORD``, ``PGPASSFILE``, ``PGSERVICE``); no address, query,
    password or value is in a message, a receipt or a ``repr``.

    >>> import sqlite3, tempfile
    >>> import kvinnofrid as kf
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with sqlite3.connect(f"{folder}/arenden.db") as connection:
    ...         _ = connection.execute("CREATE TABLE klient (id INTEGER, kön TEXT)")
    ...         _ = connection.execute("INSERT INTO klient VALUES (1, 'kvinna'), (2, 'man')")
    ...     connection.close()
    ...     database = kf.database(f"sqlite:{folder}/arenden.db", "klient")
    ...     report = kf.load("stockholm/kvinnofrid").report(database, period="2013")
    >>> report.receipt["records"]
    2
    """
    if not isinstance(url, str) or not isinstance(persons, str) or not all(isinstance(one, str) for one in lists.values()):
        raise ArgumentError(
            'adressen, posterna och listorna är text: `kf.database("sqlite:FIL", "person", insatser="SELECT …")`',
            'the address, the records and the lists are texts: `kf.database("sqlite:FILE", "person", insatser="SELECT …")`',
            argument="url",
        )
    if urlsplit(url).scheme.startswith("postgres") and urlsplit(url).password:
        raise ArgumentError(
            "skriv inte lösenordet i adressen: lägg det i miljövariabeln PGPASSWORD eller i filen som PGPASSFILE anger",
            "do not write the password in the address: put it in the environment variable PGPASSWORD or the file that PGPASSFILE names",
            argument="url",
        )
    return Database(url, persons, lists)


class _Table:
    """A query or table: which of its columns are read, and by which it is sorted."""

    def __init__(
        self, driver: Driver, name: str | None, source: str, asked: tuple[str | None, list[tuple[str, str]]]
    ) -> None:
        key, fields = asked
        self._driver = driver
        self._from = _drivers.relation(source)
        self.kinds = dict(fields)
        self.where = name
        self._columns = _safely("read", lambda: driver.columns(self._from, key))
        keys = [kind for column, kind in self._columns if column == key]
        if key is None or not keys:
            where = ("posterna", "the records") if name is None else (f"`{name}`", f"`{name}`")
            raise InputError(
                f"{where[0]} har ingen kolumn `{key}` med postens nyckel; döp om den i frågan, eller säg i en karta vad den heter",
                f"{where[1]} have no column `{key}` with the key of the record; rename it in the query, or say in a map what it "
                "is called",
                field=key,
            )
        self.key = key
        self.has_whole_keys = keys[0] == "whole"

    def batches(self, whole_keys: bool) -> Iterator[Any]:
        """Runs the query, sorted by key and then by every other column, so that the same rows come in the same order.

        Columns that are no fields are not read. Of one that is called almost as a field that is not there, the name is: the engine
        asks whether that was meant. So are all names where no column of a list is a field: the engine says whether it is another table.
        """
        key = _drivers.quoted(self.key)
        sorted_key = key if whole_keys else f"CAST({key} AS {self._driver.text}){self._driver.collation}"
        missing = set(self.kinds) - {column for column, _ in self._columns}
        is_other = self.where is not None and not any(
            column in self.kinds for column, _ in self._columns if column != self.key
        )
        chosen, order = [], [f"{sorted_key} NULLS FIRST"]
        for column, kind in self._columns:
            name = _drivers.quoted(column)
            if column == self.key:
                chosen.append(f"{name if whole_keys else f'CAST({name} AS {self._driver.text})'} AS {name}")
                continue
            collation = self._driver.collation if kind == "text" else ""
            order += [f"{name}{collation} NULLS FIRST"] if kind != "unsorted" else []
            if column in self.kinds:
                chosen.append(name)
            elif is_other or difflib.get_close_matches(column.casefold(), missing, n=1):
                chosen.append(f"NULL AS {name}")
        query = f"SELECT {', '.join(chosen)} FROM {self._from} ORDER BY {', '.join(order)}"
        batches = self._driver.batches(query, self.kinds)
        while (batch := _safely("read", lambda: next(batches, None))) is not None:
            yield batch


class _Sorted:
    """Batches that are sorted by key, of which as many rows are taken as belong to a part."""

    def __init__(self, pa: Any, table: _Table, whole_keys: bool) -> None:
        self._pa = pa
        self._compute = needed("pyarrow.compute", "database")
        self._table = table
        self._batches = table.batches(whole_keys)
        self._held: list[Any] = []
        self._last: Any = None
        self.schema: Any = None

    def _next(self) -> Any:
        batch = next(self._batches, None)
        while batch is not None and batch.num_rows == 0:
            self.schema = self.schema or batch.schema
            batch = next(self._batches, None)
        if batch is None:
            return None
        table = self._prepared(self._pa.Table.from_batches([batch]))
        self.schema = table.schema
        keys = table.column(self._table.key).drop_null()
        if len(keys) > 0:
            first = keys[0].as_py()
            if self._last is not None and first < self._last:
                raise InputError(
                    "databasen sorterar inte nycklar efter tecknens nummer; gör dem till heltal eller text i frågan",
                    "the database does not sort keys by the numbers of their characters; make them whole numbers or text in "
                    "the query",
                    field=self._table.key,
                )
            self._last = keys[-1].as_py()
        return table

    def _prepared(self, table: Any) -> Any:
        """Makes lists of codes of texts such as ``fysiskt|psykiskt``."""
        types = self._pa.types
        for place, field in enumerate(table.schema):
            if self._table.kinds.get(field.name) == "codes" and types.is_string(field.type):
                texts = table.column(place)
                empty = self._compute.equal(texts, "[]")
                lists = self._compute.split_pattern(texts, "|")
                nothing = self._pa.scalar([], lists.type)
                table = table.set_column(place, field.name, self._compute.if_else(empty, nothing, lists))
        return table

    def batches(self) -> Iterator[tuple[Any, Any]]:
        """Returns the batches, each with its last key; None where nobody has one."""
        while (table := self._next()) is not None:
            yield table, self._last
        if self.schema is None:
            self.schema = self._pa.schema([(self._table.key, self._pa.string())])

    def until(self, last: Any) -> Any:
        """Returns the rows up to and including those of the key ``last``."""
        while last is not None and (self._last is None or self._last <= last):
            table = self._next()
            if table is None:
                break
            self._held.append(table)
        taken, kept = [], []
        for table in self._held:
            if last is None:
                kept.append(table)
                continue
            keys = table.column(self._table.key)
            own = self._compute.fill_null(self._compute.less_equal(keys, last), False)
            # Sorted, so that those that belong are the first.
            count = self._compute.sum(own).as_py() or 0
            taken.append(table.slice(0, count))
            kept.append(table.slice(count))
        self._held = [table for table in kept if table.num_rows > 0]
        return self._joined(taken)

    def rest(self) -> Any:
        """Returns the rows that are left."""
        while (table := self._next()) is not None:
            self._held.append(table)
        taken, self._held = self._held, []
        return self._joined(taken)

    def _joined(self, tables: list[Any]) -> Any:
        tables = [table for table in tables if table.num_rows > 0]
        if not tables:
            schema = self.schema or self._pa.schema([(self._table.key, self._pa.string())])
            return schema.empty_table()
        return self._pa.concat_tables(tables, promote_options="permissive")


def _safely(work: str, call: Any) -> Any:
    """Returns what `call` does; the message of a driver that fails is not repeated."""
    try:
        return call()
    except (Error, ImportError):
        raise
    except Exception as error:
        failure = _drivers.failed(work, error)
    raise failure


def write(report: Any, url: str, table: str, *, append: bool) -> None:
    """Writes the rows of a report as a table, and its receipt as another."""
    if not _drivers.is_table(table):
        raise ArgumentError(
            "tabellens namn är ett ord, som `rapport` eller `schema.rapport`",
            "the name of the table is a word, such as `report` or `schema.report`",
            argument="table",
        )
    pa = needed("pyarrow", "database")
    rows = report.to_arrow().replace_schema_metadata(None)
    for place, field in enumerate(rows.schema):
        if pa.types.is_dictionary(field.type):
            rows = rows.set_column(place, field.name, rows.column(place).cast(field.type.value_type))
    receipt = pa.table({"receipt": [json.dumps(report.receipt, ensure_ascii=False)], "protection": [report.sentence]})
    with ExitStack() as stack:
        driver = _drivers.connect(url, stack, write=True)
        _safely("write", lambda: driver.write(table, rows, append=append))
    with ExitStack() as stack:
        driver = _drivers.connect(url, stack, write=True)
        _safely("write", lambda: driver.write(f"{table}_receipt", receipt, append=append))

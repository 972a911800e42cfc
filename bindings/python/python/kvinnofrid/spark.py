"""Spark DataFrames: the same results, to the byte, as on one machine.

PySpark comes with the cluster, or with ``pip install pyspark`` or ``pyspark-client``; the workers need this package too, in
the same version. There is no scheduler here: :func:`classify` is a ``mapInArrow``, and :func:`partial` counts each partition
of a table that is hash-partitioned by the persons' keys. Other schedulers can call the same two methods,
``programme.classify`` and ``programme.partial``.
"""

from __future__ import annotations

import pickle
import secrets
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from .errors import DataWarning, Error
from .report import Partial, Report, merge
from .table import needed

if TYPE_CHECKING:
    from .programme import Programme

__all__ = ["classify", "partial", "report"]


def classify(programme: Programme, df: Any, **asked: Any) -> Any:
    """Classifies the records of a DataFrame; returns a DataFrame with the key and a column for each target group.

    ``asked`` are the arguments of ``programme.classify``: ``period``, ``on``, ``readings``, ``map``, ``on_error``, ``missing``,
    ``why``. Evaluation is lazy, as in Spark, but errors of columns are raised at once. Row numbers in errors are those of a
    partition.
    """
    types = needed("pyspark.sql.pandas.types", "spark")
    answer = _classes_of_nobody(programme, df, asked)
    return df.mapInArrow(_classifying(programme, asked), types.from_arrow_schema(_plain(answer.schema)))


def report(programme: Programme, df: Any, *, partitions: int | None = None, **asked: Any) -> Report:
    """Counts every indicator of a DataFrame; returns what ``programme.report`` returns on one machine, to the byte.

    ``asked`` are the arguments of ``programme.report``: ``period``, ``on``, ``by``, ``readings``, ``map``, ``on_error``,
    ``assume_unique``; ``partitions`` is the number of hash partitions, Spark's default if omitted.
    """
    return partial(programme, df, partitions=partitions, **asked).finish()


def partial(programme: Programme, df: Any, *, partitions: int | None = None, **asked: Any) -> Partial:
    """Like :func:`report`, but returns a partial, to be merged with those of other tables. **It is personal data.**

    Records with the same key are in the same partition, so that duplicate keys are detected. The hash has a new random key in
    each call, so that a partition does not reveal who is in it. The partials of all partitions are collected by the driver.
    """
    functions = needed("pyspark.sql.functions", "spark")
    # Errors and warnings of columns are raised here, not by the workers.
    none = programme.partial(_nobody(df), **asked)
    # So is the error of a partial that can't be serialized, such as a series over several editions.
    none.to_bytes()
    key = functions.col(_key(programme, df, asked)).cast("string")
    hashed = functions.sha2(functions.concat(functions.lit(secrets.token_hex(16)), key), 256)
    parts = df.repartition(hashed) if partitions is None else df.repartition(partitions, hashed)
    counted = parts.mapInArrow(_counting(programme, asked), "partial binary, error binary").collect()
    for one in counted:
        if one.error is not None:
            raise pickle.loads(one.error)
    whole = merge([none, *(Partial.from_bytes(bytes(one.partial)) for one in counted)])
    whole._programme = programme
    if whole.rejected:
        _warn_of(whole.rejected)
    return whole


def _nobody(df: Any) -> Any:
    """Returns a pyarrow table with the columns of a DataFrame and no rows."""
    types = needed("pyspark.sql.pandas.types", "spark")
    return types.to_arrow_schema(df.schema).empty_table()


def _classes_of_nobody(programme: Programme, df: Any, asked: dict[str, Any]) -> Any:
    """Returns what a classification of a DataFrame has for columns; that nobody was classified is not warned of."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="inga poster|no records", category=DataWarning)
        return programme.classify(_nobody(df), **asked)


def _key(programme: Programme, df: Any, asked: dict[str, Any]) -> str:
    """Returns the name of the key column."""
    when: dict[str, Any] = {name: asked[name] for name in ("period", "on", "map") if name in asked}
    if not isinstance(when.get("period"), str | None):
        # A classification has a single period; the columns are the same in all.
        when["period"] = next(iter(when["period"]))
    columns: list[str] = _classes_of_nobody(programme, df, when).column_names
    required = programme.schema(period=asked.get("period"), on=asked.get("on")).to_json_schema().get("required", [])
    groups = {rule.id for rule in programme.at(period=asked.get("period"), on=asked.get("on")).groups}
    return next((name for name in columns if name not in groups), required[0])


def _classifying(programme: Programme, asked: dict[str, Any]) -> Callable[[Iterable[Any]], Iterator[Any]]:
    def classified(batches: Iterable[Any]) -> Iterator[Any]:
        pa = needed("pyarrow", "spark")
        parts = iter(batches)
        first = next(parts, None)
        if first is not None:
            reader = pa.RecordBatchReader.from_batches(first.schema, _chained(first, parts))
            with warnings.catch_warnings(action="ignore", category=DataWarning):
                for answer in programme.classify(reader, **asked):
                    kinds = _plain(answer.schema)
                    columns = [column.cast(kind) for column, kind in zip(answer.columns, kinds.types, strict=True)]
                    yield pa.RecordBatch.from_arrays(columns, schema=kinds)

    return classified


def _plain(schema: Any) -> Any:
    """Returns the schema with dictionary columns as plain text, since Spark has no dictionary type."""
    pa = needed("pyarrow", "spark")
    plain = [
        field.with_type(field.type.value_type) if pa.types.is_dictionary(field.type) else field for field in schema
    ]
    return pa.schema(plain)


def _counting(programme: Programme, asked: dict[str, Any]) -> Callable[[Iterable[Any]], Iterator[Any]]:
    def counted(batches: Iterable[Any]) -> Iterator[Any]:
        pa = needed("pyarrow", "spark")
        parts = iter(batches)
        first = next(parts, None)
        if first is not None:
            reader = pa.RecordBatchReader.from_batches(first.schema, _chained(first, parts))
            row: dict[str, bytes | None] = {"partial": None, "error": None}
            try:
                with warnings.catch_warnings(action="ignore", category=DataWarning):
                    row["partial"] = programme.partial(reader, **asked).to_bytes()
            except Error as error:
                # Raised through Spark, the error would lose its attributes.
                row["error"] = pickle.dumps(error)
            kinds = pa.schema([("partial", pa.binary()), ("error", pa.binary())])
            yield pa.RecordBatch.from_pylist([row], schema=kinds)

    return counted


def _chained(first: Any, rest: Iterator[Any]) -> Iterator[Any]:
    yield first
    yield from rest


def _warn_of(rejected: int) -> None:
    from ._language import say

    text = say(f"{rejected} poster avvisades och räknas inte", f"{rejected} records were rejected and are not counted")
    warnings.warn(text, DataWarning, stacklevel=3)

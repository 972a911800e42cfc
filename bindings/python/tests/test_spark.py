"""Spark DataFrames: on Sail where it is installed (it needs no Java), otherwise on Spark."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import pytest

import kvinnofrid as kf
import kvinnofrid.spark

pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    try:
        from pysail.spark import SparkConnectServer
    except ImportError:
        session = SparkSession.builder.master("local[2]").config("spark.sql.shuffle.partitions", 4).getOrCreate()
        yield session
        session.stop()
        return
    server = SparkConnectServer()
    server.start(background=True)
    host, port = server.listening_address
    session = SparkSession.builder.remote(f"sc://{host}:{port}").getOrCreate()
    session.conf.set("spark.sql.shuffle.partitions", "4")
    yield session
    session.stop()
    server.stop()


@pytest.fixture(scope="module")
def df(spark: Any) -> Any:
    table = kf.sample(300, seed=1).to_arrow()
    from pyspark.sql.pandas.types import from_arrow_schema

    # Null elements of lists would be lost in the conversion to Python rows; there are none here.
    return spark.createDataFrame(table.to_pylist(), schema=from_arrow_schema(table.schema))


def test_a_report_is_that_of_one_machine(programme: kf.Programme, df: Any) -> None:
    asked = {"period": ["2012", "2013"], "by": ["stadsdel", "kön"]}
    expected = programme.report(kf.sample(300, seed=1), **asked).to_json()
    report = kvinnofrid.spark.report(programme, df, **asked)
    assert report.to_json() == expected
    assert kvinnofrid.spark.report(programme, df, partitions=7, **asked).to_json() == expected
    assert report.explain("kvinnor-kända").kind == "antal"


def test_a_table_is_classified_as_on_one_machine(programme: kf.Programme, df: Any) -> None:
    expected = programme.classify(kf.sample(300, seed=1).to_arrow(), period="2013").to_pylist()
    answers = kvinnofrid.spark.classify(programme, df, period="2013")
    assert answers.columns == ["id", "kvinnor", "barn", "män"]
    assert sorted((row.asDict() for row in answers.collect()), key=lambda row: row["id"]) == expected
    expected = programme.classify(kf.sample(300, seed=1).to_arrow(), period="2013", why=True).to_pylist()
    answers = kvinnofrid.spark.classify(programme, df, period="2013", why=True)
    assert sorted((row.asDict() for row in answers.collect()), key=lambda row: row["id"]) == expected


def test_a_key_that_comes_twice_is_found_wherever_it_lies(programme: kf.Programme, df: Any) -> None:
    with pytest.raises(kf.InputError, match="nyckeln har redan förekommit") as raised:
        kvinnofrid.spark.report(programme, df.union(df), period="2013")
    assert raised.value.field == "id"


def test_what_is_wrong_with_a_column_is_told_at_once(programme: kf.Programme, spark: Any) -> None:
    wrong = spark.createDataFrame([("a", True)], "id string, `födelsedatum` boolean")
    for ask in (kvinnofrid.spark.report, kvinnofrid.spark.classify):
        with pytest.raises(kf.InputError) as raised:
            ask(programme, wrong, period="2013")
        assert raised.value.field == "födelsedatum"
    with pytest.raises(kf.ArgumentError, match="kvinnofrid.spark"):
        programme.report(wrong, period="2013")


def test_odd_columns_and_rejected_records_are_told_by_the_driver(programme: kf.Programme, spark: Any) -> None:
    odd = spark.createDataFrame([("a", "x"), ("b", "kvinna")], "id string, `kön` string")
    with pytest.warns(kf.DataWarning, match="1 poster avvisades"):
        report = kvinnofrid.spark.report(programme, odd, period="2013", on_error="skip")
    assert (report.receipt["records"], report.receipt["rejected"]) == (1, 1)


def test_nobody_is_counted_too(programme: kf.Programme, spark: Any) -> None:
    none = spark.createDataFrame([], "PersonId string, `kön` string")
    with warnings.catch_warnings():
        warnings.simplefilter("error", kf.DataWarning)
        asked = {"period": "2013", "map": {"fält": {"id": "PersonId"}}}
        report = kvinnofrid.spark.report(programme, none, **asked)
    assert report.receipt["records"] == 0

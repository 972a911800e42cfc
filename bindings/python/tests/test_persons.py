"""Persons that are loaded once give the same results as their table, however often they are reused."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pandas
import polars
import pyarrow as pa
import pytest

import kvinnofrid as kf

KINDS: dict[str, Callable[[kf.Table], Any]] = {
    "pandas": kf.Table.to_pandas,
    "Polars": kf.Table.to_polars,
    "pyarrow": kf.Table.to_arrow,
    "kvinnofrid": lambda table: table,
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_question_has_the_answer_of_the_table(programme: kf.Programme, persons: kf.Table, kind: str) -> None:
    table = KINDS[kind](persons)
    taken = kf.Persons(table)
    for asked in (
        {"period": "2013"},
        {"period": ["2012", "2013"], "by": "stadsdel"},
        {"period": "2013", "by": ["kön", "stadsdel"], "assume_unique": True},
        {"period": "2013", "readings": "*", "threads": 2},
        {"period": "2013", "by": "stadsdel"},
    ):
        assert programme.report(taken, **asked).to_json() == programme.report(table, **asked).to_json(), asked


def test_a_classification_is_a_table_of_the_kind_that_they_were_made_of(
    programme: kf.Programme, persons: kf.Table
) -> None:
    frame = persons.to_pandas()
    frame.index = pandas.Index(range(1000, 1000 + len(frame)))
    expected = programme.classify(frame, period="2013", missing=True)
    pandas.testing.assert_frame_equal(programme.classify(kf.Persons(frame), period="2013", missing=True), expected)
    answer = programme.classify(kf.Persons(persons.to_polars()), period="2013")
    assert isinstance(answer, polars.DataFrame)
    reader = persons.to_arrow().to_reader()
    assert isinstance(programme.classify(kf.Persons(reader), period="2013"), kf.Table)


def test_a_series_over_editions_asks_the_same_persons(persons: kf.Table) -> None:
    line = kf.load("stockholm/kvinnofrid")
    taken = kf.Persons(persons)
    for _ in range(2):
        loaded = line.report(taken, period=["2010", "2012", "2013"]).to_json()
        assert loaded == line.report(persons, period=["2010", "2012", "2013"]).to_json()


def test_a_map_is_given_when_they_are_taken_in(programme: kf.Programme, persons: kf.Table) -> None:
    columns = {"stadsdel": "distrikt"}
    renamed = persons.to_arrow().rename_columns([columns.get(name, name) for name in persons.columns])
    map = {"fält": columns}
    taken = kf.Persons(renamed, map=map)
    expected = programme.report(persons, period="2013", by="stadsdel").to_json()
    assert programme.report(taken, period="2013", by="stadsdel").to_json() == expected
    with pytest.raises(kf.ArgumentError) as raised:
        programme.report(taken, period="2013", map=map)
    assert raised.value.argument == "map"


def test_what_is_wrong_is_told_as_of_the_table(programme: kf.Programme) -> None:
    wrong = pa.table({"id": ["a", "b"], "kön": ["kvinna", "hemlig"]})
    taken = kf.Persons(wrong)
    for _ in range(2):
        with pytest.raises(kf.InputError) as raised:
            programme.report(taken, period="2013")
        assert (raised.value.row, raised.value.field) == (2, "kön")
        assert "hemlig" not in str(raised.value)
    with pytest.raises(kf.InputError) as raised:
        programme.report(kf.Persons(pa.table({"id": ["a"], "kön": [1]})), period="2013")
    assert raised.value.field == "kön"
    with pytest.raises(kf.ArgumentError):
        kf.Persons([{"id": "a"}])


def test_they_show_how_many_they_are_and_nothing_else(persons: kf.Table) -> None:
    taken = kf.Persons(persons)
    shown = repr(taken) + taken._repr_html_()
    assert "400" in shown
    assert "p0000" not in shown


def test_progress_is_told_once_for_each_person(programme: kf.Programme, persons: kf.Table) -> None:
    steps: list[int] = []
    programme.report(kf.Persons(persons), period="2013", progress=steps.append)
    assert sum(steps) == len(persons)


def test_threads_may_ask_at_once(programme: kf.Programme, persons: kf.Table) -> None:
    taken = kf.Persons(persons)
    expected = programme.report(persons, period="2013", by="stadsdel").to_json()
    answers: list[str] = []
    work = [
        threading.Thread(
            target=lambda: answers.append(programme.report(taken, period="2013", by="stadsdel").to_json())
        )
        for _ in range(4)
    ]
    for one in work:
        one.start()
    for one in work:
        one.join()
    assert answers == [expected] * 4


def test_lists_may_be_tables_of_their_own(programme: kf.Programme) -> None:
    whole = kf.sample(200, seed=3, missing=0).to_arrow()
    rows = [{"id": row["id"], **one} for row in whole.to_pylist() for one in row["insatser"] or [] if one is not None]
    beside = polars.DataFrame(rows, infer_schema_length=None)
    taken = kf.Persons({"person": whole.drop_columns(["insatser"]).to_pandas(date_as_object=False), "insatser": beside})
    assert len(taken) == 200
    expected = programme.report(whole, period="2013", by="stadsdel").to_json()
    for _ in range(2):
        assert programme.report(taken, period="2013", by="stadsdel").to_json() == expected
    assert isinstance(programme.classify(taken, period="2013"), pandas.DataFrame)
    explained = programme.explain(taken, record="p000000003", period="2013").to_dict()
    assert explained == programme.explain(whole, record="p000000003", period="2013").to_dict()
    with pytest.raises(kf.ArgumentError, match="under `person`"):
        programme.report(kf.Persons({"personer": whole}), period="2013")
    with pytest.raises(kf.ArgumentError, match="ingen tabell"):
        kf.Persons({})

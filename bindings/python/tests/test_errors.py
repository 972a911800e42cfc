"""Errors say how to fix the problem, and never hold a value of a record."""

from __future__ import annotations

import array
import datetime
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import numpy
import pandas
import polars
import pyarrow as pa
import pyarrow.csv
import pyarrow.dataset
import pytest

import kvinnofrid as kf


def test_every_error_is_of_one_family() -> None:
    kinds = [kf.RulesError, kf.InputError, kf.EvaluationError, kf.LimitError, kf.ArgumentError, kf.InternalError]
    assert all(issubclass(kind, kf.Error) for kind in kinds)
    assert issubclass(kf.InputError, ValueError) and issubclass(kf.ArgumentError, ValueError)


def test_a_bad_record_tells_field_and_row_but_no_value(programme: kf.Programme) -> None:
    records = [{"id": 1}, {"id": 2, "våld": [{}, {"roll": "hemlig"}]}]
    with pytest.raises(kf.InputError) as raised:
        programme.report(records, period="2013")
    assert (raised.value.field, raised.value.row) == ("våld[1].roll", 2)
    assert "hemlig" not in str(raised.value)
    again = pickle.loads(pickle.dumps(raised.value))
    assert (again.field, again.row, str(again)) == ("våld[1].roll", 2, str(raised.value))


def test_messages_are_in_the_language_chosen(programme: kf.Programme) -> None:
    with pytest.raises(kf.ArgumentError) as raised:
        programme.report([], period="2013", by="stadsdl")
    assert "finns inte" in str(raised.value)
    assert "there is no field" in raised.value.message("en")
    kf.set_language("en")
    try:
        assert "there is no field" in str(raised.value)
    finally:
        kf.set_language("sv")
    with pytest.raises(ValueError):
        kf.set_language("de")  # type: ignore[arg-type]


def test_without_a_period_it_is_said_how_to_give_one(programme: kf.Programme) -> None:
    with pytest.raises(kf.ArgumentError, match="2013"):
        programme.classify({"id": 1})
    with pytest.raises(kf.ArgumentError, match="2013-06-30"):
        programme.classify({"id": 1}, on="igår")


def test_bad_records_may_be_passed_over(programme: kf.Programme) -> None:
    records = [{"id": 1}, {"id": 1}, {"id": 2, "kön": "x"}, {"id": 3}]
    with pytest.warns(kf.DataWarning, match="2 poster avvisades") as warned:
        report = programme.report(records, period="2013", on_error="skip")
    assert (report.receipt["records"], report.receipt["rejected"]) == (2, 2)
    assert "rad 3: kön" in str(warned[0].message)
    assert warned[0].filename == __file__
    with pytest.raises(kf.ArgumentError, match="skip"):
        programme.report(records, period="2013", on_error="ignore")


def test_a_column_that_is_not_read_is_told_with_the_nearest_name(programme: kf.Programme) -> None:
    with pytest.warns(kf.DataWarning, match="`kon` finns inte och lästes inte; menades `kön`"):
        programme.report([{"id": 1, "kon": "kvinna"}], period="2013")


def test_a_key_that_looks_like_a_personnummer_is_told(programme: kf.Programme) -> None:
    with pytest.warns(kf.DataWarning, match="1 nyckel ser ut som ett personnummer") as warned:
        programme.report([{"id": "19121212-1212"}], period="2013")
    assert "1212" not in str(warned[0].message)


def test_what_is_no_table_is_told(programme: kf.Programme) -> None:
    for odd in (17, "personer.csv", None, object()):
        with pytest.raises(kf.ArgumentError, match="ingen tabell"):
            programme.report(odd, period="2013")
    with pytest.raises(kf.InputError, match="en post är en dict"):
        programme.report([1, 2], period="2013")


def test_a_map_with_mistakes_is_told(programme: kf.Programme) -> None:
    with pytest.raises(kf.InputError, match="köön"):
        programme.report([], period="2013", map={"fält": {"köön": "Kon"}})


def _damaged() -> dict[str, pa.Table]:
    def buffer(values: list[int], kind: str) -> pa.Buffer:
        return pa.py_buffer(array.array(kind, values).tobytes())

    def table(name: str, column: pa.Array) -> pa.Table:
        return pa.table({"id": pa.array(["a", "b"]), name: column})

    codes = pa.array(["kvinna", "man"])
    violence = pa.array([{"roll": "våldsutsatt"}, {"roll": "våldsutövare"}])
    lists = pa.list_(violence.type)
    return {
        "a key beyond the words": table("kön", pa.DictionaryArray.from_arrays(pa.array([0, 7], pa.int8()), codes, safe=False)),
        "a negative key": table("kön", pa.DictionaryArray.from_arrays(pa.array([0, -1], pa.int8()), codes, safe=False)),
        "bytes that are no text": table("stadsdel", pa.Array.from_buffers(pa.string(), 2, [None, buffer([0, 1, 2], "i"), pa.py_buffer(b"\xff\xfe")])),
        "a text that begins within a letter": table("stadsdel", pa.Array.from_buffers(pa.string(), 2, [None, buffer([0, 1, 2], "i"), pa.py_buffer("å".encode())])),
        "a list that ends before it begins": table("våld", pa.Array.from_buffers(lists, 2, [None, buffer([0, 2, 1], "i")], children=[violence])),
        "a list beyond the elements": table("våld", pa.Array.from_buffers(lists, 2, [None, buffer([0, 9, 2], "i")], children=[violence])),
    }  # fmt: skip


@pytest.mark.parametrize("damage", _damaged())
def test_arrow_data_that_are_not_what_they_say_are_an_error(programme: kf.Programme, damage: str) -> None:
    with pytest.raises(kf.InputError):
        programme.report(_damaged()[damage], period="2013", by="stadsdel")
    # What is taken in is checked when it is asked.
    persons = kf.Persons(_damaged()[damage])
    with pytest.raises(kf.InputError):
        programme.report(persons, period="2013", by="stadsdel")


class Place:
    """Has the method of the Arrow interface, but does not return a capsule."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return "ström"


WRONG_ARGUMENTS: dict[str, Callable[[kf.Programme], object]] = {
    "threads": lambda programme: programme.report([], period="2013", threads="2"),  # type: ignore[arg-type]
    "threads as yes": lambda programme: programme.report([], period="2013", threads=True),
    "too many threads": lambda programme: programme.report([], period="2013", threads=2**80),
    "period": lambda programme: programme.report([], period=2013.5),  # type: ignore[arg-type]
    "period as yes": lambda programme: programme.report([], period=True),
    "a dict of periods": lambda programme: programme.report([], period=[{}]),  # type: ignore[list-item]
    "on": lambda programme: programme.report([], on=2013),  # type: ignore[arg-type]
    "no moment": lambda programme: programme.report([], on=pandas.NaT),
    "by": lambda programme: programme.report([], period="2013", by=17),  # type: ignore[arg-type]
    "by a number": lambda programme: programme.report([], period="2013", by=[17]),  # type: ignore[list-item]
    "readings": lambda programme: programme.report([], period="2013", readings={"åldersgräns": True}),  # type: ignore[dict-item]
    "readings as a list": lambda programme: programme.report([], period="2013", readings=["*"]),  # type: ignore[arg-type]
    "on_error": lambda programme: programme.report([], period="2013", on_error=["skip"]),  # type: ignore[arg-type]
    "assume_unique": lambda programme: programme.report([], period="2013", assume_unique=[]),  # type: ignore[arg-type]
    "bridge": lambda programme: programme.report([], period="2013", bridge=[2013]),  # type: ignore[arg-type]
    "map": lambda programme: programme.report([], period="2013", map=17),  # type: ignore[arg-type]
    "a map that is not there": lambda programme: programme.report([], period="2013", map="finns/inte.toml"),
    "a map with anything": lambda programme: programme.report([], period="2013", map={"fält": {"kön": object()}}),
    "a period that is no text": lambda programme: programme.report([], period="\ud800"),
    "with_": lambda programme: programme.classify([], period="2013", with_=1),  # type: ignore[call-overload]
    "missing": lambda programme: programme.classify(kf.sample(1), period="2013", missing="ja"),  # type: ignore[call-overload]
    "of": lambda programme: programme.explain({"id": 1}, period="2013", of=1),  # type: ignore[arg-type]
    "show_sensitive": lambda programme: programme.explain({"id": 1}, period="2013", show_sensitive="ja"),  # type: ignore[arg-type]
    "a key that is no text": lambda programme: programme.explain(kf.sample(1), period="2013", record="\ud800"),
    "edition": lambda _: kf.load("stockholm/kvinnofrid", edition=2012),  # type: ignore[arg-type]
    "programme": lambda programme: kf.load(programme),  # type: ignore[arg-type]
    "rules": lambda _: kf.load("stockholm/kvinnofrid", rules=17),  # type: ignore[arg-type]
    "rules in bytes": lambda _: kf.load("stockholm/kvinnofrid", rules={"a.rhai": b""}),  # type: ignore[dict-item]
    "rules that are not there": lambda _: kf.load("stockholm/kvinnofrid", rules="finns/inte"),
    "persons": lambda _: kf.sample("10"),  # type: ignore[arg-type]
    "fewer than none": lambda _: kf.sample(-1),
    "seed": lambda _: kf.sample(1, seed=-1),
    "districts": lambda _: kf.sample(1, districts=17),  # type: ignore[arg-type]
    "language": lambda _: kf.set_language(["sv"]),  # type: ignore[arg-type]
    "no partials": lambda _: kf.merge(17),  # type: ignore[arg-type]
    "a report among partials": lambda programme: kf.merge([programme.partial([{"id": 1}], period="2013"), programme.report([{"id": 2}], period="2013")]),  # type: ignore[list-item]
    "bytes of a partial": lambda _: kf.Partial.from_bytes("text"),  # type: ignore[arg-type]
    "two columns of one name": lambda programme: programme.report(pandas.DataFrame([["a", 1, 2]], columns=["id", "x", "x"]), period="2013"),
    "a connection": lambda programme: programme.report(duckdb.connect(), period="2013"),
    "a column": lambda programme: programme.report(pandas.Series(["a"]), period="2013"),
    "a column of Polars": lambda programme: programme.report(polars.Series(["a"]), period="2013"),
    "a column of pyarrow": lambda programme: programme.report(pa.chunked_array([["a"]]), period="2013"),
    "a row": lambda programme: programme.classify(pandas.DataFrame({"id": ["a"]}).iloc[0], period="2013"),
    "a group": lambda programme: programme.classify(pandas.DataFrame({"id": ["a"]}).groupby("id"), period="2013"),
    "a file": lambda programme: programme.report(Path("personer.csv"), period="2013"),
    "a record": lambda programme: programme.report({"id": "a"}, period="2013"),
    "tables without a name": lambda programme: programme.report({"person": kf.sample(1), 7: kf.sample(1)}, period="2013"),
    "nothing that says it is Arrow": lambda programme: programme.report(Place(), period="2013"),
    "a record within itself": lambda programme: programme.classify(_within_itself(), period="2013"),
    "bytes": lambda programme: programme.classify({"id": b"a"}, period="2013"),
    "an infinite number": lambda programme: programme.classify({"id": float("inf")}, period="2013"),
    "a map with nothing": lambda programme: programme.report([], period="2013", map={"fält": {"kön": None}}),
    "a map with nan": lambda programme: programme.report([], period="2013", map={"koder": {"kön": {"K": float("nan")}}}),
    "progress": lambda programme: programme.report(kf.sample(1), period="2013", progress="ja"),  # type: ignore[arg-type]
    "two editions": lambda _: kf.load("stockholm/kvinnofrid@2012-2014", edition="2017-2020"),
    "records that are no table": lambda _: kf.Persons([{"id": 1}]),
    "a grouping of Polars": lambda programme: programme.report(polars.DataFrame({"id": ["a"]}).group_by("id"), period="2013"),
    "an indicator of a plot": lambda programme: programme.report([{"id": 1}], period="2013").plot(3),  # type: ignore[arg-type]
    "a ledger": lambda programme: programme.report([{"id": 1}], period="2013").protect(key=b"0" * 16, ledger=None),  # type: ignore[arg-type]
    "a method": lambda programme: programme.report([{"id": 1}], period="2013").protect(5, key=b"0" * 16, ledger="x"),  # type: ignore[arg-type]
    "published": lambda programme: programme.report([{"id": 1}], period="2013").beside(17),  # type: ignore[arg-type]
    "a population": lambda programme: programme.report([{"id": 1}], period="2013").beside({}, population="många"),  # type: ignore[arg-type]
    "a population of none": lambda programme: programme.report([{"id": 1}], period="2013").beside({}, population={2013: 0}),
}  # fmt: skip


def _within_itself() -> dict[str, object]:
    record: dict[str, object] = {"id": "a"}
    record["våld"] = [record]
    return record


@pytest.mark.filterwarnings("ignore::kvinnofrid.DataWarning")
@pytest.mark.parametrize("wrong", WRONG_ARGUMENTS)
def test_whatever_is_given_wrongly_is_an_error_of_ours(programme: kf.Programme, wrong: str) -> None:
    with pytest.raises(kf.Error) as raised:
        WRONG_ARGUMENTS[wrong](programme)
    assert not isinstance(raised.value, kf.InternalError)
    assert raised.value.message("en") != raised.value.message("sv")


@pytest.mark.parametrize(
    ("given", "same"),
    [
        (numpy.int64(2013), "2013"),
        (numpy.array([2012, 2013]), ["2012", "2013"]),
        (numpy.datetime64("2013-06-30"), "2013-06-30"),
        (numpy.datetime64("2013-02"), "2013-02-01/2013-02-28"),
        (pandas.Timestamp("2013-06-30"), "2013-06-30"),
        (pandas.Period("2013"), "2013"),
        (pandas.Period("2013Q2"), "2013-Q2"),
        (pandas.Period("2013-05"), "2013-05-01/2013-05-31"),
        (pandas.Period("2013-05-17"), "2013-05-17"),
        (pandas.period_range("2012", "2013", freq="Y"), ["2012", "2013"]),
        (pandas.Series([2012, 2013]), ["2012", "2013"]),
    ],
)
def test_periods_may_be_those_of_other_libraries(programme: kf.Programme, given: object, same: object) -> None:
    one, other = (programme.report([{"id": 1}], period=period).to_json() for period in (given, same))  # type: ignore[arg-type]
    assert one == other


@pytest.mark.parametrize("pair", [(datetime.date(2013, 1, 1), datetime.date(2013, 6, 1)), ("2013-01-01", "2013-06-01")])
def test_a_pair_of_days_is_no_period(programme: kf.Programme, pair: tuple[str, str]) -> None:
    with pytest.raises(kf.ArgumentError, match="2013-01-01/2013-06-01"):
        programme.report([{"id": 1}], period=pair)
    assert len(programme.report([{"id": 1}], period=list(pair)).receipt["periods"]) == 2


SECRET = "Hemlig Hemligsson"


def _broken_polars() -> object:
    def refuse(value: str) -> str:
        raise RuntimeError(value)

    return polars.LazyFrame({"id": [SECRET]}).with_columns(polars.col("id").map_elements(refuse, return_dtype=polars.String))


def _reader() -> pa.RecordBatchReader:
    def batches() -> Iterator[pa.RecordBatch]:
        yield pa.record_batch({"id": ["a"]})
        raise ValueError(SECRET)

    return pa.RecordBatchReader.from_batches(pa.schema([("id", pa.string())]), batches())


SOURCES: dict[str, Callable[[Path], object]] = {
    "DuckDB": lambda csv: duckdb.sql(f"select id::bigint id from read_csv('{csv}', all_varchar=true)"),
    "a file by pyarrow": lambda csv: pyarrow.csv.open_csv(csv, pyarrow.csv.ReadOptions(block_size=10_000)),
    "a data set": lambda csv: pyarrow.dataset.dataset(csv, format="csv", schema=pa.schema([("id", pa.int64())])),
    "a reader": lambda _: _reader(),
    "Polars": lambda _: _broken_polars(),
    "Polars of a file": lambda csv: polars.scan_csv(csv, schema={"id": polars.Int64}),
    "pandas": lambda _: pandas.DataFrame({"id": [1, SECRET]}),
    "pandas with a surrogate": lambda _: pandas.DataFrame({"id": [SECRET + "\ud800"]}, dtype=object),
    "a surrogate": lambda _: [{"id": 1}, {"id": 2, "stadsdel": SECRET + "\ud800"}],
    "infinite": lambda _: [{"id": SECRET, "stadsdel": float("inf"), "kön": object()}],
    "a number too large": lambda _: [{"id": SECRET, "stadsdel": 10**5000}],
}


def _all_of(error: BaseException) -> str:
    """Returns everything that an error and its causes hold."""
    seen, one = "", error
    while one is not None:
        seen += repr(one) + str(one) + repr(one.args) + repr(vars(one)) + repr(getattr(one, "object", ""))
        one = one.__cause__ or one.__context__  # type: ignore[assignment]
    return seen


@pytest.mark.parametrize("ask", ["report", "classify", "Persons"])
@pytest.mark.parametrize("source", SOURCES)
def test_what_a_source_says_is_not_repeated(programme: kf.Programme, tmp_path: Path, source: str, ask: str) -> None:
    csv = tmp_path / "x.csv"
    csv.write_text("id\n" + "1\n" * 200_000 + f"{SECRET}\n", encoding="utf-8")
    with pytest.raises(kf.Error) as raised:
        if ask == "Persons":
            kf.Persons(SOURCES[source](csv))
            pytest.skip("it is read as it is")
        answer = getattr(programme, ask)(SOURCES[source](csv), period="2013", **({"assume_unique": True} if ask == "report" else {}))
        if isinstance(answer, pa.RecordBatchReader):
            answer.read_all()
    assert "Hemlig" not in _all_of(raised.value)


@pytest.mark.parametrize("made", [lambda csv: pyarrow.csv.open_csv(csv, pyarrow.csv.ReadOptions(block_size=10_000)), lambda _: _reader()])
def test_a_reader_that_fails_tells_after_how_many_rows(
    programme: kf.Programme, tmp_path: Path, made: Callable[[Path], pa.RecordBatchReader]
) -> None:
    csv = tmp_path / "x.csv"
    csv.write_text("id\n" + "1\n" * 20_000 + f"{SECRET}\n", encoding="utf-8")
    with pytest.raises(kf.InputError, match="misslyckades efter [1-9][0-9]* rader") as raised:
        programme.classify(made(csv), period="2013").read_all()
    assert "Hemlig" not in _all_of(raised.value)


def test_a_text_that_is_none_tells_where_it_is(programme: kf.Programme) -> None:
    with pytest.raises(kf.InputError) as raised:
        programme.report([{"id": 1}, {"id": 2, "insatser": [{}, {"typ": "\udcff"}]}], period="2013")
    assert (raised.value.row, raised.value.field) == (2, "insatser[1].typ")
    with pytest.raises(kf.InputError) as raised:
        programme.classify({"id": 1, "\udcff": 2}, period="2013")
    assert raised.value.field is None


def test_a_stream_that_is_used_up_is_told_of_classifications_too(programme: kf.Programme) -> None:
    reader = kf.sample(3).to_arrow().to_reader()
    reader.read_all()
    with pytest.warns(kf.DataWarning, match="redan läst"):
        assert programme.classify(reader, period="2013").read_all().num_rows == 0


def test_rows_for_each_of_something_are_told_how_tables_are_given(programme: kf.Programme) -> None:
    long = pandas.DataFrame({"id": ["a", "a"], "insats": ["x", "y"]})
    with pytest.raises(kf.InputError, match="nyckeln har redan förekommit.*tabell"):
        programme.report(long, period="2013")


def test_explain_warns_of_what_is_odd_in_the_records(programme: kf.Programme) -> None:
    with pytest.warns(kf.DataWarning, match="kon"):
        programme.explain({"id": 1, "kon": "man"}, period="2013", of="kvinnor")
    with pytest.warns(kf.DataWarning, match="kon"):
        programme.explain([{"id": 1, "kon": "man"}], record=1, period="2013", of="kvinnor")


def test_an_edition_and_a_day_that_contradict_each_other_are_refused() -> None:
    assert kf.load("stockholm/kvinnofrid", edition="2012-2014", on="2013-06-30").edition.edition == "2012-2014"
    with pytest.raises(kf.ArgumentError, match="inte 2018-06-30"):
        kf.load("stockholm/kvinnofrid", edition="2012-2014", on="2018-06-30")
    with pytest.raises(kf.ArgumentError, match="två gånger"):
        kf.load("stockholm/kvinnofrid@2012-2014", edition="2017-2020")

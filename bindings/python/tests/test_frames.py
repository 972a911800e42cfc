"""Every kind of table gives the same bytes, and a result of the same kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.dataset
import pytest

import kvinnofrid as kf

KINDS: dict[str, Callable[[kf.Table], Any]] = {
    "ours": lambda table: table,
    "pyarrow": lambda table: table.to_arrow(),
    "chunked": lambda table: pyarrow.concat_tables([table.to_arrow().slice(0, 7), table.to_arrow().slice(7)]),
    "batch": lambda table: table.to_arrow().combine_chunks().to_batches()[0],
    "reader": lambda table: table.to_arrow().to_reader(max_chunksize=50),
    "dataset": lambda table: pyarrow.dataset.dataset(table.to_arrow()),
    "scanner": lambda table: pyarrow.dataset.dataset(table.to_arrow()).scanner(),
    "polars": lambda table: table.to_polars(),
    "lazy": lambda table: table.to_polars().lazy(),
    "pandas": lambda table: table.to_pandas(),
    "pandas with pyarrow": lambda table: table.to_arrow().to_pandas(types_mapper=pandas.ArrowDtype),
    "duckdb": lambda table: duckdb.connect().from_arrow(table.to_arrow()),
    "dicts": lambda table: table.to_dicts(),
}


@pytest.fixture(params=KINDS)
def frame(request: pytest.FixtureRequest, persons: kf.Table) -> Any:
    return KINDS[request.param](persons)


def rows(table: Any) -> list[dict[str, Any]]:
    """Returns a table of any kind as dicts."""
    if isinstance(table, list):
        return [{"id": one.id} | one.groups for one in table]
    if isinstance(table, pandas.DataFrame):
        table = pyarrow.Table.from_pandas(table, preserve_index=False)
    if isinstance(table, polars.LazyFrame):
        table = table.collect()
    if isinstance(table, pyarrow.dataset.Dataset):
        table = table.to_table()
    if isinstance(table, pyarrow.RecordBatchReader):
        return table.read_all().to_pylist()
    return pyarrow.table(table).to_pylist()


def test_every_kind_gives_the_same_report(programme: kf.Programme, persons: kf.Table, frame: Any) -> None:
    expected = programme.report(persons, period=["2012", "2013"], by=["stadsdel", "kön"]).to_json()
    assert programme.report(frame, period=["2012", "2013"], by=["stadsdel", "kön"]).to_json() == expected


def test_what_comes_back_is_the_kind_that_went_in(programme: kf.Programme, persons: kf.Table, frame: Any) -> None:
    expected = rows(programme.classify(persons, period="2013"))
    answer = programme.classify(frame, period="2013")
    if not isinstance(frame, list | pyarrow.dataset.Scanner):
        assert type(answer) is type(frame)
    assert rows(answer) == expected


def test_missing_fields_are_columns_of_their_own(programme: kf.Programme, persons: kf.Table) -> None:
    answer = programme.classify(persons.to_arrow(), period="2013", missing=True)
    assert answer.column_names == [
        "id", "kvinnor", "barn", "män", "missing_kvinnor", "missing_barn", "missing_män",
    ]  # fmt: skip
    one = next(row for row in answer.to_pylist() if row["kvinnor"] is None)
    assert one["missing_kvinnor"]


def test_what_decides_is_a_column_of_the_kind_that_went_in(programme: kf.Programme, persons: kf.Table, frame: Any) -> None:
    answers = programme.classify(persons.to_dicts(), period="2013", why=True)
    expected = [{"id": one.id, **one.groups, **{f"why_{group}": one.why[group] for group in one.why}} for one in answers]
    if isinstance(frame, list):
        assert answers == programme.classify(frame, period="2013", why=True)
        return
    answer = programme.classify(frame, period="2013", why=True)
    if not isinstance(frame, pyarrow.dataset.Scanner):
        assert type(answer) is type(frame)
    assert rows(answer) == expected


def test_what_keeps_people_out_can_be_counted(programme: kf.Programme, persons: kf.Table) -> None:
    reasons = programme.reasons(period="2013")
    plain = programme.classify(persons.to_dicts(), period="2013", why=True)
    sex = sum(one.why["män"] == "20-malgrupper.rhai:21:18" for one in plain)
    pandas_answer = programme.classify(persons.to_pandas(), period="2013", why=True)
    counted = pandas_answer.loc[pandas_answer["män"] == False, "why_män"].value_counts()  # noqa: E712
    assert 0 < counted["20-malgrupper.rhai:21:18"] <= sex
    table = pandas.DataFrame(reasons).query("group == 'män'").set_index("code")
    assert table.loc["20-malgrupper.rhai:21:18", "condition"] == 'p.kön == "man"'
    # The categories are all codes, including those that no record has.
    assert list(pandas_answer["why_män"].cat.categories) == list(table.index)
    polars_answer = programme.classify(persons.to_polars(), period="2013", why=True)
    among = polars_answer.filter(~polars.col("män"))["why_män"].cast(polars.String).value_counts()
    assert dict(among.iter_rows()) == {code: many for code, many in counted.items() if many}
    relation = duckdb.connect().from_arrow(persons.to_arrow())
    found = programme.classify(relation, period="2013", why=True).filter("not män").aggregate("why_män, count(*)")
    assert dict(found.fetchall()) == {code: many for code, many in counted.items() if many}


def test_who_is_passed_over_has_no_reason(programme: kf.Programme) -> None:
    table = pyarrow.table({"id": ["a", "b"], "kön": ["man", "okand"]})
    with pytest.warns(kf.DataWarning):
        answer = programme.classify(table, period="2013", why=True, missing=True, on_error="skip").to_pylist()
    assert (answer[0]["why_kvinnor"], answer[1]["why_kvinnor"]) == ("20-malgrupper.rhai:7:18", None)
    assert answer[1]["missing_kvinnor"] is None


def children(table: pyarrow.Table, name: str) -> pyarrow.Table:
    """Returns a list column as a separate table."""
    found = [
        {"id": row["id"], **element}
        for row in table.select(["id", name]).to_pylist()
        for element in row[name] or []
        if element is not None
    ]
    kind = table.schema.field(name).type.value_type
    schema = pyarrow.schema([pyarrow.field("id", pyarrow.string()), *kind])
    return pyarrow.Table.from_pylist(found, schema=schema)


@pytest.mark.parametrize("kind", ["pyarrow", "polars", "pandas", "duckdb"])
def test_lists_may_be_tables_of_their_own(programme: kf.Programme, kind: str) -> None:
    whole = kf.sample(200, seed=3, missing=0).to_arrow()
    # A separate table is complete: a record without rows in it has an empty list.
    assert not any(whole["insatser"].is_null().to_pylist())
    make = {
        "pyarrow": lambda table: table,
        "polars": polars.from_arrow,
        "pandas": lambda table: table.to_pandas(date_as_object=False),
        "duckdb": duckdb.from_arrow,
    }[kind]
    beside = {"person": make(whole.drop_columns(["insatser"])), "insatser": make(children(whole, "insatser"))}
    expected = programme.report(whole, period="2013", by="stadsdel").to_json()
    assert programme.report(beside, period="2013", by="stadsdel").to_json() == expected
    assert rows(programme.classify(beside, period="2013")) == rows(programme.classify(whole, period="2013"))
    explained = programme.explain(beside, record="p000000003", period="2013").to_dict()
    assert explained == programme.explain(whole, record="p000000003", period="2013").to_dict()


def test_tables_are_called_as_what_they_hold(programme: kf.Programme, persons: kf.Table) -> None:
    with pytest.raises(kf.ArgumentError, match="under `person`"):
        programme.report({"personer": persons.to_polars()}, period="2013")
    with pytest.raises(kf.InputError, match="insaster"):
        programme.report({"person": persons.to_polars(), "insaster": persons.to_polars()}, period="2013")


def test_a_map_says_what_columns_and_codes_are_called(programme: kf.Programme, tmp_path: Any) -> None:
    plain = [{"id": "a", "kön": "kvinna", "stadsdel": "Farsta"}, {"id": "b", "kön": "man", "stadsdel": None}]
    theirs = polars.DataFrame({"PersonId": ["a", "b"], "Kon": ["K", "M"], "stadsdel": ["Farsta", None]})
    given = {"fält": {"id": "PersonId", "kön": "Kon"}, "koder": {"kön": {"K": "kvinna", "M": "man"}}}
    expected = programme.report(plain, period="2013", by=["stadsdel", "kön"]).to_json()
    assert programme.report(theirs, period="2013", by=["stadsdel", "kön"], map=given).to_json() == expected
    path = tmp_path / "karta.toml"
    path.write_text('[fält]\nid = "PersonId"\nkön = "Kon"\n[koder.kön]\nK = "kvinna"\nM = "man"\n', encoding="utf-8")
    assert programme.report(theirs, period="2013", by=["stadsdel", "kön"], map=path).to_json() == expected
    assert programme.classify(theirs, period="2013", map=given).columns == ["PersonId", "kvinnor", "barn", "män"]


def test_a_relation_comes_back_in_its_own_connection(programme: kf.Programme, persons: kf.Table) -> None:
    connection = duckdb.connect()
    table = persons.to_arrow()
    connection.register("personer", table)
    answer = programme.classify(connection.table("personer"), period="2013")
    together = answer.join(connection.table("personer").set_alias("p"), "id").filter("kvinnor").aggregate("count(*)")
    belong = sum(row["kvinnor"] is True for row in rows(answer))
    assert together.fetchall() == [(belong,)] and belong > 0


def test_a_reader_is_read_as_it_is_asked_for(programme: kf.Programme, persons: kf.Table) -> None:
    table = persons.to_arrow()
    read: list[int] = []

    def batches() -> Any:
        for batch in table.to_batches(max_chunksize=100):
            read.append(batch.num_rows)
            yield batch

    answer = programme.classify(pyarrow.RecordBatchReader.from_batches(table.schema, batches()), period="2013")
    assert read == []
    assert answer.read_next_batch().num_rows == 100
    assert read == [100]
    assert answer.read_all().num_rows == 300


def test_an_error_far_down_tells_its_row(programme: kf.Programme) -> None:
    many = 150_000
    table = pyarrow.table({"id": range(many), "kön": ["kvinna"] * (many - 1) + ["hemlig"]})
    for ask in (programme.report, programme.classify):
        with pytest.raises(kf.InputError) as raised:
            ask(table, period="2013")
        assert (raised.value.row, raised.value.field) == (many, "kön")
        assert "hemlig" not in str(raised.value)


def test_a_wrong_type_is_told_with_how_to_convert_it(programme: kf.Programme) -> None:
    wrong = {"id": ["a"], "stadsdel": [7]}
    for frame, how in (
        (pandas.DataFrame(wrong), "df['stadsdel'].astype('Int64').astype('string')"),
        (polars.DataFrame(wrong), "pl.col('stadsdel').cast(pl.Int64).cast(pl.String)"),
        (duckdb.from_arrow(pyarrow.table(wrong)), 'CAST("stadsdel" AS BIGINT) AS VARCHAR'),
        (pyarrow.table(wrong), "cast"),
    ):
        with pytest.raises(kf.InputError) as raised:
            programme.report(frame, period="2013", by="stadsdel")
        assert raised.value.field == "stadsdel"
        assert how in str(raised.value)
    mended = pandas.DataFrame(wrong)
    mended["stadsdel"] = mended["stadsdel"].astype("Int64").astype("string")
    assert programme.report(mended, period="2013").receipt["records"] == 1


def test_days_may_be_texts_and_whole_numbers_floats(programme: kf.Programme) -> None:
    sample = kf.sample(200)
    expected = programme.report(sample, period="2013").rows
    table = sample.to_arrow()
    day = table.schema.get_field_index("födelsedatum")
    texts = table.set_column(day, "födelsedatum", table["födelsedatum"].cast(pyarrow.string()))
    for frame in (texts, polars.from_arrow(texts), duckdb.from_arrow(texts)):
        assert programme.report(frame, period="2013").rows == expected


def test_a_column_of_nothing_is_missing_for_everyone(programme: kf.Programme) -> None:
    frame = polars.DataFrame({"id": ["a"], "stadsdel": [None], "insatser": [[{"typ": None}]]})
    assert frame.schema["stadsdel"] == polars.Null
    assert programme.report(frame, period="2013").receipt["records"] == 1


class Place:
    """An object that no library converts."""


@pytest.mark.parametrize(
    "odd",
    [
        lambda frame: frame.assign(x=[Place()] * len(frame)),
        lambda frame: frame.assign(x=pandas.Series([1, "a"] * (len(frame) // 2), dtype=object)),
        lambda frame: frame.assign(x=1j),
        lambda frame: frame.assign(x=pandas.arrays.SparseArray([0] * len(frame))),
        lambda frame: frame.assign(x=pandas.PeriodIndex(["2013-05"] * len(frame), freq="M")),
        lambda frame: polars.from_pandas(frame).with_columns(polars.Series("x", [Place()] * len(frame), dtype=polars.Object)),
        lambda frame: polars.from_pandas(frame).with_columns(x=polars.lit(1, dtype=polars.Int128)),
        lambda frame: polars.from_pandas(frame).with_columns(x=polars.concat_list(polars.lit(1, dtype=polars.Int128))),
    ],
)
def test_a_column_that_nobody_asks_for_stops_nothing(programme: kf.Programme, persons: kf.Table, odd: Any) -> None:
    frame = persons.to_pandas()
    expected = programme.report(frame, period="2013", by="stadsdel")
    with pytest.warns(kf.DataWarning, match="inget fält och lästes inte"):
        assert programme.report(odd(frame), period="2013", by="stadsdel") == expected
    with pytest.warns(kf.DataWarning, match="inget fält och lästes inte"):
        assert type(programme.classify(odd(frame), period="2013")) is type(odd(frame))
    taken = kf.Persons(odd(frame))
    with pytest.warns(kf.DataWarning, match="inget fält och lästes inte"):
        assert programme.report(taken, period="2013", by="stadsdel") == expected


def test_a_field_that_cant_be_read_stops_who_asks_for_it(programme: kf.Programme) -> None:
    months = pandas.DataFrame({"id": ["a"], "födelsedatum": pandas.PeriodIndex(["1980-05"], freq="M")})
    places = pandas.DataFrame({"id": ["a"], "stadsdel": [Place()]})
    for data in (months, kf.Persons(months)):
        with pytest.raises(kf.InputError, match="födelsedatum: kolumnen har perioder") as raised:
            programme.report(data, period="2013")
        assert "hint" not in raised.value._about
    for data in (places, kf.Persons(places)):
        with pytest.raises(kf.InputError, match=r"stadsdel: kolumnen har värden .* \(Place\)"):
            programme.report(data, period="2013", by="stadsdel")


def test_a_sparse_column_is_a_column(programme: kf.Programme) -> None:
    persons = pandas.DataFrame({"id": ["a", "b"]})
    scores = {"id": ["a", "b"], "poäng": [12, 0]}
    sparse = pandas.DataFrame(scores | {"poäng": pandas.arrays.SparseArray([12, 0])})
    one, other = (
        programme.report({"person": persons, "riskbedömningar": table}, period="2013")
        for table in (pandas.DataFrame(scores), sparse)
    )
    assert one == other


@pytest.mark.parametrize("nothing", [float("nan"), None, pandas.NA, pandas.NaT])
def test_a_column_of_nothing_of_pandas_is_missing_for_everyone(programme: kf.Programme, nothing: Any) -> None:
    frame = pandas.DataFrame({"id": [1, 2], "kön": nothing, "födelsedatum": nothing, "stadsdel": nothing})
    expected = programme.report([{"id": 1}, {"id": 2}], period="2013", by="stadsdel").rows
    assert programme.report(frame, period="2013", by="stadsdel").rows == expected


def test_a_used_up_reader_is_told(programme: kf.Programme, persons: kf.Table) -> None:
    reader = persons.to_arrow().to_reader()
    reader.read_all()
    with pytest.warns(kf.DataWarning, match="inga poster räknades"):
        programme.report(reader, period="2013")


def test_lists_that_a_join_left_null_are_told(programme: kf.Programme) -> None:
    joined = [{"id": "a", "insatser": [{"typ": "annan"}]}, {"id": "b", "insatser": None}]
    with pytest.warns(kf.DataWarning, match="ingen post har en tom lista `insatser`, och 1 saknar den"):
        programme.report(pyarrow.Table.from_pylist(joined), period="2013")


def test_a_missing_key_is_told_with_the_columns_there_are(programme: kf.Programme) -> None:
    with pytest.raises(kf.InputError, match="inte bland `Id`, `kön`; menades `Id`"):
        programme.report(polars.DataFrame({"Id": ["a"], "kön": ["man"]}), period="2013")
    with pytest.raises(kf.InputError, match="inte bland `kön`; säg i en karta"):
        programme.report(polars.DataFrame({"kön": ["man"]}), period="2013")


def test_a_table_without_rows_is_a_table(programme: kf.Programme) -> None:
    empty = kf.sample(0)
    assert len(empty) == 0
    with pytest.warns(kf.DataWarning, match="inga poster räknades"):
        assert programme.report(empty, period="2013").receipt["records"] == 0
    with pytest.warns(kf.DataWarning, match="inga poster klassificerades: data är tomma"):
        assert programme.classify(empty.to_polars(), period="2013").columns == ["id", "kvinnor", "barn", "män"]
    with pytest.warns(kf.DataWarning, match="inga poster klassificerades: data är tomma"):
        assert programme.classify([], period="2013") == []
    with pytest.warns(kf.DataWarning, match="inga poster räknades"):
        assert programme.members([], period="2013") == []
    with pytest.warns(kf.DataWarning, match="inga poster klassificerades"):
        assert programme.classify(empty.to_arrow().to_reader(), period="2013").read_all().num_rows == 0


def test_a_struct_array_is_a_table_and_other_arrays_are_not(programme: kf.Programme) -> None:
    class Only:
        """Exports a single Arrow array, and no stream."""

        def __init__(self, array: pyarrow.Array) -> None:
            self.array = array

        def __arrow_c_array__(self, requested_schema: object = None) -> Any:
            return self.array.__arrow_c_array__(requested_schema)

    one = Only(pyarrow.array([{"id": "a", "kön": "kvinna"}]))
    assert programme.report(one, period="2013").receipt["records"] == 1
    with pytest.raises(kf.InputError, match="Arrow"):
        programme.report(Only(pyarrow.array([1, 2])), period="2013")


def test_a_producer_that_breaks_off_is_told(programme: kf.Programme) -> None:
    def batches() -> Any:
        yield pyarrow.record_batch({"id": ["a"]})
        raise RuntimeError("could not read Anna Andersson")

    reader = pyarrow.RecordBatchReader.from_batches(pyarrow.schema([("id", pyarrow.string())]), batches())
    with pytest.raises(kf.InputError, match="misslyckades efter 1 rader") as raised:
        programme.report(reader, period="2013")
    assert "Anna" not in str(raised.value)

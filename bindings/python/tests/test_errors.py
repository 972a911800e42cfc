"""What goes wrong is told with what to do about it, and never with a value of a record."""

from __future__ import annotations

import array
import pickle

import pyarrow as pa
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
    with pytest.warns(kf.DataWarning, match="2 poster avvisades") as told:
        report = programme.report(records, period="2013", on_error="skip")
    assert (report.receipt["records"], report.receipt["rejected"]) == (2, 2)
    assert "rad 3: kön" in str(told[0].message)
    assert told[0].filename == __file__
    with pytest.raises(kf.ArgumentError, match="skip"):
        programme.report(records, period="2013", on_error="ignore")


def test_a_column_that_is_not_read_is_told_with_the_nearest_name(programme: kf.Programme) -> None:
    with pytest.warns(kf.DataWarning, match="`kon` finns inte och lästes inte; menades `kön`"):
        programme.report([{"id": 1, "kon": "kvinna"}], period="2013")


def test_a_key_that_looks_like_a_personnummer_is_told(programme: kf.Programme) -> None:
    with pytest.warns(kf.DataWarning, match="1 nyckel ser ut som ett personnummer") as told:
        programme.report([{"id": "19121212-1212"}], period="2013")
    assert "1212" not in str(told[0].message)


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
    with pytest.raises(kf.InputError):
        kf.Persons(_damaged()[damage])

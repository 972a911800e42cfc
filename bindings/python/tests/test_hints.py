"""Executes every hint on the frame that caused it, and compares the figures."""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import enum
import json
import uuid
from collections import namedtuple
from collections.abc import Callable
from typing import Any

import duckdb
import numpy
import pandas
import polars
import pyarrow
import pytest

import kvinnofrid as kf
from kvinnofrid._hints import HOW

Change = Callable[[Any], Any]
Column = tuple[str, Change, Any]

EPOCH = datetime.date(1970, 1, 1)
UTC = datetime.UTC


def days(day: datetime.date, since: datetime.date) -> int:
    """Returns the number of days between two dates."""
    return (day - since).days


def midnight(day: datetime.date) -> datetime.datetime:
    """Returns the start of a winter day in Stockholm, which is on the previous day in UTC."""
    return datetime.datetime(day.year, day.month, day.day, tzinfo=UTC) - datetime.timedelta(hours=1)


DATE: dict[str, tuple[Change, Any]] = {
    "yyyymmdd": (lambda day: int(day.strftime("%Y%m%d")), pyarrow.int64()),
    "serial": (lambda day: days(day, datetime.date(1899, 12, 30)), pyarrow.int64()),
    "milliseconds": (lambda day: days(day, EPOCH) * 86_400_000, pyarrow.int64()),
    "seconds": (lambda day: days(day, EPOCH) * 86_400, pyarrow.int64()),
    "time": (lambda day: datetime.datetime(day.year, day.month, day.day, 9, 30), pyarrow.timestamp("us")),
    "zoned": (midnight, pyarrow.timestamp("us", "Europe/Stockholm")),
}
LIST = kf.sample(0).to_arrow().schema.field("våld").type
BESIDE = {"boolean": ("våld", "pågående"), "integer": ("riskbedömningar", "poäng")}
WRONG: dict[tuple[str, str], Column] = {
    **{("date", came): ("födelsedatum", change, kind) for came, (change, kind) in DATE.items()},
    ("date", "written"): ("födelsedatum", lambda day: day.strftime("%d.%m.%Y"), pyarrow.string()),
    ("date", "moment"): ("födelsedatum", lambda day: day.strftime("%Y-%m-%d 09:30:00"), pyarrow.string()),
    ("date", "nothing"): ("födelsedatum", lambda day: day.isoformat() if day.day > 3 else " " * day.day, pyarrow.string()),
    ("code", "nothing"): ("kön", lambda code: code if code == "man" else "", pyarrow.string()),
    ("text", "nothing"): ("stadsdel", lambda name: {"Farsta": "", "Bromma": "okänt"}.get(name, name), pyarrow.string()),
    ("code", "case"): ("kön", lambda code: f"{code.upper()} ", pyarrow.string()),
    ("list", "json"): ("våld", lambda elements: json.dumps(elements, default=str), pyarrow.string()),
    ("list", "struct"): ("våld", lambda elements: elements[0] if elements else None, LIST.value_type),
    ("integer", "text"): ("poäng", str, pyarrow.string()),
    ("integer", "truth"): ("poäng", lambda number: number > 9, pyarrow.bool_()),
    ("boolean", "number"): ("pågående", int, pyarrow.int64()),
    ("boolean", "words"): ("pågående", lambda yes: "Ja" if yes else "Nej", pyarrow.string()),
    ("text", "number"): ("stadsdel", lambda name: len(name), pyarrow.int64()),
    ("text", "bytes"): ("stadsdel", str.encode, pyarrow.binary()),
    ("text", "uuid"): ("stadsdel", lambda name: uuid.UUID(int=len(name)), None),
    ("code", "bytes"): ("kön", str.encode, pyarrow.binary()),
    ("key", "bytes"): ("id", str.encode, pyarrow.binary()),
    ("key", "uuid"): ("id", lambda key: uuid.UUID(int=int(key[1:])), None),
}
RIGHT: dict[tuple[str, str], tuple[Change, Any]] = {
    ("date", "nothing"): (lambda day: day if day.day > 3 else None, pyarrow.date32()),
    ("code", "nothing"): (lambda code: code if code == "man" else None, pyarrow.string()),
    ("text", "nothing"): (lambda name: None if name in ("Farsta", "Bromma") else name, pyarrow.string()),
    ("list", "struct"): (lambda elements: elements[:1] or None, LIST),
    ("integer", "truth"): (lambda number: int(number > 9), pyarrow.int64()),
    ("text", "number"): (lambda name: str(len(name)), pyarrow.string()),
    ("text", "uuid"): (lambda name: str(uuid.UUID(int=len(name))), pyarrow.string()),
    ("key", "uuid"): (lambda key: str(uuid.UUID(int=int(key[1:]))), pyarrow.string()),
}
"""What the figures are those of, where it is not the sample as it is."""


def changed(table: pyarrow.Table, name: str, change: Change, kind: Any) -> pyarrow.Table:
    """Replaces a column of a table; UUIDs are texts until converted to a library that has a type for them."""
    values = [None if value is None else change(value) for value in table[name].to_pylist()]
    if kind is None:
        values, kind = [None if value is None else str(value) for value in values], pyarrow.string()
    column = pyarrow.array(values, kind)
    return table.set_column(table.schema.get_field_index(name), name, column)


def beside(table: pyarrow.Table, name: str) -> pyarrow.Table:
    """Returns a list column as a separate table."""
    found = [
        {"id": row["id"], **element}
        for row in table.select(["id", name]).to_pylist()
        for element in row[name] or []
        if element is not None
    ]
    schema = pyarrow.schema([("id", pyarrow.string()), *table.schema.field(name).type.value_type])
    return pyarrow.Table.from_pylist(found, schema=schema)


def made(library: str, table: pyarrow.Table, name: str, came: str) -> Any:
    """Returns a table of a library with the column that the hint is for."""
    if library == "polars":
        return polars.from_arrow(table)
    if library == "duckdb":
        return duckdb.connect().from_arrow(table)
    frame = table.to_pandas(date_as_object=False)
    if came == "uuid":
        frame[name] = [None if value is None else uuid.UUID(value) for value in frame[name]]
    return frame


def followed(library: str, hint: str, frame: Any) -> Any:
    """Returns the frame after executing the hint."""
    names = {"pd": pandas, "pl": polars, "df": frame, "relation": frame}
    exec(hint.partition(": ")[2], names)
    return names["relation" if library == "duckdb" else "df"]


def hinted(call: Callable[[], Any]) -> str:
    """Returns the Swedish hint of the error of a call."""
    with pytest.raises(kf.InputError) as raised:
        call()
    assert raised.value.__cause__ is None
    assert "hint" in raised.value._about, str(raised.value)
    return str(raised.value._about["hint"][0])


HINTS = [(library, *pair) for library, hints in HOW.items() for pair in hints]


@pytest.mark.filterwarnings("ignore::kvinnofrid.DataWarning")
@pytest.mark.parametrize(("library", "wanted", "came"), HINTS)
def test_a_hint_leads_to_the_right_figures(programme: kf.Programme, library: str, wanted: str, came: str) -> None:
    whole = kf.sample(300, seed=3, missing=0).to_arrow()
    name, change, kind = WRONG[wanted, came]
    right_change, right_kind = RIGHT.get((wanted, came), (lambda value: value, "as it is"))
    list_of = BESIDE.get(wanted, (None,))[0]
    plain = whole if list_of is None else beside(whole, list_of)
    right = plain if right_kind == "as it is" else changed(plain, name, right_change, right_kind)
    frame = made(library, changed(plain, name, change, kind), name, came)

    def report(table: Any) -> str:
        data = table if list_of is None else {"person": whole.drop_columns([list_of]), list_of: table}
        by = [one for one in ("stadsdel", "kön") if one in whole.column_names]
        return programme.report(data, period="2013", by=by, check_all=True).to_json()

    hint = hinted(lambda: report(frame))
    assert report(followed(library, hint, frame)) == report(right)


@pytest.mark.filterwarnings("ignore::kvinnofrid.DataWarning")
@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("födelsedatum", pandas.PeriodIndex(["1980-05-17", "1990-01-01"], freq="D")),
        ("födelsedatum", numpy.array([19800517.0, 19900101.0])),
        ("födelsedatum", pandas.array([19800517, 19900101], dtype="Int64")),
        ("födelsedatum", pandas.to_datetime(["1980-05-16T22:00Z", "1989-12-31T23:00Z"])),
        ("id", [17, "a"]),
        ("våld", [[{"roll": "våldsutsatt"}], ""]),
        ("födelsedatum", pandas.Series([pandas.Timestamp("1980-05-17"), datetime.date(1990, 1, 1)], dtype=object)),
        ("födelsedatum", [datetime.date(1980, 5, 17), "1990-01-01"]),
        ("stadsdel", ["Farsta", b"\xc3\x84lvsj\xc3\xb6"]),
        ("stadsdel", [enum.Enum("Stadsdel", {"A": "Farsta"}).A, None]),
    ],
)
def test_hints_of_pandas_for_what_only_pandas_has(programme: kf.Programme, name: str, column: Any) -> None:
    plain = {"id": ["17", "a"], "kön": ["kvinna", "man"]}
    frame = pandas.DataFrame(plain | {name: column})
    right = {
        "födelsedatum": pandas.to_datetime(["1980-05-17", "1990-01-01"]), "id": plain["id"], "våld": [[{"roll": "våldsutsatt"}], None],
        "stadsdel": ["Farsta", "Älvsjö" if isinstance(column[1], bytes) else None],
    }[name]  # fmt: skip
    expected = programme.report(pandas.DataFrame(plain | {name: right}), period="2013", check_all=True).to_json()
    hint = hinted(lambda: programme.report(frame, period="2013", check_all=True))
    assert programme.report(followed("pandas", hint, frame), period="2013", check_all=True).to_json() == expected


TOGETHER = [("date", "written"), ("code", "case"), ("text", "nothing"), ("key", "bytes")]
"""Mistakes of different columns of the person table."""


@pytest.mark.filterwarnings("ignore::kvinnofrid.DataWarning")
@pytest.mark.parametrize("library", HOW)
def test_advice_never_leads_in_a_circle(programme: kf.Programme, library: str) -> None:
    table = right = kf.sample(120, seed=4, missing=0).to_arrow()
    for pair in TOGETHER:
        name, change, kind = WRONG[pair]
        table = changed(table, name, change, kind)
        right = changed(right, name, *RIGHT[pair]) if pair in RIGHT else right
    frame, seen = made(library, table, "", ""), []

    def report(data: Any) -> str:
        return programme.report(data, period="2013", by=["stadsdel", "kön"]).to_json()

    for _ in TOGETHER:
        seen.append(hinted(lambda: report(frame)))
        frame = followed(library, seen[-1], frame)
    assert len(set(seen)) == len(TOGETHER)
    assert report(frame) == report(right)


def test_numbers_of_several_types_become_one(programme: kf.Programme) -> None:
    persons = pandas.DataFrame({"id": ["a", "b"]})
    scores = pandas.DataFrame({"id": ["a", "b"], "poäng": [decimal.Decimal("12"), 7.0]})
    hint = hinted(lambda: programme.report({"person": persons, "riskbedömningar": scores}, period="2013", check_all=True))
    mended = followed("pandas", hint, scores)
    assert mended["poäng"].to_list() == [12, 7]
    assert programme.report({"person": persons, "riskbedömningar": mended}, period="2013").receipt["records"] == 2


def test_the_key_of_a_list_may_be_its_index(programme: kf.Programme) -> None:
    persons = pandas.DataFrame({"id": ["a", "b"], "kön": ["man", "kvinna"]})
    measures = pandas.DataFrame({"id": ["a"], "typ": ["annan"]})
    expected = programme.report({"person": persons, "insatser": measures}, period="2013")
    odd = measures.set_index("id")
    hint = hinted(lambda: programme.report({"person": persons, "insatser": odd}, period="2013"))
    assert programme.report({"person": persons, "insatser": followed("pandas", hint, odd)}, period="2013") == expected


@pytest.mark.filterwarnings("ignore::kvinnofrid.DataWarning")
@pytest.mark.parametrize("where", ["the index", "a level of the index", "a level of the names"])
def test_a_key_that_pandas_holds_elsewhere_is_found(programme: kf.Programme, where: str) -> None:
    frame = kf.sample(100, seed=3).to_pandas()
    expected = programme.report(frame, period="2013", by="stadsdel").rows
    if where == "a level of the names":
        odd = frame.copy()
        odd.columns = pandas.MultiIndex.from_product([["uttag"], frame.columns])
    else:
        odd = frame.set_index("id" if where == "the index" else ["stadsdel", "id"])
    hint = hinted(lambda: programme.report(odd, period="2013", by="stadsdel"))
    assert programme.report(followed("pandas", hint, odd), period="2013", by="stadsdel").rows == expected


def test_a_hint_names_the_column_of_the_map(programme: kf.Programme) -> None:
    given = {"fält": {"födelsedatum": "Född", "stadsdel": "Område"}}
    plain = {"id": ["a", "b"], "Född": ["17/05/1980", "01/01/1990"], "Område": ["Farsta", 7]}
    frame = pandas.DataFrame(plain)

    def report(data: Any) -> kf.Report:
        return programme.report(data, period="2013", by="stadsdel", map=given)

    frame = followed("pandas", hinted(lambda: report(frame)), frame)
    frame = followed("pandas", hinted(lambda: report(frame)), frame)
    right = plain | {"Född": pandas.to_datetime(["1980-05-17", "1990-01-01"]), "Område": ["Farsta", "7"]}
    assert report(frame).rows == report(pandas.DataFrame(right)).rows


@dataclasses.dataclass
class Record:
    """A record as a program may hold it."""

    id: str
    kön: str


class Model:
    """What Pydantic's models look like from outside."""

    def __init__(self, id: str, kön: str) -> None:
        self.fields = {"id": id, "kön": kön}

    def model_dump(self) -> dict[str, str]:
        return self.fields


PLAIN = [{"id": "a", "kön": "kvinna"}, {"id": "b", "kön": "man"}]
ROWS = {
    "dataclasses": lambda: [Record(**one) for one in PLAIN],
    "models": lambda: [Model(**one) for one in PLAIN],
    "named tuples": lambda: [namedtuple("Post", "id kön")(**one) for one in PLAIN],
    "lines of JSON": lambda: [json.dumps(one) for one in PLAIN],
    "a structured array": lambda: numpy.array([("a", "kvinna"), ("b", "man")], dtype=[("id", "U1"), ("kön", "U6")]),
    "a record array": lambda: numpy.rec.array([("a", "kvinna"), ("b", "man")], dtype=[("id", "U1"), ("kön", "U6")]),
    "rows of pandas": lambda: [row for _, row in pandas.DataFrame(PLAIN).iterrows()],
    "tables of pandas": lambda: [pandas.DataFrame([one]) for one in PLAIN],
    "tables of Polars": lambda: [polars.DataFrame([one]) for one in PLAIN],
    "batches": lambda: [pyarrow.RecordBatch.from_pylist([one]) for one in PLAIN],
    "tables of pyarrow": lambda: [pyarrow.Table.from_pylist([one]) for one in PLAIN],
}


@pytest.mark.parametrize("kind", ROWS)
def test_what_is_no_dict_is_made_one(programme: kf.Programme, kind: str) -> None:
    names = {"data": ROWS[kind](), "pd": pandas, "pl": polars, "pa": pyarrow}
    hint = hinted(lambda: programme.report(names["data"], period="2013"))
    exec(hint.partition(": ")[2], names)
    assert programme.report(names["data"], period="2013", by="kön") == programme.report(PLAIN, period="2013", by="kön")


def test_wide_integers_of_polars_become_narrow(programme: kf.Programme) -> None:
    frame = polars.DataFrame({"id": [1, 2], "kön": ["man", "kvinna"]}, schema_overrides={"id": polars.Int128})
    hint = hinted(lambda: programme.report(frame, period="2013"))
    assert programme.report(followed("polars", hint, frame), period="2013").receipt["records"] == 2
    with pytest.raises(kf.InputError, match="128 bitar") as raised:
        programme.report(frame.with_columns(polars.col("id") + 2**100), period="2013")
    assert "hint" not in raised.value._about


def test_objects_of_polars_become_text(programme: kf.Programme) -> None:
    keys = [uuid.UUID(int=1), uuid.UUID(int=2)]
    frame = polars.DataFrame({"id": polars.Series(keys, dtype=polars.Object), "kön": ["man", "kvinna"]})
    hint = hinted(lambda: programme.report(frame, period="2013"))
    answer = programme.classify(followed("polars", hint, frame), period="2013")
    assert answer["id"].to_list() == [str(key) for key in keys]


@pytest.mark.parametrize("library", HOW)
def test_where_no_way_is_right_none_is_told(programme: kf.Programme, library: str) -> None:
    for name, values in (
        ("födelsedatum", [1980, 1990]),
        ("födelsedatum", [12.5, 13.5]),
        ("födelsedatum", ["01/02/1980", "03/04/1990"]),
        ("födelsedatum", ["1980-05-17", "maj 1990"]),
        ("födelsedatum", ["1980-05-17T22:00:00Z", "1990-01-01T23:00:00Z"]),
        ("kön", ["kvinna", "hemlig"]),
        ("stadsdel", [b"\xc4lvsj\xf6", b"Farsta"]),
        ("våld", ["{}", "[]"]),
        ("kön", [1, 2]),
    ):
        table = pyarrow.table({"id": ["a", "b"], name: values})
        with pytest.raises(kf.InputError) as raised:
            programme.report(made(library, table, name, ""), period="2013", check_all=True)
        assert raised.value.field == name and "hint" not in raised.value._about


def test_what_a_name_hides_is_shown(programme: kf.Programme) -> None:
    with pytest.raises(kf.InputError) as raised:
        programme.report(polars.DataFrame({"\ufeffid": ["a"], "kön": ["man"]}), period="2013")
    assert "menades `\\ufeffid`" in str(raised.value) and "utf-8-sig" in str(raised.value)


def test_names_that_may_be_values_are_not_repeated(programme: kf.Programme) -> None:
    with pytest.raises(kf.InputError) as raised:
        programme.report(polars.DataFrame({"Anna Andersson": ["a"], "Storgatan 1": ["man"]}), period="2013")
    assert "Anna" not in str(raised.value) and "Storgatan" not in str(raised.value)

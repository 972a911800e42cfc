"""Databases as data: how they are read, what is refused, and what is never said."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

import kvinnofrid as kf
from kvinnofrid import _drivers

SCRIPT = """
    CREATE TABLE klient (id INTEGER, kön TEXT, stadsdel TEXT, hemligt TEXT);
    INSERT INTO klient VALUES (2, 'man', 'Farsta', 'x'), (10, 'kvinna', 'Farsta', 'x'), (1, 'kvinna', NULL, 'x');
    CREATE TABLE beslut (nr INTEGER, id INTEGER, erbjuden TEXT, orsak_våld INTEGER);
    INSERT INTO beslut VALUES (1, 10, '2013-02-01', 1), (2, 1, '2013-03-01', 0), (3, 10, '2013-05-01', NULL);
"""


def made(folder: Path, script: str = SCRIPT) -> str:
    """Returns the address of a database in SQLite."""
    with sqlite3.connect(folder / "p.db") as connection:
        connection.executescript(script)
    connection.close()
    return f"sqlite:{folder / 'p.db'}"


def test_records_and_lists_are_merged_part_by_part(
    programme: kf.Programme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"({(number * 7919) % 1000}, 'kvinna', 'Farsta', 'x')," for number in range(1000)).rstrip(",")
    decisions = "".join(f"({n}, {(n * 31) % 900}, '2013-02-01', 1)," for n in range(2500)).rstrip(",")
    url = made(tmp_path, SCRIPT + f"DELETE FROM klient; INSERT INTO klient VALUES {rows}; DELETE FROM beslut; INSERT INTO beslut VALUES {decisions};")
    whole = programme.report(kf.database(url, "klient", insatser="beslut"), period="2013", by="stadsdel")
    for size in (1, 7, 999):
        monkeypatch.setattr(_drivers, "ROWS", size)
        parts = programme.report(kf.database(url, "klient", insatser="beslut"), period="2013", by="stadsdel")
        assert parts.to_json() == whole.to_json()
    assert whole.receipt["records"] == 1000


def test_queries_and_maps_say_what_is_what(programme: kf.Programme, tmp_path: Path) -> None:
    url = made(tmp_path)
    plain = programme.report(kf.database(url, "klient", insatser="beslut"), period="2013")
    asked = kf.database(
        url,
        "SELECT id AS nr, upper(substr(kön, 1, 1)) AS kon, stadsdel FROM klient;",
        insatser="SELECT nr AS lopnr, id AS klient_id, erbjuden AS dag, orsak_våld FROM beslut",
    )
    mapping = {
        "fält": {"id": "nr", "kön": "kon"},
        "koder": {"kön": {"K": "kvinna", "M": "man"}},
        "tabell": {"insatser": {"nyckel": "klient_id", "fält": {"erbjuden": "dag"}}},
    }
    assert programme.report(asked, period="2013", map=mapping).to_json() == plain.to_json()


def test_records_of_a_database_are_classified_listed_and_explained(programme: kf.Programme, tmp_path: Path) -> None:
    database = kf.database(made(tmp_path), "klient", insatser="beslut")
    # What the database holds, in the order of its keys as text, if by hand.
    decisions = {
        "1": [{"erbjuden": "2013-03-01", "orsak_våld": False}],
        "10": [{"erbjuden": "2013-02-01", "orsak_våld": True}, {"erbjuden": "2013-05-01", "orsak_våld": None}],
        "2": [],
    }
    dicts = [
        {"id": "1", "kön": "kvinna", "stadsdel": None, "insatser": decisions["1"]},
        {"id": "2", "kön": "man", "stadsdel": "Farsta", "insatser": decisions["2"]},
        {"id": "10", "kön": "kvinna", "stadsdel": "Farsta", "insatser": decisions["10"]},
    ]
    classes = programme.classify(database, period="2013", why=True)
    assert classes.column("id").to_pylist() == [1, 2, 10]
    expected = programme.classify(dicts, period="2013", why=True)
    for group in ("kvinnor", "barn", "män"):
        assert classes.column(group).to_pylist() == [one.groups[group] for one in expected]
        assert classes.column(f"why_{group}").to_pylist() == [one.why[group] for one in expected]
    found = programme.members(database, period="2013", where={"stadsdel": "Farsta"}, show_sensitive=True)
    listed = programme.members(dicts, period="2013", where={"stadsdel": "Farsta"}, show_sensitive=True)
    assert found.num_rows > 0
    for column in ("id", "indicator", "answer"):
        assert found.column(column).to_pylist() == [one[column] for one in listed]
    for per in ("field", "record"):
        asked = {"period": "2013", "by": "stadsdel", "per": per}
        assert programme.worklist(database, **asked).to_json() == programme.worklist(dicts, **asked).to_json()
    why = programme.explain(database, record=10, period="2013", of="kvinnor")
    assert why.answers[0]["value"] == programme.explain(dicts[2], period="2013", of="kvinnor").answers[0]["value"]


def test_an_empty_database_is_classified_as_nobody(programme: kf.Programme, tmp_path: Path) -> None:
    database = kf.database(made(tmp_path, SCRIPT + "DELETE FROM klient; DELETE FROM beslut;"), "klient", insatser="beslut")
    with pytest.warns(kf.DataWarning, match="inga poster klassificerades"):
        classes = programme.classify(database, period="2013")
    assert classes.num_rows == 0 and {"id", "kvinnor", "barn", "män"} <= set(classes.column_names)


def test_rows_of_no_record_are_refused_by_classifications_too(programme: kf.Programme, tmp_path: Path) -> None:
    database = kf.database(made(tmp_path, SCRIPT + "DELETE FROM klient WHERE id = 10;"), "klient", insatser="beslut")
    with pytest.raises(kf.InputError, match="insatser"):
        programme.classify(database, period="2013", check_all=True)


def test_columns_that_are_no_fields_are_not_fetched(
    programme: kf.Programme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    batches = _drivers._Lite.batches
    monkeypatch.setattr(_drivers._Lite, "batches", lambda self, sql, kinds: asked.append(sql) or batches(self, sql, kinds))
    programme.report(kf.database(made(tmp_path), "klient"), period="2013")
    assert "hemligt" not in asked[0].partition(" FROM ")[0]


def test_a_column_that_is_called_almost_as_a_field_is_asked_about(programme: kf.Programme, tmp_path: Path) -> None:
    url = made(tmp_path, SCRIPT + "ALTER TABLE klient RENAME COLUMN stadsdel TO stadsdell;")
    with pytest.warns(kf.DataWarning, match="stadsdel"):
        programme.report(kf.database(url, "klient"), period="2013", check_all=True)


def test_a_table_without_any_field_of_its_list_is_refused(programme: kf.Programme, tmp_path: Path) -> None:
    database = kf.database(made(tmp_path), "klient", insatser="SELECT id, stadsdel, hemligt FROM klient")
    with pytest.raises(kf.InputError, match="ingen kolumn i tabellen är ett fält i `insatser`") as raised:
        programme.report(database, period="2013", on_error="skip")
    assert raised.value.field == "insatser"


def test_rows_of_no_record_are_refused_or_noted(programme: kf.Programme, tmp_path: Path) -> None:
    database = kf.database(made(tmp_path, SCRIPT + "DELETE FROM klient WHERE id = 10;"), "klient", insatser="beslut")
    with pytest.raises(kf.InputError, match="insatser"):
        programme.report(database, period="2013")
    with pytest.warns(kf.DataWarning, match="insatser"):
        assert programme.report(database, period="2013", on_error="skip").receipt["records"] == 2


@pytest.mark.parametrize(
    ("persons", "lists", "said"),
    [
        ("SELECT hemligt FROM klient", {}, "har ingen kolumn `id` med postens nyckel"),
        ("SELECT 'lösen' FRÅN klient", {}, "databasen kunde inte svara"),
        ("saknas", {}, "databasen kunde inte svara"),
        ("klient", {"insats": "beslut"}, "listan `insats` finns inte; de som kan ges är"),
        ("klient", {"insatser": "SELECT erbjuden FROM beslut"}, "`insatser` har ingen kolumn `id`"),
    ],
)
def test_what_is_wrong_is_said_without_query_or_value(
    programme: kf.Programme, tmp_path: Path, persons: str, lists: dict[str, Any], said: str
) -> None:
    with pytest.raises(kf.Error, match=said) as raised:
        programme.report(kf.database(made(tmp_path), persons, **lists), period="2013")
    text = f"{raised.value} {raised.value.__cause__} {raised.value.__context__}"
    assert "lösen" not in text and "FROM" not in text and str(tmp_path) not in text


def test_addresses_and_passwords_are_in_no_message(programme: kf.Programme, tmp_path: Path) -> None:
    with pytest.raises(kf.ArgumentError, match="PGPASSWORD") as refused:
        kf.database("postgresql://kf:hemligt@host/db", "klient")
    assert "hemligt" not in str(refused.value)
    assert "host" not in repr(kf.database("postgresql://kf@host/db", "klient", insatser="beslut"))
    for url in ("mysql://host", "p.db", "sqlite"):
        with pytest.raises(kf.ArgumentError, match="adressen ska vara"):
            programme.report(kf.database(url, "klient"), period="2013")
    for url in (f"sqlite:{tmp_path / 'hemligt.db'}", f"duckdb:{tmp_path / 'hemligt.duckdb'}", "postgresql:///hemligt?host=/hemligt"):
        with pytest.raises(kf.InputError, match="gick inte att öppna") as failed:
            programme.report(kf.database(url, "klient"), period="2013")
        assert "hemligt" not in f"{failed.value} {failed.value.__context__}"
    # Nothing was made where nothing was.
    assert list(tmp_path.iterdir()) == []


def test_the_receipt_names_no_source(programme: kf.Programme, tmp_path: Path) -> None:
    shown = programme.report(kf.database(made(tmp_path), "klient", insatser="beslut"), period="2013")
    assert str(tmp_path) not in shown.to_json() and "klient" not in str(shown.receipt)


@pytest.mark.parametrize("scheme", ["sqlite", "duckdb"])
def test_a_report_is_written_as_a_table(programme: kf.Programme, tmp_path: Path, scheme: str) -> None:
    shown = programme.report(kf.sample(50), period="2013")
    url = f"{scheme}:{tmp_path / 'rapport.db'}"
    shown.to_database(url, "rapport")
    with pytest.raises(kf.InputError, match="rätten att skriva"):
        shown.to_database(url, "rapport")
    shown.to_database(url, "rapport", append=True)
    if scheme == "sqlite":
        connection: Any = sqlite3.connect(tmp_path / "rapport.db")
    else:
        import duckdb

        connection = duckdb.connect(str(tmp_path / "rapport.db"))
    count, value = connection.execute("SELECT count(*), sum(value) FROM rapport WHERE kind = 'antal'").fetchone()
    own = [row["value"] for row in shown.rows if row["kind"] == "antal"]
    assert (count, value) == (2 * len(own), 2 * sum(own))
    assert "inom huset" in connection.execute("SELECT protection FROM rapport_receipt").fetchone()[0]
    connection.close()
    with pytest.raises(kf.ArgumentError, match="ett ord"):
        shown.to_database(url, "rapport; DROP TABLE klient")

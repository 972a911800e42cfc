"""One city through every source: files of each format, workbooks and databases give the same bytes of report."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import adbc_driver_duckdb
import adbc_driver_postgresql.dbapi as postgresql
import duckdb
import openpyxl
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet
import pytest

import kvinnofrid as kf

QUESTION = {"period": ["2012", "2013"], "by": ["stadsdel"]}


@pytest.fixture(scope="module")
def expected(programme: kf.Programme, city: Any) -> str:
    return programme.report(city.records, **QUESTION).to_json()


def tables(city: Any) -> dict[str, pa.Table]:
    return {"person": city.persons, **city.lists}


def numbered(city: Any) -> dict[str, pa.Table]:
    """Returns the tables as a database has them: in no order, with a running number."""
    made = {}
    for name, table in tables(city).items():
        number = pa.array(range(table.num_rows))
        made[name] = table.add_column(1, "löpnummer", number).take(number[::-1]) if name != "person" else table
    return made


def cell(value: Any) -> Any:
    """Returns a value as a cell holds it: a list of codes is one text."""
    return "|".join(value) or "[]" if isinstance(value, list) else value


def rows(table: pa.Table) -> list[list[Any]]:
    return [[cell(value) for value in row.values()] for row in table.to_pylist()]


def report(file: Path | str, *more: str) -> str:
    """Returns what the command line writes."""
    asked = ["--programme", "stockholm/kvinnofrid@2012-2014", "--period", "2012", "--period", "2013", "--by", "stadsdel"]
    command = [sys.executable, "-m", "kvinnofrid", "report", str(file), *asked, "--format", "json", *more]
    done = subprocess.run(command, capture_output=True)
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return done.stdout.decode()


def test_lines_of_json(city: Any, expected: str, tmp_path: Path) -> None:
    file = tmp_path / "p.ndjson"
    file.write_text("".join(json.dumps(record, default=str) + "\n" for record in city.records))
    assert report(file) == expected


def test_csv(city: Any, expected: str, tmp_path: Path) -> None:
    for name, table in tables(city).items():
        with (tmp_path / f"{name}.csv").open("w", newline="") as file:
            csv.writer(file).writerows([table.column_names, *rows(table)])
    lists = [word for name in city.lists for word in ("--table", f"{name}={tmp_path / name}.csv")]
    assert report(tmp_path / "person.csv", *lists) == expected


@pytest.mark.parametrize("extension", ["parquet", "arrow"])
def test_parquet_and_arrow(city: Any, expected: str, tmp_path: Path, extension: str) -> None:
    write = pyarrow.parquet.write_table if extension == "parquet" else pyarrow.feather.write_feather
    for name, table in tables(city).items():
        write(table, tmp_path / f"{name}.{extension}")
    lists = [word for name in city.lists for word in ("--table", f"{name}={tmp_path / name}.{extension}")]
    assert report(tmp_path / f"person.{extension}", *lists) == expected


def written(city: Any, folder: Path) -> Path:
    """Returns a workbook with a sheet for each table."""
    workbook = openpyxl.Workbook(write_only=True)
    for name, table in tables(city).items():
        sheet = workbook.create_sheet(name)
        for row in [table.column_names, *rows(table)]:
            sheet.append(row)
    workbook.save(folder / "p.xlsx")
    return folder / "p.xlsx"


def test_a_workbook(city: Any, expected: str, tmp_path: Path) -> None:
    assert report(written(city, tmp_path)) == expected


def test_a_workbook_of_libreoffice(city: Any, expected: str, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed; OpenDocument is tested in the core, too")
    file = written(city, tmp_path)
    subprocess.run([office, "--headless", "--convert-to", "ods", file.name], cwd=tmp_path, check=True, capture_output=True)
    assert report(tmp_path / "p.ods") == expected


def of_database(url: str, city: Any) -> kf.Database:
    return kf.database(url, "person", **{name: f'SELECT * FROM "{name}"' for name in city.lists})


@pytest.fixture(scope="module", autouse=True)
def duckdb_driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Says where the driver of DuckDB is, as its users do; the others are found as packages."""
    folder = tmp_path_factory.mktemp("drivers")
    file = adbc_driver_duckdb.driver_path()
    (folder / "duckdb.toml").write_text(f'name = "DuckDB"\n[Driver]\nentrypoint = "duckdb_adbc_init"\nshared = "{file}"\n')
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ADBC_DRIVER_PATH", str(folder))
        yield


def by_command(url: str, city: Any) -> str:
    """Returns what the command line writes of a database, of which it is given one table and many queries."""
    lists = [word for name in city.lists for word in ("--table", f'{name}=SELECT * FROM "{name}"')]
    return report("person", "--from", url, *lists)


def test_sqlite(programme: kf.Programme, city: Any, expected: str, tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "p.db")
    for name, table in numbered(city).items():
        columns = ", ".join(f'"{column}"' for column in table.column_names)
        marks = ", ".join("?" for _ in table.column_names)
        connection.execute(f'CREATE TABLE "{name}" ({columns})')
        lines = [[str(value) if hasattr(value, "isoformat") else value for value in row] for row in rows(table)]
        connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', lines)
    connection.commit()
    connection.close()
    url = f"sqlite:{tmp_path / 'p.db'}"
    assert programme.report(of_database(url, city), **QUESTION).to_json() == expected
    assert by_command(url, city) == expected


def test_duckdb(programme: kf.Programme, city: Any, expected: str, tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "p.duckdb")) as connection:
        for name, table in numbered(city).items():
            connection.register("given", table)
            connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM given')
            connection.unregister("given")
    url = f"duckdb:{tmp_path / 'p.duckdb'}"
    assert programme.report(of_database(url, city), **QUESTION).to_json() == expected
    assert by_command(url, city) == expected


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL of its own, which listens on a socket in a folder."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        assert "KVF_ALL_TOOLS" not in os.environ, "PostgreSQL is not installed"
        pytest.skip("PostgreSQL is not installed")
    programs, folder = found[-1].parent, tmp_path_factory.mktemp("pg")
    # PostgreSQL does not run as root.
    other = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    if other:
        shutil.chown(folder, "postgres", "postgres")
        for above in folder.parents[:2]:
            above.chmod(0o711)

    def run(name: str, *arguments: str) -> None:
        command = [*other, programs / name, *arguments]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, env={"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]})

    data = str(folder / "data")
    run("initdb", "-D", data, "-U", "kf", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    run("pg_ctl", "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start")
    try:
        yield f"postgresql:///postgres?host={folder}&user=kf"
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def test_postgresql(programme: kf.Programme, city: Any, expected: str, server: str) -> None:
    with postgresql.connect(server) as connection, connection.cursor() as cursor:
        for name, table in numbered(city).items():
            cursor.adbc_ingest(name, table, mode="create")
        connection.commit()
    database = of_database(server, city)
    assert programme.report(database, **QUESTION).to_json() == expected
    assert programme.report(database, threads=2, **QUESTION).to_json() == expected
    assert by_command(server, city) == expected
    # A report as a table.
    shown = programme.report(database, **QUESTION)
    shown.to_database(server, "rapport")
    with postgresql.connect(server) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*), min(programme) FROM rapport")
        assert cursor.fetchone() == (len(shown.rows), "stockholm/kvinnofrid")
        cursor.execute("SELECT receipt FROM rapport_receipt")
        assert json.loads(cursor.fetchone()[0]) == shown.receipt
    with pytest.raises(kf.InputError, match="rätten att skriva"):
        shown.to_database(server, "rapport")


def test_the_example_of_a_case_system(programme: kf.Programme, city: Any, server: str) -> None:
    folder = Path(__file__).parents[3] / "examples/databas"
    lists = ("våld", "anmälningar", "utredningar", "familjerättsutredningar", "insatser")
    with postgresql.connect(server) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA prov")
        for name, table in numbered(city).items():
            if name in ("person", *lists):
                cursor.adbc_ingest(name, table, mode="create", db_schema_name="prov")
        connection.commit()
        for script in ("schema.sql", "fyll.sql"):
            for statement in (folder / script).read_text().rstrip(";\n").split(";\n"):
                cursor.execute(statement)
        connection.commit()
    source = (folder / "rapport.py").read_text()
    program: dict[str, Any] = {"__file__": str(folder / "rapport.py"), "__name__": "rapport"}
    exec(compile(source, "rapport.py", "exec"), program)
    others = [name for name in city.lists if name not in lists]
    records = [{name: value for name, value in record.items() if name not in others} for record in city.records]
    assert program["report"](server).to_json() == programme.report(records, **QUESTION).to_json()

"""kvinnofrid from Python: a table of pyarrow in, a report out."""

from __future__ import annotations

from typing import Any

import kvinnofrid as kf
import pyarrow as pa

from .data import read
from .work import Ways


def ways(path: str, threads: int) -> tuple[Ways, Any]:
    """Without checking every key against those before it, and with, as is the default; and of persons who are taken in once."""
    table = read(path)
    persons = kf.Persons(table)
    programme = kf.load("stockholm/kvinnofrid", edition="2012-2014")

    def report(data: pa.Table | kf.Persons, assume_unique: bool = True) -> kf.Report:
        return programme.report(data, period="2013", by="stadsdel", threads=threads, assume_unique=assume_unique)

    return (
        {
            "unchecked": lambda: report(table),
            "checked": lambda: report(table, assume_unique=False),
            "taken-in": lambda: report(persons),
        },
        lambda report: {"report": report.to_json()},
    )

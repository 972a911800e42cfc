"""kvinnofrid from Python: a table of pyarrow in, a report out."""

from __future__ import annotations

from typing import Any

import kvinnofrid as kf

from .data import read
from .work import Ways


def ways(path: str, threads: int) -> tuple[Ways, Any]:
    """With every key checked against those before it, as is the default, and without."""
    table = read(path)
    programme = kf.load("stockholm/kvinnofrid", edition="2012-2014")

    def report(assume_unique: bool) -> kf.Report:
        return programme.report(table, period="2013", by="stadsdel", threads=threads, assume_unique=assume_unique)

    return (
        {"unchecked": lambda: report(True), "checked": lambda: report(False)},
        lambda report: {"report": report.to_json()},
    )

"""One record at a time: target groups, from a record that is parsed already and from JSON."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from .workers import Conditions, Worker

RECORDS = 1000
NAMES = {
    "parsed-kvinnofrid": "kvinnofrid, a parsed record",
    "parsed-structs": "Rust structs by hand, a parsed record",
    "parsed-zen": "zen-expression, a parsed record",
    "parsed-rhai": "Rhai, interpreted, a parsed record",
    "parsed-regorus": "regorus, a parsed record",
    "json-kvinnofrid": "kvinnofrid, JSON in, target groups out",
    "json-typed": "serde_json into typed structs, reading only",
    "json-value": "serde_json into Value, reading only",
    "json-zen": "zen-expression, JSON in, target groups out",
    "json-rhai": "Rhai, JSON in, target groups out",
    "json-regorus": "regorus, JSON in, target groups out",
}
READ_ONLY = ("json-typed", "json-value")


def measured(program: Path, folder: Path, conditions: Conditions) -> list[dict[str, Any]]:
    """Every engine on the same records, one thread."""
    path = folder / f"records-{RECORDS}.ndjson"
    options = ["--affected", "900", "--missing", "0", "--seed", "1", "--output", str(path)]
    subprocess.run([sys.executable, "-m", "kvinnofrid", "sample", str(RECORDS), *options], check=True)
    print("one record at a time", file=sys.stderr)
    rows = []
    with Worker([str(program), str(path)], 1) as worker:
        expected = worker.answer("parsed-kvinnofrid")["groups"]
        for way in worker.ways:
            if way in READ_ONLY:
                continue
            found = worker.answer(way)["groups"]
            if len(expected) != RECORDS or found != expected:
                differing = [row + 1 for row, (one, other) in enumerate(zip(expected, found, strict=True)) if one != other]
                raise ValueError(f"{way}: other target groups in rows {differing[:10]}")
        for way in worker.ways:
            worker.trial(way)
            row = worker.measured(way, conditions).to_dict()
            row |= {name: row[name] / RECORDS for name in ("median", "fastest", "cpu")}
            rows.append({"way": way, "engine": NAMES[way], "bytes": path.stat().st_size / RECORDS, **row})
    return rows

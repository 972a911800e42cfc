"""The demo city's figures as tables of counts, exact and as kvinnofrid publishes them."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

BASE = 5
TOTAL = "Totalt"
COLUMNS = ("value", "upper", "numerator", "denominator")

Key = tuple[str, str, str]
Place = tuple[str, ...]


@dataclass
class City:
    """The counts of one report: by indicator, column and period, then by place, ``None`` where hidden."""

    by: list[str]
    counts: dict[Key, dict[Place, int | None]] = field(default_factory=dict)
    seconds: float = 0.0

    def places(self) -> list[Place]:
        return list(dict.fromkeys(place for count in self.counts.values() for place in count))

    def sums(self) -> Iterator[tuple[Place, list[Place]]]:
        """Each margin with the places that it is the sum of, one breakdown at a time."""
        places = self.places()
        for margin in places:
            for axis, label in enumerate(margin):
                if label == TOTAL:
                    parts = [
                        place
                        for place in places
                        if place[axis] != TOTAL and place[:axis] + place[axis + 1 :] == margin[:axis] + margin[axis + 1 :]
                    ]
                    yield margin, parts


def persons(kvinnofrid: str, many: int, folder: Path) -> Path:
    """Writes synthetic persons. Those with protected identity are left out: they are in no district when published."""
    lines = subprocess.run([kvinnofrid, "sample", str(many)], check=True, capture_output=True, text=True).stdout
    path = folder / "persons.ndjson"
    known = (line for line in lines.splitlines() if json.loads(line).get("skyddade_personuppgifter") == "ingen")
    path.write_text("".join(line + "\n" for line in known), encoding="utf-8")
    return path


def city(kvinnofrid: str, data: Path, folder: Path, years: list[str], by: list[str], method: str | None = None) -> City:
    """Runs ``kvinnofrid report`` and reads its counts."""
    command = [kvinnofrid, "report", str(data), "--on-error", "skip", "--format", "csv"]
    command += ["--programme", "stockholm/kvinnofrid@2012-2014"]
    command += [word for year in years for word in ("--period", year)] + [word for one in by for word in ("--by", one)]
    if method is not None:
        key, ledger = folder / "key.txt", folder / f"ledger-{method.replace(':', '-')}.txt"
        key.write_text("thirty-two bytes of a benchmark", encoding="utf-8")
        ledger.unlink(missing_ok=True)
        command += ["--protect", method, "--key-file", str(key), "--ledger", str(ledger)]
    started = time.perf_counter()
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    made = City(by, seconds=time.perf_counter() - started)
    for row in csv.DictReader(io.StringIO(text)):
        for column in COLUMNS:
            if column in ("value", "upper") and row["kind"] != "antal":
                continue
            if column in ("numerator", "denominator") and row["kind"] != "andel":
                continue
            count = made.counts.setdefault((row["indicator"], column, row["period_start"]), {})
            count[tuple(row[one] for one in by)] = int(row[column]) if row[column] else None
    return made

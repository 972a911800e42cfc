"""What it costs to count from Python: the same persons through tables of each kind, beside the command line on an Arrow file.

Both are the engine of one wheel: `pip install` a release build, then `python benches/crossing.py [persons]`. The command line
maps the file, as pyarrow does here, and starts a process. One thread each, best of five.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars
import pyarrow.ipc

import kvinnofrid as kf

ROUNDS = 5


def best(work: Callable[[], object]) -> float:
    """The shortest of several rounds, in seconds."""
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def main() -> None:
    """Prints a line for each kind of table."""
    persons = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    command = [sys.executable, "-m", "kvinnofrid"]
    asked = ["--programme", "stockholm/kvinnofrid", "--period", "2013", "--by", "stadsdel", "--format", "json", "--threads", "1"]
    programme = kf.load("stockholm/kvinnofrid", edition="2012-2014")
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "personer.arrow")
        subprocess.run([*command, "sample", str(persons), "--seed", "1", "--output", path], check=True)
        expected = subprocess.run([*command, "report", path, *asked], check=True, capture_output=True).stdout.decode()

        table = pyarrow.ipc.open_file(pyarrow.memory_map(path)).read_all()
        kinds: dict[str, object] = {"pyarrow": table, "polars": polars.from_arrow(table), "duckdb": duckdb.from_arrow(table)}
        rust = best(lambda: subprocess.run([*command, "report", path, *asked], check=True, capture_output=True))
        print(f"{persons:,} persons, seconds")
        print(f"  {'command line':<22}{rust:6.2f}")
        for name, frame in kinds.items():
            whole = programme.report(frame, period="2013", by="stadsdel")
            assert whole.to_json() == expected, name
            took = best(lambda: programme.report(frame, period="2013", by="stadsdel"))
            print(f"  {name + ', report':<22}{took:6.2f}  {took / rust:.2f} times")
        took = best(lambda: programme.classify(table, period="2013"))
        print(f"  {'pyarrow, classify':<22}{took:6.2f}")


if __name__ == "__main__":
    main()

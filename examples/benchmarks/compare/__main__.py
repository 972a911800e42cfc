"""Everything in one run: populations made, answers compared, then times, then a table and a figure."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from . import data, figures, records, show
from .workers import Conditions, Worker


@dataclass(frozen=True)
class Engine:
    """What is measured: a name to show, who does it, and which of its ways; of several the fastest counts."""

    name: str
    module: str
    ways: tuple[str, ...] = ()
    with_gaps: bool = False
    """Whether it counts what is lost too: the peers are written for populations in which only days of what has not happened are
    missing."""


OURS = "kvinnofrid, Rust"
ENGINES = (
    Engine("reading the bytes once", "columns", ("floor",), with_gaps=True),
    Engine(OURS, "columns", ("unchecked",), with_gaps=True),
    Engine("kvinnofrid, Rust, keys checked", "columns", ("checked",), with_gaps=True),
    Engine("kvinnofrid, Rust, taken in once", "columns", ("taken-in",), with_gaps=True),
    Engine("kvinnofrid, Python", "kvinnofrid", ("unchecked",), with_gaps=True),
    Engine("kvinnofrid, Python, keys checked", "kvinnofrid", ("checked",), with_gaps=True),
    Engine("kvinnofrid, Python, taken in once", "kvinnofrid", ("taken-in",), with_gaps=True),
    Engine("scalar Rust by hand", "columns", ("by-hand",), with_gaps=True),
    Engine("numpy", "numpy"),
    Engine("Polars", "polars"),
    Engine("DuckDB", "duckdb"),
)


class Disagreement(Exception):
    """Engines answer differently: then their times mean nothing."""


def main() -> None:
    """The command line."""
    arguments = parsed()
    arguments.output.mkdir(parents=True, exist_ok=True)
    conditions = Conditions(arguments.rounds, arguments.seconds, arguments.foreign / 100, arguments.attempts)
    names = [engine.name for engine in ENGINES]
    run: dict[str, Any] = {"machine": machine(), "persons": arguments.persons, "conditions": vars(conditions), "columns": []}
    try:
        for population in data.POPULATIONS:
            path = data.prepare(population, arguments.persons, arguments.output)
            for threads in arguments.threads:
                rows = counted(population.name, path, threads, arguments, conditions)
                run["columns"] += sorted(rows, key=lambda row: names.index(row["engine"]))
        if arguments.records is not None:
            run["records"] = records.measured(arguments.records, arguments.output, conditions)
    except Disagreement as difference:
        sys.exit(f"{difference}\nno times: answers come first")
    (arguments.output / "results.json").write_text(json.dumps(run, indent=1, ensure_ascii=False) + "\n")
    show.write(run, arguments.output)
    print((arguments.output / "results.md").read_text())
    print(f"{arguments.output}: results.md, results.csv, results.json, results.svg, results.png", file=sys.stderr)


def parsed() -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(prog="run", description=__doc__)
    parser.add_argument("--persons", type=int, default=1_000_000, help="how many (default: a million)")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=5, help="quiet rounds of each engine")
    parser.add_argument("--seconds", type=float, default=0.5, help="how long a round is at least")
    parser.add_argument("--foreign", type=float, default=4, help="percent of a core that other programs may take in a round")
    parser.add_argument("--attempts", type=int, default=4, help="rounds tried at most for each that is wanted")
    parser.add_argument("--engines", nargs="+", help="only those whose name begins so; ours is always there")
    parser.add_argument("--output", type=Path, required=True, help="folder for populations and results")
    parser.add_argument("--columns", type=Path, required=True, help="the program built from src/columns")
    parser.add_argument("--records", type=Path, help="the program built from src/records")
    return parser.parse_args()


def counted(
    population: str, path: Path, threads: int, arguments: argparse.Namespace, conditions: Conditions
) -> Iterator[dict[str, Any]]:
    """Every engine on one population."""
    expected: figures.Figures | None = None
    engines = [engine for engine in ENGINES if population != "gaps" or engine.with_gaps]
    if arguments.engines:
        engines = [one for one in engines if one.name == OURS or one.name.startswith(tuple(arguments.engines))]
    # Ours first: the others are held against it.
    for module in dict.fromkeys(engine.module for engine in sorted(engines, key=lambda engine: engine.name != OURS)):
        print(f"{population}, {threads} threads: {module}", file=sys.stderr)
        command = [str(arguments.columns), str(path), str(threads)]
        with Worker(command, threads) if module == "columns" else Worker.of_python(module, path, threads) as worker:
            for engine in engines:
                if engine.module != module:
                    continue
                trials = {}
                for way in engine.ways or worker.ways:
                    answer = worker.answer(way)
                    if "bytes" not in answer:
                        found = figures.of(answer)
                        expected = expected or found
                        agreed(population, engine.name, way, expected, found)
                    trials[way] = worker.trial(way)
                way = min(trials, key=trials.__getitem__)
                yield {
                    "population": population,
                    "threads": threads,
                    "engine": engine.name,
                    "way": way,
                    "ways": trials,
                    "bytes": answer.get("bytes"),
                    **worker.measured(way, conditions).to_dict(),
                }


def agreed(population: str, name: str, way: str, expected: figures.Figures, found: figures.Figures) -> None:
    """Stops where an engine answers differently."""
    if not expected:
        raise Disagreement(f"{population}: nobody is counted")
    lines = figures.differences(expected, found)
    if lines:
        title = f"{population}: {name}, {way}, differs in {len(lines)} figures, of which kvinnofrid's are given first:"
        raise Disagreement("\n".join([title, *lines[:10]]))


def machine() -> dict[str, Any]:
    """What the run was made on, and with what."""
    processors = Path("/proc/cpuinfo").read_text().splitlines()
    cpu = next((line.split(":")[1].strip() for line in processors if "model name" in line), "")
    packages = ("kvinnofrid", "numpy", "polars", "duckdb", "pyarrow")
    return {
        "processor": cpu,
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "versions": {"Python": platform.python_version(), **{name: version(name) for name in packages}},
    }


if __name__ == "__main__":
    main()

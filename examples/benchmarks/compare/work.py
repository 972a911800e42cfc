"""One engine in a process of its own: it reads commands, one a line, and writes answers as lines of JSON.

`answer WAY` computes once and answers with the figures; `run WAY SECONDS` computes again and again for that long. The caller
measures the time that the machine's other programs take.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Callable
from typing import Any

Ways = dict[str, Callable[[], Any]]
"""What an engine can do, by name: each computes everything and returns it."""


def run(work: Callable[[], Any], seconds: float) -> dict[str, float]:
    """Computes until the time is up, once at least."""
    calls, started, used = 0, time.perf_counter(), cpu()
    while calls == 0 or time.perf_counter() - started < seconds:
        work()
        calls += 1
    return {"calls": calls, "wall": time.perf_counter() - started, "cpu": cpu() - used}


def cpu() -> float:
    """The processor time of all threads so far."""
    return time.process_time()


def main() -> None:
    """`python -m compare.work ENGINE FILE THREADS`."""
    engine, path, threads = sys.argv[1:]
    module = importlib.import_module(f"compare.in_{engine}")
    ways, answer = module.ways(path, int(threads))
    tell({"ways": list(ways)})
    for line in sys.stdin:
        verb, way, *rest = line.split()
        work = ways[way]
        tell(answer(work()) if verb == "answer" else run(work, float(rest[0])))


def tell(what: dict[str, Any]) -> None:
    """One line of JSON."""
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    main()

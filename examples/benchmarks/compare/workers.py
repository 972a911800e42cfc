"""Engines in processes of their own, one at a time, and how busy the machine was with other things meanwhile."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Conditions:
    """How each way is measured."""

    rounds: int
    seconds: float
    """How long a round is, at least: calls shorter than that are repeated."""
    most_foreign: float
    """Rounds during which other programs took more of a core than this are thrown away…"""
    attempts: int
    """…until so many have been tried for each that is wanted."""


@dataclass(frozen=True)
class Measured:
    """What one way took, in seconds a call, and how it was measured."""

    median: float
    fastest: float
    cpu: float
    """Processor time of a call, all threads together: what other programs take is not in it."""
    cores: float
    """Processor time by elapsed time: how many cores were at work."""
    foreign: float
    """What other programs took of a core meanwhile, at most."""
    rounds: int
    thrown_away: int
    quiet: bool
    """Whether there were as many quiet rounds as were requested."""

    def to_dict(self) -> dict[str, Any]:
        """As data."""
        return asdict(self)


@dataclass(frozen=True)
class Round:
    """One round of calls."""

    each: float
    cpu: float
    cores: float
    foreign: float


class Worker:
    """An engine with a population in memory."""

    def __init__(self, command: list[str], threads: int) -> None:
        folder = str(Path(__file__).parent.parent)
        environment = {**os.environ, "POLARS_MAX_THREADS": str(threads), "OMP_NUM_THREADS": str(threads), "PYTHONPATH": folder}
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment)
        self.ways: list[str] = self._heard()["ways"]

    @classmethod
    def of_python(cls, engine: str, path: Path, threads: int) -> Worker:
        """An engine that is a module of ours."""
        return cls([sys.executable, "-m", "compare.work", engine, str(path), str(threads)], threads)

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()

    def answer(self, way: str) -> dict[str, Any]:
        """What a way computes."""
        return self._asked(f"answer {way}")

    def trial(self, way: str) -> float:
        """The fastest of three calls, in seconds, to choose between ways."""
        runs = (self._asked(f"run {way} 0") for _ in range(3))
        return min(float(run["wall"] / run["calls"]) for run in runs)

    def measured(self, way: str, conditions: Conditions) -> Measured:
        """Rounds until enough were quiet, or as many as may be tried."""
        rounds: list[Round] = []
        for _ in range(conditions.rounds * conditions.attempts):
            rounds.append(self._round(way, conditions.seconds))
            quiet = [one for one in rounds if one.foreign <= conditions.most_foreign]
            if len(quiet) == conditions.rounds:
                break
        enough = len(quiet) == conditions.rounds
        # Where the machine was never quiet, the least disturbed rounds say what can be said.
        kept = quiet if enough else sorted(rounds, key=lambda one: one.foreign)[: conditions.rounds]
        times = [one.each for one in kept]
        return Measured(
            median=statistics.median(times),
            fastest=min(times),
            cpu=statistics.median(one.cpu for one in kept),
            cores=statistics.median(one.cores for one in kept),
            foreign=max(one.foreign for one in kept),
            rounds=len(kept),
            thrown_away=len(rounds) - len(kept),
            quiet=enough,
        )

    def _round(self, way: str, seconds: float) -> Round:
        busy, own, started = busy_seconds(), time.process_time(), time.perf_counter()
        run = self._asked(f"run {way} {seconds}")
        elapsed = time.perf_counter() - started
        ours = run["cpu"] + time.process_time() - own
        foreign = max(0.0, busy_seconds() - busy - ours) / elapsed
        each, cpu = run["wall"] / run["calls"], run["cpu"] / run["calls"]
        return Round(each=each, cpu=cpu, cores=run["cpu"] / run["wall"], foreign=foreign)

    def _asked(self, line: str) -> dict[str, Any]:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self._heard()

    def _heard(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{' '.join(map(str, self.process.args))} ended: {self.process.wait()}")  # type: ignore[arg-type]
        heard: dict[str, Any] = json.loads(line)
        return heard


def busy_seconds() -> float:
    """What all processors have worked, or were kept from working by other machines, in seconds."""
    user, nice, system, _, _, irq, softirq, steal = map(int, Path("/proc/stat").read_text().split("\n")[0].split()[1:9])
    return (user + nice + system + irq + softirq + steal) / TICKS

"""Tau-Argus (pytauargus, with HiGHS) on one table of counts: its audit, its two ways to suppress, its rounding."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from typing import TypeVar

from pytauargus import protect
from pytauargus._tauargus import HiTaSCtrl, RounderCtrl, audit_jj

from tables import BASE, TOTAL, City, Place

# What Tau-Argus calls the solver; in this build it is HiGHS.
SOLVER = "SCIP"

Answer = TypeVar("Answer")


@contextmanager
def silent() -> Iterator[None]:
    """Lets the solvers print to nowhere, and what the allocator says of them: they do so past Python."""
    kept, nowhere = [os.dup(1), os.dup(2)], os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        yield
    finally:
        for number, one in enumerate(kept, start=1):
            os.dup2(one, number)
            os.close(one)
        os.close(nowhere)


class Failed(Enum):
    """Why a call has no answer."""

    ENDED = "that ended the process"
    LATE = "stopped after the time"


def apart(call: Callable[[], Answer], seconds: int) -> Answer | Failed:
    """What ``call`` answers in a process of its own, within a processor time: a fault in C++ ends the process, and the limits on
    time of Tau-Argus's solvers do not always stop them."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)

    def work() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        sender.send(call())

    process = context.Process(target=work)
    with silent():
        process.start()
        sender.close()
        try:
            return receiver.recv()
        except EOFError:
            process.join()
            return Failed.LATE if process.exitcode in (-signal.SIGXCPU, -signal.SIGKILL) else Failed.ENDED
        finally:
            process.join()


class Table:
    """The exact table of a count, with the statuses of its cells: ``s`` published, ``u`` small, ``m`` hidden beside."""

    def __init__(self, city: City, exact: Mapping[Place, int]) -> None:
        self.places = city.places()
        self.number = {place: number for number, place in enumerate(self.places)}
        self.exact = [exact[place] for place in self.places]
        self.sums = list(city.sums())

    def file(self, path: str, status: list[str]) -> None:
        """Writes the table as Tau-Argus's solvers read it. A small count has to be possible as 0 and as the base."""
        most = 10 * max(self.exact) + 100
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"0\n{len(self.exact)}\n")
            for number, (value, one) in enumerate(zip(self.exact, status, strict=True)):
                lower, upper = (value, max(BASE - value, 0)) if one == "u" else (0, 0)
                file.write(f"{number} {value} {max(value, 1)} {one} 0 {most} {lower} {upper} 0\n")
            # The solvers dislike a lone restriction.
            sums = self.sums if len(self.sums) > 1 else self.sums * 2
            file.write(f"{len(sums)}\n")
            for margin, parts in sums:
                terms = " ".join(f"{self.number[part]} (1)" for part in parts)
                file.write(f"0 {len(parts) + 1} : {self.number[margin]} (-1) {terms}\n")

    def small(self) -> list[str]:
        return ["u" if value < BASE else "s" for value in self.exact]

    def audit(self, status: list[str]) -> list[dict[str, object]]:
        """The hidden cells that Tau-Argus finds to be known too closely."""
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "table.jj")
            self.file(path, status)
            return [cell for cell in audit_jj(path) if cell["unsafe"]]

    def optimal(self, seconds: int) -> tuple[list[str] | None, float]:
        """The statuses of its optimal suppression, and the time that took; none where it finds no solution."""
        status = self.small()
        with tempfile.TemporaryDirectory() as folder:
            path, out = os.path.join(folder, "in.jj"), os.path.join(folder, "out.jj")
            self.file(path, status)
            started = time.perf_counter()
            code = HiTaSCtrl().full_jj(path, out, seconds, "", folder + os.sep, SOLVER)
            took = time.perf_counter() - started
            if code > 1 or not os.path.exists(out):
                return None, took
            with open(out, encoding="utf-8") as file:
                for line in file:
                    if line.strip():
                        status[int(line.split()[0])] = "m"
        return status, took

    def modular(self) -> tuple[list[str] | None, float]:
        """The statuses of its modular suppression, and the time that took. It makes the table itself, from a row for each
        person, and knows no small zero: an empty cell is published."""
        inner = {place: count for place, count in zip(self.places, self.exact, strict=True) if TOTAL not in place}
        labels = [sorted({place[axis] for place in inner}) for axis in range(len(self.places[0]))]
        names = [f"x{axis}" for axis in range(len(labels))]
        code = lambda axis, label: f"c{labels[axis].index(label):03}"  # noqa: E731
        persons = [
            {**{name: code(axis, place[axis]) for axis, name in enumerate(names)}, "persons": 1}
            for place, count in inner.items()
            for _ in range(count)
        ]
        if not persons:
            return ["s"] * len(self.places), 0.0
        started = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            made = protect(persons, names, "persons", safety_rules=f"FREQ({BASE},100)", suppress="MOD(1,5,1,1,1)", workdir=folder)
            cells = made.tables[0].dataframe()
        took = time.perf_counter() - started
        found = {tuple(str(cell[name]).strip() for name in names): cell["status"] for cell in cells}
        key = lambda place: tuple("Total" if label == TOTAL else code(axis, label) for axis, label in enumerate(place))  # noqa: E731
        return [{"U": "u", "M": "m"}.get(found.get(key(place), "E"), "s") for place in self.places], took

    def rounded(self, seconds: int) -> tuple[list[int] | None, float]:
        """Its controlled rounding, and the time that took; none where it finds no solution."""
        rounder = RounderCtrl()
        for constant, value in ((101, 1e-7), (102, 2.14e13), (103, 1e-4), (104, 0.01)):
            rounder.set_double_constant(constant, value)
        with tempfile.TemporaryDirectory() as folder:
            path, out = os.path.join(folder, "in.jj"), os.path.join(folder, "out.jj")
            self.file(path, ["s"] * len(self.exact))
            started = time.perf_counter()
            result, *_ = rounder.do_round(
                solver=SOLVER,
                in_file=path,
                base=float(BASE),
                upper_bound=[1e40],
                lower_bound=[0.0],
                solution_file=out,
                statistics_file=os.path.join(folder, "statistics"),
                max_time=seconds,
            )
            took = time.perf_counter() - started
            if result > 0 or not os.path.exists(out):
                return None, took
            rounded = list(self.exact)
            with open(out, encoding="utf-8") as file:
                for line in file:
                    words = line.replace(":", " ").split()
                    if len(words) >= 2 and words[0].isdigit() and int(words[0]) < len(rounded):
                        rounded[int(words[0])] = round(float(words[-1]))
        return rounded, took

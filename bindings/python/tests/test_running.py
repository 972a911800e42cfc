"""Threads, interrupts, progress and memory: how a call behaves while it works."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pyarrow
import pytest

import kvinnofrid as kf

WOMAN = {
    "id": "a1",
    "kön": "kvinna",
    "våld": [{"roll": "våldsutsatt", "kategori": "våld_i_nära_relation", "relation": "sambo", "från": "2012-11-02"}],
}


def test_eight_threads_share_a_programme(programme: kf.Programme, persons: kf.Table) -> None:
    expected = programme.report(persons, period="2013", by="stadsdel").to_json()
    answer = programme.classify(WOMAN, period="2013").to_dict()

    def work(number: int) -> bool:
        # Options differ between threads, so that the cached classifier is never the one that the next call needs.
        year = 2012 + number % 3
        same = all(
            programme.classify(WOMAN, period="2013").to_dict() == answer
            and programme.classify(WOMAN, period=year).groups["barn"] is False
            for _ in range(50)
        )
        return same and programme.report(persons, period="2013", by="stadsdel").to_json() == expected

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(8)))


def test_threads_of_the_engine_change_no_byte(programme: kf.Programme) -> None:
    persons = kf.sample(20_000, seed=4).to_arrow()
    one = programme.report(persons, period="2013", by="stadsdel")
    assert programme.report(persons, period="2013", by="stadsdel", threads=4).to_json() == one.to_json()
    assert programme.classify(persons, period="2013", threads=4) == programme.classify(persons, period="2013")


def test_other_threads_run_meanwhile(programme: kf.Programme) -> None:
    persons = kf.sample(20_000, seed=4)
    done = threading.Thread(target=lambda: programme.report(persons, period="2013"))
    started = time.monotonic()
    done.start()
    beats = 0
    while done.is_alive():
        time.sleep(0.001)
        beats += 1
    # If the lock were held there would be a beat or two.
    assert beats > 100 * (time.monotonic() - started)


def endless(schema: pyarrow.Schema, batch: pyarrow.RecordBatch) -> pyarrow.RecordBatchReader:
    """A stream that never ends."""

    def batches() -> Iterator[pyarrow.RecordBatch]:
        while True:
            yield batch

    return pyarrow.RecordBatchReader.from_batches(schema, batches())


def test_progress_is_told_and_may_stop_the_work(programme: kf.Programme) -> None:
    steps: list[int] = []
    programme.report(kf.sample(150), period="2013", progress=steps.append)
    assert sum(steps) == 150

    class Enough(Exception):
        """Raised by the progress callback."""

    def stop(records: int) -> None:
        steps.append(records)
        if sum(steps) > 3_000:
            raise Enough

    batch = pyarrow.record_batch({"id": ["a"] * 1000})
    reader = endless(batch.schema, batch)
    with pytest.raises(Enough):
        programme.report(reader, period="2013", assume_unique=True, progress=stop)
    with pytest.raises(Enough):
        programme.classify(kf.sample(2000), period="2013", progress=stop)


def test_progress_shows_itself(programme: kf.Programme, capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    programme.report(kf.sample(150), period="2013", progress=True)
    assert "150/150" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "tqdm", None)
    programme.classify(kf.sample(150), period="2013", progress=True)
    assert "150 av 150 poster" in capsys.readouterr().err


def interrupted(arguments: list[str], *, says: str = "", reads: str = "") -> tuple[int, str]:
    """Interrupts a process once it has written or read something; returns its exit code and standard error."""
    pipe = subprocess.PIPE
    command = [sys.executable, *arguments]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdin and process.stdout and process.stderr
        # More than the buffer of a pipe: once everything is written, the process has started to read.
        process.stdin.write(reads)
        process.stdin.flush()
        if says:
            assert process.stdout.readline() == says
        process.send_signal(signal.SIGINT)
        try:
            # The process may be blocked on standard input: only the interrupt ends it.
            code = process.wait(timeout=20)
        finally:
            process.kill()
        return code, process.stderr.read()


def test_an_interrupt_stops_long_work() -> None:
    script = """
        import pyarrow, kvinnofrid as kf
        batch = pyarrow.record_batch({"id": ["a"] * 1000, "kön": ["kvinna"] * 1000})
        reader = pyarrow.RecordBatchReader.from_batches(batch.schema, iter(lambda: batch, None))
        programme = kf.load("stockholm/kvinnofrid")
        started = False
        def begun(records):
            global started
            if not started:
                print("begun", flush=True)
                started = True
        programme.report(reader, period="2013", assume_unique=True, progress=begun)
    """
    _, said = interrupted(["-c", textwrap.dedent(script)], says="begun\n")
    assert said.rstrip().endswith("KeyboardInterrupt"), said


def test_an_interrupt_ends_the_command_line() -> None:
    records = "".join(f'{{"id": {number}}}\n' for number in range(30_000))
    asked = ["report", "-", "--programme", "stockholm/kvinnofrid", "--period", "2013"]
    code, _ = interrupted(["-m", "kvinnofrid", *asked], reads=records)
    assert code == -signal.SIGINT


def test_the_command_line_is_the_command_line() -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([sys.executable, "-m", "kvinnofrid", *arguments], capture_output=True, check=False)

    listed = run("programmes", "--format", "json")
    assert listed.returncode == 0 and b'"2012-2014"' in listed.stdout
    wrong = run("programes")
    assert wrong.returncode == 2 and wrong.stdout == b"" and wrong.stderr != b""


def growth(work: Callable[[], object], warm: int, calls: int) -> int:
    """Returns by how many KiB peak memory grows over the calls, after a warm-up."""
    for _ in range(warm):
        work()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(calls):
        work()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before


def refused(programme: kf.Programme) -> None:
    """Classifies a record that is rejected."""
    with pytest.raises(kf.InputError):
        programme.classify({"id": 1, "kön": "x"}, period="2013")


@pytest.mark.parametrize(
    ("work", "calls"),
    [
        (lambda programme: programme.classify(WOMAN, period="2013").groups, 50_000),
        (refused, 5_000),
        (lambda programme: programme.report(kf.sample(20), period="2013").to_json(), 500),
        (lambda programme: programme.classify(kf.sample(20).to_arrow(), period="2013"), 500),
        (lambda programme: kf.Partial.from_bytes(programme.partial([WOMAN], period="2013").to_bytes()), 1_000),
        (lambda programme: str(programme.explain(WOMAN, period="2013")), 500),
    ],
    ids=["classify", "refused", "report", "table", "partial", "explain"],
)
def test_memory_does_not_grow(programme: kf.Programme, work: Callable[[kf.Programme], object], calls: int) -> None:
    # A leak of 200 bytes a call would be visible after fifty thousand calls.
    assert growth(lambda: work(programme), calls // 10, calls) < 8 * 1024

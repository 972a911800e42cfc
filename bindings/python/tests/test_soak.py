"""Many mixed calls from eight threads: no answer is wrong and memory is flat. ``KVINNOFRID_CALLS=1000000`` makes as many."""

from __future__ import annotations

import gc
import os
import random
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import kvinnofrid as kf

THREADS = 8
CALLS = int(os.environ.get("KVINNOFRID_CALLS", "1600"))
#: What allocators keep for threads, and fragments.
MOST_GROWTH = 48 << 20

GOOD = [
    {
        "id": "a1",
        "kön": "kvinna",
        "födelsedatum": "1980-05-17",
        "känd_sedan": "2013-02-01",
        "våld": [{"roll": "våldsutsatt", "kategori": "våld_i_nära_relation", "relation": "sambo", "från": "2012-11-02"}],
    },
    {"id": "a2", "kön": "man", "våld": [], "insatser": [{}, {"erbjuden": "2013-01-31"}]},
    {"id": 3},
]


def resident() -> int:
    pages = Path("/proc/self/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read as Linux shows it")
@pytest.mark.filterwarnings("ignore")
def test_many_mixed_calls_from_eight_threads_answer_right_in_flat_memory(programme: kf.Programme) -> None:
    table = kf.sample(50, seed=3)
    right: list[Callable[[], str]] = [
        lambda: repr(programme.classify(GOOD[0], period="2013")),
        lambda: str(programme.explain(GOOD[0], period="2013")),
        lambda: programme.report(GOOD, period="2013").to_json(),
        lambda: programme.report(table, period="2013", by="stadsdel").to_json(),
        lambda: programme.partial(GOOD, period="2013").finish().to_json(),
        lambda: str(programme.worklist(GOOD, period="2013")),
    ]
    wrong: list[tuple[Callable[[], object], type[Exception]]] = [
        (lambda: programme.report([*GOOD, {"id": 1, "kön": "hund"}], period="2013"), kf.InputError),
        (lambda: programme.report(GOOD, period="i fjol"), kf.ArgumentError),
        (lambda: programme.classify({"id": 1, "våld": 3}, period="2013"), kf.InputError),
        (lambda: kf.load("ingen/alls"), kf.ArgumentError),
        (lambda: programme.report(iter([GOOD[0], object()]), period="2013"), kf.Error),
    ]
    expected = [call() for call in right]
    failures: list[str] = []

    def work(seed: int, calls: int) -> None:
        choices = random.Random(seed)
        for _ in range(calls):
            number = choices.randrange(len(right) + len(wrong))
            if number < len(right):
                if right[number]() != expected[number]:
                    failures.append(f"call {number} answers otherwise")
                continue
            call, kind = wrong[number - len(right)]
            try:
                call()
                failures.append(f"call {number} did not fail")
            except kind:
                pass
            except Exception as error:
                failures.append(f"call {number} fails with {type(error).__name__}")

    def part(seed: int) -> int:
        threads = [threading.Thread(target=work, args=(seed * THREADS + n, CALLS // 10 // THREADS + 1)) for n in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        gc.collect()
        return resident()

    before = part(0)
    after = [part(tenth) for tenth in range(1, 10)][-1]
    assert not failures, failures[:5]
    print(f"{CALLS} calls: {before >> 10} KiB after a tenth of them, {after >> 10} KiB at the end")
    assert after < before + MOST_GROWTH

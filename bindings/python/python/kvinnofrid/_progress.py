"""How far long work has come: a bar of tqdm's, where there is tqdm, or else a line that counts."""

from __future__ import annotations

import contextlib
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import TypeAlias

from ._language import count, say

Progress: TypeAlias = bool | Callable[[int], object]
"""``True`` shows how far the work has come; a function is told how many records were done since it was last told."""


@contextlib.contextmanager
def progress(asked: Progress, rows: int | None) -> Iterator[Callable[[int], object] | None]:
    """What is to be told how many records were done, if anything."""
    if callable(asked):
        yield asked
    elif not asked:
        yield None
    else:
        try:
            with warnings.catch_warnings(action="ignore"):
                # In a notebook a widget; where widgets are not installed it says so and is a line of text.
                from tqdm import auto
        except ImportError:
            with _line(rows) as told:
                yield told
        else:
            with warnings.catch_warnings(action="ignore"):
                bar = auto.tqdm(total=rows, unit=say(" poster", " records"), unit_scale=True)
            with bar:
                yield bar.update


@contextlib.contextmanager
def _line(rows: int | None) -> Iterator[Callable[[int], object]]:
    done = 0

    def told(records: int) -> None:
        nonlocal done
        done += records
        of = "" if rows is None else say(f" av {count(rows)}", f" of {count(rows)}")
        print(f"\r{count(done)}{of} {say('poster', 'records')}", end="", file=sys.stderr, flush=True)

    try:
        yield told
    finally:
        print(file=sys.stderr)

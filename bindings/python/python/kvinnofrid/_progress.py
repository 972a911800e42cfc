"""Progress of long calls: a tqdm bar where tqdm is installed, otherwise a line with a counter."""

from __future__ import annotations

import contextlib
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import TypeAlias

from ._language import count, say
from ._options import flag

Progress: TypeAlias = bool | Callable[[int], object]
"""``True`` shows how far the work has come; a function is called with the number of records done since its last call."""


@contextlib.contextmanager
def progress(shown: Progress, rows: int | None) -> Iterator[Callable[[int], object] | None]:
    """Yields the function to call with the number of records done, or None without progress."""
    if callable(shown):
        yield shown
    elif not flag(shown, "progress"):
        yield None
    else:
        try:
            with warnings.catch_warnings(action="ignore"):
                # In a notebook tqdm uses a widget; without ipywidgets it warns and falls back to text.
                from tqdm import auto
        except ImportError:
            with _line(rows) as advance:
                yield advance
        else:
            with warnings.catch_warnings(action="ignore"):
                bar = auto.tqdm(total=rows, unit=say(" poster", " records"), unit_scale=True)
            with bar:
                yield bar.update


@contextlib.contextmanager
def _line(rows: int | None) -> Iterator[Callable[[int], object]]:
    done = 0

    def advance(records: int) -> None:
        nonlocal done
        done += records
        of = "" if rows is None else say(f" av {count(rows)}", f" of {count(rows)}")
        print(f"\r{count(done)}{of} {say('poster', 'records')}", end="", file=sys.stderr, flush=True)

    try:
        yield advance
    finally:
        print(file=sys.stderr)

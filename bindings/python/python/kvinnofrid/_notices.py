"""Warnings about data, and errors with a hint on how to convert a column."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from typing import Any

from . import _frames
from ._frames import Frames
from ._language import say
from .errors import DataWarning, InputError


class Hinting:
    """A context manager that adds a hint to the error of a column: the column meant, or how to convert it."""

    def __init__(
        self, tables: Frames, schema: Callable[[], dict[str, Any]], renamed: Callable[[], dict[str, str]]
    ) -> None:
        self._tables = tables
        self._schema = schema
        self._renamed = renamed

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, InputError):
            hinted = _frames.with_hint(error, self._tables, self._schema(), self._renamed())
            if hinted is not error:
                raise hinted from None


def warn(odd: list[tuple[str, str]], skipped: list[tuple[str, str]]) -> None:
    """Issues warnings with the stack level of the code that called the package."""
    texts = [say(sv, en) for sv, en in odd]
    if skipped:
        texts.append("\n  ".join(say(sv, en) for sv, en in skipped))
    frame, depth = sys._getframe(1), 2
    while frame.f_back is not None and frame.f_globals.get("__package__") == __package__:
        frame, depth = frame.f_back, depth + 1
    for text in texts:
        warnings.warn(text, DataWarning, stacklevel=depth)

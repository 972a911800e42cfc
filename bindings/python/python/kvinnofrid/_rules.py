"""Rule sets: embedded, or from a folder or a dict."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TypeAlias

from . import _core
from ._options import text
from .errors import ArgumentError

Source: TypeAlias = str | os.PathLike[str] | Mapping[str, str] | None

_embedded: _core.Rules | None = None


def read(source: Source) -> _core.Rules:
    """Loads rule sets from a folder or from a dict of names and texts; without a source, the embedded ones."""
    global _embedded
    if source is None:
        if _embedded is None:
            _embedded = _core.Rules.embedded()
        return _embedded
    if isinstance(source, Mapping) and all(isinstance(one, str) for pair in source.items() for one in pair):
        return _core.Rules.from_files([(text(name, "rules"), text(rule, "rules").encode()) for name, rule in source.items()])
    if not isinstance(source, str | os.PathLike):
        raise ArgumentError(
            "regelfiler ges som en mapp, eller som en dict av namn och texter",
            "rule files are given as a folder, or as a dict of names and texts",
            argument="rules",
        )
    return _core.Rules.open(os.fspath(source))

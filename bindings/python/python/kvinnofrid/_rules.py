"""Rule sets, embedded or from elsewhere."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TypeAlias

from . import _core

Source: TypeAlias = str | os.PathLike[str] | Mapping[str, str] | None

_embedded: _core.Rules | None = None


def read(source: Source) -> _core.Rules:
    """The rule sets of a folder, of a dict of names and texts, or the embedded ones."""
    global _embedded
    if source is None:
        if _embedded is None:
            _embedded = _core.Rules.embedded()
        return _embedded
    if isinstance(source, Mapping):
        return _core.Rules.from_files([(name, text.encode()) for name, text in source.items()])
    return _core.Rules.open(os.fspath(source))

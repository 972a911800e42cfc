"""Results as files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeVar

Written = TypeVar("Written", str, bytes)


def written(result: Written, path: str | os.PathLike[str] | None) -> Written:
    """Returns ``result``, written to ``path`` where there is one."""
    if path is not None:
        # Written as bytes, since text mode would translate line ends on Windows.
        Path(path).write_bytes(result.encode() if isinstance(result, str) else result)
    return result

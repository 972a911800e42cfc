"""How things show themselves in a notebook: HTML that the engine writes, the same as the command line's."""

from __future__ import annotations

import html
import json
from typing import Any

from . import _core
from ._language import language


def shown(what: str, value: Any) -> str:
    """A fragment of HTML of what ``value`` describes."""
    return _core.shown(what, json.dumps(value, ensure_ascii=False, default=str), language())


def note(text: str) -> str:
    """One line by itself."""
    return f'<div style="opacity:.78">{html.escape(text)}</div>'

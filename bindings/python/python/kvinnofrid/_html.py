"""Notebook output: HTML written by the engine, the same as the command line writes."""

from __future__ import annotations

import html
import json
from typing import Any

from . import _core
from ._language import language


def shown(what: str, value: Any) -> str:
    """Returns ``value`` as an HTML fragment."""
    return _core.shown(what, json.dumps(value, ensure_ascii=False, default=str), language())


def preformatted(text: str) -> str:
    """Returns text whose columns matter as HTML. Long lines scroll."""
    return f'<pre style="overflow-x:auto" tabindex="0">{html.escape(text)}</pre>'


def note(text: str) -> str:
    """Returns a single line of text as HTML."""
    return f'<div style="opacity:.78">{html.escape(text)}</div>'

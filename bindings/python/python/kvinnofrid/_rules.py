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


#: A public key: the text of its file or its second line, or the path of the file.
TrustedKey: TypeAlias = str | os.PathLike[str] | None


def read(source: Source, trusted_key: TrustedKey = None) -> _core.Rules:
    """Loads rule sets from a folder or from a dict of names and texts; without a source, the embedded ones."""
    global _embedded
    if trusted_key is not None:
        return _signed(source, trusted_key)
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


def _signed(source: Source, trusted_key: TrustedKey) -> _core.Rules:
    if source is None or isinstance(source, Mapping):
        raise ArgumentError(
            "bara regler i en mapp kan vara signerade; ange den med `rules=`",
            "only rules in a folder can be signed; give it as `rules=`",
            argument="trusted_key",
        )
    if isinstance(trusted_key, os.PathLike):
        # A public key has some 110 bytes.
        with open(trusted_key, encoding="utf-8", errors="replace") as file:
            trusted = file.read(4097)
    else:
        trusted = text(trusted_key or "", "trusted_key")
    return _core.Rules.open_signed(os.fspath(source), trusted)

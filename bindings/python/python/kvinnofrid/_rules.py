"""Rule sets: embedded, or from a folder or a dict."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias, Union

from . import _core
from ._options import Limits, limits_of, text
from .errors import ArgumentError

#: A public key: the text of its file or its second line, or the path of the file.
TrustedKey: TypeAlias = str | os.PathLike[str] | None


@dataclass(frozen=True)
class Opening:
    """A folder of rules with what was asked of it, so that it can be read again in the same way."""

    source: str | os.PathLike[str] | Mapping[str, str] | None
    trusted_key: str | None
    limits: tuple[tuple[str, int], ...]


Source: TypeAlias = Union[str, os.PathLike[str], Mapping[str, str], Opening, None]

_embedded: _core.Rules | None = None


def read(source: Source, trusted_key: TrustedKey = None, limits: Limits | None = None) -> _core.Rules:
    """Loads rule sets from a folder or from a dict of names and texts; without a source, the embedded ones."""
    global _embedded
    if isinstance(source, Opening):
        return read(source.source, source.trusted_key, dict(source.limits))
    if trusted_key is not None and (source is None or isinstance(source, Mapping)):
        raise unsigned()
    key = None if trusted_key is None else _key(trusted_key)
    most = limits_of(limits or {})
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
    return _core.Rules.open(os.fspath(source), key, most)


def unsigned() -> ArgumentError:
    """Returns the error about a key for rules that can't be signed."""
    return ArgumentError(
        "bara regler i en mapp kan vara signerade; ange den mapp som signerades",
        "only rules in a folder can be signed; give the folder that was signed",
        argument="trusted_key",
    )


def opening(source: Source, trusted_key: TrustedKey, limits: Limits | None) -> Source:
    """Returns a source that remembers what was asked of it."""
    if isinstance(source, Opening) or trusted_key is None and not limits:
        return source
    key = None if trusted_key is None else _key(trusted_key)
    return Opening(source, key, tuple((name, int(most)) for name, most in (limits or {}).items()))


def _key(trusted_key: str | os.PathLike[str]) -> str:
    if isinstance(trusted_key, os.PathLike):
        # A public key has some 110 bytes.
        with open(trusted_key, encoding="utf-8", errors="replace") as file:
            return file.read(4097)
    return text(trusted_key or "", "trusted_key")

"""Findings in rule files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from . import _core, _html, _language
from ._options import Limits
from ._rules import Source, TrustedKey, read


@dataclass(frozen=True)
class Diagnostic:
    """One finding in a rule file. Lines and columns are counted from 1."""

    code: str
    """A stable code, such as ``E0301``; ``kvinnofrid check --explain E0301`` shows its page."""
    severity: str
    """``error`` or ``warning``."""
    message: str
    """One line that stands alone."""
    file: str | None
    line: int | None
    column: int | None
    help: tuple[str, ...]
    suggestions: tuple[str, ...]
    """What to write instead."""
    witness: Mapping[str, Any] | None = None
    """A made-up record that shows it, where it is about what conditions answer: ``record``, ``period`` and ``message``."""

    def __str__(self) -> str:
        place = "" if self.file is None else f"{self.file}:{self.line}:{self.column}: "
        return f"{place}{self.severity}[{self.code}] {self.message}"


class Findings(tuple[Diagnostic, ...]):
    """All findings, in order of location. ``str()`` renders them with excerpts of the rule files."""

    _written: tuple[str, str]
    _drawn: tuple[str, str]

    def __new__(cls, findings: tuple[str, str], drawn: tuple[str, str]) -> Findings:
        chosen = 1 if _language.language() == "en" else 0
        made = super().__new__(cls, (_diagnostic(one) for one in json.loads(findings[chosen])))
        made._written, made._drawn = findings, drawn
        return made

    @property
    def has_errors(self) -> bool:
        """Whether any finding is an error, so that the rules cannot be used."""
        return any(finding.severity == "error" for finding in self)

    def __str__(self) -> str:
        drawn = self._drawn[1 if _language.language() == "en" else 0]
        return drawn.rstrip("\n") or _language.say("inga anmärkningar", "no findings")

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return _html.preformatted(str(self))

    def __reduce__(self) -> Any:
        return Findings, (self._written, self._drawn)


def _diagnostic(finding: dict[str, Any]) -> Diagnostic:
    return Diagnostic(
        code=finding["code"],
        severity=finding["severity"],
        message=finding["message"],
        file=finding["file"],
        line=finding["line"],
        column=finding["column"],
        help=tuple(finding["help"]),
        suggestions=tuple(one["replacement"] for one in finding["suggestions"]),
        witness=finding.get("witness"),
    )


def check(rules: Source = None, *, trusted_key: TrustedKey = None, limits: Limits | None = None) -> Findings:
    """Returns the errors and warnings of rule files: in a folder, in a dict of names and texts, or the embedded ones. The other
    arguments are those of :func:`load`.

    >>> import kvinnofrid as kf
    >>> kf.check().has_errors
    False
    """
    checked: _core.Rules = read(rules, trusted_key, limits)
    return Findings(*checked.check())

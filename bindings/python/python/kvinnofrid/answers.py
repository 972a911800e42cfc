"""Answers about one record."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from . import _core, _html, _language
from ._language import say
from .errors import ArgumentError

if TYPE_CHECKING:
    from .declared import Edition


class Classification:
    """Which target groups a record belongs to, and what is missing to know."""

    def __init__(
        self,
        answer: dict[str, Any],
        edition: Callable[[], Edition],
        trace: Callable[[], Explanation] | None,
    ) -> None:
        self.id: str | None = answer["id"]
        """The record's key."""
        self.groups: dict[str, bool | None] = answer["groups"]
        """For each target group whether the record belongs; ``None`` where that is unknown."""
        self.missing: dict[str, list[str]] = answer["missing"]
        """For each group of which it is unknown the missing fields that matter, as ``insatser[2].erbjuden``."""
        self.why: dict[str, str] | None = answer.get("why")
        """For each group the code of the part of its condition that decides, where that was asked for (``why=True``)."""
        self.casework: dict[str, list[Any]] = {
            name: answer[name] for name in answer if name not in ("id", "groups", "missing", "why")
        }
        """What holds for the case, as far as it was asked for (``with_=``): ``routines``, ``resources``, …"""
        self._edition = edition
        self._trace = trace

    @property
    def edition(self) -> Edition:
        """The edition that decided."""
        return self._edition()

    @property
    def digest(self) -> str:
        """The SHA-256 of the rule text that decided."""
        return self.edition.digest

    @property
    def trace(self) -> Explanation:
        """Why: every target group with its conditions."""
        if self._trace is None:
            raise ArgumentError(
                "poster avvisades, så att det inte går att veta vilken post svaret gäller; fråga om den för sig",
                "records were rejected, so that it can't be known which record the answer is of; ask about it by itself",
            )
        return self._trace()

    def to_dict(self) -> dict[str, Any]:
        """As the command line writes it: ``id``, ``groups``, ``missing``, and what was asked for beside them."""
        why = {} if self.why is None else {"why": dict(self.why)}
        return {"id": self.id, "groups": dict(self.groups), "missing": dict(self.missing), **why, **self.casework}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Classification) and self.to_dict() == other.to_dict()

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        lines = [] if self.id is None else [say(f"post {self.id}", f"record {self.id}")]
        width = max((len(group) for group in self.groups), default=0)
        for group, belongs in self.groups.items():
            lines.append(f"  {group:<{width}}  {_html.truth(belongs)}{self._beside(group)}")
        return "\n".join(lines)

    def _beside(self, group: str) -> str:
        fields = self.missing.get(group)
        missing = f" ({say('saknas', 'missing')}: {', '.join(fields)})" if fields else ""
        return missing if self.why is None else f"{missing}  [{self.why[group]}]"

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return _html.classification(self)


class Explanation:
    """Why a record belongs to target groups, or counts in indicators. Personal data."""

    def __init__(self, explanation: _core.Explanation) -> None:
        self._explanation = explanation

    def to_dict(self, lang: _language.Lang | None = None) -> dict[str, Any]:
        """The whole of it: for each answer its ``value``, a ``reason``, what it rests on, and the tree of conditions."""
        whole: dict[str, Any] = json.loads(self._explanation.json(lang or _language.language()))
        return whole

    @property
    def answers(self) -> list[dict[str, Any]]:
        """An answer for each group or indicator."""
        answers: list[dict[str, Any]] = self.to_dict()["answers"]
        return answers

    def __str__(self) -> str:
        return self._explanation.text(_language.language()).rstrip("\n")

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return _html.explanation(self.to_dict())

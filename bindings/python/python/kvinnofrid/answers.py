"""Results for a single record: its classification, and the explanation of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from . import _core, _html, _language
from ._language import say
from ._options import options
from .declared import edition_of
from .errors import ArgumentError

if TYPE_CHECKING:
    from .declared import Edition
    from .programme import Programme


class Classification:
    """The target groups that a record belongs to, and the missing fields that leave it unknown."""

    def __init__(
        self,
        answer: dict[str, Any],
        programme: Programme,
        asked: dict[str, Any],
        record: bytes | None,
    ) -> None:
        self._answer = answer
        # The arguments of the call, and the record (JSON): None where records were rejected, since it is not known then.
        self._programme, self._asked, self._record = programme, asked, record
        self.id: str | None = answer["id"]
        """The record's key."""
        self.groups: dict[str, bool | None] = answer["groups"]
        """For each target group whether the record belongs; ``None`` where that is unknown."""
        self.missing: dict[str, list[str]] = answer["missing"]
        """For each group of which it is unknown the missing fields that matter, as ``insatser[2].erbjuden``."""
        self.why: dict[str, str] | None = answer.get("why")
        """For each group the code of the part of its condition that decides, with ``why=True``."""
        self.casework: dict[str, list[Any]] = {
            name: answer[name] for name in answer if name not in ("id", "groups", "missing", "why")
        }
        """What holds for the case, as ``with_=`` requests: ``routines``, ``resources``, …"""

    @property
    def edition(self) -> Edition:
        """The edition that the record was classified by."""
        chosen = self._programme._programme.at(options(**self._asked))
        return edition_of(json.loads(chosen.editions())[0])

    @property
    def digest(self) -> str:
        """The SHA-256 of that edition's rule text."""
        return self.edition.digest

    @property
    def trace(self) -> Explanation:
        """The explanation: every target group with its conditions."""
        if self._record is None:
            raise ArgumentError(
                "poster avvisades, så att det inte går att veta vilken post svaret gäller; fråga om den för sig",
                "records were rejected, so that it can't be known which record the answer is of; ask about it by itself",
            )
        found = self._programme._programme.explain(self._record, options(**self._asked))
        return Explanation(found)

    def to_dict(self) -> dict[str, Any]:
        """Returns what the command line writes: ``id``, ``groups``, ``missing``, and what else the call requested."""
        why = {} if self.why is None else {"why": dict(self.why)}
        return {"id": self.id, "groups": dict(self.groups), "missing": dict(self.missing), **why, **self.casework}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Classification) and self.to_dict() == other.to_dict()

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        lines = [] if self.id is None else [say(f"post {self.id}", f"record {self.id}")]
        width = max((len(group) for group in self.groups), default=0)
        for group, belongs in self.groups.items():
            truth = say("okänt", "unknown") if belongs is None else say("ja", "yes") if belongs else say("nej", "no")
            lines.append(f"  {group:<{width}}  {truth}{self._beside(group)}")
        return "\n".join(lines)

    def _beside(self, group: str) -> str:
        fields = self.missing.get(group)
        missing = f" ({say('saknas', 'missing')}: {', '.join(fields)})" if fields else ""
        return missing if self.why is None else f"{missing}  [{self.why[group]}]"

    __repr__ = __str__

    def __reduce__(self) -> tuple[Any, ...]:
        return Classification, (self._answer, self._programme, self._asked, self._record)

    def _repr_html_(self) -> str:
        return _html.shown("classification", self.to_dict())


class Explanation:
    """Explains why a record belongs to target groups, or counts in indicators. Personal data."""

    def __init__(self, explanation: _core.Explanation | _Written) -> None:
        self._explanation = explanation

    def to_dict(self, lang: _language.Lang | None = None) -> dict[str, Any]:
        """Returns the whole explanation: for each answer its ``value``, ``reason``, citation and tree of conditions."""
        whole: dict[str, Any] = json.loads(self._explanation.json(lang or _language.language()))
        return whole

    @property
    def answers(self) -> list[dict[str, Any]]:
        """The answers, one for each group or indicator."""
        answers: list[dict[str, Any]] = self.to_dict()["answers"]
        return answers

    def __str__(self) -> str:
        return self._explanation.text(_language.language()).rstrip("\n")

    __repr__ = __str__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Explanation) and self.to_dict("sv") == other.to_dict("sv")

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        languages: tuple[_language.Lang, ...] = ("sv", "en")
        written = {lang: (self._explanation.json(lang), self._explanation.text(lang)) for lang in languages}
        return _explained, (written,)

    def _repr_html_(self) -> str:
        return _html.shown("explanation", self.to_dict())


class _Written:
    """An unpickled explanation, as it was written in each language."""

    def __init__(self, written: dict[str, tuple[str, str]]) -> None:
        self._written = written

    def json(self, language: str) -> str:
        return self._written[language][0]

    def text(self, language: str) -> str:
        return self._written[language][1]


def _explained(written: dict[str, tuple[str, str]]) -> Explanation:
    return Explanation(_Written(written))

"""Declarations of rule files: editions of programmes, target groups, goals, indicators and readings."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from . import _html
from ._language import say
from .errors import unknown_name


@dataclass(frozen=True)
class Edition:
    """Metadata of an edition of a programme."""

    programme: str
    edition: str
    title: str
    start: datetime.date
    end: datetime.date
    """The first and last day on which it is in force."""
    status: str
    """``fullständig``, ``utkast`` or ``endast_rubriker``."""
    revision: str
    digest: str
    """The SHA-256 of its rule text."""
    note: str | None = None

    def _repr_html_(self) -> str:
        return Editions([self])._repr_html_()


class Editions(tuple[Edition, ...]):
    """Editions of programmes, in order. ``str()`` lists them."""

    def __str__(self) -> str:
        lines = [f"{one.programme}@{one.edition}  {one.start}–{one.end}  {one.status}  {one.title}" for one in self]
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        summaries = [dataclasses.asdict(one) | {"from": one.start, "to": one.end} for one in self]
        return _html.shown("editions", summaries)


@dataclass(frozen=True)
class Citation:
    """What a rule is based on: a passage of a source, or a reading."""

    source: str | None
    title: str | None
    passage: str | None
    reading: str | None
    wording: str | None

    def __str__(self) -> str:
        place = say(f"tolkning {self.reading}", f"reading {self.reading}") if self.reading else f"{self.source}, {self.passage}"
        return f"{place}: ”{self.wording}”" if self.wording else place


@dataclass(frozen=True)
class Rule:
    """A target group, goal or indicator, as declared in the rule file."""

    id: str
    name: str
    definition: str
    """The declaration in the rule file, to the letter."""
    file: str
    line: int
    citation: Citation | None
    readings: tuple[str, ...] = ()
    """The readings that it depends on."""
    kind: str | None = None
    """Of an indicator: ``antal`` (a count) or ``andel`` (a share)."""
    group: str | None = None
    """Of a goal or an indicator: its target group."""
    goal: str | None = None
    """Of an indicator: the goal that it serves."""

    def __str__(self) -> str:
        lines = [f"{self.name} ({self.id})"]
        if self.citation is not None:
            lines.append(f"  {say('vilar på', 'rests on')}: {self.citation}")
        if self.readings:
            lines.append(f"  {say('beror på tolkningarna', 'depends on the readings')}: {', '.join(self.readings)}")
        lines += ["", *(f"  {line}" for line in self.definition.splitlines()), "", f"  {self.file}:{self.line}"]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return _html.shown("rule", dataclasses.asdict(self))


@dataclass(frozen=True)
class Reading:
    """A decision that the source leaves open: the question, the alternatives, and the chosen one."""

    id: str
    number: str | None
    question: str
    why: str
    chosen: str
    alternatives: Mapping[str, str]

    def __str__(self) -> str:
        lines = [f"{self.id} ({self.number}): {self.question}" if self.number else f"{self.id}: {self.question}"]
        lines += [
            f"  {'*' if name == self.chosen else ' '} {name}: {meaning}" for name, meaning in self.alternatives.items()
        ]
        return "\n".join(lines)


@dataclass(frozen=True)
class Reason:
    """A part of a target group's condition that can decide whether a record belongs, with its code."""

    group: str
    code: str
    """Its place, as ``20-malgrupper.rhai:7:18``: file, line and column. `` &&`` or `` ||`` after it stand for the whole, `` !`` for
    what stands under a ``!``. What a reading decides alone is named by it, as ``åldersgräns=alla``."""
    condition: str
    """The condition as it is written, on one line."""
    file: str
    line: int
    column: int
    negated: bool
    """Whether it stands under a ``!``, so that the record does not belong where it is true."""
    reading: str | None = None
    """The reading that decides it alone, with its alternative."""

    def __str__(self) -> str:
        return f"{self.group}: {self.counts}  [{self.code}]"

    @property
    def counts(self) -> str:
        """The condition as it applies to the target group: prefixed with ``!`` where it is negated."""
        return f"!({self.condition})" if self.negated else self.condition


class Reasons(tuple[Reason, ...]):
    """All reasons that can decide whether a record belongs to target groups, in declared order.

    ``reasons[group, code]`` returns a single one.
    """

    def __getitem__(self, which: Any) -> Any:
        if not (isinstance(which, tuple) and len(which) == 2):
            return super().__getitem__(which)
        for one in self:
            if (one.group, one.code) == which:
                return one
        raise unknown_name(which[1], [one.code for one in self if one.group == which[0]])

    def __str__(self) -> str:
        return "\n".join(map(str, self))

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return _html.shown("reasons", [dataclasses.asdict(one) for one in self])


def edition_of(summary: dict[str, Any]) -> Edition:
    """Decodes an edition from the engine's JSON."""
    return Edition(
        programme=summary["programme"],
        edition=summary["edition"],
        title=summary["title"],
        start=datetime.date.fromisoformat(summary["from"]),
        end=datetime.date.fromisoformat(summary["to"]),
        status=summary["status"],
        revision=summary["revision"],
        digest=summary["digest"],
        note=summary["note"],
    )


def rule_of(one: dict[str, Any]) -> Rule:
    """Decodes a rule from the engine's JSON."""
    cited = one["citation"]
    parts = ("source", "title", "passage", "reading", "wording")
    return Rule(
        id=one["id"],
        name=one["name"],
        definition=one["definition"],
        file=one["file"],
        line=one["line"],
        citation=None if cited is None else Citation(*(cited.get(part) for part in parts)),
        readings=tuple(one.get("readings", ())),
        kind=one.get("kind"),
        group=one.get("group"),
        goal=one.get("goal"),
    )


def reading_of(one: dict[str, Any]) -> Reading:
    """Decodes a reading from the engine's JSON."""
    return Reading(
        id=one["id"],
        number=one["number"],
        question=one["question"],
        why=one["why"],
        chosen=one["chosen"],
        alternatives={alternative["id"]: alternative["meaning"] for alternative in one["alternatives"]},
    )

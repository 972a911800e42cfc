"""Programmes: what there is, and what can be asked of one."""

from __future__ import annotations

import datetime
import json
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from . import _core, _frames, _html, _records
from ._frames import Frames
from ._language import say
from ._options import Day, Fields, Map, Periods, Readings, day, options
from ._progress import Progress, progress as shown
from ._rules import Source, read
from .answers import Classification, Explanation
from .errors import ArgumentError, DataWarning, InputError
from .report import Partial, Report
from .schema import Schema
from .table import needed


@dataclass(frozen=True)
class Edition:
    """An edition of a programme: what there is to know of it in a list."""

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
        return _html.editions([self])


class Editions(tuple[Edition, ...]):
    """Editions of programmes, in order."""

    def __str__(self) -> str:
        lines = [f"{one.programme}@{one.edition}  {one.start}–{one.end}  {one.status}  {one.title}" for one in self]
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return _html.editions(self)


@dataclass(frozen=True)
class Citation:
    """What a rule rests on: a passage of a source, or a reading of ours."""

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
    """A target group, goal or indicator, as the rule file declares it."""

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
        return _html.rule(self)


@dataclass(frozen=True)
class Reading:
    """A decision that the source leaves open: the question, the alternatives, and the one chosen."""

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


class Programme:
    """A programme: one edition of it, or the whole line, of which each call uses the one in force throughout its periods.

    Immutable; any number of threads may use one. It can be sent to other processes as long as they have the same rules.
    """

    def __init__(self, programme: _core.Programme, source: tuple[Source, str | None, str | None, str | None]) -> None:
        self._programme = programme
        self._source = source
        self._described: dict[str, Any] | None = None

    # What it is

    @property
    def editions(self) -> Editions:
        """Its editions, in order of time; of one edition, that alone."""
        return Editions(_edition(one) for one in json.loads(self._programme.editions()))

    @property
    def id(self) -> str:
        """Such as ``stockholm/kvinnofrid``."""
        return self.editions[0].programme

    def at(self, *, period: Periods | None = None, on: Day | None = None) -> Programme:
        """The edition in force on a day, or throughout periods."""
        chosen = self._programme.at(options(period=period, on=on))
        edition: str = json.loads(chosen.editions())[0]["edition"]
        rules, id, _, _ = self._source
        return Programme(chosen, (rules, id, edition, None))

    @property
    def edition(self) -> Edition:
        """The edition. Of a line of several, an error that names them: :meth:`at` chooses one."""
        return _edition(self._all())

    @property
    def groups(self) -> tuple[Rule, ...]:
        """The target groups, in declared order."""
        return self._rules("groups")

    @property
    def goals(self) -> tuple[Rule, ...]:
        """The goals, in declared order."""
        return self._rules("goals")

    @property
    def indicators(self) -> tuple[Rule, ...]:
        """The indicators, in declared order."""
        return self._rules("indicators")

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The questions that the sources leave open, and how each is answered."""
        return tuple(
            Reading(
                id=one["id"],
                number=one["number"],
                question=one["question"],
                why=one["why"],
                chosen=one["chosen"],
                alternatives={alternative["id"]: alternative["meaning"] for alternative in one["alternatives"]},
            )
            for one in self._all()["readings"]
        )

    def __getitem__(self, id: str) -> Rule | Reading:
        """The target group, goal, indicator or reading called so."""
        declared: tuple[Rule | Reading, ...] = (*self.groups, *self.goals, *self.indicators, *self.readings)
        for one in declared:
            if one.id == id:
                return one
        raise KeyError(id)

    def schema(self, record: str | None = None, *, period: Periods | None = None, on: Day | None = None) -> Schema:
        """What a record looks like."""
        schema = Schema(self._programme.schema(options(period=period, on=on)))
        if record is not None and record != schema.record:
            raise ArgumentError(
                f"utgåvan frågar om poster av typen `{schema.record}`, inte `{record}`",
                f"the edition asks about records of the type `{schema.record}`, not `{record}`",
                argument="record",
            )
        return schema

    # What is asked of records

    def classify(
        self,
        data: Any,
        *,
        period: Periods | None = None,
        on: Day | None = None,
        readings: Readings | None = None,
        with_: Fields | None = None,
        map: Map | None = None,
        on_error: str = "stop",
        missing: bool = False,
        threads: int = 1,
        progress: Progress = False,
    ) -> Any:
        """Which target groups records belong to.

        Of one record, a dict, a :class:`Classification`; of a list of them, a list. Of a table the same kind of table:
        the key, and for each target group yes, no, or nothing where it is unknown, with rows and index in their order.
        ``with_`` asks of records in dicts what holds for the case too: ``"routines"``, ``"instruments"``, ``"activities"``,
        ``"resources"``. ``missing=True`` adds a column ``missing_…`` for each group: the missing fields that matter. Lists that are tables
        of their own come in a dict of tables, the records under the name of their type: ``{"person": df, "våld": df2}``.

        >>> import kvinnofrid as kf
        >>> programme = kf.load("stockholm/kvinnofrid", edition="2012-2014")
        >>> answer = programme.classify({"id": 17, "kön": "kvinna"}, period="2013")
        >>> answer.groups["kvinnor"] is None, answer.missing["kvinnor"]
        (True, ['födelsedatum', 'våld'])
        """
        asked = options(
            period=period,
            on=on,
            readings=readings,
            with_=with_,
            map=map,
            on_error=on_error,
            threads=threads,
        )
        tables = self._tables(data, asked)
        if tables is None:
            if _records.is_record(data):
                return self._classify_one(data, asked)
            return self._classify_list(data, asked)
        work = self._programme.classifying(asked)
        if tables.records.kind == "reader" and not tables.children:
            return self._classify_stream(tables, work, asked, missing)
        with shown(progress, tables.records.rows) as told, self._hinting(tables, asked):
            if tables.children:
                streams = {name: one.stream for name, one in tables.children.items()}
                classes = work.tables(tables.records.stream, streams, told)
            else:
                classes = work.table(tables.records.stream, 0, missing, told)
        _warn(*work.notes())
        return tables.records.back(classes)

    def explain(
        self,
        data: Any,
        *,
        record: str | int | None = None,
        of: Fields | None = None,
        period: Periods | None = None,
        on: Day | None = None,
        readings: Readings | None = None,
        map: Map | None = None,
        show_sensitive: bool = False,
    ) -> Explanation:
        """Why a record belongs to target groups, or counts in indicators; all groups, unless ``of`` names some.

        ``data`` is the record itself, a dict, or a table in which ``record`` is its key. Sensitive values are masked
        unless ``show_sensitive``. The explanation is personal data.

        >>> import kvinnofrid as kf
        >>> programme = kf.load("stockholm/kvinnofrid", edition="2012-2014")
        >>> explanation = programme.explain({"id": 17, "kön": "man"}, period="2013", of="kvinnor")
        >>> explanation.answers[0]["value"]
        False
        """
        asked = options(period=period, on=on, readings=readings, map=map)
        subjects = [of] if isinstance(of, str) else list(of or ())
        tables = self._tables(data, asked)
        if tables is None:
            if not _records.is_record(data):
                raise _frames.unknown(data)
            found = self._programme.explain(_records.to_json(data), asked, subjects, show_sensitive)
            return Explanation(found)
        if record is None:
            raise ArgumentError(
                "ange vilken post det gäller: `record=` med dess nyckel",
                "say which record it is about: `record=` with its key",
                argument="record",
            )
        children = {name: one.stream for name, one in tables.children.items()}
        work = self._programme.classifying(asked)
        with self._hinting(tables, asked):
            one = work.explain(tables.records.stream, children, str(record), subjects, show_sensitive)
        if one is None:
            raise ArgumentError(
                "ingen post har den nyckeln", "no record has that key", argument="record"
            )
        return Explanation(one)

    def report(
        self,
        data: Any,
        *,
        period: Periods | None = None,
        on: Day | None = None,
        by: Fields | None = None,
        readings: Readings | None = None,
        map: Map | None = None,
        on_error: str = "stop",
        assume_unique: bool = False,
        threads: int = 1,
        progress: Progress = False,
    ) -> Report:
        """Every indicator of a population, between its bounds.

        ``data`` is a table of any kind, a dict of tables, or a list of dicts. Several periods make a series; ``by`` breaks
        figures down by fields or groupings; ``readings`` switches readings, ``"*"`` shows what every alternative does.
        With ``on_error="skip"`` bad records are passed over and counted. ``threads`` makes it faster and changes no byte.

        >>> import kvinnofrid as kf
        >>> programme = kf.load("stockholm/kvinnofrid")
        >>> report = programme.report(kf.sample(100), period="2013", by="stadsdel")
        >>> report.rows[0]["indicator"], report.rows[0]["stadsdel"]
        ('kvinnor-kända', 'Totalt')
        """
        return self.partial(
            data,
            period=period,
            on=on,
            by=by,
            readings=readings,
            map=map,
            on_error=on_error,
            assume_unique=assume_unique,
            threads=threads,
            progress=progress,
        ).finish()

    def partial(
        self,
        data: Any,
        *,
        period: Periods | None = None,
        on: Day | None = None,
        by: Fields | None = None,
        readings: Readings | None = None,
        map: Map | None = None,
        on_error: str = "stop",
        assume_unique: bool = False,
        threads: int = 1,
        progress: Progress = False,
    ) -> Partial:
        """The same of a part of a population, to be merged with other parts (:func:`kvinnofrid.merge`) in any order, as
        long as each person is in one part only. **A partial is personal data.**
        """
        asked = options(
            period=period,
            on=on,
            by=by,
            readings=readings,
            map=map,
            on_error=on_error,
            assume_unique=assume_unique,
            threads=threads,
        )
        work = self._programme.counting(asked)
        tables = self._tables(data, asked)
        if tables is None:
            if _records.is_record(data) or not isinstance(data, Iterable) or isinstance(data, str | bytes):
                raise _frames.unknown(data)
            work.add_json(_records.to_lines(data))
        else:
            with shown(progress, tables.records.rows) as told, self._hinting(tables, asked):
                if tables.children:
                    streams = {name: one.stream for name, one in tables.children.items()}
                    work.add_tables(tables.records.stream, streams, told)
                else:
                    work.add(tables.records.stream, told)
        partial, odd, passed_over = work.finish()
        _warn(odd, passed_over)
        return Partial(partial, self)

    # How it is done

    def _tables(self, data: Any, asked: _core.Options) -> Frames | None:
        record = self._programme.schema(asked).record if isinstance(data, Mapping) else ""
        return _frames.frames(data, record)

    def _classify_one(self, record: Mapping[str, Any], asked: _core.Options) -> Classification:
        json_record = _records.to_json(record)
        answer = json.loads(self._programme.classify(json_record, asked))

        def trace() -> Explanation:
            return Explanation(self._programme.explain(json_record, asked, [], False))

        return Classification(answer, lambda: _edition(json.loads(self._programme.at(asked).editions())[0]), trace)

    def _classify_list(self, records: Any, asked: _core.Options) -> list[Classification]:
        if not isinstance(records, Iterable) or isinstance(records, str | bytes):
            raise _frames.unknown(records)
        records = list(records)
        work = self._programme.classifying(asked)
        answers = [json.loads(line) for line in work.json(_records.to_lines(records)).splitlines()]
        _warn(*work.notes())
        edition = _once(lambda: _edition(json.loads(self._programme.at(asked).editions())[0]))

        def trace(record: Mapping[str, Any]) -> Callable[[], Explanation]:
            return lambda: Explanation(self._programme.explain(_records.to_json(record), asked, [], False))

        # Where records were passed over, answers are fewer, and which record each is of is not known.
        same = len(answers) == len(records)
        return [
            Classification(answer, edition, trace(records[number]) if same else None)
            for number, answer in enumerate(answers)
        ]

    def _classify_stream(
        self, tables: Frames, work: _core.Classifying, asked: _core.Options, missing: bool
    ) -> Any:
        pa = needed("pyarrow", "pandas")
        reader = tables.records.stream
        first = pa.table(work.table(reader.schema.empty_table(), 0, missing))

        def classified() -> Iterator[Any]:
            before = 0
            with self._hinting(tables, asked):
                for batch in reader:
                    yield from pa.table(work.table(batch, before, missing)).to_batches()
                    before += batch.num_rows
            _warn(*work.notes())

        return pa.RecordBatchReader.from_batches(first.schema, classified())

    def _hinting(self, tables: Frames, asked: _core.Options) -> _Hinting:
        return _Hinting(tables, lambda: json.loads(self._programme.schema(asked).json_schema()))

    def _all(self) -> dict[str, Any]:
        if self._described is None:
            self._described = json.loads(self._programme.describe(options()))
        assert self._described is not None
        return self._described

    def _rules(self, kind: str) -> tuple[Rule, ...]:
        return tuple(_rule(one) for one in self._all()[kind])

    # How it shows itself

    def __str__(self) -> str:
        editions = self.editions
        if len(editions) > 1:
            return str(editions)
        one = editions[0]
        lines = [f"{one.programme}@{one.edition}: {one.title}", f"{one.start}–{one.end}, {one.status}, revision {one.revision}"]
        for head, rules in (
            (say("målgrupper", "target groups"), self.groups),
            (say("mål", "goals"), self.goals),
            (say("indikatorer", "indicators"), self.indicators),
        ):
            lines += ["", head, *(f"  {rule.id}: {rule.name}" for rule in rules)]
        lines += ["", say("tolkningar", "readings")]
        lines += [f"  {reading.id} = {reading.chosen}: {reading.question}" for reading in self.readings]
        return "\n".join(lines)

    def __repr__(self) -> str:
        return "\n".join(f"<kvinnofrid.Programme {one.programme}@{one.edition}>" for one in self.editions)

    def _repr_html_(self) -> str:
        editions = self.editions
        return _html.editions(editions) if len(editions) > 1 else _html.programme(self)

    def __reduce__(self) -> tuple[Any, ...]:
        return _loaded_again, (self._source, tuple(one.digest for one in self.editions))


class _Hinting:
    """Says of the error of a column what is there instead, or how to convert it in the library that it came from."""

    def __init__(self, tables: Frames, schema: Callable[[], dict[str, Any]]) -> None:
        self._tables = tables
        self._schema = schema

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, InputError):
            told = _frames.told_better(error, self._tables, self._schema())
            if told is not error:
                raise told from None


def _once(make: Callable[[], Edition]) -> Callable[[], Edition]:
    made: list[Edition] = []

    def get() -> Edition:
        if not made:
            made.append(make())
        return made[0]

    return get


def _warn(odd: list[tuple[str, str]], passed_over: list[tuple[str, str]]) -> None:
    """Warns of what was odd, where whoever called the package stands."""
    texts = [say(sv, en) for sv, en in odd]
    if passed_over:
        texts.append("\n  ".join(say(sv, en) for sv, en in passed_over))
    frame, depth = sys._getframe(1), 2
    while frame.f_back is not None and frame.f_globals.get("__package__") == __package__:
        frame, depth = frame.f_back, depth + 1
    for text in texts:
        warnings.warn(text, DataWarning, stacklevel=depth)


def _edition(summary: dict[str, Any]) -> Edition:
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


def _rule(one: dict[str, Any]) -> Rule:
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


def programmes(*, rules: Source = None) -> Editions:
    """What there is: every edition of every programme, when it is in force, its status and digest.

    >>> import kvinnofrid as kf
    >>> [one.edition for one in kf.programmes() if one.programme == "stockholm/kvinnofrid"]
    ['2007-2010', '2012-2014', '2017-2020', '2021-2025']
    """
    return Editions(_edition(one) for one in json.loads(read(rules).editions()))


def load(
    programme: str | None = None,
    *,
    edition: str | None = None,
    on: Day | None = None,
    rules: Source = None,
) -> Programme:
    """A programme: the edition named, the one in force on a day, or with neither the whole line of editions.

    ``programme`` may be left out where there is only one. ``rules`` are rule files of your own: a folder, or a dict of
    names such as ``"stad/program/2030/10.rhai"`` and their texts.

    >>> import kvinnofrid as kf
    >>> kf.load("stockholm/kvinnofrid", on="2013-06-30").edition.edition
    '2012-2014'
    """
    id, _, named = (programme or "").partition("@")
    chosen = edition or named or None
    asked_on = None if on is None else day(on)
    source = (rules, id or None, chosen, asked_on)
    return Programme(_core.Programme(read(rules), *source[1:]), source)


def _loaded_again(source: tuple[Source, str | None, str | None, str | None], digests: tuple[str, ...]) -> Programme:
    rules, id, edition, on = source
    again = load(id, edition=edition, on=on, rules=rules)
    if tuple(one.digest for one in again.editions) != digests:
        raise ArgumentError(
            "den här processen har andra regelfiler än den som programmet kommer från; ge `load` regelfilerna som en dict "
            "(`rules=`), så följer de med",
            "this process has other rule files than the one that the programme comes from; give `load` the rule files as "
            "a dict (`rules=`), and they come along",
            argument="rules",
        )
    return again

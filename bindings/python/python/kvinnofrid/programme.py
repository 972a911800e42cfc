"""Programmes: what there is, and what can be asked of one."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict, TypeVar, Unpack, overload

from . import _core, _frames, _html, _records
from ._frames import Frames
from ._language import say
from ._options import Bridge, Day, Fields, Map, Periods, OnError, Readings, bridged, day, flag, names, options, text
from ._progress import Progress, progress as shown
from ._rules import Source, read
from ._told import Hinting, warn
from .answers import Classification, Explanation
from .declared import Edition, Editions, Reading, Reason, Reasons, Rule, edition_of, reading_of, rule_of
from .errors import ArgumentError
from .persons import Persons, map_of
from .report import Partial, Report
from .schema import Schema
from .table import Table, needed

if TYPE_CHECKING:
    import duckdb
    import pandas
    import polars
    import pyarrow


FrameT = TypeVar(
    "FrameT",
    "pandas.DataFrame",
    "polars.DataFrame",
    "polars.LazyFrame",
    "pyarrow.Table",
    "pyarrow.RecordBatch",
    "pyarrow.RecordBatchReader",
    "duckdb.DuckDBPyRelation",
    Table,
)
"""A table of a kind that comes back as it went in."""


_Value: TypeAlias = str | int | float | datetime.date | list[Any] | tuple[Any, ...] | None
"""A value of a record; that of a dict of tables is a table."""


class _Asked(TypedDict, total=False):
    """What a classification is asked with."""

    period: Periods | None
    on: Day | None
    readings: Readings | None
    with_: Fields | None
    map: Map | None
    on_error: OnError
    missing: bool
    why: bool
    threads: int
    progress: Progress


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
        return Editions(edition_of(one) for one in json.loads(self._programme.editions()))

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
        return edition_of(self._all())

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
        return tuple(reading_of(one) for one in self._all()["readings"])

    def __getitem__(self, id: str) -> Rule | Reading:
        """The target group, goal, indicator or reading called so."""
        declared: tuple[Rule | Reading, ...] = (*self.groups, *self.goals, *self.indicators, *self.readings)
        for one in declared:
            if one.id == id:
                return one
        raise KeyError(id)

    def schema(self, record: str | None = None, *, period: Periods | None = None, on: Day | None = None) -> Schema:
        """What a record looks like."""
        schema = Schema(self, period, on)
        if record is not None and record != schema.record:
            raise ArgumentError(
                f"utgåvan frågar om poster av typen `{schema.record}`, inte `{record}`",
                f"the edition asks about records of the type `{schema.record}`, not `{record}`",
                argument="record",
            )
        return schema

    # What is asked of records

    @overload
    def classify(self, data: Mapping[str, _Value], **asked: Unpack[_Asked]) -> Classification: ...
    @overload
    def classify(self, data: list[dict[str, Any]], **asked: Unpack[_Asked]) -> list[Classification]: ...
    @overload
    def classify(self, data: FrameT, **asked: Unpack[_Asked]) -> FrameT: ...
    @overload
    # Where a library has no types, its tables are anything already.
    def classify(self, data: Any, **asked: Unpack[_Asked]) -> Any: ...  # type: ignore[overload-cannot-match]
    def classify(
        self,
        data: Any,
        *,
        period: Periods | None = None,
        on: Day | None = None,
        readings: Readings | None = None,
        with_: Fields | None = None,
        map: Map | None = None,
        on_error: OnError = "stop",
        missing: bool = False,
        why: bool = False,
        threads: int = 1,
        progress: Progress = False,
    ) -> Any:
        """Which target groups records belong to.

        Of one record, a dict, a :class:`Classification`; of a list of them, a list. Of a table the same kind of table:
        the key, and for each target group yes, no, or nothing where it is unknown, with rows and index in their order.
        ``with_`` asks of records in dicts what holds for the case too: ``"routines"``, ``"instruments"``, ``"activities"``,
        ``"resources"``. ``missing=True`` adds a column ``missing_…`` for each group: the missing fields that matter. ``why=True``
        adds a column ``why_…`` for each, and ``why`` to a :class:`Classification`: the part of its condition that decides, by its
        place in the rule files, to be counted; :meth:`reasons` tells what stands there. Lists that are tables
        of their own come in a dict of tables, the records under the name of their type: ``{"person": df, "våld": df2}``.

        >>> import kvinnofrid as kf
        >>> programme = kf.load("stockholm/kvinnofrid", edition="2012-2014")
        >>> answer = programme.classify({"id": 17, "kön": "kvinna"}, period="2013")
        >>> answer.groups["kvinnor"] is None, answer.missing["kvinnor"]
        (True, ['födelsedatum', 'våld'])
        """
        arguments: dict[str, Any] = {
            "period": period,
            "on": on,
            "readings": readings,
            "with_": with_,
            "why": why,
            "map": map_of(data, map),
            "on_error": on_error,
            "threads": threads,
        }
        asked = options(**arguments)
        tables = self._tables(data, asked)
        if tables is None:
            one = _records.is_record(data)
            answers = self._classify_one(data, asked, arguments) if one else self._classify_list(data, asked, arguments)
            if with_:
                warn(self._programme.lacking(asked), [])
            return answers
        missing = flag(missing, "missing")
        work = self._programme.classifying(asked)
        if tables.records.kind == "reader" and not tables.children:
            return self._classify_stream(tables, work, asked, missing)
        with shown(progress, tables.records.rows) as told, self._hinting(tables, asked):
            if tables.children:
                streams = {name: one.stream for name, one in tables.children.items()}
                classes = work.tables(tables.records.stream, streams, missing, told)
            else:
                classes = work.table(tables.records.stream, 0, missing, told)
        warn(*work.notes())
        return tables.records.back(classes)

    def reasons(
        self,
        *,
        period: Periods | None = None,
        on: Day | None = None,
        readings: Readings | None = None,
    ) -> Reasons:
        """What can decide whether a record belongs to a target group: the codes of ``classify(…, why=True)``, with the conditions
        that they stand for. ``pandas.DataFrame(reasons)`` is a table to join.

        >>> import kvinnofrid as kf
        >>> programme = kf.load("stockholm/kvinnofrid", edition="2012-2014")
        >>> answer = programme.classify({"id": 17, "kön": "man"}, period="2013", why=True)
        >>> answer.why["kvinnor"], programme.reasons(period="2013")["kvinnor", answer.why["kvinnor"]].condition
        ('20-malgrupper.rhai:7:18', 'p.kön == "kvinna"')
        """
        found = json.loads(self._programme.reasons(options(period=period, on=on, readings=readings)))
        return Reasons(Reason(**one) for one in found)

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
        asked = options(period=period, on=on, readings=readings, map=map_of(data, map))
        subjects = list(names(of, "of"))
        show_sensitive = flag(show_sensitive, "show_sensitive")
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
            one = work.explain(tables.records.stream, children, text(str(record), "record"), subjects, show_sensitive)
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
        indicators: Fields | None = None,
        totals: bool = True,
        readings: Readings | None = None,
        map: Map | None = None,
        on_error: OnError = "stop",
        assume_unique: bool = False,
        bridge: Bridge = False,
        threads: int = 1,
        progress: Progress = False,
    ) -> Report:
        """Every indicator of a population, between its bounds.

        ``period`` is a year (``2013``), a text (``"2013"``, ``"2013-T1"``, ``"2013-Q2"``, ``"2013-01-01/2013-06-30"``), a day,
        pandas' ``Period``, or a list of these; ``on`` is a day, a text such as ``"2013-06-30"`` or a date, and stands for its period.
        ``map`` says what columns and codes are called: a file in TOML, or a dict such as
        ``{"fält": {"kön": "Kon"}, "koder": {"kön": {"K": "kvinna"}}}``. ``assume_unique=True`` saves memory where keys are known to
        be unique: without it a key that comes twice is an error.

        ``data`` is a table of any kind, a dict of tables, or a list of dicts; of :class:`Persons`, the same table is asked
        much without being taken in again. Several periods make a series, in which each is
        counted by the edition in force throughout it; ``by`` breaks figures down by fields or groupings; ``readings`` switches
        readings, ``"*"`` shows what every alternative does. ``indicators`` shows some of them, which never changes who is
        counted; ``totals=False`` leaves out the rows that are sums (``Totalt``), so that rows can be added up.
        With ``on_error="skip"`` bad records are passed over and counted. ``threads`` makes it faster and changes no byte.

        Where the edition of a series changes, ``comparable`` in a row says whether its figure continues the earlier ones; a
        period without an edition has rows without figures. ``bridge=True`` lets two editions that follow each other count one
        period both, ``bridge="2013"`` the period that you choose.

        >>> import kvinnofrid as kf
        >>> programme = kf.load("stockholm/kvinnofrid")
        >>> report = programme.report(kf.sample(100), period="2013", by="stadsdel")
        >>> report.rows[0]["indicator"], report.rows[0]["stadsdel"]
        ('kvinnor-kända', 'Totalt')
        """
        partial = self.partial(
            data,
            period=period,
            on=on,
            by=by,
            indicators=indicators,
            totals=totals,
            readings=readings,
            map=map,
            on_error=on_error,
            assume_unique=assume_unique,
            bridge=bridge,
            threads=threads,
            progress=progress,
        )
        warn(partial._partial.notices(), [])
        return partial.finish()

    def partial(
        self,
        data: Any,
        *,
        period: Periods | None = None,
        on: Day | None = None,
        by: Fields | None = None,
        indicators: Fields | None = None,
        totals: bool = True,
        readings: Readings | None = None,
        map: Map | None = None,
        on_error: OnError = "stop",
        assume_unique: bool = False,
        bridge: Bridge = False,
        threads: int = 1,
        progress: Progress = False,
    ) -> Partial:
        """The same of a part of a population, to be merged with other parts (:func:`kvinnofrid.merge`) in any order, as
        long as each person is in one part only. That of a series over several editions can be merged and finished, but not
        written or sent to another process. **A partial is personal data.**
        """
        asked = options(
            period=period,
            on=on,
            by=by,
            indicators=indicators,
            totals=totals,
            readings=readings,
            map=map_of(data, map),
            on_error=on_error,
            assume_unique=assume_unique,
            threads=threads,
        )
        work = self._programme.counting(asked, bridged(bridge))
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
                elif isinstance(data, Persons):
                    # Read once for all programmes whose records are alike.
                    work.add_persons(data._persons, told)
                else:
                    work.add(tables.records.stream, told)
        partial, odd, passed_over = work.finish()
        warn(odd, passed_over)
        return Partial(partial, self)

    # How it is done

    def _tables(self, data: Any, asked: _core.Options) -> Frames | None:
        named = isinstance(data, Mapping | Persons)
        record = self._programme.schema(asked).record if named else ""
        return data._frames(record) if isinstance(data, Persons) else _frames.frames(data, record)

    def _classify_one(
        self, record: Mapping[str, Any], asked: _core.Options, arguments: dict[str, Any]
    ) -> Classification:
        json_record = _records.to_json(record)
        answer = json.loads(self._programme.classify(json_record, asked))
        return Classification(answer, self, arguments, json_record)

    def _classify_list(self, records: Any, asked: _core.Options, arguments: dict[str, Any]) -> list[Classification]:
        if not isinstance(records, Iterable) or isinstance(records, str | bytes):
            raise _frames.unknown(records)
        records = list(records)
        work = self._programme.classifying(asked)
        answers = [json.loads(line) for line in work.json(_records.to_lines(records)).splitlines()]
        warn(*work.notes())
        # Where records were rejected, answers are fewer, and which record each is of is not known.
        same = len(answers) == len(records)
        return [
            Classification(answer, self, arguments, _records.to_json(records[number]) if same else None)
            for number, answer in enumerate(answers)
        ]

    def _classify_stream(
        self, tables: Frames, work: _core.Classifying, asked: _core.Options, missing: bool
    ) -> Any:
        pa = needed("pyarrow", "pandas")
        reader = tables.records.source
        first = pa.table(work.table(reader.schema.empty_table(), 0, missing))

        def classified() -> Iterator[Any]:
            before = 0
            with self._hinting(tables, asked):
                for batch in _batches(reader):
                    yield from pa.table(work.table(batch, before, missing)).to_batches()
                    before += batch.num_rows
            odd, rejected = work.notes()
            if not before:
                odd = odd or [("inga poster lästes: strömmen är tom, eller redan läst", "no records were read: the stream is empty, or has been read already")]
            warn(odd, rejected)

        return pa.RecordBatchReader.from_batches(first.schema, classified())

    def _hinting(self, tables: Frames, asked: _core.Options) -> Hinting:
        return Hinting(tables, lambda: json.loads(self._programme.schema(asked).json_schema()))

    def _all(self) -> dict[str, Any]:
        editions = self.editions
        if len(editions) > 1:
            # Which edition is meant only whoever asks knows.
            line, last = str(editions), editions[-1]
            named, day = f"{last.programme}@{last.edition}", last.start.isoformat()
            raise ArgumentError(
                f"programmet är en linje av utgåvor; välj en: `programme.at(on=\"{day}\")` eller `kf.load(\"{named}\")`\n{line}",
                f"the programme is a line of editions; choose one: `programme.at(on=\"{day}\")` or `kf.load(\"{named}\")`\n{line}",
                argument="edition",
            )
        if self._described is None:
            self._described = json.loads(self._programme.describe(options()))
        assert self._described is not None
        return self._described

    def _rules(self, kind: str) -> tuple[Rule, ...]:
        return tuple(rule_of(one) for one in self._all()[kind])

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
        return editions._repr_html_() if len(editions) > 1 else _html.shown("programme", self._all())

    def __reduce__(self) -> tuple[Any, ...]:
        return _loaded_again, (self._source, tuple(one.digest for one in self.editions))


def _batches(reader: Any) -> Iterator[Any]:
    """The batches of a reader. What it says of a failure may quote what it was reading, and is not repeated."""
    before = 0
    while True:
        batch: Any = None
        failed = False
        try:
            batch = reader.read_next_batch()
        except StopIteration:
            return
        except Exception:
            failed = True
        if failed:
            raise _frames.failed_source(before)
        yield batch
        before += batch.num_rows


def programmes(*, rules: Source = None) -> Editions:
    """What there is: every edition of every programme, when it is in force, its status and digest.

    >>> import kvinnofrid as kf
    >>> [one.edition for one in kf.programmes() if one.programme == "stockholm/kvinnofrid"]
    ['2007-2010', '2012-2014', '2017-2020', '2021-2025']
    """
    return Editions(edition_of(one) for one in json.loads(read(rules).editions()))


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
    id, _, named = ("" if programme is None else text(programme, "programme")).partition("@")
    # An edition that is called as a year may be given as one.
    asked_edition = str(edition) if isinstance(edition, int) and not isinstance(edition, bool) else edition
    chosen = (None if asked_edition is None else text(asked_edition, "edition")) or named or None
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

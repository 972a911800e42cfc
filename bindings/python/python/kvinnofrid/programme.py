"""Programmes: listing, loading and evaluating them."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, Unpack, overload

from . import _core, _frames, _html, _records
from ._frames import Frames
from ._language import say
from ._options import Classifying, Completing, Day, Explaining, Limits, Linking, Listing, Map, Periods, Readings, Reporting, Validating, day, options, taking, text
from ._progress import progress as shown
from ._rules import Source, TrustedKey, opening, read
from ._notices import Hinting, warn
from .answers import Classification, Explanation
from .baseline import Baseline, BaselinePartial, Population, Survey, answers, merge, people
from .databases import Database
from .declared import Edition, Editions, Reading, Reason, Reasons, Rule, edition_of, reading_of, rule_of
from .errors import ArgumentError, unknown_name
from .persons import Persons, map_of
from .report import Partial, Report
from .schema import Schema
from .table import Table, needed
from .worklist import Worklist

if TYPE_CHECKING:
    from .validation import Validation
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


class Programme:
    """A programme: one edition, or all of them, of which each call uses the one in force throughout its periods.

    Immutable and thread-safe. It can be pickled and sent to processes that have the same rules.
    """

    def __init__(self, programme: _core.Programme, source: tuple[Source, str | None, str | None, str | None]) -> None:
        self._programme = programme
        self._source = source
        self._described: dict[str, Any] | None = None

    # Metadata

    @property
    def editions(self) -> Editions:
        """The editions, in chronological order; only one where the programme is a single edition."""
        return Editions(edition_of(one) for one in json.loads(self._programme.editions()))

    @property
    def id(self) -> str:
        """The id of the programme, such as ``stockholm/kvinnofrid``."""
        return self.editions[0].programme

    def at(self, *, period: Periods | None = None, on: Day | None = None) -> Programme:
        """Returns the edition in force on a day, or throughout periods."""
        chosen = self._programme.at(options(period=period, on=on))
        edition: str = json.loads(chosen.editions())[0]["edition"]
        rules, id, _, _ = self._source
        return Programme(chosen, (rules, id, edition, None))

    @property
    def edition(self) -> Edition:
        """The edition. Raises an error that lists them where there are several: :meth:`at` selects one."""
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
        """The readings: decisions that the sources leave open, with the chosen alternatives."""
        return tuple(reading_of(one) for one in self._all()["readings"])

    def __getitem__(self, id: str) -> Rule | Reading:
        """Returns the target group, goal, indicator or reading with this id."""
        declared: tuple[Rule | Reading, ...] = (*self.groups, *self.goals, *self.indicators, *self.readings)
        for one in declared:
            if one.id == id:
                return one
        raise unknown_name(id, [one.id for one in declared])

    def schema(self, record: str | None = None, *, period: Periods | None = None, on: Day | None = None) -> Schema:
        """Returns the schema of a record."""
        schema = Schema(self, period, on)
        if record is not None and record != schema.record:
            raise ArgumentError(
                f"utgåvan frågar om poster av typen `{schema.record}`, inte `{record}`",
                f"the edition asks about records of the type `{schema.record}`, not `{record}`",
                argument="record",
            )
        return schema

    # Evaluation

    @overload
    def classify(self, data: Mapping[str, _Value], **given: Unpack[Classifying]) -> Classification: ...
    @overload
    def classify(self, data: list[dict[str, Any]], **given: Unpack[Classifying]) -> list[Classification]: ...
    @overload
    def classify(self, data: FrameT, **given: Unpack[Classifying]) -> FrameT: ...
    @overload
    # Without type stubs a library's tables are `Any`, which the overloads above cover.
    def classify(self, data: Any, **given: Unpack[Classifying]) -> Any: ...  # type: ignore[overload-cannot-match]
    @taking(Classifying)
    def classify(self, data: Any, **given: Unpack[Classifying]) -> Any:
        """Returns which target groups records belong to.

        For a single record (a dict) a :class:`Classification`, for a list of records a list. For a table the same kind of
        table: the key, and a nullable boolean column for each target group; the order of rows and the index are kept.
        ``with_`` adds to the classification of dicts what applies to the case: ``"routines"``, ``"instruments"``,
        ``"activities"``, ``"resources"``. ``missing=True`` adds a column ``missing_…`` for each group: the missing fields that
        matter. ``why=True`` adds a column ``why_…`` for each group, and ``why`` to a :class:`Classification`: the code of the
        part of the condition that decides, by its location in the rule files; :meth:`reasons` returns the condition of each
        code. Lists in separate tables are passed in a dict of tables, the records under the name of their type:
        ``{"person": df, "våld": df2}``.

        >>> import kvinnofrid as kf
        >>> programme = kf.load("stockholm/kvinnofrid", edition="2012-2014")
        >>> answer = programme.classify({"id": 17, "kön": "kvinna"}, period="2013")
        >>> answer.groups["kvinnor"] is None, answer.missing["kvinnor"]
        (True, ['födelsedatum', 'våld'])
        """
        arguments = {**given, "map": map_of(data, given.get("map"))}
        asked = options(**arguments)
        tables = self._tables(data, asked)
        if tables is None:
            one = _records.is_record(data)
            answers = self._classify_one(data, asked, arguments) if one else self._classify_list(data, asked, arguments)
            if given.get("with_"):
                warn(self._programme.lacking(asked), [])
            return answers
        work = self._programme.classifying(asked)
        if tables.records.kind == "reader" and not tables.children:
            return self._classify_stream(tables, work, asked)
        with shown(given.get("progress", False), tables.records.rows) as advance, self._hinting(tables, asked):
            if tables.children:
                streams = {name: one.stream for name, one in tables.children.items()}
                classes = work.tables(tables.records.stream, streams, advance)
            else:
                classes = work.table(tables.records.stream, 0, advance)
        warn(*work.notes())
        return tables.records.back(classes)

    def reasons(
        self,
        *,
        period: Periods | None = None,
        on: Day | None = None,
        readings: Readings | None = None,
    ) -> Reasons:
        """Returns the reasons that can decide whether a record belongs to a target group: the codes of
        ``classify(…, why=True)`` with their conditions. ``pandas.DataFrame(reasons)`` is a table to join on.

        >>> import kvinnofrid as kf
        >>> programme = kf.load("stockholm/kvinnofrid", edition="2012-2014")
        >>> answer = programme.classify({"id": 17, "kön": "man"}, period="2013", why=True)
        >>> answer.why["kvinnor"], programme.reasons(period="2013")["kvinnor", answer.why["kvinnor"]].condition
        ('20-malgrupper.rhai:7:18', 'p.kön == "kvinna"')
        """
        found = json.loads(self._programme.reasons(options(period=period, on=on, readings=readings)))
        return Reasons(Reason(**one) for one in found)

    @taking(Explaining)
    def explain(self, data: Any, *, record: str | int | None = None, **given: Unpack[Explaining]) -> Explanation:
        """Explains why a record belongs to target groups, or counts in indicators; all groups, unless ``of`` names some.

        ``data`` is the record itself (a dict), or a table or list of records in which ``record`` is its key. Sensitive values are masked
        unless ``show_sensitive``. The explanation is personal data.

        >>> import kvinnofrid as kf
        >>> programme = kf.load("stockholm/kvinnofrid", edition="2012-2014")
        >>> explanation = programme.explain({"id": 17, "kön": "man"}, period="2013", of="kvinnor")
        >>> explanation.answers[0]["value"]
        False
        """
        asked = options(**{**given, "map": map_of(data, given.get("map"))})
        tables = self._tables(data, asked)
        if tables is None and _records.is_record(data):
            found = self._programme.explain(_records.to_json(data), asked)
            return _shown(found)
        if tables is None and not _records.are_records(data):
            raise _frames.unknown(data)
        if record is None:
            raise ArgumentError(
                "ange vilken post det gäller: `record=` med dess nyckel",
                "say which record it is about: `record=` with its key",
                argument="record",
            )
        key = text(str(record), "record")
        if tables is None:
            among = self._programme.classifying(asked)
            return _the_one(among.explain_json(_records.to_lines(data), key))
        children = {name: one.stream for name, one in tables.children.items()}
        work = self._programme.classifying(asked)
        with self._hinting(tables, asked):
            one = work.explain(tables.records.stream, children, key)
        return _the_one(one)

    @taking(Reporting)
    def report(self, data: Any, **given: Unpack[Reporting]) -> Report:
        """Returns every indicator of a population, with its bounds.

        ``period`` is a year (``2013``), a text (``"2013"``, ``"2013-T1"``, ``"2013-Q2"``, ``"2013-01-01/2013-06-30"``), a day,
        pandas' ``Period``, or a list of these; ``on`` is a day, a text such as ``"2013-06-30"`` or a date, used as the period.
        ``map`` maps the names of columns and codes: a TOML file, or a dict such as
        ``{"fält": {"kön": "Kon"}, "koder": {"kön": {"K": "kvinna"}}}``. ``assume_unique=True`` skips duplicate-key detection,
        which saves memory where keys are known to be unique: a duplicate is then counted twice, and an error otherwise.

        ``data`` is a table of any kind, a dict of tables, or a list of dicts; use :class:`Persons` to load a table once for
        many reports. Several periods make a series, in which each period is counted by the edition in force throughout it;
        ``by`` breaks figures down by fields or groupings; ``readings`` selects alternatives of readings, and ``"*"`` reports
        the effect of every alternative. ``indicators`` selects the indicators to return, which never changes who is counted;
        ``totals=False`` omits the rows that are sums (``Totalt``), so that rows can be added up. With ``on_error="skip"``
        invalid records are skipped, and the number of them is reported. ``threads`` sets the number of threads; the result is
        identical to the byte.

        Where the edition of a series changes, ``comparable`` in a row states whether its figure continues the earlier ones; a
        period without an edition has rows without figures. With ``bridge=True`` consecutive editions both count one period;
        ``bridge="2013"`` chooses the period.

        >>> import kvinnofrid as kf
        >>> programme = kf.load("stockholm/kvinnofrid")
        >>> report = programme.report(kf.sample(100), period="2013", by="stadsdel")
        >>> report.rows[0]["indicator"], report.rows[0]["stadsdel"]
        ('kvinnor-kända', 'Totalt')
        """
        partial = self.partial(data, **given)
        warn(partial._partial.notices(), [])
        return partial.finish()

    @taking(Reporting)
    def partial(self, data: Any, **given: Unpack[Reporting]) -> Partial:
        """Like :meth:`report`, but for a part of a population; returns a partial, to be merged with those of other parts
        (:func:`kvinnofrid.merge`) in any order, as long as each person is in one part only. The partial of a series over
        several editions can be merged and finished, but not serialized or pickled. **A partial is personal data.**
        """
        asked = options(**{**given, "map": map_of(data, given.get("map"))})
        work = self._programme.counting(asked)
        if isinstance(data, Database):
            with shown(given.get("progress", False), None) as advance:
                for records, lists in data._parts(self._programme.tables(asked)):
                    work.add_tables(records, lists, advance) if lists else work.add(records, advance)
            partial, odd, skipped = work.finish()
            warn(odd, skipped)
            return Partial(partial, self)
        tables = self._tables(data, asked)
        if tables is None:
            if not _records.are_records(data):
                raise _frames.unknown(data)
            work.add_json(_records.to_lines(data))
        else:
            with shown(given.get("progress", False), tables.records.rows) as advance, self._hinting(tables, asked):
                if tables.children:
                    streams = {name: one.stream for name, one in tables.children.items()}
                    work.add_tables(tables.records.stream, streams, advance)
                elif isinstance(data, Persons):
                    # Decoded once for all programmes with the same record type.
                    work.add_persons(data._persons, advance)
                else:
                    work.add(tables.records.stream, advance)
        partial, odd, skipped = work.finish()
        warn(odd, skipped)
        return Partial(partial, self)

    @overload
    def members(self, data: list[dict[str, Any]], **given: Unpack[Listing]) -> list[dict[str, Any]]: ...
    @overload
    def members(self, data: FrameT, **given: Unpack[Listing]) -> FrameT: ...
    @overload
    # Without type stubs a library's tables are `Any`, which the overloads above cover.
    def members(self, data: Any, **given: Unpack[Listing]) -> Any: ...  # type: ignore[overload-cannot-match]
    @taking(Listing)
    def members(self, data: Any, **given: Unpack[Listing]) -> Any:
        """Returns which records a figure counts, does not count or may count, and which fields would settle it.

        A row for each record and indicator of whose population or answer anything is certain or possible: ``id``,
        ``indicator``, ``answer`` (null where it is unknown) and ``missing``, the paths of the fields that would settle it. The
        rows whose answer is true are the value of a count, and the numerator of a share; those without an answer are what is
        unknown. For a share, ``denominator`` says who is in it. Where elements of a list are counted, ``certain`` and
        ``possible`` say how many units of the figure a record is; ``open`` is true where its list is missing.

        ``where={"stadsdel": "Farsta"}`` limits the rows to one cell of a report, ``indicators`` to some indicators. Records are
        named by their row, as ``#17``, or with ``show_sensitive`` by their key. A table gives a table of the same kind, a list
        of dicts a list of dicts. **It is personal data.**

        With several periods each row begins with its ``period``, and where several editions count, its ``edition``; the rows of
        one period come after the other, each as the report of that period counts. A period without an edition has no rows,
        which a warning says.

        >>> import kvinnofrid as kf
        >>> programme = kf.load("stockholm/kvinnofrid", edition="2012-2014")
        >>> woman = {"id": 17, "kön": "kvinna", "födelsedatum": "1980-05-17", "våld": None}
        >>> programme.members([woman], period="2013", indicators="kvinnor-kända")
        [{'id': '#1', 'indicator': 'kvinnor-kända', 'answer': None, 'missing': ['känd_sedan', 'våld']}]
        """
        asked = options(**{**given, "map": map_of(data, given.get("map"))})
        work = self._programme.listing(asked)
        tables = self._tables(data, asked)
        found: Any
        if tables is None:
            if not _records.are_records(data):
                raise _frames.unknown(data)
            found = [json.loads(line) for line in work.json(_records.to_lines(data)).splitlines()]
        else:
            streams = {name: one.stream for name, one in tables.children.items()}
            with shown(given.get("progress", False), tables.records.rows) as advance, self._hinting(tables, asked):
                found = _frames.other_rows(tables.records, work.table(tables.records.stream, streams, advance))
        warn(*work.notes())
        return found

    @taking(Completing)
    def worklist(self, data: Any, **given: Unpack[Completing]) -> Worklist:
        """Returns which missing fields, completed, narrow which figures most, and what the figures then become.

        The rows are in the order that settles most unknown units for each value to fill in. Each is about fields that are
        missing in many records (of a unit, with ``by``), or with ``per="record"`` about one record; ``first`` limits their
        number. No value is guessed: the figures are shown where none and where all of what is completed counts.
        ``where={"stadsdel": "Farsta"}`` and ``indicators`` select figures. **It is personal data.**

        With several periods there is one list over all of them: a value that is filled in counts as work once, and what it
        settles counts in each period. Each figure says its ``period``, and where several editions count, its ``edition``.

        >>> import kvinnofrid as kf
        >>> programme = kf.load("stockholm/kvinnofrid", edition="2012-2014")
        >>> violence = {"roll": "våldsutsatt", "kategori": "våld_i_nära_relation", "relation": "sambo", "från": "2012-11-02"}
        >>> woman = {"kön": "kvinna", "födelsedatum": "1980-05-17", "våld": [violence]}
        >>> women = [{**woman, "id": 1}, {**woman, "id": 2}]
        >>> job = programme.worklist(women, period="2013", indicators="kvinnor-kända").rows[0]
        >>> job["field"], job["records"], job["figures"][0]["before"], job["figures"][0]["width"]
        ('känd_sedan', 2, {'lower': 0, 'upper': 2}, 0)
        """
        asked = options(**{**given, "map": map_of(data, given.get("map"))})
        work = self._programme.gathering(asked)
        tables = self._tables(data, asked)
        if tables is None:
            if not _records.are_records(data):
                raise _frames.unknown(data)
            work.add_json(_records.to_lines(data))
        else:
            streams = {name: one.stream for name, one in tables.children.items()}
            with shown(given.get("progress", False), tables.records.rows) as advance, self._hinting(tables, asked):
                work.add(tables.records.stream, streams, advance)
        found, odd, skipped = work.finish()
        warn(odd, skipped)
        return Worklist(found)

    @taking(Validating)
    def validate(self, data: Any, **given: Unpack[Validating]) -> Validation:
        """Returns everything that is wrong or odd in data, and what it does to reports: see :func:`kvinnofrid.validate`."""
        from .validation import validate

        rules, _, _, _ = self._source
        return validate(data, programme=self, rules=rules, **given)

    @taking(Linking)
    def baseline(
        self,
        sources: Mapping[str, Any],
        *,
        population: Population | None = None,
        survey: Survey | None = None,
        maps: Mapping[str, Map] | None = None,
        **given: Unpack[Linking],
    ) -> Baseline:
        """Returns how many persons several sources know, and in which combinations of them (kartläggning).

        ``sources`` are tables or lists of dicts by name. They are linked by pseudonymous keys: the same key is the same person,
        who may have several rows in a source. With ``group``, the condition of a target group is evaluated in each source that
        has the fields; in others, and in those ``listed``, everyone counts. Rows without a key and persons of whom the
        membership is unknown give bounds. ``by`` adds a table for each stratum, ``population`` the share of the population,
        ``survey`` the share that says so in a survey of it, and ``maps`` are the maps of single sources.

        ``estimate`` adds, beside those known, how many there may be by every method that applies, each with its assumptions and
        the likely direction of its error; with ``contacts="insatser"`` how often a person recurs in a source is counted in the
        elements of that list. ``dependence="referral"`` says that the sources refer to each other, so that
        estimates are lower bounds. **It is personal data.**

        With several periods there is a baseline for each, side by side, and a break is said where the edition or the sources
        change. The group's condition is evaluated for each period; where everyone listed counts, the same rows count in each:
        make a :meth:`baseline_partial` of each period's rows, and merge them. Answers of a ``survey`` then have a ``period``.

        >>> import kvinnofrid as kf
        >>> programme = kf.load("stockholm/kvinnofrid", edition="2012-2014")
        >>> sources = {"socialtjänst": [{"id": "a"}, {"id": "b"}], "polis": [{"id": "b"}, {"id": None}]}
        >>> programme.baseline(sources, period="2013").tables[0]["known"]
        {'value': 2, 'lower': 2, 'upper': 3}
        """
        partial = self.baseline_partial(sources, maps=maps, **given)
        asked = options(**{**given, "map": None})
        return Baseline(partial._linked.finish(asked, people(population), answers(survey)))

    @taking(Linking)
    def baseline_partial(
        self, sources: Mapping[str, Any], *, maps: Mapping[str, Map] | None = None, **given: Unpack[Linking]
    ) -> BaselinePartial:
        """Like :meth:`baseline`, but of some of the sources or a part of them; returns a partial, to be merged with others.
        **It is personal data.**
        """
        if not isinstance(sources, Mapping) or not sources:
            raise ArgumentError(
                "`sources` är en dict med källornas namn och tabeller, som {\"polis\": df}",
                "`sources` is a dict of names and tables, such as {\"polis\": df}",
                argument="sources",
            )
        partials = []
        for source, data in sources.items():
            asked = options(**{**given, "map": map_of(data, (maps or {}).get(source, given.get("map")))})
            work = self._programme.linking(asked)
            tables = self._tables(data, asked)
            if tables is None:
                if not _records.are_records(data):
                    raise _frames.unknown(data)
                work.add_json(source, _records.to_lines(data))
            else:
                streams = {name: one.stream for name, one in tables.children.items()}
                with shown(given.get("progress", False), tables.records.rows) as advance, self._hinting(tables, asked):
                    work.add(source, tables.records.stream, streams, advance)
            linked, odd, skipped = work.finish()
            warn(odd, skipped)
            partials.append(BaselinePartial(linked))
        return merge(partials)

    # Implementation

    def _tables(self, data: Any, asked: _core.Options) -> Frames | None:
        named = isinstance(data, Mapping | Persons | Database)
        record = self._programme.schema(asked).record if named else ""
        if isinstance(data, Database):
            data = data._whole(self._programme.tables(asked), record)
        return data._frames(record) if isinstance(data, Persons) else _frames.frames(data, record)

    def _classify_one(
        self, record: Mapping[str, Any], asked: _core.Options, arguments: dict[str, Any]
    ) -> Classification:
        json_record = _records.to_json(record)
        answer, odd = self._programme.classify(json_record, asked)
        warn(odd, [])
        return Classification(json.loads(answer), self, arguments, json_record)

    def _classify_list(self, records: Any, asked: _core.Options, arguments: dict[str, Any]) -> list[Classification]:
        if not _records.are_records(records):
            raise _frames.unknown(records)
        records = list(records)
        work = self._programme.classifying(asked)
        written = [_records.to_json(record, row) for row, record in enumerate(records, 1)]
        answers = [json.loads(line) for line in work.json(b"\n".join(written)).splitlines()]
        warn(*work.notes())
        # With rejected records there are fewer answers, and which record each belongs to is not known.
        same = len(answers) == len(records)
        return [
            Classification(answer, self, arguments, written[number] if same else None)
            for number, answer in enumerate(answers)
        ]

    def _classify_stream(self, tables: Frames, work: _core.Classifying, asked: _core.Options) -> Any:
        pa = needed("pyarrow", "pandas")
        reader = tables.records.source
        first = pa.table(work.table(reader.schema.empty_table(), 0))

        def classified() -> Iterator[Any]:
            before = 0
            with self._hinting(tables, asked):
                for batch in _batches(reader):
                    yield from pa.table(work.table(batch, before)).to_batches()
                    before += batch.num_rows
            warn(*work.notes())

        return pa.RecordBatchReader.from_batches(first.schema, classified())

    def _hinting(self, tables: Frames, asked: _core.Options) -> Hinting:
        return Hinting(
            tables,
            lambda: json.loads(self._programme.schema(asked).json_schema()),
            lambda: self._programme.renamed(asked),
        )

    def _all(self) -> dict[str, Any]:
        editions = self.editions
        if len(editions) > 1:
            # Ambiguous: the caller has to choose an edition.
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

    # Display and pickling

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


def _the_one(found: _core.Explanation | None) -> Explanation:
    if found is None:
        raise ArgumentError("ingen post har den nyckeln", "no record has that key", argument="record")
    return _shown(found)


def _shown(found: _core.Explanation) -> Explanation:
    """Returns the explanation, after the warnings about the records that were read for it."""
    warn(found.notices(), [])
    return Explanation(found)


def _batches(reader: Any) -> Iterator[Any]:
    """Yields the batches of a reader. The message of a failing reader may quote data and is not repeated."""
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


def programmes(*, rules: Source = None, trusted_key: TrustedKey = None, limits: Limits | None = None) -> Editions:
    """Returns every edition of every programme, with its dates in force, status and digest.

    >>> import kvinnofrid as kf
    >>> [one.edition for one in kf.programmes() if one.programme == "stockholm/kvinnofrid"]
    ['2007-2010', '2012-2014', '2017-2020', '2021-2025']
    """
    return Editions(edition_of(one) for one in json.loads(read(rules, trusted_key, limits).editions()))


def load(
    programme: str | None = None,
    *,
    edition: str | None = None,
    on: Day | None = None,
    rules: Source = None,
    trusted_key: TrustedKey = None,
    limits: Limits | None = None,
) -> Programme:
    """Loads a programme: the edition named, the one in force on a day, or with neither all its editions.

    ``programme`` may be omitted where there is only one. ``rules`` are rule files of your own: a folder, or a dict of
    names such as ``"stad/program/2030/10.rhai"`` and their texts. With ``trusted_key``, a folder is read only if
    ``kvinnofrid sign`` signed it with that key and nothing was changed since: a public key of minisign as text, or the
    path of its file. ``limits`` are those on how much is read, ``rule_files`` and ``rule_bytes``.

    >>> import kvinnofrid as kf
    >>> kf.load("stockholm/kvinnofrid", on="2013-06-30").edition.edition
    '2012-2014'
    """
    id = "" if programme is None else text(programme, "programme")
    # An edition that is named by a year may be given as an int.
    asked_edition = str(edition) if isinstance(edition, int) and not isinstance(edition, bool) else edition
    chosen = None if asked_edition is None else text(asked_edition, "edition") or None
    asked_on = None if on is None else day(on)
    opened = read(rules, trusted_key, limits)
    source = (opening(rules, trusted_key, limits), id or None, chosen, asked_on)
    return Programme(_core.Programme(opened, *source[1:]), source)


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

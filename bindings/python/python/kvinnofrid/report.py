"""Reports, and the partials that they are merged from."""

from __future__ import annotations

import datetime
import difflib
import functools
import json
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import _core, _figures, _language
from ._files import written
from ._options import names, text, whole
from .errors import ArgumentError
from .table import Table

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow
    from matplotlib.figure import Figure

    from .declared import Rule
    from .programme import Programme


class Report:
    """Every indicator with its bounds. The figures are exact, even for small groups: for internal use, not for publication."""

    def __init__(self, report: _core.Report, programme: Programme | None = None) -> None:
        self._report = report
        self._programme = programme

    @classmethod
    def from_json(cls, text: str | bytes, *, programme: Programme | None = None) -> Report:
        """Parses a report that was written as JSON, by :meth:`to_json` or ``kvinnofrid report --format json``.

        ``programme`` is the programme of the report, where its rules are not the embedded ones.

        >>> import kvinnofrid as kf
        >>> report = kf.load("stockholm/kvinnofrid").report(kf.sample(100), period="2013")
        >>> kf.Report.from_json(report.to_json()) == report
        True
        """
        return cls(_core.Report.from_json(_bytes(text)), programme)

    def __getitem__(self, indicator: str) -> Report:
        """Returns the report of a single indicator."""
        return self.select(indicator)

    def __contains__(self, indicator: object) -> bool:
        return indicator in self.indicators

    # Without it Python would try `self[0]`. The rows are in `rows`.
    __iter__ = None

    def select(self, indicators: str | Iterable[str]) -> Report:
        """Returns the report of some indicators. In a series it includes their ids in earlier editions."""
        chosen = list(names(indicators, "indicators"))
        return Report(self._report.select(chosen), self._programme)

    @functools.cached_property
    def _whole(self) -> dict[str, Any]:
        whole: dict[str, Any] = json.loads(self._report.json())
        return whole

    @functools.cached_property
    def rows(self) -> list[dict[str, Any]]:
        """The tidy rows as dicts: ``indicator``, ``period_start``, the breakdowns, ``value``, ``lower``, ``upper``, …

        A figure that does not exist is ``None``, such as an upper bound, or a share of nobody. ``status`` states why.
        """
        days = ("period_start", "period_end")
        return [
            row | {name: datetime.date.fromisoformat(row[name]) for name in days} for row in self._whole["rows"]
        ]

    @property
    def receipt(self) -> dict[str, Any]:
        """The provenance of the figures: version, edition, digest, options, readings and number of records.

        For a series over several editions, ``editions`` has what each of them counted, and there are also
        ``not_available``, ``comparisons`` and ``bridges``.
        """
        receipt: dict[str, Any] = self._whole["receipt"]
        return receipt

    @property
    def missing(self) -> list[dict[str, Any]]:
        """The missing fields that cause unknown answers, by indicator, with the number of records."""
        missing: list[dict[str, Any]] = self._whole["missing"]
        return missing

    @property
    def indicators(self) -> dict[str, str]:
        """The names of the indicators by id."""
        return dict(self._report.names())

    @property
    def by(self) -> list[str]:
        """The fields and groupings that figures are broken down by."""
        return self._report.by

    def table(self) -> Table:
        """Returns the rows as an Arrow table."""
        return Table(self._report.table())

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._report.table().__arrow_c_stream__(requested_schema)

    def to_arrow(self) -> pyarrow.Table:
        """Returns the rows as a pyarrow table, with the receipt in the metadata of its schema."""
        return self.table().to_arrow()

    def to_pandas(self) -> pandas.DataFrame:
        """Returns the rows as a pandas DataFrame."""
        return self.table().to_pandas()

    def to_polars(self) -> polars.DataFrame:
        """Returns the rows as a Polars DataFrame."""
        return self.table().to_polars()

    def to_dict(self) -> dict[str, Any]:
        """Returns ``receipt``, ``rows`` and ``missing`` as :meth:`to_json` writes them."""
        whole: dict[str, Any] = json.loads(self._report.json())
        return whole

    def to_json(self, path: str | os.PathLike[str] | None = None) -> str:
        """Returns what ``kvinnofrid report --format json`` writes, to the byte; ``kvinnofrid verify`` can verify it later."""
        return written(self._report.json(), path)

    def to_csv(self, path: str | os.PathLike[str] | None = None, *, excel: bool = False) -> str:
        """Returns the rows as CSV; with ``excel`` in the dialect of Swedish Excel."""
        return written(self._report.csv(excel), path)

    def to_html(self, path: str | os.PathLike[str] | None = None) -> str:
        """Returns an HTML page with bars between the bounds, as ``kvinnofrid report --format html`` writes it."""
        return written(self._report.page(_language.language()), path)

    def to_excel(self, path: str | os.PathLike[str] | None = None) -> bytes:
        """Returns a workbook, as ``kvinnofrid report --format xlsx`` writes it; the same report gives the same bytes.

        Its sheets are the figures with their bounds, all rows, the indicators with their sources, the readings and their
        effect, the missing fields and the receipt. Each begins with whether the figures are internal or protected.

        >>> import kvinnofrid as kf
        >>> report = kf.load("stockholm/kvinnofrid").report(kf.sample(100), period="2013")
        >>> report.to_excel()[:2]
        b'PK'
        """
        programme = None if self._programme is None else self._programme._programme
        return written(self._report.excel(_language.language(), programme), path)

    def to_database(self, url: str, table: str, *, append: bool = False) -> None:
        """Writes the rows as a new table of a database, or with ``append`` to one that may exist.

        ``url`` is that of :func:`kvinnofrid.database`. The receipt goes to a table of its own, ``<table>_receipt``, with the
        sentence about protection: what is internal stays so in a database.
        """
        from . import databases

        databases.write(self, url, table, append=append)

    def to_text(self, path: str | os.PathLike[str] | None = None) -> str:
        """Returns a text table of every row, as ``kvinnofrid report`` writes it. ``print(report)`` shows the totals."""
        return written(self._report.text(_language.language()), path)

    def explain(self, indicator: str, *, programme: Programme | None = None) -> Rule:
        """Returns the declaration of an indicator: its definition, its citation, and the readings that it depends on.

        ``programme`` is needed only where the report comes from partials counted by rules that are not embedded.
        """
        for edition in reversed(_figures.editions(self)):
            for rule in self._rules(edition, programme).indicators:
                if rule.id == indicator:
                    return rule
        raise unknown_indicator(self, indicator)

    def _programme_of(self, programme: Programme | None) -> Programme:
        """Returns the programme of the report: the one given, or the embedded one."""
        from .programme import load

        return programme or self._programme or load(self.receipt["programme"])

    def _rules(self, counted: dict[str, Any], programme: Programme | None) -> Programme:
        """Returns the edition that the figures were counted by."""
        known = self._programme_of(programme)
        for edition in known.editions:
            if edition.digest == counted["digest"]:
                return known if len(known.editions) == 1 else known.at(on=edition.start)
        raise ArgumentError(
            "rapporten räknades med andra regelfiler; ge programmet som den räknades med: `programme=`",
            "the report was counted by other rule files; give the programme that counted it: `programme=`",
            argument="programme",
        )

    def beside(
        self,
        published: str | os.PathLike[str] | bytes | Mapping[str, Any] | Iterable[Mapping[str, Any]],
        *,
        area: str | None = None,
        population: int | Mapping[int, int] | None = None,
        programme: Programme | None = None,
    ) -> Report:
        """Returns the report with published figures beside its own: a response of Kolada's API as a file, bytes or parsed.

        ``area`` is the area code, such as ``"0180"``, where there are several; ``population`` is the denominator of the
        published figures, such as adult inhabitants, for all years or by year. Rows have ``published``, ``own`` (the report's
        figure on the same scale, with ``own_lower`` and ``own_upper``), ``difference`` and ``comparison``, which states why
        figures cannot be compared.

        >>> import kvinnofrid as kf
        >>> programme = kf.load("kolada/valdsutsatta@2026-03")
        >>> answer = {"kpi": "U30750", "municipality": "9999", "period": 2013, "values": [{"gender": "T", "value": 12.5}]}
        >>> report = programme.report(kf.sample(100), period="2013").beside(answer, population=400)
        >>> report.rows[0]["published"], report.rows[0]["comparison"]
        (12.5, 'compared')
        """
        if isinstance(published, str) and published.lstrip().startswith(("{", "[")):
            published = published.encode()
        if isinstance(published, str | os.PathLike):
            published = Path(published).read_bytes()
        if not isinstance(published, bytes):
            published = _published(published)
        years = population if isinstance(population, Mapping) else {} if population is None else {None: population}
        reckoned_on = {_year(year): _inhabitants(number) for year, number in years.items()}
        known = self._programme_of(programme)
        found = self._report.beside(known._programme, published, area, reckoned_on)
        return Report(found, known)

    def protect(
        self,
        method: str = "round:5",
        *,
        key: bytes | str | os.PathLike[str] | Callable[[], bytes],
        ledger: str | os.PathLike[str],
    ) -> Report:
        """Returns the report for publication: so that nobody can be singled out, and entered in the ledger.

        ``method`` is ``"round:5"``, ``"round:3"`` or ``"round:10"``, which round every count, or ``"suppress:5"``, which leaves out
        small ones and what they could be computed from. ``key`` is the secret: the path of a file with at least 16 bytes of random data, the bytes themselves, or a function that returns them. ``ledger`` is the file that records what
        was published; it is created where it does not exist. Protecting the same report again gives the same figures; a
        report that would disclose something together with earlier ones raises :class:`ArgumentError` with the reason and
        what to do.
        """
        return Report(self._report.protect(text(method, "method"), *secrets(key, ledger)), self._programme)

    @property
    def sentence(self) -> str:
        """A sentence for publications on how the figures were protected; for exact figures, that they are internal."""
        return self._report.sentence(_language.language())

    def plot(
        self, indicator: str | Iterable[str] | None = None, *, by: str | None = None, effects: bool = False
    ) -> Figure:
        """Plots the figures with their bounds: bars by breakdown, or a series over periods. Returns the figure.

        All indicators, unless some are named; ``by`` chooses the breakdown where there are several. The line of a series breaks
        where its figures are not comparable, and at a period without figures. ``effects=True`` plots instead how each
        alternative of the readings changes the totals, for a report with ``readings="*"``.
        """
        from . import _plot

        return _plot.effects(self, indicator) if effects else _plot.plot(self, indicator, by)

    def __str__(self) -> str:
        return self._report.brief(_language.language()).rstrip("\n")

    def __repr__(self) -> str:
        editions = ", ".join(one["edition"] for one in _figures.editions(self))
        periods = ", ".join(self.receipt["periods"])
        return f"<kvinnofrid.Report {self.receipt['programme']}@{editions} {periods}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Report) and self._report.json() == other._report.json()

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        return _read_back, (self.to_json(), self._programme)

    def _repr_html_(self) -> str:
        return self._report.html(_language.language())


class Partial:
    """The counts of a part of a population. **Personal data**: it holds the keys of persons.

    It can be pickled and sent between processes, with the same care as the records themselves.
    """

    def __init__(self, partial: _core.Partial, programme: Programme | None = None) -> None:
        self._partial = partial
        self._programme = programme

    @property
    def records(self) -> int:
        """The number of records counted."""
        return self._partial.records

    @property
    def rejected(self) -> int:
        """The number of records rejected."""
        return self._partial.rejected

    def merge(self, *others: Partial) -> Partial:
        """Returns this partial merged with others, which are of other persons. None of them is modified."""
        for other in others:
            _needs_partial(other)
        return Partial(self._partial.merged([other._partial for other in others]), self._programme)

    def finish(self) -> Report:
        """Returns the report of everything that has been counted."""
        return Report(self._partial.finish(), self._programme)

    def to_bytes(self) -> bytes:
        """Serializes the partial of a single edition, for ``kvinnofrid merge`` and the other language bindings too."""
        return self._partial.to_bytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> Partial:
        """Deserializes a partial."""
        if not isinstance(data, bytes | bytearray | memoryview):
            raise ArgumentError(
                f"ett delresultat läses från bytes, inte {type(data).__name__}",
                f"a partial is read from bytes, not {type(data).__name__}",
                argument="data",
            )
        return cls(_core.Partial.from_bytes(bytes(data)))

    def __reduce__(self) -> tuple[Any, ...]:
        return Partial.from_bytes, (self.to_bytes(),)

    def __repr__(self) -> str:
        editions = ", ".join(f"{programme}@{edition}" for programme, edition in self._partial.of)
        return f"<kvinnofrid.Partial {editions}: {self.records}>"


def merge(partials: Iterable[Partial]) -> Partial:
    """Merges the partials of the parts of a population, in any order, to the partial of the whole.

    >>> import kvinnofrid as kf
    >>> programme = kf.load("stockholm/kvinnofrid")
    >>> parts = [programme.partial([{"id": key}], period="2013") for key in ("a", "b")]
    >>> kf.merge(parts).finish().receipt["records"]
    2
    """
    all = list(partials) if isinstance(partials, Iterable) else [partials]
    for one in all:
        _needs_partial(one)
    if not all:
        raise ArgumentError("det finns inga delresultat att lägga ihop", "there are no partials to merge", argument="partials")
    return all[0].merge(*all[1:])


def _bytes(text: object) -> bytes:
    if isinstance(text, str):
        # Lone surrogates are replaced; validating the text is left to the engine.
        return text.encode(errors="replace")
    if isinstance(text, bytes | bytearray | memoryview):
        return bytes(text)
    raise ArgumentError(
        f"en rapport läses från den text som `to_json` skriver, inte {type(text).__name__}",
        f"a report is read from the text that `to_json` writes, not {type(text).__name__}",
        argument="text",
    )


def _published(answer: object) -> bytes:
    if isinstance(answer, Mapping | Iterable):
        try:
            return json.dumps(answer if isinstance(answer, Mapping) else list(answer)).encode()
        except (TypeError, ValueError):
            pass
    raise ArgumentError(
        f"publicerade siffror är Kolada-svar: en fil, dess text, eller det som `json.load` läser, inte {type(answer).__name__}",
        f"published figures are a response of Kolada: a file, its text, or what `json.load` reads, not {type(answer).__name__}",
        argument="published",
    )


def _year(year: int | None) -> int | None:
    return None if year is None else whole(year, "population")


def _inhabitants(number: int) -> int:
    if whole(number, "population") < 1:
        raise ArgumentError("`population` är minst 1", "`population` is at least 1", argument="population")
    return int(number)


def _read_back(text: str, programme: Programme | None) -> Report:
    return Report.from_json(text, programme=programme)


def _needs_partial(value: object) -> None:
    if not isinstance(value, Partial):
        raise ArgumentError(
            f"det som läggs ihop är delresultat (`programme.partial(…)`), inte {type(value).__name__}",
            f"what is merged are partials (`programme.partial(…)`), not {type(value).__name__}",
            argument="partials",
        )


def unknown_indicator(report: Report, indicator: str) -> ArgumentError:
    """Returns the error for an unknown indicator, with the known ones."""
    there = ", ".join(report.indicators)
    near = difflib.get_close_matches(str(indicator).casefold(), report.indicators, n=1)
    meant = (f"; menades `{near[0]}`?", f"; was `{near[0]}` meant?") if near else ("", "")
    return ArgumentError(
        f"det finns ingen indikator `{indicator}`{meant[0]}; det som finns är: {there}",
        f"there is no indicator `{indicator}`{meant[1]}; there are: {there}",
        argument="indicator",
    )


def secrets(
    key: bytes | str | os.PathLike[str] | Callable[[], bytes], ledger: str | os.PathLike[str]
) -> tuple[bytes, str | os.PathLike[str]]:
    """Returns the bytes of the key, and the ledger."""
    secret: object = key() if callable(key) else key
    try:
        if isinstance(secret, str | os.PathLike):
            secret = Path(secret).read_bytes()
    except (OSError, ValueError):
        secret = None
    if not isinstance(secret, bytes):
        raise ArgumentError(
            "nyckeln kan inte läsas; ge den som en fil, som bytes eller som en funktion som ger bytes",
            "the key can't be read; give it as a file, as bytes or as a function that returns bytes",
            argument="key",
        )
    if not isinstance(ledger, str | os.PathLike):
        raise ArgumentError(
            f"liggaren är sökvägen till en fil, inte {type(ledger).__name__}",
            f"the ledger is the path of a file, not {type(ledger).__name__}",
            argument="ledger",
        )
    return secret, ledger

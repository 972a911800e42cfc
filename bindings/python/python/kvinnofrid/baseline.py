"""Baselines (kartläggning): how many persons several sources know, in which combinations, and the dark figure beside."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from . import _core
from ._files import written
from ._language import language
from ._options import options, text
from .errors import ArgumentError
from .report import secrets
from .table import needed

if TYPE_CHECKING:
    import pandas
    import polars

Population: TypeAlias = Mapping[tuple[int, str], int] | str | os.PathLike[str]
"""The number of persons of each year and district (``Totalt`` for everyone), or a CSV file with these three columns."""

Survey: TypeAlias = Iterable[Mapping[str, Any]] | str | os.PathLike[str]
"""Answers as dicts with ``answer`` (True, False or None), ``weight``, ``stratum``, ``cluster`` and ``period``, or a CSV file."""


class Baseline:
    """Numbers of persons who are known to several sources, with their bounds. Exact figures about few people."""

    def __init__(self, baseline: _core.Baseline) -> None:
        self._baseline = baseline

    @property
    def tables(self) -> list[dict[str, Any]]:
        """The tables: that of everyone (``Totalt``), then those of the strata of ``by``; of several periods each with its
        ``period`` and ``edition``.
        """
        whole = self.to_dict()
        if "periods" not in whole:
            one: list[dict[str, Any]] = whole["tables"]
            return one
        said = [({key: of["receipt"][key] for key in ("period", "edition")}, of["tables"]) for of in whole["periods"]]
        return [{**receipt, **table} for receipt, tables in said for table in tables]

    @property
    def breaks(self) -> list[dict[str, Any]]:
        """Where a period does not continue the one before it, and why: ``period``, ``comparable`` (``brott``) and ``why``."""
        breaks: list[dict[str, Any]] = self.to_dict().get("series", {}).get("breaks", [])
        return breaks

    @property
    def rows(self) -> list[dict[str, Any]]:
        """A row for each number: ``stratum``, ``what``, ``sources``, ``value``, ``lower``, ``upper``, …; of several periods
        after ``period``, ``edition`` where there are several, and ``comparable``.
        """
        numbers = ("value", "lower", "upper", "standard_error")
        rows: list[dict[str, Any]] = []
        for row in csv.DictReader(io.StringIO(self.to_csv(), newline="")):
            rows.append({name: (_number(cell) if name in numbers else cell) if cell else None for name, cell in row.items()})
        return rows

    def to_dict(self) -> dict[str, Any]:
        """Returns everything, as the command line writes it with ``--format json``."""
        whole: dict[str, Any] = json.loads(self._baseline.json())
        return whole

    def to_json(self) -> str:
        """Returns the JSON of :meth:`to_dict`."""
        return self._baseline.json()

    def to_csv(self, *, excel: bool = False) -> str:
        """Returns :attr:`rows` as CSV, with ``excel`` as Swedish Excel reads it."""
        return self._baseline.csv(excel)

    def to_text(self) -> str:
        """Returns the baseline for people to read."""
        return self._baseline.text(language())

    def protect(
        self,
        method: str = "round:5",
        *,
        key: bytes | str | os.PathLike[str] | Callable[[], bytes],
        ledger: str | os.PathLike[str],
    ) -> Baseline:
        """Returns the baseline for publication, entered in the ledger: combinations rounded, estimates to two significant
        figures, without bounds. Arguments as of :meth:`Report.protect`.
        """
        return Baseline(self._baseline.protect(text(method, "method"), *secrets(key, ledger)))

    def to_html(self, path: str | os.PathLike[str] | None = None) -> str:
        """Returns a page, as ``kvinnofrid baseline --format html`` writes it: the plot and the tables."""
        return written(self._baseline.page(language()), path)

    def to_svg(self) -> str:
        """Returns the plot: those known solid, what may be more hatched, estimates apart with their intervals."""
        return self._baseline.plot(language())

    def _repr_html_(self) -> str:
        return self._baseline.html(language())

    def to_pandas(self) -> pandas.DataFrame:
        """Returns :attr:`rows` as a pandas DataFrame."""
        frame: pandas.DataFrame = needed("pandas", "pandas").DataFrame(self.rows)
        return frame

    def to_polars(self) -> polars.DataFrame:
        """Returns :attr:`rows` as a Polars DataFrame."""
        frame: polars.DataFrame = needed("polars", "polars").DataFrame(self.rows, infer_schema_length=None)
        return frame

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        whole = self.to_dict()
        ids = [source["id"] for of in whole.get("periods", [whole]) for source in of["sources"]]
        return f"<Baseline: {', '.join(dict.fromkeys(ids))}>"


class BaselinePartial:
    """What was linked of some sources, or of a part of them. Immutable. **It is personal data.**

    Partials with keys merge over sources and parts, in any order. Those without keys add up over districts, as long as each
    person is in one of them. Partials of different periods become a series.
    """

    def __init__(self, linked: _core.Linked) -> None:
        self._linked = linked

    @property
    def has_keys(self) -> bool:
        """Whether it holds keys of persons."""
        return self._linked.keys

    def without_keys(self) -> BaselinePartial:
        """Returns the tables of combinations only."""
        return BaselinePartial(self._linked.without_keys())

    def merge(self, *others: BaselinePartial) -> BaselinePartial:
        """Returns this merged with others."""
        return BaselinePartial(self._linked.merged([other._linked for other in others]))

    def finish(
        self,
        *,
        population: Population | None = None,
        survey: Survey | None = None,
        estimate: bool = False,
        dependence: str = "unknown",
    ) -> Baseline:
        """Returns the baseline; arguments as in :meth:`Programme.baseline`."""
        asked = options(estimate=estimate, dependence=dependence)
        return Baseline(self._linked.finish(asked, people(population), answers(survey)))

    def to_bytes(self) -> bytes:
        """Serializes it: what ``kvinnofrid baseline --partial`` writes."""
        return self._linked.to_bytes()

    @staticmethod
    def from_bytes(data: bytes) -> BaselinePartial:
        """Deserializes it."""
        return BaselinePartial(_core.Linked.from_bytes(data))

    def __reduce__(self) -> tuple[Any, ...]:
        return BaselinePartial.from_bytes, (self.to_bytes(),)


def merge(partials: Iterable[BaselinePartial]) -> BaselinePartial:
    """Returns the partials merged."""
    first, *others = partials
    return first.merge(*others)


def people(population: Population | None) -> bytes | None:
    """Returns a population as the CSV that the engine reads."""
    if population is None:
        return None
    if isinstance(population, str | os.PathLike):
        return Path(population).read_bytes()
    if not isinstance(population, Mapping):
        raise ArgumentError(
            "`population` är en CSV-fil, eller en dict som {(2013, \"Farsta\"): 54000}",
            "`population` is a CSV file, or a dict such as {(2013, \"Farsta\"): 54000}",
            argument="population",
        )
    out = io.StringIO()
    write = csv.writer(out, delimiter=";")
    write.writerow(["year", "district", "persons"])
    for (year, district), persons in population.items():
        write.writerow([year, district, persons])
    return out.getvalue().encode()


def answers(survey: Survey | None) -> bytes | None:
    """Returns the answers of a survey as the CSV that the engine reads."""
    if survey is None:
        return None
    if isinstance(survey, str | os.PathLike):
        return Path(survey).read_bytes()
    rows = list(survey)
    if not all(isinstance(row, Mapping) and "answer" in row for row in rows):
        raise ArgumentError(
            "`survey` är en CSV-fil, eller dictar med `answer` och kanske `weight`, `stratum`, `cluster` och `period`",
            "`survey` is a CSV file, or dicts with `answer` and maybe `weight`, `stratum`, `cluster` and `period`",
            argument="survey",
        )
    heads = [head for head in ("answer", "weight", "stratum", "cluster", "period") if any(head in row for row in rows)]
    out = io.StringIO()
    write = csv.writer(out, delimiter=";")
    write.writerow(heads)
    for row in rows:
        write.writerow([_cell(row.get(head)) for head in heads])
    return out.getvalue().encode()


def _cell(value: object) -> object:
    return int(value) if isinstance(value, bool) else value


def _number(cell: str) -> int | float:
    return int(cell) if cell.isdigit() else float(cell)



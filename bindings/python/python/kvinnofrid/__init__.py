"""Municipal programmes against violence in close relations, as executable rules that officials can read.

>>> import kvinnofrid as kf
>>> programme = kf.load("stockholm/kvinnofrid")
>>> report = programme.report(kf.sample(1000), period="2013", by="stadsdel")
>>> report.rows[0]["indicator"], report.rows[0]["lower"] <= report.rows[0]["upper"]
('kvinnor-kända', True)

Accepts tables from pandas, Polars, pyarrow, DuckDB and anything else that exports Arrow, and returns the same kind of table.
Missing means unknown, not false: a classification is yes, no or ``None``, and a figure has bounds.
"""

from __future__ import annotations

from ._core import version as _version
from ._language import set_language
from ._options import periods
from .answers import Classification, Explanation
from .baseline import Baseline, BaselinePartial
from .databases import Database, database
from .declared import Citation, Edition, Editions, Reading, Reason, Reasons, Rule
from .difference import Difference, Moves, diff
from .errors import (
    ArgumentError,
    DataWarning,
    Error,
    EvaluationError,
    InputError,
    InternalError,
    LimitError,
    RulesError,
)
from .findings import Diagnostic, Findings, check
from .persons import Persons
from .programme import Programme, load, programmes
from .report import Partial, Report, merge
from .sampling import sample
from .schema import Schema
from .table import Table
from .validation import Validation, validate
from .worklist import Worklist

__version__ = _version()

__all__ = [
    "ArgumentError",
    "Baseline",
    "BaselinePartial",
    "Citation",
    "Classification",
    "DataWarning",
    "Database",
    "Diagnostic",
    "Difference",
    "Edition",
    "Editions",
    "Error",
    "EvaluationError",
    "Explanation",
    "Findings",
    "InputError",
    "InternalError",
    "LimitError",
    "Moves",
    "Partial",
    "Persons",
    "Programme",
    "Reading",
    "Reason",
    "Reasons",
    "Report",
    "Rule",
    "RulesError",
    "Schema",
    "Table",
    "Validation",
    "Worklist",
    "check",
    "diff",
    "database",
    "load",
    "merge",
    "periods",
    "programmes",
    "sample",
    "set_language",
    "validate",
]

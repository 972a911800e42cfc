"""The schema of a record."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from . import _core, _html
from ._options import Day, Periods, options
from .table import needed

if TYPE_CHECKING:
    import pyarrow

    from .programme import Programme


class Schema:
    """The fields of a record, with their types and codes. ``print()`` lists them."""

    def __init__(self, programme: Programme, period: Periods | None = None, on: Day | None = None) -> None:
        self._of = (programme, period, on)
        self._schema: _core.Schema = programme._programme.schema(options(period=period, on=on))

    @property
    def record(self) -> str:
        """The name of the record type, such as ``person``."""
        return self._schema.record

    def to_json_schema(self) -> dict[str, Any]:
        """Returns a JSON Schema (2020-12) for records as JSON."""
        schema: dict[str, Any] = json.loads(self._schema.json_schema())
        return schema

    def to_arrow(self) -> pyarrow.Schema:
        """Returns a pyarrow schema with the simplest type of each field; other types are accepted too."""
        return needed("pyarrow", "pandas").schema(self)

    def __arrow_c_schema__(self) -> object:
        return self._schema.__arrow_c_schema__()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Schema) and self.to_json_schema() == other.to_json_schema()

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        return Schema, self._of

    def __str__(self) -> str:
        return self._schema.text().rstrip("\n")

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        return _html.preformatted(str(self))

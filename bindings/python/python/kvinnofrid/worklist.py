"""Worklists: which missing fields are worth most to complete."""

from __future__ import annotations

import json
import os
from typing import Any

from . import _core
from ._files import written
from ._language import language
from .table import Table


class Worklist(Table):
    """What to complete, in order. As a table, it has a row for each row and figure that it narrows. It is personal data."""

    def __init__(self, worklist: _core.Worklist) -> None:
        super().__init__(worklist.table())
        self._worklist = worklist

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows: ``field``, ``unit``, ``records``, …, and in ``figures`` what the figures become."""
        rows: list[dict[str, Any]] = self.to_dict()["rows"]
        return rows

    def to_dict(self) -> dict[str, Any]:
        """Returns everything, as the command line writes it with ``--format json``."""
        whole: dict[str, Any] = json.loads(self._worklist.json())
        return whole

    def to_json(self) -> str:
        """Returns the JSON of :meth:`to_dict`."""
        return self._worklist.json()

    def to_csv(self, *, excel: bool = False) -> str:
        """Returns the table as CSV, with ``excel`` as Swedish Excel reads it."""
        return self._worklist.csv(excel)

    def to_html(self, path: str | os.PathLike[str] | None = None) -> str:
        """Returns a page, as ``kvinnofrid worklist --format html`` writes it."""
        return written(self._worklist.page(language()), path)

    def to_excel(self, path: str | os.PathLike[str] | None = None) -> bytes:
        """Returns a workbook, as ``kvinnofrid worklist --format xlsx`` writes it; the same worklist gives the same bytes.

        Its sheets are the rows, in order, and what the figures become, and both begin by saying that they are internal.
        """
        return written(self._worklist.excel(language()), path)

    def to_text(self) -> str:
        """Returns the worklist for people to read."""
        return self._worklist.text(language())

    def __str__(self) -> str:
        return self.to_text()

    def _repr_html_(self) -> str:
        return self._worklist.html(language())

"""Shared fixtures."""

from __future__ import annotations

import dataclasses
from typing import Any

import pyarrow
import pytest

import kvinnofrid as kf


@pytest.fixture(scope="session")
def programme() -> kf.Programme:
    """The first embedded edition."""
    return kf.load("stockholm/kvinnofrid", edition="2012-2014")


@pytest.fixture(scope="session")
def persons() -> kf.Table:
    """Synthetic persons, with the gaps of real data."""
    return kf.sample(400, seed=1)


@dataclasses.dataclass(frozen=True)
class City:
    """The same persons as records with lists inside, and as tables."""

    records: list[dict[str, Any]]
    persons: pyarrow.Table
    lists: dict[str, pyarrow.Table]


@pytest.fixture(scope="session")
def city() -> City:
    """A small city. Tables know no lists that are unknown, so that those are empty."""
    table = kf.sample(300, seed=4).to_arrow()
    is_list = [pyarrow.types.is_list(kind) and pyarrow.types.is_struct(kind.value_type) for kind in table.schema.types]
    names = [name for name, listed in zip(table.column_names, is_list, strict=True) if listed]
    records = [record | {name: record[name] or [] for name in names} for record in table.to_pylist()]
    lists = {}
    for name in names:
        fields = [pyarrow.field("id", pyarrow.string()), *table.schema.field(name).type.value_type]
        rows = [{"id": record["id"]} | (element or {}) for record in records for element in record[name]]
        lists[name] = pyarrow.Table.from_pylist(rows, schema=pyarrow.schema(fields))
    return City(records, table.drop_columns(names), lists)

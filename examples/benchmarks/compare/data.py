"""The populations: made by `kvinnofrid sample`, held as one batch of Arrow, categories in dictionaries of bytes."""

from __future__ import annotations

import datetime
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.ipc

START = datetime.date(2013, 1, 1)
END = datetime.date(2013, 12, 31)
ADULT_FROM = datetime.date(1995, 12, 31)
"""Whoever was born on this day or earlier is 18 on the period's last day."""
CHILD_AFTER = datetime.date(1995, 1, 1)
"""Whoever was born after this day is younger than 18 on its first."""

LISTS = ("våld", "anmälningar", "utredningar", "familjerättsutredningar", "insatser", "placeringar", "samtycken", "enkätsvar")
"""The lists that the indicators ask about."""
KEYS = frozenset({"id", "ärende", "barn"})
"""Texts that are no categories."""
ENOUGH = ("deltar", "inskriven", "ej_aktuell_ålder")
"""What preschool and school have to be for a child in a stay."""


@dataclass(frozen=True)
class Population:
    """A population: its name, and the arguments of `sample` that generate it."""

    name: str
    affected: int
    missing: int


POPULATIONS = (
    # Households with violence, of a thousand; values that are lost, of a thousand.
    Population("dense", affected=900, missing=0),
    Population("sparse", affected=30, missing=0),
    Population("gaps", affected=900, missing=30),
)


def prepare(population: Population, persons: int, folder: Path) -> Path:
    """The file of a population, made where it is not there yet."""
    path = folder / f"{population.name}-{persons}.arrow"
    if path.exists():
        return path
    texts = folder / "texts.arrow"
    options = ["--affected", str(population.affected), "--missing", str(population.missing), "--seed", "1"]
    sample = [sys.executable, "-m", "kvinnofrid", "sample", str(persons), *options, "--output", str(texts)]
    subprocess.run(sample, check=True)
    table = pyarrow.ipc.open_file(pa.memory_map(str(texts))).read_all().combine_chunks()
    arrays = [encoded(name, column.chunk(0)) for name, column in zip(table.column_names, table.columns, strict=True)]
    batch = pa.RecordBatch.from_arrays(arrays, names=table.column_names)
    unfinished = path.with_suffix(".part")
    with pyarrow.ipc.new_file(str(unfinished), batch.schema) as file:
        file.write_batch(batch)
    unfinished.rename(path)
    texts.unlink()
    return path


def encoded(name: str, array: pa.Array) -> pa.Array:
    """The array with its texts in dictionaries, but for keys."""
    if pa.types.is_list(array.type):
        inner = encoded(name, array.values)
        missing = array.is_null() if array.null_count else None
        return pa.ListArray.from_arrays(array.offsets, inner, mask=missing)
    if pa.types.is_struct(array.type):
        names = [field.name for field in array.type]
        fields = [encoded(name, array.field(name)) for name in names]
        missing = array.is_null() if array.null_count else None
        return pa.StructArray.from_arrays(fields, names=names, mask=missing)
    if pa.types.is_string(array.type) and name not in KEYS:
        found = array.dictionary_encode()
        return pa.DictionaryArray.from_arrays(found.indices.cast(pa.int8()), found.dictionary)
    return array


def read(path: str) -> pa.Table:
    """A population in memory."""
    with pa.OSFile(path) as file:
        return pyarrow.ipc.open_file(file).read_all()

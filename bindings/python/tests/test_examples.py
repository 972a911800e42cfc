"""Runs the examples."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyarrow.parquet
import pytest

import kvinnofrid as kf

PARTS = Path(__file__).parents[1] / "examples" / "parts.py"


@pytest.mark.parametrize("way", ["processes", "dask"])
def test_parts_add_up_to_the_whole_wherever_they_are_counted(programme: kf.Programme, tmp_path: Path, way: str) -> None:
    persons = kf.sample(90, seed=6).to_arrow()
    paths = []
    for start in (0, 30, 60):
        paths.append(str(tmp_path / f"{start}.parquet"))
        pyarrow.parquet.write_table(persons.slice(start, 30), paths[-1])
    done = subprocess.run([sys.executable, str(PARTS), way, *paths], capture_output=True, check=False)
    assert done.stderr == b""
    assert done.stdout.decode() == programme.report(persons, period="2013", by="stadsdel").to_csv()

"""Runs the example notebook and checks that it displays tables and figures."""

from __future__ import annotations

from pathlib import Path

import nbclient
import nbformat
import pytest

NOTEBOOK = Path(__file__).parents[3] / "examples" / "report.ipynb"


@pytest.mark.filterwarnings("ignore")
def test_the_notebook_runs_and_shows_itself(tmp_path: Path) -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells), "clear the outputs before it is committed"
    nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    data = [output["data"] for output in outputs if "data" in output]
    assert sum("image/png" in one for one in data) == 4
    tables = [one["text/html"] for one in data if "text/html" in one]
    assert any('class="kvf"' in one and "kvinnor-kända" in one for one in tables)
    # Standard error holds nothing but the progress bar.
    assert {output["name"] for output in outputs if output["output_type"] == "stream"} == {"stderr"}

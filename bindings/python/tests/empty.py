"""Run in an environment with the wheel only: what works without other libraries, and the errors of the rest."""

from __future__ import annotations

import importlib.util

import kvinnofrid as kf

for module in ("pandas", "polars", "pyarrow", "duckdb", "matplotlib", "tqdm"):
    assert importlib.util.find_spec(module) is None, module

programme = kf.load("stockholm/kvinnofrid", on="2013-06-30")
assert programme.classify({"id": 1, "kön": "man"}, period="2013").groups["kvinnor"] is False
persons = kf.sample(200)
report = programme.report(persons, period="2013", by="stadsdel", progress=True)
assert report.receipt["records"] == 200
assert "<table>" in report._repr_html_()
assert "Totalt" in report.to_text()
for needs, extra in (
    (report.to_pandas, "pandas"),
    (report.to_polars, "polars"),
    (report.plot, "plot"),
    (programme.schema().to_arrow, "pandas"),
):
    try:
        needs()
    except ImportError as missing:
        assert f"kvinnofrid[{extra}]" in str(missing), missing
    else:
        raise AssertionError(f"{extra} is not needed?")

"""Runs the examples of the READMEs and docstrings."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest

import kvinnofrid

PACKAGE = Path(__file__).parents[1]
MODULES = [one.name for one in pkgutil.iter_modules(kvinnofrid.__path__, "kvinnofrid.") if one.name != "kvinnofrid.spark"]


@pytest.mark.parametrize("name", ["kvinnofrid", *MODULES])
def test_examples_in_docstrings_say_what_happens(name: str) -> None:
    if name.endswith(("__main__", "_core")):
        return
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize(("readme", "least"), [(PACKAGE / "README.md", 4), (PACKAGE.parents[1] / "README.md", 1)])
def test_the_readmes_do_what_they_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, readme: Path, least: int) -> None:
    blocks = re.findall(r"```python\n(.*?)```", readme.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) >= least
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, "README.md", "exec"), names)


def test_every_name_that_is_promised_has_a_docstring() -> None:
    for name in kvinnofrid.__all__:
        promised = getattr(kvinnofrid, name)
        assert inspect.getdoc(promised), name
        if isinstance(promised, type) and promised.__module__.startswith("kvinnofrid"):
            for member, value in vars(promised).items():
                if not member.startswith("_") and callable(value):
                    assert inspect.getdoc(getattr(promised, member)), f"{name}.{member}"

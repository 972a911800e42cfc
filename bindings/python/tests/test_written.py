"""Records given as dicts are the same whether the engine or Python's encoder writes them."""

from __future__ import annotations

import datetime
import decimal
import json
from typing import Any

import pytest

from kvinnofrid import _core, _records

PLAIN: dict[str, Any] = {
    "id": "a1",
    "kön": "kvinna",
    "citat \"\\\n\t\u0001\u2028": "å 😀 \x7f",
    "våld": [{"från": datetime.date(2013, 1, 2), "pågående": True, "former": ("psykiskt", "fysiskt")}, None, []],
    "poäng": [17, -(2**63), 2**63 - 1, 0, 1.5, -0.0, 1e300, 5e-324, 0.1, 1e16],
    "ingen": {},
}


def test_what_is_plain_is_written_with_the_same_meaning() -> None:
    written = _core.written(PLAIN)
    assert written is not None and written == _records.to_json(PLAIN)
    assert json.loads(written) == json.loads(json.dumps(PLAIN, default=str))
    assert _core.written({}) == b"{}"
    assert repr(json.loads(_core.written({"a": -0.0}) or b"")["a"]) == "-0.0"


class _Text(str):
    pass


class _Dict(dict):  # type: ignore[type-arg]
    pass


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        2**63,
        decimal.Decimal("1.5"),
        datetime.datetime(2013, 1, 2),
        {1: "a"},
        {"a": "\ud83d"},
        {"\ud83d": "a"},
        _Text("a"),
        _Dict(a=1),
        {1, 2},
        b"a",
        range(2),
    ],
    ids=repr,
)
def test_what_is_not_plain_is_left_to_the_package(value: object) -> None:
    assert _core.written({"a": value}) is None
    assert _core.written({"a": [{"b": value}]}) is None
    assert _core.written(value) is None


def test_what_is_deep_or_holds_itself_is_left_to_the_package() -> None:
    deep: Any = 1
    for _ in range(40):
        deep = [deep]
    assert _core.written({"a": deep}) is None
    itself: dict[str, Any] = {}
    itself["a"] = [itself]
    assert _core.written(itself) is None

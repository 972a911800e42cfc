"""Reports protected for publication."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import kvinnofrid as kf

KEY = b"en hemlighet av minst sexton byte"


@pytest.fixture
def report() -> kf.Report:
    return kf.load("stockholm/kvinnofrid").report(kf.sample(400), period="2013", by="stadsdel", on_error="skip")


def test_a_report_is_protected_and_comes_out_the_same_again(report: kf.Report, tmp_path: Path) -> None:
    protected = report.protect("round:5", key=KEY, ledger=tmp_path / "liggare.txt")
    assert {row["status"] for row in protected.rows} == {"protected"}
    counts = [row["value"] for row in protected.rows if row["kind"] == "antal" and row["value"] is not None]
    assert counts and all(count % 5 == 0 for count in counts)
    assert protected.receipt["records"] is None and protected.missing == []
    assert protected == report.protect(key=lambda: KEY, ledger=tmp_path / "liggare.txt")


def test_the_key_may_be_a_file(report: kf.Report, tmp_path: Path) -> None:
    (tmp_path / "nyckel").write_bytes(KEY + b"\n")
    one = report.protect(key=KEY, ledger=tmp_path / "a").receipt["protection"]["key"]
    assert report.protect(key=tmp_path / "nyckel", ledger=tmp_path / "b").receipt["protection"]["key"] == one


def test_the_command_line_writes_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "nyckel").write_bytes(KEY)
    lines = "".join(json.dumps(one, default=str, ensure_ascii=False) + "\n" for one in kf.sample(200).to_arrow().to_pylist())
    data = tmp_path / "personer.ndjson"
    data.write_text(lines, encoding="utf-8")
    programme = kf.load("stockholm/kvinnofrid")
    report = programme.report([json.loads(line) for line in lines.splitlines()], period="2013", by="stadsdel", on_error="skip")
    ours = report.protect("round:10", key=tmp_path / "nyckel", ledger=tmp_path / "a").to_json()
    asked = ["report", str(data), "--programme", "stockholm/kvinnofrid", "--period", "2013", "--by", "stadsdel"]
    made = ["--protect", "round:10", "--key-file", str(tmp_path / "nyckel"), "--ledger", str(tmp_path / "b")]
    command = [sys.executable, "-m", "kvinnofrid", *asked, *made, "--on-error", "skip", "--format", "json"]
    theirs = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    assert ours == theirs


def test_what_clashes_is_refused(report: kf.Report, tmp_path: Path) -> None:
    report.protect(key=KEY, ledger=tmp_path / "liggare.txt")
    with pytest.raises(kf.ArgumentError, match="round:5"):
        report.protect("round:3", key=KEY, ledger=tmp_path / "liggare.txt")
    with pytest.raises(kf.ArgumentError, match="round:10"):
        report.protect("round:7", key=KEY, ledger=tmp_path / "liggare.txt")


def test_a_protected_report_says_so_where_it_is_shown(report: kf.Report, tmp_path: Path) -> None:
    protected = report.protect(key=KEY, ledger=tmp_path / "liggare.txt")
    assert "multipel av 5" in protected.sentence and protected.sentence in protected._repr_html_()
    assert "inom huset" in report.sentence and "inom huset" in report._repr_html_()
    with pytest.raises(kf.ArgumentError):
        protected.protect(key=KEY, ledger=tmp_path / "liggare.txt")




@pytest.mark.parametrize("key", ["finns/inte", 17, lambda: None, lambda: "finns/inte"])
def test_a_key_that_can_not_be_read_is_an_error_of_ours(programme: kf.Programme, tmp_path: Path, key: Any) -> None:
    report = programme.report([{"id": 1, "våld": []}], period="2013")
    with pytest.raises(kf.ArgumentError) as raised:
        report.protect("round:5", key=key, ledger=tmp_path / "liggare.txt")
    assert raised.value.argument == "key"
    assert not (tmp_path / "liggare.txt").exists()

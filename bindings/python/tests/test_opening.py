"""Rules of a folder: signed, and within limits."""

from __future__ import annotations

import os
import pathlib
import pickle
import shutil
import subprocess
import sysconfig
from collections.abc import Callable

import kvinnofrid as kf
import pytest

RULES = pathlib.Path(__file__).parents[3] / "rules"
EDITION = "stockholm/kvinnofrid/2012-2014"
OTHER = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3"


@pytest.fixture
def rules(tmp_path: pathlib.Path) -> pathlib.Path:
    """A tree of one edition."""
    for part in ("gemensamt", EDITION):
        shutil.copytree(RULES / part, tmp_path / "regler" / part)
    return tmp_path / "regler"


@pytest.fixture
def key(rules: pathlib.Path) -> pathlib.Path:
    """The public key that the tree is signed with."""
    if shutil.which("minisign") is None:
        assert "KVF_ALL_TOOLS" not in os.environ, "minisign is not installed"
        pytest.skip("minisign is not installed")
    public, secret = rules.parent / "regler.pub", rules.parent / "regler.key"
    subprocess.run(["minisign", "-G", "-W", "-p", public, "-s", secret], check=True, capture_output=True)
    program = pathlib.Path(sysconfig.get_path("scripts")) / "kvinnofrid"
    subprocess.run([program, "sign", "--rules", rules, "--key", secret], check=True, capture_output=True)
    return public


READING: list[Callable[[pathlib.Path, object], object]] = [
    lambda rules, key: kf.load(rules=rules, trusted_key=key),  # type: ignore[arg-type]
    lambda rules, key: kf.programmes(rules=rules, trusted_key=key),  # type: ignore[arg-type]
    lambda rules, key: kf.check(rules, trusted_key=key),  # type: ignore[arg-type]
    lambda rules, key: kf.diff("stockholm/kvinnofrid@2012-2014", rules, trusted_key=key),  # type: ignore[arg-type]
]


@pytest.mark.parametrize("read", READING)
def test_rules_are_read_if_they_are_as_they_were_signed(
    read: Callable[[pathlib.Path, object], object], rules: pathlib.Path, key: pathlib.Path
) -> None:
    read(rules, key)
    read(rules, key.read_text())
    with pytest.raises(kf.InputError, match="signerade med en annan nyckel"):
        read(rules, OTHER)
    (rules / EDITION / "10-ny.rhai").write_text("")
    with pytest.raises(kf.InputError, match="tillagd"):
        read(rules, key)


def test_a_programme_that_is_pickled_is_checked_again(rules: pathlib.Path, key: pathlib.Path) -> None:
    pickled = pickle.dumps(kf.load(rules=rules, trusted_key=key))
    assert pickle.loads(pickled).id == "stockholm/kvinnofrid"
    (rules / EDITION / "10-ny.rhai").write_text("// ingenting\n")
    with pytest.raises(kf.InputError, match="tillagd"):
        pickle.loads(pickled)


def test_a_key_for_what_has_no_signature_is_refused() -> None:
    edition = "stockholm/kvinnofrid@2012-2014"
    for read in (
        lambda: kf.load(trusted_key=OTHER),
        lambda: kf.check({"a.rhai": ""}, trusted_key=OTHER),
        lambda: kf.diff(edition, edition, trusted_key=OTHER),
    ):
        with pytest.raises(kf.ArgumentError, match="bara regler i en mapp"):
            read()


def test_no_more_of_rule_files_is_read_than_is_said(rules: pathlib.Path) -> None:
    limits = {"rule_files": 5}
    for read in (
        lambda: kf.load(rules=rules, limits=limits),
        lambda: kf.programmes(rules=rules, limits=limits),
        lambda: kf.check(rules, limits=limits),
    ):
        with pytest.raises(kf.LimitError, match="fler än 5 regelfiler.*`rule_files`"):
            read()
    programme = kf.load(rules=rules, limits={"rule_bytes": 2_000_000})
    assert pickle.loads(pickle.dumps(programme)).editions == programme.editions
    with pytest.raises(kf.LimitError, match="`rule_bytes`"):
        kf.load(rules=rules, limits={"rule_bytes": 2_000})
    with pytest.raises(kf.ArgumentError):
        kf.load(rules=rules, limits={"rule_files": 0})

"""What a change of rules means."""

from __future__ import annotations

from pathlib import Path

import kvinnofrid as kf
import pytest

EDITION = "stockholm/kvinnofrid@2012-2014"
RULES = Path(__file__).parents[3] / "rules"


def edited(old: str, new: str) -> dict[str, str]:
    """Returns the rules of 2012–2014 in which one text is another."""
    folders = ["gemensamt", "stockholm/kvinnofrid/2012-2014"]
    files = [file for folder in folders for file in (RULES / folder).glob("*.rhai")]
    texts = {file.relative_to(RULES).as_posix(): file.read_text() for file in files}
    assert any(old in text for text in texts.values())
    return {name: text.replace(old, new) for name, text in texts.items()}


def test_a_narrower_condition_has_a_witness() -> None:
    found = kf.diff(EDITION, edited("p.känd_sedan <= period.slut", "p.känd_sedan < period.slut"), period="2013")
    (change,) = found.changes
    assert (change["id"], change["verdict"], found.moves) == ("kvinnor-kända", "stricter", None)
    assert change["witness"]["record"]["känd_sedan"] == "2013-12-31"
    assert "snävare" in str(found) and "<table" in found._repr_html_() and bool(found)


def test_who_moves_is_counted_of_a_table_and_of_dicts() -> None:
    table = kf.sample(300, seed=3)
    new = edited("p.känd_sedan <= period.slut", "p.känd_sedan < datum(\"2013-03-01\")")
    moves = kf.diff(EDITION, new, data=table, period="2013", by="kön").moves
    assert moves is not None and moves[0]["leaves"] > 0
    before, after = moves[0]["before"], moves[0]["after"]
    assert before[0] - after[0] == moves[0]["leaves"] + moves[0]["may_leave"] - moves[0]["settled_in"] - moves[0]["enters"]
    frame = moves.to_polars()
    assert frame.height == len(moves) == len(moves.to_pandas())
    assert frame.row(0, named=True)["leaves"] == moves[0]["leaves"] and frame["kön"][0] == "Totalt"
    assert [frame["before_lower"][0], frame["before_upper"][0]] == before
    woman = {
        "id": "a",
        "kön": "kvinna",
        "födelsedatum": "1980-01-01",
        "känd_sedan": "2013-06-01",
        "våld": [{"roll": "våldsutsatt", "kategori": "våld_i_nära_relation", "relation": "sambo", "från": "2012-01-01"}],
    }
    moves = kf.diff(EDITION, new, data=[woman], period="2013").moves
    assert moves is not None
    assert [(row["id"], row["leaves"]) for row in moves] == [("kvinnor-kända", 1)]


def test_what_is_not_there_is_an_error_that_says_so() -> None:
    with pytest.raises(kf.ArgumentError, match="känd_sedan"):
        kf.diff(EDITION, edited("känd_sedan", "aktuell_sedan"), renamed={"känd_seden": "aktuell_sedan"}, period="2013")

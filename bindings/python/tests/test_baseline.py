"""Baselines."""

from __future__ import annotations

import pickle
from pathlib import Path

import kvinnofrid as kf
import pandas as pd
import polars as pl
import pytest

PROGRAMME = kf.load("stockholm/kvinnofrid", edition="2012-2014")
SOCIAL = [{"id": f"p{n}", "stadsdel": "Farsta"} for n in range(60)]
POLICE = [{"id": f"p{n}"} for n in range(40, 100)]


def test_tables_and_lists_of_dicts_give_the_same_baseline() -> None:
    frames = {"polis": pl.DataFrame(POLICE), "socialtjänst": pd.DataFrame(SOCIAL)}
    of_dicts = PROGRAMME.baseline({"socialtjänst": SOCIAL, "polis": POLICE}, period="2013", by="stadsdel")
    assert PROGRAMME.baseline(frames, period="2013", by="stadsdel").to_json() == of_dicts.to_json()
    known = {table["stratum"]: table["known"]["value"] for table in of_dicts.tables}
    assert known == {"Totalt": 100, "Farsta": 60, "okänt": 40}


def test_the_dark_figure_stands_beside_those_known() -> None:
    found = PROGRAMME.baseline({"a": SOCIAL, "b": POLICE}, period="2013", estimate=True, dependence="referral")
    assert isinstance(found, kf.Baseline)
    chapman = found.tables[0]["estimates"][0]
    assert (chapman["method"], chapman["total"], chapman["seen"]) == ("chapman", 176.2, 100)
    assert chapman["direction"]["sv"] == "en undre gräns: källorna hänvisar till varandra"
    assert [row["value"] for row in found.rows if row["what"] == "known"] == [100]
    assert "undre gräns" in str(found)
    assert found.to_polars().filter(pl.col("method") == "chapman")["value"].to_list() == [176.2]
    assert "estimate" in set(found.to_pandas()["what"])


def test_partials_of_authorities_merge_and_those_without_keys_add_up() -> None:
    social = PROGRAMME.baseline_partial({"a": SOCIAL}, period="2013")
    police = PROGRAMME.baseline_partial({"b": POLICE}, period="2013")
    whole = PROGRAMME.baseline({"a": SOCIAL, "b": POLICE}, period="2013").to_json()
    sent = pickle.loads(pickle.dumps(police))
    assert social.merge(sent).finish().to_json() == whole
    without = social.merge(police).without_keys()
    assert social.has_keys and not without.has_keys and b"p41" not in without.to_bytes()
    assert kf.BaselinePartial.from_bytes(without.to_bytes()).finish().to_json() == whole
    with pytest.raises(kf.Error):
        social.merge(without)


def test_a_source_may_have_a_map_and_a_population_gives_a_share(tmp_path: Path) -> None:
    sources = {"a": SOCIAL, "b": [{"nr": "p1"}, {"nr": "x"}]}
    maps = {"b": {"fält": {"id": "nr"}}}
    found = PROGRAMME.baseline(sources, period="2013", maps=maps, population={(2013, "Totalt"): 610})
    assert found.tables[0]["known"]["value"] == 61
    assert found.tables[0]["prevalence"]["value"] == 0.1
    path = tmp_path / "people.csv"
    path.write_text("år;stadsdel;personer\n2013;;610\n", encoding="utf-8")
    assert PROGRAMME.baseline(sources, period="2013", maps=maps, population=path).to_json() == found.to_json()


def test_wrong_arguments_say_what_is_right() -> None:
    with pytest.raises(kf.Error, match="kvinnor, barn, män"):
        PROGRAMME.baseline({"a": SOCIAL}, period="2013", group="kvinna")
    with pytest.raises(kf.ArgumentError):
        PROGRAMME.baseline({}, period="2013")
    with pytest.raises(TypeError):
        PROGRAMME.baseline({"a": SOCIAL}, period="2013", groups="kvinnor")  # type: ignore[call-arg]


def test_a_survey_stands_beside_and_a_protected_baseline_has_no_bounds(tmp_path: Path) -> None:
    survey = [{"answer": True}] * 15 + [{"answer": False}] * 133 + [{"answer": None}]
    found = PROGRAMME.baseline({"a": SOCIAL, "b": POLICE}, period="2013", survey=survey)
    share = found.to_dict()["survey"]
    assert (round(share["lower"], 4), round(share["upper"], 4), share["unanswered"]) == (0.0624, 0.1605, 1)
    exact = PROGRAMME.baseline({"a": SOCIAL, "b": POLICE}, period="2013", estimate=True)
    shown = exact.protect("round:5", key=b"sixteen bytes or more, at random", ledger=tmp_path / "ledger.txt")
    known = shown.tables[0]["known"]
    assert known["value"] % 5 == 0 and known["lower"] is None
    assert shown.tables[0]["estimates"][0]["total"] == 180.0
    assert "multipel av 5" in str(shown)
    assert "<svg" in shown.to_html() and shown.to_svg().startswith("<svg")


def test_periods_stand_side_by_side_with_their_breaks() -> None:
    line = kf.load("stockholm/kvinnofrid")
    years = [line.baseline_partial({"a": SOCIAL[:n], "b": POLICE}, period=year) for n, year in ((60, 2013), (50, 2014), (40, 2017))]
    partial = pickle.loads(pickle.dumps(years[0].without_keys().merge(*(year.without_keys() for year in years[1:]))))
    found = partial.finish(estimate=True, population={(2013, "Totalt"): 1000, (2014, "Totalt"): 1000, (2017, "Totalt"): 1000})
    assert [table["known"]["value"] for table in found.tables] == [100, 100, 100]
    assert [table["edition"] for table in found.tables] == ["2012-2014", "2012-2014", "2017-2020"]
    assert [one["period"][:4] for one in found.breaks] == ["2017"]
    frame = found.to_pandas()
    assert list(frame.columns[:3]) == ["period", "edition", "comparable"]
    assert set(frame[frame["comparable"] == "brott"]["period"]) == {"2017-01-01/2017-12-31"}
    assert "break" in found.to_svg() and "2017" in found.to_html() and repr(found) == "<Baseline: a, b>"
    # Years that are asked together are those of each.
    together = line.baseline({"a": SOCIAL, "b": POLICE}, period=["2013", "2014"])
    alone = line.baseline({"a": SOCIAL, "b": POLICE}, period="2014")
    assert together.to_dict()["periods"][1] == alone.to_dict()
    assert "samma rader" in str(together)
    with pytest.warns(kf.DataWarning, match="2015-01-01/2015-12-31 räknas inte"):
        line.baseline({"a": SOCIAL}, period=["2014", "2015"])
    with pytest.raises(kf.ArgumentError, match="kolumn `period`"):
        line.baseline({"a": SOCIAL}, period=["2013", "2014"], survey=[{"answer": True}])


def test_protected_periods_come_out_the_same_again(tmp_path: Path) -> None:
    key, ledger = b"sixteen bytes or more, at random", tmp_path / "ledger.txt"
    found = PROGRAMME.baseline({"a": SOCIAL, "b": POLICE}, period=["2013", "2014"])
    published = found.protect(key=key, ledger=ledger)
    entered = ledger.read_bytes()
    assert found.protect(key=key, ledger=ledger).to_json() == published.to_json()
    assert ledger.read_bytes() == entered
    assert all(row["lower"] is None for row in published.rows)

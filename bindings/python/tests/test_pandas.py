"""pandas 2 and pandas 3."""

from __future__ import annotations

import datetime

import pandas
import pytest

import kvinnofrid as kf


@pytest.fixture
def frame() -> pandas.DataFrame:
    return pandas.DataFrame(
        {
            "id": [17, 18, 19],
            "kön": pandas.Categorical(["kvinna", "man", None]),
            "födelsedatum": pandas.to_datetime(["1980-05-17", None, "1990-01-01"]),
            "känd_sedan": [datetime.date(2013, 2, 1), None, None],
            "stadsdel": ["Farsta", None, "Älvsjö"],
            "våld": [
                [{"roll": "våldsutsatt", "kategori": "våld_i_nära_relation", "relation": "sambo", "från": datetime.date(2012, 1, 1)}],
                [],
                None,
            ],
            "riskbedömningar": [[{"metod": "SARA_SV", "poäng": 3}, {"metod": "SARA_SV", "poäng": None}], [], None],
        },
        index=["x", "y", "z"],
    )  # fmt: skip


def test_a_frame_gives_a_frame_with_its_index_and_key(programme: kf.Programme, frame: pandas.DataFrame) -> None:
    answer = programme.classify(frame, period="2013")
    assert list(answer.index) == ["x", "y", "z"]
    assert answer["id"].equals(frame["id"])
    assert answer["kvinnor"].dtype == "boolean"
    assert answer["kvinnor"].tolist() == [True, False, pandas.NA]


def test_a_frame_counts_as_its_records_do(programme: kf.Programme, frame: pandas.DataFrame) -> None:
    records = frame.to_dict("records")
    expected = programme.report(records, period="2013", by="stadsdel").to_json()
    assert programme.report(frame, period="2013", by="stadsdel").to_json() == expected


def test_whole_numbers_that_pandas_made_floats_are_whole_numbers(programme: kf.Programme) -> None:
    frame = kf.sample(300, seed=1).to_pandas()
    scores = [one["poäng"] for row in frame["riskbedömningar"] if row is not None for one in row if one is not None]
    assert any(isinstance(score, float) for score in scores)
    expected = programme.report(kf.sample(300, seed=1), period="2013").to_json()
    assert programme.report(frame, period="2013").to_json() == expected


def test_a_column_that_mixes_types_is_told_without_its_values(programme: kf.Programme) -> None:
    frame = pandas.DataFrame({"id": [17, "hemlig"]}, dtype=object)
    with pytest.raises(kf.InputError) as raised:
        programme.report(frame, period="2013")
    assert raised.value.field == "id"
    assert "df['id'].astype('string')" in str(raised.value)
    assert "hemlig" not in str(raised.value)
    assert raised.value.__cause__ is None


def test_a_frame_whose_columns_are_all_in_its_index_is_refused_with_the_way_out(programme: kf.Programme) -> None:
    frame = pandas.DataFrame({"id": [1], "kön": ["man"]})
    hidden = frame.set_index(["id", "kön"])
    for ask in (programme.report, programme.classify, programme.members):
        with pytest.raises(kf.InputError, match="reset_index") as raised:
            ask(hidden, period="2013")
        assert "1" not in str(raised.value)
        ask(hidden.reset_index(), period="2013")


def test_a_frame_without_rows_is_counted_only_if_it_has_the_key(programme: kf.Programme) -> None:
    with pytest.warns(kf.DataWarning, match="inga poster"):
        programme.report(pandas.DataFrame({"id": []}), period="2013")
    with pytest.raises(kf.InputError, match="`id`, postens nyckel, finns inte"):
        programme.report(pandas.DataFrame({"kön": pandas.Series([], dtype="string")}), period="2013")

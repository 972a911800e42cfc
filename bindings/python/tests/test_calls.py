"""Every public name, called as a user would call it."""

from __future__ import annotations

import datetime
import inspect
import json
import pickle
from decimal import Decimal

import pytest

import kvinnofrid as kf
from kvinnofrid import _core

WOMAN = {
    "id": "a1",
    "kön": "kvinna",
    "födelsedatum": datetime.date(1980, 5, 17),
    "känd_sedan": "2013-02-01",
    "stadsdel": "Farsta",
    "våld": [
        {"roll": "våldsutsatt", "kategori": "våld_i_nära_relation", "relation": "sambo", "från": "2012-11-02"},
    ],
}


def test_programmes_tells_what_there_is() -> None:
    editions = kf.programmes()
    first = next(one for one in editions if one.edition == "2012-2014")
    assert first.programme == "stockholm/kvinnofrid"
    assert (first.start, first.end) == (datetime.date(2012, 1, 1), datetime.date(2014, 12, 31))
    assert len(first.digest) == 64


def test_load_takes_an_edition_a_day_or_the_whole_line() -> None:
    named = kf.load("stockholm/kvinnofrid", edition="2012-2014")
    assert named.edition == kf.load("stockholm/kvinnofrid@2012-2014").edition
    assert named.edition == kf.load("stockholm/kvinnofrid", on=datetime.date(2013, 6, 30)).edition
    assert named.edition == kf.load("stockholm/kvinnofrid").at(period=2013).edition
    assert [one.id for one in named.groups] == ["kvinnor", "barn", "män"]
    with pytest.raises(kf.ArgumentError, match="2012-2014") as raised:
        kf.load("stockholm/kvinnofrid", edition="1999")
    assert raised.value.argument == "edition"


def test_rules_may_come_from_a_dict() -> None:
    text = 'utgåva("staden/programmet@2030", #{ revison: "1.0.0" });'
    rules = {"staden/programmet/2030/10.rhai": text}
    findings = kf.check(rules)
    assert findings.has_errors
    finding = next(one for one in findings if one.code == "E0203")
    assert (finding.line, "revison" in finding.message) == (1, True)
    with pytest.raises(kf.RulesError) as raised:
        kf.load("staden/programmet", rules=rules)
    assert [one.code for one in raised.value.diagnostics] == [one.code for one in findings]
    assert "revison" in str(raised.value)
    assert [one.code for one in pickle.loads(pickle.dumps(raised.value)).diagnostics] == [one.code for one in findings]


def test_a_record_is_classified(programme: kf.Programme) -> None:
    answer = programme.classify(WOMAN, period="2013")
    assert (answer.id, answer.groups) == ("a1", {"kvinnor": True, "barn": False, "män": False})
    assert answer.missing == {}
    assert answer.digest == programme.edition.digest
    assert answer.trace.answers[0]["value"] is True
    unknown = programme.classify({key: WOMAN[key] for key in WOMAN if key != "födelsedatum"}, period="2013")
    assert unknown.groups["kvinnor"] is None
    assert unknown.missing["kvinnor"] == ["födelsedatum"]


def test_what_decides_is_told_and_can_be_looked_up(programme: kf.Programme) -> None:
    answer = programme.classify(WOMAN | {"kön": "man"}, period="2013", why=True)
    assert answer.why == {
        "kvinnor": "20-malgrupper.rhai:7:18", "barn": "gemensamt/20-funktioner.rhai:11:5", "män": "20-malgrupper.rhai:22:12",
    }  # fmt: skip
    assert list(answer.to_dict()) == ["id", "groups", "missing", "why"] and answer.casework == {}
    reasons = programme.reasons(period="2013")
    found = reasons["kvinnor", answer.why["kvinnor"]]
    assert (found.condition, found.line, found.negated, found.reading) == ('p.kön == "kvinna"', 7, False, None)
    assert found.file.endswith("2012-2014/20-malgrupper.rhai") and reasons[1] == found
    for miss in (lambda: reasons["kvinnor", "20-malgrupper.rhai:1:1"], lambda: programme["kvinnor-känd"]):
        with pytest.raises(KeyError) as raised:
            miss()
        assert isinstance(raised.value, kf.ArgumentError) and "menades" in str(raised.value)
        assert str(pickle.loads(pickle.dumps(raised.value))) == str(raised.value)
    assert pickle.loads(pickle.dumps(reasons)) == reasons
    assert programme.classify(WOMAN, period="2013").why is None


def test_a_field_that_is_not_read_is_told_of_one_record_too(programme: kf.Programme) -> None:
    for _ in range(2):
        with pytest.warns(kf.DataWarning, match="menades `kön`"):
            answer = programme.classify({"id": 1, "kon": "man"}, period="2013")
        assert answer.groups["kvinnor"] is None
        # The next record is not blamed for it: a warning is an error here.
        assert programme.classify({"id": 1, "kön": "man"}, period="2013").groups["kvinnor"] is False
    # Nor are records compared with each other that are classified one by one.
    for lists in ({"våld": WOMAN["våld"]}, {"våld": None}, {}):
        programme.classify({"id": 1, **lists}, period="2013")


def test_a_record_among_others_can_be_explained(programme: kf.Programme) -> None:
    records = [{"id": 1, "kön": "man"}, WOMAN]
    one = programme.explain(WOMAN, period="2013", of="kvinnor")
    for data in (records, tuple(records), iter(records)):
        assert programme.explain(data, record="a1", period="2013", of="kvinnor") == one
    with pytest.raises(kf.ArgumentError, match="`record=`"):
        programme.explain(records, period="2013")
    with pytest.raises(kf.ArgumentError, match="ingen post har den nyckeln"):
        programme.explain(records, record="b", period="2013")


def test_a_reading_may_be_switched(programme: kf.Programme) -> None:
    girl = WOMAN | {"födelsedatum": "1997-10-01"}
    assert programme.classify(girl, period="2013").groups["kvinnor"] is False
    assert programme.classify(girl, period="2013", readings={"åldersgräns": "alla"}).groups["kvinnor"] is True
    # Reports show the number of a question too.
    for near in (programme["åldersgräns"].number, "aldersgrans", "ÅLDERSGRÄNS"):
        with pytest.raises(kf.ArgumentError, match="menades `åldersgräns`"):
            programme.classify(girl, period="2013", readings={near: "alla"})


def test_what_an_edition_has_not_is_said_beside_the_answer(programme: kf.Programme) -> None:
    with pytest.warns(kf.DataWarning, match="har inga rutiner: S3") as warned:
        answer = programme.classify(WOMAN, period="2013", with_="routines")
    assert answer.to_dict()["routines"] == [] and warned[0].filename == __file__


def test_a_day_stands_for_its_period(programme: kf.Programme) -> None:
    assert programme.classify(WOMAN, on="2013-06-30") == programme.classify(WOMAN, period=datetime.date(2013, 6, 30))


def test_a_list_of_records_gives_a_list(programme: kf.Programme) -> None:
    answers = programme.classify([WOMAN, {"id": 2, "kön": "man", "våld": []}], period="2013")
    assert [answer.id for answer in answers] == ["a1", "2"]
    assert answers[1].trace.answers[0]["value"] is False


def test_values_of_python_and_numpy_are_understood(programme: kf.Programme) -> None:
    numpy = pytest.importorskip("numpy")
    pandas = pytest.importorskip("pandas")
    odd = WOMAN | {
        "id": numpy.int64(17),
        "födelsedatum": pandas.Timestamp("1980-05-17"),
        "känd_sedan": pandas.NaT,
        "stadsdel": float("nan"),
        "riskbedömningar": ({"metod": "SARA_SV", "poäng": Decimal("3")},),
    }
    assert programme.classify(odd, period="2013").groups["kvinnor"] is True
    with pytest.raises(kf.InputError, match="object"):
        programme.classify(WOMAN | {"stadsdel": object()}, period="2013")


def test_explain_tells_why(programme: kf.Programme) -> None:
    explanation = programme.explain(WOMAN, period="2013", of="kvinnor-kända")
    assert explanation.answers[0]["value"] is True
    kf.set_language("en")
    try:
        assert "Counts in" in str(explanation)
    finally:
        kf.set_language("sv")
    assert "Räknas i" in str(explanation)


def test_a_row_of_a_table_is_explained_by_its_key(programme: kf.Programme, persons: kf.Table) -> None:
    key = "p000000007"
    explanation = programme.explain(persons, record=key, period="2013")
    assert explanation.to_dict()["id"] == key
    with pytest.raises(kf.ArgumentError, match="nyckel"):
        programme.explain(persons, record="ingen", period="2013")


def test_a_report_has_rows_and_a_receipt(programme: kf.Programme, persons: kf.Table) -> None:
    report = programme.report(persons, period=["2012", "2013"], by="stadsdel", readings={"åldersgräns": "alla"})
    assert report.receipt["records"] == 400
    assert report.receipt["readings"]["åldersgräns"] == "alla"
    assert report.by == ["stadsdel"]
    first = report.rows[0]
    assert (first["period_start"], first["stadsdel"]) == (datetime.date(2012, 1, 1), "Totalt")
    assert first["lower"] <= first["value"] <= first["upper"]
    assert json.loads(report.to_json()) == report.to_dict()
    assert report.to_csv().startswith("programme,edition,")
    assert report.to_csv(excel=True).startswith("\ufeffprogramme;edition;")
    assert report.explain("kvinnor-kända").citation is not None
    assert 'indikator("kvinnor-kända"' in report.explain("kvinnor-kända").definition
    with pytest.raises(kf.ArgumentError, match="kvinnor-kända"):
        report.explain("kvinnor")


def test_a_report_becomes_every_kind_of_table(programme: kf.Programme, persons: kf.Table) -> None:
    report = programme.report(persons, period="2013")
    values = [row["value"] for row in report.rows]
    assert report.to_polars()["value"].to_list() == values
    assert report.to_arrow()["value"].to_pylist() == values
    frame = report.to_pandas()
    assert frame["value"].astype(object).where(frame["value"].notna(), None).tolist() == values
    assert frame["period_start"].iloc[0].year == 2013
    assert json.loads(report.to_arrow().schema.metadata[b"kvinnofrid.receipt"]) == report.receipt


def test_every_alternative_is_shown(programme: kf.Programme, persons: kf.Table) -> None:
    report = programme.report(persons, period="2013", readings="*")
    assert "åldersgräns=alla" in {row["reading"] for row in report.rows}


def test_partials_of_parts_are_the_whole(programme: kf.Programme) -> None:
    records = kf.sample(60, seed=5).to_arrow()
    whole = programme.report(records, period="2013", by="stadsdel")
    parts = [programme.partial(records.slice(start, 20), period="2013", by="stadsdel") for start in (0, 20, 40)]
    sent = [kf.Partial.from_bytes(part.to_bytes()) for part in parts]
    assert kf.merge(reversed(sent)).finish().to_json() == whole.to_json()
    assert kf.merge(pickle.loads(pickle.dumps(parts))).finish() == whole
    assert parts[0].records == 20
    with pytest.raises(kf.InputError, match="båda delresultaten"):
        kf.merge([parts[0], parts[0]])
    with pytest.raises(kf.ArgumentError):
        kf.merge([])


def test_the_schema_is_told(programme: kf.Programme) -> None:
    schema = programme.schema("person")
    assert schema.to_json_schema()["required"] == ["id"]
    assert schema.to_arrow().field("födelsedatum").type == "date32"
    assert "födelsedatum" in str(schema)
    with pytest.raises(kf.ArgumentError, match="person"):
        programme.schema("kommun")


def test_a_sample_is_the_same_each_time() -> None:
    assert kf.sample(30, seed=2).to_arrow() == kf.sample(40, seed=2).to_arrow().slice(0, 30)
    assert kf.sample(30, seed=2).to_arrow() != kf.sample(30, seed=3).to_arrow()
    assert set(kf.sample(50, districts=["A"], missing=0).to_arrow()["stadsdel"].to_pylist()) == {"A"}
    with pytest.raises(kf.ArgumentError):
        kf.sample(10, missing=1001)


def test_a_programme_can_be_sent(programme: kf.Programme) -> None:
    assert pickle.loads(pickle.dumps(programme)).classify(WOMAN, period="2013").groups["kvinnor"] is True


def test_a_programme_is_not_sent_to_where_the_rules_are_others(programme: kf.Programme, tmp_path: object) -> None:
    from kvinnofrid.programme import _loaded_again

    with pytest.raises(kf.ArgumentError, match="andra regelfiler"):
        _loaded_again((None, "stockholm/kvinnofrid", "2012-2014", None), ("0" * 64,))


def test_a_line_of_editions_says_which_to_choose() -> None:
    line = kf.load("stockholm/kvinnofrid")
    for what in ("groups", "goals", "indicators", "readings", "edition"):
        with pytest.raises(kf.ArgumentError, match=r'programme.at\(on="2021-') as raised:
            getattr(line, what)
        assert all(one.edition in str(raised.value) for one in line.editions)
    chosen = kf.load("stockholm/kvinnofrid@2021-2025")
    assert line.at(on=chosen.edition.start).groups == chosen.groups


def test_the_signatures_are_those_of_the_table_of_options(programme: kf.Programme) -> None:
    declared = json.loads(_core.arguments())
    assert len(declared) > 15
    own = {"self", "data", "record", "progress"}
    for verb in ("classify", "explain", "report", "partial"):
        parameters = inspect.signature(getattr(kf.Programme, verb)).parameters
        counted = "report" if verb == "partial" else verb
        assert set(parameters) - own == {one["name"] for one in declared if counted in one["verbs"]}
        for one in reversed(declared):
            if one["name"] in parameters and one["field"] != "every_alternative":
                assert parameters[one["name"]].default == one["default"], one["name"]
    with pytest.raises(TypeError, match=r"Programme\.report\(\) got an unexpected keyword argument 'perod'"):
        programme.report([], perod="2013")  # type: ignore[call-arg]

"""Selections of reports, parsed reports, and pickled results."""

from __future__ import annotations

import copy
import pickle

import pytest

import kvinnofrid as kf


@pytest.fixture(scope="module")
def report(programme: kf.Programme, persons: kf.Table) -> kf.Report:
    return programme.report(persons, period=["2012", "2013"], by="stadsdel")


def test_a_selection_has_the_figures_of_the_whole(programme: kf.Programme, persons: kf.Table, report: kf.Report) -> None:
    one = report["kvinnor-kända"]
    # A report of counts has no columns of shares.
    whole = [{name: row[name] for name in one.rows[0]} for row in report.rows if row["indicator"] == "kvinnor-kända"]
    assert one.rows == whole
    asked = programme.report(persons, period=["2012", "2013"], by="stadsdel", indicators=["kvinnor-kända"])
    assert asked == one and asked.receipt["records"] == report.receipt["records"]
    with pytest.raises(kf.ArgumentError, match="kvinnor-kända"):
        report["kvinnor"]
    with pytest.raises(kf.ArgumentError, match="kvinnor-kända"):
        programme.report(persons, period="2013", indicators="kvinnor")


def test_without_totals_rows_can_be_added_up(programme: kf.Programme, persons: kf.Table, report: kf.Report) -> None:
    parts = programme.report(persons, period=["2012", "2013"], by="stadsdel", totals=False)
    assert parts.rows == [row for row in report.rows if row["stadsdel"] != "Totalt"]
    assert "ingen rad är en total" in str(parts) and f"{len(parts.rows)} rader" in str(parts)
    assert parts.receipt["options"]["totals"] is False and "totals" not in report.receipt["options"]


def test_a_merged_selection_shows_the_same(programme: kf.Programme) -> None:
    people = kf.sample(60, seed=2).to_dicts()
    asked = {"period": "2013", "indicators": "kvinnor-kända"}
    parts = [programme.partial(part, **asked) for part in (people[:20], people[20:])]
    assert kf.merge(parts).finish() == programme.report(people, **asked)


def test_names_stand_beside_ids(report: kf.Report) -> None:
    assert {row["indicator"]: row["name"] for row in report.rows} == report.indicators


def test_counts_are_whole_numbers_in_frames(report: kf.Report) -> None:
    frame = report.to_polars()
    counts = frame.filter(frame["kind"] == "antal")
    assert frame["count"].dtype.is_integer() and counts["count"].to_list() == counts["value"].to_list()
    assert set(frame.filter(frame["kind"] == "andel")["count"]) == {None}


def test_a_report_is_read_back_from_its_json(report: kf.Report) -> None:
    again = kf.Report.from_json(report.to_json())
    assert again.to_json() == report.to_json()
    assert again.to_csv() == report.to_csv() and again.to_text() == report.to_text()
    assert again._repr_html_() == report._repr_html_()
    assert kf.Report.from_json(report.to_json().encode("utf-8-sig")) == report
    for wrong in ("{}", report.to_json().replace('"value":', '"värde":'), report.to_json().replace('"status":"ok"', '"status":"bra"')):
        with pytest.raises(kf.InputError, match="ingen rapport"):
            kf.Report.from_json(wrong)


def test_answers_can_be_copied_and_sent(programme: kf.Programme, report: kf.Report) -> None:
    answer = programme.classify({"id": 1, "kön": "kvinna"}, period="2013", why=True)
    findings = kf.check({"a.rhai": "målgrupp("})
    for one in (report, answer, answer.trace, programme.schema(period="2013"), findings):
        for again in (pickle.loads(pickle.dumps(one)), copy.copy(one), copy.deepcopy(one)):
            assert again == one and str(again) == str(one)
            assert again._repr_html_() == one._repr_html_()
    again = pickle.loads(pickle.dumps(answer))
    assert again.edition == answer.edition and str(again.trace) == str(answer.trace)
    assert pickle.loads(pickle.dumps(report)).explain("kvinnor-kända") == report.explain("kvinnor-kända")


@pytest.mark.parametrize("kind", ["to_pandas", "to_polars", "to_arrow"])
def test_persons_can_be_copied_and_sent(programme: kf.Programme, kind: str) -> None:
    frame = getattr(kf.sample(60, seed=2), kind)()
    if kind == "to_pandas":
        frame = frame.set_index(frame.index + 10)
    persons = kf.Persons(frame)
    expected, classes = programme.report(persons, period="2013"), programme.classify(persons, period="2013")
    for again in (pickle.loads(pickle.dumps(pickle.loads(pickle.dumps(persons)))), copy.copy(persons), copy.deepcopy(persons)):
        assert programme.report(again, period="2013") == expected
        answer = programme.classify(again, period="2013")
        assert type(answer) is type(classes) and answer.equals(classes)
    table = kf.sample(60, seed=2)
    assert pickle.loads(pickle.dumps(table)).to_arrow() == table.to_arrow() and copy.deepcopy(table) is table


def test_what_a_report_holds_is_named(report: kf.Report) -> None:
    assert "kvinnor-kända" in report and "kvinnor" not in report
    with pytest.raises(TypeError):
        list(report)  # type: ignore[call-overload]


def test_a_time_is_made_of_periods(programme: kf.Programme) -> None:
    assert kf.periods("2012", "2014", "tertial")[:4] == ["2012-T1", "2012-T2", "2012-T3", "2013-T1"]
    assert kf.periods(2012, 2014) == ["2012", "2013", "2014"]
    assert len(programme.report([{"id": 1}], period=kf.periods("2012", "2013", "kvartal")).receipt["periods"]) == 8
    with pytest.raises(kf.ArgumentError, match="tertial"):
        kf.periods("2012", "2014", "vecka")


def test_a_page_is_a_whole_document(report: kf.Report) -> None:
    page = report.to_html()
    assert page.startswith("<!doctype html>") and page.endswith("</html>\n") and "<script" not in page

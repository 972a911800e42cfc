//! `words`.

use crate::kvinnofrid;
use serde_json::Value;

#[test]
fn without_a_name_every_word_of_the_language_has_a_line() {
    let list = kvinnofrid(&["words"]).quiet();
    for part in [
        "Ord som inleder en regel\n  utgåva ",
        "Nycklar i indikator.andel\n  av ",
        "\n  senaste ",
        "\n  E0301 ",
    ] {
        assert!(list.contains(part), "{part} in {list}");
    }
    assert!(!list.contains("\n  åldersgräns"), "{list}");
}

#[test]
fn a_programme_adds_its_fields_and_readings() {
    let list = kvinnofrid(&["words", "--programme", "stockholm/kvinnofrid@2012-2014"]).quiet();
    assert!(list.contains("\nFält i posten våld\n  roll "), "{list}");
    assert!(list.contains("\n  åldersgräns "), "{list}");
}

#[test]
fn a_name_may_be_of_either_language_and_pages_are_in_the_one_asked_for() {
    let swedish = kvinnofrid(&["words", "goal"]).quiet();
    assert!(swedish.starts_with("mål (på engelska goal): ett ord som inleder en regel"), "{swedish}");
    let english = kvinnofrid(&["words", "mål", "--lang", "en"]).quiet();
    assert!(english.starts_with("goal (in Swedish mål): a word that begins a declaration"), "{english}");
}

#[test]
fn a_group_an_indicator_and_a_function_of_an_edition_have_pages() {
    let page =
        |name: &str| kvinnofrid(&["words", name, "--programme", "stockholm/kvinnofrid@2012-2014"]).quiet();
    let group = page("kvinnor");
    assert!(
        group.starts_with("kvinnor: regel i stockholm/kvinnofrid@2012-2014\n  Hit hör den för"),
        "{group}"
    );
    assert!(group.contains("20-malgrupper.rhai:3"), "{group}");
    let indicator = page("kvinnor-kända");
    assert!(
        indicator.contains("Räknar dem i målgruppen för vilka dagen ”känd sedan” är senast"),
        "{indicator}"
    );
    let function = page("räknas");
    assert!(function.contains("Räknas våldet i den här utgåvan, vilken roll personen än har?"), "{function}");
    assert!(function.contains("fn räknas(v)"), "{function}");
}

#[test]
fn an_unknown_name_finds_the_one_meant() {
    assert_eq!(
        kvinnofrid(&["words", "målgrup"]).refused(2),
        "fel: ordet `målgrup` finns inte; menades `målgrupp`?\n"
    );
}

#[test]
fn as_json_each_item_has_its_kind_type_and_meaning() {
    let all: Value =
        serde_json::from_str(&kvinnofrid(&["words", "andel", "--format", "json", "--lang", "en"]).quiet())
            .unwrap();
    assert_eq!((&all[0]["kind"], &all[0]["english"]), (&"key".into(), &"share".into()));
    assert_eq!(all[0]["required"], "it or `count` is required, not both");
}

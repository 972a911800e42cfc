//! Baselines of a few persons, worked out by hand or by trying every completion.

mod beside;
mod city;
mod completions;
mod protected;

use super::*;
use crate::data::input::{InputFormat, JsonRecords, OnError};
use crate::edition::Edition;
use crate::edition::options::Options;
use crate::edition::rules::Rules;
use crate::findings::text::Lang;

fn edition() -> Arc<Edition> {
    Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap()
}

fn options(by: &[&str]) -> Options {
    let periods = vec![Period::parse("2013").unwrap()];
    Options { periods, by: by.iter().map(|by| (*by).to_owned()).collect(), ..Options::default() }
}

/// Links sources, each with lines of JSON.
fn linked(by: &[&str], asked: &BaselineOptions, sources: &[(&str, &str)]) -> BaselinePartial {
    let edition = edition();
    let mut linker = edition.baseline(&options(by), asked).unwrap();
    for (source, lines) in sources {
        let mut records = JsonRecords::new(lines.as_bytes(), InputFormat::Ndjson, &edition.schema(), None);
        linker.add_all(source, &mut records).unwrap();
    }
    linker.into_partial()
}

/// Returns a line for each key; `-` has none.
fn keys(keys: &str) -> String {
    let line = |key: &str| if key == "-" { "{}\n".to_owned() } else { format!("{{\"id\": \"{key}\"}}\n") };
    keys.split(' ').map(line).collect()
}

fn count(value: u64, lower: u64, upper: u64) -> Count {
    Count { value, lower, upper }
}

fn tables(partial: &BaselinePartial) -> tables::Tables {
    partial.single().unwrap().1.tables()
}

fn total(partial: &BaselinePartial) -> Known {
    partial.finish(&Beside::default()).unwrap().tables.swap_remove(0).known
}

/// Two sources that share twenty of a hundred persons.
fn hundred() -> BaselinePartial {
    let some = |from: u32, to: u32| (from..to).map(|n| format!("p{n}")).collect::<Vec<_>>().join(" ");
    let (a, b) = (keys(&some(0, 61)), keys(&some(41, 102)));
    linked(&[], &BaselineOptions::default(), &[("a", &a), ("b", &b)])
}

/// The hundred persons above in a year.
fn hundred_in(year: &str) -> BaselinePartial {
    let periods = vec![Period::parse(year).unwrap()];
    let mut linker =
        edition().baseline(&Options { periods, ..Options::default() }, &BaselineOptions::default()).unwrap();
    let some = |from: u32, to: u32| (from..to).map(|n| format!("p{n}")).collect::<Vec<_>>().join(" ");
    for (source, lines) in [("a", keys(&some(0, 61))), ("b", keys(&some(41, 102)))] {
        let mut records = JsonRecords::new(lines.as_bytes(), InputFormat::Ndjson, &linker.schema(), None);
        linker.add_all(source, &mut records).unwrap();
    }
    linker.into_partial()
}

#[test]
fn each_person_is_in_one_combination_of_the_sources() {
    let sources = [("social", keys("a b c d e")), ("polis", keys("d e f e")), ("jour", keys("e g"))];
    let sources: Vec<(&str, &str)> = sources.iter().map(|(name, lines)| (*name, lines.as_str())).collect();
    let baseline = linked(&[], &BaselineOptions::default(), &sources).finish(&Beside::default()).unwrap();
    // Sources that no rule declares are in the order of their names.
    let names: Vec<&str> = baseline.sources.iter().map(|source| source.id.as_str()).collect();
    assert_eq!(names, ["jour", "polis", "social"]);
    let known = &baseline.tables[0].known;
    let exact = |persons| count(persons, persons, persons);
    assert_eq!(known.persons, exact(7));
    assert_eq!(known.by_source, [exact(2), exact(3), exact(5)]);
    let combinations: Vec<(&[usize], u64)> =
        known.combinations.iter().map(|it| (it.sources.as_slice(), it.persons.value)).collect();
    let expected: [(&[usize], u64); 7] =
        [(&[0], 1), (&[1], 1), (&[2], 3), (&[0, 1], 0), (&[0, 2], 0), (&[1, 2], 1), (&[0, 1, 2], 1)];
    assert_eq!(combinations, expected);
    let overlaps: Vec<_> = known.overlaps.iter().map(|it| (it.sources, it.persons.value)).collect();
    assert_eq!(overlaps, [((0, 1), 1), ((0, 2), 1), ((1, 2), 2)]);
}

#[test]
fn a_source_without_records_is_noticed_by_name() {
    let edition = edition();
    let options = Options { on_error: OnError::Skip, ..options(&[]) };
    let mut linker = edition.baseline(&options, &BaselineOptions::default()).unwrap();
    for (source, lines) in [("jour", keys("a")), ("polis", String::new()), ("vården", "1".to_owned())] {
        let mut records = JsonRecords::new(lines.as_bytes(), InputFormat::Ndjson, &edition.schema(), None);
        linker.add_all(source, &mut records).unwrap();
    }
    let said = linker
        .notices()
        .into_iter()
        .map(|notice| (notice.code, notice.text.get(Lang::En).to_owned()))
        .collect::<Vec<_>>();
    let of_nobody = |text: &str| ("nobody_counted", text.to_owned());
    assert_eq!(
        said,
        [
            of_nobody(
                "the source `polis` has no records: the data are empty, or have been read to their end already"
            ),
            of_nobody("the source `vården` has no records: all were rejected"),
        ]
    );
}

#[test]
fn a_row_without_key_may_be_of_anybody() {
    let known =
        total(&linked(&[], &BaselineOptions::default(), &[("a", &keys("x y")), ("b", &keys("y - -"))]));
    assert_eq!(known.persons, count(2, 2, 4));
    assert_eq!(known.by_source, [count(2, 2, 2), count(1, 1, 3)]);
    // x may be in b too: the rows without key.
    assert_eq!(known.combinations[0].persons, count(1, 0, 1));
    assert_eq!(known.overlaps[0].persons, count(1, 1, 2));
    let nobody_with_a_key = total(&linked(&[], &BaselineOptions::default(), &[("b", &keys("- -"))]));
    assert_eq!(nobody_with_a_key.persons, count(0, 1, 2));
}

const WOMAN: &str = r#""kön": "kvinna", "födelsedatum": "1980-05-17", "våld": [{"roll": "våldsutsatt", "kategori": "våld_i_nära_relation", "relation": "sambo", "från": "2012-11-02"}]"#;

fn women() -> BaselineOptions {
    BaselineOptions { group: Some("kvinnor".into()), ..BaselineOptions::default() }
}

#[test]
fn the_group_is_evaluated_where_the_source_has_the_fields() {
    let social = format!(
        "{{\"id\": \"a\", {WOMAN}}}\n{{\"id\": \"b\", \"kön\": \"kvinna\"}}\n{{\"id\": \"c\", \"kön\": \"man\"}}\n"
    );
    let sources = [("polis", keys("a b c")), ("social", social)];
    let sources: Vec<(&str, &str)> = sources.iter().map(|(name, lines)| (*name, lines.as_str())).collect();
    let baseline = linked(&[], &women(), &sources).finish(&Beside::default()).unwrap();
    let memberships: Vec<Membership> = baseline.sources.iter().map(|source| source.membership).collect();
    assert_eq!(memberships, [Membership::Listed, Membership::Evaluated]);
    let note = baseline.notes[0].get(Lang::En);
    assert_eq!(
        note,
        "In polis everyone is counted as belonging to kvinnor in the period: the condition is not evaluated there."
    );
    let known = &baseline.tables[0].known;
    // Of social services' three, one belongs, of one it is unknown, and the man does not.
    assert_eq!(known.by_source, [count(3, 3, 3), count(1, 1, 2)]);
    assert_eq!(known.overlaps[0].persons, count(1, 1, 2));

    let listed = BaselineOptions { listed: ["social".to_owned()].into(), ..women() };
    assert_eq!(total(&linked(&[], &listed, &sources)).by_source[1], count(3, 3, 3));
    let all = linked(&[], &BaselineOptions::default(), &sources);
    assert_eq!(total(&all).by_source[1], count(3, 3, 3));
}

#[test]
fn a_person_is_in_the_stratum_that_the_first_source_states() {
    let at = |key: &str, district: &str| format!("{{\"id\": \"{key}\", \"stadsdel\": \"{district}\"}}\n");
    let first = at("a", "Farsta") + &keys("b");
    let second = at("a", "Älvsjö") + &at("b", "Älvsjö") + &keys("c");
    let baseline = linked(&["stadsdel"], &BaselineOptions::default(), &[("1", &first), ("2", &second)])
        .finish(&Beside::default())
        .unwrap();
    let of: Vec<(&str, u64)> =
        baseline.tables.iter().map(|table| (&*table.stratum, table.known.persons.value)).collect();
    assert_eq!(of, [("Totalt", 3), ("Farsta", 1), ("Älvsjö", 1), ("okänt", 1)]);
    let notes: Vec<&str> = baseline.notes.iter().map(|note| note.get(Lang::Sv)).collect();
    assert!(notes.contains(
        &"Personer för vilka källorna anger olika indelning: 1. Den första källan som anger någon gäller."
    ));
}

#[test]
fn partials_of_sources_and_of_parts_merge_to_the_bytes_of_the_whole() {
    let at = |key: &str, district: &str| format!("{{\"id\": \"{key}\", \"stadsdel\": \"{district}\"}}\n");
    let a = [at("1", "Farsta"), at("2", "Älvsjö"), keys("3 -")];
    let b = [at("2", "Farsta"), at("2", "Bromma"), at("4", "Kista")];
    let asked = BaselineOptions::default();
    let by = ["stadsdel"];
    let whole = linked(&by, &asked, &[("a", &a.concat()), ("b", &b.concat())]).to_bytes().unwrap();
    let mut parts: Vec<BaselinePartial> =
        a.iter().map(|lines| linked(&by, &asked, &[("a", lines)])).collect();
    parts.extend(b.iter().map(|lines| linked(&by, &asked, &[("b", lines)])));
    for turn in 0..parts.len() {
        parts.rotate_left(1);
        let mut order: Vec<&BaselinePartial> = parts.iter().collect();
        if turn % 2 == 1 {
            order.reverse();
        }
        let mut sum = order[0].clone();
        for part in &order[1..] {
            let sent = BaselinePartial::from_bytes(&part.to_bytes().unwrap()).unwrap();
            sum.merge(&sent).unwrap();
        }
        assert_eq!(sum.to_bytes().unwrap(), whole);
    }
}

#[test]
fn tables_without_keys_add_up_over_districts() {
    let asked = BaselineOptions::default();
    let north = linked(&[], &asked, &[("a", &keys("n1 n2 -")), ("b", &keys("n2"))]);
    let south = linked(&[], &asked, &[("b", &keys("s1 s2 s2")), ("c", &keys("s2"))]);
    let mut whole = north.clone();
    whole.merge(&south).unwrap();
    let mut tables = north.without_keys();
    assert!(!tables.has_keys() && north.has_keys());
    assert!(tables.merge(&south).is_err(), "one has keys and the other has not");
    let sent = BaselinePartial::from_bytes(&south.without_keys().to_bytes().unwrap()).unwrap();
    tables.merge(&sent).unwrap();
    assert_eq!(tables.to_bytes().unwrap(), whole.without_keys().to_bytes().unwrap());
    assert_eq!(tables.finish(&Beside::default()).unwrap(), whole.finish(&Beside::default()).unwrap());
    let bytes = tables.to_bytes().unwrap();
    assert!(!String::from_utf8_lossy(&bytes).contains("s1"), "no key is left");
}

#[test]
fn damaged_bytes_are_no_partial() {
    let partial = linked(&["stadsdel"], &women(), &[("a", &keys("1 2 -")), ("b", &keys("2"))]);
    for partial in [partial.without_keys(), partial] {
        let bytes = partial.to_bytes().unwrap();
        assert_eq!(BaselinePartial::from_bytes(&bytes).unwrap().to_bytes().unwrap(), bytes);
        for len in 0..bytes.len() {
            assert!(BaselinePartial::from_bytes(&bytes[..len]).is_err());
        }
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert!(BaselinePartial::from_bytes(&damaged).is_err(), "byte {at}");
        }
    }
}

#[test]
fn what_is_asked_wrongly_says_what_can_be_asked() {
    let edition = edition();
    let message = |options: &Options, asked: &BaselineOptions| {
        edition.baseline(options, asked).unwrap_err().message(Lang::En)
    };
    let nobody = BaselineOptions { group: Some("kvinna".into()), ..BaselineOptions::default() };
    assert!(message(&options(&[]), &nobody).contains("there are: kvinnor, barn, män"));
    let two = options(&["stadsdel", "kön"]);
    assert!(message(&two, &BaselineOptions::default()).contains("one field"));
    let mut linker = edition.baseline(&options(&[]), &BaselineOptions::default()).unwrap();
    for source in 0..=MAX_SOURCES {
        let line = keys("a");
        let mut records = JsonRecords::new(line.as_bytes(), InputFormat::Ndjson, &edition.schema(), None);
        let added = linker.add_all(&source.to_string(), &mut records);
        assert_eq!(added.is_err(), source == MAX_SOURCES);
    }
}

#[test]
fn the_programme_says_what_is_mapped_and_leaves_the_sources_open() {
    let baseline = hundred().finish(&Beside::default()).unwrap();
    let declared = baseline.declared.unwrap();
    assert_eq!(declared.citation.as_deref(), Some("S3, Rapporten, kartläggningen"));
    assert_eq!((declared.sources, declared.period), (None, None));
}

#[test]
fn sources_and_period_are_held_against_what_the_rules_declare() {
    const RULES: &str = r#"
utgåva("staden/programmet@2030-2031", #{
    revision: "1.0.0", titel: "P", gäller: period("2030-01-01", "2031-12-31"), status: "utkast",
    källa: "P", ställe: "1",
});
källa("P", #{ titel: "P", ställen: #{ "1": "Kartlägg" } });
kartläggning("läget", #{
    namn: "Läget", källa: "P", ställe: "1", period: period("2030-01-01", "2030-12-31"),
    källor: [#{ id: "polis", namn: "Polisen", system: "Anmälningar" }, #{ id: "jour", namn: "Jouren" }],
});
"#;
    let file = ("staden/programmet/2030-2031/00.rhai".to_owned(), RULES.as_bytes().to_vec());
    let rules = Rules::from_files([file]);
    let edition = rules.programme("staden/programmet").unwrap().edition("2030-2031").unwrap();
    let options = Options { periods: vec![Period::parse("2031").unwrap()], ..Options::default() };
    let mut linker = edition.baseline(&options, &BaselineOptions::default()).unwrap();
    for source in ["apotek", "polis"] {
        let line = keys("a");
        let mut records = JsonRecords::new(line.as_bytes(), InputFormat::Ndjson, &edition.schema(), None);
        linker.add_all(source, &mut records).unwrap();
    }
    let baseline = linker.into_partial().finish(&Beside::default()).unwrap();
    // Declared sources come first.
    let names: Vec<&str> = baseline.sources.iter().map(|source| source.id.as_str()).collect();
    assert_eq!(names, ["polis", "apotek"]);
    let notes: Vec<&str> = baseline.notes.iter().map(|note| note.get(Lang::Sv)).collect();
    assert_eq!(
        notes[0],
        "Kartläggningen är enligt reglerna för 2030-01-01/2030-12-31; den här är för 2031-01-01/2031-12-31."
    );
    assert_eq!(notes[1], "Källor som reglerna anger men som inte är med: jour.");
    assert_eq!(notes[2], "Källor som reglerna inte anger: apotek.");
}

#[test]
fn contacts_of_a_list_are_counted_instead_of_rows() {
    // a: one contact and then two more; b: two; c: none; d: nobody knows.
    let lines = [("a", "[{}]"), ("a", "[{}, {}]"), ("b", "[{}, {}]"), ("c", "[]")]
        .map(|(key, list)| format!("{{\"id\": \"{key}\", \"insatser\": {list}}}\n"));
    let asked = BaselineOptions { contacts: Some("insatser".into()), ..BaselineOptions::default() };
    let partial = linked(&[], &asked, &[("social", &(lines.concat() + "{\"id\": \"d\"}\n"))]);
    let times = &tables(&partial).total().times[0];
    assert_eq!(*times, [(None, 1), (Some(0), 1), (Some(2), 1), (Some(3), 1)].into());
    assert_eq!(total(&partial).persons, count(4, 4, 4));
    let of_bytes = BaselinePartial::from_bytes(&partial.to_bytes().unwrap()).unwrap();
    assert_eq!(tables(&of_bytes), tables(&partial));
    let baseline = partial.finish(&Beside { estimate: true, ..Beside::default() }).unwrap();
    let notes: Vec<&str> = baseline.notes.iter().map(|note| note.get(Lang::En)).collect();
    assert!(notes.iter().any(|note| note.starts_with("Persons whose `insatser` is missing in a source: 1.")));
}

#[test]
fn contacts_of_rows_that_are_not_of_the_group_count_only_where_everyone_listed_does() {
    let woman = "\"kön\": \"kvinna\", \"födelsedatum\": \"1980-05-17\", \"våld\": [{\"roll\": \"våldsutsatt\", \"kategori\": \"våld_i_nära_relation\", \"relation\": \"sambo\", \"från\": \"2012-11-02\"}]";
    let lines = format!(
        "{{\"id\": \"a\", {woman}, \"insatser\": [{{}}]}}\n{{\"id\": \"a\", \"kön\": \"man\", \"insatser\": [{{}}, {{}}]}}\n"
    );
    let times = |listed: &[&str]| {
        let asked = BaselineOptions {
            group: Some("kvinnor".into()),
            contacts: Some("insatser".into()),
            listed: listed.iter().map(|&source| source.to_owned()).collect(),
            ..BaselineOptions::default()
        };
        tables(&linked(&[], &asked, &[("social", &lines)])).total().times[0].clone()
    };
    assert_eq!(times(&[]), [(Some(1), 1)].into());
    assert_eq!(times(&["social"]), [(Some(3), 1)].into());
}

#[test]
fn a_baseline_asks_only_what_it_uses() {
    let edition = edition();
    let line = "{\"id\": \"a\", \"stadsdel\": 4}\n";
    let link = |by: &[&str]| {
        let mut linker = edition.baseline(&options(by), &BaselineOptions::default()).unwrap();
        let schema = linker.schema();
        linker.add_all("polis", &mut JsonRecords::new(line.as_bytes(), InputFormat::Ndjson, &schema, None))
    };
    assert!(link(&[]).is_ok(), "nobody asks for the district");
    assert!(link(&["stadsdel"]).is_err());
    // Records that were opened for less are refused: what they leave out would be unknown.
    let asked = BaselineOptions { group: Some("kvinnor".into()), ..BaselineOptions::default() };
    let mut linker = edition.baseline(&options(&[]), &asked).unwrap();
    let fewer = edition.schema_of_baseline(&options(&[]), &BaselineOptions::default());
    let mut records = JsonRecords::new(line.as_bytes(), InputFormat::Ndjson, &fewer, None);
    assert!(linker.add_all("polis", &mut records).is_err());
}

#[test]
fn a_list_of_contacts_that_is_none_says_which_there_are() {
    let asked = BaselineOptions { contacts: Some("kön".into()), ..BaselineOptions::default() };
    let error = edition().baseline(&options(&[]), &asked).unwrap_err();
    assert!(error.message(Lang::En).contains("there are: våld"), "{}", error.message(Lang::En));
}

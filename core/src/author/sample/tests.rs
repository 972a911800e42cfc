use super::*;
use crate::findings::text::Lang;
use proptest::prelude::*;
use record::RECORD;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

mod record;

fn sample(persons: u64, change: impl FnOnce(&mut SampleOptions)) -> Sample {
    let mut options = SampleOptions { persons, ..SampleOptions::default() };
    change(&mut options);
    Sample::new(options).unwrap()
}

fn lines(sample: &Sample) -> String {
    let mut out = String::new();
    for person in sample.persons() {
        person.write_json(&mut out);
        out.push('\n');
    }
    out
}

/// Calls `see` with the path (without list indices) and the value of everything in the record.
fn walk(record: &Record, above: &str, see: &mut impl FnMut(&str, &Value)) {
    fn value(path: &str, v: &Value, see: &mut impl FnMut(&str, &Value)) {
        see(path, v);
        match v {
            Value::List(elements) => elements.iter().for_each(|e| value(&format!("{path}[]"), e, see)),
            Value::Record(record) => walk(record, &format!("{path}."), see),
            _ => {}
        }
    }
    for (name, v) in record.fields() {
        value(&format!("{above}{name}"), v, see);
    }
}

fn entries<'a>(person: &'a Record, list: &str) -> Vec<&'a Record> {
    match person.get(list) {
        Some(Value::List(elements)) => elements
            .iter()
            .filter_map(|e| match e {
                Value::Record(record) => Some(record),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn day(record: &Record, name: &str) -> Option<Date> {
    match record.get(name) {
        Some(Value::Date(day)) => Some(*day),
        _ => None,
    }
}

fn text<'a>(record: &'a Record, name: &str) -> Option<&'a str> {
    match record.get(name) {
        Some(Value::Text(text)) => Some(text),
        Some(Value::Code(code)) => Some(code),
        _ => None,
    }
}

#[test]
fn the_same_options_give_the_same_bytes_for_ever() {
    let sparse = |o: &mut SampleOptions| {
        o.affected_per_mille = 50;
        o.missing_per_mille = 0;
        o.border_per_mille = 300;
    };
    let samples = [sample(2000, |_| {}), sample(2000, |o| o.seed = u64::MAX), sample(2000, sparse)];
    let digests = samples.map(|sample| {
        Sha256::digest(lines(&sample)).iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    });
    insta::assert_snapshot!(digests.join("\n"), @r"
    f511c138d10487028453d1c833b0f93ed8e9c349dee9f51d00d24b4241fa7ddb
    c7fd92eb965efbdf7cb25b8e53ea3a29e9749f4eb2d4a1261fa1d9919f492791
    fa68ff4a6e28e0fb81de158afb2b0d47287692683ab542ea30eacde559ddcbd0
    ");
}

#[test]
fn a_person_without_violence_looks_like_this() {
    let others = sample(1, |o| {
        o.affected_per_mille = 0;
        o.missing_per_mille = 0;
    });
    insta::assert_snapshot!(lines(&others), @r#"{"id":"p000000001","kön":"kvinna","födelsedatum":"1976-03-13","stadsdel":"Kungsholmen","skyddade_personuppgifter":"ingen","känd_sedan":null,"våld":[],"anmälningar":[],"utredningar":[],"familjerättsutredningar":[],"riskbedömningar":[],"insatser":[],"placeringar":[],"samtycken":[],"enkätsvar":[]}"#);
}

#[test]
fn any_part_can_be_made_alone_and_a_small_sample_begins_a_large_one() {
    let large: Vec<Record> = sample(1000, |_| {}).persons().collect();
    let small: Vec<Record> = sample(100, |_| {}).persons().collect();
    assert_eq!(small[..], large[..100]);
    let part: Vec<Record> = sample(1000, |_| {}).range(333..350).collect();
    assert_eq!(part[..], large[333..350]);
    assert_eq!(sample(1000, |_| {}).person(777).as_ref(), large.get(777));
}

#[test]
fn a_part_ends_where_the_sample_ends() {
    let ten = sample(10, |_| {});
    assert_eq!(ten.range(8..u64::MAX).count(), 2);
    assert_eq!(ten.range(20..30).count(), 0);
    assert_eq!(ten.person(10), None);
}

#[test]
fn every_field_and_code_of_the_record_occurs_and_no_other() {
    let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for person in sample(20_000, |_| {}).persons() {
        walk(&person, "", &mut |path, value| {
            let codes = seen.entry(path.to_owned()).or_default();
            if let Value::Code(code) = value {
                codes.insert((*code).to_owned());
            }
        });
    }
    let expected: BTreeMap<String, BTreeSet<String>> = RECORD
        .iter()
        .map(|(path, codes)| ((*path).to_owned(), codes.split_whitespace().map(String::from).collect()))
        .collect();
    assert_eq!(seen, expected);
}

#[test]
fn keys_stand_in_the_order_of_the_record_type() {
    let place: BTreeMap<&str, usize> = RECORD.iter().enumerate().map(|(n, (path, _))| (*path, n)).collect();
    let ordered = |record: &Record, above: &str| {
        let places: Vec<usize> =
            record.fields().iter().map(|(name, _)| place[format!("{above}{name}").as_str()]).collect();
        assert!(places.is_sorted(), "{above}");
    };
    for person in sample(500, |_| {}).persons() {
        ordered(&person, "");
        walk(&person, "", &mut |path, value| {
            if let Value::Record(record) = value {
                ordered(record, &format!("{path}."));
            }
        });
    }
}

#[test]
fn the_json_says_what_the_record_holds() {
    fn same(value: &Value, json: &serde_json::Value) -> bool {
        match value {
            Value::Null => json.is_null(),
            Value::Bool(yes) => json.as_bool() == Some(*yes),
            Value::Int(number) => json.as_i64() == Some(*number),
            Value::Date(day) => json.as_str() == Some(day.to_string().as_str()),
            Value::Code(code) => json.as_str() == Some(code),
            Value::Text(text) => json.as_str() == Some(text),
            Value::List(list) => json.as_array().is_some_and(|other| {
                list.len() == other.len() && list.iter().zip(other).all(|(a, b)| same(a, b))
            }),
            Value::Record(record) => json.as_object().is_some_and(|object| {
                let fields = record.fields();
                fields.len() == object.len()
                    && fields.iter().all(|(name, v)| object.get(*name).is_some_and(|j| same(v, j)))
            }),
        }
    }
    let odd = sample(2000, |o| o.districts = vec!["\"Öst\" \\ väst\n\u{1}".to_owned()]);
    for (person, line) in odd.persons().zip(lines(&odd).lines()) {
        let json: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(same(&Value::Record(person), &json), "{line}");
    }
}

#[test]
fn every_person_has_a_key_of_their_own_even_where_all_else_is_missing() {
    let empty = sample(5000, |o| o.missing_per_mille = 1000);
    let keys: BTreeSet<String> =
        empty.persons().filter_map(|person| text(&person, "id").map(str::to_owned)).collect();
    assert_eq!(keys.len(), 5000);
    assert!(empty.persons().all(|person| person.fields().iter().skip(1).all(|(_, v)| *v == Value::Null)));
}

#[test]
fn as_many_values_are_missing_as_was_asked_for() {
    for asked in [0, 30, 200] {
        let persons = 20_000_u64;
        let (mut null, mut absent) = (0, 0);
        let fields = ["kön", "födelsedatum", "stadsdel", "våld", "insatser"];
        for person in sample(persons, |o| o.missing_per_mille = asked).persons() {
            for field in fields {
                match person.get(field) {
                    None => absent += 1,
                    Some(Value::Null) => null += 1,
                    Some(_) => {}
                }
            }
        }
        let half = fields.len() as u64 * persons * u64::from(asked) / 2000;
        for found in [null, absent] {
            assert!(half.abs_diff(found) <= half / 10, "{asked}: {found} beside {half}");
        }
    }
}

#[test]
fn some_elements_of_lists_are_null() {
    let null_elements = |missing| {
        let mut found = 0;
        for person in sample(5000, |o| o.missing_per_mille = missing).persons() {
            walk(&person, "", &mut |path, v| found += u64::from(path.ends_with("[]") && *v == Value::Null));
        }
        found
    };
    assert_eq!(null_elements(0), 0);
    assert!(null_elements(30) > 10);
}

#[test]
fn as_many_persons_are_affected_as_was_asked_for() {
    for asked in [0, 50, 600, 1000] {
        let all = sample(20_000, |o| {
            o.affected_per_mille = asked;
            o.missing_per_mille = 0;
        });
        let affected = all.persons().filter(|person| !entries(person, "våld").is_empty()).count() as u64;
        assert!(affected.abs_diff(20 * u64::from(asked)) <= 400, "{asked}: {affected}");
    }
}

/// Counts the sample's days on each border, and all days.
fn border_days(border_per_mille: u16) -> (BTreeMap<(&'static str, i32), u64>, u64) {
    let (mut found, mut days) = (BTreeMap::new(), 0);
    for person in sample(20_000, |o| o.border_per_mille = border_per_mille).persons() {
        let coming_of_age = day(&person, "födelsedatum").map(|born| draw::birthday(born, 18));
        walk(&person, "", &mut |path, value| {
            let Value::Date(day) = value else { return };
            if path == "födelsedatum" {
                return;
            }
            days += 1;
            for beside in [-1, 0, 1] {
                let border = Date(day.0 - beside);
                let name = match (border.ymd().1, border.ymd().2) {
                    (1, 1) => "first of the year",
                    (12, 31) => "last of the year",
                    (2, 29) => "leap day",
                    _ if Some(border) == coming_of_age => "coming of age",
                    _ => continue,
                };
                *found.entry((name, beside)).or_insert(0) += 1;
            }
        });
    }
    (found, days)
}

#[test]
fn days_lie_on_every_border_and_on_both_sides_of_it() {
    let (found, _) = border_days(50);
    assert_eq!(found.len(), 12, "{found:?}");
    assert!(found.values().all(|times| *times >= 20), "{found:?}");
}

#[test]
fn as_many_days_lie_on_borders_as_was_asked_for() {
    let share = |asked| {
        let (found, days) = border_days(asked);
        // The day between two years is both next to a border and a border itself.
        let on_borders: u64 =
            found.iter().filter(|((name, _), _)| *name != "last of the year").map(|(_, n)| n).sum();
        on_borders * 1000 / days
    };
    let (none, some, all) = (share(0), share(50), share(1000));
    assert!(none < 25 && (30..120).contains(&some) && all > 500, "{none} {some} {all}");
}

#[test]
fn siblings_share_their_cases() {
    let mut children: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for person in sample(2000, |_| {}).persons() {
        for list in ["anmälningar", "utredningar", "familjerättsutredningar"] {
            for entry in entries(&person, list) {
                if let (Some(case), Some(id)) = (text(entry, "ärende"), text(&person, "id")) {
                    children.entry(case.to_owned()).or_default().insert(id.to_owned());
                }
            }
        }
    }
    for kind in ["anm", "utr", "fam"] {
        let shared = children.iter().filter(|(case, ids)| case.starts_with(kind) && ids.len() > 1).count();
        assert!(shared > 10, "{kind}: {shared}");
    }
}

#[test]
fn a_case_is_the_same_in_every_siblings_record() {
    let mut received: BTreeMap<String, Date> = BTreeMap::new();
    for person in sample(2000, |_| {}).persons() {
        for entry in entries(&person, "anmälningar") {
            if let (Some(case), Some(inkom)) = (text(entry, "ärende"), day(entry, "inkom")) {
                assert_eq!(*received.entry(case.to_owned()).or_insert(inkom), inkom, "{case}");
            }
        }
    }
}

#[test]
fn consent_is_asked_for_persons_of_the_sample_who_are_under_18() {
    let all = sample(2000, |o| o.missing_per_mille = 0);
    let born: BTreeMap<String, Date> = all
        .persons()
        .filter_map(|person| Some((text(&person, "id")?.to_owned(), day(&person, "födelsedatum")?)))
        .collect();
    let mut asked = 0;
    for person in all.persons() {
        for consent in entries(&person, "samtycken") {
            let Some(day) = day(consent, "tillfrågad") else { continue };
            let Some(child) = text(consent, "barn").and_then(|child| born.get(child)) else {
                // The last household extends beyond the end of the sample.
                assert!(text(consent, "barn") > Some("p000002000"));
                continue;
            };
            assert!((0..18).contains(&child.age_on(day)));
            asked += 1;
        }
    }
    assert!(asked > 100, "{asked}");
}

#[test]
fn someone_answers_a_question_twice_on_one_day() {
    let twice = sample(1000, |_| {})
        .persons()
        .filter(|person| {
            let mut days = BTreeSet::new();
            entries(person, "enkätsvar")
                .iter()
                .filter_map(|answer| Some((text(answer, "fråga")?, day(answer, "datum")?)))
                .any(|answer| !days.insert(answer))
        })
        .count();
    assert!(twice > 5, "{twice}");
}

/// Pairs of days of one record, of which the first is never later than the second.
const IN_ORDER: &[(&str, &str, &str)] = &[
    ("våld", "från", "till"),
    ("våld", "från", "registrerat"),
    ("anmälningar", "inkom", "beslutsdatum"),
    ("utredningar", "inledd", "avslutad"),
    ("familjerättsutredningar", "uppdrag", "färdig"),
    ("insatser", "erbjuden", "beviljad"),
    ("insatser", "erbjuden", "påbörjad"),
    ("insatser", "beviljad", "påbörjad"),
    ("insatser", "påbörjad", "avslutad"),
    ("placeringar", "påbörjad", "avslutad"),
    ("samtycken", "tillfrågad", "återkallat"),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn nothing_happens_out_of_order_or_out_of_time(
        seed: u64,
        first in -25_000..80_000_i32,
        days in 0..4000_i32,
        affected in 0..=1000_u16,
        missing in 0..=1000_u16,
        border in 0..=1000_u16,
    ) {
        let (from, to) = (Date(first), Date(first + days));
        let options = SampleOptions {
            persons: 30, seed, from, to, affected_per_mille: affected, missing_per_mille: missing,
            border_per_mille: border, ..SampleOptions::default()
        };
        for person in Sample::new(options).unwrap().persons() {
            let born = day(&person, "födelsedatum");
            walk(&person, "", &mut |path, value| {
                let Value::Date(day) = value else { return };
                assert!(*day <= to, "{path}");
                assert!(born.is_none_or(|born| born <= *day), "{path}");
                let before = ["födelsedatum", "känd_sedan"].contains(&path) || path.starts_with("våld");
                assert!(before || from <= *day, "{path}");
            });
            for (list, earlier, later) in IN_ORDER {
                for entry in entries(&person, list) {
                    if let (Some(a), Some(b)) = (day(entry, earlier), day(entry, later)) {
                        assert!(a <= b, "{list}: {earlier} {later}");
                    }
                }
            }
        }
    }
}

#[test]
fn options_without_meaning_are_refused_by_name() {
    let refused = |change: fn(&mut SampleOptions)| {
        let mut options = SampleOptions::default();
        change(&mut options);
        match Sample::new(options) {
            Err(Error::Argument(e)) => {
                format!("{}: {}", e.argument(), Error::Argument(e.clone()).message(Lang::Sv))
            }
            other => format!("{other:?}"),
        }
    };
    let messages = [
        refused(|o| o.persons = 1_000_000_000),
        refused(|o| o.to = Date(o.from.0 - 1)),
        refused(|o| o.from = Date(i32::MIN)),
        refused(|o| o.to = Date(i32::MAX)),
        refused(|o| o.affected_per_mille = 1001),
        refused(|o| o.missing_per_mille = 1001),
        refused(|o| o.border_per_mille = u16::MAX),
        refused(|o| o.districts.clear()),
        refused(|o| o.districts.push("Totalt".to_owned())),
    ];
    insta::assert_snapshot!(messages.join("\n"), @r"
    persons: ange högst 999999999 personer
    from: den första dagen kommer efter den sista
    from: ange dagar mellan åren 1900 och 2199
    to: ange dagar mellan åren 1900 och 2199
    affected_per_mille: ange promille mellan 0 och 1000
    missing_per_mille: ange promille mellan 0 och 1000
    border_per_mille: ange promille mellan 0 och 1000
    districts: ange minst en stadsdel; ingen får vara tom eller heta `okänt` eller `Totalt`
    districts: ange minst en stadsdel; ingen får vara tom eller heta `okänt` eller `Totalt`
    ");
}

#[test]
fn the_default_days_are_those_of_2011_to_2015() {
    let options = SampleOptions::default();
    assert_eq!(
        (options.from.to_string(), options.to.to_string()),
        ("2011-01-01".into(), "2015-12-31".into())
    );
}

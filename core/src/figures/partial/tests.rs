use super::*;
use crate::findings::text::Lang;
use crate::language::date::Period;
use crate::language::truth::Truth::{self, False, True, Unknown};
use crate::language::yardstick::{Bound, Minimum, Target};
use proptest::prelude::*;
use rust_decimal::Decimal;

/// Four indicators, one of each measure, in that order.
pub(crate) const MEASURES: [Measure; 4] =
    [Measure::Persons, Measure::Elements, Measure::Distinct, Measure::Share];

pub(crate) fn header(periods: &[&str], breakdowns: &[Breakdown]) -> Header {
    let head = |id: &str, name: &str, kind, unit: &str| IndicatorHead {
        id: id.into(),
        name: name.into(),
        kind,
        unit: unit.into(),
        target_group: "alla".into(),
        goal: None,
        rbs: None,
    };
    Header {
        programme: "stockholm/kvinnofrid".into(),
        edition: "2012-2014".into(),
        revision: "1.0.0".into(),
        digest: "ab12".into(),
        record: "person".into(),
        runs: periods.iter().map(|p| Run { period: Period::parse(p).unwrap(), reading: None }).collect(),
        breakdowns: breakdowns.to_vec(),
        indicators: vec![
            head("personer", "Antal personer som räknas", Kind::Antal, "person"),
            head("utredningar", "Antal utredningar som räknas", Kind::Antal, "utredning"),
            head("anmälningar", "Antal anmälningar, varje ärende en gång", Kind::Antal, "anmälan"),
            head("trygga", "Andel personer som känner sig trygga", Kind::Andel, "person"),
        ],
        goals: Vec::new(),
        derived: Vec::new(),
        protected_identity: None,
        readings: BTreeMap::from([("åldersgräns".into(), "vuxna".into())]),
    }
}

pub(crate) fn districts() -> Breakdown {
    Breakdown { name: "stadsdel".into(), categories: None }
}

pub(crate) fn sexes() -> Breakdown {
    Breakdown { name: "kön".into(), categories: Some(vec!["kvinna".into(), "man".into(), "annat".into()]) }
}

pub(crate) fn partial(header: Header) -> Partial {
    let measures = vec![MEASURES.to_vec(); header.runs.len()];
    Partial::new(header, measures, PartialOptions::default()).unwrap()
}

pub(crate) fn stratum(value: &str) -> Stratum<'_> {
    if value == "?" { Stratum::Missing } else { Stratum::Known(value) }
}

fn input(result: Result<impl fmt::Debug, Error>) -> InputError {
    match result {
        Err(Error::Input(error)) => *error,
        other => panic!("an input error was expected, not {other:?}"),
    }
}

#[test]
fn a_key_seen_twice_is_an_error_that_names_field_and_row_and_not_the_key() {
    let mut partial = partial(header(&["2013"], &[])).with_key_field("pseudonym");
    partial.open_record(Some("hemlig"), 1).unwrap();
    let error = input(partial.open_record(Some("hemlig"), 2));
    assert_eq!((error.field(), error.row()), (Some("pseudonym"), Some(2)));
    let message = Error::from(error).message(Lang::Sv);
    assert!(!message.contains("hemlig"), "{message}");
    assert_eq!(partial.records(), 1);
}

#[test]
fn a_missing_key_is_an_error_even_where_keys_are_trusted() {
    let options = PartialOptions { assume_unique: true, ..PartialOptions::default() };
    let mut partial = Partial::new(header(&["2013"], &[]), vec![MEASURES.to_vec()], options).unwrap();
    assert_eq!(input(partial.open_record(None, 7)).row(), Some(7));
    partial.open_record(Some("a"), 8).unwrap();
    partial.open_record(Some("a"), 9).unwrap();
    assert_eq!(partial.records(), 2);
}

#[test]
fn an_open_category_may_not_be_called_as_the_reports_own_strata() {
    let mut partial = partial(header(&["2013"], &[districts()]));
    for (row, value) in (1..).zip(["okänt", "Totalt", "", "  "]) {
        partial.open_record(Some(&row.to_string()), row).unwrap();
        let error = input(partial.cell(0, &[Stratum::Known(value)]));
        assert_eq!((error.field(), error.row()), (Some("stadsdel"), Some(row)));
    }
}

#[test]
fn a_value_outside_a_closed_list_is_an_error_that_does_not_show_it() {
    let mut partial = partial(header(&["2013"], &[sexes()]));
    partial.open_record(Some("a"), 3).unwrap();
    let error = Error::from(input(partial.cell(0, &[Stratum::Known("hemlig")])));
    assert_eq!(error.message(Lang::Sv), "rad 3: kön: värdet finns inte i listan över kategorier");
}

#[test]
fn a_breakdown_that_a_report_could_not_show_is_refused() {
    let with = |breakdowns: &[Breakdown]| {
        Partial::new(header(&["2013"], breakdowns), vec![MEASURES.to_vec()], PartialOptions::default())
    };
    let closed = |codes: &[&str]| Breakdown {
        name: "b".into(),
        categories: Some(codes.iter().map(|c| (*c).into()).collect()),
    };
    for bad in [vec![closed(&["a", "okänt"])], vec![closed(&["a", "a"])], vec![sexes(), sexes()]] {
        assert!(matches!(with(&bad), Err(Error::Argument(e)) if e.argument() == "by"), "{bad:?}");
    }
    let many: Vec<Breakdown> = (0..7).map(|i| Breakdown { name: i.to_string(), categories: None }).collect();
    assert!(matches!(with(&many), Err(Error::Argument(_))));
}

#[test]
fn a_field_with_a_value_of_its_own_for_each_person_reaches_a_limit() {
    let mut partial = partial(header(&["2013"], &[districts()]));
    let full = (0..20_000).find_map(|i| partial.cell(0, &[Stratum::Known(&format!("v{i}"))]).err());
    assert!(matches!(full, Some(Error::Limit(_))));
}

#[test]
fn a_rejected_record_leaves_nothing_behind_but_its_number() {
    let mut kept = partial(header(&["2013"], &[districts()]));
    let mut plain = kept.clone();
    for (partial, with_bad) in [(&mut kept, true), (&mut plain, false)] {
        partial.open_record(Some("b"), 1).unwrap();
        let cell = partial.cell(0, &[Stratum::Known("Bromma")]).unwrap();
        partial.add(cell, 0, Outcome::Persons(True)).unwrap();
        if with_bad {
            partial.open_record(Some("a"), 2).unwrap();
            partial.cell(0, &[Stratum::Known("Farsta")]).unwrap();
            partial.reject_open();
        } else {
            partial.reject();
        }
        partial.open_record(Some("a"), 3).unwrap();
        let cell = partial.cell(0, &[Stratum::Known("Älvsjö")]).unwrap();
        partial.add(cell, 0, Outcome::Persons(Unknown)).unwrap();
    }
    assert_eq!(kept.to_bytes().unwrap(), plain.to_bytes().unwrap());
    assert_eq!((kept.records(), kept.rejected()), (2, 1));
}

#[test]
fn a_record_counted_before_is_not_taken_back_with_a_later_one() {
    let mut partial = partial(header(&["2013"], &[]));
    partial.open_record(Some("a"), 1).unwrap();
    assert!(partial.open_record(Some("a"), 2).is_err());
    partial.reject_open();
    assert_eq!((partial.records(), partial.rejected()), (1, 1));
}

#[test]
fn partials_of_different_questions_do_not_add_up_and_say_why() {
    let base = header(&["2013"], &[sexes()]);
    let refused = |change: fn(&mut Header)| {
        let mut other = base.clone();
        change(&mut other);
        let error = partial(base.clone()).merge(&partial(other)).unwrap_err();
        assert!(matches!(error, Error::Argument(_)));
        format!("{}\n{}", error.message(Lang::Sv), error.message(Lang::En))
    };
    insta::assert_snapshot!(refused(|h| h.digest = "cd34".into()), @r#"
    delresultaten går inte att lägga ihop: olika regler (stockholm/kvinnofrid@2012-2014, revision 1.0.0, digest ab12 och stockholm/kvinnofrid@2012-2014, revision 1.0.0, digest cd34); räkna om det ena med samma regler
    the partials cannot be added up: different rules (stockholm/kvinnofrid@2012-2014, revision 1.0.0, digest ab12 and stockholm/kvinnofrid@2012-2014, revision 1.0.0, digest cd34); count one of them again with the same rules
    "#);
    insta::assert_snapshot!(refused(|h| h.runs[0].period = Period::parse("2014").unwrap()), @r#"
    delresultaten går inte att lägga ihop: olika perioder (2013-01-01/2013-12-31 och 2014-01-01/2014-12-31); räkna om det ena för samma perioder
    the partials cannot be added up: different periods (2013-01-01/2013-12-31 and 2014-01-01/2014-12-31); count one of them again for the same periods
    "#);
    insta::assert_snapshot!(refused(|h| drop(h.readings.insert("åldersgräns".into(), "alla".into()))), @r#"
    delresultaten går inte att lägga ihop: olika tolkningar (åldersgräns=vuxna och åldersgräns=alla); räkna om det ena med samma tolkningar
    the partials cannot be added up: different readings (åldersgräns=vuxna and åldersgräns=alla); count one of them again with the same readings
    "#);
    insta::assert_snapshot!(refused(|h| h.breakdowns.clear()), @r#"
    delresultaten går inte att lägga ihop: olika uppdelning (kön och ingen); räkna om det ena med samma uppdelning
    the partials cannot be added up: different breakdowns (kön and none); count one of them again with the same breakdowns
    "#);
    insta::assert_snapshot!(refused(|h| h.record = "kommun".into()), @r#"
    delresultaten går inte att lägga ihop: olika posttyp eller indikatorer (person och kommun); räkna om det ena med samma regler
    the partials cannot be added up: different record types or indicators (person and kommun); count one of them again with the same rules
    "#);
}

#[test]
fn partials_that_were_counted_differently_do_not_add_up_and_say_why() {
    let one = || partial(header(&["2013"], &[]));
    let refused = |other: &Partial| one().merge(other).unwrap_err().message(Lang::Sv);
    let mut later = one();
    later.engine_version = "99.0.0".into();
    assert!(refused(&later).contains("olika versioner av programmet"));
    assert!(refused(&later).ends_with("räkna om det ena med samma version"));
    let trusting = PartialOptions { assume_unique: true, ..PartialOptions::default() };
    let trusting = Partial::new(header(&["2013"], &[]), vec![MEASURES.to_vec()], trusting).unwrap();
    assert!(refused(&trusting).contains("(nycklarna prövas och nycklarna prövas inte)"));
}

#[test]
fn the_version_of_the_engine_that_counted_travels_with_the_bytes() {
    let mut old = partial(header(&["2013"], &[]));
    old.engine_version = "0.0.1".into();
    let read = Partial::from_bytes(&old.to_bytes().unwrap()).unwrap();
    assert_eq!(read.engine_version(), "0.0.1");
    assert_eq!(read.finish().unwrap().receipt.engine_version, "0.0.1");
}

#[test]
fn what_figures_are_held_against_travels_with_the_bytes() {
    let target = Target { bound: Bound::AtLeast, value: Decimal::from_str_exact("0.90").unwrap() };
    let yardsticks = Yardsticks {
        minimum: Some(Minimum { answers: 5, respondents: 10 }),
        targets: vec![None, None, None, Some(target)],
    };
    let partial = partial(header(&["2013"], &[])).with_yardsticks(vec![yardsticks.clone()]).unwrap();
    assert_eq!(Partial::from_bytes(&partial.to_bytes().unwrap()).unwrap().yardsticks(), [yardsticks]);
    assert!(matches!(partial.with_yardsticks(Vec::new()), Err(Error::Internal(_))));
}

#[test]
fn a_person_in_two_partials_is_an_error_and_changes_nothing() {
    let mut a = partial(header(&["2013"], &[]));
    a.open_record(Some("x"), 1).unwrap();
    let b = a.clone();
    let before = a.to_bytes().unwrap();
    assert_eq!(input(a.merge(&b)).field(), Some("id"));
    assert_eq!(a.to_bytes().unwrap(), before);
}

#[test]
fn a_field_is_absent_only_where_no_part_has_it() {
    let fields = ["kön", "stadsdel", "födelsedatum"].map(String::from);
    let mut a = partial(header(&["2013"], &[])).with_fields(fields);
    let mut b = a.clone();
    a.note_seen("kön");
    a.note_seen("kön");
    b.note_seen("stadsdel");
    a.merge(&b).unwrap();
    assert_eq!(a.absent_fields(), ["födelsedatum"]);
}

#[test]
fn what_is_not_a_partial_or_of_a_later_version_is_told_apart() {
    let bytes = partial(header(&["2013"], &[])).to_bytes().unwrap();
    let message = |bytes: &[u8]| Partial::from_bytes(bytes).unwrap_err().to_string();
    assert_eq!(message(b"id,namn"), "this is not a partial");
    let mut later = bytes.clone();
    later[8] = 5;
    assert!(message(&later).starts_with("the partial has format 5"));
    let mut earlier = bytes.clone();
    earlier[8] = 1;
    assert!(message(&earlier).starts_with("the partial has format 1, but this version reads format 4"));
    assert!(message(&bytes[..bytes.len() - 1]).contains("damaged or cut short"));
}

#[test]
fn a_partial_shows_no_person_in_its_debug_form() {
    let mut partial = partial(header(&["2013"], &[]));
    partial.open_record(Some("hemlig"), 1).unwrap();
    assert!(!format!("{partial:?}").contains("hemlig"));
}

/// One person's outcomes, the same in every run but for the first stratum.
#[derive(Clone, Debug)]
struct Person {
    district: Option<u8>,
    sex: Option<u8>,
    truths: (Truth, Truth, Truth),
    elements: (u32, u32, bool),
    cases: (Vec<u8>, Vec<u8>, u32),
    missing: Option<u8>,
}

fn truth() -> impl Strategy<Value = Truth> {
    prop::sample::select(vec![False, Unknown, True])
}

fn person() -> impl Strategy<Value = Person> {
    (
        prop::option::of(0u8..4),
        prop::option::of(0u8..3),
        (truth(), truth(), truth()),
        (0u32..3, 0u32..3, any::<bool>()),
        (prop::collection::vec(0u8..6, 0..3), prop::collection::vec(0u8..6, 0..3), 0u32..2),
        prop::option::of(0u8..3),
    )
        .prop_map(|(district, sex, truths, elements, cases, missing)| Person {
            district,
            sex,
            truths,
            elements,
            cases,
            missing,
        })
}

fn take_in(partial: &mut Partial, number: usize, person: &Person) {
    partial.open_record(Some(&format!("p{}", number * 7 % 31)), number as u64 + 1).unwrap();
    let keys =
        |cases: &[u8]| cases.iter().map(|c| Key16::new(&format!("ärende {c} av flera"))).collect::<Vec<_>>();
    for run in 0..2 {
        let district =
            person.district.map(|d| ["Östermalm", "Älvsjö", "Årsta", "Bromma"][(d as usize + run) % 4]);
        let sex = person.sex.map(|s| ["annat", "kvinna", "man"][s as usize]);
        let strata = [district, sex].map(|v| v.map_or(Stratum::Missing, Stratum::Known));
        let cell = partial.cell(run, &strata).unwrap();
        let (counted, denominator, numerator) = person.truths;
        let (certain, possible, open) = person.elements;
        let distinct = (keys(&person.cases.0), keys(&person.cases.1), person.cases.2);
        partial.add(cell, 0, Outcome::Persons(counted)).unwrap();
        partial.add(cell, 1, Outcome::Elements { certain, possible, open }).unwrap();
        let outcome = Outcome::Distinct {
            certain: &distinct.0,
            possible: &distinct.1,
            certain_unkeyed: distinct.2,
            possible_unkeyed: possible,
            open,
        };
        partial.add(cell, 2, outcome).unwrap();
        partial.add(cell, 3, Outcome::Share { denominator, numerator, asked: false }).unwrap();
        if let Some(field) = person.missing {
            partial.note_missing(run, field as usize, ["a", "b", "c"][field as usize]);
            partial.note_seen(["a", "b", "c"][field as usize]);
        }
    }
}

fn empty() -> Partial {
    let fields = ["a", "b", "c", "d"].map(String::from);
    partial(header(&["2013", "2012"], &[districts(), sexes()])).with_fields(fields)
}

#[test]
fn rows_and_categories_of_a_report_have_the_limits_of_the_call() {
    let limited = |name: &str, most: u64| {
        let mut limits = Limits::default();
        limits.set(name, most).unwrap();
        partial(header(&["2013"], &[districts()])).within(&limits)
    };
    let refused = |result: Result<(), Error>| match result {
        Err(Error::Limit(error)) => error.to_string(),
        other => panic!("a limit was expected, not {other:?}"),
    };
    let mut two = limited("categories", 2);
    for district in ["Farsta", "Kista", "Farsta", "?"] {
        two.cell(0, &[stratum(district)]).unwrap();
    }
    let error = refused(two.cell(0, &[stratum("Älvsjö")]).map(|_| ()));
    assert!(error.contains("more than 2 different values (the limit `categories`)"), "{error}");
    // One district has three rows with the total and those whose district is not known, of four indicators.
    let report = |most: u64| {
        let mut partial = limited("rows", most);
        partial.cell(0, &[stratum("Farsta")]).and_then(|_| partial.finish()).map(|_| ())
    };
    report(12).unwrap();
    for most in [11, 3] {
        let error = refused(report(most));
        assert!(error.contains(&format!("more than {most} rows (the limit `rows`)")), "{error}");
    }
}

proptest! {
    #[test]
    fn any_split_merged_in_any_order_gives_the_bytes_of_one_pass(
        people in prop::collection::vec((person(), 0usize..4), 0..25),
        order in Just(vec![0usize, 1, 2, 3]).prop_shuffle(),
        nested in any::<bool>(),
    ) {
        let mut whole = empty();
        let mut parts = vec![empty(); 4];
        for (number, (person, part)) in people.iter().enumerate() {
            take_in(&mut whole, number, person);
            take_in(&mut parts[*part], number, person);
        }
        whole.reject();
        parts[0].reject();
        let [mut a, mut b, mut c, mut d] = [0, 1, 2, 3].map(|i: usize| parts[order[i]].clone());
        if nested {
            a.merge(&b).unwrap();
            c.merge(&d).unwrap();
            a.merge(&c).unwrap();
        } else {
            c.merge(&d).unwrap();
            b.merge(&c).unwrap();
            a.merge(&b).unwrap();
            d.clone_from(&a);
        }
        let bytes = whole.to_bytes().unwrap();
        prop_assert_eq!(&a.to_bytes().unwrap(), &bytes);
        prop_assert_eq!(a.finish().unwrap(), whole.finish().unwrap());
        prop_assert_eq!(Partial::from_bytes(&bytes).unwrap().to_bytes().unwrap(), bytes);
    }

    #[test]
    fn a_partial_that_was_read_back_goes_on_counting_as_if_never_written(
        people in prop::collection::vec(person(), 0..12), at in 0usize..12,
    ) {
        let mut whole = empty();
        let mut resumed = empty();
        for (number, person) in people.iter().enumerate() {
            if number == at {
                resumed = Partial::from_bytes(&resumed.to_bytes().unwrap()).unwrap();
            }
            take_in(&mut whole, number, person);
            take_in(&mut resumed, number, person);
        }
        prop_assert_eq!(whole.to_bytes().unwrap(), resumed.to_bytes().unwrap());
    }

    #[test]
    fn no_bytes_make_reading_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Partial::from_bytes(&bytes).is_err());
    }

    #[test]
    fn damaged_bytes_are_refused_and_forged_ones_do_not_panic(
        people in prop::collection::vec(person(), 0..5), at in any::<prop::sample::Index>(), value in any::<u8>(), cut in any::<bool>(),
    ) {
        let mut partial = empty();
        people.iter().enumerate().for_each(|(number, person)| take_in(&mut partial, number, person));
        let bytes = partial.to_bytes().unwrap();
        let mut damaged = bytes.clone();
        let at = at.index(bytes.len());
        if cut { damaged.truncate(at) } else { damaged[at] = value }
        prop_assert!(damaged == bytes || Partial::from_bytes(&damaged).is_err());
        // The same damage under a valid checksum, as an attacker would send it.
        let content = damaged.len().saturating_sub(32);
        damaged.truncate(content);
        damaged.extend(<sha2::Sha256 as sha2::Digest>::digest(&damaged).iter());
        if let Ok(read) = Partial::from_bytes(&damaged) {
            read.finish().unwrap();
            let mut more = read.clone();
            let _ = more.merge(&partial);
            read.to_bytes().unwrap();
        }
    }
}

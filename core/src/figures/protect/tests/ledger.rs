//! The ledger: what it rejects, and that it survives being killed.

use super::super::ledger::{Decision, FileStore, Ledger, MemoryStore, Publication, Question, Store, allow};
use crate::findings::error::Error;
use crate::findings::text::Lang;
use crate::language::date::Period;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

fn publication(period: &str) -> Publication {
    Publication {
        period: Period::parse(period).unwrap().to_string(),
        record: "person".into(),
        programme: "stockholm/kvinnofrid".into(),
        method: "round:5".into(),
        key: "0123456789abcdef".into(),
        by: vec!["stadsdel".into()],
        questions: vec![Question {
            edition: "2012-2014".into(),
            digest: "ab12".into(),
            readings: [("åldersgräns".to_owned(), "vuxna".to_owned())].into(),
            alternatives: Vec::new(),
        }],
        data: "5ea1".into(),
        replaces: None,
        cells: [("[\"Farsta\"]".to_owned(), vec![Some(5), Some(10)])].into(),
        draws: [("[\"Farsta\"]".to_owned(), 3)].into(),
    }
}

/// Publishes unless the entry exists; returns whether it did, or the error.
fn publish(store: &mut dyn Store, wanted: Publication) -> Result<bool, Error> {
    let ledger = Ledger::read(&store.read()?)?;
    match ledger.decide(&wanted)? {
        Decision::Again(_) => Ok(true),
        Decision::New { replaces } => {
            let mut lines = ledger.append();
            lines.publish(Publication { replaces, ..wanted }, &super::key(1))?;
            store.append(ledger.whole(), lines.text())?;
            Ok(false)
        }
    }
}

#[test]
fn the_same_again_is_no_new_entry_and_another_period_is() {
    let mut store = MemoryStore::default();
    assert!(!publish(&mut store, publication("2013")).unwrap());
    assert!(publish(&mut store, publication("2013")).unwrap());
    assert!(!publish(&mut store, publication("2014")).unwrap());
    let ledger = Ledger::read(store.bytes()).unwrap();
    assert_eq!(ledger.entries().len(), 2);
    assert_eq!(ledger.to_text(Lang::En).lines().count(), 2);
}

#[test]
fn every_kind_of_clash_is_refused_with_the_reason_and_what_to_do() {
    let mut store = MemoryStore::default();
    publish(&mut store, publication("2013")).unwrap();
    let change = |change: &dyn Fn(&mut Publication)| {
        let mut wanted = publication("2013");
        change(&mut wanted);
        wanted
    };
    let second = change(&|p| p.questions[0].edition = "2017-2020".into());
    let clashes = [
        (change(&|p| p.key = "another key".into()), "a new key is for new periods"),
        (change(&|p| p.method = "round:3".into()), "Publish it with round:5"),
        (change(&|p| p.by = Vec::new()), "Publish it with that breakdown"),
        (second, "Publish it by those rules"),
        (change(&|p| p.questions[0].digest = "cd34".into()), "Publish it by those rules"),
        (
            change(&|p| drop(p.questions[0].readings.insert("åldersgräns".into(), "alla".into()))),
            "Publish it with those readings",
        ),
        (
            change(&|p| p.questions[0].alternatives.push("åldersgräns=alla".into())),
            "Publish it with those readings",
        ),
        (change(&|p| p.data = "other".into()), "Let the earlier publication stand"),
        (publication("2013-T1"), "Publish periods that do not overlap"),
        (publication("2012-07-01/2013-06-30"), "Publish periods that do not overlap"),
    ];
    let before = store.bytes().to_vec();
    for (wanted, remedy) in clashes {
        let error = publish(&mut store, wanted).unwrap_err();
        assert!(matches!(&error, Error::Argument(error) if error.argument() == "ledger"));
        assert!(error.message(Lang::En).contains(remedy), "{}", error.message(Lang::En));
        assert!(error.message(Lang::Sv).contains("(post 1 i liggaren)"), "{}", error.message(Lang::Sv));
    }
    assert_eq!(store.bytes(), before);
    let mut other_people = publication("2013");
    other_people.record = "kommun".into();
    assert!(!publish(&mut store, other_people).unwrap());
}

#[test]
fn an_allowance_lets_one_publication_clash_and_stays_for_the_auditor() {
    let mut store = MemoryStore::default();
    publish(&mut store, publication("2013")).unwrap();
    let revised = || Publication { data: "other".into(), ..publication("2013") };
    assert!(allow(&mut store, Period::parse("2013").unwrap(), " ", None).is_err());
    allow(&mut store, Period::parse("2013").unwrap(), "en stadsdel saknades", None).unwrap();
    assert!(!publish(&mut store, revised()).unwrap());
    assert!(publish(&mut store, revised()).unwrap());
    // What is out now counts, and the allowance is used up.
    assert!(publish(&mut store, publication("2013")).is_err());
    let ledger = Ledger::read(store.bytes()).unwrap();
    assert!(ledger.to_text(Lang::Sv).contains("undantag: en stadsdel saknades"));
    assert_eq!(
        ledger.remarks()[0].get(Lang::En),
        "entry 3: 2013-01-01/2013-12-31 published anew in the place of entry 1; both are out"
    );
}

#[test]
fn any_change_shows() {
    let mut store = MemoryStore::default();
    publish(&mut store, publication("2013")).unwrap();
    publish(&mut store, publication("2014")).unwrap();
    let whole = store.bytes().to_vec();
    for at in 0..whole.len() - 1 {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        assert!(Ledger::read(&changed).is_err(), "byte {at}");
    }
    let first = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    assert!(Ledger::read(&whole[first..]).is_err(), "the first entry is gone");
}

/// What somebody with access to the file but not to the key can do: compute every SHA-256 anew.
fn rewritten(bytes: &[u8], change: &dyn Fn(&mut Vec<String>)) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).unwrap();
    let mut bodies: Vec<String> =
        text.lines().map(|line| line.rsplit_once(",\"hash\":\"").unwrap().0.to_owned()).collect();
    change(&mut bodies);
    let mut previous = "0".repeat(64);
    let mut all = Vec::new();
    for (number, body) in (1..).zip(bodies) {
        let rest = body.split_once(",\"previous\":\"").unwrap().1.split_once('"').unwrap().1;
        let open = format!("{{\"entry\":{number},\"previous\":\"{previous}\"{rest}");
        let hash = super::super::key::hex(&<sha2::Sha256 as sha2::Digest>::digest(format!("{open}}}")));
        all.extend(format!("{open},\"hash\":\"{hash}\"}}\n").bytes());
        previous = hash;
    }
    all
}

#[test]
fn a_chain_that_was_rewritten_holds_and_its_seals_do_not() {
    let mut store = MemoryStore::default();
    for year in ["2012", "2013", "2014"] {
        publish(&mut store, publication(year)).unwrap();
    }
    let keys = [super::key(2), super::key(1)];
    let unsealed = |bytes: &[u8]| {
        let found = Ledger::read(bytes).unwrap().unsealed(&keys).unwrap();
        found.iter().map(|text| text.get(Lang::En).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(rewritten(store.bytes(), &|_| ()), store.bytes());
    assert!(unsealed(store.bytes()).is_empty());
    let gone = rewritten(store.bytes(), &|lines| drop(lines.remove(0)));
    assert_eq!(unsealed(&gone).len(), 2);
    let changed = rewritten(store.bytes(), &|lines| lines[2] = lines[2].replace("[5,10]", "[5,15]"));
    assert_eq!(
        unsealed(&changed),
        ["entry 3: the key 0123456789abcdef is not among those given, so the entry is not verified"]
    );
    let put_in = rewritten(store.bytes(), &|lines| lines.push(lines[2].replace("2014", "2015")));
    assert_eq!(unsealed(&put_in).len(), 1);
    // That the end is missing is not in what is left.
    assert!(unsealed(&rewritten(store.bytes(), &|lines| drop(lines.pop()))).is_empty());
}

#[test]
fn an_allowance_without_a_key_is_said_to_be_anybody_s() {
    let mut store = MemoryStore::default();
    let period = Period::parse("2013").unwrap();
    allow(&mut store, period, "en stadsdel saknades", None).unwrap();
    allow(&mut store, period, "en stadsdel saknades", Some(&super::key(1))).unwrap();
    let ledger = Ledger::read(store.bytes()).unwrap();
    let found = ledger.unsealed(&[super::key(1)]).unwrap();
    assert_eq!(found.len(), 1);
    assert!(found[0].get(Lang::En).starts_with("entry 1: the allowance"));
    let found = ledger.unsealed(&[super::key(2)]).unwrap();
    assert!(found[1].get(Lang::Sv).contains("sigillet stämmer inte"));
}

#[test]
fn cut_at_any_byte_it_holds_what_was_whole_and_takes_the_next() {
    let mut store = MemoryStore::default();
    publish(&mut store, publication("2012")).unwrap();
    let first = store.bytes().len();
    publish(&mut store, publication("2013")).unwrap();
    let whole = store.bytes().to_vec();
    for cut in first..whole.len() {
        let mut store = MemoryStore::new(whole[..cut].to_vec());
        assert_eq!(Ledger::read(store.bytes()).unwrap().entries().len(), 1, "cut at {cut}");
        assert!(!publish(&mut store, publication("2013")).unwrap());
        assert_eq!(store.bytes(), whole, "cut at {cut}");
    }
}

#[test]
fn one_writer_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("liggare.txt");
    let mut held = FileStore::open(&path).unwrap();
    let refused = FileStore::open(&path).unwrap_err();
    assert!(refused.message(Lang::En).contains("somebody else is publishing"));
    publish(&mut held, publication("2013")).unwrap();
    drop(held);
    assert!(publish(&mut FileStore::open(&path).unwrap(), publication("2013")).unwrap());
}

const LEDGER: &str = "KVINNOFRID_TEST_LEDGER";

/// The process that is killed: publishes day after day, and prints each one when the ledger has returned.
#[test]
fn child_that_publishes_until_it_is_killed() {
    let Some(path) = std::env::var_os(LEDGER) else { return };
    let mut store = FileStore::open(std::path::PathBuf::from(path)).unwrap();
    let published = Ledger::read(&store.read().unwrap()).unwrap().entries().len();
    for day in published..20_000 {
        let day = crate::language::date::Date::from_days(day as i64).unwrap();
        publish(&mut store, publication(&format!("{day}/{day}"))).unwrap();
        println!("published {day}");
    }
}

/// A hundred times, or as many as `KVINNOFRID_KILLS` states.
#[test]
fn killed_again_and_again_it_has_lost_nothing_that_was_published() {
    let kills =
        std::env::var_os("KVINNOFRID_KILLS").and_then(|kills| kills.to_str()?.parse().ok()).unwrap_or(100);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("liggare.txt");
    let mut numbers = super::Numbers(7);
    let mut said: Vec<String> = Vec::new();
    for kill in 0..kills {
        if kill % 20 == 0 {
            // A new ledger now and then: every publication reads all of it.
            let _ = std::fs::remove_file(&path);
            said.clear();
        }
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["child_that_publishes_until_it_is_killed", "--nocapture"])
            .env(LEDGER, &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let wanted = numbers.below(4);
        let mut lines = lines.map_while(Result::ok).filter(|line| line.contains("published "));
        let mut heard: Vec<String> = lines.by_ref().take(wanted as usize).collect();
        std::thread::sleep(std::time::Duration::from_micros(numbers.below(900)));
        child.kill().unwrap();
        child.wait().unwrap();
        heard.extend(lines);
        said.extend(heard.iter().filter_map(|line| Some(line.rsplit_once("published ")?.1.to_owned())));
        let bytes = std::fs::read(&path).unwrap_or_default();
        let ledger = Ledger::read(&bytes).unwrap();
        let text = ledger.to_text(Lang::En);
        for day in &said {
            assert!(
                text.contains(&format!("{day}/{day}")),
                "kill {kill}: {day} was published and is not there"
            );
        }
    }
}

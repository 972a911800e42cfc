//! A fictitious case system: CSV files with other names, codes and dates, and a map, give the same report as records in
//! the library's own format. The files are in `examples/arendesystem`; `UPDATE=1` regenerates them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop")]

use kvinnofrid::input::csv::{CsvOptions, CsvRecords, TableFile};
use kvinnofrid::input::{InputFormat, JsonRecords};
use kvinnofrid::output::{Format, write};
use kvinnofrid::sample::{Record, Sample, SampleOptions, Value};
use kvinnofrid::{Edition, Lang, Options, Period, Report, Rules};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file of the case system: its list and its columns.
struct File {
    list: &'static str,
    name: &'static str,
    key: &'static str,
    columns: &'static [Column],
}

/// The case system's name for a field, its codes, and its text for a missing value.
struct Column {
    ours: &'static str,
    theirs: &'static str,
    codes: &'static [(&'static str, &'static str)],
    missing: &'static str,
}

const fn same(name: &'static str) -> Column {
    called(name, name, &[])
}

const fn called(
    ours: &'static str,
    theirs: &'static str,
    codes: &'static [(&'static str, &'static str)],
) -> Column {
    Column { ours, theirs, codes, missing: "" }
}

const SEXES: &[(&str, &str)] = &[("kvinna", "K"), ("man", "M"), ("annat", "X")];

const FILES: [File; 10] = [
    File {
        list: "",
        name: "personer.csv",
        key: "PersonId",
        columns: &[
            Column { missing: "U", ..called("kön", "Kon", SEXES) },
            called("födelsedatum", "Fodelsedag", &[]),
            called("stadsdel", "Omrade", &[]),
            called(
                "skyddade_personuppgifter",
                "Skydd",
                &[
                    ("ingen", "0"),
                    ("sekretessmarkering", "1"),
                    ("skyddad_folkbokföring", "2"),
                    ("fingerade_personuppgifter", "3"),
                ],
            ),
            Column { missing: "19000101", ..called("känd_sedan", "ForstaKontakt", &[]) },
            // A column that is not a field.
            called("", "Anteckning", &[]),
        ],
    },
    File {
        list: "våld",
        name: "vald.csv",
        key: "PersonId",
        columns: &[
            called(
                "roll",
                "roll",
                &[
                    ("våldsutsatt", "U"),
                    ("våldsutövare", "G"),
                    ("barn_upplevt", "BU"),
                    ("barn_direkt_utsatt", "BD"),
                ],
            ),
            same("kategori"),
            same("relation"),
            called("motpart_kön", "Motpart", SEXES),
            called("former", "Vald", &[("psykiskt", "PS"), ("fysiskt", "FY"), ("sexuellt", "SE")]),
            same("från"),
            same("till"),
            same("pågående"),
            same("grad"),
            same("registrerat"),
        ],
    },
    File {
        list: "anmälningar",
        name: "anmalningar.csv",
        key: "BarnId",
        columns: &[
            same("ärende"),
            same("inkom"),
            same("orsak_våld"),
            same("anmälare"),
            same("beslut"),
            same("beslutsdatum"),
        ],
    },
    File {
        list: "utredningar",
        name: "utredningar.csv",
        key: "PersonId",
        columns: &[
            same("ärende"),
            same("typ"),
            same("inledd"),
            same("avslutad"),
            same("orsak_våld"),
            same("resultat"),
        ],
    },
    File {
        list: "familjerättsutredningar",
        name: "familjeratt.csv",
        key: "PersonId",
        columns: &[
            same("ärende"),
            same("typer"),
            same("uppdrag"),
            same("färdig"),
            same("strukturerad_bedömning"),
        ],
    },
    File {
        list: "riskbedömningar",
        name: "riskbedomningar.csv",
        key: "PersonId",
        columns: &[same("metod"), same("datum"), same("nivå"), same("poäng")],
    },
    File {
        list: "insatser",
        name: "insatser.csv",
        key: "PersonId",
        columns: &[
            called("typ", "Insats", &[("skyddat_boende", "SB"), ("råd_och_stöd", "RS")]),
            same("form"),
            same("orsak_våld"),
            called("erbjuden", "ErbjudenDatum", &[]),
            called("svar", "svar", &[("accepterat", "J"), ("avböjt", "N"), ("obesvarat", "O")]),
            same("beviljad"),
            same("påbörjad"),
            same("avslutad"),
            called("pågår", "Status", &[("true", "P"), ("false", "A")]),
            same("tillfällen"),
            same("avslutsorsak"),
            same("utförare"),
        ],
    },
    File {
        list: "placeringar",
        name: "placeringar.csv",
        key: "PersonId",
        columns: &[
            same("påbörjad"),
            same("avslutad"),
            same("pågår"),
            same("orsak"),
            same("eget_beslut"),
            same("barnomsorg"),
            same("skola"),
        ],
    },
    File {
        list: "samtycken",
        name: "samtycken.csv",
        key: "PersonId",
        columns: &[
            same("barn"),
            same("avser"),
            same("vårdnadshavare"),
            same("tillfrågad"),
            same("svar"),
            same("återkallat"),
            same("beslut_utan_samtycke"),
        ],
    },
    File {
        list: "enkätsvar",
        name: "enkatsvar.csv",
        key: "PersonId",
        columns: &[
            called("fråga", "fråga", &[("trygg_med_insatserna", "F1"), ("kunskap_om_rättigheter", "F2")]),
            same("datum"),
            same("svar"),
            same("ombud"),
        ],
    },
];

impl Column {
    /// Returns a value as the case system writes it.
    fn cell(&self, value: Option<&Value>) -> String {
        let code = |ours: &str| {
            let theirs = self.codes.iter().find(|(code, _)| *code == ours);
            theirs.map_or(ours, |(_, theirs)| theirs).to_owned()
        };
        match value {
            None | Some(Value::Null) => self.missing.to_owned(),
            Some(Value::Bool(yes)) if !self.codes.is_empty() => code(if *yes { "true" } else { "false" }),
            Some(Value::Bool(yes)) => if *yes { "Ja" } else { "Nej" }.to_owned(),
            Some(Value::Int(number)) => number.to_string(),
            Some(Value::Date(day)) => day.to_string().replace('-', ""),
            Some(Value::Code(ours)) => code(ours),
            Some(Value::Text(text)) => text.clone(),
            Some(Value::List(list)) if list.is_empty() => "[]".to_owned(),
            Some(Value::List(list)) => {
                list.iter().map(|one| self.cell(Some(one))).collect::<Vec<_>>().join(",")
            }
            Some(Value::Record(_)) => panic!("a record in a cell"),
        }
    }
}

/// Returns a person as the case system stores it: every list of records is present, and a list of codes can't hold a
/// missing code, so `[null]` becomes a missing list.
fn as_kept(person: &Record) -> Record {
    let mut kept = Record::default();
    kept.set("id", person.get("id").unwrap().clone());
    for column in FILES[0].columns.iter().filter(|column| !column.ours.is_empty()) {
        kept.set(column.ours, person.get(column.ours).cloned().unwrap_or(Value::Null));
    }
    for file in &FILES[1..] {
        let elements = match person.get(file.list) {
            Some(Value::List(elements)) => elements.clone(),
            _ => Vec::new(),
        };
        let only_unknown = |value: &Value| matches!(value, Value::List(list) if list[..] == [Value::Null]);
        let element = |element: Value| match element {
            Value::Record(record) => {
                let mut kept = Record::default();
                for (name, value) in record.fields() {
                    kept.set(name, if only_unknown(value) { Value::Null } else { value.clone() });
                }
                Value::Record(kept)
            }
            other => other,
        };
        kept.set(file.list, Value::List(elements.into_iter().map(element).collect()));
    }
    kept
}

/// Returns the files of the case system, in Windows-1252.
fn export(persons: &[Record]) -> Vec<(&'static File, Vec<u8>)> {
    let line = |cells: Vec<String>| {
        let quoted = cells.iter().map(|cell| {
            if cell.contains([';', '"', '\n']) {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell.clone()
            }
        });
        quoted.collect::<Vec<_>>().join(";") + "\r\n"
    };
    FILES
        .iter()
        .map(|file| {
            let names = file.columns.iter().map(|column| column.theirs.to_owned());
            let mut text = line(std::iter::once(file.key.to_owned()).chain(names).collect());
            for (number, person) in persons.iter().enumerate() {
                let key = Column { ..same("id") }.cell(person.get("id"));
                let row = |record: Option<&Record>| {
                    let cell = |column: &Column| {
                        if column.ours.is_empty() {
                            return if number % 3 == 0 {
                                "Ring; \"akut\"\nefter tolv".into()
                            } else {
                                String::new()
                            };
                        }
                        column.cell(record.and_then(|record| record.get(column.ours)))
                    };
                    line(std::iter::once(key.clone()).chain(file.columns.iter().map(cell)).collect())
                };
                if file.list.is_empty() {
                    text.push_str(&row(Some(person)));
                } else if let Some(Value::List(elements)) = person.get(file.list) {
                    for element in elements {
                        text.push_str(&match element {
                            Value::Record(record) => row(Some(record)),
                            _ => row(None),
                        });
                    }
                }
            }
            let byte = |c: char| u8::try_from(u32::from(c)).expect("a character of Latin-1");
            (file, text.chars().map(byte).collect())
        })
        .collect()
}

fn persons(count: u64) -> Vec<Record> {
    let options = SampleOptions { persons: count, seed: 7, ..SampleOptions::default() };
    Sample::new(options).unwrap().persons().map(|person| as_kept(&person)).collect()
}

fn ndjson(persons: &[Record]) -> String {
    let mut lines = String::new();
    for person in persons {
        person.write_json(&mut lines);
        lines.push('\n');
    }
    lines
}

fn edition() -> Arc<Edition> {
    Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap()
}

fn options() -> Options {
    Options {
        periods: vec![Period::parse("2013").unwrap()],
        by: vec!["stadsdel".into(), "kön".into()],
        ..Options::default()
    }
}

fn report_of_csv(edition: &Arc<Edition>, files: &[(&'static File, Vec<u8>)]) -> Report {
    let map = edition.map(&fs::read_to_string(folder().join("map.toml")).unwrap()).unwrap();
    let tables = files[1..].iter().map(|(file, bytes)| TableFile::from_bytes(file.list, bytes.as_slice()));
    let csv = CsvOptions { map: Some(map), tables: tables.collect(), ..CsvOptions::default() };
    let mut records = CsvRecords::new(files[0].1.as_slice(), &edition.schema(), csv).unwrap();
    let mut counter = edition.counter(&options()).unwrap();
    counter.add_all(&mut records).unwrap();
    counter.into_partial().finish().unwrap()
}

fn report_of_json(edition: &Arc<Edition>, persons: &[Record]) -> Report {
    let lines = ndjson(persons);
    let mut records = JsonRecords::new(lines.as_bytes(), InputFormat::Ndjson, &edition.schema(), None);
    let mut counter = edition.counter(&options()).unwrap();
    counter.add_all(&mut records).unwrap();
    counter.into_partial().finish().unwrap()
}

fn bytes(report: &Report) -> String {
    write(report, Format::Json, Lang::Sv).unwrap()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("examples/arendesystem")
}

#[test]
fn the_files_of_a_case_system_become_the_same_report_as_our_records() {
    let (edition, persons) = (edition(), persons(2000));
    let ours = report_of_json(&edition, &persons);
    assert!(ours.rows.iter().any(|row| row.figures.unknown.is_some_and(|unknown| unknown > 0)));
    assert_eq!(bytes(&report_of_csv(&edition, &export(&persons))), bytes(&ours));
}

#[test]
fn the_order_of_the_rows_changes_nothing() {
    let (edition, mut persons) = (edition(), persons(300));
    let ours = bytes(&report_of_json(&edition, &persons));
    let mut files = export(&persons);
    persons.reverse();
    files[0].1 = export(&persons).swap_remove(0).1;
    assert_eq!(bytes(&report_of_csv(&edition, &files)), ours);
    assert_eq!(bytes(&report_of_csv(&edition, &export(&persons))), ours);
}

#[test]
fn the_example_is_such_a_case_system() {
    let persons = persons(12);
    for (file, bytes) in export(&persons) {
        let path = folder().join(file.name);
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, &bytes).unwrap();
        }
        let found = fs::read(&path).unwrap_or_default();
        assert_eq!(found, bytes, "{}: made anew with UPDATE=1", path.display());
    }
}

#[test]
fn one_person_without_a_row_is_told_of() {
    let edition = edition();
    let persons = persons(20);
    let mut files = export(&persons);
    files[0].1 = export(&persons[1..]).swap_remove(0).1;
    let map = edition.map(&fs::read_to_string(folder().join("map.toml")).unwrap()).unwrap();
    let tables = files[1..].iter().map(|(file, bytes)| TableFile::from_bytes(file.list, bytes.as_slice()));
    let csv = CsvOptions { map: Some(map), tables: tables.collect(), ..CsvOptions::default() };
    let mut records = CsvRecords::new(files[0].1.as_slice(), &edition.schema(), csv).unwrap();
    let error = edition.counter(&options()).unwrap().add_all(&mut records).unwrap_err();
    assert!(error.message(Lang::Sv).contains("hör inte till någon av posterna"), "{error}");
}

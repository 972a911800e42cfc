//! Decoding the JSON of one person: our decoder compared with serde_json, into typed structs and into `Value`.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use kvinnofrid::document::Document;
use kvinnofrid::input::{InputFormat, RecordReader};
use kvinnofrid::notes::Oddities;
use kvinnofrid::record::Decoder;
use kvinnofrid::types::{CodeList, Column, ColumnKind, Layout, Scalar, Table};
use std::hint::black_box;
use std::sync::Arc;
use typed::RECORD;

#[path = "person/typed.rs"]
mod typed;

/// The layout of the typed structs above; `a|b` is a closed list, `[n]` a list in table n.
fn layout() -> Arc<Layout> {
    let table = |parent, record: Option<&str>, columns: &[(&str, &str)]| Table {
        record: record.map(str::to_owned),
        parent,
        columns: columns
            .iter()
            .map(|(name, kind)| Column {
                name: (*name).to_owned(),
                kind: kind_of(kind),
                sensitive: false,
                protected: Vec::new(),
            })
            .collect(),
    };
    Arc::new(Layout {
        tables: vec![
            table(
                None,
                Some("person"),
                &[
                    ("id", "nyckel"),
                    ("kön", "kvinna|man|annat"),
                    ("födelsedatum", "datum"),
                    ("stadsdel", "kategori"),
                    (
                        "skyddade_personuppgifter",
                        "ingen|sekretessmarkering|skyddad_folkbokföring|fingerade_personuppgifter",
                    ),
                    ("känd_sedan", "datum"),
                    ("våld", "[1]"),
                    ("riskbedömningar", "[3]"),
                    ("insatser", "[4]"),
                ],
            ),
            table(
                Some((0, 6)),
                Some("våld"),
                &[
                    ("roll", "våldsutsatt|våldsutövare|barn_upplevt|barn_direkt_utsatt"),
                    (
                        "kategori",
                        "våld_i_nära_relation|hedersrelaterat_våld_och_förtryck|prostitution|människohandel_för_sexuella_ändamål|sexuellt_våld_oberoende_av_relation",
                    ),
                    (
                        "relation",
                        "make_maka|sambo|pojk_flickvän|tidigare_partner|förälder|barn|syskon|annan_närstående|ingen_närstående",
                    ),
                    ("motpart_kön", "kvinna|man|annat"),
                    ("former", "[2]"),
                    ("från", "datum"),
                    ("till", "datum"),
                    ("pågående", "ja_nej"),
                    ("grad", "misstanke|konstaterat"),
                    ("registrerat", "datum"),
                ],
            ),
            table(
                Some((1, 4)),
                None,
                &[(
                    "",
                    "psykiskt|fysiskt|sexuellt|ekonomiskt|materiellt|försummelse|digitalt|latent|passivt_fysiskt|mot_husdjur",
                )],
            ),
            table(
                Some((0, 7)),
                Some("riskbedömning"),
                &[
                    (
                        "metod",
                        "FREDA_kortfrågor|FREDA_beskrivning|FREDA_farlighetsbedömning|SARA_SV|PATRIARK|Signs_of_Safety|ASI|lokal_mall|samtal_utan_bedömningsmetod",
                    ),
                    ("datum", "datum"),
                    ("nivå", "låg|medel|hög"),
                    ("poäng", "heltal"),
                ],
            ),
            table(
                Some((0, 8)),
                Some("insats"),
                &[
                    (
                        "typ",
                        "skyddat_boende|tillfälligt_boende|råd_och_stöd|gruppbehandling|stöd_under_rättsprocess|kontaktperson|ekonomiskt_bistånd|barnets_eget_stöd|insats_till_våldsutövare|annan",
                    ),
                    ("orsak_våld", "ja_nej"),
                    ("erbjuden", "datum"),
                    ("svar", "accepterat|avböjt|obesvarat"),
                    ("beviljad", "datum"),
                    ("påbörjad", "datum"),
                    ("avslutad", "datum"),
                    ("pågår", "ja_nej"),
                    ("tillfällen", "heltal"),
                ],
            ),
        ],
    })
}

fn kind_of(kind: &str) -> ColumnKind {
    if let Some(table) = kind.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return ColumnKind::List(table.parse().unwrap_or_default());
    }
    ColumnKind::Scalar(match kind {
        "nyckel" => Scalar::Key,
        "kategori" => Scalar::Category,
        "datum" => Scalar::Date,
        "ja_nej" => Scalar::Bool,
        "heltal" => Scalar::Int,
        codes => Scalar::Code(Arc::new(CodeList::new(codes.split('|').map(str::to_owned).collect()))),
    })
}

fn record(c: &mut Criterion) {
    let layout = layout();
    let mut group = c.benchmark_group("record");
    group.throughput(Throughput::Bytes(RECORD.len() as u64));
    group.bench_function("decode", |b| {
        let mut odd = Oddities::default();
        let mut document = Document::new(&layout);
        let mut decoder = Decoder::new(Arc::clone(&layout));
        b.iter(|| {
            assert!(decoder.read(black_box(RECORD.as_bytes()), 1, &mut document, &mut odd).is_ok());
            black_box(&document);
        });
        assert!(odd.unknown_fields().is_empty());
    });
    group.bench_function("serde_json_typed", |b| {
        b.iter(|| {
            let person = serde_json::from_slice::<typed::Person>(black_box(RECORD.as_bytes()));
            assert!(person.is_ok());
            person
        });
    });
    group.bench_function("serde_json_value", |b| {
        b.iter(|| {
            let value = serde_json::from_slice::<serde_json::Value>(black_box(RECORD.as_bytes()));
            assert!(value.is_ok());
            value
        });
    });
    group.finish();
}

fn stream(c: &mut Criterion) {
    const RECORDS: usize = 1_000;
    let lines = format!("{RECORD}\n").repeat(RECORDS);
    let list = format!("[{}]", vec![RECORD; RECORDS].join(",\n"));
    let mut group = c.benchmark_group("stream");
    for (name, text, format) in [("ndjson", &lines, InputFormat::Ndjson), ("json", &list, InputFormat::Json)]
    {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |b| {
            b.iter(|| {
                let mut records = RecordReader::new(black_box(text.as_bytes()), format);
                let mut bytes = 0;
                while let Ok(Some(record)) = records.next_record() {
                    bytes += record.json.len();
                }
                assert_eq!(bytes, RECORD.len() * RECORDS);
            });
        });
    }
    group.finish();
}

criterion_group!(benches, record, stream);
criterion_main!(benches);

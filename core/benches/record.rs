//! From the JSON of one person to memory: our decoder beside serde_json, into typed structs and into `Value`.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use kvinnofrid::document::Document;
use kvinnofrid::input::{InputFormat, RecordReader};
use kvinnofrid::record::Decoder;
use kvinnofrid::types::{CodeList, Column, ColumnKind, Layout, Scalar, Table};
use std::hint::black_box;
use std::sync::Arc;

const RECORD: &str = r#"{"id":"p-004711","kön":"kvinna","födelsedatum":"1984-05-17","stadsdel":"Södermalm","skyddade_personuppgifter":"ingen","känd_sedan":"2012-11-02","våld":[{"roll":"våldsutsatt","kategori":"våld_i_nära_relation","relation":"tidigare_partner","former":["psykiskt","fysiskt"],"från":"2010-06-01","pågående":false,"grad":"konstaterat"}],"riskbedömningar":[{"metod":"FREDA_farlighetsbedömning","datum":"2013-01-15","poäng":17}],"insatser":[{"typ":"råd_och_stöd","orsak_våld":true,"erbjuden":"2013-02-01","svar":"accepterat"}]}"#;

mod typed {
    //! The same record as a program that knows nothing else would declare it.

    use kvinnofrid::date::Date;
    use serde::{Deserialize, Deserializer};

    macro_rules! code {
        ($name:ident: $($variant:ident = $code:literal),* $(,)?) => {
            #[derive(Deserialize)]
            pub(crate) enum $name { $(#[serde(rename = $code)] $variant),* }
        };
    }

    code!(Kön: Kvinna = "kvinna", Man = "man", Annat = "annat");
    code!(Skydd: Ingen = "ingen", Sekretess = "sekretessmarkering", Skyddad = "skyddad_folkbokföring",
        Fingerade = "fingerade_personuppgifter");
    code!(Roll: Utsatt = "våldsutsatt", Utövare = "våldsutövare", Upplevt = "barn_upplevt",
        Direkt = "barn_direkt_utsatt");
    code!(Kategori: Nära = "våld_i_nära_relation", Heder = "hedersrelaterat_våld_och_förtryck",
        Prostitution = "prostitution", Människohandel = "människohandel_för_sexuella_ändamål",
        Sexuellt = "sexuellt_våld_oberoende_av_relation");
    code!(Relation: MakeMaka = "make_maka", Sambo = "sambo", Vän = "pojk_flickvän", Tidigare = "tidigare_partner",
        Förälder = "förälder", Barn = "barn", Syskon = "syskon", Annan = "annan_närstående",
        Ingen = "ingen_närstående");
    code!(Form: Psykiskt = "psykiskt", Fysiskt = "fysiskt", Sexuellt = "sexuellt", Ekonomiskt = "ekonomiskt",
        Materiellt = "materiellt", Försummelse = "försummelse", Digitalt = "digitalt", Latent = "latent",
        Passivt = "passivt_fysiskt", Husdjur = "mot_husdjur");
    code!(Grad: Misstanke = "misstanke", Konstaterat = "konstaterat");
    code!(Metod: Kort = "FREDA_kortfrågor", Beskrivning = "FREDA_beskrivning", Farlighet = "FREDA_farlighetsbedömning",
        Sara = "SARA_SV", Patriark = "PATRIARK", Signs = "Signs_of_Safety", Asi = "ASI", Lokal = "lokal_mall",
        Samtal = "samtal_utan_bedömningsmetod");
    code!(Nivå: Låg = "låg", Medel = "medel", Hög = "hög");
    code!(Typ: Skyddat = "skyddat_boende", Tillfälligt = "tillfälligt_boende", Råd = "råd_och_stöd",
        Grupp = "gruppbehandling", Rätt = "stöd_under_rättsprocess", Kontakt = "kontaktperson",
        Bistånd = "ekonomiskt_bistånd", Barn = "barnets_eget_stöd", Utövare = "insats_till_våldsutövare",
        Annan = "annan");
    code!(Svar: Accepterat = "accepterat", Avböjt = "avböjt", Obesvarat = "obesvarat");

    pub(crate) struct Day(#[expect(dead_code, reason = "only reading is measured")] Date);

    impl<'de> Deserialize<'de> for Day {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let text = <&str>::deserialize(deserializer)?;
            Date::parse(text).map(Self).ok_or_else(|| serde::de::Error::custom("not a date"))
        }
    }

    macro_rules! record {
        ($name:ident { $($field:ident: $kind:ty),* $(,)? }) => {
            #[derive(Deserialize)]
            #[expect(dead_code, reason = "only reading is measured")]
            pub(crate) struct $name { $($field: Option<$kind>),* }
        };
    }

    record!(Person {
        id: String, kön: Kön, födelsedatum: Day, stadsdel: String, skyddade_personuppgifter: Skydd, känd_sedan: Day,
        våld: Vec<Våld>, riskbedömningar: Vec<Riskbedömning>, insatser: Vec<Insats>,
    });
    record!(Våld {
        roll: Roll, kategori: Kategori, relation: Relation, motpart_kön: Kön, former: Vec<Form>, från: Day, till: Day,
        pågående: bool, grad: Grad, registrerat: Day,
    });
    record!(Riskbedömning { metod: Metod, datum: Day, nivå: Nivå, poäng: i64 });
    record!(Insats {
        typ: Typ,
        orsak_våld: bool,
        erbjuden: Day,
        svar: Svar,
        beviljad: Day,
        påbörjad: Day,
        avslutad: Day,
        pågår: bool,
        tillfällen: i64,
    });
}

/// The layout of the typed structs above; `a|b` is a closed list, `[n]` a list in table n.
fn layout() -> Arc<Layout> {
    let table = |parent, record: Option<&str>, columns: &[(&str, &str)]| Table {
        record: record.map(str::to_owned),
        parent,
        columns: columns
            .iter()
            .map(|(name, kind)| Column { name: (*name).to_owned(), kind: kind_of(kind), sensitive: false })
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
        let mut document = Document::new(&layout);
        let mut decoder = Decoder::new(Arc::clone(&layout));
        b.iter(|| {
            assert!(decoder.read(black_box(RECORD.as_bytes()), 1, &mut document).is_ok());
            black_box(&document);
        });
        assert!(decoder.unknown_fields().is_empty());
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

use super::super::ColumnUse;
use super::*;
use crate::data::record::Decoder;
use crate::{Edition, Limits, Rules};
use serde_json::{Value, json};

const RULES: &str = r#"utgåva("prov/prov@1", #{ revision: "1.0.0", titel: "Prov", gäller: period("1900-01-01", "2199-12-31"), antagen: "prov", status: "utkast" });
tolkning("t", #{ nr: "A01", fråga: "Vad?", varför: "Prov", alternativ: #{ a: "a", b: "b" }, valt: "a" });
post("led", #{ ja: ja_nej, dag: datum, märken: lista(kod(["a", "b"])) });
post("del", #{ typ: kod(["x", "y"]), led: lista("led"), ärende: nyckel });
post("prov", #{ id: nyckel, med: ja_nej, tal: heltal, ort: kategori, kön: kod(["k", "m"]), född: datum, delar: lista("del") });
målgrupp("alla", #{ namn: "alla", tolkning: "t", post: "prov", villkor: |p| p.med });
"#;

fn edition() -> Arc<Edition> {
    let file = ("prov/prov/1/10-prov.rhai".to_owned(), RULES.as_bytes().to_vec());
    Rules::from_files([file]).programme("prov/prov").unwrap().edition("1").unwrap()
}

/// What a frame of all columns needs.
fn everything(layout: &Layout) -> Projection {
    let mut wanted = Projection::nothing(layout);
    for (number, table) in layout.tables.iter().enumerate() {
        wanted.want_list(number);
        (0..table.columns.len()).for_each(|column| wanted.want(number, column, ColumnUse::Values));
    }
    wanted
}

fn records() -> Vec<Value> {
    let one = |n: usize| match n % 5 {
        0 => json!({"id": n}),
        1 => json!({"id": format!("k{n}"), "med": n > 50, "tal": n, "kön": "m", "delar": []}),
        2 => {
            json!({"id": n, "ort": "Å", "delar": [{"typ": "y", "led": [{"ja": true}, {"märken": ["b", null]}]}, {}]})
        }
        3 => {
            json!({"id": n, "ort": format!("{n}"), "född": "1980-05-17", "delar": [null, {"ärende": "17", "led": []}]})
        }
        _ => json!({"id": n, "kön": "k", "delar": [{"led": [{"dag": "2013-01-01", "märken": []}]}]}),
    };
    (0..200).map(one).collect()
}

/// Gathers the records, and returns them as they were decoded.
fn gathered(edition: &Edition, wanted: &Projection) -> (Gathered, Vec<Value>) {
    let layout = edition.layout();
    let mut gathered = Gathered::new(layout, wanted, &Limits::DEFAULT).unwrap();
    let mut decoder = Decoder::new(Arc::clone(layout));
    let mut decoded = Vec::new();
    for (record, number) in records().iter().zip(1..) {
        let (document, _) = decoder.decode(record.to_string().as_bytes(), number).unwrap();
        gathered.push(&document, number);
        decoded.push(document.to_json(layout));
    }
    (gathered, decoded)
}

fn restored(gathered: &Gathered, layout: &Arc<Layout>, record: usize) -> Value {
    let mut document = Document::new(layout);
    let mut decoder = Decoder::new(Arc::clone(layout));
    let number = gathered.number(record);
    gathered.read((record, number), &mut decoder, &mut document, &mut Oddities::default()).unwrap();
    document.to_json(layout)
}

#[test]
fn each_record_is_restored_as_it_was() {
    let edition = edition();
    let layout = edition.layout();
    let (mut all, decoded) = gathered(&edition, &everything(layout));
    assert_eq!(all.len(), decoded.len());
    for (number, record) in decoded.iter().enumerate() {
        assert_eq!(&restored(&all, layout, number), record);
    }
    all.clear();
    assert_eq!((all.len(), all.rows, all.text), (0, 0, 0));
    let mut decoder = Decoder::new(Arc::clone(layout));
    let (document, _) = decoder.decode(records()[2].to_string().as_bytes(), 1).unwrap();
    all.push(&document, 17);
    assert_eq!((restored(&all, layout, 0), all.number(0)), (decoded[2].clone(), 17));
}

#[test]
fn only_what_is_projected_is_kept() {
    let edition = edition();
    let layout = edition.layout();
    let mut wanted = Projection::nothing(layout);
    wanted.want(0, layout.key_column().unwrap(), ColumnUse::Texts);
    let inner = layout.tables.iter().position(|table| table.column("dag").is_some()).unwrap();
    wanted.want(inner, layout.tables[inner].column("dag").unwrap(), ColumnUse::Values);
    let (some, decoded) = gathered(&edition, &wanted);
    let expected = json!({"id": "4", "delar": [{"led": [{"dag": "2013-01-01"}]}]});
    assert_eq!((restored(&some, layout, 4), restored(&some, layout, 0)), (expected, decoded[0].clone()));
}

#[test]
fn any_rows_are_a_frame_of_their_values() {
    let edition = edition();
    let layout = edition.layout();
    let wanted = everything(layout);
    let (all, _) = gathered(&edition, &wanted);
    let mut decoder = Decoder::new(Arc::clone(layout));
    let born = layout.tables[0].column("född").unwrap();
    let place = layout.tables[0].column("ort").unwrap();
    for rows in [0..200, 0..1, 3..3, 64..128, 1..67, 63..200, 130..131] {
        let taken = all.take(&mut decoder, rows.clone()).unwrap();
        let frame = taken.frame(&wanted).unwrap();
        assert_eq!(frame.len(), rows.len());
        let known = |column: usize, row: usize| frame.column(0, column).is_some_and(|c| c.is_known(row));
        for (row, n) in rows.clone().enumerate() {
            assert_eq!(known(born, row), n % 5 == 3, "{n} of {rows:?}");
            assert_eq!(known(place, row), matches!(n % 5, 2 | 3), "{n} of {rows:?}");
        }
        let parts = frame.tables[1..].iter().flatten().find(|table| table.lists.is_some()).unwrap();
        let lists = parts.lists.as_ref().unwrap();
        for (row, n) in rows.clone().enumerate() {
            let elements = [0, 0, 2, 2, 1][n % 5];
            assert_eq!(lists.elements(row).len(), elements, "{n} of {rows:?}");
            assert_eq!(lists.known.as_ref().is_none_or(|known| known.has(row)), n % 5 != 0);
        }
    }
}

#[test]
fn records_without_a_key_or_with_thousands_of_elements_are_exceptions() {
    let edition = edition();
    let layout = edition.layout();
    let wanted = everything(layout);
    let mut gathered = Gathered::new(layout, &wanted, &Limits::DEFAULT).unwrap();
    let mut decoder = Decoder::new(Arc::clone(layout));
    let long = json!({"id": 2, "delar": vec![json!({}); 5000]});
    for (record, number) in [json!({"id": 1}), long, json!({}), json!({"id": 3})].iter().zip(1..) {
        let (document, _) = decoder.decode(record.to_string().as_bytes(), number).unwrap();
        gathered.push(&document, number);
    }
    assert_eq!(gathered.exceptions(&mut decoder, &(0..4)), [1, 2]);
    assert_eq!(gathered.exceptions(&mut decoder, &(2..4)), [2]);
    assert!(gathered.take(&mut decoder, 0..2).is_none() && gathered.take(&mut decoder, 3..4).is_some());
}

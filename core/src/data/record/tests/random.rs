//! Random records and bytes: reading again, damage, and what no error repeats.

use super::*;
use proptest::prelude::*;

/// Records of the layout, with fields in any order, some with invalid contents.
fn record() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        4 => Just("null".to_owned()),
        2 => "[0-9]{1,4}(\\.[0-9])?",
        2 => "\"(kvinna|man|annat|2013-0[1-9]-1[0-9]|[a-zåäö]{0,6})\"",
        1 => prop_oneof![Just("true".to_owned()), Just("[]".to_owned()), Just("{}".to_owned())],
    ];
    let insats = proptest::collection::vec(
        (proptest::sample::select(vec!["typ", "erbjuden", "ärende", "annat"]), value.clone()),
        0..3,
    );
    let fields = proptest::collection::vec(
        (
            proptest::sample::select(vec!["id", "kön", "födelsedatum", "stadsdel", "poäng", "namn", "x"]),
            value,
        ),
        0..5,
    );
    (fields, proptest::option::of(proptest::collection::vec(insats, 0..3))).prop_map(|(fields, list)| {
        let object = |fields: Vec<(&str, String)>| {
            let fields: Vec<String> = fields.into_iter().map(|(k, v)| format!("\"{k}\":{v}")).collect();
            fields.join(",")
        };
        let mut json = object(fields);
        if let Some(list) = list {
            let list: Vec<String> = list.into_iter().map(|i| format!("{{{}}}", object(i))).collect();
            let comma = if json.is_empty() { "" } else { "," };
            json.push_str(&format!("{comma}\"insatser\":[{}]", list.join(",")));
        }
        format!("{{{json}}}")
    })
}

proptest! {
    #[test]
    fn a_decoder_and_document_that_are_used_again_read_as_new_ones_do(
        records in proptest::collection::vec(record(), 1..8),
    ) {
        let layout = layout();
        let mut document = Document::new(&layout);
        let mut decoder = Decoder::new(Arc::clone(&layout));
        for json in records {
            let again = decoder.read(json.as_bytes(), 1, &mut document, &mut Oddities::default()).map(|()| contents(&document, &layout));
            prop_assert_eq!(again, read(&json).map(|new| contents(&new, &layout)));
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let layout = layout();
        let mut document = Document::new(&layout);
        let _ = Decoder::new(layout).read(&bytes, 1, &mut document, &mut Oddities::default());
    }

    #[test]
    fn a_damaged_record_is_json_to_us_exactly_where_it_is_to_serde_json(
        json in record(),
        at in 0.0..1.0,
        by in prop_oneof![prop::sample::select(b"{}[]:,\"\\0- \n".to_vec()), any::<u8>()],
        cut in any::<bool>(),
    ) {
        let mut bytes = json.into_bytes();
        let at = (bytes.len() as f64 * at) as usize;
        if cut { bytes.truncate(at) } else { bytes[at] = by }
        let layout = layout();
        let mut document = Document::new(&layout);
        let json = serde_json::from_slice::<serde_json::Value>(&bytes);
        match Decoder::new(layout).read(&bytes, 1, &mut document, &mut Oddities::default()).map_err(swedish) {
            Ok(()) => prop_assert!(json.is_ok()),
            Err(error) => {
                let broken = ["ogiltig JSON", "något mer efter", "inte UTF-8"].iter().any(|said| error.contains(said));
                prop_assert!(!broken || json.is_err(), "{}", error);
            }
        }
    }

    #[test]
    fn no_error_repeats_a_value(
        // Letters and digits that occur in no message by themselves.
        value in "[QXZ]{3}[α-ω\\\\\"/ ]{0,6}",
        number in 31_415_926_535_i64..31_415_926_599,
        field in proptest::sample::select(vec![
            "id", "kön", "födelsedatum", "stadsdel", "poäng", "avgift", "skyddad", "insatser", "okänt",
        ]),
        cut in 0.0..1.0,
    ) {
        let quoted = serde_json::to_string(&value).unwrap();
        let values = [
            quoted.clone(), value.clone(), number.to_string(), format!("{number}.5"), format!("-{number}e5"),
            format!("[{quoted}]"), format!("{{{quoted}: {number}}}"), format!("[{{\"typ\": {quoted}}}]"),
            format!("[{{\"erbjuden\": {number}}}]"), format!("[{{\"former\": [{quoted}]}}]"),
        ];
        for value in values {
            let json = format!("{{\"{field}\": {value}, \"kön\": {value}}}");
            let cut = (json.len() as f64 * cut) as usize;
            let cut = (0..=cut).rev().find(|at| json.is_char_boundary(*at)).unwrap_or(0);
            let root = &value;
            for json in [json.as_str(), json.split_at(cut).0, root] {
                let Err(error) = read(json) else { continue };
                let display = error.to_string();
                let swedish = swedish(error);
                for secret in ["QX", "XZ", "ZQ", "QZ", "ZX", "XQ", "QQ", "XX", "ZZ", "314159"] {
                    prop_assert!(!display.contains(secret) && !swedish.contains(secret), "{} | {}", swedish, display);
                }
            }
        }
    }
}

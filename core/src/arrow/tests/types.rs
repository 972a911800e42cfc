//! The types that a field accepts.

use super::*;
use crate::data::record::tests::layout;
use arrow_array::types::*;
use arrow_array::*;
use arrow_buffer::i256;

/// Returns the values of the field `name`, read from a column `array`.
fn values(name: &str, array: impl Array + 'static) -> Result<Vec<String>, String> {
    let batch = RecordBatch::try_from_iter([(name, Arc::new(array) as ArrayRef)]).unwrap();
    let records = read(&layout(), &batch)?;
    let value = |record: &String| {
        let (_, rest) = record.split_once(&format!("{name}: ")).unwrap();
        // The next field in layout order.
        let end = rest.find(", ").unwrap_or(rest.len() - 1);
        rest.get(..end).unwrap().to_owned()
    };
    Ok(records.iter().map(value).collect())
}

fn same<const N: usize>(values: [&str; N]) -> Result<Vec<String>, String> {
    Ok(values.map(str::to_owned).to_vec())
}

#[test]
fn keys_are_texts_or_whole_numbers_of_any_width() {
    let expected = same(["\"17\"", "Missing", "\"1\""]);
    assert_eq!(values("id", StringArray::from(vec![Some("17"), None, Some("1")])), expected);
    assert_eq!(values("id", Int8Array::from(vec![Some(17), None, Some(1)])), expected);
    assert_eq!(values("id", UInt16Array::from(vec![Some(17), None, Some(1)])), expected);
    assert_eq!(values("id", Int64Array::from(vec![Some(17), None, Some(1)])), expected);
    let largest = UInt64Array::from(vec![u64::MAX]);
    assert_eq!(values("id", largest), same(["\"18446744073709551615\""]));
    let numbers = Int64Array::from(vec![17, 1]);
    let dictionary = DictionaryArray::new(UInt8Array::from(vec![Some(0), None, Some(1)]), Arc::new(numbers));
    assert_eq!(values("id", dictionary), expected);
}

#[test]
fn dates_are_days_or_midnights() {
    let expected = same(["Date(0)", "Missing", "Date(-1)"]);
    let day = 86_400;
    assert_eq!(values("födelsedatum", Date32Array::from(vec![Some(0), None, Some(-1)])), expected);
    assert_eq!(values("födelsedatum", Date64Array::from(vec![Some(0), None, Some(-day * 1000)])), expected);
    let seconds = TimestampSecondArray::from(vec![Some(0), None, Some(-day)]);
    assert_eq!(values("födelsedatum", seconds.clone()), expected);
    assert_eq!(values("födelsedatum", seconds.with_timezone("+00:00")), expected);
    let late = TimestampMillisecondArray::from(vec![Some(0), Some(1)]);
    let error = values("födelsedatum", late).unwrap_err();
    assert!(error.starts_with("rad 2: födelsedatum: tiden är inte midnatt"), "{error}");
    let error = values("födelsedatum", Date32Array::from(vec![i32::MAX])).unwrap_err();
    assert!(error.contains("utanför åren 1–9999"), "{error}");
}

#[test]
fn days_may_be_written_as_texts() {
    let expected = same(["Date(0)", "Missing", "Date(-1)"]);
    let written = vec![Some("1970-01-01"), None, Some("1969-12-31T00:00:00")];
    assert_eq!(values("födelsedatum", StringArray::from(written.clone())), expected);
    assert_eq!(values("födelsedatum", StringViewArray::from(written.clone())), expected);
    let words: DictionaryArray<Int32Type> = written.into_iter().collect();
    assert_eq!(values("födelsedatum", words), expected);
    let error = values("födelsedatum", StringArray::from(vec!["1970-01-01", "hemligt"])).unwrap_err();
    assert!(error.starts_with("rad 2: födelsedatum: här ska stå ett datum som \"2013-06-30\""), "{error}");
    assert!(!error.contains("hemligt"), "{error}");
}

#[test]
fn a_float_that_is_whole_is_a_whole_number() {
    let expected = same(["Int(12)", "Missing", "Int(-3)", "Int(0)"]);
    let floats = vec![Some(12.0), None, Some(-3.0), Some(-0.0)];
    assert_eq!(values("poäng", Float64Array::from(floats)), expected);
    assert_eq!(values("poäng", Float32Array::from(vec![Some(12.0), None, Some(-3.0), Some(-0.0)])), expected);
    let decimals = Decimal128Array::from(vec![Some(1200), None, Some(-300), Some(0)]);
    assert_eq!(values("poäng", decimals.with_precision_and_scale(10, 2).unwrap()), expected);
    for wrong in [12.5, f64::NAN, f64::INFINITY, 1e300] {
        assert!(values("poäng", Float64Array::from(vec![wrong])).is_err(), "{wrong}");
    }
    assert_eq!(values("id", Float64Array::from(vec![17.0])), same(["\"17\""]));
    // From this value on, two whole numbers may be the same float.
    let error = values("id", Float64Array::from(vec![9_007_199_254_740_992.0])).unwrap_err();
    assert!(error.contains("siffror i nyckeln kan ha gått förlorade"), "{error}");
}

#[test]
fn decimals_keep_their_digits() {
    let expected = same(["1.5", "Missing"]);
    let d128 =
        |value, scale| Decimal128Array::from(vec![Some(value), None]).with_precision_and_scale(38, scale);
    assert_eq!(values("avgift", d128(15, 1).unwrap()), expected);
    // More decimals than this crate's decimals have, most of them zeros.
    assert_eq!(values("avgift", d128(15 * 10i128.pow(31), 32).unwrap()), expected);
    let d256 = Decimal256Array::from(vec![Some(i256::from(150)), None]);
    assert_eq!(values("avgift", d256.with_precision_and_scale(76, 2).unwrap()), expected);
    let d64 = Decimal64Array::from(vec![Some(15), None]).with_precision_and_scale(5, 1).unwrap();
    assert_eq!(values("avgift", d64), expected);
    assert_eq!(values("avgift", Float64Array::from(vec![Some(1.5), None])), expected);
    assert_eq!(values("avgift", Float32Array::from(vec![0.1])), same(["0.1"]));
    assert_eq!(values("avgift", UInt8Array::from(vec![100])), same(["100"]));
    let hundreds = Decimal128Array::from(vec![15]).with_precision_and_scale(5, -2).unwrap();
    assert_eq!(values("avgift", hundreds), same(["1500"]));
    let error = values("avgift", Float64Array::from(vec![1.0, f64::NAN])).unwrap_err();
    assert!(error.starts_with("rad 2: avgift: talet är inte ändligt"), "{error}");
    let error = values("avgift", d128(i128::MAX / 2, 10).unwrap()).unwrap_err();
    assert!(error.starts_with("rad 1: avgift: talet ryms inte exakt"), "{error}");
    // Written out, the largest float has 309 digits, and the smallest as many zeros.
    assert!(values("avgift", Float64Array::from(vec![f64::MAX])).is_err());
    assert!(values("avgift", Float64Array::from(vec![f64::MIN_POSITIVE])).is_err());
}

#[test]
fn whole_numbers_have_any_width_within_64_bits() {
    assert_eq!(values("poäng", Int16Array::from(vec![Some(-3), None])), same(["Int(-3)", "Missing"]));
    let large = UInt64Array::from(vec![i64::MAX as u64, i64::MAX as u64 + 1]);
    let error = values("poäng", large).unwrap_err();
    assert!(error.starts_with("rad 2: poäng: heltalet ska ligga mellan"), "{error}");
}

#[test]
fn a_column_of_nothing_is_missing_whatever_the_field() {
    for name in ["id", "kön", "födelsedatum", "stadsdel", "poäng", "avgift", "skyddad", "insatser"] {
        assert_eq!(values(name, NullArray::new(2)), same(["Missing", "Missing"]), "{name}");
    }
}

#[test]
fn a_dictionary_may_hold_what_no_row_uses_and_nulls() {
    let codes = StringArray::from(vec![Some("saknas i listan"), None, Some("man")]);
    let unused = DictionaryArray::new(Int16Array::from(vec![Some(2), Some(1), None]), Arc::new(codes));
    assert_eq!(values("kön", unused.clone()), same(["Code(1)", "Missing", "Missing"]));
    let used = DictionaryArray::new(Int16Array::from(vec![2, 0]), unused.values().clone());
    let error = values("kön", used).unwrap_err();
    assert!(error.starts_with("rad 2: kön: koden finns inte i listan"), "{error}");
    assert!(!error.contains("saknas i listan"), "{error}");
}

#[test]
fn a_dictionary_much_longer_than_the_batch_is_read_as_well() {
    let mut words: Vec<String> = (0..5_000).map(|n| format!("ord {n}")).collect();
    words.push("kvinna".to_owned());
    let array =
        DictionaryArray::<Int32Type>::new(Int32Array::from(vec![5_000]), Arc::new(StringArray::from(words)));
    assert_eq!(values("kön", array), same(["Code(0)"]));
}

#[test]
fn lists_may_have_a_fixed_size() {
    let codes = StringArray::from(vec!["fysiskt", "fysiskt", "försummelse", "fysiskt"]);
    let field = Arc::new(arrow_schema::Field::new("item", arrow_schema::DataType::Utf8, true));
    let former: ArrayRef = Arc::new(FixedSizeListArray::new(field, 2, Arc::new(codes), None).slice(1, 1));
    let insatser = StructArray::try_from(vec![("former", former)]).unwrap();
    let field = Arc::new(arrow_schema::Field::new("item", insatser.data_type().clone(), true));
    let list = FixedSizeListArray::new(field, 1, Arc::new(insatser), None);
    let batch = RecordBatch::try_from_iter([("insatser", Arc::new(list) as ArrayRef)]).unwrap();
    let records = read(&layout(), &batch).unwrap();
    assert!(records[0].contains("former: [{: Code(1)}, {: Code(0)}]"), "{records:?}");
}

//! Messages about data that do not match the layout.

use super::*;
use crate::data::record::tests::layout;
use crate::data::schema::Schema;
use crate::findings::error::InputError;
use crate::{OnError, data::map::Map};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::*;
use arrow_schema::{ArrowError, DataType, Field};

fn error(columns: Vec<(&str, ArrayRef)>) -> String {
    read(&layout(), &RecordBatch::try_from_iter(columns).unwrap()).unwrap_err()
}

fn texts(values: &[&str]) -> ArrayRef {
    Arc::new(StringArray::from(values.to_vec()))
}

fn list_of(child: ArrayRef) -> ArrayRef {
    let field = Arc::new(Field::new("item", child.data_type().clone(), true));
    let lengths = arrow_buffer::OffsetBuffer::from_lengths([child.len()]);
    Arc::new(ListArray::new(field, lengths, child, None))
}

#[test]
fn a_wrong_type_names_the_column_and_what_to_do() {
    let floats: ArrayRef = Arc::new(Float64Array::from(vec![1.0]));
    let local: ArrayRef = Arc::new(TimestampSecondArray::from(vec![0]).with_timezone("Europe/Stockholm"));
    let numbers: ArrayRef = Arc::new(Int64Array::from(vec![1]));
    let insats = |name: &str, child: ArrayRef| -> ArrayRef {
        list_of(Arc::new(StructArray::try_from(vec![(name, child)]).unwrap()))
    };
    for (name, array, message) in [
        (
            "id",
            Arc::new(BooleanArray::from(vec![true])) as ArrayRef,
            "id: kolumnen har typen Boolean, men ska vara text (Utf8) eller heltal (Int64); gör om den (i pyarrow: `cast`), eller ge kolumnen ett annat namn om den är något annat",
        ),
        (
            "kön",
            numbers.clone(),
            "kön: kolumnen har typen Int64, men ska vara text (Utf8) eller Dictionary med text; säg i en karta vilken kod varje värde är",
        ),
        (
            "födelsedatum",
            floats.clone(),
            "födelsedatum: kolumnen har typen Float64, men ska vara Date32, Timestamp vid midnatt utan tidszon eller i UTC, eller text som 2013-06-30; gör om den (i pyarrow: `cast`), eller ge kolumnen ett annat namn om den är något annat",
        ),
        (
            "födelsedatum",
            local,
            "födelsedatum: kolumnen har typen Timestamp(s, tz), men ska vara Date32, Timestamp vid midnatt utan tidszon eller i UTC, eller text som 2013-06-30; gör om tiderna till dagar i er egen tidszon först",
        ),
        (
            "födelsedatum",
            Arc::new(DurationSecondArray::from(vec![1])),
            "födelsedatum: kolumnen har typen Duration(s), men ska vara Date32, Timestamp vid midnatt utan tidszon eller i UTC, eller text som 2013-06-30; en tidslängd eller ett klockslag är ingen dag; ge dagarna själva, eller ge kolumnen ett annat namn om den är något annat",
        ),
        (
            "skyddad",
            numbers.clone(),
            "skyddad: kolumnen har typen Int64, men ska vara Boolean; säg i en karta vad som betyder ja och nej, eller jämför med det (`kolumn == 1`)",
        ),
        (
            "poäng",
            texts(&["12"]),
            "poäng: kolumnen har typen Utf8, men ska vara heltal (Int64); gör om den (i pyarrow: `cast`), eller ge kolumnen ett annat namn om den är något annat",
        ),
        (
            "insatser",
            texts(&["a"]),
            "insatser: kolumnen har typen Utf8, men ska vara en lista (List); samla radernas element i en List, eller ge listan som en egen tabell",
        ),
        (
            "insatser",
            list_of(numbers.clone()),
            "insatser: listans element har typen Int64, men ska vara Struct med ett fält för varje uppgift",
        ),
        (
            "insatser",
            insats("erbjuden", numbers.clone()),
            "insatser.erbjuden: kolumnen har typen Int64, men ska vara Date32, Timestamp vid midnatt utan tidszon eller i UTC, eller text som 2013-06-30; säg i en karta, under [format], hur dagarna skrivs, till exempel `datum = \"ÅÅÅÅMMDD\"`",
        ),
        (
            "insatser",
            insats("former", list_of(floats)),
            "insatser.former: kolumnen har typen Float64, men ska vara text (Utf8) eller Dictionary med text; gör om den (i pyarrow: `cast`), eller ge kolumnen ett annat namn om den är något annat",
        ),
    ] {
        assert_eq!(error(vec![(name, array)]), message);
    }
}

#[test]
fn a_wrong_value_names_the_row_and_the_path_and_never_the_value() {
    let ok = texts(&["kvinna", "kvinna"]);
    let message = error(vec![("kön", texts(&["kvinna", "hemligt"])), ("stadsdel", ok)]);
    assert_eq!(
        message,
        "rad 2: kön: koden finns inte i listan; skriv en av `kvinna`, `man`, `annat`, eller null om värdet inte är känt"
    );
    let insatser: ArrayRef = Arc::new(
        StructArray::try_from(vec![(
            "former",
            Arc::new(ListArray::new(
                Arc::new(Field::new("item", DataType::Utf8, true)),
                arrow_buffer::OffsetBuffer::from_lengths([1, 2]),
                texts(&["fysiskt", "fysiskt", "hemligt"]),
                None,
            )) as ArrayRef,
        )])
        .unwrap(),
    );
    let message = error(vec![("insatser", list_of(insatser))]);
    assert!(message.starts_with("rad 1: insatser[1].former[1]: koden finns inte i listan"), "{message}");
}

#[test]
fn a_column_that_is_there_twice_is_refused() {
    let fields =
        vec![Field::new("kön", DataType::Utf8, true), Field::new("ko\u{308}n", DataType::Utf8, true)];
    let schema = Arc::new(arrow_schema::Schema::new(fields));
    let batch = RecordBatch::try_new(schema, vec![texts(&["man"]), texts(&["man"])]).unwrap();
    let message = read(&layout(), &batch).unwrap_err();
    assert_eq!(message, "kön: två kolumner heter `kön`; ge dem olika namn, eller ta bort den ena");
}

#[test]
fn columns_that_are_no_fields_are_told_once_and_those_that_are_missing_too() {
    let edition = edition();
    let batch = RecordBatch::try_from_iter([("id", texts(&["a"])), ("stadsdelar", texts(&["b"]))]).unwrap();
    let next = RecordBatch::try_from_iter([("id", texts(&["c"])), ("stadsdelar", texts(&["d"]))]).unwrap();
    let mut counter = edition.counter(&options()).unwrap();
    counter.add_batch(&batch).unwrap();
    counter.add_batch(&next).unwrap();
    let unknown = counter.oddities().unknown_in_short();
    assert_eq!(unknown, [("stadsdelar".to_owned(), Some("stadsdel".to_owned()))]);
    let report = counter.into_partial().finish().unwrap();
    assert!(report.receipt.editions[0].absent_fields.contains(&"stadsdel".to_owned()));
    assert!(!report.receipt.editions[0].absent_fields.contains(&"id".to_owned()));
}

#[test]
fn a_table_without_rows_is_counted_only_if_it_has_the_key() {
    let count = |name: &str| {
        let batch = RecordBatch::try_from_iter([(name, texts(&[]))]).unwrap();
        let edition = edition();
        let mut counter = edition.counter(&options()).unwrap();
        counter.add_batches([Ok(batch)]).map(|()| counter.records())
    };
    assert_eq!(count("id").unwrap(), 0);
    let error = count("kön").unwrap_err().to_string();
    assert_eq!(
        error,
        "id: there is no column `id` with the key of the records; what it is called can be said in a map"
    );
}

#[test]
fn a_bad_record_is_passed_over_where_that_is_asked_for_and_a_bad_column_never() {
    let edition = edition();
    let options = Options { on_error: OnError::Skip, ..options() };
    let batch =
        RecordBatch::try_from_iter([("id", texts(&["a", "b", "a"])), ("kön", texts(&["man", "x", "man"]))])
            .unwrap();
    let mut counter = edition.counter(&options).unwrap();
    counter.add_batch(&batch).unwrap();
    assert_eq!((counter.records(), counter.rejected()), (1, 2));
    let rows: Vec<String> = counter.rejections().iter().map(|e| e.message(Lang::Sv)).collect();
    assert!(rows[0].starts_with("rad 2: kön:") && rows[1].starts_with("rad 3: id:"), "{rows:?}");
    let yes: ArrayRef = Arc::new(BooleanArray::from(vec![true]));
    let dates = RecordBatch::try_from_iter([("födelsedatum", yes)]).unwrap();
    assert!(matches!(counter.add_batch(&dates), Err(Error::Input(_))));

    let options = Options { by: vec![], ..options };
    let mut classifier = edition.classifier(&options).unwrap();
    let classes = classifier.classify_batch(&batch).unwrap();
    assert_eq!((classes.num_rows(), classifier.rejected()), (3, 1));
    assert_eq!(classes.column(1).as_ref(), &BooleanArray::from(vec![Some(false), None, Some(false)]));
}

#[test]
fn a_record_with_too_much_text_is_refused() {
    let long = "x".repeat(60 << 10);
    let records = vec![("ärende", texts(&vec![long.as_str(); 300]))];
    let list = list_of(Arc::new(StructArray::try_from(records).unwrap()));
    let message = error(vec![("insatser", list)]);
    assert!(message.contains("posten är för stor"), "{message}");
}

#[test]
fn a_record_with_too_many_elements_is_refused() {
    let nothing = StructArray::new_empty_fields(100_001, None);
    let message = error(vec![("insatser", list_of(Arc::new(nothing)))]);
    assert!(message.contains("för många element"), "{message}");
}

#[test]
fn a_map_says_what_columns_and_values_mean() {
    let layout = layout();
    let schema = Schema::new(Arc::clone(&layout), "person");
    let map = "[fält]\nkön = \"Kon\"\n[koder.kön]\n1 = \"man\"\n2 = \"kvinna\"\n[saknas]\nkön = [\"9\"]\nfödelsedatum = [\"1900-01-01\"]\n";
    let map = Map::parse(map, &schema).unwrap();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("Kon", Arc::new(Int8Array::from(vec![1, 2, 9]))),
        ("födelsedatum", Arc::new(Date32Array::from(vec![0, -25_567, 1]))),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut records = ArrowRecords::new(std::iter::once(Ok(batch)), &schema, Some(&map)).unwrap();
    let mut document = Document::new(&layout);
    let mut cells = Vec::new();
    while records.next(&mut document).unwrap().is_some() {
        cells.push((document.cell(0, 0, 1), document.cell(0, 0, 2)));
    }
    let expected =
        [(Cell::Code(1), Cell::Date(0)), (Cell::Code(0), Cell::Missing), (Cell::Missing, Cell::Date(1))];
    assert_eq!(cells, expected);
}

#[test]
fn what_the_producer_of_a_stream_says_of_its_failure_is_not_repeated() {
    let batch = RecordBatch::try_from_iter([("id", texts(&["a"]))]).unwrap();
    let failing = vec![
        Ok(batch.clone()),
        Err(ArrowError::ComputeError("could not parse 'Anna Andersson'".into())),
        Ok(batch.clone()),
    ];
    let reader = RecordBatchIterator::new(failing, batch.schema());
    let mut batches = batches_from_stream(FFI_ArrowArrayStream::new(Box::new(reader))).unwrap();
    assert_eq!(batches.schema(), &batch.schema());
    assert_eq!(batches.next(), Some(Ok(batch)));
    let failed: InputError = batches.next().unwrap().unwrap_err();
    let message = Error::from(failed).message(Lang::Sv);
    assert!(message.starts_with("källan till Arrow-strömmen misslyckades efter 1 rader"), "{message}");
    assert!(!message.contains("Anna"), "{message}");
    assert!(batches.next().is_none());
}

#[test]
fn a_stream_that_has_been_released_is_an_error() {
    assert!(matches!(batches_from_stream(FFI_ArrowArrayStream::empty()), Err(Error::Input(_))));
}

#[test]
fn a_stream_is_released_when_it_has_failed_and_when_it_is_not_read() {
    let held = Arc::new(());
    let stream = || {
        let schema = Arc::new(arrow_schema::Schema::empty());
        FFI_ArrowArrayStream::new(Box::new(Watched { held: Arc::clone(&held), schema }))
    };
    let mut failing = batches_from_stream(stream()).unwrap();
    assert_eq!(Arc::strong_count(&held), 2);
    assert!(failing.next().unwrap().is_err());
    assert_eq!(Arc::strong_count(&held), 1);
    drop(batches_from_stream(stream()).unwrap());
    assert_eq!(Arc::strong_count(&held), 1);
}

/// A producer that fails, and records whether it has been released.
struct Watched {
    #[allow(dead_code, reason = "what counts is that it is held")]
    held: Arc<()>,
    schema: arrow_schema::SchemaRef,
}

impl Iterator for Watched {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(Err(ArrowError::ComputeError("slut".into())))
    }
}

impl RecordBatchReader for Watched {
    fn schema(&self) -> arrow_schema::SchemaRef {
        Arc::clone(&self.schema)
    }
}

use super::page_header::Claims;
use super::*;
use crate::arrow::tests::build::{Lists, PLAIN, Shape, Texts, batch};
use crate::author::sample::{Sample, SampleOptions};
use crate::data::input::InputFormat;
use crate::data::input::csv::Unmatched;
use crate::data::record::tests::layout;
use crate::language::types::Layout;
use crate::{Classification, Edition, Error, Lang, Options, Period, Rules};
use ::parquet::arrow::ArrowWriter;
use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::file::metadata::ParquetMetaDataReader;
use ::parquet::file::properties::{WriterProperties, WriterVersion};
use arrow_array::{Array, ArrayRef, Date32Array, Int64Array, ListArray, StringArray, StructArray};
use arrow_buffer::OffsetBuffer;
use arrow_ipc::CompressionType;
use arrow_ipc::writer::{FileWriter, IpcWriteOptions, StreamWriter};
use proptest::prelude::*;
use serde_json::Value;
use std::io::Cursor;

fn edition() -> Arc<Edition> {
    Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap()
}

fn options(threads: usize) -> Options {
    Options {
        periods: vec![Period::parse("2013").unwrap()],
        by: vec!["stadsdel".into()],
        threads,
        ..Options::default()
    }
}

fn sample(persons: u64) -> (Sample, String) {
    let sample =
        Sample::new(SampleOptions { persons, missing_per_mille: 100, ..SampleOptions::default() }).unwrap();
    let mut lines = String::new();
    for person in sample.persons() {
        person.write_json(&mut lines);
        lines.push('\n');
    }
    (sample, lines)
}

fn persons(lines: &str) -> Vec<Value> {
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn in_parquet(batch: &RecordBatch, options: WriterProperties) -> Vec<u8> {
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(options)).unwrap();
    writer.write(batch).unwrap();
    writer.into_inner().unwrap()
}

/// Writes the batch with parquet-rs, in row groups of this many rows.
fn parquet_of(batch: &RecordBatch, rows: usize) -> Vec<u8> {
    in_parquet(batch, WriterProperties::builder().set_max_row_group_row_count(Some(rows)).build())
}

fn arrow_of(batch: &RecordBatch, packed: Option<CompressionType>, as_file: bool) -> Vec<u8> {
    let options = IpcWriteOptions::default().try_with_compression(packed).unwrap();
    let half = batch.num_rows() / 2;
    let halves = [batch.slice(0, half), batch.slice(half, batch.num_rows() - half)];
    if as_file {
        let mut writer = FileWriter::try_new_with_options(Vec::new(), &batch.schema(), options).unwrap();
        halves.iter().for_each(|half| writer.write(half).unwrap());
        writer.into_inner().unwrap()
    } else {
        let mut writer = StreamWriter::try_new_with_options(Vec::new(), &batch.schema(), options).unwrap();
        halves.iter().for_each(|half| writer.write(half).unwrap());
        writer.into_inner().unwrap()
    }
}

fn open(file: &[u8]) -> Result<FileTable<'static>, InputError> {
    let file = Cursor::new(file.to_vec());
    match file.get_ref().as_slice() {
        [b'P', ..] => FileTable::parquet(file),
        _ => FileTable::arrow(file),
    }
}

fn partial(edition: &Arc<Edition>, file: &[u8], options: &Options) -> Result<Vec<u8>, Error> {
    let mut records = open(file)?.records(&edition.schema(), FileOptions::default())?;
    let mut counter = edition.counter(options)?;
    counter.add_all(&mut records)?;
    counter.into_partial().to_bytes()
}

#[test]
fn every_file_gives_the_partial_of_the_same_lines_whatever_the_number_of_threads() {
    let edition = edition();
    let (sample, lines) = sample(150);
    let expected = edition.partial(lines.as_bytes(), InputFormat::Ndjson, &options(1)).unwrap();
    let expected = expected.to_bytes().unwrap();
    let schema = edition.schema();
    let records = persons(&lines);
    let whole = batch(schema.layout(), &records, PLAIN);
    let words = Shape { texts: Texts::Dictionary32, lists: Lists::Large, ..PLAIN };
    let words = batch(schema.layout(), &records, words);
    let views = batch(schema.layout(), &records, Shape { texts: Texts::View, ..PLAIN });
    let written = |format| {
        let mut file = Vec::new();
        write_sample(&sample, &schema, format, &mut file).unwrap();
        file
    };
    let with = |packed: Compression| {
        let options = WriterProperties::builder().set_writer_version(WriterVersion::PARQUET_2_0);
        in_parquet(&whole, options.set_compression(packed).build())
    };
    let files = [
        written(FileFormat::Parquet),
        written(FileFormat::Arrow),
        parquet_of(&whole, 1000),
        parquet_of(&whole, 40),
        parquet_of(&words, 40),
        parquet_of(&views, 40),
        with(Compression::SNAPPY),
        with(Compression::ZSTD(ZstdLevel::default())),
        with(Compression::LZ4_RAW),
        with(Compression::GZIP(Default::default())),
        arrow_of(&whole, None, false),
        arrow_of(&words, None, true),
        arrow_of(&views, Some(CompressionType::LZ4_FRAME), true),
        arrow_of(&whole, Some(CompressionType::ZSTD), false),
    ];
    for (number, file) in files.iter().enumerate() {
        for threads in [1, 3] {
            let partial = partial(&edition, file, &options(threads)).unwrap();
            assert!(partial == expected, "file {number}, {threads} threads");
        }
    }
}

#[test]
fn classifications_of_a_file_are_those_of_the_same_lines() {
    let edition = edition();
    let (_, lines) = sample(60);
    let file = parquet_of(&batch(edition.schema().layout(), &persons(&lines), PLAIN), 25);
    let answers = |threads: usize, records: &mut dyn Records| {
        let mut answers = Vec::new();
        let mut classifier = edition.classifier(&Options { by: vec![], ..options(threads) }).unwrap();
        let line = |answer: &Classification| serde_json::to_string(answer).unwrap();
        let done = classifier.classify_all(records, line, |line| {
            answers.push(line);
            Ok::<_, Error>(())
        });
        done.unwrap();
        answers
    };
    let mut of_lines =
        crate::data::input::JsonRecords::new(lines.as_bytes(), InputFormat::Ndjson, &edition.schema(), None);
    let expected = answers(1, &mut of_lines);
    assert_eq!(expected.len(), 60);
    for threads in [1, 3] {
        let mut records = open(&file).unwrap().records(&edition.schema(), FileOptions::default()).unwrap();
        assert_eq!(answers(threads, &mut records), expected);
    }
}

/// A small table with a list and unknown columns.
fn small() -> RecordBatch {
    let texts = |values: &[&str]| -> ArrayRef { Arc::new(StringArray::from(values.to_vec())) };
    let list = |child: ArrayRef, lengths: &[usize]| -> ArrayRef {
        let field = arrow_schema::Field::new("item", child.data_type().clone(), true).into();
        let offsets = arrow_buffer::OffsetBuffer::from_lengths(lengths.iter().copied());
        Arc::new(ListArray::new(field, offsets, child, None))
    };
    let former = list(texts(&["fysiskt", "försummelse", "fysiskt"]), &[2, 0, 1]);
    let erbjuden: ArrayRef = Arc::new(Date32Array::from(vec![Some(15_000), None, Some(15_001)]));
    let insatser = StructArray::try_from(vec![
        ("erbjuden", erbjuden),
        ("handläggare", texts(&["a", "b", "c"])),
        ("former", former),
    ]);
    let okända: ArrayRef =
        Arc::new(StructArray::try_from(vec![("a", texts(&["a"])), ("b", texts(&["b"]))]).unwrap());
    RecordBatch::try_from_iter([
        ("annat", texts(&["x", "y"])),
        ("id", Arc::new(Int64Array::from(vec![1, 2])) as ArrayRef),
        ("okända", list(okända, &[1, 0])),
        ("kön", texts(&["kvinna", "man"])),
        ("insatser", list(Arc::new(insatser.unwrap()), &[2, 1])),
    ])
    .unwrap()
}

fn small_schema() -> (Arc<Layout>, Schema) {
    let layout = layout();
    (Arc::clone(&layout), Schema::new(layout, "person"))
}

/// Returns the records of a file, and the error that ended reading, if any.
fn rendered(file: &[u8]) -> (Vec<String>, Option<InputError>, Vec<String>) {
    let (layout, schema) = small_schema();
    let mut records = match open(file).and_then(|table| table.records(&schema, FileOptions::default())) {
        Ok(records) => records,
        Err(error) => return (vec![], Some(error), vec![]),
    };
    let mut document = Document::new(&layout);
    let mut outcome = Vec::new();
    let error = loop {
        match records.next(&mut document) {
            Ok(Some(_)) => outcome.push(crate::arrow::tests::rendered(&layout, &document)),
            Ok(None) => break None,
            Err(error) => break Some(error),
        }
    };
    let unknown = records.take_oddities().unknown_in_short().into_iter().map(|(field, _)| field).collect();
    (outcome, error, unknown)
}

#[test]
fn only_what_is_a_field_is_read_and_the_rest_is_told() {
    let expected = [
        "{id: \"1\", kön: Code(0), ",
        "insatser: [{typ: Missing, erbjuden: Date(15000), former: [{: Code(0)}, {: Code(1)}], ärende: Missing}, {typ: Missing, erbjuden: Missing, former: [], ärende: Missing}]",
    ];
    for file in [parquet_of(&small(), 1), arrow_of(&small(), None, true), arrow_of(&small(), None, false)] {
        let (outcome, error, mut unknown) = rendered(&file);
        assert_eq!((outcome.len(), error), (2, None));
        assert!(outcome[0].starts_with(expected[0]) && outcome[0].contains(expected[1]), "{}", outcome[0]);
        unknown.sort_unstable();
        assert_eq!(unknown.len(), 3, "{unknown:?}");
        assert!(unknown.iter().all(|name| name.contains('#')), "{unknown:?}");
    }
}

#[test]
fn a_list_of_which_nothing_is_known_still_has_its_elements() {
    let names: ArrayRef = Arc::new(StringArray::from(vec!["a", "b", "c"]));
    let more: ArrayRef = Arc::new(StringArray::from(vec!["d", "e", "f"]));
    let elements = StructArray::try_from(vec![("namn", names), ("annat", more)]).unwrap();
    let field = arrow_schema::Field::new("item", elements.data_type().clone(), true).into();
    let lengths = arrow_buffer::OffsetBuffer::from_lengths([2, 1]);
    let insatser: ArrayRef = Arc::new(ListArray::new(field, lengths, Arc::new(elements), None));
    let id: ArrayRef = Arc::new(Int64Array::from(vec![1, 2]));
    let batch = RecordBatch::try_from_iter([("insatser", insatser), ("id", id)]).unwrap();
    let (outcome, error, _) = rendered(&parquet_of(&batch, 10));
    assert_eq!(error, None);
    assert_eq!(outcome[0].matches("erbjuden: Missing").count(), 2, "{}", outcome[0]);
    assert_eq!(outcome[1].matches("erbjuden: Missing").count(), 1, "{}", outcome[1]);
}

#[test]
fn a_file_is_read_as_a_stream_too_where_there_is_no_going_back() {
    let edition = edition();
    let (_, lines) = sample(60);
    let whole =
        batch(edition.schema().layout(), &persons(&lines), Shape { texts: Texts::Dictionary32, ..PLAIN });
    let file = arrow_of(&whole, Some(CompressionType::ZSTD), true);
    let stream = FileTable::arrow_stream(file.as_slice()).unwrap();
    let mut records = stream.records(&edition.schema(), FileOptions::default()).unwrap();
    let mut counter = edition.counter(&options(1)).unwrap();
    counter.add_all(&mut records).unwrap();
    assert!(counter.into_partial().to_bytes().unwrap() == partial(&edition, &file, &options(1)).unwrap());
}

#[test]
fn what_a_file_has_before_its_batches_does_not_matter() {
    let mut file = arrow_of(&small(), None, true);
    let expected = rendered(&file);
    // As Polars writes it: the magic, followed by bytes that are not a message.
    file[8..72].fill(7);
    assert_eq!(rendered(&file), expected);
    assert_eq!(expected.0.len(), 2);
}

#[test]
fn a_file_says_what_is_wrong_with_it() {
    let id: ArrayRef = Arc::new(Int64Array::from(vec![1]));
    let without_key = RecordBatch::try_from_iter([("nr", Arc::clone(&id))]).unwrap();
    let wrong_type = RecordBatch::try_from_iter([("id", Arc::clone(&id)), ("kön", id)]).unwrap();
    let parquet = parquet_of(&small(), 10);
    let arrow = arrow_of(&small(), None, true);
    let stream = arrow_of(&small(), None, false);
    let cut = |file: &[u8]| file[..file.len() - 9].to_vec();
    for (file, message) in [
        (parquet_of(&without_key, 10), "det finns ingen kolumn `id` med posternas nyckel"),
        (arrow_of(&without_key, None, false), "det finns ingen kolumn `id` med posternas nyckel"),
        (parquet_of(&wrong_type, 10), "kön: kolumnen har typen Int64, men ska vara text (Utf8)"),
        (cut(&parquet), "filen är skadad, avhuggen eller i ett annat format"),
        (cut(&arrow), "filen är skadad, avhuggen eller i ett annat format"),
        (stream[..700].to_vec(), "filen tar slut mitt i"),
        (b"PAR1".to_vec(), "filen är skadad, avhuggen eller i ett annat format"),
        (b"".to_vec(), "filen är inte i Arrows format"),
        (b"FEA1\0\0\0\0".to_vec(), "filen är Feather av version 1"),
        (b"{\"id\": 1}".to_vec(), "filen är skadad, avhuggen eller i ett annat format"),
    ] {
        let (_, error, _) = rendered(&file);
        let error = Error::from(error.unwrap()).message(Lang::Sv);
        assert!(error.starts_with(message), "{error}");
    }
}

#[test]
fn a_page_tells_how_large_it_is_before_room_is_made() {
    let (_, lines) = sample(20);
    let file = parquet_of(&batch(edition().schema().layout(), &persons(&lines), PLAIN), 1000);
    let metadata = ParquetMetaDataReader::new().parse_and_finish(&bytes::Bytes::from(file.clone())).unwrap();
    for column in metadata.row_group(0).columns() {
        let claims = Claims::read(&file[column.data_page_offset() as usize..]).unwrap();
        assert!(claims.unpacked > 0 && claims.unpacked < column.uncompressed_size(), "{claims:?}");
        assert_eq!(claims.values, column.num_values());
    }
    // Field 2 of the header is the uncompressed size; set it to a gibibyte.
    let mut bomb = parquet_of(&small(), 10);
    let metadata = ParquetMetaDataReader::new().parse_and_finish(&bytes::Bytes::from(bomb.clone())).unwrap();
    let at = metadata.row_group(0).column(1).dictionary_page_offset().unwrap() as usize;
    assert_eq!(bomb[at + 2], 0x15);
    let end = (at + 3..).find(|at| bomb[*at] < 0x80).unwrap();
    bomb.splice(at + 3..=end, [0x80, 0x80, 0x80, 0x80, 0x08]);
    let error = Error::from(rendered(&bomb).1.unwrap()).message(Lang::Sv);
    assert!(error.contains("större än 128 MiB"), "{error}");
}

#[test]
fn a_page_of_a_list_may_not_claim_to_have_more_elements_than_there_is_room_for() {
    let mut bomb = parquet_of(&small(), 10);
    let metadata = ParquetMetaDataReader::new().parse_and_finish(&bytes::Bytes::from(bomb.clone())).unwrap();
    let group = metadata.row_group(0);
    let list = group.columns().iter().find(|c| c.column_path().string() == "insatser.list.item.erbjuden");
    let at = list.unwrap().data_page_offset() as usize;
    // The type, the uncompressed and the compressed size, and then the struct that begins with the number of values.
    let struct_at = (at..).find(|at| bomb[*at] == 0x2c).unwrap();
    assert_eq!(bomb[struct_at + 1], 0x15);
    let claims = Claims::read(&bomb[at..]).unwrap();
    let end = (struct_at + 2..).find(|at| bomb[*at] < 0x80).unwrap();
    bomb.splice(struct_at + 2..=end, [0x80, 0x80, 0x80, 0x80, 0x01]);
    assert_eq!(Claims::read(&bomb[at..]).unwrap(), Claims { values: 1 << 27, ..claims });
    let error = Error::from(rendered(&bomb).1.unwrap()).message(Lang::Sv);
    assert!(error.contains("fler än 16777216 listelement"), "{error}");
}

#[test]
fn a_page_whose_header_cannot_be_read_is_refused() {
    let whole = parquet_of(&small(), 10);
    let metadata = ParquetMetaDataReader::new().parse_and_finish(&bytes::Bytes::from(whole.clone())).unwrap();
    let at = metadata.row_group(0).column(1).dictionary_page_offset().unwrap() as usize;
    for size in [
        // The uncompressed size in an overlong encoding, and in more bytes than a number may have.
        &[0x88, 0x80, 0x00][..],
        &[0x88, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00],
        // Not a page header.
        &[0xff; 12],
    ] {
        let mut bomb = whole.clone();
        bomb.splice(at + 3..at + 3 + size.len(), size.iter().copied());
        let error = Error::from(rendered(&bomb).1.unwrap()).message(Lang::Sv);
        assert!(error.contains("filen är skadad"), "{error}");
    }
}

/// Many elements without data, which compress to almost nothing.
fn many_elements(rows: usize, of_each: i32) -> RecordBatch {
    let ids: ArrayRef = Arc::new(StringArray::from_iter_values((0..rows).map(|row| row.to_string())));
    let days: ArrayRef = Arc::new(Date32Array::from(vec![0; rows * of_each as usize]));
    let values = StructArray::try_from(vec![("erbjuden", days)]).unwrap();
    let field = Arc::new(arrow_schema::Field::new_list_field(values.data_type().clone(), true));
    let offsets = OffsetBuffer::from_repeated_length(of_each as usize, rows);
    let list: ArrayRef = Arc::new(ListArray::new(field, offsets, Arc::new(values), None));
    RecordBatch::try_from_iter([("id", ids), ("insatser", list)]).unwrap()
}

#[test]
fn a_small_file_that_unpacks_into_very_much_is_refused() {
    let limit = |file: &[u8], said: &str| {
        let error = partial(&edition(), file, &options(1)).unwrap_err();
        assert!(matches!(error, Error::Limit(_)), "{error:?}");
        assert!(error.message(Lang::En).contains(said), "{error:?}");
    };
    let elements = many_elements(20, 90_000);
    limit(&parquet_of(&elements, 1 << 20), "have more elements than a file of that size");
    let zstd = Some(CompressionType::ZSTD);
    for as_file in [true, false] {
        limit(&arrow_of(&elements, zstd, as_file), "have more elements than a file of that size");
        // The claimed uncompressed size precedes the first buffer.
        let mut large = arrow_of(&many_elements(2, 5000), Some(CompressionType::LZ4_FRAME), as_file);
        let frame = large.windows(4).position(|bytes| bytes == [0x04, 0x22, 0x4d, 0x18]).unwrap();
        large[frame - 8..frame].copy_from_slice(&(200_i64 << 20).to_le_bytes());
        limit(&large, "times as large when it is unpacked");
    }
    // Uncompressed data may have as many.
    let few = many_elements(20, 50);
    assert!(partial(&edition(), &arrow_of(&few, None, true), &options(1)).is_ok());
}

#[test]
fn a_batch_that_claims_too_much_is_refused_before_room_is_made() {
    let (_, lines) = sample(200);
    let whole = batch(edition().schema().layout(), &persons(&lines), PLAIN);
    for as_file in [true, false] {
        let mut file = arrow_of(&whole, Some(CompressionType::LZ4_FRAME), as_file);
        let frame = file.windows(4).position(|bytes| bytes == [0x04, 0x22, 0x4d, 0x18]).unwrap();
        file[frame - 8..frame].copy_from_slice(&(1_i64 << 40).to_le_bytes());
        let error = partial(&edition(), &file, &options(1)).unwrap_err().message(Lang::Sv);
        assert!(error.contains("batch som är större än 2 GiB"), "{error}");
    }
}

#[test]
fn tables_of_lists_are_joined_from_files_of_either_format() {
    let edition = edition();
    let keys: ArrayRef = Arc::new(StringArray::from(vec!["p1", "p2", "p3"]));
    let sex: ArrayRef = Arc::new(StringArray::from(vec!["kvinna"; 3]));
    let persons = RecordBatch::try_from_iter([("PersonId", keys), ("kön", sex)]).unwrap();
    let keys: ArrayRef = Arc::new(StringArray::from(vec!["p3", "p1", "p1", "borta"]));
    let days: ArrayRef = Arc::new(Date32Array::from(vec![15_800; 4]));
    let insatser = RecordBatch::try_from_iter([("PersonId", keys), ("ErbjDat", days)]).unwrap();
    let map = "[fält]\nid = \"PersonId\"\n[tabell.insatser.fält]\nerbjuden = \"ErbjDat\"\n";
    let map = edition.map(map).unwrap();
    let lines = r#"
        {"id": "p1", "kön": "kvinna", "insatser": [{"erbjuden": "2013-04-05"}, {"erbjuden": "2013-04-05"}]}
        {"id": "p2", "kön": "kvinna", "insatser": []}
        {"id": "p3", "kön": "kvinna", "insatser": [{"erbjuden": "2013-04-05"}]}"#;
    let expected = edition.partial(lines.as_bytes(), InputFormat::Ndjson, &options(1)).unwrap();
    for (persons, insatser) in [
        (parquet_of(&persons, 2), arrow_of(&insatser, None, false)),
        (arrow_of(&persons, None, true), parquet_of(&insatser, 2)),
    ] {
        for threads in [1, 3] {
            let read = |on_error| {
                let tables = vec![("insatser".to_owned(), open(&insatser).unwrap())];
                let file = FileOptions { map: Some(Arc::clone(&map)), tables, on_error };
                let mut records = open(&persons).unwrap().records(&edition.schema(), file).unwrap();
                let asked = Options { map: Some(Arc::clone(&map)), on_error, ..options(threads) };
                let mut counter = edition.counter(&asked).unwrap();
                let added = counter.add_all(&mut records);
                let unmatched = counter.oddities().unmatched().to_vec();
                (added, counter.into_partial(), unmatched)
            };
            let (added, _, _) = read(OnError::Stop);
            let error = added.unwrap_err().message(Lang::Sv);
            assert!(error.starts_with("rad 4: insatser: 1 rader, den här först, hör inte till"), "{error}");
            let (added, partial, unmatched) = read(OnError::Skip);
            added.unwrap();
            assert!(partial.to_bytes().unwrap() == expected.to_bytes().unwrap());
            assert_eq!(unmatched, [Unmatched { table: "insatser".into(), rows: 1, first: 4 }]);
        }
    }
}

#[test]
fn a_table_without_any_field_of_its_list_is_refused_though_only_fields_are_read() {
    let edition = edition();
    let one = |names: &[&str]| {
        let column = || -> ArrayRef { Arc::new(StringArray::from(vec!["a"])) };
        RecordBatch::try_from_iter(names.iter().map(|name| (*name, column()))).unwrap()
    };
    let said = |names: &[&str]| {
        let (persons, of_list) = (parquet_of(&one(&["id"]), 1), one(names));
        [parquet_of(&of_list, 1), arrow_of(&of_list, None, true), arrow_of(&of_list, None, false)].map(
            |file| {
                let tables = vec![("insatser".to_owned(), open(&file).unwrap())];
                let options = FileOptions { tables, ..FileOptions::default() };
                let records = open(&persons).unwrap().records(&edition.schema(), options);
                records.err().map(|error| Error::from(error).message(Lang::Sv))
            },
        )
    };
    for refused in said(&["id", "stadsdel", "kön"]) {
        let refused = refused.unwrap();
        assert!(
            refused.starts_with("insatser: ingen kolumn i tabellen är ett fält i `insatser`"),
            "{refused}"
        );
    }
    assert_eq!(said(&["id", "annat", "typp"]), [None, None, None]);
}

#[test]
fn the_first_bad_row_of_a_file_is_told_whatever_the_number_of_threads() {
    let ids: Vec<i64> = (0..900).map(|n| if n == 800 { 17 } else { n }).collect();
    let ids: ArrayRef = Arc::new(Int64Array::from(ids));
    let sex: ArrayRef =
        Arc::new(StringArray::from((0..900).map(|n| if n == 850 { "x" } else { "man" }).collect::<Vec<_>>()));
    let batch = RecordBatch::try_from_iter([("id", ids), ("kön", sex)]).unwrap();
    let edition = edition();
    for file in [parquet_of(&batch, 100), parquet_of(&batch, 1000), arrow_of(&batch, None, false)] {
        for threads in [1, 2, 8] {
            let error = partial(&edition, &file, &options(threads)).unwrap_err().message(Lang::Sv);
            assert!(error.starts_with("rad 801: id: nyckeln har redan förekommit"), "{error}");
        }
    }
}

#[test]
fn a_file_that_is_cut_or_damaged_anywhere_is_an_error_and_never_a_panic() {
    for file in [
        parquet_of(&small(), 1),
        arrow_of(&small(), None, true),
        arrow_of(&small(), None, false),
        arrow_of(&small(), Some(CompressionType::LZ4_FRAME), true),
    ] {
        for end in 0..file.len() {
            rendered(&file[..end]);
        }
        for at in 0..file.len() {
            let mut damaged = file.clone();
            damaged[at] ^= [0x01, 0x80, 0xff][at % 3];
            rendered(&damaged);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_file_with_any_bytes_in_it_never_panics(
        which in 0..3_usize,
        at in any::<prop::sample::Index>(),
        bytes in prop::collection::vec(any::<u8>(), 1..12),
    ) {
        let mut file = match which {
            0 => parquet_of(&small(), 1),
            1 => arrow_of(&small(), None, true),
            _ => arrow_of(&small(), Some(CompressionType::ZSTD), false),
        };
        let at = at.index(file.len());
        let end = file.len().min(at + bytes.len());
        file.splice(at..end, bytes);
        rendered(&file);
    }
}

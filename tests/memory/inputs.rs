//! The inputs: made to take as much memory for each of their bytes as they can.

use arrow_array::{Array, ArrayRef, Date32Array, Int32Array, ListArray, RecordBatch, StructArray};
use arrow_buffer::OffsetBuffer;
use arrow_ipc::CompressionType;
use arrow_ipc::writer::{FileWriter, IpcWriteOptions};
use arrow_schema::Field;
use kvinnofrid::arrow::files::{FileFormat, FileOptions, FileTable, write_sample};
use kvinnofrid::input::InputFormat::Ndjson;
use kvinnofrid::input::JsonRecords;
use kvinnofrid::input::csv::{CsvOptions, CsvRecords};
use kvinnofrid::map::Map;
use kvinnofrid::output::{Format, write};
use kvinnofrid::protect::ledger::Ledger;
use kvinnofrid::published::Published;
use kvinnofrid::rules::Rules;
use kvinnofrid::sample::{Sample, SampleOptions};
use kvinnofrid::validate::Validator;
use kvinnofrid::verify::Claim;
use kvinnofrid::{Edition, Lang, OnError, Options, Partial, Period, Report};
use parquet::arrow::ArrowWriter;
use std::fmt::Write as _;
use std::io::Cursor;
use std::sync::{Arc, LazyLock};

/// What is measured.
pub(crate) struct Input {
    /// As the table in SECURITY.md names it.
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    pub(crate) bytes: usize,
}

static EDITION: LazyLock<Arc<Edition>> = LazyLock::new(|| {
    Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap()
});

fn options() -> Options {
    Options { periods: vec![Period::parse("2013").unwrap()], ..Options::default() }
}

fn repeated(text: &str, times: usize) -> String {
    text.repeat(times)
}

fn numbered(count: usize, make: impl Fn(usize) -> String) -> String {
    (0..count).map(make).collect()
}

/// Calls `measure` with each input and what is done with it.
pub(crate) fn each(mut measure: impl FnMut(Input, &mut dyn FnMut())) {
    let _ = &*EDITION;
    let mut with = |kind: &'static str, name: &str, bytes: usize, work: &mut dyn FnMut()| {
        measure(Input { kind, name: name.to_owned(), bytes }, work);
    };
    for (name, text) in rules() {
        with("rule files", name, text.len(), &mut || {
            let rules = Rules::from_files([("a/b/c/10.rhai".to_owned(), text.clone().into_bytes())]);
            let _ = rules.check();
        });
    }
    for (name, lines, options) in records() {
        with("records in JSON", name, lines.len(), &mut || {
            let _ = EDITION.report(lines.as_bytes(), Ndjson, &options).map(|report| report.rows.len());
        });
    }
    for (name, text) in tables() {
        with("records in CSV", name, text.len(), &mut || {
            let csv = CsvOptions { on_error: OnError::Skip, ..CsvOptions::default() };
            let Ok(mut records) = CsvRecords::new(text.as_bytes(), &EDITION.schema(), csv) else { return };
            let mut counter = EDITION.counter(&Options { on_error: OnError::Skip, ..options() }).unwrap();
            let _ = counter.add_all(&mut records);
        });
    }
    for (name, text) in maps() {
        with("maps", name, text.len(), &mut || {
            let _ = Map::parse(&text, &EDITION.schema());
        });
    }
    for (name, bytes) in partials() {
        with("partials", name, bytes.len(), &mut || {
            let _ = Partial::from_bytes(&bytes).and_then(|partial| partial.finish());
        });
    }
    for (name, json) in reports() {
        with("reports", name, json.len(), &mut || {
            let _ = Report::from_json(json.as_bytes());
        });
        with("reports", name, json.len(), &mut || {
            let _ = Claim::read(json.as_bytes());
        });
        with("reports", name, json.len(), &mut || {
            let _ = Ledger::read(b"").unwrap().audit(json.as_bytes());
        });
        with("published", name, json.len(), &mut || {
            let _ = Published::read(json.as_bytes());
        });
        with("ledgers", name, json.len(), &mut || {
            let _ = Ledger::read(json.as_bytes());
        });
    }
    for (format, kind) in [(FileFormat::Arrow, "Arrow files"), (FileFormat::Parquet, "Parquet files")] {
        for (name, file) in damaged(format) {
            with(kind, &name, file.len(), &mut || {
                let file = Cursor::new(file.clone());
                let table = match format {
                    FileFormat::Parquet => FileTable::parquet(file),
                    _ => FileTable::arrow(file),
                };
                let records =
                    table.and_then(|table| table.records(&EDITION.schema(), FileOptions::default()));
                let Ok(mut records) = records else { return };
                let _ = EDITION.counter(&options()).unwrap().add_all(&mut records);
            });
        }
    }
}

fn rules() -> Vec<(&'static str, String)> {
    let long = repeated("x", 20_000);
    vec![
        ("nothing but a comment", format!("// {}", repeated("å", 50_000))),
        ("functions", numbered(1_500, |n| format!("fn f{n}(p) {{ p.kön == \"kvinna\" && p.id == {n} }}\n"))),
        ("parameters", numbered(4_000, |n| format!("parameter(\"p{n}\", #{{}});\n"))),
        ("broken texts", numbered(3_000, |n| format!("mål(\"{n}, #{{}});\n"))),
        ("brackets that are open", repeated("mål(#{[", 4_000)),
        ("brackets that are closed", repeated("}", 50_000)),
        (
            "constants of constants",
            numbered(40, |n| match n {
                0 => "const A0 = 1;\n".to_owned(),
                n => format!("const A{n} = [A{0}, A{0}];\n", n - 1),
            }),
        ),
        (
            "one long name",
            format!("const N = \"{long}\";\n{}", repeated("mål(\"m\", #{ namn: N });\n", 2_000)),
        ),
        (
            "a large condition",
            format!("målgrupp(\"g\", #{{ villkor: |p| {} }});", ["p.kön == \"man\""; 3_000].join(" || ")),
        ),
        ("lists of lists", format!("mål(\"m\", #{{ namn: {}1{} }});", repeated("[", 12), repeated("]", 12))),
    ]
}

pub(crate) fn many_records(count: usize) -> String {
    numbered(count, |n| format!("{{\"id\":\"en ganska lång nyckel {n}\",\"kön\":\"kvinna\"}}\n"))
}

/// Returns a report of a stratum for each of `strata` districts and sex, and how many rows it has.
pub(crate) fn report_of(strata: usize) -> Report {
    let by = vec!["stadsdel".to_owned(), "kön".to_owned()];
    let towns = numbered(strata, |n| format!("{{\"id\":{n},\"stadsdel\":\"ort {n}\",\"kön\":\"man\"}}\n"));
    EDITION.report(towns.as_bytes(), Ndjson, &Options { by, ..options() }).unwrap()
}

/// Validates records in which everything is wrong, each with keys, codes and names of its own.
pub(crate) fn validate(lines: &str) {
    let options = Options { assume_unique: true, ..Options::default() };
    let mut validator = Validator::new(std::slice::from_ref(&*EDITION), &options).unwrap();
    let schema = validator.schema();
    validator.add_all(&mut JsonRecords::new(lines.as_bytes(), Ndjson, &schema, None), None);
    assert!(validator.finish().affects_reports());
}

/// Returns lines of records in which everything is wrong.
pub(crate) fn wrong_records(count: usize) -> String {
    numbered(count, |n| {
        format!(
            "{{\"id\":{n},\"kön\":\"x{n}\",\"stadsdel\":\"ort {n}\",\"ny{n}\":1,\"våld\":[{n},{{\"från\":\"i fjol\"}}]}}\n"
        )
    })
}

/// Counts records of JSON.
pub(crate) fn count(lines: &str) {
    let mut counter = EDITION.counter(&options()).unwrap();
    let mut records = kvinnofrid::input::JsonRecords::new(lines.as_bytes(), Ndjson, &EDITION.schema(), None);
    counter.add_all(&mut records).unwrap();
}

fn records() -> Vec<(&'static str, String, Options)> {
    let all = |periods: &[&str]| Options {
        periods: periods.iter().map(|period| Period::parse(period).unwrap()).collect(),
        every_alternative: true,
        ..Options::default()
    };
    let skip = || Options { on_error: OnError::Skip, by: vec!["stadsdel".to_owned()], ..options() };
    let elements = |element: &str, count: usize| {
        format!("{{\"id\":1,\"våld\":[{element}{}]}}", repeated(&format!(",{element}"), count - 1))
    };
    let day = "{\"roll\":\"våldsutsatt\",\"från\":\"2013-01-01\"}";
    vec![
        ("many", many_records(3_000), options()),
        ("a long text", format!("{{\"id\":1,\"okänt\":\"{}\"}}", repeated("å", 4 << 20)), options()),
        (
            "a text of escapes",
            format!("{{\"id\":1,\"anteckning\":\"{}\"}}", repeated("\\u00e5", 1 << 20)),
            options(),
        ),
        (
            "unknown fields",
            format!("{{{}\"id\":1}}", numbered(50_000, |n| format!("\"f{n}\":1,"))),
            options(),
        ),
        ("nested lists", format!("{{\"id\":1,\"x\":{}", repeated("[", 1 << 20)), options()),
        ("nested objects", format!("{{\"id\":1,\"x\":{}", repeated("{\"a\":", 1 << 18)), options()),
        ("a key that is long", format!("{{\"id\":\"{}\"}}", repeated("k", 60_000)), options()),
        ("empty elements", elements("{}", 30_000), options()),
        ("empty elements, all readings", elements("{}", 2_000), all(&["2013"])),
        ("elements, all readings of 3 years", elements(day, 1_000), all(&["2012", "2013", "2014"])),
        ("nothing but bad lines", repeated("{\"id\":\n", 20_000), skip()),
        ("one key again and again", repeated("{\"id\":1}\n", 20_000), skip()),
        (
            "a category of one each",
            numbered(3_000, |n| format!("{{\"id\":{n},\"stadsdel\":\"ort {n}\"}}\n")),
            skip(),
        ),
    ]
}

fn tables() -> Vec<(&'static str, String)> {
    vec![
        ("many columns", format!("id;{}\n1\n", numbered(30_000, |n| format!("k{n};")))),
        ("a quote that is never closed", format!("id;kön\n1;\"{}", repeated("x\n", 2 << 20))),
        ("a long row", format!("id;kön\n1;{}\n", repeated("å", 4 << 20))),
        ("nothing but separators", format!("id;kön\n1{}\n", repeated(";", 1 << 20))),
        ("many rows", format!("id;kön\n{}", numbered(5_000, |n| format!("{n};kvinna\n")))),
        ("bad rows", format!("id;kön\n{}", numbered(20_000, |n| format!("{n};kvina\n")))),
        ("empty lines", format!("id;kön\n{}", repeated("\n", 1 << 20))),
    ]
}

fn maps() -> Vec<(&'static str, String)> {
    vec![
        ("codes", format!("[koder.kön]\n{}", numbered(15_000, |n| format!("\"k{n}\" = \"kvinna\"\n")))),
        ("unknown words", numbered(20_000, |n| format!("f{n} = 1\n"))),
        ("nested tables", format!("[{}a]\n", repeated("a.", 50_000))),
        ("nested lists", format!("a = {}", repeated("[", 100_000))),
        ("empty lists", format!("a = [{}]\n", repeated("[],", 100_000))),
        ("one table again and again", repeated("[a]\n", 50_000)),
        ("a text that is never closed", format!("a = \"{}", repeated("x", 200_000))),
    ]
}

fn partials() -> Vec<(&'static str, Vec<u8>)> {
    let lines = many_records(5_000);
    let keys = EDITION.partial(lines.as_bytes(), Ndjson, &options()).unwrap().to_bytes().unwrap();
    let by = Options { by: vec!["stadsdel".to_owned()], ..options() };
    let towns = numbered(500, |n| format!("{{\"id\":{n},\"stadsdel\":\"ort {n}\"}}\n"));
    let cells = EDITION.partial(towns.as_bytes(), Ndjson, &by).unwrap().to_bytes().unwrap();
    let mut lies = keys.clone();
    // The lengths within the body say more than there is, under a checksum that is right.
    for at in (20..200).step_by(8) {
        lies.get_mut(at..at + 4).unwrap().copy_from_slice(&[0xff, 0xff, 0xff, 0x7f]);
    }
    let content = lies.len() - 32;
    lies.truncate(content);
    vec![("keys", keys), ("cells", cells), ("lengths that lie", lies), ("nothing", vec![0; 1 << 20])]
}

fn reports() -> Vec<(&'static str, String)> {
    let by = Options { by: vec!["stadsdel".to_owned()], ..options() };
    let towns = numbered(100, |n| format!("{{\"id\":{n},\"stadsdel\":\"ort {n}\"}}\n"));
    let report = EDITION.report(towns.as_bytes(), Ndjson, &by).unwrap();
    let whole = write(&report, Format::Json, Lang::Sv).unwrap();
    let mut padded = whole.clone();
    padded.truncate(whole.rfind('}').unwrap());
    let _ = write!(padded, ",\"mer\":[{}[]]}}", repeated("[],", 100_000));
    vec![
        ("a report", whole),
        ("a report with more", padded),
        ("empty lists", format!("[{}[]]", repeated("[],", 300_000))),
        ("empty objects", format!("{{\"values\":[{}{{}}]}}", repeated("{},", 300_000))),
        ("names", format!("{{{}\"a\":1}}", numbered(60_000, |n| format!("\"{n}\":0,")))),
        ("nested lists", repeated("[", 1 << 20)),
        ("numbers", format!("{{\"receipt\":{{}},\"rows\":[{}0]}}", repeated("0,", 300_000))),
        ("lines", repeated("{}\n", 200_000)),
    ]
}

/// Lists whose elements have no data, which compress to almost nothing.
fn bomb(format: FileFormat, rows: i32, of_each: i32) -> Vec<u8> {
    let ids: ArrayRef = Arc::new(Int32Array::from_iter_values(0..rows));
    let days: ArrayRef = Arc::new(Date32Array::from(vec![0; (rows * of_each) as usize]));
    let values = StructArray::try_from(vec![("erbjuden", days)]).unwrap();
    let field = Arc::new(Field::new_list_field(values.data_type().clone(), true));
    let offsets = OffsetBuffer::from_repeated_length(of_each as usize, rows as usize);
    let list: ArrayRef = Arc::new(ListArray::new(field, offsets, Arc::new(values), None));
    let batch = RecordBatch::try_from_iter([("id", ids), ("insatser", list)]).unwrap();
    if format == FileFormat::Parquet {
        let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        return writer.into_inner().unwrap();
    }
    let packed = IpcWriteOptions::default().try_with_compression(Some(CompressionType::ZSTD)).unwrap();
    let mut writer = FileWriter::try_new_with_options(Vec::new(), &batch.schema(), packed).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

/// A sound file, and copies of it that are damaged in many places.
fn damaged(format: FileFormat) -> Vec<(String, Vec<u8>)> {
    let sample = Sample::new(SampleOptions { persons: 40, ..SampleOptions::default() }).unwrap();
    let mut whole = Vec::new();
    write_sample(&sample, &EDITION.schema(), format, &mut whole).unwrap();
    let mut files = vec![
        ("as it was written".to_owned(), whole.clone()),
        ("lists that unpack into much".to_owned(), bomb(format, 20, 90_000)),
        ("lists that unpack into what is allowed".to_owned(), bomb(format, 2, 90_000)),
    ];
    // Numbers as large as they can be, in the ways in which the formats write them.
    let large: [&[u8]; 4] = [
        &[0xff, 0xff, 0xff, 0x7f],
        &[0xff, 0xff, 0xff, 0xff, 0x0f],
        &[0xfe, 0xff, 0xff, 0xff, 0x7f, 0x00, 0x00, 0x00],
        &[0x88, 0x80, 0x80, 0x80, 0x80, 0x00],
    ];
    let step = whole.len() / 40;
    for (number, at) in (0..whole.len() - 8).step_by(step.max(1)).enumerate() {
        let mut file = whole.clone();
        let bytes = large.get(number % large.len()).unwrap();
        file.get_mut(at..at + bytes.len()).unwrap().copy_from_slice(bytes);
        files.push((format!("a large number at {at}"), file));
    }
    files
}

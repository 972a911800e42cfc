//! The first inputs of each target, made from what is shipped, and the words of its dictionary. What fuzzing finds beside
//! them is in `corpus`.

use crate::inputs::{EDITION, of_2013};
use crate::one_rule;
use crate::targets::Target;
use kvinnofrid::arrow::files::{FileFormat, write_sample};
use kvinnofrid::input::InputFormat::Ndjson;
use kvinnofrid::output::{Format, write as write_report};
use kvinnofrid::protect::ledger::{MemoryStore, allow};
use kvinnofrid::protect::{Key, Method, Protect};
use kvinnofrid::sample::{Sample, SampleOptions};
use kvinnofrid::{Lang, Options, Period};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn sample(persons: u64) -> Sample {
    Sample::new(SampleOptions { persons, ..SampleOptions::default() }).unwrap()
}

/// Returns synthetic persons as lines of JSON.
pub(crate) fn records(persons: u64) -> String {
    static MANY: LazyLock<Vec<String>> = LazyLock::new(|| {
        let line = |person: kvinnofrid::sample::Record| {
            let mut line = String::new();
            person.write_json(&mut line);
            line + "\n"
        };
        sample(64).persons().map(line).collect()
    });
    MANY[..persons as usize].concat()
}

/// Returns the texts of the shipped rule files, and that which shows the whole language.
pub(crate) fn rule_files() -> Vec<String> {
    let mut files = vec![root().join("core/src/author/reference/exempel.rhai")];
    let mut folders = vec![root().join("rules")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            match path.extension() {
                _ if path.is_dir() => folders.push(path),
                Some(extension) if extension == "rhai" => files.push(path),
                _ => {}
            }
        }
    }
    files.sort();
    files.iter().filter_map(|file| fs::read_to_string(file).ok()).collect()
}

/// Returns the texts whose words are in dictionaries and mutations.
pub(crate) fn texts() -> Vec<String> {
    let mut texts = rule_files();
    texts.push(records(8));
    for file in
        ["examples/arendesystem/map.toml", "examples/databas/karta.toml", "examples/data/publicerat.json"]
    {
        texts.extend(fs::read_to_string(root().join(file)));
    }
    texts
}

/// Writes the first inputs of a target into `folder`.
pub(crate) fn write(target: &Target, folder: &Path) {
    for (number, seed) in of(target.name).into_iter().enumerate() {
        fs::write(folder.join(format!("seed-{number:03}")), seed).expect("the folder can be written to");
    }
}

fn of(name: &str) -> Vec<Vec<u8>> {
    let texts = |texts: Vec<String>| texts.into_iter().map(String::into_bytes).collect::<Vec<_>>();
    match name {
        "rules" => texts(rules()),
        "json" => texts((0..8).map(|n| records(n * 2 + 1).lines().skip(n as usize * 2).collect()).collect()),
        "csv" => texts(tables()),
        "map" => texts(maps()),
        "partial" => partials(),
        "arrow" => files(FileFormat::Arrow),
        "parquet" => files(FileFormat::Parquet),
        "receipt" => texts(reports()),
        "published" => {
            let shipped = fs::read_to_string(root().join("examples/data/publicerat.json")).unwrap();
            let one = r#"{"values": [{"kpi": "U30750", "municipality": "0180", "period": 2020, "values": [{"count": 1, "gender": "T",
                "status": "", "value": 2.5}], "id": 7}], "count": 1, "next_page": null}"#;
            texts(vec![shipped, one.to_owned(), "[]".to_owned()])
        }
        "options" => texts(options()),
        "ledger" => vec![ledger()],
        "workbook" => workbooks(),
        _ => (1..=24).map(|n| (0..n * 12).map(|i| (i * i * 37 + n * 101 + i / 3) as u8).collect()).collect(),
    }
}

fn rules() -> Vec<String> {
    let conditions = [
        "|p| p.kön == \"kvinna\" && ålder(p.födelsedatum, period.slut) >= 18",
        "|p| p.våld.some(|v| v.roll == \"våldsutsatt\" && v.från <= period.slut) ?? false",
        "|p| p.insatser.filter(|i| i.erbjuden in period).len() > 2",
        "|p| switch p.kön { \"man\" => true, \"kvinna\" if känd(p.stadsdel) => false, _ => () == p.känd_sedan }",
        "|p| { let d = dagar_mellan(period.start, p.känd_sedan ?? period.slut); d * 2 > 14 || d % 3 == 0 }",
        "|p| p.våld.all(|v| känd(v.från)) && p.stadsdel in [\"Farsta\", \"Älvsjö\"]",
    ];
    let mut texts: Vec<String> =
        conditions.iter().map(|c| one_rule::rule_file("const A = 18;\nfn f(x) { x > A }\n", c)).collect();
    texts.extend(rule_files().into_iter().filter(|text| text.len() < 9_000));
    texts
}

fn tables() -> Vec<String> {
    let one = "id;kön;födelsedatum;känd_sedan;stadsdel;skyddade_uppgifter\np1;kvinna;1980-05-17;2013-02-01;Farsta;nej\np2;man;;;\"Älv\"\"sjö\";\n";
    let violence =
        "id;roll;kategori;relation;från\np1;våldsutsatt;våld_i_nära_relation;sambo;2012-11-02\np9;;;;\n";
    let map = fs::read_to_string(root().join("examples/databas/karta.toml")).unwrap_or_default();
    let own = "[fält]\n\"kön\" = \"K\"\n[koder.kön]\n\"1\" = \"kvinna\"\n\"2\" = \"man\"\n";
    vec![
        format!("\n----\n{one}"),
        format!("\n----\n{one}\n----\n{violence}"),
        format!("{own}\n----\nid,K\n1,1\n2,2\n"),
        format!("{map}\n----\n{one}"),
    ]
}

fn maps() -> Vec<String> {
    let files = ["examples/arendesystem/map.toml", "examples/databas/karta.toml"];
    files.iter().filter_map(|file| fs::read_to_string(root().join(file)).ok()).collect()
}

fn by(fields: &[&str]) -> Options {
    Options { by: fields.iter().map(|field| (*field).to_owned()).collect(), ..of_2013() }
}

fn partials() -> Vec<Vec<u8>> {
    let partial = |persons, options: &Options| {
        EDITION.partial(records(persons).as_bytes(), Ndjson, options).unwrap().to_bytes().unwrap()
    };
    vec![
        partial(0, &by(&[])),
        partial(2, &by(&[])),
        partial(6, &by(&["stadsdel"])),
        partial(6, &by(&["kön", "stadsdel"])),
        partial(3, &Options { every_alternative: true, ..by(&[]) }),
        partial(
            3,
            &Options {
                periods: vec![Period::parse("2012").unwrap(), Period::parse("2013").unwrap()],
                ..by(&[])
            },
        ),
    ]
}

fn files(format: FileFormat) -> Vec<Vec<u8>> {
    let file = |persons| {
        let mut bytes = Vec::new();
        write_sample(&sample(persons), &EDITION.schema(), format, &mut bytes).unwrap();
        bytes
    };
    vec![file(1), file(5)]
}

fn protected(store: &mut MemoryStore, options: &Options) -> kvinnofrid::Report {
    let key = Key::new(b"sixteen bytes or more, at random").unwrap();
    let partial = EDITION.partial(records(20).as_bytes(), Ndjson, options).unwrap();
    partial.protect(&Protect { method: Method::default(), key }, store).unwrap()
}

fn reports() -> Vec<String> {
    let report = |options: &Options| {
        let report = EDITION.report(records(3).as_bytes(), Ndjson, options).unwrap();
        write_report(&report, Format::Json, Lang::Sv).unwrap()
    };
    let whole = report(&Options { indicators: vec!["kvinnor-kända".into()], ..by(&["kön"]) });
    let receipt =
        whole.split("\"rows\"").next().map(|start| format!("{}}}", start.trim_end().trim_end_matches(',')));
    let small = Options { indicators: vec!["kvinnor-kända".into()], ..of_2013() };
    let hidden =
        write_report(&protected(&mut MemoryStore::default(), &small), Format::Json, Lang::Sv).unwrap();
    [Some(whole), receipt, Some(hidden)].into_iter().flatten().collect()
}

fn ledger() -> Vec<u8> {
    let mut store = MemoryStore::default();
    protected(&mut store, &of_2013());
    allow(&mut store, Period::parse("2013").unwrap(), "två kom in efter bokslutet", None).unwrap();
    store.bytes().to_vec()
}

fn options() -> Vec<String> {
    let lines: String =
        kvinnofrid::options::OPTIONS.iter().map(|option| format!("{}=ja\n", option.field)).collect();
    vec![
        "periods=2013\nby=stadsdel\nreadings=åldersgräns=alla\nwithout_totals=ja\n".to_owned(),
        "periods=2013-T1\nperiods=2012-Q2\nindicators=kvinnor-kända\nevery_alternative=ja\n".to_owned(),
        "periods=2013-01-01/2013-06-30\non=2013-06-30\ncell=kön=kvinna\nwhy=ja\n".to_owned(),
        "periods=2016\nperiods=2018\nbridge=2017\nby=åldersgrupp\nround:5\nsuppress:5\n".to_owned(),
        lines,
    ]
}

fn workbooks() -> Vec<Vec<u8>> {
    let main = r#"xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main""#;
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let excel = [
        format!(r#"<workbook {main} xmlns:r="{relations}"><sheets><sheet name="person" sheetId="1" r:id="rId1"/></sheets></workbook>"#),
        format!(r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{relations}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="{relations}/styles" Target="styles.xml"/></Relationships>"#),
        format!(r#"<worksheet {main}><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>kön</t></is></c><c r="C1" t="s"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c><c r="B2" t="str"><v>kvinna</v></c><c r="C2" s="1"><v>29358</v></c></row><row r="3"><c r="A3"><v>2</v></c><c r="B3" t="b"><v>1</v></c><c r="C3" t="e"><v>#N/A</v></c></row></sheetData></worksheet>"#),
        format!(r#"<sst {main}><si><t>id</t></si><si><r><t>födelse</t></r><r><t>datum</t></r></si></sst>"#),
        format!(r#"<styleSheet {main}><numFmts><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>"#),
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#.to_owned(),
        format!(r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
    ];
    let open = [
        r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="person"><table:table-row><table:table-cell office:value-type="string"><text:p>id</text:p></table:table-cell><table:table-cell><text:p>kön</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="1"><table:table-cell office:value-type="float" office:value="1"/><table:table-cell office:value-type="string"><text:p>man<text:s text:c="2"/></text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2013-01-02"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#.to_owned(),
        "application/vnd.oasis.opendocument.spreadsheet".to_owned(),
    ];
    vec![excel.join("\n----\n").into_bytes(), open.join("\n----\n").into_bytes()]
}

//! The engine inside another program: a record in, its target groups out; a population in, figures out; an error shown.
//!
//! `cargo run -p kvinnofrid --example embed`

use kvinnofrid::input::InputFormat;
use kvinnofrid::sample::{Sample, SampleOptions};
use kvinnofrid::{Lang, Options, Period, Rules, output};
use std::error::Error;
use std::io::{self, Write};

fn main() -> Result<(), Box<dyn Error>> {
    io::stdout().write_all(run()?.as_bytes())?;
    Ok(())
}

fn run() -> Result<String, Box<dyn Error>> {
    let period = Period::parse("2013")?;
    let programme = Rules::embedded().programme("stockholm/kvinnofrid")?;
    let edition = programme.in_force_throughout(period)?;
    let options = Options { periods: vec![period], ..Options::default() };

    // A record at a time: make the classifier once and keep it.
    let mut classifier = edition.classifier(&options)?;
    let record = r#"{"id": "a1", "kön": "kvinna", "födelsedatum": "1980-05-17", "våld": [
        {"roll": "våldsutsatt", "kategori": "våld_i_nära_relation", "relation": "sambo", "från": "2012-11-02"}]}"#;
    let answer = classifier.classify(record.as_bytes(), 1)?;
    let mut shown = format!("{}\n", serde_json::to_string(&answer)?);

    // A record that is not as the schema says: the error names the row and the field, never the value.
    if let Err(error) = classifier.classify(r#"{"id": "a2", "kön": "K"}"#.as_bytes(), 2) {
        shown.push_str(&format!("{}\n\n", error.message(Lang::En)));
    }

    // A population, of people who do not exist.
    let mut lines = String::new();
    for person in Sample::new(SampleOptions { persons: 500, ..SampleOptions::default() })?.persons() {
        person.write_json(&mut lines);
        lines.push('\n');
    }
    let report = edition.report(lines.as_bytes(), InputFormat::Ndjson, &options)?;
    shown.push_str(&output::write(&report, output::Format::Text, Lang::En)?);
    Ok(shown)
}

#[cfg(test)]
mod tests {
    #[test]
    fn shows_a_classification_an_error_and_a_report() {
        let shown = super::run().unwrap();
        assert!(
            shown.starts_with(
                r#"{"id":"a1","groups":{"kvinnor":true,"barn":false,"män":false},"missing":{}}"#
            )
        );
        assert!(shown.contains("row 2: kön: "), "{shown}");
        assert!(shown.contains("records counted: 500, rejected: 0"), "{shown}");
    }
}

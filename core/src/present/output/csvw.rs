//! What a CSV file of a report holds, column by column, as [CSVW](https://www.w3.org/TR/tabular-metadata/) metadata.

use super::{OutputDialect, columns, has_bridges};
use crate::figures::published::Comparability;
use crate::figures::report::{Report, Status};
use crate::findings::error::Error;
use crate::findings::text::{Lang, Text, say};
use crate::language::model::Relation;
use serde_json::{Value, json};

/// The metadata of the CSV file `url`, which holds [`write_csv`](super::write_csv) of `report` in `dialect`, as JSON. By
/// convention the file is called as the CSV file with `-metadata.json` after it: programs that know CSVW find it there.
///
/// ```
/// use kvinnofrid::input::InputFormat::Ndjson;
/// use kvinnofrid::output::{OutputDialect, csvw};
/// use kvinnofrid::{Options, Period, Rules};
///
/// let edition = Rules::embedded().programme("stockholm/kvinnofrid")?.edition("2012-2014")?;
/// let options = Options { periods: vec![Period::parse("2013")?], ..Options::default() };
/// let report = edition.report(&b"{\"id\": 1}"[..], Ndjson, &options)?;
/// let metadata = csvw(&report, "rapport.csv", OutputDialect::Standard)?;
/// assert!(metadata.contains("\"url\": \"rapport.csv\""));
/// # Ok::<(), kvinnofrid::Error>(())
/// ```
///
/// # Errors
/// [`Error::Internal`] if it cannot be written.
pub fn csvw(report: &Report, url: &str, dialect: OutputDialect) -> Result<String, Error> {
    let names = columns(report);
    let described: Vec<Value> = names.iter().map(|name| column(report, name, dialect)).collect();
    let is_key = |name: &&&str| {
        let by_edition = has_bridges(report).then_some("edition");
        let fixed = ["indicator", "period_start", "period_end", "reading"];
        fixed.into_iter().chain(by_edition).any(|key| key == **name) || is_breakdown(report, name)
    };
    let receipt = &report.receipt;
    let sources: Vec<String> = receipt
        .editions
        .iter()
        .map(|e| format!("{}@{}, revision {}, sha256 {}", receipt.programme, e.edition, e.revision, e.digest))
        .collect();
    let metadata = json!({
        "@context": ["http://www.w3.org/ns/csvw", { "@language": "sv" }],
        "url": url,
        "dc:title": format!("{}, {}", receipt.programme, receipt.periods.join(", ")),
        "dc:source": sources,
        "dc:creator": format!("kvinnofrid {}", receipt.engine_version),
        "dialect": {
            "encoding": "utf-8",
            "delimiter": match dialect { OutputDialect::Standard => ",", OutputDialect::Excel => ";" },
            "header": true,
            "quoteChar": "\"",
            "doubleQuote": true,
            "lineTerminators": ["\r\n"],
        },
        "tableSchema": {
            "columns": described,
            "primaryKey": names.iter().filter(is_key).map(|name| encoded(name)).collect::<Vec<_>>(),
        },
    });
    let text = serde_json::to_string_pretty(&metadata).map_err(|e| Error::Internal(e.to_string()))?;
    Ok(text + "\n")
}

fn is_breakdown(report: &Report, name: &str) -> bool {
    report.breakdowns.iter().any(|breakdown| breakdown == name)
}

/// A column: its name, the head it has in the file, its type, and what it means in both languages.
fn column(report: &Report, name: &str, dialect: OutputDialect) -> Value {
    let own = is_breakdown(report, name);
    let meaning = if own { stratum() } else { meaning(name) };
    let told = [("sv", Lang::Sv), ("en", Lang::En)]
        .map(|(language, lang)| json!({ "@value": meaning.get(lang), "@language": language }));
    let mut column = json!({
        "name": encoded(name),
        "titles": name,
        "datatype": if own { json!("string") } else { datatype(name, dialect) },
        "dc:description": told,
    });
    let always = ["programme", "indicator", "kind", "unit", "period_start", "period_end", "status"];
    if own || always.contains(&name) {
        column["required"] = json!(true);
    }
    column
}

fn datatype(name: &str, dialect: OutputDialect) -> Value {
    let one_of = |names: &mut dyn Iterator<Item = &'static str>| json!({ "base": "string", "format": names.collect::<Vec<_>>().join("|") });
    match name {
        "period_start" | "period_end" => json!({ "base": "date", "format": "yyyy-MM-dd" }),
        "numerator" | "denominator" | "unknown" => json!("nonNegativeInteger"),
        "bridge" => json!("boolean"),
        "kind" => one_of(&mut ["antal", "andel"].into_iter()),
        "status" => one_of(&mut Status::ALL.iter().map(|status| status.as_str())),
        "comparison" => one_of(&mut Comparability::ALL.iter().map(|one| one.as_str())),
        "comparable" => one_of(&mut Relation::NAMES.iter().map(|(name, _)| *name)),
        "value" | "lower" | "upper" | "value_known" | "target" | "ci_lower" | "ci_upper"
        | "response_rate" | "published" | "own" | "own_lower" | "own_upper" | "difference" => match dialect {
            OutputDialect::Standard => json!("number"),
            OutputDialect::Excel => json!({ "base": "number", "format": { "decimalChar": "," } }),
        },
        _ => json!("string"),
    }
}

fn stratum() -> Text {
    say!(
        "Kategorin, `okänt` där värdet saknas, eller `Totalt`",
        "The category, `okänt` where the value is missing, or `Totalt`"
    )
}

/// What a column means.
fn meaning(name: &str) -> Text {
    match name {
        "programme" => say!("Programmet", "The programme"),
        "edition" => say!("Utgåvan som räknar", "The edition that counts"),
        "revision" => say!("Revisionen av utgåvans regler", "The revision of the edition's rules"),
        "indicator" => say!("Indikatorn", "The indicator"),
        "kind" => say!("Antal eller andel", "Count (`antal`) or share (`andel`)"),
        "unit" => say!("Vad som räknas", "What is counted"),
        "period_start" => say!("Periodens första dag", "The first day of the period"),
        "period_end" => say!("Periodens sista dag", "The last day of the period"),
        "value" => {
            say!("Det som är säkert; en andel är från 0 till 1", "What is certain; a share is from 0 to 1")
        }
        "lower" => say!("Minsta möjliga värde", "The smallest possible value"),
        "upper" => say!(
            "Största möjliga värde, tomt där det är öppet",
            "The largest possible value, empty where it is open"
        ),
        "value_known" => {
            say!("Värdet bland dem om vilka allt är känt", "The value among those about whom all is known")
        }
        "numerator" => say!("Hur många som säkert är i täljaren", "How many are certainly in the numerator"),
        "denominator" => {
            say!("Hur många som säkert är i nämnaren", "How many are certainly in the denominator")
        }
        "unknown" => say!("Om hur många det är okänt", "Of how many it is unknown"),
        "status" => say!("Varför en siffra är som den är", "Why a figure is as it is"),
        "target" => say!("Årsmålet", "The target of the year"),
        "target_status" => say!("Om årsmålet är uppnått", "Whether the target is met"),
        "ils_state" => say!(
            "Läget med orden i stadens styrsystem",
            "The state in the words of the city's steering system"
        ),
        "ci_lower" => say!(
            "Konfidensintervallets nedre gräns (Wilson, 95 %)",
            "The lower end of the confidence interval (Wilson, 95 %)"
        ),
        "ci_upper" => say!(
            "Konfidensintervallets övre gräns (Wilson, 95 %)",
            "The upper end of the confidence interval (Wilson, 95 %)"
        ),
        "response_rate" => say!("Svarsandelen", "The response rate"),
        "reading" => say!("Den läsning som raden prövar", "The reading that the row tries"),
        "comparable" => say!(
            "Hur siffran går att jämföra med den tidigare utgåvans",
            "How the figure compares with that of the earlier edition"
        ),
        "bridge" => say!(
            "Om raden finns för att jämföra två utgåvor",
            "Whether the row is there to compare two editions"
        ),
        "published" => say!("Det som någon annan har publicerat", "What somebody else has published"),
        "own" => say!(
            "Vårt värde på samma skala som det publicerade",
            "Our value on the scale of the published one"
        ),
        "own_lower" => say!("Vår nedre gräns på den skalan", "Our lower bound on that scale"),
        "own_upper" => say!("Vår övre gräns på den skalan", "Our upper bound on that scale"),
        "difference" => say!("Vårt värde minus det publicerade", "Our value less the published one"),
        "comparison" => say!(
            "Om de går att jämföra, och om inte, varför",
            "Whether the two can be compared, and if not, why"
        ),
        _ => Text::same(name),
    }
}

/// A name as CSVW takes it: ASCII letters, digits and `_`; the rest per cent encoded.
fn encoded(name: &str) -> String {
    name.bytes()
        .map(|byte| match byte {
            b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

//! The indicators and the readings, with what supports them.

use super::page::Cell;
use super::{Book, kind};
use crate::edition::Edition;
use crate::findings::text::say;
use crate::present::output::grid::Side;
use rust_xlsxwriter::XlsxError;
use serde_json::Value;

/// Returns the text of a member; empty if it has none.
fn of<'v>(value: &'v Value, name: &str) -> &'v str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Returns the members of a list; none if it is no list.
fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

impl Book<'_> {
    /// What each indicator counts, and the passage of a source or the reading that supports it.
    pub(super) fn indicators(&mut self, editions: &[&Edition]) -> Result<(), XlsxError> {
        let (report, lang) = (self.report, self.lang);
        let heads = [
            (say!("id", "id"), 24),
            (say!("indikator", "indicator"), 50),
            (say!("utgåva", "edition"), 12),
            (say!("slag", "kind"), 8),
            (say!("räknar", "counts"), 12),
            (say!("målgrupp", "target group"), 16),
            (say!("mål", "goal"), 40),
            (say!("källa", "source"), 44),
            (say!("ställe", "passage"), 24),
            (say!("ordalydelse", "wording"), 60),
            (say!("tolkningar som den hänger på", "readings it hangs on"), 30),
            (say!("regel", "rule"), 70),
        ];
        let heads = heads.map(|(head, width)| (self.say(&head), width));
        let heads: Vec<(&str, u16, Side)> =
            heads.iter().map(|(head, width)| (head.as_str(), *width, Side::Left)).collect();
        let described: Vec<Value> = editions.iter().map(|edition| edition.describe()).collect();
        let mut page = self.page(&say!("Indikatorer", "Indicators"), &heads)?;
        for head in &report.indicators {
            // An indicator of several editions is defined in each.
            let mut defined: Vec<Option<(&Edition, &Value)>> = Vec::new();
            for (edition, about) in editions.iter().zip(&described) {
                let own = list(about, "indicators").iter().find(|one| of(one, "id") == head.id);
                defined.extend(own.map(|one| Some((*edition, one))));
            }
            if defined.is_empty() {
                defined.push(None);
            }
            for one in defined {
                let citation = one.map_or(&Value::Null, |(_, about)| &about["citation"]);
                let goal = report.goals.iter().find(|goal| Some(&goal.id) == head.goal.as_ref());
                let readings = one.map_or(&[][..], |(_, about)| list(about, "readings"));
                let readings: Vec<&str> = readings.iter().filter_map(Value::as_str).collect();
                let passage = match of(citation, "reading") {
                    "" => of(citation, "passage").to_owned(),
                    reading => say!("tolkningen {reading}", "the reading {reading}").get(lang).to_owned(),
                };
                page.cell(Cell::Text(&head.id))?;
                page.cell(Cell::Wrapped(&head.name))?;
                page.cell(Cell::Text(one.map_or("", |(edition, _)| &edition.head().edition)))?;
                page.cell(Cell::Text(kind(head.kind).get(lang)))?;
                page.cell(Cell::Text(&head.unit))?;
                page.cell(Cell::Text(&head.target_group))?;
                page.cell(Cell::Wrapped(goal.map_or("", |goal| &goal.name)))?;
                page.cell(Cell::Wrapped(match of(citation, "title") {
                    "" => of(citation, "source"),
                    title => title,
                }))?;
                page.cell(Cell::Wrapped(&passage))?;
                page.cell(Cell::Wrapped(of(citation, "wording")))?;
                page.cell(Cell::Wrapped(&readings.join(", ")))?;
                page.cell(Cell::Wrapped(one.map_or("", |(_, about)| of(about, "definition"))))?;
                page.end_row()?;
            }
        }
        page.finish()
    }

    /// The questions that the sources leave open, and the alternatives that the figures rest on.
    pub(super) fn readings(&mut self, editions: &[&Edition]) -> Result<(), XlsxError> {
        let report = self.report;
        let heads = [
            (say!("tolkning", "reading"), 24),
            (say!("utgåva", "edition"), 12),
            (say!("fråga", "question"), 50),
            (say!("varför den är öppen", "why it is open"), 50),
            (say!("valt", "chosen"), 22),
            (say!("det betyder", "which means"), 44),
            (say!("andra alternativ", "other alternatives"), 60),
        ];
        let heads = heads.map(|(head, width)| (self.say(&head), width));
        let heads: Vec<(&str, u16, Side)> =
            heads.iter().map(|(head, width)| (head.as_str(), *width, Side::Left)).collect();
        let mut page = self.page(&say!("Läsningar", "Readings"), &heads)?;
        for receipt in &report.receipt.editions {
            let edition = editions.iter().find(|edition| edition.digest() == receipt.digest);
            let described = edition.map_or(Value::Null, |edition| edition.describe());
            for (id, chosen) in &receipt.readings {
                let about = list(&described, "readings").iter().find(|one| of(one, "id") == id);
                let about = about.unwrap_or(&Value::Null);
                let alternatives = list(about, "alternatives");
                let meaning = alternatives.iter().find(|one| of(one, "id") == chosen);
                let others = alternatives.iter().filter(|one| of(one, "id") != chosen);
                let others: Vec<String> =
                    others.map(|one| format!("{}: {}", of(one, "id"), of(one, "meaning"))).collect();
                page.cell(Cell::Text(id))?;
                page.cell(Cell::Text(&receipt.edition))?;
                page.cell(Cell::Wrapped(of(about, "question")))?;
                page.cell(Cell::Wrapped(of(about, "why")))?;
                page.cell(Cell::Text(chosen))?;
                page.cell(Cell::Wrapped(meaning.map_or("", |one| of(one, "meaning"))))?;
                page.cell(Cell::Wrapped(&others.join("\n")))?;
                page.end_row()?;
            }
        }
        page.finish()
    }
}

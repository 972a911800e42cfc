//! Moves as text, as HTML and as JSON.

use crate::author::diff::{Moved, Moves};
use crate::findings::text::{Lang, Text, say};
use crate::language::words::DECLARATIONS;
use crate::present::output::{Sheet, SheetSide, short_period};
use serde_json::{Map, Value, json};

impl Moves {
    /// Returns the moves as JSON: `records`, and `rows` of `what`, `id`, `part`, `period`, a key for each breakdown, `before`
    /// and `after` (how many certainly count, and how many may), and how many `enters`, `leaves`, `may_enter` (from false to
    /// unknown), `may_leave` (from true to unknown), `settled_in` and `settled_out` (from unknown).
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({ "records": self.records, "rows": self.rows.iter().map(|row| self.row(row)).collect::<Vec<_>>() })
    }

    fn row(&self, moved: &Moved) -> Value {
        let mut object = Map::new();
        object.insert("what".into(), moved.what.into());
        object.insert("id".into(), moved.id.clone().into());
        object.insert("part".into(), moved.part.into());
        object.insert("period".into(), short_period(moved.period).into());
        for (number, name) in self.by.iter().enumerate() {
            object.insert(name.clone(), moved.category(number).into());
        }
        object.insert("before".into(), json!([moved.before().0, moved.before().1]));
        object.insert("after".into(), json!([moved.after().0, moved.after().1]));
        for (name, many) in Moved::NAMES.into_iter().zip(moved.ways()) {
            object.insert(name.into(), many.into());
        }
        object.into()
    }

    /// Appends the moves as text.
    pub(in crate::author::diff) fn push_text(&self, out: &mut String, lang: Lang) {
        self.sheet(lang).push(out, lang);
    }

    /// Returns the moves as a table.
    pub(in crate::author::diff) fn sheet(&self, lang: Lang) -> Sheet {
        let mut heads =
            vec![(say!("vad", "what"), SheetSide::Left), (say!("period", "period"), SheetSide::Left)];
        heads.extend(self.by.iter().map(|name| (Text::same(name.clone()), SheetSide::Left)));
        heads.extend([
            (say!("före", "before"), SheetSide::Right),
            (say!("efter", "after"), SheetSide::Right),
            (say!("in", "enters"), SheetSide::Right),
            (say!("ut", "leaves"), SheetSide::Right),
            (say!("blir okända", "become unknown"), SheetSide::Right),
            (say!("var okända", "were unknown"), SheetSide::Right),
        ]);
        let bounds = |(certain, possible): (u64, u64)| {
            if certain == possible { certain.to_string() } else { format!("{certain}–{possible}") }
        };
        let rows = self.rows.iter().map(|moved| {
            let mut row = vec![name(moved, lang), short_period(moved.period)];
            row.extend((0..self.by.len()).map(|number| moved.category(number).to_owned()));
            let [enters, leaves, may_enter, may_leave, settled_in, settled_out] = moved.ways();
            row.extend([bounds(moved.before()), bounds(moved.after())]);
            let counts = [enters, leaves, may_enter + may_leave, settled_in + settled_out];
            row.extend(counts.iter().map(u64::to_string));
            row
        });
        let records = self.records;
        let mut notes = Vec::new();
        if self.rows.is_empty() {
            notes.push(say!("ingen räknas på ett annat sätt", "nobody is counted differently"));
        }
        notes.push(say!(
            "Exakta antal, för arbete inom verksamheten: små antal kan peka ut någon. Poster som lästes: {records}.",
            "Exact counts, for work inside the house: small counts may point somebody out. Records read: {records}."
        ));
        Sheet {
            title: say!("Vilka som flyttar", "Who moves"),
            heads: heads.into_iter().map(|(head, side)| (head.get(lang).to_owned(), side)).collect(),
            rows: rows.collect(),
            notes,
        }
    }
}

fn name(moved: &Moved, lang: Lang) -> String {
    let word = DECLARATIONS.iter().find(|(_, en, _)| *en == moved.what);
    let word = word.map_or(moved.what, |(sv, en, _)| if lang == Lang::Sv { *sv } else { *en });
    let part = super::part(Some(moved.part), lang);
    format!("{word} {}{part}", moved.id)
}

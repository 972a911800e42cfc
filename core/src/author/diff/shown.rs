//! A comparison for people: as text and as HTML.

mod moves;

use super::{Change, ChangeKind, Compared, Diff, Meaning, Verdict};
use crate::edition::Place;
use crate::findings::text::{Lang, Text, say};
use crate::language::words::DECLARATIONS;
use crate::present::output::{Sheet, SheetSide, html, short_period};

impl Diff {
    /// Returns the comparison as text.
    #[must_use]
    pub fn to_text(&self, lang: Lang) -> String {
        let mut out = String::new();
        for compared in &self.editions {
            for line in [heading(compared)].into_iter().chain(left_out(compared)) {
                out.push_str(line.get(lang));
                out.push('\n');
            }
        }
        if self.changes.is_empty() {
            let none = say!("ingenting har ändrats", "nothing has changed");
            out.push_str(none.get(lang));
            out.push('\n');
        }
        let several = self.several();
        for change in &self.changes {
            let place = if several { format!("{}: ", change.edition) } else { String::new() };
            let verdict = match &change.meaning {
                Some(meaning) => format!(" – {}", verdict(meaning.verdict).get(lang)),
                None => String::new(),
            };
            out.push_str(&format!(
                "\n{place}{}: {}{verdict}{}\n",
                named(change, lang),
                kind(&change.kind, lang),
                at(change)
            ));
            for line in change.meaning.iter().flat_map(|meaning| lines(meaning, lang)) {
                out.push_str(&format!("  {line}\n"));
            }
        }
        if let Some(note) = self.by_itself() {
            out.push_str(&format!("\n{}\n", note.get(lang)));
        }
        if let Some(moves) = &self.moves {
            moves.push_text(&mut out, lang);
        }
        out
    }

    /// Returns the comparison as a page of HTML.
    #[must_use]
    pub fn to_html(&self, lang: Lang) -> String {
        let mut body = html::sheet(&self.sheet(lang), lang);
        if let Some(moves) = &self.moves {
            body.push_str(&html::sheet(&moves.sheet(lang), lang));
        }
        html::page(title().get(lang), &html::fragment(&body, lang), lang)
    }

    /// Returns that some conditions depend on more readings than were tried in all combinations, if any do.
    fn by_itself(&self) -> Option<Text> {
        let meanings = self.changes.iter().filter_map(|change| change.meaning.as_ref());
        let many = meanings.filter(|meaning| !meaning.readings.all).count();
        (many > 0).then(|| {
            let (sv, en) = if many == 1 { ("ett villkor", "one condition") } else { ("villkor", "conditions") };
            let number = if many == 1 { String::new() } else { format!("{many} ") };
            say!(
                "För {number}{sv} är tolkningarna för många för att prövas i alla kombinationer; varje alternativ prövades för sig.",
                "For {number}{en} there are too many readings to try in all combinations; each alternative was tried by itself."
            )
        })
    }

    fn several(&self) -> bool {
        self.changes.windows(2).any(|pair| pair[0].edition != pair[1].edition)
    }

    fn sheet(&self, lang: Lang) -> Sheet {
        let several = self.several();
        let mut heads = Vec::new();
        heads.extend(several.then(|| say!("utgåva", "edition")));
        heads.extend([
            say!("vad", "what"),
            say!("ändring", "change"),
            say!("betydelse", "meaning"),
            say!("exempel", "example"),
        ]);
        let rows = self.changes.iter().map(|change| {
            let meaning = change.meaning.as_ref();
            let verdict = meaning.map(|meaning| verdict(meaning.verdict).get(lang).to_owned());
            let lines = meaning.map(|meaning| lines(meaning, lang).join(" ")).unwrap_or_default();
            let mut row = Vec::new();
            row.extend(several.then(|| change.edition.clone()));
            let what = format!("{}{}", named(change, lang), at(change));
            row.extend([what, kind(&change.kind, lang), verdict.unwrap_or_default(), lines]);
            row
        });
        let headings = |compared| [heading(compared)].into_iter().chain(left_out(compared));
        let mut notes: Vec<Text> = self.editions.iter().flat_map(headings).collect();
        if self.changes.is_empty() {
            notes.push(say!("ingenting har ändrats", "nothing has changed"));
        }
        notes.extend(self.by_itself());
        let heads = heads.into_iter().map(|head| (head.get(lang).to_owned(), SheetSide::Left)).collect();
        Sheet { title: title(), heads, rows: rows.collect(), notes }
    }
}

fn title() -> Text {
    say!("Vad ändringen betyder", "What the change means")
}

fn heading(compared: &Compared) -> Text {
    let (old, new) = (&compared.old, &compared.new);
    let periods = compared.periods.iter().map(|period| short_period(*period)).collect::<Vec<_>>().join(", ");
    let (from, to) = (&old.revision, &new.revision);
    if old.id == new.id {
        let id = &new.id;
        return say!(
            "{id}, revision {from} → {to}, prövad för {periods}",
            "{id}, revision {from} → {to}, tried for {periods}"
        );
    }
    let (a, b) = (&old.id, &new.id);
    say!("{a} {from} → {b} {to}, prövad för {periods}", "{a} {from} → {b} {to}, tried for {periods}")
}

/// Returns which codes are compared nowhere, if there are any, and what to write if one is another one's new name.
fn left_out(compared: &Compared) -> Option<Text> {
    let [old, new] = &compared.one_sided;
    let listed = |codes: &[String]| codes.join(", ");
    let (before, after) = (listed(old), listed(new));
    Some(match (old.as_slice(), new.as_slice()) {
        ([], []) => return None,
        (_, []) => say!(
            "Koder som den nya utgåvan inte har är inte med i jämförelsen: {before}.",
            "Codes that the new edition does not have are left out of the comparison: {before}."
        ),
        ([], _) => say!(
            "Koder som den gamla utgåvan inte har är inte med i jämförelsen: {after}.",
            "Codes that the old edition does not have are left out of the comparison: {after}."
        ),
        ([one, ..], _) => say!(
            "Koder som bara en av utgåvorna har är inte med i jämförelsen: {before} (den gamla), {after} (den nya). Är det samma kod med ett nytt namn, skriv `--renamed {one}=NYTT`.",
            "Codes that only one of the editions has are left out of the comparison: {before} (the old one), {after} (the new one). If it is one code with a new name, write `--renamed {one}=NEW`."
        ),
    })
}

/// Returns what changed, in the words of rule files.
pub(in crate::author) fn named(change: &Change, lang: Lang) -> String {
    let word = match change.what.as_str() {
        "function" => "fn",
        "constant" => "const",
        what => word(what, lang),
    };
    let part = part(change.part, lang);
    format!("{word} {}{part}", change.id)
}

/// Returns the word that declares something, of which `what` is the English one.
fn word(what: &str, lang: Lang) -> &str {
    match lang {
        Lang::En => what,
        Lang::Sv => DECLARATIONS.iter().find(|(_, en, _)| *en == what).map_or(what, |(sv, ..)| sv),
    }
}

/// Returns what a condition rests on, in the words of rule files.
fn in_words(label: &str, lang: Lang) -> String {
    match label.split_once(' ') {
        Some((what, id)) => format!("{} {id}", word(what, lang)),
        None => label.to_owned(),
    }
}

/// Returns where a change stands, within brackets.
fn at(change: &Change) -> String {
    let of_place = |at: &Place| format!(" ({}:{})", at.short_file(), at.line);
    change.at.as_ref().map(of_place).unwrap_or_default()
}

/// Returns which part of a declaration is meant, within brackets.
pub(in crate::author) fn part(part: Option<&'static str>, lang: Lang) -> &'static str {
    match (part, lang) {
        (Some("count"), Lang::Sv) => " (antal)",
        (Some("denominator"), Lang::Sv) => " (nämnare)",
        (Some("numerator"), Lang::Sv) => " (täljare)",
        (Some("asked"), Lang::Sv) => " (tillfrågade)",
        (Some("done"), Lang::Sv) => " (klar)",
        (Some("due"), Lang::Sv) => " (senast)",
        (Some("count"), Lang::En) => " (count)",
        (Some("denominator"), Lang::En) => " (denominator)",
        (Some("numerator"), Lang::En) => " (numerator)",
        (Some("asked"), Lang::En) => " (asked)",
        (Some("done"), Lang::En) => " (done)",
        (Some("due"), Lang::En) => " (due)",
        _ => "",
    }
}

pub(in crate::author) fn kind(kind: &ChangeKind, lang: Lang) -> String {
    let text = match kind {
        ChangeKind::Added => say!("tillagd", "added"),
        ChangeKind::Removed => say!("borttagen", "removed"),
        ChangeKind::Renamed(from) => say!("hette `{from}`", "was called `{from}`"),
        ChangeKind::Moved(from, to) => say!("flyttad från {from} till {to}", "moved from {from} to {to}"),
        ChangeKind::Reworded(keys) => {
            let keys = keys.join(", ");
            say!("omformulerad ({keys})", "reworded ({keys})")
        }
        ChangeKind::Changed(keys) if keys.is_empty() => say!("ändrad", "changed"),
        ChangeKind::Changed(keys) => {
            let keys = keys.join(", ");
            say!("ändrad ({keys})", "changed ({keys})")
        }
        ChangeKind::RestsOn(because) if because.is_empty() => {
            say!("vilar på det som ändrats", "rests on what changed")
        }
        ChangeKind::RestsOn(because) => {
            let because = because.iter().map(|label| in_words(label, lang)).collect::<Vec<_>>().join(", ");
            say!("vilar på {because}", "rests on {because}")
        }
    };
    text.get(lang).to_owned()
}

pub(in crate::author) fn verdict(verdict: Verdict) -> Text {
    match verdict {
        Verdict::Equivalent => say!("betyder detsamma", "means the same"),
        Verdict::Stricter => say!("snävare", "stricter"),
        Verdict::Looser => say!("vidare", "looser"),
        Verdict::Different => say!("annorlunda", "different"),
        Verdict::Undecided => say!("inte avgjort", "not decided"),
    }
}

/// Returns the details of a condition that follow its verdict.
pub(in crate::author) fn lines(meaning: &Meaning, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    if meaning.default != meaning.verdict {
        let by_default = verdict(meaning.default);
        let (sv, en) = (by_default.get(Lang::Sv), by_default.get(Lang::En));
        lines.push(say!("Med de valda tolkningarna: {sv}.", "Under the chosen readings: {en}."));
    }
    if let Some(reason) = &meaning.reason {
        let (sv, en) = (reason.get(Lang::Sv), reason.get(Lang::En));
        lines.push(say!("Skälet: {sv}.", "The reason: {en}."));
    }
    for witness in &meaning.witnesses {
        let readings: Vec<String> = witness.readings.iter().map(|(id, to)| format!("{id}={to}")).collect();
        let (sv, en) = (witness.sentence.get(Lang::Sv), witness.sentence.get(Lang::En));
        lines.push(if readings.is_empty() {
            say!("{sv}", "{en}")
        } else {
            let readings = readings.join(", ");
            say!("{sv} (Med {readings}.)", "{en} (Under {readings}.)")
        });
    }
    lines.into_iter().map(|line| line.get(lang).to_owned()).collect()
}

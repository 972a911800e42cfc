//! Changes that no example notices, for people and programs.

use super::{EditionMutations, Fate, Mutant, Mutations, Witness};
use crate::findings::text::{Lang, Text, say};
use crate::language::words::DECLARATIONS;
use crate::present::output::short_period;
use serde_json::{Map, Value, json};

impl Mutations {
    /// Returns whether an example notices every change that one can notice.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        let mut mutants = self.editions.iter().flat_map(|edition| &edition.mutants);
        !mutants.any(|mutant| matches!(mutant.fate, Fate::Unnoticed(_) | Fate::ShownBy(_)))
    }

    /// Returns the changes as text, edition by edition.
    #[must_use]
    pub fn to_text(&self, lang: Lang) -> String {
        let mut text = String::new();
        for edition in &self.editions {
            for (number, mutant) in edition.mutants.iter().enumerate() {
                push_mutant(&mut text, (number + 1, mutant), lang);
            }
            text.push_str(edition.summary().get(lang));
            text.push('\n');
        }
        text
    }

    /// Returns an `exempel` for each change that one can notice, as the text of a rule file. Each needs a name of its own
    /// and a look: it expects what the rules answer now.
    #[must_use]
    pub fn to_examples(&self, lang: Lang) -> String {
        let mut examples: Vec<String> = Vec::new();
        for edition in &self.editions {
            for (number, mutant) in edition.mutants.iter().enumerate() {
                let Fate::Unnoticed(witness) = &mutant.fate else { continue };
                let Some(example) = witness.example.as_deref() else { continue };
                let name: String = mutant.before.chars().take(LONGEST_NAME).collect();
                let name = format!("{}, {}: {}", witness.id, number + 1, name.replace(['"', '\\'], "”"));
                let numbered =
                    example.replacen(&format!("\"Visar {}\"", witness.id), &format!("\"{name}\""), 1);
                let why = match lang {
                    Lang::Sv => "Märker:",
                    Lang::En => "Notices:",
                };
                examples.push(format!("// {why} {}\n{numbered}", mutant.line(lang)));
            }
        }
        examples.join("\n")
    }

    /// Returns `{"editions": [{"edition", "tried", "noticed", "equivalent", "out_of_reach", "left_out", "mutants": [ … ]}]}`.
    /// A mutant has `file`, `line`, `column`, `what` (in words), `before`, `after`, `fate` (`unnoticed`, `unshowable`,
    /// `undecided`), `reason` where it is undecided, `shown_by` (the number of the change, counted from 1, whose example
    /// would notice it too), or `witness`: `what`, `id`, `record`, `period`, `readings`,
    /// `before`, `after`, `sentence` and `example`.
    #[must_use]
    pub fn to_json(&self, lang: Lang) -> Value {
        let editions: Vec<Value> = self
            .editions
            .iter()
            .map(|edition| {
                let mutants: Vec<Value> = edition.mutants.iter().map(|mutant| mutant.to_json(lang)).collect();
                json!({
                    "edition": edition.edition,
                    "tried": edition.tried(),
                    "noticed": edition.noticed,
                    "equivalent": edition.equivalent,
                    "out_of_reach": edition.out_of_reach,
                    "left_out": edition.left_out,
                    "mutants": mutants,
                })
            })
            .collect();
        json!({ "editions": editions })
    }
}

impl EditionMutations {
    /// Returns how many changes were tried.
    #[must_use]
    pub fn tried(&self) -> usize {
        self.noticed + self.equivalent + self.out_of_reach + self.mutants.len()
    }

    /// Returns the numbers as one line.
    #[must_use]
    pub fn summary(&self) -> Text {
        let count = |is: fn(&Fate) -> bool| self.mutants.iter().filter(|mutant| is(&mutant.fate)).count();
        let unnoticed = count(|fate| matches!(fate, Fate::Unnoticed(_) | Fate::ShownBy(_)));
        let unshowable = count(|fate| matches!(fate, Fate::Unshowable(_)));
        let undecided = count(|fate| matches!(fate, Fate::Undecided(_)));
        let (edition, tried) = (&self.edition, self.tried());
        let (noticed, equivalent, out) = (self.noticed, self.equivalent, self.out_of_reach);
        let (left_sv, left_en) = match self.left_out {
            0 => (String::new(), String::new()),
            n => (format!("; {n} till prövades inte"), format!("; {n} more were not tried")),
        };
        say!(
            "{edition}: {tried} små ändringar, {noticed} märks av exemplen, {equivalent} ändrar inget svar, {unnoticed} märks inte, \
             {unshowable} kan inget exempel visa, {undecided} är inte avgjorda, {out} gäller det som exempel inte kan vänta sig något av{left_sv}",
            "{edition}: {tried} small changes, {noticed} are noticed by the examples, {equivalent} change no answer, {unnoticed} are not \
             noticed, {unshowable} can be shown by no example, {undecided} are not decided, {out} are about what examples can't expect anything of{left_en}"
        )
    }
}

impl Mutant {
    /// Returns the change as one line: what it is, and the text before and after.
    #[must_use]
    pub fn line(&self, lang: Lang) -> String {
        let words = self.words.get(lang);
        match &self.after {
            Some(after) => format!("{words}: `{}` → `{after}`", self.before),
            None => format!("{words}: `{}`", self.before),
        }
    }

    fn to_json(&self, lang: Lang) -> Value {
        let mut object = Map::new();
        object.insert("file".into(), self.place.file.clone().into());
        object.insert("line".into(), self.place.line.into());
        object.insert("column".into(), self.place.column.into());
        object.insert("what".into(), self.words.get(lang).into());
        object.insert("before".into(), self.before.clone().into());
        object.insert("after".into(), self.after.clone().into());
        let (fate, witness) = match &self.fate {
            Fate::Unnoticed(witness) => ("unnoticed", Some(witness)),
            Fate::Unshowable(witness) => ("unshowable", Some(witness)),
            Fate::Undecided(reason) => {
                object.insert("reason".into(), reason.get(lang).into());
                ("undecided", None)
            }
            Fate::ShownBy(number) => {
                object.insert("shown_by".into(), (*number).into());
                ("unnoticed", None)
            }
            Fate::Noticed => ("noticed", None),
            Fate::Equivalent => ("equivalent", None),
            Fate::OutOfReach => ("out_of_reach", None),
        };
        object.insert("fate".into(), fate.into());
        if let Some(witness) = witness {
            object.insert("witness".into(), witness_json(witness, lang));
        }
        object.into()
    }
}

fn witness_json(witness: &Witness, lang: Lang) -> Value {
    json!({
        "what": witness.what,
        "id": witness.id,
        "record": witness.record,
        "period": short_period(witness.period),
        "readings": witness.readings,
        "before": witness.before,
        "after": witness.after,
        "sentence": witness.sentence.get(lang),
        "example": witness.example,
    })
}

/// The maximum length of what an offered example is named by, in characters.
const LONGEST_NAME: usize = 60;

/// Returns the word that declares this kind.
fn word(what: &'static str, lang: Lang) -> &'static str {
    match lang {
        Lang::Sv => DECLARATIONS.iter().find(|(_, en, _)| *en == what).map_or(what, |(sv, ..)| sv),
        Lang::En => what,
    }
}

fn push_mutant(text: &mut String, (number, mutant): (usize, &Mutant), lang: Lang) {
    let place = &mutant.place;
    text.push_str(&format!(
        "{}:{}:{}: {number}. {}\n",
        place.file,
        place.line,
        place.column,
        mutant.line(lang)
    ));
    let (prefix, witness) = match &mutant.fate {
        Fate::Unnoticed(witness) => {
            (say!("inget exempel märker det", "no example notices it"), Some(witness))
        }
        Fate::Unshowable(witness) => {
            (say!("inget exempel kan visa det", "no example can show it"), Some(witness))
        }
        Fate::Undecided(reason) => {
            let (sv, en) = (reason.get(Lang::Sv), reason.get(Lang::En));
            (
                say!(
                    "inget exempel märker det; om någon post gör det är inte avgjort: {sv}",
                    "no example notices it; whether any record does is not decided: {en}"
                ),
                None,
            )
        }
        Fate::ShownBy(number) => (
            say!(
                "inget exempel märker det; det som föreslås för ändring {number} gör det",
                "no example notices it; the one offered for change {number} does"
            ),
            None,
        ),
        Fate::Noticed | Fate::Equivalent | Fate::OutOfReach => return,
    };
    text.push_str(&format!("  {}", prefix.get(lang)));
    if let Some(witness) = witness {
        let readings: Vec<String> = witness.readings.iter().map(|(id, at)| format!("{id}={at}")).collect();
        let under = if readings.is_empty() { String::new() } else { format!(" ({})", readings.join(", ")) };
        text.push_str(&format!(
            "; {} {}{under}: {}",
            word(witness.what, lang),
            witness.id,
            witness.sentence.get(lang)
        ));
    }
    text.push('\n');
    if let Fate::Unnoticed(witness) = &mutant.fate {
        for line in witness.example.iter().flat_map(|example| example.lines()) {
            text.push_str(&format!("    {line}\n"));
        }
    }
    text.push('\n');
}

//! One edition as a page: its identity, its document, its declarations, and what its sources leave out.

use super::pick;
use crate::edition::Edition;
use crate::findings::text::Lang;
use crate::language::model::{Citation, Parameter};
use crate::language::syntax::Value;
use crate::present::wrap::wrap;

/// Renders the page of `edition`, in lines of at most `width` characters.
pub(super) fn page(edition: &Edition, lang: Lang, width: usize) -> String {
    let (head, model) = (edition.head(), edition.model());
    let mut page = Page { edition, lang, width, text: String::new() };
    page.line(&format!("{}: {}", edition.id(), head.title), "");
    let in_force = format!("{}–{}", head.in_force.start, head.in_force.end);
    page.field(("gäller", "in force"), Some(&in_force));
    page.field(("status", "status"), Some(head.status.name()));
    page.field(("revision", "revision"), Some(&format!("{}, {}", head.revision, edition.digest())));
    page.field(("antagen", "adopted"), head.adopted.as_deref());
    page.field(("ersätter", "replaces"), head.replaces.as_deref());
    page.field(("anmärkning", "note"), head.note.as_deref());
    page.heading(("Ur dokumentet", "From the document"), head.sections.is_empty());
    for section in &head.sections {
        page.statement(&section.name, section.citation.as_ref());
    }
    let named = |page: &mut Page<'_>, heading, items: Vec<(&str, &str, Option<&Citation>)>| {
        page.heading(heading, items.is_empty());
        for (id, name, citation) in items {
            page.statement(&format!("{id}: {name}"), citation);
        }
    };
    macro_rules! list {
        ($heading:expr, $items:expr) => {
            named(
                &mut page,
                $heading,
                $items
                    .iter()
                    .map(|item| (item.id.as_str(), item.name.as_str(), item.citation.as_ref()))
                    .collect(),
            );
        };
    }
    list!(("Målgrupper", "Target groups"), model.groups);
    list!(("Mål", "Goals"), model.goals);
    list!(("Indikatorer", "Indicators"), model.indicators);
    list!(("Aktiviteter", "Activities"), model.activities);
    list!(("Kartläggningar", "Baselines"), model.baselines);
    list!(("Rutiner", "Routines"), model.routines);
    list!(("Instrument", "Instruments"), model.instruments);
    list!(("Vart man kan vända sig", "Where to turn"), model.resources);
    page.parameters();
    page.heading(("Det källorna inte ger", "What the sources do not give"), head.lacks.is_empty());
    for lack in &head.lacks {
        let (sv, en) = lack.name();
        page.statement(&format!("{}: {}", pick(lang, (sv, en)), lack.why), lack.citation.as_ref());
    }
    page.text
}

struct Page<'e> {
    edition: &'e Edition,
    lang: Lang,
    width: usize,
    text: String,
}

impl Page<'_> {
    fn line(&mut self, text: &str, indent: &str) {
        self.text.push_str(&wrap(text, indent, self.width));
    }

    fn field(&mut self, name: (&'static str, &'static str), value: Option<&str>) {
        if let Some(value) = value {
            let name = pick(self.lang, name);
            self.line(value, &format!("  {name}: "));
        }
    }

    fn heading(&mut self, name: (&'static str, &'static str), nothing: bool) {
        if !nothing {
            self.text.push('\n');
            self.line(pick(self.lang, name), "");
        }
    }

    /// Writes the parameters in force during the edition, by law and otherwise, each value with its first day.
    fn parameters(&mut self) {
        let (head, model) = (self.edition.head(), self.edition.model());
        let is_asked = |parameter: &&Parameter| parameter.without_effect.is_none();
        let (asked, others): (Vec<_>, Vec<_>) = model.parameters.iter().partition(is_asked);
        self.heading(("Vad som ändras med tiden", "What changes with time"), model.parameters.is_empty());
        for parameter in asked.into_iter().chain(others) {
            self.line(&format!("{}: {}", parameter.id, parameter.name), "  ");
            if let Some(why) = &parameter.without_effect {
                let nobody = pick(self.lang, ("ingen regel frågar efter den", "no rule asks for it"));
                self.line(&format!("{nobody}: {why}"), "    ");
            }
            let begun = parameter.values.iter().filter(|(from, ..)| *from <= head.in_force.start);
            let first = begun.count().saturating_sub(1);
            let values = parameter.values.iter().skip(first).filter(|(from, ..)| *from <= head.in_force.end);
            let mut carried: Option<&Citation> = None;
            for (from, value, citation) in values {
                let since = pick(self.lang, ("från", "from"));
                let said = format!("{since} {from}: {}", shown(&value.value, self.lang));
                let citation = citation.as_ref();
                // A citation shared by consecutive values is written once.
                let again = carried.is_some_and(|before| citation == Some(before));
                self.statement_within(&said, citation.filter(|_| !again), "    ");
                carried = citation;
            }
            let begins = parameter.values.first().map(|(from, ..)| *from);
            if let Some(why) =
                parameter.unknown_before.as_ref().filter(|_| begins > Some(head.in_force.start))
            {
                self.line(why, "    ");
            }
        }
    }

    /// Writes a statement, and below it its citation: the passage with its wording, where that adds something.
    fn statement(&mut self, said: &str, citation: Option<&Citation>) {
        self.statement_within(said, citation, "  ");
    }

    fn statement_within(&mut self, said: &str, citation: Option<&Citation>, indent: &str) {
        self.line(said, indent);
        let Some(citation) = citation else { return };
        let wording = self.edition.model().wording(citation).unwrap_or_default();
        let carried = match citation {
            Citation::Passage { source, passage } if said.ends_with(wording) => {
                format!("{source}, {passage}")
            }
            Citation::Passage { source, passage } => format!("{source}, {passage}: ”{wording}”"),
            Citation::Interpretation(id) => format!("{}: {id}", pick(self.lang, ("tolkning", "reading"))),
        };
        self.line(&carried, &format!("{indent}  "));
    }
}

/// Formats the value of a parameter.
pub(crate) fn shown(value: &Value, lang: Lang) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        Value::Decimal(number) => number.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Bool(true) => pick(lang, ("ja", "yes")).to_owned(),
        Value::Bool(false) => pick(lang, ("nej", "no")).to_owned(),
        _ => "–".to_owned(),
    }
}

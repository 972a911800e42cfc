//! A classification as text: what there is to do, and for what it is too early to know.

use crate::answers::casework::{Answer, Left, ResourceAnswer, RoutineAnswer, by};
use crate::answers::classify::Classification;
use crate::edition::Edition;
use crate::findings::text::{Lang, Text, say};
use crate::language::model::{Activity, Instrument, Model, Routine};

impl Edition {
    /// Renders a classification by this edition as text: the target groups, the deciding conditions if requested, and
    /// of the requested casework everything that applies or may apply. Every line ends with a line end.
    #[must_use]
    pub fn classification_text(&self, classification: &Classification, lang: Lang) -> String {
        let mut page = Page { model: self.model(), lang, text: String::new() };
        page.groups(classification);
        let casework = &classification.casework;
        if let Some(routines) = &casework.routines {
            page.section(&say!("rutiner", "routines"), routines, Page::routine);
        }
        if let Some(instruments) = &casework.instruments {
            page.section(&say!("instrument", "instruments"), instruments, Page::instrument);
        }
        if let Some(activities) = &casework.activities {
            page.section(&say!("aktiviteter", "activities"), activities, Page::activity);
        }
        if let Some(resources) = &casework.resources {
            page.section(&say!("vart man kan vända sig", "where to turn"), resources, Page::resource);
        }
        page.text
    }
}

/// Something that applies, or not.
trait Applies {
    fn applies(&self) -> Option<bool>;
}

impl Applies for RoutineAnswer {
    fn applies(&self) -> Option<bool> {
        self.applies
    }
}

impl Applies for Answer {
    fn applies(&self) -> Option<bool> {
        self.applies
    }
}

impl Applies for ResourceAnswer {
    fn applies(&self) -> Option<bool> {
        self.applies
    }
}

struct Page<'a> {
    model: &'a Model,
    lang: Lang,
    text: String,
}

impl Page<'_> {
    fn line(&mut self, indent: usize, line: &Text) {
        let line = line.get(self.lang);
        self.text.push_str(&format!("{}{line}\n", "  ".repeat(indent)));
    }

    fn groups(&mut self, classification: &Classification) {
        match &classification.id {
            Some(id) => self.line(0, &say!("post {id}", "record {id}")),
            None => self.line(0, &say!("en post utan nyckel", "a record without a key")),
        }
        if classification.groups.is_empty() {
            return;
        }
        let of = |wanted: bool| {
            let groups = classification.groups.iter().filter(|(_, belongs)| *belongs == Some(wanted));
            groups.map(|(id, _)| &**id).collect::<Vec<_>>().join(", ")
        };
        let (belongs, not) = (of(true), of(false));
        if !belongs.is_empty() {
            self.line(1, &say!("hör till {belongs}", "belongs to {belongs}"));
        }
        if !not.is_empty() {
            self.line(1, &say!("hör inte till {not}", "does not belong to {not}"));
        }
        for (id, missing) in &classification.missing {
            self.line(1, &say!("okänt om posten hör till {id}", "unknown whether it belongs to {id}"));
            self.missing(2, missing);
        }
        let Some(why) = &classification.why else { return };
        self.line(1, &say!("det som avgör", "what decides"));
        for reason in why {
            let (group, written, code) = (&reason.group, reason.as_it_counts(), &reason.code);
            self.line(2, &say!("{group}: {written}  [{code}]", "{group}: {written}  [{code}]"));
        }
    }

    fn section<A: Applies>(&mut self, heading: &Text, answers: &[A], write: fn(&mut Self, &A)) {
        self.line(1, heading);
        // What certainly applies comes first.
        let certain = answers.iter().filter(|answer| answer.applies() == Some(true));
        let possible = answers.iter().filter(|answer| answer.applies().is_none());
        let mut any = false;
        for answer in certain.chain(possible) {
            any = true;
            write(self, answer);
        }
        if !any {
            self.line(2, &say!("inga", "none"));
        }
    }

    fn missing(&mut self, indent: usize, missing: &[String]) {
        if !missing.is_empty() {
            let list = missing.join(", ");
            self.line(indent, &say!("saknas: {list}", "missing: {list}"));
        }
    }

    /// Writes the name, preceded by "perhaps" where it is unknown whether it applies.
    fn name(&mut self, name: &str, applies: Option<bool>) {
        self.line(
            2,
            &match applies {
                None => say!("kanske: {name}", "perhaps: {name}"),
                Some(_) => Text::same(name),
            },
        );
    }

    fn routine(&mut self, answer: &RoutineAnswer) {
        let name = &answer.name;
        let declared = self.model.routines.iter().find(|routine| *routine.id == *answer.id);
        let shown = declared.is_some_and(|routine: &Routine| routine.done.is_some());
        let state = match (answer.applies, answer.done) {
            (None, _) => say!("kanske", "perhaps"),
            (_, Some(true)) => say!("klar", "done"),
            (_, Some(false)) => say!("kvar", "left"),
            (_, None) if shown => say!("okänt om klar", "unknown whether done"),
            (_, None) => say!("gäller", "applies"),
        };
        let (sv, en) = (state.get(Lang::Sv), state.get(Lang::En));
        let (by_sv, by_en) = match answer.left.as_slice() {
            [Left { of: None, .. }] => by(answer.due, answer.overdue),
            _ => (String::new(), String::new()),
        };
        self.line(2, &say!("{sv}: {name}{by_sv}", "{en}: {name}{by_en}"));
        if let Some(routine) = declared.filter(|_| answer.done != Some(true)) {
            self.responsible(&routine.responsible);
        }
        for left in &answer.left {
            let Some(of) = &left.of else { continue };
            let (by_sv, by_en) = by(left.due, left.overdue);
            self.line(
                3,
                &match (left.applies, left.done) {
                    (None, _) => say!("{of}, kanske{by_sv}", "{of}, perhaps{by_en}"),
                    (_, None) if shown => {
                        say!("{of}, okänt om klar{by_sv}", "{of}, unknown whether done{by_en}")
                    }
                    _ => say!("{of}{by_sv}", "{of}{by_en}"),
                },
            );
        }
        self.missing(3, &answer.missing);
    }

    fn responsible(&mut self, responsible: &[String]) {
        if !responsible.is_empty() {
            let list = responsible.join(", ");
            self.line(3, &say!("ansvar: {list}", "responsible: {list}"));
        }
    }

    fn instrument(&mut self, answer: &Answer) {
        self.name(&answer.name, answer.applies);
        self.missing(3, &answer.missing);
        let found = self.model.instruments.iter().find(|instrument| *instrument.id == *answer.id);
        let Some(Instrument { purpose, parts, levels, .. }) = found else { return };
        if let Some(purpose) = purpose {
            self.line(3, &say!("för: {purpose}", "for: {purpose}"));
        }
        if !parts.is_empty() {
            let list = parts.iter().map(|part| part.name.as_str()).collect::<Vec<_>>().join(", ");
            self.line(3, &say!("delar: {list}", "parts: {list}"));
        }
        if !levels.is_empty() {
            let list = levels.join(", ");
            self.line(3, &say!("nivåer: {list}", "levels: {list}"));
        }
    }

    fn activity(&mut self, answer: &Answer) {
        self.name(&answer.name, answer.applies);
        self.missing(3, &answer.missing);
        let found = self.model.activities.iter().find(|activity| *activity.id == *answer.id);
        let Some(Activity { responsible, area, when, .. }) = found else { return };
        self.responsible(responsible);
        if let Some(area) = area {
            self.line(3, &say!("område: {area}", "area: {area}"));
        }
        if let Some(when) = when {
            self.line(3, &say!("när: {when}", "when: {when}"));
        }
    }

    fn resource(&mut self, answer: &ResourceAnswer) {
        self.name(&answer.name, answer.applies);
        self.missing(3, &answer.missing);
        let checked = match (answer.checked, answer.outdated) {
            (Some(day), Some(true)) => {
                say!("kontrollerad {day}, för länge sedan", "checked {day}, too long ago")
            }
            (Some(day), _) => say!("kontrollerad {day}", "checked {day}"),
            (None, _) => say!("okänt när den kontrollerades", "unknown when it was checked"),
        };
        let (sv, en) = (checked.get(Lang::Sv), checked.get(Lang::En));
        self.line(
            3,
            &match &answer.contact {
                Some(contact) => say!("{contact} ({sv})", "{contact} ({en})"),
                None => say!("ingen kontaktuppgift", "no contact"),
            },
        );
    }
}

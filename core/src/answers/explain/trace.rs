//! The tree of sub-conditions with their values.

use super::place::Place;
use crate::edition::Edition;
use crate::evaluate::plan::PlanMap;
use crate::evaluate::scalar::{Evaluator, Scene, Value};
use crate::findings::error::{Error, LimitError};
use crate::findings::text::{Lang, Text, say};
use crate::language::date::Period;
use crate::language::expr::{Fold, Id, Kind, ListRef};
use crate::language::truth::Truth;
use serde_json::{Value as Json, json};

/// How many elements of a list are in a tree.
const MOST_ELEMENTS: usize = 20;
/// How many conditions are in a tree. What has a name stands in it wherever the name does.
const MOST_PARTS: usize = 5_000;

/// One condition with its value and what it is made of.
#[derive(Clone, Debug)]
pub struct Trace {
    /// The condition as it is written, on one line.
    pub condition: String,
    /// Its place.
    pub place: Place,
    /// Its value for the record.
    pub truth: Truth,
    /// The reading that decides it: id and chosen alternative.
    pub reading: Option<(String, String)>,
    /// What it is made of.
    pub(super) part: Part,
}

/// What a condition is made of.
#[derive(Clone, Debug)]
pub(super) enum Part {
    /// A fact about the record.
    Fact(Text),
    /// Nothing about the record: the reading decides alone.
    Decided,
    /// `&&`
    All(Vec<Trace>),
    /// `||`
    Any(Vec<Trace>),
    /// `!`
    Not(Box<Trace>),
    /// `if`: the condition, unless a reading decides, and the branches that matter.
    Branch { condition: Option<Box<Trace>>, taken: Vec<Trace> },
    /// `some` or `all` over a list: the elements that matter, by number.
    List {
        name: String,
        elements: Vec<(u32, Trace)>,
        all: bool,
        /// `missing` or `empty`, where there are no elements.
        empty: Option<&'static str>,
        /// How many elements that matter are left out.
        more: usize,
    },
}

pub(super) struct Tracer<'a> {
    pub(super) edition: &'a Edition,
    pub(super) scene: Scene<'a>,
    pub(super) map: &'a PlanMap,
    pub(super) evaluator: Evaluator,
    pub(super) period: Period,
    pub(super) readings: &'a [usize],
    pub(super) show_sensitive: bool,
    /// How many conditions have been told of so far.
    pub(super) parts: usize,
}

impl Tracer<'_> {
    /// The tree of a condition on the record.
    pub(super) fn root(&mut self, id: Id) -> Result<Trace, Error> {
        self.trace(id, 0)
    }

    pub(super) fn value(&mut self, id: Id, scope: usize) -> Result<Value, Error> {
        match self.map.op(id, scope) {
            Some(op) => self.evaluator.value(self.scene, op).map_err(|fault| fault.at_row(1)),
            None => Ok(Value::Missing),
        }
    }

    fn truth(&mut self, id: Id, scope: usize) -> Result<Truth, Error> {
        Ok(self.value(id, scope)?.truth())
    }

    fn trace(&mut self, id: Id, scope: usize) -> Result<Trace, Error> {
        self.parts += 1;
        if self.parts > MOST_PARTS {
            return Err(LimitError::new(say!(
                "förklaringen skulle få fler än {MOST_PARTS} led; fråga om en målgrupp eller indikator i taget",
                "the explanation would have more than {MOST_PARTS} parts; ask about one group or indicator at a time"
            ))
            .into());
        }
        let truth = self.truth(id, scope)?;
        let edition = self.edition;
        let arena = &edition.typed().arena;
        let node = &arena[id];
        let mut reading = None;
        let part = match &node.kind {
            // A part that only asks for a reading is no fact about the record.
            Kind::And(items) | Kind::Or(items) => {
                let absorbing = Truth::from(matches!(node.kind, Kind::Or(_)));
                let mut parts = Vec::with_capacity(items.len());
                let mut decided = false;
                for item in items {
                    match self.edition.decided_by_reading(*item, self.readings) {
                        Some(found) => {
                            reading = reading.or(Some(found));
                            decided |= self.truth(*item, scope)? == absorbing;
                        }
                        None if decided => {}
                        None => parts.push(self.trace(*item, scope)?),
                    }
                }
                match &node.kind {
                    _ if decided => Part::Decided,
                    Kind::And(_) => Part::All(parts),
                    _ => Part::Any(parts),
                }
            }
            Kind::Not(inner) => Part::Not(Box::new(self.trace(*inner, scope)?)),
            Kind::If(condition, then, otherwise) => {
                let decided = self.truth(*condition, scope)?;
                reading = self.edition.decided_by_reading(*condition, self.readings);
                let asked = match reading {
                    Some(_) => None,
                    None => Some(Box::new(self.trace(*condition, scope)?)),
                };
                let branches = match decided {
                    Truth::True => vec![*then],
                    Truth::False => vec![*otherwise],
                    Truth::Unknown => vec![*then, *otherwise],
                };
                let taken = branches
                    .into_iter()
                    .map(|branch| self.trace(branch, scope))
                    .collect::<Result<Vec<_>, _>>()?;
                Part::Branch { condition: asked, taken }
            }
            Kind::Fold { fold: fold @ (Fold::Some | Fold::All), list, item: Some(item) } => {
                self.list(list, *item, scope, *fold == Fold::All, truth)?
            }
            _ => Part::Fact(self.fact(id, scope, truth)?),
        };
        Ok(Trace {
            condition: self.edition.snippet(node.span),
            place: self.edition.place(node.span),
            truth,
            reading,
            part,
        })
    }

    fn list(
        &mut self,
        list: &ListRef,
        item: Id,
        scope: usize,
        all: bool,
        truth: Truth,
    ) -> Result<Part, Error> {
        let name = self.list_name(list);
        let none =
            |empty| Part::List { name: name.clone(), elements: Vec::new(), all, empty: Some(empty), more: 0 };
        let Some((planned, inner)) = self.map.list(list, scope) else { return Ok(none("missing")) };
        let Some((start, len)) = self.evaluator.bounds(self.scene, &planned) else {
            return Ok(none("missing"));
        };
        if len == 0 {
            return Ok(none("empty"));
        }
        let mut elements = Vec::new();
        let mut more = 0;
        for element in 0..len {
            self.enter(&planned, start, element)?;
            // Where one element decides, only such elements matter.
            let decides = self.truth(item, inner)?;
            let matters = truth == Truth::Unknown && decides == Truth::Unknown
                || truth != Truth::Unknown && decides == truth;
            if !matters {
                continue;
            }
            if elements.len() == MOST_ELEMENTS {
                more += 1;
                continue;
            }
            elements.push((element, self.trace(item, inner)?));
        }
        Ok(Part::List { name, elements, all, empty: None, more })
    }

    fn enter(&mut self, list: &crate::evaluate::plan::List, start: u32, element: u32) -> Result<(), Error> {
        self.evaluator.enter(list, start, element).map_err(|fault| fault.at_row(1))
    }

    pub(super) fn list_name(&self, list: &ListRef) -> String {
        let table = self.edition.layout().tables.get(list.owner_table);
        table.and_then(|t| t.columns.get(list.column)).map_or_else(String::new, |c| c.name.clone())
    }

    /// The elements an indicator counts: their tree, and how many certainly and possibly count.
    pub(super) fn elements(&mut self, list: &ListRef) -> Result<(Trace, usize, usize), Error> {
        let name = self.list_name(list);
        let (mut certain, mut possible, mut elements) = (0, 0, Vec::new());
        let found = self.map.list(list, 0).and_then(|(planned, inner)| {
            Some((planned, inner, self.evaluator.bounds(self.scene, &planned)?))
        });
        let mut empty = Some("missing");
        let mut span = None;
        if let Some((planned, inner, (start, len))) = found {
            empty = (len == 0).then_some("empty");
            for element in 0..len {
                self.enter(&planned, start, element)?;
                let Some(keep) = list.keep else {
                    certain += 1;
                    continue;
                };
                span = Some(self.edition.typed().arena[keep].span);
                match self.truth(keep, inner)? {
                    Truth::True => certain += 1,
                    Truth::Unknown => possible += 1,
                    Truth::False => {}
                }
                if elements.len() < MOST_ELEMENTS {
                    elements.push((element, self.trace(keep, inner)?));
                }
            }
        }
        let truth = if certain > 0 {
            Truth::True
        } else if possible > 0 || empty == Some("missing") {
            Truth::Unknown
        } else {
            Truth::False
        };
        let span = span.or_else(|| list.keep.map(|keep| self.edition.typed().arena[keep].span));
        let (condition, place) = match span {
            Some(span) => (self.edition.snippet(span), self.edition.place(span)),
            None => (name.clone(), Place { file: String::new(), line: 1, column: 1 }),
        };
        let part = Part::List { name, elements, all: false, empty, more: 0 };
        Ok((Trace { condition, place, truth, reading: None, part }, certain, possible))
    }
}

impl Trace {
    /// The parts, each with the list element it is about.
    fn parts(&self) -> Vec<(Option<String>, &Trace)> {
        match &self.part {
            Part::Fact(_) | Part::Decided => Vec::new(),
            Part::All(parts) | Part::Any(parts) => parts.iter().map(|p| (None, p)).collect(),
            Part::Not(inner) => vec![(None, inner)],
            Part::Branch { condition, taken } => {
                condition.iter().map(|c| (None, &**c)).chain(taken.iter().map(|t| (None, t))).collect()
            }
            Part::List { name, elements, .. } => {
                elements.iter().map(|(number, trace)| (Some(format!("{name}[{number}]")), trace)).collect()
            }
        }
    }

    /// The tree as data, with texts in `lang`.
    #[must_use]
    pub fn to_json(&self, lang: Lang) -> Json {
        let mut node = json!({
            "condition": self.condition,
            "value": self.truth.known(),
            "file": self.place.file,
            "line": self.place.line,
            "column": self.place.column,
        });
        if let Part::Fact(fact) = &self.part {
            node["fact"] = fact.get(lang).into();
        }
        if let Part::List { empty: Some(empty), .. } = &self.part {
            node["list"] = (*empty).into();
        }
        if let Some((id, alternative)) = &self.reading {
            node["reading"] = format!("{id}={alternative}").into();
        }
        let parts = self.parts();
        if !parts.is_empty() {
            let parts = parts.into_iter().map(|(element, trace)| {
                let mut part = trace.to_json(lang);
                if let Some(element) = element {
                    part["element"] = element.into();
                }
                part
            });
            node["parts"] = Json::Array(parts.collect());
        }
        node
    }

    /// The parts that decide the value: of a false `&&` the false ones, of a true `||` the true ones, of what is
    /// unknown the unknown ones.
    fn deciding(&self) -> Vec<(Option<String>, &Trace)> {
        let mut parts = self.parts();
        let decided = match self.part {
            Part::All(_) => self.truth != Truth::True,
            Part::Any(_) => self.truth != Truth::False,
            _ => false,
        };
        if decided {
            parts.retain(|(_, part)| part.truth == self.truth);
        }
        parts
    }

    /// Writes the parts that decide, a line each, indented.
    pub(super) fn write(&self, lang: Lang, indent: usize, text: &mut String) {
        self.write_line(lang, indent, None, text);
    }

    fn write_line(&self, lang: Lang, indent: usize, element: Option<&str>, text: &mut String) {
        let mark = match (self.truth, lang) {
            (Truth::True, Lang::Sv) => "ja   ",
            (Truth::False, Lang::Sv) => "nej  ",
            (Truth::Unknown, Lang::Sv) => "okänt",
            (Truth::True, Lang::En) => "yes    ",
            (Truth::False, Lang::En) => "no     ",
            (Truth::Unknown, Lang::En) => "unknown",
        };
        let margin = "  ".repeat(indent);
        let element = element.map_or_else(String::new, |e| format!("{e}: "));
        let said = match &self.part {
            Part::Fact(fact) => fact.get(lang).to_owned(),
            _ => self.condition.clone(),
        };
        let reading = self.reading.as_ref().map_or_else(String::new, |(id, a)| format!("  ({id} = {a})"));
        let Place { file, line, .. } = &self.place;
        let file = file.rsplit('/').next().unwrap_or(file);
        text.push_str(&format!("{margin}{mark}  {element}{said}{reading}  [{file}:{line}]\n"));
        for (element, part) in self.deciding() {
            part.write_line(lang, indent + 1, element.as_deref(), text);
        }
        if let Part::List { more: more @ 1.., .. } = &self.part {
            let margin = "  ".repeat(indent + 1);
            match lang {
                Lang::Sv => text.push_str(&format!("{margin}… och {more} till\n")),
                Lang::En => text.push_str(&format!("{margin}… and {more} more\n")),
            }
        }
    }
}

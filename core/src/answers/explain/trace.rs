//! The tree of sub-conditions with their values.

use super::fact::plain;
use crate::edition::Edition;
use crate::edition::Place;
use crate::evaluate::plan::PlanMap;
use crate::evaluate::scalar::{Evaluator, Scene, Value};
use crate::findings::error::{Error, LimitError};
use crate::findings::text::{Lang, Text, say};
use crate::language::date::Period;
use crate::language::expr::{Id, Kind, ListRef, Quantifier};
use crate::language::truth::Truth;
use serde_json::{Value as Json, json};

/// The maximum number of elements of a list in a tree.
const MOST_ELEMENTS: usize = 20;
/// The maximum number of conditions in a tree. A condition named by `let` is repeated at each use of the name.
const MOST_PARTS: usize = 5_000;

/// One condition with its value and its sub-conditions.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Trace {
    /// The condition as written, on one line.
    pub condition: String,
    /// Its place in the rule files.
    pub place: Place,
    /// Its value for the record.
    pub truth: Truth,
    /// The reading that decides it: id and chosen alternative.
    pub reading: Option<(String, String)>,
    /// Its sub-conditions.
    pub(super) part: Part,
}

/// The structure of a condition.
#[derive(Clone, Debug)]
pub(super) enum Part {
    /// A fact about the record, and the missing fields that make it unknown.
    Fact(Text, Vec<String>),
    /// Independent of the record: a reading decides alone.
    Decided,
    /// `&&`
    All(Vec<Trace>),
    /// `||`
    Any(Vec<Trace>),
    /// `!`
    Not(Box<Trace>),
    /// `if`: the condition, unless a reading decides, and the branches that matter.
    Branch { condition: Option<Box<Trace>>, taken: Vec<Trace> },
    /// `some` or `all` over a list.
    List(ListPart),
}

/// The elements of a list that matter.
#[derive(Clone, Debug)]
pub(super) struct ListPart {
    pub(super) name: String,
    pub(super) quantifier: Quantifier,
    pub(super) elements: Vec<Element>,
    /// Why there are no elements to show.
    pub(super) nothing: Option<Nothing>,
    /// The number of further elements that matter, beyond the maximum.
    pub(super) more: usize,
}

/// An element that certainly or possibly belongs to a list.
#[derive(Clone, Debug)]
pub(super) struct Element {
    pub(super) number: u32,
    /// What the element contributes to the list.
    pub(super) truth: Truth,
    /// The filter of the list.
    pub(super) keep: Option<Trace>,
    /// The condition on the element.
    pub(super) item: Option<Trace>,
}

/// Why a list has no elements to show.
#[derive(Clone, Debug)]
pub(super) enum Nothing {
    /// It is missing: a text about it, and the missing fields.
    Missing(Text, Vec<String>),
    /// It is empty.
    Empty,
    /// No element passes the filter, whose source text is this.
    LeftOut(String),
}

impl Nothing {
    /// Returns its name in JSON.
    fn name(&self) -> &'static str {
        match self {
            Self::Missing(..) => "missing",
            Self::Empty => "empty",
            Self::LeftOut(_) => "left_out",
        }
    }
}

pub(super) struct Tracer<'a> {
    pub(super) edition: &'a Edition,
    pub(super) scene: Scene<'a>,
    pub(super) map: &'a PlanMap,
    pub(super) evaluator: Evaluator,
    pub(super) period: Period,
    pub(super) readings: &'a [usize],
    pub(super) show_sensitive: bool,
    /// The number of conditions in the tree so far.
    pub(super) parts: usize,
}

impl Tracer<'_> {
    /// Builds the tree of a condition on the record.
    pub(super) fn root(&mut self, id: Id) -> Result<Trace, Error> {
        self.trace(id, 0)
    }

    pub(super) fn value(&mut self, id: Id, scope: usize) -> Result<Value, Error> {
        match self.map.op(id, scope) {
            Some(op) => {
                self.evaluator.value(self.scene, op).map_err(|fault| fault.at_row(self.scene.plan, 1))
            }
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
            // An operand that a reading decides is not a fact about the record.
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
            Kind::Quantified { quantifier, list, item } => {
                match self.list(id, *quantifier, (list, *item), scope, truth)? {
                    Some(part) => part,
                    None => self.fact(id, scope, truth)?,
                }
            }
            _ => self.fact(id, scope, truth)?,
        };
        Ok(Trace {
            condition: self.edition.snippet(node.span),
            place: self.edition.place(node.span),
            truth,
            reading,
            part,
        })
    }

    /// Returns the elements that decide `some` or `all`; `None` if the list is missing and something else decides.
    fn list(
        &mut self,
        id: Id,
        quantifier: Quantifier,
        (list, item): (&ListRef, Id),
        scope: usize,
        truth: Truth,
    ) -> Result<Option<Part>, Error> {
        let mut part =
            ListPart { name: self.list_name(list), quantifier, elements: Vec::new(), nothing: None, more: 0 };
        let Some((planned, inner)) = self.map.list(list, scope) else { return Ok(None) };
        let Some((start, len)) = self.bounds(&planned)? else {
            if truth != Truth::Unknown {
                return self.around(quantifier, (list, item), (inner, planned.depth), truth);
            }
            let (text, missing) = self.lacking(id, scope)?;
            part.nothing = Some(Nothing::Missing(text, missing));
            return Ok(Some(Part::List(part)));
        };
        let members =
            self.evaluator.members(self.scene, &planned).map_err(|fault| fault.at_row(self.scene.plan, 1))?;
        let members = members.unwrap_or_default();
        part.nothing = match list.keep {
            _ if len == 0 => Some(Nothing::Empty),
            Some(keep) if members.is_empty() => {
                Some(Nothing::LeftOut(self.edition.snippet(self.edition.typed().arena[keep].span)))
            }
            _ => None,
        };
        for (element, belongs) in members {
            self.evaluator.enter(&planned, start, element);
            // If a single element decides, only such elements matter.
            let says = quantifier.of_element(belongs, self.truth(item, inner)?);
            if says != truth {
                continue;
            }
            if part.elements.len() == MOST_ELEMENTS {
                part.more += 1;
                continue;
            }
            let keep = list.keep.map(|keep| self.trace(keep, inner)).transpose()?;
            let item = Some(self.trace(item, inner)?);
            part.elements.push(Element { number: element, truth: says, keep, item });
        }
        Ok(Some(Part::List(part)))
    }

    /// Returns the operand that decides although the list is missing, because it does not read the elements.
    fn around(
        &mut self,
        quantifier: Quantifier,
        (list, item): (&ListRef, Id),
        (inner, depth): (usize, u8),
        truth: Truth,
    ) -> Result<Option<Part>, Error> {
        let arena = &self.edition.typed().arena;
        let parts = |id: Id| match &arena[id].kind {
            Kind::And(parts) | Kind::Or(parts) => parts.clone(),
            _ => vec![id],
        };
        let kept = list.keep.map(parts).unwrap_or_default().into_iter().map(|id| (id, Truth::False));
        for (id, decides) in kept.chain(parts(item).into_iter().map(|id| (id, truth))) {
            let outside = self.map.op(id, inner).and_then(|op| self.scene.plan.depths.get(op.0 as usize));
            if outside.is_some_and(|outside| *outside < depth) && self.truth(id, inner)? == decides {
                let trace = self.trace(id, inner)?;
                return Ok(Some(match quantifier {
                    _ if decides != truth => Part::Not(Box::new(trace)),
                    Quantifier::Some => Part::All(vec![trace]),
                    Quantifier::All => Part::Any(vec![trace]),
                }));
            }
        }
        Ok(None)
    }

    fn bounds(&mut self, list: &crate::evaluate::plan::List) -> Result<Option<(u32, u32)>, Error> {
        self.evaluator.bounds(self.scene, list).map_err(|fault| fault.at_row(self.scene.plan, 1))
    }

    pub(super) fn list_name(&self, list: &ListRef) -> String {
        let table = self.edition.layout().tables.get(list.owner_table);
        table.and_then(|t| t.columns.get(list.column)).map_or_else(String::new, |c| c.name.clone())
    }

    /// Returns the elements counted by an indicator: their tree, and how many certainly and possibly count.
    pub(super) fn elements(&mut self, list: &ListRef) -> Result<(Trace, usize, usize), Error> {
        let quantifier = Quantifier::Some;
        let mut part =
            ListPart { name: self.list_name(list), quantifier, elements: Vec::new(), nothing: None, more: 0 };
        let (mut certain, mut possible) = (0, 0);
        let found = match self.map.list(list, 0) {
            Some((planned, inner)) => self.bounds(&planned)?.map(|bounds| (planned, inner, bounds)),
            None => None,
        };
        match found {
            None => {
                part.nothing = Some(Nothing::Missing(missing(&[&part.name]), vec![part.name.clone()]));
            }
            Some((_, _, (_, 0))) => part.nothing = Some(Nothing::Empty),
            Some((planned, inner, (start, len))) => {
                for number in 0..len {
                    self.evaluator.enter(&planned, start, number);
                    let Some(keep) = list.keep else {
                        certain += 1;
                        continue;
                    };
                    let truth = self.truth(keep, inner)?;
                    certain += usize::from(truth == Truth::True);
                    possible += usize::from(truth == Truth::Unknown);
                    if part.elements.len() < MOST_ELEMENTS {
                        let item = Some(self.trace(keep, inner)?);
                        part.elements.push(Element { number, truth, keep: None, item });
                    }
                }
            }
        }
        let truth = match (certain, possible, &part.nothing) {
            (1.., _, _) => Truth::True,
            (_, 1.., _) | (_, _, Some(Nothing::Missing(..))) => Truth::Unknown,
            _ => Truth::False,
        };
        let (condition, place) = match list.keep.map(|keep| self.edition.typed().arena[keep].span) {
            Some(span) => (self.edition.snippet(span), self.edition.place(span)),
            None => (part.name.clone(), Place { file: String::new(), line: 1, column: 1 }),
        };
        Ok((Trace { condition, place, truth, reading: None, part: Part::List(part) }, certain, possible))
    }
}

/// Phrases that fields are missing, by their names.
pub(super) fn missing(names: &[&str]) -> Text {
    let sv = names.iter().map(|name| format!("”{}”", plain(name))).collect::<Vec<_>>().join(", ");
    let en = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    say!("uppgift om {sv} saknas", "information on {en} is missing")
}

/// Returns a path such as `våld[0].från` in words: elements are counted from 1.
pub(crate) fn in_words(path: &str) -> Text {
    let (list, field) = match path.rsplit_once('.') {
        Some((list, field)) if list.ends_with(']') => (list, Some(field)),
        _ => (path, None),
    };
    let nth = list.strip_suffix(']').and_then(|text| text.rsplit_once('['));
    let Some((list, number)) = nth.and_then(|(list, number)| Some((list, number.parse::<usize>().ok()?)))
    else {
        return Text::new(plain(path), format!("`{path}`"));
    };
    let number = number.saturating_add(1);
    let (sv, en) = (plain(list), format!("`{list}`"));
    match field {
        None => say!("{sv} nr {number}", "{en} no. {number}"),
        Some(field) => {
            let name = plain(field);
            say!("”{name}” i {sv} nr {number}", "`{field}` of {en} no. {number}")
        }
    }
}

impl Part {
    /// Returns what a condition with sub-conditions asks for; `None` for a fact.
    fn said(&self) -> Option<Text> {
        Some(match self {
            Self::Fact(..) => return None,
            Self::Decided => say!("avgörs av en tolkning", "decided by a reading"),
            Self::All(_) => say!("allt ska gälla", "all must hold"),
            Self::Any(_) => say!("något ska gälla", "one must hold"),
            Self::Not(_) => say!("ska inte gälla", "must not hold"),
            Self::Branch { condition: None, .. } => {
                say!("beror på en tolkning", "depends on a reading")
            }
            Self::Branch { .. } => say!("beror på det första", "depends on the first"),
            Self::List(ListPart { name, quantifier, nothing, .. }) => {
                let (sv, en) = (plain(name), format!("`{name}`"));
                match (nothing, quantifier) {
                    (Some(Nothing::Missing(text, _)), _) => text.clone(),
                    (Some(Nothing::Empty), _) => {
                        say!("inget är registrerat under {sv}", "nothing is recorded under {en}")
                    }
                    (_, Quantifier::Some) => {
                        say!(
                            "något under {sv} ska uppfylla villkoret",
                            "some element of {en} must meet the condition"
                        )
                    }
                    (_, Quantifier::All) => {
                        say!(
                            "allt under {sv} ska uppfylla villkoret",
                            "every element of {en} must meet the condition"
                        )
                    }
                }
            }
        })
    }
}

impl Trace {
    /// Returns the sub-conditions, each with the list element that it concerns.
    fn parts(&self) -> Vec<(Option<String>, &Trace)> {
        match &self.part {
            Part::Fact(..) | Part::Decided => Vec::new(),
            Part::All(parts) | Part::Any(parts) => parts.iter().map(|p| (None, p)).collect(),
            Part::Not(inner) => vec![(None, inner)],
            Part::Branch { condition, taken } => {
                condition.iter().map(|c| (None, &**c)).chain(taken.iter().map(|t| (None, t))).collect()
            }
            Part::List(ListPart { name, elements, .. }) => elements
                .iter()
                .flat_map(|Element { number, keep, item, .. }| {
                    keep.iter().chain(item).map(move |trace| (Some(format!("{name}[{number}]")), trace))
                })
                .collect(),
        }
    }

    /// Returns the first reading in the tree that decides something.
    pub(super) fn first_reading(&self) -> Option<&(String, String)> {
        self.reading.as_ref().or_else(|| self.parts().into_iter().find_map(|(_, part)| part.first_reading()))
    }

    /// Serialises the tree, with texts in `lang`.
    #[must_use]
    pub fn to_json(&self, lang: Lang) -> Json {
        let mut node = json!({
            "condition": self.condition,
            "value": self.truth.known(),
            "file": self.place.file,
            "line": self.place.line,
            "column": self.place.column,
        });
        if let Some(said) = self.part.said() {
            node["said"] = said.get(lang).into();
        }
        if let Part::Fact(fact, _) = &self.part {
            node["fact"] = fact.get(lang).into();
        }
        if let Part::List(ListPart { nothing: Some(nothing), .. }) = &self.part {
            node["list"] = nothing.name().into();
        }
        if let Part::Fact(_, missing)
        | Part::List(ListPart { nothing: Some(Nothing::Missing(_, missing)), .. }) = &self.part
            && !missing.is_empty()
        {
            node["missing"] = missing.clone().into();
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

    /// Returns the operands that decide the value: the false ones of a false `&&`, the true ones of a true `||`, the
    /// unknown ones of an unknown result.
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

    /// Writes the sub-conditions that decide, one indented line each.
    pub(crate) fn write(&self, lang: Lang, indent: usize, rule_text: bool, text: &mut String) {
        self.write_line(lang, indent, rule_text, None, text);
    }

    fn write_line(
        &self,
        lang: Lang,
        indent: usize,
        rule_text: bool,
        element: Option<&str>,
        text: &mut String,
    ) {
        let mark = match (self.truth, lang) {
            (Truth::True, Lang::Sv) => "ja   ",
            (Truth::False, Lang::Sv) => "nej  ",
            (Truth::Unknown, Lang::Sv) => "okänt",
            (Truth::True, Lang::En) => "yes    ",
            (Truth::False, Lang::En) => "no     ",
            (Truth::Unknown, Lang::En) => "unknown",
        };
        let margin = "  ".repeat(indent);
        let element = element.map_or_else(String::new, |e| format!("{}: ", in_words(e).get(lang)));
        let said = match (&self.part, self.part.said()) {
            (Part::Fact(fact, _), _) => fact.get(lang).to_owned(),
            (_, Some(said)) => said.get(lang).to_owned(),
            (_, None) => String::new(),
        };
        let rule = if rule_text { format!("  `{}`", self.condition) } else { String::new() };
        let reading = self.reading.as_ref().map_or_else(String::new, |(id, a)| format!("  ({id} = {a})"));
        let (file, line) = (self.place.short_file(), self.place.line);
        text.push_str(&format!("{margin}{mark}  {element}{said}{reading}{rule}  [{file}:{line}]\n"));
        for (element, part) in self.deciding() {
            part.write_line(lang, indent + 1, rule_text, element.as_deref(), text);
        }
        if let Part::List(ListPart { more: more @ 1.., .. }) = &self.part {
            let margin = "  ".repeat(indent + 1);
            match lang {
                Lang::Sv => text.push_str(&format!("{margin}… och {more} till\n")),
                Lang::En => text.push_str(&format!("{margin}… and {more} more\n")),
            }
        }
    }
}

//! One comparison, told as a fact about the record: "kön är man, inte kvinna".

use super::trace::Tracer;
use crate::evaluate::scalar::Value;
use crate::findings::error::Error;
use crate::findings::text::{Text, say};
use crate::language::date::Date;
use crate::language::expr::{Comparison, Constant, Id, Kind, Type};
use crate::language::truth::Truth;
use std::collections::BTreeSet;

impl Tracer<'_> {
    /// What a condition without parts of its own says of the record.
    pub(super) fn fact(&mut self, id: Id, scope: usize, truth: Truth) -> Result<Text, Error> {
        if truth == Truth::Unknown
            && let Some(told) = self.lacking(id, scope)?
        {
            return Ok(told);
        }
        let typed = self.edition.typed();
        let node = &typed.arena[id];
        let told = match &node.kind {
            Kind::Compare(comparison, a, b) => {
                let mirrored = matches!(typed.arena[*a].kind, Kind::Constant(_));
                let (left, right) = if mirrored { (*b, *a) } else { (*a, *b) };
                let comparison = if mirrored { mirror(*comparison) } else { *comparison };
                self.compared(comparison, left, right, scope, truth)?
            }
            Kind::In(a, items) => {
                let mut list = Vec::with_capacity(items.len());
                for item in items {
                    list.push(self.shown(*item, scope)?.unwrap_or_default());
                }
                let (list, what) = (list.join(", "), self.described(*a, scope)?);
                what.map(|what| match (truth, self.shown(*a, scope)) {
                    (Truth::True, Ok(Some(value))) => say!("{what} är {value}", "{what} is {value}"),
                    (Truth::True, _) => say!("{what} är något av {list}", "{what} is one of {list}"),
                    (_, Ok(Some(value))) => say!(
                        "{what} är {value}, inte något av {list}",
                        "{what} is {value}, not one of {list}"
                    ),
                    _ => say!("{what} är inte något av {list}", "{what} is not one of {list}"),
                })
            }
            Kind::InPeriod(a) => {
                let (period, what) = (self.period, self.described(*a, scope)?);
                let (from, to) = (period.start, period.end);
                let value = self.shown(*a, scope)?.map_or_else(String::new, |v| format!(" {v}"));
                what.map(|what| match truth {
                    Truth::True => say!(
                        "{what}{value} ligger i perioden {from}–{to}",
                        "{what}{value} lies in the period {from}–{to}"
                    ),
                    _ => say!(
                        "{what}{value} ligger inte i perioden {from}–{to}",
                        "{what}{value} does not lie in the period {from}–{to}"
                    ),
                })
            }
            Kind::Known(a) => self.described(*a, scope)?.map(|what| match truth {
                Truth::True => say!("{what} är känt", "{what} is known"),
                _ => say!("{what} saknas", "{what} is missing"),
            }),
            Kind::Column { .. } => self.described(id, scope)?.map(|what| match truth {
                Truth::True => say!("{what} är ja", "{what} is yes"),
                _ => say!("{what} är nej", "{what} is no"),
            }),
            _ => None,
        };
        Ok(told.unwrap_or_else(|| {
            let condition = self.edition.snippet(node.span);
            match truth {
                Truth::True => say!("`{condition}` är sant", "`{condition}` is true"),
                Truth::False => say!("`{condition}` är falskt", "`{condition}` is false"),
                Truth::Unknown => say!("`{condition}` är okänt", "`{condition}` is unknown"),
            }
        }))
    }

    fn compared(
        &mut self,
        comparison: Comparison,
        left: Id,
        right: Id,
        scope: usize,
        truth: Truth,
    ) -> Result<Option<Text>, Error> {
        let Some(what) = self.described(left, scope)? else { return Ok(None) };
        let value = self.shown(left, scope)?;
        let years = matches!(self.edition.typed().arena[left].kind, Kind::Age(..));
        // A value that is masked on the right says as much as the field it comes from.
        let target = match self.shown(right, scope)? {
            Some(target) if years => format!("{target} år"),
            Some(target) => target,
            None => match self.described(right, scope)? {
                Some(other) => other,
                None => return Ok(None),
            },
        };
        let date = self.edition.typed().arena[left].ty == Type::Date;
        let (sv, en) = match (comparison, date) {
            (Comparison::Equal, _) | (Comparison::NotEqual, _) => ("", ""),
            (Comparison::Less, true) => ("före ", "before "),
            (Comparison::LessOrEqual, true) => ("senast ", "at the latest "),
            (Comparison::Greater, true) => ("efter ", "after "),
            (Comparison::GreaterOrEqual, true) => ("tidigast ", "at the earliest "),
            (Comparison::Less, false) => ("under ", "below "),
            (Comparison::LessOrEqual, false) => ("högst ", "at most "),
            (Comparison::Greater, false) => ("över ", "above "),
            (Comparison::GreaterOrEqual, false) => ("minst ", "at least "),
        };
        let holds = (truth == Truth::True) != (comparison == Comparison::NotEqual);
        let exact = matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        Ok(Some(match (value, holds) {
            (Some(value), true) if exact => say!("{what} är {value}", "{what} is {value}"),
            (Some(value), true) => {
                say!("{what} är {value} ({sv}{target})", "{what} is {value} ({en}{target})")
            }
            (Some(value), false) => {
                say!("{what} är {value}, inte {sv}{target}", "{what} is {value}, not {en}{target}")
            }
            (None, true) => say!("{what} är {sv}{target}", "{what} is {en}{target}"),
            (None, false) => say!("{what} är inte {sv}{target}", "{what} is not {en}{target}"),
        }))
    }

    /// Which fields are missing where that makes a condition unknown.
    fn lacking(&mut self, id: Id, scope: usize) -> Result<Option<Text>, Error> {
        let mut found = BTreeSet::new();
        if let Some(op) = self.map.op(id, scope) {
            self.evaluator.missing(self.scene, op, &mut found).map_err(|fault| fault.at_row(1))?;
        }
        let layout = self.edition.layout();
        let mut names: Vec<String> = Vec::new();
        for field in &found {
            let name = plain(field.field(layout).rsplit('.').next().unwrap_or_default());
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let list = names.join(", ");
        Ok((!names.is_empty()).then(|| say!("uppgift om {list} saknas", "information on {list} is missing")))
    }

    /// What a value is called: a field's name, or what is computed from it.
    fn described(&mut self, id: Id, scope: usize) -> Result<Option<String>, Error> {
        let typed = self.edition.typed();
        Ok(match &typed.arena[id].kind {
            Kind::Column { table, column, .. } => {
                let column = self.edition.layout().tables.get(*table).and_then(|t| t.columns.get(*column));
                column.map(|c| plain(&c.name))
            }
            Kind::Age(_, day) => match self.value(*day, scope)? {
                Value::Date(day) => Some(format!("åldern {}", Date(day))),
                _ => Some("åldern".to_owned()),
            },
            Kind::DaysAfter(day, days) => match (self.value(*days, scope)?, self.described(*day, scope)?) {
                (Value::Int(days), Some(day)) => Some(format!("{days} dagar efter {day}")),
                _ => None,
            },
            Kind::Pick { then, .. } => self.described(*then, scope)?,
            Kind::PeriodStart => Some("periodens första dag".to_owned()),
            Kind::PeriodEnd => Some("periodens sista dag".to_owned()),
            _ => None,
        })
    }

    /// A value as people read it; `None` where it is missing or masked.
    pub(super) fn shown(&mut self, id: Id, scope: usize) -> Result<Option<String>, Error> {
        if !self.show_sensitive && self.is_sensitive(id) {
            return Ok(None);
        }
        let typed = self.edition.typed();
        let node = &typed.arena[id];
        let unit = if matches!(node.kind, Kind::Age(..)) { " år" } else { "" };
        Ok(match self.value(id, scope)? {
            Value::Missing => None,
            Value::Bool(true) => Some("ja".to_owned()),
            Value::Bool(false) => Some("nej".to_owned()),
            Value::Int(n) => Some(format!("{n}{unit}")),
            Value::Decimal(d) => Some(d.to_string()),
            Value::Date(day) => Some(Date(day).to_string()),
            Value::Code(code) => match &node.ty {
                Type::Code(list) => list.codes().get(usize::from(code)).map(|c| plain(c)),
                _ => None,
            },
            value @ (Value::Text(_) | Value::Written(_)) => value.text(self.scene).map(plain),
        })
    }

    /// Whether a value comes from a field marked `känslig`.
    pub(super) fn is_sensitive(&self, id: Id) -> bool {
        let mut todo = vec![id];
        let mut seen = BTreeSet::new();
        while let Some(id) = todo.pop() {
            // What has a name may stand in many places.
            if !seen.insert(id) {
                continue;
            }
            let kind = &self.edition.typed().arena[id].kind;
            if let Kind::Column { table, column, .. } = kind {
                let column = self.edition.layout().tables.get(*table).and_then(|t| t.columns.get(*column));
                if column.is_some_and(|c| c.sensitive) {
                    return true;
                }
            }
            if matches!(kind, Kind::Constant(Constant::Missing)) {
                continue;
            }
            kind.parts(|part| todo.push(part));
        }
        false
    }
}

/// A name as it is spoken: without underscores.
fn plain(name: &str) -> String {
    name.replace('_', " ")
}

fn mirror(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::Greater,
        Comparison::LessOrEqual => Comparison::GreaterOrEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterOrEqual => Comparison::LessOrEqual,
        other => other,
    }
}

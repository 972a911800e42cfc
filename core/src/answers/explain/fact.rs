//! Phrases one comparison as a fact about the record: "kön är man, inte kvinna".

use super::trace::{Part, Tracer, missing};
use crate::evaluate::scalar::Value;
use crate::findings::error::Error;
use crate::findings::text::{Lang, Text, say};
use crate::language::date::Date;
use crate::language::expr::{Comparison, Constant, Id, Kind, Type};
use crate::language::truth::Truth;
use std::collections::BTreeSet;

/// Returns the name of a field or code in prose: without underscores. Names are Swedish; in English they are set as
/// code.
pub(super) fn plain(name: &str) -> String {
    name.replace('_', " ")
}

fn named(name: &str) -> Text {
    Text::new(plain(name), format!("`{name}`"))
}

/// Builds a text from a function of the language.
fn in_both(wording: impl Fn(Lang) -> String) -> Text {
    Text::new(wording(Lang::Sv), wording(Lang::En))
}

/// Adds a unit to a number.
fn in_unit(number: Text, unit: Option<(&'static str, &'static str)>) -> Text {
    let Some((sv, en)) = unit else { return number };
    Text::new(format!("{} {sv}", number.get(Lang::Sv)), format!("{} {en}", number.get(Lang::En)))
}

impl Tracer<'_> {
    /// Phrases a condition without sub-conditions as a fact about the record.
    pub(super) fn fact(&mut self, id: Id, scope: usize, truth: Truth) -> Result<Part, Error> {
        if truth == Truth::Unknown {
            let (text, missing) = self.lacking(id, scope)?;
            return Ok(Part::Fact(text, missing));
        }
        let holds = truth == Truth::True;
        let typed = self.edition.typed();
        let node = &typed.arena[id];
        let fact = match &node.kind {
            Kind::Compare(comparison, a, b) => {
                let mirrored = matches!(typed.arena[*a].kind, Kind::Constant(_));
                let (left, right) = if mirrored { (*b, *a) } else { (*a, *b) };
                let comparison = if mirrored { comparison.mirrored() } else { *comparison };
                self.compared(comparison, left, right, scope, holds)?
            }
            Kind::In(a, items) => {
                let mut list = Vec::with_capacity(items.len());
                for item in items {
                    list.extend(self.shown(*item, scope)?);
                }
                let list = in_both(|lang| list.iter().map(|t| t.get(lang)).collect::<Vec<_>>().join(", "));
                let (list_sv, list_en) = (list.get(Lang::Sv), list.get(Lang::En));
                let value = self.shown(*a, scope)?;
                let value = value.as_ref().map(|value| (value.get(Lang::Sv), value.get(Lang::En)));
                let rest = match (holds, value) {
                    (true, Some((sv, en))) => say!("är {sv}", "is {en}"),
                    (true, None) => say!("är något av {list_sv}", "is one of {list_en}"),
                    (false, Some((sv, en))) => {
                        say!("är {sv}, inte något av {list_sv}", "is {en}, not one of {list_en}")
                    }
                    (false, None) => say!("är inte något av {list_sv}", "is not one of {list_en}"),
                };
                self.said_of(*a, scope, &rest)?
            }
            Kind::InPeriod(a) => {
                let (from, to) = (self.period.start, self.period.end);
                let value = self.shown(*a, scope)?;
                let value = value.map_or_else(String::new, |value| format!("{} ", value.get(Lang::Sv)));
                let rest = match holds {
                    true => {
                        say!("{value}ligger i perioden {from}–{to}", "{value}lies in the period {from}–{to}")
                    }
                    false => say!(
                        "{value}ligger inte i perioden {from}–{to}",
                        "{value}does not lie in the period {from}–{to}"
                    ),
                };
                self.said_of(*a, scope, &rest)?
            }
            Kind::Known(a) if holds => self.said_of(*a, scope, &say!("är känt", "is known"))?,
            Kind::Known(a) => self.said_of(*a, scope, &say!("saknas", "is missing"))?,
            Kind::Column { .. } if holds => self.said_of(id, scope, &say!("är ja", "is yes"))?,
            Kind::Column { .. } => self.said_of(id, scope, &say!("är nej", "is no"))?,
            _ => None,
        };
        let text = fact.unwrap_or_else(|| {
            let readings = self.readings;
            if let Some((reading, chosen)) = self.edition.decided_by_reading(id, readings) {
                return say!("tolkningen `{reading}` är `{chosen}`", "the reading `{reading}` is `{chosen}`");
            }
            match holds {
                true => self.edition.clause(id, readings),
                false => self.edition.clause_of_not(id, readings),
            }
        });
        Ok(Part::Fact(text, Vec::new()))
    }

    /// Joins the description of a value and a predicate.
    fn said_of(&mut self, id: Id, scope: usize, rest: &Text) -> Result<Option<Text>, Error> {
        let what = self.described(id, scope)?;
        Ok(what.map(|what| in_both(|lang| format!("{} {}", what.get(lang), rest.get(lang)))))
    }

    fn compared(
        &mut self,
        comparison: Comparison,
        left: Id,
        right: Id,
        scope: usize,
        holds: bool,
    ) -> Result<Option<Text>, Error> {
        // Showing a masked value on the right would reveal the field it comes from.
        let target = match (self.shown(right, scope)?, self.unit(left)) {
            (Some(target), unit) => in_unit(target, unit),
            (None, _) => match self.described(right, scope)? {
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
        let target = (format!("{sv}{}", target.get(Lang::Sv)), format!("{en}{}", target.get(Lang::En)));
        let (target_sv, target_en) = target;
        let holds = holds != (comparison == Comparison::NotEqual);
        let exact = matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        let value = self.shown(left, scope)?;
        let value = value.as_ref().map(|value| (value.get(Lang::Sv), value.get(Lang::En)));
        let rest = match (value, holds) {
            (Some((sv, en)), true) if exact => say!("är {sv}", "is {en}"),
            (Some((sv, en)), true) => say!("är {sv} ({target_sv})", "is {en} ({target_en})"),
            (Some((sv, en)), false) => say!("är {sv}, inte {target_sv}", "is {en}, not {target_en}"),
            (None, true) => say!("är {target_sv}", "is {target_en}"),
            (None, false) => say!("är inte {target_sv}", "is not {target_en}"),
        };
        self.said_of(left, scope, &rest)
    }

    /// Returns why a condition is unknown, and the missing fields that make it so.
    pub(super) fn lacking(&mut self, id: Id, scope: usize) -> Result<(Text, Vec<String>), Error> {
        let mut found = BTreeSet::new();
        if let Some(op) = self.map.op(id, scope) {
            self.evaluator
                .missing(self.scene, op, &mut found)
                .map_err(|fault| fault.at_row(self.scene.plan, 1))?;
        }
        let layout = self.edition.layout();
        let fields: Vec<String> = found.iter().map(|field| field.field(layout)).collect();
        let mut names: Vec<&str> = Vec::new();
        for name in fields.iter().filter_map(|field| field.rsplit('.').next()) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let text = match (names.as_slice(), self.without_elements(id, scope)?) {
            ([_, ..], _) => missing(&names),
            ([], Some(list)) => {
                let (sv, en) = (plain(&list), list);
                say!("det finns inget under {sv} att gå efter", "there is nothing under `{en}` to go by")
            }
            ([], None) => {
                let condition = self.edition.clause(id, self.readings);
                let (sv, en) = (condition.get(Lang::Sv), condition.get(Lang::En));
                say!("det är okänt om {sv}", "it is unknown whether {en}")
            }
        };
        Ok((text, found.iter().map(|field| field.path(layout)).collect()))
    }

    /// Returns the first list below `id` that has no element to select, or no smallest or largest one.
    fn without_elements(&mut self, id: Id, scope: usize) -> Result<Option<String>, Error> {
        let arena = &self.edition.typed().arena;
        let (mut left, mut seen) = (vec![id], BTreeSet::new());
        while let Some(id) = left.pop() {
            match &arena[id].kind {
                _ if !seen.insert(id) => {}
                Kind::Fold { list, .. } | Kind::Pick { list, .. } => {
                    if self.value(id, scope)? == Value::Missing {
                        return Ok(Some(self.list_name(list)));
                    }
                }
                Kind::Quantified { .. } => {}
                kind => kind.parts(|part| left.push(part)),
            }
        }
        Ok(None)
    }

    /// Describes a value: a field's name, or how it is computed.
    fn described(&mut self, id: Id, scope: usize) -> Result<Option<Text>, Error> {
        let typed = self.edition.typed();
        Ok(match &typed.arena[id].kind {
            Kind::Column { table, column, .. } => {
                let column = self.edition.layout().tables.get(*table).and_then(|t| t.columns.get(*column));
                column.map(|c| match c.name.as_str() {
                    "" => say!("värdet", "the value"),
                    name => named(name),
                })
            }
            Kind::Call(function, args) => match function.row().phrase {
                Some((sv, en)) => {
                    let mut said = Text::new(sv, en);
                    for (number, arg) in args.iter().enumerate() {
                        let Some(arg) = self.argument(*arg, scope)? else { return Ok(None) };
                        let place = format!("{{{}}}", number + 1);
                        said = in_both(|lang| said.get(lang).replace(&place, arg.get(lang)));
                    }
                    Some(said)
                }
                None => None,
            },
            Kind::Pick { then, .. } => self.described(*then, scope)?,
            Kind::PeriodStart => Some(say!("periodens första dag", "the first day of the period")),
            Kind::PeriodEnd => Some(say!("periodens sista dag", "the last day of the period")),
            _ => None,
        })
    }

    /// Describes an argument of a function: a field by its name, a constant or a reading by its value.
    fn argument(&mut self, id: Id, scope: usize) -> Result<Option<Text>, Error> {
        match &self.edition.typed().arena[id].kind {
            Kind::Column { .. } | Kind::Pick { .. } | Kind::Call(..) => self.described(id, scope),
            _ => match self.shown(id, scope)? {
                Some(value) => Ok(Some(value)),
                None => self.described(id, scope),
            },
        }
    }

    /// Returns the unit of the value of an expression.
    fn unit(&self, id: Id) -> Option<(&'static str, &'static str)> {
        match &self.edition.typed().arena[id].kind {
            Kind::Call(function, _) => function.row().unit,
            _ => None,
        }
    }

    /// Formats a value for display; `None` if it is missing or masked.
    pub(super) fn shown(&mut self, id: Id, scope: usize) -> Result<Option<Text>, Error> {
        if !self.show_sensitive && self.is_sensitive(id) {
            return Ok(None);
        }
        let typed = self.edition.typed();
        let node = &typed.arena[id];
        Ok(match self.value(id, scope)? {
            Value::Missing => None,
            Value::Bool(true) => Some(say!("ja", "yes")),
            Value::Bool(false) => Some(say!("nej", "no")),
            Value::Int(n) => Some(in_unit(Text::same(n.to_string()), self.unit(id))),
            Value::Decimal(d) => Some(Text::same(d.to_string())),
            Value::Date(day) => Some(Text::same(Date(day).to_string())),
            Value::Code(code) => match &node.ty {
                Type::Code(list) => list.codes().get(usize::from(code)).map(|c| named(c)),
                _ => None,
            },
            value @ (Value::Text(_) | Value::Written(_)) => value.text(self.scene).map(named),
        })
    }

    /// Returns whether a value depends on a field marked `känslig`.
    pub(super) fn is_sensitive(&self, id: Id) -> bool {
        let mut todo = vec![id];
        let mut seen = BTreeSet::new();
        while let Some(id) = todo.pop() {
            // A node named by `let` may occur in many places.
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

//! Values in words: fields, days, ages, numbers of elements, the latest of a list.

use super::build::Builder;
use super::clause::Clause;
use crate::findings::text::{Lang, Text, say};
use crate::language::expr::{Arithmetic, Constant, Fold, Id, Kind, ListRef, Pick, Type};
use crate::language::types::{Column, ColumnKind, Scalar};

impl Builder<'_> {
    /// Puts a value into words; `None` if there are none for it.
    pub(super) fn value(&mut self, id: Id) -> Option<Text> {
        if self.is_too_much(id) {
            return None;
        }
        let edition = self.edition;
        let node = &edition.typed().arena[id];
        match &node.kind {
            Kind::Constant(constant) => constant_in_words(constant, &node.ty),
            Kind::Chosen(_) => constant_in_words(&self.constant(id)?, &node.ty),
            Kind::PeriodStart => Some(say!("periodens första dag", "the first day of the period")),
            Kind::PeriodEnd => Some(say!("periodens sista dag", "the last day of the period")),
            Kind::Column { .. } => Some(self.field(id)),
            Kind::Call(function, args) => {
                let (sv, en) = function.row().phrase?;
                let mut said = Text::new(sv, en);
                let mut only = Vec::new();
                for (number, arg) in args.iter().enumerate() {
                    // What an argument depends on comes last: "14 dagar efter … (om …)".
                    let arg = match &edition.typed().arena[*arg].kind {
                        Kind::If(condition, then, otherwise) if self.is_missing(*otherwise) => {
                            only.push(self.condition(*condition, true));
                            self.value(*then)?
                        }
                        _ => self.value(*arg)?,
                    };
                    let place = format!("{{{}}}", number + 1);
                    let put = |lang: Lang| said.get(lang).replace(&place, arg.get(lang));
                    said = Text::new(put(Lang::Sv), put(Lang::En));
                }
                let (sv, en) = (said.get(Lang::Sv), said.get(Lang::En));
                Some(match Clause::all(only) {
                    Clause::Always => said,
                    clause => {
                        let clause = clause.said();
                        let (if_sv, if_en) = (clause.get(Lang::Sv), clause.get(Lang::En));
                        say!("{sv} (om {if_sv})", "{en} (if {if_en})")
                    }
                })
            }
            Kind::If(condition, then, otherwise) => match self.constant_truth(*condition) {
                Some(true) => self.value(*then),
                Some(false) => self.value(*otherwise),
                None => {
                    let condition = self.condition(*condition, true).said();
                    let (if_sv, if_en) = (condition.get(Lang::Sv), condition.get(Lang::En));
                    let then = self.value(*then)?;
                    let (then_sv, then_en) = (then.get(Lang::Sv), then.get(Lang::En));
                    if self.is_missing(*otherwise) {
                        return Some(say!("{then_sv} (om {if_sv})", "{then_en} (if {if_en})"));
                    }
                    let otherwise = self.value(*otherwise)?;
                    let (else_sv, else_en) = (otherwise.get(Lang::Sv), otherwise.get(Lang::En));
                    Some(say!(
                        "{then_sv} (om {if_sv}; annars {else_sv})",
                        "{then_en} (if {if_en}; otherwise {else_en})"
                    ))
                }
            },
            Kind::Coalesce(items) => {
                let said: Vec<Text> = items.iter().map(|item| self.value(*item)).collect::<Option<_>>()?;
                let join = |lang: Lang, words: &str| {
                    said.iter().map(|text| text.get(lang)).collect::<Vec<_>>().join(words)
                };
                Some(Text::new(
                    join(Lang::Sv, ", eller om det saknas "),
                    join(Lang::En, ", or if that is missing "),
                ))
            }
            Kind::Arithmetic(operation, a, b) => {
                let (a, b) = (self.measured(*a)?, self.measured(*b)?);
                let sign = match operation {
                    Arithmetic::Add => "+",
                    Arithmetic::Subtract => "−",
                    Arithmetic::Multiply => "×",
                    Arithmetic::Divide => "/",
                    Arithmetic::Remainder => "%",
                };
                let put = |lang: Lang| format!("({} {sign} {})", a.get(lang), b.get(lang));
                Some(Text::new(put(Lang::Sv), put(Lang::En)))
            }
            Kind::Negate(a) => {
                let a = self.value(*a)?;
                Some(Text::new(format!("−{}", a.get(Lang::Sv)), format!("−{}", a.get(Lang::En))))
            }
            Kind::Fold { fold, list, item } => self.folded(*fold, list, *item),
            Kind::Pick { pick, list, then } => self.picked(*pick, list, *then),
            _ => None,
        }
    }

    fn is_missing(&self, id: Id) -> bool {
        matches!(self.edition.typed().arena[id].kind, Kind::Constant(Constant::Missing))
    }

    /// Puts a number into words, with its unit if it has one.
    fn measured(&mut self, id: Id) -> Option<Text> {
        let value = self.value(id)?;
        let Kind::Call(function, _) = &self.edition.typed().arena[id].kind else { return Some(value) };
        let Some((unit_sv, unit_en)) = function.row().unit else { return Some(value) };
        let (sv, en) = (value.get(Lang::Sv), value.get(Lang::En));
        Some(say!("{sv} i {unit_sv}", "{en} in {unit_en}"))
    }

    /// Puts a value into words, with the unit of the value that it is compared with.
    pub(super) fn value_in_unit(&mut self, id: Id, compared: Id) -> Option<Text> {
        let value = self.value(id)?;
        let unit = match &self.edition.typed().arena[compared].kind {
            Kind::Call(function, _) if self.constant(id).is_some() => function.row().unit,
            _ => None,
        };
        Some(match unit {
            Some((sv, en)) => {
                Text::new(format!("{} {sv}", value.get(Lang::Sv)), format!("{} {en}", value.get(Lang::En)))
            }
            None => value,
        })
    }

    /// Returns the name of a list.
    pub(super) fn list_name(&self, list: &ListRef) -> Text {
        let table = self.edition.layout().tables.get(list.owner_table);
        let name = table.and_then(|table| table.columns.get(list.column)).map_or("", |column| &column.name);
        Text::new(name.replace('_', " "), format!("`{name}`"))
    }

    fn column(&self, id: Id) -> Option<&Column> {
        let Kind::Column { table, column, .. } = &self.edition.typed().arena[id].kind else { return None };
        self.edition.layout().tables.get(*table)?.columns.get(*column)
    }

    /// Returns the name of a field within quotation marks.
    pub(super) fn field_name(&self, id: Id) -> Text {
        match self.column(id).map(|column| column.name.as_str()) {
            None | Some("") => say!("värdet", "the value"),
            Some(name) => Text::new(format!("”{}”", name.replace('_', " ")), format!("`{name}`")),
        }
    }

    /// Puts a field into words: `kön`, `dagen ”från”`, `”pågående”`.
    fn field(&self, id: Id) -> Text {
        let quoted = self.field_name(id);
        let (sv, en) = (quoted.get(Lang::Sv), quoted.get(Lang::En));
        match self.edition.typed().arena[id].ty {
            _ if !sv.starts_with('”') => quoted,
            Type::Date => say!("dagen {sv}", "{en}"),
            Type::Bool => quoted,
            _ if sv.contains(' ') => quoted,
            _ => Text::new(sv.trim_matches('”').to_owned(), en.to_owned()),
        }
    }

    /// Returns the condition of a list's filter, as `, där …`.
    fn kept(&mut self, list: &ListRef) -> (String, String) {
        let Some(keep) = list.keep else { return (String::new(), String::new()) };
        match self.condition(keep, true) {
            Clause::Always => (String::new(), String::new()),
            clause => {
                let said = clause.said();
                (format!(" (där {})", said.get(Lang::Sv)), format!(" (where {})", said.get(Lang::En)))
            }
        }
    }

    fn folded(&mut self, fold: Fold, list: &ListRef, item: Option<Id>) -> Option<Text> {
        let name = self.list_name(list);
        let (list_sv, list_en) = (name.get(Lang::Sv), name.get(Lang::En));
        let (kept_sv, kept_en) = match (fold, item) {
            (Fold::Count, Some(item)) => {
                let both = list.keep.into_iter().chain([item]);
                let said = Clause::all(both.map(|id| self.condition(id, true)).collect()).said();
                (format!(" (där {})", said.get(Lang::Sv)), format!(" (where {})", said.get(Lang::En)))
            }
            _ => self.kept(list),
        };
        if fold == Fold::Count {
            return Some(say!(
                "antalet under {list_sv}{kept_sv}",
                "the number of elements of {list_en}{kept_en}"
            ));
        }
        let what = self.value(item?)?;
        let (sv, en) = (what.get(Lang::Sv), what.get(Lang::En));
        let day = self.edition.typed().arena[item?].ty == Type::Date;
        let (fold_sv, fold_en) = match (fold, day) {
            (Fold::Min, true) => ("den tidigaste av", "the earliest"),
            (Fold::Max, true) => ("den senaste av", "the latest"),
            (Fold::Min, false) => ("det minsta av", "the least"),
            (Fold::Max, false) => ("det största av", "the greatest"),
            _ => ("summan av", "the sum of"),
        };
        Some(say!("{fold_sv} {sv} under {list_sv}{kept_sv}", "{fold_en} {en} of {list_en}{kept_en}"))
    }

    fn picked(&mut self, pick: Pick, list: &ListRef, then: Id) -> Option<Text> {
        let name = self.list_name(list);
        let (list_sv, list_en) = (name.get(Lang::Sv), name.get(Lang::En));
        let (kept_sv, kept_en) = self.kept(list);
        let what = self.value(then)?;
        let (sv, en) = (what.get(Lang::Sv), what.get(Lang::En));
        let days = |column: &&Column| matches!(column.kind, ColumnKind::Scalar(Scalar::Date));
        let table = self.edition.layout().tables.get(list.table);
        // The only day that an element has need not be named.
        let is_plain = table.is_some_and(|table| table.columns.iter().filter(days).count() == 1);
        let by = match pick.by() {
            Some(by) if !is_plain || self.column(by).is_none() => {
                let by = self.value(by)?;
                let (sv, en) = (by.get(Lang::Sv), by.get(Lang::En));
                say!(", efter {sv},", ", by {en},")
            }
            _ => say!("", ""),
        };
        let (by_sv, by_en) = (by.get(Lang::Sv), by.get(Lang::En));
        Some(match pick {
            Pick::First => say!(
                "{sv} i det första under {list_sv}{kept_sv}",
                "{en} of the first element of {list_en}{kept_en}"
            ),
            Pick::Last => say!(
                "{sv} i det sista under {list_sv}{kept_sv}",
                "{en} of the last element of {list_en}{kept_en}"
            ),
            Pick::Latest(_) => say!(
                "{sv} i det senaste{by_sv} under {list_sv}{kept_sv}",
                "{en} of the latest{by_en} of {list_en}{kept_en}"
            ),
            Pick::Earliest(_) => say!(
                "{sv} i det tidigaste{by_sv} under {list_sv}{kept_sv}",
                "{en} of the earliest{by_en} of {list_en}{kept_en}"
            ),
        })
    }
}

/// Puts a constant into words; codes and texts of several words are quoted.
fn constant_in_words(constant: &Constant, ty: &Type) -> Option<Text> {
    let named = |name: &str| {
        let plain = name.replace('_', " ");
        let sv = if plain.contains(' ') { format!("”{plain}”") } else { plain };
        Text::new(sv, format!("`{name}`"))
    };
    match constant {
        Constant::Missing => None,
        Constant::Bool(true) => Some(say!("ja", "yes")),
        Constant::Bool(false) => Some(say!("nej", "no")),
        Constant::Int(number) => Some(Text::same(number.to_string().replace('-', "−"))),
        Constant::Decimal(number) => {
            Some(Text::new(number.to_string().replace('.', ",").replace('-', "−"), number.to_string()))
        }
        Constant::Text(text) => Some(named(text)),
        Constant::Code(code) => match ty {
            Type::Code(list) => list.codes().get(usize::from(*code)).map(|code| named(code)),
            _ => None,
        },
        Constant::Date(day) => Some(Text::same(day.to_string())),
    }
}

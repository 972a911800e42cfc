//! Literals, names and fields.

use super::Lowerer;
use super::construct::construct;
use super::operand::{List, Names, Operand, Row};
use crate::findings::diagnostic::{Diagnostic, code};
use crate::findings::span::Span;
use crate::findings::text::say;
use crate::language::expr::{Constant, Id, Kind, ListRef, Type};
use crate::language::functions::{Argument, Builtin};
use crate::language::syntax::Value;
use crate::language::types::ColumnKind;

/// What other languages write for a missing value.
const MISSING: [&str; 7] = ["NULL", "Null", "None", "none", "NA", "NaN", "undefined"];

impl Lowerer<'_> {
    pub(super) fn literal(&mut self, literal: &Value, span: Span) -> Option<Operand> {
        let (constant, ty) = match literal {
            Value::Unit => (Constant::Missing, Type::Missing),
            Value::Bool(b) => (Constant::Bool(*b), Type::Bool),
            Value::Int(n) => (Constant::Int(*n), Type::Int),
            Value::Decimal(d) => (Constant::Decimal(*d), Type::Decimal),
            Value::Text(text) => (Constant::Text(text.as_str().into()), Type::Literal),
            Value::Date(day) => (Constant::Date(*day), Type::Date),
            Value::List(items) => {
                let items: Option<Vec<Id>> = items
                    .iter()
                    .map(|node| match self.literal(&node.value, node.span)? {
                        Operand::Value(id) => Some(id),
                        _ => self.report(construct(
                            node.span,
                            "en lista här har enstaka värden",
                            "a list here has single values",
                        )),
                    })
                    .collect();
                return items.map(Operand::Written);
            }
            _ => {
                return self.report(construct(
                    span,
                    "det här värdet kan inte stå i ett villkor",
                    "this value can't stand in a condition",
                ));
            }
        };
        Some(Operand::Value(self.constant(constant, ty, span)))
    }

    pub(super) fn name(&mut self, name: &str, names: &Names, span: Span) -> Option<Operand> {
        if let Some(operand) = names.get(name).cloned() {
            return Some(match operand {
                Operand::List(list) => Operand::List(self.freshen(&list)),
                operand => operand,
            });
        }
        if let Some(node) = self.program.constants.get(name) {
            return self.literal(&node.value, span);
        }
        match name {
            "period" => return Some(Operand::Period),
            "okänt" | "unknown" => {
                return self.report(
                    Diagnostic::error(
                        code::CONSTRUCT,
                        span,
                        say!(
                            "`{name}` kan bara stå i ett exempels `väntat`",
                            "`{name}` can only stand in an example's `expected`"
                        ),
                    )
                    .help(say!(
                        "fråga om något saknas med `x == ()`, eller om det är känt med `känd(x)`",
                        "ask whether something is missing with `x == ()`, or known with `known(x)`"
                    )),
                );
            }
            _ => {}
        }
        let finding = Diagnostic::error(
            code::UNKNOWN_VARIABLE,
            span,
            say!("`{name}` betyder inget här", "`{name}` means nothing here"),
        );
        if MISSING.contains(&name) {
            return self.report(finding.suggest(
                span,
                "()",
                say!("ett värde som saknas skrivs `()`", "a missing value is written `()`"),
            ));
        }
        if self.program.functions.contains_key(name) {
            return self.report(finding.help(say!(
                "`{name}` är en funktion: skriv `{name}(…)`",
                "`{name}` is a function: write `{name}(…)`"
            )));
        }
        let constants: Vec<String> = self.program.constants.keys().cloned().collect();
        let candidates = names.iter().chain(constants.iter().map(String::as_str)).chain(["period"]);
        self.report(finding.or_nearest(
            (name, span),
            false,
            candidates,
            say!(
                "sätt det inom citattecken om det är en kod eller text",
                "put it within quotes if it is a code or a text"
            ),
        ))
    }

    pub(super) fn field(&mut self, of: Operand, name: &str, name_span: Span, span: Span) -> Option<Operand> {
        match of {
            Operand::Row(row) => self.column(&row, name, name_span, span),
            Operand::Period => match name {
                "start" => Some(Operand::Value(self.arena.push(Kind::PeriodStart, Type::Date, span))),
                "slut" | "end" => Some(Operand::Value(self.arena.push(Kind::PeriodEnd, Type::Date, span))),
                _ => self.report(
                    Diagnostic::error(
                        code::UNKNOWN_FIELD,
                        name_span,
                        say!(
                            "perioden har inget som heter `{name}`",
                            "the period has nothing called `{name}`"
                        ),
                    )
                    .help(say!(
                        "skriv `period.start` eller `period.slut`",
                        "write `period.start` or `period.end`"
                    )),
                ),
            },
            Operand::List(_) if matches!(name, "length" | "size" | "count" | "längd" | "antal") => self
                .report(
                    Diagnostic::error(
                        code::UNKNOWN_METHOD,
                        name_span,
                        say!("en listas längd skrivs `len()`", "the length of a list is written `len()`"),
                    )
                    .suggest(
                        name_span,
                        "len()",
                        say!("skriv så här", "write it like this"),
                    ),
                ),
            Operand::List(_) => self.report(
                Diagnostic::error(
                    code::TYPE_MISMATCH,
                    name_span,
                    say!("`{name}` läses från en hel lista", "`{name}` is read from a whole list"),
                )
                .help(say!(
                    "fråga om något av elementen: `lista.some(|x| x.{name} == …)`",
                    "ask about some element: `list.some(|x| x.{name} == …)`"
                )),
            ),
            Operand::Value(id) => {
                // One value that a function is called with may be read in many places.
                if !self.without_fields.insert(id) {
                    return None;
                }
                let ty = self.arena[id].ty.clone();
                let (sv, en) = ty.names();
                let finding = Diagnostic::error(
                    code::TYPE_MISMATCH,
                    name_span,
                    say!(
                        "{sv} har inga fält, så `{name}` kan inte läsas",
                        "{en} has no fields, so `{name}` can't be read"
                    ),
                );
                let at = self.arena[id].span;
                let finding = match at.source == name_span.source && at.end.abs_diff(name_span.start) < 2 {
                    true => finding,
                    false => finding.related(at, say!("det är det här värdet", "it is this value")),
                };
                self.report(match ty {
                    Type::Date => finding.help(say!(
                        "jämför hela datumet: `in period`, eller `>= datum(\"2013-01-01\")`",
                        "compare the whole date: `in period`, or `>= date(\"2013-01-01\")`"
                    )),
                    _ => finding.help(say!("jämför värdet självt", "compare the value itself")),
                })
            }
            Operand::Written(_) | Operand::Closure(..) => {
                self.report(construct(span, "här kan inget fält läsas", "no field can be read here"))
            }
        }
    }

    fn column(&mut self, row: &Row, name: &str, name_span: Span, span: Span) -> Option<Operand> {
        let layout = self.layout;
        let table = layout.tables.get(row.table)?;
        let Some(column) = table.column(name).filter(|_| table.record.is_some()) else {
            let record = table.record.as_deref().unwrap_or_default();
            let finding = Diagnostic::error(
                code::UNKNOWN_FIELD,
                name_span,
                say!(
                    "posten `{record}` har inget fält `{name}`",
                    "the record `{record}` has no field `{name}`"
                ),
            );
            let fields = || table.columns.iter().map(|c| c.name.as_str());
            if Builtin::named(name).is_some_and(|f| f.row().takes == [Argument::Day, Argument::Day]) {
                return self.report(finding.help(say!(
                    "det räknas ut: skriv till exempel `{name}(p.födelsedatum, period.slut)`",
                    "it is computed: write for example `{name}(p.födelsedatum, period.end)`"
                )));
            }
            let list = fields().collect::<Vec<_>>().join(", ");
            return self.report(finding.or_nearest(
                (name, name_span),
                false,
                fields(),
                say!("fälten är {list}", "the fields are {list}"),
            ));
        };
        match &table.columns.get(column)?.kind {
            ColumnKind::Scalar(scalar) => {
                let kind = Kind::Column { slot: row.slot, table: row.table, column };
                let id = self.arena.push(kind, Type::of(scalar), span);
                Some(Operand::Value(self.through(&row.picks, id)))
            }
            ColumnKind::List(elements) => {
                let slot = self.arena.fresh_slot();
                let list = ListRef {
                    owner: row.slot,
                    owner_table: row.table,
                    column,
                    table: *elements,
                    slot,
                    keep: None,
                };
                let single = layout.tables.get(*elements).filter(|t| t.record.is_none());
                let item = single.and_then(|t| t.columns.first()).and_then(|column| match &column.kind {
                    ColumnKind::Scalar(scalar) => {
                        let kind = Kind::Column { slot, table: *elements, column: 0 };
                        Some(self.arena.push(kind, Type::of(scalar), span))
                    }
                    ColumnKind::List(_) => None,
                });
                Some(Operand::List(List { list, item, picks: row.picks.clone() }))
            }
        }
    }
}

//! Codes that cannot occur where they are compared: an earlier branch or comparison rules them out.

use super::bounds;
use crate::findings::diagnostic::{Diagnostic, Diagnostics, code};
use crate::findings::text::{Text, say};
use crate::language::expr::{Arena, Comparison, Constant, Id, Kind, Slot, Type};
use std::collections::{BTreeMap, BTreeSet};

/// The maximum number of nodes visited; a shared node counts at each visit.
const MOST_NODES: u32 = 500_000;

/// The codes that a field can still have, by row, table and column.
type Possible = BTreeMap<(Slot, usize, usize), BTreeSet<u16>>;

/// Adds the findings about the conditions at `roots`.
pub(super) fn impossible(arena: &Arena, roots: impl IntoIterator<Item = Id>, findings: &mut Diagnostics) {
    let mut walk = Walk { arena, findings, left: MOST_NODES };
    for root in roots {
        walk.node(root, &Possible::new());
    }
}

struct Walk<'a> {
    arena: &'a Arena,
    findings: &'a mut Diagnostics,
    left: u32,
}

/// A comparison of a field: its place, its codes, and the size of its code list.
struct Said {
    field: (Slot, usize, usize),
    codes: BTreeSet<u16>,
    all: u16,
}

impl Walk<'_> {
    fn node(&mut self, id: Id, possible: &Possible) {
        if self.left == 0 {
            return;
        }
        self.left -= 1;
        let arena = self.arena;
        match &arena[id].kind {
            Kind::And(parts) => {
                if bounds::excluded(arena, parts) {
                    self.warn(
                        id,
                        say!("villkoret kan aldrig bli sant", "the condition can never be true"),
                        say!(
                            "gränserna utesluter varandra; se efter om en är omkastad",
                            "the limits exclude each other; see whether one is turned round"
                        ),
                    );
                    return;
                }
                let mut inner = possible.clone();
                for part in parts {
                    if let Some(said) = self.says(*part) {
                        let before = inner.entry(said.field).or_insert_with(|| (0..said.all).collect());
                        let open = !before.is_empty();
                        before.retain(|code| said.codes.contains(code));
                        if open && before.is_empty() {
                            self.never(id);
                            return;
                        }
                    } else {
                        self.node(*part, &inner);
                    }
                }
            }
            Kind::If(condition, then, otherwise) => {
                self.node(*condition, possible);
                let (mut when, mut unless) = (possible.clone(), possible.clone());
                if let Some(said) = self.says(*condition) {
                    let all = || (0..said.all).collect::<BTreeSet<u16>>();
                    when.entry(said.field).or_insert_with(all).retain(|code| said.codes.contains(code));
                    unless.entry(said.field).or_insert_with(all).retain(|code| !said.codes.contains(code));
                }
                self.node(*then, &when);
                self.node(*otherwise, &unless);
            }
            Kind::Compare(_, a, b) if bounds::same(arena, *a, *b) => {
                self.warn(
                    id,
                    say!("här jämförs något med sig självt", "something is compared with itself here"),
                    say!(
                        "svaret är alltid detsamma; jämför med något annat",
                        "the answer is always the same; compare with something else"
                    ),
                );
            }
            Kind::Compare(_, a, b) if bounds::is_constant(arena, *a) && bounds::is_constant(arena, *b) => {
                self.warn(
                    id,
                    say!(
                        "här jämförs två värden som båda står i regeln",
                        "two values that both stand in the rule are compared here"
                    ),
                    say!(
                        "svaret är alltid detsamma; läs ett fält, eller `vald(\"…\")` för en tolkning",
                        "the answer is always the same; read a field, or `chosen(\"…\")` of an interpretation"
                    ),
                );
            }
            Kind::Call(function, args)
                if function.row().name.0 == "ålder"
                    && args.first().is_some_and(|born| !bounds::reads_field(arena, *born)) =>
            {
                self.warn(
                    id,
                    say!(
                        "åldern räknas från en dag som inte är någons födelsedag",
                        "the age is counted from a day that is nobody's day of birth"
                    ),
                    say!(
                        "skriv födelsedagen först: `ålder(p.födelsedatum, period.slut)`",
                        "write the day of birth first: `age(p.födelsedatum, period.end)`"
                    ),
                );
            }
            Kind::Compare(Comparison::Equal, a, b) => {
                for (field, constant) in [(*a, *b), (*b, *a)] {
                    self.code(field, constant, possible);
                }
            }
            Kind::In(_, items) if items.is_empty() => {
                self.warn(
                    id,
                    say!("ingenting finns i en tom lista", "nothing is in an empty list"),
                    say!(
                        "skriv värdena i listan, eller ta bort villkoret",
                        "write the values in the list, or remove the condition"
                    ),
                );
            }
            Kind::In(a, items) => {
                for item in items {
                    self.code(*a, *item, possible);
                }
            }
            kind => kind.parts(|part| self.node(part, possible)),
        }
    }

    /// Returns the codes for which a comparison of a field with codes is true.
    fn says(&self, id: Id) -> Option<Said> {
        let (field, codes, equal) = match &self.arena[id].kind {
            Kind::Compare(comparison @ (Comparison::Equal | Comparison::NotEqual), a, b) => {
                let (field, constant) = match self.arena[*a].kind {
                    Kind::Column { .. } => (*a, *b),
                    _ => (*b, *a),
                };
                (field, vec![constant], *comparison == Comparison::Equal)
            }
            Kind::In(a, items) => (*a, items.clone(), true),
            _ => return None,
        };
        let Kind::Column { slot, table, column } = self.arena[field].kind else { return None };
        let Type::Code(list) = &self.arena[field].ty else { return None };
        let all = u16::try_from(list.codes().len()).ok()?;
        let named = codes
            .iter()
            .map(|code| match self.arena[*code].kind {
                Kind::Constant(Constant::Code(code)) => Some(code),
                _ => None,
            })
            .collect::<Option<BTreeSet<u16>>>()?;
        let codes = (0..all).filter(|code| named.contains(code) == equal).collect();
        Some(Said { field: (slot, table, column), codes, all })
    }

    fn code(&mut self, field: Id, constant: Id, possible: &Possible) {
        let (Kind::Column { slot, table, column }, Kind::Constant(Constant::Code(code))) =
            (&self.arena[field].kind, &self.arena[constant].kind)
        else {
            return;
        };
        let ruled_out = possible.get(&(*slot, *table, *column)).is_some_and(|codes| !codes.contains(code));
        let Type::Code(list) = &self.arena[field].ty else { return };
        if let Some(name) = list.codes().get(usize::from(*code)).filter(|_| ruled_out) {
            self.findings.push(
                Diagnostic::warning(
                    code::IMPOSSIBLE_CODE,
                    self.arena[constant].span,
                    say!("koden `{name}` kan inte förekomma här", "the code `{name}` can't occur here"),
                )
                .help(say!(
                    "en tidigare gren eller jämförelse utesluter den; ta bort raden eller rätta koden",
                    "an earlier branch or comparison rules it out; remove the line or correct the code"
                )),
            );
        }
    }

    fn never(&mut self, id: Id) {
        self.warn(
            id,
            say!("villkoret kan aldrig bli sant", "the condition can never be true"),
            say!(
                "samma fält kan inte ha två koder på en gång; se efter om `&&` skulle vara `||`",
                "one field can't have two codes at once; see whether `&&` should be `||`"
            ),
        );
    }

    fn warn(&mut self, id: Id, message: Text, help: Text) {
        self.findings.push(Diagnostic::warning(code::ALWAYS_SAME, self.arena[id].span, message).help(help));
    }
}

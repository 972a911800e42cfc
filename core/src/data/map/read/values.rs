//! The values of a map: the meaning of codes in the data, and which of them stand for a missing value.

use super::{Node, Reader, nfc};
use crate::data::map::Ours;
use crate::findings::diagnostic::nearest;
use crate::findings::text::say;
use crate::language::types::{ColumnKind, Scalar};
use ::toml::de::DeValue;

impl Reader<'_> {
    /// Returns the column that holds the values of a field: for a list of codes, that of its elements.
    fn of_values(&self, (table, column): (usize, usize)) -> Option<((usize, usize), Scalar)> {
        let kind = |table: usize, column: usize| {
            self.layout.tables.get(table).and_then(|t| t.columns.get(column)).map(|c| &c.kind)
        };
        match kind(table, column)? {
            ColumnKind::Scalar(scalar) => Some(((table, column), scalar.clone())),
            ColumnKind::List(list) => {
                let bare = self.layout.tables.get(*list)?.record.is_none();
                match kind(*list, 0)? {
                    ColumnKind::Scalar(scalar) if bare => Some(((*list, 0), scalar.clone())),
                    _ => None,
                }
            }
        }
    }

    pub(super) fn codes(&mut self, place: (usize, usize), name: &str, at: usize, value: &Node<'_>) {
        let place = self.of_values(place);
        let Some((place, scalar @ (Scalar::Code(_) | Scalar::Category | Scalar::Bool))) = place else {
            let text = say!(
                "fältet `{name}` har inga koder; bara fält av slagen kod, kategori och ja_nej har det",
                "the field `{name}` has no codes; only fields of the types kod, kategori and ja_nej have"
            );
            return self.find(at, text);
        };
        for ((theirs, at), value) in self.entries(value) {
            let ours = match (&scalar, value.get_ref()) {
                (Scalar::Bool, DeValue::Boolean(yes)) => Ok(Ours::Bool(*yes)),
                (Scalar::Bool, DeValue::String(word)) if matches!(&**word, "ja" | "yes") => {
                    Ok(Ours::Bool(true))
                }
                (Scalar::Bool, DeValue::String(word)) if matches!(&**word, "nej" | "no") => {
                    Ok(Ours::Bool(false))
                }
                (Scalar::Bool, _) => Err(say!(
                    "här ska stå \"ja\" eller \"nej\"",
                    "this must be \"ja\" or \"nej\" (yes or no)"
                )),
                (Scalar::Category, DeValue::String(text)) if !text.trim().is_empty() => {
                    Ok(Ours::Text(nfc(text)))
                }
                (Scalar::Code(list), DeValue::String(code)) => {
                    let code = nfc(code);
                    list.index(&code).map(Ours::Code).ok_or_else(|| {
                        let codes = list.codes();
                        match nearest(&code, codes.iter().map(String::as_str)) {
                            Some(near) => say!(
                                "fältet `{name}` har ingen kod `{code}`; menades `{near}`?",
                                "the field `{name}` has no code `{code}`; was `{near}` meant?"
                            ),
                            None => {
                                let codes = codes.join(", ");
                                say!(
                                    "fältet `{name}` har ingen kod `{code}`; de som finns är: {codes}",
                                    "the field `{name}` has no code `{code}`; there are: {codes}"
                                )
                            }
                        }
                    })
                }
                _ => Err(say!(
                    "här ska stå en av våra koder, inom citattecken",
                    "this must be one of our codes, in quotation marks"
                )),
            };
            match ours {
                Ok(ours) => self.value(place, at, &theirs, Some(ours)),
                Err(text) => self.find(value.span().start, text),
            }
        }
    }

    pub(super) fn missing(&mut self, place: (usize, usize), name: &str, at: usize, value: &Node<'_>) {
        let Some((place, _)) = self.of_values(place) else {
            let text = say!(
                "listan `{name}` har inga egna värden; ange dem för fälten under [tabell.{name}.saknas]",
                "the list `{name}` has no values of its own; give those of its fields under [table.{name}.missing]"
            );
            return self.find(at, text);
        };
        for (theirs, at) in self.texts(value) {
            self.value(place, at, &theirs, None);
        }
    }

    fn value(&mut self, (table, column): (usize, usize), at: usize, theirs: &str, ours: Option<Ours>) {
        let column = self.map.tables.get_mut(table).and_then(|t| t.columns.get_mut(column));
        let Some(values) = column.map(|column| &mut column.values) else { return };
        if values.iter().any(|(value, _)| value == theirs) {
            return self.find(
                at,
                say!(
                    "`{theirs}` står redan för det här fältet; låt en av raderna stå kvar",
                    "`{theirs}` is there already for this field; keep one of the lines"
                ),
            );
        }
        values.push((theirs.to_owned(), ours));
    }
}

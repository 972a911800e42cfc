//! The TOML nodes of a map with their positions: keywords, entries, texts.

use super::{Node, Reader, nfc};
use crate::findings::diagnostic::nearest;
use crate::findings::text::say;
use ::toml::de::{DeTable, DeValue};
use unicode_normalization::UnicodeNormalization;

impl Reader<'_> {
    /// Returns the entries of a section whose names are keywords, each by its Swedish keyword and with its position.
    pub(super) fn words<'d, 'i>(
        &mut self,
        part: &'d DeTable<'i>,
        words: &[(&'static str, &'static str)],
    ) -> Vec<(&'static str, usize, &'d Node<'i>)> {
        let mut found: Vec<(&'static str, usize, &'d Node<'i>)> = Vec::new();
        let mut entries: Vec<_> = part.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in entries {
            let (name, at) = (nfc(key.get_ref()), key.span().start);
            let word = words.iter().find(|(sv, en)| name == *sv || name == *en).map(|(sv, _)| *sv);
            let text = match word {
                Some(word) if found.iter().all(|(other, ..)| *other != word) => {
                    found.push((word, value.span().start, value));
                    continue;
                }
                Some(word) => say!(
                    "`{word}` står två gånger, på svenska och engelska; skriv den ena",
                    "`{name}` is there twice, in Swedish and English; write one"
                ),
                None => match nearest(&name, words.iter().flat_map(|(sv, en)| [*sv, *en])) {
                    Some(near) => say!(
                        "`{name}` finns inte i en karta; menades `{near}`?",
                        "there is no `{name}` in a map; was `{near}` meant?"
                    ),
                    None => {
                        let sv = words.iter().map(|(sv, _)| *sv).collect::<Vec<_>>().join(", ");
                        let en = words.iter().map(|(_, en)| *en).collect::<Vec<_>>().join(", ");
                        say!(
                            "`{name}` finns inte här; det som kan stå här är: {sv}",
                            "there is no `{name}` here; there may be: {en}"
                        )
                    }
                },
            };
            self.find(at, text);
        }
        found
    }

    pub(super) fn entries_of<'d, 'i>(&mut self, value: &'d Node<'i>) -> Option<&'d DeTable<'i>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            let text = say!(
                "här ska stå en del med rader under, som `[fält]`",
                "this must be a part with lines below it, such as `[fields]`"
            );
            self.find(value.span().start, text);
        }
        table
    }

    /// Returns the entries of a section whose names are fields, codes or lists: name (in NFC, without surrounding
    /// space) and position.
    pub(super) fn entries<'d, 'i>(&mut self, value: &'d Node<'i>) -> Vec<((String, usize), &'d Node<'i>)> {
        let Some(table) = self.entries_of(value) else { return Vec::new() };
        table.iter().map(|(key, value)| ((nfc(key.get_ref()), key.span().start), value)).collect()
    }

    pub(super) fn string(&mut self, value: &Node<'_>) -> Option<String> {
        let text = value.get_ref().as_str().map(|text| text.nfc().collect());
        if text.is_none() {
            let text = say!("här ska stå en text inom citattecken", "this must be a text in quotation marks");
            self.find(value.span().start, text);
        }
        text
    }

    /// Returns the texts of a list, or a single text, with their positions.
    pub(super) fn texts(&mut self, value: &Node<'_>) -> Vec<(String, usize)> {
        let only = std::slice::from_ref(value);
        let list: Vec<&Node<'_>> = match value.get_ref().as_array() {
            Some(list) => list.iter().collect(),
            None => only.iter().collect(),
        };
        let mut texts = Vec::new();
        for value in list {
            let at = value.span().start;
            match value.get_ref() {
                DeValue::String(text) => texts.push((nfc(text), at)),
                DeValue::Integer(number) if number.radix() == 10 => {
                    texts.push((number.as_str().to_owned(), at));
                }
                _ => {
                    let text = say!(
                        "här ska stå värden inom citattecken, som [\"9\", \"U\"]",
                        "this must be values in quotation marks, such as [\"9\", \"U\"]"
                    );
                    self.find(at, text);
                }
            }
        }
        texts
    }
}

//! The catalogue of codes: what each kind of finding means, why it matters, an example, and how to fix it. One page of
//! it is the output of `kvinnofrid check --explain E0203`.
//!
//! A code is stable: it keeps its meaning and is never reused. Its family shows where the mistake is: E01 reading the
//! file, E02 declarations, E03 names in conditions, E04 types, E05 constructs, W06 warnings.

use super::{Code, Severity};
use crate::findings::text::Lang;

/// A text in Swedish and English.
pub type Both = (&'static str, &'static str);

/// One page of the catalogue.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The code.
    pub code: Code,
    /// How serious a finding with this code is.
    pub severity: Severity,
    /// A few words, in lower case and without a full stop.
    pub title: Both,
    /// What it means, in whole sentences.
    pub meaning: Both,
    /// Why it matters.
    pub why: Both,
    /// An excerpt of a rule file that contains the mistake.
    pub example: &'static str,
    /// How to fix it.
    pub fix: Both,
}

impl Entry {
    /// Returns the headline in `lang`.
    #[must_use]
    pub fn headline(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Sv => self.title.0,
            Lang::En => self.title.1,
        }
    }

    /// Returns the whole page as text in `lang`, ending with a newline.
    #[must_use]
    pub fn page(&self, lang: Lang) -> String {
        let pick = |(sv, en): Both| match lang {
            Lang::Sv => sv,
            Lang::En => en,
        };
        let (meaning, why, example, fix) = match lang {
            Lang::Sv => ("Vad det betyder", "Varför det spelar roll", "Exempel", "Så rättas det"),
            Lang::En => ("What it means", "Why it matters", "Example", "How it is mended"),
        };
        let mut page = format!("{}: {}\n", self.code.0, pick(self.title));
        let example_text = indented(self.example);
        for (heading, text) in [
            (meaning, indented(pick(self.meaning))),
            (why, indented(pick(self.why))),
            (example, example_text),
            (fix, indented(pick(self.fix))),
        ] {
            page.push_str(&format!("\n{heading}\n{text}"));
        }
        page
    }
}

fn indented(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("  {line}\n") }).collect()
}

/// Returns the page of a code, given in upper or lower case.
#[must_use]
pub fn find(code: &str) -> Option<&'static Entry> {
    CATALOGUE.iter().find(|entry| entry.code.0.eq_ignore_ascii_case(code))
}

/// Declares the codes of a family together with their pages, so that no code lacks one.
macro_rules! family {
    ($($name:ident = $code:literal $severity:ident {
        title: $title_sv:literal, $title_en:literal;
        meaning: $meaning_sv:literal, $meaning_en:literal;
        why: $why_sv:literal, $why_en:literal;
        example: $example:literal;
        fix: $fix_sv:literal, $fix_en:literal;
    })*) => {
        $(
            #[doc = concat!("`", $code, "`: ", $title_en, ".")]
            pub const $name: Code = Code($code);
        )*
        pub(super) const ENTRIES: &[Entry] = &[$(Entry {
            code: $name,
            severity: Severity::$severity,
            title: ($title_sv, $title_en),
            meaning: ($meaning_sv, $meaning_en),
            why: ($why_sv, $why_en),
            example: $example,
            fix: ($fix_sv, $fix_en),
        }),*];
    };
}

mod constructs;
mod declarations;
mod files;
mod meanings;
mod names;
mod types;
mod warnings;

pub use constructs::*;
pub use declarations::*;
pub use files::*;
pub use meanings::*;
pub use names::*;
pub use types::*;
pub use warnings::*;

const FAMILIES: [&[Entry]; 7] = [
    files::ENTRIES,
    declarations::ENTRIES,
    names::ENTRIES,
    types::ENTRIES,
    constructs::ENTRIES,
    warnings::ENTRIES,
    meanings::ENTRIES,
];

const COUNT: usize = {
    let mut count = 0;
    let mut family = 0;
    while family < FAMILIES.len() {
        count += FAMILIES[family].len();
        family += 1;
    }
    count
};

/// Every code, in order.
pub static CATALOGUE: &[Entry] = &{
    let mut all = [FAMILIES[0][0]; COUNT];
    let (mut filled, mut family) = (0, 0);
    while family < FAMILIES.len() {
        let mut entry = 0;
        while entry < FAMILIES[family].len() {
            all[filled] = FAMILIES[family][entry];
            filled += 1;
            entry += 1;
        }
        family += 1;
    }
    all
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_in_order() {
        assert!(CATALOGUE.is_sorted_by(|a, b| a.code < b.code));
    }

    #[test]
    fn the_first_letter_says_how_serious() {
        for entry in CATALOGUE {
            let letter = match entry.severity {
                Severity::Error => 'E',
                Severity::Warning => 'W',
            };
            assert!(entry.code.0.starts_with(letter), "{}", entry.code.0);
        }
    }

    #[test]
    fn every_page_is_written_in_both_languages() {
        for entry in CATALOGUE {
            for (sv, en) in [entry.title, entry.meaning, entry.why, entry.fix] {
                assert!(!sv.trim().is_empty() && !en.trim().is_empty(), "{}", entry.code.0);
                assert_ne!(sv, en, "{}", entry.code.0);
            }
            assert!(!entry.example.trim().is_empty(), "{}", entry.code.0);
        }
    }

    #[test]
    fn titles_are_headlines_and_pages_are_sentences() {
        for entry in CATALOGUE {
            for title in [entry.title.0, entry.title.1] {
                assert!(!title.ends_with('.') && !title.starts_with(char::is_uppercase), "{}", entry.code.0);
            }
            for (sv, en) in [entry.meaning, entry.why, entry.fix] {
                for text in [sv, en] {
                    assert!(text.ends_with('.'), "{}: {text}", entry.code.0);
                }
            }
        }
    }

    #[test]
    fn every_family_is_there() {
        let families: Vec<_> = FAMILIES.iter().map(|family| family.len()).collect();
        assert_eq!(families, [9, 15, 7, 8, 5, 13, 9]);
    }

    #[test]
    fn a_page_is_found_by_its_code_in_either_case() {
        assert_eq!(find("e0203").map(|entry| entry.code), Some(UNKNOWN_KEY));
        assert!(find("E9999").is_none());
    }

    #[test]
    fn a_page_shows_all_its_parts() {
        let page = find("E0301").map(|entry| entry.page(Lang::Sv)).unwrap_or_default();
        insta::assert_snapshot!(page, @r#"
        E0301: okänt fält

        Vad det betyder
          Villkoret frågar efter ett fält som posten inte har.

        Varför det spelar roll
          Ett fält som inte finns är alltid okänt, och då skulle villkoret aldrig ge något svar.

        Exempel
          målgrupp("kvinnor", #{
              namn: "Kvinnor", källa: "S3", ställe: "Målgrupp 1", post: "person",
              villkor: |p| p.kon == "kvinna",
          });

        Så rättas det
          Rätta namnet (`p.kön`). Fälten och deras typer visas av `kvinnofrid schema`.
        "#);
    }
}

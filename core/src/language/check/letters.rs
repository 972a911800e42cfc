//! Letters that look like ordinary ones and are others, in what findings point at: without that, `kvinna` does not exist and
//! `kvinna` is suggested.

use crate::findings::diagnostic::{Diagnostics, Severity};
use crate::findings::source::SourceMap;
use crate::findings::text::{Lang, say};
use crate::language::declare::other_alphabet;

/// The most characters of a name or a quoted value; what is longer is prose or a whole declaration.
const LONGEST: usize = 60;

/// Adds to errors about a name, code or alternative which of its characters is not what it looks like.
pub(crate) fn name_odd_letters(sources: &SourceMap, findings: &mut Diagnostics) {
    for finding in findings.iter_mut().filter(|finding| finding.severity == Severity::Error) {
        let Some(place) = &finding.primary else { continue };
        let word = sources.snippet(place.span);
        let is_said = || finding.message.get(Lang::En).contains("U+");
        if word.chars().count() > LONGEST || word.contains('\n') || is_said() {
            continue;
        }
        let Some(odd) = word.chars().find(|c| is_odd(*c)) else { continue };
        let number = format!("U+{:04X}", u32::from(odd));
        let word = word.trim_matches('"');
        finding.help.push(if odd.is_alphabetic() {
            say!(
                "`{odd}` ({number}) i `{word}` är en bokstav ur ett annat alfabet, som kan se ut precis som en vanlig; skriv om ordet för hand",
                "`{odd}` ({number}) in `{word}` is a letter of another alphabet, which may look exactly like an ordinary one; write the word anew by hand"
            )
        } else {
            say!(
                "i `{word}` står ett tecken som inte syns, eller ser ut som ett mellanslag ({number}); skriv om ordet för hand",
                "in `{word}` is a character that is not shown, or looks like a space ({number}); write the word anew by hand"
            )
        });
    }
}

/// Returns whether a character may be taken for another one, or overlooked.
fn is_odd(c: char) -> bool {
    let is_unseen = matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}');
    is_unseen || (c.is_whitespace() && !c.is_ascii()) || other_alphabet(&c.to_string()).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::rules::Rules;

    /// Returns the last help of the only finding of an edition with `wrong` in place of `right`.
    fn help(right: &str, wrong: &str) -> String {
        let text = r#"utgåva("stad/program@2013", #{
                revision: "1.0.0", titel: "P", gäller: period("2013-01-01", "2013-12-31"), status: "utkast",
            });
            källa("S1", #{ titel: "Källan", ställen: #{ "rad 1": "kvinnor" } });
            tolkning("gräns", #{
                fråga: "Vilken?", varför: "Sägs inte", alternativ: #{ vuxna: "18", alla: "0" }, valt: "vuxna",
            });
            målgrupp("kvinnor", #{
                namn: "Kvinnor", källa: "S1", ställe: "rad 1", post: "person",
                villkor: |p| p.kön == "kvinna" && (vald("gräns") == "alla" || känd(p.födelsedatum)),
            });"#;
        assert_eq!(text.matches(right).count(), 1, "{right}");
        let text = text.replace(right, wrong);
        let rules = Rules::from_files([("stad/program/2013/10.rhai".to_owned(), text.into_bytes())]);
        let findings = rules.check();
        let errors: Vec<_> = findings.errors().collect();
        assert_eq!(errors.len(), 1, "{errors:?}");
        errors[0].help.last().map(|text| text.get(Lang::En).to_owned()).unwrap_or_default()
    }

    #[test]
    fn a_letter_of_another_alphabet_is_named_wherever_the_word_stands() {
        for (right, wrong) in [
            ("\"kvinna\"", "\"kvinn\u{430}\""),
            ("\"alla\"", "\"\u{430}lla\""),
            ("valt: \"vuxna\"", "valt: \"vuxn\u{430}\""),
            ("status: \"utkast\"", "status: \"utk\u{430}st\""),
            ("ställe: \"rad 1\"", "ställe: \"r\u{430}d 1\""),
            ("p.födelsedatum", "p.födelsed\u{430}tum"),
            ("\"stad/program@2013\"", "\"st\u{430}d/program@2013\""),
        ] {
            assert!(help(right, wrong).contains("(U+0430)"), "{wrong}: {}", help(right, wrong));
        }
    }

    #[test]
    fn what_is_not_seen_is_named_too() {
        for (wrong, number) in
            [("kvin\u{200B}na", "U+200B"), ("kvin\u{AD}na", "U+00AD"), ("kvinna\u{A0}", "U+00A0")]
        {
            assert!(help("\"kvinna\"", &format!("\"{wrong}\"")).contains(number));
        }
        assert!(!help("\"kvinna\"", "\"kvina\"").contains("U+"));
    }
}

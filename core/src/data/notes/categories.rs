//! What is odd about categories.

use super::Notice;
use crate::findings::text::say;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Returns notices about the categories of `field` that a figure is broken down by.
pub(crate) fn of_categories<'c>(field: &str, categories: impl IntoIterator<Item = &'c str>) -> Vec<Notice> {
    let mut notices = Vec::new();
    let mut written: Vec<String> = Vec::new();
    let (mut missing, mut garbled) = (0, 0);
    for category in categories {
        let plain = fold(category);
        missing += u64::from(stands_for_missing(&plain));
        garbled += u64::from(is_garbled(category));
        written.push(alike(category));
    }
    let all = written.len();
    written.sort_unstable();
    written.dedup();
    let similar = (all - written.len()) as u64;
    if similar > 0 {
        let (sv, en) = match similar {
            1 => ("1 kategori".to_owned(), "1 category".to_owned()),
            _ => (format!("{similar} kategorier"), format!("{similar} categories")),
        };
        let is = if similar == 1 { "differs" } else { "differ" };
        let text = say!(
            "{sv} av `{field}` skiljer sig från en annan bara i stora bokstäver, mellanslag, streck eller prickar, och räknas för sig; skriv dem likadant",
            "{en} of `{field}` {is} from another only in capitals, spaces, dashes or accents, and count by themselves; write them alike"
        );
        notices.push(Notice::new("similar_categories", Some(field.to_owned()), similar, text));
    }
    if missing > 0 {
        let text = say!(
            "`{field}` har en kategori som står för att värdet saknas, som nan, saknas eller -1; skriv null eller lämna cellen tom, eller säg i en karta under `saknas` vad som står för det",
            "`{field}` has a category that stands for a missing value, such as nan, saknas or -1; write null or leave the cell empty, or say in a map under `missing` what stands for it"
        );
        notices.push(Notice::new("missing_as_text", Some(field.to_owned()), missing, text));
    }
    if garbled > 0 {
        let text = say!(
            "`{field}` har en kategori med tecken som kommer av att texten lästs i fel teckenkodning, som Ã¶ för ö; läs in den i rätt teckenkodning (oftast UTF-8)",
            "`{field}` has a category with characters that come of reading text in the wrong encoding, such as Ã¶ for ö; read it in the right encoding (mostly UTF-8)"
        );
        notices.push(Notice::new("garbled_text", Some(field.to_owned()), garbled, text));
    }
    notices
}

/// What programs and people write for a missing value, in lower case and without spaces.
const MISSING_AS_TEXT: [&str; 32] = [
    "",
    "-",
    "--",
    ".",
    "?",
    "nan",
    "none",
    "null",
    "na",
    "n/a",
    "#n/a",
    "nat",
    "<na>",
    "nil",
    "missing",
    "unknown",
    "notknown",
    "undefined",
    "okänd",
    "okänt",
    "ejkänd",
    "ejkänt",
    "ejangiven",
    "ejangivet",
    "uppgiftsaknas",
    "saknas",
    "saknaruppgift",
    "vetej",
    "vetinte",
    "odefinierad",
    "tom",
    "blank",
];

/// Returns whether a folded category stands for a missing value: a word for it, or a number that statistical programs have for it.
fn stands_for_missing(folded: &str) -> bool {
    let digits = folded.strip_prefix('-').unwrap_or(folded);
    let is_nines = digits.len() > 1 && digits.bytes().all(|byte| byte == b'9');
    // `#REF!` and `#NAMN?`: what a cell of a sheet has in place of a value.
    let is_fault = folded.starts_with('#') && folded.ends_with(['!', '?']);
    MISSING_AS_TEXT.contains(&folded) || is_nines || is_fault || folded == "-1"
}

/// Returns whether a text has what `å`, `ä`, `ö` and `é` become when UTF-8 is read as Windows-1252 or Latin-1, or the character that stands
/// for one that could not be read.
fn is_garbled(text: &str) -> bool {
    const AFTER: [char; 11] = ['¥', '¤', '¶', '…', '„', '–', '\u{85}', '\u{84}', '\u{96}', '©', '‰'];
    let follows = |(before, after): (char, char)| before == 'Ã' && AFTER.contains(&after);
    text.contains('\u{fffd}') || text.chars().zip(text.chars().skip(1)).any(follows)
}

/// Returns a category without what people write in different ways: in lower case, without spaces and dashes, and in words without
/// the accents of letters.
pub(crate) fn alike(category: &str) -> String {
    const SHORTEST_WORD: usize = 4;
    let folded = fold(category);
    let bare: String = folded.chars().filter(|c| !is_between(*c)).collect();
    // A dash alone is no word.
    let bare = if bare.is_empty() { folded } else { bare };
    match bare.chars().count() < SHORTEST_WORD {
        true => bare,
        false => bare.nfd().filter(|c| !is_combining_mark(*c)).collect(),
    }
}

/// Returns the characters by which categories that are [`alike`] begin alike: in lower case, without spaces, dashes and accents.
pub(crate) fn bare_chars(category: &str) -> impl Iterator<Item = char> {
    folded_chars(category).filter(|c| !is_between(*c)).nfd().filter(|c| !is_combining_mark(*c))
}

/// Returns whether a character stands between words.
fn is_between(c: char) -> bool {
    matches!(c, '_' | '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Returns a category in lower case and without spaces.
fn fold(category: &str) -> String {
    folded_chars(category).collect()
}

fn folded_chars(category: &str) -> impl Iterator<Item = char> {
    category.chars().filter(|c| !c.is_whitespace() && *c != '\u{feff}').flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::text::Lang;

    #[test]
    fn categories_that_differ_in_spelling_alone_are_noticed_without_their_names() {
        let notices = of_categories("stadsdel", ["Bromma", "BROMMA", "Bromma ", "Farsta", "nan"]);
        let said: Vec<(&str, u64)> = notices.iter().map(|notice| (notice.code, notice.count)).collect();
        assert_eq!(said, [("similar_categories", 2), ("missing_as_text", 1)]);
        assert!(notices.iter().all(|notice| !notice.text.get(Lang::Sv).contains("romma")));
        for (one, other) in [
            ("Hägersten-Liljeholmen", "Hägersten – Liljeholmen"),
            ("Skärholmen", "Skarholmen"),
            ("Enskede_Årsta", "Enskede-Årsta"),
        ] {
            let notices = of_categories("stadsdel", [one, other]);
            let said: Vec<(&str, u64)> = notices.iter().map(|notice| (notice.code, notice.count)).collect();
            assert_eq!(said, [("similar_categories", 1)], "{one} {other}");
        }
        assert_eq!(of_categories("stadsdel", ["Bromma", "Farsta", "A", "Ä", "Å-O", "Ö", "O"]), []);
    }

    #[test]
    fn what_stands_for_a_missing_value_is_noticed_and_places_are_not() {
        for word in [
            "N/A",
            "Okänd",
            "Uppgift saknas",
            "ej angivet",
            "Vet ej",
            "-1",
            "99",
            "9999",
            "-99",
            "#SAKNAS!",
            "#REF!",
            "#NAMN?",
            ".",
        ] {
            let notices = of_categories("stadsdel", [word, "Farsta"]);
            let [only] = notices.as_slice() else { panic!("{word}: {notices:?}") };
            assert_eq!((only.code, only.count), ("missing_as_text", 1), "{word}");
        }
        let places = ["9", "1", "0", "Ö", "Nanebo", "Tomteboda", "Blankaholm", "Norrmalm – Vasastan"];
        assert_eq!(of_categories("stadsdel", places), []);
    }

    #[test]
    fn letters_that_were_read_in_the_wrong_encoding_are_noticed() {
        for garbled in ["SÃ¶dermalm", "Ã„lvsjÃ¶", "Ã\u{85}rsta", "S\u{fffd}dermalm", "CafÃ©"] {
            let notices = of_categories("stadsdel", [garbled, "Farsta"]);
            let [only] = notices.as_slice() else { panic!("{garbled}: {notices:?}") };
            assert_eq!((only.code, only.count), ("garbled_text", 1), "{garbled}");
            assert!(!only.text.get(Lang::Sv).contains("dermalm"));
        }
        assert_eq!(of_categories("stadsdel", ["Södermalm", "SÃO PAULO", "Árbær", "São Tomé"]), []);
    }
}

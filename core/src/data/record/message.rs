//! Messages about records that do not match their layout. They never contain a value: only what is expected, and the
//! kind of thing found.

use super::{Form, Kind};
use crate::data::map::{DatePattern, patterns_of};
use crate::findings::error::size;
use crate::findings::text::{Lang, Text, say};
use crate::language::types::CodeList;
use serde::de::IgnoredAny;

/// The most codes that a message lists.
const MAX_CODES: usize = 60;

/// The kind of JSON value found.
#[derive(Clone, Copy, Debug)]
pub(super) enum Found {
    Text,
    Number,
    Bool,
    List,
    Object,
}

impl Found {
    fn name(self) -> (&'static str, &'static str) {
        match self {
            Self::Text => ("en text", "a text"),
            Self::Number => ("ett tal", "a number"),
            Self::Bool => ("true eller false", "true or false"),
            Self::List => ("en lista", "a list"),
            Self::Object => ("ett objekt", "an object"),
        }
    }
}

/// Describes what a field expects in JSON.
fn wanted(kind: &Kind) -> Text {
    match kind {
        Kind::Key => say!("en nyckel (text eller ett heltal)", "a key (text or a whole number)"),
        Kind::Code(codes) => {
            let codes = listed(codes.list());
            let (sv, en) = (codes.get(Lang::Sv), codes.get(Lang::En));
            say!("en av koderna {sv}", "one of the codes {en}")
        }
        Kind::Text(_) => say!("en text inom citattecken", "a text in quotation marks"),
        Kind::Date(pattern) => {
            let example = example(pattern.as_ref());
            say!("ett datum som \"{example}\"", "a date such as \"{example}\"")
        }
        Kind::Bool => say!("true eller false utan citattecken", "true or false without quotation marks"),
        Kind::Int => say!("ett heltal utan citattecken", "a whole number without quotation marks"),
        Kind::Decimal => say!(
            "ett tal med decimalpunkt och utan citattecken",
            "a number with a decimal point and without quotation marks"
        ),
        Kind::List(_) => say!("en lista `[…]`", "a list `[…]`"),
        Kind::Mapped(mapped) => wanted(mapped.kind()),
        Kind::Unasked => Text::same(String::new()),
    }
}

/// Returns an example date in the format of the data.
fn example(pattern: Option<&DatePattern>) -> String {
    pattern.map_or_else(|| "2013-06-30".to_owned(), |pattern| pattern.write((2013, 6, 30)))
}

impl Form {
    /// Returns how to write an unknown value.
    fn leave_out(self) -> (&'static str, &'static str) {
        match self {
            Self::Json => ("skriv null", "write null"),
            Self::Cells { .. } => ("lämna cellen tom", "leave the cell empty"),
        }
    }

    /// Returns the same as an alternative, after another suggestion.
    fn or_leave_out(self) -> (&'static str, &'static str) {
        match self {
            Self::Json => ("null", "null"),
            Self::Cells { .. } => self.leave_out(),
        }
    }
}

fn listed(list: &CodeList) -> Text {
    let codes = list.codes();
    let shown: Vec<String> = codes.iter().take(MAX_CODES).map(|code| format!("`{code}`")).collect();
    let shown = shown.join(", ");
    match codes.len() - codes.len().min(MAX_CODES) {
        0 => say!("{shown}", "{shown}"),
        more => say!("{shown} och {more} till", "{shown} and {more} more"),
    }
}

#[cold]
pub(super) fn wrong_kind(kind: &Kind, found: Found, form: Form) -> Text {
    let (wanted, found) = (wanted(kind), found.name());
    let (sv, en) = (wanted.get(Lang::Sv), wanted.get(Lang::En));
    let (found_sv, found_en) = found;
    let (leave_sv, leave_en) = form.leave_out();
    say!(
        "här ska stå {sv}, men det är {found_sv}; {leave_sv} om värdet inte är känt",
        "this must be {en}, but it is {found_en}; {leave_en} where the value is not known"
    )
    .coded("wrong_type")
}

#[cold]
pub(super) fn unknown_code(list: &CodeList, form: Form) -> Text {
    let codes = listed(list);
    let (sv, en) = (codes.get(Lang::Sv), codes.get(Lang::En));
    let (leave_sv, leave_en) = form.or_leave_out();
    say!(
        "koden finns inte i listan; skriv en av {sv}, eller {leave_sv} om värdet inte är känt",
        "the code is not in the list; write one of {en}, or {leave_en} where the value is not known"
    )
    .coded("unknown_code")
}

/// The code is neither one of the map's nor one of the schema's.
#[cold]
pub(super) fn unmapped_code(list: &CodeList) -> Text {
    let codes = listed(list);
    let (sv, en) = (codes.get(Lang::Sv), codes.get(Lang::En));
    say!(
        "koden finns varken i kartan eller i listan; säg i kartan under `koder` vilken det är av {sv}, eller under `saknas` att värdet inte är känt",
        "the code is neither in the map nor in the list; say in the map under `codes` which it is of {en}, or under `missing` that the value is not known"
    ).coded("unknown_code")
}

/// Of the value only its form is shown, where that is a common one of days: what a map says of it.
#[cold]
pub(super) fn not_a_date(pattern: Option<&DatePattern>, found: &str, form: Form) -> Text {
    let shown = example(pattern);
    let (leave_sv, leave_en) = form.leave_out();
    let (how_sv, how_en) = match (pattern, patterns_of(found)) {
        (Some(_), _) => (
            "; så säger `datum` i kartan under [format]".to_owned(),
            "; so `date` in the map says, under [format]".to_owned(),
        ),
        (None, Some(patterns)) => {
            let how = how_days_are_written(patterns);
            (format!("; {}", how.get(Lang::Sv)), format!("; {}", how.get(Lang::En)))
        }
        (None, None) => Default::default(),
    };
    say!(
        "här ska stå ett datum som \"{shown}\", en dag som finns i kalendern; {leave_sv} om den inte är känd{how_sv}",
        "this must be a date such as \"{shown}\", a day that is in the calendar; {leave_en} where it is not known{how_en}"
    ).coded("not_a_date")
}

/// A number stands in the place of a day, and may be one that is written in digits.
#[cold]
pub(super) fn number_for_a_date(kind: &Kind, digits: &str, form: Form) -> Text {
    let text = wrong_kind(kind, Found::Number, form);
    let Some(patterns) = patterns_of(digits) else { return text };
    let how = how_days_are_written(patterns);
    let (sv, en) = (text.get(Lang::Sv), text.get(Lang::En));
    let (how_sv, how_en) = (how.get(Lang::Sv), how.get(Lang::En));
    say!("{sv}; {how_sv}", "{en}; {how_en}").coded(text.code())
}

/// Says how a map says in which pattern days are written; the second has the month before the day.
fn how_days_are_written((pattern, other): (&str, Option<&str>)) -> Text {
    let english = |pattern: &str| pattern.replace('Å', "Y");
    let pattern_en = english(pattern);
    let (or_sv, or_en) = other.map_or_else(Default::default, |other| {
        let other_en = english(other);
        (
            format!(", eller \"{other}\" om månaden står före dagen"),
            format!(", or \"{other_en}\" if the month stands before the day"),
        )
    });
    say!(
        "skrivs dagarna på ett annat sätt säger man det i en karta, under [format]: `datum = \"{pattern}\"`{or_sv}",
        "where days are written in another way, a map says so, under [format]: `date = \"{pattern_en}\"`{or_en}"
    )
}

#[cold]
pub(super) fn not_yes_or_no() -> Text {
    say!(
        "här ska stå ja eller nej; lämna cellen tom om värdet inte är känt",
        "this must be ja or nej (yes or no); leave the cell empty where the value is not known"
    )
    .coded("not_yes_or_no")
}

#[cold]
pub(super) fn not_a_number(whole: bool, mark: char) -> Text {
    if whole {
        say!(
            "här ska stå ett heltal som 12, utan mellanslag; lämna cellen tom om värdet inte är känt",
            "this must be a whole number such as 12, without spaces; leave the cell empty where the value is not known"
        ).coded("not_a_number")
    } else {
        say!(
            "här ska stå ett tal som 12{mark}5, utan mellanslag; lämna cellen tom om värdet inte är känt",
            "this must be a number such as 12{mark}5, without spaces; leave the cell empty where the value is not known"
        ).coded("not_a_number")
    }
}

#[cold]
pub(super) fn not_a_whole_number() -> Text {
    say!("talet ska vara ett heltal", "the number must be whole").coded("not_a_number")
}

#[cold]
pub(super) fn whole_number_too_large() -> Text {
    let (min, max) = (i64::MIN, i64::MAX);
    say!("heltalet ska ligga mellan {min} och {max}", "the whole number must lie between {min} and {max}")
        .coded("number_out_of_range")
}

#[cold]
pub(super) fn decimal_too_precise() -> Text {
    say!(
        "talet ryms inte exakt; skriv det med högst 28 siffror",
        "the number does not fit exactly; write it with at most 28 digits"
    )
    .coded("number_out_of_range")
}

#[cold]
pub(super) fn empty_key() -> Text {
    say!(
        "nyckeln är en tom text; ange en nyckel, eller null om den inte är känd",
        "the key is an empty text; give a key, or null where it is not known"
    )
    .coded("empty_key")
}

#[cold]
fn bad_escape() -> Text {
    say!(
        "ogiltig JSON: texten har ett omvänt snedstreck `\\` som inte inleder ett tecken",
        "invalid JSON: the text has a backslash `\\` that does not begin a character"
    )
    .coded("syntax")
}

#[cold]
pub(super) fn duplicate_field() -> Text {
    say!(
        "fältet står två gånger i samma objekt; ta bort det ena",
        "the field occurs twice in one object; remove one of them"
    )
    .coded("duplicate_field")
}

#[cold]
pub(super) fn not_an_object(found: Found) -> Text {
    let (sv, en) = found.name();
    say!("här ska stå ett objekt `{{…}}`, men det är {sv}", "this must be an object `{{…}}`, but it is {en}")
        .coded("not_an_object")
}

#[cold]
pub(super) fn null_record() -> Text {
    say!("här ska stå ett objekt `{{…}}`, men det är null", "this must be an object `{{…}}`, but it is null")
        .coded("not_an_object")
}

#[cold]
pub(super) fn text_too_long(most: u64) -> Text {
    let most = size(most);
    let (sv, en) = (most.get(Lang::Sv), most.get(Lang::En));
    say!(
        "texten är för lång; högst {sv} tas emot (gränsen `text_bytes`)",
        "the text is too long; at most {en} is accepted (the limit `text_bytes`)"
    )
    .coded("too_large")
}

#[cold]
pub(super) fn too_many_elements(most: u64) -> Text {
    say!(
        "listorna i posten har för många element; högst {most} tas emot sammanlagt (gränsen `elements`)",
        "the lists of the record have too many elements; at most {most} are accepted in all (the limit `elements`)"
    )
    .coded("too_large")
}

/// A table of the list `name` has columns, but none is called as a field of its elements.
#[cold]
pub(crate) fn no_fields(name: &str) -> Text {
    say!(
        "ingen kolumn i tabellen är ett fält i `{name}`; se efter att det är rätt tabell, eller säg i en karta vad kolumnerna heter",
        "no column of the table is a field of `{name}`; see that it is the right table, or say in a map what the columns are called"
    )
    .coded("no_column")
}

#[cold]
pub(crate) fn record_too_long(most: u64) -> Text {
    let most = size(most);
    let (sv, en) = (most.get(Lang::Sv), most.get(Lang::En));
    say!(
        "posten är för stor; högst {sv} JSON tas emot per post (gränsen `record_bytes`)",
        "the record is too large; at most {en} of JSON is accepted per record (the limit `record_bytes`)"
    )
    .coded("too_large")
}

#[cold]
pub(super) fn not_utf8() -> Text {
    say!(
        "texten är inte UTF-8; spara filen i teckenkodningen UTF-8",
        "the text is not UTF-8; save the file in the character encoding UTF-8"
    )
    .coded("encoding")
}

/// Returns what other languages write where JSON ends in `line` at byte `column`, counted from 1, and what to write instead.
/// Only these words are repeated: any other may be data.
fn elsewhere(line: &str, column: usize) -> Option<(&'static str, &'static str, &'static str)> {
    const UNKNOWN: (&str, &str) =
        ("skriv `null` om värdet inte är känt", "write `null` if the value is not known");
    const TRUE: (&str, &str) = ("skriv `true`", "write `true`");
    const FALSE: (&str, &str) = ("skriv `false`", "write `false`");
    const WORDS: [(&str, (&str, &str)); 14] = [
        ("NaN", UNKNOWN),
        ("nan", UNKNOWN),
        ("Infinity", UNKNOWN),
        ("None", UNKNOWN),
        ("NULL", UNKNOWN),
        ("Null", UNKNOWN),
        ("NA", UNKNOWN),
        ("undefined", UNKNOWN),
        ("True", TRUE),
        ("TRUE", TRUE),
        ("ja", TRUE),
        ("False", FALSE),
        ("FALSE", FALSE),
        ("nej", FALSE),
    ];
    let at = column.checked_sub(1)?;
    if line.get(at..)?.starts_with('\'') {
        return Some(("'", "texter står inom `\"…\"`", "texts stand within `\"…\"`"));
    }
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let start = line.get(..at)?.trim_end_matches(is_word).len();
    let rest = line.get(start..)?;
    let word = rest.split(|c| !is_word(c)).next()?;
    WORDS.iter().find(|(known, _)| *known == word).map(|(known, (sv, en))| (*known, *sv, *en))
}

/// Describes a syntax error in `json`. The text is parsed again with a parser that counts lines, only to locate the
/// error; the parser's own message may quote the record.
#[cold]
pub(super) fn syntax(json: &str) -> Text {
    let Err(error) = serde_json::from_str::<IgnoredAny>(json) else {
        // All that this parser accepts and ours rejects are unpaired surrogates.
        return bad_escape();
    };
    if error.is_eof() {
        return say!(
            "ogiltig JSON: texten tar slut mitt i posten",
            "invalid JSON: the text ends in the middle of the record"
        )
        .coded("syntax");
    }
    let (line, column) = (error.line(), error.column());
    // The parser counts bytes, the message counts characters.
    let before = json.split('\n').nth(line.saturating_sub(1)).map(str::as_bytes).unwrap_or_default();
    let before = before.get(..column).unwrap_or(before);
    let column = before.iter().filter(|byte| **byte & 0xC0 != 0x80).count().max(1);
    let text = json.split('\n').nth(line.saturating_sub(1)).unwrap_or_default();
    if let Some((wrong, sv, en)) = elsewhere(text, error.column()) {
        return say!(
            "ogiltig JSON: `{wrong}` betyder inget där; {sv}",
            "invalid JSON: `{wrong}` means nothing there; {en}"
        )
        .coded("syntax");
    }
    if line <= 1 {
        say!(
            "ogiltig JSON vid tecken {column}; kontrollera citattecken, komman och parenteser där",
            "invalid JSON at character {column}; check quotation marks, commas and brackets there"
        )
        .coded("syntax")
    } else {
        say!(
            "ogiltig JSON på postens rad {line}, tecken {column}; kontrollera citattecken, komman och parenteser där",
            "invalid JSON on line {line} of the record, character {column}; check quotation marks, commas and brackets there"
        ).coded("syntax")
    }
}

/// There is trailing data after the record.
#[cold]
pub(super) fn trailing() -> Text {
    say!(
        "det står något mer efter postens sista `}}`; skriv en post per rad, eller alla i en lista `[…]`",
        "something follows the last `}}` of the record; write one record a line, or all of them in a list `[…]`"
    ).coded("syntax")
}

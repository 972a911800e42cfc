//! Messages about columns that do not match the layout. They name types, never values.

use super::import::{MOST_COLUMNS, MOST_DEEP};
use crate::data::record::is_a_name;
use crate::data::record::typed::Takes;
use crate::findings::error::size;
use crate::findings::text::{Lang, Text, say};
use arrow_schema::DataType;

/// Names a type for users: a nested type without its children, and without any words from the data.
fn name(found: &DataType) -> String {
    match found {
        DataType::List(_) => "List".to_owned(),
        DataType::LargeList(_) => "LargeList".to_owned(),
        DataType::FixedSizeList(_, _) => "FixedSizeList".to_owned(),
        DataType::ListView(_) => "ListView".to_owned(),
        DataType::LargeListView(_) => "LargeListView".to_owned(),
        DataType::Struct(_) => "Struct".to_owned(),
        DataType::Union(_, _) => "Union".to_owned(),
        DataType::Map(_, _) => "Map".to_owned(),
        DataType::RunEndEncoded(_, _) => "RunEndEncoded".to_owned(),
        DataType::Dictionary(_, values) => format!("Dictionary({})", name(values)),
        DataType::Timestamp(unit, Some(_)) => format!("Timestamp({unit}, tz)"),
        plain => plain.to_string(),
    }
}

#[cold]
pub(super) fn wrong_type(takes: Takes, mapped: bool, found: &DataType) -> Text {
    let wanted = match takes {
        Takes::Key => say!("text (Utf8) eller heltal (Int64)", "text (Utf8) or whole numbers (Int64)"),
        Takes::Code if mapped => say!(
            "text (Utf8), heltal eller Boolean, som kartan har ord för",
            "text (Utf8), whole numbers or Boolean that the map has words for"
        ),
        Takes::Code => say!("text (Utf8) eller Dictionary med text", "text (Utf8) or a Dictionary of text"),
        Takes::Text => say!("text (Utf8) eller Dictionary med text", "text (Utf8) or a Dictionary of text"),
        Takes::Date => say!(
            "Date32, Timestamp vid midnatt utan tidszon eller i UTC, eller text som 2013-06-30",
            "Date32, Timestamp at midnight without a time zone or in UTC, or text such as 2013-06-30"
        ),
        Takes::Bool => say!("Boolean", "Boolean"),
        Takes::Int => say!("heltal (Int64)", "whole numbers (Int64)"),
        Takes::Decimal => say!(
            "decimaltal (Decimal128), heltal eller Float64",
            "decimals (Decimal128), whole numbers or Float64"
        ),
        Takes::List(_) => say!("en lista (List)", "a list (List)"),
    };
    let convert = convert(takes, mapped, found);
    let found = name(found);
    let (sv, en) = (wanted.get(Lang::Sv), wanted.get(Lang::En));
    let (how_sv, how_en) = (convert.get(Lang::Sv), convert.get(Lang::En));
    say!(
        "kolumnen har typen {found}, men ska vara {sv}; {how_sv}",
        "the column has the type {found}, but must be {en}; {how_en}"
    )
    .coded("wrong_type")
}

/// Suggests how to convert the column.
fn convert(takes: Takes, mapped: bool, found: &DataType) -> Text {
    match (takes, found) {
        (_, DataType::RunEndEncoded(..)) => {
            say!("packa upp den (i pyarrow: `run_end_decode`)", "decode it (in pyarrow: `run_end_decode`)")
        }
        (Takes::Date, DataType::Timestamp(..)) => say!(
            "gör om tiderna till dagar i er egen tidszon först",
            "turn the times into days in your own time zone first"
        ),
        (
            Takes::Date,
            DataType::Duration(_) | DataType::Time32(_) | DataType::Time64(_) | DataType::Interval(_),
        ) => say!(
            "en tidslängd eller ett klockslag är ingen dag; ge dagarna själva, eller ge kolumnen ett annat namn om den är något annat",
            "a length of time or a time of day is no day; give the days themselves, or give the column another name if it is something else"
        ),
        (Takes::Date, kind) if kind.is_integer() => say!(
            "säg i en karta, under [format], hur dagarna skrivs, till exempel `datum = \"ÅÅÅÅMMDD\"`",
            "say in a map, under [format], how the days are written, for example `date = \"YYYYMMDD\"`"
        ),
        (Takes::Bool, kind) if kind.is_integer() || is_text(kind) => say!(
            "säg i en karta vad som betyder ja och nej, eller jämför med det (`kolumn == 1`)",
            "say in a map what means yes and no, or compare with it (`column == 1`)"
        ),
        (Takes::Code, kind) if !mapped && (kind.is_integer() || *kind == DataType::Boolean) => {
            say!("säg i en karta vilken kod varje värde är", "say in a map which code each value is")
        }
        (Takes::List(_), _) => say!(
            "samla radernas element i en List, eller ge listan som en egen tabell",
            "gather the elements in a List, or give the list as a table of its own"
        ),
        _ => say!(
            "gör om den (i pyarrow: `cast`), eller ge kolumnen ett annat namn om den är något annat",
            "convert it (in pyarrow: `cast`), or give the column another name if it is something else"
        ),
    }
}

fn is_text(kind: &DataType) -> bool {
    matches!(kind, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

#[cold]
pub(super) fn wrong_elements(found: &DataType) -> Text {
    let found = name(found);
    say!(
        "listans element har typen {found}, men ska vara Struct med ett fält för varje uppgift",
        "the elements of the list have the type {found}, but must be Struct with a field for each value"
    )
    .coded("wrong_type")
}

#[cold]
pub(super) fn twice(name: &str) -> Text {
    let name = if is_a_name(name) { name } else { "…" };
    say!(
        "två kolumner heter `{name}`; ge dem olika namn, eller ta bort den ena",
        "two columns are called `{name}`; give them different names, or remove one"
    )
    .coded("column_twice")
}

#[cold]
pub(super) fn not_midnight() -> Text {
    say!(
        "tiden är inte midnatt, så att det är oklart vilken dag som menas; gör om kolumnen till Date32, med null där dagen inte är känd",
        "the time is not midnight, so that it is not clear which day is meant; turn the column into Date32, with null where the day is not known"
    ).coded("not_a_date")
}

#[cold]
pub(super) fn no_such_day() -> Text {
    say!(
        "dagen ligger utanför åren 1–9999; skriv null om den inte är känd",
        "the day lies outside the years 1–9999; write null where it is not known"
    )
    .coded("not_a_date")
}

#[cold]
pub(super) fn not_finite() -> Text {
    say!(
        "talet är inte ändligt (NaN eller oändligt); skriv null om värdet inte är känt",
        "the number is not finite (NaN or infinite); write null where the value is not known"
    )
    .coded("not_a_number")
}

#[cold]
pub(super) fn digits_lost() -> Text {
    say!(
        "talet är så stort att siffror i nyckeln kan ha gått förlorade; gör kolumnen till Int64 eller text där den skapas",
        "the number is so large that digits of the key may be lost; make the column Int64 or text where it is made"
    ).coded("digits_lost")
}

#[cold]
pub(super) fn whole_number_too_large() -> Text {
    let (min, max) = (i64::MIN, i64::MAX);
    say!("heltalet ska ligga mellan {min} och {max}", "the whole number must lie between {min} and {max}")
        .coded("number_out_of_range")
}

#[cold]
pub(super) fn too_much_text(most: u64) -> Text {
    let most = size(most);
    let (sv, en) = (most.get(Lang::Sv), most.get(Lang::En));
    say!(
        "posten är för stor; dess texter får vara högst {sv} sammanlagt (gränsen `record_bytes`)",
        "the record is too large; its texts may have at most {en} in all (the limit `record_bytes`)"
    )
    .coded("too_large")
}

/// The error for self-contradictory data, which cannot occur in arrays built by Arrow's safe constructors.
#[cold]
pub(super) fn damaged() -> Text {
    say!(
        "data är skadade: ett tal pekar utanför det som det hör till; läs in dem på nytt",
        "the data are damaged: a number points outside of what it belongs to; read them in again"
    )
    .coded("damaged")
}

#[cold]
pub(super) fn no_key_column(name: &str) -> Text {
    say!(
        "det finns ingen kolumn `{name}` som säger vilken person raden hör till; vad den heter kan sägas i en karta",
        "there is no column `{name}` that says which person the row belongs to; what it is called can be said in a map"
    )
}

#[cold]
pub(super) fn no_key_of_records(name: &str) -> Text {
    say!(
        "det finns ingen kolumn `{name}` med posternas nyckel; vad den heter kan sägas i en karta",
        "there is no column `{name}` with the key of the records; what it is called can be said in a map"
    )
}

#[cold]
pub(super) fn without_key() -> Text {
    say!(
        "posterna har ingen nyckel, så tabeller kan inte höra till dem",
        "the records have no key, so that tables can't belong to them"
    )
}

#[cold]
pub(super) fn given_twice() -> Text {
    say!(
        "listan ges både som kolumn och som egen tabell; ta bort den ena",
        "the list is given both as a column and as a table of its own; remove one"
    )
}

#[cold]
pub(super) fn without_person(rows: u64) -> Text {
    say!(
        "{rows} rader, den här först, hör inte till någon av posterna: nyckeln är null eller finns inte bland dem; lägg till posterna, eller hoppa över felen",
        "{rows} rows, this one first, belong to none of the records: the key is null or is not among theirs; add the records, or skip errors"
    )
}

#[cold]
pub(super) fn too_many_rows() -> Text {
    let most = u32::MAX;
    say!("tabellen har för många rader (högst {most})", "the table has too many rows (at most {most})")
}

#[cold]
pub(super) fn other_map() -> Text {
    say!(
        "kartan lästes för poster med andra fält; läs den igen för den här utgåvan",
        "the map was read for records with other fields; read it again for this edition"
    )
}

/// The error for persons loaded for an edition with other records.
pub(super) fn other_persons() -> Text {
    say!(
        "personerna lästes in för poster med andra fält; läs in dem igen för den här utgåvan",
        "the persons were taken in for records with other fields; take them in again for this edition"
    )
}

/// The error for a broken stream. The producer's message may quote the data, and is not repeated.
#[cold]
pub(super) fn failed_stream(code: i32, rows: u64) -> Text {
    say!(
        "källan till Arrow-strömmen misslyckades efter {rows} rader (felkod {code}); vad den säger visas inte, eftersom det kan vara uppgifter: läs källan för sig för att se felet",
        "the source of the Arrow stream failed after {rows} rows (error code {code}); what it says is not shown, since it may be data: read the source by itself to see the error"
    )
}

#[cold]
pub(super) fn released_stream() -> Text {
    say!(
        "Arrow-strömmen är redan släppt eller läst till slut; skapa den på nytt",
        "the Arrow stream has been released or read to its end already; make it anew"
    )
}

#[cold]
pub(super) fn no_table() -> Text {
    say!(
        "Arrow-data är en enda kolumn; ge en tabell, med en kolumn för varje fält",
        "the Arrow data are a single column; give a table, with a column for each field"
    )
}

#[cold]
pub(super) fn null_row() -> Text {
    say!(
        "raden är null i sin helhet; ta bort den, eller skriv null i dess kolumner om det är en post som inget är känt om",
        "the row is null as a whole; remove it, or write null in its columns if it is a record of which nothing is known"
    )
}

#[cold]
pub(super) fn too_deep() -> Text {
    say!(
        "kolumnen är nästlad djupare än {MOST_DEEP} nivåer; ta bort den, eller gör den plattare",
        "the column is nested more than {MOST_DEEP} levels deep; remove it, or make it flatter"
    )
}

#[cold]
pub(super) fn too_many_columns() -> Text {
    say!(
        "tabellen har fler än {MOST_COLUMNS} kolumner, med underkolumner; ta bort dem som inte är fält",
        "the table has more than {MOST_COLUMNS} columns, children included; remove those that are no fields"
    )
}

#[cold]
pub(super) fn unknown_type() -> Text {
    say!(
        "kolumnen har en typ som Arrow inte känner; gör om den, eller ta bort den",
        "the column has a type that Arrow does not know; convert it, or remove it"
    )
}

/// The error for a producer that violates the Arrow interface.
#[cold]
pub(super) fn not_by_the_interface((sv, en): (&str, &str)) -> Text {
    say!(
        "Arrow-data följer inte Arrows C-gränssnitt: {sv}; felet ligger i programmet som lämnar dem",
        "the Arrow data do not follow Arrow's C data interface: {en}; the fault lies in the program that hands them over"
    )
}

//! Messages about invalid files. They contain names of columns only, never the contents of a row.

use crate::data::record::is_a_name;
use crate::findings::diagnostic::nearest;
use crate::findings::error::size;
use crate::findings::text::{Lang, Text, say};

#[cold]
pub(super) fn open_quote() -> Text {
    say!(
        "ett citattecken öppnas på raden och stängs aldrig; kontrollera citattecknen i raden",
        "a quotation mark is opened on the row and never closed; check the quotation marks of the row"
    )
    .coded("syntax")
}

#[cold]
pub(super) fn after_quote() -> Text {
    say!(
        "det står något mer i en cell efter dess citattecken; ett citattecken inne i en cell skrivs två gånger, `\"\"`",
        "something follows the closing quotation mark of a cell; a quotation mark within a cell is written twice, `\"\"`"
    ).coded("syntax")
}

#[cold]
pub(super) fn row_too_long(most: u64) -> Text {
    let most = size(most);
    let (sv, en) = (most.get(Lang::Sv), most.get(Lang::En));
    say!(
        "raden är längre än {sv} (gränsen `record_bytes`); kontrollera att citattecknen i den stängs",
        "the row is longer than {en} (the limit `record_bytes`); check that its quotation marks are closed"
    )
    .coded("too_large")
}

#[cold]
pub(super) fn not_utf8() -> Text {
    say!(
        "raden är inte UTF-8, som filen i övrigt; spara hela filen i en och samma teckenkodning",
        "the row is not UTF-8, as the rest of the file is; save the whole file in one and the same encoding"
    )
    .coded("encoding")
}

#[cold]
pub(super) fn utf16() -> Text {
    say!(
        "filen är UTF-16; spara den som CSV i UTF-8 (i Excel: CSV UTF-8)",
        "the file is UTF-16; save it as CSV in UTF-8 (in Excel: CSV UTF-8)"
    )
}

#[cold]
pub(super) fn of_dos() -> Text {
    say!(
        "filen ser ut att ha en äldre teckenkodning, från DOS: å, ä och ö skulle bli andra tecken; spara den som CSV i UTF-8, eller säg i en karta att den är windows-1252",
        "the file looks as if it had an older encoding, of DOS: å, ä and ö would become other characters; save it as CSV in UTF-8, or say in a map that it is windows-1252"
    )
    .coded("encoding")
}

#[cold]
pub(super) fn of_macintosh() -> Text {
    say!(
        "filen ser ut att ha en äldre teckenkodning, från Macintosh: å, ä och ö skulle bli andra tecken; spara den som CSV i UTF-8, eller säg i en karta att den är windows-1252",
        "the file looks as if it had an older encoding, of Macintosh: å, ä and ö would become other characters; save it as CSV in UTF-8, or say in a map that it is windows-1252"
    )
    .coded("encoding")
}

#[cold]
pub(super) fn no_header() -> Text {
    say!(
        "filen är tom; första raden ska säga vad kolumnerna heter",
        "the file is empty; its first row must say what the columns are called"
    )
}

#[cold]
pub(super) fn other_width(cells: usize, header: usize) -> Text {
    if cells < header {
        say!(
            "raden har bara {cells} av rubrikradens {header} celler; en cell som är tom har sin avgränsare ändå",
            "the row has only {cells} of the header's {header} cells; an empty cell has its separator all the same"
        ).coded("width")
    } else {
        say!(
            "raden har {cells} celler men rubrikraden {header}; en cell med avgränsaren i sig skrivs inom citattecken",
            "the row has {cells} cells but the header {header}; a cell with the separator in it is put in quotation marks"
        ).coded("width")
    }
}

#[cold]
pub(super) fn same_column_twice(name: Option<&str>, first: usize, second: usize) -> Text {
    match name {
        Some(name) => say!(
            "två kolumner heter `{name}`; ge dem olika namn, eller ta bort den ena",
            "two columns are called `{name}`; give them different names, or remove one"
        )
        .coded("column_twice"),
        None => say!(
            "kolumnerna {first} och {second} heter likadant; ge dem olika namn, eller ta bort den ena",
            "columns {first} and {second} are called the same; give them different names, or remove one"
        )
        .coded("column_twice"),
    }
}

/// Of the names in the header only a similar one is repeated: in a file without a header they are data.
#[cold]
pub(super) fn no_column(name: &str, header: &[String]) -> Text {
    let names = header.iter().map(String::as_str).filter(|name| is_a_name(name));
    match nearest(name, names) {
        Some(near) => say!(
            "det finns ingen kolumn `{name}`; menades `{near}`? Vad kolumner heter kan sägas i en karta",
            "there is no column `{name}`; was `{near}` meant? What columns are called can be said in a map"
        )
        .coded("no_column"),
        None if header.len() == 1 => say!(
            "det finns ingen kolumn `{name}`: första raden har en enda cell; ta bort det som står ovanför rubrikraden, eller säg i en karta vad som skiljer cellerna åt",
            "there is no column `{name}`: the first row has a single cell; remove what stands above the header, or say in a map what separates the cells"
        )
        .coded("no_column"),
        None => {
            let columns = header.len();
            say!(
                "det finns ingen kolumn `{name}` bland de {columns} som första raden ger namn åt; vad kolumner heter kan sägas i en karta",
                "there is no column `{name}` among the {columns} that the first row names; what columns are called can be said in a map"
            ).coded("no_column")
        }
    }
}

#[cold]
pub(super) fn list_in_a_cell(name: &str) -> Text {
    say!(
        "kolumnen heter som en lista av poster, som inte ryms i celler; ge listan som en egen tabell, {name}=FIL, eller skriv `{name} = false` under [fält] i en karta om kolumnen är något annat",
        "the column is called as a list of records, which cells can't hold; give the list as a table of its own, {name}=FILE, or write `{name} = false` under [fields] in a map if the column is something else"
    ).coded("wrong_type")
}

#[cold]
pub(super) fn no_such_table(name: &str, lists: &[String]) -> Text {
    match nearest(name, lists.iter().map(String::as_str)) {
        Some(near) => say!(
            "listan `{name}` finns inte; menades `{near}`?",
            "there is no list `{name}`; was `{near}` meant?"
        ),
        None => {
            let lists = lists.join(", ");
            say!(
                "listan `{name}` finns inte; de som kan ges som egna tabeller är: {lists}",
                "there is no list `{name}`; those that can be given as tables are: {lists}"
            )
        }
    }
}

#[cold]
pub(super) fn table_twice(name: &str) -> Text {
    say!(
        "tabellen `{name}` ges två gånger; lägg alla rader i en fil",
        "the table `{name}` is given twice; put all rows in one file"
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
pub(super) fn without_person(rows: u64) -> Text {
    let (sv, en) = match rows {
        1 => ("en rad hör inte till någon".to_owned(), "one row belongs to none".to_owned()),
        rows => (
            format!("{rows} rader, den här först, hör inte till någon"),
            format!("{rows} rows, this one first, belong to none"),
        ),
    };
    say!(
        "{sv} av posterna: nyckeln saknas eller finns inte bland dem; lägg till posterna, eller hoppa över felen",
        "{en} of the records: the key is missing or is not among theirs; add the records, or skip errors"
    )
}

#[cold]
pub(super) fn changed() -> Text {
    say!(
        "filen ändrades medan den lästes; läs den igen när ingen skriver i den",
        "the file changed while it was read; read it again when nobody writes to it"
    )
}

#[cold]
pub(super) fn too_many_rows() -> Text {
    let most = u32::MAX;
    say!(
        "tabellen har för många rader för att läsas osorterad (högst {most}); sortera båda filerna efter nyckeln",
        "the table has too many rows to be read unsorted (at most {most}); sort both files by the key"
    )
}

#[cold]
pub(super) fn other_map() -> Text {
    say!(
        "kartan lästes för poster med andra fält; läs den igen för den här utgåvan",
        "the map was read for records with other fields; read it again for this edition"
    )
}

/// Adds the address of a cell to a message about it.
#[cold]
pub(super) fn at_cell(text: &Text, address: &str) -> Text {
    let (sv, en) = (text.get(Lang::Sv), text.get(Lang::En));
    say!("cell {address}: {sv}", "cell {address}: {en}").coded(text.code())
}

//! Messages about files.

use super::budget::{FREE_BYTES, MOST_BYTES_A_BYTE};
use super::source::{MOST_LIST_VALUES, MOST_PAGE_BYTES};
use crate::data::record::is_a_name;
use crate::findings::error::io_reason;
use crate::findings::text::{Lang, Text, say};
use std::io::ErrorKind;

/// Only the kind of failure is repeated: the system's message may contain a path.
#[cold]
pub(super) fn unreadable(kind: ErrorKind) -> Text {
    let reason = io_reason(kind);
    let (sv, en) = (reason.get(Lang::Sv), reason.get(Lang::En));
    say!(
        "data kunde inte läsas vidare ({sv}); kontrollera filen och försök igen",
        "the data could not be read further ({en}); check the file and try again"
    )
}

#[cold]
pub(super) fn damaged() -> Text {
    say!(
        "filen är skadad, avhuggen eller i ett annat format än det angivna; hämta eller skriv den på nytt",
        "the file is damaged, cut short or in another format than the one given; get or write it anew"
    )
}

#[cold]
pub(super) fn cut_short() -> Text {
    say!(
        "filen tar slut mitt i; hämta den igen i sin helhet",
        "the file ends in the middle; get it again as a whole"
    )
}

#[cold]
pub(super) fn not_arrow() -> Text {
    say!(
        "filen är inte i Arrows format; ange rätt format, eller skriv den på nytt som `.arrow` eller `.parquet`",
        "the file is not in Arrow's format; give the right format, or write it anew as `.arrow` or `.parquet`"
    )
}

#[cold]
pub(super) fn feather_1() -> Text {
    say!(
        "filen är Feather av version 1, som inte läses; skriv den på nytt som version 2 eller som Parquet",
        "the file is Feather of version 1, which is not read; write it anew as version 2 or as Parquet"
    )
}

#[cold]
pub(super) fn compression() -> Text {
    say!(
        "filen är packad med brotli eller lzo, som inte läses; skriv den på nytt med zstd, snappy, gzip eller lz4",
        "the file is compressed by brotli or lzo, which are not read; write it anew with zstd, snappy, gzip or lz4"
    )
}

#[cold]
pub(super) fn page_too_large() -> Text {
    let (mib, values) = (MOST_PAGE_BYTES >> 20, MOST_LIST_VALUES);
    say!(
        "filen har en sida (page) som uppges vara större än {mib} MiB uppackad, eller ha fler än {values} listelement; skriv den på nytt med mindre sidor och radgrupper",
        "the file has a page that is said to be larger than {mib} MiB when unpacked, or to have more than {values} list elements; write it anew with smaller pages and row groups"
    )
}

#[cold]
pub(super) fn batch_too_large() -> Text {
    say!(
        "filen har en batch som är större än 2 GiB; skriv den på nytt i mindre batcher, till exempel 64 000 rader",
        "the file has a batch larger than 2 GiB; write it anew in smaller batches, for example of 64 000 rows"
    )
}

#[cold]
pub(super) fn unpacks_too_large() -> Text {
    let (mib, times) = (FREE_BYTES >> 20, MOST_BYTES_A_BYTE);
    say!(
        "filen är mer än {mib} MiB och {times} gånger så stor uppackad; skriv den på nytt utan packning",
        "the file is more than {mib} MiB and {times} times as large when it is unpacked; write it anew uncompressed"
    )
}

#[cold]
pub(super) fn too_many_elements() -> Text {
    say!(
        "filens listor har fler element än en fil av den storleken kan ha; kontrollera hur den skapades",
        "the lists of the file have more elements than a file of that size can have; check how it was made"
    )
}

#[cold]
pub(super) fn without_key(name: &str) -> Text {
    say!(
        "det finns ingen kolumn `{name}` med posternas nyckel, eller inget i den; vad den heter kan sägas i en karta",
        "there is no column `{name}` with the key of the records, or nothing in it; what it is called can be said in a map"
    )
}

#[cold]
pub(super) fn table_twice(name: &str) -> Text {
    let name = if is_a_name(name) { name } else { "…" };
    say!(
        "tabellen `{name}` är given två gånger; ge den en gång",
        "the table `{name}` is given twice; give it once"
    )
}

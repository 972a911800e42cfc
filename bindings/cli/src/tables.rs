//! Tables in Parquet and Arrow files. They account for half of the command line's compile time, so they can be left out
//! (feature `parquet`); opening one then fails with a message.

#[cfg(feature = "parquet")]
pub(crate) use kvinnofrid::arrow::files::{FileFormat, FileOptions, FileTable, write_sample};

#[cfg(not(feature = "parquet"))]
pub(crate) use absent::{FileFormat, FileOptions, FileTable, add_to_draft, write_sample};

/// Adds the columns of a table to the draft of a map: see `Draft::add_table`.
#[cfg(feature = "parquet")]
pub(crate) fn add_to_draft(
    draft: &mut kvinnofrid::map::Draft,
    list: Option<&str>,
    name: &str,
    table: FileTable<'_>,
) -> Result<(), kvinnofrid::error::InputError> {
    draft.add_table(list, name, table)
}

/// A substitute for `kvinnofrid::arrow::files`, with the same names and no table that can be opened.
#[cfg(not(feature = "parquet"))]
mod absent {
    use crate::say::say;
    use kvinnofrid::error::{Error, InputError};
    use kvinnofrid::input::JsonRecords;
    use kvinnofrid::map::{Draft, Map};
    use kvinnofrid::options::OnError;
    use kvinnofrid::sample::Sample;
    use kvinnofrid::schema::Schema;
    use std::io::{Empty, Read, Seek, Write};
    use std::marker::PhantomData;
    use std::sync::Arc;

    #[derive(Clone, Copy, PartialEq)]
    pub(crate) enum FileFormat {
        Parquet,
        Arrow,
    }

    impl FileFormat {
        pub(crate) fn from_extension(extension: &str) -> Option<Self> {
            match extension.to_ascii_lowercase().as_str() {
                "parquet" | "pq" => Some(Self::Parquet),
                "arrow" | "arrows" | "ipc" | "feather" => Some(Self::Arrow),
                _ => None,
            }
        }
    }

    pub(crate) enum Never {}

    pub(crate) struct FileTable<'a>(Never, PhantomData<&'a ()>);

    pub(crate) struct FileOptions<'a> {
        #[expect(dead_code, reason = "no table is opened")]
        pub(crate) map: Option<Arc<Map>>,
        #[expect(dead_code, reason = "no table is opened")]
        pub(crate) tables: Vec<(String, FileTable<'a>)>,
        #[expect(dead_code, reason = "no table is opened")]
        pub(crate) on_error: OnError,
    }

    impl<'a> FileTable<'a> {
        pub(crate) fn parquet(_: impl Read + Seek + Send + 'static) -> Result<Self, InputError> {
            Err(not_built())
        }

        pub(crate) fn arrow(_: impl Read + Seek + Send + 'static) -> Result<Self, InputError> {
            Err(not_built())
        }

        pub(crate) fn arrow_stream(_: impl Read + 'a) -> Result<Self, InputError> {
            Err(not_built())
        }

        pub(crate) fn records(
            self,
            _: &Schema,
            _: FileOptions<'a>,
        ) -> Result<JsonRecords<Empty>, InputError> {
            match self.0 {}
        }
    }

    pub(crate) fn write_sample(
        _: &Sample,
        _: &Schema,
        _: FileFormat,
        _: &mut dyn Write,
    ) -> Result<(), Error> {
        Err(not_built().into())
    }

    pub(crate) fn add_to_draft(
        _: &mut Draft,
        _: Option<&str>,
        _: &str,
        FileTable(never, _): FileTable<'_>,
    ) -> Result<(), InputError> {
        match never {}
    }

    fn not_built() -> InputError {
        InputError::new(say!(
            "det här programmet är byggt utan Parquet och Arrow; `cargo install --path bindings/cli` bygger det med dem",
            "this program was built without Parquet and Arrow; `cargo install --path bindings/cli` builds it with them"
        ))
    }
}

//! Errors of calls, owned by the host.

use crate::handle::{Handle, Kind, Owned};
use crate::status::{
    KVF_ARGUMENT, KVF_BUSY, KVF_CANCELLED, KVF_EVALUATE, KVF_INPUT, KVF_INTERNAL, KVF_LIMIT, KVF_RULES,
};
use crate::text::{KVF_LANG_EN, Terminated, kvf_text};
use kvinnofrid::diagnostic::render::{Format, RenderOptions, render};
use kvinnofrid::text::Text;
use kvinnofrid::{Error, Lang, Rules};

/// The result of a call, with the error that is returned to the host.
pub(crate) type Answer<T> = Result<T, Box<kvf_error>>;

/// A message in both languages.
macro_rules! say {
    ($sv:literal, $en:literal $(,)?) => {
        kvinnofrid::text::Text::new(format!($sv), format!($en))
    };
}
pub(crate) use say;

/// Why a call failed: a status, a message in Swedish and English, and the location if known. Never contains a value of a
/// record.
#[derive(Debug)]
pub struct kvf_error {
    status: i32,
    message: InBoth,
    row: u64,
    field: Option<Terminated>,
    argument: Option<Terminated>,
    findings: Option<InBoth>,
}

impl Kind for kvf_error {
    const NAME: &'static str = "kvf_error";
}

#[derive(Debug)]
struct InBoth {
    sv: Terminated,
    en: Terminated,
}

impl InBoth {
    fn new(of: impl Fn(Lang) -> String) -> Self {
        Self { sv: Terminated::message(&of(Lang::Sv)), en: Terminated::message(&of(Lang::En)) }
    }

    fn view(&self, lang: i32) -> kvf_text {
        if lang == KVF_LANG_EN { self.en.view() } else { self.sv.view() }
    }
}

impl kvf_error {
    fn new(status: i32, message: impl Fn(Lang) -> String) -> Box<Self> {
        let message = InBoth::new(message);
        Box::new(Self { status, message, row: 0, field: None, argument: None, findings: None })
    }

    fn with_text(status: i32, text: &Text) -> Box<Self> {
        Self::new(status, |lang| text.get(lang).to_owned())
    }

    #[allow(clippy::needless_pass_by_value, reason = "a message is built where it is used")]
    pub(crate) fn argument(text: Text) -> Box<Self> {
        Self::with_text(KVF_ARGUMENT, &text)
    }

    pub(crate) fn internal(what: &str) -> Box<Self> {
        // Why it cannot happen is said where it is called.
        Error::Internal(what.to_owned()).into()
    }

    /// `here`: the handle is in use by this thread.
    pub(crate) fn busy(name: &str, here: bool) -> Box<Self> {
        let text = if here {
            say!(
                "`{name}` används av ett anrop som denna tråd redan är i: en återanropsfunktion får inte använda anropets egna \
                 handtag; har en lämnat anropet med longjmp() eller ett undantag är handtaget förlorat",
                "`{name}` is in use by a call that this thread is in already: a callback may not use the handles of its own \
                 call; where one has left the call by longjmp() or an exception, the handle is lost"
            )
        } else {
            say!(
                "`{name}` används av en annan tråd; ge varje tråd sitt eget",
                "`{name}` is in use by another thread; give each thread its own"
            )
        };
        Self::with_text(KVF_BUSY, &text)
    }

    /// A workbook is asked of a library that was built without Excel.
    #[cfg(not(feature = "excel"))]
    pub(crate) fn without_excel() -> Box<Self> {
        Self::argument(say!(
            "biblioteket är byggt utan Excel; bygg det med `--features excel`",
            "the library was built without Excel; build it with `--features excel`"
        ))
    }

    /// An allocation for the result of a call failed.
    pub(crate) fn no_memory() -> Box<Self> {
        Self::with_text(
            KVF_LIMIT,
            &say!(
                "minnet räcker inte till svaret; ge färre poster åt gången",
                "there is not enough memory for the answer; give fewer records at a time"
            ),
        )
    }

    /// Returns the message.
    pub(crate) fn text(&self, lang: i32) -> String {
        let message = if lang == KVF_LANG_EN { &self.message.en } else { &self.message.sv };
        String::from_utf8_lossy(message.bytes()).into_owned()
    }

    pub(crate) fn cancelled() -> Box<Self> {
        Self::with_text(KVF_CANCELLED, &say!("avbrutet av anroparen", "cancelled by the caller"))
    }

    /// Wraps an error, with its findings rendered with excerpts of `rules` where it is about rule files.
    #[allow(clippy::needless_pass_by_value, reason = "the end of an error's way")]
    pub(crate) fn of(error: Error, rules: &Rules) -> Box<Self> {
        let (findings, sources) =
            (if let Error::Rules(findings) = &error { Some(findings) } else { None }, rules.sources());
        let drawn = findings.map(|findings| {
            InBoth::new(|lang| {
                render(
                    findings,
                    sources,
                    RenderOptions { lang, format: Format::Json, ..RenderOptions::default() },
                )
            })
        });
        let mut made: Box<Self> = error.into();
        made.findings = drawn;
        made
    }

    pub(crate) fn status(&self) -> i32 {
        self.status
    }
}

impl From<Error> for Box<kvf_error> {
    fn from(error: Error) -> Self {
        let (status, row, field, argument) = match &error {
            Error::Rules(_) => (KVF_RULES, None, None, None),
            Error::Input(e) => (KVF_INPUT, e.row(), e.field(), None),
            Error::Evaluate(e) => (KVF_EVALUATE, e.row(), None, None),
            Error::Limit(e) => (KVF_LIMIT, e.row(), e.field(), None),
            Error::Argument(e) => (KVF_ARGUMENT, None, None, Some(e.argument())),
            _ => (KVF_INTERNAL, None, None, None),
        };
        let mut made = kvf_error::new(status, |lang| error.message(lang));
        made.row = row.unwrap_or(0);
        made.field = field.map(Terminated::message);
        made.argument = argument.map(Terminated::message);
        made
    }
}

/// Returns the status of the failed call; KVF_OK for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_error_status(error: Handle<'_, kvf_error>) -> i32 {
    error.get().map_or(crate::status::KVF_OK, kvf_error::status)
}

/// Returns what is wrong and what to do about it, in KVF_LANG_SV or KVF_LANG_EN; any other `lang` is Swedish.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_error_message(error: Handle<'_, kvf_error>, lang: i32) -> kvf_text {
    error.get().map_or(kvf_text::NONE, |error| error.message.view(lang))
}

/// Returns the row of the data, counted from 1: the line in NDJSON, the position in a JSON list. 0 if unknown.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_error_row(error: Handle<'_, kvf_error>) -> u64 {
    error.get().map_or(0, |error| error.row)
}

/// Returns the path of the field, such as `insatser[2].erbjuden` (elements counted from 0); empty if unknown.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_error_field(error: Handle<'_, kvf_error>) -> kvf_text {
    error.get().and_then(|error| error.field.as_ref()).map_or(kvf_text::NONE, Terminated::view)
}

/// Returns the name of the invalid argument, such as `period`; empty if unknown.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_error_argument(error: Handle<'_, kvf_error>) -> kvf_text {
    error.get().and_then(|error| error.argument.as_ref()).map_or(kvf_text::NONE, Terminated::view)
}

/// Returns, for KVF_RULES, every finding in the rule files, in the format of kvf_rules_check_json(); otherwise empty.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_error_findings_json(error: Handle<'_, kvf_error>, lang: i32) -> kvf_text {
    error
        .get()
        .and_then(|error| error.findings.as_ref())
        .map_or(kvf_text::NONE, |findings| findings.view(lang))
}

/// Frees `error`; not one that kvf_rejected_reason() returned.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_error_free(error: Owned<kvf_error>) {
    error.free();
}

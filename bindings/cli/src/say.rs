//! The command line's own messages, in both languages at once, as in the engine.

use kvinnofrid::text::Lang;

/// Builds a [`Text`](kvinnofrid::text::Text) from a Swedish and an English format string; names are captured in place.
macro_rules! say {
    ($sv:literal, $en:literal $(,)?) => {
        kvinnofrid::text::Text::new(format!($sv), format!($en))
    };
}
pub(crate) use say;

/// A fixed text in Swedish and English.
pub(crate) type Both = (&'static str, &'static str);

/// Returns the text in `lang`.
pub(crate) fn pick(lang: Lang, (sv, en): Both) -> &'static str {
    match lang {
        Lang::Sv => sv,
        Lang::En => en,
    }
}

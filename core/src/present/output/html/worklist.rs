//! A worklist as a page.

use super::{Escaped, fragment, notes, page, sheet};
use crate::figures::worklist::Worklist;
use crate::findings::text::Lang;
use crate::present::output::table::reason;
use crate::present::output::worklist::{figures, jobs, title};

/// Renders a worklist: what to complete, in order, and what the figures become.
#[must_use]
pub fn worklist(list: &Worklist, lang: Lang) -> String {
    let mut html = format!("<div class=\"h\">{}</div>", Escaped(title(list).get(lang)));
    html.push_str(&format!("<div class=\"m\">{}</div>", Escaped(list.rule().get(lang))));
    let silent: Vec<_> = list.not_available.iter().map(reason).collect();
    html.push_str(&notes(silent.iter().map(|text| text.get(lang))));
    html.push_str(&sheet(&jobs(list, lang), lang));
    html.push_str(&sheet(&figures(list, lang), lang));
    fragment(&html, lang)
}

/// Renders a worklist as a whole page.
#[must_use]
pub fn worklist_page(list: &Worklist, lang: Lang) -> String {
    page(title(list).get(lang), &worklist(list, lang), lang)
}

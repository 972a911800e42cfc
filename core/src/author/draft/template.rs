//! The files of an edition from nothing: one target group, goal, indicator, reading and examples, to be replaced.

use super::New;

/// Returns the files: name and text.
pub(super) fn files(new: &New<'_>) -> Vec<(String, String)> {
    let year = new.in_force.start.ymd().0;
    let values = [
        ("{ID}", format!("{}@{}", new.programme, new.edition)),
        ("{FÖRSTA}", new.in_force.start.to_string()),
        ("{SISTA}", new.in_force.end.to_string()),
        ("{ÅR}", year.to_string()),
        ("{FÖDD}", (year - 30).to_string()),
        ("{BARN}", (year - 10).to_string()),
    ];
    let filled =
        |text: &str| values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value));
    FILES.iter().map(|(name, text)| ((*name).to_owned(), filled(text))).collect()
}

const FILES: &[(&str, &str)] = &[
    ("00-utgava.rhai", include_str!("template/00-utgava.rhai.in")),
    ("10-tolkningar.rhai", include_str!("template/10-tolkningar.rhai.in")),
    ("20-malgrupper.rhai", include_str!("template/20-malgrupper.rhai.in")),
    ("30-mal.rhai", include_str!("template/30-mal.rhai.in")),
    ("40-indikatorer.rhai", include_str!("template/40-indikatorer.rhai.in")),
    ("90-exempel.exempel.rhai", include_str!("template/90-exempel.exempel.rhai.in")),
];

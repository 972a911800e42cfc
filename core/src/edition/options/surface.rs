//! What each option is called where it is given: one table, which the tests of every surface are held against.

/// An option of a call, and its names.
#[derive(Clone, Copy, Debug)]
pub struct Named {
    /// The field of [`Options`](super::Options), or of what goes with it.
    pub field: &'static str,
    /// The functions of the C header that set it.
    pub c: &'static [&'static str],
    /// The keyword argument in Python; none where it is given in another way.
    pub python: Option<&'static str>,
    /// The option of the command line, without its dashes; none where it is given in another way.
    pub command_line: Option<&'static str>,
    /// The verbs that take it: on the command line, and as methods of a programme in Python.
    pub verbs: &'static [&'static str],
}

const fn named(
    field: &'static str,
    c: &'static [&'static str],
    python: &'static str,
    command_line: &'static str,
    verbs: &'static [&'static str],
) -> Named {
    Named { field, c, python: Some(python), command_line: Some(command_line), verbs }
}

const ALL: &[&str] = &["classify", "explain", "report"];
const COUNTED: &[&str] = &["report"];
const CLASSIFIED: &[&str] = &["classify"];

/// Every option of a call.
pub const OPTIONS: &[Named] = &[
    named("periods", &["kvf_options_add_period"], "period", "period", ALL),
    named("on", &["kvf_options_set_on"], "on", "on", ALL),
    named("by", &["kvf_options_add_by"], "by", "by", COUNTED),
    named("indicators", &["kvf_options_add_indicator"], "indicators", "indicator", COUNTED),
    named("without_totals", &["kvf_options_set_totals"], "totals", "no-totals", COUNTED),
    named("readings", &["kvf_options_set_reading"], "readings", "reading", ALL),
    // `readings="*"` and `--reading '*'`.
    named("every_alternative", &["kvf_options_set_every_alternative"], "readings", "reading", COUNTED),
    named("with", &["kvf_options_set_with"], "with_", "with", CLASSIFIED),
    named("why", &["kvf_options_set_why"], "why", "why", CLASSIFIED),
    named("on_error", &["kvf_options_set_on_error"], "on_error", "on-error", &["classify", "report"]),
    named("assume_unique", &["kvf_options_set_assume_unique"], "assume_unique", "assume-unique", COUNTED),
    named("threads", &["kvf_options_set_threads"], "threads", "threads", &["classify", "report"]),
    named("map", &["kvf_options_set_map"], "map", "map", ALL),
    named("bridge", &["kvf_options_set_bridge"], "bridge", "bridge", COUNTED),
    named("subjects", &["kvf_options_add_subject"], "of", "of", &["explain"]),
    named(
        "show_sensitive",
        &["kvf_options_set_show_sensitive"],
        "show_sensitive",
        "show-sensitive",
        &["explain"],
    ),
    // On the command line, JSON has what is missing without being asked, and an interrupt needs no callback.
    Named {
        field: "missing",
        c: &["kvf_options_set_missing"],
        python: Some("missing"),
        command_line: None,
        verbs: CLASSIFIED,
    },
    // In Python, a report is protected once it is there: `report.protect(…)`.
    Named {
        field: "protect",
        c: &["kvf_options_set_protect"],
        python: None,
        command_line: Some("protect"),
        verbs: COUNTED,
    },
    Named { field: "cancel", c: &["kvf_options_set_cancel"], python: None, command_line: None, verbs: &[] },
    // Warnings are Python's own there, and on standard error on the command line.
    Named { field: "log", c: &["kvf_options_set_log"], python: None, command_line: None, verbs: &[] },
];

#[cfg(test)]
mod tests {
    use super::OPTIONS;
    use crate::Options;

    #[test]
    fn every_field_of_the_options_is_in_the_table() {
        // A new field stops this from compiling until it is named here, and in the table.
        let Options {
            periods: _,
            on: _,
            by: _,
            indicators: _,
            without_totals: _,
            readings: _,
            with: _,
            why: _,
            every_alternative: _,
            on_error: _,
            assume_unique: _,
            threads: _,
            map: _,
        } = Options::default();
        let fields = [
            "periods",
            "on",
            "by",
            "indicators",
            "without_totals",
            "readings",
            "with",
            "why",
            "every_alternative",
            "on_error",
            "assume_unique",
            "threads",
            "map",
        ];
        for field in fields {
            assert!(OPTIONS.iter().any(|option| option.field == field), "{field}");
        }
    }
}

//! The name of each option in each interface: one table, which the tests of every interface are checked against.

/// An option and its names.
#[derive(Clone, Copy, Debug)]
pub struct Named {
    /// The field of [`Options`](super::Options), or of a companion type.
    pub field: &'static str,
    /// The functions of the C header that set it.
    pub c: &'static [&'static str],
    /// The keyword argument in Python; `None` if it is given in another way.
    pub python: Option<&'static str>,
    /// The command-line option, without its dashes; `None` if it is given in another way.
    pub command_line: Option<&'static str>,
    /// The verbs that accept it: subcommands, and methods of a programme in Python.
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
    // On the command line, JSON output always contains what is missing, and an interrupt needs no callback.
    Named {
        field: "missing",
        c: &["kvf_options_set_missing"],
        python: Some("missing"),
        command_line: None,
        verbs: CLASSIFIED,
    },
    // In Python, a report is protected after it is built: `report.protect(…)`.
    Named {
        field: "protect",
        c: &["kvf_options_set_protect"],
        python: None,
        command_line: Some("protect"),
        verbs: COUNTED,
    },
    Named { field: "cancel", c: &["kvf_options_set_cancel"], python: None, command_line: None, verbs: &[] },
    // Python uses its own warnings, and the command line standard error.
    Named { field: "log", c: &["kvf_options_set_log"], python: None, command_line: None, verbs: &[] },
];

#[cfg(test)]
mod tests {
    use super::OPTIONS;
    use crate::Options;

    #[test]
    fn every_field_of_the_options_is_in_the_table() {
        // Exhaustive: a new field does not compile until it is added here and to the table.
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

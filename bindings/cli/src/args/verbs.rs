//! The verbs and their options.

use super::Describe;
use super::texts::{self, Verb};
use crate::say::{Both, pick};
use clap::{Arg, ArgAction, Command, value_parser};
use std::path::PathBuf;

/// Builds every verb, in the order of the help.
pub(super) fn all(describe: Describe) -> Vec<Command> {
    let on = describe.option("on", ("DATUM", "DATE"), texts::ON);
    let check = describe
        .verb("check", &texts::CHECK)
        .arg(
            describe
                .place("path", ("SÖKVÄG", "PATH"), texts::CHECK_PATH)
                .num_args(0..)
                .value_parser(value_parser!(PathBuf))
                .conflicts_with("rules"),
        )
        .arg(describe.rules())
        .arg(describe.format(&["text", "concise", "json"], texts::CHECK_FORMAT))
        .arg(describe.output())
        .arg(
            describe
                .option("explain", ("KOD", "CODE"), texts::EXPLAIN)
                .num_args(0..=1)
                .conflicts_with_all(["path", "rules", "format"]),
        );
    let test = describe
        .verb("test", &texts::TEST)
        .arg(
            describe
                .place("path", ("SÖKVÄG", "PATH"), texts::TEST_PATH)
                .num_args(0..)
                .value_parser(value_parser!(PathBuf))
                .conflicts_with("rules"),
        )
        .arg(describe.rules())
        .arg(describe.format(&["text", "concise", "json"], texts::CHECK_FORMAT))
        .arg(describe.output());
    let programmes = describe
        .verb("programmes", &texts::PROGRAMMES)
        .arg(on.clone())
        .arg(describe.option("programme", ("ID[@UTGÅVA]", "ID[@EDITION]"), texts::ONE_PROGRAMME))
        .arg(describe.reading())
        .arg(describe.rules())
        .arg(describe.format(&["text", "json", "html"], texts::TEXT_OR_JSON))
        .arg(describe.output());
    let readings = describe
        .edition(describe.verb("readings", &texts::READINGS))
        .arg(
            describe
                .place("edition", ("ID[@UTGÅVA]", "ID[@EDITION]"), texts::EDITION)
                .conflicts_with("programme"),
        )
        .arg(describe.format(&["text", "json", "html"], texts::TEXT_OR_JSON))
        .arg(describe.output());
    let schema = describe
        .edition(describe.verb("schema", &texts::SCHEMA))
        .arg(describe.format(&["text", "json"], texts::SCHEMA_FORMAT))
        .arg(
            describe
                .option("draft-map", ("FIL", "FILE"), texts::DRAFT_MAP)
                .value_parser(value_parser!(PathBuf))
                .conflicts_with("format"),
        )
        .arg(describe.table().requires("draft-map"))
        .arg(describe.output());
    let classify = describe
        .edition(describe.data(describe.verb("classify", &texts::CLASSIFY), texts::FILE, false))
        .arg(describe.reading())
        .arg(describe.threads())
        .arg(describe.option("with", ("VAD", "WHAT"), texts::WITH).action(ArgAction::Append))
        .arg(describe.flag("why", texts::WHY))
        .arg(describe.format(&["json", "text", "html"], texts::JSON_OR_TEXT))
        .arg(describe.output());
    let explain = describe
        .edition(describe.data(describe.verb("explain", &texts::EXPLAIN_RECORD), texts::FILE, false))
        .arg(describe.option("record", ("ID", "ID"), texts::RECORD).required(true))
        .arg(describe.option("of", ("ID", "ID"), texts::OF).action(ArgAction::Append))
        .arg(describe.flag("show-sensitive", texts::SHOW_SENSITIVE))
        .arg(describe.reading())
        .arg(describe.format(&["text", "json", "html"], texts::TEXT_OR_JSON))
        .arg(describe.output());
    let report = describe
        .edition(describe.data(describe.verb("report", &texts::REPORT), texts::FILES, true))
        .arg(describe.option("by", ("FÄLT", "FIELD"), texts::BY).action(ArgAction::Append))
        .arg(describe.option("indicator", ("ID", "ID"), texts::INDICATOR).action(ArgAction::Append))
        .arg(describe.flag("no-totals", texts::NO_TOTALS))
        .arg(describe.reading())
        .arg(
            describe
                .option("bridge", ("PERIOD", "PERIOD"), texts::BRIDGE)
                .num_args(0..=1)
                .require_equals(true)
                .conflicts_with("partial"),
        )
        .arg(describe.flag("assume-unique", texts::ASSUME_UNIQUE))
        .arg(describe.threads())
        .arg(describe.format(&["text", "json", "csv", "html"], texts::REPORT_FORMAT))
        .arg(describe.flag("excel", texts::EXCEL))
        .arg(
            describe
                .option("published", ("FIL", "FILE"), texts::PUBLISHED)
                .value_parser(value_parser!(PathBuf))
                .conflicts_with("partial"),
        )
        .arg(describe.option("published-for", ("KOD", "CODE"), texts::PUBLISHED_FOR).requires("published"))
        .arg(
            describe
                .option("population", ("[ÅR=]ANTAL", "[YEAR=]NUMBER"), texts::POPULATION)
                .action(ArgAction::Append)
                .requires("published"),
        )
        .arg(describe.flag("csvw", texts::CSVW).requires("output").conflicts_with("partial"))
        .arg(describe.arrange())
        .arg(
            describe
                .flag("partial", texts::PARTIAL)
                .conflicts_with_all(["format", "excel", "arrange", "protect"]),
        )
        .args(describe.protect())
        .arg(describe.output());
    let merge = describe
        .verb("merge", &texts::MERGE)
        .arg(describe.files(texts::PARTIALS, true))
        .arg(describe.format(&["text", "json", "csv", "html"], texts::REPORT_FORMAT))
        .arg(describe.flag("excel", texts::EXCEL))
        .arg(describe.arrange())
        .args(describe.protect())
        .arg(describe.output());
    let ledger = describe
        .verb("ledger", &texts::LEDGER)
        .arg(
            describe
                .place("ledger", ("LIGGARE", "LEDGER"), texts::LEDGER_PLACE)
                .required(true)
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            describe
                .option("audit", ("RAPPORT", "REPORT"), texts::AUDIT)
                .action(ArgAction::Append)
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            describe
                .option("allow", ("PERIOD", "PERIOD"), texts::ALLOW)
                .requires("reason")
                .conflicts_with_all(["audit", "format"]),
        )
        .arg(describe.option("reason", ("TEXT", "TEXT"), texts::REASON).requires("allow"))
        .arg(describe.format(&["text", "json"], texts::TEXT_OR_JSON).conflicts_with("audit"))
        .arg(describe.output());
    let verify = describe
        .verb("verify", &texts::VERIFY)
        .arg(
            describe
                .place("report", ("RAPPORT", "REPORT"), texts::CLAIM)
                .required(true)
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(describe.files(texts::FILES, true))
        .arg(describe.input_format())
        .arg(describe.table())
        .arg(describe.map())
        .arg(describe.threads())
        .arg(describe.rules())
        .arg(describe.output());
    let number = |name, help| describe.option(name, ("N", "N"), help);
    let sample = describe
        .verb("sample", &texts::SAMPLE)
        .arg(describe.place("persons", ("N", "N"), texts::PERSONS).value_parser(value_parser!(u64)))
        .arg(number("seed", texts::SEED).value_parser(value_parser!(u64)))
        .arg(describe.option("from", ("DATUM", "DATE"), texts::FROM))
        .arg(describe.option("to", ("DATUM", "DATE"), texts::TO))
        .arg(number("affected", texts::AFFECTED).value_parser(value_parser!(u64)))
        .arg(number("missing", texts::MISSING).value_parser(value_parser!(u64)))
        .arg(number("border", texts::BORDER).value_parser(value_parser!(u64)))
        .arg(describe.option("district", ("NAMN", "NAME"), texts::DISTRICT).action(ArgAction::Append))
        .arg(describe.format(&["ndjson", "parquet", "arrow"], texts::SAMPLE_FORMAT))
        .arg(describe.output());
    vec![programmes, readings, check, test, classify, explain, report, merge, ledger, verify, schema, sample]
}

impl Describe {
    fn verb(self, name: &'static str, texts: &Verb) -> Command {
        let lang = self.lang;
        let more = format!("{}\n\n{}", pick(lang, texts.example), pick(lang, texts.exit));
        let short = format!(
            "{} kvinnofrid {name} --help",
            pick(lang, ("Exempel och slutkoder:", "Examples and exit codes:"))
        );
        Command::new(name)
            .about(pick(lang, texts.about))
            .override_usage(pick(lang, texts.usage))
            .after_help(short)
            .after_long_help(more)
    }

    fn rules(self) -> Arg {
        self.option("rules", ("MAPP", "FOLDER"), texts::RULES).value_parser(value_parser!(PathBuf))
    }

    fn output(self) -> Arg {
        self.option("output", ("FIL", "FILE"), texts::OUTPUT).value_parser(value_parser!(PathBuf))
    }

    /// Builds `--format`; the first format is the default.
    fn format(self, formats: &[&'static str], help: Both) -> Arg {
        self.option("format", ("FORMAT", "FORMAT"), help).value_parser(formats.to_vec())
    }

    /// Builds `--arrange`, whose values are words of rule files, in either language.
    fn arrange(self) -> Arg {
        self.option("arrange", ("ORDNING", "ORDER"), texts::ARRANGE).value_parser(["mål", "goal", "rbs"])
    }

    /// Builds the options for protecting published figures.
    fn protect(self) -> [Arg; 3] {
        [
            self.option("protect", ("SKYDD", "METHOD"), texts::PROTECT),
            self.option("key-file", ("FIL", "FILE"), texts::KEY_FILE)
                .value_parser(value_parser!(PathBuf))
                .requires("protect"),
            self.option("ledger", ("FIL", "FILE"), texts::LEDGER_FILE)
                .value_parser(value_parser!(PathBuf))
                .requires("protect"),
        ]
    }

    fn table(self) -> Arg {
        self.option("table", ("LISTA=FIL", "LIST=FILE"), texts::TABLE).action(ArgAction::Append)
    }

    fn map(self) -> Arg {
        self.option("map", ("FIL", "FILE"), texts::MAP).value_parser(value_parser!(PathBuf))
    }

    fn threads(self) -> Arg {
        self.option("threads", ("N", "N"), texts::THREADS).value_parser(value_parser!(u64))
    }

    fn reading(self) -> Arg {
        self.option("reading", ("TOLKNING=ALTERNATIV", "READING=ALTERNATIVE"), texts::READING)
            .action(ArgAction::Append)
    }

    /// Adds the arguments that select an edition.
    fn edition(self, verb: Command) -> Command {
        verb.arg(self.option("programme", ("ID[@UTGÅVA]", "ID[@EDITION]"), texts::PROGRAMME))
            .arg(self.option("on", ("DATUM", "DATE"), texts::ON))
            .arg(self.option("period", ("PERIOD", "PERIOD"), texts::PERIOD).action(ArgAction::Append))
            .arg(self.rules())
    }

    /// Adds the arguments for data files.
    fn data(self, verb: Command, help: Both, several: bool) -> Command {
        verb.arg(self.files(help, several))
            .arg(self.input_format())
            .arg(self.table())
            .arg(self.map())
            .arg(self.option("on-error", ("VAD", "WHAT"), texts::ON_ERROR).value_parser(["stop", "skip"]))
    }

    fn files(self, help: Both, several: bool) -> Arg {
        self.place("file", ("FIL", "FILE"), help)
            .required(true)
            .num_args(if several { 1..=usize::MAX } else { 1..=1 })
            .value_parser(value_parser!(PathBuf))
    }

    fn input_format(self) -> Arg {
        self.option("input-format", ("FORMAT", "FORMAT"), texts::INPUT_FORMAT)
            .value_parser(["ndjson", "json", "csv", "parquet", "arrow"])
    }
}

//! The verbs and their options.

use super::Describe;
use super::texts::{self, Verb};
use crate::say::{Both, pick};
use clap::{Arg, ArgAction, Command, value_parser};
use kvinnofrid::options::{Named, OPTIONS, Takes};
use std::path::PathBuf;

/// Builds every verb, in the order of the help.
pub(super) fn all(describe: Describe) -> Vec<Command> {
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
        .arg(describe.flag("coverage", texts::COVERAGE))
        .arg(describe.flag("mutate", texts::MUTATE))
        .arg(describe.format(&["text", "concise", "json", "rhai"], texts::TEST_FORMAT))
        .arg(describe.output());
    let example = describe
        .verb("example", &texts::EXAMPLE)
        .arg(describe.files(texts::FILE, false).required(false).required_unless_present("from"))
        .arg(
            describe
                .option("record", ("ID", "ID"), texts::EXAMPLE_RECORD)
                .required_unless_present("from")
                .requires("file"),
        )
        .arg(describe.option("name", ("NAMN", "NAME"), texts::EXAMPLE_NAME).conflicts_with("from"))
        .arg(
            describe
                .option("of", ("ID", "ID"), texts::EXAMPLE_OF)
                .action(ArgAction::Append)
                .conflicts_with("from"),
        )
        .arg(
            describe
                .option("from", ("FIL", "FILE"), texts::EXAMPLE_FROM)
                .value_parser(value_parser!(PathBuf))
                .conflicts_with_all(["file", "record"]),
        )
        .arg(describe.input_format())
        .arg(describe.table())
        .arg(describe.programme())
        .arg(describe.rules())
        .args(
            ["on", "periods", "readings", "map", "on_error"]
                .into_iter()
                .filter_map(|field| describe.option_of_calls(field)),
        )
        .arg(describe.output());
    let new = describe
        .verb("new", &texts::NEW)
        .arg(
            describe
                .place("edition", ("PROGRAM@UTGÅVA", "PROGRAMME@EDITION"), texts::NEW_EDITION)
                .required(true),
        )
        .arg(describe.rules().help(pick(describe.lang, texts::NEW_RULES)).required(true))
        .arg(describe.option("from", ("UTGÅVA", "EDITION"), texts::NEW_FROM));
    let fmt = describe
        .verb("fmt", &texts::FMT)
        .arg(
            describe
                .place("path", ("SÖKVÄG", "PATH"), texts::FMT_PATH)
                .num_args(0..)
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(describe.flag("check", texts::FMT_CHECK));
    let rule_set = |name, value, help| describe.place(name, value, help).required(true);
    let with_data = |field| describe.option_of_calls(field).map(|option| option.requires("file"));
    let diff = describe
        .verb("diff", &texts::DIFF)
        .arg(rule_set("old", ("GAMMALT", "OLD"), texts::DIFF_OLD))
        .arg(rule_set("new", ("NYTT", "NEW"), texts::DIFF_NEW))
        .arg(describe.option("programme", ("ID[@UTGÅVA]", "ID[@EDITION]"), texts::DIFF_PROGRAMME))
        .args(["periods", "renamed"].into_iter().filter_map(|field| describe.option_of_calls(field)))
        .arg(
            describe
                .option("file", ("FIL", "FILE"), texts::DIFF_DATA)
                .long("data")
                .action(ArgAction::Append)
                .value_parser(value_parser!(PathBuf)),
        )
        .args(["by", "readings", "map", "on_error", "protect"].into_iter().filter_map(with_data))
        .arg(describe.table().requires("file"))
        .arg(describe.input_format().requires("file"))
        .arg(describe.format(&["text", "json", "html"], texts::TEXT_OR_JSON))
        .arg(describe.output());
    let programmes = describe
        .verb("programmes", &texts::PROGRAMMES)
        .args(describe.option_of_calls("on"))
        .arg(describe.option("programme", ("ID[@UTGÅVA]", "ID[@EDITION]"), texts::ONE_PROGRAMME))
        .args(describe.option_of_calls("readings"))
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
        .call("classify", &texts::CLASSIFY, texts::FILE, false)
        .arg(describe.format(&["json", "text", "html"], texts::JSON_OR_TEXT))
        .arg(describe.output());
    let explain = describe
        .call("explain", &texts::EXPLAIN_RECORD, texts::FILE, false)
        .arg(describe.option("record", ("ID", "ID"), texts::RECORD).required(true))
        .arg(describe.flag("rule-text", texts::RULE_TEXT))
        .arg(describe.format(&["text", "json", "html"], texts::TEXT_OR_JSON))
        .arg(describe.output());
    let report = describe
        .call("report", &texts::REPORT, texts::FILES, true)
        .mut_arg("bridge", |bridge| bridge.conflicts_with("partial"))
        .arg(describe.format(&["text", "json", "csv", "html", "xlsx"], texts::REPORT_FORMAT))
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
    let members = describe
        .call("members", &texts::MEMBERS, texts::FILE, false)
        .arg(describe.format(&["json", "csv"], texts::LINES_FORMAT))
        .arg(describe.flag("excel", texts::EXCEL))
        .arg(describe.output());
    let worklist = describe
        .call("worklist", &texts::WORKLIST, texts::FILE, false)
        .arg(describe.format(&["text", "json", "csv", "html", "xlsx"], texts::WORKLIST_FORMAT))
        .arg(describe.flag("excel", texts::EXCEL))
        .arg(describe.output());
    let validate = describe
        .call("validate", &texts::VALIDATE, texts::FILES, true)
        .arg(describe.format(&["text", "json", "csv", "html"], texts::VALIDATE_FORMAT))
        .arg(describe.flag("excel", texts::EXCEL))
        .arg(describe.output());
    let baseline = describe
        .call("baseline", &texts::BASELINE, texts::BASELINE_PARTIALS, true)
        .mut_arg("file", |file| {
            file.value_name(pick(describe.lang, ("DELRESULTAT", "PARTIAL")))
                .required(false)
                .required_unless_present("source")
        })
        .mut_arg("table", |table| table.hide(true).conflicts_with("file"))
        .arg(
            describe
                .option("source", ("KÄLLA=FIL", "SOURCE=FILE"), texts::SOURCE)
                .action(ArgAction::Append)
                .required_unless_present("file"),
        )
        .arg(
            describe
                .option("population", ("FIL", "FILE"), texts::BASELINE_POPULATION)
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            describe
                .option("survey", ("FIL", "FILE"), texts::SURVEY)
                .value_parser(value_parser!(PathBuf))
                .conflicts_with("partial"),
        )
        .arg(describe.format(&["text", "json", "csv", "html"], texts::BASELINE_FORMAT))
        .arg(describe.flag("excel", texts::EXCEL))
        .arg(
            describe
                .flag("partial", texts::BASELINE_PARTIAL)
                .conflicts_with_all(["format", "excel", "protect"]),
        )
        .args(describe.protect())
        .arg(describe.flag("without-keys", texts::WITHOUT_KEYS).requires("partial"))
        .arg(describe.output());
    let merge = describe
        .verb("merge", &texts::MERGE)
        .arg(describe.files(texts::PARTIALS, true))
        .arg(describe.format(&["text", "json", "csv", "html", "xlsx"], texts::REPORT_FORMAT))
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
        .arg(
            describe
                .option("key-file", ("FIL", "FILE"), texts::SEAL_KEY)
                .action(ArgAction::Append)
                .conflicts_with_all(["audit", "format"])
                .value_parser(value_parser!(PathBuf)),
        )
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
        .args(describe.option_of_calls("map"))
        .args(describe.option_of_calls("threads"))
        .arg(describe.rules())
        .arg(describe.output());
    let sign = describe
        .verb("sign", &texts::SIGN)
        .arg(describe.rules().help(pick(describe.lang, texts::SIGN_RULES)).required(true))
        .arg(
            describe
                .option("key", ("FIL", "FILE"), texts::SIGN_KEY)
                .value_parser(value_parser!(PathBuf))
                .required(true),
        );
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
    let book = describe
        .verb("book", &texts::BOOK)
        .arg(
            describe
                .option("folder", ("MAPP", "FOLDER"), texts::BOOK_OUTPUT)
                .long("output")
                .required(true)
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(describe.option("programme", ("ID[@UTGÅVA]", "ID[@EDITION]"), texts::BOOK_PROGRAMME))
        .arg(describe.rules());
    let words = describe
        .verb("words", &texts::WORDS)
        .arg(describe.place("name", ("NAMN", "NAME"), texts::WORD_NAME))
        .arg(describe.option("programme", ("ID[@UTGÅVA]", "ID[@EDITION]"), texts::WORDS_PROGRAMME))
        .arg(describe.rules())
        .arg(describe.format(&["text", "json"], texts::WORDS_FORMAT))
        .arg(describe.output());
    let lsp = describe
        .verb("lsp", &texts::LSP)
        // Editors say so, and there is no other way.
        .arg(describe.flag("stdio", texts::STDIO).hide(true));
    let verbs = vec![
        programmes, readings, words, new, check, test, example, diff, book, fmt, validate, classify, explain,
        report, members, worklist, baseline, merge, ledger, verify, schema, sample,
    ];
    let mut verbs: Vec<Command> = verbs.into_iter().map(|verb| describe.opening(verb)).collect();
    verbs.extend([sign, lsp]);
    verbs
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

    /// Adds to a verb that loads rules the key that they must be signed with, and how much of them is read.
    fn opening(self, verb: Command) -> Command {
        let has = |name: &str| verb.get_arguments().any(|arg| arg.get_id() == name);
        let key = self.option("trusted-key", ("FIL", "FILE"), texts::TRUSTED_KEY);
        let key = key.value_parser(value_parser!(PathBuf));
        let key = match verb.get_name() {
            // Of its two rule sets, those that are embedded need no key.
            "diff" => key,
            "new" => return verb,
            _ if has("rules") => key.requires("rules"),
            _ => return verb,
        };
        let has_limits = has("limit");
        let verb = verb.arg(key);
        if has_limits {
            return verb;
        }
        verb.arg(
            self.option("limit", ("GRÄNS=ANTAL", "LIMIT=NUMBER"), texts::RULE_LIMIT)
                .action(ArgAction::Append),
        )
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
    fn protect(self) -> impl Iterator<Item = Arg> {
        let file = |name, help| {
            self.option(name, ("FIL", "FILE"), help).value_parser(value_parser!(PathBuf)).requires("protect")
        };
        let files = [file("key-file", texts::KEY_FILE), file("ledger", texts::LEDGER_FILE)];
        self.option_of_calls("protect").into_iter().chain(files)
    }

    fn table(self) -> Arg {
        self.option("table", ("LISTA=FIL", "LIST=FILE"), texts::TABLE).action(ArgAction::Append)
    }

    fn database(self) -> Arg {
        self.option("from", ("ADRESS", "URL"), texts::DATABASE).conflicts_with("input-format")
    }

    /// Adds the arguments that select an edition.
    fn edition(self, verb: Command) -> Command {
        verb.arg(self.programme())
            .args(self.option_of_calls("on"))
            .args(self.option_of_calls("periods"))
            .arg(self.rules())
    }

    fn programme(self) -> Arg {
        self.option("programme", ("ID[@UTGÅVA]", "ID[@EDITION]"), texts::PROGRAMME)
    }

    /// Builds a verb that evaluates data files, with every option of the call.
    fn call(self, name: &'static str, texts: &Verb, files: Both, several: bool) -> Command {
        let verb = self
            .verb(name, texts)
            .arg(self.files(files, several))
            .arg(self.input_format())
            .arg(self.table())
            .arg(self.programme())
            .arg(self.rules());
        // Those two read something else.
        let verb = if ["example", "baseline"].contains(&name) { verb } else { verb.arg(self.database()) };
        let own = OPTIONS.iter().filter(|option| option.verbs.contains(&name));
        let own = own.filter(|option| !matches!(option.takes, Takes::Interface));
        own.filter(|option| option.command_line.is_some() && is_first_of_its_name(option))
            .fold(verb, |verb, option| verb.args(self.option_of_calls(option.field)))
    }

    /// Builds an option of the core's table of options, by its field.
    fn option_of_calls(self, field: &str) -> Option<Arg> {
        let option = OPTIONS.iter().find(|option| option.field == field)?;
        let name = option.command_line?;
        let arg = self.option(name, option.value, option.does);
        Some(match option.takes {
            _ if name == "map" => arg.value_parser(value_parser!(PathBuf)),
            Takes::Flag { .. } => self.flag(name, option.does),
            Takes::FlagOrText(_) => arg.num_args(0..=1).require_equals(true),
            Takes::Number { .. } => arg.value_parser(value_parser!(u64)),
            Takes::Choice(words, _) => arg.value_parser(words.to_vec()),
            Takes::Texts(_) | Takes::Pairs(_) => arg.action(ArgAction::Append),
            _ => arg,
        })
    }

    fn files(self, help: Both, several: bool) -> Arg {
        self.place("file", ("FIL", "FILE"), help)
            .required(true)
            .num_args(if several { 1..=usize::MAX } else { 1..=1 })
            .value_parser(value_parser!(PathBuf))
    }

    fn input_format(self) -> Arg {
        self.option("input-format", ("FORMAT", "FORMAT"), texts::INPUT_FORMAT)
            .value_parser(["ndjson", "json", "csv", "xlsx", "ods", "parquet", "arrow"])
    }
}

/// Returns whether no option before this one has its name: `--reading` stands for two.
fn is_first_of_its_name(option: &Named) -> bool {
    let first = OPTIONS.iter().find(|other| other.command_line == option.command_line);
    first.is_some_and(|first| first.field == option.field)
}

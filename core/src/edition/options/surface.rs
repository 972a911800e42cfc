//! Every option of a call: its name in each interface, what it takes, and what it does. The interfaces decode their
//! arguments by this table, and the command line builds its options and help from it.

use super::{Arguments, Dependence, OnError, Per, Takes, WorklistOptions};
use crate::findings::text::nfc;
use crate::language::date::{Date, Period};
use crate::language::model::With;

/// An option and its names.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Named {
    /// The field of [`Options`](super::Options), or of [`Arguments`].
    pub field: &'static str,
    /// The functions of the C header that set it.
    pub c: &'static [&'static str],
    /// The keyword argument in Python; `None` if it is given in another way.
    pub python: Option<&'static str>,
    /// The command-line option, without its dashes; `None` if it is given in another way.
    pub command_line: Option<&'static str>,
    /// The verbs that accept it: subcommands, and methods of a programme in Python.
    pub verbs: &'static [&'static str],
    /// Which values it takes, and how they are decoded.
    pub takes: Takes,
    /// The placeholder for its value on the command line, in Swedish and English; empty if it takes none.
    pub value: (&'static str, &'static str),
    /// What it does, in Swedish and English: the help of the command line.
    pub does: (&'static str, &'static str),
}

const ALL: &[&str] = &["classify", "explain", "report", "members", "worklist", "baseline"];
/// Those that read records, too.
const READ: &[&str] = &["classify", "explain", "report", "members", "worklist", "validate", "baseline"];
const COUNTED: &[&str] = &["report"];
const CLASSIFIED: &[&str] = &["classify"];
const COUNTED_OR_LISTED: &[&str] = &["report", "members", "worklist"];
const LISTED: &[&str] = &["members", "worklist"];
const BASELINE: &[&str] = &["baseline"];

/// Returns what a flag takes that is off if it is not given.
const fn flag(set: fn(&mut Arguments, bool)) -> Takes {
    Takes::Flag { default: false, set }
}

/// Every option of a call.
pub const OPTIONS: &[Named] = &[
    Named {
        field: "periods",
        c: &["kvf_options_add_period"],
        python: Some("period"),
        command_line: Some("period"),
        verbs: READ,
        takes: Takes::Texts(|into, text| {
            into.options.periods.push(Period::parse(&text)?);
            Ok(())
        }),
        value: ("PERIOD", "PERIOD"),
        does: (
            "2013, 2013-T1 (tertial), 2013-Q2 eller 2013-01-01/2013-06-30. Kan anges flera gånger",
            "2013, 2013-T1 (third), 2013-Q2 or 2013-01-01/2013-06-30. Can be given several times",
        ),
    },
    Named {
        field: "on",
        c: &["kvf_options_set_on"],
        python: Some("on"),
        command_line: Some("on"),
        verbs: READ,
        takes: Takes::Text(|into, text| {
            into.options.on = text.as_deref().map(Date::read).transpose()?;
            Ok(())
        }),
        value: ("DATUM", "DATE"),
        does: (
            "Dag, som 2013-06-30: väljer den utgåva som gäller då. Utan --period räknas den dagen",
            "A day, as 2013-06-30: chooses the edition in force then. Without --period that day is counted",
        ),
    },
    Named {
        field: "by",
        c: &["kvf_options_add_by"],
        python: Some("by"),
        command_line: Some("by"),
        verbs: &["report", "worklist", "validate", "baseline"],
        takes: Takes::Texts(|into, name| {
            into.options.by.push(name);
            Ok(())
        }),
        value: ("FÄLT", "FIELD"),
        does: (
            "Fält eller gruppering att dela upp på, som stadsdel. Kan anges flera gånger",
            "Field or grouping to break down by, as stadsdel. Can be given several times",
        ),
    },
    Named {
        field: "indicators",
        c: &["kvf_options_add_indicator"],
        python: Some("indicators"),
        command_line: Some("indicator"),
        verbs: COUNTED_OR_LISTED,
        takes: Takes::Texts(|into, id| {
            into.options.indicators.push(id);
            Ok(())
        }),
        value: ("ID", "ID"),
        does: (
            "Indikator att visa; annars alla. Den ändrar inte vilka som räknas. Kan anges flera gånger",
            "Indicator to show; otherwise all. It does not change who is counted. Can be given several times",
        ),
    },
    Named {
        field: "without_totals",
        c: &["kvf_options_set_totals"],
        python: Some("totals"),
        command_line: Some("no-totals"),
        verbs: COUNTED,
        takes: Takes::Flag { default: true, set: |into, yes| into.options.without_totals = !yes },
        value: ("", ""),
        does: (
            "Utan rader som är summor (Totalt), så att rader går att lägga ihop",
            "Without rows that are sums (Totalt), so that rows can be added up",
        ),
    },
    Named {
        field: "readings",
        c: &["kvf_options_set_reading"],
        python: Some("readings"),
        command_line: Some("reading"),
        verbs: ALL,
        takes: Takes::Pairs(|into, id, alternative| {
            into.options.readings.insert(id, alternative);
            Ok(())
        }),
        value: ("TOLKNING=ALTERNATIV", "READING=ALTERNATIVE"),
        does: (
            "Byter alternativ i en tolkning, som åldersgräns=alla. Kan anges flera gånger",
            "Switches the alternative of a reading, as åldersgräns=alla. Can be given several times",
        ),
    },
    Named {
        field: "cell",
        c: &["kvf_options_set_where"],
        python: Some("where"),
        command_line: Some("where"),
        verbs: LISTED,
        takes: Takes::Pairs(|into, field, category| {
            into.options.cell.insert(field, category);
            Ok(())
        }),
        value: ("FÄLT=KATEGORI", "FIELD=CATEGORY"),
        does: (
            "Bara posterna i en ruta av rapporten, som stadsdel=Farsta; okänt är de vars värde saknas. Kan anges flera gånger",
            "Only the records in one cell of the report, as stadsdel=Farsta; okänt are those whose value is missing. Can be given several times",
        ),
    },
    Named {
        field: "per",
        c: &["kvf_options_set_per"],
        python: Some("per"),
        command_line: Some("per"),
        verbs: &["worklist"],
        takes: Takes::Choice(&["field", "record"], |into, word| {
            into.worklist.per = if word == "record" { Per::Record } else { Per::Field };
        }),
        value: ("VAD", "WHAT"),
        does: (
            "Vad en rad handlar om: field, fält som saknas i många poster (om inget annat sägs), eller record, en post",
            "What a row is about: field, fields missing in many records (unless you say otherwise), or record, one record",
        ),
    },
    Named {
        field: "first",
        c: &["kvf_options_set_first"],
        python: Some("first"),
        command_line: Some("first"),
        verbs: &["worklist"],
        takes: Takes::Number {
            default: WorklistOptions::FIRST,
            set: |into, first| into.worklist.first = first,
        },
        value: ("N", "N"),
        does: ("Hur många rader som visas, de första (20)", "How many rows are shown, the first ones (20)"),
    },
    // `readings="*"` and `--reading '*'`.
    Named {
        field: "every_alternative",
        c: &["kvf_options_set_every_alternative"],
        python: Some("readings"),
        command_line: Some("reading"),
        verbs: COUNTED,
        takes: flag(|into, yes| into.options.every_alternative = yes),
        value: ("", ""),
        does: (
            "Räknar också varje annat alternativ i varje tolkning, ett i taget",
            "Counts every other alternative of every reading too, one at a time",
        ),
    },
    Named {
        field: "group",
        c: &["kvf_options_set_group"],
        python: Some("group"),
        command_line: Some("group"),
        verbs: BASELINE,
        takes: Takes::Text(|into, id| {
            into.baseline.group = id.map(|id| nfc(&id).into_owned());
            Ok(())
        }),
        value: ("MÅLGRUPP", "GROUP"),
        does: (
            "Målgrupp som kartläggs: dess villkor prövas i varje källa som har fälten. Annars räknas alla som står i källorna",
            "Target group to map: its condition is evaluated in each source that has the fields. Otherwise everyone in the sources is counted",
        ),
    },
    Named {
        field: "contacts",
        c: &["kvf_options_set_contacts"],
        python: Some("contacts"),
        command_line: Some("contacts"),
        verbs: BASELINE,
        takes: Takes::Text(|into, list| {
            into.baseline.contacts = list.map(|list| nfc(&list).into_owned());
            Ok(())
        }),
        value: ("LISTA", "LIST"),
        does: (
            "Lista vars element är en persons kontakter med källan, som insatser, för skattningar ur hur ofta personer återkommer. Annars är varje rad en kontakt",
            "List whose elements are a person's contacts with the source, as insatser, for estimates from how often persons recur. Otherwise each row is a contact",
        ),
    },
    Named {
        field: "listed",
        c: &["kvf_options_add_listed"],
        python: Some("listed"),
        command_line: Some("listed"),
        verbs: BASELINE,
        takes: Takes::Texts(|into, source| {
            into.baseline.listed.insert(nfc(&source).into_owned());
            Ok(())
        }),
        value: ("KÄLLA", "SOURCE"),
        does: (
            "Källa som bara innehåller målgruppen, så att villkoret inte prövas där. Kan anges flera gånger",
            "Source that holds the target group only, so that the condition is not evaluated there. Can be given several times",
        ),
    },
    Named {
        field: "estimate",
        c: &["kvf_options_set_estimate"],
        python: Some("estimate"),
        command_line: Some("estimate"),
        verbs: BASELINE,
        takes: flag(|into, yes| into.baseline.estimate = yes),
        value: ("", ""),
        does: (
            "Skattar också mörkertalet, bredvid de kända: varje metod med sina antaganden, eller varför den inte går att använda",
            "Also estimates the dark figure, beside those known: each method with its assumptions, or why it can't be used",
        ),
    },
    Named {
        field: "dependence",
        c: &["kvf_options_set_dependence"],
        python: Some("dependence"),
        command_line: Some("dependence"),
        verbs: BASELINE,
        takes: Takes::Choice(&["unknown", "referral", "avoidance"], |into, word| {
            into.baseline.dependence = match word {
                "referral" => Dependence::Referral,
                "avoidance" => Dependence::Avoidance,
                _ => Dependence::Unknown,
            };
        }),
        value: ("BEROENDE", "DEPENDENCE"),
        does: (
            "Hur källorna hör ihop: unknown (om inget annat sägs), referral, om de hänvisar till varandra, eller avoidance, om den som finns i en undviker en annan",
            "How the sources depend on each other: unknown (unless you say otherwise), referral, if they refer to each other, or avoidance, if those in one avoid another",
        ),
    },
    Named {
        field: "with",
        c: &["kvf_options_set_with"],
        python: Some("with_"),
        command_line: Some("with"),
        verbs: CLASSIFIED,
        takes: Takes::Texts(|into, names| {
            into.options.with = into.options.with.and(With::parse(&names)?);
            Ok(())
        }),
        value: ("VAD", "WHAT"),
        does: (
            "Svara också vad som gäller för ärendet: rutiner, instrument, aktiviteter, resurser, med komma mellan. Kan anges flera gånger",
            "Answer too what holds for the case: routines, instruments, activities, resources, with commas between. Can be given several times",
        ),
    },
    Named {
        field: "why",
        c: &["kvf_options_set_why"],
        python: Some("why"),
        command_line: Some("why"),
        verbs: CLASSIFIED,
        takes: flag(|into, yes| into.options.why = yes),
        value: ("", ""),
        does: (
            "Svara också, för varje målgrupp, med platsen i regelfilerna för den del av villkoret som avgör, som 20-malgrupper.rhai:7:18. Med --format text också vad som står där",
            "Answer too, for each target group, with the place in the rule files of the part of its condition that decides, as 20-malgrupper.rhai:7:18. With --format text also what stands there",
        ),
    },
    Named {
        field: "on_error",
        c: &["kvf_options_set_on_error"],
        python: Some("on_error"),
        command_line: Some("on-error"),
        verbs: &["classify", "report", "members", "worklist", "baseline"],
        takes: Takes::Choice(&["stop", "skip"], |into, word| {
            into.options.on_error = if word == "skip" { OnError::Skip } else { OnError::Stop };
        }),
        value: ("VAD", "WHAT"),
        does: (
            "Vid en felaktig post: stop (om inget annat sägs), eller skip, som avvisar och räknar den",
            "At a bad record: stop (unless you say otherwise), or skip, which rejects and counts it",
        ),
    },
    Named {
        field: "assume_unique",
        c: &["kvf_options_set_assume_unique"],
        python: Some("assume_unique"),
        command_line: Some("assume-unique"),
        verbs: &["report", "members", "worklist", "validate"],
        takes: flag(|into, yes| into.options.assume_unique = yes),
        value: ("", ""),
        does: (
            "Litar på att ingen person förekommer två gånger; kräver mindre minne",
            "Trusts that no person comes twice; takes less memory",
        ),
    },
    Named {
        field: "check_all",
        c: &["kvf_options_set_check_all"],
        python: Some("check_all"),
        command_line: Some("check-all"),
        verbs: ALL,
        takes: flag(|into, yes| into.options.check_all = yes),
        value: ("", ""),
        does: (
            "Kontrollera alla fält i uppgifterna; annars bara dem som frågan gäller. `validate` visar allt på en gång",
            "Check every field of the data; otherwise only those that the question is about. `validate` shows all at once",
        ),
    },
    Named {
        field: "threads",
        c: &["kvf_options_set_threads"],
        python: Some("threads"),
        command_line: Some("threads"),
        verbs: &["classify", "report"],
        takes: Takes::Number { default: 1, set: |into, threads| into.options.threads = threads },
        value: ("N", "N"),
        does: (
            "Hur många trådar som räknar; resultatet blir detsamma. Annars så många som datorn klarar, och en när standard in läses",
            "How many threads count; the result is the same. Otherwise as many as the computer can run, and one where standard input is read",
        ),
    },
    Named {
        field: "limits",
        c: &["kvf_options_set_limit"],
        python: Some("limits"),
        command_line: Some("limit"),
        verbs: READ,
        takes: Takes::Pairs(|into, name, most| into.options.limits.set_text(&name, &most)),
        value: ("GRÄNS=ANTAL", "LIMIT=NUMBER"),
        does: (
            "Sänker eller höjer en gräns, som elements=200000: record_bytes, text_bytes, elements, visits, rows, categories, rule_files eller rule_bytes. Kan anges flera gånger",
            "Lowers or raises a limit, as elements=200000: record_bytes, text_bytes, elements, visits, rows, categories, rule_files or rule_bytes. Can be given several times",
        ),
    },
    Named {
        field: "map",
        c: &["kvf_options_set_map"],
        python: Some("map"),
        command_line: Some("map"),
        verbs: READ,
        takes: Takes::Text(|into, text| {
            into.map = text;
            Ok(())
        }),
        value: ("FIL", "FILE"),
        does: (
            "Karta (TOML) som säger vad fält och koder heter i filerna; `schema --draft-map` ger ett utkast",
            "Map (TOML) that says what fields and codes are called in the files; `schema --draft-map` gives a draft",
        ),
    },
    Named {
        field: "bridge",
        c: &["kvf_options_set_bridge"],
        python: Some("bridge"),
        command_line: Some("bridge"),
        verbs: COUNTED,
        takes: Takes::FlagOrText(|into, given| {
            into.bridge = given.map(|text| text.as_deref().map(Period::parse).transpose()).transpose()?;
            Ok(())
        }),
        value: ("PERIOD", "PERIOD"),
        does: (
            "Låter två utgåvor räkna samma period, så att det syns vad ändrade definitioner betyder: den period som anges, annars den sista av den tidigare utgåvans",
            "Lets two editions count the same period, so that it shows what changed definitions mean: the period given, else the last of the earlier edition's",
        ),
    },
    Named {
        field: "subjects",
        c: &["kvf_options_add_subject"],
        python: Some("of"),
        command_line: Some("of"),
        verbs: &["explain"],
        takes: Takes::Texts(|into, id| {
            into.explain.subjects.push(nfc(&id).into_owned());
            Ok(())
        }),
        value: ("ID", "ID"),
        does: (
            "Vad som ska förklaras: målgrupp, indikator, rutin, instrument, aktivitet eller resurs; flera kan anges (annars alla målgrupper)",
            "What to explain: target group, indicator, routine, instrument, activity or resource; several can be given (all target groups otherwise)",
        ),
    },
    Named {
        field: "show_sensitive",
        c: &["kvf_options_set_show_sensitive"],
        python: Some("show_sensitive"),
        command_line: Some("show-sensitive"),
        verbs: &["explain", "members", "worklist"],
        takes: flag(|into, yes| into.explain.show_sensitive = yes),
        value: ("", ""),
        does: (
            "Visar också värden ur fält märkta känslig, och posternas nycklar där de annars anges med rad",
            "Shows values of fields marked sensitive too, and the keys of records where they are otherwise named by row",
        ),
    },
    // In Python, an argument of `diff` itself, which takes a dict.
    Named {
        field: "renamed",
        c: &["kvf_options_add_renamed"],
        python: None,
        command_line: Some("renamed"),
        verbs: &["diff"],
        takes: Takes::Pairs(|into, old, new| {
            into.renamed.insert(nfc(&old).into_owned(), nfc(&new).into_owned());
            Ok(())
        }),
        value: ("GAMMALT=NYTT", "OLD=NEW"),
        does: (
            "Vad något heter i de nya reglerna: ett fält (känd_sedan=aktuell_sedan), en kod (kön:kvinna=K) eller ett id. Kan anges flera gånger",
            "What something is called in the new rules: a field (känd_sedan=aktuell_sedan), a code (kön:kvinna=K) or an id. Can be given several times",
        ),
    },
    // JSON, which the command line writes, always contains what is missing.
    Named {
        field: "missing",
        c: &["kvf_options_set_missing"],
        python: Some("missing"),
        command_line: None,
        verbs: CLASSIFIED,
        takes: flag(|into, yes| into.missing = yes),
        value: ("", ""),
        does: (
            "Svarar också, för varje målgrupp, med en kolumn för de fält som saknas",
            "Answers too, for each target group, with a column of the missing fields",
        ),
    },
    // In Python, a report is protected after it is built: `report.protect(…)`.
    Named {
        field: "protect",
        c: &["kvf_options_set_protect"],
        python: None,
        command_line: Some("protect"),
        verbs: &["report", "baseline"],
        takes: Takes::Interface,
        value: ("SKYDD", "METHOD"),
        does: (
            "Skyddar siffrorna så att de kan spridas: round:5 (eller round:3, round:10) avrundar, suppress:5 döljer små antal; kräver --key-file och --ledger",
            "Protects the figures so that they can be published: round:5 (or round:3, round:10) rounds, suppress:5 hides small numbers; needs --key-file and --ledger",
        ),
    },
    // Elsewhere an interrupt stops a call.
    Named {
        field: "cancel",
        c: &["kvf_options_set_cancel"],
        python: None,
        command_line: None,
        verbs: &[],
        takes: Takes::Interface,
        value: ("", ""),
        does: ("Frågar då och då om anropet ska avbrytas", "Asks now and then whether to stop the call"),
    },
    // Python uses its own warnings, and the command line standard error.
    Named {
        field: "log",
        c: &["kvf_options_set_log"],
        python: None,
        command_line: None,
        verbs: &[],
        takes: Takes::Interface,
        value: ("", ""),
        does: ("Får fel och varningar", "Receives errors and warnings"),
    },
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
            cell: _,
            with: _,
            why: _,
            every_alternative: _,
            on_error: _,
            assume_unique: _,
            check_all: _,
            threads: _,
            limits: _,
            map: _,
        } = Options::default();
        let fields = [
            "periods",
            "on",
            "by",
            "indicators",
            "without_totals",
            "readings",
            "cell",
            "with",
            "why",
            "every_alternative",
            "on_error",
            "assume_unique",
            "check_all",
            "threads",
            "limits",
            "map",
        ];
        for field in fields {
            assert!(OPTIONS.iter().any(|option| option.field == field), "{field}");
        }
    }
}

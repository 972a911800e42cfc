//! One slip, one finding: deletes, duplicates, swaps and replaces tokens in the shipped rule files, and counts the
//! findings of `check` for each.
//!
//! The sample is deterministic. `SLIPS=5000 cargo test -p kvinnofrid-tests slips::` tries more, `SLIPS_SEED=7` others.

#![allow(clippy::unwrap_used, clippy::string_slice, reason = "a test that can't go on fails")]

use kvinnofrid::diagnostic::{Diagnostic, Diagnostics};
use kvinnofrid::rules::Rules;
use kvinnofrid::source::Span;
use kvinnofrid::text::Lang;
use std::ops::Range;
use std::path::Path;

/// The default number of slips.
const SAMPLE: usize = 160;
/// The minimum number of detected slips per thousand that give a single finding. It may only increase.
const SINGLE: usize = 990;
const SEED: u64 = 2013;

type Files = Vec<(String, Vec<u8>)>;

/// A random number generator (SplitMix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).unwrap()
    }
}

/// Returns the rule files of each edition, including shared ones.
fn editions() -> Vec<Files> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules");
    let read = |folder: &Path| -> Files {
        let mut paths: Vec<_> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        let rules = paths.into_iter().filter(|path| path.extension().is_some_and(|e| e == "rhai"));
        rules
            .map(|path| {
                let name = path.strip_prefix(&home).unwrap().to_str().unwrap().replace('\\', "/");
                (name, std::fs::read(&path).unwrap())
            })
            .collect()
    };
    let shared = read(&home.join("gemensamt"));
    let mut editions = Vec::new();
    for city in folders(&home) {
        for programme in folders(&city) {
            for edition in folders(&programme) {
                editions.push([shared.clone(), read(&edition)].concat());
            }
        }
    }
    assert!(editions.len() > 5, "the rules have moved");
    editions
}

fn folders(of: &Path) -> Vec<std::path::PathBuf> {
    let mut found: Vec<_> = std::fs::read_dir(of).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.retain(|path| path.is_dir());
    found.sort();
    found
}

/// Returns the spans of a rule file's tokens: names, numbers, texts and symbols, without comments.
fn tokens(text: &str) -> Vec<Range<usize>> {
    const SIGNS: [&str; 12] = ["#{", "==", "!=", "<=", ">=", "&&", "||", "??", "=>", "..=", "..", "()"];
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        } else if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
            continue;
        } else if rest.starts_with("/*") {
            at += rest.find("*/").map_or(rest.len(), |end| end + 2);
            continue;
        } else if c == '"' {
            let mut escaped = false;
            let close = rest.char_indices().skip(1).find(|(_, c)| {
                let ends = *c == '"' && !escaped;
                escaped = *c == '\\' && !escaped;
                ends
            });
            close.map_or(rest.len(), |(end, _)| end + 1)
        } else if c.is_alphanumeric() || c == '_' {
            rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())
        } else {
            SIGNS.iter().find(|sign| rest.starts_with(**sign)).map_or(c.len_utf8(), |sign| sign.len())
        };
        found.push(at..at + length);
        at += length;
    }
    found
}

/// A slip: the file, the position, and the replacement.
struct Slip {
    edition: usize,
    file: usize,
    text: String,
    place: Range<usize>,
    what: String,
}

fn slip(random: &mut Random, editions: &[Files]) -> Slip {
    let edition = random.below(editions.len());
    let files = &editions[edition];
    let file = random.below(files.len());
    let text = std::str::from_utf8(&files[file].1).unwrap();
    let tokens = tokens(text);
    let number = random.below(tokens.len() - 1);
    let (token, next) = (tokens[number].clone(), tokens[number + 1].clone());
    let (before, after) = (&text[..token.start], &text[token.end..]);
    let word = &text[token.clone()];
    let (text, end, what) = match random.below(4) {
        0 => (format!("{before}{after}"), token.start, format!("without {word}")),
        1 => (format!("{before}{word}{word}{after}"), token.end + word.len(), format!("{word} twice")),
        2 => {
            let (between, second) = (&text[token.end..next.start], &text[next.clone()]);
            let swapped = format!("{before}{second}{between}{word}{}", &text[next.end..]);
            (swapped, next.end, format!("{second} before {word}"))
        }
        _ => {
            let other = text[tokens[random.below(tokens.len())].clone()].to_owned();
            (format!("{before}{other}{after}"), token.start + other.len(), format!("{other} for {word}"))
        }
    };
    Slip { edition, file, text, place: token.start..end, what }
}

/// The outcome of a slip.
struct Outcome {
    what: String,
    findings: Vec<String>,
    right_file: bool,
    cause_first: bool,
}

fn shown(finding: &Diagnostic, rules: &Rules) -> String {
    let message = finding.message.get(Lang::Sv);
    match &finding.primary {
        Some(label) => {
            let (line, column) = rules.sources().line_column(label.span);
            let name = rules.sources().name(label.span.source);
            format!("{name}:{line}:{column} {} {message}", finding.code.0)
        }
        None => format!("{} {message}", finding.code.0),
    }
}

/// Returns the top-level statement of `text` around `place`: from a line without indentation to the next.
fn statement(text: &str, place: &Range<usize>) -> Range<usize> {
    let begins = |at: &usize| text[*at..].starts_with(|c: char| c.is_alphabetic());
    let starts: Vec<usize> =
        std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).filter(begins).collect();
    let from = starts.iter().rfind(|at| **at < place.start).copied().unwrap_or(0);
    let to = starts.iter().find(|at| **at > place.end).copied().unwrap_or(text.len());
    from..to
}

fn outcome(slip: &Slip, editions: &[Files]) -> Outcome {
    let mut files = editions[slip.edition].clone();
    let name = files[slip.file].0.clone();
    files[slip.file].1 = slip.text.clone().into_bytes();
    let rules = Rules::from_files(files);
    let findings: Diagnostics = rules.check();
    let spans = |finding: &Diagnostic| -> Vec<Span> {
        finding.primary.iter().chain(&finding.related).map(|label| label.span).collect()
    };
    let in_file = |span: &Span| rules.sources().name(span.source) == name;
    let around = statement(&slip.text, &slip.place);
    let at_slip = |span: &Span| {
        in_file(span) && (span.start as usize) < around.end && around.start <= span.end as usize
    };
    Outcome {
        what: format!("{name} at {}: {}", slip.place.start, slip.what),
        findings: findings.iter().map(|finding| shown(finding, &rules)).collect(),
        right_file: findings.iter().next().is_none_or(|first| spans(first).iter().any(in_file)),
        cause_first: findings.iter().next().is_none_or(|first| spans(first).iter().any(at_slip)),
    }
}

/// Returns the number in a variable of the environment.
fn number<N: std::str::FromStr>(variable: &str) -> Option<N> {
    std::env::var_os(variable)?.to_str()?.parse().ok()
}

fn outcomes(count: usize) -> Vec<Outcome> {
    let editions = editions();
    let seed = number("SLIPS_SEED").unwrap_or(SEED);
    let mut random = Random(seed);
    let slips: Vec<Slip> = (0..count).map(|_| slip(&mut random, &editions)).collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let (slips, editions) = (&slips, &editions);
        let workers: Vec<_> = (0..threads)
            .map(|worker| {
                scope.spawn(move || {
                    let mine = slips.iter().skip(worker).step_by(threads);
                    mine.map(|slip| outcome(slip, editions)).collect::<Vec<_>>()
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    })
}

#[test]
fn one_slip_is_one_finding_where_it_was_made() {
    let count = number("SLIPS").unwrap_or(SAMPLE);
    let outcomes = outcomes(count);
    let noticed: Vec<&Outcome> = outcomes.iter().filter(|outcome| !outcome.findings.is_empty()).collect();
    let rendered = |outcomes: &[&Outcome]| {
        let texts = outcomes.iter().map(|o| format!("{}\n    {}", o.what, o.findings.join("\n    ")));
        texts.collect::<Vec<_>>().join("\n")
    };
    let several: Vec<&Outcome> = noticed.iter().copied().filter(|o| o.findings.len() > 1).collect();
    let elsewhere: Vec<&Outcome> = noticed.iter().copied().filter(|o| !o.right_file).collect();
    let late: Vec<&Outcome> = noticed.iter().copied().filter(|o| !o.cause_first).collect();
    let share = (noticed.len() - several.len()) * 1000 / noticed.len();
    println!(
        "{count} slips, {} noticed: one finding in {}.{} of 100; {} in another file first; {} after what follows from it",
        noticed.len(),
        share / 10,
        share % 10,
        elsewhere.len(),
        late.len()
    );
    if std::env::var_os("SLIPS").is_some() {
        println!(
            "-- several\n{}\n-- elsewhere\n{}\n-- late\n{}",
            rendered(&several),
            rendered(&elsewhere),
            rendered(&late)
        );
    }
    assert!(elsewhere.is_empty(), "in another file:\n{}", rendered(&elsewhere));
    assert!(late.is_empty(), "the cause is not first:\n{}", rendered(&late));
    assert!(share >= SINGLE, "one finding in {share} of 1000:\n{}", rendered(&several));
}

//! Applies every suggestion of every case of the corpus: the rule files must still parse if they did, and have fewer
//! findings than before. A suggestion that does not help, or that is circular, is worse than none.

#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]

use kvinnofrid::diagnostic::render::{RenderOptions, render};
use kvinnofrid::diagnostic::{Diagnostics, Suggestion, code};
use kvinnofrid::rules::Rules;
use kvinnofrid::text::Lang;
use kvinnofrid_tests::Case;
use std::path::Path;

type Files = Vec<(String, Vec<u8>)>;

fn cases() -> Vec<(String, Files)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/diagnostics/good");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let case = Case::parse(&std::fs::read_to_string(path).unwrap()).unwrap();
            let files = case
                .blocks_in("rhai")
                .map(|block| (format!("prov/{}", block.name), block.text.clone().into_bytes()));
            (path.file_stem().unwrap().to_string_lossy().into_owned(), files.collect())
        })
        .collect()
}

/// Returns the findings of a rule set, including those of running its examples.
fn findings(files: &Files) -> (Rules, Diagnostics) {
    let rules = Rules::from_files(files.clone());
    let found = rules.check_form();
    (rules, found)
}

fn applied(files: &Files, rules: &Rules, suggestion: &Suggestion) -> Files {
    let name = rules.sources().name(suggestion.span.source);
    let mut text = rules.sources().text(suggestion.span.source).to_owned();
    text.replace_range(suggestion.span.start as usize..suggestion.span.end as usize, &suggestion.replacement);
    files
        .iter()
        .map(|(known, bytes)| {
            (known.clone(), if known == name { text.clone().into_bytes() } else { bytes.clone() })
        })
        .collect()
}

/// Counts the places with errors: a name missing in several places is one finding, but each place is fixed separately.
fn places(findings: &Diagnostics) -> usize {
    findings.iter().map(|finding| 1 + finding.misses.as_ref().map_or(0, |missing| missing.more)).sum()
}

fn syntax(findings: &Diagnostics) -> usize {
    findings.iter().filter(|finding| [code::SYNTAX, code::UNCLOSED].contains(&finding.code)).count()
}

#[test]
fn every_suggestion_parses_and_leaves_fewer_findings() {
    let mut tried = 0;
    let mut uncovering = 0;
    let mut uncovered = String::new();
    let mut wrong = Vec::new();
    for (name, files) in cases() {
        let (rules, before) = findings(&files);
        for finding in &before {
            for suggestion in &finding.suggestions {
                tried += 1;
                let (_, after) = findings(&applied(&files, &rules, suggestion));
                // A file that parses again may reveal other errors, which replace the fixed one.
                let (now, then) = ((syntax(&after), places(&after)), (syntax(&before), places(&before)));
                let is_gone = !after.iter().any(|f| f.code == finding.code && f.message == finding.message);
                if is_gone && now == then {
                    uncovering += 1;
                    uncovered += &format!("{name}: {}\n", finding.message.get(Lang::Sv));
                }
                if now > then || !is_gone && now == then {
                    let left: Vec<_> = after.iter().map(|f| f.message.get(Lang::Sv)).collect();
                    wrong.push(format!(
                        "{name}: {} → `{}` leaves: {left:?}",
                        finding.message.get(Lang::Sv),
                        suggestion.replacement
                    ));
                }
            }
        }
    }
    println!("{tried} suggestions applied");
    assert!(uncovering <= 1, "{uncovering} suggestions leave as many findings as before:\n{uncovered}");
    assert!(tried > 30, "only {tried} suggestions");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Sixty columns: an excerpt is cut to them, and a sentence is wrapped by the program that shows it.
#[test]
fn what_is_drawn_of_a_rule_file_keeps_within_a_narrow_terminal() {
    const WIDTH: usize = 60;
    let is_drawn = |line: &str| {
        let rest = line.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
        rest.starts_with(['|', '+', '-']) && !rest.starts_with("-->")
    };
    let mut drawn = 0;
    for (name, files) in cases() {
        let (rules, found) = findings(&files);
        let options = RenderOptions { width: WIDTH, ..RenderOptions::default() };
        let text = render(&found, rules.sources(), options);
        let lines: Vec<&str> = text.lines().collect();
        for (number, line) in lines.iter().enumerate().filter(|(_, line)| is_drawn(line)) {
            drawn += 1;
            // A label stands behind what it is about, and a place that is wide itself is shown whole.
            let excerpt = line.split("^ ").next().unwrap_or_default().split("- ").next().unwrap_or_default();
            let marks = lines.get(number + 1).map_or(0, |next| next.matches(['^', '-']).count());
            let own = line.matches('^').count();
            let fits = excerpt.chars().count() <= WIDTH + 1 || marks.max(own) > WIDTH / 2;
            assert!(fits, "{name}: {} columns: {line}", line.chars().count());
        }
    }
    assert!(drawn > 300, "only {drawn} lines");
}

//! The files of an edition from another one: its readings and rules as they are, its examples moved to the new time.

use super::{New, time};
use crate::author::format::format;
use crate::author::format::tokens::tokens;
use crate::edition::Edition;
use crate::edition::rules::Rules;
use crate::findings::diagnostic::code;
use crate::findings::error::Error;
use crate::findings::span::SourceId;
use crate::language::model::Choice;
use crate::language::script::{declarations_of, statement_at};
use crate::language::words::{Word, key};

/// The keys of `utgåva` that are copied.
const KEPT: &[&str] =
    &["titel", "minsta_antal", "kontakt_giltig_dagar", "avsnitt", "saknas", "källa", "ställe", "tolkning"];

const FAILED: &str = "// Att avgöra: det här exemplet stämmer inte för den nya tiden.\n";
const OUTSIDE: &str = "// Att avgöra: det här exemplet ligger utanför den nya tiden.\n";

/// A file: its name and text.
type File = (String, String);

/// Returns the files, and how many examples do not hold at the new time.
pub(super) fn files(
    new: &New<'_>,
    rules: &Rules,
    from: &Edition,
    is_own: bool,
) -> Result<(Vec<File>, usize), Error> {
    let years = new.in_force.start.ymd().0.saturating_sub(from.head().in_force.start.ymd().0);
    let shared: Vec<SourceId> = rules.shared.iter().map(|file| file.source).collect();
    let folder = rules
        .folders
        .iter()
        .find(|folder| rules.load(folder).edition.as_ref().is_some_and(|edition| edition.id() == from.id()));
    // Cannot happen: the edition was found in these rules.
    let Some(folder) = folder else { return Err(Error::Internal("an edition without a folder".into())) };
    let mut files = Vec::new();
    for source in rules.files(folder, |_| true).into_iter().filter(|source| !shared.contains(source)) {
        let name = rules.sources().name(source);
        let name = name.rsplit('/').next().unwrap_or(name).to_owned();
        let text = rules.sources().text(source);
        let text = if name.ends_with(".exempel.rhai") { time::moved(text, years)? } else { text.to_owned() };
        let text = without_comparisons(&edition_of(new, from, is_own, &text)?);
        let text = without_effect(from, &text);
        if tokens(&text)?.iter().any(|token| !token.text.starts_with("//")) {
            files.push((name, marked(new, from, &text)));
        }
    }
    let shared: Vec<(String, Vec<u8>)> = shared
        .iter()
        .map(|source| {
            let name = rules.sources().name(*source);
            let name = name.rsplit('/').next().unwrap_or(name);
            (format!("gemensamt/{name}"), rules.sources().text(*source).as_bytes().to_vec())
        })
        .collect();
    let left_out = leave_out(new, &shared, &mut files);
    Ok((files, left_out))
}

/// Replaces the declaration of the edition.
fn edition_of(new: &New<'_>, from: &Edition, is_own: bool, text: &str) -> Result<String, Error> {
    let Some(statement) = declarations_of(text, Word::Edition).first().copied() else {
        return Ok(text.to_owned());
    };
    let (programme, edition, id) = (new.programme, new.edition, from.id());
    let (start, end) = (new.in_force.start, new.in_force.end);
    let mut declared = format!(
        "utgåva(\"{programme}@{edition}\", #{{\nrevision: \"0.1.0\",\n// Att avgöra: dagarna som programmet gäller.\ngäller: period(\"{start}\", \"{end}\"),\nstatus: \"utkast\",\n"
    );
    if is_own && from.head().programme == programme {
        declared.push_str(&format!("ersätter: \"{id}\",\n"));
    }
    declared.push_str(&format!(
        "anmärkning: \"Utkast, gjort av {id}. Att avgöra: om det som står här gäller för den nya tiden.\",\n"
    ));
    for (name, entry) in entries(statement)? {
        if KEPT.contains(&name) {
            if name == "titel" {
                declared.push_str("// Att avgöra: titeln, och källan till den.\n");
            }
            declared.push_str(entry);
            declared.push_str(",\n");
        }
    }
    declared.push_str("});");
    let declared = format(&declared)?;
    Ok(text.replacen(statement, declared.trim_end(), 1))
}

/// Returns the entries of a declaration's map: the Swedish name of the key, and the text.
fn entries(statement: &str) -> Result<Vec<(&'static str, &str)>, Error> {
    let mut found = Vec::new();
    let (mut depth, mut start, mut name) = (0usize, None, None);
    let all = tokens(statement)?;
    for (at, token) in all.iter().enumerate() {
        match token.text {
            "(" | "[" | "{" | "#{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        let ends = (token.text == "," && depth == 2) || (token.text == "}" && depth == 1);
        if ends && let (Some(from), Some(known)) = (start.take(), name.take()) {
            found.push((known, statement.get(from..token.at).unwrap_or_default().trim_end()));
        } else if depth == 2 && start.is_none() && all.get(at + 1).is_some_and(|next| next.text == ":") {
            (start, name) = (Some(token.at), key(token.text));
        }
    }
    Ok(found)
}

/// Removes what is said about editions before the old one.
fn without_comparisons(text: &str) -> String {
    let mut text = text.to_owned();
    for statement in declarations_of(&text.clone(), Word::Comparability) {
        let is_ended = text.contains(&format!("{statement};"));
        text = text.replacen(&if is_ended { format!("{statement};") } else { statement.to_owned() }, "", 1);
    }
    text
}

/// Says of the reading that decided when the old edition was in force that no rule depends on it.
fn without_effect(from: &Edition, text: &str) -> String {
    let Choice::According(number, _) = &from.head().in_force_by else { return text.to_owned() };
    let Some(reading) = from.model().interpretations.get(*number) else { return text.to_owned() };
    let name = format!("\"{}\"", reading.id);
    let Some(statement) =
        declarations_of(text, Word::Interpretation).into_iter().find(|it| it.contains(&name))
    else {
        return text.to_owned();
    };
    let Some(at) = statement.rfind('}') else { return text.to_owned() };
    let (body, end) = statement.split_at(at);
    let said = format!("    utan_verkan: \"Att avgöra: den avgjorde när {} gällde.\",\n", from.id());
    text.replacen(statement, &format!("{body}{said}{end}"), 1)
}

/// Adds a comment that says where the file comes from.
fn marked(new: &New<'_>, from: &Edition, text: &str) -> String {
    let (id, edition) = (from.id(), new.edition);
    format!(
        "// Utkast för {edition}, gjort av {id}. Att avgöra: om det som står här, och dess källor, gäller för den nya tiden.\n\n{}\n",
        text.trim()
    )
}

/// Comments out the examples that do not hold, and returns how many they are.
fn leave_out(new: &New<'_>, shared: &[(String, Vec<u8>)], files: &mut [File]) -> usize {
    let folder = format!("{}/{}", new.programme, new.edition);
    let own = files.iter().map(|(name, text)| (format!("{folder}/{name}"), text.clone().into_bytes()));
    let rules = Rules::from_files(own.chain(shared.iter().cloned()));
    let run = rules.test();
    let mut left_out = 0;
    let failed = run.results().filter(|result| !result.passed()).map(|result| (result.span, FAILED));
    // A shorter edition does not reach as far.
    let findings = rules.check_form();
    let outside = findings.iter().filter(|finding| finding.code == code::OTHER_TIME);
    let outside = outside.filter_map(|finding| Some((finding.primary.as_ref()?.span, OUTSIDE)));
    for (span, why) in failed.chain(outside) {
        let sources = rules.sources();
        let text = sources.text(span.source);
        let Some(statement) = statement_at(text, span.start as usize) else { continue };
        let statement = statement.trim();
        let commented: String = statement.lines().map(|line| format!("// {line}\n")).collect();
        let commented = format!("{why}{}", commented.trim_end());
        for (name, text) in files.iter_mut() {
            if sources.name(span.source).ends_with(&format!("/{name}")) && text.contains(statement) {
                *text = text.replacen(statement, &commented, 1);
                left_out += 1;
            }
        }
    }
    left_out
}

//! Names that are declared and never used, shown beside names that are used and never declared: either may be the
//! misspelt one.

use crate::findings::diagnostic::{Code, Diagnostics, Label, code, nearest};
use crate::findings::span::Span;
use crate::findings::text::{Lang, say};
use crate::language::model::Model;
use crate::language::script;
use crate::language::syntax::{FieldType, Program};
use crate::language::words::{self, Word};
use std::collections::{BTreeMap, BTreeSet};

/// The maximum number of unused names shown beside a missing one.
const MOST: usize = 3;

/// Adds to findings about missing names the places of unused declarations of the same kind. `texts` are the files of
/// the edition.
pub(crate) fn unused_names(program: &Program, model: &Model, texts: &[&str], findings: &mut Diagnostics) {
    if !findings.iter().any(|finding| finding.misses.is_some()) {
        return;
    }
    let uses = Uses::new(texts);
    for finding in findings.iter_mut() {
        let Some(missing) = finding.misses.as_ref().filter(|missing| !missing.name.is_empty()) else {
            continue;
        };
        let mut names: Vec<(&str, Span)> = declared(program, model, finding.code, missing.kind);
        let word = match finding.code {
            code::UNKNOWN_READING => Some(Word::Interpretation),
            code::UNKNOWN_PARAMETER => Some(Word::Parameter),
            _ => words::declaration(missing.kind),
        };
        if finding.code != code::UNKNOWN_FUNCTION {
            names.retain(|(name, _)| uses.of(name, word) == 1);
        }
        let all = || names.iter().map(|(name, _)| *name);
        let near = nearest(&missing.name, all()).or_else(|| all().find(|name| name.contains(&missing.name)));
        // The nearest first; of several that are equally likely, all or none.
        names.sort_by_key(|(name, span)| (Some(*name) != near, *span));
        // Functions that take as many arguments are shown already.
        let are_shown = finding.code == code::UNKNOWN_FUNCTION && !finding.related.is_empty();
        if names.len() > MOST || are_shown {
            names.truncate(usize::from(near.is_some()));
        }
        if finding.code == code::UNKNOWN_FIELD {
            let message = finding.message.get(Lang::Sv);
            let record =
                model.records.iter().find(|record| message.contains(&format!("posten `{}`", record.name)));
            if let Some(record) = record.filter(|_| names.is_empty()) {
                let text = say!("posten", "the record");
                finding.related.push(Label { span: record.span, text });
            }
        }
        for (name, span) in names {
            if finding.related.iter().any(|label| label.span == span) {
                continue;
            }
            let text = say!("`{name}` används inte: menades den?", "`{name}` is not used: was it meant?");
            finding.related.push(Label { span, text });
        }
    }
}

/// The names in the rule files: which ones each follows.
struct Uses<'t>(BTreeMap<&'t str, Vec<&'t str>>);

impl<'t> Uses<'t> {
    fn new(texts: &[&'t str]) -> Self {
        let mut after: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for text in texts {
            let mut before = "";
            for name in script::names(text) {
                after.entry(name).or_default().push(before);
                before = name;
            }
        }
        Self(after)
    }

    /// Returns how often a name may be that of what `word` declares: not where a key takes something else, as in
    /// `nr: "A08"` or `post: "person"`.
    fn of(&self, name: &str, word: Option<Word>) -> usize {
        let may_name = |before: &&&str| match (words::key(before), word) {
            // `lista("…")` names a record type; the codes of `kod(["…"])` may be the same words.
            (_, Some(Word::Record)) if matches!(**before, "lista" | "list") => true,
            (None, Some(Word::Record)) => false,
            (Some(key), Some(word)) => words::keys::may_name(key, word),
            (Some(key), None) => key != "nr",
            (None, _) => true,
        };
        self.0.get(name).map_or(0, |before| before.iter().filter(may_name).count())
    }
}

/// Returns the declared names of the kind that a finding misses, with their places.
fn declared<'a>(program: &'a Program, model: &'a Model, wanted: Code, kind: &str) -> Vec<(&'a str, Span)> {
    match wanted {
        code::UNKNOWN_FUNCTION => {
            program.uncalled().into_iter().map(|function| (function.name.as_str(), function.span)).collect()
        }
        code::UNKNOWN_FIELD => {
            let fields = model.records.iter().flat_map(|record| &record.fields);
            fields.map(|field| (field.name.as_str(), field.span)).collect()
        }
        code::UNKNOWN_CODE => {
            let fields = model.records.iter().flat_map(|record| &record.fields);
            let of_fields = fields.flat_map(|field| {
                let codes = match &field.ty {
                    FieldType::Code(codes) => codes.as_slice(),
                    FieldType::ListOfScalars(inner) => match &**inner {
                        FieldType::Code(codes) => codes.as_slice(),
                        _ => &[],
                    },
                    _ => &[],
                };
                codes.iter().map(|code| (code.as_str(), field.span))
            });
            let readings = model.interpretations.iter();
            let alternatives = readings.flat_map(|reading| {
                reading.alternatives.iter().map(|(name, _)| (name.as_str(), reading.span))
            });
            let groupings = model.groupings.iter();
            let categories = groupings
                .flat_map(|grouping| grouping.categories.iter().map(|name| (name.as_str(), grouping.span)));
            of_fields.chain(alternatives).chain(categories).collect()
        }
        code::UNKNOWN_ID | code::UNKNOWN_READING | code::UNKNOWN_PARAMETER => {
            let kind = match wanted {
                code::UNKNOWN_READING => "tolkning",
                code::UNKNOWN_PARAMETER => "parameter",
                _ => kind,
            };
            // What is declared to have no effect is meant not to be used.
            let readings = model.interpretations.iter().map(|it| (&it.id, &it.without_effect));
            let parameters = model.parameters.iter().map(|it| (&it.id, &it.without_effect));
            let idle: BTreeSet<&str> = readings
                .chain(parameters)
                .filter(|(_, without_effect)| without_effect.is_some())
                .map(|(id, _)| id.as_str())
                .collect();
            let declarations = program
                .declarations
                .iter()
                .filter(|d| d.word.swedish() == kind && !idle.contains(d.id.0.as_str()));
            declarations.map(|declaration| (declaration.id.0.as_str(), declaration.id.1)).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::rules::Rules;

    /// Returns the names shown beside the reading that `vald("ålder")` asks for, given those that are declared.
    fn shown_beside(readings: &str) -> Vec<String> {
        let text = format!(
            r#"utgåva("stad/program@2013", #{{
                revision: "1.0.0", titel: "P", gäller: period("2013-01-01", "2013-12-31"), status: "utkast",
            }});
            {readings}
            fn alla() {{ vald("ålder") == "alla" }}"#
        );
        let rules = Rules::from_files([("stad/program/2013/10.rhai".to_owned(), text.into_bytes())]);
        let findings = rules.check();
        let missing = findings.iter().find(|finding| finding.code == code::UNKNOWN_READING).unwrap();
        let shown = missing.related.iter().map(|label| rules.sources().snippet(label.span).to_owned());
        shown.collect()
    }

    fn reading(id: &str, more: &str) -> String {
        format!(
            r#"tolkning("{id}", #{{ {more} fråga: "Vilken?", varför: "Sägs inte",
                alternativ: #{{ vuxna: "vuxna", alla: "alla" }}, valt: "alla" }});"#
        )
    }

    #[test]
    fn a_name_is_unused_though_it_is_the_number_of_a_question() {
        assert_eq!(shown_beside(&reading("A08", r#"nr: "A08","#)), [r#""A08""#]);
        assert_eq!(shown_beside(&reading("A08", r#"number: "A08","#)), [r#""A08""#]);
    }

    #[test]
    fn what_is_meant_to_have_no_effect_is_not_the_name_that_was_meant() {
        let idle = ["ett", "två", "tre"].map(|id| reading(id, r#"utan_verkan: "Står inte i posten","#));
        assert_eq!(shown_beside(&format!("{}{}", idle.concat(), reading("gräns", ""))), [r#""gräns""#]);
        assert!(shown_beside(&idle.concat()).is_empty());
    }
}

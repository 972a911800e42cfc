//! Rule files: parsed, checked, formatted, compiled, put into words; and asked of a record where they are accepted.

use crate::inputs::{of_2013, sound};
use kvinnofrid::explain::ExplainOptions;
use kvinnofrid::source::SourceMap;
use kvinnofrid::{Diagnostics, Lang, Rules};

const RECORD: &[u8] = r#"{"id": 1, "kön": "kvinna", "födelsedatum": "1980-05-17", "känd_sedan": "2013-02-01", "våld": [{"roll":
"våldsutsatt", "kategori": "våld_i_nära_relation", "relation": "sambo", "från": "2012-11-02"}, {}], "insatser": []}"#
    .as_bytes();

pub(crate) fn run(data: &[u8]) {
    let rules = Rules::from_files([("prov/prov/1/10-prov.rhai".to_owned(), data.to_vec())]);
    let findings = rules.check();
    inside(rules.sources(), &findings);
    if let Ok(text) = std::str::from_utf8(data)
        && let Some(formatted) = sound(kvinnofrid::format::format(text))
    {
        let again = sound(kvinnofrid::format::format(&formatted));
        assert_eq!(again.as_deref(), Some(formatted.as_str()), "formatting a second time changes it");
    }
    for programme in rules.programmes() {
        for id in ["1", "2012-2014", "2017-2020", "2021-2025", "2021", "odaterad"] {
            let Some(edition) = sound(programme.edition(id)) else { continue };
            sound(edition.sentences(&Default::default()));
            sound(edition.classify(RECORD, &of_2013()));
            sound(edition.report(RECORD, kvinnofrid::input::InputFormat::Ndjson, &of_2013()));
            if let Some(explanation) = sound(edition.explain(RECORD, &of_2013(), &ExplainOptions::default()))
            {
                let _ = explanation.to_text(Lang::Sv);
            }
        }
    }
}

/// Every place of a finding lies within its file, between characters.
fn inside(sources: &SourceMap, findings: &Diagnostics) {
    for finding in findings.iter() {
        let labels = finding.primary.iter().chain(&finding.related).map(|label| label.span);
        for span in labels.chain(finding.suggestions.iter().map(|suggestion| suggestion.span)) {
            let text = sources.text(span.source);
            assert!(
                text.get(span.start as usize..span.end as usize).is_some(),
                "{} {span:?}",
                finding.code.0
            );
            let range = sources.original_range(span);
            let original = sources.original(span.source).len();
            assert!(range.start <= range.end && range.end <= original, "{range:?} of {original}");
        }
    }
}

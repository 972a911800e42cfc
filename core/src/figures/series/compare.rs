//! What a later edition declares about an earlier one.

use crate::edition::Edition;
use crate::figures::report::Comparison;
use crate::language::model::{Citation, Relation, Verdict};

/// The relation of a later edition to an indicator of an earlier one.
#[derive(Clone, Debug)]
pub(super) struct Link<'a> {
    pub(super) earlier: String,
    verdict: Option<&'a Verdict>,
}

impl Link<'_> {
    /// Returns the relation; an undeclared one is a break.
    pub(super) fn relation(&self) -> Relation {
        self.verdict.map_or(Relation::Break, |verdict| verdict.relation)
    }

    /// Returns the comparison to report, for the first `period` of `later`.
    pub(super) fn comparison(
        &self,
        earlier: &Edition,
        later: &Edition,
        indicator: Option<&str>,
        period: String,
    ) -> Comparison {
        Comparison {
            period,
            edition: later.head().edition.clone(),
            indicator: indicator.map(str::to_owned),
            earlier_edition: earlier.head().edition.clone(),
            earlier_indicator: self.earlier.clone(),
            comparable: self.relation(),
            why: self.verdict.map(|verdict| verdict.why.clone()),
            source: self.verdict.and_then(|verdict| verdict.citation.as_ref()).map(
                |citation| match citation {
                    Citation::Passage { source, passage } => format!("{source}, {passage}"),
                    Citation::Interpretation(id) => format!("tolkning {id}"),
                },
            ),
        }
    }
}

/// Returns what the indicator `id` of `later` continues in `earlier`: the declared one, otherwise the indicator of the
/// same id, unless that is declared to continue elsewhere.
pub(super) fn predecessor<'a>(later: &'a Edition, earlier: &Edition, id: &str) -> Option<Link<'a>> {
    let declared = later.model().comparability(&earlier.id());
    let all = declared.map_or(&[][..], |declared| &declared.indicators);
    if let Some(compared) = all.iter().find(|compared| compared.indicator.as_deref() == Some(id)) {
        earlier.model().indicator(&compared.earlier)?;
        return Some(Link { earlier: compared.earlier.clone(), verdict: Some(&compared.verdict) });
    }
    earlier.model().indicator(id)?;
    let is_taken = all.iter().any(|compared| compared.earlier == id);
    (!is_taken).then(|| Link {
        earlier: id.to_owned(),
        verdict: declared.and_then(|declared| declared.otherwise.as_ref()),
    })
}

/// Returns what `later`, where nothing continues it, declares about the indicator `id` of `earlier`.
pub(super) fn ending<'a>(later: &'a Edition, earlier: &Edition, id: &str) -> Link<'a> {
    let declared = later.model().comparability(&earlier.id());
    let verdict = declared.and_then(|declared| {
        let own = declared.indicators.iter().find(|compared| compared.earlier == id).map(|c| &c.verdict);
        own.or(declared.otherwise.as_ref()).filter(|verdict| verdict.relation == Relation::Break)
    });
    Link { earlier: id.to_owned(), verdict }
}

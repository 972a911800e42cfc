//! From partials to protected reports and entries of the ledger.

use super::cube::Counted;
use super::key::Key;
use super::ledger::{Decision, Ledger, Publication, Store};
use super::suppress::{Publishing, Shown};
use super::{Disclosure, Kind, Protect, Published, refuse, round};
use crate::figures::partial::Partial;
use crate::figures::report::{Leaf, Report};
use crate::findings::error::Error;
use crate::language::date::Period;
use std::collections::BTreeMap;

/// Computes the protected reports of what was counted over the same persons, one for each partial.
pub(in crate::figures) fn together(
    partials: &[&Partial],
    protect: &Protect,
    store: &mut dyn Store,
) -> Result<Vec<Report>, Error> {
    refuse::what_cannot_be_protected(partials)?;
    let counted = Counted::new(partials, protect.method.base());
    let ledger = Ledger::read(&store.read()?)?;
    let mut asked = Vec::new();
    for period in counted.periods() {
        let publication = Publication {
            period: period.to_string(),
            record: counted.record.clone(),
            programme: counted.programme.clone(),
            method: protect.method.to_string(),
            key: protect.key.id(),
            by: counted.by.clone(),
            questions: counted.questions(period),
            data: protect.key.seal(&counted.exact(period)?),
            replaces: None,
            cells: BTreeMap::new(),
            draws: BTreeMap::new(),
        };
        let decision = ledger.decide(&publication)?;
        asked.push(Request { period, publication, decision });
    }
    let made = match protect.method.kind {
        Kind::Round => rounded(counted, &ledger, &asked, partials, &protect.key)?,
        Kind::Suppress => suppressed(&counted, &asked, partials)?,
    };
    let mut lines = ledger.append();
    let mut entered = Vec::new();
    let mut new = made.new.into_iter();
    for Request { period, publication, decision } in asked {
        let (entry, hash) = match decision {
            Decision::Again(entry) => (entry.number, entry.hash.clone()),
            Decision::New { replaces } => {
                let Kept { cells, draws } = new.next().unwrap_or_default();
                lines.publish(Publication { replaces, cells, draws, ..publication }, &protect.key)?
            }
        };
        entered.push(Published { period: period.to_string(), entry, hash });
    }
    if !lines.text().is_empty() {
        store.append(ledger.whole(), lines.text())?;
    }
    let disclosure = Disclosure {
        method: protect.method.name().to_owned(),
        base: protect.method.base(),
        key: protect.key.id(),
        ledger: entered,
        left_out: made.left_out,
        protected_identity_in_totals_only: made.has_identities,
    };
    let reports = partials.iter().zip(&made.of_partials);
    reports
        .map(|(partial, (leaves, shown))| partial.report_of(leaves, Some((&disclosure, shown.as_ref()))))
        .collect()
}

/// A period to be published.
struct Request<'l> {
    period: Period,
    publication: Publication,
    decision: Decision<'l>,
}

impl Request<'_> {
    /// Returns what was published, if the period was.
    fn before(&self) -> Result<Option<&Publication>, Error> {
        match &self.decision {
            Decision::Again(entry) => entry.publication().map(Some),
            Decision::New { .. } => Ok(None),
        }
    }
}

/// What the ledger keeps of a period, as in [`Publication`].
#[derive(Default)]
struct Kept {
    cells: BTreeMap<String, Vec<Option<u64>>>,
    draws: BTreeMap<String, u64>,
}

/// Figures that may be published.
struct Made<'p> {
    /// By new period.
    new: Vec<Kept>,
    /// By partial: the cells of its report by run and, unless they are its figures, the published counts.
    of_partials: Vec<(Vec<Vec<Leaf<'p>>>, Option<Shown>)>,
    left_out: Vec<String>,
    has_identities: bool,
}

fn rounded<'p>(
    mut counted: Counted,
    ledger: &Ledger,
    asked: &[Request<'_>],
    partials: &[&'p Partial],
    key: &Key,
) -> Result<Made<'p>, Error> {
    for one in asked {
        for draws in ledger.draws(&one.publication) {
            counted.draw_again(draws, key);
        }
        if let Some(before) = one.before()? {
            counted.publish_again(one.period, &before.cells)?;
        }
    }
    let rounded = round::round(&counted.cube, key);
    let mut new = Vec::new();
    for one in asked {
        if one.before()?.is_none() {
            let cells = counted.rounded(one.period, &rounded.counts);
            new.push(Kept { cells, draws: counted.draws(&rounded.small, key) });
        }
    }
    let leaves = |(number, partial): (usize, &&'p Partial)| {
        Ok((counted.leaves(number, partial, &rounded.counts)?, None))
    };
    let of_partials = partials.iter().enumerate().map(leaves).collect::<Result<_, Error>>()?;
    Ok(Made { new, of_partials, left_out: counted.left_out, has_identities: counted.has_identities })
}

fn suppressed<'p>(
    counted: &Counted,
    asked: &[Request<'_>],
    partials: &[&'p Partial],
) -> Result<Made<'p>, Error> {
    let mut before = BTreeMap::new();
    for one in asked {
        if let Some(publication) = one.before()? {
            before.insert(one.period, publication.cells.clone());
        }
    }
    let publishing = Publishing::of(counted, partials, &before).map_err(refuse::what_cannot_be_hidden)?;
    let is_new = |one: &&Request<'_>| !before.contains_key(&one.period);
    let kept =
        |one: &Request<'_>| Kept { cells: publishing.of_period(counted, one.period), draws: BTreeMap::new() };
    let leaves = |(number, partial): (usize, &&'p Partial)| {
        (publishing.leaves(partial), Some(publishing.shown(counted, number)))
    };
    Ok(Made {
        new: asked.iter().filter(is_new).map(kept).collect(),
        of_partials: partials.iter().enumerate().map(leaves).collect(),
        left_out: counted.left_out.clone(),
        has_identities: counted.has_identities,
    })
}

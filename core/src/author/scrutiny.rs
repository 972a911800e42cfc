//! What `check` asks about the meaning of conditions, beyond their form: questions that the prover of [`diff`](super::diff)
//! answers over all records.
//!
//! Whether a condition always has one answer, and whether something is without effect, is asked of every alternative of every
//! reading, in the years in which the edition is in force (at most ten) and in some shorter and longer periods: a part that
//! matters under one of them is not idle. Where a record shows what is wrong, it is searched for under the chosen alternatives
//! in these years. What is not decided is not reported. Declarations and functions in shared files are left out, since
//! they may mean more in another edition.

mod ask;
mod cited;
mod earlier;
mod effect;
mod every;
mod groups;
mod holds;
mod limits;
mod tiers;

use crate::edition::Edition;
use crate::findings::diagnostic::Diagnostics;
use crate::findings::span::SourceId;
use ask::Questions;
use earlier::Earlier;
pub(super) use effect::idle_alternative;
use std::collections::BTreeSet;
use tiers::Tiers;

/// Returns the findings about the meaning of an edition's conditions, given those there are and the shared files. Once `is_stale`
/// says so, nothing more is asked, and some may be missing.
pub(super) fn scrutinise(
    edition: &Edition,
    earlier: &Diagnostics,
    shared: BTreeSet<SourceId>,
    is_stale: &dyn Fn() -> bool,
) -> Diagnostics {
    let earlier = Earlier::new(earlier, shared);
    let mut chosen = Questions::new(edition, is_stale);
    let mut tiers = Tiers::new(&chosen);
    let mut findings = Diagnostics::new();
    holds::holds(&mut chosen, &mut tiers, &earlier, &mut findings);
    groups::groups(&mut chosen, &tiers, &earlier, &mut findings);
    limits::limits(&mut chosen, &earlier, &mut findings);
    cited::cited(&chosen, &earlier, &mut findings);
    effect::parts(&tiers, &earlier, &mut findings);
    effect::alternatives(&tiers, &mut findings);
    findings
}

#[cfg(test)]
mod tests;

//! The same question in steps: most are answered by the first, which is fast; only the last one is about everything.

use super::ask::Questions;

/// A question under the chosen alternatives in the first year, under all alternatives in that year, and under all of them in
/// every period that is tried. What is found in a step is found; what is not there may be in the next.
pub(super) struct Tiers<'e>([Questions<'e>; 3]);

impl<'e> Tiers<'e> {
    pub(super) fn new(chosen: &Questions<'e>) -> Self {
        let all = chosen.of_all();
        Self([chosen.of_first_year(), all.of_first_year(), all])
    }

    pub(super) fn quickest(&self) -> &Questions<'e> {
        let [quickest, ..] = &self.0;
        quickest
    }

    /// Returns whether something holds in every step.
    pub(super) fn agree(&self, holds: impl Fn(&Questions<'e>) -> bool) -> bool {
        self.0.iter().all(holds)
    }

    /// The same of questions that add expressions.
    pub(super) fn all_agree(&mut self, holds: impl FnMut(&mut Questions<'e>) -> bool) -> bool {
        self.0.iter_mut().all(holds)
    }
}

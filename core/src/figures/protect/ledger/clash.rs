//! What two publications would disclose together.

use super::{Entry, Publication};
use crate::figures::protect::refuse;
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::{Text, say};
use crate::language::date::Period;

/// Why two publications must not both exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clash {
    Period,
    Key,
    Method,
    Breakdown,
    Rules,
    Reading,
    Data,
}

/// Returns the difference between two publications of the same persons and period; `None` where they are the same.
pub(super) fn between(earlier: &Publication, wanted: &Publication) -> Option<Clash> {
    let rules = |one: &Publication| {
        let editions = one.questions.iter().map(|q| (q.edition.clone(), q.digest.clone()));
        (one.programme.clone(), editions.collect::<Vec<_>>())
    };
    let readings = |one: &Publication| {
        let chosen = one.questions.iter().map(|q| (q.readings.clone(), q.alternatives.clone()));
        chosen.collect::<Vec<_>>()
    };
    if earlier.period != wanted.period {
        Some(Clash::Period)
    } else if earlier.key != wanted.key {
        Some(Clash::Key)
    } else if earlier.method != wanted.method {
        Some(Clash::Method)
    } else if earlier.by != wanted.by {
        Some(Clash::Breakdown)
    } else if rules(earlier) != rules(wanted) {
        Some(Clash::Rules)
    } else if readings(earlier) != readings(wanted) {
        Some(Clash::Reading)
    } else {
        (earlier.data != wanted.data).then_some(Clash::Data)
    }
}

/// Returns whether two publications count the same days.
pub(super) fn overlap(earlier: &Publication, wanted: &Publication) -> bool {
    match (Period::parse(&earlier.period), Period::parse(&wanted.period)) {
        (Ok(one), Ok(other)) => refuse::overlap(one, other),
        _ => true,
    }
}

/// Builds the error, with what to do instead.
pub(super) fn refuse(entry: &Entry, earlier: &Publication, wanted: &Publication) -> Error {
    let (number, period, before) = (entry.number, &wanted.period, &earlier.period);
    let none = |names: &[String]| names.join(", ");
    let (was, is) = (none(&earlier.by), none(&wanted.by));
    let programme = |one: &Publication| {
        let editions = one.questions.iter().map(|q| format!("{}@{}", one.programme, q.edition));
        editions.collect::<Vec<_>>().join(", ")
    };
    let (old, new) = (programme(earlier), programme(wanted));
    let why: Text = match between(earlier, wanted) {
        Some(Clash::Period) => say!(
            "{period} överlappar {before}, som redan är publicerad (post {number} i liggaren): skillnaden kan peka ut någon. Publicera perioder som inte överlappar",
            "{period} overlaps {before}, which is published already (entry {number} of the ledger): the difference may point somebody out. Publish periods that do not overlap"
        ),
        Some(Clash::Key) => {
            let (old, new) = (&earlier.key, &wanted.key);
            say!(
                "{period} är redan publicerad med nyckeln {old} (post {number} i liggaren), inte {new}: två avrundningar av samma antal säger mer än en. Använd den nyckeln för perioden; en ny nyckel är för nya perioder",
                "{period} is published already with the key {old} (entry {number} of the ledger), not {new}: two roundings of the same number tell more than one. Use that key for the period; a new key is for new periods"
            )
        }
        Some(Clash::Method) => {
            let (old, new) = (&earlier.method, &wanted.method);
            say!(
                "{period} är redan publicerad med {old} (post {number} i liggaren): avrundad också med {new} säger den mer. Publicera den med {old}",
                "{period} is published already with {old} (entry {number} of the ledger): rounded with {new} as well it tells more. Publish it with {old}"
            )
        }
        Some(Clash::Breakdown) => say!(
            "{period} är redan publicerad uppdelad på [{was}] (post {number} i liggaren): uppdelad på [{is}] blir samma personer till en andra tabell, och skillnaden kan peka ut någon. Publicera den med den uppdelningen",
            "{period} is published already, broken down by [{was}] (entry {number} of the ledger): broken down by [{is}] the same persons make a second table, and the difference may point somebody out. Publish it with that breakdown"
        ),
        Some(Clash::Rules) => say!(
            "{period} är redan publicerad enligt {old} (post {number} i liggaren): enligt {new}, eller ändrade regler, blir samma personer till en andra tabell. Publicera den med de reglerna",
            "{period} is published already by {old} (entry {number} of the ledger): by {new}, or changed rules, the same persons make a second table. Publish it by those rules"
        ),
        Some(Clash::Reading) => say!(
            "{period} är redan publicerad med andra tolkningar (post {number} i liggaren): skillnaden mellan dem kan peka ut någon. Publicera den med de tolkningarna; flera kan jämföras om de publiceras tillsammans från början",
            "{period} is published already with other readings (entry {number} of the ledger): the difference between them may point somebody out. Publish it with those readings; several can be compared if they are published together from the beginning"
        ),
        Some(Clash::Data) | None => say!(
            "{period} är redan publicerad (post {number} i liggaren), och uppgifterna har ändrats sedan dess: skillnaden kan peka ut den som tillkommit. Låt den förra publiceringen stå",
            "{period} is published already (entry {number} of the ledger), and the data have changed since: the difference may point out who was added. Let the earlier publication stand"
        ),
    };
    let short = period;
    let way_out = say!(
        "; måste den ändå ut, anteckna varför: `kvinnofrid ledger LIGGARE --allow {short} --reason \"…\"`",
        "; if it has to come out all the same, note why: `kvinnofrid ledger LEDGER --allow {short} --reason \"…\"`"
    );
    use crate::findings::text::Lang::{En, Sv};
    let text = Text::new(
        format!("{}{}", why.get(Sv), way_out.get(Sv)),
        format!("{}{}", why.get(En), way_out.get(En)),
    );
    ArgumentError::new("ledger", text).into()
}

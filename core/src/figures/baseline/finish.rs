//! Finishes a baseline: bounds, population, and notes for its reader.

use super::bounds::{Loose, known};
use super::estimates::attempts;
use super::partial::{BaselinePartial, Linked};
use super::tables::{Cell, Tables};
use super::{Answers, Baseline, Declared, Dependence, Membership, Population, SourceHead, Surveyed, Table};
use crate::figures::partial::{TOTAL, UNKNOWN};
use crate::figures::report::Protection;
use crate::findings::error::Error;
use crate::findings::text::{Text, say};
use crate::language::date::Period;
use std::sync::Arc;

/// What is set beside those known.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// The population, by year and stratum. The year is that in which the period ends.
    pub population: Population,
    /// The answers of a survey of the population.
    pub survey: Option<Answers>,
    /// Whether those whom no source knows are estimated.
    pub estimate: bool,
    /// What is known of how the sources depend on each other.
    pub dependence: Dependence,
}

impl BaselinePartial {
    /// Returns the baseline of everything that was linked of a single period. Its figures are exact, and may be about few
    /// people. Of several periods: [`series`](Self::series).
    ///
    /// # Errors
    /// [`Error::Argument`] where there are several periods.
    pub fn finish(&self, beside: &Beside) -> Result<Baseline, Error> {
        let (period, linked) = self.single()?;
        let survey = beside.survey.as_ref().map(|survey| survey.of(period));
        Ok(linked.finish(period, &Beside { survey, ..beside.clone() }))
    }
}

impl Linked {
    /// Returns the baseline of its period.
    pub(super) fn finish(&self, period: Period, beside: &Beside) -> Baseline {
        let header = &self.header;
        let tables = self.tables();
        let total = tables.total();
        let estimates = |cell: &Cell, is_total: bool| {
            if beside.estimate { attempts(cell, beside.dependence, is_total) } else { Vec::new() }
        };
        let table = |stratum: &str, cell: &Cell, loose: &Loose<'_>| Table {
            estimates: estimates(cell, stratum == TOTAL),
            stratum: Arc::from(stratum),
            known: known(cell, loose),
            population: beside
                .population
                .of(period.end.ymd().0, stratum)
                .map(|persons| (period.end.ymd().0, persons)),
        };
        let mut found = vec![table(TOTAL, &total, &Loose::default())];
        if header.by.is_some() {
            for (stratum, cell) in self.strata(&tables) {
                found.push(table(stratum.unwrap_or(UNKNOWN), cell, &loose(&tables, stratum)));
            }
        }
        let sources = tables.sources.iter().zip(&total.unkeyed).map(|(head, unkeyed)| SourceHead {
            id: head.name.clone(),
            membership: if head.listed { Membership::Listed } else { Membership::Evaluated },
            records: head.records,
            rejected: head.rejected,
            without_key: unkeyed.rows(),
        });
        let sources: Vec<SourceHead> = sources.collect();
        let mut notes = of_declared(header.declared.as_ref(), period, &sources);
        notes.extend(self::notes(header.group.as_deref(), &sources, tables.conflicts));
        if beside.estimate {
            notes.extend(of_estimates(&total, header.contacts.as_deref()));
        }
        Baseline {
            survey: beside.survey.as_ref().map(|answers| {
                let outcome = answers.share();
                let population = beside.population.of(period.end.ymd().0, TOTAL);
                let persons = outcome.as_ref().ok().zip(population);
                Surveyed {
                    persons: persons.map(|(share, population)| share.of_population(population)),
                    unanswered: answers.unanswered(),
                    outcome,
                }
            }),
            notes,
            protection: Protection::Internal,
            programme: header.programme.clone(),
            edition: header.edition.clone(),
            revision: header.revision.clone(),
            digest: header.digest.clone(),
            engine_version: header.engine_version.clone(),
            declared: header.declared.clone(),
            period,
            group: header.group.clone(),
            contacts: header.contacts.clone(),
            by: header.by.as_ref().map(|by| by.name.clone()),
            readings: header.readings.clone(),
            sources,
            tables: found,
        }
    }

    /// Returns the strata in the order of a report: those of a closed list as declared, others by name, `okänt` last.
    fn strata<'t>(&self, tables: &'t Tables) -> Vec<(Option<&'t str>, &'t Cell)> {
        let mut strata: Vec<_> =
            tables.cells.iter().map(|(stratum, cell)| (stratum.as_deref(), cell)).collect();
        let declared = self.header.by.as_ref().and_then(|by| by.categories.as_deref()).unwrap_or_default();
        let place = |stratum: Option<&str>| {
            stratum.map_or(usize::MAX, |stratum| {
                declared.iter().position(|category| category == stratum).unwrap_or(declared.len())
            })
        };
        strata.sort_by_key(|(stratum, _)| place(*stratum));
        strata
    }
}

/// Returns the rows without a key, beside a stratum's own, that bear on its persons.
pub(super) fn loose<'t>(tables: &'t Tables, stratum: Option<&str>) -> Loose<'t> {
    let without = tables.cells.get(&None);
    if stratum.is_some() {
        let of_anybody = without.map(|cell| cell.unkeyed.iter().map(|unkeyed| unkeyed.rows()).collect());
        return Loose { of_anybody: of_anybody.unwrap_or_default(), without, ..Loose::default() };
    }
    let others = tables.cells.iter().filter(|(stratum, _)| stratum.is_some());
    let rows = others.flat_map(|(_, cell)| &cell.unkeyed).map(|unkeyed| unkeyed.all());
    Loose { elsewhere: rows.sum(), may_be_others: true, ..Loose::default() }
}

fn notes(group: Option<&str>, sources: &[SourceHead], conflicts: u64) -> Vec<Text> {
    let mut notes = Vec::new();
    let listed: Vec<&str> = sources
        .iter()
        .filter(|s| s.membership == Membership::Listed)
        .map(|source| source.id.as_str())
        .collect();
    let list = listed.join(", ");
    match group {
        None => notes.push(say!(
            "Alla som står i källorna räknas; att de hör till det som kartläggs, och till perioden, är uppgiftslämnarens ord.",
            "Everyone in the sources is counted; that they belong to what is mapped, and to the period, is the word of those who gave the data."
        )),
        Some(group) if !listed.is_empty() => notes.push(say!(
            "I {list} räknas alla som hörande till {group} under perioden: villkoret är inte prövat där.",
            "In {list} everyone is counted as belonging to {group} in the period: the condition is not evaluated there."
        )),
        Some(_) => {}
    }
    let without: u64 = sources.iter().map(|source| source.without_key).sum();
    if without > 0 {
        notes.push(say!(
            "Rader utan nyckel: {without}. De kan höra till någon som redan är räknad, eller till någon annan. Gränserna omfattar båda.",
            "Rows without a key: {without}. They may be of somebody who is counted already, or of somebody else. The bounds hold both."
        ));
    }
    if conflicts > 0 {
        notes.push(say!(
            "Personer för vilka källorna anger olika indelning: {conflicts}. Den första källan som anger någon gäller.",
            "Persons of whom the sources state different strata: {conflicts}. The first source that states one holds."
        ));
    }
    notes
}

/// Returns how the baseline differs from the one that the edition declares.
fn of_declared(declared: Option<&Declared>, period: Period, sources: &[SourceHead]) -> Vec<Text> {
    let mut notes = Vec::new();
    let Some(declared) = declared else { return notes };
    if let Some(own) =
        declared.period.as_ref().and_then(|own| Period::parse(own).ok()).filter(|own| !own.holds(period))
    {
        notes.push(say!(
            "Kartläggningen är enligt reglerna för {own}; den här är för {period}.",
            "By the rules the baseline is for {own}; this one is for {period}."
        ));
    }
    let Some(expected) = &declared.sources else { return notes };
    let missing: Vec<&str> = expected
        .iter()
        .filter(|one| sources.iter().all(|own| own.id != one.id))
        .map(|one| one.id.as_str())
        .collect();
    let others: Vec<&str> = sources
        .iter()
        .filter(|own| expected.iter().all(|one| one.id != own.id))
        .map(|own| own.id.as_str())
        .collect();
    if !missing.is_empty() {
        let list = missing.join(", ");
        notes.push(say!(
            "Källor som reglerna anger men som inte är med: {list}.",
            "Sources that the rules name and that are not here: {list}."
        ));
    }
    if !others.is_empty() {
        let list = others.join(", ");
        notes.push(say!(
            "Källor som reglerna inte anger: {list}.",
            "Sources that the rules do not name: {list}."
        ));
    }
    notes
}

/// Returns the notes of a baseline that is published: those without counts.
pub(super) fn of_published(exact: &Baseline, beside: &Beside) -> Vec<Text> {
    let mut found = of_declared(exact.declared.as_ref(), exact.period, &exact.sources);
    let sources: Vec<SourceHead> =
        exact.sources.iter().map(|source| SourceHead { without_key: 0, ..source.clone() }).collect();
    found.extend(notes(exact.group.as_deref(), &sources, 0));
    found.push(say!(
        "Den som inte säkert hör till gruppen, och rader utan nyckel, är inte räknade.",
        "Those of whom it is not certain that they belong to the group, and rows without a key, are not counted."
    ));
    if beside.estimate {
        found.extend(of_estimates(&Cell::default(), exact.contacts.as_deref()));
    }
    found
}

/// Returns what the reader of estimates has to know.
fn of_estimates(total: &Cell, contacts: Option<&str>) -> Vec<Text> {
    let mut notes = vec![say!(
        "Skattningarna är av alla, kända och okända, och står bredvid de kända: de är inte räknade och läggs inte till. Vilken metod som passar avgörs av det man vet om källorna, inte av talen.",
        "The estimates are of everyone, known and unknown, and stand beside those known: they are not counted and not added. Which method fits follows from what is known of the sources, not from the numbers."
    )];
    if let Some(list) = contacts {
        notes.push(say!(
            "Hur ofta personer återkommer i en källa är räknat i elementen i `{list}`, inte i rader. Att de hör till perioden är uppgiftslämnarens ord.",
            "How often persons recur in a source is counted in the elements of `{list}`, not in rows. That they are of the period is the word of those who gave the data."
        ));
        let unknown: u64 = total.times.iter().filter_map(|times| times.get(&None)).sum();
        if unknown > 0 {
            notes.push(say!(
                "Personer vars `{list}` saknas i en källa: {unknown}. De är kända, men utanför skattningarna ur hur ofta personer återkommer, som därför är för låga.",
                "Persons whose `{list}` is missing in a source: {unknown}. They are known, but left out of the estimates from how often persons recur, which are too low therefore."
            ));
        }
    }
    let rows: u64 = total.unkeyed.iter().map(|unkeyed| unkeyed.rows()).sum();
    let unsettled = total.persons.iter().filter(|((_, possible), _)| *possible != 0);
    let persons: u64 = unsettled.map(|(_, persons)| *persons).sum();
    if rows + persons > 0 {
        notes.push(say!(
            "Skattningarna bygger på dem som säkert finns i en källa. Utanför står rader utan nyckel ({rows}) och det som är okänt om dem som kanske hör till ({persons}). Därför kan överlappningen vara för liten, och skattningen för hög.",
            "The estimates rest on those who are certainly in a source. Left out are rows without a key ({rows}) and what is unknown of those who may belong ({persons}). So the overlap may be too small, and the estimate too high."
        ));
    }
    notes
}

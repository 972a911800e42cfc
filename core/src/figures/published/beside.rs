//! Published figures beside those of a report.

use super::{Figure, Published};
use crate::edition::Edition;
use crate::figures::partial::TOTAL;
use crate::figures::report::{Number, Protection, Report, Row};
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::{Text, say};
use crate::language::date::Period;
use crate::language::model::{Publication, Scale};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The options of a comparison with published figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// The code of the municipality, group or unit. Not needed where the file has only one.
    pub area: Option<String>,
    /// The population that the published figures refer to, such as adult inhabitants: by calendar year; the entry
    /// without a year is for every year that is absent.
    pub population: BTreeMap<Option<i32>, u64>,
}

/// The metadata of the comparison as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct BesideReport {
    /// The code of the municipality, group or unit that the published figures are of.
    pub area: String,
    /// The SHA-256 of the file they were read from.
    pub digest: String,
    /// The population that they refer to, by calendar year.
    pub population: BTreeMap<Option<i32>, u64>,
    /// The scale of each indicator that is published.
    pub scales: Vec<(String, Option<Scale>)>,
    /// Caveats of the comparison, and what was not compared.
    pub notes: Vec<Text>,
}

/// A published figure beside ours.
#[derive(Clone, Debug, PartialEq)]
pub struct RowBeside {
    /// The published value.
    pub published: Option<f64>,
    /// Our value on the scale of the published one.
    pub own: Option<f64>,
    /// Our lower bound on that scale.
    pub own_lower: Option<f64>,
    /// Our upper bound on that scale.
    pub own_upper: Option<f64>,
    /// Our value less the published one, where they can be compared.
    pub difference: Option<f64>,
    /// Whether they can be compared, and if not, the reason.
    pub comparability: Comparability,
}

/// Whether a published figure can be compared with ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Comparability {
    /// `compared`: both are on the same scale.
    Compared,
    /// `no_population`: the population of the published figure was not given.
    NoPopulation,
    /// `group_mean`: it is the unweighted mean of several municipalities, and ours is of everyone.
    GroupMean,
    /// `withheld`: the publisher has no value.
    Withheld,
    /// `not_published`: the file has no figure of the indicator and period.
    NotPublished,
    /// `not_available`: we have no figure.
    NotAvailable,
}

impl Comparability {
    /// Every value.
    pub const ALL: [Self; 6] = [
        Self::Compared,
        Self::NoPopulation,
        Self::GroupMean,
        Self::Withheld,
        Self::NotPublished,
        Self::NotAvailable,
    ];

    /// Returns the value of the column `comparison`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Compared => "compared",
            Self::NoPopulation => "no_population",
            Self::GroupMean => "group_mean",
            Self::Withheld => "withheld",
            Self::NotPublished => "not_published",
            Self::NotAvailable => "not_available",
        }
    }
}

impl Report {
    /// Returns the report with published figures beside its own: totals of periods that are calendar years, of the
    /// indicators that `editions`, those that counted, declare as published. No figure of ours changes.
    ///
    /// # Errors
    /// [`Error::Argument`] where the report is protected, no indicator of the editions is published, or the file has
    /// figures of several municipalities and none, or an absent one, is chosen.
    pub fn beside(
        mut self,
        published: &Published,
        editions: &[Arc<Edition>],
        asked: &Beside,
    ) -> Result<Self, Error> {
        if matches!(self.receipt.protection, Protection::Protected(_)) {
            let text = say!(
                "publicerade siffror kan inte stå bredvid skyddade: de är exakta tal om samma personer, och tillsammans kan de avslöja vad skyddet döljer; jämför i en intern rapport, utan `--protect`",
                "published figures can't stand beside protected ones: they are exact numbers about the same persons, and together they may reveal what the protection hides; compare in an internal report, without `--protect`"
            );
            return Err(ArgumentError::new("published", text).into());
        }
        let publications = Publications::of(&self, editions);
        if publications.0.is_empty() {
            let names: Vec<String> = editions.iter().map(|edition| edition.id()).collect();
            let names = names.join(", ");
            let text = say!(
                "ingen indikator i {names} är publicerad av någon annan; en indikator säger det med `publicerad`",
                "no indicator of {names} is published by anybody else; an indicator says so by `published`"
            );
            return Err(ArgumentError::new("published", text).into());
        }
        let area = area_of(published, asked)?;
        let figures: Vec<&Figure> = published.figures.iter().filter(|figure| figure.area == area).collect();
        for row in &mut self.rows {
            let is_total = row.strata.iter().all(|stratum| &**stratum == TOTAL);
            let Some(one) =
                publications.find(row).filter(|_| is_total && row.reading.is_none() && !row.is_bridge)
            else {
                continue;
            };
            let mut found = figures.iter().filter(|figure| {
                figure.is_total && figure.key_figure == one.key_figure && figure.period == row.period
            });
            row.beside = Some(RowBeside::of(row, found.next().copied(), one.scale.as_ref(), asked));
        }
        let notes = publications.notes(&self, &figures);
        self.beside = Some(BesideReport {
            area,
            digest: published.digest.clone(),
            population: asked.population.clone(),
            scales: publications.0.iter().map(|(_, id, one)| (id.clone(), one.scale.clone())).collect(),
            notes,
        });
        Ok(self)
    }
}

/// Returns whose figures are compared.
fn area_of(published: &Published, asked: &Beside) -> Result<String, Error> {
    let areas = published.areas();
    let there = areas.iter().take(10).copied().collect::<Vec<_>>().join(", ");
    let wrong = |text: Text| Err(ArgumentError::new("published-for", text).into());
    match (&asked.area, areas.as_slice()) {
        (Some(area), _) if areas.contains(&area.as_str()) => Ok(area.clone()),
        (Some(area), _) => wrong(say!(
            "filen har inga siffror för `{area}`; den har: {there}",
            "the file has no figures of `{area}`; it has: {there}"
        )),
        (None, [only]) => Ok((*only).to_owned()),
        (None, []) => wrong(say!("filen har inga siffror", "the file has no figures")),
        (None, _) => wrong(say!(
            "filen har siffror för flera; säg vems som ska jämföras, till exempel `{there}`",
            "the file has figures of several; say whose are to be compared, for example `{there}`"
        )),
    }
}

impl RowBeside {
    /// Returns whether the published value lies within our bounds.
    #[must_use]
    pub fn is_within(&self) -> bool {
        let bounds = self.published.zip(self.own_lower);
        self.comparability == Comparability::Compared
            && bounds.is_some_and(|(published, lower)| lower <= published)
            && self.own_upper.is_none_or(|upper| self.published.is_some_and(|published| published <= upper))
    }

    fn of(row: &Row, figure: Option<&Figure>, scale: Option<&Scale>, asked: &Beside) -> Self {
        let population = |of: &Scale| match &of.of {
            None => Some(1),
            Some(_) => {
                let year = row.period.start.ymd().0;
                let found = asked.population.get(&Some(year)).or_else(|| asked.population.get(&None));
                found.copied().filter(|population| *population > 0)
            }
        };
        // The factor from our scale to the published one.
        let factor = match scale {
            None => Some(1.0),
            Some(scale) => population(scale).map(|population| f64::from(scale.per) / population as f64),
        };
        let scaled = |number: Option<Number>| {
            let number = match number? {
                Number::Count(count) => count as f64,
                Number::Share(share) => share,
            };
            Some(number * factor?)
        };
        let (own, published) = (scaled(row.figures.value), figure.and_then(|figure| figure.value));
        let comparability = match figure {
            _ if row.figures.value.is_none() => Comparability::NotAvailable,
            None => Comparability::NotPublished,
            Some(Figure { value: None, .. }) => Comparability::Withheld,
            Some(Figure { members, .. }) if *members != 1 => Comparability::GroupMean,
            Some(_) if factor.is_none() => Comparability::NoPopulation,
            Some(_) => Comparability::Compared,
        };
        let difference = own.zip(published).filter(|_| comparability == Comparability::Compared);
        Self {
            published,
            own,
            own_lower: scaled(row.figures.lower),
            own_upper: scaled(row.figures.upper),
            difference: difference.map(|(own, published)| own - published),
            comparability,
        }
    }
}

/// The publications of a report's indicators: the edition, the indicator and the publication.
struct Publications<'a>(Vec<(&'a str, String, &'a Publication)>);

impl<'a> Publications<'a> {
    fn of(report: &Report, editions: &'a [Arc<Edition>]) -> Self {
        let counted = |id: &str| report.indicators.iter().any(|head| head.id == id);
        let of_edition = |edition: &'a Arc<Edition>| {
            let all = edition.model().indicators.iter().filter(|indicator| counted(&indicator.id));
            all.filter_map(move |indicator| {
                Some((edition.head().edition.as_str(), indicator.id.clone(), indicator.publication.as_ref()?))
            })
        };
        Self(editions.iter().flat_map(of_edition).collect())
    }

    fn find(&self, row: &Row) -> Option<&'a Publication> {
        let edition = row.edition.as_ref()?;
        let of_row =
            |(of, id, _): &&(&str, String, &Publication)| *of == edition.edition && **id == *row.indicator;
        self.0.iter().find(of_row).map(|(.., one)| *one)
    }

    /// Returns the caveats, and what of the file was not compared.
    fn notes(&self, report: &Report, figures: &[&Figure]) -> Vec<Text> {
        let mut grouped: Vec<(&str, Vec<&str>)> = Vec::new();
        for (_, id, one) in &self.0 {
            let Some(note) = one.note.as_deref() else { continue };
            match grouped.iter_mut().find(|(known, _)| *known == note) {
                Some((_, ids)) if !ids.contains(&id.as_str()) => ids.push(id),
                Some(_) => {}
                None => grouped.push((note, vec![id])),
            }
        }
        let texts = grouped.iter().map(|(note, ids)| Text::same(format!("{}: {note}", ids.join(", "))));
        let mut notes: Vec<Text> = texts.collect();
        let mut asked: Vec<Period> = report.rows.iter().map(|row| row.period).collect();
        asked.sort_unstable();
        asked.dedup();
        let (mut foreign, mut other_years, mut by_sex) = (Vec::new(), Vec::new(), 0_u64);
        for figure in figures {
            let name = figure.key_figure.clone();
            if !self.0.iter().any(|(.., one)| one.key_figure == name) {
                foreign.push(name);
            } else if !asked.contains(&figure.period) {
                other_years.push(format!("{name} {}", figure.period.start.ymd().0));
            } else if !figure.is_total {
                by_sex += 1;
            }
        }
        if let Some(names) = listed(foreign) {
            notes.push(say!(
                "i filen, men ingen indikator här: {names}",
                "in the file, but no indicator here: {names}"
            ));
        }
        if let Some(years) = listed(other_years) {
            notes.push(say!(
                "i filen, men för år som rapporten inte frågar om: {years}",
                "in the file, but of years that the report does not ask about: {years}"
            ));
        }
        if by_sex > 0 {
            notes.push(say!(
                "{by_sex} siffror i filen är för kvinnor eller män för sig och jämförs inte",
                "{by_sex} figures of the file are of women or of men and are not compared"
            ));
        }
        notes
    }
}

/// Lists the first of some names, each once, and the number of further ones.
fn listed(mut names: Vec<String>) -> Option<String> {
    const FEW: usize = 10;
    names.sort_unstable();
    names.dedup();
    let more = names.len().saturating_sub(FEW);
    names.truncate(FEW);
    let rest = if more > 0 { format!(", … +{more}") } else { String::new() };
    (!names.is_empty()).then(|| format!("{}{rest}", names.join(", ")))
}

//! Links records of several sources by their keys.

use super::partial::{BaselinePartial, Content, Header, Linked};
use super::persons::{Contacts, Persons};
use super::{BaselineOptions, MAX_SOURCES};
use super::{Declared, DeclaredSource};
use crate::data::document::{Cell, Document};
use crate::data::input::{OnError, Records};
use crate::data::notes::{self, Notice, Oddities};
use crate::data::schema::Schema;
use crate::edition::Edition;
use crate::edition::options::Options;
use crate::evaluate::plan::{Op, Operation, Plan};
use crate::evaluate::scalar::{Evaluator, Scene};
use crate::figures::count::{By, breakdown, chosen, strata};
use crate::figures::partial::{Breakdown, Stratum};
use crate::findings::error::{ArgumentError, Error, LimitError};
use crate::findings::text::{nfc, say};
use crate::language::date::Period;
use crate::language::model::{Baseline, Citation, With};
use crate::language::truth::Truth;
use crate::language::types::ColumnKind;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How many rejected records are remembered with their reason.
const REMEMBERED: usize = 20;

/// Links the records of several sources. Used by one thread at a time. Memory grows with the distinct keys: some 40 bytes
/// and 24 for each source, in each period.
#[derive(Debug)]
pub struct Linker {
    edition: Arc<Edition>,
    asked: Vec<Asked>,
    /// By period, as the following.
    evaluators: Vec<Evaluator>,
    persons: Vec<Persons>,
    by: Vec<By>,
    listed: BTreeSet<String>,
    /// The list whose elements are contacts.
    contacts: Option<usize>,
    schema: Schema,
    on_error: OnError,
    document: Document,
    odd: Oddities,
    rejected: u64,
    rejections: Vec<Error>,
}

/// What is asked of each record in a period.
#[derive(Debug)]
struct Asked {
    period: Period,
    header: Header,
    plan: Plan,
    group: Option<Op>,
    /// The fields that the group's condition reads.
    reads: BTreeSet<usize>,
}

impl Edition {
    /// Returns a linker for the baselines of some periods. [`Options::by`] may name one breakdown. Over several editions:
    /// [`Series::baseline`](crate::series::Series::baseline).
    ///
    /// # Errors
    /// [`Error::Argument`] where there is no period, or a group, reading, field or grouping does not exist.
    pub fn baseline(self: &Arc<Self>, options: &Options, asked: &BaselineOptions) -> Result<Linker, Error> {
        Linker::new(self, options, asked)
    }
}

impl Linker {
    fn new(edition: &Arc<Edition>, options: &Options, asked: &BaselineOptions) -> Result<Self, Error> {
        let options = options.normalised();
        let periods = options.all_periods()?;
        if options.every_alternative {
            let text = say!(
                "en kartläggning görs för en tolkning i taget; ange ett alternativ",
                "a baseline is made for one reading at a time; give one alternative"
            );
            return Err(ArgumentError::new("reading", text).into());
        }
        if options.by.len() > 1 {
            let text = say!(
                "en kartläggning delas upp efter ett fält; ange ett i taget",
                "a baseline is broken down by one field; give one at a time"
            );
            return Err(ArgumentError::new("by", text).into());
        }
        let readings = edition.readings(&options.readings)?;
        let by = options.by.iter().map(|name| breakdown(edition, name)).collect::<Result<Vec<_>, _>>()?;
        let axis = || {
            options.by.first().zip(by.first()).map(|(name, by)| Breakdown {
                name: name.clone(),
                categories: match by {
                    By::Code(_, list) | By::Grouping(_, list) => Some(list.clone()),
                    By::Category(_) => None,
                },
            })
        };
        let head = edition.head();
        let mut of_periods = Vec::with_capacity(periods.len());
        for period in periods {
            let plan = edition.plan(period, &readings, With::default())?.within(&options.limits);
            let group = asked.group.as_deref().map(|id| group_of(edition, &plan, &nfc(id))).transpose()?;
            let header = Header {
                programme: head.programme.clone(),
                edition: head.edition.clone(),
                revision: head.revision.clone(),
                digest: edition.digest().to_owned(),
                engine_version: env!("CARGO_PKG_VERSION").into(),
                record: edition.record().to_owned(),
                period: period.to_string(),
                group: asked.group.as_deref().map(|id| nfc(id).into_owned()),
                contacts: asked.contacts.as_deref().map(|list| nfc(list).into_owned()),
                by: axis(),
                declared: declared(edition, &readings, asked.group.as_deref()),
                readings: chosen(edition.model(), &readings),
            };
            let reads = group.map(|group| columns(&plan, group)).unwrap_or_default();
            of_periods.push(Asked { period, header, plan, group, reads });
        }
        let contacts = asked.contacts.as_deref().map(|list| list_of(edition, list)).transpose()?;
        Ok(Self {
            contacts,
            schema: edition.schema_of_baseline(&options, asked),
            evaluators: of_periods.iter().map(|one| Evaluator::new(&one.plan)).collect(),
            persons: of_periods.iter().map(|one| Persons::new(one.header.by.as_ref())).collect(),
            listed: asked.listed.iter().map(|source| nfc(source).into_owned()).collect(),
            on_error: options.on_error,
            document: Document::new(edition.layout()),
            odd: Oddities::default(),
            rejected: 0,
            rejections: Vec::new(),
            edition: Arc::clone(edition),
            asked: of_periods,
            by,
        })
    }

    /// Returns the schema that records are read by: see [`Edition::schema_of_baseline`].
    #[must_use]
    pub fn schema(&self) -> Schema {
        self.schema.clone()
    }

    /// Links all `records`, which must have been built for [`schema`](Self::schema), as rows of `source`. A source may be
    /// given in several parts.
    ///
    /// # Errors
    /// [`Error::Input`] where a record does not match the schema or the data cannot be read, [`Error::Evaluate`] where a
    /// rule overflows or divides by zero; with [`OnError::Skip`] such records are skipped and counted. [`Error::Argument`]
    /// where there are more than [`MAX_SOURCES`], or the name is empty; [`Error::Limit`] where a field has too many values.
    pub fn add_all(&mut self, source: &str, records: &mut dyn Records) -> Result<(), Error> {
        self.schema.is_read_by(records.decoder())?;
        let number = self.source(source)?;
        loop {
            let mut document = std::mem::take(&mut self.document);
            let (read, is_broken) = match records.next(&mut document) {
                Ok(None) => {
                    self.document = document;
                    self.odd.merge(&records.take_oddities());
                    return Ok(());
                }
                Ok(Some(row)) => (self.add(number, &document, row), false),
                Err(error) => (Err(error.into()), records.is_broken()),
            };
            self.document = document;
            if let Err(error) = read {
                if is_broken || self.on_error == OnError::Stop || !error.is_of_a_record() {
                    return Err(error);
                }
                self.rejected = self.rejected.saturating_add(1);
                for source in self.persons.iter_mut().filter_map(|persons| persons.sources.get_mut(number)) {
                    source.rejected = source.rejected.saturating_add(1);
                }
                if self.rejections.len() < REMEMBERED {
                    self.rejections.push(error);
                }
            }
        }
    }

    /// Returns the number of a source, adding it.
    fn source(&mut self, name: &str) -> Result<usize, Error> {
        let name = nfc(name.trim());
        if name.is_empty() {
            let text = say!("källan saknar namn", "the source has no name");
            return Err(ArgumentError::new("source", text).into());
        }
        let mut number = 0;
        // The sources are the same in all periods, and so is their order.
        for (Asked { header, .. }, persons) in self.asked.iter().zip(&mut self.persons) {
            let is_new = persons.sources.iter().all(|source| source.name != *name);
            check_sources(persons.sources.len() + usize::from(is_new))?;
            number = persons.source(&name, |one, other| header.is_before(one, other));
            if let Some(source) = persons.sources.get_mut(number) {
                source.listed |= self.listed.contains(&*name);
            }
        }
        Ok(number)
    }

    /// Links a record in all periods, or in none where a rule fails in one.
    fn add(&mut self, source: usize, document: &Document, row: u64) -> Result<(), Error> {
        let mut answers = Vec::with_capacity(self.asked.len());
        for (Asked { plan, group, .. }, evaluator) in self.asked.iter().zip(&mut self.evaluators) {
            let scene = Scene { plan, document };
            evaluator.begin();
            let belongs = match group {
                Some(group) => evaluator.truth(scene, *group).map_err(|fault| fault.at_row(plan, row))?,
                None => Truth::True,
            };
            let groupings = plan.runs.first().map_or(&[][..], |run| &run.groupings);
            let own =
                strata(&self.by, groupings, scene, evaluator).map_err(|fault| fault.at_row(plan, row))?;
            answers.push((belongs, own.into_iter().next()));
        }
        let contacts = self.contacts.map_or(Contacts::ONE, |column| match document.cell(0, 0, column) {
            Cell::List { len, .. } => Contacts::of(len),
            _ => Contacts::UNKNOWN,
        });
        for ((asked, persons), (belongs, own)) in self.asked.iter().zip(&mut self.persons).zip(answers) {
            let stratum = match (own, &mut persons.axis) {
                (Some(Stratum::Known(name)), Some(axis)) => axis.code(Stratum::Known(name), row)?,
                _ => 0,
            };
            if asked.reads.iter().any(|column| document.cell(0, 0, *column) != Cell::Missing)
                && let Some(source) = persons.sources.get_mut(source)
            {
                source.has_fields = true;
            }
            persons.add(source, self.edition.key_of(document), (belongs, contacts), stratum);
        }
        Ok(())
    }

    /// Returns the oddities of the records so far as notices, and which sources have none.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        let mut notices = self.odd.notices(self.edition.layout());
        let sources = self.persons.first().map(|persons| &persons.sources).into_iter().flatten();
        let empty = sources.filter(|source| source.records == 0);
        notices.extend(empty.map(|source| notes::nobody_in_source(&source.name, source.rejected)));
        notices
    }

    /// Returns how many records were skipped so far.
    #[must_use]
    pub fn rejected(&self) -> u64 {
        self.rejected
    }

    /// Returns why the first skipped records, at most twenty, were skipped.
    #[must_use]
    pub fn rejections(&self) -> &[Error] {
        &self.rejections
    }

    /// Like [`rejections`](Self::rejections), but also clears them: up to twenty later ones are recorded again.
    pub fn take_rejections(&mut self) -> Vec<Error> {
        std::mem::take(&mut self.rejections)
    }

    /// Returns what was linked, to be finished, merged or sent. It holds keys: it is personal data.
    #[must_use]
    pub fn into_partial(self) -> BaselinePartial {
        let linked = |(Asked { period, header, .. }, persons)| {
            (period, Linked { header, content: Content::Persons(persons) })
        };
        BaselinePartial::of(self.asked.into_iter().zip(self.persons).map(linked))
    }
}

/// Checks that there are not too many sources.
pub(super) fn check_sources(sources: usize) -> Result<(), Error> {
    if sources > MAX_SOURCES {
        let text = say!(
            "en kartläggning har högst {MAX_SOURCES} källor; slå ihop några till en",
            "a baseline has at most {MAX_SOURCES} sources; merge some into one"
        );
        return Err(LimitError::new(text).into());
    }
    Ok(())
}

/// Returns the baseline that the edition declares: that of the group, else the first.
fn declared(edition: &Edition, readings: &[usize], group: Option<&str>) -> Option<Declared> {
    let model = edition.model();
    let group = group.and_then(|id| model.group(&nfc(id)));
    let of_group = |baseline: &&Baseline| group.is_some_and(|group| baseline.groups.contains(&group));
    let found = model.baselines.iter().find(of_group).or_else(|| model.baselines.first())?;
    let sources = found.sources.as_ref().and_then(|sources| sources.under(readings));
    let period = found.period.as_ref().and_then(|period| period.under(readings));
    Some(Declared {
        id: found.id.clone(),
        name: found.name.clone(),
        citation: found.citation.as_ref().map(|citation| match citation {
            Citation::Passage { source, passage } => format!("{source}, {passage}"),
            Citation::Interpretation(id) => id.clone(),
        }),
        period: period.map(ToString::to_string),
        population: found.population.clone(),
        sources: sources.map(|all| {
            all.iter()
                .map(|s| DeclaredSource { id: s.id.clone(), name: s.name.clone(), system: s.system.clone() })
                .collect()
        }),
    })
}

fn group_of(edition: &Edition, plan: &Plan, id: &str) -> Result<Op, Error> {
    let groups = &edition.model().groups;
    let found = groups.iter().position(|group| group.id == id);
    found.and_then(|number| plan.groups.get(number)).copied().ok_or_else(|| {
        let list = groups.iter().map(|group| group.id.as_str()).collect::<Vec<_>>().join(", ");
        let text = if groups.is_empty() {
            let edition = edition.id();
            say!(
                "{edition} har inga målgrupper; utelämna målgruppen, så räknas alla som står i källorna",
                "{edition} has no target groups; leave the group out, and everyone in the sources is counted"
            )
        } else {
            say!(
                "målgruppen `{id}` finns inte; de som finns är: {list}",
                "there is no target group `{id}`; there are: {list}"
            )
        };
        ArgumentError::new("group", text).into()
    })
}

/// Returns the column of the list whose elements are contacts.
fn list_of(edition: &Edition, name: &str) -> Result<usize, Error> {
    edition.list(name).ok_or_else(|| {
        let columns = edition.layout().tables.first().map_or(&[][..], |table| &table.columns);
        let lists = columns.iter().filter(|column| matches!(column.kind, ColumnKind::List(_)));
        let list = lists.map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ");
        let text = say!(
            "posten har ingen lista `{name}`; de som finns är: {list}",
            "the record has no list `{name}`; there are: {list}"
        );
        ArgumentError::new("contacts", text).into()
    })
}

/// Returns the fields of the record that an operation reads.
fn columns(plan: &Plan, op: Op) -> BTreeSet<usize> {
    let mut columns = BTreeSet::new();
    let mut left = vec![op];
    let mut seen = BTreeSet::new();
    while let Some(op) = left.pop() {
        let Some(operation) = plan.operations.get(op.0 as usize).filter(|_| seen.insert(op)) else {
            continue;
        };
        if let Operation::Column { table: 0, column, .. } = operation {
            columns.insert(usize::from(*column));
        }
        if let Some(list) = operation.list().filter(|list| list.owner_table == 0) {
            columns.insert(usize::from(list.column));
        }
        operation.parts(&mut |part| left.push(part));
    }
    columns
}

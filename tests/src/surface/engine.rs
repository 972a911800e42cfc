//! The engine's own API.

use super::{KEY, Question, Surface};
use kvinnofrid::baseline::{BaselineOptions, Beside, Dependence};
use kvinnofrid::casework::With;
use kvinnofrid::date::{Date, Period};
use kvinnofrid::diagnostic::render::{Format as Findings, RenderOptions, render};
use kvinnofrid::diff::{Diff, DiffOptions, editions};
use kvinnofrid::error::Error;
use kvinnofrid::input::{InputFormat, JsonRecords};
use kvinnofrid::members::Keys;
use kvinnofrid::options::Options;
use kvinnofrid::output::{
    Format, MemberFormat, MemberLines, baseline_series_json, validation_json, worklist_json, write,
};
use kvinnofrid::protect::ledger::MemoryStore;
use kvinnofrid::protect::{Key, Method, Protect};
use kvinnofrid::rules::{Programme, Rules};
use kvinnofrid::series::Part;
use kvinnofrid::text::Lang;
use kvinnofrid::validate::Validator;
use kvinnofrid::worklist::{Per, WorklistOptions};
use std::path::Path;

/// The crate `kvinnofrid`, with its embedded rule sets.
#[derive(Debug)]
pub struct Engine {
    rules: Rules,
}

impl Default for Engine {
    fn default() -> Self {
        Self { rules: Rules::embedded() }
    }
}

impl Engine {
    fn asked(&self, question: &Question) -> Result<(Programme, Options), Error> {
        let options = Options {
            periods: question.period.iter().map(|p| Period::parse(p)).collect::<Result<_, _>>()?,
            on: question.on.as_deref().and_then(Date::parse),
            by: question.by.clone(),
            readings: question.readings.clone(),
            with: match question.with.is_empty() {
                true => With::default(),
                false => With::parse(&question.with.join(","))?,
            },
            why: question.why,
            cell: question.cell.clone(),
            ..Options::default()
        };
        let programme = match &question.rules {
            Some(folder) => Rules::open(folder)?.programme(&question.programme)?,
            None => self.rules.programme(&question.programme)?,
        };
        Ok((programme, options))
    }

    fn answers(&self, question: &Question, records: &str) -> Result<String, Error> {
        let (programme, options) = self.asked(question)?;
        let edition = programme.choose(question.edition.as_deref(), &options)?;
        let mut classifier = edition.classifier(&options)?;
        let mut records =
            JsonRecords::new(records.as_bytes(), InputFormat::Ndjson, &classifier.schema(), None);
        let mut answers = String::new();
        while let Some(answer) = classifier.next_of(&mut records)? {
            let line = serde_json::to_string(&answer).map_err(|error| Error::Internal(error.to_string()))?;
            answers.push_str(&line);
            answers.push('\n');
        }
        Ok(answers)
    }

    fn listed(&self, question: &Question, records: &str) -> Result<String, Error> {
        let (programme, options) = self.asked(question)?;
        let options = Options { indicators: question.indicators.clone(), ..options };
        let mut listed = programme.series(question.edition.as_deref(), &options)?.members(Keys::Masked)?;
        let mut written = MemberLines::new(MemberFormat::Json, listed.said());
        let mut lines = String::new();
        for (_, members) in listed.parts() {
            written.begin(members);
            let schema = members.schema();
            let mut records = JsonRecords::new(records.as_bytes(), InputFormat::Ndjson, &schema, None);
            members.each(&mut records, |member| {
                lines.push_str(&written.line(&member)?);
                Ok::<_, Error>(())
            })?;
            lines.push_str(&written.later());
        }
        Ok(lines)
    }

    fn jobs(&self, question: &Question, records: &str) -> Result<String, Error> {
        let (programme, options) = self.asked(question)?;
        let options = Options { indicators: question.indicators.clone(), ..options };
        let per = if question.per == "record" { Per::Record } else { Per::Field };
        let asked = WorklistOptions { per, ..WorklistOptions::default() };
        let series = programme.series(question.edition.as_deref(), &options)?;
        let mut gathered = series.worklist(asked, Keys::Masked)?;
        for (_, gatherer) in gathered.parts() {
            let schema = gatherer.schema();
            gatherer.add_all(&mut JsonRecords::new(
                records.as_bytes(),
                InputFormat::Ndjson,
                &schema,
                None,
            ))?;
        }
        worklist_json(&gathered.finish()?)
    }

    fn faults(&self, question: &Question, records: &str) -> Result<String, Error> {
        let (programme, options) = self.asked(question)?;
        let edition = programme.choose(question.edition.as_deref(), &options)?;
        let mut validator = Validator::new(&[edition], &options)?;
        let schema = validator.schema();
        let mut records = JsonRecords::new(records.as_bytes(), InputFormat::Ndjson, &schema, None);
        validator.add_all(&mut records, None);
        validation_json(&validator.finish(), Lang::Sv)
    }

    fn compared(question: &Question, old: &Path, new: &Path) -> Result<String, Error> {
        let periods = question.period.iter().map(|p| Period::parse(p)).collect::<Result<_, _>>()?;
        let asked = DiffOptions { periods, renamed: question.renamed.clone() };
        let (old, new) = (Rules::open(old)?, Rules::open(new)?);
        let programme = Some(question.programme.as_str());
        let diff = Diff::between(&editions(&old, programme)?, &editions(&new, programme)?, &asked)?;
        Ok(diff.to_json().to_string())
    }

    fn linked(&self, question: &Question, sources: &[(String, String)]) -> Result<String, Error> {
        let (programme, options) = self.asked(question)?;
        let asked = BaselineOptions {
            group: question.group.clone(),
            listed: question.listed.iter().cloned().collect(),
            contacts: question.contacts.clone(),
            ..BaselineOptions::default()
        };
        let mut linked =
            programme.series_of_baseline(question.edition.as_deref(), &options, &asked)?.baseline(&asked)?;
        for (_, linker) in linked.parts() {
            for (name, lines) in sources {
                let schema = linker.schema();
                let mut records = JsonRecords::new(lines.as_bytes(), InputFormat::Ndjson, &schema, None);
                linker.add_all(name, &mut records)?;
            }
        }
        let dependence = match question.dependence.as_str() {
            "referral" => Dependence::Referral,
            "avoidance" => Dependence::Avoidance,
            _ => Dependence::Unknown,
        };
        let beside = Beside { estimate: question.estimate, dependence, ..Beside::default() };
        baseline_series_json(&linked.into_partial()?.series(&beside)?)
    }

    fn figures(&self, question: &Question, records: &str) -> Result<String, Error> {
        let (programme, options) = self.asked(question)?;
        let mut series = programme.series(question.edition.as_deref(), &options)?;
        if let Some(period) = &question.bridge {
            series = series.with_bridge(period.as_deref().map(Period::parse).transpose()?)?;
        }
        let count =
            |part: &Part| part.edition.partial(records.as_bytes(), InputFormat::Ndjson, &part.options);
        let partials = series.parts().iter().map(count).collect::<Result<Vec<_>, _>>()?;
        let report = match &question.protect {
            None => series.finish(&partials)?,
            Some(method) => {
                let protect = Protect { method: Method::parse(method)?, key: Key::new(KEY.as_bytes())? };
                series.protect(&partials, &protect, &mut MemoryStore::default())?
            }
        };
        write(&report, Format::Csv, Lang::Sv)
    }
}

impl Surface for Engine {
    fn name(&self) -> &'static str {
        "Rust"
    }

    fn report(&self, question: &Question, records: &str) -> Result<String, String> {
        self.figures(question, records).map_err(|error| error.to_string())
    }

    fn classify(&self, question: &Question, records: &str) -> Result<String, String> {
        self.answers(question, records).map_err(|error| error.to_string())
    }

    fn members(&self, question: &Question, records: &str) -> Result<String, String> {
        self.listed(question, records).map_err(|error| error.to_string())
    }

    fn worklist(&self, question: &Question, records: &str) -> Result<String, String> {
        self.jobs(question, records).map_err(|error| error.to_string())
    }

    fn validate(&self, question: &Question, records: &str) -> Result<String, String> {
        self.faults(question, records).map_err(|error| error.to_string())
    }

    fn baseline(&self, question: &Question, sources: &[(String, String)]) -> Result<String, String> {
        self.linked(question, sources).map_err(|error| error.to_string())
    }

    fn diff(&self, question: &Question, old: &Path, new: &Path) -> Result<String, String> {
        Self::compared(question, old, new).map_err(|error| error.to_string())
    }

    fn check(&self, folder: &Path) -> Result<String, String> {
        let rules = Rules::open(folder).map_err(|error| error.to_string())?;
        let options = RenderOptions { format: Findings::Concise, ..RenderOptions::default() };
        Ok(render(&rules.check(), rules.sources(), options))
    }
}

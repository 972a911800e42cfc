//! A survey beside a baseline: which share of a population says that it is exposed.

use crate::figures::estimate::{Designed, Refusal, Share, weighted, wilson};
use crate::findings::error::{Error, InputError};
use crate::findings::text::{Text, say};
use crate::language::date::Period;
use std::collections::BTreeMap;

/// The maximum size in bytes of the answers of a survey.
pub const MAX_SURVEY_BYTES: usize = 64 << 20;

/// The answers of a survey: yes or no, each with its weight, and where the design is known its stratum and cluster.
///
/// ```
/// use kvinnofrid::baseline::Answers;
///
/// let answers = Answers::read("svar;vikt\nja;1,5\nnej;1\nnej;1\n;1\n".as_bytes())?;
/// let share = answers.share()?;
/// assert_eq!((share.respondents, answers.unanswered()), (3, 1));
/// assert_eq!((share.share * 1000.0).round(), 429.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
    answers: Vec<Answer>,
    /// Of those who did not answer, the period that they belong to.
    unanswered: Vec<Option<Period>>,
    has_weights: bool,
    has_design: bool,
    has_periods: bool,
}

#[derive(Clone, Debug, PartialEq)]
struct Answer {
    /// The period that it belongs to, where the survey says so.
    period: Option<Period>,
    yes: bool,
    weight: f64,
    stratum: String,
    /// Of those without clusters, each is one.
    cluster: Option<String>,
}

/// The columns of a survey.
#[derive(Clone, Copy)]
enum Column {
    Answer,
    Weight,
    Stratum,
    Cluster,
    Period,
    Other,
}

impl Answers {
    /// Reads CSV in UTF-8 with a line of headings, separated by `;`, `,` or tabs: `svar` or `answer` (`ja`, `nej`, `yes`,
    /// `no`, `1`, `0`; empty is no answer), and where they are known `vikt` or `weight`, `skikt` or `stratum`,
    /// `kluster` or `cluster`, and `period`, such as `2013`. Other columns are not read. With `;` a weight may have a decimal comma.
    ///
    /// # Errors
    /// [`Error::Input`] with the row where it is something else. No answer is repeated.
    pub fn read(csv: &[u8]) -> Result<Self, Error> {
        let wrong = |row: usize, text: Text| Error::from(InputError::new(text).at_row(row as u64));
        let text =
            std::str::from_utf8(csv).ok().filter(|text| text.len() <= MAX_SURVEY_BYTES).ok_or_else(|| {
                wrong(
                    1,
                    say!(
                        "enkätens svar är inte UTF-8, eller för många",
                        "the answers of the survey are not UTF-8, or too many"
                    ),
                )
            })?;
        let mut lines = text.trim_start_matches('\u{feff}').lines().enumerate();
        let (_, heads) = lines.next().unwrap_or((0, ""));
        let separator =
            [';', '\t', ','].into_iter().find(|separator| heads.contains(*separator)).unwrap_or(';');
        let cells = |line: &str| -> Vec<String> {
            line.split(separator).map(|cell| cell.trim().trim_matches('"').trim().to_owned()).collect()
        };
        let columns: Vec<Column> = cells(heads).iter().map(|head| column(&head.to_lowercase())).collect();
        let has = |is: fn(&Column) -> bool| columns.iter().any(is);
        if !has(|column| matches!(column, Column::Answer)) {
            return Err(wrong(
                1,
                say!("enkäten har ingen kolumn `svar`", "the survey has no column `answer`"),
            ));
        }
        let mut found = Self {
            has_weights: has(|column| matches!(column, Column::Weight)),
            has_design: has(|column| matches!(column, Column::Stratum | Column::Cluster)),
            has_periods: has(|column| matches!(column, Column::Period)),
            ..Self::default()
        };
        for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
            let mut answer =
                Answer { period: None, yes: false, weight: 1.0, stratum: String::new(), cluster: None };
            let mut is_answered = false;
            for (column, cell) in columns.iter().zip(cells(line)) {
                match column {
                    Column::Answer => match cell.to_lowercase().as_str() {
                        "" => {}
                        "ja" | "yes" | "1" | "true" => (answer.yes, is_answered) = (true, true),
                        "nej" | "no" | "0" | "false" => is_answered = true,
                        _ => {
                            return Err(wrong(
                                number + 1,
                                say!(
                                    "svaret är varken ja eller nej; lämna det tomt där det saknas",
                                    "the answer is neither yes nor no; leave it empty where it is missing"
                                ),
                            ));
                        }
                    },
                    Column::Weight => {
                        let weight = if separator == ',' { cell } else { cell.replace(',', ".") };
                        let weight = weight.parse::<f64>().ok().filter(|w| w.is_finite() && *w > 0.0);
                        answer.weight = weight.ok_or_else(|| {
                            wrong(
                                number + 1,
                                say!("vikten är inget positivt tal", "the weight is not a positive number"),
                            )
                        })?;
                    }
                    Column::Stratum => answer.stratum = cell,
                    Column::Cluster => answer.cluster = Some(cell),
                    Column::Period => {
                        let period = Period::parse(&cell).map_err(|_| {
                            wrong(
                                number + 1,
                                say!(
                                    "`period` är inte en period, som `2013` eller `2013-T1`",
                                    "`period` is not a period, such as `2013` or `2013-T1`"
                                ),
                            )
                        })?;
                        answer.period = Some(period);
                    }
                    Column::Other => {}
                }
            }
            if is_answered {
                found.answers.push(answer);
            } else {
                found.unanswered.push(answer.period);
            }
        }
        Ok(found)
    }

    /// Returns how many did not answer.
    #[must_use]
    pub fn unanswered(&self) -> u64 {
        self.unanswered.len() as u64
    }

    /// Returns whether each answer says which period it belongs to.
    #[must_use]
    pub fn has_periods(&self) -> bool {
        self.has_periods
    }

    /// Returns the answers of a period; all of them where they do not say which they belong to.
    #[must_use]
    pub fn of(&self, period: Period) -> Self {
        if !self.has_periods {
            return self.clone();
        }
        Self {
            answers: self.answers.iter().filter(|answer| answer.period == Some(period)).cloned().collect(),
            unanswered: self.unanswered.iter().filter(|of| **of == Some(period)).copied().collect(),
            ..*self
        }
    }

    /// Returns the share of yes: Wilson's interval without weights, on Kish's effective number with weights, and Korn and
    /// Graubard's where strata or clusters are known. The standard error is then that of Taylor linearisation, between
    /// clusters within strata, as if they were drawn with replacement.
    ///
    /// # Errors
    /// [`Refusal::NobodySeen`] without answers; [`Refusal::NoSpread`] where all answer alike or a stratum has one cluster
    /// only.
    pub fn share(&self) -> Result<Share, Refusal> {
        if self.has_design {
            return self.designed()?.korn_graubard();
        }
        if self.has_weights {
            let answers: Vec<(f64, bool)> = self.answers.iter().map(|one| (one.weight, one.yes)).collect();
            return weighted(&answers);
        }
        let yes = self.answers.iter().filter(|answer| answer.yes).count() as u64;
        wilson(yes, self.answers.len() as u64)
    }

    fn designed(&self) -> Result<Designed, Refusal> {
        let whole: f64 = self.answers.iter().map(|answer| answer.weight).sum();
        if self.answers.is_empty() {
            return Err(Refusal::NobodySeen);
        }
        let yes: f64 = self.answers.iter().filter(|answer| answer.yes).map(|answer| answer.weight).sum();
        let share = yes / whole;
        // By stratum and cluster: the sum of w (x − p) ÷ Σ w.
        let mut strata: BTreeMap<&str, BTreeMap<String, f64>> = BTreeMap::new();
        for (number, answer) in self.answers.iter().enumerate() {
            let residual = answer.weight * (f64::from(u8::from(answer.yes)) - share) / whole;
            let cluster = answer.cluster.clone().unwrap_or_else(|| number.to_string());
            *strata.entry(&answer.stratum).or_default().entry(cluster).or_default() += residual;
        }
        let mut variance = 0.0;
        let mut clusters = 0;
        for stratum in strata.values() {
            let n = stratum.len() as f64;
            if n < 2.0 {
                return Err(Refusal::NoSpread);
            }
            let mean = stratum.values().sum::<f64>() / n;
            let squares: f64 = stratum.values().map(|sum| (sum - mean).powi(2)).sum();
            variance += n / (n - 1.0) * squares;
            clusters += stratum.len() as u64;
        }
        Ok(Designed {
            share,
            standard_error: variance.sqrt(),
            respondents: self.answers.len() as u64,
            degrees_of_freedom: clusters - strata.len() as u64,
        })
    }
}

fn column(name: &str) -> Column {
    match name {
        "svar" | "answer" => Column::Answer,
        "vikt" | "weight" => Column::Weight,
        "skikt" | "stratum" => Column::Stratum,
        "kluster" | "cluster" => Column::Cluster,
        "period" => Column::Period,
        _ => Column::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::estimate::ShareMethod;

    fn rows(head: &str, rows: &[&str]) -> Answers {
        Answers::read(format!("{head}\n{}\n", rows.join("\n")).as_bytes()).unwrap()
    }

    #[test]
    fn what_is_known_of_the_design_decides_the_interval() {
        let answers = ["ja"; 3].into_iter().chain(["nej"; 7]).collect::<Vec<_>>();
        let plain = rows("svar", &answers).share().unwrap();
        assert_eq!((plain.method, plain.share), (ShareMethod::Wilson, 0.3));
        let with = |more: &str| answers.iter().map(|a| format!("{a};{more}")).collect::<Vec<_>>();
        let weights = with("2");
        let weights: Vec<&str> = weights.iter().map(String::as_str).collect();
        let kish = rows("svar;vikt", &weights).share().unwrap();
        assert_eq!(
            (kish.method, kish.effective, kish.interval),
            (ShareMethod::WilsonEffective, 10.0, plain.interval)
        );
        let strata = with("norr");
        let strata: Vec<&str> = strata.iter().map(String::as_str).collect();
        assert_eq!(rows("svar;skikt", &strata).share().unwrap().method, ShareMethod::KornGraubard);
    }

    #[test]
    fn the_standard_error_of_a_simple_sample_is_the_one_of_textbooks() {
        let rows = rows(
            "svar;skikt",
            &["ja;a", "ja;a", "ja;a", "nej;a", "nej;a", "nej;a", "nej;a", "nej;a", "nej;a", "nej;a"],
        );
        let designed = rows.designed().unwrap();
        // √(p(1 − p) ÷ (n − 1))
        assert!((designed.standard_error - (0.21_f64 / 9.0).sqrt()).abs() < 1e-12);
        assert_eq!((designed.respondents, designed.degrees_of_freedom), (10, 9));
    }

    #[test]
    fn clusters_that_answer_alike_are_worth_as_many_as_there_are_clusters() {
        let rows = rows(
            "answer,stratum,cluster",
            &["1,a,1", "1,a,1", "0,a,2", "0,a,2", "1,b,3", "1,b,3", "0,b,4", "0,b,4"],
        );
        let designed = rows.designed().unwrap();
        // Two strata of two clusters each: residuals ±1/8 twice over, so ±1/4 a cluster; n/(n−1) Σ = 2 · 2 · (1/8)² · 2 …
        let expected = (2.0 * 2.0 * (2.0 * 0.5_f64 / 8.0).powi(2) * 2.0).sqrt();
        assert!((designed.standard_error - expected).abs() < 1e-12, "{} {expected}", designed.standard_error);
        assert_eq!(designed.degrees_of_freedom, 2);
    }

    #[test]
    fn what_is_no_answer_is_said_with_its_row() {
        let error = Answers::read("svar\nja\nkanske\n".as_bytes()).unwrap_err();
        assert!(error.to_string().contains("neither yes nor no"), "{error}");
        assert!(!error.to_string().contains("kanske"));
        assert!(Answers::read(b"x\n1\n").is_err());
        assert!(Answers::read("svar;vikt\nja;-1\n".as_bytes()).is_err());
        assert_eq!(Answers::read(b"svar\n\n").unwrap().share(), Err(Refusal::NobodySeen));
    }
}

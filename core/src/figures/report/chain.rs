//! The chain of control that figures belong to: goal, indicator, target and whether it is met, and the question of
//! results-based steering (RBS) that an indicator answers.
//!
//! A city steers by it, but it never changes a figure. Whether a *goal* is reached is not computed: in Stockholm's
//! system (ILS) that is each board's own judgement, and no source states how it would follow from the indicators.

use super::{Figures, Judgement, Report, Status, TargetStatus};
use crate::findings::text::{Text, say};
use crate::language::model::RbsQuestion;

/// How far an indicator's target for the year is reached, in the words of Stockholm's steering system (ILS): *uppnås helt*,
/// *delvis* or *ej*, or *inte möjligt att följa upp*.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IlsState {
    /// `helt`: the target is reached, however what is missing is filled in.
    Fully,
    /// `delvis_eller_ej`: it is not reached. No source draws the line between partly and not at all.
    NotFully,
    /// `kunde_inte_följas_upp`: there is no figure.
    NotFollowedUp,
}

impl IlsState {
    /// Returns the value of the column `ils_state`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fully => "helt",
            Self::NotFully => "delvis_eller_ej",
            Self::NotFollowedUp => "kunde_inte_följas_upp",
        }
    }

    /// Returns the state of figures that were compared with a target; `None` where it depends on missing fields.
    #[must_use]
    pub fn of(judgement: &Judgement, figures: &Figures) -> Option<Self> {
        match (judgement.status, figures.status) {
            (TargetStatus::Met, _) => Some(Self::Fully),
            (TargetStatus::NotMet, _) => Some(Self::NotFully),
            (TargetStatus::Undecided, Status::NoDenominator | Status::NotAvailable) => {
                Some(Self::NotFollowedUp)
            }
            (TargetStatus::Undecided, _) => None,
        }
    }
}

/// The order of the indicators in a report as text, and their headings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Arrangement {
    /// As the edition declares them, without headings.
    #[default]
    Declared,
    /// By the goal they serve.
    Goal,
    /// By the question of results-based steering that they answer: how much, how well, is anyone better off.
    Rbs,
}

/// Indicators under one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading; none where the report is not arranged.
    pub heading: Option<Text>,
    /// The numbers of its indicators in the report, in declared order.
    pub indicators: Vec<usize>,
}

impl Report {
    /// Returns the indicators by section, following the report's [`arrangement`](Self::arrangement), those without goal
    /// or question last. A goal that no indicator serves has an empty section: its absence is worth showing.
    #[must_use]
    pub fn sections(&self) -> Vec<Section> {
        let all = |fits: &dyn Fn(usize) -> bool| (0..self.indicators.len()).filter(|n| fits(*n)).collect();
        let section = |heading: Text, indicators: Vec<usize>| Section { heading: Some(heading), indicators };
        let sections = match self.arrangement {
            Arrangement::Declared => {
                return vec![Section { heading: None, indicators: all(&|_| true) }];
            }
            Arrangement::Goal => {
                let goals = self.goals.iter().map(|goal| {
                    let (id, name) = (&goal.id, &goal.name);
                    let serves =
                        |n: usize| self.indicators.get(n).is_some_and(|i| i.goal.as_ref() == Some(id));
                    section(say!("MÅL: {name} ({id})", "GOAL: {name} ({id})"), all(&serves))
                });
                let none = |n: usize| self.indicators.get(n).is_some_and(|i| i.goal.is_none());
                goals.chain([section(say!("UTAN MÅL", "NO GOAL"), all(&none))]).collect::<Vec<_>>()
            }
            Arrangement::Rbs => {
                let questions = RbsQuestion::NAMES.iter().map(|(_, question)| {
                    let answers = |n: usize| self.indicators.get(n).is_some_and(|i| i.rbs == Some(*question));
                    let heading = match question {
                        RbsQuestion::HowMuch => say!("HUR MYCKET GJORDES?", "HOW MUCH WAS DONE?"),
                        RbsQuestion::HowWell => say!("HUR BRA GJORDES DET?", "HOW WELL WAS IT DONE?"),
                        RbsQuestion::BetterOff => {
                            say!("HAR NÅGON FÅTT DET BÄTTRE?", "IS ANYONE BETTER OFF?")
                        }
                    };
                    section(heading, all(&answers))
                });
                let none = |n: usize| self.indicators.get(n).is_some_and(|i| i.rbs.is_none());
                let last = section(say!("UTAN FRÅGA", "NO QUESTION"), all(&none));
                questions.chain([last]).collect()
            }
        };
        let goals = if self.arrangement == Arrangement::Goal { self.goals.len() } else { 0 };
        let shown = sections.into_iter().enumerate().filter(|(n, s)| *n < goals || !s.indicators.is_empty());
        shown.map(|(_, section)| section).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::input::InputFormat::Ndjson;
    use crate::edition::options::Options;
    use crate::edition::rules::Rules;
    use crate::findings::text::Lang;
    use crate::language::date::Period;
    use crate::present::output::{Format, write};

    const RULES: &str = r#"
        utgåva("stad/program@2013", #{
            revision: "1.0.0", titel: "Program", gäller: period("2013-01-01", "2013-12-31"), status: "utkast",
        });
        källa("S", #{ titel: "Källa", ställen: #{ "1": "Kvinnor" } });
        tolkning("koppling", #{
            fråga: "Vilket mål?", varför: "Sägs inte", alternativ: #{ trygghet: "trygghet", inget: "inget" }, valt: "trygghet",
        });
        målgrupp("alla", #{ namn: "Alla", källa: "S", ställe: "1", post: "person", villkor: |p| p.kön != "annat" });
        mål("våldsfri", #{ namn: "Ett liv utan våld", målgrupp: "alla", källa: "S", ställe: "1" });
        mål("trygghet", #{ namn: "Trygga", målgrupp: "alla", källa: "S", ställe: "1" });
        indikator("kända", #{
            namn: "Antal kända", källa: "S", ställe: "1", målgrupp: "alla", antal: |p| p.känd_sedan <= period.slut,
            rbs: #{ fråga: "hur_mycket", källa: "S", ställe: "1" },
            årsmål: [#{ år: 2013, minst: 2, källa: "S", ställe: "1" }],
        });
        indikator("trygga", #{
            namn: "Andel trygga", källa: "S", ställe: "1", målgrupp: "alla",
            mål: enligt("koppling", #{ trygghet: "trygghet", inget: () }),
            andel: #{ av: |p| p.enkätsvar.some(|e| e.datum in period), som: |p| p.enkätsvar.some(|e| e.svar == "ja") },
            rbs: #{ fråga: "någon_bättre", tolkning: "koppling" },
            årsmål: [#{ år: 2013, minst: 0.9, källa: "S", ställe: "1" }],
        });
        indikator("män", #{ namn: "Antal män", källa: "S", ställe: "1", målgrupp: "alla", antal: |p| p.kön == "man" });
    "#;

    fn report(records: &str, reading: Option<&str>) -> Report {
        let rules = Rules::from_files([("stad/program/2013/r.rhai".to_owned(), RULES.as_bytes().to_vec())]);
        let edition = rules.programme("stad/program").unwrap().edition("2013").unwrap();
        let readings = reading.map(|to| ("koppling".to_owned(), to.to_owned())).into_iter().collect();
        let options =
            Options { periods: vec![Period::parse("2013").unwrap()], readings, ..Options::default() };
        edition.report(records.as_bytes(), Ndjson, &options).unwrap()
    }

    fn states(report: &Report) -> Vec<Option<&'static str>> {
        let state = |row: &crate::figures::report::Row| IlsState::of(row.judgement.as_ref()?, &row.figures);
        report.rows.iter().map(|row| state(row).map(IlsState::as_str)).collect()
    }

    #[test]
    fn a_target_is_reached_or_not_or_could_not_be_followed_up() {
        let known = |id| {
            format!("{{\"id\": {id}, \"kön\": \"man\", \"känd_sedan\": \"2012-01-01\", \"enkätsvar\": []}}\n")
        };
        let both = known(1) + &known(2);
        assert_eq!(states(&report(&both, None)), [Some("helt"), Some("kunde_inte_följas_upp"), None]);
        assert_eq!(states(&report(&known(1), None))[0], Some("delvis_eller_ej"));
        // One more may be known: the result depends on a missing field.
        assert_eq!(states(&report(&(known(1) + r#"{"id": 2, "kön": "man"}"#), None))[0], None);
        let afraid = r#"{"id": 1, "kön": "man", "enkätsvar": [{"datum": "2013-02-01", "svar": "nej"}]}"#;
        assert_eq!(states(&report(afraid, None))[1], Some("delvis_eller_ej"));
    }

    #[test]
    fn the_chain_follows_the_readings() {
        let goals =
            |reading| report("", reading).indicators.iter().map(|i| i.goal.clone()).collect::<Vec<_>>();
        assert_eq!(goals(None), [None, Some("trygghet".to_owned()), None]);
        assert_eq!(goals(Some("inget")), [None, None, None]);
    }

    #[test]
    fn json_tells_what_the_rows_are_of() {
        let json = write(&report("", None), Format::Json, Lang::Sv).unwrap();
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(
            json["indicators"][1],
            serde_json::json!({
                "id": "trygga", "name": "Andel trygga", "kind": "andel", "unit": "person",
                "target_group": "alla", "goal": "trygghet", "rbs": "någon_bättre"
            })
        );
        assert_eq!(
            json["goals"][0],
            serde_json::json!({ "id": "våldsfri", "name": "Ett liv utan våld", "target_group": "alla" })
        );
        assert_eq!(json["rows"][1]["ils_state"], "kunde_inte_följas_upp");
    }

    #[test]
    fn a_table_has_its_indicators_by_goal_or_question() {
        let headings = |arrangement| {
            let report = Report { arrangement, ..report("", None) };
            let text = write(&report, Format::Text, Lang::Sv).unwrap();
            // After the three lines of the head, every line that is not indented.
            let lines = text.lines().skip(3).take_while(|line| !line.starts_with("Årsmål"));
            lines.filter(|line| !line.is_empty() && !line.starts_with(' ')).collect::<Vec<_>>().join("\n")
        };
        insta::assert_snapshot!(headings(Arrangement::Declared), @"
        Antal kända (kända, antal person)
        Andel trygga (trygga, andel person)
        Antal män (män, antal person)
        ");
        insta::assert_snapshot!(headings(Arrangement::Goal), @"
        MÅL: Ett liv utan våld (våldsfri)
        MÅL: Trygga (trygghet)
        Andel trygga (trygga, andel person)
        UTAN MÅL
        Antal kända (kända, antal person)
        Antal män (män, antal person)
        ");
        insta::assert_snapshot!(headings(Arrangement::Rbs), @"
        HUR MYCKET GJORDES?
        Antal kända (kända, antal person)
        HAR NÅGON FÅTT DET BÄTTRE?
        Andel trygga (trygga, andel person)
        UTAN FRÅGA
        Antal män (män, antal person)
        ");
    }
}

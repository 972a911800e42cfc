//! What only declarations of one kind have: who is responsible, targets, parts, contact data.

use super::View;
use super::links::Knot;
use super::tags::{code, esc, link, said, swedish, term};
use crate::findings::text::{Lang, Text, say};
use crate::language::model::{Baseline, Indicator, InstrumentPart, Measure, RbsQuestion, Validity};
use crate::language::words::Word;
use crate::language::words::values::RBS_QUESTIONS;
use crate::language::yardstick::Bound;
use crate::present::output::short_period;
use rust_decimal::Decimal;

impl View<'_> {
    /// Renders the terms that only declarations of this kind have.
    pub(super) fn own_terms(&self, knot: &Knot) -> Vec<String> {
        let (lang, model) = (self.lang(), self.model());
        let chosen = self.chosen();
        let responsible = |all: &[String]| {
            let names: Vec<String> = all.iter().map(|name| swedish(name, lang)).collect();
            term(&say!("Ansvariga", "Responsible"), &names.join(", "), lang)
        };
        let note = |text: &Option<String>| {
            let text = text.as_deref().map(|text| swedish(text, lang)).unwrap_or_default();
            term(&say!("Anmärkning", "Note"), &text, lang)
        };
        let plain = |name: &Text, text: Option<&str>| {
            term(name, &text.map(|text| swedish(text, lang)).unwrap_or_default(), lang)
        };
        match knot.word {
            Word::Indicator => model
                .indicators
                .get(knot.number)
                .map(|one| self.indicator_terms(one, &chosen))
                .unwrap_or_default(),
            Word::Baseline => model
                .baselines
                .get(knot.number)
                .map(|one| self.baseline_terms(one, &chosen))
                .unwrap_or_default(),
            Word::Routine => model.routines.get(knot.number).map_or_else(Vec::new, |routine| {
                vec![responsible(&routine.responsible), note(&routine.note)]
            }),
            Word::Instrument => model.instruments.get(knot.number).map_or_else(Vec::new, |instrument| {
                let parts: String = instrument.parts.iter().map(|part| self.part(part)).collect();
                let parts = if parts.is_empty() { parts } else { format!("<ul>{parts}</ul>") };
                vec![
                    plain(&say!("För", "For"), instrument.purpose.as_deref()),
                    term(&say!("Delar", "Parts"), &parts, lang),
                    plain(
                        &say!("Nivåer, den lägsta först", "Levels, the lowest first"),
                        (!instrument.levels.is_empty()).then(|| instrument.levels.join(", ")).as_deref(),
                    ),
                    note(&instrument.note),
                ]
            }),
            Word::Activity => model.activities.get(knot.number).map_or_else(Vec::new, |activity| {
                vec![
                    responsible(&activity.responsible),
                    plain(&say!("Område", "Area"), activity.area.as_deref()),
                    plain(&say!("När", "When"), activity.when.as_deref()),
                    note(&activity.note),
                ]
            }),
            Word::Resource => model.resources.get(knot.number).map_or_else(Vec::new, |resource| {
                let checked = resource.checked.map(|day| day.to_string());
                let validity =
                    resource.validity.as_ref().unwrap_or(&self.chapter.edition.head().contact_validity);
                let lasts = validity.under(&chosen).map(|validity| match validity {
                    Validity::Days(days) => {
                        say!("{days} dagar efter kontrollen", "{days} days after the check")
                    }
                    Validity::Unlimited => say!("tills något annat sägs", "until something else is said"),
                });
                vec![
                    plain(&say!("Kontakt", "Contact"), resource.contact.as_deref()),
                    plain(&say!("Kontrollerad", "Checked"), checked.as_deref()),
                    term(
                        &say!("Uppgiften gäller", "Contact data hold"),
                        &lasts
                            .filter(|_| resource.contact.is_some())
                            .map(|text| said(&text, lang))
                            .unwrap_or_default(),
                        lang,
                    ),
                    note(&resource.note),
                ]
            }),
            _ => Vec::new(),
        }
    }

    fn baseline_terms(&self, baseline: &Baseline, chosen: &[usize]) -> Vec<String> {
        let lang = self.lang();
        let named = |id: &String, name: &String| format!("{} {}", code(id), swedish(name, lang));
        let groups = baseline.groups.iter().filter_map(|group| self.model().groups.get(*group));
        let groups: Vec<String> =
            groups.map(|group| link(&self.href(Word::TargetGroup, &group.id), &code(&group.id))).collect();
        let sources =
            baseline.sources.as_ref().and_then(|sources| sources.under(chosen)).into_iter().flatten();
        let sources: Vec<String> = sources
            .map(|source| match &source.system {
                Some(system) => format!("{} ({})", named(&source.id, &source.name), swedish(system, lang)),
                None => named(&source.id, &source.name),
            })
            .collect();
        let period =
            baseline.period.as_ref().and_then(|period| period.under(chosen)).copied().map(short_period);
        let text =
            |text: &Option<String>| text.as_deref().map(|text| swedish(text, lang)).unwrap_or_default();
        vec![
            term(&say!("Målgrupper", "Target groups"), &groups.join(", "), lang),
            term(&say!("Uppgifter ur", "Data from"), &sources.join("<br>"), lang),
            term(&say!("Tid", "Time"), &period.as_deref().map(esc).unwrap_or_default(), lang),
            term(&say!("Bland", "Among"), &text(&baseline.population), lang),
            term(&say!("Anmärkning", "Note"), &text(&baseline.note), lang),
        ]
    }

    fn part(&self, part: &InstrumentPart) -> String {
        let lang = self.lang();
        let note =
            part.note.as_deref().map(|note| format!(" <span class=\"m\">{}</span>", swedish(note, lang)));
        format!("<li>{}{}</li>", swedish(&part.name, lang), note.unwrap_or_default())
    }

    fn indicator_terms(&self, indicator: &Indicator, chosen: &[usize]) -> Vec<String> {
        let lang = self.lang();
        let kind = match indicator.measure {
            Measure::Count { .. } => say!("ett antal", "a count"),
            Measure::Share { .. } if indicator.asked.is_some() => {
                say!("en andel av svar", "a share of answers")
            }
            Measure::Share { .. } => say!("en andel", "a share"),
        };
        let targets: Vec<String> = indicator
            .targets
            .under(chosen)
            .into_iter()
            .flatten()
            .map(|one| {
                let value = match indicator.measure {
                    Measure::Count { .. } => one.target.value.normalize().to_string(),
                    Measure::Share { .. } => share(one.target.value, lang),
                };
                let year = one.year;
                said(
                    &match one.target.bound {
                        Bound::AtLeast => say!("{year}: minst {value}", "{year}: at least {value}"),
                        Bound::AtMost => say!("{year}: högst {value}", "{year}: at most {value}"),
                    },
                    lang,
                )
            })
            .collect();
        let rbs = indicator.rbs.as_ref().and_then(|rbs| rbs.question.under(chosen));
        let published = indicator.publication.as_ref().map(|one| {
            let note =
                one.note.as_deref().map(|note| format!(" <span class=\"m\">{}</span>", swedish(note, lang)));
            format!("{}{}", code(&one.key_figure), note.unwrap_or_default())
        });
        vec![
            term(&say!("Är", "Is"), &said(&kind, lang), lang),
            term(&say!("Årsmål", "Target"), &targets.join("; "), lang),
            term(
                &say!("Svarar på (RBS)", "Answers (RBS)"),
                &rbs.map(|question| said(&rbs_question(*question), lang)).unwrap_or_default(),
                lang,
            ),
            term(&say!("Publiceras som", "Published as"), &published.unwrap_or_default(), lang),
            self.comparisons(&indicator.id),
        ]
    }

    /// Renders how an indicator compares with those of earlier editions.
    fn comparisons(&self, id: &str) -> String {
        let lang = self.lang();
        let rows: Vec<String> = self
            .model()
            .comparabilities
            .iter()
            .flat_map(|declared| declared.indicators.iter().map(move |one| (declared, one)))
            .filter(|(_, one)| one.indicator.as_deref() == Some(id))
            .map(|(declared, one)| {
                let relation = super::history::relation(one.verdict.relation);
                format!(
                    "{} ({}, {}): {}",
                    said(&relation, lang),
                    code(&one.earlier),
                    esc(&declared.edition),
                    swedish(&one.verdict.why, lang)
                )
            })
            .collect();
        term(&say!("Jämfört med tidigare", "Compared with earlier"), &rows.join("<br>"), lang)
    }
}

fn rbs_question(question: RbsQuestion) -> Text {
    let row = RBS_QUESTIONS.iter().find(|row| row.name.0 == question.name());
    row.map_or_else(|| Text::same(question.name()), |row| Text::new(row.does.0, row.does.1))
}

/// Formats a share in per cent.
fn share(share: Decimal, lang: Lang) -> String {
    let Some(percent) = share.checked_mul(Decimal::ONE_HUNDRED) else { return share.to_string() };
    let text = percent.normalize().to_string();
    match lang {
        Lang::Sv => format!("{}\u{a0}%", text.replace('.', ",")),
        Lang::En => format!("{text}%"),
    }
}

//! Additional tables for some indicators: the uncertainty of survey shares, and whether targets are met.

use super::{Columns, NONE};
use crate::figures::report::{Number, Report, Row, Survey};
use crate::findings::text::{Text, say};
use crate::language::yardstick::Bound;
use crate::present::output::grid::Side;
use crate::present::output::sheet::Sheet;
use crate::present::output::wording;

pub(super) fn surveys(report: &Report, columns: &Columns) -> Option<Sheet> {
    let title = say!(
        "Enkätandelar: 95 % konfidensintervall (Wilson) bland dem vars svar är känt, och svarsandel",
        "Survey shares: 95 % confidence interval (Wilson) among those whose answer is known, and response rate"
    );
    let heads = [say!("konfidensintervall", "confidence interval"), say!("svarsandel", "response rate")];
    let few = say!("för få svarande", "too few respondents");
    let shown = |survey: &Survey| survey.interval.is_some() || survey.response_rate.is_some();
    let rows = report
        .plain_rows()
        .map(|(_, row)| row)
        .filter_map(|row| Some((row, row.figures.survey.filter(shown)?)));
    let rows = rows.map(|(row, survey)| {
        let share = |share: f64| columns.number(Some(Number::Share(share)));
        let interval = survey.interval.map(|(lower, upper)| format!("{}–{}", share(lower), share(upper)));
        let rate = survey.response_rate.map(|rate| match survey.few_respondents {
            true => format!("{} ({})", share(rate), few.get(columns.lang)),
            false => share(rate),
        });
        let cells = [interval, rate].map(|cell| cell.unwrap_or_else(|| NONE.to_owned()));
        (row, cells.to_vec())
    });
    sheet(columns, title, &heads, rows)
}

pub(super) fn targets(report: &Report, columns: &Columns) -> Option<Sheet> {
    let title = say!("Årsmål, prövade mot hela intervallet", "Targets, held against the whole interval");
    let heads = [say!("årsmål", "target"), say!("utfall", "outcome")];
    let rows = report.plain_rows().map(|(_, row)| row).filter_map(|row| Some((row, row.judgement?)));
    let rows = rows.map(|(row, judgement)| {
        let target = columns.number(Some(judgement.target));
        let target = match judgement.bound {
            Bound::AtLeast => say!("minst {target}", "at least {target}"),
            Bound::AtMost => say!("högst {target}", "at most {target}"),
        };
        let outcome = wording::target(judgement.status);
        (row, [target, outcome].map(|text| text.get(columns.lang).to_owned()).to_vec())
    });
    sheet(columns, title, &heads, rows)
}

/// Returns a table with the indicator's id first; none where it has no rows.
pub(super) fn sheet<'a>(
    columns: &Columns,
    title: Text,
    figures: &[Text],
    rows: impl Iterator<Item = (&'a Row, Vec<String>)>,
) -> Option<Sheet> {
    let with_labels = |(row, cells): (&'a Row, Vec<String>)| {
        let id = [row.indicator.to_string()].into_iter();
        id.chain(columns.label_cells(row)).chain(cells).collect::<Vec<String>>()
    };
    let rows: Vec<Vec<String>> = rows.map(with_labels).collect();
    let indicator = say!("indikator", "indicator").get(columns.lang).to_owned();
    let mut heads = vec![(indicator, Side::Left)];
    heads.extend(columns.labels());
    heads.extend(figures.iter().map(|head| (head.get(columns.lang).to_owned(), Side::Left)));
    (!rows.is_empty()).then_some(Sheet { title, heads, rows, notes: Vec::new() })
}

//! The tables of a baseline.

use super::{bounds, is_protected, names, share_known, whole};
use crate::figures::baseline::{Attempt, Baseline, Count, Membership, Surveyed, Table};
use crate::figures::estimate::{Candidate, Fit};
use crate::findings::text::{Lang, Text, say};
use crate::present::output::grid::Side;
use crate::present::output::sheet::Sheet;
use crate::present::output::shown::{count, percent};
use crate::present::output::table::NONE;

/// Returns the tables of a baseline, the same in text and HTML.
pub(in crate::present::output) fn sheets(baseline: &Baseline, lang: Lang) -> Vec<Sheet> {
    let mut sheets = vec![sources(baseline, lang)];
    if let Some(total) = baseline.tables.first() {
        sheets.push(combinations(baseline, total, lang));
        if !total.known.overlaps.is_empty() {
            sheets.push(overlaps(baseline, total, lang));
        }
    }
    if baseline.tables.len() > 1 || baseline.tables.iter().any(|table| table.population.is_some()) {
        sheets.push(strata(baseline, lang));
    }
    sheets.extend(baseline.survey.as_ref().map(|survey| surveyed(survey, lang)));
    let estimated: Vec<&Table> = baseline.tables.iter().filter(|table| !table.estimates.is_empty()).collect();
    sheets.extend(estimated.iter().map(|table| estimates(baseline, table, lang)));
    sheets.extend(baseline.tables.first().and_then(|total| models(baseline, total, lang)));
    // What holds of the methods is said once, below the last of their tables.
    if let (Some(last), false) = (sheets.last_mut(), estimated.is_empty()) {
        last.notes.extend(sentences(baseline, &estimated));
    }
    sheets
}

fn heads(lang: Lang, heads: Vec<(Text, Side)>) -> Vec<(String, Side)> {
    heads.into_iter().map(|(head, side)| (head.get(lang).to_owned(), side)).collect()
}

/// Returns the columns of a number of persons.
fn numbers() -> [(Text, Side); 2] {
    [(say!("säkert", "certain"), Side::Right), (say!("gränser", "bounds"), Side::Right)]
}

fn number_cells(baseline: &Baseline, persons: &Count, lang: Lang) -> [String; 2] {
    let ends = if is_protected(baseline) { NONE.to_owned() } else { bounds(persons, lang) };
    [count(persons.value, lang), ends]
}

fn sources(baseline: &Baseline, lang: Lang) -> Sheet {
    let [certain, bounds] = numbers();
    let heads = heads(
        lang,
        vec![
            (say!("källa", "source"), Side::Left),
            (say!("hör till gruppen", "belong to the group"), Side::Left),
            (say!("rader", "rows"), Side::Right),
            (say!("avvisade", "rejected"), Side::Right),
            (say!("utan nyckel", "without key"), Side::Right),
            certain,
            bounds,
        ],
    );
    let total = baseline.tables.first();
    let membership = |membership: Membership| match membership {
        Membership::Listed => say!("alla i källan", "everyone listed"),
        Membership::Evaluated => say!("enligt villkoret", "by the condition"),
    };
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (number, source) in baseline.sources.iter().enumerate() {
        let persons = total.and_then(|table| table.known.by_source.get(number)).copied().unwrap_or_default();
        let mut row = vec![source.id.clone(), membership(source.membership).get(lang).to_owned()];
        row.extend([source.records, source.rejected, source.without_key].map(|rows| {
            match is_protected(baseline) {
                true => NONE.to_owned(),
                false => count(rows, lang),
            }
        }));
        row.extend(number_cells(baseline, &persons, lang));
        rows.push(row);
    }
    if let Some(total) = total {
        let any = say!("någon källa", "any source");
        let mut row = vec![any.get(lang).to_owned()];
        row.extend([const { String::new() }; 4]);
        row.extend(number_cells(baseline, &total.known.persons, lang));
        rows.push(row);
    }
    let title = say!("Kända personer, varje person en gång", "Persons known, each once");
    Sheet { title, heads, rows, notes: Vec::new() }
}

fn combinations(baseline: &Baseline, table: &Table, lang: Lang) -> Sheet {
    let [certain, bounds] = numbers();
    let heads = heads(
        lang,
        vec![(say!("i just dessa källor", "in exactly these sources"), Side::Left), certain, bounds],
    );
    let rows = table.known.combinations.iter().map(|combination| {
        let mut row = vec![names(baseline, &combination.sources, " + ")];
        row.extend(number_cells(baseline, &combination.persons, lang));
        row
    });
    let rows = rows.collect();
    Sheet { title: say!("Kombinationer", "Combinations"), heads, rows, notes: Vec::new() }
}

fn overlaps(baseline: &Baseline, table: &Table, lang: Lang) -> Sheet {
    let [certain, bounds] = numbers();
    let heads = heads(lang, vec![(say!("i båda", "in both"), Side::Left), certain, bounds]);
    let rows = table.known.overlaps.iter().map(|overlap| {
        let mut row = vec![names(baseline, &[overlap.sources.0, overlap.sources.1], " + ")];
        row.extend(number_cells(baseline, &overlap.persons, lang));
        row
    });
    let rows = rows.collect();
    Sheet { title: say!("Överlappning", "Overlap"), heads, rows, notes: Vec::new() }
}

fn strata(baseline: &Baseline, lang: Lang) -> Sheet {
    let [certain, bounds] = numbers();
    let by = baseline.by.clone().unwrap_or_default();
    let mut all = vec![(Text::same(by), Side::Left), certain, bounds];
    let year = baseline.tables.iter().find_map(|table| table.population).map(|(year, _)| year);
    if year.is_some() {
        all.push((say!("befolkning", "population"), Side::Right));
        all.push((say!("andel kända", "share known"), Side::Right));
    }
    let row = |table: &Table| {
        let mut row = vec![table.stratum.to_string()];
        row.extend(number_cells(baseline, &table.known.persons, lang));
        if year.is_some() {
            row.push(table.population.map_or_else(|| NONE.to_owned(), |(_, persons)| count(persons, lang)));
            row.push(share_known(baseline, table, lang).unwrap_or_else(|| NONE.to_owned()));
        }
        row
    };
    let mut notes = Vec::new();
    if let Some(year) = year {
        notes.push(say!(
            "Befolkningen är av {year}, så som den angavs. Att den är av dem som kartläggningen gäller är uppgiftslämnarens ord.",
            "The population is of {year}, as it was given. That it is of those whom the baseline is about is the word of the caller."
        ));
    }
    let rows = baseline.tables.iter().map(row).collect();
    Sheet {
        title: say!("Kända personer och befolkning", "Persons known and population"),
        heads: heads(lang, all),
        rows,
        notes,
    }
}

fn estimates(baseline: &Baseline, table: &Table, lang: Lang) -> Sheet {
    let heads = heads(
        lang,
        vec![
            (say!("metod", "method"), Side::Left),
            (say!("källor", "sources"), Side::Left),
            (say!("sedda", "seen"), Side::Right),
            (say!("skattning", "estimate"), Side::Right),
            (say!("intervall", "interval"), Side::Right),
        ],
    );
    let row = |attempt: &Attempt| {
        let mut row =
            vec![attempt.method.text().get(lang).to_owned(), names(baseline, &attempt.sources, " + ")];
        match &attempt.outcome {
            Ok(estimate) => {
                let interval = estimate.interval();
                row.push(count(estimate.seen, lang));
                row.push(whole(estimate.total, lang));
                row.push(format!("{}–{}", whole(interval.lower, lang), whole(interval.upper, lang)));
            }
            Err(_) => row.extend([NONE; 3].map(str::to_owned)),
        }
        row
    };
    let stratum = &table.stratum;
    let title = say!("Mörkertal, skattat, {stratum} (95 %)", "Dark figure, estimated, {stratum} (95 %)");
    Sheet { title, heads, rows: table.estimates.iter().map(row).collect(), notes: Vec::new() }
}

/// Returns what a survey says, beside those known.
fn surveyed(survey: &Surveyed, lang: Lang) -> Sheet {
    let heads = heads(
        lang,
        vec![
            (say!("svarande", "respondents"), Side::Right),
            (say!("svarade inte", "did not answer"), Side::Right),
            (say!("andel", "share"), Side::Right),
            (say!("intervall", "interval"), Side::Right),
            (say!("personer", "persons"), Side::Right),
            (say!("intervall", "interval"), Side::Right),
        ],
    );
    let title = say!(
        "Enkätens andel, inte räknade personer (95 %)",
        "The survey's share, not persons counted (95 %)"
    );
    let share = match &survey.outcome {
        Ok(share) => share,
        Err(refusal) => return Sheet { title, heads, rows: Vec::new(), notes: vec![refusal.text()] },
    };
    let shown = |share: f64| percent(100.0 * share, lang);
    let mut row = vec![
        count(share.respondents, lang),
        count(survey.unanswered, lang),
        shown(share.share),
        format!("{}–{}", shown(share.interval.lower), shown(share.interval.upper)),
    ];
    row.extend(match survey.persons {
        Some((persons, interval)) => {
            [whole(persons, lang), format!("{}–{}", whole(interval.lower, lang), whole(interval.upper, lang))]
        }
        None => [NONE; 2].map(str::to_owned),
    });
    let mut notes = vec![share.method.text(), share.direction.clone()];
    notes.extend(share.assumptions.iter().map(|assumption| {
        let (sv, en) = (assumption.get(Lang::Sv), assumption.get(Lang::En));
        say!("förutsätter: {sv}", "assumes: {en}")
    }));
    Sheet { title, heads, rows: vec![row], notes }
}

/// Returns the log-linear models that one was chosen from, those of least AIC first; none where none was fitted.
fn models(baseline: &Baseline, table: &Table, lang: Lang) -> Option<Sheet> {
    /// With five sources there are 1 024.
    const MOST: usize = 16;
    let attempt = table.estimates.iter().find(|attempt| !attempt.candidates.is_empty())?;
    let mut fitted: Vec<_> =
        attempt.candidates.iter().filter_map(|one| Some((one, one.outcome.ok()?))).collect();
    fitted.sort_by(|(_, one), (_, other)| one.aic.total_cmp(&other.aic));
    let heads = heads(
        lang,
        vec![
            (say!("beroende par", "dependent pairs"), Side::Left),
            (say!("skattning", "estimate"), Side::Right),
            (say!("medelfel", "std. error"), Side::Right),
            (say!("avvikelse", "deviance"), Side::Right),
            (say!("frihetsgrader", "d.f."), Side::Right),
            (say!("AIC", "AIC"), Side::Right),
        ],
    );
    let row = |(candidate, fit): &(&Candidate, Fit)| {
        let pair = |(one, other): &(usize, usize)| {
            let place = |at: usize| attempt.sources.get(at).copied().unwrap_or_default();
            names(baseline, &[place(*one), place(*other)], ":")
        };
        let pairs: Vec<String> = candidate.pairs.iter().map(pair).collect();
        let none = say!("inga", "none");
        vec![
            if pairs.is_empty() { none.get(lang).to_owned() } else { pairs.join(" ") },
            whole(fit.total, lang),
            whole(fit.standard_error, lang),
            decimal(fit.deviance, lang),
            fit.degrees_of_freedom.to_string(),
            decimal(fit.aic, lang),
        ]
    };
    let (all, shown) = (attempt.candidates.len(), fitted.len().min(MOST));
    let mut notes = vec![say!(
        "{all} modeller prövades; {shown} visas, de med lägst AIC först. Modeller inom 2 från den lägsta är lika rimliga.",
        "{all} models were tried; {shown} are shown, those of least AIC first. Models within 2 of the least are as plausible."
    )];
    let refused = all.saturating_sub(fitted.len());
    if refused > 0 {
        notes.push(say!(
            "{refused} modeller kunde inte anpassas: ett par delar ingen, eller tabellen bestämmer dem inte.",
            "{refused} models could not be fitted: a pair shares nobody, or the table does not determine them."
        ));
    }
    let rows = fitted.iter().take(MOST).map(row).collect();
    Some(Sheet {
        title: say!("Log-linjära modeller, Totalt", "Log-linear models, Totalt"),
        heads,
        rows,
        notes,
    })
}

/// Formats a number with one decimal.
fn decimal(number: f64, lang: Lang) -> String {
    let text = format!("{number:.1}");
    if lang == Lang::Sv { text.replace('.', ",") } else { text }
}

/// Returns, of each estimate, the direction of its error and its assumptions, and of each refusal its reason.
fn sentences(baseline: &Baseline, tables: &[&Table]) -> Vec<Text> {
    let mut found: Vec<(Text, Vec<String>)> = Vec::new();
    let mut add = |text: Text, of: String| match found.iter_mut().find(|(known, _)| *known == text) {
        Some((_, all)) => {
            if !all.contains(&of) {
                all.push(of);
            }
        }
        None => found.push((text, vec![of])),
    };
    let total = tables.first().map(|table| &table.stratum);
    for table in tables {
        for attempt in &table.estimates {
            let (method, sources) = (attempt.method.as_str(), names(baseline, &attempt.sources, " + "));
            match &attempt.outcome {
                Ok(estimate) => add(estimate.direction.clone(), method.to_owned()),
                Err(refusal) => {
                    let text = refusal.text();
                    let (sv, en) = (text.get(Lang::Sv), text.get(Lang::En));
                    let of = if total == Some(&table.stratum) {
                        String::new()
                    } else {
                        format!("{}: ", table.stratum)
                    };
                    add(
                        say!("ingen skattning: {sv}", "no estimate: {en}"),
                        format!("{of}{method} ({sources})"),
                    );
                }
            }
        }
    }
    for attempt in tables.iter().flat_map(|table| &table.estimates) {
        let Ok(estimate) = &attempt.outcome else { continue };
        for assumption in &estimate.assumptions {
            let (sv, en) = (assumption.get(Lang::Sv), assumption.get(Lang::En));
            add(say!("förutsätter: {sv}", "assumes: {en}"), attempt.method.as_str().to_owned());
        }
    }
    let said = |(text, of): (Text, Vec<String>)| {
        let (sv, en, of) = (text.get(Lang::Sv), text.get(Lang::En), of.join(", "));
        say!("{sv} – {of}", "{en} – {of}")
    };
    found.into_iter().map(said).collect()
}

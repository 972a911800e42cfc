//! The page on estimates, whose table of published data sets is made from what is computed here.

use super::*;
use std::fmt::Write;

/// A row of the table: what is computed, and what it has to be.
struct Row {
    data: &'static str,
    method: &'static str,
    seen: u64,
    here: String,
    expected: &'static str,
    /// Where the number to reach is from.
    by: &'static str,
}

/// Writes a number of persons with thousands apart, and with a decimal where the reference prints one.
fn persons(number: f64, decimals: usize) -> String {
    let text = format!("{number:.decimals$}");
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let digits = whole.len();
    let apart = whole.char_indices().map(|(at, digit)| {
        let is_thousand = at > 0 && (digits - at).is_multiple_of(3);
        if is_thousand { format!("\u{a0}{digit}") } else { digit.to_string() }
    });
    apart.collect::<String>() + rest
}

fn fitted(fit: Fit) -> String {
    format!("{} ({})", persons(fit.total, 1), persons(fit.standard_error, 1))
}

fn estimated(estimate: &Estimate, decimals: usize) -> String {
    format!("{} ({})", persons(estimate.total, decimals), persons(estimate.standard_error, decimals))
}

fn within(interval: Interval, decimals: usize) -> String {
    format!("{}–{}", persons(interval.lower, decimals), persons(interval.upper, decimals))
}

/// The packages for R that analysts use.
const IN_R: &str = "in R";

fn united_kingdom_rows() -> Vec<Row> {
    let (known, data) =
        (united_kingdom(), "Modern slavery, United Kingdom 2013, five lists (Silverman 2014)");
    let chosen = [(0, 1), (1, 4), (2, 4), (0, 2), (3, 4), (1, 3)];
    let interval = known.estimate(&chosen, Dependence::Unknown).unwrap().interval();
    let row = |method, here, expected, by| Row { data, method, seen: known.seen(), here, expected, by };
    vec![
        row("log-linear, independent lists", fitted(known.fit(&[]).unwrap()), "13 444.1 (806.9)", IN_R),
        row("log-linear, six pairs", fitted(known.fit(&chosen).unwrap()), "11 313.0 (802.7)", IN_R),
        row(
            "its profile interval",
            within(interval, 0),
            "9 889–13 063",
            "in R; published as 10 000 to 13 000",
        ),
    ]
}

fn dutch_rows() -> Vec<Row> {
    let register = Register::new(&[1645, 183, 37, 13, 1, 1]).unwrap();
    let (data, chao) = (
        "Irregular migrants, four Dutch cities 1995, one register (van der Heijden et al. 2003)",
        register.chao().unwrap(),
    );
    let row = |method, here, expected, by| Row { data, method, seen: chao.seen, here, expected, by };
    let poisson = register.zero_truncated_poisson().unwrap();
    vec![
        row(
            "Chao's lower bound",
            estimated(&chao, 1),
            "9 273.5 (662.6)",
            "in R; its manual says at least 8 000",
        ),
        row("its log-normal interval", within(chao.log_normal, 0), "8 085–10 690", IN_R),
        row("zero-truncated Poisson", estimated(&poisson, 1), "7 079.9 (365.8)", "in R; published as 7 080"),
        row("Zelterman", persons(register.zelterman().unwrap().total, 1), "9 424.6", "in R"),
    ]
}

fn roman_rows() -> Vec<Row> {
    let (known, data) = (rome(), "HIV, Rome, four reporting centres (Abeni et al. 1994)");
    let interval = known.estimate(&[(0, 1)], Dependence::Unknown).unwrap().interval();
    let row = |method, here, expected| Row { data, method, seen: known.seen(), here, expected, by: IN_R };
    vec![
        row("log-linear, independent lists", fitted(known.fit(&[]).unwrap()), "11 124.6 (904.8)"),
        row("log-linear, the first pair", fitted(known.fit(&[(0, 1)]).unwrap()), "12 318.5 (1 188.7)"),
        row("its profile interval", within(interval, 0), "10 266–14 992"),
    ]
}

fn taiwanese_rows() -> Vec<Row> {
    let (known, data) = (taiwan(), "Hepatitis A, Taiwan 1995, three lists (Chao et al. 2001); 545 were ill");
    let chapman = TwoLists::new(135, 122, 49).unwrap().chapman(Dependence::Unknown).unwrap();
    let row = |method, here, expected, by| Row { data, method, seen: known.seen(), here, expected, by };
    vec![
        row("Chapman, the first two lists", estimated(&chapman, 2), "333.56 (28.70)", IN_R),
        row("its log-normal interval", within(chapman.interval(), 1), "288.7–403.4", IN_R),
        row("log-linear, independent lists", fitted(known.fit(&[]).unwrap()), "388.5 (21.6)", IN_R),
        row(
            "sample coverage, low",
            persons(known.sample_coverage().unwrap().low_coverage, 1),
            "507.8",
            "in R; published as 508",
        ),
    ]
}

fn kosovan_rows() -> Vec<Row> {
    let (known, data) = (kosovo(), "Killings, Kosovo 1999, four lists (Ball et al. 2002)");
    let all = known.fit(&known.all_pairs()).unwrap();
    let row = |method, here, expected, by| Row { data, method, seen: known.seen(), here, expected, by };
    vec![
        row("log-linear, independent lists", fitted(known.fit(&[]).unwrap()), "7 394.6 (129.6)", IN_R),
        row(
            "log-linear, all pairs",
            fitted(all),
            "14 402.5 (1 050.9)",
            "in R; the report chose a model that gives 10 356",
        ),
    ]
}

fn rows_of_seber() -> Vec<Row> {
    let lists = TwoLists::new(781 + 167, 254 + 167, 167).unwrap();
    let (petersen, chapman) =
        (lists.petersen(Dependence::Unknown).unwrap(), lists.chapman(Dependence::Unknown).unwrap());
    let row = |method, here, expected| Row {
        data: "Two samples (Seber 1982, p. 107)",
        method,
        seen: petersen.seen,
        here,
        expected,
        by: IN_R,
    };
    vec![
        row("Petersen", estimated(&petersen, 2), "2 389.87 (130.38)"),
        row("Chapman", estimated(&chapman, 1), "2 382.8 (129.1)"),
    ]
}

#[test]
fn the_table_of_the_page_is_what_is_computed() {
    let rows = [
        united_kingdom_rows(),
        dutch_rows(),
        roman_rows(),
        taiwanese_rows(),
        kosovan_rows(),
        rows_of_seber(),
    ];
    let (mut table, mut above) = (String::new(), "");
    for Row { data, method, seen, here, expected, by } in rows.into_iter().flatten() {
        assert_eq!(here.replace('\u{a0}', " "), expected, "{data}: {method}");
        let seen = persons(seen as f64, 0);
        match data == above {
            true => writeln!(table, "| | | {method} | {here} | {by} |").unwrap(),
            false => writeln!(table, "| {data} | {seen} | {method} | {here} | {by} |").unwrap(),
        }
        above = data;
    }
    let page = include_str!("../../../../ESTIMATES.md");
    let (_, rest) = page.split_once("|---|---:|---|---:|---|\n").unwrap();
    let lines = rest.lines().take_while(|line| line.starts_with('|'));
    let shown: String = lines.flat_map(|line| [line, "\n"]).collect();
    assert!(shown == table, "core/ESTIMATES.md has another table than:\n{table}");
}

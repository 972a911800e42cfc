//! The demo city: synthetic persons in fourteen districts, fifteen indicators, three years.

use super::super::cube::Counted;
use super::super::round::{Chain, Cube, round};
use super::attack::{Way, found};
use super::key;
use crate::author::sample::{Sample, SampleOptions};
use crate::data::input::InputFormat::Ndjson;
use crate::edition::options::{OnError, Options};
use crate::edition::rules::Rules;
use crate::figures::partial::Partial;
use crate::language::date::Period;

fn city() -> Partial {
    let sample = Sample::new(SampleOptions { persons: 4000, ..SampleOptions::default() }).unwrap();
    let mut lines = String::new();
    for person in sample.persons() {
        person.write_json(&mut lines);
        lines.push('\n');
    }
    let edition = Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap();
    let options = Options {
        periods: ["2012", "2013", "2014"].map(|year| Period::parse(year).unwrap()).to_vec(),
        by: vec!["stadsdel".into()],
        on_error: OnError::Skip,
        ..Options::default()
    };
    edition.partial(lines.as_bytes(), Ndjson, &options).unwrap()
}

#[test]
fn the_demo_city_has_small_errors_and_nothing_in_it_can_be_found() {
    let partial = city();
    let counted = Counted::new(&[&partial], 5);
    let chains = &counted.cube.chains;
    let (mut totals, mut cells, mut most, mut sum) = (Vec::new(), Vec::new(), 0, 0i64);
    for seed in 0..10 {
        let rounded = round(&counted.cube, &key(seed)).counts;
        for (chain, rounded) in chains.iter().zip(&rounded) {
            for place in (0..chain.weights.len()).filter(|place| chain.weights[*place] == 16) {
                let errors = chain.counts.iter().zip(rounded).map(|(y, r)| r[place] as i64 - y[place] as i64);
                let errors: Vec<i64> = errors.collect();
                let total: i64 = errors.iter().sum();
                most = most.max(total.unsigned_abs());
                sum += total;
                totals.push(total.unsigned_abs());
                cells.extend(errors.iter().map(|error| error.unsigned_abs()));
            }
        }
    }
    let mean = |errors: &[u64]| errors.iter().sum::<u64>() as f64 / errors.len() as f64;
    let within = totals.iter().filter(|error| **error < 5).count() as f64 / totals.len() as f64;
    println!(
        "demo city, base 5: totals of counts, numerators and denominators: mean error {:.2}, largest {most}, {:.1} % within 4; \
         cells: mean error {:.2}, largest {}; bias {:.3} a cell",
        mean(&totals),
        100.0 * within,
        mean(&cells),
        cells.iter().max().unwrap(),
        sum as f64 / cells.len() as f64,
    );
    // Most districts have fewer than five of anything: there is little to choose from.
    assert!(mean(&totals) < 2.5 && within > 0.85 && mean(&cells) < 2.0);

    // Known to social services: who was in 2012 still is in 2013, and the reader knows it. And all counts of a share.
    let rounded = round(&counted.cube, &key(1)).counts;
    let years = 3;
    let indicators = chains.len() / years;
    let known: Vec<usize> = (0..years).map(|year| year * indicators).collect();
    let alone = |chain: usize, places: std::ops::Range<usize>, of: &[Vec<Vec<u64>>]| -> Vec<Vec<u64>> {
        of[chain].iter().map(|counts| counts[places.clone()].to_vec()).collect()
    };
    let exact: Vec<Vec<Vec<u64>>> = chains.iter().map(|chain| chain.counts.clone()).collect();
    let cube = |parts: &[(usize, std::ops::Range<usize>)]| {
        let chain = |(chain, places): &(usize, std::ops::Range<usize>)| Chain {
            weights: vec![1; places.len()],
            held: vec![true; places.len()],
            counts: alone(*chain, places.clone(), &exact),
            published: None,
        };
        let ours = parts.iter().map(|(chain, places)| alone(*chain, places.clone(), &rounded));
        (Cube { chains: parts.iter().map(chain).collect(), ..counted.cube.clone() }, ours.collect::<Vec<_>>())
    };
    let growing: Vec<_> = known.iter().map(|chain| (*chain, 0..1)).collect();
    let (over_years, ours) = cube(&growing);
    for cells in over_years.chains.windows(2).flat_map(|two| two[0].counts.iter().zip(&two[1].counts)) {
        assert!(cells.0[0] <= cells.1[0], "who is known stays known");
    }
    let share = chains.iter().position(|chain| chain.weights.len() == 6).unwrap();
    let (of_share, ours_of_share) = cube(&[(share, 0..6)]);
    let mut hidden = 0;
    for (cube, ours) in [(over_years, ours), (of_share, ours_of_share)] {
        let (small, known, zeros) = found(&cube, Way::Ours, 1, &ours);
        println!("demo city: {small} small counts, {known} known to be small, {zeros} known to be zero");
        assert_eq!((known, zeros), (0, 0));
        hidden += found(&cube, Way::Hide, 1, &ours).1;
    }
    assert!(hidden > 0, "hiding what is small would not have been enough");
}

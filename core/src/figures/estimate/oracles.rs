//! Published data sets, reproduced to the printed digit.

mod page;

use super::loglinear::profile;
use super::*;

/// Asserts that `value` prints as `expected`, with as many decimals.
#[track_caller]
fn prints(value: f64, expected: &str) {
    let decimals = expected.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    assert_eq!(format!("{value:.decimals$}"), expected);
}

#[track_caller]
fn spans(interval: Interval, lower: &str, upper: &str) {
    prints(interval.lower, lower);
    prints(interval.upper, upper);
}

#[track_caller]
fn is_fit(fit: Fit, total: &str, standard_error: &str, deviance: &str, degrees_of_freedom: usize) {
    prints(fit.total, total);
    prints(fit.standard_error, standard_error);
    prints(fit.deviance, deviance);
    assert_eq!(fit.degrees_of_freedom, degrees_of_freedom);
}

#[track_caller]
fn is_estimate(estimate: &Estimate, total: &str, standard_error: &str) {
    prints(estimate.total, total);
    prints(estimate.standard_error, standard_error);
}

/// Victims of modern slavery known in the United Kingdom 2013: local authorities, non-governmental organisations, police,
/// government organisations, the public (Silverman 2014; Bales, Hesketh & Silverman 2015).
fn united_kingdom() -> Overlaps {
    let known = [
        ("10000", 54),
        ("01000", 463),
        ("00100", 995),
        ("00010", 695),
        ("00001", 316),
        ("11000", 15),
        ("10100", 19),
        ("10010", 3),
        ("01100", 62),
        ("01010", 19),
        ("01001", 1),
        ("00110", 76),
        ("00101", 11),
        ("00011", 8),
        ("11100", 1),
        ("11010", 1),
        ("01110", 4),
        ("11110", 1),
    ];
    Overlaps::new(&known).unwrap()
}

#[test]
fn united_kingdom_2013() {
    let known = united_kingdom();
    assert_eq!(known.seen(), 2744);
    is_fit(known.fit(&[]).unwrap(), "13444.1", "806.9", "118.532", 25);
    let chosen = [(0, 1), (1, 4), (2, 4), (0, 2), (3, 4), (1, 3)];
    let fit = known.fit(&chosen).unwrap();
    is_fit(fit, "11313.0", "802.7", "16.351", 19);
    prints(fit.aic, "127.599");
    let (greatest, interval) = profile(&known.cells(&chosen, &[]), known.seen(), fit.total).unwrap();
    prints(greatest, "11303.9");
    spans(interval, "9889", "13063");
    let estimate = known.estimate(&chosen, Dependence::Unknown).unwrap();
    spans(estimate.interval(), "9889", "13063");
    // Published: 10 000 to 13 000.
    assert_eq!(estimate.rounded(), Rounded { total: 11_000, lower: 9_900, upper: 13_000 });
}

#[test]
fn united_kingdom_2013_has_an_empty_overlap_that_no_candidate_fits() {
    let known = united_kingdom();
    assert_eq!(known.empty_overlaps(), [(0, 4)]);
    let selection = known.select(Dependence::Unknown);
    assert_eq!(selection.candidates.len(), 1024);
    for candidate in &selection.candidates {
        let has_it = candidate.pairs.contains(&(0, 4));
        assert_eq!(has_it, candidate.outcome == Err(Refusal::EmptyOverlap), "{candidate:?}");
    }
    // The published model is the one with the least AIC of all.
    assert_eq!(selection.pairs.unwrap(), [(0, 1), (0, 2), (1, 3), (1, 4), (2, 4), (3, 4)]);
    is_estimate(&selection.estimate.unwrap(), "11313.0", "802.7");
}

/// Irregular migrants in the police register of four Dutch cities 1995 (van der Heijden et al. 2003).
#[test]
fn four_dutch_cities_1995() {
    let register = Register::new(&[1645, 183, 37, 13, 1, 1]).unwrap();
    let chao = register.chao().unwrap();
    assert_eq!(chao.seen, 1880);
    is_estimate(&chao, "9273.5", "662.6");
    spans(chao.log_normal, "8085", "10690");
    spans(chao.profile.unwrap(), "8088", "10704");
    prints(register.chao_bias_corrected().unwrap().total, "9228.9");
    is_estimate(&register.zero_truncated_poisson().unwrap(), "7079.9", "365.8");
    prints(register.zelterman().unwrap().total, "9424.6");
    // The model with gender, age and nation as covariates, which is not fitted here: its log-normal interval.
    spans(log_normal(1880, 12_690.35, 2_808.17_f64.powi(2)), "8431", "19718");
}

/// HIV in four reporting centres, Rome (Abeni et al. 1994; Baillargeon & Rivest 2007).
fn rome() -> Overlaps {
    Overlaps::new(&[
        ("1110", 3),
        ("1101", 1),
        ("1100", 33),
        ("1010", 20),
        ("1001", 6),
        ("1000", 403),
        ("0111", 3),
        ("0110", 35),
        ("0101", 10),
        ("0100", 545),
        ("0011", 11),
        ("0010", 621),
        ("0001", 205),
    ])
    .unwrap()
}

#[test]
fn hiv_in_rome() {
    let known = rome();
    assert_eq!(known.seen(), 1896);
    let independent = known.fit(&[]).unwrap();
    is_fit(independent, "11124.6", "904.8", "13.026", 10);
    prints(independent.aic, "90.062");
    let first_two = known.fit(&[(0, 1)]).unwrap();
    is_fit(first_two, "12318.5", "1188.7", "7.614", 9);
    prints(first_two.aic, "86.65");
    spans(known.estimate(&[(0, 1)], Dependence::Unknown).unwrap().interval(), "10266", "14992");
    let all = known.fit(&known.all_pairs()).unwrap();
    prints(all.total, "23443.5");
    prints(all.standard_error, "9594.9");
    // More than ten times those seen.
    assert_eq!(known.estimate(&known.all_pairs(), Dependence::Unknown), Err(Refusal::FarBeyondSeen));
}

fn taiwan() -> Overlaps {
    Overlaps::new(&[
        ("001", 63),
        ("010", 55),
        ("011", 18),
        ("100", 69),
        ("101", 17),
        ("110", 21),
        ("111", 28),
    ])
    .unwrap()
}

/// An outbreak of hepatitis A in Taiwan 1995, in three lists (Chao et al. 2001).
#[test]
fn taiwan_1995_two_lists_at_a_time() {
    let pairs = [
        ((135, 122, 49), "336.12", "333.56", "28.70", "288.7", "403.4"),
        ((135, 126, 45), "378.00", "374.48", "35.58", "318.6", "460.8"),
        ((122, 126, 46), "334.17", "331.36", "29.93", "284.7", "404.4"),
    ];
    for ((first, second, both), petersen, chapman, standard_error, lower, upper) in pairs {
        let lists = TwoLists::new(first, second, both).unwrap();
        prints(lists.petersen(Dependence::Unknown).unwrap().total, petersen);
        let estimate = lists.chapman(Dependence::Unknown).unwrap();
        is_estimate(&estimate, chapman, standard_error);
        spans(estimate.interval(), lower, upper);
    }
}

#[test]
fn taiwan_1995_three_lists() {
    let known = taiwan();
    assert_eq!(known.seen(), 271);
    is_fit(known.fit(&[]).unwrap(), "388.5", "21.6", "24.357", 3);
    prints(known.fit(&[(0, 1), (1, 2)]).unwrap().total, "526.7");
    prints(known.chao().unwrap().total, "478.7");
    let of = known.sample_coverage().unwrap();
    prints(of.coverage, "0.513");
    prints(of.independence, "407.0");
    prints(of.high_coverage, "970.8");
    prints(of.low_coverage, "507.8");
}

/// 545 students were ill, as a screening showed: two lists that refer to each other give a lower bound.
#[test]
fn taiwan_1995_is_underestimated_by_two_lists() {
    for (first, second, both) in [(135, 122, 49), (135, 126, 45), (122, 126, 46)] {
        let estimate = TwoLists::new(first, second, both).unwrap().chapman(Dependence::Referral).unwrap();
        assert!(estimate.interval().upper < 545.0, "{estimate:?}");
    }
}

/// Killings in Kosovo 1999, in four lists (Ball et al. 2002).
fn kosovo() -> Overlaps {
    Overlaps::new(&[
        ("1000", 1131),
        ("0100", 845),
        ("0010", 936),
        ("0001", 306),
        ("1100", 177),
        ("1010", 228),
        ("1001", 106),
        ("0110", 217),
        ("0101", 31),
        ("0011", 123),
        ("1110", 181),
        ("1101", 18),
        ("1011", 42),
        ("0111", 32),
        ("1111", 27),
    ])
    .unwrap()
}

#[test]
fn kosovo_1999() {
    let known = kosovo();
    assert_eq!(known.seen(), 4400);
    let independent = known.fit(&[]).unwrap();
    is_fit(independent, "7394.6", "129.6", "245.94", 10);
    let all = known.all_pairs();
    is_fit(known.fit(&all).unwrap(), "14402.5", "1050.9", "39.832", 4);
    let selection = known.select(Dependence::Unknown);
    assert_eq!(selection.candidates.len(), 64);
    assert_eq!(selection.candidates[0].outcome, Ok(independent));
    // Without the independent pair of the second and fourth list; from 7 395 to 14 402 with the model.
    assert_eq!(selection.pairs.unwrap(), [(0, 1), (0, 2), (1, 2), (0, 3), (2, 3)]);
    assert_eq!(
        selection.estimate.unwrap().rounded(),
        Rounded { total: 14_000, lower: 13_000, upper: 17_000 }
    );
}

/// Two samples (Seber 1982, p. 107).
#[test]
fn two_samples_of_seber() {
    let (first, second) = (781 + 167, 254 + 167);
    let lists = TwoLists::new(first, second, 167).unwrap();
    is_estimate(&lists.petersen(Dependence::Unknown).unwrap(), "2389.87", "130.38");
    is_estimate(&lists.chapman(Dependence::Unknown).unwrap(), "2382.8", "129.1");
    let table = Overlaps::of_lists(2, &[("11", 167), ("10", 781), ("01", 254)]).unwrap();
    let fit = table.fit(&[]).unwrap();
    prints(fit.total, "2389.87");
    prints(fit.standard_error, "130.38");
    spans(profile(&table.cells(&[], &[]), table.seen(), fit.total).unwrap().1, "2156", "2670");
}

/// Newcombe 1998, table I, methods 3 and 5.
#[test]
fn proportions_of_newcombe() {
    let published = [
        ((81, 263), (".2553", ".3662"), (".2527", ".3676")),
        ((15, 148), (".0624", ".1605"), (".0578", ".1617")),
        ((0, 20), (".0000", ".1611"), (".0000", ".1684")),
        ((1, 29), (".0061", ".1718"), (".0009", ".1776")),
    ];
    for ((successes, trials), score, exact) in published {
        let of = |share: Share, (lower, upper): (&str, &str)| {
            spans(share.interval, &format!("0{lower}"), &format!("0{upper}"));
        };
        of(wilson(successes, trials).unwrap(), score);
        of(clopper_pearson(successes, trials).unwrap(), exact);
    }
}

/// The share of schools that met their target, from R's package survey (data sets `apistrat` and `apiclus1`).
#[test]
fn weighted_shares_of_california_schools() {
    let stratified =
        Designed { share: 0.827_948, standard_error: 0.024_344_8, respondents: 200, degrees_of_freedom: 197 };
    spans(stratified.korn_graubard().unwrap().interval, "0.774171", "0.873432");
    spans(stratified.logit().unwrap().interval, "0.774540", "0.870815");
    // 160 of 183 schools. The standard error is printed as 0.0203595; its interval's upper end is printed so only below
    // 0.0203594816, and the others for every standard error that is printed as that.
    let clustered = Designed {
        share: 160.0 / 183.0,
        standard_error: 0.020_359_45,
        respondents: 183,
        degrees_of_freedom: 14,
    };
    spans(clustered.korn_graubard().unwrap().interval, "0.823702", "0.914704");
    spans(clustered.logit().unwrap().interval, "0.823799", "0.911900");
    // The sampling weights of `apistrat`: 4421/100, 755/50 and 1018/50.
    let weights = [vec![44.21; 100], vec![15.1; 50], vec![20.36; 50]].concat();
    prints(effective_size(&weights).unwrap(), "168.58");
}

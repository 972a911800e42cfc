//! What is refused, and how an estimate is rounded for publication.

use super::*;

#[track_caller]
fn is(value: f64, expected: f64) {
    assert!((value - expected).abs() < 1e-9, "{value} {expected}");
}

#[test]
fn six_in_both_lists_are_too_few_and_seven_are_enough() {
    assert_eq!(TwoLists::new(20, 20, 6), Err(Refusal::FewInBoth));
    let estimate = TwoLists::new(20, 20, 7).unwrap().chapman(Dependence::Unknown).unwrap();
    // 21 · 21 / 8 − 1.
    is(estimate.total, 54.125);
}

#[test]
fn counts_that_contradict_each_other_are_refused() {
    assert_eq!(TwoLists::new(20, 9, 10), Err(Refusal::Inconsistent));
    assert_eq!(TwoLists::new(u64::MAX, u64::MAX, 10), Err(Refusal::TooLarge));
    assert_eq!(wilson(3, 2), Err(Refusal::Inconsistent));
    assert_eq!(clopper_pearson(0, 0), Err(Refusal::NobodySeen));
    assert_eq!(effective_size(&[1.0, f64::NAN]), Err(Refusal::Inconsistent));
    assert_eq!(effective_size(&[1.0, 0.0]), Err(Refusal::Inconsistent));
    assert_eq!(Register::new(&[u64::MAX, 1]), Err(Refusal::TooLarge));
    assert_eq!(Register::new(&[0, 0]), Err(Refusal::NobodySeen));
    assert_eq!(Register::new(&[5, 3, 1, 0]).unwrap().on_occasions(2), Err(Refusal::Inconsistent));
    for combinations in [
        &[("000", 1)][..],
        &[("1é", 1)],
        &[("110", 1), ("11", 1)],
        &[("110", 1), ("1100", 1)],
        &[("110", 1), ("110", 1)],
    ] {
        assert_eq!(Overlaps::new(combinations), Err(Refusal::Inconsistent), "{combinations:?}");
    }
}

#[test]
fn two_or_six_lists_are_no_table_for_models() {
    assert_eq!(Overlaps::new(&[("11", 1)]), Err(Refusal::Lists));
    assert_eq!(Overlaps::new(&[("111111", 1)]), Err(Refusal::Lists));
    assert_eq!(Overlaps::new(&[]), Err(Refusal::Lists));
}

#[test]
fn nobody_seen_twice_needs_the_corrected_bound() {
    let register = Register::new(&[5]).unwrap();
    assert_eq!(register.chao(), Err(Refusal::NobodyTwice));
    assert_eq!(register.zelterman(), Err(Refusal::NobodyTwice));
    assert_eq!(register.zero_truncated_poisson(), Err(Refusal::NobodyTwice));
    // 5 + 5 · 4 / 2.
    is(register.chao_bias_corrected().unwrap().total, 15.0);
}

#[test]
fn an_estimate_of_nobody_unseen_is_still_uncertain() {
    let estimate = Register::new(&[1, 2]).unwrap().chao_bias_corrected().unwrap();
    is(estimate.total, 3.0);
    is(estimate.interval().lower, 3.0);
    assert!(estimate.interval().upper > 3.1, "{estimate:?}");
    let all_in_both = TwoLists::new(20, 9, 9).unwrap().chapman(Dependence::Unknown).unwrap();
    is(all_in_both.total, 20.0);
    is(all_in_both.interval().upper, 20.0);
}

#[test]
fn fixed_occasions_lower_chaos_bound() {
    let register = Register::new(&[40, 20, 10]).unwrap();
    // 70 + 40² / 40, and 70 + 3/4 of that with four occasions.
    is(register.chao().unwrap().total, 110.0);
    let four = register.on_occasions(4).unwrap().chao().unwrap();
    is(four.total, 100.0);
    let interval = four.interval();
    assert!(interval.lower < 100.0 && 100.0 < interval.upper);
}

#[test]
fn more_than_ten_times_those_seen_is_refused() {
    // 106 + 100² / 12 = 939.
    assert!(Register::new(&[100, 6]).unwrap().chao().is_ok());
    // 104 + 100² / 8 = 1354.
    assert_eq!(Register::new(&[100, 4]).unwrap().chao(), Err(Refusal::FarBeyondSeen));
}

#[test]
fn a_model_of_an_empty_overlap_is_refused() {
    let lists = Overlaps::new(&[("100", 50), ("010", 40), ("001", 30), ("101", 9), ("011", 8)]).unwrap();
    assert_eq!(lists.empty_overlaps(), [(0, 1)]);
    assert_eq!(lists.fit(&[(0, 1)]), Err(Refusal::EmptyOverlap));
    assert_eq!(lists.fit(&[(1, 0)]), Err(Refusal::Inconsistent));
    assert_eq!(lists.fit(&[(0, 3)]), Err(Refusal::Inconsistent));
    assert!(lists.fit(&[(0, 2)]).is_ok());
}

#[test]
fn a_likelihood_without_a_maximum_is_refused() {
    // All pairs, as many terms as combinations: the empty one can only be fitted by a term of −∞.
    let lists =
        Overlaps::new(&[("100", 50), ("010", 40), ("001", 30), ("101", 9), ("011", 8), ("111", 5)]).unwrap();
    assert_eq!(lists.empty_overlaps(), []);
    assert_eq!(lists.fit(&[(0, 1), (0, 2), (1, 2)]), Err(Refusal::NoMaximum));
}

#[test]
fn a_maximum_is_found_though_most_combinations_are_empty() {
    // Three combinations with persons and four terms. By symmetry the fitted counts are a, ap, ap² with
    // a(3 + 3p + p²) = 15 and a(1 + 2p + p²) = 10: p = √3, and a/p = 10 / (√3 (1 + √3)²) are unseen.
    let lists = Overlaps::new(&[("110", 5), ("101", 5), ("011", 5)]).unwrap();
    let root = 3.0_f64.sqrt();
    let unseen = 10.0 / (root * (1.0 + root).powi(2));
    assert!((lists.fit(&[]).unwrap().total - 15.0 - unseen).abs() < 1e-6);
}

#[test]
fn models_that_fit_equally_well_and_disagree_give_no_estimate() {
    // Few in any overlap: a model of the dependence of two lists is as good as another and far from it.
    let lists = Overlaps::new(&[
        ("100", 60),
        ("010", 50),
        ("001", 40),
        ("110", 9),
        ("101", 2),
        ("011", 2),
        ("111", 1),
    ])
    .unwrap();
    let selection = lists.select(Dependence::Unknown);
    assert_eq!(selection.estimate, Err(Refusal::ModelsDisagree));
    assert!(selection.pairs.is_some());
    assert_eq!(selection.candidates.len(), 8);
}

#[test]
fn a_share_without_spread_is_refused() {
    let designed = Designed { share: 1.0, standard_error: 0.0, respondents: 10, degrees_of_freedom: 9 };
    assert_eq!(designed.korn_graubard(), Err(Refusal::NoSpread));
    assert_eq!(designed.logit(), Err(Refusal::NoSpread));
    let wrong = Designed { share: f64::NAN, ..designed };
    assert_eq!(wrong.korn_graubard(), Err(Refusal::Inconsistent));
}

#[test]
fn equal_weights_change_nothing() {
    let answers: Vec<(f64, bool)> = (0..148).map(|i| (3.5, i < 15)).collect();
    let (weighted, plain) = (weighted(&answers).unwrap(), wilson(15, 148).unwrap());
    assert!((weighted.interval.lower - plain.interval.lower).abs() < 1e-12);
    assert!((weighted.interval.upper - plain.interval.upper).abs() < 1e-12);
    let (persons, interval) = plain.of_population(10_000);
    assert!(interval.lower < persons && persons < interval.upper && interval.upper < 1_605.0);
}

#[test]
fn persons_are_published_to_two_significant_figures() {
    let rounded = [0.0, 7.4, 99.4, 99.5, 104.9, 105.0, 994.9, 995.0, 11_313.0, 12_500.0, f64::NAN]
        .map(two_significant_figures);
    assert_eq!(rounded, [0, 7, 99, 100, 100, 110, 990, 1_000, 11_000, 13_000, 0]);
    assert!(two_significant_figures(f64::INFINITY) >= 18_000_000_000_000_000_000);
}

#[test]
fn every_refusal_says_in_both_languages_what_to_do() {
    for refusal in [
        Refusal::FewInBoth,
        Refusal::NobodyTwice,
        Refusal::NobodySeen,
        Refusal::Inconsistent,
        Refusal::TooLarge,
        Refusal::Lists,
        Refusal::EmptyOverlap,
        Refusal::NoMaximum,
        Refusal::FarBeyondSeen,
        Refusal::ModelsDisagree,
        Refusal::NoSpread,
    ] {
        for lang in [Lang::Sv, Lang::En] {
            assert!(refusal.text().get(lang).contains(": "), "{refusal:?}");
        }
    }
}

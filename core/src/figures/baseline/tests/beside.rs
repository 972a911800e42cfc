//! What stands beside those known: populations, estimates and surveys, also over several periods.

use super::*;

#[test]
fn prevalence_is_those_known_of_the_population() {
    let population =
        Population::read("år,stadsdel,personer\n2013,Farsta,40\n2013,,100\n".as_bytes()).unwrap();
    let at = |key: &str| format!("{{\"id\": \"{key}\", \"stadsdel\": \"Farsta\"}}\n");
    let lines = at("a") + &at("b") + "{\"stadsdel\": \"Farsta\"}\n";
    let partial = linked(&["stadsdel"], &BaselineOptions::default(), &[("a", &lines)]);
    let baseline = partial.finish(&Beside { population, ..Beside::default() }).unwrap();
    let [all, farsta, unknown] = &baseline.tables[..] else { panic!("three tables") };
    assert_eq!(all.prevalence(), Some([0.02, 0.02, 0.03]));
    assert_eq!(farsta.prevalence(), Some([0.05, 0.05, 0.075]));
    assert_eq!(unknown.prevalence(), None);
}

#[test]
fn estimates_stand_beside_those_known_each_with_its_direction() {
    let person = |n: u32| format!("p{n}");
    let some = |from: u32, to: u32| (from..to).map(person).collect::<Vec<_>>().join(" ");
    let sources = [("a", keys(&some(0, 60))), ("b", keys(&some(40, 100)))];
    let sources: Vec<(&str, &str)> = sources.iter().map(|(name, lines)| (*name, lines.as_str())).collect();
    let beside = Beside { estimate: true, dependence: Dependence::Referral, ..Beside::default() };
    let baseline = linked(&[], &BaselineOptions::default(), &sources).finish(&beside).unwrap();
    let table = &baseline.tables[0];
    assert_eq!(table.known.persons, count(100, 100, 100));
    let chapman = &table.estimates[0];
    let estimate = chapman.outcome.as_ref().unwrap();
    // (60 + 1)(60 + 1) ÷ (20 + 1) − 1
    assert_eq!((estimate.seen, (estimate.total * 100.0).round()), (100, 17_619.0));
    assert_eq!(estimate.direction.get(Lang::Sv), "en undre gräns: källorna hänvisar till varandra");
    // Nobody has several rows in a source.
    assert!(table.estimates[1..].iter().all(|attempt| attempt.outcome.is_err()));
}

#[test]
fn a_survey_stands_beside_with_its_interval_in_persons() {
    let answers = "svar\n".to_owned() + &"ja\n".repeat(15) + &"nej\n".repeat(133) + "\n,\n";
    let mut population = Population::default();
    population.set(2013, "Totalt", 10_000);
    let survey = Some(Answers::read(answers.replace("\n,\n", "\n").as_bytes()).unwrap());
    let baseline = hundred().finish(&Beside { survey, population, ..Beside::default() }).unwrap();
    let survey = baseline.survey.unwrap();
    let share = survey.outcome.unwrap();
    // Newcombe (1998), table I: 15 of 148.
    let interval = (share.interval.lower, share.interval.upper);
    assert_eq!(
        (format!("{:.4}", interval.0), format!("{:.4}", interval.1)),
        ("0.0624".into(), "0.1605".into())
    );
    let (persons, interval) = survey.persons.unwrap();
    assert_eq!((persons.round(), interval.lower.round()), (1014.0, 624.0));
}

#[test]
fn a_survey_beside_several_periods_says_which_its_answers_are_of() {
    let mut both = hundred_in("2012");
    both.merge(&hundred_in("2013")).unwrap();
    let survey =
        |csv: &str| Beside { survey: Some(Answers::read(csv.as_bytes()).unwrap()), ..Beside::default() };
    let refused = both.series(&survey("svar\nja\nnej\n")).unwrap_err();
    assert!(refused.to_string().contains("column `period`"), "{refused}");
    let both = both.series(&survey("svar;period\nja;2012\nnej;2012\n;2012\nja;2013\n")).unwrap();
    let of = |at: usize| both.periods[at].survey.clone().unwrap();
    assert_eq!((of(0).outcome.unwrap().respondents, of(0).unanswered, of(1).unanswered), (2, 1, 0));
    assert_eq!(of(1).outcome.unwrap().respondents, 1);
    assert!(Answers::read("svar;period\nja;i fjol\n".as_bytes()).is_err());
}

#[test]
fn the_population_is_of_the_year_of_each_period_and_breaks_are_of_the_sources_too() {
    let mut both = hundred_in("2012");
    let mut linker = edition()
        .baseline(
            &Options { periods: vec![Period::parse("2013").unwrap()], ..Options::default() },
            &BaselineOptions::default(),
        )
        .unwrap();
    let lines = keys("p1 p2");
    linker
        .add_all("c", &mut JsonRecords::new(lines.as_bytes(), InputFormat::Ndjson, &linker.schema(), None))
        .unwrap();
    both.merge(&linker.into_partial()).unwrap();
    let mut population = Population::default();
    population.set(2012, "Totalt", 1020);
    population.set(2013, "Totalt", 200);
    let series = both.series(&Beside { population, ..Beside::default() }).unwrap();
    let shares: Vec<f64> = series.periods.iter().map(|one| one.tables[0].prevalence().unwrap()[0]).collect();
    assert_eq!(shares, [0.1, 0.01]);
    let why: Vec<&str> = series.breaks[0].why.iter().map(|text| text.get(Lang::En)).collect();
    assert_eq!(why, ["sources that are no longer there: a, b", "sources that have been added: c"]);
}

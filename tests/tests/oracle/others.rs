//! The target groups of Stockholm 2017–2020 and 2021–2025 and the figures of Kolada, implemented from the editions'
//! readings alone.

use super::figures::Sum;
use super::kleene::{Truth, among, and, by, is, list, not, or, since, some, text, yes};
use super::page::Added;
use super::{lines, of_row};
use kvinnofrid::classify::Classification;
use kvinnofrid::date::{Date, Period};
use kvinnofrid::edition::Edition;
use kvinnofrid::input::InputFormat;
use kvinnofrid::options::Options;
use kvinnofrid::rules::Rules;
use kvinnofrid::sample::SampleOptions;
use serde_json::Value;
use std::sync::Arc;

const NEAR: &str = "våld_i_nära_relation";
const HONOUR: &str = "hedersrelaterat_våld_och_förtryck";
const KINDS: [&str; 5] = [
    NEAR,
    HONOUR,
    "prostitution",
    "människohandel_för_sexuella_ändamål",
    "sexuellt_våld_oberoende_av_relation",
];

/// The period, and the one non-default alternative selected.
struct Asked<'a> {
    start: &'a str,
    slut: &'a str,
    switched: Option<(&'a str, &'a str)>,
}

impl Asked<'_> {
    fn chosen(&self, reading: &str, alternative: &str) -> bool {
        self.switched == Some((reading, alternative))
    }

    fn within(&self, record: &Value, field: &str) -> Truth {
        and(since(record, field, self.start), by(record, field, self.slut))
    }

    fn has_lived(person: &Value, years: u32, day: &str) -> Truth {
        let (year, rest) = day.split_once('-')?;
        by(person, "födelsedatum", &format!("{:04}-{rest}", year.parse::<u32>().ok()? - years))
    }

    /// Returns the day on which age is computed, by default the last of the period.
    fn age_day(&self) -> &str {
        if self.chosen("åldersdag", "början") { self.start } else { self.slut }
    }

    fn in_time(&self, v: &Value) -> Truth {
        let mut begun = by(v, "från", self.slut);
        if self.chosen("våldets_dag", "varje") {
            begun = or(begun, or(by(v, "till", self.slut), by(v, "registrerat", self.slut)));
        }
        if self.chosen("våldets_tid", "under_perioden") {
            let later = or(since(v, "till", self.start), since(v, "från", self.start));
            begun = and(begun, or(yes(v, "pågående"), later));
        }
        begun
    }

    fn close(&self, v: &Value) -> Truth {
        if self.chosen("närståendekrets", "partner") {
            among(v, "relation", &["make_maka", "sambo", "pojk_flickvän", "tidigare_partner"])
        } else {
            not(is(v, "relation", "ingen_närstående"))
        }
    }

    fn sure(&self, v: &Value) -> Truth {
        if self.chosen("visshet", "konstaterat") { is(v, "grad", "konstaterat") } else { Some(true) }
    }

    fn near(&self, v: &Value) -> Truth {
        and(is(v, "kategori", NEAR), self.close(v))
    }

    fn honour(&self, v: &Value) -> Truth {
        let close = self.chosen("hedersvåldets_relation", "närstående");
        and(is(v, "kategori", HONOUR), if close { self.close(v) } else { Some(true) })
    }

    /// Whether it is of one of the five kinds; if the kind is missing, the result that all of them have in common.
    fn of_a_kind(&self, v: &Value) -> Truth {
        let of = |kind: &str| {
            let mut v = v.clone();
            if let Some(fields) = v.as_object_mut() {
                fields.insert("kategori".to_owned(), kind.into());
            }
            or(or(self.near(&v), self.honour(&v)), Some(![NEAR, HONOUR].contains(&kind)))
        };
        if v.is_null() {
            return None;
        }
        match text(v, "kategori") {
            Some(kind) => of(kind),
            None => {
                let truths = KINDS.map(of);
                truths.iter().all(|truth| *truth == truths[0]).then_some(truths[0]).flatten()
            }
        }
    }

    fn groups_of_2017(&self, p: &Value) -> Vec<Truth> {
        let counts = |v: &Value| and(and(or(self.near(v), self.honour(v)), self.in_time(v)), self.sure(v));
        let any_age = self.chosen("åldersgräns", "alla");
        let grown = Self::has_lived(p, 18, self.age_day());
        let child_day = if self.chosen("åldersdag", "slut") { self.slut } else { self.start };
        let child = if any_age { Some(true) } else { not(Self::has_lived(p, 18, child_day)) };
        let exposed: &[&str] = if self.chosen("utsatt_som_barn", "ja") {
            &["våldsutsatt", "barn_direkt_utsatt"]
        } else {
            &["våldsutsatt"]
        };
        let childs: &[&str] = if self.chosen("barns_utsatthet", "upplevt") {
            &["barn_upplevt"]
        } else {
            &["barn_upplevt", "barn_direkt_utsatt", "våldsutsatt"]
        };
        let with = |roles: &[&str]| some(list(p, "våld"), |v| and(among(v, "roll", roles), counts(v)));
        let users = if self.chosen("utövarens_ålder", "vuxna") { grown } else { Some(true) };
        vec![
            and(if any_age { Some(true) } else { grown }, with(exposed)),
            and(child, with(childs)),
            and(users, with(&["våldsutövare"])),
        ]
    }

    fn groups_of_2021(&self, p: &Value) -> Vec<Truth> {
        let mut roles = vec!["våldsutsatt", "barn_upplevt", "barn_direkt_utsatt"];
        if self.chosen("roller", "även_utövare") {
            roles.push("våldsutövare");
        }
        let counts = |v: &Value| and(and(among(v, "roll", &roles), self.in_time(v)), self.sure(v));
        let any = |what: &dyn Fn(&Value) -> Truth| some(list(p, "våld"), |v| and(counts(v), what(v)));
        let not_seen_only = |v: &Value| {
            if self.chosen("upplevt", "själva_utsatta") {
                not(is(v, "roll", "barn_upplevt"))
            } else {
                Some(true)
            }
        };
        let of_kind = |kind: &'static str| any(&|v: &Value| and(not_seen_only(v), is(v, "kategori", kind)));
        let day = self.age_day();
        let (from, to) = match self.switched {
            Some(("unga", "tretton_till_tjugo")) => (13, 20),
            Some(("unga", "sexton_till_tjugofem")) => (16, 25),
            _ => (18, 20),
        };
        let young = and(Self::has_lived(p, from, day), not(Self::has_lived(p, to + 1, day)));
        let apart = if self.chosen("barn_och_vuxna", "unga_för_sig") { not(young) } else { Some(true) };
        let grown = Self::has_lived(p, 18, day);
        let own_child = |v: &Value| {
            let own = among(v, "roll", &["våldsutsatt", "barn_direkt_utsatt"]);
            let seen = is(v, "roll", "barn_upplevt");
            match self.switched {
                Some(("barns_utsatthet", "upplevt")) => seen,
                // The crime against a child's peace; for days before 2002 no law is known.
                Some(("barns_utsatthet", "sedan_brottet")) => {
                    let crime =
                        text(v, "från").filter(|day| *day >= "2002-01-01").map(|day| day >= "2021-07-01");
                    or(own, and(seen, crime))
                }
                _ => or(own, seen),
            }
        };
        let childs = some(list(p, "våld"), |v| {
            and(and(own_child(v), self.in_time(v)), and(self.sure(v), self.of_a_kind(v)))
        });
        let as_adult = |v: &Value| {
            let as_child = self.chosen("utsatt_som_barn", "nej");
            let role = if as_child { not(is(v, "roll", "barn_direkt_utsatt")) } else { Some(true) };
            and(and(not_seen_only(v), role), self.of_a_kind(v))
        };
        vec![
            any(&|v: &Value| self.near(v)),
            any(&|v: &Value| self.honour(v)),
            of_kind(KINDS[2]),
            of_kind(KINDS[3]),
            of_kind(KINDS[4]),
            and(and(not(grown), apart), childs),
            and(young, any(&|v: &Value| self.of_a_kind(v))),
            and(and(grown, apart), any(&as_adult)),
        ]
    }

    fn kolada(&self, indicator: &str, p: &Value) -> Truth {
        let roles: &[&str] = if self.chosen("utsatt_som_barn", "ja") {
            &["våldsutsatt", "barn_direkt_utsatt"]
        } else {
            &["våldsutsatt"]
        };
        let exposed = some(list(p, "våld"), |v| {
            let kind = or(self.near(v), self.honour(v));
            and(and(among(v, "roll", roles), self.in_time(v)), and(kind, self.sure(v)))
        });
        let group = and(Self::has_lived(p, 18, self.age_day()), exposed);
        let touches = |x: &Value, can_be_declined: bool| {
            let later = or(yes(x, "pågår"), since(x, "avslutad", self.start));
            let mut touches = and(by(x, "påbörjad", self.slut), or(since(x, "påbörjad", self.start), later));
            if self.chosen("påbörjan_saknas", "ej_påbörjad") && text(x, "påbörjad").is_none() {
                let ended = text(x, "avslutad").is_some();
                let idle = if ended { Some(false) } else { not(yes(x, "pågår")) };
                let declined = if can_be_declined { is(x, "svar", "avböjt") } else { Some(false) };
                touches = and(touches, not(or(idle, declined)));
            }
            if self.chosen("fått_insats", "började") {
                and(touches, self.within(x, "påbörjad"))
            } else {
                touches
            }
        };
        let because = |i: &Value| and(yes(i, "orsak_våld"), not(is(i, "typ", "insats_till_våldsutövare")));
        let counted = match indicator {
            "U30750" => {
                let first = self.within(p, "känd_sedan");
                let inquiry = some(list(p, "utredningar"), |u| {
                    and(is(u, "typ", "vuxenutredning_våldsutsatt"), self.within(u, "inledd"))
                });
                match self.switched {
                    Some(("aktualisering", "första_kontakten")) => first,
                    Some(("aktualisering", "utredning")) => inquiry,
                    _ => or(first, inquiry),
                }
            }
            "U30751" => {
                let support = some(list(p, "insatser"), |i| and(because(i), touches(i, true)));
                let stay = some(list(p, "placeringar"), |x| {
                    and(is(x, "orsak", "våldsutsatthet"), touches(x, false))
                });
                if self.chosen("placering_som_insats", "ja") { or(support, stay) } else { support }
            }
            _ => some(list(p, "insatser"), |i| {
                let reached = among(i, "avslutsorsak", &["mål_nått_helt", "mål_nått_delvis"]);
                let ended = and(self.within(i, "avslutad"), reached);
                let had =
                    if self.chosen("målets_insats", "även_fått") { touches(i, true) } else { Some(true) };
                and(and(because(i), ended), had)
            }),
        };
        and(group, counted)
    }
}

/// Returns the default readings, and each alternative that affects a result.
fn switches(edition: &Edition) -> Vec<Option<(String, String)>> {
    let readings = edition.model().interpretations.iter().filter(|it| it.without_effect.is_none());
    let others = readings.flat_map(|it| {
        let alternatives = it.alternatives.iter().enumerate().filter(|(place, _)| *place != it.chosen);
        alternatives.map(|(_, (name, _))| Some((it.id.clone(), name.clone())))
    });
    std::iter::once(None).chain(others).collect()
}

fn population(seed: u64, missing_per_mille: u16, years: (i32, i32)) -> String {
    let sample = SampleOptions {
        persons: 400,
        seed,
        missing_per_mille,
        affected_per_mille: 950,
        border_per_mille: 300,
        from: Date::from_ymd(years.0, 1, 1).unwrap(),
        to: Date::from_ymd(years.1, 12, 31).unwrap(),
        ..SampleOptions::default()
    };
    // Samples have honour violence by close persons only.
    let stranger = format!(
        r#"{{"id":"stranger","födelsedatum":"1980-06-15","våld":[{{"roll":"våldsutsatt","kategori":"{HONOUR}","relation":"ingen_närstående","från":"{}-03-01"}}]}}"#,
        years.0
    );
    lines(sample) + &stranger + "\n"
}

type Groups = fn(&Asked<'_>, &Value) -> Vec<Truth>;

/// Compares the groups of every person. Returns the alternatives that changed no result.
fn compare(id: &str, data: &str, period: &str, groups: Groups) -> Vec<String> {
    let edition = Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition(id).unwrap();
    let period = Period::parse(period).unwrap();
    let (start, slut) = (period.start.to_string(), period.end.to_string());
    let mut defaults: Vec<Vec<Truth>> = Vec::new();
    let mut unmoved = Vec::new();
    for switched in switches(&edition) {
        let mut options = Options { periods: vec![period], ..Options::default() };
        options.readings.extend(switched.clone());
        let asked = Asked {
            start: &start,
            slut: &slut,
            switched: switched.as_ref().map(|(reading, alternative)| (&**reading, &**alternative)),
        };
        let mut classifier = edition.classifier(&options).unwrap();
        let mut answer = Classification::default();
        let mut answers = Vec::new();
        for (row, line) in (1..).zip(data.lines()) {
            classifier.classify_into(line.as_bytes(), row, &mut answer).unwrap();
            let ours: Vec<Truth> = answer.groups.iter().map(|(_, belongs)| *belongs).collect();
            let theirs = groups(&asked, &serde_json::from_str(line).unwrap());
            assert_eq!(ours, theirs, "{id} {:?}: {line}", asked.switched);
            answers.push(ours);
        }
        match switched {
            None => defaults = answers,
            Some((reading, alternative)) if answers == defaults => {
                unmoved.push(format!("{reading}={alternative}"));
            }
            Some(_) => {}
        }
    }
    let members = defaults.iter().flatten().filter(|belongs| **belongs == Some(true)).count();
    assert!(members * 10 > defaults.len(), "hardly anybody belongs: this proves little");
    unmoved
}

#[test]
fn the_groups_of_2017_are_what_their_readings_say() {
    let groups: Groups = |asked, p| asked.groups_of_2017(p);
    for (seed, missing) in [(3, 0), (4, 120)] {
        let unmoved = compare("2017-2020", &population(seed, missing, (2016, 2019)), "2018", groups);
        assert_eq!(unmoved, Vec::<String>::new());
    }
}

#[test]
fn the_groups_of_2021_are_what_their_readings_say() {
    let groups: Groups = |asked, p| asked.groups_of_2021(p);
    // The readings of routines and centres do not affect groups.
    let of_groups = |unmoved: Vec<String>| -> Vec<String> {
        let casework =
            ["lag_under_året", "påbörjan_saknas", "tomt_beslut", "boendets_orsak", "samtal", "centrets_våld"];
        unmoved.into_iter().filter(|it| !casework.iter().any(|id| it.starts_with(id))).collect()
    };
    for (seed, missing) in [(5, 0), (6, 120)] {
        let unmoved = compare("2021-2025", &population(seed, missing, (2020, 2023)), "2022", groups);
        assert_eq!(of_groups(unmoved), Vec::<String>::new());
    }
}

#[test]
fn koladas_figures_are_what_its_readings_say() {
    let edition: Arc<Edition> =
        Rules::embedded().programme("kolada/valdsutsatta").unwrap().edition("2026-03").unwrap();
    for (seed, missing) in [(7, 0), (8, 120)] {
        let data = population(seed, missing, (2024, 2026));
        let people: Vec<Value> = data.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let period = Period::parse("2026").unwrap();
        let options = Options { periods: vec![period], every_alternative: true, ..Options::default() };
        let report = edition.report(data.as_bytes(), InputFormat::Ndjson, &options).unwrap();
        let mut counted = 0.0;
        for row in &report.rows {
            let switched = row.reading.as_deref().map(|reading| reading.split_once('=').unwrap());
            let asked = Asked { start: "2026-01-01", slut: "2026-12-31", switched };
            let mut sum = Sum::default();
            for person in &people {
                sum.add(Added::Person(asked.kolada(&row.indicator, person)));
            }
            assert_eq!(of_row(row), sum.figures(), "{} {switched:?}", row.indicator);
            counted += of_row(row)[0].unwrap();
        }
        assert!(counted > 3.0 * report.rows.len() as f64, "hardly anybody is counted: this proves little");
    }
}

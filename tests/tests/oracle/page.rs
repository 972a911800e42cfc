//! The readings page for Stockholm 2012–2014, sentence by sentence.

use super::kleene::{Truth, among, and, by, every, is, list, not, or, since, some, text, yes};
use serde_json::Value;

/// The reporting period, and the one non-default alternative selected.
pub struct Page<'a> {
    pub start: &'a str,
    pub slut: &'a str,
    pub switched: Option<(&'a str, &'a str)>,
}

/// The contribution of one person to an indicator.
pub enum Added {
    Person(Truth),
    /// Membership in the denominator, and in the numerator.
    Share(Truth, Truth),
    /// The elements that certainly or possibly count, each with its key; `None` if their number is unknown. The flag is
    /// whether distinct keys are counted.
    Elements(Option<Vec<(Truth, Option<String>)>>, bool),
}

pub const INDICATORS: &[&str] = &[
    "kvinnor-kända",
    "kvinnor-erbjudna",
    "kvinnor-deltagit",
    "kvinnor-trygga",
    "kvinnor-kunskap",
    "barn-anmälningar",
    "barn-utredningar",
    "barn-eget-stöd",
    "barn-familjerätt",
    "barn-skyddat-boende",
    "barn-kunskap",
    "män-erbjudna",
    "män-deltagit",
    "män-samtycke",
    "män-kunskap",
];

impl Page<'_> {
    fn chosen(&self, reading: &str, alternative: &str) -> bool {
        self.switched == Some((reading, alternative))
    }

    fn within(&self, record: &Value, field: &str) -> Truth {
        and(since(record, field, self.start), by(record, field, self.slut))
    }

    // Target groups

    fn eighteen_on(person: &Value, day: &str) -> Truth {
        // A person is eighteen who was born on the same day eighteen years before, or earlier. Dates compare as their
        // texts do, so a person born on 29 February has a birthday on 1 March in a year without that day.
        let (year, rest) = day.split_once('-')?;
        let latest = format!("{:04}-{rest}", year.parse::<u32>().ok()? - 18);
        by(person, "födelsedatum", &latest)
    }

    fn adult(&self, person: &Value) -> Truth {
        if self.chosen("åldersgräns", "alla") {
            return Some(true);
        }
        Self::eighteen_on(person, if self.chosen("åldersdag", "början") { self.start } else { self.slut })
    }

    fn child(&self, person: &Value) -> Truth {
        not(Self::eighteen_on(person, if self.chosen("åldersdag", "slut") { self.slut } else { self.start }))
    }

    fn counts(&self, v: &Value) -> Truth {
        let honour = "hedersrelaterat_våld_och_förtryck";
        let kind = if self.chosen("hedersvåld", "med_heder") {
            among(v, "kategori", &["våld_i_nära_relation", honour])
        } else {
            is(v, "kategori", "våld_i_nära_relation")
        };
        // An event that ended or was entered by a day had begun by then.
        let mut time = by(v, "från", self.slut);
        if self.chosen("våldets_dag", "varje") {
            time = or(time, or(by(v, "till", self.slut), by(v, "registrerat", self.slut)));
        }
        if self.chosen("våldets_tid", "under_perioden") {
            let since_start = or(since(v, "till", self.start), since(v, "från", self.start));
            time = and(time, or(yes(v, "pågående"), since_start));
        }
        let relation = if self.chosen("närståendekrets", "partner") {
            among(v, "relation", &["make_maka", "sambo", "pojk_flickvän", "tidigare_partner"])
        } else {
            not(is(v, "relation", "ingen_närstående"))
        };
        let degree =
            if self.chosen("visshet", "konstaterat") { is(v, "grad", "konstaterat") } else { Some(true) };
        and(and(kind, time), and(relation, degree))
    }

    fn woman(&self, p: &Value) -> Truth {
        let roles: &[&str] = if self.chosen("utsatt_som_barn", "ja") {
            &["våldsutsatt", "barn_direkt_utsatt"]
        } else {
            &["våldsutsatt"]
        };
        let exposed = some(list(p, "våld"), |v| and(among(v, "roll", roles), self.counts(v)));
        and(and(is(p, "kön", "kvinna"), self.adult(p)), exposed)
    }

    fn of_children(&self, p: &Value) -> Truth {
        let roles: &[&str] = if self.chosen("barns_utsatthet", "även_direkt_utsatta") {
            &["barn_upplevt", "barn_direkt_utsatt"]
        } else {
            &["barn_upplevt"]
        };
        and(self.child(p), some(list(p, "våld"), |v| and(among(v, "roll", roles), self.counts(v))))
    }

    fn man(&self, p: &Value) -> Truth {
        let used = some(list(p, "våld"), |v| {
            let against = if self.chosen("våld_mot", "mot_kvinnor") {
                is(v, "motpart_kön", "kvinna")
            } else {
                Some(true)
            };
            and(and(is(v, "roll", "våldsutövare"), self.counts(v)), against)
        });
        and(and(is(p, "kön", "man"), self.adult(p)), used)
    }

    // Conditions of indicators

    fn relevant(&self, i: &Value) -> Truth {
        if self.chosen("insatsens_orsak", "alla") { Some(true) } else { yes(i, "orsak_våld") }
    }

    /// Whether `i` counts for a member of the group of women, or of men who used violence.
    fn counted_support(&self, i: &Value, men: bool) -> Truth {
        let own = is(i, "typ", "insats_till_våldsutövare");
        let own = if men { own } else { not(own) };
        and(self.relevant(i), if self.chosen("insatsens_roll", "egen") { own } else { Some(true) })
    }

    /// Whether it overlaps the period; only support can be declined, not a stay.
    fn touches(&self, x: &Value, can_be_declined: bool) -> Truth {
        let later = or(yes(x, "pågår"), since(x, "avslutad", self.start));
        let touches = and(by(x, "påbörjad", self.slut), or(since(x, "påbörjad", self.start), later));
        if self.chosen("påbörjan_saknas", "ej_påbörjad") && text(x, "påbörjad").is_none() {
            let ended = text(x, "avslutad").is_some();
            let came_to_nothing = if ended { Some(false) } else { not(yes(x, "pågår")) };
            let declined = if can_be_declined { is(x, "svar", "avböjt") } else { Some(false) };
            return and(touches, not(or(came_to_nothing, declined)));
        }
        touches
    }

    fn offered(&self, p: &Value, men: bool) -> Truth {
        some(list(p, "insatser"), |i| and(self.counted_support(i, men), self.within(i, "erbjuden")))
    }

    fn took_part(&self, p: &Value, men: bool) -> Truth {
        some(list(p, "insatser"), |i| {
            let times = if self.chosen("deltagande", "minst_ett_tillfälle") {
                i.get("tillfällen").and_then(Value::as_i64).map(|times| times >= 1)
            } else {
                Some(true)
            };
            and(and(self.counted_support(i, men), self.touches(i, true)), times)
        })
    }

    /// Returns the answer to a question: `None` is unknown, `Some(None)` is absent.
    fn answer<'a>(&self, p: &'a Value, question: &str) -> Option<Option<&'a str>> {
        let entries: Vec<(Truth, &Value)> = list(p, "enkätsvar")?
            .iter()
            .map(|e| {
                let own =
                    if self.chosen("ombud", "räknas_inte") { not(yes(e, "ombud")) } else { Some(true) };
                (and(and(is(e, "fråga", question), self.within(e, "datum")), own), e)
            })
            .filter(|(qualifies, _)| *qualifies != Some(false))
            .collect();
        let answers = entries.iter().map(|(_, e)| text(e, "svar"));
        if entries.is_empty() {
            return Some(None);
        }
        if entries.iter().all(|(qualifies, _)| *qualifies == Some(true)) {
            let days = entries.iter().map(|(_, e)| text(e, "datum").unwrap_or_default());
            let day =
                if self.chosen("flera_svar", "första") { days.clone().min() } else { days.clone().max() };
            let last = answers.zip(days).rfind(|(_, d)| Some(*d) == day);
            return last.and_then(|(answer, _)| answer).map(Some);
        }
        let one_is_certain = entries.iter().any(|(qualifies, _)| *qualifies == Some(true));
        let common = answers.clone().next().flatten()?;
        (one_is_certain && answers.clone().all(|answer| answer == Some(common))).then_some(Some(common))
    }

    fn definite(&self, p: &Value, question: &str) -> Truth {
        self.answer(p, question).map(|a| a.is_some_and(|a| ["ja", "delvis", "nej"].contains(&a)))
    }

    fn positive(&self, p: &Value, question: &str) -> Truth {
        let partly = !self.chosen("positivt_svar", "bara_ja");
        self.answer(p, question).map(|a| a.is_some_and(|a| a == "ja" || (partly && a == "delvis")))
    }

    fn safe(&self, p: &Value) -> (Truth, Truth) {
        let question = "trygg_med_insatserna";
        let in_period = self.chosen("beviljandets_tid", "under_perioden");
        let granted = some(list(p, "insatser"), |i| {
            let day = if in_period { self.within(i, "beviljad") } else { by(i, "beviljad", self.slut) };
            and(self.counted_support(i, false), day)
        });
        let answered = if self.chosen("trygghetens_nämnare", "beviljade") {
            Some(true)
        } else {
            self.definite(p, question)
        };
        (and(granted, answered), self.positive(p, question))
    }

    fn knows(&self, p: &Value) -> (Truth, Truth) {
        let question = "kunskap_om_rättigheter";
        let asked = if self.chosen("kunskapens_nämnare", "alla_i_gruppen") {
            Some(true)
        } else {
            self.definite(p, question)
        };
        (asked, self.positive(p, question))
    }

    fn housed(&self, p: &Value) -> (Truth, Truth) {
        let whatever = self.chosen("boendets_orsak", "alla");
        let such = |x: &Value| {
            let cause = if whatever { Some(true) } else { is(x, "orsak", "våldsutsatthet") };
            and(cause, self.touches(x, false))
        };
        let enough: &[&str] = if self.chosen("skola_och_omsorg", "båda") {
            &["deltar", "inskriven"]
        } else {
            &["deltar", "inskriven", "ej_aktuell_ålder"]
        };
        let has = |x: &Value| and(among(x, "barnomsorg", enough), among(x, "skola", enough));
        let stays = list(p, "placeringar");
        let schooled = if self.chosen("flera_vistelser", "någon") {
            some(stays, |x| and(such(x), has(x)))
        } else {
            every(stays, |x| or(not(such(x)), has(x)))
        };
        (some(stays, such), schooled)
    }

    fn consents(&self, p: &Value) -> (Truth, Truth) {
        let such = |s: &Value| {
            let about = and(yes(s, "vårdnadshavare"), is(s, "avser", "barnets_eget_stöd"));
            let answered = and(and(about, self.within(s, "tillfrågad")), among(s, "svar", &["ja", "nej"]));
            // The board may decide without his consent from this day on, and the date is only filled in if it did.
            let decided =
                text(s, "beslut_utan_samtycke").is_some_and(|day| *"2012-05-01" <= *day && day <= self.slut);
            and(answered, Some(!(decided && self.chosen("nämndens_beslut", "räknas_bort"))))
        };
        let stands = |s: &Value| Some(text(s, "återkallat").is_none_or(|day| day > self.slut));
        let withdrawn_counts = self.chosen("återkallat_samtycke", "räknas");
        let has = |s: &Value| and(is(s, "svar", "ja"), if withdrawn_counts { Some(true) } else { stands(s) });
        let consents = list(p, "samtycken");
        let positive = if self.chosen("samtycke_för", "något_barn") {
            some(consents, |s| and(such(s), has(s)))
        } else {
            every(consents, |s| or(not(such(s)), has(s)))
        };
        if self.chosen("samtyckets_nämnare", "alla_i_gruppen") {
            return (Some(true), and(positive, some(consents, such)));
        }
        (some(consents, such), positive)
    }

    fn elements(
        within: Truth,
        list: Option<&Vec<Value>>,
        distinct: bool,
        counts: impl Fn(&Value) -> Truth,
    ) -> Added {
        if within == Some(false) {
            return Added::Elements(Some(Vec::new()), distinct);
        }
        let key = |e: &Value| match e.get("ärende") {
            Some(Value::String(key)) => Some(key.clone()),
            Some(Value::Number(key)) => Some(key.to_string()),
            _ => None,
        };
        let elements = list.map(|list| list.iter().map(|e| (and(within, counts(e)), key(e))).collect());
        Added::Elements(elements, distinct)
    }

    /// Returns the contribution of `p` to `indicator`.
    pub fn adds(&self, indicator: &str, p: &Value) -> Added {
        let person = |group: Truth, counts: Truth| Added::Person(and(group, counts));
        let share = |group: Truth, (of, that): (Truth, Truth)| Added::Share(and(group, of), that);
        match indicator {
            "kvinnor-kända" => {
                let known = by(p, "känd_sedan", self.slut);
                let new = self.within(p, "känd_sedan");
                person(self.woman(p), if self.chosen("känd", "nya") { new } else { known })
            }
            "kvinnor-erbjudna" => person(self.woman(p), self.offered(p, false)),
            "kvinnor-deltagit" => person(self.woman(p), self.took_part(p, false)),
            "kvinnor-trygga" => share(self.woman(p), self.safe(p)),
            "kvinnor-kunskap" => share(self.woman(p), self.knows(p)),
            "barn-anmälningar" => {
                let distinct = !self.chosen("anmälans_enhet", "per_barn");
                Self::elements(self.of_children(p), list(p, "anmälningar"), distinct, |a| {
                    let any = self.chosen("anmälans_orsak", "alla");
                    and(self.within(a, "inkom"), if any { Some(true) } else { yes(a, "orsak_våld") })
                })
            }
            "barn-utredningar" => {
                let distinct = self.chosen("utredningens_enhet", "per_ärende");
                Self::elements(self.of_children(p), list(p, "utredningar"), distinct, |u| {
                    let violence = self.chosen("utredningens_orsak", "våldet");
                    let cause = if violence { yes(u, "orsak_våld") } else { Some(true) };
                    and(and(is(u, "typ", "barnavårdsutredning"), self.within(u, "inledd")), cause)
                })
            }
            "barn-eget-stöd" => {
                let violence = self.chosen("stödets_orsak", "våldet");
                let own = |i: &Value| {
                    let cause = if violence { yes(i, "orsak_våld") } else { Some(true) };
                    and(and(is(i, "typ", "barnets_eget_stöd"), self.within(i, "erbjuden")), cause)
                };
                person(self.of_children(p), some(list(p, "insatser"), own))
            }
            "barn-familjerätt" => {
                let all = self.chosen("familjerättens_krets", "alla_barn");
                let within = if all { self.child(p) } else { self.of_children(p) };
                let distinct = !self.chosen("familjerättens_enhet", "per_barn");
                Self::elements(within, list(p, "familjerättsutredningar"), distinct, |u| {
                    let day =
                        if self.chosen("familjerättens_dag", "uppdrag") { "uppdrag" } else { "färdig" };
                    let kind = if self.chosen("familjerättens_typer", "utan_upplysning") {
                        some(list(u, "typer"), |t| t.as_str().map(|t| t != "upplysning"))
                    } else {
                        Some(true)
                    };
                    and(and(self.within(u, day), yes(u, "strukturerad_bedömning")), kind)
                })
            }
            "barn-skyddat-boende" => {
                let all = self.chosen("boendets_krets", "alla_barn");
                share(if all { self.child(p) } else { self.of_children(p) }, self.housed(p))
            }
            "barn-kunskap" => share(self.of_children(p), self.knows(p)),
            "män-erbjudna" => person(self.man(p), self.offered(p, true)),
            "män-deltagit" => person(self.man(p), self.took_part(p, true)),
            "män-samtycke" => share(self.man(p), self.consents(p)),
            _ => share(self.man(p), self.knows(p)),
        }
    }
}

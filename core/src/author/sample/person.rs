//! A whole person, with all records about that person.

use super::draw::{Draw, Purpose, Weighted, birthday};
use super::household::{Household, Inquiry, Member, Role, Violence, draw_inquiry, household_of};
use super::value::{Record, Value};
use super::{SampleOptions, codes, entries};
use crate::language::date::Date;

/// Generates person `index`, from 0.
pub(super) fn person(options: &SampleOptions, index: u64) -> Record {
    let (household, place) = household_of(options, index);
    let mut draw = Draw::new(options, Purpose::Person, index);
    let Some(member) = household.members.get(place).copied() else { return Record::default() };
    draw.coming_of_age = Some(birthday(member.born, 18));
    Story { household, member, number: index + 1, draw }.tell()
}

/// Returns the key of the person with this number, from 1.
fn person_key(number: u64) -> String {
    format!("p{number:09}")
}

struct Story<'a> {
    household: Household,
    member: Member,
    number: u64,
    draw: Draw<'a>,
}

impl Story<'_> {
    fn tell(mut self) -> Record {
        let known = self.known();
        let protection = match known {
            Some(_) => codes::PROTECTION_OF_AFFECTED,
            None => codes::PROTECTION_OF_OTHERS,
        };
        let fields = [
            ("kön", self.member.sex.into()),
            ("födelsedatum", self.member.born.into()),
            ("stadsdel", self.district().into()),
            ("skyddade_personuppgifter", self.draw.code(protection).into()),
            ("känd_sedan", known.into()),
            ("våld", self.violence()),
            ("anmälningar", self.notifications()),
            ("utredningar", self.inquiries()),
            ("familjerättsutredningar", self.custody_inquiries()),
            ("riskbedömningar", self.risk_assessments()),
            ("insatser", self.support()),
            ("placeringar", self.stays()),
            ("samtycken", self.consents()),
            ("enkätsvar", self.survey_answers()),
        ];
        self.draw.record(fields).with_key("id", person_key(self.number))
    }

    fn violence_of_household(&self) -> Option<&Violence> {
        self.household.violence.as_ref()
    }

    /// Returns the day from which social services have known this person because of the violence.
    fn known(&self) -> Option<Date> {
        self.violence_of_household().map(|violence| violence.known.max(self.member.born))
    }

    /// Returns the first day on which something may be recorded about the person.
    fn first_day(&self) -> Date {
        let from = self.draw.options().from.max(self.member.born);
        self.known().map_or(from, |known| known.max(from))
    }

    /// Draws the district. Most live where the household is registered; some who use violence have moved out.
    fn district(&mut self) -> Option<String> {
        let districts = &self.draw.options().districts;
        let moved = self.member.role == Role::Perpetrator && self.draw.chance(250);
        let place = if moved { self.draw.below(districts.len() as u64) } else { self.household.district };
        districts.get(place as usize).cloned()
    }

    fn violence(&mut self) -> Value {
        let mut list = Vec::new();
        if let Some(violence) = &self.household.violence {
            list.push(entries::violence(&mut self.draw, &self.household, &self.member, violence));
            // Occasionally the same violence is recorded again, with what was learnt since.
            if self.draw.chance(120) {
                list.push(entries::violence(&mut self.draw, &self.household, &self.member, violence));
            }
            if self.member.role == Role::Victim && self.draw.chance(140) {
                list.push(entries::other_violence(&mut self.draw, violence.known.max(self.member.born)));
            }
        }
        self.draw.list(list)
    }

    /// Returns the household's anmälningar that name this child: siblings share them.
    fn notifications(&mut self) -> Value {
        let mut list = Vec::new();
        if self.member.role == Role::Child {
            for (nth, notification) in self.household.notifications.iter().enumerate() {
                if self.member.is_child_on(notification.received) && !self.draw.chance(80) {
                    let case = entries::case_key("anm", self.household.number, nth);
                    list.push(entries::notification(&mut self.draw, case, notification));
                }
            }
        }
        self.draw.list(list)
    }

    fn inquiries(&mut self) -> Value {
        let mut list = Vec::new();
        if self.member.role == Role::Child {
            for (nth, notification) in self.household.notifications.iter().enumerate() {
                let Some(inquiry) = &notification.inquiry else { continue };
                if self.member.is_child_on(inquiry.opened) && !self.draw.chance(60) {
                    let case = entries::case_key("utr", self.household.number, nth);
                    let violence = notification.violence;
                    list.push(entries::inquiry(
                        &mut self.draw,
                        case,
                        "barnavårdsutredning",
                        violence,
                        inquiry,
                    ));
                }
            }
        } else if self.violence_of_household().is_some() && self.draw.chance(550) {
            let kind = match self.member.role {
                Role::Perpetrator => "vuxenutredning_våldsutövare",
                _ => "vuxenutredning_våldsutsatt",
            };
            list.push(self.own_inquiry("vux", kind, true));
        }
        if self.draw.chance(70) {
            list.push(self.own_inquiry("ann", "annan", false));
        }
        self.draw.list(list)
    }

    /// Draws an inquiry about this person alone.
    fn own_inquiry(&mut self, case_kind: &str, kind: &'static str, violence: bool) -> Value {
        let opened = self.draw.between(self.first_day(), self.draw.options().to);
        let inquiry: Inquiry = draw_inquiry(&mut self.draw, opened);
        let case = entries::case_key(case_kind, self.number, 0);
        entries::inquiry(&mut self.draw, case, kind, violence, &inquiry)
    }

    fn custody_inquiries(&mut self) -> Value {
        let mut list = Vec::new();
        if let Some(custody) = &self.household.custody
            && self.member.role == Role::Child
            && self.member.is_child_on(custody.commissioned)
        {
            let case = entries::case_key("fam", self.household.number, 0);
            list.push(entries::custody_inquiry(&mut self.draw, case, custody));
        }
        self.draw.list(list)
    }

    fn risk_assessments(&mut self) -> Value {
        let (methods, weights): (&Weighted, [u64; 4]) = match self.member.role {
            Role::Victim => (codes::METHOD_FOR_VICTIM, [30, 40, 20, 10]),
            Role::Perpetrator => (codes::METHOD_FOR_PERPETRATOR, [70, 24, 6, 0]),
            Role::Child => (codes::METHOD_FOR_CHILD, [60, 30, 10, 0]),
        };
        let mut list = Vec::new();
        if self.violence_of_household().is_some() {
            let first = self.first_day();
            for _ in 0..self.draw.count(&weights) {
                list.push(entries::risk_assessment(&mut self.draw, methods, first));
            }
        }
        self.draw.list(list)
    }

    fn support(&mut self) -> Value {
        let affected = self.violence_of_household().is_some();
        let (kinds, weights): (&Weighted, [u64; 5]) = match (affected, self.member.role) {
            (false, _) => (codes::SUPPORT_FOR_OTHERS, [82, 14, 4, 0, 0]),
            (true, Role::Victim) => (codes::SUPPORT_FOR_VICTIM, [18, 36, 26, 14, 6]),
            (true, Role::Perpetrator) => (codes::SUPPORT_FOR_PERPETRATOR, [48, 36, 13, 3, 0]),
            (true, Role::Child) => (codes::SUPPORT_FOR_CHILD, [40, 40, 15, 5, 0]),
        };
        let first = self.first_day();
        let mut list = Vec::new();
        for _ in 0..self.draw.count(&weights) {
            list.push(entries::support(&mut self.draw, kinds, affected, first));
        }
        self.draw.list(list)
    }

    /// Draws the stays. A person who flees takes the children along.
    fn stays(&mut self) -> Value {
        let mut list = Vec::new();
        if self.member.role != Role::Perpetrator {
            for stay in &self.household.stays {
                if self.member.born <= stay.start {
                    list.push(entries::stay(&mut self.draw, &self.member, stay));
                }
            }
        }
        self.draw.list(list)
    }

    /// Draws the answers of both parents for the children of the household.
    fn consents(&mut self) -> Value {
        let mut list = Vec::new();
        if let Some(violence) = &self.household.violence
            && self.member.role != Role::Child
        {
            let from = violence.known.max(self.draw.options().from);
            for (number, member) in (self.household.number..).zip(&self.household.members) {
                let first = from.max(member.born);
                // No interview takes place once the child is of age.
                let last = Date(birthday(member.born, 18).0 - 1).min(self.draw.options().to);
                if member.role == Role::Child && first <= last && self.draw.chance(650) {
                    list.push(entries::consent(&mut self.draw, person_key(number), first, last));
                }
            }
        }
        self.draw.list(list)
    }

    /// Answers are not in order of time, and some were given on the same day.
    fn survey_answers(&mut self) -> Value {
        let mut list = Vec::new();
        // Small children are not interviewed.
        let first = self.first_day().max(birthday(self.member.born, 8));
        let last = self.draw.options().to;
        if self.violence_of_household().is_some() && first <= last {
            let questions: &[&'static str] = match self.member.role {
                Role::Victim => &["trygg_med_insatserna", "kunskap_om_rättigheter"],
                Role::Perpetrator | Role::Child => &["kunskap_om_rättigheter"],
            };
            for question in questions {
                let mut day = self.draw.between(first, last);
                for _ in 0..self.draw.count(&[42, 34, 19, 5]) {
                    list.push(entries::survey_answer(&mut self.draw, question, day));
                    if !self.draw.chance(200) {
                        day = self.draw.between(first, last);
                    }
                }
            }
            if self.draw.chance(40) {
                let day = self.draw.between(first, last);
                list.push(entries::survey_answer(&mut self.draw, "bemötande", day));
            }
        }
        self.draw.list(list)
    }
}

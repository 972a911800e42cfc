//! Households, and the facts that their members share: the violence, the anmälningar about the children, the family
//! court's inquiry, the stays in skyddat boende.
//!
//! Persons come in blocks of six, each divided into households independently. So a person's household is computed from
//! the person's number alone, and each member draws the same facts about it again.

use super::SampleOptions;
use super::codes;
use super::draw::{Draw, Purpose, birthday};
use crate::language::date::Date;

/// Persons in a block, and the largest household.
const BLOCK: usize = 6;
/// The ways to divide a block into households, with their weights.
const WAYS: [&[usize]; 7] = [&[1, 1, 2, 2], &[2, 4], &[1, 2, 3], &[3, 3], &[1, 5], &[1, 1, 4], &[6]];
const WAY_WEIGHTS: [u64; 7] = [16, 24, 20, 14, 8, 14, 4];

/// The role of a person in the household, and in its violence where there is any.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Victim,
    Perpetrator,
    Child,
}

#[derive(Clone, Copy)]
pub(super) struct Member {
    pub(super) role: Role,
    pub(super) sex: &'static str,
    pub(super) born: Date,
}

impl Member {
    /// Returns whether the member is born and under 18 on `day`.
    pub(super) fn is_child_on(&self, day: Date) -> bool {
        (0..18).contains(&self.born.age_on(day))
    }
}

/// The violence in a household.
pub(super) struct Violence {
    pub(super) category: &'static str,
    /// The relation between the victim and the perpetrator.
    pub(super) relation: &'static str,
    pub(super) from: Date,
    /// The last day; none where it is ongoing.
    pub(super) until: Option<Date>,
    /// The day on which social services first learnt of it.
    pub(super) known: Date,
}

/// An anmälan about the children, and the barnavårdsutredning it led to.
pub(super) struct Notification {
    pub(super) received: Date,
    pub(super) violence: bool,
    pub(super) reporter: &'static str,
    pub(super) decision: &'static str,
    pub(super) decided: Option<Date>,
    pub(super) inquiry: Option<Inquiry>,
}

pub(super) struct Inquiry {
    pub(super) opened: Date,
    pub(super) closed: Option<Date>,
    pub(super) result: Option<&'static str>,
}

pub(super) struct CustodyInquiry {
    pub(super) types: Vec<&'static str>,
    pub(super) commissioned: Date,
    pub(super) finished: Option<Date>,
    pub(super) structured: bool,
}

pub(super) struct Stay {
    pub(super) start: Date,
    pub(super) end: Option<Date>,
    pub(super) cause: &'static str,
    pub(super) decided_for_children: bool,
}

pub(super) struct Household {
    /// The number of its first member, which its cases' keys are derived from.
    pub(super) number: u64,
    pub(super) members: Vec<Member>,
    /// The index of its district in the options' list.
    pub(super) district: u64,
    pub(super) violence: Option<Violence>,
    pub(super) notifications: Vec<Notification>,
    pub(super) custody: Option<CustodyInquiry>,
    pub(super) stays: Vec<Stay>,
}

/// Computes the household of person `index` (from 0), and the person's index among its members.
pub(super) fn household_of(options: &SampleOptions, index: u64) -> (Household, usize) {
    let (block, mut place) = (index / BLOCK as u64, (index % BLOCK as u64) as usize);
    let way = Draw::new(options, Purpose::Block, block).count(&WAY_WEIGHTS) as usize;
    let mut size = 1;
    for members in WAYS.get(way).copied().unwrap_or_default() {
        size = *members;
        if place < size {
            break;
        }
        place -= size;
    }
    (Household::new(options, index - place as u64, size), place)
}

impl Household {
    fn new(options: &SampleOptions, first: u64, size: usize) -> Self {
        let mut draw = Draw::new(options, Purpose::Household, first);
        let members = members(&mut draw, size);
        let district = draw.below(options.districts.len() as u64);
        let mut household = Self {
            number: first + 1,
            members,
            district,
            violence: None,
            notifications: Vec::new(),
            custody: None,
            stays: Vec::new(),
        };
        let eldest_child = household.children().map(|child| child.born).min();
        draw.coming_of_age = eldest_child.map(|born| birthday(born, 18));
        if draw.chance(options.affected_per_mille) {
            household.violence = Some(household.draw_violence(&mut draw));
        }
        if let Some(eldest) = eldest_child {
            household.draw_cases_about_children(&mut draw, eldest);
        }
        household.draw_stays(&mut draw);
        household
    }

    pub(super) fn children(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|member| member.role == Role::Child)
    }

    /// Returns the adult on the other side of the violence, where that person lives in the household.
    pub(super) fn counterpart(&self, of: Role) -> Option<&Member> {
        let sought = if of == Role::Perpetrator { Role::Victim } else { Role::Perpetrator };
        self.members.iter().find(|member| member.role == sought)
    }

    fn draw_violence(&self, draw: &mut Draw<'_>) -> Violence {
        let (first, last) = (draw.options().from, draw.options().to);
        let couple = self.members.iter().any(|m| m.role == Role::Victim)
            && self.members.iter().any(|m| m.role == Role::Perpetrator);
        let category = draw.code(codes::HOUSEHOLD_CATEGORY);
        let relation = draw.code(if couple { codes::COUPLE } else { codes::APART });
        let known = if draw.chance(200) {
            draw.between(days_before(first, 3 * 365), first)
        } else {
            draw.between(first, last)
        };
        let from = draw.between(days_before(known, 6 * 365), known);
        let until = if draw.chance(600) { draw.after_if_yet(known, 500) } else { None };
        Violence { category, relation, from, until, known }
    }

    fn draw_cases_about_children(&mut self, draw: &mut Draw<'_>, eldest: Date) {
        let (first, last) = (draw.options().from.max(eldest), draw.options().to);
        let affected = self.violence.is_some();
        let weights: [u64; 4] = if affected { [15, 45, 27, 13] } else { [80, 16, 4, 0] };
        for _ in 0..draw.count(&weights) {
            let received = draw.between(first, last);
            let decision = draw.code(codes::DECISION);
            let decided = draw.after_if_yet(received, 14);
            let inquiry = match decided {
                Some(opened) if decision == "inleda" => Some(draw_inquiry(draw, opened)),
                _ => None,
            };
            self.notifications.push(Notification {
                received,
                violence: affected && draw.chance(880),
                reporter: draw.code(codes::REPORTER),
                decision,
                decided,
                inquiry,
            });
        }
        if draw.chance(if affected { 260 } else { 40 }) {
            let commissioned = draw.between(first, last);
            self.custody = Some(CustodyInquiry {
                types: draw.some_codes(codes::CUSTODY),
                commissioned,
                finished: draw.after_if_yet(commissioned, 150),
                structured: draw.chance(if affected { 620 } else { 250 }),
            });
        }
    }

    fn draw_stays(&mut self, draw: &mut Draw<'_>) {
        let Some(known) = self.violence.as_ref().map(|violence| violence.known) else { return };
        let last = draw.options().to;
        let mut earliest = known.max(draw.options().from);
        for _ in 0..draw.count(&[70, 24, 6]) {
            let start = draw.between(earliest, last);
            let end = draw.after_if_yet(start, 120);
            self.stays.push(Stay {
                start,
                end,
                cause: draw.code(codes::STAY_CAUSE),
                decided_for_children: draw.chance(300),
            });
            // One stay ends before the next begins.
            let Some(end) = end else { return };
            earliest = end;
        }
    }
}

/// Draws an inquiry opened on a day: closed within half a year, if that date has passed.
pub(super) fn draw_inquiry(draw: &mut Draw<'_>, opened: Date) -> Inquiry {
    let closed = draw.after_if_yet(opened, 150);
    Inquiry { opened, closed, result: closed.map(|_| draw.code(codes::RESULT)) }
}

fn members(draw: &mut Draw<'_>, size: usize) -> Vec<Member> {
    let couple = match size {
        1 => false,
        2 => draw.chance(600),
        _ => draw.chance(700),
    };
    let first_role = if size == 1 && draw.chance(400) { Role::Perpetrator } else { Role::Victim };
    let adults = if couple { 2 } else { 1 };
    let has_children = size > adults;
    let first = adult(draw, first_role, has_children);
    let mut members = vec![first];
    if couple {
        members.push(adult(draw, Role::Perpetrator, has_children));
    }
    let (from, to) = (draw.options().from, draw.options().to);
    while members.len() < size {
        // Someone's child at between 16 and 45, and a child on some day of the years in question.
        let earliest = birthday(first.born, 16).max(days_before(from, 18 * 365));
        let latest = birthday(first.born, 45).min(to);
        let born = draw.between(earliest, latest);
        members.push(Member { role: Role::Child, sex: draw.code(codes::CHILD_SEX), born });
    }
    members
}

fn adult(draw: &mut Draw<'_>, role: Role, has_children: bool) -> Member {
    let age = if has_children {
        20 + draw.below(16) + draw.below(15)
    } else {
        match draw.count(&[10, 78, 12]) {
            0 => 14 + draw.below(6),
            1 => 20 + draw.below(45),
            _ => 65 + draw.below(20),
        }
    };
    let youngest = days_before(draw.options().from, age as i32 * 365 + age as i32 / 4);
    let born = draw.between(days_before(youngest, 364), youngest);
    let sexes = if role == Role::Perpetrator { codes::PERPETRATOR_SEX } else { codes::VICTIM_SEX };
    Member { role, sex: draw.code(sexes), born }
}

fn days_before(day: Date, days: i32) -> Date {
    Date(day.0.saturating_sub(days))
}

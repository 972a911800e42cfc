//! The fifteen indicators as a careful programmer would write them for these columns and nothing else: a loop over persons
//! that skips those in no target group, and reads only the fields that the indicators of the others need.

mod answers;
mod lists;

use crate::tally::{Indicator, Tally};
use crate::truth::Truth;
use crate::view::{Codes, Days, Table};
use answers::{Answer, Answers};
use kvinnofrid::arrow::arrow_array::RecordBatch;
use lists::{Cases, Consents, Inquiries, Stays, Support, Supported, Violence};
use std::ops::Range;

/// 2013-01-01 and 2013-12-31.
const PERIOD: (i32, i32) = (15_706, 16_070);
/// A person born on 1995-12-31 or earlier is 18 on the period's last day.
const ADULT: i32 = 9_495;
/// A person born on 1995-01-01 or earlier is 18 on its first.
const NO_CHILD: i32 = 9_131;

/// The columns that are read, and the codes that are compared with.
pub struct Persons<'a> {
    rows: usize,
    sex: Codes<'a>,
    woman: i8,
    man: i8,
    born: Days<'a>,
    district: Codes<'a>,
    known: Days<'a>,
    violence: Violence<'a>,
    reports: Cases<'a>,
    inquiries: Inquiries<'a>,
    custody: Cases<'a>,
    support: Support<'a>,
    stays: Stays<'a>,
    consents: Consents<'a>,
    answers: Answers<'a>,
}

/// Someone who is or may be in a target group, with what more than one group asks.
struct Member {
    row: usize,
    district: usize,
    support: Supported,
    knows: Answer,
}

impl<'a> Persons<'a> {
    pub fn new(batch: &'a RecordBatch) -> Self {
        let persons = Table::Persons(batch);
        let cases = |list: &str, day: &str, counts: &str| {
            let list = persons.list(list);
            let of = list.elements();
            Cases { key: of.keys("ärende"), day: of.days(day), counts: of.yes(counts), list }
        };
        let sex = persons.codes("kön");
        Self {
            rows: batch.num_rows(),
            woman: sex.code("kvinna"),
            man: sex.code("man"),
            sex,
            born: persons.days("födelsedatum"),
            district: persons.codes("stadsdel"),
            known: persons.days("känd_sedan"),
            violence: Violence::new(persons.list("våld")),
            reports: cases("anmälningar", "inkom", "orsak_våld"),
            inquiries: Inquiries::new(persons.list("utredningar")),
            custody: cases("familjerättsutredningar", "färdig", "strukturerad_bedömning"),
            support: Support::new(persons.list("insatser")),
            stays: Stays::new(persons.list("placeringar")),
            consents: Consents::new(persons.list("samtycken")),
            answers: Answers::new(persons.list("enkätsvar")),
        }
    }

    /// The names of the districts; who has none is after all of them.
    pub fn districts(&self) -> Vec<&'a str> {
        self.district.names().chain(["okänt"]).collect()
    }

    /// Counts everyone, with so many threads.
    pub fn count(&self, threads: usize) -> Tally<'a> {
        let part = |number: usize| self.rows * number / threads..self.rows * (number + 1) / threads;
        if threads == 1 {
            return self.count_part(part(0));
        }
        std::thread::scope(|scope| {
            let others: Vec<_> =
                (1..threads).map(|n| scope.spawn(move || self.count_part(part(n)))).collect();
            let mut tally = self.count_part(part(0));
            others.into_iter().for_each(|other| tally.merge(other.join().expect("a thread")));
            tally
        })
    }

    fn count_part(&self, rows: Range<usize>) -> Tally<'a> {
        let districts = self.districts().len();
        let mut tally = Tally::new(districts);
        for row in rows {
            if self.violence.list.of(row).is_some_and(|violence| violence.is_empty()) {
                continue;
            }
            let adult = self.born.by(row, ADULT);
            let woman = self.sex.is(row, self.woman).and(adult);
            let child = self.born.by(row, NO_CHILD).not();
            let man = self.sex.is(row, self.man).and(adult);
            let role = |group: Truth, role: i8| {
                if group.is_possible() { group.and(self.violence.some(row, role)) } else { group }
            };
            let woman = role(woman, self.violence.exposed);
            let child = role(child, self.violence.lived);
            let man = role(man, self.violence.used);
            if !woman.or(child).or(man).is_possible() {
                continue;
            }
            let district = self.district.get(row).map_or(districts - 1, |code| code as usize);
            let member = Member {
                row,
                district,
                support: self.support.of(row),
                knows: self.answers.answer(row, self.answers.knows),
            };
            if woman.is_possible() {
                self.count_woman(&member, woman, &mut tally);
            }
            if child.is_possible() {
                self.count_child(&member, child, &mut tally);
            }
            if man.is_possible() {
                self.count_man(&member, man, &mut tally);
            }
        }
        tally
    }

    fn count_woman(&self, member: &Member, woman: Truth, tally: &mut Tally<'a>) {
        use Indicator::{WomenKnow, WomenKnown, WomenOffered, WomenSafe, WomenTookPart};
        let Member { row, district, ref support, knows } = *member;
        tally.count(WomenKnown, district, woman.and(self.known.by(row, PERIOD.1)));
        tally.count(WomenOffered, district, woman.and(support.offered));
        tally.count(WomenTookPart, district, woman.and(support.took_part));
        let safe = self.answers.answer(row, self.answers.safe);
        let inside = woman.and(support.granted).and(self.answers.definite(safe));
        tally.share(WomenSafe, district, inside, self.answers.positive(safe));
        let inside = woman.and(self.answers.definite(knows));
        tally.share(WomenKnow, district, inside, self.answers.positive(knows));
    }

    fn count_child(&self, member: &Member, child: Truth, tally: &mut Tally<'a>) {
        use Indicator::{ChildrenHoused, ChildrenKnow, ChildrenOwnSupport, Custody, Inquiries, Reports};
        let Member { row, district, ref support, knows } = *member;
        for (indicator, cases) in [(Reports, &self.reports), (Custody, &self.custody)] {
            let Some(range) = cases.list.of(row) else {
                tally.list_missing(indicator, district);
                continue;
            };
            for element in range {
                let counts = cases.day.within(element, PERIOD).and(cases.counts.get(element));
                tally.case(indicator, district, child.and(counts), cases.key.get(element));
            }
        }
        let inquiries = &self.inquiries;
        match inquiries.list.of(row) {
            None => tally.list_missing(Inquiries, district),
            Some(range) => range.for_each(|element| {
                let kind = inquiries.kind.is(element, inquiries.of_child);
                let counts = kind.and(inquiries.opened.within(element, PERIOD));
                tally.count(Inquiries, district, child.and(counts));
            }),
        }
        tally.count(ChildrenOwnSupport, district, child.and(support.own));
        tally.share(ChildrenHoused, district, child.and(self.stays.some(row)), self.stays.enough(row));
        let inside = child.and(self.answers.definite(knows));
        tally.share(ChildrenKnow, district, inside, self.answers.positive(knows));
    }

    fn count_man(&self, member: &Member, man: Truth, tally: &mut Tally<'a>) {
        use Indicator::{MenConsent, MenKnow, MenOffered, MenTookPart};
        let Member { row, district, ref support, knows } = *member;
        tally.count(MenOffered, district, man.and(support.offered));
        tally.count(MenTookPart, district, man.and(support.took_part));
        tally.share(MenConsent, district, man.and(self.consents.some(row)), self.consents.all(row));
        let inside = man.and(self.answers.definite(knows));
        tally.share(MenKnow, district, inside, self.answers.positive(knows));
    }
}

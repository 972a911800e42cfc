//! The fifteen indicators as a careful programmer would write them for these columns and nothing else: a loop over persons
//! that passes over whoever is in no target group, and reads only what is asked of those who are.

use crate::tally::{Indicator, Tally};
use crate::truth::{MAYBE, Truth, so};
use crate::view::{Codes, Days, Keys, List, Table, Yes};
use kvinnofrid::arrow::arrow_array::RecordBatch;
use std::ops::Range;

/// 2013-01-01 and 2013-12-31.
const PERIOD: (i32, i32) = (15_706, 16_070);
/// Whoever was born on 1995-12-31 or earlier is 18 on the period's last day.
const ADULT: i32 = 9_495;
/// Whoever was born on 1995-01-01 or earlier is 18 on its first.
const NO_CHILD: i32 = 9_131;

/// The columns that are asked about, and the codes that are asked for.
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

struct Violence<'a> {
    list: List<'a>,
    role: Codes<'a>,
    category: Codes<'a>,
    relation: Codes<'a>,
    from: Days<'a>,
    exposed: i8,
    lived: i8,
    used: i8,
    close: i8,
    stranger: i8,
}

/// Cases that are counted by their keys.
struct Cases<'a> {
    list: List<'a>,
    key: Keys<'a>,
    day: Days<'a>,
    counts: Yes<'a>,
}

struct Inquiries<'a> {
    list: List<'a>,
    kind: Codes<'a>,
    opened: Days<'a>,
    of_child: i8,
}

struct Support<'a> {
    list: List<'a>,
    kind: Codes<'a>,
    because: Yes<'a>,
    offered: Days<'a>,
    granted: Days<'a>,
    stretch: Stretch<'a>,
    own: i8,
}

/// Whether some of someone's support is so.
struct Supported {
    offered: Truth,
    took_part: Truth,
    granted: Truth,
    own: Truth,
}

struct Stays<'a> {
    list: List<'a>,
    cause: Codes<'a>,
    preschool: Codes<'a>,
    school: Codes<'a>,
    stretch: Stretch<'a>,
    violence: i8,
    enough: (u128, u128),
}

struct Stretch<'a> {
    begun: Days<'a>,
    ended: Days<'a>,
    going_on: Yes<'a>,
}

struct Consents<'a> {
    list: List<'a>,
    about: Codes<'a>,
    custodian: Yes<'a>,
    asked: Days<'a>,
    answer: Codes<'a>,
    withdrawn: Days<'a>,
    own: i8,
    yes: i8,
    yes_or_no: u128,
}

struct Answers<'a> {
    list: List<'a>,
    question: Codes<'a>,
    day: Days<'a>,
    answer: Codes<'a>,
    safe: i8,
    knows: i8,
    definite: u128,
    positive: u128,
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

impl<'a> Violence<'a> {
    fn new(list: List<'a>) -> Self {
        let of = list.elements();
        let (role, category, relation) = (of.codes("roll"), of.codes("kategori"), of.codes("relation"));
        Self {
            exposed: role.code("våldsutsatt"),
            lived: role.code("barn_upplevt"),
            used: role.code("våldsutövare"),
            close: category.code("våld_i_nära_relation"),
            stranger: relation.code("ingen_närstående"),
            from: of.days("från"),
            list,
            role,
            category,
            relation,
        }
    }

    fn some(&self, row: usize, role: i8) -> Truth {
        self.list.some(row, |v| {
            let counts = self.category.is(v, self.close).and(self.from.by(v, PERIOD.1));
            self.role.is(v, role).and(counts).and(self.relation.is(v, self.stranger).not())
        })
    }
}

impl<'a> Inquiries<'a> {
    fn new(list: List<'a>) -> Self {
        let of = list.elements();
        let kind = of.codes("typ");
        Self { of_child: kind.code("barnavårdsutredning"), kind, opened: of.days("inledd"), list }
    }
}

impl Stretch<'_> {
    fn new<'a>(of: Table<'a>) -> Stretch<'a> {
        Stretch { begun: of.days("påbörjad"), ended: of.days("avslutad"), going_on: of.yes("pågår") }
    }

    fn touches(&self, x: usize) -> Truth {
        let later = self.going_on.get(x).or(self.ended.since(x, PERIOD.0));
        self.begun.by(x, PERIOD.1).and(self.begun.since(x, PERIOD.0).or(later))
    }
}

impl<'a> Support<'a> {
    fn new(list: List<'a>) -> Self {
        let of = list.elements();
        let kind = of.codes("typ");
        Self {
            own: kind.code("barnets_eget_stöd"),
            kind,
            because: of.yes("orsak_våld"),
            offered: of.days("erbjuden"),
            granted: of.days("beviljad"),
            stretch: Stretch::new(of),
            list,
        }
    }

    /// What is asked of someone's support, in one pass.
    fn of(&self, row: usize) -> Supported {
        let Some(range) = self.list.of(row) else {
            return Supported { offered: MAYBE, took_part: MAYBE, granted: MAYBE, own: MAYBE };
        };
        let no = so(false);
        let mut found = Supported { offered: no, took_part: no, granted: no, own: no };
        for i in range {
            let (because, offered) = (self.because.get(i), self.offered.within(i, PERIOD));
            found.offered = found.offered.or(because.and(offered));
            found.took_part = found.took_part.or(because.and(self.stretch.touches(i)));
            found.granted = found.granted.or(because.and(self.granted.by(i, PERIOD.1)));
            found.own = found.own.or(self.kind.is(i, self.own).and(offered));
        }
        found
    }
}

impl<'a> Stays<'a> {
    fn new(list: List<'a>) -> Self {
        let of = list.elements();
        let (cause, preschool, school) = (of.codes("orsak"), of.codes("barnomsorg"), of.codes("skola"));
        let enough = ["deltar", "inskriven", "ej_aktuell_ålder"];
        Self {
            violence: cause.code("våldsutsatthet"),
            enough: (preschool.set(&enough), school.set(&enough)),
            cause,
            preschool,
            school,
            stretch: Stretch::new(of),
            list,
        }
    }

    fn such(&self, x: usize) -> Truth {
        self.cause.is(x, self.violence).and(self.stretch.touches(x))
    }

    fn some(&self, row: usize) -> Truth {
        self.list.some(row, |x| self.such(x))
    }

    fn enough(&self, row: usize) -> Truth {
        let lacks = self.list.some(row, |x| {
            let has = self.preschool.among(x, self.enough.0).and(self.school.among(x, self.enough.1));
            self.such(x).and(has.not())
        });
        lacks.not()
    }
}

impl<'a> Consents<'a> {
    fn new(list: List<'a>) -> Self {
        let of = list.elements();
        let (about, answer) = (of.codes("avser"), of.codes("svar"));
        Self {
            own: about.code("barnets_eget_stöd"),
            yes: answer.code("ja"),
            yes_or_no: answer.set(&["ja", "nej"]),
            about,
            answer,
            custodian: of.yes("vårdnadshavare"),
            asked: of.days("tillfrågad"),
            withdrawn: of.days("återkallat"),
            list,
        }
    }

    fn such(&self, s: usize) -> Truth {
        let about = self.custodian.get(s).and(self.about.is(s, self.own));
        about.and(self.asked.within(s, PERIOD)).and(self.answer.among(s, self.yes_or_no))
    }

    fn some(&self, row: usize) -> Truth {
        self.list.some(row, |s| self.such(s))
    }

    fn all(&self, row: usize) -> Truth {
        let refused = self.list.some(row, |s| {
            // The day is only filled in when it happens.
            let stands = so(self.withdrawn.get(s).is_none_or(|day| day > PERIOD.1));
            self.such(s).and(self.answer.is(s, self.yes).and(stands).not())
        });
        refused.not()
    }
}

/// The answer to a question.
#[derive(Clone, Copy)]
enum Answer {
    Unknown,
    None,
    Code(i8),
}

impl<'a> Answers<'a> {
    fn new(list: List<'a>) -> Self {
        let of = list.elements();
        let (question, answer) = (of.codes("fråga"), of.codes("svar"));
        Self {
            safe: question.code("trygg_med_insatserna"),
            knows: question.code("kunskap_om_rättigheter"),
            definite: answer.set(&["ja", "delvis", "nej"]),
            positive: answer.set(&["ja", "delvis"]),
            question,
            answer,
            day: of.days("datum"),
            list,
        }
    }

    fn answer(&self, row: usize, question: i8) -> Answer {
        let Some(range) = self.list.of(row) else { return Answer::Unknown };
        let (mut latest, mut common): (Option<(i32, Option<i8>)>, _) = (None, None);
        let (mut possible, mut agree) = (false, true);
        for e in range {
            let qualifies = self.question.is(e, question).and(self.day.within(e, PERIOD));
            if !qualifies.is_possible() {
                continue;
            }
            let answer = self.answer.get(e);
            agree &= answer.is_some() && *common.get_or_insert(answer) == answer;
            if !qualifies.is_certain() {
                possible = true;
            } else if let Some(day) = self.day.get(e)
                && latest.is_none_or(|(other, _)| day >= other)
            {
                latest = Some((day, answer));
            }
        }
        match latest {
            None if possible => Answer::Unknown,
            None => Answer::None,
            Some(_) if possible && !agree => Answer::Unknown,
            Some((_, answer)) => answer.map_or(Answer::Unknown, Answer::Code),
        }
    }

    fn definite(&self, answer: Answer) -> Truth {
        among(answer, self.definite)
    }

    fn positive(&self, answer: Answer) -> Truth {
        among(answer, self.positive)
    }
}

fn among(answer: Answer, set: u128) -> Truth {
    match answer {
        Answer::Unknown => MAYBE,
        Answer::None => so(false),
        Answer::Code(code) => so(set >> code & 1 == 1),
    }
}

//! The conditions on the elements of each list.

use super::PERIOD;
use crate::truth::{MAYBE, Truth, so};
use crate::view::{Codes, Days, Keys, List, Table, Yes};

pub(super) struct Violence<'a> {
    pub(super) list: List<'a>,
    pub(super) role: Codes<'a>,
    pub(super) category: Codes<'a>,
    pub(super) relation: Codes<'a>,
    pub(super) from: Days<'a>,
    pub(super) exposed: i8,
    pub(super) lived: i8,
    pub(super) used: i8,
    pub(super) close: i8,
    pub(super) stranger: i8,
}

impl<'a> Violence<'a> {
    pub(super) fn new(list: List<'a>) -> Self {
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

    pub(super) fn some(&self, row: usize, role: i8) -> Truth {
        self.list.some(row, |v| {
            let counts = self.category.is(v, self.close).and(self.from.by(v, PERIOD.1));
            self.role.is(v, role).and(counts).and(self.relation.is(v, self.stranger).not())
        })
    }
}

/// Cases that are counted by their keys.
pub(super) struct Cases<'a> {
    pub(super) list: List<'a>,
    pub(super) key: Keys<'a>,
    pub(super) day: Days<'a>,
    pub(super) counts: Yes<'a>,
}

pub(super) struct Inquiries<'a> {
    pub(super) list: List<'a>,
    pub(super) kind: Codes<'a>,
    pub(super) opened: Days<'a>,
    pub(super) of_child: i8,
}

impl<'a> Inquiries<'a> {
    pub(super) fn new(list: List<'a>) -> Self {
        let of = list.elements();
        let kind = of.codes("typ");
        Self { of_child: kind.code("barnavårdsutredning"), kind, opened: of.days("inledd"), list }
    }
}

pub(super) struct Stretch<'a> {
    pub(super) begun: Days<'a>,
    pub(super) ended: Days<'a>,
    pub(super) going_on: Yes<'a>,
}

impl Stretch<'_> {
    pub(super) fn new<'a>(of: Table<'a>) -> Stretch<'a> {
        Stretch { begun: of.days("påbörjad"), ended: of.days("avslutad"), going_on: of.yes("pågår") }
    }

    pub(super) fn touches(&self, x: usize) -> Truth {
        let later = self.going_on.get(x).or(self.ended.since(x, PERIOD.0));
        self.begun.by(x, PERIOD.1).and(self.begun.since(x, PERIOD.0).or(later))
    }
}

pub(super) struct Support<'a> {
    pub(super) list: List<'a>,
    pub(super) kind: Codes<'a>,
    pub(super) because: Yes<'a>,
    pub(super) offered: Days<'a>,
    pub(super) granted: Days<'a>,
    pub(super) stretch: Stretch<'a>,
    pub(super) own: i8,
}

/// Whether some of someone's support is so.
pub(super) struct Supported {
    pub(super) offered: Truth,
    pub(super) took_part: Truth,
    pub(super) granted: Truth,
    pub(super) own: Truth,
}

impl<'a> Support<'a> {
    pub(super) fn new(list: List<'a>) -> Self {
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

    /// Evaluates every condition on a person's support in one pass.
    pub(super) fn of(&self, row: usize) -> Supported {
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

pub(super) struct Stays<'a> {
    pub(super) list: List<'a>,
    pub(super) cause: Codes<'a>,
    pub(super) preschool: Codes<'a>,
    pub(super) school: Codes<'a>,
    pub(super) stretch: Stretch<'a>,
    pub(super) violence: i8,
    pub(super) enough: (u128, u128),
}

impl<'a> Stays<'a> {
    pub(super) fn new(list: List<'a>) -> Self {
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

    pub(super) fn such(&self, x: usize) -> Truth {
        self.cause.is(x, self.violence).and(self.stretch.touches(x))
    }

    pub(super) fn some(&self, row: usize) -> Truth {
        self.list.some(row, |x| self.such(x))
    }

    pub(super) fn enough(&self, row: usize) -> Truth {
        let lacks = self.list.some(row, |x| {
            let has = self.preschool.among(x, self.enough.0).and(self.school.among(x, self.enough.1));
            self.such(x).and(has.not())
        });
        lacks.not()
    }
}

pub(super) struct Consents<'a> {
    pub(super) list: List<'a>,
    pub(super) about: Codes<'a>,
    pub(super) custodian: Yes<'a>,
    pub(super) asked: Days<'a>,
    pub(super) answer: Codes<'a>,
    pub(super) withdrawn: Days<'a>,
    pub(super) own: i8,
    pub(super) yes: i8,
    pub(super) yes_or_no: u128,
}

impl<'a> Consents<'a> {
    pub(super) fn new(list: List<'a>) -> Self {
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

    pub(super) fn such(&self, s: usize) -> Truth {
        let about = self.custodian.get(s).and(self.about.is(s, self.own));
        about.and(self.asked.within(s, PERIOD)).and(self.answer.among(s, self.yes_or_no))
    }

    pub(super) fn some(&self, row: usize) -> Truth {
        self.list.some(row, |s| self.such(s))
    }

    pub(super) fn all(&self, row: usize) -> Truth {
        let refused = self.list.some(row, |s| {
            // The day is only filled in when it happens.
            let stands = so(self.withdrawn.get(s).is_none_or(|day| day > PERIOD.1));
            self.such(s).and(self.answer.is(s, self.yes).and(stands).not())
        });
        refused.not()
    }
}

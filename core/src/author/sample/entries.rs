//! The entries of a person's lists, with the fields in the order of the record type.

use super::codes;
use super::draw::{Draw, Weighted};
use super::household::{CustodyInquiry, Household, Inquiry, Member, Notification, Role, Stay, Violence};
use super::value::Value;
use crate::language::date::Date;

/// Returns a case's key: its kind, the number of the household or person it was opened for, and its index among theirs.
pub(super) fn case_key(kind: &str, number: u64, nth: usize) -> String {
    let letter = char::from(b'a' + (nth % 26) as u8);
    format!("{kind}{number:09}{letter}")
}

/// Returns the violence of the household, as recorded for one of its members.
pub(super) fn violence(draw: &mut Draw<'_>, household: &Household, member: &Member, v: &Violence) -> Value {
    let last = draw.options().to;
    // A person born into it has lived with it from then on.
    let from = v.from.max(member.born);
    let (role, relation) = match member.role {
        Role::Victim => ("våldsutsatt", v.relation),
        Role::Perpetrator => ("våldsutövare", v.relation),
        Role::Child if member.is_child_on(from) => {
            (draw.code(codes::CHILDS_ROLE), draw.code(codes::CHILDS_RELATION))
        }
        Role::Child => ("våldsutsatt", draw.code(codes::CHILDS_RELATION)),
    };
    let counterpart = match household.counterpart(member.role) {
        Some(other) => other.sex,
        None if member.role == Role::Perpetrator => draw.code(codes::VICTIM_SEX),
        None => draw.code(codes::PERPETRATOR_SEX),
    };
    let until = v.until.map(|day| day.max(from));
    let known = v.known.max(from);
    let forms = draw.some_codes(codes::FORMS);
    let fields = [
        ("roll", role.into()),
        ("kategori", v.category.into()),
        ("relation", relation.into()),
        ("motpart_kön", counterpart.into()),
        ("former", code_list(draw, &forms)),
        ("från", from.into()),
        ("till", until.into()),
        ("pågående", until.is_none().into()),
        ("grad", draw.code(codes::DEGREE).into()),
        ("registrerat", draw.after(known, 45).min(last).into()),
    ];
    draw.record(fields).into()
}

/// Draws violence outside every household: an event of one day.
pub(super) fn other_violence(draw: &mut Draw<'_>, first: Date) -> Value {
    let last = draw.options().to;
    let day = draw.between(first, last);
    let forms = draw.some_codes(codes::FORMS);
    let fields = [
        ("roll", "våldsutsatt".into()),
        ("kategori", draw.code(codes::OTHER_CATEGORY).into()),
        ("relation", draw.code(codes::OTHER_RELATION).into()),
        ("motpart_kön", draw.code(codes::PERPETRATOR_SEX).into()),
        ("former", code_list(draw, &forms)),
        ("från", day.into()),
        ("till", day.into()),
        ("pågående", false.into()),
        ("grad", draw.code(codes::DEGREE).into()),
        ("registrerat", draw.after(day, 45).min(last).into()),
    ];
    draw.record(fields).into()
}

pub(super) fn notification(draw: &mut Draw<'_>, case: String, n: &Notification) -> Value {
    let fields = [
        ("ärende", case.into()),
        ("inkom", n.received.into()),
        ("orsak_våld", n.violence.into()),
        ("anmälare", n.reporter.into()),
        ("beslut", n.decided.map(|_| n.decision).into()),
        ("beslutsdatum", n.decided.into()),
    ];
    draw.record(fields).into()
}

pub(super) fn inquiry(
    draw: &mut Draw<'_>,
    case: String,
    kind: &'static str,
    violence: bool,
    i: &Inquiry,
) -> Value {
    let fields = [
        ("ärende", case.into()),
        ("typ", kind.into()),
        ("inledd", i.opened.into()),
        ("avslutad", i.closed.into()),
        ("orsak_våld", violence.into()),
        ("resultat", i.result.into()),
    ];
    draw.record(fields).into()
}

pub(super) fn custody_inquiry(draw: &mut Draw<'_>, case: String, c: &CustodyInquiry) -> Value {
    let fields = [
        ("ärende", case.into()),
        ("typer", code_list(draw, &c.types)),
        ("uppdrag", c.commissioned.into()),
        ("färdig", c.finished.into()),
        ("strukturerad_bedömning", c.structured.into()),
    ];
    draw.record(fields).into()
}

/// Draws an assessment. Only methods with a level have one, and only the danger assessment of FREDA has points.
pub(super) fn risk_assessment(draw: &mut Draw<'_>, methods: &Weighted, first: Date) -> Value {
    let last = draw.options().to;
    let method = draw.code(methods);
    let level = matches!(method, "SARA_SV" | "PATRIARK" | "lokal_mall").then(|| draw.code(codes::LEVEL));
    let points = (method == "FREDA_farlighetsbedömning").then(|| draw.below(21));
    let fields = [
        ("metod", method.into()),
        ("datum", draw.between(first, last).into()),
        ("nivå", level.into()),
        ("poäng", points.into()),
    ];
    draw.record(fields).into()
}

/// Draws support: offered, answered, granted, begun, ended, as far as it has come by the last day.
pub(super) fn support(draw: &mut Draw<'_>, kinds: &Weighted, violence: bool, first: Date) -> Value {
    let last = draw.options().to;
    let kind = draw.code(kinds);
    let form = draw.code(codes::SUPPORT_FORM);
    let day = draw.between(first, last);
    // Some apply on their own initiative, and nothing was offered.
    let offered = (!draw.chance(40)).then_some(day);
    let answer = draw.code(codes::OFFER_ANSWER);
    let accepted = answer == "accepterat";
    let granted = if accepted && form == "biståndsbeslut" { draw.after_if_yet(day, 30) } else { None };
    let started = match granted {
        Some(granted) => draw.after_if_yet(granted, 30),
        None if accepted && form != "biståndsbeslut" => draw.after_if_yet(day, 45),
        None => None,
    };
    let ended = match started {
        Some(started) => draw.after_if_yet(started, 420),
        None => None,
    };
    let fields = [
        ("typ", kind.into()),
        ("form", form.into()),
        ("orsak_våld", (violence && draw.chance(930)).into()),
        ("erbjuden", offered.into()),
        ("svar", offered.map(|_| answer).into()),
        ("beviljad", granted.into()),
        ("påbörjad", started.into()),
        ("avslutad", ended.into()),
        ("pågår", (started.is_some() && ended.is_none()).into()),
        ("tillfällen", if started.is_some() { draw.below(25) } else { 0 }.into()),
        ("avslutsorsak", ended.map(|_| draw.code(codes::END_REASON)).into()),
        ("utförare", draw.code(codes::PROVIDER).into()),
    ];
    draw.record(fields).into()
}

pub(super) fn stay(draw: &mut Draw<'_>, member: &Member, s: &Stay) -> Value {
    let age = member.born.age_on(s.start);
    let mut schooling = |from: i32, below: i32| {
        if (from..below).contains(&age) { draw.code(codes::SCHOOLING) } else { "ej_aktuell_ålder" }
    };
    let (preschool, school) = (schooling(1, 6), schooling(6, 18));
    let fields = [
        ("påbörjad", s.start.into()),
        ("avslutad", s.end.into()),
        ("pågår", s.end.is_none().into()),
        ("orsak", s.cause.into()),
        ("eget_beslut", (member.role != Role::Child || s.decided_for_children).into()),
        ("barnomsorg", preschool.into()),
        ("skola", school.into()),
    ];
    draw.record(fields).into()
}

pub(super) fn consent(draw: &mut Draw<'_>, child: String, first: Date, last: Date) -> Value {
    let answer = draw.code(codes::CONSENT_ANSWER);
    let day = draw.between(first, last);
    let asked = matches!(answer, "ja" | "nej").then_some(day);
    let withdrawn = if answer == "ja" && draw.chance(90) { draw.after_if_yet(day, 250) } else { None };
    let without = if answer == "nej" && draw.chance(180) { draw.after_if_yet(day, 90) } else { None };
    let fields = [
        ("barn", child.into()),
        ("avser", draw.code(codes::CONSENT_FOR).into()),
        ("vårdnadshavare", draw.chance(900).into()),
        ("tillfrågad", asked.into()),
        ("svar", answer.into()),
        ("återkallat", withdrawn.into()),
        ("beslut_utan_samtycke", without.into()),
    ];
    draw.record(fields).into()
}

pub(super) fn survey_answer(draw: &mut Draw<'_>, question: &'static str, day: Date) -> Value {
    let fields = [
        ("fråga", question.into()),
        ("datum", day.into()),
        ("svar", draw.code(codes::SURVEY_ANSWER).into()),
        ("ombud", draw.chance(60).into()),
    ];
    draw.record(fields).into()
}

fn code_list(draw: &mut Draw<'_>, codes: &[&'static str]) -> Value {
    draw.list(codes.iter().map(|code| Value::Code(code)).collect())
}

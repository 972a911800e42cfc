//! The structure of a condition in words, and its rendering as a subordinate clause: "kön är kvinna och relation inte är
//! make maka". After "om", "att" and "där" Swedish puts "inte" before the verb, so one order serves everywhere.

use crate::findings::text::{Lang, Text};

/// What makes a condition true. Negations have been pushed down to the facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Clause {
    /// True whatever the record is.
    Always,
    /// Never true.
    Never,
    /// A fact.
    Fact(Text),
    /// A value is one of several, or none of them.
    OneOf {
        /// The value.
        subject: Text,
        /// What it is.
        values: Vec<Text>,
        /// Whether it is none of them.
        negated: bool,
    },
    /// Every one of several clauses.
    All(Vec<Clause>),
    /// At least one of several clauses.
    Any(Vec<Clause>),
    /// Some element of a list is as the clause says, or none is.
    Exists {
        /// The list.
        list: Text,
        /// What the element is like.
        such: Box<Clause>,
        /// Whether there is none.
        negated: bool,
    },
    /// Every element of a list, or every one as `of` says.
    Every {
        /// The list.
        list: Text,
        /// Which elements.
        of: Box<Clause>,
        /// What they are like.
        such: Box<Clause>,
    },
    /// One clause or another, depending on a third.
    If(Box<Clause>, Box<Clause>, Box<Clause>),
}

impl Clause {
    /// Joins clauses that must all hold.
    pub(super) fn all(parts: Vec<Clause>) -> Clause {
        let mut flat: Vec<Clause> = Vec::new();
        for part in parts {
            match part {
                Clause::Always => {}
                Clause::Never => return Clause::Never,
                Clause::All(inner) => inner.into_iter().for_each(|one| add(&mut flat, one, true)),
                one => add(&mut flat, one, true),
            }
        }
        one_or(flat, Clause::Always, Clause::All)
    }

    /// Joins clauses of which one must hold.
    pub(super) fn any(parts: Vec<Clause>) -> Clause {
        let mut flat: Vec<Clause> = Vec::new();
        for part in parts {
            match part {
                Clause::Never => {}
                Clause::Always => return Clause::Always,
                Clause::Any(inner) => inner.into_iter().for_each(|one| add(&mut flat, one, false)),
                one => add(&mut flat, one, false),
            }
        }
        one_or(flat, Clause::Never, Clause::Any)
    }

    /// Renders the clause, to follow "om", "att" or "där".
    pub(super) fn said(&self) -> Text {
        Text::new(self.render(Lang::Sv), self.render(Lang::En))
    }

    fn render(&self, lang: Lang) -> String {
        let sv = lang == Lang::Sv;
        match self {
            Self::Always if sv => "det alltid gäller".to_owned(),
            Self::Always => "it always holds".to_owned(),
            Self::Never if sv => "det aldrig gäller".to_owned(),
            Self::Never => "it never holds".to_owned(),
            Self::Fact(text) => text.get(lang).to_owned(),
            Self::OneOf { subject, values, negated } => {
                let values: Vec<&str> = values.iter().map(|value| value.get(lang)).collect();
                format!("{} {}", subject.get(lang), one_of(&values, *negated, lang))
            }
            Self::All(parts) => {
                let rendered: Vec<String> = parts.iter().map(|part| part.within_all(lang)).collect();
                // The next condition must not seem to be inside the list too.
                let ambiguous = parts.iter().rev().skip(1).any(Clause::runs_on);
                join(&rendered, if sv { "och" } else { "and" }, ambiguous)
            }
            Self::Any(parts) => {
                let rendered: Vec<String> = parts.iter().map(|part| part.within_any(lang)).collect();
                let ambiguous = parts.iter().rev().skip(1).any(Clause::runs_on);
                join(&rendered, if sv { "eller" } else { "or" }, ambiguous)
            }
            Self::Exists { list, such, negated } => {
                let list = list.get(lang);
                let there = match (sv, negated) {
                    (true, false) => format!("det finns något under {list}"),
                    (true, true) => format!("det inte finns något under {list}"),
                    (false, false) => format!("there is an element of {list}"),
                    (false, true) => format!("there is no element of {list}"),
                };
                match **such {
                    Self::Always => there,
                    _ => format!("{there} {} {}", if sv { "där" } else { "where" }, such.render(lang)),
                }
            }
            Self::Every { list, of, such } => {
                let (list, such) = (list.get(lang), such.render(lang));
                let of = match **of {
                    Self::Always => String::new(),
                    _ => format!(" {} {}", if sv { "där" } else { "where" }, of.render(lang)),
                };
                match sv {
                    true => format!("det för allt under {list}{of} gäller att {such}"),
                    false => format!("for every element of {list}{of} it holds that {such}"),
                }
            }
            Self::If(condition, then, otherwise) => {
                let (condition, then, otherwise) =
                    (condition.render(lang), then.render(lang), otherwise.render(lang));
                match sv {
                    true => format!("(om {condition}: att {then}; annars: att {otherwise})"),
                    false => format!("(if {condition}: {then}; otherwise: {otherwise})"),
                }
            }
        }
    }

    fn within_all(&self, lang: Lang) -> String {
        match self {
            Self::Any(_) => format!("({})", self.render(lang)),
            _ => self.render(lang),
        }
    }

    fn within_any(&self, lang: Lang) -> String {
        match self {
            Self::All(_) => format!("({})", self.render(lang)),
            _ => self.render(lang),
        }
    }

    /// Returns whether what follows the clause could be taken for a part of it.
    fn runs_on(&self) -> bool {
        match self {
            Self::Exists { such, .. } => **such != Self::Always,
            Self::Every { .. } => true,
            _ => false,
        }
    }
}

fn one_or(mut parts: Vec<Clause>, none: Clause, many: impl FnOnce(Vec<Clause>) -> Clause) -> Clause {
    match (parts.len(), parts.pop()) {
        (_, None) => none,
        (1, Some(only)) => only,
        (_, Some(last)) => {
            parts.push(last);
            many(parts)
        }
    }
}

/// Adds a clause unless it is there; comparisons of one value are joined. `all` says whether every clause must hold.
fn add(parts: &mut Vec<Clause>, clause: Clause, all: bool) {
    if let Clause::OneOf { subject, values, negated: false } = &clause
        && all
    {
        // A value that is one of these and one of those is one of those in both.
        let known = parts.iter_mut().find_map(|part| match part {
            Clause::OneOf { subject: known, values, negated: false } if known == subject => Some(values),
            _ => None,
        });
        if let Some(known) = known
            && known.iter().any(|value| values.contains(value))
        {
            known.retain(|value| values.contains(value));
            return;
        }
    }
    let joined_if_negated = all;
    if let Clause::OneOf { subject, values, negated } = &clause
        && *negated == joined_if_negated
    {
        let same = parts.iter_mut().find_map(|part| match part {
            Clause::OneOf { subject: known, values, negated }
                if known == subject && *negated == joined_if_negated =>
            {
                Some(values)
            }
            _ => None,
        });
        if let Some(known) = same {
            known.extend(values.iter().filter(|value| !known.contains(value)).cloned().collect::<Vec<_>>());
            return;
        }
    }
    if !parts.contains(&clause) {
        parts.push(clause);
    }
}

fn one_of(values: &[&str], negated: bool, lang: Lang) -> String {
    let (sv, or) = (lang == Lang::Sv, if lang == Lang::Sv { "eller" } else { "or" });
    let many: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
    match (values, negated) {
        ([only], true) if sv => format!("inte är {only}"),
        ([only], true) => format!("is not {only}"),
        ([one, other], true) if !sv => format!("is neither {one} nor {other}"),
        (_, true) if sv => format!("varken är {}", join(&many, or, false)),
        (_, true) => format!("is none of {}", join(&many, or, false)),
        (_, false) if sv => format!("är {}", join(&many, or, false)),
        (_, false) => format!("is {}", join(&many, or, false)),
    }
}

fn join(parts: &[String], word: &str, apart: bool) -> String {
    let (comma, before) = if apart { ("; ", "; ") } else { (", ", " ") };
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [parts @ .., last] => format!("{}{before}{word} {last}", parts.join(comma)),
    }
}

//! A small change as it would be written in the rule file.

use super::operators::{Edge, Operator, beside, stepped};
use super::spots::Spot;
use crate::author::format::tokens::{Kind as Token, tokens};
use crate::edition::Edition;
use crate::findings::span::Span;
use crate::language::expr::{Arithmetic, Comparison, Constant, Id, Kind, Pick, Quantifier, Type};
use crate::language::functions::Builtin;
use std::ops::Range;

/// A change of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    /// What is replaced in the file.
    pub(super) range: Range<usize>,
    /// What stands there instead.
    pub(super) text: String,
}

/// Returns the text around a spot before and after a change, on one line. There is no text after it where the rules would
/// have to be written in another way.
pub(super) fn shown(edition: &Edition, spot: &Spot, operator: &Operator) -> (String, Option<String>) {
    let around = match operator {
        Operator::Nudge(_) | Operator::Recode(_) => spot.around,
        _ => spot.span,
    };
    let before = edition.snippet(around);
    let after = edit(edition, spot, operator).and_then(|edit| {
        let range = edition.extent(around);
        let text = edition.sources().text(around.source);
        let (start, end) = (text.get(range.start..edit.range.start)?, text.get(edit.range.end..range.end)?);
        let whole = format!("{start}{}{end}", edit.text);
        Some(whole.split_whitespace().collect::<Vec<_>>().join(" "))
    });
    (before, after.filter(|after| *after != edition.snippet(around)))
}

/// Returns the change as an edit of the file.
pub(super) fn edit(edition: &Edition, spot: &Spot, operator: &Operator) -> Option<Edit> {
    let arena = &edition.typed().arena;
    let node = &arena[*spot.ids.first()?];
    let written = Written::new(edition, spot.span)?;
    let whole = |text: String| Some(Edit { range: written.range.clone(), text });
    let operand = |id: Id, constant: Constant| {
        let part = &arena[id];
        let range = edition.extent(part.span);
        let is_within = part.span.source == spot.span.source
            && written.range.start <= range.start
            && range.end <= written.range.end;
        let text = quoted_day(edition, part.span, literal(&constant, &part.ty)?);
        is_within.then_some(Edit { range, text })
    };
    match (operator, &node.kind) {
        (Operator::Boundary, Kind::Compare(comparison, ..)) => {
            written.swapped(&[(symbol(*comparison), symbol(beside(*comparison)?))])
        }
        (Operator::Limit(at, step), Kind::Compare(_, a, b)) => {
            let id = if *at == 0 { *a } else { *b };
            match &arena[id].kind {
                Kind::Constant(constant) => operand(id, stepped(constant, *step)?),
                // The day may be an argument of a function, by whose name it stands here.
                _ => {
                    let at_sign = written.first(&["<", "<=", ">", ">="])?;
                    let range = if *at == 0 { 0..at_sign.start } else { at_sign.end..written.text.len() };
                    let day = written.text.get(range.clone())?.trim();
                    let (start, end) = (written.text.get(..range.start)?, written.text.get(range.end..)?);
                    let text = format!("{start} dagar_efter({day}, {step}) {end}");
                    whole(text.trim().to_owned())
                }
            }
        }
        (Operator::Code(at, code), Kind::Compare(_, a, b)) => {
            operand(if *at == 0 { *a } else { *b }, Constant::Code(*code))
        }
        (Operator::Nudge(step), Kind::Constant(constant)) => {
            whole(quoted_day(edition, spot.span, literal(&stepped(constant, *step)?, &node.ty)?))
        }
        (Operator::Recode(code), Kind::Constant(_)) => whole(literal(&Constant::Code(*code), &node.ty)?),
        (Operator::Edge(edge), Kind::InPeriod(_)) => {
            let day = written.text.get(..written.first(&["in"])?.start)?.trim();
            let (start, end) = ("period.start", "period.slut");
            whole(match edge {
                Edge::WithoutFirst => format!("({day} > {start} && {day} <= {end})"),
                Edge::WithoutLast => format!("({day} >= {start} && {day} < {end})"),
                Edge::DayBefore => format!("({day} >= dagar_efter({start}, -1) && {day} <= {end})"),
                Edge::DayAfter => format!("({day} >= {start} && {day} <= dagar_efter({end}, 1))"),
            })
        }
        (Operator::Added(code), Kind::In(_, items)) => {
            let text = literal(&Constant::Code(*code), &arena[*items.last()?].ty)?;
            let inner = written.text.trim_end().strip_suffix(']')?;
            whole(format!("{}, {text}]", inner.trim_end().trim_end_matches(',')))
        }
        (Operator::Dropped(at), Kind::In(_, items)) => {
            let open = written.text.find('[')?;
            let list = written.text.get(open + 1..)?.trim_end().strip_suffix(']')?;
            let pieces: Vec<&str> =
                list.split(',').map(str::trim).filter(|piece| !piece.is_empty()).collect();
            if pieces.len() != items.len() {
                return None;
            }
            whole(format!("{}[{}]", written.text.get(..open)?, left(&pieces, *at).join(", ")))
        }
        (Operator::Dropped(at), kind) => {
            let (symbol, many) = match kind {
                Kind::And(parts) => ("&&", parts.len()),
                Kind::Or(parts) => ("||", parts.len()),
                Kind::Coalesce(parts) => ("??", parts.len()),
                _ => return None,
            };
            let pieces = written.split(symbol);
            if pieces.len() != many {
                return None;
            }
            whole(left(&pieces, *at).join(&format!(" {symbol} ")))
        }
        (Operator::Swapped, kind) => match kind {
            Kind::And(parts) => (written.split("&&").len() == parts.len())
                .then(|| written.swapped(&[("&&", "||")]))?
                .map(|edit| Edit { text: format!("({})", edit.text), ..edit }),
            Kind::Or(parts) => {
                (written.split("||").len() == parts.len()).then(|| written.swapped(&[("||", "&&")]))?
            }
            Kind::Quantified { quantifier: Quantifier::Some, .. } => written.last("some", "all"),
            Kind::Quantified { quantifier: Quantifier::All, .. } => written.last("all", "some"),
            Kind::Pick { pick, .. } => match pick {
                Pick::First => written.last("first", "last"),
                Pick::Last => written.last("last", "first"),
                Pick::Latest(_) => written.last("senaste", "tidigaste"),
                Pick::Earliest(_) => written.last("tidigaste", "senaste"),
            },
            Kind::Fold { .. } => written.last("min", "max").or_else(|| written.last("max", "min")),
            Kind::Arithmetic(Arithmetic::Add, ..) => written.swapped(&[("+", "-")]),
            Kind::Arithmetic(..) => written.swapped(&[("-", "+")]),
            _ => None,
        },
        (Operator::Negated, kind) => match kind {
            Kind::Not(_) | Kind::Known(_) | Kind::Compare(..) if written.first(&["==", "!="]).is_some() => {
                written.swapped(&[("==", "!="), ("!=", "==")])
            }
            Kind::Not(_) => match written.text.strip_prefix('!') {
                Some(rest) => whole(rest.to_owned()),
                None => written.last("none", "some"),
            },
            _ if written.is_plain() => whole(format!("!{}", written.text)),
            _ => whole(format!("!({})", written.text)),
        },
        (Operator::Always, _) => whole("true".to_owned()),
        (Operator::Branch(first), Kind::If(_, then, otherwise)) => {
            let span = arena[if *first { *then } else { *otherwise }].span;
            let is_within = span.source == spot.span.source
                && spot.span.start <= span.start
                && span.end <= spot.span.end
                && span != spot.span;
            is_within.then(|| whole(edition.snippet(span)))?
        }
        _ => None,
    }
}

/// The text of a spot.
struct Written<'e> {
    range: Range<usize>,
    text: &'e str,
    /// The tokens outside all brackets: where each is, and its text.
    tokens: Vec<(Range<usize>, &'e str)>,
    plain: bool,
}

impl<'e> Written<'e> {
    fn new(edition: &'e Edition, span: Span) -> Option<Self> {
        let range = edition.extent(span);
        let text = edition.sources().text(span.source).get(range.clone())?;
        let all = tokens(text).ok()?;
        let mut depth = 0usize;
        let mut outer = Vec::new();
        for token in &all {
            match token.kind {
                Token::Open => depth += 1,
                Token::Close => depth = depth.saturating_sub(1),
                Token::Comment => {}
                _ if depth == 0 => outer.push((token.at..token.at + token.text.len(), token.text)),
                _ => {}
            }
        }
        // A name, with fields or a call, needs no brackets around it.
        let plain = all.iter().all(|token| token.kind != Token::Keyword)
            && outer.iter().all(|(_, text)| text.chars().all(|c| c.is_alphanumeric() || "_.".contains(c)));
        Some(Self { range, text, tokens: outer, plain })
    }

    fn is_plain(&self) -> bool {
        self.plain
    }

    /// Returns where the first of `words` is.
    fn first(&self, words: &[&str]) -> Option<Range<usize>> {
        self.tokens.iter().find(|(_, text)| words.contains(text)).map(|(range, _)| range.clone())
    }

    /// Returns the text with tokens replaced.
    fn swapped(&self, pairs: &[(&str, &str)]) -> Option<Edit> {
        let (mut text, mut at, mut any) = (String::new(), 0, false);
        for (range, token) in &self.tokens {
            if let Some((_, new)) = pairs.iter().find(|(old, _)| old == token) {
                text.push_str(self.text.get(at..range.start)?);
                text.push_str(new);
                (at, any) = (range.end, true);
            }
        }
        text.push_str(self.text.get(at..)?);
        any.then_some(Edit { range: self.range.clone(), text })
    }

    /// Returns the text with the last `old` replaced: the method that is called last. `old` is its Swedish name.
    fn last(&self, old: &str, new: &str) -> Option<Edit> {
        let names = Builtin::named(old)?.row().name;
        let is_named = |text: &str| text == names.0 || text == names.1;
        let (range, _) = self.tokens.iter().rev().find(|(_, text)| is_named(text))?;
        let text = format!("{}{new}{}", self.text.get(..range.start)?, self.text.get(range.end..)?);
        Some(Edit { range: self.range.clone(), text })
    }

    /// Returns the pieces between `symbol`.
    fn split(&self, symbol: &str) -> Vec<&'e str> {
        let mut pieces = Vec::new();
        let mut at = 0;
        for (range, token) in &self.tokens {
            if *token == symbol {
                pieces.extend(self.text.get(at..range.start).map(str::trim));
                at = range.end;
            }
        }
        pieces.extend(self.text.get(at..).map(str::trim));
        pieces
    }
}

fn left<'t>(pieces: &[&'t str], at: usize) -> Vec<&'t str> {
    pieces.iter().enumerate().filter(|(place, _)| *place != at).map(|(_, piece)| *piece).collect()
}

fn symbol(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "==",
        Comparison::NotEqual => "!=",
        Comparison::Less => "<",
        Comparison::LessOrEqual => "<=",
        Comparison::Greater => ">",
        Comparison::GreaterOrEqual => ">=",
    }
}

/// Returns a day as it stands at a place: in `datum("…")` only the text is the place of the day.
fn quoted_day(edition: &Edition, span: Span, text: String) -> String {
    let is_quoted = edition.snippet(span).starts_with('"');
    match text.strip_prefix("datum(").and_then(|text| text.strip_suffix(')')) {
        Some(day) if is_quoted => day.to_owned(),
        _ => text,
    }
}

/// Returns a constant as it is written in a rule.
fn literal(constant: &Constant, ty: &Type) -> Option<String> {
    Some(match (constant, ty) {
        (Constant::Int(number), _) => number.to_string(),
        (Constant::Decimal(number), _) => number.to_string(),
        (Constant::Date(day), _) => format!("datum(\"{day}\")"),
        (Constant::Code(code), Type::Code(list)) => format!("\"{}\"", list.codes().get(usize::from(*code))?),
        _ => return None,
    })
}

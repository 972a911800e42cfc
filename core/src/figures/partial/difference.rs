//! Why two partials do not merge, and what to do about it.

use super::{Header, Partial};
use crate::findings::text::{Lang, Text, say};

/// Returns what prevents two partials from merging, the most important difference first; `None` where nothing does.
pub(super) fn of(one: &Partial, other: &Partial) -> Option<Text> {
    let (a, b) = (one.header(), other.header());
    let both = |show: fn(&Header) -> String| (Text::same(show(a)), Text::same(show(b)));
    if rules(a) != rules(b) {
        return Some(refusal(
            &say!("olika regler", "different rules"),
            &both(rules),
            &say!("räkna om det ena med samma regler", "count one of them again with the same rules"),
        ));
    }
    if one.engine_version() != other.engine_version() {
        return Some(refusal(
            &say!("olika versioner av programmet", "different versions of the engine"),
            &(Text::same(one.engine_version()), Text::same(other.engine_version())),
            &say!("räkna om det ena med samma version", "count one of them again with the same version"),
        ));
    }
    if periods(a) != periods(b) {
        return Some(refusal(
            &say!("olika perioder", "different periods"),
            &both(periods),
            &say!("räkna om det ena för samma perioder", "count one of them again for the same periods"),
        ));
    }
    if a.readings != b.readings || a.runs != b.runs {
        return Some(refusal(
            &say!("olika tolkningar", "different readings"),
            &readings(a, b),
            &say!("räkna om det ena med samma tolkningar", "count one of them again with the same readings"),
        ));
    }
    if a.breakdowns != b.breakdowns {
        return Some(refusal(
            &say!("olika uppdelning", "different breakdowns"),
            &breakdowns(a, b),
            &say!(
                "räkna om det ena med samma uppdelning",
                "count one of them again with the same breakdowns"
            ),
        ));
    }
    let same_question = a == b
        && one.measures() == other.measures()
        && one.yardsticks() == other.yardsticks()
        && one.alike == other.alike
        && one.key_field == other.key_field;
    if !same_question {
        return Some(refusal(
            &say!("olika posttyp eller indikatorer", "different record types or indicators"),
            &both(|header| header.record.clone()),
            &say!("räkna om det ena med samma regler", "count one of them again with the same rules"),
        ));
    }
    let every = |partial: &Partial| match partial.options().check_all {
        true => say!("alla fält prövas", "every field is checked"),
        false => say!("de fält som efterfrågas prövas", "the fields that are asked are checked"),
    };
    if one.options().check_all != other.options().check_all {
        return Some(refusal(
            &say!("olika kontroll av uppgifterna", "different checks of the data"),
            &(every(one), every(other)),
            &say!(
                "räkna om det ena, med eller utan --check-all i båda",
                "count one of them again, with or without --check-all in both"
            ),
        ));
    }
    if one.options().limits != other.options().limits {
        let set = |partial: &Partial| match partial.options().limits {
            limits if limits.is_default() => say!("inga är satta", "none are set"),
            limits => Text::same(limits.to_string()),
        };
        return Some(refusal(
            &say!("olika gränser för posterna", "different limits on records"),
            &(set(one), set(other)),
            &say!("räkna om det ena med samma gränser", "count one of them again with the same limits"),
        ));
    }
    (one.options() != other.options()).then(|| {
        let checked = |partial: &Partial| match partial.options().assume_unique {
            true => say!("nycklarna prövas inte", "keys are not checked"),
            false => say!("nycklarna prövas", "keys are checked"),
        };
        refusal(
            &say!("olika hantering av nycklar", "different handling of keys"),
            &(checked(one), checked(other)),
            &say!(
                "räkna om det ena, med eller utan --assume-unique i båda",
                "count one of them again, with or without --assume-unique in both"
            ),
        )
    })
}

fn refusal(what: &Text, (a, b): &(Text, Text), remedy: &Text) -> Text {
    let text = |lang, and: &str, cannot: &str| {
        let (what, a, b, remedy) = (what.get(lang), a.get(lang), b.get(lang), remedy.get(lang));
        format!("{cannot}: {what} ({a} {and} {b}); {remedy}")
    };
    Text::new(
        text(Lang::Sv, "och", "delresultaten går inte att lägga ihop"),
        text(Lang::En, "and", "the partials cannot be added up"),
    )
}

/// Formats `stockholm/kvinnofrid@2012-2014, revision 1.0.0, digest …`: everything that identifies a set of rules.
fn rules(header: &Header) -> String {
    let Header { programme, edition, revision, digest, .. } = header;
    format!("{programme}@{edition}, revision {revision}, digest {digest}")
}

fn periods(header: &Header) -> String {
    let mut periods: Vec<_> = header.runs.iter().map(|run| run.period).collect();
    periods.dedup();
    periods.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Returns the readings that differ; if none does, the alternatives that are varied.
fn readings(a: &Header, b: &Header) -> (Text, Text) {
    let differing = |of: &Header, from: &Header| {
        let chosen =
            of.readings.iter().filter(|(id, alternative)| from.readings.get(*id) != Some(alternative));
        chosen.map(|(id, alternative)| format!("{id}={alternative}")).collect::<Vec<_>>().join(", ")
    };
    if a.readings != b.readings {
        return (Text::same(differing(a, b)), Text::same(differing(b, a)));
    }
    let varied = |header: &Header| match header.runs.iter().filter(|run| run.reading.is_some()).count() {
        0 => say!("utan andra alternativ", "without other alternatives"),
        n => say!("med {n} andra alternativ", "with {n} other alternatives"),
    };
    (varied(a), varied(b))
}

fn breakdowns(a: &Header, b: &Header) -> (Text, Text) {
    let names = |header: &Header| {
        header.breakdowns.iter().map(|breakdown| breakdown.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let show = |header: &Header| match names(header) {
        none if none.is_empty() => say!("ingen", "none"),
        some if names(a) == names(b) => say!("{some}, med andra kategorier", "{some}, with other categories"),
        some => Text::same(some),
    };
    (show(a), show(b))
}

//! Rejects what cannot be protected, with the reason and what to do instead.

use super::suppress::{Amount, Refused, TooMuch};
use crate::figures::partial::{Measure, Partial, Run};
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::{Lang, Text, say};
use crate::language::date::Period;
use std::collections::BTreeSet;

/// Rejects a question that cannot be protected as a whole. Single indicators that cannot are left out of the report
/// instead.
pub(super) fn what_cannot_be_protected(partials: &[&Partial]) -> Result<(), Error> {
    let refuse = |argument, text: Text| Err(ArgumentError::new(argument, text).into());
    let measures = partials.iter().flat_map(|partial| partial.measures().iter().flatten());
    if measures.clone().all(|measure| matches!(measure, Measure::Elements | Measure::Distinct)) {
        return refuse(
            "protect",
            say!(
                "det som räknas här kan inte skyddas: en person kan räknas flera gånger, så att avrundade antal kan avslöja få personer; räkna i stället hur många personer det gäller",
                "what is counted here can't be protected: a person may be counted several times, so that rounded counts may reveal few persons; count how many persons it concerns instead"
            ),
        );
    }
    let runs = partials.iter().flat_map(|partial| partial.header().runs.iter());
    let periods: BTreeSet<Period> = runs.map(|run: &Run| run.period).collect();
    let overlapping = periods.iter().zip(periods.iter().skip(1)).find(|(one, next)| overlap(**one, **next));
    // If sorted periods overlap anywhere, some neighbours do.
    if let Some((one, next)) = overlapping {
        return refuse(
            "period",
            say!(
                "{one} och {next} överlappar: samma personer räknas i båda, och skillnaden kan peka ut någon; publicera det ena",
                "{one} and {next} overlap: the same persons are counted in both, and the difference may point somebody out; publish one of them"
            ),
        );
    }
    for partial in partials {
        let header = partial.header();
        let alternatives = header.runs.iter().any(|run| run.reading.is_some());
        let twice = partials
            .iter()
            .filter(|other| other.header().digest != header.digest)
            .flat_map(|other| &other.header().runs)
            .any(|run| header.runs.iter().any(|own| own.period == run.period));
        if let Some(name) = header.derived.first().filter(|_| alternatives || twice) {
            return refuse(
                "by",
                say!(
                    "`{name}` räknas ut av reglerna, och en annan tolkning eller utgåva kan lägga samma person i en annan grupp; jämför tolkningar och utgåvor utan den uppdelningen",
                    "`{name}` is computed by the rules, and another reading or edition may put the same person in another group; compare readings and editions without that breakdown"
                ),
            );
        }
        if let Some(identity) = &header.protected_identity {
            let field = &identity.field;
            if partial.records() > 0 && partial.absent_fields().contains(field) {
                return refuse(
                    "by",
                    say!(
                        "fältet `{field}` saknas helt i uppgifterna, så ingen vet vilka som har skyddad identitet och bara får räknas i totalen; fyll i det, eller publicera utan uppdelning",
                        "the field `{field}` is not in the data at all, so nobody knows whose identity is protected and who may be counted in totals only; fill it in, or publish without breakdowns"
                    ),
                );
            }
        }
        if let Some(identity) =
            header.protected_identity.as_ref().filter(|identity| header.is_broken_down_by(identity))
        {
            let name = &identity.field;
            return refuse(
                "by",
                say!(
                    "det som publiceras får inte delas upp på `{name}`; välj en annan uppdelning",
                    "what is published may not be broken down by `{name}`; choose another breakdown"
                ),
            );
        }
    }
    Ok(())
}

/// Builds the error of a suppression that is rejected.
pub(super) fn what_cannot_be_hidden(reason: Refused) -> Error {
    let text = match reason {
        Refused::TooLarge(too_much) => too_large(too_much),
        Refused::Exposed => say!(
            "tillsammans med det som redan är publicerat skulle ett dolt antal kunna räknas ut; publicera perioderna var för sig, eller de nya med `round:5`",
            "together with what is published already a hidden number could be computed; publish the periods separately, or the new ones with `round:5`"
        ),
        // Cannot happen unless the choice of cells is wrong: the audit is there so that it is not published then.
        Refused::Wrong => return Error::Internal("a suppression does not hold".into()),
    };
    ArgumentError::new("protect", text).into()
}

/// Says what there is too much of for a suppression to be checked, how much there may be, and what to choose less of.
fn too_large(TooMuch { what, is, most }: TooMuch) -> Text {
    let (what, less) = match what {
        Amount::Cells => (
            say!("kombinationer av kategorier", "combinations of categories"),
            say!("färre uppdelningar, eller grövre", "fewer breakdowns, or coarser ones"),
        ),
        Amount::Counts => (
            say!("antal i varje cell", "counts in each cell"),
            say!("färre perioder eller tolkningar", "fewer periods or readings"),
        ),
        Amount::Numbers => (
            say!("antal i alla rader", "counts in all rows"),
            say!("färre perioder, tolkningar eller uppdelningar", "fewer periods, readings or breakdowns"),
        ),
        Amount::Persons => (
            say!("personer i en cell", "persons in a cell"),
            say!("en finare uppdelning", "finer breakdowns"),
        ),
        Amount::Steps => (
            say!("steg för att pröva den", "steps to check it"),
            say!("färre perioder, tolkningar eller uppdelningar", "fewer periods, readings or breakdowns"),
        ),
        Amount::Changes => (
            say!("ändringar i de tabeller som prövar den", "changes in the tables that check it"),
            say!("färre perioder, tolkningar eller uppdelningar", "fewer periods, readings or breakdowns"),
        ),
    };
    let (sv, en) = (what.get(Lang::Sv), what.get(Lang::En));
    let (less_sv, less_en) = (less.get(Lang::Sv), less.get(Lang::En));
    let (is_sv, is_en) = match is {
        Some(is) => (is.to_string(), is.to_string()),
        None => ("fler än så".to_owned(), "more than that".to_owned()),
    };
    say!(
        "tabellen är för stor för att `suppress:5` ska kunna pröva att allt som döljs förblir dolt: högst {most} {sv} går, och det är {is_sv}; välj {less_sv}, eller `round:5`",
        "the table is too large for `suppress:5` to check that all that is hidden stays hidden: at most {most} {en} can be, and there are {is_en}; choose {less_en}, or `round:5`"
    )
}

pub(super) fn overlap(one: Period, other: Period) -> bool {
    one.start <= other.end && other.start <= one.end
}

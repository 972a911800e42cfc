//! A sentence about the protection of the figures, for use in a publication.

use super::SUPPRESS;
use super::figures::FEWEST;
use crate::figures::report::Protection;
use crate::findings::text::{Lang, Text, say};

/// Returns the short notice on every page, sheet and plot of exact figures; none for protected ones.
#[must_use]
pub fn mark(protection: &Protection) -> Option<Text> {
    match protection {
        Protection::Internal => Some(say!("Internt – får inte spridas", "Internal – not for publication")),
        Protection::Protected(_) => None,
    }
}

/// Describes how the figures were protected; for exact ones, that they are internal.
#[must_use]
pub fn sentence(protection: &Protection) -> Text {
    let Protection::Protected(disclosure) = protection else {
        return say!(
            "Siffrorna är exakta och bara för arbete inom huset. Det som ska spridas måste först skyddas.",
            "The figures are exact and for work inside the house only. What is to be published must be protected first."
        );
    };
    let (base, most) = (disclosure.base, disclosure.base.saturating_sub(1));
    let rounded = say!(
        "För att ingen ska kunna pekas ut är varje antal avrundat uppåt eller nedåt till en multipel av {base}, och 0 kan betyda 0–{most}. Summor och andelar är räknade på de avrundade antalen; andelar anges i hela procent, och bara där nämnaren är minst {FEWEST}.",
        "So that nobody can be pointed out, every number is rounded up or down to a multiple of {base}, and 0 may mean 0–{most}. Sums and shares are computed from the rounded numbers; shares are given in whole per cent, and only where the denominator is {FEWEST} at least."
    );
    let suppressed = say!(
        "För att ingen ska kunna pekas ut saknas varje antal under {base}, även 0, och de antal som det annars kunde räknas ut ur. Ett sådant antal kan vara 0, och det kan vara {base}: det går inte att se. Övriga siffror är exakta.",
        "So that nobody can be pointed out, every number below {base} is left out, 0 included, and so are the numbers that it could be computed from otherwise. Such a number may be 0, and it may be {base}: there is no telling. All other figures are exact."
    );
    let mut parts = vec![if disclosure.method == SUPPRESS { suppressed } else { rounded }];
    if disclosure.protected_identity_in_totals_only {
        parts.push(say!(
            "Personer med skyddade personuppgifter, och de för vilka det inte är känt, ingår bara i totalerna.",
            "Persons with protected identity, and those of whom it is not known, are in the totals only."
        ));
    }
    if !disclosure.left_out.is_empty() {
        let left_out = disclosure.left_out.join(", ");
        parts.push(say!(
            "Utan siffror, eftersom en person kan räknas flera gånger i dem: {left_out}.",
            "Without figures, since a person may be counted several times in them: {left_out}."
        ));
    }
    let joined = |lang| parts.iter().map(|part| part.get(lang)).collect::<Vec<_>>().join(" ");
    Text::new(joined(Lang::Sv), joined(Lang::En))
}

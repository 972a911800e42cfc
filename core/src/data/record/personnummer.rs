//! Detects keys and categories that should have been pseudonymised.

/// The most characters that are examined: a number with spaces around and within it.
const MOST_CHARS: usize = 24;

/// Returns whether `key` looks like a person's own number: a personnummer, a samordningsnummer or a substitute for one.
///
/// These are a date of birth in six or eight digits (in a samordningsnummer with 60 added to the day) and four
/// characters: a serial number with a check digit, which is not validated, since it may be mistyped; or one or two
/// letters and digits, as in TF-numbers (`900101-TF12`). Also twelve digits beginning with 99 and a year: the reserve
/// numbers of Region Stockholm. `-`, `+` and spaces may occur anywhere between the digits.
pub(crate) fn looks_like_personnummer(key: &str) -> bool {
    // Nearly every key begins with a letter or a digit, and needs no search for white space.
    let begins = match key.as_bytes().first() {
        Some(first) if first.is_ascii_graphic() => first.is_ascii_digit(),
        _ => key.trim_start().starts_with(|c: char| c.is_ascii_digit()),
    };
    if !begins || !(10..=4 * MOST_CHARS).contains(&key.len()) {
        return false;
    }
    let mut all = ['\0'; 12];
    let mut count = 0;
    let plain =
        |c: &char| !(c.is_whitespace() || matches!(c, '-' | '+' | '\u{2010}'..='\u{2015}' | '\u{2212}'));
    for c in key.chars().filter(plain) {
        let Some(place) = all.get_mut(count) else { return false };
        *place = c.to_ascii_uppercase();
        count += 1;
    }
    match all.get(..count) {
        Some([a, b, c, d, e, f, rest @ ..]) if count == 10 => {
            is_day([*a, *b, *c, *d, *e, *f]) && is_serial(rest)
        }
        Some(['9', '9', a, b, rest @ ..]) if count == 12 && is_century([*a, *b]) => {
            rest.iter().all(char::is_ascii_digit)
        }
        Some([a, b, c, d, e, f, g, h, rest @ ..]) if count == 12 => {
            is_century([*a, *b]) && is_day([*c, *d, *e, *f, *g, *h]) && is_serial(rest)
        }
        _ => false,
    }
}

fn is_century(digits: [char; 2]) -> bool {
    matches!(digits, ['1', '8' | '9'] | ['2', '0'])
}

/// Returns whether these are a year, a month and a day.
fn is_day(digits: [char; 6]) -> bool {
    let digits = digits.map(|digit| digit.to_digit(10));
    let [Some(_), Some(_), Some(m), Some(n), Some(d), Some(e)] = digits else { return false };
    (1..=12).contains(&(m * 10 + n)) && matches!(d * 10 + e, 1..=31 | 61..=91)
}

/// Returns whether these are four digits, or one or two letters and digits.
fn is_serial(last: &[char]) -> bool {
    let letters = last.iter().take_while(|c| c.is_ascii_uppercase()).count();
    letters <= 2 && last.iter().skip(letters).all(char::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::looks_like_personnummer;

    // 18900101-9802 belongs to nobody: it is one of the test numbers published by Skatteverket.
    #[test]
    fn every_way_of_writing_one_is_recognised() {
        for key in [
            "189001019802",
            "18900101-9802",
            "9001019802",
            "900101-9802",
            "900101+9802",
            "19900161-9809",
            // Spaces, and other separators.
            "900101 9802",
            " 18900101 - 9802 ",
            "18 90 01 01 98 02",
            "900101\u{2013}9802",
            // Mistyped: the check digit is wrong.
            "9001019803",
            "18900101-9801",
            // Substitutes.
            "18900101-TF12",
            "900101-tf12",
            "900101T123",
            "991890123456",
        ] {
            assert!(looks_like_personnummer(key), "{key}");
        }
    }

    #[test]
    fn pseudonyms_and_running_numbers_are_not() {
        for key in [
            "",
            "17",
            "1000000017",
            "9013019802",
            "9001329802",
            "900101-980",
            "170001019802",
            "991200123456",
            "p-9001019802",
            "90010198021",
            "900101-TFX1",
            "9001011TF2",
            "９００１０１９８０２",
            "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        ] {
            assert!(!looks_like_personnummer(key), "{key}");
        }
    }
}

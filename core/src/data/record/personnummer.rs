//! Keys that ought to have been pseudonyms.

/// Whether `key` looks like a personnummer or samordningsnummer: ten or twelve digits, `-` or `+` before the last four
/// or not, a month and day that can be, and the right check digit (Luhn).
pub(super) fn looks_like_personnummer(key: &str) -> bool {
    if !(10..=13).contains(&key.len()) {
        return false;
    }
    let mut digits = [0u8; 12];
    let mut count = 0;
    for (at, byte) in key.bytes().enumerate() {
        match byte {
            b'0'..=b'9' if count < digits.len() => {
                digits[count] = byte - b'0';
                count += 1;
            }
            b'-' | b'+' if at + 5 == key.len() => {}
            _ => return false,
        }
    }
    let ten = match (count, digits[0], digits[1]) {
        (10, ..) => &digits[..10],
        (12, 1, 8 | 9) | (12, 2, 0) => &digits[2..],
        _ => return false,
    };
    let two = |at: usize| ten[at] * 10 + ten[at + 1];
    let (month, day) = (two(2), two(4));
    // A samordningsnummer has 60 added to the day.
    let can_be = (1..=12).contains(&month) && matches!(day, 1..=31 | 61..=91);
    let sum: u8 = ten
        .iter()
        .enumerate()
        .map(|(at, digit)| {
            let product = digit * (2 - (at % 2) as u8);
            product / 10 + product % 10
        })
        .sum();
    can_be && sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::looks_like_personnummer;

    // 18900101-9802 belongs to no one: it is among the numbers Skatteverket publishes for tests.
    #[test]
    fn every_way_of_writing_one_is_recognised() {
        for key in
            ["189001019802", "18900101-9802", "9001019802", "900101-9802", "900101+9802", "19900161-9809"]
        {
            assert!(looks_like_personnummer(key), "{key}");
        }
    }

    #[test]
    fn pseudonyms_and_running_numbers_are_not() {
        for key in [
            "",
            "17",
            "9001019803",
            "9013019802",
            "9001329802",
            "900101-980",
            "90010-19802",
            "900101--9802",
            "170001019802",
            "p-9001019802",
            "90010198021",
            "９001019802",
        ] {
            assert!(!looks_like_personnummer(key), "{key}");
        }
    }
}

//! Date patterns.

use crate::language::date::Date;

/// A date pattern such as `DD/MM/ÅÅÅÅ`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatePattern {
    parts: Vec<Part>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Four digits.
    Year,
    /// Two digits, or one or two.
    Month {
        padded: bool,
    },
    Day {
        padded: bool,
    },
    Letter(char),
}

/// The patterns in which days are written beside `2013-06-30`; of several that a day matches, the first is the likeliest here.
pub(super) const COMMON: [&str; 16] = [
    "DD/MM/ÅÅÅÅ",
    "ÅÅÅÅMMDD",
    "DD.MM.ÅÅÅÅ",
    "DD-MM-ÅÅÅÅ",
    "ÅÅÅÅ/MM/DD",
    "ÅÅÅÅ.MM.DD",
    "D/M/ÅÅÅÅ",
    "D.M.ÅÅÅÅ",
    "D-M-ÅÅÅÅ",
    "D/M ÅÅÅÅ",
    "MM/DD/ÅÅÅÅ",
    "MM-DD-ÅÅÅÅ",
    "M/D/ÅÅÅÅ",
    "ÅÅÅÅ/M/D",
    "ÅÅÅÅ.M.D",
    "ÅÅÅÅ-M-D",
];

/// Returns the pattern in which a day is written, and the one with the month before the day if it may be that as well.
pub(crate) fn patterns_of(day: &str) -> Option<(&'static str, Option<&'static str>)> {
    // It is written as always, and something else is wrong with it.
    if day.get(..10).and_then(Date::parse).is_some() {
        return None;
    }
    // Digits may be followed by others that are no part of a day.
    let ends = |rest: &str| rest.is_empty() || rest.starts_with([' ', 'T']);
    let matches = |pattern: &&&str| {
        DatePattern::new(pattern).and_then(|pattern| pattern.parse(day)).is_some_and(|(_, rest)| ends(rest))
    };
    let month_first = |pattern: &str| pattern.find('M') < pattern.find('D');
    let first = COMMON.iter().find(matches)?;
    let other = COMMON.iter().filter(matches).find(|other| month_first(other) != month_first(first));
    Some((first, other.copied()))
}

impl DatePattern {
    /// Parses a pattern of `ÅÅÅÅ` or `YYYY`, `MM` or `M`, and `DD` or `D` in any order, separated by anything but
    /// letters and digits; `M` and `D` match one or two digits. Returns `None` if the text is something else, lacks one
    /// of the three, or is ambiguous.
    #[must_use]
    pub fn new(pattern: &str) -> Option<Self> {
        let mut parts = Vec::new();
        let mut letters = pattern.chars().peekable();
        while let Some(letter) = letters.next() {
            let mut len = 1;
            while letter.is_alphabetic() && letters.next_if_eq(&letter).is_some() {
                len += 1;
            }
            parts.push(match (letter, len) {
                ('Å' | 'Y', 4) => Part::Year,
                ('M', 1 | 2) => Part::Month { padded: len == 2 },
                ('D', 1 | 2) => Part::Day { padded: len == 2 },
                (other, 1) if !other.is_alphanumeric() => Part::Letter(other),
                _ => return None,
            });
        }
        let number_of = |wanted: fn(&Part) -> bool| parts.iter().filter(|part| wanted(part)).count();
        let once = number_of(|part| matches!(part, Part::Year)) == 1
            && number_of(|part| matches!(part, Part::Month { .. })) == 1
            && number_of(|part| matches!(part, Part::Day { .. })) == 1;
        // Adjacent numbers without a separator must have a fixed length.
        let clear = parts.windows(2).all(|pair| match pair {
            [Part::Month { padded: false } | Part::Day { padded: false }, next] => {
                matches!(next, Part::Letter(_))
            }
            _ => true,
        });
        (once && clear).then_some(Self { parts })
    }

    /// Parses the date at the start of `text`, and returns it with the rest.
    #[must_use]
    pub fn parse<'a>(&self, text: &'a str) -> Option<(Date, &'a str)> {
        let (mut year, mut month, mut day) = (0, 0, 0);
        let mut rest = text;
        for part in &self.parts {
            let number = match part {
                Part::Letter(letter) => {
                    rest = rest.strip_prefix(*letter)?;
                    continue;
                }
                Part::Year => &mut year,
                Part::Month { .. } => &mut month,
                Part::Day { .. } => &mut day,
            };
            let (least, most) = match part {
                Part::Year => (4, 4),
                Part::Month { padded: false } | Part::Day { padded: false } => (1, 2),
                _ => (2, 2),
            };
            let len = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
            if len < least {
                return None;
            }
            let (digits, after) = rest.split_at_checked(len)?;
            *number = digits.parse::<u32>().ok()?;
            rest = after;
        }
        Some((Date::from_ymd(i32::try_from(year).ok()?, month, day)?, rest))
    }

    /// Formats a date with this pattern, from year, month and day of month.
    #[must_use]
    pub fn write(&self, (year, month, day): (i32, u32, u32)) -> String {
        let number = |number: u32, padded: &bool| {
            if *padded { format!("{number:02}") } else { number.to_string() }
        };
        let part = |part: &Part| match part {
            Part::Year => format!("{year:04}"),
            Part::Month { padded } => number(month, padded),
            Part::Day { padded } => number(day, padded),
            Part::Letter(letter) => letter.to_string(),
        };
        self.parts.iter().map(part).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_reads_what_it_writes() {
        let day = Date::from_ymd(2013, 6, 3).unwrap();
        for (pattern, text) in [
            ("ÅÅÅÅ-MM-DD", "2013-06-03"),
            ("DD/MM/YYYY", "03/06/2013"),
            ("ÅÅÅÅMMDD", "20130603"),
            ("D/M ÅÅÅÅ", "3/6 2013"),
        ] {
            let pattern = DatePattern::new(pattern).expect(pattern);
            assert_eq!(pattern.write(day.ymd()), text);
            assert_eq!(pattern.parse(text), Some((day, "")));
            assert_eq!(pattern.parse(&format!("{text} 00:00")), Some((day, " 00:00")));
        }
        let short = DatePattern::new("D.M.ÅÅÅÅ").unwrap();
        assert_eq!(short.parse("03.06.2013"), Some((day, "")));
    }

    #[test]
    fn other_texts_are_no_days() {
        let pattern = DatePattern::new("DD/MM/ÅÅÅÅ").unwrap();
        for text in ["", "3/6/2013", "31/02/2013", "03-06-2013", "03/06/13", "2013-06-03", "aa/bb/cccc"] {
            assert_eq!(pattern.parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_pattern_of_a_day_is_recognised() {
        for (day, first, other) in [
            ("2013/05/01", "ÅÅÅÅ/MM/DD", None),
            ("01.05.2013", "DD.MM.ÅÅÅÅ", None),
            ("5/1/2013", "D/M/ÅÅÅÅ", Some("M/D/ÅÅÅÅ")),
            ("05/06/1980", "DD/MM/ÅÅÅÅ", Some("MM/DD/ÅÅÅÅ")),
            // There is no thirteenth month.
            ("13/05/2013", "DD/MM/ÅÅÅÅ", None),
            ("05/13/2013 00:00", "MM/DD/ÅÅÅÅ", None),
            ("20130501", "ÅÅÅÅMMDD", None),
            ("2013-5-1", "ÅÅÅÅ-M-D", None),
        ] {
            assert_eq!(patterns_of(day), Some((first, other)), "{day}");
        }
        for other in [
            "",
            "2013-06-30",
            "2013-06-30T00:00:01",
            "29358",
            "31/02/2013",
            "1/5/13",
            "maj 2013",
            "2013",
            "201305011234",
        ] {
            assert_eq!(patterns_of(other), None, "{other}");
        }
        assert!(COMMON.iter().all(|pattern| DatePattern::new(pattern).is_some()));
    }

    #[test]
    fn what_is_incomplete_or_ambiguous_is_no_pattern() {
        for pattern in ["", "ÅÅ-MM-DD", "ÅÅÅÅ-MM", "MM/DD/ÅÅÅÅ MM", "DMMÅÅÅÅ", "ÅÅÅÅ-MM-DDx", "dd/mm/yyyy"]
        {
            assert_eq!(DatePattern::new(pattern), None, "{pattern}");
        }
        assert!(DatePattern::new("ÅÅÅÅMMD").is_some());
    }
}

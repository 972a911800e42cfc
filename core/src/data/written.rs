//! How keys are written, where it may make two keys of one.

/// The most characters of a key that is taken for a number.
pub(crate) const MOST_DIGITS: usize = 20;

/// How keys of a field are written. The default is that of keys in which nothing is odd; what is known of several keys adds up in any
/// order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct WrittenKeys {
    /// The number of keys with white space, or a character without width, before or after.
    pub(crate) spaced: u64,
    /// Of keys that are digits alone, the length of the shortest.
    shortest: Option<u8>,
    /// Of those with leading zeros, the length of the longest.
    padded: u8,
    /// Whether there are whole numbers with a decimal mark, such as `17.0`.
    pointed: bool,
}

impl WrittenKeys {
    /// Returns how one key is written.
    #[inline]
    pub(crate) fn of(key: &str) -> Self {
        let bytes = key.as_bytes();
        match (bytes.first(), bytes.last()) {
            (Some(first), Some(last)) if first.is_ascii_graphic() && last.is_ascii_graphic() => {
                if first.is_ascii_digit() { Self::of_number(bytes) } else { Self::default() }
            }
            _ => Self { spaced: u64::from(is_spaced(key)), ..Self::default() },
        }
    }

    /// Returns how a key is written that begins with a digit and ends with no space.
    pub(crate) fn of_number(key: &[u8]) -> Self {
        let mut written = Self::default();
        written.add_number(key);
        written
    }

    /// Returns how the key of a whole number is written.
    #[cfg(feature = "arrow")]
    pub(crate) fn of_whole(number: i128) -> Self {
        let digits = number.checked_ilog10().unwrap_or(0) + 1;
        let fits = number >= 0 && digits as usize <= MOST_DIGITS;
        Self { shortest: fits.then_some(digits as u8), ..Self::default() }
    }

    /// Adds a key that begins with a digit and ends with no space. What adds nothing is not looked at to its end.
    #[inline]
    pub(crate) fn add_number(&mut self, key: &[u8]) {
        let are_digits = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_digit);
        let Some(len) = u8::try_from(key.len()).ok().filter(|len| usize::from(*len) <= MOST_DIGITS) else {
            return;
        };
        let is_padded = len > 1 && key.first() == Some(&b'0');
        if let [whole @ .., b'.' | b',', b'0'] = key {
            self.pointed = self.pointed || are_digits(whole);
        } else if (self.shortest.is_none_or(|shortest| len < shortest) || is_padded && len > self.padded)
            && are_digits(key)
        {
            self.shortest = Some(self.shortest.map_or(len, |shortest| shortest.min(len)));
            self.padded = self.padded.max(if is_padded { len } else { 0 });
        }
    }

    /// Adds how further keys are written.
    pub(crate) fn add(&mut self, more: Self) {
        self.spaced = self.spaced.saturating_add(more.spaced);
        self.shortest = match (self.shortest, more.shortest) {
            (Some(own), Some(other)) => Some(own.min(other)),
            (own, other) => own.or(other),
        };
        self.padded = self.padded.max(more.padded);
        self.pointed |= more.pointed;
    }

    /// Returns whether there is nothing to add to others.
    pub(crate) fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// Returns examples of the ways in which the same number may be written; none if there is only one way. Some key with
    /// leading zeros is longer than another: where all are filled up to one length, every number has its own key.
    pub(crate) fn ways(&self) -> Vec<&'static str> {
        let shorter = self.shortest.is_some_and(|shortest| shortest < self.padded);
        let pointed = self.pointed && self.shortest.is_some();
        if !shorter && !pointed {
            return Vec::new();
        }
        let ways = [("17", true), ("0017", shorter), ("17.0", pointed)];
        ways.into_iter().filter(|(_, there)| *there).map(|(way, _)| way).collect()
    }
}

/// Returns whether a key has white space, or a character without width, before or after.
fn is_spaced(key: &str) -> bool {
    let is_space =
        |c: char| c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}');
    key.chars().next().is_some_and(is_space) || key.chars().next_back().is_some_and(is_space)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(keys: &[&str]) -> WrittenKeys {
        let mut written = WrittenKeys::default();
        keys.iter().for_each(|key| written.add(WrittenKeys::of(key)));
        written
    }

    #[test]
    fn numbers_that_may_be_the_same_are_written_in_several_ways() {
        for (keys, ways) in [
            (&["1", "01"][..], &["17", "0017"][..]),
            (&["007", "12"], &["17", "0017"]),
            (&["01", "001"], &["17", "0017"]),
            (&["1", "1.0"], &["17", "17.0"]),
            (&["2,0", "1"], &["17", "17.0"]),
            (&["1", "01", "1.0"], &["17", "0017", "17.0"]),
        ] {
            assert_eq!(all(keys).ways(), ways, "{keys:?}");
        }
    }

    #[test]
    fn keys_of_one_way_are_not_odd() {
        for keys in [
            // Filled up to one length, or beyond it where that was not enough.
            &["0001", "0012", "1234"][..],
            &["01", "99", "100"],
            &["0", "1", "10"],
            &["1.0", "2.0"],
            &["1.5", "1"],
            &["a1", "a01", "01a", "1"],
            &["1", "000000000000000000000000000000000001"],
            &["-1", "1", "2.0a", "1.0.0", "1.00"],
            &["Å", "Åsa", ""],
        ] {
            assert_eq!(all(keys).ways(), [""; 0], "{keys:?}");
            assert_eq!(all(keys).spaced, 0, "{keys:?}");
        }
    }

    #[test]
    fn spaces_around_a_key_are_seen_whatever_they_are() {
        for key in [" a1", "a1 ", "a1\u{a0}", "\u{feff}a1", "a1\u{200b}", "\ta1", " å", "1 ", "\u{3000}1"] {
            assert_eq!(all(&[key]).spaced, 1, "{key:?}");
        }
        assert_eq!(all(&["a 1", "å", "1å", "å1"]).spaced, 0);
    }

    proptest! {
        #[test]
        fn the_order_of_keys_changes_nothing(mut keys in prop::collection::vec("[ a]?0{0,2}[0-9]{0,3}([.,]0{0,2})?", 0..8)) {
            let refs: Vec<&str> = keys.iter().map(String::as_str).collect();
            let forwards = all(&refs);
            // Taking only what adds something is the same as taking all.
            let mut one_by_one = WrittenKeys::default();
            for key in refs.iter().filter(|key| key.starts_with(|c: char| c.is_ascii_digit())) {
                one_by_one.add_number(key.as_bytes());
            }
            prop_assert_eq!(WrittenKeys { spaced: 0, ..forwards }, one_by_one);
            keys.reverse();
            let refs: Vec<&str> = keys.iter().map(String::as_str).collect();
            prop_assert_eq!(all(&refs), forwards);
        }
    }
}

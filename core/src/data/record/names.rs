//! Lookup of a name in a small set.

/// Names and their indices, grouped by length: most words of a list differ in length.
#[derive(Debug)]
pub(super) struct Names {
    /// The start in `names` of each length; one entry more than the longest length.
    starts: Vec<usize>,
    names: Vec<(Box<str>, usize)>,
    in_order: Vec<Option<Name>>,
    /// The first word of each, if there are few.
    heads: Box<[(u64, u64)]>,
}

/// The most names that are compared linearly.
const FEW: usize = 32;

#[derive(Debug)]
struct Name {
    text: Box<str>,
    /// The name and its closing quotation mark, as words of eight bytes with a mask each: a match in a record is found
    /// in a few steps, without first finding the end of the text. Empty if JSON escapes characters of the name.
    quoted: Box<[(u64, u64)]>,
}

impl Names {
    pub(super) fn new<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        Self::with_gaps(names.map(Some))
    }

    /// Builds a set from names with gaps: an index without a name is never found.
    pub(super) fn with_gaps<'a>(names: impl Iterator<Item = Option<&'a str>>) -> Self {
        let in_order: Vec<Option<Name>> = names.map(|name| name.map(Name::new)).collect();
        let named = in_order.iter().zip(0..).filter_map(|(name, n)| Some((name.as_ref()?.text.clone(), n)));
        let mut names: Vec<(Box<str>, usize)> = named.collect();
        names.sort_by_key(|(name, number)| (name.len(), *number));
        let longest = names.last().map_or(0, |(name, _)| name.len());
        let starts =
            (0..=longest + 1).map(|len| names.partition_point(|(name, _)| name.len() < len)).collect();
        let heads =
            in_order.iter().map(|name| name.as_ref()?.quoted.first().copied()).collect::<Option<Box<_>>>();
        Self { starts, names, heads: heads.filter(|heads| heads.len() <= FEW).unwrap_or_default(), in_order }
    }

    /// Returns the index of `name`, given as bytes.
    pub(super) fn find(&self, name: &[u8]) -> Option<usize> {
        let (start, end) = (self.starts.get(name.len())?, self.starts.get(name.len() + 1)?);
        let group = self.names.get(*start..*end)?;
        group.iter().find(|(candidate, _)| candidate.as_bytes() == name).map(|(_, number)| *number)
    }

    /// Returns the length of name `number` if `json` starts with it and a quotation mark. May miss a match close to the
    /// end of `json`.
    pub(super) fn begins(&self, number: usize, json: &[u8]) -> Option<usize> {
        let name = self.in_order.get(number)?.as_ref()?;
        let words = json.as_chunks::<8>().0.get(..name.quoted.len()).filter(|words| !words.is_empty())?;
        let same = words
            .iter()
            .zip(&name.quoted)
            .all(|(word, (own, mask))| u64::from_le_bytes(*word) & mask == *own);
        same.then_some(name.text.len())
    }

    /// Returns the index and length of the name that `json` starts with, followed by a quotation mark, if the fast path
    /// finds it.
    pub(super) fn beginning(&self, json: &[u8]) -> Option<(usize, usize)> {
        let first = u64::from_le_bytes(*json.first_chunk()?);
        let mut heads = self.heads.iter().zip(0..).filter(|((own, mask), _)| first & mask == *own);
        heads.find_map(|(_, number)| Some((number, self.begins(number, json)?)))
    }

    /// Returns name `number`.
    pub(super) fn get(&self, number: usize) -> Option<&str> {
        self.in_order.get(number)?.as_ref().map(|name| &*name.text)
    }

    /// Returns all names, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.in_order.iter().flatten().map(|name| &*name.text)
    }
}

impl Name {
    fn new(name: &str) -> Self {
        let mut bytes = name.as_bytes().to_vec();
        if bytes.iter().any(|byte| matches!(byte, b'"' | b'\\' | ..b' ')) {
            bytes.clear();
        } else {
            bytes.push(b'"');
        }
        let word = |bytes: &[u8]| {
            let mut word = ([0; 8], [0; 8]);
            for ((to, mask), byte) in word.0.iter_mut().zip(&mut word.1).zip(bytes) {
                (*to, *mask) = (*byte, 0xFF);
            }
            (u64::from_le_bytes(word.0), u64::from_le_bytes(word.1))
        };
        Self { text: name.into(), quoted: bytes.chunks(8).map(word).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_has_its_number_and_no_other_word_has_one() {
        let names = Names::new(["låg", "", "medel", "hög", "man", "medel"].into_iter());
        for (number, name) in ["låg", "", "medel", "hög", "man"].into_iter().enumerate() {
            assert_eq!(names.find(name.as_bytes()), Some(number), "{name}");
            assert_eq!(names.get(number), Some(name));
        }
        for other in ["kan", "annat", "m", "hög ", "betydligt längre än så"] {
            assert_eq!(names.find(other.as_bytes()), None, "{other}");
        }
        assert_eq!(names.get(17), None);
        assert_eq!(Names::new(std::iter::empty()).find(b""), None);
    }

    #[test]
    fn a_name_is_seen_where_it_is_followed_by_a_quotation_mark() {
        let known = ["", "id", "födelsedatum", "skyddade_personuppgifter", "sju1234", "a\"b", "a\\b", "å\nö"];
        let names = Names::with_gaps(known.into_iter().map(Some).chain([None]));
        for (number, name) in known.into_iter().enumerate() {
            let seen = (!name.contains(['"', '\\', '\n'])).then_some(name.len());
            let text = |after: &str| format!("{name}{after}: 17, \"nästa\": null");
            assert_eq!(names.begins(number, text("\"").as_bytes()), seen, "{name}");
            for other in ["x\"", "", "\\\""] {
                assert_eq!(names.begins(number, text(other).as_bytes()), None, "{name}{other}");
            }
            for cut in 0..=name.len() {
                assert_eq!(names.begins(number, &text("\"").as_bytes()[..cut]), None, "{name}");
            }
        }
        assert_eq!(names.begins(known.len(), b"\": 17, \"annat\": null"), None);
    }
}

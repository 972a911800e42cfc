//! Finding a name among a few.

/// Names and their numbers, in groups of one length: the length of a word tells most words of a list apart.
#[derive(Debug)]
pub(super) struct Names {
    /// Where the names of each length start in `names`; one more than the longest has.
    starts: Vec<usize>,
    names: Vec<(Box<str>, usize)>,
    in_order: Vec<Option<Box<str>>>,
}

impl Names {
    pub(super) fn new<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        Self::with_gaps(names.map(Some))
    }

    /// Names of which some are missing: a number without a name is never found.
    pub(super) fn with_gaps<'a>(names: impl Iterator<Item = Option<&'a str>>) -> Self {
        let in_order: Vec<Option<Box<str>>> = names.map(|name| name.map(Box::from)).collect();
        let mut names: Vec<_> =
            in_order.iter().cloned().zip(0..).filter_map(|(name, n)| Some((name?, n))).collect();
        names.sort_by_key(|(name, number)| (name.len(), *number));
        let longest = names.last().map_or(0, |(name, _)| name.len());
        let starts =
            (0..=longest + 1).map(|len| names.partition_point(|(name, _)| name.len() < len)).collect();
        Self { starts, names, in_order }
    }

    /// The number of `name`.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        let (start, end) = (self.starts.get(name.len())?, self.starts.get(name.len() + 1)?);
        let group = self.names.get(*start..*end)?;
        group.iter().find(|(candidate, _)| **candidate == *name).map(|(_, number)| *number)
    }

    /// Whether `name` is name `number`.
    pub(super) fn is(&self, number: usize, name: &str) -> bool {
        self.get(number) == Some(name)
    }

    /// Name `number`.
    pub(super) fn get(&self, number: usize) -> Option<&str> {
        self.in_order.get(number)?.as_deref()
    }

    /// All names, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.in_order.iter().flatten().map(|name| &**name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_has_its_number_and_no_other_word_has_one() {
        let names = Names::new(["låg", "", "medel", "hög", "man", "medel"].into_iter());
        for (number, name) in ["låg", "", "medel", "hög", "man"].into_iter().enumerate() {
            assert_eq!(names.find(name), Some(number), "{name}");
            assert!(names.is(number, name));
        }
        for other in ["kan", "annat", "m", "hög ", "betydligt längre än så"] {
            assert_eq!(names.find(other), None, "{other}");
        }
        assert!(!names.is(0, "hög") && !names.is(17, "hög"));
        assert_eq!(Names::new(std::iter::empty()).find(""), None);
    }
}

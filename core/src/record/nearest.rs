//! The nearest of a few names.

/// The name among `names` that `word` was most likely meant to be, if any is near: at most a third of its letters
/// differ, and capitals do not count. The first of several equally near.
pub(super) fn nearest<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = letters(word);
    let allowed = (word.len() / 3).max(1);
    names
        .filter(|name| !name.is_empty())
        .map(|name| (distance(&word, &letters(name)), name))
        .filter(|(distance, name)| *distance <= allowed && *distance < name.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

fn letters(word: &str) -> Vec<char> {
    word.chars().flat_map(char::to_lowercase).collect()
}

/// The number of letters to insert, delete or replace (Levenshtein).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_finds_its_name_and_another_word_finds_none() {
        let find = |word| nearest(word, ["kön", "födelsedatum", "insatser"].into_iter());
        assert_eq!(find("kon"), Some("kön"));
        assert_eq!(find("Fodelsedatum"), Some("födelsedatum"));
        assert_eq!(find("insats"), Some("insatser"));
        assert_eq!(find("postnummer"), None);
        assert_eq!(find(""), None);
    }
}

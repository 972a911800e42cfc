//! Did you mean …? The nearest valid name.

/// The cost of one edit. A missing or added diacritic (`alder` for `ålder`) costs half, a change of case a quarter.
const EDIT: usize = 4;
const MARK: usize = 2;
const CASE: usize = 1;

/// Longer words are not mistyped names, and the comparison is quadratic in the length.
const LONGEST: usize = 64;

/// Returns the candidate nearest to `word`, if it is near enough to be meant: within about a third of the length (but
/// at least one edit), and with some of the word unchanged. Returns the first of several that are equally near.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.chars().collect();
    if word.len() > LONGEST {
        return None;
    }
    let limit = (word.len() / 3).max(1) * EDIT;
    let limit = limit.min((word.len() * EDIT).saturating_sub(1));
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let letters: Vec<char> = candidate.chars().take(LONGEST + 1).collect();
        if letters == word || letters.len().abs_diff(word.len()) * EDIT > limit {
            continue;
        }
        let distance = distance(&word, &letters);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Returns the only candidate that shares a prefix with `word` of at least three letters and half of the longer word.
pub fn alike<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let begins_alike = |candidate: &&str| {
        let shared = word.chars().zip(candidate.chars()).take_while(|(a, b)| lower(*a) == lower(*b)).count();
        let longest = word.chars().take(LONGEST).count().max(candidate.chars().take(LONGEST).count());
        *candidate != word && shared >= 3 && shared * 2 >= longest
    };
    let mut found = candidates.into_iter().filter(begins_alike);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// Computes the restricted Damerau–Levenshtein distance (no edit within a transposition), in quarters of an edit.
fn distance(from: &[char], to: &[char]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).map(|i| i * EDIT).collect();
    let mut last_letter = None;
    for (row, &a) in from.iter().enumerate() {
        let mut current = vec![(row + 1) * EDIT];
        let mut previous = None;
        for (column, &b) in to.iter().enumerate() {
            let cost = |line: &[usize], at: usize, step: usize| line.get(at).map_or(usize::MAX, |c| c + step);
            let mut least = cost(&last, column, replacement(a, b))
                .min(cost(&last, column + 1, EDIT))
                .min(cost(&current, column, EDIT));
            if last_letter == Some(b) && previous == Some(a) {
                least = least.min(cost(&before_last, column.saturating_sub(1), EDIT));
            }
            current.push(least);
            previous = Some(b);
        }
        before_last = std::mem::replace(&mut last, current);
        last_letter = Some(a);
    }
    last.last().copied().unwrap_or(0)
}

fn replacement(a: char, b: char) -> usize {
    if a == b {
        return 0;
    }
    let (lower_a, lower_b) = (lower(a), lower(b));
    let case = if a.is_lowercase() == b.is_lowercase() { 0 } else { CASE };
    if lower_a == lower_b {
        CASE
    } else if unmarked(lower_a) == unmarked(lower_b) {
        MARK + case
    } else {
        EDIT
    }
}

fn lower(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

fn unmarked(letter: char) -> char {
    match letter {
        'å' | 'ä' => 'a',
        'ö' => 'o',
        'é' => 'e',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{alike, nearest};

    const FIELDS: [&str; 6] = ["id", "kön", "födelsedatum", "stadsdel", "våld", "insatser"];

    #[test]
    fn a_misspelt_name_finds_the_right_one() {
        assert_eq!(nearest("insaster", FIELDS), Some("insatser"));
        assert_eq!(nearest("födelsdatum", FIELDS), Some("födelsedatum"));
    }

    #[test]
    fn forgotten_dots_and_rings_are_cheap() {
        assert_eq!(nearest("fodelsedatum", FIELDS), Some("födelsedatum"));
        assert_eq!(nearest("vald", ["vall", "våld"]), Some("våld"));
        assert_eq!(nearest("kon", FIELDS), Some("kön"));
    }

    #[test]
    fn another_case_is_cheaper_than_another_letter() {
        assert_eq!(nearest("Våld", ["kåld", "våld"]), Some("våld"));
        assert_eq!(nearest("STADSDEL", ["stadsdel"]), Some("stadsdel"));
    }

    #[test]
    fn what_is_far_away_is_not_suggested() {
        assert_eq!(nearest("personnummer", FIELDS), None);
        assert_eq!(nearest("x", ["y", "z"]), None);
        assert_eq!(nearest("", FIELDS), None);
    }

    #[test]
    fn of_equally_near_names_the_first_is_taken() {
        assert_eq!(nearest("kar", ["kat", "kap"]), Some("kat"));
        assert_eq!(nearest("kar", ["kap", "kat"]), Some("kap"));
    }

    #[test]
    fn swapped_letters_are_one_edit() {
        assert_eq!(nearest("knö", ["kön"]), Some("kön"));
    }

    #[test]
    fn a_word_is_never_suggested_for_itself() {
        assert_eq!(nearest("kön", ["kön", "kon"]), Some("kon"));
    }

    #[test]
    fn a_word_that_ends_otherwise_is_alike() {
        assert_eq!(alike("vuxen", ["alla", "vuxna"]), Some("vuxna"));
        assert_eq!(alike("vuxen", ["vuxna", "vuxnas"]), None);
        assert_eq!(alike("kvinna", ["kviga"]), Some("kviga"));
        assert_eq!(alike("man", ["mankön"]), Some("mankön"));
        assert_eq!(alike("manskap", ["man"]), None);
    }

    #[test]
    fn very_long_words_are_left_alone() {
        assert_eq!(nearest(&"a".repeat(100_000), ["a"]), None);
    }
}

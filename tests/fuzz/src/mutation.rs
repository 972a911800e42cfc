//! How inputs are changed. Texts are changed by words, so that what comes out is often still a text of the language;
//! everything else, and every other text, as libFuzzer does.

use crate::seeds;
use std::sync::LazyLock;

/// The words of the shipped rule files and of records, each once.
static WORDS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let mut words: Vec<Vec<u8>> = Vec::new();
    for text in seeds::texts() {
        words.extend(split(text.as_bytes()).into_iter().map(<[u8]>::to_vec));
    }
    words.sort_unstable();
    words.dedup();
    words
});

/// Statements of the shipped rule files, as they stand.
static STATEMENTS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let texts = seeds::rule_files();
    let statements = texts.iter().flat_map(|text| text.split_inclusive(";\n").map(|s| s.as_bytes().to_vec()));
    statements.filter(|statement| statement.len() < 1_500).collect()
});

pub(crate) fn of_bytes(data: &mut [u8], size: usize, max_size: usize, _seed: u32) -> usize {
    libfuzzer_sys::fuzzer_mutate(data, size, max_size)
}

pub(crate) fn of_words(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut random = Random(u64::from(seed) | 1 << 32);
    if size == 0 || random.below(4) == 0 {
        return libfuzzer_sys::fuzzer_mutate(data, size, max_size);
    }
    let mut words: Vec<Vec<u8>> = split(&data[..size]).into_iter().map(<[u8]>::to_vec).collect();
    for _ in 0..=random.below(3) {
        change(&mut words, &mut random);
    }
    let mut changed = words.concat();
    changed.truncate(max_size.min(data.len()));
    data[..changed.len()].copy_from_slice(&changed);
    changed.len()
}

fn change(words: &mut Vec<Vec<u8>>, random: &mut Random) {
    let at = random.below(words.len().max(1));
    let until = (at + 1 + random.below(12)).min(words.len());
    match random.below(8) {
        0 if until > at => drop(words.drain(at..until)),
        1 if until > at => {
            let copy = words[at..until].to_vec();
            let to = random.below(words.len());
            words.splice(to..to, copy);
        }
        2 if !words.is_empty() => {
            let other = random.below(words.len());
            words.swap(at, other);
        }
        3 | 4 if !words.is_empty() => words[at] = random.of(&WORDS).clone(),
        5 => words.insert(at.min(words.len()), random.of(&WORDS).clone()),
        6 => words.insert(at.min(words.len()), random.of(&STATEMENTS).clone()),
        _ if !words.is_empty() => {
            let numbers: [&[u8]; 8] =
                [b"0", b"-1", b"9223372036854775807", b"1e400", b"\"9999-12-31\"", b"()", b"null", b"[]"];
            words[at] = random.of(&numbers).to_vec();
        }
        _ => {}
    }
}

/// Splits a text into names and numbers, texts in quotation marks, signs, and space.
fn split(text: &[u8]) -> Vec<&[u8]> {
    let mut words = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80;
        let length = match text[at] {
            b'"' => text[at + 1..].iter().position(|byte| *byte == b'"').map_or(1, |end| end + 2),
            byte if is_name(&byte) => text[at..].iter().take_while(|byte| is_name(byte)).count(),
            byte if byte.is_ascii_whitespace() => {
                text[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count()
            }
            b'=' | b'!' | b'<' | b'>' | b'&' | b'|' | b'?' | b'.' if text.get(at + 1) == Some(&text[at]) => 2,
            b'=' | b'!' | b'<' | b'>' | b'?' | b'#'
                if matches!(text.get(at + 1), Some(b'=' | b'.' | b'{')) =>
            {
                2
            }
            _ => 1,
        };
        words.push(&text[at..at + length]);
        at += length;
    }
    words
}

/// Numbers by a seed (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n.max(1) as u64) as usize
    }

    fn of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

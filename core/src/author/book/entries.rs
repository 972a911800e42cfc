//! What the search finds in the chapter of an edition.

use super::{Chapter, Contents, View, name};
use crate::language::words::Word;

/// Returns the addresses and names of what the search finds in a chapter: word, name, address and text.
pub(super) fn entries(book: &Contents<'_>, chapter: &Chapter) -> Vec<[String; 4]> {
    let lang = book.lang;
    let file = chapter.file();
    let model = chapter.edition.model();
    let address = |word: Word, id: &str| format!("{file}#{}", name(word, id));
    let mut entries = vec![[
        super::tags::word_in(Word::Edition, lang),
        chapter.edition.head().title.clone(),
        file.clone(),
        format!("{} {}", chapter.edition.id(), chapter.edition.head().note.as_deref().unwrap_or_default()),
    ]];
    for knot in &chapter.web.knots {
        let sentence = chapter.sentence(knot.word, &knot.id).map(|text| text.get(lang)).unwrap_or_default();
        entries.push([
            super::tags::word_in(knot.word, lang),
            knot.name.clone(),
            address(knot.word, &knot.id),
            format!("{} {sentence}", knot.id),
        ]);
    }
    for reading in &model.interpretations {
        let alternatives: Vec<&str> =
            reading.alternatives.iter().flat_map(|(id, meaning)| [id.as_str(), meaning]).collect();
        entries.push([
            super::tags::word_in(Word::Interpretation, lang),
            reading.question.clone(),
            address(Word::Interpretation, &reading.id),
            format!(
                "{} {} {} {}",
                reading.id,
                reading.number.as_deref().unwrap_or_default(),
                reading.why,
                alternatives.join(" ")
            ),
        ]);
    }
    for parameter in &model.parameters {
        entries.push([
            super::tags::word_in(Word::Parameter, lang),
            parameter.name.clone(),
            address(Word::Parameter, &parameter.id),
            parameter.id.clone(),
        ]);
    }
    let view = View { contents: book, chapter, whole: false };
    let used = view.cited_sources();
    for source in model.sources.iter().filter(|source| used.contains(source.id.as_str())) {
        let passages: Vec<&str> =
            source.passages.iter().flat_map(|(id, wording)| [id.as_str(), wording]).collect();
        entries.push([
            super::tags::word_in(Word::Source, lang),
            source.title.clone(),
            address(Word::Source, &source.id),
            format!("{} {}", source.id, passages.join(" ")),
        ]);
    }
    for (number, example) in chapter.examples.iter().enumerate() {
        let expected: Vec<String> =
            example.expectations().iter().map(|text| text.get(lang).to_owned()).collect();
        entries.push([
            super::tags::word_in(Word::Example, lang),
            example.id.clone(),
            address(Word::Example, &(number + 1).to_string()),
            expected.join(" "),
        ]);
    }
    entries
}

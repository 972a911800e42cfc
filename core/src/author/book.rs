//! The rule book: a static site that says in plain words what rule files decide, and one page of it all for paper.
//!
//! Each edition has a page: its groups, goals, indicators, baselines, readings, routines, activities, instruments and resources, with
//! their conditions as sentences, the passage of the source beside, the rule text folded, what each alternative of a
//! reading would change, the examples, what differs from the edition before, and a picture of how it all hangs together.
//! The language, the fields and the codes of findings have pages too. The search needs no server, and no page loads
//! anything.
//!
//! ```
//! use kvinnofrid::{Lang, Rules};
//!
//! let book = Rules::embedded().book(Some("region-stockholm/strategi@2016-2020"), Lang::Sv)?;
//! let page = book.file("region-stockholm-strategi-2016-2020.html").unwrap();
//! assert!(page.contains("Hit hör den för vilken"));
//! assert!(book.file("index.html").is_some() && book.file("allt.html").is_some());
//! # Ok::<(), kvinnofrid::Error>(())
//! ```
//!
//! The same rule files give the same bytes. Verdicts on alternatives and on changes from one edition to the next are
//! proved as in [`diff`](crate::diff), for the first whole year in which the edition is in force, the other readings being
//! as the edition has chosen.

mod cases;
mod chapter;
mod decision;
mod entries;
mod facts;
mod front;
mod history;
mod language;
mod links;
mod picture;
mod rule;
mod shell;
mod sources;
mod tags;
#[cfg(test)]
mod tests;

use crate::answers::sentence::Sentence;
use crate::author::diff::Diff;
use crate::author::diff::texts::Texts;
use crate::author::example::Example;
use crate::edition::Edition;
use crate::edition::rules::{Programme, Rules};
use crate::findings::error::Error;
use crate::findings::source::SourceMap;
use crate::findings::text::{Lang, Text};
use crate::language::words::Word;
use decision::Effects;
use links::Web;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tags::safe;

/// A rule book: the files of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Book {
    /// The files, in order of their names, which are ASCII.
    pub files: Vec<BookFile>,
}

/// One file of a rule book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookFile {
    /// Its name, such as `index.html`.
    pub name: String,
    /// Its contents, in UTF-8.
    pub bytes: Vec<u8>,
}

impl Book {
    /// Returns the text of a file.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<&str> {
        let file = self.files.iter().find(|file| file.name == name)?;
        std::str::from_utf8(&file.bytes).ok()
    }
}

impl Rules {
    /// Returns the book of all editions, or of those of the programme or edition `programme`
    /// (`stockholm/kvinnofrid@2012-2014`), with its own words in `lang`; what rule files say stays in their language.
    ///
    /// # Errors
    /// [`Error::Argument`] if there is no such programme or edition, [`Error::Rules`] if rule files have errors.
    pub fn book(&self, programme: Option<&str>, lang: Lang) -> Result<Book, Error> {
        let editions = match programme {
            Some(_) => self.load_programme(programme, None, None)?.editions().to_vec(),
            None => {
                let findings = self.check_editions();
                if findings.has_errors() {
                    return Err(Error::Rules(Box::new(findings)));
                }
                self.programmes().iter().flat_map(Programme::editions).cloned().collect()
            }
        };
        let mut stems = BTreeSet::new();
        let mut chapters: Vec<Chapter> = Vec::new();
        for edition in editions {
            // A programme's editions come in the order of their time.
            let before = chapters
                .last()
                .map(|chapter| &chapter.edition)
                .filter(|other| other.head().programme == edition.head().programme);
            let before = match before {
                Some(before) => Some((before.id(), Diff::as_chosen(before, &edition)?)),
                None => None,
            };
            chapters.push(Chapter { before, ..Chapter::new(self, edition, &mut stems)? });
        }
        let contents = Contents { files: self.sources(), chapters, lang };
        let mut pages = vec![front::page(&contents), front::whole(&contents)];
        pages.extend(contents.chapters.iter().map(|chapter| chapter::page(&contents, chapter)));
        pages.extend([language::words(lang), language::fields(&contents), language::codes(lang)]);
        let mut files: Vec<BookFile> = pages
            .into_iter()
            .map(|page| BookFile { bytes: page.html().into_bytes(), name: page.file })
            .collect();
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Book { files })
    }
}

/// Everything that the book is about.
struct Contents<'r> {
    files: &'r SourceMap,
    chapters: Vec<Chapter>,
    lang: Lang,
}

/// What is known of one edition.
struct Chapter {
    edition: Arc<Edition>,
    /// The name of its page, without its ending.
    stem: String,
    web: Web,
    texts: Texts,
    /// By the word and id of a declaration, its condition under the chosen readings.
    sentences: BTreeMap<(Word, String), Text>,
    /// What each alternative of a reading changes.
    effects: Effects,
    /// The edition of the programme before it, and what differs from that.
    before: Option<(String, Diff)>,
    examples: Vec<Example>,
    /// The rule text of each example.
    example_texts: Vec<String>,
}

impl Chapter {
    fn new(rules: &Rules, edition: Arc<Edition>, stems: &mut BTreeSet<String>) -> Result<Self, Error> {
        let ascii = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
        let name: String = edition.id().chars().map(ascii).collect();
        // Other pages and editions of a like name keep theirs.
        let mut stem = name.clone();
        let mut number = 2;
        while !stems.insert(stem.clone()) {
            stem = format!("{name}-{number}");
            number += 1;
        }
        let examples = rules.examples_of(&edition);
        let example_texts = examples.iter().map(|example| rules.statement(example.span)).collect();
        let sentences = by_declaration(edition.sentences(&BTreeMap::new())?);
        let web = Web::new(&edition);
        Ok(Self {
            effects: decision::effects(&edition, &web, &sentences)?,
            before: None,
            web,
            texts: Texts::new(&edition),
            sentences,
            edition,
            stem,
            examples,
            example_texts,
        })
    }

    fn file(&self) -> String {
        format!("{}.html", self.stem)
    }

    fn sentence(&self, word: Word, id: &str) -> Option<&Text> {
        self.sentences.get(&(word, id.to_owned()))
    }
}

fn by_declaration(sentences: Vec<Sentence>) -> BTreeMap<(Word, String), Text> {
    sentences.into_iter().map(|one| ((one.word, one.id), one.text)).collect()
}

/// A chapter on the page that it is written for.
#[derive(Clone, Copy)]
struct View<'b> {
    contents: &'b Contents<'b>,
    chapter: &'b Chapter,
    /// Whether it is written on the page of all editions, where ids and headings make room for those of others.
    whole: bool,
}

impl View<'_> {
    /// Returns the id, on this page, of what has the id `name` on the edition's own.
    fn anchor(&self, name: &str) -> String {
        if self.whole { format!("{}.{name}", self.chapter.stem) } else { name.to_owned() }
    }

    /// Returns the address of a declaration of this edition.
    fn href(&self, word: Word, id: &str) -> String {
        format!("#{}", self.anchor(&name(word, id)))
    }

    /// Returns the address of another edition's page, or of its chapter on this one.
    fn chapter_href(&self, other: &Chapter) -> String {
        if self.whole { format!("#{}", other.stem) } else { other.file() }
    }
}

/// Returns the id of a declaration on its edition's page.
fn name(word: Word, id: &str) -> String {
    let word = match word {
        Word::Edition => "utgava",
        Word::Source => "kalla",
        Word::Record => "post",
        Word::TargetGroup => "malgrupp",
        Word::Goal => "mal",
        Word::Indicator => "indikator",
        Word::Interpretation => "tolkning",
        Word::Parameter => "parameter",
        Word::Activity => "aktivitet",
        Word::Routine => "rutin",
        Word::Resource => "resurs",
        Word::Instrument => "instrument",
        Word::Grouping => "gruppering",
        Word::Comparability => "jamforbarhet",
        Word::Baseline => "kartlaggning",
        Word::Example => "exempel",
    };
    format!("{word}-{}", safe(id))
}

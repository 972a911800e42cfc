//! A picture of how fields, target groups, indicators and the rest hang together, and the same as a table.

use super::View;
use super::links::Knot;
use super::rule::class;
use super::tags::{code, esc, link, said, swedish, table, word_in};
use crate::findings::text::say;
use crate::language::types::ColumnKind;
use crate::language::words::Word;
use std::collections::{BTreeMap, BTreeSet};

/// The measures of the picture, in its own units.
const ROW: usize = 22;
const GAP: usize = 14;
const BOX: usize = 200;
const BETWEEN: usize = 66;
const TOP: usize = 34;
/// The maximum number of characters of a name in a box.
const LETTERS: usize = 27;
/// The maximum number of boxes that a picture has: with more, the table says it better.
const MOST: usize = 150;

/// One box: an id, its lines, where it leads, and its class.
struct Shape {
    key: String,
    lines: Vec<String>,
    href: String,
    class: &'static str,
    title: String,
}

/// A column of boxes.
struct Column {
    title: String,
    boxes: Vec<Shape>,
}

impl View<'_> {
    /// Renders the picture and its table; nothing where nothing hangs together.
    pub(super) fn picture(&self) -> String {
        let table = self.web_table();
        if table.is_empty() {
            return table;
        }
        let columns = self.columns();
        if columns.len() < 2 || columns.iter().map(|column| column.boxes.len()).sum::<usize>() > MOST {
            return table;
        }
        format!("{}{table}", self.drawing(&columns))
    }

    fn columns(&self) -> Vec<Column> {
        let lang = self.lang();
        let edition = &self.chapter.edition;
        let layout = edition.layout();
        let mut fields: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (table, column) in self.chapter.web.knots.iter().flat_map(|knot| &knot.columns) {
            let is_value =
                layout.tables.get(*table).and_then(|rows| rows.columns.get(*column)).is_some_and(|column| {
                    matches!(column.kind, ColumnKind::Scalar(_)) && !column.name.is_empty()
                });
            let of_table = fields.entry(*table).or_default();
            if is_value {
                of_table.insert(*column);
            }
        }
        let boxes =
            fields.iter().filter(|(_, columns)| !columns.is_empty()).filter_map(|(number, columns)| {
                let rows = layout.tables.get(*number)?;
                let (name, title) = match rows.parent {
                    None => (edition.record().to_owned(), edition.record().to_owned()),
                    Some((table, column)) => {
                        (rows.record.clone().unwrap_or_default(), layout.path(table, column))
                    }
                };
                let names = columns
                    .iter()
                    .filter_map(|column| Some(format!("  {}", rows.columns.get(*column)?.name)));
                Some(Shape {
                    key: format!("t{number}"),
                    lines: std::iter::once(title.clone()).chain(names).collect(),
                    href: super::language::record_href(&name),
                    class: "field",
                    title,
                })
            });
        let of = |words: &[Word]| -> Vec<Shape> {
            self.chapter
                .web
                .knots
                .iter()
                .filter(|knot| words.contains(&knot.word))
                .map(|knot| self.shape(knot))
                .collect()
        };
        let counted = [Word::Indicator, Word::Routine, Word::Instrument, Word::Activity, Word::Resource];
        let all = [
            (say!("Fält i posterna", "Fields of records"), boxes.collect()),
            (say!("Målgrupper", "Target groups"), of(&[Word::TargetGroup])),
            (
                if self.chapter.web.of(Word::Indicator).next().is_some() {
                    say!("Indikatorer", "Indicators")
                } else {
                    say!("Det som gäller ärendet", "What holds for the case")
                },
                of(&counted),
            ),
            (say!("Mål", "Goals"), of(&[Word::Goal])),
        ];
        all.into_iter()
            .map(|(title, boxes)| Column { title: title.get(lang).to_owned(), boxes })
            .filter(|column: &Column| !column.boxes.is_empty())
            .collect()
    }

    fn shape(&self, knot: &Knot) -> Shape {
        Shape {
            key: key(knot.word, knot.number),
            lines: vec![knot.id.clone()],
            href: self.href(knot.word, &knot.id),
            class: class(knot.word),
            title: knot.name.clone(),
        }
    }

    /// Returns the lines between boxes, by their keys.
    fn lines(&self) -> Vec<(String, String)> {
        let mut lines = Vec::new();
        for knot in &self.chapter.web.knots {
            let own = key(knot.word, knot.number);
            let layout = self.chapter.edition.layout();
            // A list is drawn as its elements.
            let table = |(table, column): &(usize, usize)| match layout
                .tables
                .get(*table)?
                .columns
                .get(*column)?
                .kind
            {
                ColumnKind::List(elements) => Some(elements),
                ColumnKind::Scalar(_) => Some(*table),
            };
            let tables: BTreeSet<usize> = knot.columns.iter().filter_map(table).collect();
            lines.extend(tables.into_iter().map(|table| (format!("t{table}"), own.clone())));
            if knot.word != Word::Goal {
                lines.extend(knot.group.map(|group| (key(Word::TargetGroup, group), own.clone())));
            }
            lines.extend(knot.goals.iter().map(|goal| (own.clone(), key(Word::Goal, *goal))));
        }
        lines
    }

    fn drawing(&self, columns: &[Column]) -> String {
        let lang = self.lang();
        let height = |shape: &Shape| shape.lines.len() * ROW;
        let tall = |column: &Column| column.boxes.iter().map(|shape| height(shape) + GAP).sum::<usize>();
        let highest = columns.iter().map(tall).max().unwrap_or(0);
        let width = columns.len() * BOX + (columns.len() - 1) * BETWEEN;
        let total = highest + TOP;
        let mut places: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
        let mut boxes = String::new();
        for (number, column) in columns.iter().enumerate() {
            let x = number * (BOX + BETWEEN);
            boxes.push_str(&format!("<text class=\"h\" x=\"{x}\" y=\"16\">{}</text>", esc(&column.title)));
            // What is left of the height stands between the boxes, so that lines run level.
            let left = highest - tall(column);
            let between = left / column.boxes.len().max(1);
            let mut y = TOP + between / 2;
            for shape in &column.boxes {
                let h = height(shape);
                places.insert(&shape.key, (x, y, h));
                let lines: String = shape
                    .lines
                    .iter()
                    .enumerate()
                    .map(|(line, text)| {
                        let at = y + line * ROW + 15;
                        let indent = if text.starts_with(' ') { 20 } else { 8 };
                        format!(
                            "<text x=\"{}\" y=\"{at}\">{}</text>",
                            x + indent,
                            esc(&short(text.trim_start()))
                        )
                    })
                    .collect();
                boxes.push_str(&format!(
                    "<a class=\"{}\" data-k=\"{}\" href=\"{}\"><title>{}</title><rect x=\"{x}\" y=\"{y}\" width=\"{BOX}\" height=\"{h}\" rx=\"4\"/>{lines}</a>\n",
                    shape.class,
                    esc(&shape.key),
                    esc(&shape.href),
                    esc(&shape.title),
                ));
                y += h + GAP + between;
            }
        }
        let mut edges = String::new();
        for (from, to) in self.lines() {
            let (Some((x, y, h)), Some((x2, y2, h2))) = (places.get(from.as_str()), places.get(to.as_str()))
            else {
                continue;
            };
            let (a, b, c, d) = (x + BOX, y + h / 2, *x2, y2 + h2 / 2);
            let middle = (a + c) / 2;
            edges.push_str(&format!(
                "<path data-a=\"{}\" data-b=\"{}\" d=\"M{a} {b}C{middle} {b} {middle} {d} {c} {d}\"/>\n",
                esc(&from),
                esc(&to),
            ));
        }
        let label = said(
            &say!(
                "Hur fält, målgrupper, indikatorer och mål hänger ihop",
                "How fields, target groups, indicators and goals hang together"
            ),
            lang,
        );
        let same = say!(
            "Peka på en ruta, eller gå till den med tangentbordet, så framträder det som den hänger ihop med. Samma sak står i tabellen nedanför.",
            "Point at a box, or move to it with the keyboard, and what it hangs together with stands out. The table below says the same."
        );
        format!(
            "<figure class=\"p\"><div class=\"w\" tabindex=\"0\" role=\"group\" aria-label=\"{label}\">\
             <svg viewBox=\"0 0 {width} {total}\" width=\"{width}\" height=\"{total}\" role=\"group\" aria-label=\"{label}\" lang=\"sv\">\n<g class=\"lines\">{edges}</g>\n{boxes}</svg></div>\
             <figcaption>{}</figcaption></figure>\n",
            said(&same, lang),
        )
    }

    /// Renders the same as a table: a row for each declaration that hangs on something.
    fn web_table(&self) -> String {
        let lang = self.lang();
        let edition = &self.chapter.edition;
        let (layout, model) = (edition.layout(), edition.model());
        let rows: Vec<Vec<String>> = self
            .chapter
            .web
            .knots
            .iter()
            .filter(|knot| !knot.columns.is_empty() || knot.group.is_some() || !knot.goals.is_empty())
            .map(|knot| {
                let fields: Vec<String> =
                    knot.fields(layout).map(|(table, column)| code(&layout.path(table, column))).collect();
                let group = knot.group.and_then(|number| model.groups.get(number));
                let group =
                    group.map(|group| link(&self.href(Word::TargetGroup, &group.id), &code(&group.id)));
                let goals: Vec<String> = knot
                    .goals
                    .iter()
                    .filter_map(|number| model.goals.get(*number))
                    .map(|goal| link(&self.href(Word::Goal, &goal.id), &code(&goal.id)))
                    .collect();
                vec![
                    format!(
                        "{} {}",
                        esc(&word_in(knot.word, lang)),
                        link(&self.href(knot.word, &knot.id), &code(&knot.id))
                    ),
                    swedish(&knot.name, lang),
                    group.unwrap_or_default(),
                    goals.join(", "),
                    fields.join(", "),
                ]
            })
            .collect();
        if rows.is_empty() {
            return String::new();
        }
        let heads = [
            say!("regel", "rule"),
            say!("namn", "name"),
            say!("målgrupp", "target group"),
            say!("mål", "goal"),
            say!("fält som den själv frågar efter", "fields that it reads itself"),
        ];
        let caption = say!("Vad varje regel hänger ihop med", "What each rule hangs together with");
        let summary = said(&say!("Samma sak som tabell", "The same as a table"), lang);
        super::tags::folded(&summary, &table(caption.get(lang), &heads, &rows, lang))
    }
}

fn key(word: Word, number: usize) -> String {
    format!(
        "{}{number}",
        match word {
            Word::TargetGroup => "g",
            Word::Goal => "m",
            Word::Indicator => "i",
            Word::Routine => "r",
            Word::Instrument => "n",
            Word::Activity => "a",
            _ => "v",
        }
    )
}

fn short(text: &str) -> String {
    if text.chars().count() <= LETTERS {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(LETTERS - 1).collect();
    short.push('…');
    short
}

//! The columns of tables: each is one entry of a list here, which every format reads.

use super::Value;
use crate::figures::partial::Kind;
use crate::figures::published::{Comparability, RowBeside};
use crate::figures::report::{Effect, Effects, IlsState, MissingField, Number, Report, Row, Status};
use crate::findings::text::{Text, say};
use crate::language::model::Relation;
use crate::language::yardstick::Bound;
use ColumnKind::{Count, Date, Figure, Flag, Text as Words};

/// The type of a column, the same in every format.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum ColumnKind {
    /// A text.
    Text,
    /// One of these names.
    OneOf(fn() -> Vec<&'static str>),
    /// A day.
    Date,
    /// A whole number from 0.
    Count,
    /// A count or a fraction: formats with one type for both use floating-point numbers.
    Figure,
    /// Yes or no.
    Flag,
}

/// A column of a table with rows `R`, and a context `C` for the whole table.
#[derive(Debug)]
#[non_exhaustive]
pub struct Column<C: 'static, R: 'static> {
    /// Its name in the file.
    pub name: &'static str,
    /// Its type.
    pub kind: ColumnKind,
    /// Whether every row has a value.
    pub required: bool,
    /// Its meaning, in Swedish and English.
    pub meaning: (&'static str, &'static str),
    /// Whether a table has it.
    pub(crate) when: fn(&C) -> bool,
    /// Its value in a row.
    pub(crate) value: for<'a> fn(&'a C, &'a R) -> Value<'a>,
}

/// A column of the rows of one report: a fixed one, or a breakdown.
#[derive(Clone, Copy, Debug)]
pub struct ReportColumn<'r> {
    report: &'r Report,
    of: Of<'r>,
}

#[derive(Clone, Copy, Debug)]
enum Of<'r> {
    Fixed(&'static Column<Report, Row>),
    Breakdown(usize, &'r str),
}

impl<'r> ReportColumn<'r> {
    /// Returns its name in the file.
    #[must_use]
    pub fn name(&self) -> &'r str {
        match self.of {
            Of::Fixed(column) => column.name,
            Of::Breakdown(_, name) => name,
        }
    }

    /// Returns its type.
    #[must_use]
    pub fn kind(&self) -> ColumnKind {
        match self.of {
            Of::Fixed(column) => column.kind,
            Of::Breakdown(..) => ColumnKind::Text,
        }
    }

    /// Returns whether it is a breakdown.
    #[must_use]
    pub fn is_breakdown(&self) -> bool {
        matches!(self.of, Of::Breakdown(..))
    }

    /// Returns whether every row has a value.
    #[must_use]
    pub fn is_required(&self) -> bool {
        match self.of {
            Of::Fixed(column) => column.required,
            Of::Breakdown(..) => true,
        }
    }

    /// Returns its meaning.
    #[must_use]
    pub fn meaning(&self) -> Text {
        match self.of {
            Of::Fixed(Column { meaning: (sv, en), .. }) => Text::new(*sv, *en),
            Of::Breakdown(..) => say!(
                "Kategorin, `okänt` där värdet saknas, eller `Totalt`",
                "The category, `okänt` where the value is missing, or `Totalt`"
            ),
        }
    }

    /// Returns its value in a row of the report.
    #[must_use]
    pub fn value<'a>(&self, row: &'a Row) -> Value<'a>
    where
        'r: 'a,
    {
        match self.of {
            Of::Fixed(column) => (column.value)(self.report, row),
            Of::Breakdown(number, _) => {
                row.strata.get(number).map_or(Value::Null, |stratum| Value::Text(stratum))
            }
        }
    }
}

/// Returns the columns of a report's rows, in order: those that identify a row, the breakdowns, the figures, those of
/// some reports only, and the indicator's name.
#[must_use]
pub fn columns(report: &Report) -> Vec<ReportColumn<'_>> {
    let breakdowns = report.breakdowns.iter().enumerate();
    let breakdowns = breakdowns.map(|(number, name)| Of::Breakdown(number, name));
    let last = [FIGURES, PUBLISHED, NAME].into_iter().flat_map(|columns| fixed(columns, report));
    fixed(LABELS, report).chain(breakdowns).chain(last).map(|of| ReportColumn { report, of }).collect()
}

/// Returns [`columns`], and those that only a frame needs, whose columns have one type each.
#[must_use]
pub fn frame_columns(report: &Report) -> Vec<ReportColumn<'_>> {
    let own = fixed(FRAME, report).map(|of| ReportColumn { report, of });
    columns(report).into_iter().chain(own).collect()
}

fn fixed<'r>(columns: &'static [Column<Report, Row>], report: &'r Report) -> impl Iterator<Item = Of<'r>> {
    columns.iter().filter(move |column| (column.when)(report)).map(Of::Fixed)
}

/// Returns whether the column depends only on the counted data and the rules: published figures and names come from
/// elsewhere.
pub(crate) fn is_counted(name: &str) -> bool {
    [PUBLISHED, NAME].into_iter().flatten().all(|column| column.name != name)
}

/// Returns whether some period was counted by two editions.
pub(super) fn has_bridges(report: &Report) -> bool {
    report.receipt.series.as_ref().is_some_and(|series| !series.bridges.is_empty())
}

/// Returns whether some run varies a reading.
pub(super) fn has_readings(report: &Report) -> bool {
    !report.receipt.options.alternatives.is_empty()
}

fn text(text: Option<&str>) -> Value<'_> {
    text.map_or(Value::Null, Value::Text)
}

fn share(share: Option<f64>) -> Value<'static> {
    share.map(Number::Share).into()
}

fn real(number: Option<f64>) -> Value<'static> {
    number.map_or(Value::Null, Value::Real)
}

/// Returns the published figure of the same row.
fn beside(row: &Row, figure: fn(&RowBeside) -> Option<f64>) -> Value<'static> {
    real(row.beside.as_ref().and_then(figure))
}

/// One column a line: its name, its type, whether every row has a value, its meaning, which tables have it, and its
/// value.
macro_rules! columns {
    ($($name:literal $kind:expr, $required:ident, $sv:literal, $en:literal, if $when:expr => $value:expr;)*) => {
        &[$(Column {
            name: $name,
            kind: $kind,
            required: columns!(@ $required),
            meaning: ($sv, $en),
            when: $when,
            value: $value,
        }),*]
    };
    (@ required) => { true };
    (@ optional) => { false };
}

const KINDS: ColumnKind = ColumnKind::OneOf(|| [Kind::Antal, Kind::Andel].map(Kind::as_str).to_vec());
const STATUSES: ColumnKind = ColumnKind::OneOf(|| Status::ALL.map(Status::as_str).to_vec());
const RELATIONS: ColumnKind = ColumnKind::OneOf(|| Relation::NAMES.iter().map(|(name, _)| *name).collect());
const BOUNDS: ColumnKind = ColumnKind::OneOf(|| [Bound::AtLeast, Bound::AtMost].map(Bound::as_str).to_vec());
const COMPARISONS: ColumnKind = ColumnKind::OneOf(|| Comparability::ALL.map(Comparability::as_str).to_vec());

/// The columns that identify a row.
const LABELS: &[Column<Report, Row>] = columns! {
    "programme" Words, required, "Programmet", "The programme",
        if |_| true => |report, _| Value::Text(&report.receipt.programme);
    "edition" Words, optional, "Utgåvan som räknar", "The edition that counts",
        if |_| true => |_, row| text(row.edition.as_ref().map(|name| name.edition.as_str()));
    "revision" Words, optional, "Revisionen av utgåvans regler", "The revision of the edition's rules",
        if |_| true => |_, row| text(row.edition.as_ref().map(|name| name.revision.as_str()));
    "indicator" Words, required, "Indikatorn", "The indicator",
        if |_| true => |_, row| Value::Text(&row.indicator);
    "kind" KINDS, required, "Antal eller andel", "Count (`antal`) or share (`andel`)",
        if |_| true => |_, row| Value::Text(row.kind.as_str());
    "unit" Words, required, "Vad som räknas", "What is counted",
        if |_| true => |_, row| Value::Text(&row.unit);
    "period_start" Date, required, "Periodens första dag", "The first day of the period",
        if |_| true => |_, row| Value::Date(row.period.start);
    "period_end" Date, required, "Periodens sista dag", "The last day of the period",
        if |_| true => |_, row| Value::Date(row.period.end);
};

const FIGURES: &[Column<Report, Row>] = columns! {
    "value" Figure, optional, "Det som är säkert; en andel är från 0 till 1", "What is certain; a share is from 0 to 1",
        if |_| true => |_, row| row.figures.value.into();
    "lower" Figure, optional, "Minsta möjliga värde", "The smallest possible value",
        if |_| true => |_, row| row.figures.lower.into();
    "upper" Figure, optional, "Största möjliga värde, tomt där det är öppet", "The largest possible value, empty where it is open",
        if |_| true => |_, row| row.figures.upper.into();
    "value_known" Figure, optional, "Värdet bland dem om vilka allt är känt", "The value among those about whom all is known",
        if |_| true => |_, row| row.figures.value_known.into();
    "numerator" Count, optional, "Hur många som säkert är i täljaren", "How many are certainly in the numerator",
        if |_| true => |_, row| row.figures.numerator.into();
    "denominator" Count, optional, "Hur många som säkert är i nämnaren", "How many are certainly in the denominator",
        if |_| true => |_, row| row.figures.denominator.into();
    "unknown" Count, optional, "Om hur många det är okänt", "Of how many it is unknown",
        if |_| true => |_, row| row.figures.unknown.into();
    "status" STATUSES, required, "Varför en siffra är som den är", "Why a figure is as it is",
        if |_| true => |_, row| Value::Text(row.figures.status.as_str());
    "target" Figure, optional, "Årsmålet", "The target of the year",
        if |report| report.has_targets => |_, row| row.judgement.map(|judgement| judgement.target).into();
    "target_status" Words, optional, "Om årsmålet är uppnått", "Whether the target is met",
        if |report| report.has_targets => |_, row| text(row.judgement.map(|judgement| judgement.status.as_str()));
    "ci_lower" Figure, optional, "Konfidensintervallets nedre gräns (Wilson, 95 %)", "The lower end of the confidence interval (Wilson, 95 %)",
        if |report| report.has_surveys => |_, row| share(row.figures.survey.and_then(|survey| Some(survey.interval?.0)));
    "ci_upper" Figure, optional, "Konfidensintervallets övre gräns (Wilson, 95 %)", "The upper end of the confidence interval (Wilson, 95 %)",
        if |report| report.has_surveys => |_, row| share(row.figures.survey.and_then(|survey| Some(survey.interval?.1)));
    "response_rate" Figure, optional, "Svarsandelen", "The response rate",
        if |report| report.has_surveys => |_, row| share(row.figures.survey.and_then(|survey| survey.response_rate));
    "reading" Words, optional, "Den tolkning som raden prövar", "The reading that the row tries",
        if has_readings => |_, row| text(row.reading.as_deref());
    "ils_state" Words, optional, "Läget med orden i stadens styrsystem", "The state in the words of the city's steering system",
        if |report| report.has_targets => |_, row| {
            let state = row.judgement.as_ref().and_then(|judgement| IlsState::of(judgement, &row.figures));
            text(state.map(IlsState::as_str))
        };
    "comparable" RELATIONS, optional, "Hur siffran går att jämföra med den tidigare utgåvans", "How the figure compares with that of the earlier edition",
        if |report| report.receipt.series.is_some() => |_, row| text(row.comparable.map(Relation::name));
    "bridge" Flag, optional, "Om raden finns för att jämföra två utgåvor", "Whether the row is there to compare two editions",
        if has_bridges => |_, row| Value::Flag(row.is_bridge);
    "target_bound" BOUNDS, optional, "Om årsmålet är ett minsta eller ett högsta", "Whether the target is a least or a most",
        if |report| report.has_targets => |_, row| text(row.judgement.map(|judgement| judgement.bound.as_str()));
};

/// The published figure, ours on the same scale with its bounds, the difference, and whether the two can be compared.
const PUBLISHED: &[Column<Report, Row>] = columns! {
    "published" Figure, optional, "Det som någon annan har publicerat", "What somebody else has published",
        if |report| report.beside.is_some() => |_, row| beside(row, |b| b.published);
    "own" Figure, optional, "Vårt värde på samma skala som det publicerade", "Our value on the scale of the published one",
        if |report| report.beside.is_some() => |_, row| beside(row, |b| b.own);
    "own_lower" Figure, optional, "Vår nedre gräns på den skalan", "Our lower bound on that scale",
        if |report| report.beside.is_some() => |_, row| beside(row, |b| b.own_lower);
    "own_upper" Figure, optional, "Vår övre gräns på den skalan", "Our upper bound on that scale",
        if |report| report.beside.is_some() => |_, row| beside(row, |b| b.own_upper);
    "difference" Figure, optional, "Vårt värde minus det publicerade", "Our value less the published one",
        if |report| report.beside.is_some() => |_, row| beside(row, |b| b.difference);
    "comparison" COMPARISONS, optional, "Om de går att jämföra, och om inte, varför", "Whether the two can be compared, and if not, why",
        if |report| report.beside.is_some() => |_, row| text(row.beside.as_ref().map(|b| b.comparability.as_str()));
};

const NAME: &[Column<Report, Row>] = columns! {
    "name" Words, required, "Indikatorns namn, som programmet ordar det", "The indicator's name, as the programme words it",
        if |_| true => |report, row| Value::Text(report.name(&row.indicator));
};

/// `value` also holds shares, so it is floating-point in a frame.
const FRAME: &[Column<Report, Row>] = columns! {
    "count" Count, optional, "Värdet av ett antal, som heltal", "The value of a count, as a whole number",
        if |_| true => |_, row| match row.figures.value {
            Some(Number::Count(count)) => Some(count).into(),
            _ => Value::Null,
        };
};

/// The effect of each alternative of the readings on each total.
pub(super) const EFFECTS: &[Column<Effects, Effect>] = columns! {
    "programme" Words, required, "Programmet", "The programme",
        if |_| true => |effects, _| Value::Text(&effects.receipt.programme);
    "edition" Words, optional, "Utgåvan som räknar", "The edition that counts",
        if |_| true => |_, effect| text(effect.edition.as_ref().map(|name| name.edition.as_str()));
    "revision" Words, optional, "Revisionen av utgåvans regler", "The revision of the edition's rules",
        if |_| true => |_, effect| text(effect.edition.as_ref().map(|name| name.revision.as_str()));
    "indicator" Words, required, "Indikatorn", "The indicator",
        if |_| true => |_, effect| Value::Text(&effect.indicator);
    "kind" KINDS, required, "Antal eller andel", "Count (`antal`) or share (`andel`)",
        if |_| true => |_, effect| Value::Text(effect.kind.as_str());
    "unit" Words, required, "Vad som räknas", "What is counted",
        if |_| true => |_, effect| Value::Text(&effect.unit);
    "period_start" Date, required, "Periodens första dag", "The first day of the period",
        if |_| true => |_, effect| Value::Date(effect.period.start);
    "period_end" Date, required, "Periodens sista dag", "The last day of the period",
        if |_| true => |_, effect| Value::Date(effect.period.end);
    "reading" Words, required, "Alternativet som prövas", "The alternative that is tried",
        if |_| true => |_, effect| Value::Text(&effect.reading);
    "base" Figure, optional, "Värdet med de tolkningar som gäller", "The value under the readings that hold",
        if |_| true => |_, effect| effect.base.into();
    "value" Figure, optional, "Värdet med alternativet i stället", "The value with the alternative instead",
        if |_| true => |_, effect| effect.value.into();
    "difference" Figure, optional, "Det nya värdet minus det gamla", "The new value less the old",
        if |_| true => |_, effect| effect.shift.map_or(Value::Null, |shift| match effect.kind {
            Kind::Antal => Value::Whole(shift.difference as i64),
            Kind::Andel => Value::Real(shift.difference),
        });
    "percent" Figure, optional, "Skillnaden i procent av det gamla värdet", "The difference in per cent of the old value",
        if |_| true => |_, effect| real(effect.shift.and_then(|shift| shift.percent));
    "changes" Flag, required, "Om något alls blir annorlunda", "Whether anything at all is different",
        if |_| true => |_, effect| Value::Flag(effect.changes);
};

/// The fields that unknown results depend on.
pub(super) const MISSING: &[Column<Report, MissingField>] = columns! {
    "indicator" Words, required, "Indikatorn", "The indicator",
        if |_| true => |_, field| Value::Text(&field.indicator);
    "period_start" Date, required, "Periodens första dag", "The first day of the period",
        if |_| true => |_, field| Value::Date(field.period.start);
    "period_end" Date, required, "Periodens sista dag", "The last day of the period",
        if |_| true => |_, field| Value::Date(field.period.end);
    "field" Words, required, "Fältet", "The field",
        if |_| true => |_, field| Value::Text(&field.field);
    "records" Count, required, "Hur många poster som saknar det där det betyder något", "How many records lack it where it matters",
        if |_| true => |_, field| Some(field.records).into();
    "reading" Words, optional, "Den tolkning som prövas", "The reading that is tried",
        if has_readings => |_, field| text(field.reading.as_deref());
};

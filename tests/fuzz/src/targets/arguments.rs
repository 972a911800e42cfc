//! Options, periods and days, as every interface passes them: a line each, `field=value`.

use crate::inputs::sound;
use kvinnofrid::date::Date;
use kvinnofrid::explain::ExplainOptions;
use kvinnofrid::input::InputFormat::Ndjson;
use kvinnofrid::options::{Arguments, Value};
use kvinnofrid::protect::Method;
use kvinnofrid::rules::Loaded;
use kvinnofrid::{Lang, OnError, Period, Rules};

pub(crate) fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut arguments = Arguments::default();
    for line in text.lines() {
        sound(Period::parse(line));
        sound(Date::read(line));
        sound(Method::parse(line));
        let (field, value) = line.split_once('=').unwrap_or((line, ""));
        let value = match value.split_once('=') {
            Some((id, chosen)) => Value::Pair(id.to_owned(), chosen.to_owned()),
            None => match (value, value.parse::<usize>()) {
                ("ja", _) => Value::Flag(true),
                ("nej", _) => Value::Flag(false),
                // Periods may be numbers.
                (_, Ok(number)) if field != "periods" => Value::Number(number),
                ("", _) => Value::Absent,
                _ => Value::Text(value.to_owned()),
            },
        };
        sound(arguments.set(field, value));
    }
    arguments.options.threads = 1;
    arguments.options.on_error = OnError::Skip;
    let records = crate::seeds::records(3);
    let programme = Rules::embedded().programme("stockholm/kvinnofrid").expect("it is embedded");
    let Some(series) = sound(Loaded::Line(programme).series_of(&arguments)) else { return };
    let mut partials = Vec::new();
    for part in series.parts() {
        partials.extend(sound(part.edition.partial(records.as_bytes(), Ndjson, &part.options)));
    }
    if partials.len() == series.parts().len()
        && let Some(report) = sound(series.finish(&partials))
    {
        crate::inputs::written(&report);
    }
    let Some(part) = series.parts().first() else { return };
    let Some(options) = sound(arguments.options_for(&part.edition)) else { return };
    let first = records.lines().next().unwrap_or_default().as_bytes();
    sound(part.edition.classify(first, &options));
    let asked = ExplainOptions { subjects: arguments.explain.subjects.clone(), ..ExplainOptions::default() };
    if let Some(explanation) = sound(part.edition.explain(first, &options, &asked)) {
        let _ = explanation.to_text(Lang::En);
    }
}

//! Converts arguments to the engine's options.

use super::{path, text, texts};
use crate::failure::Failure;
use crate::input::all_of;
use crate::say::say;
use clap::ArgMatches;
use kvinnofrid::casework::With;
use kvinnofrid::date::{Date, Period};
use kvinnofrid::edition::Edition;
use kvinnofrid::error::Error;
use kvinnofrid::map::MAX_MAP_BYTES;
use kvinnofrid::options::{OnError, Options};
use kvinnofrid::protect::{Key, Method, Protect};
use kvinnofrid::published::{Beside, MAX_BYTES, Published};
use kvinnofrid::rules::{Loaded, Rules};
use kvinnofrid::series::Series;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

/// Loads the rule sets of `--rules`, else the embedded ones.
pub(crate) fn rules(matches: &ArgMatches) -> Result<Rc<Rules>, Failure> {
    Ok(Rc::new(match path(matches, "rules") {
        Some(folder) => Rules::open(folder)?,
        None => Rules::embedded(),
    }))
}

/// Returns the programme or edition given by `--programme`, or as a positional argument if the verb has it.
fn named(matches: &ArgMatches) -> Option<&str> {
    let by_place = matches.try_get_one::<String>("edition").ok().flatten().map(String::as_str);
    text(matches, "programme").or(by_place)
}

/// Returns the selected edition.
pub(crate) fn edition(
    matches: &ArgMatches,
    rules: &Rc<Rules>,
    options: &Options,
) -> Result<Arc<Edition>, Failure> {
    Ok(loaded(matches, rules)?.edition(options)?)
}

/// Returns the series to report: one edition, or the line of editions that the periods belong to.
pub(crate) fn series(matches: &ArgMatches, rules: &Rc<Rules>, options: &Options) -> Result<Series, Failure> {
    Ok(loaded(matches, rules)?.series(options)?)
}

/// Returns the period of `--bridge`: `None` without the option, `Some(None)` without a period.
pub(crate) fn bridge(matches: &ArgMatches) -> Result<Option<Option<Period>>, Failure> {
    if !matches.contains_id("bridge") {
        return Ok(None);
    }
    Ok(Some(text(matches, "bridge").map(Period::parse).transpose()?))
}

/// Loads the published figures of `--published`, and how to match them with the report.
pub(crate) fn published(matches: &ArgMatches) -> Result<Option<(Published, Beside)>, Failure> {
    let Some(path) = path(matches, "published") else { return Ok(None) };
    let json = all_of(path, MAX_BYTES as u64)?;
    let published =
        Published::read(&json).map_err(|error| Failure::in_file(&error, &path.display().to_string()))?;
    let mut asked = Beside { area: text(matches, "published-for").map(str::to_owned), ..Beside::default() };
    for given in texts(matches, "population") {
        let (year, number) = match given.split_once('=') {
            Some((year, number)) => (year.parse().ok().map(Some), number),
            None => (Some(None), given),
        };
        let number = number.parse().ok().filter(|number| *number > 0);
        let Some((year, number)) = year.zip(number) else {
            return Err(Failure::usage(say!(
                "`{given}` är inget antal; skriv `--population 2026=800000`, eller `--population 800000` för alla år",
                "`{given}` is no number; write `--population 2026=800000`, or `--population 800000` for all years"
            )));
        };
        asked.population.insert(year, number);
    }
    Ok(Some((published, asked)))
}

/// Returns the settings of `--protect`, and the path of the ledger.
pub(crate) fn protect(matches: &ArgMatches) -> Result<Option<(Protect, PathBuf)>, Failure> {
    let Some(method) = text(matches, "protect") else { return Ok(None) };
    let method = Method::parse(method)?;
    let (Some(key), Some(ledger)) = (path(matches, "key-file"), path(matches, "ledger")) else {
        return Err(Failure::usage(say!(
            "`--protect` behöver en nyckel och en liggare; skriv `--protect {method} --key-file FIL --ledger FIL`",
            "`--protect` needs a key and a ledger; write `--protect {method} --key-file FILE --ledger FILE`"
        )));
    };
    let bytes = all_of(key, 1 << 20)?;
    Ok(Some((Protect { method, key: Key::new(&bytes)? }, ledger.to_owned())))
}

/// Loads the selected programme, else the only one.
fn loaded(matches: &ArgMatches, rules: &Rc<Rules>) -> Result<Loaded, Failure> {
    rules.load_programme(named(matches), None, None).map_err(|error| Failure::of_rules(error, rules))
}

/// Converts the options; those that the verb lacks keep their defaults.
pub(crate) fn options(matches: &ArgMatches) -> Result<Options, Failure> {
    let has = |name: &str| matches.try_contains_id(name).unwrap_or(false);
    let mut options = Options { on: date(matches, "on")?, ..Options::default() };
    if has("period") {
        for period in texts(matches, "period") {
            options.periods.push(Period::parse(period)?);
        }
    }
    if has("by") {
        options.by = texts(matches, "by").map(str::to_owned).collect();
    }
    if has("indicator") {
        options.indicators = texts(matches, "indicator").map(str::to_owned).collect();
    }
    options.without_totals = has("no-totals") && matches.get_flag("no-totals");
    if has("reading") {
        for reading in texts(matches, "reading") {
            switch(&mut options, reading)?;
        }
    }
    if has("with") {
        for names in texts(matches, "with") {
            options.with = options.with.and(With::parse(names)?);
        }
    }
    if has("on-error") && text(matches, "on-error") == Some("skip") {
        options.on_error = OnError::Skip;
    }
    options.why = has("why") && matches.get_flag("why");
    options.threads = threads(matches);
    options.assume_unique = has("assume-unique") && matches.get_flag("assume-unique");
    Ok(options)
}

/// Returns the number of threads for counting and classifying: that of `--threads`, else as many as the computer can
/// run at once. Records from standard input are processed as they arrive, unless `--threads` is given.
pub(crate) fn threads(matches: &ArgMatches) -> usize {
    let given = matches.try_get_one::<u64>("threads").ok().flatten();
    if let Some(threads) = given {
        return usize::try_from(*threads).unwrap_or(usize::MAX);
    }
    let files = matches.try_get_many::<PathBuf>("file").ok().flatten();
    if files.into_iter().flatten().any(|file| file.as_os_str() == "-") {
        return 1;
    }
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Parses `åldersgräns=alla`, or `*` for every alternative.
fn switch(options: &mut Options, reading: &str) -> Result<(), Failure> {
    if reading == "*" {
        options.every_alternative = true;
        return Ok(());
    }
    let Some((id, alternative)) = reading.split_once('=') else {
        return Err(Failure::usage(say!(
            "`{reading}` är ingen tolkning med alternativ; skriv `--reading åldersgräns=alla`, eller `--reading '*'` för alla alternativ",
            "`{reading}` is not a reading with an alternative; write `--reading åldersgräns=alla`, or `--reading '*'` for every alternative"
        )));
    };
    let before = options.readings.insert(id.trim().to_owned(), alternative.trim().to_owned());
    if before.is_some() {
        return Err(Failure::usage(say!(
            "tolkningen `{id}` är angiven två gånger; ange ett alternativ, eller `--reading '*'` för alla",
            "the reading `{id}` is given twice; give one alternative, or `--reading '*'` for every one"
        )));
    }
    Ok(())
}

/// Returns the date of the option `name`.
pub(crate) fn date(matches: &ArgMatches, name: &str) -> Result<Option<Date>, Failure> {
    Ok(text(matches, name).map(Date::read).transpose()?)
}

/// Loads the map of `--map`, if given, into the options.
pub(crate) fn with_map(
    matches: &ArgMatches,
    edition: &Edition,
    options: &mut Options,
) -> Result<(), Failure> {
    let Some(path) = path(matches, "map") else { return Ok(()) };
    let bytes = all_of(path, MAX_MAP_BYTES as u64)?;
    let name = path.display().to_string();
    let text = String::from_utf8(bytes).map_err(|_| {
        Failure::usage(say!(
            "{name} är inte UTF-8; spara kartan i teckenkodningen UTF-8",
            "{name} is not UTF-8; save the map in the character encoding UTF-8"
        ))
    })?;
    let map = edition.map(&text).map_err(|error: Error| Failure::in_file(&error, &name))?;
    options.map = Some(map);
    Ok(())
}

/// Returns the lists and files of `--table insatser=FIL`.
pub(crate) fn tables(matches: &ArgMatches) -> Result<Vec<(String, PathBuf)>, Failure> {
    texts(matches, "table")
        .map(|table| match table.split_once('=') {
            Some((list, file)) if !file.is_empty() => {
                Ok((kvinnofrid::text::nfc(list.trim()).into_owned(), PathBuf::from(file)))
            }
            _ => Err(Failure::usage(say!(
                "`{table}` är ingen lista med fil; skriv `--table insatser=insatser.csv`",
                "`{table}` is not a list with a file; write `--table insatser=insatser.csv`"
            ))),
        })
        .collect()
}

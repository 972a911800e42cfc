//! Converts arguments to the engine's options.

use super::{path, text, texts};
use crate::failure::Failure;
use crate::input::all_of;
use crate::say::say;
use clap::ArgMatches;
use clap::parser::ValueSource;
use kvinnofrid::date::Date;
use kvinnofrid::edition::Edition;
use kvinnofrid::error::Error;
use kvinnofrid::map::MAX_MAP_BYTES;
use kvinnofrid::options::{Arguments, OPTIONS, Options, Takes, Value};
use kvinnofrid::protect::{Key, Method, Protect};
use kvinnofrid::published::{Beside, MAX_BYTES, Published};
use kvinnofrid::rules::{Loaded, Opening, Rules, TrustedKey};
use kvinnofrid::series::Series;
use kvinnofrid::validate;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

/// Loads the rule sets of `--rules`, which must be signed with `--trusted-key`, else the embedded ones.
pub(crate) fn rules(matches: &ArgMatches) -> Result<Rc<Rules>, Failure> {
    let opening = opening(matches)?;
    Ok(Rc::new(match path(matches, "rules") {
        Some(folder) => Rules::open_with(folder, &opening)?,
        None => Rules::embedded(),
    }))
}

/// Returns what is asked of folders of rule files: that of `--trusted-key` and `--limit`.
pub(crate) fn opening(matches: &ArgMatches) -> Result<Opening, Failure> {
    let mut arguments = Arguments::default();
    texts(matches, "limit").try_for_each(|given| limit(&mut arguments, given))?;
    Ok(Opening { trusted_key: trusted_key(matches)?, limits: arguments.options.limits })
}

/// Returns the key of `--trusted-key`.
fn trusted_key(matches: &ArgMatches) -> Result<Option<TrustedKey>, Failure> {
    /// The most bytes read; a public key has some 110.
    const MOST: u64 = 4_096;
    let Some(path) = path(matches, "trusted-key") else { return Ok(None) };
    let text = String::from_utf8(all_of(path, MOST)?).unwrap_or_default();
    let key = TrustedKey::parse(&text);
    Ok(Some(key.map_err(|error| Failure::in_file(&error, &path.display().to_string()))?))
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

/// Returns the editions whose figures data are for: the selected one; all of the programme where neither an edition, a day
/// nor a period selects one; all that there are where no programme is selected.
pub(crate) fn editions(
    matches: &ArgMatches,
    rules: &Rc<Rules>,
    options: &Options,
) -> Result<Vec<Arc<Edition>>, Failure> {
    match named(matches) {
        Some(_) => Ok(validate::editions_of(&loaded(matches, rules)?, options)?),
        None => Ok(validate::editions(rules)),
    }
}

/// Returns the series to report: one edition, or the line of editions that the periods belong to.
pub(crate) fn series(
    matches: &ArgMatches,
    rules: &Rc<Rules>,
    arguments: &Arguments,
) -> Result<Series, Failure> {
    Ok(loaded(matches, rules)?.series_of(arguments)?)
}

/// Returns the series of a baseline, as [`series`].
pub(crate) fn series_of_baseline(
    matches: &ArgMatches,
    rules: &Rc<Rules>,
    arguments: &Arguments,
) -> Result<Series, Failure> {
    let loaded = loaded(matches, rules)?;
    Ok(loaded.series_of_baseline(&arguments.options, &arguments.baseline, arguments.map.as_deref())?)
}

/// Loads the published figures of `--published`, and how to match them with the report.
pub(crate) fn published(matches: &ArgMatches) -> Result<Option<(Published, Beside)>, Failure> {
    let Some(path) = path(matches, "published") else { return Ok(None) };
    let json = all_of(path, MAX_BYTES)?;
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
    Ok(Some((Protect { method, key: read_key(key)? }, ledger.to_owned())))
}

/// Returns the keys of every `--key-file`.
pub(crate) fn keys(matches: &ArgMatches) -> Result<Vec<Key>, Failure> {
    let files = matches.get_many::<PathBuf>("key-file").into_iter().flatten();
    files.map(|file| read_key(file)).collect()
}

fn read_key(file: &Path) -> Result<Key, Failure> {
    Ok(Key::new(&all_of(file, 1 << 20)?)?)
}

/// Loads the selected programme, else the only one.
fn loaded(matches: &ArgMatches, rules: &Rc<Rules>) -> Result<Loaded, Failure> {
    rules.load_programme(named(matches), None, None).map_err(|error| Failure::of_rules(error, rules))
}

/// Decodes the arguments by the core's table of options; those that the verb lacks keep their defaults. The map is
/// [loaded](with_map) when its edition is known.
pub(crate) fn arguments(matches: &ArgMatches) -> Result<Arguments, Failure> {
    let mut arguments = Arguments::default();
    for option in OPTIONS {
        let Some(name) = option.command_line.filter(|name| is_given(matches, name)) else { continue };
        let mut set = |value| arguments.set(option.field, value);
        match option.takes {
            _ if option.field == "map" => {}
            Takes::Number { .. } if option.field != "threads" => {
                let number = matches.get_one::<u64>(name).copied().unwrap_or_default();
                set(Value::Number(usize::try_from(number).unwrap_or(usize::MAX)))?;
            }
            Takes::Flag { default, .. } if matches.try_get_one::<bool>(name).is_ok() => {
                set(Value::Flag(!default))?;
            }
            Takes::FlagOrText(_) => set(text(matches, name).map_or(Value::Flag(true), Value::from))?,
            Takes::Choice(..) | Takes::Text(_) | Takes::Texts(_) => {
                texts(matches, name).try_for_each(|text| set(Value::from(text)))?;
            }
            Takes::Pairs(_) if option.field == "cell" => {
                texts(matches, name).try_for_each(|given| narrow(&mut arguments, given))?;
            }
            Takes::Pairs(_) if option.field == "limits" => {
                texts(matches, name).try_for_each(|given| limit(&mut arguments, given))?;
            }
            Takes::Pairs(_) if option.field == "renamed" => {
                texts(matches, name).try_for_each(|given| rename(&mut arguments, given))?;
            }
            Takes::Pairs(_) => texts(matches, name).try_for_each(|given| switch(&mut arguments, given))?,
            // Threads have a default of their own; `--reading` is decoded once, in the row of readings.
            _ => {}
        }
    }
    arguments.options.threads = threads(matches);
    Ok(arguments)
}

/// Returns whether the verb has the option, and it was given.
fn is_given(matches: &ArgMatches, name: &str) -> bool {
    let has = matches.try_contains_id(name).unwrap_or(false);
    has && matches.value_source(name) == Some(ValueSource::CommandLine)
}

/// Returns the options of the call.
pub(crate) fn options(matches: &ArgMatches) -> Result<Options, Failure> {
    Ok(arguments(matches)?.options)
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

/// Parses `känd_sedan=aktuell_sedan`.
fn rename(arguments: &mut Arguments, given: &str) -> Result<(), Failure> {
    match given.split_once('=').map(|(old, new)| (old.trim(), new.trim())) {
        Some((old, new)) if !old.is_empty() && !new.is_empty() => {
            Ok(arguments.set("renamed", Value::Pair(old.to_owned(), new.to_owned()))?)
        }
        _ => Err(Failure::usage(say!(
            "`{given}` är inget gammalt namn med ett nytt; skriv `--renamed känd_sedan=aktuell_sedan`",
            "`{given}` is no old name with a new one; write `--renamed känd_sedan=aktuell_sedan`"
        ))),
    }
}

/// Parses `åldersgräns=alla`, or `*` for every alternative.
fn switch(arguments: &mut Arguments, reading: &str) -> Result<(), Failure> {
    if reading == "*" {
        return Ok(arguments.set("every_alternative", Value::Flag(true))?);
    }
    let Some((id, alternative)) = reading.split_once('=') else {
        return Err(Failure::usage(say!(
            "`{reading}` är ingen tolkning med alternativ; skriv `--reading åldersgräns=alla`, eller `--reading '*'` för alla alternativ",
            "`{reading}` is not a reading with an alternative; write `--reading åldersgräns=alla`, or `--reading '*'` for every alternative"
        )));
    };
    let (id, alternative) = (id.trim(), alternative.trim());
    if arguments.options.readings.contains_key(id) {
        return Err(Failure::usage(say!(
            "tolkningen `{id}` är angiven två gånger; ange ett alternativ, eller `--reading '*'` för alla",
            "the reading `{id}` is given twice; give one alternative, or `--reading '*'` for every one"
        )));
    }
    Ok(arguments.set("readings", Value::Pair(id.to_owned(), alternative.to_owned()))?)
}

/// Parses `elements=200000`; the last of one limit counts.
fn limit(arguments: &mut Arguments, limit: &str) -> Result<(), Failure> {
    let Some((name, most)) = limit.split_once('=') else {
        return Err(Failure::usage(say!(
            "`--limit` är en gräns med ett antal; skriv `--limit elements=200000`",
            "`--limit` is a limit with a number; write `--limit elements=200000`"
        )));
    };
    Ok(arguments.set("limits", Value::Pair(name.trim().to_owned(), most.trim().to_owned()))?)
}

/// Parses `stadsdel=Farsta`.
fn narrow(arguments: &mut Arguments, cell: &str) -> Result<(), Failure> {
    let Some((field, category)) = cell.split_once('=') else {
        return Err(Failure::usage(say!(
            "`--where` är ett fält med en kategori; skriv `--where stadsdel=Farsta`",
            "`--where` is a field with a category; write `--where stadsdel=Farsta`"
        )));
    };
    let (field, category) = (field.trim(), category.trim());
    if arguments.options.cell.contains_key(field) {
        return Err(Failure::usage(say!(
            "fältet `{field}` är angivet två gånger med `--where`; ange en kategori",
            "the field `{field}` is given twice with `--where`; give one category"
        )));
    }
    Ok(arguments.set("cell", Value::Pair(field.to_owned(), category.to_owned()))?)
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

//! Baselines: persons in several sources.

use crate::arrow::{self, ArrowArrayStream};
use crate::error::{kvf_error, say};
use crate::gathering::{Gather, Gathering};
use crate::guard::{call, make};
use crate::handle::{Exclusive, Handle, Kind, Owned, given};
use crate::input::format as format_of;
use crate::options::kvf_options;
use crate::programme::kvf_programme;
use crate::rejected::kvf_rejected;
use crate::text::{bytes, json as json_of, kvf_bytes, needed};
use kvinnofrid::Error;
use kvinnofrid::arrow::BatchReader;
use kvinnofrid::baseline::{Answers, BaselinePartial, Beside, Linker, Population};
use kvinnofrid::notes::Notice;
use kvinnofrid::output::baseline_series_json;
use kvinnofrid::protect::ledger::FileStore;
use kvinnofrid::record::Decoder;
use kvinnofrid::series::{Part, Parts};
use kvinnofrid::text::Text;
use std::ffi::c_char;
use std::mem::MaybeUninit;

/// Persons in several sources, linked by their keys. **It is personal data**: it contains keys of persons and exact counts of
/// few people.
///
/// Records are added first. The first call that merges, serializes or finishes ends that phase; afterwards it can be merged,
/// serialized and finished any number of times. An addition that fails midway invalidates it, as it does a kvf_partial.
#[derive(Debug)]
pub struct kvf_baseline(Exclusive<Gathering<Linking>>);

impl Kind for kvf_baseline {
    const NAME: &'static str = "kvf_baseline";
}

#[derive(Debug)]
struct Linking {
    linked: Parts<Linker>,
    /// A decoder for each part of the series.
    decoders: Vec<Decoder>,
}

impl Gather for Linking {
    type Taker = Parts<Linker>;
    type Gathered = BaselinePartial;

    fn taker(&mut self) -> &mut Parts<Linker> {
        &mut self.linked
    }

    fn notices(&self) -> Vec<Notice> {
        self.linked.notices()
    }

    fn gathered(self, _: Vec<Notice>) -> Result<BaselinePartial, Error> {
        self.linked.into_partial()
    }

    fn ended() -> Text {
        say!(
            "kartläggningen har redan lagts ihop, skrivits eller avslutats; gör en ny och slå ihop dem",
            "the baseline has been merged, written or finished already; make a new one and merge them"
        )
    }

    fn spent() -> Text {
        say!(
            "ett tidigare anrop med kartläggningen misslyckades på vägen; frigör den och börja om",
            "an earlier call with the baseline failed midway; free it and begin again"
        )
    }
}

/// Creates an empty baseline. Programme and options, callbacks included, are copied into it, and may be modified or freed
/// afterwards. The options must select periods or a day; they may choose a target group (kvf_options_set_group()) and one
/// breakdown (kvf_options_add_by()). With several periods the group's condition is evaluated for each, by the edition in force
/// throughout it; where everyone listed counts, the same rows count in each: link what is listed of each period in a baseline of
/// that period, and merge them.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_baseline_new(
    programme: Handle<'_, kvf_programme>,
    options: Handle<'_, kvf_options>,
    out: Option<&mut MaybeUninit<Option<Box<kvf_baseline>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || {
        let programme = programme.given("programme")?;
        options.given("options")?.hold()?.logged(|settings| {
            let arguments = &settings.arguments;
            let mut linked = programme.linked(arguments)?.baseline(&arguments.baseline)?;
            let decoder =
                |(part, linker): (&Part, &mut Linker)| linker.schema().decoder(part.options.map.as_deref());
            let decoders = linked.parts().map(decoder).collect();
            let linking = Linking { linked, decoders };
            Ok(kvf_baseline(Exclusive::new(Gathering::open(linking, settings.cancel, settings.log))))
        })
    })
}

/// Links records of the source `source`, such as `polis`, by their keys: the same key is the same person, who may have several
/// records in a source. `json` contains complete records in KVF_FORMAT_JSON or KVF_FORMAT_NDJSON; a source may be given in any
/// number of calls. There may be eight sources. `*rejected` receives the records skipped by this call (with
/// KVF_ON_ERROR_SKIP). Also KVF_INPUT, KVF_EVALUATE, KVF_LIMIT, KVF_CANCELLED; the baseline is invalid afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_baseline_add_json(
    baseline: Handle<'_, kvf_baseline>,
    source: *const c_char,
    source_len: usize,
    format: i32,
    json: *const c_char,
    len: usize,
    rejected: Option<&mut MaybeUninit<Option<Box<kvf_rejected>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    let rejected = rejected.map(|rejected| rejected.write(None));
    call(err, || {
        baseline.given("baseline")?.0.hold("baseline")?.logged(|state| {
            let format = format_of(format)?;
            // SAFETY: guaranteed by the caller.
            let source = unsafe { needed("source", source, source_len) }?;
            // SAFETY: guaranteed by the caller.
            let json = unsafe { json_of("json", json, len) }?;
            state.add(rejected, |Linking { linked, decoders }, cancel| {
                linked.parts().zip(decoders).try_for_each(|((_, linker), decoder)| {
                    cancel.reading(json, format, decoder, |records| Ok(linker.add_all(source, records)?))
                })
            })
        })
    })
}

/// Links the records of an Arrow stream. **`records` is moved**, as by kvf_classify_arrow(). Otherwise as
/// kvf_baseline_add_json().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_baseline_add_arrow(
    baseline: Handle<'_, kvf_baseline>,
    source: *const c_char,
    source_len: usize,
    records: Option<&mut ArrowArrayStream>,
    rejected: Option<&mut MaybeUninit<Option<Box<kvf_rejected>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    let rejected = rejected.map(|rejected| rejected.write(None));
    call(err, || {
        // SAFETY: guaranteed by the caller.
        let records = records.map(|records| unsafe { ArrowArrayStream::from_raw(records) });
        baseline.given("baseline")?.0.hold("baseline")?.logged(|state| {
            // SAFETY: guaranteed by the caller.
            let source = unsafe { needed("source", source, source_len) }?;
            let records = given("records", records)?;
            state.add(rejected, |Linking { linked, .. }, cancel| {
                cancel.batches(arrow::records(records)?, |batches| {
                    let reader = BatchReader::of(batches, linked.series().parts().len());
                    let mut reader = reader.map_err(Error::from)?;
                    for (part, linker) in linked.parts() {
                        let (schema, map) = (linker.schema(), part.options.map.as_deref());
                        reader.each(&schema, map, |records| linker.add_all(source, records))?;
                    }
                    Ok(())
                })
            })
        })
    })
}

/// Adds what `other` has linked to `baseline`: further sources, or further records of the same, where both have keys; otherwise
/// the tables of other persons. Periods that only one of them has stand beside the others. `other` is unchanged, but no records
/// can be added to either afterwards. On KVF_ARGUMENT (they differ in programme, group, breakdown, or within an edition in rules
/// or readings, or only one has keys) `baseline` is unchanged. Also KVF_LIMIT.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_baseline_merge(
    baseline: Handle<'_, kvf_baseline>,
    other: Handle<'_, kvf_baseline>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    call(err, || {
        let (baseline, other) = (baseline.given("baseline")?, other.given("other")?);
        if std::ptr::eq(baseline, other) {
            return Err(kvf_error::argument(say!(
                "en kartläggning kan inte läggas till sig själv",
                "a baseline can't be added to itself"
            )));
        }
        let mut other = other.0.hold("other")?;
        baseline.0.hold("baseline")?.logged(|state| state.merge(&mut other, BaselinePartial::merge))
    })
}

/// Serializes the baseline, to store or send: what `kvinnofrid baseline --partial` writes. `keys` is not 0 to keep the keys of
/// persons, so that it can be merged with other sources, or 0 for the tables of combinations only, which add up over
/// districts. **The bytes are personal data** either way.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_baseline_serialize(
    baseline: Handle<'_, kvf_baseline>,
    keys: i32,
    out: Option<&mut MaybeUninit<Option<Box<kvf_bytes>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || {
        baseline.given("baseline")?.0.hold("baseline")?.logged(|state| {
            let linked = state.gathered()?;
            let bytes = if keys == 0 { linked.without_keys().to_bytes()? } else { linked.to_bytes()? };
            kvf_bytes::new(bytes)
        })
    })
}

/// Returns the baseline that kvf_baseline_serialize() or the command line wrote. It can be merged, serialized and finished; no
/// records can be added. Damaged, truncated or unknown bytes are KVF_INPUT. `data` points to `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_baseline_deserialize(
    data: *const c_char,
    len: usize,
    out: Option<&mut MaybeUninit<Option<Box<kvf_baseline>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || {
        // SAFETY: guaranteed by the caller.
        let data = unsafe { bytes("data", data, len) }?;
        Ok(kvf_baseline(Exclusive::new(Gathering::of(BaselinePartial::from_bytes(data)?))))
    })
}

/// Returns the baseline: what `kvinnofrid baseline --format json` writes. An object with `receipt`, `sources`, `tables`, `survey`
/// and `notes`; each table has numbers of persons with their bounds. Of several periods: `periods`, such an object for each, and
/// `series`, with `breaks` where a period does not continue the one before it. `options` says what stands beside them
/// (kvf_options_set_estimate(), kvf_options_set_dependence()) and whether they are protected (kvf_options_set_protect()), and may
/// be NULL; `population` is CSV with the columns year, district (empty or `Totalt` for everyone) and persons, or NULL; `survey` is
/// CSV with the column `answer` and, where known, `weight`, `stratum` and `cluster`, for several periods also `period`, or NULL.
/// Also KVF_INPUT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_baseline_finish_json(
    baseline: Handle<'_, kvf_baseline>,
    options: Handle<'_, kvf_options>,
    population: *const c_char,
    population_len: usize,
    survey: *const c_char,
    survey_len: usize,
    out: Option<&mut MaybeUninit<Option<Box<kvf_bytes>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || {
        let mut beside = Beside::default();
        let mut protect = None;
        if !options.is_null() {
            let settings = options.given("options")?.hold()?;
            beside.estimate = settings.arguments.baseline.estimate;
            beside.dependence = settings.arguments.baseline.dependence;
            protect.clone_from(&settings.protect);
        }
        if !population.is_null() || population_len > 0 {
            // SAFETY: guaranteed by the caller.
            let csv = unsafe { bytes("population", population, population_len) }?;
            beside.population = Population::read(csv)?;
        }
        if !survey.is_null() || survey_len > 0 {
            // SAFETY: guaranteed by the caller.
            let csv = unsafe { bytes("survey", survey, survey_len) }?;
            beside.survey = Some(Answers::read(csv)?);
        }
        baseline.given("baseline")?.0.hold("baseline")?.logged(|state| {
            let linked = state.gathered()?;
            let baseline = match &protect {
                Some((protect, ledger)) => {
                    linked.protect_series(&beside, protect, &mut FileStore::open(ledger.clone())?)?
                }
                None => linked.series(&beside)?,
            };
            kvf_bytes::new(baseline_series_json(&baseline)?.into_bytes())
        })
    })
}

/// Frees `baseline`.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_baseline_free(baseline: Owned<kvf_baseline>) {
    baseline.free();
}

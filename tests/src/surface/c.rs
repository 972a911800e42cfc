//! The C ABI, called as C would: handles, texts with lengths, status codes.

#![allow(
    unsafe_code,
    reason = "a C ABI trusts the pointers it is given; all here are of texts that outlive the call"
)]

use super::{KEY, Question, Surface, ledger};
use kvf_capi::{
    Handle, KVF_FORMAT_NDJSON, KVF_LANG_EN, KVF_LANG_SV, KVF_OK, kvf_baseline, kvf_baseline_add_json,
    kvf_baseline_deserialize, kvf_baseline_finish_json, kvf_baseline_merge, kvf_baseline_new,
    kvf_baseline_serialize, kvf_bytes, kvf_bytes_view, kvf_classify_json, kvf_diff_json, kvf_error,
    kvf_error_message, kvf_members_json, kvf_options, kvf_options_add_by, kvf_options_add_indicator,
    kvf_options_add_listed, kvf_options_add_period, kvf_options_add_renamed, kvf_options_new,
    kvf_options_set_bridge, kvf_options_set_contacts, kvf_options_set_dependence, kvf_options_set_estimate,
    kvf_options_set_group, kvf_options_set_on, kvf_options_set_per, kvf_options_set_protect,
    kvf_options_set_reading, kvf_options_set_where, kvf_options_set_why, kvf_options_set_with,
    kvf_partial_add_json, kvf_partial_finish_json, kvf_partial_new, kvf_programme, kvf_programme_load,
    kvf_rejected, kvf_rules, kvf_rules_check_json, kvf_rules_embedded, kvf_rules_open, kvf_text,
    kvf_validate_json, kvf_worklist_json,
};
use serde_json::Value;
use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::path::Path;
use std::ptr::null;

/// The functions of `kvinnofrid.h`.
#[derive(Debug, Default)]
pub struct C;

type Out<T> = MaybeUninit<Option<Box<T>>>;

fn text(text: &str) -> (*const c_char, usize) {
    (text.as_ptr().cast(), text.len())
}

fn owned(view: kvf_text) -> String {
    if view.data.is_null() {
        return String::new();
    }
    // SAFETY: the view is valid for `len` bytes, and its owner is alive.
    let bytes = unsafe { std::slice::from_raw_parts(view.data.cast::<u8>(), view.len) };
    String::from_utf8_lossy(bytes).into_owned()
}

/// Calls a function without an out value.
fn done(call: impl FnOnce(Option<&mut Out<kvf_error>>) -> i32) -> Result<(), String> {
    let mut error = MaybeUninit::new(None);
    let status = call(Some(&mut error));
    // SAFETY: it was initialised above.
    let error = unsafe { error.assume_init() };
    match status {
        KVF_OK => Ok(()),
        _ => Err(owned(kvf_error_message(error.as_deref().map_or(Handle::NULL, Handle::from), KVF_LANG_EN))),
    }
}

/// Calls a function with an out value.
fn made<T>(
    call: impl FnOnce(Option<&mut Out<T>>, Option<&mut Out<kvf_error>>) -> i32,
) -> Result<Box<T>, String> {
    let mut out = MaybeUninit::new(None);
    done(|error| call(Some(&mut out), error))?;
    // SAFETY: it was initialised above.
    unsafe { out.assume_init() }.ok_or_else(|| "nothing was made".to_owned())
}

fn opened(folder: &Path) -> Result<Box<kvf_rules>, String> {
    let (data, len) = text(folder.to_str().ok_or("the folder's name is not UTF-8")?);
    // SAFETY: the text is passed with its length.
    made(|out, error| unsafe { kvf_rules_open(data, len, out, error) })
}

fn asked(question: &Question) -> Result<(Box<kvf_programme>, Box<kvf_options>), String> {
    let rules = match &question.rules {
        Some(folder) => opened(folder)?,
        None => made(|out, error| kvf_rules_embedded(out, error))?,
    };
    let ((id, id_len), edition) = (text(&question.programme), question.edition.as_deref());
    let (edition, edition_len) = edition.map_or((null(), 0), text);
    let programme = made(|out, error| {
        // SAFETY: the texts are passed with their lengths; an absent one is NULL.
        unsafe {
            kvf_programme_load((&*rules).into(), id, id_len, edition, edition_len, null(), 0, out, error)
        }
    })?;
    let options = made(|out, error| kvf_options_new(out, error))?;
    for (data, len) in question.period.iter().map(|period| text(period)) {
        // SAFETY: the text is passed with its length.
        done(|error| unsafe { kvf_options_add_period((&*options).into(), data, len, error) })?;
    }
    for (data, len) in question.by.iter().map(|field| text(field)) {
        // SAFETY: the text is passed with its length.
        done(|error| unsafe { kvf_options_add_by((&*options).into(), data, len, error) })?;
    }
    if let Some((data, len)) = question.on.as_deref().map(text) {
        // SAFETY: the text is passed with its length.
        done(|error| unsafe { kvf_options_set_on((&*options).into(), data, len, error) })?;
    }
    if let Some(period) = &question.bridge {
        let (data, len) = period.as_deref().map_or((null(), 0), text);
        // SAFETY: the text, if any, is passed with its length.
        done(|error| unsafe { kvf_options_set_bridge((&*options).into(), 1, data, len, error) })?;
    }
    if !question.with.is_empty() {
        let with = question.with.join(",");
        let (data, len) = text(&with);
        // SAFETY: the text is passed with its length.
        done(|error| unsafe { kvf_options_set_with((&*options).into(), data, len, error) })?;
    }
    done(|error| kvf_options_set_why((&*options).into(), question.why.into(), error))?;
    for ((id, id_len), (to, to_len)) in question.readings.iter().map(|(id, to)| (text(id), text(to))) {
        // SAFETY: the texts are passed with their lengths.
        done(|error| unsafe { kvf_options_set_reading((&*options).into(), id, id_len, to, to_len, error) })?;
    }
    Ok((programme, options))
}

/// A function that answers about records as JSON.
type OfRecords = unsafe extern "C" fn(
    Handle<'_, kvf_programme>,
    Handle<'_, kvf_options>,
    i32,
    *const c_char,
    usize,
    Option<&mut Out<kvf_bytes>>,
    Option<&mut Out<kvf_rejected>>,
    Option<&mut Out<kvf_error>>,
) -> i32;

/// Calls a function about the records of a cell.
fn listed(question: &Question, records: &str, of: OfRecords) -> Result<String, String> {
    let (programme, options) = asked(question)?;
    for (data, len) in question.indicators.iter().map(|id| text(id)) {
        // SAFETY: the text is passed with its length.
        done(|error| unsafe { kvf_options_add_indicator((&*options).into(), data, len, error) })?;
    }
    for ((field, field_len), (of, of_len)) in question.cell.iter().map(|(f, of)| (text(f), text(of))) {
        // SAFETY: the texts are passed with their lengths.
        done(|error| unsafe {
            kvf_options_set_where((&*options).into(), field, field_len, of, of_len, error)
        })?;
    }
    if let Some((data, len)) = Some(text(&question.per)).filter(|(_, len)| *len > 0) {
        // SAFETY: the text is passed with its length.
        done(|error| unsafe { kvf_options_set_per((&*options).into(), data, len, error) })?;
    }
    let (data, len) = text(records);
    let found: Box<kvf_bytes> = made(|out, error| {
        let (programme, options) = ((&*programme).into(), (&*options).into());
        // SAFETY: the text is passed with its length.
        unsafe { of(programme, options, KVF_FORMAT_NDJSON, data, len, out, None, error) }
    })?;
    Ok(owned(kvf_bytes_view((&*found).into())))
}

impl Surface for C {
    fn name(&self) -> &'static str {
        "C"
    }

    fn report(&self, question: &Question, records: &str) -> Result<String, String> {
        let (programme, options) = asked(question)?;
        let (_folder, ledger) = ledger()?;
        if let Some((method, method_len)) = question.protect.as_deref().map(text) {
            let (key, key_len) = text(KEY);
            let ledger = ledger.to_str().ok_or("the ledger's name is not UTF-8")?;
            let (ledger, ledger_len) = text(ledger);
            // SAFETY: the texts are passed with their lengths.
            done(|error| unsafe {
                kvf_options_set_protect(
                    (&*options).into(),
                    method,
                    method_len,
                    key,
                    key_len,
                    ledger,
                    ledger_len,
                    error,
                )
            })?;
        }
        let partial =
            made(|out, error| kvf_partial_new((&*programme).into(), (&*options).into(), out, error))?;
        let (data, len) = text(records);
        // SAFETY: the text is passed with its length.
        done(|error| unsafe {
            kvf_partial_add_json((&*partial).into(), KVF_FORMAT_NDJSON, data, len, None, error)
        })?;
        let report = made(|out, error| kvf_partial_finish_json((&*partial).into(), out, error))?;
        as_csv(&owned(kvf_bytes_view((&*report).into())))
    }

    fn classify(&self, question: &Question, records: &str) -> Result<String, String> {
        let (programme, options) = asked(question)?;
        let (data, len) = text(records);
        let answers: Box<kvf_bytes> = made(|out, error| {
            // SAFETY: the text is passed with its length.
            unsafe {
                kvf_classify_json(
                    (&*programme).into(),
                    (&*options).into(),
                    KVF_FORMAT_NDJSON,
                    data,
                    len,
                    out,
                    None,
                    error,
                )
            }
        })?;
        Ok(owned(kvf_bytes_view((&*answers).into())))
    }

    fn members(&self, question: &Question, records: &str) -> Result<String, String> {
        listed(question, records, kvf_members_json)
    }

    fn worklist(&self, question: &Question, records: &str) -> Result<String, String> {
        listed(question, records, kvf_worklist_json)
    }

    fn validate(&self, question: &Question, records: &str) -> Result<String, String> {
        let (programme, options) = asked(question)?;
        let (data, len) = text(records);
        let found: Box<kvf_bytes> = made(|out, error| {
            let (programme, options) = ((&*programme).into(), (&*options).into());
            // SAFETY: the text is passed with its length.
            unsafe {
                kvf_validate_json(programme, options, KVF_FORMAT_NDJSON, data, len, KVF_LANG_SV, out, error)
            }
        })?;
        Ok(owned(kvf_bytes_view((&*found).into())))
    }

    fn baseline(&self, question: &Question, sources: &[(String, String)]) -> Result<String, String> {
        let (programme, options) = asked(question)?;
        if let Some((data, len)) = question.group.as_deref().map(text) {
            // SAFETY: the text is passed with its length.
            done(|error| unsafe { kvf_options_set_group((&*options).into(), data, len, error) })?;
        }
        if let Some((data, len)) = question.contacts.as_deref().map(text) {
            // SAFETY: the text is passed with its length.
            done(|error| unsafe { kvf_options_set_contacts((&*options).into(), data, len, error) })?;
        }
        for (data, len) in question.listed.iter().map(|source| text(source)) {
            // SAFETY: the text is passed with its length.
            done(|error| unsafe { kvf_options_add_listed((&*options).into(), data, len, error) })?;
        }
        if let Some((data, len)) = Some(text(&question.dependence)).filter(|(_, len)| *len > 0) {
            // SAFETY: the text is passed with its length.
            done(|error| unsafe { kvf_options_set_dependence((&*options).into(), data, len, error) })?;
        }
        done(|error| kvf_options_set_estimate((&*options).into(), question.estimate.into(), error))?;
        // Each source by itself, carried as bytes and merged: the same as all of them in one.
        let mut sum: Option<Box<kvf_baseline>> = None;
        for (name, records) in sources {
            let part =
                made(|out, error| kvf_baseline_new((&*programme).into(), (&*options).into(), out, error))?;
            let ((name, name_len), (data, len)) = (text(name), text(records));
            // SAFETY: the texts are passed with their lengths.
            done(|error| unsafe {
                let part = (&*part).into();
                kvf_baseline_add_json(part, name, name_len, KVF_FORMAT_NDJSON, data, len, None, error)
            })?;
            let bytes: Box<kvf_bytes> =
                made(|out, error| kvf_baseline_serialize((&*part).into(), 1, out, error))?;
            let sent = kvf_bytes_view((&*bytes).into());
            // SAFETY: the view is valid as long as the bytes.
            let sent =
                made(|out, error| unsafe { kvf_baseline_deserialize(sent.data, sent.len, out, error) })?;
            match &sum {
                Some(sum) => done(|error| kvf_baseline_merge((&**sum).into(), (&*sent).into(), error))?,
                None => sum = Some(sent),
            }
        }
        let sum = sum.ok_or("there are no sources")?;
        let found: Box<kvf_bytes> = made(|out, error| {
            // SAFETY: there is no population.
            unsafe {
                kvf_baseline_finish_json((&*sum).into(), (&*options).into(), null(), 0, null(), 0, out, error)
            }
        })?;
        Ok(owned(kvf_bytes_view((&*found).into())))
    }

    fn diff(&self, question: &Question, old: &Path, new: &Path) -> Result<String, String> {
        let (old, new) = (opened(old)?, opened(new)?);
        let options = made(|out, error| kvf_options_new(out, error))?;
        for (data, len) in question.period.iter().map(|period| text(period)) {
            // SAFETY: the text is passed with its length.
            done(|error| unsafe { kvf_options_add_period((&*options).into(), data, len, error) })?;
        }
        for ((old, old_len), (new, new_len)) in question.renamed.iter().map(|(o, n)| (text(o), text(n))) {
            // SAFETY: the texts are passed with their lengths.
            done(|error| unsafe {
                kvf_options_add_renamed((&*options).into(), old, old_len, new, new_len, error)
            })?;
        }
        let (programme, programme_len) = text(&question.programme);
        let found: Box<kvf_bytes> = made(|out, error| {
            let (old, new, options) = ((&*old).into(), (&*new).into(), (&*options).into());
            // SAFETY: the text is passed with its length.
            unsafe { kvf_diff_json(old, new, programme, programme_len, options, out, error) }
        })?;
        Ok(owned(kvf_bytes_view((&*found).into())))
    }

    fn check(&self, folder: &Path) -> Result<String, String> {
        let rules = opened(folder)?;
        let findings = made(|out, error| kvf_rules_check_json((&*rules).into(), KVF_LANG_SV, out, error))?;
        as_lines(&owned(kvf_bytes_view((&*findings).into())))
    }
}

/// Converts a JSON report to the CSV of the cases: the C ABI returns JSON only.
pub(super) fn as_csv(report: &str) -> Result<String, String> {
    let report: Value = serde_json::from_str(report).map_err(|error| error.to_string())?;
    let rows = report.get("rows").and_then(Value::as_array).ok_or("the report has no rows")?;
    let rows: Vec<_> = rows.iter().filter_map(Value::as_object).collect();
    let quoted = |text: &str| match text.contains(['"', ',', '\r', '\n']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    };
    let written = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => quoted(text),
        other => other.to_string(),
    };
    let heads = rows.first().into_iter().map(|row| row.keys().map(|name| quoted(name)).collect::<Vec<_>>());
    let lines = heads.chain(rows.iter().map(|row| row.values().map(written).collect()));
    Ok(lines.map(|cells| format!("{}\r\n", cells.join(","))).collect())
}

/// Converts JSON findings to the lines of the cases.
pub(super) fn as_lines(findings: &str) -> Result<String, String> {
    let findings: Vec<Value> = serde_json::from_str(findings).map_err(|error| error.to_string())?;
    let line = |finding: &Value| {
        let text = |name: &str| finding.get(name).and_then(Value::as_str);
        let number = |name: &str| finding.get(name).and_then(Value::as_u64);
        let place = match (text("file"), number("line"), number("column")) {
            (Some(file), Some(line), Some(column)) => format!("{file}:{line}:{column}: "),
            _ => String::new(),
        };
        let severity = if text("severity")? == "error" { "fel" } else { "varning" };
        Some(format!("{place}{severity}[{}] {}\n", text("code")?, text("message")?))
    };
    findings
        .iter()
        .map(|finding| line(finding).ok_or_else(|| "a finding lacks something".to_owned()))
        .collect()
}

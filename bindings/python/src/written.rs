//! Writes records given as dicts as the JSON that the engine parses, without Python's encoder: that took ten times as
//! long as the engine takes to read what it writes.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyBytes, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple, PyType};
use std::io::Write as _;

/// The depth to which dicts and lists are written. Deeper ones, and those that hold themselves, are left to Python.
const DEEPEST: usize = 32;

static DATE: PyOnceLock<Py<PyType>> = PyOnceLock::new();

/// Returns the record as JSON. `None` where it holds anything but dicts, lists, texts, whole characters, numbers that
/// are finite, truth values, days and missing values: the package then writes it, or says what is wrong with it.
#[pyfunction]
pub(crate) fn written<'py>(record: &Bound<'py, PyAny>) -> Option<Bound<'py, PyBytes>> {
    let mut json = Vec::with_capacity(512);
    record.cast_exact::<PyDict>().ok()?;
    value(record, DEEPEST, &mut json)?;
    Some(PyBytes::new(record.py(), &json))
}

/// Writes a value of one of the types themselves: one of a subclass may be written in another way.
fn value(value: &Bound<'_, PyAny>, depth: usize, json: &mut Vec<u8>) -> Option<()> {
    let below = depth.checked_sub(1)?;
    if let Ok(text) = value.cast_exact::<PyString>() {
        return self::text(text, json);
    }
    if value.is_none() {
        json.extend_from_slice(b"null");
    } else if let Ok(fields) = value.cast_exact::<PyDict>() {
        json.push(b'{');
        for (at, (name, field)) in fields.iter().enumerate() {
            if at > 0 {
                json.push(b',');
            }
            text(name.cast_exact::<PyString>().ok()?, json)?;
            json.push(b':');
            self::value(&field, below, json)?;
        }
        json.push(b'}');
    } else if let Ok(list) = value.cast_exact::<PyList>() {
        elements(list.iter(), below, json)?;
    } else if let Ok(tuple) = value.cast_exact::<PyTuple>() {
        elements(tuple.iter(), below, json)?;
    } else if let Ok(yes) = value.cast_exact::<PyBool>() {
        json.extend_from_slice(if yes.is_true() { b"true" } else { b"false" });
    } else if value.cast_exact::<PyInt>().is_ok() {
        let number: i64 = value.extract().ok()?;
        write!(json, "{number}").ok()?;
    } else if let Ok(number) = value.cast_exact::<PyFloat>() {
        let number = number.extract::<f64>().ok().filter(|number| number.is_finite())?;
        serde_json::to_writer(json, &number).ok()?;
    } else if value.get_type().is(DATE.import(value.py(), "datetime", "date").ok()?) {
        let day = value.call_method0(intern!(value.py(), "isoformat")).ok()?;
        text(day.cast_exact::<PyString>().ok()?, json)?;
    } else {
        return None;
    }
    Some(())
}

fn elements<'py>(
    elements: impl Iterator<Item = Bound<'py, PyAny>>,
    below: usize,
    json: &mut Vec<u8>,
) -> Option<()> {
    json.push(b'[');
    for (at, element) in elements.enumerate() {
        if at > 0 {
            json.push(b',');
        }
        value(&element, below, json)?;
    }
    json.push(b']');
    Some(())
}

/// Writes a text; one with a lone surrogate is none.
fn text(text: &Bound<'_, PyString>, json: &mut Vec<u8>) -> Option<()> {
    serde_json::to_writer(json, text.to_str().ok()?).ok()
}

//! The floor: reading every byte once that the indicators touch.

use kvinnofrid::arrow::arrow_array::cast::AsArray;
use kvinnofrid::arrow::arrow_array::{Array, ArrayRef, RecordBatch};
use kvinnofrid::arrow::arrow_schema::DataType;

/// Which columns the fifteen indicators ask about; of a list, with which fields.
const TOUCHED: &[(&str, &[&str])] = &[
    ("kön", &[]),
    ("födelsedatum", &[]),
    ("stadsdel", &[]),
    ("känd_sedan", &[]),
    ("våld", &["roll", "kategori", "relation", "från"]),
    ("anmälningar", &["ärende", "inkom", "orsak_våld"]),
    ("utredningar", &["typ", "inledd"]),
    ("familjerättsutredningar", &["ärende", "färdig", "strukturerad_bedömning"]),
    ("insatser", &["typ", "orsak_våld", "erbjuden", "beviljad", "påbörjad", "avslutad", "pågår"]),
    ("placeringar", &["påbörjad", "avslutad", "pågår", "orsak", "barnomsorg", "skola"]),
    ("samtycken", &["avser", "vårdnadshavare", "tillfrågad", "svar", "återkallat"]),
    ("enkätsvar", &["fråga", "datum", "svar"]),
];

/// The buffers of the columns that are touched: values, offsets and nulls, but no dictionaries.
pub fn touched(batch: &RecordBatch) -> Vec<&[u8]> {
    let mut buffers = Vec::new();
    for (name, fields) in TOUCHED {
        let column = batch.column_by_name(name).unwrap_or_else(|| panic!("no column `{name}`"));
        let DataType::List(_) = column.data_type() else {
            flat(column, &mut buffers);
            continue;
        };
        let list = column.as_list::<i32>();
        buffers.push(list.offsets().inner().inner().as_slice());
        buffers.extend(list.nulls().map(|nulls| nulls.buffer().as_slice()));
        let elements = list.values().as_struct();
        buffers.extend(elements.nulls().map(|nulls| nulls.buffer().as_slice()));
        for field in *fields {
            let column = elements.column_by_name(field).unwrap_or_else(|| panic!("no column `{field}`"));
            flat(column, &mut buffers);
        }
    }
    buffers
}

fn flat<'a>(column: &'a ArrayRef, buffers: &mut Vec<&'a [u8]>) {
    buffers.extend(column.nulls().map(|nulls| nulls.buffer().as_slice()));
    match column.data_type() {
        DataType::Boolean => buffers.push(column.as_boolean().values().values()),
        DataType::Date32 => {
            let days = column.as_primitive::<kvinnofrid::arrow::arrow_array::types::Date32Type>();
            buffers.push(days.values().inner().as_slice());
        }
        DataType::Dictionary(..) => {
            let codes = column.as_dictionary::<kvinnofrid::arrow::arrow_array::types::Int8Type>();
            buffers.push(codes.keys().values().inner().as_slice());
        }
        DataType::Utf8 => {
            let texts = column.as_string::<i32>();
            buffers.push(texts.offsets().inner().inner().as_slice());
            buffers.push(texts.values().as_slice());
        }
        other => panic!("{other} is not among the columns"),
    }
}

/// Adds up all buffers as words, shared between threads by their bytes.
pub fn stream(buffers: &[&[u8]], threads: usize) -> u64 {
    let bytes: usize = buffers.iter().map(|buffer| buffer.len()).sum();
    let part = |number: usize| (bytes * number / threads, bytes * (number + 1) / threads);
    if threads == 1 {
        return add(buffers, part(0));
    }
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|n| scope.spawn(move || add(buffers, part(n)))).collect();
        let own = add(buffers, part(0));
        others.into_iter().fold(own, |sum, other| sum.wrapping_add(other.join().expect("a thread")))
    })
}

/// The sum of the words from one byte of all buffers to another.
fn add(buffers: &[&[u8]], (from, to): (usize, usize)) -> u64 {
    let (mut start, mut sum) = (0, 0u64);
    for buffer in buffers {
        let (first, last) = (from.max(start) - start, to.min(start + buffer.len()));
        if let Some(own) = last.checked_sub(start).and_then(|last| buffer.get(first..last)) {
            let (words, rest) = own.as_chunks::<8>();
            sum = words.iter().fold(sum, |sum, word| sum.wrapping_add(u64::from_ne_bytes(*word)));
            sum = rest.iter().fold(sum, |sum, byte| sum.wrapping_add(u64::from(*byte)));
        }
        start += buffer.len();
    }
    sum
}

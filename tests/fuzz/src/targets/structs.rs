//! The structs of Arrow's C data interface. What the interface asks of a producer is kept, since nobody can check it: a
//! pointer that is not NULL points to as much as the struct says, and buffers are as long as lengths and types need.
//! Everything else is the input's: types, names, counts, lengths, offsets, what is NULL, released, or in the buffers.

#![allow(unsafe_code)]

use crate::inputs::{EDITION, SKIP, sound};
use kvinnofrid::arrow::batch_from_array;
use kvinnofrid::arrow::ffi::{FFI_ArrowArray, FFI_ArrowSchema};
use std::ffi::{CString, c_char, c_void};
use std::ptr::{null, null_mut};

#[repr(C)]
struct Schema {
    format: *const c_char,
    name: *const c_char,
    metadata: *const c_char,
    flags: i64,
    n_children: i64,
    children: *mut *mut Schema,
    dictionary: *mut Schema,
    release: Option<unsafe extern "C" fn(*mut Schema)>,
    private_data: *mut c_void,
}

#[repr(C)]
struct Array {
    length: i64,
    null_count: i64,
    offset: i64,
    n_buffers: i64,
    n_children: i64,
    buffers: *mut *const c_void,
    children: *mut *mut Array,
    dictionary: *mut Array,
    release: Option<unsafe extern "C" fn(*mut Array)>,
    private_data: *mut c_void,
}

unsafe extern "C" fn release_schema(schema: *mut Schema) {
    // SAFETY: called with the struct that it is of.
    unsafe { (*schema).release = None };
}

unsafe extern "C" fn release_array(array: *mut Array) {
    // SAFETY: as above.
    unsafe { (*array).release = None };
}

/// No array that is not refused has more rows, offset included.
const MOST_ROWS: i64 = 256;
/// The longest that a buffer must be: `MOST_ROWS` values of 32 bytes, and the offset after the last.
const BUFFER: usize = 256 * 32 + 64;

/// The types, and the names of fields that may have them.
const FORMATS: &[&str] = &[
    "u",
    "U",
    "vu",
    "z",
    "Z",
    "vz",
    "b",
    "c",
    "C",
    "s",
    "S",
    "i",
    "I",
    "l",
    "L",
    "e",
    "f",
    "g",
    "d:38,10",
    "d:9,2,32",
    "d:18,2,64",
    "d:76,10,256",
    "tdD",
    "tdm",
    "tss:",
    "tsm:UTC",
    "tsu:",
    "tsn:Europe/Stockholm",
    "n",
    "w:8",
    "+l",
    "+L",
    "+w:2",
    "+s",
    "+vl",
    "+vL",
    "+m",
    "+r",
    "+ud:0,1",
    "+us:0",
    "tts",
    "ttm",
    "tDs",
    "tiM",
    "tiD",
    "tin",
    "x",
    "",
];
const NAMES: &[&str] = &[
    "id",
    "kön",
    "födelsedatum",
    "känd_sedan",
    "stadsdel",
    "våld",
    "insatser",
    "roll",
    "kategori",
    "relation",
    "från",
    "erbjuden",
    "skyddade_uppgifter",
    "a b",
    "",
];

/// What must outlive the structs.
#[derive(Default)]
struct Arena {
    schemas: Vec<Box<Schema>>,
    arrays: Vec<Box<Array>>,
    texts: Vec<CString>,
    schema_lists: Vec<Vec<*mut Schema>>,
    array_lists: Vec<Vec<*mut Array>>,
    buffers: Vec<Vec<u64>>,
    buffer_lists: Vec<Vec<*const c_void>>,
}

struct Input<'d>(std::slice::Iter<'d, u8>);

impl Input<'_> {
    fn byte(&mut self) -> u8 {
        self.0.next().copied().unwrap_or(0)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::from(self.byte()) % n.max(1)
    }

    /// Once in `n`; never at the end of the input.
    fn rarely(&mut self, n: usize) -> bool {
        self.below(n) == n - 1
    }

    /// A count or length that cannot be.
    fn absurd(&mut self) -> i64 {
        [-1, i64::MIN, i64::MAX, i64::MAX >> 1, 1 << 56][self.below(5)]
    }
}

impl Arena {
    fn text(&mut self, text: &[u8]) -> *const c_char {
        self.texts.push(CString::new(text).unwrap_or_default());
        self.texts.last().map_or(null(), |text| text.as_ptr())
    }

    fn schema(&mut self, input: &mut Input<'_>, deep: usize) -> *mut Schema {
        let format = match deep {
            0 if !input.rarely(32) => "+s",
            6.. => FORMATS[input.below(30)],
            _ => FORMATS[input.below(FORMATS.len())],
        };
        let is = |formats: &[&str]| formats.contains(&format);
        let count = match format {
            "+s" => input.below(6),
            "+r" | "+ud:0,1" => 2,
            _ if format.starts_with('+') => 1,
            _ => 0,
        };
        let dictionary = is(&["c", "i", "I", "l", "L"]) && deep < 6 && input.rarely(4);
        let children: Vec<_> = (0..count).map(|_| self.schema(input, deep + 1)).collect();
        self.schema_lists.push(children);
        let children = self.schema_lists.last_mut().map_or(null_mut(), |list| list.as_mut_ptr());
        let dictionary = if dictionary { self.schema(input, deep + 1) } else { null_mut() };
        let name = NAMES[input.below(NAMES.len())];
        let fault = if input.rarely(12) { 1 + input.below(8) } else { 0 };
        let schema = Box::new(Schema {
            format: if fault == 1 {
                null()
            } else {
                self.text(if fault == 2 { b"\xff" } else { format.as_bytes() })
            },
            name: match fault {
                3 => null(),
                4 => self.text(b"\xc3"),
                _ => self.text(name.as_bytes()),
            },
            metadata: null(),
            flags: i64::from(input.byte() & 7),
            n_children: match fault {
                5 => input.absurd(),
                6 => (count as i64 - 1).max(0),
                _ => count as i64,
            },
            children: if fault == 7 { null_mut() } else { children },
            dictionary,
            release: if fault == 8 { None } else { Some(release_schema) },
            private_data: null_mut(),
        });
        self.schemas.push(schema);
        self.schemas.last_mut().map_or(null_mut(), |schema| &raw mut **schema)
    }

    /// An array for the schema: as the type needs it, apart from its faults.
    fn array(&mut self, schema: *const Schema, rows: i64, input: &mut Input<'_>) -> *mut Array {
        // SAFETY: made by `schema`, and kept by the arena; its lists are as long as it says unless the number is absurd.
        let (format, children, dictionary) = unsafe {
            let schema = &*schema;
            let format = match schema.format.is_null() {
                true => "",
                false => std::ffi::CStr::from_ptr(schema.format).to_str().unwrap_or_default(),
            };
            let count = if schema.children.is_null() || !(0..8).contains(&schema.n_children) {
                0
            } else {
                schema.n_children
            };
            let children: Vec<_> = (0..count as usize).map(|number| *schema.children.add(number)).collect();
            (format, children, schema.dictionary)
        };
        let offset = if input.rarely(6) { input.below(3) as i64 } else { 0 };
        let rows = if input.rarely(16) { input.below(20) as i64 } else { rows };
        let has_nulls = input.rarely(2);
        let mut buffers: Vec<*const c_void> = match format {
            "n" | "+r" => vec![],
            "+ud:0,1" => vec![self.small(input, 2, 1), self.small(input, 4, 4)],
            "+us:0" => vec![self.small(input, 1, 1)],
            _ => vec![if has_nulls { self.bytes(input) } else { null() }],
        };
        let entries = MOST_ROWS as usize + 1;
        match format {
            "u" | "z" => buffers.extend([self.offsets(input, 4, entries, BUFFER), self.bytes(input)]),
            "U" | "Z" => buffers.extend([self.offsets(input, 8, entries, BUFFER), self.bytes(input)]),
            "vu" | "vz" => {
                buffers.extend([self.views(input), self.bytes(input), self.numbers(&[BUFFER as i64])]);
            }
            "+l" | "+m" => buffers.push(self.offsets(input, 4, entries, MOST_ROWS as usize)),
            "+L" => buffers.push(self.offsets(input, 8, entries, MOST_ROWS as usize)),
            "+vl" => buffers.extend([self.small(input, 4, 64), self.small(input, 4, 64)]),
            "+vL" => buffers.extend([self.small(input, 8, 64), self.small(input, 8, 64)]),
            "+s" | "+w:2" | "n" | "+r" | "+ud:0,1" | "+us:0" => {}
            _ => buffers.push(self.bytes(input)),
        }
        let fault = if input.rarely(10) { 1 + input.below(9) } else { 0 };
        if fault == 1 {
            let place = input.below(buffers.len());
            if let Some(buffer) = buffers.get_mut(place) {
                *buffer = null();
            }
        }
        let n_buffers = buffers.len() as i64;
        self.buffer_lists.push(buffers);
        let buffers = self.buffer_lists.last_mut().map_or(null_mut(), |list| list.as_mut_ptr());
        // As many rows as any offset may name, or as the struct has.
        let below = if format == "+s" { rows + offset } else { MOST_ROWS };
        let made: Vec<_> = children.into_iter().map(|child| self.array(child, below, input)).collect();
        let n_children = made.len() as i64;
        self.array_lists.push(made);
        let children = self.array_lists.last_mut().map_or(null_mut(), |list| list.as_mut_ptr());
        let dictionary = match dictionary.is_null() || fault == 2 {
            true => null_mut(),
            false => self.array(dictionary, 4, input),
        };
        let array = Box::new(Array {
            length: if fault == 3 { input.absurd() } else { rows },
            null_count: match fault {
                4 => i64::from(input.byte()),
                _ if format == "n" => rows,
                _ => -i64::from(has_nulls),
            },
            offset: if fault == 5 { input.absurd() } else { offset.min(MOST_ROWS - rows.min(MOST_ROWS)) },
            n_buffers: match fault {
                6 => input.absurd(),
                7 => (n_buffers - 1).max(0),
                _ => n_buffers,
            },
            n_children: if fault == 8 { input.absurd() } else { n_children },
            buffers,
            children,
            dictionary,
            release: if fault == 9 { None } else { Some(release_array) },
            private_data: null_mut(),
        });
        self.arrays.push(array);
        self.arrays.last_mut().map_or(null_mut(), |array| &raw mut **array)
    }

    fn keep(&mut self, bytes: &[u8]) -> *const c_void {
        let words = bytes.chunks(8).map(|chunk| {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            u64::from_le_bytes(word)
        });
        self.buffers.push(words.collect());
        self.buffers.last().map_or(null(), |buffer| buffer.as_ptr().cast())
    }

    /// Bytes of the input, again and again.
    fn bytes(&mut self, input: &mut Input<'_>) -> *const c_void {
        let few: Vec<u8> = (0..1 + input.below(24)).map(|_| input.byte()).collect();
        let bytes: Vec<u8> = few.iter().copied().cycle().take(BUFFER).collect();
        self.keep(&bytes)
    }

    /// Numbers of `width` bytes below `most`; rarely one that is anything.
    fn small(&mut self, input: &mut Input<'_>, width: usize, most: usize) -> *const c_void {
        let few: Vec<i64> = (0..1 + input.below(8)).map(|_| input.below(most) as i64).collect();
        let wild = input.rarely(8).then(|| input.absurd());
        let numbers = few.iter().copied().chain(wild).cycle().take(MOST_ROWS as usize + 1);
        let bytes: Vec<u8> = numbers.flat_map(|n| n.to_le_bytes()[..width].to_vec()).collect();
        self.keep(&bytes)
    }

    /// Offsets: growing, the last at most `most`; rarely one in between that is anything. Where the array ends the input
    /// decides, and its last offset says how long the data is: so no offset is beyond the data unless it is refused.
    fn offsets(&mut self, input: &mut Input<'_>, width: usize, entries: usize, most: usize) -> *const c_void {
        let steps: Vec<usize> = (0..1 + input.below(6)).map(|_| input.below(4)).collect();
        let mut at = 0;
        let mut numbers: Vec<i64> = Vec::new();
        for step in steps.iter().cycle().take(entries) {
            numbers.push(at as i64);
            at = (at + step).min(most);
        }
        if input.rarely(8) {
            let place = input.below(numbers.len());
            numbers[place] = [-1, i64::MIN, -7, most as i64][input.below(4)];
        }
        let bytes: Vec<u8> = numbers.iter().flat_map(|n| n.to_le_bytes()[..width].to_vec()).collect();
        self.keep(&bytes)
    }

    fn views(&mut self, input: &mut Input<'_>) -> *const c_void {
        let few: Vec<[u8; 16]> = (0..1 + input.below(4))
            .map(|_| {
                let mut view = [0; 16];
                let most = if input.rarely(4) { 200 } else { 13 };
                let length = input.below(most) as i32;
                view[..4].copy_from_slice(&length.to_le_bytes());
                view[4..].iter_mut().for_each(|byte| *byte = input.byte());
                if length > 12 && !input.rarely(3) {
                    view[8..].fill(0);
                }
                view
            })
            .collect();
        let bytes: Vec<u8> = few.iter().cycle().take(MOST_ROWS as usize).flatten().copied().collect();
        self.keep(&bytes)
    }

    fn numbers(&mut self, numbers: &[i64]) -> *const c_void {
        let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
        self.keep(&bytes)
    }
}

pub(crate) fn run(data: &[u8]) {
    let input = &mut Input(data.iter());
    let mut arena = Arena::default();
    let schema = arena.schema(input, 0);
    let rows = input.below(20) as i64;
    let array = arena.array(schema, rows, input);
    // SAFETY: the layouts are those of the interface; the arena keeps what they point to until after the last use, and its
    // structs are not released by it.
    unsafe {
        let array = std::ptr::read(array.cast::<FFI_ArrowArray>());
        let schema = std::ptr::read(schema.cast::<FFI_ArrowSchema>());
        if let Some(batch) = sound(batch_from_array(array, &schema)) {
            let mut counter = EDITION.counter(&SKIP).unwrap();
            sound(counter.add_batch(&batch));
            sound(counter.into_partial().finish());
            let mut classifier = EDITION.classifier(&SKIP).unwrap();
            sound(classifier.classify_batch(&batch));
        }
    }
}

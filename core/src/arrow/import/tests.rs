use super::*;
use crate::arrow::stream::batch_from_array;
use crate::findings::error::Error;
use crate::findings::text::Lang;
use arrow_array::ffi::to_ffi;
use arrow_array::types::Int32Type;
use arrow_array::{
    Array, ArrayRef, ListArray, NullArray, RecordBatch, StringArray, StringViewArray, StructArray,
};
use arrow_buffer::NullBuffer;
use arrow_schema::{Field, Fields};
use std::sync::Arc;

/// A table with a text column, a list, a text view, and a column of type Null.
fn table() -> StructArray {
    let id: ArrayRef = Arc::new(StringArray::from(vec!["a", "b"]));
    let numbers = [Some(vec![Some(1), None]), Some(vec![])];
    let list: ArrayRef = Arc::new(ListArray::from_iter_primitive::<Int32Type, _, _>(numbers));
    let view: ArrayRef = Arc::new(StringViewArray::from(vec!["a text that is too long for a view", "b"]));
    let none: ArrayRef = Arc::new(NullArray::new(2));
    RecordBatch::try_from_iter([("id", id), ("list", list), ("view", view), ("none", none)]).unwrap().into()
}

/// Imports the table after `change` has modified the exported structs.
fn changed(change: impl FnOnce(&mut RawArray, &mut RawSchema)) -> Result<RecordBatch, Error> {
    let (mut array, mut schema) = to_ffi(&table().to_data()).unwrap();
    // SAFETY: they have the same layouts, and the walk must detect every change.
    unsafe {
        change(
            &mut *std::ptr::from_mut(&mut array).cast::<RawArray>(),
            &mut *std::ptr::from_mut(&mut schema).cast::<RawSchema>(),
        );
    }
    // SAFETY: as above.
    let batch = unsafe { batch_from_array(array, &schema) };
    // Releasing it would use the modified fields.
    std::mem::forget(schema);
    batch
}

fn child(array: &mut RawArray, number: usize) -> &mut RawArray {
    // SAFETY: the table has that many.
    unsafe { &mut **array.children.add(number) }
}

fn child_schema(schema: &mut RawSchema, number: usize) -> &mut RawSchema {
    // SAFETY: the table has that many.
    unsafe { &mut **schema.children.add(number) }
}

#[test]
fn what_is_as_the_interface_has_it_is_taken_in() {
    assert_eq!(changed(|_, _| {}).unwrap(), RecordBatch::from(table()));
}

#[test]
fn faults_of_a_producer_are_errors_with_the_column() {
    type Change = fn(&mut RawArray, &mut RawSchema);
    let cases: [(&str, Change); 21] = [
        ("", |_, schema| schema.n_children = -1),
        ("", |_, schema| schema.children = std::ptr::null_mut()),
        ("", |_, schema| schema.release = None),
        ("", |_, schema| schema.format = c"i".as_ptr()),
        ("", |array, _| array.n_children = 3),
        ("", |array, _| array.children = std::ptr::null_mut()),
        ("", |array, _| array.length = 3),
        ("id: ", |_, schema| child_schema(schema, 0).format = std::ptr::null()),
        ("id: ", |_, schema| child_schema(schema, 0).format = c"\xff".as_ptr()),
        ("id: ", |_, schema| child_schema(schema, 0).format = c"quux".as_ptr()),
        ("list: ", |_, schema| child_schema(schema, 1).n_children = 0),
        ("list: ", |_, schema| child_schema(schema, 1).format = c"+r".as_ptr()),
        ("id: ", |array, _| child(array, 0).length = -1),
        ("id: ", |array, _| child(array, 0).offset = i64::MAX),
        ("id: ", |array, _| child(array, 0).null_count = 1),
        ("id: ", |array, _| child(array, 0).null_count = -2),
        ("id: ", |array, _| child(array, 0).n_buffers = 7),
        ("id: ", |array, _| child(array, 0).n_buffers = -1),
        ("id: ", |array, _| child(array, 0).buffers = std::ptr::null_mut()),
        ("view: ", |array, _| child(array, 2).n_buffers = 2),
        ("list: ", |array, _| {
            child(array, 1).dictionary = std::ptr::from_mut(Box::leak(Box::new(0_u64))).cast();
        }),
    ];
    for (number, (path, change)) in cases.into_iter().enumerate() {
        let error = changed(change).unwrap_err();
        assert!(matches!(error, Error::Input(_)), "case {number}: {error:?}");
        let message = error.message(Lang::En);
        assert!(message.starts_with(path), "case {number}: {message}");
    }
}

#[test]
fn a_child_that_is_null_or_released_is_an_error() {
    let released = changed(|array, _| child(array, 0).release = None).unwrap_err().message(Lang::En);
    assert!(released.starts_with("id: ") && released.contains("released"), "{released}");
    let mut nothing = [std::ptr::null_mut(); 4];
    let null = changed(|array, _| array.children = nothing.as_mut_ptr()).unwrap_err().message(Lang::En);
    assert!(null.starts_with("id: ") && null.contains("NULL"), "{null}");
}

#[test]
fn a_column_of_nothing_may_have_a_place_for_a_bitmap() {
    let mut place = [std::ptr::null()];
    let batch = changed(|array, _| {
        let none = child(array, 3);
        (none.n_buffers, none.buffers) = (1, place.as_mut_ptr());
    });
    assert_eq!(batch.unwrap(), RecordBatch::from(table()));
}

#[test]
fn columns_are_not_followed_without_end() {
    let nested = |deep: usize| {
        let mut field = Field::new("item", DataType::Int32, true);
        for _ in 0..deep {
            field = Field::new("item", DataType::List(Arc::new(field)), true);
        }
        let id = Field::new("id", DataType::Utf8, true);
        let schema = Schema::new(vec![id, field.with_name("unknown")]);
        schema_of(&FFI_ArrowSchema::try_from(&schema).unwrap()).map_err(Error::from)
    };
    assert!(nested(50).is_ok());
    for deep in [64, 200] {
        let error = nested(deep).unwrap_err();
        assert!(matches!(error, Error::Limit(_)), "{error:?}");
        assert!(
            error.message(Lang::En).starts_with("unknown: the column is nested more than 64"),
            "{error:?}"
        );
    }
}

#[test]
fn a_row_that_is_null_as_a_whole_is_refused_by_its_number() {
    let fields = Fields::from(vec![Field::new("id", DataType::Utf8, true)]);
    let ids: ArrayRef = Arc::new(StringArray::from(vec!["a", "b"]));
    let nulls = Some(NullBuffer::from(vec![true, false]));
    let table = StructArray::new(fields, vec![ids], nulls);
    let (array, schema) = to_ffi(&table.to_data()).unwrap();
    // SAFETY: both were exported by Arrow.
    let error = unsafe { batch_from_array(array, &schema) }.unwrap_err();
    assert!(error.message(Lang::En).starts_with("row 2: the row is null as a whole"), "{error:?}");
}

#[test]
fn a_single_column_is_no_table() {
    let (array, schema) = to_ffi(&StringArray::from(vec!["Anna"]).to_data()).unwrap();
    // SAFETY: both were exported by Arrow.
    let error = unsafe { batch_from_array(array, &schema) }.unwrap_err().message(Lang::En);
    assert!(error.starts_with("the Arrow data are a single column"), "{error}");
}

#[test]
fn names_that_may_be_data_are_shown_as_numbers() {
    assert_eq!(shown("våld", 0), "våld");
    for name in ["", "Anna Andersson", "a@b.se", "19900101-1234", "1990010112", "Storgatan 4"] {
        assert_eq!(shown(name, 2), "#3", "{name}");
    }
    let none = Fields::empty();
    assert!(schema_of(&FFI_ArrowSchema::try_from(&Schema::new(none)).unwrap()).is_ok());
}

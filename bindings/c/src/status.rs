//! Status codes: an `int32_t` with named values, since the size and unknown values of an enum are pitfalls in C.

/// Success; the outputs are set.
pub const KVF_OK: i32 = 0;
/// The rule files have errors; kvf_error_findings_json() returns all of them, with locations and suggestions.
pub const KVF_RULES: i32 = 1;
/// A record, a map, a file or a partial is not valid; kvf_error_row() and kvf_error_field() say where.
pub const KVF_INPUT: i32 = 2;
/// A rule could not be evaluated for a record: overflow or division by zero.
pub const KVF_EVALUATE: i32 = 3;
/// A limit was exceeded (see Limits above), or there is not enough memory for the result.
pub const KVF_LIMIT: i32 = 4;
/// An argument is invalid: NULL where that is not allowed, not UTF-8, an unknown programme, reading or period.
pub const KVF_ARGUMENT: i32 = 5;
/// A bug in this library. Please report it with the message, which contains no value of a record. The process can continue;
/// of the handles, only a partial that was being modified is lost.
pub const KVF_INTERNAL: i32 = 6;
/// The host's callback cancelled the call.
pub const KVF_CANCELLED: i32 = 7;
/// The handle is in use: by another thread, or by the call whose callback made this call.
pub const KVF_BUSY: i32 = 8;

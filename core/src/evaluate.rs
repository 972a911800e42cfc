//! Evaluating conditions: the plan of a period and its readings, for one record at a time (`scalar`) and for many by
//! columns (`columnar`).

#[cfg(feature = "arrow")]
pub(crate) mod columnar;
mod limits;
#[cfg(all(test, feature = "arrow"))]
pub(crate) mod plain;
pub(crate) mod plan;
pub(crate) mod scalar;

//! Figures about many records: counting, merging partials, finished reports, series over editions, comparison with
//! published figures, and estimates of those who are not counted.

pub mod baseline;
pub mod count;
pub mod distinct;
pub mod estimate;
pub mod partial;
pub mod protect;
pub mod published;
pub mod report;
pub mod series;
pub mod validate;
pub mod worklist;

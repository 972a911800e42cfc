//! Figures about many records: counted, added up, finished into reports, joined over editions, and put beside what others
//! have published.

pub mod count;
pub mod distinct;
pub mod partial;
pub mod published;
pub mod report;
pub mod series;

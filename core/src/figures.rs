//! Figures about many records: counted, added up, finished into reports, joined over editions, and put beside what others
//! have published; and how many there are beside those who are counted.

pub mod count;
pub mod distinct;
pub mod estimate;
pub mod partial;
pub mod protect;
pub mod published;
pub mod report;
pub mod series;

//! A substitute for databases where the program was built without them: reading one fails with a message.

use crate::failure::Failure;
use crate::say::say;
use kvinnofrid::input::Records;
use kvinnofrid::options::Options;
use kvinnofrid::schema::Schema;

pub(crate) struct Database;

impl Database {
    pub(crate) fn new(_: &str, _: String, _: Vec<(String, String)>) -> Self {
        Self
    }

    pub(crate) fn records(&self, _: &Schema, _: &Options, _: &str) -> Result<Box<dyn Records>, Failure> {
        Err(Failure::usage(say!(
            "det här programmet är byggt utan databaser; `cargo install --path bindings/cli` bygger det med dem",
            "this program was built without databases; `cargo install --path bindings/cli` builds it with them"
        )))
    }
}

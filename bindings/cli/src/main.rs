//! The command line of kvinnofrid.
fn main() {}

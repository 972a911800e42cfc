//! The runner of the corpus of cases.

//! The keys of records, compared with each other.

use crate::data::key::Key16;
use crate::data::notes::Notice;
use crate::figures::distinct::KeySet;
use crate::findings::text::{Text, say};

/// The most keys that are compared with each other: beyond them a duplicate is not noticed.
const MOST: usize = 1 << 24;

/// The keys of the records so far.
#[derive(Debug)]
pub(super) struct Keys {
    all: KeySet,
    /// Those with letters, in lower case.
    lower: KeySet,
    /// The number of keys that another one differs from only in capitals.
    similar: u64,
}

impl Keys {
    pub(super) fn new() -> Self {
        Self { all: KeySet::new(), lower: KeySet::new(), similar: 0 }
    }

    /// Adds the key of a record; returns what is wrong if an earlier one had it.
    pub(super) fn add(&mut self, key: &str) -> Option<(&'static str, Text)> {
        if self.all.len() >= MOST {
            return None;
        }
        if !self.all.insert(Key16::new(key)) {
            return Some(("duplicate_key", duplicate()));
        }
        if key.chars().any(char::is_alphabetic) {
            self.similar += u64::from(!self.lower.insert(Key16::new(&key.to_lowercase())));
        }
        None
    }

    /// Returns what is odd about the keys of `field`.
    pub(super) fn notices(&self, field: Option<&str>) -> Vec<Notice> {
        let mut notices = Vec::new();
        let name = field.unwrap_or_default();
        if self.similar > 0 {
            let (count_sv, count_en) = match self.similar {
                1 => ("1 nyckel".to_owned(), "1 key".to_owned()),
                many => (format!("{many} nycklar"), format!("{many} keys")),
            };
            let is = if self.similar == 1 { "differs" } else { "differ" };
            let text = say!(
                "{count_sv} i `{name}` skiljer sig från en annan bara i stora bokstäver, och är andra nycklar; är det samma person, skriv dem likadant",
                "{count_en} in `{name}` {is} from another only in capitals, and are other keys; if it is the same person, write them alike"
            );
            notices.push(Notice::new("similar_keys", field.map(str::to_owned), self.similar, text));
        }
        if self.all.len() >= MOST {
            let text = say!(
                "fler än {MOST} nycklar jämförs inte med varandra; senare dubbletter syns först i en rapport",
                "more than {MOST} keys are not compared with each other; later duplicates show in a report only"
            );
            notices.push(Notice::new("keys_beyond_limit", field.map(str::to_owned), MOST as u64, text));
        }
        notices
    }
}

fn duplicate() -> Text {
    say!(
        "nyckeln har redan förekommit på en tidigare rad; varje nyckel får finnas på en rad",
        "the key has been seen on an earlier row; each key may be on one row"
    )
}

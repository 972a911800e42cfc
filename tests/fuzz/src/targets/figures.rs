//! Partials, written reports and receipts, published figures, ledgers.

use crate::inputs::{EDITION, of_2013, sound, written};
use kvinnofrid::input::InputFormat::Ndjson;
use kvinnofrid::protect::ledger::{Ledger, MemoryStore};
use kvinnofrid::protect::{Key, Method, Protect};
use kvinnofrid::published::Published;
use kvinnofrid::verify::Claim;
use kvinnofrid::{Lang, Options, Partial, Report, Rules};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

static COUNTED: LazyLock<Partial> = LazyLock::new(|| {
    let options = Options { by: vec!["stadsdel".into()], ..of_2013() };
    EDITION.partial(crate::seeds::records(12).as_bytes(), Ndjson, &options).unwrap()
});

/// The bytes of a partial, whose checksum and length are made right first: that is what an attacker does.
pub(crate) fn partial(data: &[u8]) {
    let mut bytes = data.to_vec();
    if bytes.len() >= 20 + 32 {
        let body = (bytes.len() - 20 - 32) as u64;
        bytes[12..20].copy_from_slice(&body.to_le_bytes());
        let content = bytes.len() - 32;
        let checksum = Sha256::digest(&bytes[..content]);
        bytes[content..].copy_from_slice(&checksum);
    }
    let Some(mut partial) = sound(Partial::from_bytes(&bytes)) else { return };
    if let Some(report) = sound(partial.finish()) {
        written(&report);
    }
    let again = sound(partial.to_bytes()).expect("what was read can be written");
    assert!(sound(Partial::from_bytes(&again)).is_some(), "what was written can't be read");
    sound(partial.merge(&COUNTED));
    protect(&partial, &[]);
}

fn protect(partial: &Partial, ledger: &[u8]) {
    let key = Key::new(b"sixteen bytes or more, at random").unwrap();
    let mut store = MemoryStore::new(ledger.to_vec());
    if let Some(report) = sound(partial.protect(&Protect { method: Method::default(), key }, &mut store)) {
        written(&report);
        assert!(sound(Ledger::read(store.bytes())).is_some(), "the ledger was spoilt");
    }
}

pub(crate) fn receipt(data: &[u8]) {
    if let Some(report) = sound(Report::from_json(data)) {
        written(&report);
        sound(kvinnofrid::output::write_xlsx(&report, &[], Lang::Sv));
    }
    let Some(claim) = sound(Claim::read(data)) else { return };
    let Some(programme) = sound(Rules::embedded().programme(claim.programme())) else { return };
    let Some(series) = sound(claim.series(&programme)) else { return };
    let mut partials = Vec::new();
    for part in series.parts() {
        let records = crate::seeds::records(2);
        partials.extend(sound(part.edition.partial(records.as_bytes(), Ndjson, &part.options)));
    }
    if partials.len() == series.parts().len()
        && let Some(report) = sound(series.finish(&partials))
        && let Some(verification) = sound(claim.compare(&report))
    {
        let _ = verification.to_text(Lang::Sv);
    }
}

pub(crate) fn published(data: &[u8]) {
    if let Some(published) = sound(Published::read(data)) {
        let _ = (published.areas().len(), published.figures().len());
    }
}

/// The lines of a ledger, whose chain is made right first.
pub(crate) fn ledger(data: &[u8]) {
    sound(Ledger::read(data));
    let chained = chained(data);
    if let Some(ledger) = sound(Ledger::read(&chained)) {
        let _ = (ledger.to_text(Lang::Sv), ledger.to_json(), ledger.remarks());
        sound(ledger.audit(br#"{"receipt": {}, "rows": []}"#));
        protect(&COUNTED, &chained);
    }
}

/// Makes the number, the hash of the line before and the hash of each line what they have to be.
pub(crate) fn chained(data: &[u8]) -> Vec<u8> {
    const HASH: &str = ",\"hash\":\"";
    let mut previous = "0".repeat(64);
    let mut out = Vec::new();
    for (number, line) in (1..).zip(String::from_utf8_lossy(data).lines()) {
        let own = line.rsplit_once(HASH).map_or(line, |(own, _)| own);
        let Some((_, rest)) = own.split_once("\"previous\":\"") else { break };
        let Some((_, rest)) = rest.split_once('"') else { break };
        let own = format!("{{\"entry\":{number},\"previous\":\"{previous}\"{rest}");
        previous = Sha256::digest(own.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        out.extend(format!("{own}{HASH}{previous}\"}}\n").into_bytes());
    }
    out
}

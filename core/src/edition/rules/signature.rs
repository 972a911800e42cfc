//! Signed rule sets: who vouches for the rules that a figure was counted by.
//!
//! What is signed is a [list](Rules::signable) of the files with their SHA-256, as `sha256sum` writes it, and of the editions with
//! the digest that receipts have. The signature is one of minisign (Ed25519). So both can be checked without this library:
//! `minisign -Vm regler.sha256 -p nyckel.pub && sha256sum -c regler.sha256`. That command does not see files that were added;
//! [`Rules::open_signed`] does.

use super::Rules;
use crate::data::limits::Limits;
use crate::edition::folder::{self, Found, RuleFile};
use crate::findings::boundary::guarded;
use crate::findings::error::{ArgumentError, Error, InputError};
use crate::findings::text::{Lang, Text, say};
use minisign_verify::{PublicKey, Signature};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// The file in a folder of rules that lists what is signed.
pub const LIST: &str = "regler.sha256";
/// The file beside it with the signature.
pub const SIGNATURE: &str = "regler.sha256.minisig";
/// The most bytes of the list: 5 000 files with long names.
const MAX_LIST_BYTES: u64 = 4 << 20;
/// The most bytes of a signature or a public key, of which minisign's have some 300.
const MAX_SIGNATURE_BYTES: usize = 4_096;
/// The most files that a message names.
const MOST_NAMED: usize = 3;

const HEAD: &str = "# Regler som har signerats. Prova med:\n\
    # minisign -Vm regler.sha256 -p NYCKEL.pub && sha256sum -c regler.sha256\n";

/// The public key that rule sets must be signed with, in minisign's format.
///
/// ```
/// use kvinnofrid::rules::TrustedKey;
///
/// assert!(TrustedKey::parse("RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3").is_ok());
/// assert!(TrustedKey::parse("hemligt").is_err());
/// ```
#[derive(Clone, Debug)]
pub struct TrustedKey(PublicKey);

impl TrustedKey {
    /// Parses a public key: the text of a file as `minisign -G` writes it, or its second line alone.
    ///
    /// # Errors
    /// [`Error::Argument`] if it is none. The message does not repeat it: it may be a secret key.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let line = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.contains("comment:"));
        let sound = line.filter(|line| text.len() <= MAX_SIGNATURE_BYTES && line.is_ascii());
        let key = sound.and_then(|line| guarded(|| PublicKey::from_base64(line)).ok()?.ok());
        key.map(Self).ok_or_else(|| {
            let text = say!(
                "det här är ingen publik nyckel; ange filen `.pub` som `minisign -G` gjorde, eller dess andra rad",
                "this is no public key; give the file `.pub` that `minisign -G` made, or its second line"
            );
            ArgumentError::new("trusted_key", text).into()
        })
    }

    /// Returns whether `signature` is of `list`, or why not.
    fn check(&self, list: &[u8], signature: &[u8]) -> Result<(), Text> {
        let text = std::str::from_utf8(signature).ok().filter(|text| text.len() <= MAX_SIGNATURE_BYTES);
        let read = text.and_then(|text| guarded(|| Signature::decode(text)).ok()?.ok());
        let Some(signature) = read else {
            return Err(say!("signaturen kan inte läsas", "the signature can't be read"));
        };
        match guarded(|| self.0.verify(list, &signature, false)) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(minisign_verify::Error::UnexpectedKeyId)) => Err(say!(
                "de är signerade med en annan nyckel än den angivna",
                "they are signed with another key than the one given"
            )),
            _ => Err(say!(
                "signaturen stämmer inte med `{LIST}`, som har ändrats sedan den signerades",
                "the signature is not of `{LIST}`, which was changed after it was signed"
            )),
        }
    }
}

impl Rules {
    /// Reads the rule sets below `path` as [`open`](Self::open) does, if they are signed with `key`: every file is as it was
    /// signed, none is missing and none was added. `path` is the folder that was signed.
    ///
    /// # Errors
    /// As [`open`](Self::open); [`Error::Input`] also where there is no signature, it is not of `key`, or a file is not the signed
    /// one. The message says what to do.
    pub fn open_signed(path: impl AsRef<Path>, key: &TrustedKey) -> Result<Self, Error> {
        Self::signed(path.as_ref(), key, &Limits::DEFAULT)
    }

    /// As [`open_signed`](Self::open_signed), within limits.
    pub(super) fn signed(path: &Path, key: &TrustedKey, limits: &Limits) -> Result<Self, Error> {
        let (rules, list) = listed(path, limits)?;
        let signed = folder::beside_rules(path, LIST, MAX_LIST_BYTES)?;
        let signature = folder::beside_rules(path, SIGNATURE, MAX_SIGNATURE_BYTES as u64)?;
        let (Some(signed), Some(signature)) = (signed, signature) else {
            return Err(refused(
                path,
                &say!(
                    "de är inte signerade; signera dem med `kvinnofrid sign`, eller ange den mapp som signerades",
                    "they are not signed; sign them with `kvinnofrid sign`, or give the folder that was signed"
                ),
            ));
        };
        key.check(&signed, &signature).map_err(|why| refused(path, &why))?;
        if signed == list.as_bytes() {
            return Ok(rules);
        }
        Err(refused(path, &difference(&String::from_utf8_lossy(&signed), &list)))
    }

    /// Returns the list of the rule files below `path`, a whole tree of rules, that is to be signed: [`LIST`].
    ///
    /// # Errors
    /// As [`open`](Self::open); [`Error::Input`] also where the folder is a part of a larger one; [`Error::Rules`] where the rules
    /// have errors.
    pub fn signable(path: impl AsRef<Path>) -> Result<String, Error> {
        let (rules, list) = listed(path.as_ref(), &Limits::DEFAULT)?;
        if !rules.is_whole {
            return Err(refused(
                path.as_ref(),
                &say!(
                    "de är en del av en större mapp; signera hela mappen, med `gemensamt`",
                    "they are a part of a larger folder; sign all of it, with `gemensamt`"
                ),
            ));
        }
        let findings = rules.check_editions();
        if findings.has_errors() {
            return Err(Error::Rules(Box::new(findings)));
        }
        Ok(list)
    }
}

/// Reads rules, and lists the files that were read.
fn listed(path: &Path, limits: &Limits) -> Result<(Rules, String), Error> {
    let found = folder::walked(path, limits)?;
    let mut list = String::from(HEAD);
    let files = lines_of(&found);
    let rules = Rules::new(found.with_shared());
    for folder in &rules.folders {
        let _ = writeln!(list, "# utgåva {} {}", folder.path, rules.digest(folder));
    }
    list.push_str(&files);
    Ok((rules, list))
}

/// Returns the lines of `sha256sum`, sorted by path.
fn lines_of(found: &Found) -> String {
    let line = |file: &RuleFile| {
        let above = if file.folder.is_empty() { "" } else { "/" };
        // A name with the end of a line would stand for two files.
        let path = format!("{}{above}{}", file.folder, file.name).replace(char::is_control, "\u{fffd}");
        let sum: String = Sha256::digest(&file.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        (path, sum)
    };
    let mut lines: Vec<(String, String)> = found.files.iter().map(line).collect();
    lines.sort_unstable();
    lines.iter().map(|(path, sum)| format!("{sum}  {path}\n")).collect()
}

/// Says how the files differ from the signed ones.
fn difference(signed: &str, found: &str) -> Text {
    let files = |list: &'_ str| -> BTreeMap<String, String> {
        let lines =
            list.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once("  "));
        lines.map(|(sum, path)| (path.to_owned(), sum.to_owned())).collect()
    };
    let (signed, found) = (files(signed), files(found));
    let mut differing: Vec<(&str, Text)> = Vec::new();
    for (path, sum) in &found {
        match signed.get(path) {
            Some(known) if known == sum => {}
            Some(_) => differing.push((path, say!("ändrad", "changed"))),
            None => differing.push((path, say!("tillagd", "added"))),
        }
    }
    let gone = signed.keys().filter(|path| !found.contains_key(*path));
    differing.extend(gone.map(|path| (path.as_str(), say!("borttagen", "removed"))));
    if differing.is_empty() {
        // The shared declarations of the library, or what a digest is of.
        return say!(
            "filerna är de signerade, men den här versionen av biblioteket räknar annat till dem; signera dem igen",
            "the files are the signed ones, but this version of the library counts other things among them; sign them again"
        );
    }
    let named = |lang| {
        let first =
            differing.iter().take(MOST_NAMED).map(|(path, how)| format!("{path} ({})", how.get(lang)));
        first.collect::<Vec<_>>().join(", ")
    };
    let more = differing.len().saturating_sub(MOST_NAMED);
    let (sv, en) = (named(Lang::Sv), named(Lang::En));
    let (more_sv, more_en) = match more {
        0 => (String::new(), String::new()),
        more => (format!(" och {more} till"), format!(" and {more} more")),
    };
    say!(
        "de är inte som de signerades: {sv}{more_sv}; ta tillbaka filerna, eller låt den som ansvarar för reglerna signera dem igen",
        "they are not as they were signed: {en}{more_en}; restore the files, or have those who answer for the rules sign them again"
    )
}

fn refused(path: &Path, why: &Text) -> Error {
    let shown = path.display();
    let (sv, en) = (why.get(Lang::Sv), why.get(Lang::En));
    InputError::new(say!("reglerna i {shown} används inte: {sv}", "the rules in {shown} are not used: {en}"))
        .into()
}

#[cfg(test)]
mod tests;

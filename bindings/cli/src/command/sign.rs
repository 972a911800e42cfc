//! `sign`: lists the files of a rule set and signs the list, with a key of minisign.

use crate::DONE;
use crate::args;
use crate::failure::Failure;
use crate::output::Output;
use crate::say::say;
use clap::ArgMatches;
use kvinnofrid::rules::{LIST, Rules, SIGNATURE};
use std::io::BufRead;
use std::path::Path;
use std::rc::Rc;

pub(super) fn run(
    matches: &ArgMatches,
    stdin: &mut dyn BufRead,
    output: &mut Output<'_>,
) -> Result<u8, Failure> {
    // Cannot happen: the parser of arguments asks for both.
    let (Some(folder), Some(key)) = (args::path(matches, "rules"), args::path(matches, "key")) else {
        return Err(Failure::internal("required arguments"));
    };
    let rules = Rc::new(Rules::open(folder)?);
    let list = Rules::signable(folder).map_err(|error| Failure::of_rules(error, &rules))?;
    let signature = signature(&list, key, stdin, output)?;
    // The list first: a list without its signature is refused, and so is one with the signature of another.
    for (name, text) in [(LIST, list), (SIGNATURE, signature)] {
        output.replace(&folder.join(name), &text)?;
    }
    let read = rules.files_read();
    let (sv, en) = (read.get(kvinnofrid::Lang::Sv), read.get(kvinnofrid::Lang::En));
    let (shown, name) = (folder.join(LIST), folder.join(SIGNATURE));
    let (shown, name, folder) = (shown.display(), name.display(), folder.display());
    let text = say!(
        "signerade {sv}: {shown} och {name}\nläs dem med `--rules {folder} --trusted-key NYCKEL.pub`\n",
        "signed {en}: {shown} and {name}\nread them with `--rules {folder} --trusted-key KEY.pub`\n"
    );
    let text = text.get(output.lang).to_owned();
    output.result(&text)?;
    Ok(DONE)
}

#[cfg(not(feature = "sign"))]
fn signature(_: &str, _: &Path, _: &mut dyn BufRead, _: &Output<'_>) -> Result<String, Failure> {
    Err(Failure::usage(say!(
        "det här programmet är byggt utan att kunna signera; signera `{LIST}` med minisign",
        "this program was built without signing; sign `{LIST}` with minisign"
    )))
}

/// Signs the list. The password of a key that has one is read from the terminal, or else from the first line of standard input.
#[cfg(feature = "sign")]
fn signature(
    list: &str,
    key: &Path,
    stdin: &mut dyn BufRead,
    output: &Output<'_>,
) -> Result<String, Failure> {
    use minisign::SecretKeyBox;

    /// The most bytes of a key file or a password; those of minisign have some 300.
    const MOST: u64 = 4_096;

    let no_key = || {
        let key = key.display();
        Failure::usage(say!(
            "{key} är ingen hemlig nyckel; ange filen `.key` som `minisign -G` gjorde",
            "{key} is no secret key; give the file `.key` that `minisign -G` made"
        ))
    };
    let text = String::from_utf8(crate::input::all_of(key, MOST)?).map_err(|_| no_key())?;
    let read = SecretKeyBox::from_string(&text).map_err(|_| no_key())?;
    let secret = match read.into_unencrypted_secret_key().ok().or_else(|| unchecked(&text)) {
        Some(secret) => secret,
        None => {
            let password = if output.terminal.stderr {
                let prompt = say!("lösenord till nyckeln: ", "password of the key: ");
                rpassword::prompt_password(prompt.get(output.lang)).ok()
            } else {
                let mut line = String::new();
                std::io::Read::take(stdin, MOST).read_line(&mut line).ok();
                Some(line.trim_end_matches(['\r', '\n']).to_owned())
            };
            let read = SecretKeyBox::from_string(&text).map_err(|_| no_key())?;
            read.into_secret_key(Some(password.unwrap_or_default())).map_err(|_| {
                Failure::usage(say!(
                    "fel lösenord, eller ingen hemlig nyckel; lösenordet läses ur terminalen eller ur standard in",
                    "a wrong password, or no secret key; the password is read from the terminal or from standard input"
                ))
            })?
        }
    };
    // No time: what was signed is in the list, and no clock is read.
    let signed = minisign::sign(None, &secret, list.as_bytes(), Some("kvinnofrid"), Some(LIST));
    // Cannot happen: the key was opened above, and the list and its comments are texts of ours.
    let signed = signed.map_err(|_| Failure::internal("the list was not signed"))?;
    Ok(signed.into_string())
}

/// Reads a key without a password and without a checksum: `minisign -G -W` leaves zeros for it, which `minisign` as a crate takes
/// for damage.
#[cfg(feature = "sign")]
fn unchecked(text: &str) -> Option<minisign::SecretKey> {
    use ct_codecs::{Base64, Decoder};

    /// Where the bytes say how the key is encrypted, and where its checksum begins.
    const ENCRYPTION: std::ops::Range<usize> = 2..4;
    const CHECKSUM: std::ops::Range<usize> = 126..158;

    let bytes = Base64::decode_to_vec(text.lines().nth(1)?.trim(), None).ok()?;
    let zeros = |place| bytes.get(place).is_some_and(|bytes: &[u8]| bytes.iter().all(|byte| *byte == 0));
    let is_whole = bytes.len() == CHECKSUM.end && zeros(ENCRYPTION) && zeros(CHECKSUM);
    is_whole.then(|| minisign::SecretKey::from_bytes(&bytes).ok()).flatten()
}

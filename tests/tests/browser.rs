//! The pages of the rule book in a real browser: examined by axe-core for WCAG 2.2 AA, light and dark, on a phone and on a
//! wide screen; the search; and that the policy of the pages stops nothing of theirs.
//!
//! Where Chromium or axe-core is missing the tests say that they were left out; where `KVF_ALL_TOOLS` is set, as in
//! `.ci/run`, they fail instead.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test that can't go on fails, and says what was left out"
)]

use kvinnofrid::{Lang, Rules};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Returns the name of a browser that is installed.
fn browser() -> Option<&'static str> {
    let names = ["chromium", "google-chrome", "chromium-browser"];
    let found = names.into_iter().find(|name| {
        Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success())
    });
    or_left_out(found, "Chromium is not installed")
}

/// Returns the script of axe-core.
fn axe() -> Option<String> {
    let found = std::env::var_os("KVF_AXE").and_then(|path| fs::read_to_string(path).ok());
    or_left_out(found, "KVF_AXE names no axe.min.js")
}

fn or_left_out<T>(found: Option<T>, why: &str) -> Option<T> {
    assert!(found.is_some() || std::env::var_os("KVF_ALL_TOOLS").is_none(), "{why}");
    if found.is_none() {
        eprintln!("left out: {why}");
    }
    found
}

/// Opens a page, and returns what it has become when nothing happens any more, with the browser's messages.
fn opened(browser: &str, address: &str, width: u32, dark: bool) -> (String, String) {
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new(browser);
    command
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=20000", "--dump-dom"])
        .args(["--enable-logging=stderr", "--no-first-run"])
        .arg(format!("--window-size={width},1000"))
        .arg(format!("--user-data-dir={}", home.path().display()));
    if dark {
        command.arg("--blink-settings=preferredColorScheme=0");
    }
    let Output { stdout, stderr, .. } = command.arg(address).output().unwrap();
    (String::from_utf8_lossy(&stdout).into_owned(), String::from_utf8_lossy(&stderr).into_owned())
}

fn address(path: &Path) -> String {
    format!("file://{}", path.display())
}

/// Returns what axe-core finds on a page, as the JSON of its rules and what they are about.
fn examined(page: &str, axe: &str, browser: &str, width: u32, dark: bool) -> String {
    let start = page.find("<meta http-equiv=\"Content-Security-Policy\"").unwrap();
    let (before, policy) = page.split_at(start);
    let (_, after) = policy.split_once('>').unwrap();
    let axe = axe.replace("</script", "<\\/script");
    // The page's own policy would stop the examiner.
    let page = format!("{before}{after}").replace(
        "</body>",
        &format!(
            "<script>{axe}</script><script>addEventListener('load', () => axe.run(document, {{ runOnly: ['wcag2a', 'wcag2aa', \
             'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] }}).then((found) => {{ \
             const said = document.createElement('pre'); said.id = 'axe'; said.textContent = JSON.stringify(\
             found.violations.map((one) => [one.id, one.nodes.map((node) => node.target.join(' '))])); \
             document.body.append(said); }}))</script></body>"
        ),
    );
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("page.html");
    fs::write(&file, page).unwrap();
    let (shown, _) = opened(browser, &address(&file), width, dark);
    let (_, said) = shown.split_once("<pre id=\"axe\">").unwrap();
    said.split_once("</pre>").unwrap().0.to_owned()
}

#[test]
fn axe_finds_nothing_on_any_page_of_the_rule_book() {
    let (Some(browser), Some(axe)) = (browser(), axe()) else { return };
    for (programme, lang) in [("region-stockholm/strategi", Lang::Sv), ("solna/handlingsplan", Lang::En)] {
        let book = Rules::embedded().book(Some(programme), lang).unwrap();
        for file in &book.files {
            // Those of the language are built alike in both.
            if lang == Lang::En && ["sprak.html", "falt.html", "felkoder.html"].contains(&&*file.name) {
                continue;
            }
            let page = std::str::from_utf8(&file.bytes).unwrap();
            for (width, dark) in [(420, false), (1400, true)] {
                let found = examined(page, &axe, browser, width, dark);
                assert_eq!(found, "[]", "{} at {width}, dark: {dark}", file.name);
            }
        }
    }
}

#[test]
fn axe_finds_what_is_wrong() {
    let (Some(browser), Some(axe)) = (browser(), axe()) else { return };
    let book = Rules::embedded().book(Some("solna/handlingsplan"), Lang::Sv).unwrap();
    let page = book.file("index.html").unwrap();
    let spoilt = page.replace("--soft:#55585d", "--soft:#c8c8c8").replace("<label for=\"q\">", "<label>");
    let found = examined(&spoilt, &axe, browser, 1400, false);
    assert!(found.contains("\"color-contrast\"") && found.contains("\"label\""), "{found}");
}

#[test]
fn the_search_answers_without_a_server_and_the_policy_stops_nothing() {
    let Some(browser) = browser() else { return };
    let book = Rules::embedded().book(Some("region-stockholm/strategi"), Lang::Sv).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for file in &book.files {
        fs::write(folder.path().join(&file.name), &file.bytes).unwrap();
    }
    let front = address(&folder.path().join("index.html"));
    let (shown, messages) = opened(browser, &format!("{front}?q=Barn%20v%C3%A5ld"), 1400, false);
    let (_, hits) = shown.split_once("<ol id=\"hits\">").unwrap();
    let (hits, _) = hits.split_once("</ol>").unwrap();
    assert!(hits.contains("region-stockholm-strategi-2016-2020.html#malgrupp-barn"), "{hits}");
    assert!(!messages.contains("Content Security Policy"), "{messages}");
    let (_, none) = opened(browser, &format!("{front}?q=qxqx"), 1400, false);
    assert!(!none.contains("Content Security Policy"), "{none}");
}

//! The language server as an editor meets it: a session over pipes.

use kvinnofrid_cli::{Streams, Terminal, run};
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, PipeReader, PipeWriter, Read, Write, pipe};
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

/// An editor in a session with the server.
struct Editor {
    to: Option<PipeWriter>,
    from: BufReader<PipeReader>,
    server: Option<JoinHandle<u8>>,
    asked: i64,
    /// Notifications that nobody has looked at.
    received: Vec<Value>,
}

impl Editor {
    fn start() -> Self {
        let (input, to) = pipe().unwrap();
        let (from, mut output) = pipe().unwrap();
        let server = std::thread::spawn(move || {
            let streams = Streams {
                stdin: &mut BufReader::new(input),
                stdout: &mut output,
                stderr: &mut std::io::sink(),
                terminal: Terminal::default(),
            };
            run(["kvinnofrid", "lsp", "--stdio"], streams)
        });
        Self {
            to: Some(to),
            from: BufReader::new(from),
            server: Some(server),
            asked: 0,
            received: Vec::new(),
        }
    }

    /// Starts a session with everything that a client can.
    fn ready() -> (Self, Value) {
        let mut editor = Self::start();
        let answer = editor.ask(
            "initialize",
            &json!({ "capabilities": {
                "textDocument": {
                    "completion": { "completionItem": { "snippetSupport": true } },
                    "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
                },
                "workspace": { "codeLens": { "refreshSupport": true } },
            }}),
        );
        editor.tell("initialized", &json!({}));
        (editor, answer)
    }

    fn raw(&mut self, bytes: &[u8]) {
        self.to.as_mut().unwrap().write_all(bytes).unwrap();
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    fn receive(&mut self) -> Option<Value> {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if self.from.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            match line.trim_end().split_once(": ") {
                Some((_, number)) => length = number.parse().unwrap(),
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.from.read_exact(&mut body).unwrap();
        Some(serde_json::from_slice(&body).unwrap())
    }

    fn tell(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and returns the whole answer.
    fn answer(&mut self, method: &str, params: &Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.receive().unwrap();
            if message.get("id") == Some(&json!(id)) {
                return message;
            }
            self.received.push(message);
        }
    }

    #[track_caller]
    fn ask(&mut self, method: &str, params: &Value) -> Value {
        let answer = self.answer(method, params);
        answer.get("result").unwrap_or_else(|| panic!("{method}: {answer}")).clone()
    }

    /// Asks about a position of a document.
    #[track_caller]
    fn ask_at(&mut self, method: &str, uri: &str, (line, character): (u32, u32)) -> Value {
        let position = json!({ "line": line, "character": character });
        self.ask(method, &json!({ "textDocument": { "uri": uri }, "position": position }))
    }

    /// Waits for a notification that fits.
    fn wait(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.received.iter().position(&fits) {
            return self.received.remove(at);
        }
        loop {
            let message = self.receive().unwrap();
            if fits(&message) {
                return message;
            }
            self.received.push(message);
        }
    }

    /// Waits for the findings of a version of a document and returns their codes.
    fn findings(&mut self, uri: &str, version: i64) -> Vec<String> {
        let message = self.wait(|message| {
            let params = &message["params"];
            message["method"] == "textDocument/publishDiagnostics"
                && params["uri"] == uri
                && params["version"] == version
        });
        let all = message["params"]["diagnostics"].as_array().unwrap();
        all.iter().map(|found| found["code"].as_str().unwrap().to_owned()).collect()
    }

    fn open(&mut self, path: &Path) -> String {
        let text = fs::read_to_string(path).unwrap();
        self.open_as(&address(path), &text)
    }

    fn open_as(&mut self, uri: &str, text: &str) -> String {
        let document = json!({ "uri": uri, "languageId": "kvinnofrid", "version": 1, "text": text });
        self.tell("textDocument/didOpen", &json!({ "textDocument": document }));
        uri.to_owned()
    }

    fn replace(&mut self, uri: &str, version: i64, text: &str) {
        let params = json!({
            "textDocument": { "uri": uri, "version": version },
            "contentChanges": [{ "text": text }],
        });
        self.tell("textDocument/didChange", &params);
    }

    fn end(mut self) -> u8 {
        assert_eq!(self.ask("shutdown", &Value::Null), Value::Null);
        self.tell("exit", &Value::Null);
        self.left()
    }

    /// Waits for the server to end and returns its exit code.
    fn left(mut self) -> u8 {
        drop(self.to.take());
        while self.receive().is_some() {}
        self.server.take().unwrap().join().unwrap()
    }
}

fn address(path: &Path) -> String {
    format!("file://{}", path.display())
}

/// A copy of the rules that come with the library, and the folder of the edition 2012–2014 in it.
fn copy() -> (tempfile::TempDir, PathBuf) {
    fn all(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
            let target = to.join(entry.file_name());
            if entry.path().is_dir() {
                all(&entry.path(), &target);
            } else {
                fs::copy(entry.path(), target).unwrap();
            }
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    for part in ["gemensamt", "stockholm/kvinnofrid/2012-2014"] {
        all(&rules.join(part), &folder.path().join(part));
    }
    let edition = folder.path().join("stockholm/kvinnofrid/2012-2014");
    (folder, edition)
}

/// Returns the position just after `mark`.
fn after(text: &str, mark: &str) -> (u32, u32) {
    let before = text.split_once(mark).unwrap().0.to_owned() + mark;
    let line = before.matches('\n').count();
    let column = before.rsplit('\n').next().unwrap().encode_utf16().count();
    (line as u32, column as u32)
}

#[test]
fn a_session_has_findings_for_every_edit_and_ends_as_the_protocol_says() {
    let (_folder, edition) = copy();
    let (mut editor, offered) = Editor::ready();
    assert_eq!(offered["serverInfo"]["name"], "kvinnofrid");
    assert_eq!(offered["capabilities"]["positionEncoding"], "utf-16");
    let path = edition.join("20-malgrupper.rhai");
    let text = fs::read_to_string(&path).unwrap();
    let uri = editor.open(&path);
    assert_eq!(editor.findings(&uri, 1), Vec::<String>::new());
    // Not saved: the findings are about what the editor has.
    editor.replace(&uri, 2, &text.replacen("p.kön", "p.könn", 1));
    assert_eq!(editor.findings(&uri, 2), ["E0301"]);
    let actions = editor.ask(
        "textDocument/codeAction",
        &json!({ "textDocument": { "uri": uri }, "range": {
            "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } },
            "context": { "diagnostics": [] } }),
    );
    assert_eq!(actions[0]["edit"]["changes"][&uri][0]["newText"], "kön");
    editor.replace(&uri, 3, &text);
    assert_eq!(editor.findings(&uri, 3), Vec::<String>::new());
    // A change of a part, in UTF-16.
    let (line, character) = after(&text, "p.kön");
    let place = json!({ "line": line, "character": character });
    let edit = json!({
        "textDocument": { "uri": uri, "version": 4 },
        "contentChanges": [{ "range": { "start": place, "end": place }, "text": "𝄞" }],
    });
    editor.tell("textDocument/didChange", &edit);
    assert!(!editor.findings(&uri, 4).is_empty());
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    assert_eq!(editor.end(), 0);
}

#[test]
fn questions_about_a_place_are_answered() {
    let (_folder, edition) = copy();
    let (mut editor, _) = Editor::ready();
    let path = edition.join("40-indikatorer.rhai");
    let text = fs::read_to_string(&path).unwrap();
    let uri = editor.open(&path);

    let hover = editor.ask_at("textDocument/hover", &uri, after(&text, "p.insat"));
    assert!(hover["contents"]["value"].as_str().unwrap().contains("`person.insatser`"), "{hover}");
    let found = editor.ask_at("textDocument/definition", &uri, after(&text, "för_ut"));
    assert_eq!(found[0]["uri"], address(&edition.join("15-funktioner.rhai")));
    let references = json!({ "textDocument": { "uri": uri }, "context": { "includeDeclaration": false },
        "position": { "line": after(&text, "för_ut").0, "character": after(&text, "för_ut").1 } });
    assert!(editor.ask("textDocument/references", &references).as_array().unwrap().len() >= 2);
    let offered = editor.ask_at("textDocument/completion", &uri, after(&text, "källa: \""));
    assert!(offered["items"].as_array().unwrap().iter().any(|item| item["label"] == "S3"));
    let outline = editor.ask("textDocument/documentSymbol", &json!({ "textDocument": { "uri": uri } }));
    assert_eq!(outline.as_array().unwrap().len(), 15);
    assert_eq!(outline[0]["name"], "kvinnor-kända");
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 40, "character": 0 } });
    let hints =
        editor.ask("textDocument/inlayHint", &json!({ "textDocument": { "uri": uri }, "range": range }));
    assert!(hints.as_array().unwrap().iter().any(|hint| hint["label"] == "= lika_ord"), "{hints}");
    let tokens = editor.ask("textDocument/semanticTokens/full", &json!({ "textDocument": { "uri": uri } }));
    let tokens = tokens["data"].as_array().unwrap();
    assert!(tokens.len() > 1_000 && tokens.len() % 5 == 0);
    assert_eq!(editor.ask("textDocument/formatting", &json!({ "textDocument": { "uri": uri } })), json!([]));
    let place = after(&text, "antal: |p");
    let (line, character) = place;
    let rename = json!({ "textDocument": { "uri": uri }, "newName": "person",
        "position": { "line": line, "character": character } });
    let edits = editor.ask("textDocument/rename", &rename);
    assert!(edits["changes"][&uri].as_array().unwrap().len() >= 3, "{edits}");
    assert_eq!(editor.ask_at("textDocument/prepareRename", &uri, place)["placeholder"], "p");
    let symbols = editor.ask("workspace/symbol", &json!({ "query": "kvinnor-k" }));
    assert!(symbols.as_array().unwrap().iter().any(|symbol| symbol["name"] == "kvinnor-kunskap"));
    assert_eq!(editor.end(), 0);
}

#[test]
fn examples_are_run_and_shown_in_the_margin() {
    let (_folder, edition) = copy();
    let (mut editor, _) = Editor::ready();
    let path = edition.join("90-kvinnor.exempel.rhai");
    let text = fs::read_to_string(&path).unwrap();
    let uri = editor.open(&path);
    let lenses = |editor: &mut Editor| {
        editor.wait(|message| message["method"] == "workspace/codeLens/refresh");
        editor.ask("textDocument/codeLens", &json!({ "textDocument": { "uri": uri } }))
    };
    let shown = lenses(&mut editor);
    assert!(shown.as_array().unwrap().len() > 20);
    assert_eq!(shown[0]["command"]["title"], "✓ stämmer");
    editor.replace(&uri, 2, &text.replacen("kvinnor: true", "kvinnor: okänt", 1));
    let shown = lenses(&mut editor);
    assert_eq!(shown[0]["command"]["title"], "✗ väntat kvinnor = okänt, men blev kvinnor = true");
    let failed = editor.wait(|message| {
        let all = message["params"]["diagnostics"].as_array();
        all.is_some_and(|all| all.iter().any(|found| found["code"] == "exempel"))
    });
    assert_eq!(failed["params"]["uri"], uri);
    assert_eq!(editor.end(), 0);
}

#[test]
fn a_change_of_a_shared_file_shows_what_breaks_in_the_editions() {
    let (folder, edition) = copy();
    let (mut editor, _) = Editor::ready();
    let path = folder.path().join("gemensamt/10-poster.rhai");
    let text = fs::read_to_string(&path).unwrap();
    let uri = editor.open(&path);
    editor.replace(&uri, 2, &text.replacen("    känd_sedan: datum,", "    bekant_sedan: datum,", 1));
    let broken = editor.wait(|message| {
        let params = &message["params"];
        params["uri"].as_str().is_some_and(|uri| uri.starts_with(&address(&edition)))
            && params["diagnostics"].as_array().is_some_and(|all| !all.is_empty())
    });
    assert!(
        broken["params"]["diagnostics"][0]["message"].as_str().unwrap().contains("`känd_sedan`"),
        "{broken}"
    );
    assert_eq!(editor.end(), 0);
}

#[test]
fn nothing_that_comes_in_brings_the_server_down() {
    let (folder, edition) = copy();
    let mut editor = Editor::start();
    // Before the session has begun.
    assert_eq!(editor.answer("textDocument/hover", &json!({}))["error"]["code"], -32002);
    editor.ask(
        "initialize",
        &json!({ "capabilities": { "general": { "positionEncodings": ["utf-16", "utf-8"] } } }),
    );
    assert_eq!(editor.answer("initialize", &json!({}))["error"]["code"], -32600);
    editor.raw(b"Content-Length: 3\r\n\r\n{x}");
    editor.raw(b"Content-Length: 2\r\nContent-Type: x\r\n\r\n[]");
    for _ in 0..2 {
        assert_eq!(editor.wait(|message| message["id"].is_null())["error"]["code"], -32700);
    }
    assert_eq!(editor.answer("textDocument/nothing", &json!({}))["error"]["code"], -32601);
    assert_eq!(editor.answer("textDocument/hover", &json!([1]))["error"]["code"], -32602);
    for method in ["didOpen", "didChange", "didClose", "didSave"] {
        for params in
            [Value::Null, json!([]), json!({ "textDocument": 1 }), json!({ "textDocument": { "uri": "x" } })]
        {
            editor.tell(&format!("textDocument/{method}"), &params);
        }
    }
    // A file that nobody has opened and that is not there.
    let missing = address(&folder.path().join("x/y/z/10.rhai"));
    assert_eq!(editor.ask_at("textDocument/hover", &missing, (0, 0)), Value::Null);
    // A document that is no file, one that is too large, and one whose folder disappears.
    let untitled = editor.open_as("untitled:Ny-1", "mål(\"a\", #{ nam: \"A\" });");
    assert!(editor.findings(&untitled, 1).contains(&"E0203".to_owned()));
    let large = editor.open_as(&address(&edition.join("99-stor.rhai")), &"// x\n".repeat(300_000));
    assert!(editor.findings(&large, 1).contains(&"E0104".to_owned()));
    let path = edition.join("30-mal.rhai");
    let uri = editor.open(&path);
    fs::remove_dir_all(folder.path()).unwrap();
    editor.tell("workspace/didChangeWatchedFiles", &json!({ "changes": [] }));
    for place in [(0, 0), (3, 5), (4_000_000, 4_000_000), (u32::MAX, u32::MAX)] {
        for method in ["hover", "completion", "definition"] {
            editor.ask_at(&format!("textDocument/{method}"), &uri, place);
        }
    }
    let huge = json!({ "start": { "line": 5, "character": 5 }, "end": { "line": 1, "character": u32::MAX } });
    let edit = json!({ "textDocument": { "uri": uri, "version": 2 },
        "contentChanges": [{ "range": huge, "text": "\u{0}\u{fffd}" }, 7, { "range": 1 }] });
    editor.tell("textDocument/didChange", &edit);
    editor.ask_at("textDocument/hover", &uri, (1, 1));
    assert_eq!(editor.end(), 0);
}

#[test]
fn the_exit_code_says_how_a_session_ended() {
    let (mut editor, _) = Editor::ready();
    editor.tell("exit", &Value::Null);
    assert_eq!(editor.left(), 1);
    let (editor, _) = Editor::ready();
    assert_eq!(editor.left(), 1);
    let (mut editor, _) = Editor::ready();
    editor.raw(b"GET / HTTP/1.1\r\n\r\n");
    assert_eq!(editor.left(), 2);
}

"""A session of ten edits, as an editor has it with the server: by pytest-lsp, whose client is not ours.

`KVINNOFRID` is the program, `KVINNOFRID_RULES` the rule files that are copied, `KVINNOFRID_LOG` a file for the session's log.
"""

import asyncio
import os
import pathlib
import shutil
import time

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

PROGRAM = os.environ.get("KVINNOFRID", "kvinnofrid")
RULES = pathlib.Path(os.environ.get("KVINNOFRID_RULES", "rules"))
EDITION = "stockholm/kvinnofrid/2012-2014"
PATIENCE = 120


@pytest_lsp.fixture(
    params=["visual-studio-code", "neovim"],
    config=ClientServerConfig(server_command=[PROGRAM, "lsp", "--lang", "en"]),
)
async def client(request, lsp_client: LanguageClient):
    # The client says that it can, and has nothing that answers.
    lsp_client.feature(types.WORKSPACE_CODE_LENS_REFRESH)(lambda *_: None)
    capabilities = client_capabilities(request.param)
    begun = await lsp_client.initialize_session(types.InitializeParams(capabilities=capabilities))
    lsp_client.encoding = begun.capabilities.position_encoding
    lsp_client.published = published(lsp_client)
    yield
    await lsp_client.shutdown_session()


def published(client):
    """Returns a queue of all that is found from now on: of two answers that arrive together, who waits for the next one sees the first."""
    queue = asyncio.Queue()

    def arrived(found):
        queue.put_nowait(found)
        listen()

    def listen():
        client.protocol.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, arrived)

    listen()
    return queue


@pytest.fixture
def rules(tmp_path):
    for part in ("gemensamt", EDITION):
        shutil.copytree(RULES / part, tmp_path / part)
    return tmp_path


class Page:
    """A document that is edited, and the log of what was answered."""

    def __init__(self, client, path):
        self.client, self.uri = client, path.as_uri()
        self.text = path.read_text(encoding="utf-8")
        self.version, self.log = 0, []

    @property
    def document(self):
        return types.TextDocumentIdentifier(uri=self.uri)

    async def open(self):
        self.version = 1
        item = types.TextDocumentItem(uri=self.uri, language_id="kvinnofrid", version=1, text=self.text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))
        return await self.findings("open")

    async def write(self, old, new, what):
        """Replaces a part of the text, as typing does."""
        start = self.text.index(old)
        change = types.TextDocumentContentChangePartial(
            range=types.Range(start=self.position(start), end=self.position(start + len(old))), text=new
        )
        self.text = self.text[:start] + new + self.text[start + len(old) :]
        self.version += 1
        document = types.VersionedTextDocumentIdentifier(uri=self.uri, version=self.version)
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(text_document=document, content_changes=[change])
        )
        return await self.findings(what)

    async def findings(self, what):
        """Waits for what is found in this version, and returns the codes."""
        began = time.perf_counter()
        while True:
            found = await asyncio.wait_for(self.client.published.get(), PATIENCE)
            if found.uri == self.uri and found.version == self.version:
                break
        codes = [finding.code for finding in found.diagnostics]
        took = (time.perf_counter() - began) * 1000
        self.log.append(f"{self.version:3}  {took:7.1f} ms  {what}: {', '.join(codes) or 'nothing wrong'}")
        return codes

    def position(self, at):
        """A position in UTF-16 code units, or in bytes where that was agreed."""
        before = self.text[:at].rpartition("\n")[2]
        line = self.text.count("\n", 0, at)
        in_bytes = self.client.encoding == types.PositionEncodingKind.Utf8
        units = len(before.encode("utf-8")) if in_bytes else len(before.encode("utf-16-le")) // 2
        return types.Position(line=line, character=units)

    def after(self, mark):
        return self.position(self.text.index(mark) + len(mark))


async def test_ten_edits(client, rules):
    page = Page(client, rules / EDITION / "20-malgrupper.rhai")
    assert await page.open() == []
    edits = [
        ("p.kön == \"kvinna\"", "p.könn == \"kvinna\"", "a field that is misspelt", ["E0301"]),
        ("p.könn", "p.kön", "mended", []),
        ("\"kvinna\"", "\"kvina\"", "a code that is misspelt", ["E0304"]),
        ("\"kvina\"", "\"kvinna\"", "mended", []),
        ("villkor:", "vilkor:", "a key that is misspelt", ["E0203"]),
        ("vilkor:", "villkor:", "mended", []),
        ("källa: \"S3\"", "källa: \"S99\"", "a source that is not there", ["E0207"]),
        ("källa: \"S99\"", "källa: \"S3\"", "mended", []),
        ("});", "};", "a bracket that is missing", None),
        ("};", "});", "mended", []),
    ]
    for old, new, what, wanted in edits:
        found = await page.write(old, new, what)
        if wanted is None:
            assert found
        else:
            assert found == wanted, what
    print("\n".join(page.log))
    if log := os.environ.get("KVINNOFRID_LOG"):
        pathlib.Path(log).write_text("\n".join(page.log) + "\n", encoding="utf-8")


async def test_what_an_author_asks_for(client, rules):
    page = Page(client, rules / EDITION / "40-indikatorer.rhai")
    await page.open()
    at = lambda mark: {"text_document": page.document, "position": page.after(mark)}

    hover = await client.text_document_hover_async(types.HoverParams(**at("p.insatser.so")))
    assert "some element" in hover.contents.value
    items = await client.text_document_completion_async(types.CompletionParams(**at("källa: \"")))
    assert "S3" in [item.label for item in items.items]
    places = await client.text_document_definition_async(types.DefinitionParams(**at("för_ut")))
    assert places[0].uri.endswith("15-funktioner.rhai")
    context = types.ReferenceContext(include_declaration=True)
    places = await client.text_document_references_async(types.ReferenceParams(context=context, **at("för_ut")))
    assert len(places) > 2
    edit = await client.text_document_rename_async(types.RenameParams(new_name="utsatt_insats", **at("för_ut")))
    assert len(edit.changes) == 2
    symbols = await client.text_document_document_symbol_async(
        types.DocumentSymbolParams(text_document=page.document)
    )
    assert len(symbols) == 15
    whole = types.Range(start=types.Position(line=0, character=0), end=types.Position(line=999, character=0))
    hints = await client.text_document_inlay_hint_async(
        types.InlayHintParams(text_document=page.document, range=whole)
    )
    assert "= lika_ord" in [hint.label for hint in hints]
    tokens = await client.text_document_semantic_tokens_full_async(
        types.SemanticTokensParams(text_document=page.document)
    )
    assert len(tokens.data) % 5 == 0 and len(tokens.data) > 1000
    await page.write("p.känd_sedan in period", "p.känd_sedn in period", "misspelt")
    actions = await client.text_document_code_action_async(
        types.CodeActionParams(
            text_document=page.document, range=whole, context=types.CodeActionContext(diagnostics=[])
        )
    )
    assert [edit.new_text for action in actions for edit in action.edit.changes[page.uri]] == ["känd_sedan"]
    await page.write("p.känd_sedn in period", "p.känd_sedan   in period", "spaces")
    options = types.FormattingOptions(tab_size=4, insert_spaces=True)
    edits = await client.text_document_formatting_async(
        types.DocumentFormattingParams(text_document=page.document, options=options)
    )
    assert len(edits) == 1 and "känd_sedan in period" in edits[0].new_text


async def test_examples_in_the_margin(client, rules):
    page = Page(client, rules / EDITION / "90-kvinnor.exempel.rhai")
    await page.open()
    for _ in range(PATIENCE * 10):
        lenses = await client.text_document_code_lens_async(types.CodeLensParams(text_document=page.document))
        if lenses:
            break
        await asyncio.sleep(0.1)
    command = lenses[0].command
    assert command.title == "✓ as expected"
    await page.write("kvinnor: true, barn: false", "kvinnor: false, barn: true", "another expectation")
    again = types.ExecuteCommandParams(command=command.command, arguments=command.arguments)
    outcome = await client.workspace_execute_command_async(again)
    assert outcome.startswith(f"{command.arguments[1]}:\n✗ ") and outcome.count("✗") == 2
    assert client.messages[-1].message == outcome

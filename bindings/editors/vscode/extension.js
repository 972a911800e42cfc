// Starts `kvinnofrid lsp` for rule files, and runs the command line in a terminal where the author asks for it.
// What the editor shows comes from the server: nothing of the language is known here.

const vscode = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

/** @type {LanguageClient | undefined} */
let client;

const settings = () => vscode.workspace.getConfiguration("kvinnofrid");

async function start() {
    const command = settings().get("path", "kvinnofrid");
    const lang = settings().get("lang", "sv");
    const run = { command, args: ["lsp", "--lang", lang], transport: TransportKind.stdio };
    client = new LanguageClient("kvinnofrid", "kvinnofrid", { run, debug: run }, {
        documentSelector: [{ language: "kvinnofrid" }],
        initializationOptions: { lang },
        synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher("**/*.rhai") },
    });
    try {
        await client.start();
    } catch (error) {
        client = undefined;
        const open = "Öppna inställningen";
        const chosen = await vscode.window.showErrorMessage(
            `Programmet ${command} kunde inte startas. Installera det, eller ange var det finns.`,
            open,
        );
        if (chosen === open) {
            await vscode.commands.executeCommand("workbench.action.openSettings", "kvinnofrid.path");
        }
    }
}

async function stop() {
    const running = client;
    client = undefined;
    await running?.stop();
}

/** Runs the command line as a task, whose terminal keeps what was written. Arguments pass through no shell. */
function inTerminal(name, args) {
    const task = new vscode.Task(
        { type: "process", task: name },
        vscode.TaskScope.Workspace,
        name,
        "kvinnofrid",
        new vscode.ProcessExecution(settings().get("path", "kvinnofrid"), [
            "--lang",
            settings().get("lang", "sv"),
            ...args,
        ]),
    );
    task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, clear: true };
    return vscode.tasks.executeTask(task);
}

/** The folder of the rule file that is shown, else that of the workspace. */
function folder() {
    const shown = vscode.window.activeTextEditor?.document;
    if (shown?.languageId === "kvinnofrid" && shown.uri.scheme === "file") {
        return vscode.Uri.joinPath(shown.uri, "..").fsPath;
    }
    return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? ".";
}

async function activate(context) {
    context.subscriptions.push(
        vscode.commands.registerCommand("kvinnofrid.restart", async () => {
            await stop();
            await start();
        }),
        vscode.commands.registerCommand("kvinnofrid.test", () => inTerminal("exempel", ["test", folder()])),
        vscode.commands.registerCommand("kvinnofrid.check", () => inTerminal("kontroll", ["check", folder()])),
        vscode.commands.registerCommand("kvinnofrid.words", async () => {
            const editor = vscode.window.activeTextEditor;
            const range = editor?.document.getWordRangeAtPosition(editor.selection.active);
            const value = range ? editor.document.getText(range) : "";
            const name = await vscode.window.showInputBox({ prompt: "Vilket ord?", value });
            if (name) {
                await inTerminal("ord", ["words", "--", name]);
            }
        }),
        vscode.workspace.onDidChangeConfiguration(async (event) => {
            if (event.affectsConfiguration("kvinnofrid")) {
                await stop();
                await start();
            }
        }),
    );
    await start();
}

module.exports = { activate, deactivate: stop };

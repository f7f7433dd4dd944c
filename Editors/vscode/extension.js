// The language client: starts `lox lsp`, and lets it answer for all Lox documents.
"use strict";

const vscode = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

/** @type {LanguageClient | undefined} */
let client;

function loxPath() {
  return vscode.workspace.getConfiguration("lox").get("path", "lox");
}

function makeClient() {
  const further = vscode.workspace.getConfiguration("lox").get("server.arguments", []);
  const server = { command: loxPath(), args: ["lsp", ...further], transport: TransportKind.stdio };
  return new LanguageClient("lox", "Lox", { run: server, debug: server }, {
    documentSelector: [{ language: "lox" }],
  });
}

async function start() {
  client = makeClient();
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    const choice = await vscode.window.showErrorMessage(
      `The language server could not be started with '${loxPath()} lsp': ${error}`, "Settings");
    if (choice) vscode.commands.executeCommand("workbench.action.openSettings", "lox.path");
  }
}

async function stop() {
  const running = client;
  client = undefined;
  if (running) await running.stop();
}

/** Runs the script of the active editor; what it prints appears in the terminal panel. */
async function run() {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== "lox") return;
  if (document.isDirty && !(await document.save())) return;
  const scope = vscode.workspace.getWorkspaceFolder(document.uri) ?? vscode.TaskScope.Global;
  const execution = new vscode.ProcessExecution(loxPath(), [document.fileName]);
  await vscode.tasks.executeTask(new vscode.Task({ type: "lox" }, scope, "run", "lox", execution));
}

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("lox.run", run),
    vscode.commands.registerCommand("lox.restartServer", async () => {
      await stop();
      await start();
    }),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (!event.affectsConfiguration("lox")) return;
      await stop();
      await start();
    }),
  );
  await start();
}

module.exports = { activate, deactivate: stop };

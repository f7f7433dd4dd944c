// The language client, which starts `lox lsp` and lets it answer for all Lox documents, and the debugger, which is `lox dap`.
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
    initializationOptions: { inlayHints: vscode.workspace.getConfiguration("lox").get("inlayHints") },
    synchronize: { configurationSection: "lox" },
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

/** Says how a session of the debugger is connected: by a process of its own, or with a program that listens already. */
const debugAdapters = {
  createDebugAdapterDescriptor({ configuration }) {
    if (configuration.request === "attach") {
      return new vscode.DebugAdapterServer(configuration.port, configuration.host ?? "127.0.0.1");
    }
    return new vscode.DebugAdapterExecutable(loxPath(), ["dap"]);
  },
};

/** Lets a script be debugged for which nobody has written a configuration. */
const debugConfigurations = {
  resolveDebugConfiguration(folder, configuration) {
    if (configuration.type || configuration.request) return configuration;
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId !== "lox") return undefined;
    return { type: "lox", request: "launch", name: "Debug This Script", program: document.fileName };
  },
};

/** Debugs the script of the active editor. */
async function debug() {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== "lox") return;
  const configuration = { type: "lox", request: "launch", name: "Debug This Script", program: document.fileName };
  await vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(document.uri), configuration);
}

async function activate(context) {
  context.subscriptions.push(
    vscode.debug.registerDebugAdapterDescriptorFactory("lox", debugAdapters),
    vscode.debug.registerDebugConfigurationProvider("lox", debugConfigurations),
    vscode.commands.registerCommand("lox.debug", debug),
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

// Checks the extension of VS Code without the editor: what it declares is there, and it starts the server as it should.
"use strict";

const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const Module = require("node:module");

const root = path.join(__dirname, "../vscode");
const manifest = JSON.parse(fs.readFileSync(path.join(root, "package.json")));
const { contributes } = manifest;
const files = [
  manifest.main, ...contributes.languages.map((language) => language.configuration),
  ...contributes.grammars.map((grammar) => grammar.path), ...contributes.snippets.map((snippet) => snippet.path),
];
for (const file of files) assert.ok(fs.existsSync(path.join(root, file)), `${file} is missing`);
for (const file of files.filter((file) => file.endsWith(".json"))) JSON.parse(fs.readFileSync(path.join(root, file)));

// Stand-ins for what the editor provides; they note what they are asked.
const commands = new Map();
const started = [];
const debuggers = new Map();
let stopped = 0;
let onChange;
const settings = { path: "/opt/lox", "server.arguments": ["--log"] };
const vscode = {
  workspace: {
    getConfiguration: () => ({ get: (name, standard) => settings[name] ?? standard }),
    onDidChangeConfiguration: (body) => (onChange = body, {}),
    getWorkspaceFolder: () => undefined,
  },
  window: { activeTextEditor: { document: { languageId: "lox", fileName: "/tmp/a.lox", isDirty: false } } },
  commands: { registerCommand: (name, body) => (commands.set(name, body), {}) },
  tasks: { executeTask: async (task) => started.push(task.execution) },
  debug: {
    registerDebugAdapterDescriptorFactory: (type, factory) => (debuggers.set(type, { factory }), {}),
    registerDebugConfigurationProvider: (type, provider) => (Object.assign(debuggers.get(type), { provider }), {}),
    startDebugging: async (folder, configuration) => started.push(configuration),
  },
  DebugAdapterExecutable: class { constructor(command, args) { Object.assign(this, { command, args }); } },
  DebugAdapterServer: class { constructor(port, host) { Object.assign(this, { port, host }); } },
  TaskScope: { Global: 1 },
  Task: class { constructor(definition, scope, name, source, execution) { this.execution = execution; } },
  ProcessExecution: class { constructor(process, args) { Object.assign(this, { process, args }); } },
};
class LanguageClient {
  constructor(id, name, server, client) { Object.assign(this, { server, client }); }
  async start() { started.push(this); }
  async stop() { stopped += 1; }
}
const load = Module._load;
Module._load = (name, ...rest) => {
  if (name === "vscode") return vscode;
  if (name === "vscode-languageclient/node") return { LanguageClient, TransportKind: { stdio: 0 } };
  return load(name, ...rest);
};

(async () => {
  const extension = require(path.join(root, manifest.main));
  const context = { subscriptions: [] };
  await extension.activate(context);
  assert.equal(started.length, 1);
  assert.equal(started[0].server.run.command, "/opt/lox");
  assert.deepEqual(started[0].server.run.args, ["lsp", "--log"]);
  assert.deepEqual(started[0].client.documentSelector, [{ language: "lox" }]);
  assert.deepEqual([...commands.keys()].sort(), contributes.commands.map(({ command }) => command).sort());
  await commands.get("lox.run")();
  assert.deepEqual({ ...started[1] }, { process: "/opt/lox", args: ["/tmp/a.lox"] });
  await onChange({ affectsConfiguration: (name) => name === "lox" });
  assert.deepEqual([started.length, stopped], [3, 1]);
  await commands.get("lox.restartServer")();
  assert.deepEqual([started.length, stopped], [4, 2]);

  const [declared] = contributes.debuggers;
  assert.deepEqual([...debuggers.keys()], [declared.type]);
  assert.deepEqual(contributes.breakpoints, [{ language: "lox" }]);
  const { factory, provider } = debuggers.get("lox");
  const connect = (configuration) => ({ ...factory.createDebugAdapterDescriptor({ configuration }) });
  assert.deepEqual(connect({ request: "launch" }), { command: "/opt/lox", args: ["dap"] });
  assert.deepEqual(connect({ request: "attach", port: 4711 }), { port: 4711, host: "127.0.0.1" });
  const launch = { type: "lox", request: "launch", name: "Debug This Script", program: "/tmp/a.lox" };
  assert.deepEqual(provider.resolveDebugConfiguration(undefined, {}), launch);
  assert.equal(provider.resolveDebugConfiguration(undefined, launch), launch);
  await commands.get("lox.debug")();
  assert.deepEqual(started[4], launch);
  for (const { request, ...rest } of [launch, ...declared.initialConfigurations,
    ...declared.configurationSnippets.map(({ body }) => body)]) {
    const { required, properties } = declared.configurationAttributes[request];
    for (const name of required) assert.ok(name in rest, `${name} is missing`);
    for (const name of Object.keys(rest)) assert.ok(["type", "name"].includes(name) || name in properties, name);
  }
  const snippet = JSON.stringify(declared.configurationSnippets[0].body.program);
  assert.equal(snippet, JSON.stringify('^"\\${file}"'));

  await extension.deactivate();
  assert.equal(stopped, 3);
  console.log("VS Code extension: starts and stops the server, connects the debugger");
})();

#!/usr/bin/env python3
"""Measures how long `lox lsp` takes from a keystroke to the diagnostics, as an editor would see it.

    Benchmarks/language-server.py .build/release/lox [--size BYTES] [--count KEYSTROKES]

It opens a script of that size, types into the midst of it, and waits after each key for the diagnostics of that version.
Then it types again, and asks after each key for completions, signatures, highlights, inlay hints and changed semantic tokens at once,
without waiting for diagnostics. At last it asks everything once more without a change. With `--files` that many such scripts are
open, and keys go to three in turn.
All times are in milliseconds, over the pipes of a process of its own; on a busy machine look at those of the server's processor
time, which Linux tells.
"""
import argparse
import json
import statistics
import subprocess
import time

PIECE = """
// Piece {n} of a large script.
class Shape{n} {{
  init(width, height) {{
    this.width = width;
    this.height = height;
  }}

  area() {{ return this.width * this.height; }}

  scale(factor) {{
    this.width = this.width * factor;
    this.height = this.height * factor;
    return this;
  }}
}}

fun total{n}(count) {{
  var sum = 0;
  for (var i = 0; i < count; i = i + 1) {{
    var shape = Shape{n}(i, i + 1);
    if (shape.area() > 100 and i != 3) {{
      sum = sum + shape.scale(2).area();
    }} else {{
      sum = sum - 1;
    }}
  }}
  return sum;
}}
print "total: " + total{n}(10);
"""


class Client:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.next_id = 0

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def receive(self):
        length = None
        while (line := self.process.stdout.readline().strip()):
            name, value = line.split(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return json.loads(self.process.stdout.read(length))

    def request(self, method, params):
        return self.answer(self.ask(method, params))

    def ask(self, method, params):
        self.next_id += 1
        self.send({"id": self.next_id, "method": method, "params": params})
        return self.next_id

    def answer(self, id):
        while True:
            message = self.receive()
            if message.get("id") == id and "method" not in message:
                if "error" in message:
                    raise RuntimeError(message["error"])
                return message["result"]

    def memory(self, name="VmRSS"):
        """In megabytes, where Linux tells."""
        try:
            with open(f"/proc/{self.process.pid}/status") as file:
                return next(int(line.split()[1]) // 1024 for line in file if line.startswith(name))
        except OSError:
            return 0

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def diagnostics(self, version):
        while True:
            message = self.receive()
            if message.get("method") == "textDocument/publishDiagnostics":
                if message["params"].get("version") == version:
                    return message["params"]["diagnostics"]


class Clock:
    """Measures from its creation to `stop`: what passed, and what the server worked."""

    def __init__(self, client):
        self.client = client
        self.start = (time.perf_counter(), self.work())

    def work(self):
        try:
            with open(f"/proc/{self.client.process.pid}/schedstat") as file:
                return int(file.read().split()[0]) / 1e9
        except OSError:
            return 0

    def stop(self):
        return time.perf_counter() - self.start[0], self.work() - self.start[1]


def show(name, times):
    columns = []
    for kind in range(2):
        values = sorted(1000 * t[kind] for t in times)
        columns.append(
            f"median {statistics.median(values):6.1f}  90 % {values[int(len(values) * 0.9)]:6.1f}  worst {values[-1]:6.1f}")
    print(f"{name:38} {columns[0]}   processor: {columns[1]}")


def script(options):
    first = "// lox: extended\n" if options.language == "extended" else ""
    pieces = []
    length = len(first)
    while length < options.size:
        piece = PIECE.format(n=len(pieces))
        if options.one_line:
            piece = " ".join(line.strip() for line in piece.split("\n") if not line.startswith("//"))
        pieces.append(piece)
        length += len(piece)
    return first + "".join(pieces)


class Document:
    """A script that is open, and a place in its midst, before or in a piece of its text."""

    def __init__(self, client, uri, text):
        self.client, self.uri, self.version, self.text = client, uri, 0, text
        self.go("", "var sum = 0;")
        client.notify("textDocument/didOpen", {"textDocument": {
            "uri": uri, "languageId": "lox", "version": 0, "text": text}})

    def go(self, before, after):
        """Goes between two parts of the text."""
        place = self.text.index(before + after, len(self.text) // 2) + len(before)
        self.line = self.text[:place].count("\n")
        self.column = place - (self.text.rfind("\n", 0, place) + 1)

    def position(self, distance):
        return {"line": self.line, "character": self.column + distance}

    def replace(self, start, end, text):
        """Replaces characters, counted from the place."""
        self.version += 1
        self.client.notify("textDocument/didChange", {
            "textDocument": {"uri": self.uri, "version": self.version},
            "contentChanges": [{"range": {"start": self.position(start), "end": self.position(end)}, "text": text}]})


def keys(document, typed, count):
    """Types a statement and removes it again, in whole rounds; in between, the script is broken in various ways."""
    for _ in range(max(1, count // (2 * len(typed)))):
        for place, key in enumerate(typed):
            document.replace(place, place, key)
            yield place + 1
        for place in reversed(range(len(typed))):
            document.replace(place, place + 1, "")
            yield place


def measure_diagnostics(client, document, count):
    times = {"correct": [], "with errors": []}
    typing = keys(document, "print (area + 1); ", count)
    while True:
        clock = Clock(client)
        if next(typing, None) is None:
            break
        found = client.diagnostics(document.version)
        times["with errors" if any(d["severity"] == 1 for d in found) else "correct"].append(clock.stop())
    for name, values in times.items():
        if values:
            show(f"keystroke to diagnostics, {name}", values)


class Editor:
    """Asks what editors ask after each key, while problems are searched for in the text before."""

    NAMES = ["completion", "signatureHelp", "documentHighlight", "inlayHint", "semanticTokens/full/delta"]

    def __init__(self, client):
        self.client = client
        self.known = {}
        self.first, self.last = [], []

    def ask(self, document, distance, change):
        # A fast typist: the search for problems is interrupted.
        time.sleep(0.02)
        clock = Clock(self.client)
        document.replace(*change)
        asked = {"textDocument": {"uri": document.uri}, "position": document.position(distance)}
        seen = {"start": {"line": max(0, document.line - 30), "character": 0},
                "end": {"line": document.line + 30, "character": 0}}
        ids = [self.client.ask("textDocument/" + name, {
            **asked, "range": seen, "previousResultId": self.known.get(document.uri, "")}) for name in self.NAMES]
        results = []
        for id in ids:
            results.append(self.client.answer(id))
            if len(results) == 1:
                self.first.append(clock.stop())
        self.known[document.uri] = results[-1]["resultId"]
        self.last.append(clock.stop())

    def show(self, name):
        # The first keys get all tokens, since the client knows none.
        show(f"{name}: first of 5 answers", self.first)
        show(f"{name}: last of 5 answers", self.last)
        self.first, self.last = [], []


def measure_answers(client, documents, count):
    editor = Editor(client)
    for document in documents:
        editor.ask(document, 0, (0, 0, " "))
    editor.show("first keys")
    typed = "var t = sum; t = t.area(sum); "
    for _ in range(max(1, count // (2 * len(typed)))):
        for place in range(len(typed)):
            for document in documents:
                editor.ask(document, place + 1, (place, place, typed[place]))
        for place in reversed(range(len(typed))):
            for document in documents:
                editor.ask(document, place, (place, place + 1, ""))
    editor.show("statement in a body")
    for name, before, after, key in [
        ("key in a body", "sum = sum", " - 1", "x"), ("key between declarations", "", "print \"total", "x"),
        ("key in a string", "print \"to", "tal", "x"), ("brace in a body", "", "sum = sum - 1", "{"),
        ("quote in a body", "", "sum = sum - 1", "\""),
    ]:
        for document in documents:
            document.go(before, after)
        for _ in range(max(1, count // 6)):
            for document in documents:
                editor.ask(document, 1, (0, 0, key))
            for document in documents:
                editor.ask(document, 0, (0, 1, ""))
        editor.show(name)


def measure_requests(client, document):
    document.go("", "sum = sum - 1")
    asked = {"textDocument": {"uri": document.uri}, "position": document.position(1)}
    for method, params in [
        ("textDocument/hover", asked),
        ("textDocument/definition", asked),
        ("textDocument/references", {**asked, "context": {"includeDeclaration": True}}),
        ("textDocument/completion", asked),
        ("textDocument/signatureHelp", asked),
        ("textDocument/documentSymbol", asked),
        ("textDocument/semanticTokens/full", asked),
        ("textDocument/selectionRange", {**asked, "positions": [asked["position"]]}),
        ("textDocument/formatting", {**asked, "options": {"tabSize": 2, "insertSpaces": True}}),
        ("textDocument/foldingRange", asked),
        ("textDocument/rename", {**asked, "newName": "renamed"}),
    ]:
        times = []
        for _ in range(5):
            clock = Clock(client)
            try:
                client.request(method, params)
            except RuntimeError as error:
                print(f"{method}: {error}")
                break
            times.append(clock.stop())
        if times:
            show(method, times)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("lox")
    parser.add_argument("--size", type=int, default=1 << 20)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--files", type=int, default=1)
    parser.add_argument("--one-line", action="store_true", help="each script is one line")
    parser.add_argument("--language", choices=["book", "extended"], default="extended")
    options = parser.parse_args()

    text = script(options)
    client = Client([options.lox, "lsp"])
    client.request("initialize", {"processId": None, "capabilities": {}})
    client.notify("initialized", {})
    clock = Clock(client)
    documents = []
    for number in range(options.files):
        documents.append(Document(client, f"file:///measured{number}.lox", text))
        found = client.diagnostics(0)
        if number == 0:
            print(f"{len(text)} bytes, {text.count(chr(10))} lines, {len(found)} diagnostics")
            show("open to diagnostics", [clock.stop()])
    if options.files > 1:
        show(f"all {options.files} files, open to diagnostics", [clock.stop()])
    measure_diagnostics(client, documents[0], options.count)
    measure_answers(client, documents[:3], options.count)
    measure_requests(client, documents[0])
    print(f"memory: {client.memory()} MB, at most {client.memory('VmHWM')} MB")
    client.request("shutdown", None)
    client.notify("exit", None)
    assert client.process.wait() == 0


main()

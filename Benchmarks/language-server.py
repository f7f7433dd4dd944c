#!/usr/bin/env python3
"""Measures how long `lox lsp` takes from a keystroke to the diagnostics, as an editor would see it.

    Benchmarks/language-server.py .build/release/lox [--size BYTES] [--count KEYSTROKES]

It opens a script of that size, types into the midst of it, and waits after each key for the diagnostics of that version.
Then it asks what editors ask. All times are in milliseconds, over the pipes of a process of its own; on a busy machine look at
those of the server's processor time, which Linux tells.
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
        self.next_id += 1
        self.send({"id": self.next_id, "method": method, "params": params})
        while True:
            message = self.receive()
            if message.get("id") == self.next_id and "method" not in message:
                if "error" in message:
                    raise RuntimeError(message["error"])
                return message["result"]

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


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("lox")
    parser.add_argument("--size", type=int, default=1 << 20)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--language", choices=["book", "extended"], default="extended")
    options = parser.parse_args()

    text = "// lox: extended\n" if options.language == "extended" else ""
    pieces = []
    while len(text) < options.size:
        piece = PIECE.format(n=len(pieces))
        pieces.append(piece)
        text += piece
    uri = "file:///measured.lox"
    document = {"uri": uri}
    middle = text[: len(text) // 2].count("\n")
    line = next(i for i in range(middle, len(text)) if text.split("\n", i + 1)[i].startswith("print"))

    client = Client([options.lox, "lsp"])
    client.request("initialize", {"processId": None, "capabilities": {}})
    client.notify("initialized", {})
    clock = Clock(client)
    client.notify(
        "textDocument/didOpen", {"textDocument": {**document, "languageId": "lox", "version": 0, "text": text}})
    found = client.diagnostics(0)
    print(f"{len(text)} bytes, {text.count(chr(10))} lines, {len(found)} diagnostics")
    show("open to diagnostics", [clock.stop()])

    # Types a statement and removes it again: in between, the script is broken in various ways.
    version = 0
    times = {"correct": [], "with errors": []}
    typed = "print (area + 1);\n"
    # Whole rounds, so that the text ends as it began.
    for count in range(max(1, options.count // (2 * len(typed))) * 2 * len(typed)):
        place = count % (2 * len(typed))
        version += 1
        if place < len(typed):
            column, end, insertion = place, place, typed[place]
        else:
            column = 2 * len(typed) - place - 1
            end, insertion = column + 1, ""
        is_line_feed = column == len(typed) - 1
        finish = {"line": line + 1, "character": 0} if is_line_feed and not insertion else {
            "line": line, "character": end}
        change = {"range": {"start": {"line": line, "character": column}, "end": finish}, "text": insertion}
        clock = Clock(client)
        client.notify(
            "textDocument/didChange",
            {"textDocument": {**document, "version": version}, "contentChanges": [change]})
        found = client.diagnostics(version)
        times["with errors" if any(d["severity"] == 1 for d in found) else "correct"].append(
            clock.stop())
    for name, values in times.items():
        if values:
            show(f"keystroke to diagnostics, {name}", values)

    position = {"line": line, "character": 20}
    asked = {"textDocument": document, "position": position}
    for method, params in [
        ("textDocument/hover", asked),
        ("textDocument/definition", asked),
        ("textDocument/references", {**asked, "context": {"includeDeclaration": True}}),
        ("textDocument/completion", asked),
        ("textDocument/signatureHelp", asked),
        ("textDocument/documentSymbol", {"textDocument": document}),
        ("textDocument/semanticTokens/full", {"textDocument": document}),
        ("textDocument/formatting",
         {"textDocument": document, "options": {"tabSize": 2, "insertSpaces": True}}),
        ("textDocument/foldingRange", {"textDocument": document}),
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
    client.request("shutdown", None)
    client.notify("exit", None)
    assert client.process.wait() == 0


main()

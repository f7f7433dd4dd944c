/// The page of the playground. It needs nothing but the server that it comes from.
enum PlaygroundPage {
  static let html = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Lox playground</title>
    <style>
    \(style)
    </style>
    </head>
    <body>
    <header>
      <h1>Lox</h1>
      <button id="run" title="Control-Enter">Run</button>
      <button id="format" title="Control-Shift-F">Format</button>
      <select id="examples" aria-label="Examples"><option value="">Examples</option></select>
      <button id="share">Copy link</button>
      <span id="state" role="status"></span>
    </header>
    <main>
      <section class="editor"><pre id="colours" aria-hidden="true"></pre><pre id="marks" aria-hidden="true"></pre>\
    <textarea id="code" spellcheck="false" autocapitalize="off" autocomplete="off" wrap="off" aria-label="Script"></textarea></section>
      <section class="results"><ul id="problems"></ul><pre id="output" tabindex="0" aria-label="Output"></pre></section>
    </main>
    <script>
    "use strict";
    {
    \(script)
    }
    </script>
    </body>
    </html>

    """

  private static let style = """
    :root { --text: #222; --back: #fff; --panel: #f5f5f2; --line: #d8d8d4; --quiet: #707070; --accent: #b4471c; --bad: #c8372d; --warn: #b07800;
      --keyword: #8431a8; --number: #1a5fb4; --string: #9a4a00; --name: #00627a; color-scheme: light; }
    @media (prefers-color-scheme: dark) {
      :root { --text: #ddd; --back: #1b1c1e; --panel: #25272a; --line: #3a3c40; --quiet: #9a9a9a; --accent: #f08a50; --bad: #ee6b60; --warn: #e0b040;
        --keyword: #d29af0; --number: #8ab8f8; --string: #e8b070; --name: #7fd0e0; color-scheme: dark; }
    }
    * { box-sizing: border-box; }
    html, body { height: 100%; margin: 0; }
    body { display: flex; flex-direction: column; font: 15px/1.4 system-ui, sans-serif; color: var(--text); background: var(--back); }
    header { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; padding: .5rem .8rem; border-bottom: 1px solid var(--line); }
    h1 { font-size: 1.1rem; margin: 0 .6rem 0 0; }
    button, select { font: inherit; padding: .25rem .8rem; border: 1px solid var(--line); border-radius: 5px; background: var(--panel); color: inherit; cursor: pointer; }
    #run { background: var(--accent); border-color: var(--accent); color: var(--back); font-weight: 600; }
    #state { color: var(--quiet); }
    main { flex: 1; min-height: 0; display: grid; grid-template-columns: 3fr 2fr; }
    section { min-width: 0; min-height: 0; position: relative; overflow: hidden; }
    .results { border-left: 1px solid var(--line); display: flex; flex-direction: column; }
    @media (max-width: 760px) {
      main { grid-template-columns: 1fr; grid-template-rows: 3fr 2fr; }
      .results { border-left: 0; border-top: 1px solid var(--line); }
    }
    pre, textarea { font: 14px/1.5 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; tab-size: 2; margin: 0; }
    .editor pre, textarea { position: absolute; inset: 0; width: 100%; height: 100%; padding: .8rem; border: 0; white-space: pre; overflow: auto; }
    .editor pre { pointer-events: none; overflow: hidden; }
    #marks { color: transparent; }
    #marks span { text-decoration: underline wavy var(--warn); text-decoration-skip-ink: none; text-underline-offset: 3px; }
    #marks .error { text-decoration-color: var(--bad); }
    textarea { resize: none; background: transparent; color: transparent; caret-color: var(--text); outline: none; }
    textarea:focus-visible { box-shadow: inset 0 0 0 2px color-mix(in srgb, var(--accent) 45%, transparent); }
    ::selection { background: color-mix(in srgb, var(--accent) 30%, transparent); }
    #problems { margin: 0; padding: 0; list-style: none; max-height: 40%; overflow: auto; border-bottom: 1px solid var(--line); }
    #problems:empty { display: none; }
    #problems li { padding: .3rem .8rem; cursor: pointer; border-left: 3px solid var(--warn); }
    #problems .error { border-left-color: var(--bad); } #problems .hint { border-left-color: var(--line); }
    #problems small { color: var(--quiet); display: block; }
    #output { flex: 1; padding: .8rem; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
    #output .failed { color: var(--bad); display: block; white-space: pre; }
    .h-keyword { color: var(--keyword); } .h-number { color: var(--number); } .h-string { color: var(--string); }
    .h-comment { color: var(--quiet); font-style: italic; } .h-name { color: var(--name); }
    """

  private static let script = #"""
    const at = id => document.getElementById(id);
    const [code, colours, marks, output, problems, state] = ["code", "colours", "marks", "output", "problems", "state"].map(at);
    const examples = {
      "Hello": "print \"Hello, world!\";\n",
      "Lists and maps": "const stock = {apples: 3, pears: 0, plums: 12};\nfor (var name, count in stock) {\n  print `${name}: ${count > 0 ? count : \"sold out\"}`;\n}\nconst sorted = stock.entries().sortedBy(entry => -entry[1]);\nprint sorted.map(entry => entry[0]).join(\", \");\n",
      "Classes": "class Shape {\n  area => 0;\n  description => `a shape of ${this.area.fixed(2)}`;\n}\n\nclass Circle < Shape {\n  init(radius) { this.radius = radius; }\n  area => Math.pi * this.radius.pow(2);\n}\n\nprint Circle(2);\n",
      "Fibers": "fun primes() {\n  var found = [];\n  for (var n = 2;; n++) {\n    if (found.every(p => n % p != 0)) {\n      found.add(n);\n      Fiber.yield(n);\n    }\n  }\n}\n\nfor (var p in Fiber(primes)) {\n  if (p > 50) break;\n  print p;\n}\n",
      "Errors": "class NotFound < Error {}\n\nfun find(list, x) {\n  const i = list.indexOf(x);\n  if (i == nil) throw NotFound(`no ${x} in ${list}`);\n  return i;\n}\n\ntry {\n  print find([1, 2, 3], 4);\n} catch (e is NotFound) {\n  print e.message;\n} finally {\n  print \"done\";\n}\n",
    };
    for (const name of Object.keys(examples)) at("examples").append(new Option(name, name));

    const ask = async (path, text) => {
      const response = await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ code: text }) });
      if (!response.ok) throw new Error(response.status === 413 ? "The script is too large." : "The server answered " + response.status + ".");
      return response.json();
    };

    // Positions come as bytes of UTF-8, but strings are counted in units of UTF-16.
    const units = (text, offsets) => {
      const result = new Map();
      const sorted = [...new Set(offsets)].sort((a, b) => a - b);
      let bytes = 0, next = 0, place = 0;
      for (const character of text) {
        while (next < sorted.length && sorted[next] <= bytes) result.set(sorted[next++], place);
        const point = character.codePointAt(0);
        bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
        place += character.length;
      }
      while (next < sorted.length) result.set(sorted[next++], text.length);
      return offset => result.get(offset) ?? text.length;
    };

    let version = 0, timer = 0;
    const scroll = () => { for (const layer of [colours, marks]) { layer.scrollTop = code.scrollTop; layer.scrollLeft = code.scrollLeft; } };
    const showPlain = () => { colours.textContent = code.value + "\n"; marks.textContent = ""; scroll(); };
    const check = async () => {
      const mine = ++version, text = code.value;
      let result;
      try { result = await ask("/check", text); } catch (error) { state.textContent = error.message; return; }
      if (mine !== version) return;
      colours.innerHTML = result.html + "\n";
      const place = units(text, result.problems.flatMap(p => [p.start, p.end]));
      marks.replaceChildren();
      let end = 0;
      for (const p of [...result.problems].sort((a, b) => a.start - b.start)) {
        let from = Math.min(place(p.start), Math.max(0, text.length - 1));
        const to = Math.max(place(p.end), from + 1);
        // The end of a line can't be underlined, but the character before it.
        if (to === from + 1 && text[from] === "\n" && from > end && text[from - 1] !== "\n") from -= 1;
        if (from < end) continue;
        const mark = document.createElement("span");
        mark.className = p.severity;
        mark.textContent = text.slice(from, to) || " ";
        marks.append(text.slice(end, from), mark);
        end = to;
      }
      marks.append(text.slice(end) + "\n");
      problems.replaceChildren(...result.problems.map(p => {
        const item = document.createElement("li");
        item.className = p.severity;
        item.textContent = (p.line ? p.line + ": " : "") + p.message;
        for (const note of p.notes) item.append(Object.assign(document.createElement("small"), { textContent: note }));
        item.onclick = () => { code.focus(); code.setSelectionRange(place(p.start), place(p.end)); };
        return item;
      }));
      scroll();
    };
    const changed = () => { version++; showPlain(); clearTimeout(timer); timer = setTimeout(check, 120); };
    const set = text => { code.value = text; changed(); };

    const run = async () => {
      state.textContent = "running…";
      at("run").disabled = true;
      try {
        const result = await ask("/run", code.value);
        output.replaceChildren(result.output);
        if (result.error) output.append(Object.assign(document.createElement("span"), { className: "failed", textContent: result.error }));
        const time = result.microseconds < 1000 ? result.microseconds + " us" : (result.microseconds / 1000).toFixed(1) + " ms";
        state.textContent = `${time}, ${result.units.toLocaleString("en")} ${result.units === 1 ? "unit" : "units"} of work`;
      } catch (error) { state.textContent = error.message; }
      at("run").disabled = false;
    };
    const format = async () => {
      try {
        const result = await ask("/format", code.value);
        if (result.code === undefined) state.textContent = "A script with errors can't be formatted.";
        else if (result.code !== code.value) set(result.code);
      } catch (error) { state.textContent = error.message; }
    };

    // The whole script is in the link.
    const pack = async text => {
      const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
      const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
      return btoa(Array.from(bytes, b => String.fromCharCode(b)).join("")).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    };
    const unpack = async packed => {
      const bytes = Uint8Array.from(atob(packed.replaceAll("-", "+").replaceAll("_", "/")), c => c.charCodeAt(0));
      const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
      return new Response(stream).text();
    };
    const share = async () => {
      history.replaceState(null, "", "#" + await pack(code.value));
      try { await navigator.clipboard.writeText(location.href); state.textContent = "The link is in the clipboard."; }
      catch { state.textContent = "The link is in the address bar."; }
    };

    code.oninput = changed;
    code.onscroll = scroll;
    at("run").onclick = run;
    at("format").onclick = format;
    at("share").onclick = share;
    at("examples").onchange = event => { if (event.target.value) set(examples[event.target.value]); event.target.value = ""; };
    code.addEventListener("keydown", event => {
      if (event.key !== "Tab" || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      document.execCommand("insertText", false, "  ");
    });
    addEventListener("keydown", event => {
      if (!(event.ctrlKey || event.metaKey)) return;
      if (event.key === "Enter") { event.preventDefault(); run(); }
      if (event.shiftKey && event.key.toLowerCase() === "f") { event.preventDefault(); format(); }
    });
    const start = async () => {
      let text = examples["Hello"];
      if (location.hash.length > 1) try { text = await unpack(location.hash.slice(1)); } catch { state.textContent = "The link is damaged."; }
      set(text);
      code.focus();
    };
    start();
    """#
}

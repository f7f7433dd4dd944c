/// The constant parts of the page.
extension ProfilePage {
  static let style = """
    .bar { display: flex; gap: .6rem; align-items: center; margin: .4rem 0; flex-wrap: wrap; }
    .bar button { font: inherit; padding: .15rem .7rem; border: 1px solid var(--line); background: var(--panel); color: inherit; border-radius: 4px; cursor: pointer; }
    .bar button.on { border-color: rgb(var(--hot)); } .bar input { font: inherit; padding: .15rem .5rem; border: 1px solid var(--line); border-radius: 4px; background: var(--back); color: inherit; }
    #flame { display: block; width: 100%; border: 1px solid var(--line); background: var(--panel); }
    #flame g { cursor: pointer; } #flame text { font: 11px ui-monospace, "DejaVu Sans Mono", monospace; pointer-events: none; fill: #1b1b1b; }
    #flame rect { stroke: var(--panel); stroke-width: .6; } #tip { min-height: 1.5em; }
    .code tr:target { outline: 2px solid rgb(var(--hot)); scroll-margin-top: 40vh; }
    .code td { white-space: pre; padding-top: 0; padding-bottom: 0; } .code tbody tr { border-top: 0; }
    #gc { display: block; width: 100%; height: 170px; border: 1px solid var(--line); background: var(--panel); }
    #gc text { font: 11px system-ui, sans-serif; fill: var(--quiet); }
    """

  static let script = #"""
    const data = JSON.parse(document.getElementById("data").textContent);
    const SVG = "http://www.w3.org/2000/svg";
    const element = (name, attributes = {}, ...children) => {
      const node = document.createElement(name);
      for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
      node.append(...children);
      return node;
    };
    const shape = (name, attributes, text) => {
      const node = document.createElementNS(SVG, name);
      for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
      if (text !== undefined) node.textContent = text;
      return node;
    };
    // Numbers look as they do in the text of a profile.
    const count = n => Math.round(n).toLocaleString("en");
    const counted = (n, what) => count(n) + " " + what + (n === 1 ? "" : "s");
    const tenths = n => `${Math.floor(n / 10)}.${n % 10}`;
    const scaled = (n, unit) => tenths(Math.floor(Math.floor(n / (unit / 1024)) * 10 / 1024));
    const bytes = n => n < 1024 ? n + " B" : n < 2 ** 20 ? scaled(n, 2 ** 10) + " KiB"
      : n < 2 ** 30 ? scaled(n, 2 ** 20) + " MiB" : scaled(n, 2 ** 30) + " GiB";
    const time = n => n < 1e6 ? Math.floor(n / 1e3) + " us" : n < 1e9 ? tenths(Math.floor(n / 1e5)) + " ms" : tenths(Math.floor(n / 1e8)) + " s";
    const greatest = (list, value) => list.reduce((most, item) => Math.max(most, value(item)), 0);
    const share = (part, whole) => whole > 0 ? tenths(Math.round(part * 1000 / whole)) + " %" : "-";

    // The tree of calls. A node has its own cost and that of all below it: work, memory, and time in functions of Swift.
    const functions = data.functions.map(([name, source, line]) => ({ name, source, line }));
    const root = { name: "all", own: [0, 0, 0], total: [0, 0, 0], children: [], parent: null };
    const nodes = data.nodes.map(([parent, f, ...own]) =>
      ({ parent, f: functions[f], name: functions[f].name, own, total: [...own], children: [] }));
    for (const node of nodes) {
      node.parent = node.parent < 0 ? root : nodes[node.parent];
      node.parent.children.push(node);
    }
    for (let i = nodes.length - 1; i >= 0; i--)
      for (const kind of [0, 1, 2]) nodes[i].parent.total[kind] += nodes[i].total[kind];
    const kinds = [{ title: "Work", text: n => counted(n, "unit") }, { title: "Memory", text: bytes }, { title: "Time in Swift", text: time }];

    // The same, from the other end: below each function its callers, as far as they led to its own cost.
    const invert = () => {
      const bottom = { name: "all", own: [0, 0, 0], total: [...root.total], children: [], parent: null, below: new Map() };
      for (const node of nodes) {
        if (!node.own.some(cost => cost)) continue;
        let at = bottom, first = true;
        for (let up = node; up !== root; up = up.parent, first = false) {
          let next = at.below.get(up.f);
          if (!next) {
            next = { f: up.f, name: up.f.name, own: [0, 0, 0], total: [0, 0, 0], children: [], parent: at, below: new Map() };
            at.below.set(up.f, next);
            at.children.push(next);
          }
          for (const kind of [0, 1, 2]) {
            next.total[kind] += node.own[kind];
            if (first) next.own[kind] += node.own[kind];
          }
          at = next;
        }
      }
      return bottom;
    };

    // Links to the lines of the sources below.
    const sourceNames = Object.keys(data.sources);
    const anchor = (source, line) => `line-${sourceNames.indexOf(source)}-${line}`;
    const placeText = (source, line) => line > 0 ? `${source}:${line}` : source;
    const place = (source, line) => sourceNames.includes(source)
      ? element("a", { href: "#" + anchor(source, line) }, placeText(source, line)) : placeText(source, line);

    document.body.append(
      element("h1", {}, "Profile of " + data.title),
      element("div", { class: "quiet" }, [
        time(data.nanoseconds), counted(root.total[0], "unit") + " of work", counted(data.samples, "sample"),
        bytes(root.total[1]) + " allocated", counted(data.collections.length, "collection")].join(" · ")));

    // The flame graph: a row for each depth, the callers above, or below if it begins with what was called last.
    let kind = Math.max(0, root.total.findIndex(cost => cost > 0)), tree = root, top = root, query = "";
    const flame = shape("svg", { id: "flame" });
    const tip = element("div", { id: "tip", class: "quiet" });
    const buttons = kinds.map((k, index) => {
      const button = element("button", {}, k.title);
      button.onclick = () => { kind = index; top = tree; draw(); };
      button.disabled = root.total[index] === 0;
      return button;
    });
    const reset = element("button", {}, "Whole graph");
    reset.onclick = () => { top = tree; draw(); };
    const bottomUp = element("button", { title: "Begin with the functions that cost most themselves; below each are its callers" }, "Bottom up");
    let inverted = null;
    bottomUp.onclick = () => { tree = top = tree === root ? (inverted ??= invert()) : root; draw(); };
    const search = element("input", { placeholder: "Find a function", type: "search" });
    search.oninput = () => { query = search.value.toLowerCase(); draw(); };
    document.body.append(element("h2", {}, "Flame graph"), element("div", { class: "bar" }, ...buttons, bottomUp, reset, search), flame, tip,
      element("div", { class: "quiet" }, "Calls too narrow to be seen are not drawn; a click on their caller shows them."
        + (data.leftOut ? ` The ${count(data.leftOut)} chains of calls that cost least are shown together, as "(small parts)" of their callers.` : "")));

    const color = name => {
      let hash = 7;
      for (const c of name) hash = (hash * 31 + c.codePointAt(0)) >>> 0;
      return `hsl(${12 + hash % 40} ${62 + (hash >> 6) % 25}% ${62 + (hash >> 11) % 16}%)`;
    };
    const describe = node => {
      const whole = root.total[kind], text = kinds[kind].text;
      const where = node.f ? ` (${placeText(node.f.source, node.f.line)})` : "";
      const all = `${node.name}${where}: ${text(node.total[kind])}, ${share(node.total[kind], whole)}`;
      return tree === root ? `${all}; itself ${text(node.own[kind])}, ${share(node.own[kind], whole)}` : all;
    };
    function draw() {
      buttons.forEach((button, index) => button.classList.toggle("on", index === kind));
      bottomUp.classList.toggle("on", tree !== root);
      const width = flame.clientWidth || 1100, rowHeight = 18;
      flame.replaceChildren();
      let depth = 0;
      const add = (node, x, w, row) => {
        // An explicit stack, as calls may be nested deeply.
        const pending = [[node, x, w, row]];
        while (pending.length) {
          const [node, x, w, row] = pending.pop();
          depth = Math.max(depth, row + 1);
          const group = shape("g", {});
          const found = query && node.name.toLowerCase().includes(query);
          group.append(shape("rect", { x, y: row * rowHeight, width: Math.max(w, .5), height: rowHeight,
            fill: found ? "#8a5cf0" : node === tree ? "#cfcfca" : color(node.name), opacity: row < ancestors.length ? .55 : 1 }));
          if (w > 24) {
            const room = Math.floor((w - 6) / 6.7);
            const label = node.name.length > room ? node.name.slice(0, Math.max(0, room - 1)) + "…" : node.name;
            group.append(shape("text", { x: x + 3, y: row * rowHeight + 13 }, label));
          }
          group.append(shape("title", {}, describe(node)));
          group.onmouseenter = () => tip.textContent = describe(node);
          group.onclick = () => { top = node; draw(); };
          flame.append(group);
          if (row < ancestors.length) continue;
          let start = x;
          for (const child of [...node.children].sort((a, b) => b.total[kind] - a.total[kind])) {
            const part = node.total[kind] > 0 ? w * child.total[kind] / node.total[kind] : 0;
            if (part >= .4) pending.push([child, start, part, row + 1]);
            start += part;
          }
        }
      };
      const ancestors = [];
      for (let node = top.parent; node; node = node.parent) ancestors.unshift(node);
      ancestors.forEach((node, row) => add(node, 0, width, row));
      add(top, 0, width, ancestors.length);
      flame.setAttribute("height", depth * rowHeight);
      flame.setAttribute("viewBox", `0 0 ${width} ${depth * rowHeight}`);
      tip.replaceChildren(describe(top), ...(top.f ? [" ", place(top.f.source, top.f.line)] : []));
    }

    // The functions, each with what it cost by itself and with all that it called; recursion counts once.
    const costs = new Map();
    const cost = f => costs.get(f) ?? costs.set(f, { f, own: [0, 0], total: [0, 0] }).get(f);
    for (const node of nodes) {
      const entry = cost(node.f);
      let isRecursive = false;
      for (let up = node.parent; up !== root && !isRecursive; up = up.parent) isRecursive = up.f === node.f;
      for (const kind of [0, 1]) {
        entry.own[kind] += node.own[kind];
        if (!isRecursive) entry.total[kind] += node.total[kind];
      }
    }
    const table = (heads, rows) => element("table", {},
      element("thead", {}, element("tr", {}, ...heads.map(([text, isNumber]) => element("th", isNumber ? { class: "num" } : {}, text)))),
      element("tbody", {}, ...rows.map(row => element("tr", {}, ...row.map((cell, index) =>
        element("td", heads[index][1] ? { class: "num" } : {}, cell))))));
    const maximumRows = 50;
    const more = (rows, kept = maximumRows) => rows.length > kept ? [element("div", { class: "quiet" }, `and ${count(rows.length - kept)} more`)] : [];
    const functionCosts = [...costs.values()].filter(c => c.total[0] || c.total[1]).sort((a, b) => b.own[0] - a.own[0] || b.own[1] - a.own[1]);
    const functionRows = functionCosts.slice(0, maximumRows).map(c => [
      share(c.own[0], root.total[0]), share(c.total[0], root.total[0]), bytes(c.own[1]), c.f.name, place(c.f.source, c.f.line)]);
    document.body.append(element("h2", {}, "Functions"),
      table([["self", 1], ["total", 1], ["allocates", 1], ["function"], ["declared"]], functionRows), ...more(functionCosts));

    // What is written in Swift, by the clock.
    const swiftFunctions = data.swiftFunctions.sort((a, b) => b[2] - a[2]);
    if (swiftFunctions.length) document.body.append(element("h2", {}, "Time in functions of Swift"),
      table([["time", 1], ["share", 1], ["calls", 1], ["function"]], swiftFunctions.slice(0, maximumRows).map(([name, calls, spent]) => [
        time(spent), share(spent, data.nanoseconds), count(calls), name])), ...more(swiftFunctions));

    // Where memory is allocated.
    const lines = data.lines.map(([f, number, units, called, bytes]) => ({ f: functions[f], number, units, called, bytes }));
    const sites = lines.filter(line => line.bytes > 0).sort((a, b) => b.bytes - a.bytes);
    const sourceLines = Object.fromEntries(Object.entries(data.sources).map(([name, text]) => [name, text.split("\n")]));
    if (sites.length) document.body.append(element("h2", {}, "Allocations by site"),
      table([["allocated", 1], ["share", 1], ["place"], ["function"], ["line"]], sites.slice(0, maximumRows).map(line => [
        bytes(line.bytes), share(line.bytes, root.total[1]), place(line.f.source, line.number), line.f.name,
        element("code", {}, (sourceLines[line.f.source]?.[line.number - 1] ?? "").trim().slice(0, 200))])), ...more(sites));

    // Collections: how large the heap was, and how long each pause.
    if (data.collections.length) {
      const chart = shape("svg", { id: "gc", viewBox: "0 0 1000 170", preserveAspectRatio: "none" });
      const end = Math.max(data.nanoseconds, greatest(data.collections, c => c[0] + c[1]));
      const highest = greatest(data.collections, c => Math.max(c[3], c[4]));
      const longest = greatest(data.collections, c => c[1]);
      const x = t => 1000 * t / end, y = b => 118 - 105 * b / highest;
      let path = "M0 118";
      for (const [start, pause, , before, after] of data.collections)
        path += `L${x(start).toFixed(2)} ${y(before).toFixed(1)}L${x(start + pause).toFixed(2)} ${y(after).toFixed(1)}`;
      chart.append(shape("path", { d: path, fill: "none", stroke: "rgb(var(--hot))", "stroke-width": 1.2, "vector-effect": "non-scaling-stroke" }));
      for (const [start, pause, isFull] of data.collections) {
        const height = Math.max(1, 38 * pause / longest);
        const bar = shape("rect", { x: x(start), y: 165 - height, width: Math.max(1.2, x(pause)), height, fill: isFull ? "var(--bad)" : "var(--quiet)" });
        bar.append(shape("title", {}, `${isFull ? "full" : "minor"} collection at ${time(start)}: paused ${time(pause)}`));
        chart.append(bar);
      }
      const full = data.collections.filter(c => c[2]).length, pauses = data.collections.reduce((sum, c) => sum + c[1], 0);
      document.body.append(element("h2", {}, "Collections over time"), chart, element("div", { class: "quiet" },
        `Above the size of the heap, ${bytes(highest)} at most; below the pauses, ${time(longest)} at most, ${time(pauses)} in all, over ${time(end)}. `
        + `${count(data.collections.length - full)} minor and ${counted(full, "full (red) collection")}.`));
    }

    // The sources, with what each line cost.
    const maximumLines = 20000;
    for (const [name, text] of Object.entries(sourceLines)) {
      const costs = new Map();
      for (const line of lines.filter(line => line.f.source === name)) {
        const sum = costs.get(line.number) ?? costs.set(line.number, { units: 0, called: 0, bytes: 0 }).get(line.number);
        sum.units += line.units; sum.called += line.called; sum.bytes += line.bytes;
      }
      if (!costs.size) continue;
      const hottest = Math.max(1, greatest([...costs.values()], c => c.units));
      const rows = text.slice(0, maximumLines).map((line, index) => {
        const c = costs.get(index + 1);
        const heat = c ? c.units / hottest : 0;
        const attributes = { id: anchor(name, index + 1) };
        if (heat > .004) attributes.style = `background: rgba(var(--hot), ${(.06 + .4 * heat).toFixed(3)})`;
        return element("tr", attributes,
          element("td", { class: "num" }, c?.units ? share(c.units, root.total[0]) : ""),
          element("td", { class: "num" }, c?.called ? share(c.called, root.total[0]) : ""),
          element("td", { class: "num" }, c?.bytes ? bytes(c.bytes) : ""),
          element("td", { class: "num quiet" }, String(index + 1)), element("td", {}, line));
      });
      document.body.append(element("h2", {}, name), element("table", { class: "code" },
        element("thead", {}, element("tr", {}, ...["self", "calls", "allocates", ""].map(head => element("th", { class: "num" }, head)), element("th", {}, ""))),
        element("tbody", {}, ...rows)), ...more(text, maximumLines).map(note => { note.append(" lines"); return note; }));
    }
    draw();
    addEventListener("resize", draw);
    """#
}

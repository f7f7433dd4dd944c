/// The constant parts of the page.
extension ProfilePage {
  static let style = """
    .bar { display: flex; gap: .6rem; align-items: center; margin: .4rem 0; flex-wrap: wrap; }
    .bar button { font: inherit; padding: .15rem .7rem; border: 1px solid var(--line); background: var(--panel); color: inherit; border-radius: 4px; cursor: pointer; }
    .bar button.on { border-color: rgb(var(--hot)); } .bar input { font: inherit; padding: .15rem .5rem; border: 1px solid var(--line); border-radius: 4px; background: var(--back); color: inherit; }
    #flame { display: block; width: 100%; border: 1px solid var(--line); background: var(--panel); }
    #flame g { cursor: pointer; } #flame text { font: 11px ui-monospace, "DejaVu Sans Mono", monospace; pointer-events: none; fill: #1b1b1b; }
    #flame rect { stroke: var(--panel); stroke-width: .6; } #tip { min-height: 1.5em; }
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
    const count = n => Math.round(n).toLocaleString("en");
    const bytes = n => n < 1024 ? n + " B" : n < 1048576 ? (n / 1024).toFixed(1) + " KiB"
      : n < 1073741824 ? (n / 1048576).toFixed(1) + " MiB" : (n / 1073741824).toFixed(2) + " GiB";
    const time = n => n < 1e6 ? (n / 1e3).toFixed(0) + " µs" : n < 1e9 ? (n / 1e6).toFixed(1) + " ms" : (n / 1e9).toFixed(2) + " s";
    const greatest = (list, value) => list.reduce((most, item) => Math.max(most, value(item)), 0);
    const share = (part, whole) => whole > 0 ? (100 * part / whole).toFixed(1) + " %" : "-";

    // The tree of calls. A node has its own cost and that of all below it, of work and of memory.
    const functions = data.functions.map(([name, source, line]) => ({ name, source, line }));
    const root = { name: "all", own: [0, 0], total: [0, 0], children: [], parent: null };
    const nodes = data.nodes.map(([parent, f, units, bytes]) =>
      ({ parent, f: functions[f], name: functions[f].name, own: [units, bytes], total: [units, bytes], children: [] }));
    for (const node of nodes) {
      node.parent = node.parent < 0 ? root : nodes[node.parent];
      node.parent.children.push(node);
    }
    for (let i = nodes.length - 1; i >= 0; i--)
      for (const kind of [0, 1]) nodes[i].parent.total[kind] += nodes[i].total[kind];
    const kinds = [{ title: "Work", text: n => count(n) + " units" }, { title: "Memory", text: bytes }];

    document.body.append(
      element("h1", {}, "Profile of " + data.title),
      element("div", { class: "quiet" }, [
        time(data.nanoseconds), count(root.total[0]) + " units of work", count(data.samples) + " samples",
        bytes(root.total[1]) + " allocated", data.collections.length + " collections"].join(" · ")));

    // The flame graph: a row for each depth, the callers above.
    let kind = root.total[0] > 0 ? 0 : 1, top = root, query = "";
    const flame = shape("svg", { id: "flame" });
    const tip = element("div", { id: "tip", class: "quiet" });
    const buttons = kinds.map((k, index) => {
      const button = element("button", {}, k.title);
      button.onclick = () => { kind = index; top = root; draw(); };
      return button;
    });
    const reset = element("button", {}, "Whole graph");
    reset.onclick = () => { top = root; draw(); };
    const search = element("input", { placeholder: "Find a function", type: "search" });
    search.oninput = () => { query = search.value.toLowerCase(); draw(); };
    document.body.append(element("h2", {}, "Flame graph"), element("div", { class: "bar" }, ...buttons, reset, search), flame, tip,
      element("div", { class: "quiet" }, "Calls too narrow to be seen are not drawn; a click on their caller shows them."
        + (data.leftOut ? ` The ${count(data.leftOut)} chains of calls that cost least are shown together, as "(small parts)" of their callers.` : "")));

    const color = name => {
      let hash = 7;
      for (const c of name) hash = (hash * 31 + c.codePointAt(0)) >>> 0;
      return `hsl(${12 + hash % 40} ${62 + (hash >> 6) % 25}% ${62 + (hash >> 11) % 16}%)`;
    };
    const describe = node => {
      const whole = root.total[kind], text = kinds[kind].text;
      const place = node.f ? ` (${node.f.source}:${node.f.line})` : "";
      return `${node.name}${place}: ${text(node.total[kind])}, ${share(node.total[kind], whole)}; itself ${text(node.own[kind])}, ${share(node.own[kind], whole)}`;
    };
    function draw() {
      buttons.forEach((button, index) => button.classList.toggle("on", index === kind));
      const width = flame.clientWidth || 1100, rowHeight = 18;
      flame.replaceChildren();
      let depth = 0;
      const place = (node, x, w, row) => {
        // An explicit stack, as calls may be nested deeply.
        const pending = [[node, x, w, row]];
        while (pending.length) {
          const [node, x, w, row] = pending.pop();
          depth = Math.max(depth, row + 1);
          const group = shape("g", {});
          const found = query && node.name.toLowerCase().includes(query);
          group.append(shape("rect", { x, y: row * rowHeight, width: Math.max(w, .5), height: rowHeight,
            fill: found ? "#8a5cf0" : node === root ? "#cfcfca" : color(node.name), opacity: row < ancestors.length ? .55 : 1 }));
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
      ancestors.forEach((node, row) => place(node, 0, width, row));
      place(top, 0, width, ancestors.length);
      flame.setAttribute("height", depth * rowHeight);
      flame.setAttribute("viewBox", `0 0 ${width} ${depth * rowHeight}`);
      tip.textContent = describe(top);
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
    const functionCosts = [...costs.values()].sort((a, b) => b.own[0] - a.own[0] || b.own[1] - a.own[1]);
    const functionRows = functionCosts.slice(0, maximumRows).map(c => [
      share(c.own[0], root.total[0]), share(c.total[0], root.total[0]), bytes(c.own[1]), c.f.name, `${c.f.source}:${c.f.line}`]);
    document.body.append(element("h2", {}, "Functions"),
      table([["self", 1], ["total", 1], ["allocates", 1], ["function"], ["declared"]], functionRows), ...more(functionCosts));

    // Where memory is allocated.
    const lines = data.lines.map(([f, number, units, called, bytes]) => ({ f: functions[f], number, units, called, bytes }));
    const sites = lines.filter(line => line.bytes > 0).sort((a, b) => b.bytes - a.bytes);
    const sourceLines = Object.fromEntries(Object.entries(data.sources).map(([name, text]) => [name, text.split("\n")]));
    if (sites.length) document.body.append(element("h2", {}, "Allocations by site"),
      table([["allocated", 1], ["share", 1], ["place"], ["function"], ["line"]], sites.slice(0, maximumRows).map(line => [
        bytes(line.bytes), share(line.bytes, root.total[1]), `${line.f.source}:${line.number}`, line.f.name,
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
        + `${count(data.collections.length - full)} minor and ${count(full)} full (red) collections.`));
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
        return element("tr", heat > .004 ? { style: `background: rgba(var(--hot), ${(.06 + .4 * heat).toFixed(3)})` } : {},
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

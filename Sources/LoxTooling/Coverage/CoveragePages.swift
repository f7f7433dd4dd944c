import LoxSource

/// Coverage as HTML: an index, and a page for each script with its source.
public struct CoveragePages {
  private let coverage: Coverage

  public init(_ coverage: Coverage) { self.coverage = coverage }

  /// The names and contents of the files; `index.html` is the first.
  public var files: [(name: String, text: String)] {
    [("index.html", index)]
      + coverage.scripts.enumerated().map {
        (CoveragePages.fileName($0.offset, $0.element), page(of: $0.element))
      }
  }

  /// A unique file name for each script, by which the script can be recognized.
  private static func fileName(_ number: Int, _ script: ScriptCoverage) -> String {
    let tail = script.name.suffix(60).map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
    return "\(number + 1)-\(String(tail)).html"
  }

  // MARK: - The index

  private var index: String {
    let rows = coverage.byGaps.map { number, script in
      let link =
        "<a href=\"\(CoveragePages.fileName(number, script))\">\(HTMLPage.escaped(script.name))</a>"
      return row(link, script.lineTally, script.branchTally, script.functionTally)
    }
    let all = row("all", coverage.lines, coverage.branches, coverage.functions)
    return HTMLPage(
      title: "Coverage", style: CoveragePages.style,
      body: """
        <h1>Coverage</h1>
        <table><thead><tr><th class="num">lines</th><th class="num">branches</th><th class="num">functions</th><th>script</th></tr></thead>
        <tbody>\(rows.joined(separator: "\n"))
        \(all)</tbody></table>
        """
    ).text
  }

  private func row(
    _ name: String, _ lines: Coverage.Tally, _ branches: Coverage.Tally, _ functions: Coverage.Tally
  ) -> String {
    "<tr>\(cell(lines))\(cell(branches))\(cell(functions))<td>\(name)</td></tr>"
  }

  private func cell(_ tally: Coverage.Tally) -> String {
    guard tally.all > 0 else { return "<td class=\"num quiet\">-</td>" }
    let isComplete = tally.hit == tally.all
    return """
      <td class="num \(isComplete ? "full" : "")" title="\(tally.hit) of \(tally.all)">\
      \(Quantity.share(tally.hit, of: tally.all)) <span class="quiet">\(tally.hit)/\(tally.all)</span>\
      <span class="track"><span style="width: \(tally.hit * 100 / tally.all)%"></span></span></td>
      """
  }

  // MARK: - A script

  private func page(of script: ScriptCoverage) -> String {
    let counts = Dictionary(uniqueKeysWithValues: script.lines.map { ($0.number, $0.count) })
    let conditions = Dictionary(grouping: script.conditions, by: \.line)
    let rows = HighlightedSource(script.source).lines.enumerated().map { index, html in
      row(index + 1, html, counts[index + 1], conditions[index + 1] ?? [])
    }
    return HTMLPage(
      title: "Coverage of \(script.name)", style: CoveragePages.style, script: CoveragePages.script,
      body: """
        <p><a href="index.html">All scripts</a></p>
        <h1>\(HTMLPage.escaped(script.name))</h1>
        <p class="quiet">\(words(script.lineTally, "lines")) · \(words(script.branchTally, "branches")) · \
        \(words(script.functionTally, "functions"))</p>
        <p class="bar"><button id="previous" title="Key: p">Previous gap</button> <button id="next" title="Key: n">Next gap</button> \
        <span class="quiet" id="place"></span></p>
        <table class="code"><tbody>
        \(rows.joined(separator: "\n"))
        </tbody></table>
        """
    ).text
  }

  private func words(_ tally: Coverage.Tally, _ what: String) -> String {
    "\(Quantity.share(tally.hit, of: tally.all)) of \(tally.all.grouped) \(what)"
  }

  private func row(
    _ number: Int, _ html: String, _ count: Int?, _ conditions: [ScriptCoverage.Condition]
  ) -> String {
    let marks = conditions.compactMap { condition -> String? in
      let missing: String
      switch (condition.trueCount > 0, condition.falseCount > 0) {
      case (true, true): return nil
      case (true, false): missing = "never false"
      case (false, true): missing = "never true"
      case (false, false): missing = "never evaluated"
      }
      return "<span class=\"mark\">\(HTMLPage.escaped(condition.text)): \(missing)</span>"
    }
    let state = count.map { $0 == 0 ? "miss" : marks.isEmpty ? "hit" : "part" } ?? ""
    return """
      <tr class="\(state)" id="L\(number)"><td class="num quiet">\(number)</td><td class="num">\(count.map { $0.grouped } ?? "")</td>\
      <td>\(html)\(marks.joined())</td></tr>
      """
  }

  /// Goes from gap to gap, a group of lines that follow each other.
  private static let script = """
    const rows = [...document.querySelectorAll(".code tr")];
    const isGap = row => row.classList.contains("miss") || row.classList.contains("part");
    const gaps = rows.filter((row, index) => isGap(row) && !(index > 0 && isGap(rows[index - 1])));
    const place = document.getElementById("place");
    let current = -1;
    const show = () => place.textContent = gaps.length ? (current < 0 ? gaps.length : `${current + 1} of ${gaps.length}`) + " " + (gaps.length === 1 ? "gap" : "gaps") : "no gaps";
    const go = step => {
      if (!gaps.length) return;
      gaps[current]?.classList.remove("current");
      current = current < 0 ? (step > 0 ? 0 : gaps.length - 1) : (current + step + gaps.length) % gaps.length;
      gaps[current].classList.add("current");
      gaps[current].scrollIntoView({ block: "center" });
      show();
    };
    document.getElementById("next").onclick = () => go(1);
    document.getElementById("previous").onclick = () => go(-1);
    addEventListener("keydown", event => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "n" || event.key === "j") go(1);
      if (event.key === "p" || event.key === "k") go(-1);
    });
    show();
    """

  private static let style = """
    .track { display: inline-block; width: 6rem; height: .55em; margin-left: .5rem; background: color-mix(in srgb, var(--bad) 35%, transparent); border-radius: 3px; overflow: hidden; }
    .track span { display: block; height: 100%; background: var(--good); }
    .bar { position: sticky; top: 0; background: var(--back); padding: .3rem 0; }
    .bar button { font: inherit; padding: .15rem .7rem; border: 1px solid var(--line); background: var(--panel); color: inherit; border-radius: 4px; cursor: pointer; }
    .current { outline: 2px solid rgb(var(--hot)); }
    .code td { white-space: pre; padding-top: 0; padding-bottom: 0; } .code tbody tr { border-top: 0; }
    .hit td:nth-child(2) { color: var(--good); } .miss { background: color-mix(in srgb, var(--bad) 22%, transparent); }
    .part { background: color-mix(in srgb, orange 18%, transparent); } .full { color: var(--good); }
    .mark { margin-left: 2rem; padding: 0 .4rem; border: 1px solid var(--line); border-radius: 4px; color: var(--quiet); font-family: system-ui, sans-serif; font-size: 12px; }
    \(HighlightedSource.style)
    """
}

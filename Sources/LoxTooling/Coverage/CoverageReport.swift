/// Coverage as text: a row for each script.
public struct CoverageReport {
  private let coverage: Coverage

  public init(_ coverage: Coverage) { self.coverage = coverage }

  public var text: String {
    guard !coverage.scripts.isEmpty else { return "No script was executed.\n" }
    var rows = coverage.scripts.map { script in
      [
        share(script.lineTally), share(script.branchTally), share(script.functionTally),
        ShownText.line(script.name),
        missing(script),
      ]
    }
    if rows.count > 1 {
      rows.append([share(coverage.lines), share(coverage.branches), share(coverage.functions), "all", ""])
    }
    let counts =
      "\(tally(coverage.lines)) lines, \(tally(coverage.branches)) branches, \(tally(coverage.functions)) functions"
    return TextTable(
      "Coverage", columns: ["lines", "branches", "functions", "", ""], rightAligned: 3, rows: rows
    ).text + "\n\(counts)\n"
  }

  private func share(_ tally: Coverage.Tally) -> String { Quantity.share(tally.hit, of: tally.all) }

  private func tally(_ tally: Coverage.Tally) -> String {
    "\(tally.hit.grouped) of \(tally.all.grouped)"
  }

  /// Ranges of lines beyond this number are only counted.
  private static let shownRanges = 8

  private func missing(_ script: ScriptCoverage) -> String {
    let ranges = script.missingLines.map { range in
      range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
    }
    guard !ranges.isEmpty else { return "" }
    let shown = ranges.prefix(CoverageReport.shownRanges).joined(separator: ", ")
    let more = ranges.count - CoverageReport.shownRanges
    return "not executed: " + shown + (more > 0 ? " and \(more) more" : "")
  }
}

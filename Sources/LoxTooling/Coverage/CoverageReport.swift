/// Coverage as text: a row for each script, those with the greatest gaps first.
public struct CoverageReport {
  private let coverage: Coverage

  public init(_ coverage: Coverage) { self.coverage = coverage }

  public var text: String {
    guard !coverage.scripts.isEmpty else { return "No script was executed.\n" }
    var rows = coverage.byGaps.map { _, script in
      [
        CoverageReport.bar(script.lineTally), share(script.lineTally), share(script.branchTally),
        share(script.functionTally),
        ShownText.line(script.name),
        missing(script),
      ]
    }
    if rows.count > 1 {
      rows.append([
        CoverageReport.bar(coverage.lines), share(coverage.lines), share(coverage.branches),
        share(coverage.functions), "all", "",
      ])
    }
    let counts =
      "\(tally(coverage.lines)) lines, \(tally(coverage.branches)) branches, \(tally(coverage.functions)) functions"
    return TextTable(
      "Coverage", columns: ["", "lines", "branches", "functions", "", ""], rightAligned: 4, rows: rows
    ).text + "\n\(counts)\n"
  }

  /// How much of it is executed, in ten steps.
  private static func bar(_ tally: Coverage.Tally) -> String {
    guard tally.all > 0 else { return "" }
    // Only what is complete looks so.
    let filled = tally.hit * 10 / tally.all
    return String(repeating: "#", count: filled) + String(repeating: ".", count: 10 - filled)
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

import LoxSource
import LoxSyntax

/// A profile as text: the functions and lines that cost most.
public struct ProfileReport {
  private let profile: Profile
  /// The greatest number of rows in each table.
  private let limit: Int
  /// The line tables of the sources, by name.
  private let sources: [String: LineTable]

  public init(_ profile: Profile, limit: Int = 20) {
    self.profile = profile
    self.limit = limit
    sources = Dictionary(
      uniqueKeysWithValues: profile.sources.map { ($0, LineTable(Source(name: $0, bytes: $1))) })
  }

  public var text: String {
    let parts = [summary, functions, lines, allocations, swiftFunctions, collections]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private var summary: String {
    """
    \(ShownText.line(profile.title)): \(Quantity.time(profile.nanoseconds)), \(Quantity.count(profile.units, "unit")) of work in \
    \(Quantity.count(profile.sampleCount, "sample")), \(Quantity.bytes(profile.bytes)) allocated

    """
  }

  private var functions: String {
    let total = profile.units
    let costs = profile.functionCosts
    let rows = costs.prefix(limit).map { cost -> [String] in
      let function = profile.functions[cost.function]
      return [
        Quantity.share(cost.units, of: total), Quantity.share(cost.totalUnits, of: total), function.name,
        ShownText.line(function.place),
      ]
    }
    return table("Functions", columns: ["self", "total", "", ""], rows: rows, of: costs.count)
  }

  private var lines: String {
    let total = profile.units
    let hot = profile.lines.filter { $0.units > 0 || $0.calledUnits > 0 }
      .sorted { ($0.units, $0.calledUnits, $1.number) > ($1.units, $1.calledUnits, $0.number) }
    let rows = hot.prefix(limit).map { line in
      [
        Quantity.share(line.units, of: total), Quantity.share(line.calledUnits, of: total), place(of: line),
        profile.functions[line.function].name, text(of: line),
      ]
    }
    return table("Lines", columns: ["self", "calls", "", "", ""], rows: rows, of: hot.count)
  }

  private var swiftFunctions: String {
    let functions = profile.swiftFunctions.sorted { ($0.nanoseconds, $1.name) > ($1.nanoseconds, $0.name) }
    let rows = functions.prefix(limit).map { function in
      [
        Quantity.time(function.nanoseconds), Quantity.share(function.nanoseconds, of: profile.nanoseconds),
        Quantity.count(function.callCount, "call"), ShownText.line(function.name),
      ]
    }
    return table(
      "Time in functions of Swift", columns: ["", "", "", ""], rightAligned: 3, rows: rows,
      of: functions.count)
  }

  private var allocations: String {
    let total = profile.bytes
    let sites = profile.lines.filter { $0.bytes > 0 }.sorted { ($0.bytes, $1.number) > ($1.bytes, $0.number) }
    let rows = sites.prefix(limit).map { line in
      [
        Quantity.bytes(line.bytes), Quantity.share(line.bytes, of: total), place(of: line),
        profile.functions[line.function].name, text(of: line),
      ]
    }
    return table("Allocations", columns: ["", "", "", "", ""], rows: rows, of: sites.count)
  }

  private var collections: String {
    guard !profile.collections.isEmpty else { return "" }
    let full = profile.collections.filter(\.isFull).count
    let pauses = profile.collections.map(\.pauseNanoseconds)
    return """
      Collections
        \((profile.collections.count - full).grouped) minor, \(full.grouped) full; paused \
      \(Quantity.time(pauses.reduce(0, +))), \(Quantity.time(pauses.max() ?? 0)) at most

      """
  }

  private func place(of line: Profile.Line) -> String {
    ShownText.line("\(profile.functions[line.function].sourceName):\(line.number)")
  }

  /// The text of a line without surrounding blanks, or the beginning of a long one; empty if it is not known.
  private func text(of line: Profile.Line) -> String {
    guard let bytes = sources[profile.functions[line.function].sourceName]?.bytes(ofLine: line.number) else {
      return ""
    }
    // Only the part that may be shown is examined.
    let start = bytes.drop { $0.isBlank }.prefix(1024)
    let text = ShownText.line(start.dropLast(start.reversed().prefix { $0.isBlank }.count))
    return text.count > 60 ? String(text.prefix(57)) + "..." : text
  }

  /// The first rows, and the number of the remaining ones.
  private func table(
    _ title: String, columns: [String], rightAligned: Int = 2, rows: [[String]], of count: Int
  ) -> String {
    let text = TextTable(title, columns: columns, rightAligned: rightAligned, rows: rows).text
    return text + (count > rows.count ? "  and \((count - rows.count).grouped) more\n" : "")
  }
}

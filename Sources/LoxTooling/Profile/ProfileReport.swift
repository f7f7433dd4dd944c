/// A profile as text: the functions and lines that cost most.
public struct ProfileReport {
  private let profile: Profile
  /// How many rows each table has at most.
  private let limit: Int

  public init(_ profile: Profile, limit: Int = 20) {
    self.profile = profile
    self.limit = limit
  }

  public var text: String {
    [summary, functions, lines, allocations, collections].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private var summary: String {
    """
    \(profile.title): \(Quantity.time(profile.nanoseconds)), \(Quantity.count(profile.units)) units of work in \
    \(Quantity.count(profile.sampleCount)) samples, \(Quantity.bytes(profile.bytes)) allocated

    """
  }

  private var functions: String {
    let total = profile.units
    let rows = profile.functionCosts.prefix(limit).map { cost -> [String] in
      let function = profile.functions[cost.function]
      return [
        Quantity.share(cost.units, of: total), Quantity.share(cost.totalUnits, of: total), function.name,
        "\(function.sourceName):\(function.line)",
      ]
    }
    return TextTable("Functions", columns: ["self", "total", "", ""], rightAligned: 2, rows: rows).text
  }

  private var lines: String {
    let total = profile.units
    let hot = profile.lines.filter { $0.units > 0 || $0.calledUnits > 0 }
      .sorted { ($0.units, $0.calledUnits, $1.number) > ($1.units, $1.calledUnits, $0.number) }
    let rows = hot.prefix(limit).map { line in
      [
        Quantity.share(line.units, of: total), Quantity.share(line.calledUnits, of: total), place(of: line),
        profile.functions[line.function].name, profile.text(of: line).shortened,
      ]
    }
    return TextTable("Lines", columns: ["self", "calls", "", "", ""], rightAligned: 2, rows: rows).text
  }

  private var allocations: String {
    let total = profile.bytes
    let sites = profile.lines.filter { $0.bytes > 0 }.sorted { ($0.bytes, $1.number) > ($1.bytes, $0.number) }
    let rows = sites.prefix(limit).map { line in
      [
        Quantity.bytes(line.bytes), Quantity.share(line.bytes, of: total), place(of: line),
        profile.functions[line.function].name, profile.text(of: line).shortened,
      ]
    }
    return TextTable("Allocations", columns: ["", "", "", "", ""], rightAligned: 2, rows: rows).text
  }

  private var collections: String {
    guard !profile.collections.isEmpty else { return "" }
    let full = profile.collections.filter(\.isFull).count
    let pauses = profile.collections.map(\.pauseNanoseconds)
    return """
      Collections
        \(Quantity.count(profile.collections.count - full)) minor, \(Quantity.count(full)) full; paused \
      \(Quantity.time(pauses.reduce(0, +))), \(Quantity.time(pauses.max() ?? 0)) at most

      """
  }

  private func place(of line: Profile.Line) -> String {
    "\(profile.functions[line.function].sourceName):\(line.number)"
  }
}

extension String {
  /// The text, or its beginning if it is long.
  fileprivate var shortened: String { count > 60 ? String(prefix(57)) + "..." : self }
}

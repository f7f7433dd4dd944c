/// A table of text: the first column has names, the others figures.
struct Table {
  let header: [String]
  private(set) var rows: [[String]] = []

  init(_ header: [String]) {
    self.header = header
  }

  mutating func add(_ row: [String]) {
    rows.append(row)
  }

  /// The table for a terminal, in columns.
  var text: String {
    let lines = [header] + rows
    let widths = header.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { line in
      zip(line, widths).enumerated().map { column, cell in
        let padding = String(repeating: " ", count: cell.1 - cell.0.count)
        return column == 0 ? cell.0 + padding : padding + cell.0
      }.joined(separator: "  ") + "\n"
    }.joined()
  }

  /// The table in Markdown.
  var markdown: String {
    let alignments = header.indices.map { $0 == 0 ? ":--" : "--:" }
    return ([header, alignments] + rows).map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }
}

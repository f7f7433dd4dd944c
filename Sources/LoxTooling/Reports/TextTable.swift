/// A table as text: a title, and columns as wide as their contents.
struct TextTable {
  private let title: String
  private let columns: [String]
  /// The number of columns, from the first on, that are aligned to the right.
  private let rightAligned: Int
  private let rows: [[String]]

  init(_ title: String, columns: [String], rightAligned: Int, rows: some Sequence<[String]>) {
    self.title = title
    self.columns = columns
    self.rightAligned = rightAligned
    self.rows = Array(rows)
  }

  /// Empty if there are no rows.
  var text: String {
    guard !rows.isEmpty else { return "" }
    let hasHeads = columns.contains { !$0.isEmpty }
    let all = hasHeads ? [columns] + rows : rows
    let widths = columns.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    let lines = all.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        line += "  " + (column < rightAligned ? padding + cell : cell + padding)
      }
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }
    return title + "\n" + lines.joined()
  }
}

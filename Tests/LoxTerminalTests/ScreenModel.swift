import LoxSource

@testable import LoxTerminal

/// A terminal as far as the painter uses one.
struct ScreenModel {
  let columns: Int
  let rows: Int
  private(set) var cells: [[Character]]
  private(set) var row = 0
  private(set) var column = 0
  /// How many rows have scrolled off the top of the screen.
  private(set) var scrolled = 0

  /// What is in the cell after the left half of a wide character.
  private static let right: Character = "\u{0}"

  init(columns: Int, rows: Int) {
    (self.columns, self.rows) = (columns, rows)
    cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
  }

  mutating func write(_ output: String) {
    var scalars = Array(output)[...]
    while let character = scalars.popFirst() {
      switch character {
      case "\r\n":
        column = 0
        lineFeed()
      case "\r": column = 0
      case "\n": lineFeed()
      case "\u{1b}": control(&scalars)
      default: put(character)
      }
    }
  }

  private mutating func put(_ character: Character) {
    let width = character.columns
    if column + width > columns {
      column = 0
      lineFeed()
    }
    cells[row][column] = character
    if width == 2 { cells[row][column + 1] = ScreenModel.right }
    column += width
  }

  private mutating func lineFeed() {
    row += 1
    if row == rows {
      cells.removeFirst()
      cells.append(Array(repeating: " ", count: columns))
      row -= 1
      scrolled += 1
    }
  }

  private mutating func control(_ rest: inout ArraySlice<Character>) {
    _ = rest.popFirst()
    let parameters = String(rest.prefix { $0.isNumber || $0 == ";" || $0 == "?" })
    rest = rest.dropFirst(parameters.count)
    let number = Int(parameters) ?? 1
    switch rest.popFirst() {
    case "A": row = max(0, row - number)
    case "C": column = min(columns - 1, column + number)
    case "K": erase(row, from: column)
    case "J":
      erase(row, from: column)
      for below in row + 1..<max(rows, row + 1) { erase(below, from: 0) }
    default: break
    }
  }

  private mutating func erase(_ row: Int, from start: Int) {
    for place in min(start, columns - 1)..<columns { cells[row][place] = " " }
  }

  var text: [String] {
    cells.map { row in
      var text = String(row.filter { $0 != ScreenModel.right })
      while text.last == " " { text.removeLast() }
      return text
    }
  }

  /// Whether the last rows in use show exactly the frame, with its cursor.
  func showsNothingBut(_ frame: Frame) -> Bool {
    let top = row - frame.cursor.row
    guard top >= 0, top + frame.rows.count <= rows, column == frame.cursor.column else { return false }
    let expected = frame.text.map { text in
      var text = text
      while text.last == " " { text.removeLast() }
      return text
    }
    let shown = text
    return Array(shown[top..<top + expected.count]) == expected
      && shown[(top + expected.count)...].allSatisfy(\.isEmpty)
  }
}

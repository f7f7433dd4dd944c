import LoxSource

/// What an editor shows: rows of cells from the left edge of the terminal, and the position of the cursor.
public struct Frame: Equatable, Sendable {
  public struct Cell: Equatable, Sendable {
    /// A character that takes one or two columns.
    public var character: Character
    public var columns: Int
    public var style: Style
  }

  public struct Position: Equatable, Sendable {
    public var row: Int
    public var column: Int
  }

  public internal(set) var rows: [[Cell]] = [[]]
  public internal(set) var cursor = Position(row: 0, column: 0)

  /// The rows as plain text.
  public var text: [String] { rows.map { String($0.map(\.character)) } }

  static func columns(of row: some Sequence<Cell>) -> Int { row.reduce(0) { $0 + $1.columns } }

  /// This many rows around the cursor, preferably with the rows below it.
  func window(height: Int) -> Frame {
    guard rows.count > height, height > 0 else { return self }
    let first = max(0, min(cursor.row - (height - 1) / 2, rows.count - height))
    var window = self
    window.rows = Array(rows[first..<first + height])
    window.cursor.row -= first
    return window
  }
}

/// Lays text out in the rows of a frame.
struct FrameWriter {
  private(set) var frame = Frame()
  private let width: Int
  private var column = 0

  init(width: Int) { self.width = max(2, width) }

  private static let tabWidth = 4

  /// Writes a character after the previous one, on a new row if there is no room for it.
  mutating func write(_ character: Character, _ style: Style = .plain) {
    switch character {
    case "\t":
      for _ in 0..<FrameWriter.tabWidth { put(" ", 1, style) }
    case _ where character.columns > 0: put(character, character.columns, style)
    default:
      // An invisible character is shown as a dot.
      put("\u{b7}", 1, Style(.gray))
    }
  }

  mutating func write(_ text: String, _ style: Style = .plain) {
    for character in text { write(character, style) }
  }

  private mutating func put(_ character: Character, _ columns: Int, _ style: Style) {
    if column + columns > width { newLine() }
    frame.rows[frame.rows.count - 1].append(Frame.Cell(character: character, columns: columns, style: style))
    column += columns
  }

  mutating func newLine() {
    frame.rows.append([])
    column = 0
  }

  /// Puts the cursor where the next character will be.
  mutating func placeCursor() {
    if column >= width { newLine() }
    frame.cursor = Frame.Position(row: frame.rows.count - 1, column: column)
  }
}

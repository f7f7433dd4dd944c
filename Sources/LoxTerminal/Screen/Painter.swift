import LoxSource

/// Turns frames into the bytes that change a terminal from showing one to showing the next.
///
/// It uses only relative movements, so it works wherever on the screen the input begins, and it rewrites only
/// what differs. It never relies on the terminal's own wrapping.
public struct Painter: Sendable {
  /// The frame on the screen.
  private var shown = Frame()
  private let showsStyles: Bool

  public init(showsStyles: Bool) { self.showsStyles = showsStyles }

  /// Shows a frame, or the part of it that fits into this many rows.
  public mutating func paint(_ frame: Frame, height: Int) -> String {
    let frame = frame.window(height: height)
    var output = ""
    var place = shown.cursor
    for (index, row) in frame.rows.enumerated() {
      let old = index < shown.rows.count ? shown.rows[index] : nil
      guard row != old else { continue }
      let same = old.map { zip($0, row).prefix { $0 == $1 }.count } ?? 0
      let column = Frame.columns(of: row[..<same])
      output += move(&place, to: Frame.Position(row: index, column: column))
      output += text(of: row[same...])
      // After a full row the cursor position is undefined: erasing there would remove the last character.
      let end = column + Frame.columns(of: row[same...])
      place.column = end
      if let old, Frame.columns(of: old) > end { output += "\u{1b}[K" }
    }
    if shown.rows.count > frame.rows.count {
      output += move(&place, to: Frame.Position(row: frame.rows.count, column: 0)) + "\u{1b}[J"
    }
    output += move(&place, to: frame.cursor)
    shown = frame
    return output
  }

  /// Moves below everything shown, to the start of a row, and forgets it.
  public mutating func finish() -> String {
    var place = shown.cursor
    let output = move(&place, to: Frame.Position(row: shown.rows.count - 1, column: 0)) + "\r\n"
    shown = Frame()
    return output
  }

  /// Erases what is shown. The terminal's width may have changed: rows that were wider have been broken into
  /// several.
  public mutating func erase(width: Int) -> String {
    let width = max(1, width)
    var rowsAbove = 0
    for row in shown.rows[..<shown.cursor.row] {
      rowsAbove += max(1, (Frame.columns(of: row) + width - 1) / width)
    }
    rowsAbove += shown.cursor.column / width
    shown = Frame()
    return (rowsAbove > 0 ? "\u{1b}[\(rowsAbove)A" : "") + "\r\u{1b}[J"
  }

  /// Clears the screen; the next frame begins at its top.
  public mutating func clearScreen() -> String {
    shown = Frame()
    return "\u{1b}[H\u{1b}[2J"
  }

  private func text(of cells: ArraySlice<Frame.Cell>) -> String {
    var text = ""
    var style = Style.plain
    for cell in cells {
      if showsStyles, cell.style != style {
        style = cell.style
        text += style.sequence
      }
      text.append(cell.character)
    }
    return style == .plain ? text : text + Style.plain.sequence
  }

  /// Moves the cursor. Missing rows are created by line feeds.
  private func move(_ place: inout Frame.Position, to target: Frame.Position) -> String {
    var output = ""
    if target.row < place.row {
      output += "\u{1b}[\(place.row - target.row)A"
    } else if target.row > place.row {
      // At the bottom of the screen only a line feed makes room.
      output += "\r" + String(repeating: "\n", count: target.row - place.row)
      place.column = 0
    }
    if target.column != place.column || target.row < place.row {
      output += "\r"
      if target.column > 0 { output += "\u{1b}[\(target.column)C" }
    }
    place = target
    return output
  }
}

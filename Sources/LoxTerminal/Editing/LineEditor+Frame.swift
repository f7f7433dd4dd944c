import LoxSource

extension LineEditor {
  /// The frame to show on a terminal of this width. The final frame of an input shows only the input.
  public func frame(width: Int, isFinal: Bool = false) -> Frame {
    var writer = FrameWriter(width: width)
    write(prompt, to: &writer)
    writeText(showsCursor: !isFinal, to: &writer)
    if isFinal {
      writer.placeCursor()
    } else if let search {
      write(search, to: &writer)
    } else if let menu {
      write(menu, width: width, to: &writer)
    }
    return writer.frame
  }

  private func write(_ prompt: String, to writer: inout FrameWriter) {
    writer.write(prompt, Style(.gray))
  }

  private func writeText(showsCursor: Bool, to writer: inout FrameWriter) {
    let cursor = showsCursor ? buffer.textBeforeCursor.utf8.count : nil
    let ranges = language.styles(of: buffer.text, cursor: cursor)
    var rest = ranges[...]
    var byte = 0
    for (position, character) in buffer.characters.enumerated() {
      if position == buffer.cursor { writer.placeCursor() }
      while let first = rest.first, first.bytes.upperBound <= byte { rest.removeFirst() }
      let style = rest.first.map { $0.bytes.contains(byte) ? $0.style : .plain } ?? .plain
      if character == "\n" {
        writer.newLine()
        write(continuationPrompt, to: &writer)
      } else {
        writer.write(character, style)
      }
      byte += character.utf8.count
    }
    if buffer.isAtEnd { writer.placeCursor() }
  }

  private func write(_ search: Search, to writer: inout FrameWriter) {
    writer.newLine()
    writer.write(search.isFailing ? "not in the history: " : "search the history: ", Style(.gray))
    writer.write(search.query, Style(isBold: true))
    writer.placeCursor()
  }

  /// The greatest number of menu rows shown at once.
  private static let menuHeight = 8

  private func write(_ menu: Menu, width: Int, to writer: inout FrameWriter) {
    // A candidate that is too wide must not break the columns.
    let widest = menu.candidates.map { $0.reduce(0) { $0 + $1.columns } }.max() ?? 0
    let cell = min(widest, max(1, width - 1)) + 2
    let columns = max(1, (width - 1) / cell)
    let rows = (menu.candidates.count + columns - 1) / columns
    let height = min(rows, LineEditor.menuHeight)
    let selectedRow = (menu.selection ?? 0) / columns
    let first = max(0, min(selectedRow - height / 2, rows - height))
    for row in first..<first + height {
      writer.newLine()
      for index in row * columns..<min((row + 1) * columns, menu.candidates.count) {
        write(menu.candidates[index], in: cell, isSelected: index == menu.selection, to: &writer)
      }
    }
    if rows > height {
      writer.newLine()
      writer.write("\(menu.candidates.count) in all", Style(.gray))
    }
  }

  private func write(_ candidate: String, in columns: Int, isSelected: Bool, to writer: inout FrameWriter) {
    var left = columns - 2
    for character in candidate {
      guard character.columns <= left else { break }
      writer.write(character, Style(isReversed: isSelected))
      left -= character.columns
    }
    for _ in 0..<left + 2 { writer.write(" ") }
  }
}

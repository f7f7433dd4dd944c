extension LineEditor {
  /// The completion candidates on display.
  struct Menu {
    var candidates: [String]
    /// The candidate inserted in the text; nil before the first is chosen.
    var selection: Int?
    /// The text that the candidates replace.
    var range: Range<Int>
    /// The buffer without any candidate.
    var original: EditBuffer
  }

  /// Completes the text before the cursor as far as it is unambiguous, then shows the candidates. In the
  /// indentation of a line, indents.
  mutating func complete() {
    guard !buffer.isInIndentation else { return change { $0.insert(LineEditor.indentation) } }
    let completions = language.completions(of: buffer.textBeforeCursor)
    let range = min(buffer.position(ofByte: completions.start), buffer.cursor)..<buffer.cursor
    let prefix = completions.commonPrefix
    if prefix.count > range.count { change { $0.replace(range, with: prefix) } }
    guard completions.candidates.count > 1 else { return }
    menu = Menu(
      candidates: completions.candidates, selection: nil, range: range.lowerBound..<buffer.cursor,
      original: buffer)
  }

  /// Handles keys while the menu is open; nil if the key closes the menu and then has its usual meaning.
  mutating func handleInMenu(_ key: Key) -> Event? {
    let hasSelection = menu?.selection != nil
    switch key {
    case .tab: select(step: 1)
    case .backTab: select(step: -1)
    case .down where hasSelection, .right where hasSelection: select(step: 1)
    case .up where hasSelection, .left where hasSelection: select(step: -1)
    case .enter where hasSelection: menu = nil
    case .escape, .control("g"):
      if let menu { buffer = menu.original }
      menu = nil
    case .unknown: break
    default:
      menu = nil
      return nil
    }
    return .editing
  }

  private mutating func select(step: Int) {
    guard var menu else { return }
    let count = menu.candidates.count
    let next = menu.selection.map { ($0 + step + count) % count } ?? (step > 0 ? 0 : count - 1)
    if menu.selection == nil { undoLog.record(buffer) }
    menu.selection = next
    buffer = menu.original
    buffer.replace(menu.range, with: menu.candidates[next])
    self.menu = menu
  }
}

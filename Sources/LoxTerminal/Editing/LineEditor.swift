/// Edits one input at a time: a state machine from keys to a frame to be shown.
///
/// It knows nothing about terminals; its owner passes in keys and paints the frames.
public struct LineEditor {
  public var buffer = EditBuffer()
  public var history: History
  let language: any InputLanguage
  let prompt: String
  let continuationPrompt: String

  var undoLog = UndoLog()
  var killRing = KillRing()
  var browsing: Browsing?
  var search: Search?
  var menu: Menu?
  private var lastCommand = Command.other
  /// The end of the blanks that the last Enter inserted.
  private var indentationEnd: Int?

  /// The kinds of command that affect the next one.
  enum Command { case other, kill, yank(Range<Int>) }

  /// The result of handling a key.
  public enum Event: Equatable, Sendable {
    /// Editing continues.
    case editing
    case submit(String)
    /// Control-C.
    case interrupt
    /// Control-D on an empty input.
    case endOfInput
    /// Control-Z.
    case suspend
    /// Control-L.
    case clearScreen
  }

  public init(
    prompt: String, continuationPrompt: String, language: any InputLanguage, history: History = History()
  ) {
    self.prompt = prompt
    self.continuationPrompt = continuationPrompt
    self.language = language
    self.history = history
  }

  /// Begins a new input.
  public mutating func begin() {
    buffer = EditBuffer()
    undoLog = UndoLog()
    (browsing, search, menu) = (nil, nil, nil)
    lastCommand = .other
  }

  /// Handles a key. If further keys are known to follow at once, they come from a program rather than from
  /// fingers, and lines are not indented.
  public mutating func handle(_ key: Key, isFollowed: Bool = false) -> Event {
    if search != nil, let event = handleInSearch(key) { return event }
    if menu != nil, let event = handleInMenu(key) { return event }
    let last = lastCommand
    lastCommand = .other
    switch key {
    case .text(let character): type(character, isFollowed: isFollowed)
    case .paste(let text): change { $0.insert(text) }
    case .enter: return enter(isFollowed: isFollowed)
    case .altEnter: change { $0.insert("\n") }
    case .tab: complete()
    case .control("c"): return .interrupt
    case .control("d"):
      if buffer.isEmpty { return .endOfInput }
      deleteForward()
    case .control("l"): return .clearScreen
    case .control("z"): return .suspend
    case .control("r"): beginSearch()
    case .up: moveUp()
    case .down: moveDown()
    case .control("p"), .pageUp: showOlder()
    case .control("n"), .pageDown: showNewer()
    case .control("_"): undoLog.undo(&buffer)
    case .alt("_"): undoLog.redo(&buffer)
    default:
      if !edit(key, after: last) { move(key) }
    }
    return .editing
  }

  // MARK: - Changes

  /// Changes the buffer in one undoable step.
  mutating func change(isTyping: Bool = false, _ body: (inout EditBuffer) -> Void) {
    undoLog.record(buffer, isTyping: isTyping)
    body(&buffer)
    browsing = nil
  }

  private mutating func type(_ character: Character, isFollowed: Bool) {
    let isIndented = !isFollowed && buffer.isInIndentation || indentationEnd == buffer.cursor
    let closesBlock = character == "}" && isIndented && buffer.cursor > buffer.lineStart
    indentationEnd = nil
    change(isTyping: character != " ") { buffer in
      // A brace on a line of its own is one level further left than the lines of its block.
      if closesBlock {
        buffer.remove(max(buffer.lineStart, buffer.cursor - LineEditor.indentation.count)..<buffer.cursor)
      }
      buffer.insert(String(character))
    }
  }

  static let indentation = "  "

  private mutating func enter(isFollowed: Bool) -> Event {
    let text = buffer.text
    switch language.continuation(of: text) {
    case .complete:
      _ = history.add(text)
      return .submit(text)
    case .incomplete(let depth):
      // In the middle of a text, the nesting depth at the cursor counts.
      var indentation = depth
      if !buffer.isAtEnd {
        indentation =
          if case .incomplete(let depth) = language.continuation(of: buffer.textBeforeCursor) { depth } else {
            0
          }
      }
      let blanks = isFollowed ? "" : String(repeating: LineEditor.indentation, count: indentation)
      change { $0.insert("\n" + blanks) }
      indentationEnd = buffer.cursor
      return .editing
    }
  }

  private mutating func deleteForward() {
    change { $0.remove($0.cursor..<$0.cursor + 1) }
  }

  /// Handles keys that change the text; false for all others.
  private mutating func edit(_ key: Key, after last: Command) -> Bool {
    switch key {
    case .backspace, .control("h"):
      change { $0.remove(max(0, $0.cursor - 1)..<$0.cursor) }
    case .delete: deleteForward()
    case .control("k"):
      // At the end of a line, the line feed is cut.
      kill(buffer.cursor..<max(buffer.lineEnd, min(buffer.cursor + 1, buffer.characters.count)), after: last)
    case .control("u"): kill(buffer.lineStart..<buffer.cursor, after: last)
    case .control("w"): kill(buffer.blankDelimitedStart..<buffer.cursor, after: last)
    case .altBackspace: kill(buffer.wordStart..<buffer.cursor, after: last)
    case .alt("d"), .deleteWord: kill(buffer.cursor..<buffer.wordEnd, after: last)
    case .control("y"): yank(at: buffer.cursor..<buffer.cursor)
    case .alt("y"):
      guard case .yank(let range) = last else { return true }
      killRing.rotate()
      yank(at: range)
    case .control("t"): change { $0.transpose() }
    case .alt("u"): changeWord { $0.uppercased() }
    case .alt("l"): changeWord { $0.lowercased() }
    case .alt("c"): changeWord { $0.prefix(1).uppercased() + $0.dropFirst().lowercased() }
    default: return false
    }
    return true
  }

  private mutating func kill(_ range: Range<Int>, after last: Command) {
    guard !range.isEmpty else { return }
    let isBefore = range.lowerBound < buffer.cursor
    undoLog.record(buffer)
    let text = buffer.remove(range)
    browsing = nil
    if case .kill = last { killRing.extend(with: text, isBefore: isBefore) } else { killRing.append(text) }
    lastCommand = .kill
  }

  private mutating func yank(at range: Range<Int>) {
    guard let text = killRing.last else { return }
    change { $0.replace(range, with: text) }
    lastCommand = .yank(range.lowerBound..<buffer.cursor)
  }

  private mutating func changeWord(_ body: (String) -> String) {
    let range = buffer.cursor..<buffer.wordEnd
    let word = String(buffer.characters[range])
    let blanks = word.prefix { !$0.isPartOfWord }
    change { $0.replace(range, with: blanks + body(String(word.dropFirst(blanks.count)))) }
  }

  // MARK: - Movement

  private mutating func move(_ key: Key) {
    undoLog.endTyping()
    switch key {
    case .left, .control("b"): buffer.moveLeft()
    case .right, .control("f"): buffer.moveRight()
    case .wordLeft, .alt("b"): buffer.move(to: buffer.wordStart)
    case .wordRight, .alt("f"): buffer.move(to: buffer.wordEnd)
    case .home, .control("a"): buffer.move(to: buffer.lineStart)
    case .end, .control("e"): buffer.move(to: buffer.lineEnd)
    case .alt("<"): buffer.move(to: 0)
    case .alt(">"): buffer.move(to: buffer.characters.count)
    default: break
    }
  }

  private mutating func moveUp() {
    undoLog.endTyping()
    if browsing != nil && buffer.isAtEnd || !buffer.moveUp() { showOlder() }
  }

  private mutating func moveDown() {
    undoLog.endTyping()
    if browsing != nil && buffer.isAtEnd || !buffer.moveDown() { showNewer() }
  }
}

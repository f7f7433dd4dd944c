import LoxSource

/// Reads inputs from a terminal, each with a line editor.
public struct LineInput {
  public var editor: LineEditor
  private let terminal: Terminal
  private var decoder = KeyDecoder()
  private var painter: Painter
  /// Keys that arrived together with the end of the last input.
  private var keys: [Key] = []

  /// After an escape byte, the rest of a sequence comes within this many milliseconds.
  private static let escapeTimeout = 50

  public enum Outcome: Equatable, Sendable {
    case input(String)
    /// Control-C: the input was discarded.
    case interrupted
    case end
  }

  public init(_ editor: LineEditor, on terminal: Terminal, showsStyles: Bool) {
    self.editor = editor
    self.terminal = terminal
    painter = Painter(showsStyles: showsStyles)
  }

  /// Lets the user type an input. The terminal is in raw mode only while this waits.
  ///
  /// `suspend` stops the process until the user resumes it.
  public mutating func read(suspend: () -> Void) -> Outcome {
    terminal.enterRawMode()
    defer { terminal.leaveRawMode() }
    editor.begin()
    paint()
    while true {
      while !keys.isEmpty {
        let key = keys.removeFirst()
        if let outcome = handle(key, suspend) { return outcome }
      }
      paint()
      guard wait() else {
        finish()
        return .end
      }
    }
  }

  /// Waits for more keys; false at the end of input.
  private mutating func wait() -> Bool {
    switch terminal.read(timeout: decoder.isWaiting ? LineInput.escapeTimeout : nil) {
    case .bytes(let bytes): keys = decoder.decode(bytes)
    case .timedOut: keys = decoder.timeOut()
    case .woken: repaint()
    case .end: return false
    }
    return true
  }

  private mutating func handle(_ key: Key, _ suspend: () -> Void) -> Outcome? {
    switch editor.handle(key, isFollowed: !keys.isEmpty) {
    case .editing: return nil
    case .submit(let text):
      finish()
      return .input(text)
    case .interrupt:
      finish(mark: "^C")
      return .interrupted
    case .endOfInput:
      finish()
      return .end
    case .clearScreen: terminal.write(painter.clearScreen())
    case .suspend:
      finish(mark: "^Z")
      terminal.leaveRawMode()
      suspend()
      terminal.enterRawMode()
    }
    return nil
  }

  private mutating func paint() {
    let size = terminal.size
    let output = painter.paint(editor.frame(width: size.columns), height: size.rows)
    if !output.isEmpty { terminal.write(output) }
  }

  /// Repaints everything, for example after a change of the terminal's size.
  private mutating func repaint() {
    terminal.write(painter.erase(width: terminal.size.columns))
    paint()
  }

  /// Shows the whole input and nothing else, and moves below it.
  private mutating func finish(mark: String = "") {
    let size = terminal.size
    let frame = editor.frame(width: size.columns, isFinal: true)
    var output = ""
    // An input that does not fit on the screen is written once more from its beginning.
    if frame.rows.count > size.rows { output = painter.erase(width: size.columns) }
    output += painter.paint(frame, height: max(size.rows, frame.rows.count))
    terminal.write(output + mark + painter.finish())
  }
}

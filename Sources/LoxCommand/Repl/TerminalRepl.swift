import LoxTerminal

/// The interactive session on a terminal.
struct TerminalRepl {
  private let terminal: Terminal
  private let console = Console()
  private let session: ReplSession

  private static let prompt = "> "
  private static let continuationPrompt = "| "

  init(_ options: ScriptOptions, _ terminal: Terminal) {
    self.terminal = terminal
    let interruption = Interruption()
    session = ReplSession(options, console, interruption)
    Signals.watch { signal in
      switch signal {
      case .interrupt:
        if !interruption.request() { terminal.wake() }
      case .resize: terminal.wake()
      case .end(let status):
        terminal.leaveRawMode()
        Process.exitAtOnce(status)
      }
    }
  }

  func run() -> Never {
    console.write("Lox \(LoxCommand.version). Type :help for help, Control-D to leave.\n")
    if TerminalRepl.isCapable { runWithEditor() } else { runPlainly() }
    console.writeError(session.report)
    console.exit(.success)
  }

  /// Whether the terminal can do more than print text, such as move its cursor.
  private static var isCapable: Bool { Process.variable("TERM").map { $0 != "dumb" } ?? false }

  private static var showsColors: Bool { Process.variable("NO_COLOR") == nil }

  private func runWithEditor() {
    let file = HistoryFile.ofUser(program: "lox")
    let editor = LineEditor(
      prompt: TerminalRepl.prompt, continuationPrompt: TerminalRepl.continuationPrompt,
      language: ReplLanguage(session), history: History(file?.read() ?? []))
    var input = LineInput(editor, on: terminal, showsStyles: TerminalRepl.showsColors)
    var edited: [String] = []
    session.noteInput = { edited.append($0) }
    while true {
      switch input.read(suspend: Process.suspend) {
      case .end: return
      case .interrupted: break
      case .input(let text):
        if text.contains(where: { !$0.isWhitespace }) { file?.append(text) }
        guard session.process(text) == .goOn else { return }
        for text in edited where input.editor.history.add(text) { file?.append(text) }
        edited = []
      }
    }
  }

  /// For terminals that can't move a cursor.
  private func runPlainly() {
    var lines = TerminalLines(terminal)
    var text = ""
    while true {
      console.write(text.isEmpty ? TerminalRepl.prompt : TerminalRepl.continuationPrompt)
      switch lines.next() {
      case .end:
        console.write("\n")
        return
      case .interrupted:
        console.write("\n")
        text = ""
      case .line(let line):
        text += text.isEmpty ? line : "\n" + line
        guard ReplLanguage(session).continuation(of: text) == .complete else { continue }
        guard session.process(text) == .goOn else { return }
        text = ""
      }
    }
  }
}

/// The lines that a user types into a terminal that does the editing itself.
private struct TerminalLines {
  enum Line {
    case line(String)
    case interrupted
    case end
  }

  private let terminal: Terminal
  private var bytes: [UInt8] = []

  init(_ terminal: Terminal) { self.terminal = terminal }

  mutating func next() -> Line {
    while true {
      if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
        defer { bytes.removeSubrange(...end) }
        return .line(String(decoding: bytes[..<end], as: UTF8.self))
      }
      switch terminal.read() {
      case .bytes(let more): bytes += more
      case .woken: return .interrupted
      case .timedOut: break
      case .end: return .end
      }
    }
  }
}

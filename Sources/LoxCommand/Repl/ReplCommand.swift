/// The commands of the interactive session: words after a colon. No script begins with a colon.
enum ReplCommand: String, CaseIterable {
  case help, type, disasm, time, globals, modules, load, edit, reset, quit

  /// Other names for the same commands.
  private static let synonyms: [String: ReplCommand] = [
    "?": .help, "h": .help, "inspect": .type, "t": .type, "dis": .disasm, "q": .quit, "exit": .quit,
  ]

  /// An input that is a command.
  struct Line {
    /// The word after the colon.
    var name: String
    /// Nil if there is no such command.
    var command: ReplCommand?
    var argument: String

    /// Nil if the text is not a command.
    init?(_ text: String) {
      let text = text.drop(while: \.isWhitespace)
      guard text.first == ":" else { return nil }
      let word = text.dropFirst().prefix { !$0.isWhitespace }
      name = String(word)
      command = ReplCommand(name: name)
      argument = String(text[word.endIndex...]).trimmed
    }
  }

  private init?(name: String) {
    if let command = ReplCommand(rawValue: name) ?? ReplCommand.synonyms[name] {
      self = command
      return
    }
    // A prefix of a name is enough if it belongs to only one command.
    let matching = ReplCommand.allCases.filter { !name.isEmpty && $0.rawValue.hasPrefix(name) }
    guard matching.count == 1, let command = matching.first else { return nil }
    self = command
  }

  /// Whether its argument is code.
  var takesCode: Bool { [.type, .disasm, .time, .edit].contains(self) }

  /// How to write it.
  var usage: String {
    switch self {
    case .help, .globals, .modules, .reset, .quit: ":\(rawValue)"
    case .type, .disasm, .time: ":\(rawValue) EXPRESSION"
    case .load: ":\(rawValue) FILE"
    case .edit: ":\(rawValue) [INPUT]"
    }
  }

  private var summary: String {
    switch self {
    case .help: "show this help"
    case .type: "describe a value: class, fields, methods (also :inspect)"
    case .disasm: "show the bytecode of a function, a method or a class"
    case .time: "run an input, and show how long it took"
    case .globals: "show all global variables"
    case .modules: "show the modules that were imported, and their files"
    case .load: "run a script in this session"
    case .edit: "edit an input, or the last one, in $EDITOR, and run it"
    case .reset: "forget everything that was defined"
    case .quit: "leave (also Control-D)"
    }
  }

  static var overview: String {
    var text = """
      Type statements to run them, or an expression without a semicolon to see its
      value. An input may have many lines: it ends when its braces and parentheses
      are closed. Its last semicolon may be left out. The variable _ has the last
      value that was shown; _1, _2 and so on have all of them. If a call results in
      nil, that is not shown.


      """
    let width = allCases.map(\.usage.count).max() ?? 0
    for command in allCases {
      let padding = String(repeating: " ", count: width - command.usage.count + 2)
      text += "  \(command.usage)\(padding)\(command.summary)\n"
    }
    return text + """

        Tab             complete a name or a property; again: go through the choices
        Up, Down        earlier inputs that begin with what you have typed
        Control-R       search earlier inputs
        Alt-Enter       start a new line even if the input is complete
        Control-C       stop a running script; clear the input
        Control-L       clear the screen
        Control-W, U, K cut a word, the line before or after the cursor
        Control-Y       paste what was cut
        Control-_       undo; Alt-_ redoes

      """
  }
}

extension String {
  /// The text without white space at its ends.
  var trimmed: String {
    let start = drop(while: \.isWhitespace)
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...last])
  }
}

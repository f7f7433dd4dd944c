import LoxTerminal

/// Where the commands of a debugger come from: a terminal with a line editor, or anything else line by line.
struct DebugInput {
  static let prompt = "(lox) "

  private var editor: LineInput?
  private var lines = LineReader(.input)
  private let console: Console

  init(_ console: Console, _ terminal: Terminal?, completions: @escaping (String) -> Completions) {
    self.console = console
    guard let terminal, let kind = Process.variable("TERM"), kind != "dumb" else { return }
    let editor = LineEditor(
      prompt: DebugInput.prompt, continuationPrompt: DebugInput.prompt,
      language: DebugLanguage(complete: completions), history: History([]))
    self.editor = LineInput(editor, on: terminal, showsStyles: Process.variable("NO_COLOR") == nil)
  }

  /// The next command; nil at the end.
  mutating func next() -> String? {
    console.flush()
    guard editor != nil else {
      console.write(DebugInput.prompt)
      let line = lines.next(beforeWaiting: console.flush)
      return line.map { String(decoding: $0, as: UTF8.self).trimmed }
    }
    while let outcome = editor?.read(suspend: Process.suspend) {
      switch outcome {
      case .input(let text): return text.trimmed
      case .interrupted: continue
      case .end: return nil
      }
    }
    return nil
  }
}

/// What the line editor knows of commands: names after the first word are those of variables.
private struct DebugLanguage: InputLanguage {
  let complete: (String) -> Completions

  func continuation(of text: String) -> Continuation { .complete }
  func styles(of text: String, cursor: Int?) -> [StyledRange] { [] }
  func completions(of text: String) -> Completions { complete(text) }
}

import LoxTerminal

/// The interactive session: on a terminal with all conveniences, otherwise just as in the book.
enum Repl {
  static func run(_ options: ScriptOptions) -> Never {
    if let terminal = Terminal() { TerminalRepl(options, terminal).run() }
    runLines(options)
  }

  /// Each line is a script of its own; its definitions are kept.
  private static func runLines(_ options: ScriptOptions) -> Never {
    let console = Console()
    let session = ScriptSession(options, console)
    session.admitModules(in: Path(bytes: []))
    let format = DiagnosticStyle.format(options.diagnostics ?? .plain)
    var lines = LineReader(.input)
    while true {
      console.write("> ")
      guard let line = lines.next(beforeWaiting: console.flush) else { break }
      let result = session.run(line, name: "input")
      console.writeError(result.message(format)[...])
      if case .runtimeError(let error) = result, error.kind == .outputClosed { break }
    }
    console.write("\n")
    console.writeError(session.report)
    console.exit(.success)
  }
}

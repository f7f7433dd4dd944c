/// The interactive session: each line is a script of its own, and what it defines stays.
enum Repl {
  static func run(_ options: ScriptOptions) -> Never {
    let console = Console()
    let session = ScriptSession(options, console)
    var lines = LineReader(.input)
    while true {
      console.write("> ")
      guard let line = lines.next(beforeWaiting: console.flush) else { break }
      let result = session.run(line, name: "input")
      console.writeError(result.message[...])
      if case .runtimeError(let error) = result, error.kind == .outputClosed { break }
    }
    console.write("\n")
    console.writeError(session.report)
    console.exit(.success)
  }
}

/// `lox FILE` and `lox -e CODE`.
enum RunCommand {
  static func run(file: Path, _ options: ScriptOptions) -> Never {
    let console = Console()
    let source = File.read(file, options.diagnostics, or: console)
    run(source, name: file.sourceName, options, console)
  }

  static func run(code: [UInt8], _ options: ScriptOptions) -> Never {
    run(code, name: "-e", options, Console())
  }

  private static func run(
    _ source: [UInt8], name: String, _ options: ScriptOptions, _ console: Console
  ) -> Never {
    let session = ScriptSession(options, console)
    let result = session.run(source, name: name)
    if result.status != .success {
      console.writeError(result.message(DiagnosticStyle.format(options.diagnostics))[...])
    }
    console.writeError(session.report)
    console.exit(result.status)
  }
}

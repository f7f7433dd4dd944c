import ArgumentParser

/// `lox FILE`, `lox -e CODE`, and `lox` without either: the interactive session.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a script, or start an interactive session.",
    usage: """
      lox [run] [<options>] [<file>]
      lox [run] [<options>] -e <code>
      """,
    discussion: "This is what lox does without the name of a subcommand.")

  @Argument(help: "The script, or '-' for standard input; without one, an interactive session starts.")
  var file: Path?

  @OptionGroup var options: RunOptions

  func validate() throws {
    if file != nil, options.code != nil { throw ValidationError("Give either a file or -e, not both.") }
    if let file, file == Arguments.first, let command = RunCommand.commandMeant(by: file) {
      throw ValidationError(
        "There is no file or subcommand named '\(file.shown)'. Did you mean 'lox \(command)'?")
    }
  }

  func run() {
    let scriptOptions = options.scriptOptions
    if let file { RunCommand.run(file, scriptOptions) }
    if let code = options.code {
      RunCommand.run(Array(code.utf8), name: "-e", in: Path(bytes: []), scriptOptions, Console())
    }
    Repl.run(scriptOptions)
  }

  static func run(_ file: Path, _ options: ScriptOptions) -> Never {
    let console = Console()
    let source = File.read(file, options.diagnostics, or: console)
    run(
      source, name: file.sourceName, in: file == .standardInput ? Path(bytes: []) : file.folder, options,
      console)
  }

  private static func run(
    _ source: [UInt8], name: String, in folder: Path, _ options: ScriptOptions, _ console: Console
  ) -> Never {
    let session = ScriptSession(options, console)
    session.admitModules(in: folder)
    let result = session.run(source, name: name)
    if result.status != .success {
      console.writeError(result.message(DiagnosticStyle.format(options.diagnostics))[...])
    }
    console.writeError(session.report)
    console.exit(result.status)
  }

  /// The subcommand that a first word is probably meant to be: one with a similar name and the same first letter, if the word
  /// does not look like a path and there is no file with that name.
  static func commandMeant(by word: Path) -> String? {
    if word.bytes.contains(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ".") }) { return nil }
    guard let first = word.bytes.first.map({ Character(Unicode.Scalar($0)).lowercased() }) else { return nil }
    let names = LoxCommand.subcommandNames.filter { $0.hasPrefix(first) }
    guard let command = nearest(to: word.bytes, among: names), !File.exists(word) else { return nil }
    return command
  }
}

/// The options for running a script or a session.
struct RunOptions: ParsableArguments {
  @Option(
    name: .customShort("e"), help: ArgumentHelp("Run this code instead of a file.", valueName: "code"))
  var code: String?

  @OptionGroup var compilation: CompilationOptions
  @OptionGroup var execution: ExecutionOptions
  @OptionGroup var modules: ModuleOptions
  @OptionGroup var errors: DiagnosticOptions

  @Flag(
    help:
      "Afterwards, show on standard error what the run did, such as collections."
  )
  var stats = false

  @Flag(help: "Show each instruction on standard error before it is executed.")
  var trace = false

  var scriptOptions: ScriptOptions {
    var options = ScriptOptions(compilation, execution, modules)
    options.showsStatistics = stats
    options.traces = trace
    options.diagnostics = errors.diagnostics
    return options
  }
}

import ArgumentParser

/// The options of `lox` itself, and the help that explains everything.
struct LoxArguments: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lox",
    abstract: "Runs programs in Lox, the language of the book Crafting Interpreters.",
    usage: """
      lox                         type Lox line by line
      lox [<options>] <file>      run a script
      lox [<options>] -e <code>   run the code given here
      lox check <path> ...        look for errors, without running anything
      lox test <path> ...         run scripts that say what they should do
      lox coverage <path> ...     the same, and show which parts of them were executed
      lox profile <file>          run a script, and show where the time goes
      lox fmt <path> ...          lay out scripts in one style
      lox lint <path> ...         look for probable mistakes
      lox explain [<id>]          explain an error or a finding
      lox disasm <file>           show the bytecode of a script
      lox lsp                     help an editor (language server)
      """,
    discussion: """
      A first script, hello.lox:

        fun greet(name) { print "Hello, " + name + "!"; }
        greet("world");

      Run it with 'lox hello.lox'. A script named like a subcommand is run by its path: 'lox ./test'. For all \
      commands, the name '-' stands for standard input.

      The exit status is 0 if all went well, 64 for a wrong command line, 65 for an error found before \
      the script ran, 70 for an error while it ran, and 74 for a file that can't be read.
      """,
    version: "lox \(LoxCommand.version)",
    subcommands: [
      CheckArguments.self, TestArguments.self, CoverageArguments.self, ProfileArguments.self,
      FormatArguments.self, LintArguments.self, ExplainArguments.self, DisasmArguments.self,
      LanguageServerArguments.self, CompletionsArguments.self,
    ])

  @Argument(help: "The script to run; none for an interactive session.")
  var file: Path?

  @OptionGroup var options: RunOptions

  func validate() throws {
    if file != nil, options.code != nil { throw ValidationError("Give either a file or -e, not both.") }
  }

  func run() {
    let scriptOptions = ScriptOptions(options)
    if let file { RunCommand.run(file: file, scriptOptions) }
    if let code = options.code { RunCommand.run(code: Array(code.utf8), scriptOptions) }
    Repl.run(scriptOptions)
  }
}

/// The options of `lox` itself.
struct RunOptions: ParsableArguments {
  @Option(
    name: .customShort("e"), help: ArgumentHelp("Run this code instead of a file.", valueName: "code"))
  var code: String?

  @OptionGroup var compilation: CompilationOptions
  @OptionGroup var execution: ExecutionOptions
  @OptionGroup var errors: DiagnosticOptions

  @Flag(help: "Afterwards, show on standard error what the run did; the run itself is slower.")
  var stats = false

  @Flag(help: "Show each instruction on standard error before it is executed.")
  var trace = false
}

extension ScriptOptions {
  init(_ options: RunOptions) {
    self.init(options.compilation, options.execution)
    showsStatistics = options.stats
    traces = options.trace
    diagnostics = options.errors.diagnostics
  }
}

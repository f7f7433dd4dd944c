import ArgumentParser
import Lox

/// The commands that have names. They have a parser of their own, as that of `lox FILE` takes the first word
/// for a file.
struct Subcommands: ParsableCommand {
  static let configuration = LoxArguments.configuration
}

/// `lox check FILE...`.
struct CheckArguments: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Look for errors in scripts without running them.")

  @Argument(help: "Scripts, and folders of scripts: all files named *.lox in them.")
  var paths: [Path]

  @OptionGroup var compilation: CompilationOptions
  @OptionGroup var errors: DiagnosticOptions

  func run() { CheckCommand.run(paths, ScriptOptions(compilation, errors)) }
}

/// `lox test PATH...`.
struct TestArguments: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Run scripts, and compare what they do with what their comments expect.",
    discussion: """
      Comments are those of the book's test suite, one in a line at most:

        // expect: TEXT                    the next line of output
        // expect runtime error: TEXT      an error while this line runs
        // Error at 'x': TEXT              an error found before the script runs
        // [line 7] Error at 'x': TEXT     the same in another line
        // expect stderr: TEXT             the next line of standard error

      What is expected must be all that happens. A script without such a comment has to run without an \
      error, whatever it prints. A comment that is almost an expectation, as '//expect: 1', is a failure. Of the \
      book's own suite, the folders that its runner leaves out are left \
      out here, too.
      """)

  @Argument(help: "Scripts, and folders of scripts: all files named *.lox in them are run.")
  var paths: [Path]

  @OptionGroup var compilation: CompilationOptions
  @OptionGroup var execution: ExecutionOptions

  func run() { TestCommand.run(paths, ScriptOptions(compilation, execution)) }
}

/// `lox disasm FILE`.
struct DisasmArguments: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disasm",
    abstract: "Show the bytecode of a script.",
    discussion: """
      For each function: how many registers it uses, its constants (k), its inline caches (i), what it \
      captures (c), and its code, below the lines of the script that it comes from. The columns are the \
      instruction's place, its line, its name and its operands, of which r0, r1, ... are registers.
      """)

  @Argument(help: "The script.")
  var file: Path

  @OptionGroup var compilation: CompilationOptions
  @OptionGroup var errors: DiagnosticOptions

  func run() { DisasmCommand.run(file, ScriptOptions(compilation, errors)) }
}

/// `lox profile FILE`.
struct ProfileArguments: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    abstract: "Run a script, and show which functions and lines cost most.",
    discussion: """
      The script runs as always, by some per cent slower. Then standard error gets tables of the work that \
      functions and lines did, of the places that allocated memory, and of collections. Work is counted in \
      units, about one for each simple instruction; samples are taken at regular amounts of it, so the \
      result is the same each time. Work within a loop or a function is divided among its lines by the \
      length of their code. Control-C ends the script and shows what is known until then.
      """)

  @Argument(help: "The script.")
  var file: Path

  @Option(help: ArgumentHelp("Write a page with a flame graph, too.", valueName: "file"))
  var html: Path?

  @OptionGroup var compilation: CompilationOptions
  @OptionGroup var errors: DiagnosticOptions

  func run() { ProfileCommand.run(file, html: html, ScriptOptions(compilation, errors)) }
}

/// `lox coverage PATH...`.
struct CoverageArguments: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coverage",
    abstract: "Run scripts as 'lox test' does, and show which parts of them were executed.",
    discussion: """
      A line counts if a statement begins on it. A branch is one of the two ways that a condition of if, \
      while or for can go, or an operand of 'and' and 'or'. The optimizer is off, so nothing is left out.
      """)

  @Argument(help: "Scripts, and folders of scripts: all files named *.lox in them are run.")
  var paths: [Path]

  @Option(help: ArgumentHelp("Write a file in the format of lcov, too.", valueName: "file"))
  var lcov: Path?

  @Option(help: ArgumentHelp("Write pages with the sources into this folder, too.", valueName: "folder"))
  var html: Path?

  @Option(help: CompilationOptions.languageHelp)
  var language = Program.Language.book

  func run() {
    var options = ScriptOptions()
    options.compiler.language = language
    CoverageCommand.run(paths, CoverageCommand.Reports(lcov: lcov, html: html), options)
  }
}

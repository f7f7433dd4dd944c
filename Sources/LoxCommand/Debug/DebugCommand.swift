import ArgumentParser
import Lox

/// `lox debug FILE`: a debugger in the terminal.
struct DebugCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "debug",
    abstract: "Run a script step by step.",
    discussion: """
      The script stops before its first statement, and waits for commands: 'b 12' sets a breakpoint on line 12, 'c' goes on, \
      'n' steps over calls and 's' into them, 'p x + 1' shows a value, 'help' lists the others. Commands also come from a pipe.
      """)

  @Argument(help: "The script.")
  var file: Path

  @OptionGroup var compilation: CompilationOptions
  @OptionGroup var modules: ModuleOptions
  @OptionGroup var errors: DiagnosticOptions

  func validate() throws {
    if file == .standardInput { throw ValidationError("A script that is debugged must be a file.") }
  }

  func run() {
    var options = ScriptOptions(compilation)
    options.modulePaths = modules.paths
    options.compiler.isDebuggable = true
    options.diagnostics = errors.diagnostics
    TerminalDebugger(file, options).run()
  }
}

import ArgumentParser
import Lox

/// The options of all commands that compile.
struct CompilationOptions: ParsableArguments {
  static let languageHelp = ArgumentHelp(
    "The language of the scripts: 'book' has the size limits of the book's machine, 'extended' has none.",
    discussion:
      "A script whose first line is '// lox: extended' or '// lox: book' is always read in that language.")

  @Option(help: languageHelp)
  var language = Program.Language.book

  @Flag(help: "Leave out optimizations; what scripts do is the same.")
  var noOptimize = false
}

/// The options of all commands that show what is wrong with a script.
struct DiagnosticOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How to write errors: 'plain' as the book's machine does, 'rich' with the source, 'json' for programs.",
      discussion: "The default is 'rich' on a terminal, else 'plain'. Colors are left out if NO_COLOR is set."
    ))
  var diagnostics: DiagnosticStyle?
}

/// The options of all commands that run scripts.
struct ExecutionOptions: ParsableArguments {
  @Flag(
    name: .customLong("stress-gc"),
    help: """
      Collect garbage at each of the first 4,096 allocations, then ever more rarely, and check the heap: very slow, to find \
      defects of lox.
      """
  )
  var stressGC = false
}

extension Program.Language: ExpressibleByArgument {}
extension DiagnosticStyle: ExpressibleByArgument {}

extension Path: ExpressibleByArgument {
  static var defaultCompletionKind: CompletionKind { .file(extensions: ["lox"]) }

  init(argument: String) { bytes = Array(argument.utf8) }
}

extension ScriptOptions {
  init(_ compilation: CompilationOptions, _ diagnostics: DiagnosticOptions) {
    self.init(compilation)
    self.diagnostics = diagnostics.diagnostics
  }

  init(_ compilation: CompilationOptions) {
    compiler.language = compilation.language
    compiler.optimizes = !compilation.noOptimize
  }

  init(_ compilation: CompilationOptions, _ execution: ExecutionOptions) {
    self.init(compilation)
    stressesCollector = execution.stressGC
  }
}

import ArgumentParser
import Lox
import LoxRuntime

/// The options of all commands that compile.
struct CompilationOptions: ParsableArguments {
  static let languageHelp = ArgumentHelp(
    "The language of scripts: 'book' has the size limits of the book's machine, 'extended' does not.",
    discussion:
      "A script whose first line is '// lox: extended' or '// lox: book' is always read in that language.")

  @Option(help: languageHelp)
  var language = Program.Language.book

  @Flag(help: "Compile without optimizations; scripts do the same, more slowly.")
  var noOptimize = false
}

/// The options of all commands that show errors in scripts.
struct DiagnosticOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How to write errors: 'plain' as the book's machine does, 'rich' with the source, 'json' for programs.",
      discussion:
        "The default is 'rich' on a terminal, and 'plain' elsewhere. There are no colors if NO_COLOR is set."
    ))
  var diagnostics: DiagnosticStyle?
}

/// The options of all commands that run scripts or look at the modules that they import.
struct ModuleOptions: ParsableArguments {
  @Option(
    name: .customLong("path"),
    help: ArgumentHelp(
      "A folder whose files scripts can import, after those beside the script. The option can be repeated.",
      valueName: "folder"), completion: .directory)
  var paths: [Path] = []
}

/// The options of all commands that run scripts.
struct ExecutionOptions: ParsableArguments {
  @Flag(
    name: .customLong("stress-gc"),
    help: """
      Collect garbage at each of the first 4,096 allocations, then more and more rarely, and check the heap. This is very slow; \
      it is for finding bugs in lox itself.
      """
  )
  var stressGC = false

  @Option(
    help: ArgumentHelp(
      "Whether to compile functions to machine code: 'on' for those that take long, 'off' for none.",
      discussion:
        "Scripts do the same. Where the system permits no machine code, there is none. 'all' and 'some' compile functions before they run; they are for finding bugs in lox itself."
    ))
  var jit = MachineCodeMode.on
}

extension MachineCodeMode: ExpressibleByArgument {
  public init?(argument: String) {
    switch argument {
    case "off": self = .off
    case "on": self = .on
    case "all": self = .everything
    case "some": self = .mixed(seed: 0)
    default: return nil
    }
  }

  public var defaultValueDescription: String {
    switch self {
    case .off: "off"
    case .on: "on"
    case .everything: "all"
    case .mixed: "some"
    }
  }
  public static var allValueStrings: [String] { ["off", "on", "all", "some"] }
  public static var defaultCompletionKind: CompletionKind { .list(["on", "off"]) }
}

extension Program.Language: ExpressibleByArgument {}
extension DiagnosticStyle: ExpressibleByArgument {}

extension Path: ExpressibleByArgument {
  static var defaultCompletionKind: CompletionKind { .file(extensions: ["lox"]) }

  init(argument: String) { bytes = Array(argument.utf8) }
}

extension ScriptOptions {
  init(_ compilation: CompilationOptions) {
    compiler.language = compilation.language
    compiler.optimizes = !compilation.noOptimize
  }

  init(_ compilation: CompilationOptions, _ execution: ExecutionOptions, _ modules: ModuleOptions) {
    self.init(compilation)
    modulePaths = modules.paths
    stressesCollector = execution.stressGC
    machineCode = execution.jit
  }
}

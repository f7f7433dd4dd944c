import Lox
import LoxDiagnostics

/// Compiles and runs scripts, one after the other, in one isolate: a file, or the lines of an interactive
/// session.
final class ScriptSession {
  let isolate: Isolate
  let options: ScriptOptions
  /// Where modules come from; nil if there are none.
  private(set) var modules: ModuleFiles?

  /// Output comes in portions of at least this size, unless a script ends.
  init(
    _ options: ScriptOptions, portion: Int = 1 << 16, output: @escaping (ArraySlice<UInt8>) -> Bool
  ) throws {
    var isolateOptions = Isolate.Options()
    isolateOptions.hasClock = true
    isolateOptions.stressesCollector = options.stressesCollector
    isolateOptions.machineCode = options.machineCode
    isolate = try Isolate(options: isolateOptions, portion: portion, writing: output)
    // Machine code can't be observed.
    isolate.machine.isObserved = options.showsStatistics && options.machineCode == .off
    if options.countsExecution { isolate.machine.startCounting() }
    self.options = options
  }

  /// A session for a command: the output of scripts goes to the console. If there is no memory for it,
  /// the process ends.
  convenience init(_ options: ScriptOptions, _ console: Console) {
    do {
      try self.init(options, portion: console.isInteractive ? 1 : 1 << 16) { console.write($0) }
    } catch {
      console.writeError("\(error)\n")
      console.exit(.runtimeError)
    }
    if options.traces { trace(to: console) }
  }

  private func trace(to console: Console) {
    var tracer = InstructionTracer()
    let machine = isolate.machine
    machine.trace { [unowned machine] point in
      machine.flush()
      console.writeError(tracer.text(of: point))
    }
  }

  func run(_ source: [UInt8], name: String) -> ScriptResult {
    do {
      return run(try Program.compile(source, name: name, options: options.compiler))
    } catch {
      return .compileErrors(error)
    }
  }

  func run(_ program: Program) -> ScriptResult {
    do {
      try isolate.run(program)
    } catch {
      return ScriptResult(error)
    }
    return .success
  }

  /// Lets scripts import the files of a folder, and of those that the options name.
  func admitModules(in folder: Path) {
    let files = ModuleFiles(ModuleFolders([folder] + options.modulePaths), compiler: options.compiler)
    modules = files
    isolate.modules = files.loader
  }

  /// The modules that scripts have imported, with their files.
  var importedModules: [(name: String, file: String)] {
    isolate.loadedModules.compactMap { name in
      modules?.files[name].map { (name, $0.shown.sourceName) }
    }
  }

  /// What the session did, if that was requested.
  var report: String {
    guard options.showsStatistics else { return "" }
    return StatisticsReport(
      isolate.machine.statistics, isObserved: isolate.machine.isObserved,
      machineCode: options.machineCode == .off ? nil : .some(isolate.machine.machineCodeStatistics)
    ).text
  }
}

/// How a script ended.
enum ScriptResult {
  case success
  case compileErrors(CompileErrors)
  /// Errors in a module that it imports.
  case moduleErrors(CompileErrors)
  case runtimeError(RuntimeError)

  /// How a run of a script ended that has failed.
  init(_ error: any Error) {
    switch error {
    case let error as CompileErrors: self = .moduleErrors(error)
    case let error as RuntimeError: self = .runtimeError(error)
    default: self = .runtimeError(RuntimeError(kind: .host, message: "\(error)", trace: Trace()))
    }
  }

  var status: ExitStatus {
    switch self {
    case .success: .success
    case .compileErrors, .moduleErrors: .compileError
    case .runtimeError: .runtimeError
    }
  }

  /// The text for standard error: exactly that of the book's machine.
  var message: [UInt8] { message(.plain) }

  /// The text for standard error.
  func message(_ format: DiagnosticFormat) -> [UInt8] {
    switch self {
    case .success: []
    case .compileErrors(let errors): errors.bytes(format)
    // The plain format does not tell which file is meant.
    case .moduleErrors(let errors):
      (format == .plain ? Array("\(errors.source.name):\n".utf8) : []) + errors.bytes(format)
    // Whoever closed the output does not want to hear about it.
    case .runtimeError(let error): error.kind == .outputClosed ? [] : error.bytes(format)
    }
  }
}

import ArgumentParser
import Lox
import LoxDebugAdapter

/// `lox dap`: connects an editor with the debugger.
struct DebugAdapterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dap",
    abstract: "Debug scripts in an editor, as a debug adapter.",
    discussion: """
      Editors start it themselves, and talk to it over standard input and output; with --port, it listens for one editor after \
      the other instead, on this machine only. Documentation/Debugging.md says how to set them up.
      """)

  @Option(help: ArgumentHelp("Listen on this TCP port; 0 for any, which is then shown.", valueName: "port"))
  var port: UInt16?

  @OptionGroup var modules: ModuleOptions

  @Option(help: CompilationOptions.languageHelp)
  var language = Lox.Program.Language.book

  func run() throws {
    Signals.ignoreClosedPipes()
    var options = ScriptOptions()
    options.compiler.language = language
    options.modulePaths = modules.paths
    guard let port else {
      DebugAdapter(DebugPipe(.input, .output), DebugScripts(options)).run()
      return
    }
    guard let listener = Listener(port: port) else {
      Console().writeError("Could not listen on port \(port).\n")
      throw ExitCode(ExitStatus.fileError.rawValue)
    }
    let console = Console()
    console.write("Listening on 127.0.0.1:\(listener.port)\n")
    console.flush()
    while let connection = listener.accept() {
      DebugAdapter(DebugPipe(connection, connection), DebugScripts(options)).run()
      connection.close()
    }
  }
}

/// A connection with an editor by descriptors.
final class DebugPipe: DebugConnection {
  private let input: Descriptor
  private let output: Descriptor
  private var isOpen = true

  init(_ input: Descriptor, _ output: Descriptor) { (self.input, self.output) = (input, output) }

  func receive(waits: Bool) -> [UInt8]? {
    guard isOpen else { return nil }
    guard Readiness(reading: input, writing: nil, waits: waits).canRead else { return [] }
    var bytes: [UInt8] = []
    return input.read(into: &bytes) > 0 ? bytes : nil
  }

  func send(_ bytes: [UInt8]) { if output.write(bytes[...]) != nil { isOpen = false } }
}

/// Scripts in files, to be debugged.
final class DebugScripts: DebugTarget {
  private let options: ScriptOptions
  /// What the isolate needs as long as it runs.
  private var session: ScriptSession?

  init(_ options: ScriptOptions) { self.options = options }

  private func options(_ launch: DebugLaunch?) -> ScriptOptions {
    var options = options
    options.compiler.isDebuggable = launch?.isNotDebugged != true
    if let language = launch?.language { options.compiler.language = language }
    options.modulePaths = (launch?.paths ?? []).map { Path(argument: $0) } + options.modulePaths
    return options
  }

  func makeIsolate(for launch: DebugLaunch, output: @escaping (ArraySlice<UInt8>) -> Bool) throws -> Isolate {
    let session = try ScriptSession(options(launch), portion: 1, output: output)
    session.admitModules(in: Path(argument: launch.program).folder)
    if !launch.arguments.isEmpty { try session.isolate.setGlobal("args", to: launch.arguments) }
    self.session = session
    return session.isolate
  }

  func compile(_ path: String, _ launch: DebugLaunch?) throws -> Program {
    try Program(
      bytes: try File.read(Path(argument: path)), name: path, options: options(launch).compiler)
  }

  func read(_ path: String) -> [UInt8]? { try? File.read(Path(argument: path)) }
}

import Lox
import LoxRuntime

/// How to compile and run scripts.
struct ScriptOptions: Sendable {
  var compiler = Program.Options()
  var stressesCollector = false
  var showsStatistics = false
  var machineCode = MachineCodeMode.on
  var traces = false
  /// Folders whose files scripts can import, besides their own.
  var modulePaths: [Path] = []
  /// Whether to count how often each instruction is executed.
  var countsExecution = false
  /// How to write errors; nil to choose what suits the place where they are written.
  var diagnostics: DiagnosticStyle?

  init() { compiler.language = .book }
}

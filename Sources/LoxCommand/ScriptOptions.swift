import Lox

/// How to compile and run scripts.
struct ScriptOptions: Sendable {
  var compiler = Program.Options()
  var stressesCollector = false
  var showsStatistics = false
  var traces = false

  init() { compiler.language = .book }
}

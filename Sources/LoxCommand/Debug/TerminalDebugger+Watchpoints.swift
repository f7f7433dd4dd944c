import Lox
import LoxDebugger

/// Watchpoints by commands. They end with the run of the script, whose values they watch.
extension TerminalDebugger {
  func watch(_ expression: String) {
    guard !expression.isEmpty else { return listWatchpoints() }
    guard let call, let debugger else { return }
    do {
      guard let watchable = try call.watchable(expression) else {
        return say(
          "Only global variables, fields of instances, elements of lists and entries of maps can be watched.")
      }
      debugger.addWatchpoint(watchable)
      say("\(watchable.name) is watched.")
    } catch { say(DebuggerError.text(of: error)) }
  }

  func unwatch(_ argument: String) {
    guard let debugger else { return }
    if argument.isEmpty {
      debugger.removeWatchpoints { _ in true }
      return say("Nothing is watched any more.")
    }
    guard let number = Int(argument), debugger.watchpoints.indices.contains(number - 1) else {
      return say("There is no watchpoint '\(argument)'.")
    }
    let id = debugger.watchpoints[number - 1].id
    debugger.removeWatchpoints { $0.id == id }
  }

  private func listWatchpoints() {
    let all = debugger?.watchpoints ?? []
    if all.isEmpty { say("Nothing is watched.") }
    for (index, watchpoint) in all.enumerated() { say("\(index + 1)  \(watchpoint.name)") }
  }
}

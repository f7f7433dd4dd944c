import Lox
import LoxDebugger

/// Breakpoints by commands.
extension TerminalDebugger {
  func addBreakpoint(_ argument: String) {
    var place = argument
    var condition: String?
    if let range = argument.firstRange(of: " if ") {
      (place, condition) = (String(argument[..<range.lowerBound]), String(argument[range.upperBound...]))
    }
    guard let location = location(place.trimmed) else { return }
    wanted.append((location, condition))
    debugger?.addBreakpoint(location, condition: condition)
    console.write("Breakpoint \(wanted.count) \(text(of: location, condition)).\n")
  }

  /// Where a breakpoint is meant to be; nil, with a message, if nowhere.
  private func location(_ place: String) -> Breakpoint.Location? {
    let parts = place.split(separator: ":")
    guard let line = parts.last.flatMap({ Int($0) }) else {
      if !place.isEmpty { return .function(place) }
      console.write("Say where: 'b 12', 'b shop.lox:12' or 'b function'.\n")
      return nil
    }
    if parts.count > 1 { return .line(line, source: parts.dropLast().joined(separator: ":")) }
    guard let call, !call.isHost else { return .line(line, source: file.sourceName) }
    guard
      let places = try? BreakpointPlaces(
        Program(bytes: call.source, name: call.sourceName, options: options.compiler)),
      let actual = places.line(for: line)
    else {
      console.write("There is no statement on line \(line) or below.\n")
      return nil
    }
    return .line(actual, source: call.sourceName)
  }

  private func text(of location: Breakpoint.Location, _ condition: String?) -> String {
    let place =
      switch location {
      case .line(let line, let source): "at \(source):\(line)"
      case .function(let name): "in \(name)"
      }
    return place + (condition.map { " if \($0)" } ?? "")
  }

  func deleteBreakpoint(_ argument: String) {
    if argument.isEmpty {
      wanted = []
      debugger?.removeBreakpoints { _ in true }
      return say("All breakpoints are deleted.")
    }
    guard let number = Int(argument), wanted.indices.contains(number - 1), let debugger else {
      return say("There is no breakpoint '\(argument)'.")
    }
    let id = debugger.breakpoints[number - 1].id
    wanted.remove(at: number - 1)
    debugger.removeBreakpoints { $0.id == id }
  }

  func listBreakpoints() {
    if wanted.isEmpty { console.write("There are no breakpoints.\n") }
    for (index, breakpoint) in wanted.enumerated() {
      console.write("\(index + 1)  \(text(of: breakpoint.location, breakpoint.condition))\n")
    }
  }

  func catchErrors(_ argument: String) {
    switch argument {
    case "thrown": catches = (true, true)
    case "uncaught": catches = (false, true)
    case "off": catches = (false, false)
    default: return say("Say which: 'catch thrown', 'catch uncaught' or 'catch off'.")
    }
    debugger?.stopsAtCaughtErrors = catches.thrown
    debugger?.stopsAtUncaughtErrors = catches.uncaught
  }
}

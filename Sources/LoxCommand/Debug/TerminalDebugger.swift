import Lox
import LoxDebugger
import LoxTerminal

/// `lox debug`: runs a script, and asks for commands wherever it stops.
final class TerminalDebugger {
  private let file: Path
  private let options: ScriptOptions
  let console = Console()
  private var input: DebugInput?
  private var debugger: Debugger?
  private let control = Locked<DebuggerControl?>(nil)
  /// Breakpoints as they were given, for the next run of the script.
  private var wanted: [(location: Breakpoint.Location, condition: String?)] = []
  private var catches: (thrown: Bool, uncaught: Bool) = (false, true)
  private var lastCommand = ""
  private var wantsRestart = false
  private var wantsToLeave = false
  private var status = ExitStatus.success

  /// What is looked at, while the script is stopped.
  var stop: Stop?
  var selected = 0
  /// Where `list` goes on.
  private var nextListLine: Int?

  init(_ file: Path, _ options: ScriptOptions) { (self.file, self.options) = (file, options) }

  func run() -> Never {
    Signals.ignoreClosedPipes()
    let terminal = Terminal()
    if let terminal { watchSignals(terminal) }
    input = DebugInput(console, terminal) { [unowned self] in completions(of: $0) }
    repeat {
      wantsRestart = false
      runScript()
      if !wantsRestart, !wantsToLeave { waitAfterEnd() }
    } while wantsRestart
    console.exit(status)
  }

  private func watchSignals(_ terminal: Terminal) {
    let control = control
    Signals.watch { signal in
      switch signal {
      case .interrupt: control.withValue { $0?.pause() }
      case .resize: terminal.wake()
      case .end(let status):
        terminal.leaveRawMode()
        Process.exitAtOnce(status)
      }
    }
  }

  private func runScript() {
    let source = File.read(file, options.diagnostics, or: console)
    let session = ScriptSession(options, console)
    session.admitModules(in: file.folder)
    let debugger = Debugger(session.isolate)
    self.debugger = debugger
    control.withValue { $0 = debugger.control }
    (debugger.stopsAtCaughtErrors, debugger.stopsAtUncaughtErrors) = (catches.thrown, catches.uncaught)
    for breakpoint in wanted { debugger.addBreakpoint(breakpoint.location, condition: breakpoint.condition) }
    debugger.onStop = { [unowned self] in ask($0) }
    debugger.onLog = { [unowned self] in console.write("\($0)\n") }
    debugger.stopAtEntry()
    let result = session.run(source, name: file.sourceName)
    debugger.detach()
    self.debugger = nil
    if wantsRestart || wantsToLeave { return }
    status = result.status
    console.writeError(result.message(DiagnosticStyle.format(options.diagnostics))[...])
    console.write("The script has ended.\n")
  }

  /// After the end of the script: it can be run again.
  private func waitAfterEnd() {
    while !wantsRestart, let line = input?.next() {
      switch DebugWord(line) {
      case .run: wantsRestart = true
      case .quit: return
      case nil where line.isEmpty: continue
      default: console.write("The script has ended; 'r' runs it again, 'q' leaves.\n")
      }
    }
  }

  // MARK: - Stops

  private func ask(_ stop: Stop) -> Debugger.Resumption {
    (self.stop, selected) = (stop, 0)
    defer { self.stop = nil }
    show(stop.reason, stop)
    showPlace()
    while let line = input?.next() {
      let text = line.isEmpty ? lastCommand : line
      if let resumption = perform(text) { return resumption }
    }
    wantsToLeave = true
    return .terminate
  }

  private func show(_ reason: Stop.Reason, _ stop: Stop) {
    switch reason {
    case .entry, .step: break
    case .pause: console.write("Paused.\n")
    case .breakpoints(let hit):
      let numbers = hit.compactMap { breakpoint in debugger?.breakpoints.firstIndex { $0.id == breakpoint.id }
      }
      console.write("Breakpoint \(numbers.map { "\($0 + 1)" }.joined(separator: ", ")).\n")
    case .error(let message, let isCaught):
      console.write("\(isCaught ? "Error" : "Uncaught error"): \(message)\n")
    }
  }

  var call: StoppedCall? { stop?.calls(from: selected, maximum: 1).first }

  /// Shows the line of the call that is looked at.
  func showPlace() {
    guard let call else { return }
    guard !call.isHost else { return say("[host] in \(call.name)") }
    console.write("\(call.sourceName):\(call.line) in \(call.name)\n")
    nextListLine = nil
    showLines(call, call.line...call.line)
  }

  private func showLines(_ call: StoppedCall, _ lines: ClosedRange<Int>) {
    let all = call.source.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for number in lines where number >= 1 && number <= all.count {
      let mark = number == call.line ? ">" : " "
      console.write("\(mark) \(number)  \(String(decoding: all[number - 1], as: UTF8.self))\n")
    }
  }

  private func say(_ line: String) { console.write(line + "\n") }

  // MARK: - Commands

  /// Does what a command says; the result says how the script goes on, if it does.
  private func perform(_ text: String) -> Debugger.Resumption? {
    let parts = text.split(maxSplits: 1) { $0.isWhitespace }
    let argument = parts.count > 1 ? String(parts[1]).trimmed : ""
    guard let first = parts.first else { return nil }
    guard let word = DebugWord(String(first)) else {
      console.write("There is no command '\(first)'; 'help' lists them.\n")
      return nil
    }
    lastCommand =
      [.next, .step, .finish, .continue, .up, .down].contains(word) ? text : word == .list ? "list" : ""
    switch word {
    case .continue: return .continue
    case .next: return .stepOver
    case .step: return .stepInto
    case .finish: return .stepOut
    case .run:
      wantsRestart = true
      return .terminate
    case .quit:
      wantsToLeave = true
      return .terminate
    case .break: addBreakpoint(argument)
    case .delete: deleteBreakpoint(argument)
    case .breakpoints: listBreakpoints()
    case .catch: catchErrors(argument)
    case .backtrace: showCalls()
    case .frame: select(Int(argument) ?? 0)
    case .up: select(selected + 1)
    case .down: select(selected - 1)
    case .print: print(argument)
    case .set: assign(argument)
    case .locals: showVariables((call?.locals ?? []) + (call?.captures ?? []), "no local variables")
    case .globals: showVariables(call?.globals() ?? [], "no global variables")
    case .list: list(argument)
    case .help: console.write(DebugWord.overview)
    }
    return nil
  }

  private func addBreakpoint(_ argument: String) {
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

  private func deleteBreakpoint(_ argument: String) {
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

  private func listBreakpoints() {
    if wanted.isEmpty { console.write("There are no breakpoints.\n") }
    for (index, breakpoint) in wanted.enumerated() {
      console.write("\(index + 1)  \(text(of: breakpoint.location, breakpoint.condition))\n")
    }
  }

  private func catchErrors(_ argument: String) {
    switch argument {
    case "thrown": catches = (true, true)
    case "uncaught": catches = (false, true)
    case "off": catches = (false, false)
    default: return say("Say which: 'catch thrown', 'catch uncaught' or 'catch off'.")
    }
    debugger?.stopsAtCaughtErrors = catches.thrown
    debugger?.stopsAtUncaughtErrors = catches.uncaught
  }

  private func showCalls() {
    guard let stop else { return }
    let maximum = 50
    for (number, call) in stop.calls(maximum: maximum).enumerated() {
      let place = call.isHost ? "[host]" : "\(call.sourceName):\(call.line)"
      let note = call.beginsFiber ? "  (fiber, resumed by \(number + 1))" : ""
      console.write("\(number == selected ? ">" : " ") \(number)  \(call.name)  \(place)\(note)\n")
    }
    if stop.callCount > maximum { console.write("  ... \(stop.callCount - maximum) more\n") }
  }

  private func select(_ number: Int) {
    guard let stop, number >= 0, number < stop.callCount else {
      return say("There is no such call.")
    }
    selected = number
    showPlace()
  }

  private func print(_ expression: String) {
    guard let call, !expression.isEmpty else { return }
    do { console.write("\(try call.evaluate(expression).text)\n") } catch {
      console.write("\(DebuggerError.text(of: error))\n")
    }
    debugger?.isolate?.machine.flush()
  }

  private func assign(_ assignment: String) {
    guard assignment.contains("=") else {
      return say("Say what: 'set x = 1'.")
    }
    print(assignment)
  }

  private func showVariables(_ variables: [Variable], _ none: String) {
    if variables.isEmpty { console.write("There are \(none).\n") }
    for variable in variables { console.write("\(variable.name) = \(variable.text)\n") }
  }

  private func list(_ argument: String) {
    guard let call, !call.isHost else { return }
    let first = Int(argument).map { max(1, $0 - 5) } ?? nextListLine ?? max(1, call.line - 5)
    showLines(call, first...first + 10)
    nextListLine = first + 11
  }

  private func completions(of text: String) -> Completions {
    let word = String(text.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" }.reversed())
    let isCommand = !text.contains(" ")
    let names = isCommand ? DebugWord.allCases.map(\.rawValue) : call?.names ?? []
    return Completions(
      start: text.utf8.count - word.utf8.count, candidates: Set(names.filter { $0.hasPrefix(word) }).sorted())
  }
}

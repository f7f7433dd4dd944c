import Lox
import LoxDebugger
import LoxTerminal

/// `lox debug`: runs a script, and asks for commands wherever it stops.
final class TerminalDebugger {
  let file: Path
  let options: ScriptOptions
  let console = Console()
  private var input: DebugInput?
  var debugger: Debugger?
  private let control = Locked<DebuggerControl?>(nil)
  /// Breakpoints as they were given, for the next run of the script.
  var wanted: [(location: Breakpoint.Location, condition: String?)] = []
  var catches: (thrown: Bool, uncaught: Bool) = (false, true)
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
    case .watchpoints(let changes): for change in changes { say("Changed: \(change)") }
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

  func say(_ line: String) { console.write(line + "\n") }

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
    case .watch: watch(argument)
    case .unwatch: unwatch(argument)
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

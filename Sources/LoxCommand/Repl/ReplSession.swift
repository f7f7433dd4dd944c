import Lox
import LoxBytecode
import LoxTooling

/// An interactive session, apart from the typing: runs inputs in one isolate, and executes commands.
final class ReplSession {
  let console: Console
  private let options: ScriptOptions
  private let interruption: Interruption
  private var session: ScriptSession
  /// How many inputs were run, by whose numbers errors name them, and how many values were shown.
  private var inputCount = 0
  private var valueCount = 0
  private var lastInput = ""
  /// Is called with an input that was not typed, but written in an editor.
  var noteInput: (String) -> Void = { _ in }

  enum Outcome { case goOn, leave }

  init(_ options: ScriptOptions, _ console: Console, _ interruption: Interruption) {
    self.options = options
    self.console = console
    self.interruption = interruption
    session = ScriptSession(options, console)
    session.admitModules(in: Path(bytes: []))
  }

  var report: String { session.report }

  /// The values of the session. They must be asked for again after each run.
  var values: ValueInspector { ValueInspector(session.machine) }

  /// Runs an input, or executes a command.
  func process(_ text: String) -> Outcome {
    if let line = ReplCommand.Line(text) { return obey(line) }
    if let hint = hint(for: text) {
      console.write(hint)
      return .goOn
    }
    lastInput = text
    let result = evaluate(text)
    if case .value(let value, let isCall) = result, !session.machine.stack.isNil(value) || !isCall {
      echo(value)
    }
    return show(result)
  }

  /// A hint for words that are not variables here, but are commands in other programs.
  private func hint(for text: String) -> String? {
    let word = text.filter { !" ();\n".contains($0) }
    guard let command = ["exit": ReplCommand.quit, "quit": .quit, "help": .help][word],
      !values.globalNames.contains(word)
    else { return nil }
    return "Commands begin with a colon: \(command.usage).\n"
  }

  // MARK: - Running

  enum Evaluation {
    /// The value that was asked for, and whether it is the result of a call.
    case value(ValueInspector.Value, isCall: Bool)
    case result(ScriptResult)
  }

  /// Runs an input, whose last semicolon may be missing; if it ends with an expression without one, the result is its value.
  ///
  /// The size limits of the book's machine do not apply: there they are limits for one line, while here many lines may be
  /// pasted at once.
  private func evaluate(_ text: String) -> Evaluation {
    let input = InteractiveInput(Array(text.utf8))
    inputCount += 1
    return interruption.whileRunning { token in
      let (value, result) = session.evaluate(
        Array(text.utf8), name: "input \(inputCount)", language: .extended,
        returnsValue: input.asksForValue, isInput: true, cancellation: token)
      if let value, input.asksForValue { return .value(value, isCall: input.endsWithCall) }
      return .result(result)
    }
  }

  /// Reports what went wrong, if anything did.
  @discardableResult private func show(_ evaluation: Evaluation) -> Outcome {
    guard case .result(let result) = evaluation else { return .goOn }
    if case .runtimeError(let error) = result {
      if error.kind == .outputClosed { return .leave }
      if error.kind == .cancelled {
        console.writeError(interruptionMessage(error))
        return .goOn
      }
    }
    console.writeError(result.message(DiagnosticStyle.format(options.diagnostics))[...])
    return .goOn
  }

  private func interruptionMessage(_ error: RuntimeError) -> String {
    guard let frame = error.trace.frames.first else { return "Interrupted.\n" }
    let place = frame.functionName.map { "in \($0)()" } ?? "at the top level"
    return "Interrupted \(place), line \(frame.line).\n"
  }

  /// Shows a value, and keeps it in a global variable, whose name is a comment behind it.
  private func echo(_ value: ValueInspector.Value) {
    valueCount += 1
    let name = "_\(valueCount)"
    let comment = DiagnosticStyle.hasColor(.output) ? "\u{1B}[90m  // \(name)\u{1B}[0m" : "  // \(name)"
    console.write(values.description(of: value) + comment + "\n")
    session.setGlobal(name, to: value)
    session.setGlobal(ReplSession.lastValueName, to: value)
  }

  /// The global variable with the last value that was shown.
  static let lastValueName = "_"

  /// Whether a global variable has a value that was shown.
  static func isValueName(_ name: String) -> Bool {
    name.first == "_" && name.dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
  }

  /// The value of the expression that is a command's argument; nil, after a message, if there is none.
  private func value(of text: String, for command: ReplCommand) -> ValueInspector.Value? {
    guard !text.isEmpty else {
      console.writeError("\(command.usage) needs an expression.\n")
      return nil
    }
    let result = evaluate(text)
    if case .value(let value, _) = result { return value }
    if case .result(.success) = result {
      console.writeError("This is not an expression. Leave out the semicolon.\n")
    } else {
      show(result)
    }
    return nil
  }

  // MARK: - Commands

  private func obey(_ line: ReplCommand.Line) -> Outcome {
    guard let command = line.command else {
      console.writeError("There is no command :\(line.name); see :help.\n")
      return .goOn
    }
    switch command {
    case .help: console.write(ReplCommand.overview)
    case .type:
      if let value = value(of: line.argument, for: command) { console.write(values.inspection(of: value)) }
    case .disasm:
      if let value = value(of: line.argument, for: command) { disassemble(value) }
    case .time: time(line.argument)
    case .globals: listGlobals()
    case .modules: listModules()
    case .load: load(line.argument)
    case .edit: return edit(line.argument)
    case .reset:
      session = ScriptSession(options, console)
      session.admitModules(in: Path(bytes: []))
      console.write("Everything is forgotten.\n")
    case .quit: return .leave
    }
    return .goOn
  }

  private func disassemble(_ value: ValueInspector.Value) {
    let functions = values.code(of: value)
    if functions.isEmpty {
      console.writeError(
        "Only functions, methods and classes have code; this is \(values.kind(of: value)).\n")
    }
    for (program, number) in functions { console.write(Disassembler(program).function(number)) }
  }

  private func time(_ text: String) {
    let (start, fuel) = (Stopwatch(), session.isolate.usedFuel)
    let result = evaluate(text)
    let time = start.text
    let units = session.isolate.usedFuel - fuel
    if case .value(let value, let isCall) = result, !session.machine.stack.isNil(value) || !isCall {
      echo(value)
    }
    show(result)
    console.write("\(time), \(units.grouped) unit\(units == 1 ? "" : "s") of work\n")
  }

  private func listGlobals() {
    let values = values
    let globals = values.globals.filter { !ReplSession.isValueName($0.name) }
    if globals.isEmpty { console.write("There are no globals.\n") }
    for (name, value) in globals { console.write("\(name) = \(values.description(of: value))\n") }
  }

  private func listModules() {
    let modules = session.importedModules
    if modules.isEmpty { console.write("No modules are imported.\n") }
    let width = modules.map(\.name.count).max() ?? 0
    for (name, file) in modules {
      console.write(name + String(repeating: " ", count: width - name.count + 2) + file + "\n")
    }
  }

  /// Lets the user edit some code, or the last input, and runs it.
  private func edit(_ text: String) -> Outcome {
    do {
      let edited = try TextEditor.edit(text.isEmpty ? lastInput : text).trimmed
      if edited.isEmpty { return .goOn }
      console.write(edited + "\n")
      noteInput(edited)
      return process(edited)
    } catch {
      console.writeError("\(error)\n")
      return .goOn
    }
  }

  private func load(_ name: String) {
    guard !name.isEmpty else { return console.writeError(":load needs a file name.\n") }
    do {
      let source = try File.read(Path(bytes: Array(name.utf8)))
      let result = interruption.whileRunning { session.evaluate(source, name: name, cancellation: $0).result }
      show(.result(result))
    } catch {
      console.writeError(error.message[...])
    }
  }
}

/// Measures how long something takes.
private struct Stopwatch {
  private let start = ContinuousClock.now

  /// The time since the stopwatch was made, in a suitable unit.
  var text: String {
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    switch microseconds {
    case ..<1000: return "\(microseconds) us"
    case ..<1_000_000: return "\(Int(microseconds / 100).tenths) ms"
    default: return "\(Int(microseconds / 100_000).tenths) s"
    }
  }
}

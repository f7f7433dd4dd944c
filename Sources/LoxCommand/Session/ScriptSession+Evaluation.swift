import Lox
import LoxRuntime

/// What an interactive session needs beyond running scripts.
extension ScriptSession {
  var machine: VirtualMachine { isolate.machine }

  /// Runs a script, or an input, whose last semicolon may be missing, until it ends or is cancelled. On request, there is also the value of the expression with which the script
  /// ends; it is valid until the next run.
  func evaluate(
    _ source: [UInt8], name: String, language: Program.Language? = nil, returnsValue: Bool = false,
    isInput: Bool = false,
    cancellation: CancellationToken
  ) -> (value: Slot?, result: ScriptResult) {
    var options = options.compiler
    options.returnsValue = returnsValue
    options.endsWithoutSemicolon = isInput
    if let language { options.language = language }
    let program: Program
    do {
      program = try Program.compile(source, name: name, options: options)
    } catch {
      return (nil, .compileErrors(error))
    }
    isolate.limits.cancellation = cancellation
    defer {
      isolate.limits.cancellation = nil
      machine.flush()
    }
    do {
      machine.popAll()
      let value = machine.top
      try isolate.pushLoaded(program)
      try machine.call(value)
      return (value, .success)
    } catch {
      return (nil, ScriptResult(error))
    }
  }

  /// Calls a global function without arguments.
  func call(_ name: String) -> RuntimeError? {
    let base = machine.top
    defer { machine.pop(to: base) }
    do {
      if try machine.pushGlobal(name) { try machine.call(base) }
      return nil
    } catch {
      return error
    }
  }

  /// Sets a global variable, or defines it; has no effect if memory is out.
  func setGlobal(_ name: String, to value: Slot) {
    do {
      try machine.push(value)
      try machine.popGlobal(name)
    } catch {
      return
    }
  }
}

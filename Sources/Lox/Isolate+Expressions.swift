import LoxRuntime
import LoxSource

/// A name in an expression that nothing in it declares.
struct FreeName: Sendable {
  let name: String
  /// Where it occurs first.
  let span: SourceSpan
  /// What it is in the core library, if it is a name of that.
  let core: UInt16?

  init(_ name: String, _ span: SourceSpan) {
    (self.name, self.span) = (name, span)
    core = VirtualMachine.coreName(name)
  }
}

/// Rules and other expressions, which are compiled once and evaluated often.
extension Isolate {
  /// The value of an expression, given values for names in it.
  ///
  /// ```swift
  /// let larger = try Program(expression: "Math.max(width, height)")
  /// let size: Double = try isolate.evaluate(larger, ["width": 3, "height": 4])  // 4
  /// ```
  ///
  /// Names that get no value here are globals of the isolate, or names of the core library. All of them are looked up before the evaluation
  /// begins; a name that is nowhere is an error at its place in the expression. The values are those of this one evaluation: they change no
  /// globals, and values whose name the expression does not use are not converted.
  ///
  /// Throws the same errors as ``call(_:_:as:)-1fqpb``, and a ``ConversionError`` if the program is no expression.
  public func evaluate<Result: ValueConvertible>(
    _ expression: Program, _ values: [String: any ValueConvertible] = [:], as type: Result.Type = Result.self
  ) throws -> Result {
    let base = ValueSlot(machine.top, in: self)
    try pushExpression(expression, values)
    return try _result(base)
  }

  /// The value of an expression, given values for names in it; the evaluation may wait for asynchronous host functions.
  public nonisolated(nonsending) func evaluate<Result: ValueConvertible>(
    _ expression: Program, _ values: [String: any ValueConvertible] = [:], as type: Result.Type = Result.self
  ) async throws -> Result {
    let turn = try await _enter()
    defer { _leave() }
    let base = ValueSlot(machine.top, in: self)
    try pushExpression(expression, values)
    try await _finish(base, turn)
    defer { _pop(to: base) }
    return try _convert(base)
  }

  private func pushExpression(_ program: Program, _ values: [String: any ValueConvertible]) throws {
    guard let names = program.expressionNames else {
      throw ConversionError(expected: "a program of an expression", actual: "a script")
    }
    let base = machine.top
    do {
      try pushFunction(of: program)
      for name in names {
        if let value = values[name.name] {
          try value._push(to: machine.stack)
        } else {
          try push(name, in: program)
        }
      }
    } catch {
      machine.pop(to: base)
      throw error
    }
  }

  /// Pushes a call of an expression that is given no values.
  func pushExpression(_ program: Program, _ names: [FreeName]) throws(RuntimeError) {
    let base = machine.top
    do {
      try pushFunction(of: program)
      for name in names { try push(name, in: program) }
    } catch {
      machine.pop(to: base)
      throw error
    }
  }

  /// Evaluates an expression in a call that a debugger has stopped: `value` pushes what a name means there, and is false if that is nothing.
  /// The result is on the stack, in the slot that is returned.
  package func evaluate(
    _ program: Program, pushing value: (String) throws -> Bool
  ) throws -> Slot {
    let base = machine.top
    do {
      try pushFunction(of: program)
      for name in program.expressionNames ?? [] where try !value(name.name) { try push(name, in: program) }
    } catch {
      machine.pop(to: base)
      throw error
    }
    try machine.call(base)
    return base
  }

  /// Pushes the value that a name has in the isolate.
  private func push(_ name: FreeName, in program: Program) throws(RuntimeError) {
    do {
      if try pushGlobal(name.name) { return }
    } catch {
      throw error as? RuntimeError
        ?? RuntimeError(kind: .host, message: "\(error)", trace: Trace(), underlying: error)
    }
    guard let core = name.core, program.image.program.isExtended else {
      throw machine.undefinedVariable(name.name, at: name.span, in: program.image)
    }
    try machine.push(coreName: core)
  }

  /// Pushes the function of an expression, which is made when it is needed for the first time, and again after it was collected.
  private func pushFunction(of program: Program) throws(RuntimeError) {
    let key = program.image.identity
    if let known = expressionFunctions[key], try known.push(in: self) { return }
    let base = machine.top
    try pushScript(program)
    try machine.call(base)
    // Programs whose functions are gone are forgotten now and then.
    if expressionFunctions.count & 63 == 63 {
      for (key, function) in expressionFunctions where (try? function.push(in: self)) != true {
        expressionFunctions[key] = nil
      }
      machine.pop(to: base.advanced(by: 1))
    }
    expressionFunctions[key] = WeakHandle(base, self)
  }
}

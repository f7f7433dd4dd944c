import Lox
import LoxRuntime

/// An expression that can be evaluated in calls.
struct CompiledExpression {
  let program: Program
  /// The names that it assigns: their values follow its own in a list.
  let assigned: [String]
}

extension StoppedCall {
  /// The value of an expression, in which the variables of the call can be used and assigned: `x > 3`, `this.name`, `count = 0`.
  ///
  /// It has the limits of a run of its own; breakpoints in what it calls are ignored. Throws ``Lox/CompileErrors`` and
  /// ``Lox/RuntimeError``, and a ``DebuggerError`` if the program has gone on.
  public func evaluate(_ text: String) throws -> Variable {
    let machine = stop.isolate.machine
    let base = machine.top
    defer { machine.pop(to: base) }
    return Variable(text, try evaluateToSlot(text), .result, stop)
  }

  /// The same; the value is on the stack.
  func evaluateToSlot(_ text: String) throws -> Slot {
    guard !stop.isOver else { throw DebuggerError.programHasGoneOn }
    let expression = try compiled(text)
    let machine = stop.isolate.machine
    defer { stop.debugger.control.forgetPause() }
    let base = try stop.isolate.evaluate(expression.program) { try push($0) }
    guard !expression.assigned.isEmpty else { return base }
    for (index, name) in expression.assigned.enumerated() {
      let slot = machine.top
      if try machine.pushElement(index + 1, ofList: base), let origin = origin(of: name) {
        try Variable.set(origin, to: slot, stop)
      }
      machine.pop(to: slot)
    }
    let first = machine.top
    if try machine.pushElement(0, ofList: base) { machine.copy(first, to: base) }
    machine.pop(to: first)
    return base
  }

  private func compiled(_ text: String) throws -> CompiledExpression {
    if let known = stop.debugger.expressions[text] { return known }
    // As one would write a statement.
    var trimmed = text[...]
    while let last = trimmed.last, last == ";" || last.isWhitespace { trimmed.removeLast() }
    let (program, _, assigned) = try Program.expressionInCall(String(trimmed))
    let expression = CompiledExpression(program: program, assigned: assigned)
    if stop.debugger.expressions.count >= 256 { stop.debugger.expressions = [:] }
    stop.debugger.expressions[text] = expression
    return expression
  }
}

/// A mistake in the use of a debugger.
public enum DebuggerError: Error, Sendable, CustomStringConvertible {
  /// What was asked for is that of a stop that is over.
  case programHasGoneOn
  /// A value that isn't a variable.
  case notAssignable

  /// The error as a sentence.
  public var description: String {
    switch self {
    case .programHasGoneOn: "The program has gone on."
    case .notAssignable: "This value can't be changed."
    }
  }

  /// An error in a line, for people.
  public static func text(of error: any Error) -> String {
    switch error {
    case let error as RuntimeError: error.message
    case let error as CompileErrors:
      error.description.split(separator: "\n").first.map(String.init) ?? error.description
    default: "\(error)"
    }
  }
}

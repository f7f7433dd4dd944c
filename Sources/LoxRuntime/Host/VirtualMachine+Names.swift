import LoxBuiltins
import LoxSource

/// Names whose values hosts look for in the place of scripts.
extension VirtualMachine {
  /// The number of a name of the core library; nil if it is none.
  package static func coreName(_ name: String) -> UInt16? {
    CoreOperation.named(name.utf8, of: .global)?.identity.rawValue
  }

  /// Pushes what a name of the core library means.
  package func push(coreName number: UInt16) throws(RuntimeError) {
    try push(CoreOperation.Identity(rawValue: number).map { Value($0) } ?? .nil)
  }

  /// The error for a name at a place of a program that has no value.
  package func undefinedVariable(_ name: String, at span: SourceSpan, in image: ProgramImage) -> RuntimeError
  {
    let program = image.program
    var error = RuntimeError(.undefinedVariable, message: "Undefined variable '\(name)'.")
    error.cause = .undefinedVariable(name, similar: machine.value.globals(similarTo: name))
    error.machine = machine.value.id
    error.trace.innermost = [
      Trace.Frame(
        functionName: nil, sourceName: program.sourceName,
        line: LineTable(program.source).line(at: span.start),
        span: span.range, source: program.source, isExtended: program.isExtended)
    ]
    return error
  }
}

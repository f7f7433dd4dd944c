import LoxBytecode

/// Values as parts of texts, in extended Lox.
extension Pinned where Pointee == Machine {
  @inline(never) func slowText(_ registers: Registers, _ i: Instruction) -> Bool {
    guard let text = text(of: registers[i.b]) else { return false }
    registers[i.a] = text
    return true
  }

  /// The text of a value that is no string; nil, with the error set, if it has none or memory is out.
  func text(of operand: Value) -> Value? {
    if operand.isString { return operand }
    var bytes: [UInt8] = []
    guard appendText(operand, to: &bytes) else { return nil }
    return makeString(bytes)
  }

  /// The concatenation of two values of which at least one is a string.
  func concatenateText(_ x: Value, _ y: Value) -> Value? {
    value.scratch = x.isString ? x : y
    let other = text(of: x.isString ? y : x)
    let string = value.scratch
    value.scratch = .nil
    guard let other else { return nil }
    return x.isString ? concatenate(string, other) : concatenate(other, string)
  }

  /// No case of a `switch` matches.
  @inline(never) func slowNoCase(_ subject: Value) -> Bool {
    var bytes: [UInt8] = []
    guard appendText(subject, to: &bytes) else { return false }
    return value.fail(.noCase, "No case for \(String(decoding: bytes, as: UTF8.self)).")
  }
}

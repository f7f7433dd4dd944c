import LoxBytecode

/// Values as parts of texts, in extended Lox.
extension Pinned where Pointee == Machine {
  @inline(never) func slowText(_ registers: Registers, _ i: Instruction) -> Bool {
    guard let text = text(of: registers[i.b]) else { return false }
    registers[i.a] = text
    return value.refuel()
  }

  /// The text of a value that is no string; nil, with the error set, if it has none or memory is out.
  func text(of operand: Value) -> Value? {
    if operand.isString { return operand }
    if let text = text(ofWhole: operand) { return text }
    guard operand.isInstance || value.cage.opens(operand) else {
      var bytes: [UInt8] = []
      return appendText(operand, to: &bytes) ? makeString(bytes) : nil
    }
    let outer = openHostStack()
    defer { closeHostStack(outer) }
    guard var text = beginText(), appendText(operand, to: &text) else { return nil }
    return finish(&text)
  }

  /// The text of a whole number of up to fifteen digits that is not negative, if there is room for it in eden. Nothing
  /// moves; the caller refuels.
  private func text(ofWhole number: Value) -> Value? {
    guard number.bits != Value.negativeZero, var rest = number.wholeNumber(below: 1 << 49) else { return nil }
    var text = ShortText()
    repeat {
      text.prepend(UInt8(truncatingIfNeeded: rest % 10) | 0x30)
      rest /= 10
    } while rest > 0
    let made = value.heap.value.allocateYoung(size: text.stringSize)
    if made.isNull { return nil }
    value.charge(units: text.count / 4 &+ 1)
    return value.cage.initializeString(made, text)
  }

  /// The concatenation of two values of which at least one is a string.
  func concatenateText(_ x: Value, _ y: Value) -> Value? {
    if x.isString, let text = text(ofWhole: y) { return concatenate(x, text) }
    if y.isString, let text = text(ofWhole: x) { return concatenate(text, y) }
    // The text may be made by a class, so both are on the host's stack meanwhile.
    let outer = openHostStack()
    defer { closeHostStack(outer) }
    let base = top
    let other = Slot(base.offset &+ (x.isString ? 8 : 0))
    guard push(x), push(y), let text = text(of: self[other]) else { return nil }
    self[other] = text
    return concatenate(self[base], self[Slot(base.offset &+ 8)])
  }

  /// No case of a `switch` matches.
  @inline(never) func slowNoCase(_ subject: Value) -> Bool {
    var bytes: [UInt8] = []
    guard appendText(subject, to: &bytes) else { return false }
    return value.fail(.noCase, "No case for \(String(decoding: bytes, as: UTF8.self)).")
  }
}

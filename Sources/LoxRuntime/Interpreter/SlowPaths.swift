import LoxBytecode

/// The partners of the run loop's handlers for what is rare; the state is parked.
extension Pinned where Pointee == Machine {
  @inline(never) func slowAdd(_ registers: Registers, _ x: Value, _ y: Value, _ i: Instruction) -> Bool {
    if x.isNumber && y.isNumber {
      registers[i.a] = Value(x.number + y.number)
      return true
    }
    if x.isString && y.isString {
      guard let string = concatenate(x, y) else { return false }
      registers[i.a] = string
      return value.refuel()
    }
    guard x.isString || y.isString, value.calls.parked.function.isExtended else {
      return value.fail(.operandsNotAddable, about: x, y)
    }
    guard let string = concatenateText(x, y) else { return false }
    registers[i.a] = string
    return value.refuel()
  }

  @inline(never) func slowNegate(_ registers: Registers, _ x: Value, _ i: Instruction) -> Bool {
    guard x.isNumber else { return value.fail(.operandNotNumber, about: x) }
    registers[i.a] = Value(-x.number)
    return true
  }

  /// Whether `x < y`: both are numbers, or, in extended Lox, strings. Nil, with the error set, for all others.
  @inline(never) func slowIsLess(_ x: Value, _ y: Value) -> Bool? {
    if x.isNumber && y.isNumber { return x.number < y.number }
    if x.isString, y.isString, value.calls.parked.function.isExtended {
      return value.orderStrings(x.ref, y.ref).map { $0 < 0 }
    }
    _ = value.fail(.operandsNotNumbers, about: x, y)
    return nil
  }

  @inline(never) func slowBarrier(_ object: Ref) {
    if value.cage.flags(object) & HeaderFlags.remembered == 0 { value.heap.value.remember(object) }
  }

  @inline(never) func slowMakeBox(_ registers: Registers, _ i: Instruction) -> Bool {
    let box = allocate(size: BoxLayout.size)
    guard !box.isNull else { return false }
    value.cage.setHeader(box, .box, size: BoxLayout.size)
    value.cage.store(registers[i.b], box.offset, BoxLayout.value)
    registers[i.a] = Value(.object, box)
    return true
  }

  /// Takes fuel at the beginning of a function, or where a loop begins again.
  @inline(never) func slowRefuel() -> Bool {
    value.leaveStub()
    guard value.refuel() else {
      value.traceNextInstruction()
      return false
    }
    if value.pauses() { return false }
    value.tierUp()
    return true
  }
}

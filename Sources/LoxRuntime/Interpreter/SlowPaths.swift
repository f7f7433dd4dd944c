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
    guard x.isString || y.isString, value.fiber.parked.function.isExtended else {
      return value.fail(.operandsNotAddable, about: x, y)
    }
    guard let string = concatenateText(x, y) else { return false }
    registers[i.a] = string
    return value.refuel()
  }

  /// A result that is a NaN: canonical if the operands are numbers.
  @inline(never) func slowArithmetic(
    _ registers: Registers, _ x: Value, _ y: Value, _ result: Double, _ i: Instruction
  ) -> Bool {
    guard x.isNumber && y.isNumber else { return value.fail(.operandsNotNumbers, about: x, y) }
    registers[i.a] = Value(result)
    return true
  }

  @inline(never) func slowNegate(_ registers: Registers, _ x: Value, _ i: Instruction) -> Bool {
    guard x.isNumber else { return value.fail(.operandNotNumber, about: x) }
    registers[i.a] = Value(-x.number)
    return true
  }

  /// The remainder of a division, with the sign of the left operand.
  @inline(never) func slowModulo(_ registers: Registers, _ i: Instruction) -> Bool {
    let (x, y) = (registers[i.b], registers[i.c])
    guard x.isNumber && y.isNumber else { return value.fail(.operandsNotNumbers, about: x, y) }
    registers[i.a] = Value(x.number.truncatingRemainder(dividingBy: y.number))
    return true
  }

  /// Whether `x < y`, for operands that don't compare as numbers do: a NaN may be among them, and in extended Lox both may be
  /// strings. Nil, with the error set, for all others.
  @inline(never) func slowIsLess(_ x: Value, _ y: Value) -> Bool? {
    if x.isNumber && y.isNumber { return false }
    if x.isString, y.isString, value.fiber.parked.function.isExtended {
      return value.orderStrings(x.ref, y.ref).map { $0 < 0 }
    }
    _ = value.fail(.operandsNotNumbers, about: x, y)
    return nil
  }

  @inline(never) func slowBarrier(_ object: Ref) {
    if value.cage.flags(object) & HeaderFlags.remembered == 0 { value.heap.value.remember(object) }
  }

  /// Each part is an argument of its own, so that all are passed in registers.
  @inline(never) func slowPark(
    _ pc: CodePointer, _ function: FunctionRecord, _ registers: Registers, _ frame: FramePointer, _ fuel: Int
  ) {
    value.fiber.parked = Fiber.Parked(
      pc: pc, function: function, registers: registers, frame: frame, fuel: fuel)
  }

  @inline(never) func slowRefuel() -> Bool {
    guard value.refuel() else {
      value.traceNextInstruction()
      return false
    }
    return !value.pauses()
  }

  @inline(never) func slowGrowStacks(_ callee: Registers, _ record: FunctionRecord) -> Bool {
    value.growStacks(for: callee, record)
  }
}

import LoxBytecode

/// Operands of instructions have 8 bits, but a function may have many more registers.
///
/// Three registers are never allocated. An instruction reads a register beyond 8 bits through one of them,
/// which `moveFromHigh` has filled, and writes it through one, which `moveToHigh` empties afterwards:
///
///     R[0] ... R[252]   [ 253 254 255 ]   R[256] ...
///     near               scratch          high
///
/// Windows of calls have 16 bits and are entirely on one side of the scratch registers.
extension FunctionBuilder {
  static let firstScratch = 253
  static let firstHigh = 256

  // MARK: - Allocation

  /// Ensures that `count` consecutive registers, from the returned `top` on, can be allocated.
  @discardableResult
  mutating func align(_ count: Int) -> Int {
    if top < Self.firstHigh, top &+ count > Self.firstScratch { skipScratch() }
    return top
  }

  /// Allocates a register.
  mutating func reserve() -> Int {
    let register = align(1)
    top = register &+ 1
    return register
  }

  /// Moves on to the high registers. The skipped registers get a value, since they are below `top`.
  private mutating func skipScratch() {
    let constant = index(of: .nil)
    for register in top..<Self.firstHigh { load(constant, intoNear: UInt8(truncatingIfNeeded: register)) }
    top = Self.firstHigh
  }

  /// Where a parameter is kept: those that arrive in scratch registers are moved.
  mutating func admitParameter(_ number: Int) -> Int {
    if number < Self.firstScratch {
      top = number &+ 1
      return number
    }
    let register = Self.firstHigh &+ number &- Self.firstScratch
    move(to: register, from: number)
    top = register &+ 1
    return register
  }

  /// Fills the scratch registers that no parameter has filled.
  mutating func fillScratch(afterParameters count: Int) {
    guard top >= Self.firstHigh else { return }
    let constant = index(of: .nil)
    for register in count &+ 1..<max(Self.firstHigh, count &+ 1) {
      load(constant, intoNear: UInt8(truncatingIfNeeded: register))
    }
  }

  // MARK: - Moves

  mutating func move(to target: Int, from source: Int) {
    if source >= Self.firstHigh {
      let near = Self.nearTarget(target)
      append(Instruction(.moveFromHigh, a: near, d: UInt16(truncatingIfNeeded: source)))
      store(near, to: target)
    } else if target >= Self.firstHigh {
      store(UInt8(truncatingIfNeeded: source), to: target)
    } else {
      append(
        Instruction(.move, a: UInt8(truncatingIfNeeded: target), b: UInt8(truncatingIfNeeded: source)))
    }
  }

  mutating func load(_ constant: Constant, into target: Int) {
    let near = Self.nearTarget(target)
    load(index(of: constant), intoNear: near)
    store(near, to: target)
  }

  private mutating func load(_ constant: Int, intoNear target: UInt8) {
    if let index = UInt16(exactly: constant) {
      append(Instruction(.loadConstant, a: target, d: index))
    } else {
      append(Instruction(.loadConstantWide, a: target), constant)
    }
  }

  /// A register of 8 bits with the value of `register`.
  mutating func near(_ register: Int, scratch: Int = 0) -> UInt8 {
    if register < Self.firstHigh { return UInt8(truncatingIfNeeded: register) }
    let near = UInt8(truncatingIfNeeded: Self.firstScratch &+ scratch)
    append(Instruction(.moveFromHigh, a: near, d: UInt16(truncatingIfNeeded: register)))
    return near
  }

  /// The register of 8 bits to write when the value is meant for `register`; must be followed by `store`.
  static func nearTarget(_ register: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: register < Self.firstHigh ? register : Self.firstScratch)
  }

  mutating func store(_ near: UInt8, to register: Int) {
    if register >= Self.firstHigh {
      append(Instruction(.moveToHigh, a: near, d: UInt16(truncatingIfNeeded: register)))
    }
  }

  // MARK: - Instructions

  /// `R[target] = op(R[first])`
  mutating func emit(_ opcode: Opcode, to target: Int, _ first: Int) {
    let operand = near(first)
    let near = Self.nearTarget(target)
    append(Instruction(opcode, a: near, b: operand))
    store(near, to: target)
  }

  /// `R[target] = op(R[first], R[second])`
  mutating func emit(_ opcode: Opcode, to target: Int, _ first: Int, _ second: Int) {
    let left = near(first)
    let right = self.near(second, scratch: 1)
    let near = Self.nearTarget(target)
    append(Instruction(opcode, a: near, b: left, c: right))
    store(near, to: target)
  }

  /// `R[target] = op(R[first], K[constant])`
  mutating func emit(_ opcode: Opcode, to target: Int, _ first: Int, constant: UInt8) {
    let operand = near(first)
    let near = Self.nearTarget(target)
    append(Instruction(opcode, a: near, b: operand, c: constant))
    store(near, to: target)
  }

  /// `R[target] = op(R[first], R[second], word)`
  mutating func emit(_ opcode: Opcode, to target: Int, _ first: Int, _ second: Int = 0, word: Int) {
    let left = near(first)
    let right = self.near(second, scratch: 1)
    let near = Self.nearTarget(target)
    append(Instruction(opcode, a: near, b: left, c: right), word)
    store(near, to: target)
  }

  /// `R[target] = op(word)`
  mutating func emit(_ opcode: Opcode, to target: Int, word: Int) {
    let near = Self.nearTarget(target)
    append(Instruction(opcode, a: near), word)
    store(near, to: target)
  }

  /// `R[target] = captures[index]`, or the contents of the box there
  mutating func emit(_ opcode: Opcode, to target: Int, capture index: UInt32) {
    let near = Self.nearTarget(target)
    append(Instruction(opcode, a: near, d: UInt16(truncatingIfNeeded: index)))
    store(near, to: target)
  }

  /// `captures[index].value = R[source]`
  mutating func emitSetCapturedBox(_ index: UInt32, _ source: Int) {
    append(Instruction(.setCapturedBox, a: near(source), d: UInt16(truncatingIfNeeded: index)))
  }

  /// `op(R[first], R[second])`
  mutating func emit(_ opcode: Opcode, _ first: Int, _ second: Int) {
    let left = near(first)
    let right = near(second, scratch: 1)
    append(Instruction(opcode, a: left, b: right))
  }

  /// `op(R[first])`
  mutating func emit(_ opcode: Opcode, _ first: Int) {
    append(Instruction(opcode, a: near(first)))
  }

  /// `op(R[first], word)`
  mutating func emit(_ opcode: Opcode, _ first: Int, _ second: Int = 0, word: Int) {
    let left = near(first)
    let right = near(second, scratch: 1)
    append(Instruction(opcode, a: left, b: right), word)
  }

  /// `R[target] = op(capacity)`
  mutating func emitNew(_ opcode: Opcode, to target: Int, capacity: Int) {
    let near = Self.nearTarget(target)
    append(Instruction(opcode, a: near, d: UInt16(clamping: capacity)))
    store(near, to: target)
  }

  /// `op(R[source], number)`
  mutating func emitCheck(_ opcode: Opcode, _ source: Int, _ number: Int) {
    append(Instruction(opcode, a: near(source), d: UInt16(clamping: number)))
  }

  /// `R[source]` is an instance of a global variable, or of R[type].
  mutating func emitCheck(_ source: Int, global: Int, _ operand: UInt8) {
    append(Instruction(.checkGlobalType, a: near(source), b: 0, c: operand), global)
  }

  mutating func emitCheck(_ source: Int, class: Int, _ operand: UInt8) {
    let first = near(source)
    let second = near(`class`, scratch: 1)
    append(Instruction(.checkType, a: first, b: second, c: operand))
  }

  /// `R[object].name = R[value]`; `isChecked` if the value has the type that the field may have.
  mutating func emitSetProperty(of object: Int, to value: Int, cache: Int, isChecked: Bool) {
    let first = near(object)
    let second = near(value, scratch: 1)
    append(Instruction(.setProperty, a: first, b: second, c: isChecked ? 1 : 0), cache)
  }

  /// `R[object][R[index]] = R[value]`
  mutating func emitSetElement(of object: Int, at index: Int, to value: Int) {
    let first = near(object)
    let second = near(index, scratch: 1)
    let third = near(value, scratch: 2)
    append(Instruction(.setElement, a: first, b: second, c: third))
  }

  /// A call; its window may be anywhere.
  mutating func emitCall(_ opcode: Opcode, window: Int, argumentCount: Int, cache: Int) {
    append(
      Instruction(
        opcode, argumentCount: UInt8(truncatingIfNeeded: argumentCount),
        window: UInt16(truncatingIfNeeded: window)),
      cache)
  }
}

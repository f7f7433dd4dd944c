import LoxBytecode

/// Jumps: forward, and back in loops.
extension Execution {
  @inline(always) private mutating func jump(if condition: Bool) {
    if condition { pc.jump() } else { pc.skipWord() }
  }

  @inline(always) mutating func jump(_ i: Instruction) -> Bool {
    pc.jump()
    return true
  }

  @inline(always) mutating func jumpIfFalse(_ i: Instruction) -> Bool {
    jump(if: registers[i.a].isFalsey)
    return true
  }

  @inline(always) mutating func jumpIfTrue(_ i: Instruction) -> Bool {
    jump(if: !registers[i.a].isFalsey)
    return true
  }

  @inline(always) mutating func jumpIfNil(_ i: Instruction) -> Bool {
    jump(if: registers[i.a] == .nil)
    return true
  }

  @inline(always) mutating func jumpIfNotNil(_ i: Instruction) -> Bool {
    jump(if: registers[i.a] != .nil)
    return true
  }

  /// Whether both are numbers, and different ones.
  @inline(always) private func areDifferentNumbers(_ x: Value, _ y: Value) -> Bool {
    x.number < y.number || x.number > y.number
  }

  /// Jumps if `x == y`. Numbers come first: they take one comparison.
  @inline(always) private mutating func jumpIfEqual(_ x: Value, _ y: Value) -> Bool {
    if x.number == y.number {
      pc.jump()
    } else if areDifferentNumbers(x, y) {
      pc.skipWord()
    } else if areStrings(x, y) {
      return false
    } else {
      jump(if: areIdentical(x, y))
    }
    return true
  }

  /// Jumps unless `x == y`.
  @inline(always) private mutating func jumpIfNotEqual(_ x: Value, _ y: Value) -> Bool {
    if x.number == y.number {
      pc.skipWord()
    } else if areDifferentNumbers(x, y) {
      pc.jump()
    } else if areStrings(x, y) {
      return false
    } else {
      jump(if: !areIdentical(x, y))
    }
    return true
  }

  @inline(always) mutating func jumpIfEqual(_ i: Instruction) -> Bool {
    jumpIfEqual(registers[i.a], registers[i.b])
  }

  @inline(always) mutating func jumpIfNotEqual(_ i: Instruction) -> Bool {
    jumpIfNotEqual(registers[i.a], registers[i.b])
  }

  @inline(always) mutating func jumpIfEqualConstant(_ i: Instruction) -> Bool {
    jumpIfEqual(registers[i.a], function.constant(i.d))
  }

  @inline(always) mutating func jumpIfNotEqualConstant(_ i: Instruction) -> Bool {
    jumpIfNotEqual(registers[i.a], function.constant(i.d))
  }

  /// Jumps if `x < y`.
  @inline(always) private mutating func jumpIfLess(_ x: Value, _ y: Value) -> Bool {
    if x.number < y.number {
      pc.jump()
    } else if x.number >= y.number {
      pc.skipWord()
    } else {
      return false
    }
    return true
  }

  /// Jumps unless `x < y`.
  @inline(always) private mutating func jumpIfNotLess(_ x: Value, _ y: Value) -> Bool {
    if x.number < y.number {
      pc.skipWord()
    } else if x.number >= y.number {
      pc.jump()
    } else {
      return false
    }
    return true
  }

  @inline(always) mutating func jumpIfLess(_ i: Instruction) -> Bool {
    jumpIfLess(registers[i.a], registers[i.b])
  }

  @inline(always) mutating func jumpIfNotLess(_ i: Instruction) -> Bool {
    jumpIfNotLess(registers[i.a], registers[i.b])
  }

  @inline(always) mutating func jumpIfLessConstant(_ i: Instruction) -> Bool {
    jumpIfLess(registers[i.a], function.constant(i.d))
  }

  @inline(always) mutating func jumpIfNotLessConstant(_ i: Instruction) -> Bool {
    jumpIfNotLess(registers[i.a], function.constant(i.d))
  }

  @inline(always) mutating func jumpIfGreaterConstant(_ i: Instruction) -> Bool {
    jumpIfLess(function.constant(i.d), registers[i.a])
  }

  @inline(always) mutating func jumpIfNotGreaterConstant(_ i: Instruction) -> Bool {
    jumpIfNotLess(function.constant(i.d), registers[i.a])
  }
}

// MARK: - Jumps back

extension Execution {
  /// Goes back and pays for the words in between.
  @inline(always) mutating func goBack() -> Bool {
    guard pay(0 &- pc.distance) else { return false }
    pc.jump()
    return true
  }

  /// Takes units of fuel if there are enough. If not, the machine sees to limits, or the run pauses.
  @inline(always) mutating func pay(_ cost: Int) -> Bool {
    let rest = fuel &- cost
    if rest < 0 { return false }
    fuel = rest
    return true
  }

  @inline(always) mutating func loop(_ i: Instruction) -> Bool { goBack() }

  /// Goes back if `x < y`.
  @inline(always) private mutating func loopIfLess(_ x: Value, _ y: Value) -> Bool {
    if x.number < y.number { return goBack() }
    if !(x.number >= y.number) { return false }
    pc.skipWord()
    return true
  }

  /// Goes back unless `x < y`.
  @inline(always) private mutating func loopIfNotLess(_ x: Value, _ y: Value) -> Bool {
    if x.number < y.number {
      pc.skipWord()
      return true
    }
    if !(x.number >= y.number) { return false }
    return goBack()
  }

  @inline(always) mutating func loopIfLess(_ i: Instruction) -> Bool {
    loopIfLess(registers[i.a], registers[i.b])
  }

  @inline(always) mutating func loopIfNotLess(_ i: Instruction) -> Bool {
    loopIfNotLess(registers[i.a], registers[i.b])
  }

  @inline(always) mutating func loopIfLessConstant(_ i: Instruction) -> Bool {
    loopIfLess(registers[i.a], function.constant(i.d))
  }

  @inline(always) mutating func loopIfNotLessConstant(_ i: Instruction) -> Bool {
    loopIfNotLess(registers[i.a], function.constant(i.d))
  }

  @inline(always) mutating func loopIfGreaterConstant(_ i: Instruction) -> Bool {
    loopIfLess(function.constant(i.d), registers[i.a])
  }

  @inline(always) mutating func loopIfNotGreaterConstant(_ i: Instruction) -> Bool {
    loopIfNotLess(function.constant(i.d), registers[i.a])
  }
}

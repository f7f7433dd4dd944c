import LoxBytecode

extension Baseline {
  /// Emits the code of an instruction; the result is whether there is a template for it.
  mutating func translate(_ opcode: Opcode, _ i: Instruction) -> Bool {
    switch opcode {
    case .move: move(i.a, i.b)
    case .moveFromHigh: move(i.a, i.d)
    case .moveToHigh: move(i.d, i.a)
    case .loadConstant: load(i.a, constant(i.d))
    case .loadConstantWide: load(i.a, constant(word))
    case .getGlobal: getGlobal(i)
    case .setGlobal: setGlobal(i)
    case .defineGlobal: defineGlobal(i)
    case .getCapture: getCapture(i)
    case .getCapturedBox: getCapturedBox(i)
    case .setCapturedBox: setCapturedBox(i)
    case .makeBox: makeBox(i)
    case .getBox: getBox(i)
    case .setBox: setBox(i)
    case .add: calculate(.add, i)
    case .addConstant: calculate(.add, i, withConstant: true)
    case .subtract: calculate(.subtract, i)
    case .subtractConstant: calculate(.subtract, i, withConstant: true)
    case .multiply: calculate(.multiply, i)
    case .multiplyConstant: calculate(.multiply, i, withConstant: true)
    case .divide: calculate(.divide, i)
    case .divideConstant: calculate(.divide, i, withConstant: true)
    case .modulo: modulo(i)
    case .negate: negate(i)
    case .not: not(i)
    case .equal: setEqual(i, isInverted: false)
    case .notEqual: setEqual(i, isInverted: true)
    case .less: setLess(i, isInverted: false)
    case .notLess: setLess(i, isInverted: true)
    case .isInstance: isInstance(i)
    case .checkGlobalType: checkGlobalType(i)
    case .jump: target.jump(jumpTarget)
    case .jumpIfFalse: jump(ifFalsey: true, i)
    case .jumpIfTrue: jump(ifFalsey: false, i)
    case .jumpIfNil: jump(ifNil: true, i)
    case .jumpIfNotNil: jump(ifNil: false, i)
    case .jumpIfEqual: jump(ifEqual: true, i, nil)
    case .jumpIfNotEqual: jump(ifEqual: false, i, nil)
    case .jumpIfEqualConstant: jump(ifEqual: true, i, constants[constants.startIndex + i.d])
    case .jumpIfNotEqualConstant: jump(ifEqual: false, i, constants[constants.startIndex + i.d])
    case .jumpIfLess, .jumpIfLessConstant: jumpIfLess(i, isInverted: false)
    case .jumpIfNotLess, .jumpIfNotLessConstant: jumpIfLess(i, isInverted: true)
    case .jumpIfGreaterConstant: jumpIfGreater(i, isInverted: false)
    case .jumpIfNotGreaterConstant: jumpIfGreater(i, isInverted: true)
    case .loop: goBack()
    case .loopIfLess, .loopIfLessConstant: loopIfLess(i, isInverted: false)
    case .loopIfNotLess, .loopIfNotLessConstant: loopIfLess(i, isInverted: true)
    case .loopIfGreaterConstant: loopIfGreater(i, isInverted: false)
    case .loopIfNotGreaterConstant: loopIfGreater(i, isInverted: true)
    case .call: call(i)
    case .invoke: invoke(i)
    case .invokeSuper: invokeSuper(i)
    case .return: `return`(i)
    case .returnNil: returnNil()
    case .closure: return closure(i)
    case .getProperty: getProperty(i)
    case .setProperty: setProperty(i)
    case .append: append(i)
    case .getElement: getElement(i)
    case .setElement: setElement(i)
    case .next: next(i)
    case .iterate: iterate(i)
    case .beginIteration: beginIteration(i)
    case .checkCount: checkCount(i, isExact: true)
    case .checkCountAtLeast: checkCount(i, isExact: false)
    default:
      // What ends the flow never comes back.
      if opcode.facts.endsFlow { target.jump(step()) } else { stepHere() }
      return false
    }
    return true
  }

  // MARK: - Operands

  func register(_ number: Int) -> Place { .window(number * valueSize) }

  func constant(_ number: Int) -> Place { .record(layout.record.constants + number * valueSize) }

  /// A part of a cache: caches are before the record, the first one last.
  func cache(_ number: Int, _ offset: Int) -> Place {
    .record(offset - (number + 1) * layout.record.cacheSize)
  }

  var valueSize: Int { MemoryLayout<UInt64>.size }

  // MARK: - Moves

  private mutating func move(_ destination: Int, _ source: Int) {
    // A debugger may change one of two variables while a member is called here.
    guard program.sourceMap == nil else { return load(destination, register(source)) }
    if let holder = known.holder(of: source) {
      target.store(holder, register(destination))
      note(destination, in: holder)
    } else {
      load(destination, register(source))
    }
    known.noteCopy(destination, of: source)
  }

  /// Loads a value from anywhere to a register, and notes what holds it.
  mutating func load(_ destination: Int, _ place: Place) {
    let holder = known.take(except: nil)
    target.load(holder, place)
    target.store(holder, register(destination))
    note(destination, in: holder)
  }
}

import LoxBytecode

/// Instructions that call a member of an instance's class: accessors, operators, `description`, `contains`.
///
/// A member is called like a function, but what is done with its result is the rest of the instruction. So two frames are pushed:
///
///     | caller ... | rest: the place of the instruction | member: returns to `finish` |
///
/// The member returns to `finish`, in the entry stub, which pops the frame below and does the rest. So members take no native
/// stack, and may wait and be suspended like all functions.
extension Pinned where Pointee == Machine {
  /// Executes the instruction as a call of a member; nil if it is none.
  func callMember(_ registers: Registers, _ function: FunctionRecord, _ i: Instruction) -> Bool? {
    guard function.isExtended else { return nil }
    switch i.opcode {
    case .getProperty, .getPropertyIfAny:
      return get(registers[i.b], function.cache(value.calls.parked.pc.word))
    case .invoke:
      return get(registers[i.window], function.cache(value.calls.parked.pc.word), isCalled: true)
    case .getSuper:
      return getSuper(
        registers[i.b], registers[i.c], function.cache(value.calls.parked.pc.word).name)
    case .invokeSuper:
      return getSuper(
        registers[i.window], registers[i.window &+ i.argumentCount &+ 1],
        function.cache(value.calls.parked.pc.word).name)
    case .setProperty:
      return set(
        registers[i.a], function.cache(value.calls.parked.pc.word), registers[i.b], isChecked: i.c != 0)
    case .add, .addConstant:
      let (x, y) = (registers[i.b], i.opcode == .add ? registers[i.c] : function.constant(i.c))
      if x.isString { return describe(y) }
      if y.isString { return describe(x) }
      return call(.add, x, y)
    case .subtract: return call(.subtract, registers[i.b], registers[i.c])
    case .subtractConstant: return call(.subtract, registers[i.b], function.constant(i.c))
    case .multiply: return call(.multiply, registers[i.b], registers[i.c])
    case .multiplyConstant: return call(.multiply, registers[i.b], function.constant(i.c))
    case .divide: return call(.divide, registers[i.b], registers[i.c])
    case .divideConstant: return call(.divide, registers[i.b], function.constant(i.c))
    case .modulo: return call(.modulo, registers[i.b], registers[i.c])
    case .negate: return call(.negate, registers[i.b])
    case .less, .notLess: return call(.less, registers[i.b], registers[i.c])
    case .jumpIfLess, .jumpIfNotLess, .loopIfLess, .loopIfNotLess:
      return call(.less, registers[i.a], registers[i.b])
    case .jumpIfLessConstant, .jumpIfNotLessConstant, .loopIfLessConstant, .loopIfNotLessConstant:
      return call(.less, registers[i.a], function.constant(i.d))
    case .getElement, .getElementIfAny: return call(.getElement, registers[i.b], registers[i.c])
    case .setElement:
      guard let name = value.memberNames?.setElement else { return nil }
      return call(name, registers[i.a], registers[i.b], registers[i.c])
    case .text: return describe(registers[i.b])
    case .print: return describe(registers[i.a])
    default: return nil
    }
  }

  /// `x in instance`, if the instance has a method for that: one of any kind, so it is looked for whatever other members there are.
  func callContains(_ registers: Registers, _ i: Instruction) -> Bool? {
    guard registers[i.c].isInstance, let name = value.strings.find("contains", value.cage) else { return nil }
    return call(name, registers[i.c], registers[i.b])
  }

  // MARK: - Members

  /// The method or computed property of an instance's class; nil if it has none of this name.
  private func member(_ name: Ref, of object: Value) -> Ref? {
    guard object.isInstance,
      case .method(let member) = value.lookUp(name, in: value.cage.shape(ofInstance: object.ref))
    else { return nil }
    return member
  }

  /// The method of an instance's class; nil if it has none of this name.
  func method(_ name: String, of object: Value) -> Ref? {
    guard object.isInstance, let name = value.strings.find(name, value.cage),
      let method = member(name, of: object),
      value.cage.has(method, .closure) || value.cage.has(method, .native)
    else { return nil }
    return method
  }

  private func property(_ name: Ref, of object: Value) -> Ref? {
    let found =
      object.isInstance
      ? member(name, of: object)
      : value.static(name, of: object)
    guard let found, value.cage.has(found, .property) else { return nil }
    return found
  }

  private func get(_ object: Value, _ cache: InlineCache, isCalled: Bool = false) -> Bool? {
    guard let property = property(cache.name, of: object) else { return nil }
    if value.native != nil, object.isInstance, !isCalled {
      let getter = value.cage.ref(property, PropertyLayout.getter)
      cache.ofGet.getter.learn(value.cage.shape(ofInstance: object.ref), getter, value.cage)
    }
    return read(property, cache.name, object)
  }

  private func read(_ property: Ref, _ name: Ref, _ object: Value) -> Bool {
    let getter = value.cage.ref(property, PropertyLayout.getter)
    guard !getter.isNull else {
      return value.fail(
        .undefinedProperty, "Can't get '\(value.text(ofString: name))': it has no getter.", cause: nil)
    }
    return begin(getter, object)
  }

  private func getSuper(_ object: Value, _ superclass: Value, _ name: Ref) -> Bool? {
    let methods = value.cage.ref(value.methodHolder(of: superclass.ref, for: object), ClassLayout.methods)
    guard let member = value.cage.find(name, in: methods).map({ Ref(offset: $0) }),
      value.cage.has(member, .property)
    else { return nil }
    return read(member, name, object)
  }

  private func set(_ object: Value, _ cache: InlineCache, _ new: Value, isChecked: Bool) -> Bool? {
    let name = cache.name
    if !isChecked, let check = fieldCheck(name, of: object) {
      if object.isInstance { cache.ofSet.hostMember.set(value.cage.shape(ofInstance: object.ref), check) }
      return begin(check, object, new)
    }
    guard let property = property(name, of: object) else { return nil }
    let setter = value.cage.ref(property, PropertyLayout.setter)
    guard !setter.isNull else {
      return value.fail(
        .readOnlyProperty, "Can't set '\(value.text(ofString: name))': it has no setter.", cause: nil)
    }
    if value.native != nil, object.isInstance {
      cache.ofSet.setter.learn(value.cage.shape(ofInstance: object.ref), setter, value.cage)
    }
    return begin(setter, object, new)
  }

  private func call(_ operation: ClassOperator, _ object: Value, _ operand: Value? = nil) -> Bool? {
    guard object.isInstance, let name = value.memberNames?.name(operation),
      let method = member(name, of: object), !value.cage.has(method, .property)
    else { return nil }
    if value.native != nil {
      let shape = value.cage.shape(ofInstance: object.ref)
      value.operators.entry(operation, shape)?.learn(shape, method, value.cage)
      value.calls.native.operators = value.operators.address
    }
    return begin(method, object, operand)
  }

  private func call(_ name: Ref, _ object: Value, _ first: Value? = nil, _ second: Value? = nil) -> Bool? {
    guard object.isInstance, let method = member(name, of: object), !value.cage.has(method, .property) else {
      return nil
    }
    return begin(method, object, first, second)
  }

  /// The computed property that says what the text of an instance is; nil if its class has none.
  func descriptionProperty(of object: Value) -> Ref? {
    guard let names = value.memberNames, value.calls.parked.function.isExtended,
      let member = member(names.description, of: object), value.cage.isAccessor(member)
    else { return nil }
    return member
  }

  /// The text of an instance whose class says what that is.
  private func describe(_ object: Value) -> Bool? {
    guard let names = value.memberNames, let property = descriptionProperty(of: object) else { return nil }
    guard value.cage.has(property, .accessor) else { return read(property, names.description, object) }
    guard let text = getComputed(property, of: object) else { return false }
    return complete(value.calls.parked.pc.wordBefore(1), text)
  }

  // MARK: - Calls

  /// Calls a member in a window above that of the running function.
  private func begin(_ member: Ref, _ object: Value, _ first: Value? = nil, _ second: Value? = nil) -> Bool {
    let base = value.calls.windowEnd
    let count = (first == nil ? 0 : 1) &+ (second == nil ? 0 : 1)
    let end = base &+ UInt32(count &* 8 &+ 8)
    guard value.calls.reserveStack(to: Int(end)) else { return value.fail(.stackOverflow) }
    value.cage.store(object, base)
    if let first { value.cage.store(first, base &+ 8) }
    if let second { value.cage.store(second, base &+ 16) }
    let callee = Registers(value.cage, offset: base)
    // Arguments are roots while others are found for what is missing. A method of the host can't wait: the rest of the instruction would
    // not be done.
    let outerTop = value.calls.hostTop
    let couldSuspend = value.runs.current.canSuspend
    value.calls.hostTop = end
    value.runs.current.canSuspend = false
    let target = enterMethod(member, callee, count)
    value.runs.current.canSuspend = couldSuspend
    value.calls.hostTop = outerTop
    switch target.action {
    case .fail: return false
    case .switched: return value.fail(.damagedHeap)
    case .done: return complete(value.calls.parked.pc.wordBefore(1), value.cage.value(base))
    case .enter: break
    }
    guard value.calls.reserveFrame(value.calls.depth &+ 1), value.growStacks(for: callee, target.record)
    else {
      return value.error == nil ? value.fail(.stackOverflow) : false
    }
    pushFrames(callee, target.record, target.closure)
    return pay(target.record.cost)
  }

  /// Lets a function run in a window above that of the running function, and then the rest of the instruction.
  func pushFrames(_ callee: Registers, _ record: FunctionRecord, _ closure: Ref) {
    let parked = value.calls.parked
    value.calls.parked.frame.push(
      parked.pc.afterWord, parked.function, windowBytes: 0, closure: parked.frame.closure)
    value.calls.parked.frame.push(
      value.stubFinish, parked.function,
      windowBytes: Int(callee.offset(in: value.cage) &- parked.registers.offset(in: value.cage)),
      closure: closure)
    value.calls.parked.registers = callee
    value.calls.parked.function = record
    value.calls.parked.pc = record.entry
  }

  /// Goes on with the instruction whose member, or fiber, has returned.
  func finishMember() -> Bool {
    if isAtEndOfFiber { return finishFiber() }
    value.calls.parked.frame.pop()
    let pc = value.calls.parked.frame.returnAddress.beforeWord
    value.calls.parked.pc = pc
    return complete(pc.wordBefore(1), value.cage.value(value.calls.windowEnd))
  }

  /// Does the rest of an instruction with the result of its member.
  private func complete(_ i: Instruction, _ result: Value) -> Bool {
    let registers = value.calls.parked.registers
    switch i.opcode {
    case .setProperty: value.calls.parked.pc.skipWord()
    case .setElement: break
    case .importModule: return completeImport(i, hasRun: true)
    case .getProperty, .getPropertyIfAny, .getSuper:
      registers[i.a] = result
      value.calls.parked.pc.skipWord()
    case .invoke, .invokeSuper:
      registers[i.window] = result
      return callResult(i)
    case .less, .notLess, .jumpIfLess, .jumpIfNotLess, .loopIfLess, .loopIfNotLess, .jumpIfLessConstant,
      .jumpIfNotLessConstant, .loopIfLessConstant, .loopIfNotLessConstant:
      return completeTest(i, !result.isFalsey)
    case .isIn: registers[i.a] = Value(!result.isFalsey)
    case .print: return isText(result) && print(result)
    case .text:
      guard isText(result) else { return false }
      registers[i.a] = result
    case .add, .addConstant:
      let (x, y) = (
        registers[i.b], i.opcode == .add ? registers[i.c] : value.calls.parked.function.constant(i.c)
      )
      guard x.isString || y.isString else {
        registers[i.a] = result
        return true
      }
      guard isText(result), let text = x.isString ? concatenate(x, result) : concatenate(result, y) else {
        return false
      }
      registers[i.a] = text
      return value.refuel()
    default: registers[i.a] = result
    }
    return true
  }

  private func isText(_ result: Value) -> Bool {
    result.isString || value.fail(.descriptionNotString)
  }
}

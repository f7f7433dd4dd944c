import LoxBytecode

/// What a call comes to after the slow path has looked at it.
struct CallTarget {
  enum Action { case enter, done, fail }

  var action: Action
  var record: FunctionRecord
  var closure: Ref
}

extension Execution {
  /// Begins a function whose window starts at the register; the number of arguments is right.
  @inline(always) mutating func enter(_ record: FunctionRecord, _ closure: Ref, _ window: Int) -> Bool {
    let callee = registers.window(window)
    if callee.address &+ UInt(bitPattern: record.windowBytes) > machine.value.stackLimit
      || frame.address >= machine.value.frameLimit
    {
      guard let place = slowGrowStack(callee, record) else { return false }
      frame = place
    }
    frame.push(pc, function, windowBytes: window &* 8, closure: closure)
    registers = callee
    function = record
    pc = record.code
    return payForCall(record.cost)
  }

  @inline(always) private mutating func payForCall(_ cost: Int) -> Bool {
    fuel &-= cost
    if fuel >= 0 { return true }
    guard let slice = slowPayForCall(fuel) else { return false }
    fuel = slice
    return true
  }

  /// The function has begun, so that a trace shows its call.
  @inline(never) private func slowPayForCall(_ fuel: Int) -> Int? {
    park()
    return machine.value.nextSlice(fuel)
  }

  @inline(never) private func slowGrowStack(_ callee: Registers, _ record: FunctionRecord) -> FramePointer? {
    park()
    return machine.value.growStacks(for: callee, record)
  }

  @inline(always) mutating func `return`(_ i: Instruction) -> Bool {
    leave(with: registers[i.a])
  }

  @inline(always) mutating func returnNil(_ i: Instruction) -> Bool {
    leave(with: .nil)
  }

  @inline(always) private mutating func leave(with value: Value) -> Bool {
    registers[0] = value
    frame.pop()
    pc = frame.returnAddress
    function = frame.function
    registers = registers.caller(frame.windowBytes)
    return true
  }

  @inline(always) mutating func call(_ i: Instruction) -> Bool {
    let cache = function.cache(pc.word)
    pc.skipWord()
    let callee = registers[i.window]
    if callee.bits == cache.callee {
      if cache.second.key == 0 { return enter(cache.first.record, cache.closure, i.window) }
      let size = Int(cache.second.detail)
      let instance = heap.value.allocateYoung(size: size)
      if !instance.isNull {
        cage.store64(UInt64(cache.second.key), instance.offset)
        var displacement = InstanceLayout.fields
        while displacement < size {
          cage.store(.nil, instance.offset, displacement)
          displacement &+= 8
        }
        registers[i.window] = Value(.instance, instance)
        if cache.closure.isNull { return true }
        return enter(cache.first.record, cache.closure, i.window)
      }
    } else if callee.isClosure, cache.callee != Value.undefined.bits || callee.isYoung,
      let record = machine.value.records[cage.load32(callee.ref.offset, ClosureLayout.function)],
      record.arity == i.argumentCount
    {
      return enter(record, callee.ref, i.window)
    }
    return follow(slowCall(i, cache), i)
  }

  @inline(always) private mutating func follow(_ target: CallTarget, _ i: Instruction) -> Bool {
    switch target.action {
    case .enter: return enter(target.record, target.closure, i.window)
    case .done: return true
    case .fail: return false
    }
  }

  @inline(never) private func slowCall(_ i: Instruction, _ cache: InlineCache) -> CallTarget {
    park()
    return machine.prepareCall(registers.window(i.window), i.argumentCount, cache)
  }

  @inline(always) mutating func invoke(_ i: Instruction) -> Bool {
    let cache = function.cache(pc.word)
    pc.skipWord()
    let receiver = registers[i.window]
    if receiver.isInstance {
      let shape = cage.header(receiver.ref)
      if shape == cache.first.key { return enter(cache.first, i.window) }
      if shape == cache.third.key { return access(receiver.ref, cache.third, i.window) }
      if shape == cache.second.key { return enter(cache.second, i.window) }
      if shape == cache.fourth.key { return access(receiver.ref, cache.fourth, i.window) }
    }
    return follow(slowInvoke(i, cache), i)
  }

  @inline(always) private mutating func enter(_ entry: InlineCache.Entry, _ window: Int) -> Bool {
    enter(entry.record, Ref(offset: entry.detail), window)
  }

  /// A getter or setter: one field instead of a frame, for the same fuel.
  @inline(always) private mutating func access(
    _ receiver: Ref, _ entry: InlineCache.Entry, _ window: Int
  ) -> Bool {
    let displacement = Int(entry.detail & ~InlineCache.setterBit)
    if entry.detail & InlineCache.setterBit == 0 {
      registers[window] = cage.value(receiver.offset, displacement)
    } else {
      let value = registers[window &+ 1]
      cage.store(value, receiver.offset, displacement)
      barrier(receiver, value)
      registers[window] = .nil
    }
    return payForCall(Int(entry.extra))
  }

  @inline(never) private func slowInvoke(_ i: Instruction, _ cache: InlineCache) -> CallTarget {
    park()
    return machine.prepareInvoke(registers.window(i.window), i.argumentCount, cache)
  }

  @inline(always) mutating func invokeSuper(_ i: Instruction) -> Bool {
    let cache = function.cache(pc.word)
    pc.skipWord()
    let superclass = registers[i.window &+ i.argumentCount &+ 1]
    if superclass.bits == cache.callee { return enter(cache.first.record, cache.closure, i.window) }
    return follow(slowInvokeSuper(i, cache, superclass), i)
  }

  @inline(never) private func slowInvokeSuper(
    _ i: Instruction, _ cache: InlineCache, _ superclass: Value
  ) -> CallTarget {
    park()
    return machine.prepareInvokeSuper(
      registers.window(i.window), i.argumentCount, cache, superclass: superclass)
  }
}

extension InlineCache {
  /// Marks a displacement as that of a field which a setter stores to.
  static let setterBit: UInt32 = 1 << 31
}

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
      park()
      guard machine.slowGrowStacks(callee, record) else { return false }
    }
    frame.push(pc, function, windowBytes: window &* 8, closure: closure)
    registers = callee
    function = record
    pc = record.code
    return pay(record.cost)
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
    } else if cache.callee != Value.undefined.bits || callee.isYoung {
      // The site knows another callee, or one that still moves.
      return callClosure(callee, i, cache)
    }
    return slowCall(i, cache)
  }

  /// Calls a closure of the right arity without the help of a cache, leaves others to the slow path.
  @inline(always) private mutating func callClosure(
    _ callee: Value, _ i: Instruction, _ cache: InlineCache
  ) -> Bool {
    guard callee.isClosure,
      let record = machine.value.records[cage.load32(callee.ref.offset, ClosureLayout.function)],
      record.arity == i.argumentCount
    else { return slowCall(i, cache) }
    return enter(record, callee.ref, i.window)
  }

  @inline(always) private mutating func slowCall(_ i: Instruction, _ cache: InlineCache) -> Bool {
    park()
    return follow(machine.slowCall(registers.window(i.window), i.argumentCount, cache), i)
  }

  @inline(always) private mutating func follow(_ target: CallTarget, _ i: Instruction) -> Bool {
    fuel = machine.value.parked.fuel
    switch target.action {
    case .enter: return enter(target.record, target.closure, i.window)
    case .done: return true
    case .fail: return false
    }
  }

  @inline(always) mutating func invoke(_ i: Instruction) -> Bool {
    let cache = function.cache(pc.word)
    pc.skipWord()
    let receiver = registers[i.window]
    if receiver.isInstance {
      let shape = cage.header(receiver.ref)
      if shape == cache.first.key { return enter(cache.first, i.window) }
      if shape == cache.second.key { return enter(cache.second, i.window) }
      if shape == cache.third.key { return access(receiver.ref, cache.third, i, cache) }
      if shape == cache.fourth.key { return access(receiver.ref, cache.fourth, i, cache) }
    }
    park()
    return follow(machine.slowInvoke(registers.window(i.window), i.argumentCount, cache), i)
  }

  @inline(always) private mutating func enter(_ entry: InlineCache.Entry, _ window: Int) -> Bool {
    enter(entry.record, Ref(offset: entry.detail), window)
  }

  /// A getter or setter: one field instead of a frame, for the same fuel. Or a field that holds the function to call.
  @inline(always) private mutating func access(
    _ receiver: Ref, _ entry: InlineCache.Entry, _ i: Instruction, _ cache: InlineCache
  ) -> Bool {
    let displacement = Int(entry.detail & InlineCache.displacementMask)
    if entry.detail < InlineCache.callBit {
      registers[i.window] = cage.value(receiver.offset, displacement)
    } else if entry.detail < InlineCache.setterBit {
      let callee = cage.value(receiver.offset, displacement)
      registers[i.window] = callee
      return callClosure(callee, i, machine.value.noCache)
    } else {
      let value = registers[i.window &+ 1]
      cage.store(value, receiver.offset, displacement)
      barrier(receiver, value)
      registers[i.window] = .nil
    }
    return pay(Int(entry.extra))
  }

  @inline(always) mutating func invokeSuper(_ i: Instruction) -> Bool {
    let cache = function.cache(pc.word)
    pc.skipWord()
    let superclass = registers[i.window &+ i.argumentCount &+ 1]
    if superclass.bits == cache.callee { return enter(cache.first.record, cache.closure, i.window) }
    park()
    return follow(
      machine.slowInvokeSuper(registers.window(i.window), i.argumentCount, cache, superclass: superclass), i)
  }
}

extension InlineCache {
  /// Marks a displacement as that of a field which a setter stores to.
  static let setterBit: UInt32 = 1 << 31
  /// Marks a displacement as that of a field whose value is called.
  static let callBit: UInt32 = 1 << 30
  static let displacementMask: UInt32 = callBit - 1
}

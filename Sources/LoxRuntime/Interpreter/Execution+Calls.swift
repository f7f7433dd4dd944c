import LoxBytecode

/// What a call comes to after the slow path has looked at it.
struct CallTarget {
  enum Action { case enter, done, fail }

  var action: Action
  var record: FunctionRecord
  var closure: Ref

  /// Whether a function is entered with its arguments as they are, as it will be each time.
  func isExact(_ argumentCount: Int) -> Bool { action == .enter && record.arity == argumentCount }
}

extension Pinned where Pointee == Machine {
  /// The call has failed, with the error set, or the run is suspended.
  var failed: CallTarget {
    CallTarget(action: .fail, record: value.fiber.parked.function, closure: .null)
  }

  /// The result is in the window's first register.
  var done: CallTarget {
    CallTarget(action: .done, record: value.fiber.parked.function, closure: .null)
  }
}

extension Execution {
  /// Begins a function whose window starts at the register; the number of arguments is right.
  @inline(always) mutating func enter(_ record: FunctionRecord, _ closure: Ref, _ window: Int) -> Bool {
    let callee = registers.window(window)
    if callee.address &+ UInt(bitPattern: record.windowBytes) > machine.value.fiber.stackLimit
      || frame.address >= machine.value.fiber.frameLimit
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
    let known = cache.ofCall
    pc.skipWord()
    let callee = registers[i.window]
    if callee.bits == known.callee {
      if known.shape == 0 { return enter(known.record, known.closure, i.window) }
      let size = Int(known.instanceSize)
      let instance = heap.value.allocateYoung(size: size)
      if !instance.isNull {
        cage.store64(UInt64(known.shape), instance.offset)
        var displacement = InstanceLayout.fields
        while displacement < size {
          cage.store(.nil, instance.offset, displacement)
          displacement &+= 8
        }
        registers[i.window] = Value(.instance, instance)
        if known.closure.isNull { return true }
        return enter(known.record, known.closure, i.window)
      }
    } else if known.callee != Value.undefined.bits || callee.isYoung {
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
      let record = machine.value.modules.records[cage.load32(callee.ref.offset, ClosureLayout.function)],
      record.arity == i.argumentCount
    else { return slowCall(i, cache) }
    return enter(record, callee.ref, i.window)
  }

  @inline(always) private mutating func slowCall(_ i: Instruction, _ cache: InlineCache) -> Bool {
    park()
    return follow(machine.slowCall(registers.window(i.window), i.argumentCount, cache), i)
  }

  @inline(always) mutating func follow(_ target: CallTarget, _ i: Instruction) -> Bool {
    fuel = machine.value.fiber.parked.fuel
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
      let known = cache.ofInvoke
      if shape == known.first.shape { return enter(known.first, i.window) }
      if shape == known.second.shape { return enter(known.second, i.window) }
      if shape == known.firstField.shape { return access(receiver.ref, known.firstField, i) }
      if shape == known.secondField.shape { return access(receiver.ref, known.secondField, i) }
    }
    park()
    return follow(machine.slowInvoke(registers.window(i.window), i.argumentCount, cache), i)
  }

  @inline(always) private mutating func enter(_ method: InvokeCache.Method, _ window: Int) -> Bool {
    enter(method.record, method.closure, window)
  }

  /// A getter or setter: one field instead of a frame, for the same fuel. Or a field that holds the function to call.
  @inline(always) private mutating func access(
    _ receiver: Ref, _ field: InvokeCache.Field, _ i: Instruction
  ) -> Bool {
    let access = field.access
    let displacement = access.displacement
    if access.isLoad {
      registers[i.window] = cage.value(receiver.offset, displacement)
    } else if access.isLoadOrCall {
      let callee = cage.value(receiver.offset, displacement)
      registers[i.window] = callee
      return callClosure(callee, i, machine.value.noCache)
    } else {
      let value = registers[i.window &+ 1]
      cage.store(value, receiver.offset, displacement)
      barrier(receiver, value)
      registers[i.window] = .nil
    }
    return pay(Int(field.cost))
  }

  @inline(always) mutating func invokeSuper(_ i: Instruction) -> Bool {
    let cache = function.cache(pc.word)
    pc.skipWord()
    let superclass = registers[i.window &+ i.argumentCount &+ 1]
    let known = cache.ofCall
    if superclass.bits == known.callee { return enter(known.record, known.closure, i.window) }
    park()
    return follow(
      machine.slowInvokeSuper(registers.window(i.window), i.argumentCount, cache, superclass: superclass), i)
  }
}

import LoxBuiltins
import LoxBytecode

/// What a call comes to after the slow path has looked at it.
struct CallTarget {
  enum Action {
    case enter, done, fail
    /// Another fiber is parked, and the run loop goes on there.
    case switched
  }

  var action: Action
  var record: FunctionRecord
  var closure: Ref

  /// Whether a function is entered with its arguments as they are, as it will be each time.
  func isExact(_ argumentCount: Int) -> Bool { action == .enter && record.arity == argumentCount }
}

extension Pinned where Pointee == Machine {
  /// The call has failed, with the error set, or the run is suspended.
  var failed: CallTarget {
    CallTarget(action: .fail, record: value.calls.parked.function, closure: .null)
  }

  /// The result is in the window's first register.
  var done: CallTarget {
    CallTarget(action: .done, record: value.calls.parked.function, closure: .null)
  }
}

extension Execution {
  /// Whether there are registers, a frame and fuel for a call of the function.
  @inline(always) private func hasRoom(_ record: FunctionRecord, _ window: Int) -> Bool {
    machine.value.calls.hasRoom(registers.window(window), frame, record) && fuel >= record.cost
  }

  /// Begins a function whose window starts at the register; the number of arguments is right, and there is room.
  @inline(always) private mutating func push(
    _ record: FunctionRecord, _ closure: Ref, _ window: Int, returnAddress: CodePointer
  ) {
    frame.push(returnAddress, function, windowBytes: window &* 8, closure: closure)
    registers = registers.window(window)
    function = record
    pc = record.entry
    fuel &-= record.cost
  }

  /// Begins a function for the host, whose window is that of the entry stub.
  @inline(always) mutating func enter(_ record: FunctionRecord, _ closure: Ref) -> Bool {
    guard hasRoom(record, 0) else { return false }
    push(record, closure, 0, returnAddress: pc)
    return true
  }

  @inline(always) private mutating func enter(_ record: FunctionRecord, _ closure: Ref, _ i: Instruction)
    -> Bool
  {
    guard hasRoom(record, i.window) else { return false }
    push(record, closure, i.window, returnAddress: pc.afterWord)
    return true
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
    let known = function.cache(pc.word).ofCall
    let callee = registers[i.window]
    if callee.bits == known.callee {
      return known.shape == 0 ? enter(known.record, known.closure, i) : construct(known, i)
    }
    // The site knows another callee, or one that still moves.
    return (known.callee != Value.undefined.bits || callee.isYoung) && callClosure(callee, i)
  }

  /// Calls a class: makes an instance, and begins its initializer if it has one.
  @inline(always) private mutating func construct(_ known: CallCache, _ i: Instruction) -> Bool {
    guard hasRoom(known.record, i.window) else { return false }
    let size = Int(known.instanceSize)
    let instance = heap.value.allocateYoung(size: size)
    if instance.isNull { return false }
    cage.store64(UInt64(known.shape), instance.offset)
    var displacement = InstanceLayout.fields
    while displacement < size {
      cage.store(.nil, instance.offset, displacement)
      displacement &+= 8
    }
    registers[i.window] = Value(.instance, instance)
    if known.closure.isNull {
      pc.skipWord()
    } else {
      push(known.record, known.closure, i.window, returnAddress: pc.afterWord)
    }
    return true
  }

  /// Calls a closure of the right arity without the help of a cache.
  @inline(always) private mutating func callClosure(_ callee: Value, _ i: Instruction) -> Bool {
    guard callee.isClosure,
      let record = machine.value.modules.records[cage.load32(callee.ref.offset, ClosureLayout.function)],
      record.arity == i.argumentCount, hasRoom(record, i.window)
    else { return false }
    registers[i.window] = callee
    push(record, callee.ref, i.window, returnAddress: pc.afterWord)
    return true
  }

  @inline(always) mutating func invoke(_ i: Instruction) -> Bool {
    let receiver = registers[i.window]
    guard receiver.isInstance else { return add(to: receiver, i) }
    let shape = cage.header(receiver.ref)
    let known = function.cache(pc.word).ofInvoke
    if shape == known.first.shape { return enter(known.first.record, known.first.closure, i) }
    if shape == known.second.shape { return enter(known.second.record, known.second.closure, i) }
    if shape == known.firstField.shape { return access(receiver.ref, known.firstField, i) }
    if shape == known.secondField.shape { return access(receiver.ref, known.secondField, i) }
    return false
  }

  /// `list.add(x)`, if there is room for the element.
  @inline(always) private mutating func add(to receiver: Value, _ i: Instruction) -> Bool {
    guard function.cache(pc.word).core == .listAdd, i.argumentCount == 1, cage.has(receiver, .list),
      fuel >= CoreOperation.callCost, append(registers[i.window &+ 1], to: receiver.ref)
    else { return false }
    fuel &-= CoreOperation.callCost
    registers[i.window] = .nil
    pc.skipWord()
    return true
  }

  /// A getter or setter: one field instead of a frame, for the same fuel. Or a field that holds the function to call.
  @inline(always) private mutating func access(
    _ receiver: Ref, _ field: InvokeCache.Field, _ i: Instruction
  ) -> Bool {
    let access = field.access
    let displacement = access.displacement
    if access.isLoad {
      guard pay(Int(field.cost)) else { return false }
      registers[i.window] = cage.value(receiver.offset, displacement)
    } else if access.isLoadOrCall {
      return callClosure(cage.value(receiver.offset, displacement), i)
    } else {
      guard pay(Int(field.cost)) else { return false }
      let value = registers[i.window &+ 1]
      cage.store(value, receiver.offset, displacement)
      barrier(receiver, value)
      registers[i.window] = .nil
    }
    pc.skipWord()
    return true
  }

  @inline(always) mutating func invokeSuper(_ i: Instruction) -> Bool {
    let superclass = registers[i.window &+ i.argumentCount &+ 1]
    let known = function.cache(pc.word).ofCall
    return superclass.bits == known.callee && enter(known.record, known.closure, i)
  }
}

import LoxBytecode
import LoxJIT

/// How the run loop and machine code take turns.
///
/// Frames and windows are the same for both, so each can go on where the other one stands, at any instruction. From the run loop, machine
/// code is an instruction that takes long: `finish`, of the entry stub. It is where calls of a compiled function begin, so a call in the run
/// loop does nothing new. Machine code runs until it comes to a function that has none, or the run fails, or pauses; then it parks its
/// state, and returns to the run loop. So neither calls the other one again and again.
extension Pinned where Pointee == Machine {
  /// Goes on in machine code, with an instruction of the entry stub.
  func executeNative(_ i: Instruction) -> Bool {
    let function = value.calls.parked.function
    value.calls.parked.pc = i.a == 1 ? function.code : value.calls.native.place ?? function.code
    // Whoever observes the machine sees each instruction.
    return value.instruments.isObserved || runNatively()
  }

  private func runNatively() -> Bool {
    guard let enter = value.calls.native.enter else { return true }
    while true {
      let parked = value.calls.parked
      guard let address = parked.function.nativeCode.address(of: parked.pc) else { return true }
      guard enter(PinnedPlace(self).address, address) != 0 else { return false }
      // A function that hot code calls is hot.
      guard value.calls.parked.pc == value.calls.parked.function.code, value.native?.tiersUp == true,
        value.compile(value.calls.parked.function)
      else { return true }
    }
  }

  /// Executes an instruction for machine code. The result is the address where that goes on.
  @inline(__always) func executeForNative(_ call: NativeCall) -> UInt {
    guard slowExecute(call.pc, call.function, call.registers, call.frame, call.fuel) else {
      return value.calls.native.fail
    }
    return findPlace()
  }

  /// Goes on with the instruction whose member has returned: what the machine would do with `finish`, without looking what it is.
  @inline(__always) func finishMember(_ call: NativeCall) -> UInt {
    value.calls.parked = CallStack.Parked(
      pc: call.pc, function: call.function, registers: call.registers, frame: call.frame, fuel: call.fuel)
    return finishMember() ? findPlace() : value.calls.native.fail
  }

  /// The same for an instruction that is likely to switch to another fiber.
  @inline(__always) func switchFiberForNative(_ call: NativeCall) -> UInt {
    value.calls.parked = CallStack.Parked(
      pc: call.pc, function: call.function, registers: call.registers, frame: call.frame, fuel: call.fuel)
    let i = call.pc.wordBefore(1)
    let window = call.registers.window(i.window)
    let isDone: Bool
    if i.opcode == .next {
      guard value.cage.has(window[0], .fiber) else { return executeForNative(call) }
      isDone = slowNextOfFiber(window[0].ref)
    } else {
      let core = call.function.cache(call.pc.word).core
      guard let target = switchFibersAtOnce(core, window, i.argumentCount) else {
        return executeForNative(call)
      }
      isDone = target.action != .fail
    }
    return isDone ? findPlace() : value.calls.native.fail
  }

  /// The address of machine code where the machine is parked; if there is none, that of code which leaves to the run loop.
  @inline(__always) func findPlace() -> UInt {
    value.leaveStub()
    return value.calls.parked.function.nativeCode.address(of: value.calls.parked.pc)
      ?? value.calls.native.leaveParked
  }
}

extension Machine {
  /// Parks at the instruction where the code of the entry stub would go on in machine code.
  @inline(__always) mutating func leaveStub() {
    if calls.parked.pc == stubNative.entry {
      calls.parked.pc = calls.parked.function.code
    } else if calls.parked.pc == stubNative.place, let place = calls.native.place {
      calls.parked.pc = place
    }
  }

  /// A slice of fuel has ended at a place where the run loop can be left: the running function is hot.
  mutating func tierUp() {
    guard let native else { return }
    if native.tiersUp {
      let used = usedFuel
      self.native?.sampledFuel = used
      compileRunning()
    }
    preferNative()
  }

  /// So many callers of a hot function are hot, too.
  private static let hotCallerCount = 4

  /// Compiles the running function and its callers: if all rounds of a loop take the same fuel, slices may always end in the same function
  /// that the loop calls.
  private mutating func compileRunning() {
    _ = compile(calls.parked.function)
    var frame = calls.parked.frame
    for _ in 0..<min(Machine.hotCallerCount, calls.depth) {
      frame.pop()
      _ = compile(frame.function)
    }
  }

  /// The host calls a function. Many short runs end no slice: so after as much fuel as a slice has, the function that is called is hot.
  @inline(never) mutating func sampleEntry(_ record: FunctionRecord) {
    guard let native, native.tiersUp, usedFuel &- native.sampledFuel >= RunState.maximumSlice else { return }
    let used = usedFuel
    self.native?.sampledFuel = used
    _ = compile(record)
  }

  /// Goes on in machine code, if the running function has any.
  mutating func preferNative() {
    guard native != nil, !instruments.isObserved, !calls.parked.function.nativeCode.isMissing else { return }
    calls.native.place = calls.parked.pc
    calls.parked.pc = stubNative.place
  }

  /// The address of the method's record; 0 if the machine is to execute the invocation, and perhaps learn something.
  mutating func findMethod(_ cache: InlineCache, _ receiver: Ref, _ argumentCount: Int) -> UInt {
    // When the machine has counted so many misses, it replaces what the site knows.
    guard cache.misses & 15 != 15 else { return 0 }
    guard case .method(let method) = lookUp(cache.name, in: cage.shape(ofInstance: receiver)),
      cage.has(method, .closure),
      let record = modules.records[cage.load32(method.offset, ClosureLayout.function)],
      record.arity == argumentCount
    else { return 0 }
    cache.misses &+= 1
    calls.native.foundClosure = method.offset
    return record.address
  }
}

extension Pinned where Pointee == Machine {
  /// Says that functions are to be compiled; nothing has been run yet. Nothing changes if that is not possible.
  func useMachineCode(_ mode: MachineCodeMode) {
    // Machine code takes the address of the machine for that of the calls.
    guard mode != .off, JIT.isAvailable, begins(with: &value.calls) else { return }
    value.native = NativeState(mode: mode)
    if mode != .on { _ = value.beginNative() }
  }
}

extension NativeStubs {
  private static let stubs = JIT.makeStubs(.native)
  private static let code = JIT.makeSharedCode(.native)
  private static let stubsMemory = stubs.flatMap { ExecutableMemory($0.code) }
  private static let codeMemory = code.flatMap { ExecutableMemory($0.code) }

  /// Nil if there are no templates for the processor, or the system refuses executable memory.
  static let shared: NativeStubs? = {
    guard let stubs, let code, let stubsMemory, let codeMemory else { return nil }
    return NativeStubs(stubs, at: stubsMemory.address, code, at: codeMemory.address)
  }()
}

extension NativeHelpers {
  static let machine = NativeHelpers(
    execute: { machine, pc, function, registers, frame, fuel in
      let call = NativeCall(machine, pc, function, registers, frame, fuel)
      return call.machine.pinned(as: Machine.self).executeForNative(call)
    },
    executeHere: { machine, pc, function, registers, frame, fuel in
      let call = NativeCall(machine, pc, function, registers, frame, fuel)
      return call.machine.pinned(as: Machine.self)
        .slowExecute(call.pc, call.function, call.registers, call.frame, call.fuel)
    },
    finishMember: { machine, pc, function, registers, frame, fuel in
      let call = NativeCall(machine, pc, function, registers, frame, fuel)
      return call.machine.pinned(as: Machine.self).finishMember(call)
    },
    switchFiber: { machine, pc, function, registers, frame, fuel in
      let call = NativeCall(machine, pc, function, registers, frame, fuel)
      return call.machine.pinned(as: Machine.self).switchFiberForNative(call)
    },
    findPlace: { machine in
      PinnedPlace(address: machine).pinned(as: Machine.self).findPlace()
    },
    rememberObject: { machine, object in
      PinnedPlace(address: machine).pinned(as: Machine.self)
        .slowBarrier(Ref(offset: UInt32(truncatingIfNeeded: object)))
    },
    rememberElement: { machine, storage, place in
      PinnedPlace(address: machine).pinned(as: Machine.self).slowElementBarrier(
        Ref(offset: UInt32(truncatingIfNeeded: storage)), UInt32(truncatingIfNeeded: place))
    },
    findMethod: { machine, cache, receiver in
      PinnedPlace(address: machine).pinned(as: Machine.self).value
        .findMethod(
          InlineCache(address: cache), Ref(offset: UInt32(truncatingIfNeeded: receiver)), Int(receiver >> 32))
    },
    getElement: { machine, object, key in
      PinnedPlace(address: machine).pinned(as: Machine.self)
        .getElementAtOnce(Value(bits: object), Value(bits: key)).bits
    },
    setElement: { machine, object, key in
      PinnedPlace(address: machine).pinned(as: Machine.self)
        .setElementAtOnce(Value(bits: object), Value(bits: key)) ? 1 : 0
    },
    nextElement: { machine, window in
      PinnedPlace(address: machine).pinned(as: Machine.self)
        .nextAtOnce(Registers(address: window & (1 << 56 - 1)), Int(window >> 56)) ? 1 : 0
    },
    getProperty: { machine, object, cache in
      PinnedPlace(address: machine).pinned(as: Machine.self)
        .getPropertyAtOnce(Value(bits: object), InlineCache(address: cache)).bits
    },
    setProperty: { machine, object, cache in
      PinnedPlace(address: machine).pinned(as: Machine.self)
        .setPropertyAtOnce(Value(bits: object), InlineCache(address: cache)) ? 1 : 0
    },
    invokeIntrinsic: { machine, cache, window in
      PinnedPlace(address: machine).pinned(as: Machine.self)
        .invokeAtOnce(
          Registers(address: window & (1 << 56 - 1)), Int(window >> 56), InlineCache(address: cache)
        ).bits
    })
}

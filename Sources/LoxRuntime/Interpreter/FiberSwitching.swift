import LoxBuiltins
import LoxBytecode

/// How fibers begin, go on and end.
extension Pinned where Pointee == Machine {
  /// Does what an operation of the core library is about, whose window begins at the register: all have one argument.
  func switchFibers(_ identity: CoreOperation.Identity, _ window: Registers) -> CallTarget {
    switch identity {
    case .fiberResume: resumeFiber(window)
    case .fiberYield: yieldFiber(window)
    case .fiberAdvance: advanceFiber(window)
    case .fiberWait: waitForFibers(window)
    case .fiberAbandon: abandonFibers(window)
    default: fail(.damagedHeap)
    }
  }

  /// Does the same for an instruction whose cache knows which operation it means, unless there is something special to it: then nothing
  /// has happened.
  @inline(__always) func switchFibersAtOnce(
    _ identity: CoreOperation.Identity, _ window: Registers, _ argumentCount: Int
  ) -> CallTarget? {
    let isRight =
      identity == .fiberResume
      ? value.cage.has(window[0], .fiber) : identity == .fiberYield && window[0] == Value(.fiberType)
    guard isRight, argumentCount <= 1, value.calls.hasRoom(for: window, count: 2) else { return nil }
    if argumentCount == 0 { window[1] = .nil }
    value.calls.parked.pc.skipWord()
    value.calls.parked.fuel &-= CoreOperation.callCost
    return identity == .fiberResume ? resumeFiber(window) : yieldFiber(window)
  }

  // MARK: - Going on

  /// Lets a fiber run until it yields or ends. The call that resumes it begins at the window; what it gets is in the second register.
  func resumeFiber(_ window: Registers) -> CallTarget {
    resume(window[0].ref, at: window.offset(in: value.cage), with: window[1], for: .result)
  }

  /// The same for the host, which may give no value.
  func resumeByHost(_ window: Registers, _ argumentCount: Int) -> CallTarget {
    let fiber = window[0].ref
    return resume(
      fiber, at: window.offset(in: value.cage), with: argumentCount > 0 ? window[1] : .nil, for: .result)
  }

  /// Lets a fiber run until it has the next element of an iteration. The instruction's second word is still to come.
  func resumeFiberForElement(_ fiber: Ref) -> CallTarget {
    resume(fiber, at: value.calls.windowEnd, with: .nil, for: .element)
  }

  func resume(
    _ fiber: Ref, at base: UInt32, with argument: Value, for purpose: Fibers.Active.Purpose
  ) -> CallTarget {
    switch value.cage.state(ofFiber: fiber) {
    case .new: begin(fiber, at: base, for: purpose)
    case .suspended: goOn(fiber, at: base, with: argument, for: purpose)
    case .running, .waiting: fail(.fiberIsRunning)
    case .done: fail(.fiberIsDone)
    case nil: fail(.damagedHeap)
    }
  }

  func fail(_ id: RuntimeError.ID) -> CallTarget {
    _ = value.fail(id)
    return failed
  }

  /// Calls the function of a fiber.
  private func begin(_ fiber: Ref, at base: UInt32, for purpose: Fibers.Active.Purpose) -> CallTarget {
    let cage = value.cage
    guard value.calls.reserveStack(to: Int(base) &+ 8) else { return fail(.stackOverflow) }
    let callee = Registers(cage, offset: base)
    callee[0] = cage.value(fiber.offset, FiberLayout.content)
    cage.store(.nil, fiber.offset, FiberLayout.content)
    cage.setState(.running, ofFiber: fiber)
    value.fibers.push(
      Fibers.Active(object: fiber, base: base, frameCount: value.calls.depth, purpose: purpose))
    // Rest parameters take memory.
    let outerTop = value.calls.hostTop
    value.calls.hostTop = base &+ 8
    let hasNumber = purpose != .round || reserveFrames(0, ofActive: value.fibers.active.count &- 1) != nil
    let target = hasNumber ? slowCall(callee, 0, value.noCache) : failed
    value.calls.hostTop = outerTop
    guard target.action == .enter, value.calls.reserveFrame(value.calls.depth &+ 1),
      value.growStacks(for: callee, target.record)
    else {
      endCurrentFiber()
      return value.error == nil ? fail(.stackOverflow) : failed
    }
    pushFrames(base, target.closure, purpose)
    value.calls.parked.registers = callee
    value.calls.parked.function = target.record
    value.calls.parked.pc = target.record.entry
    return switchTo(paying: 8 &+ target.record.cost)
  }

  /// Pushes the frame of the instruction that resumes a fiber, to go on there, and that of the fiber's function.
  private func pushFrames(_ base: UInt32, _ closure: Ref, _ purpose: Fibers.Active.Purpose) {
    let parked = value.calls.parked
    // The host may have resumed it: the entry stub has no closure.
    value.calls.parked.frame.push(
      purpose == .element ? parked.pc.afterWord : parked.pc, parked.function, windowBytes: 0,
      closure: parked.function.isEntryStub ? .null : parked.frame.closure)
    value.calls.parked.frame.push(
      value.stubFinish, parked.function, windowBytes: Int(base &- parked.registers.offset(in: value.cage)),
      closure: closure)
  }

  func switchTo(paying cost: Int) -> CallTarget {
    pay(cost) ? CallTarget(action: .switched, record: value.calls.parked.function, closure: .null) : failed
  }

  /// Puts a fiber back on the stacks.
  private func goOn(
    _ fiber: Ref, at base: UInt32, with argument: Value, for purpose: Fibers.Active.Purpose
  ) -> CallTarget {
    let cage = value.cage
    guard let number = value.number(ofFiber: fiber), value.fibers.suspended[number].isSuspended else {
      return fail(.damagedHeap)
    }
    let (pc, function) = (value.fibers.suspended[number].pc, value.fibers.suspended[number].function)
    let (registers, window) = (
      value.fibers.suspended[number].registers, value.fibers.suspended[number].window
    )
    let frameCount = value.fibers.suspended[number].frames.count
    let (kept, capacity) = value.storage(ofFiber: fiber)
    let registerCount = Int(window) / 8
    guard registerCount &+ frameCount < capacity else { return fail(.damagedHeap) }
    guard value.calls.reserveFrame(value.calls.depth &+ frameCount &+ 1),
      value.calls.reserveStack(
        to: Int(base) &+ max(Int(registers) &+ function.windowBytes, Int(window) &+ 8))
    else { return fail(.stackOverflow) }
    guard copyRegisters(from: kept, to: base, count: registerCount) else { return failed }
    value.fibers.push(
      Fibers.Active(object: fiber, base: base, frameCount: value.calls.depth, purpose: purpose))
    value.fibers.putBack(number)
    value.instruments.debugHook?.putBackStep(withFiber: number, above: value.calls.depth)
    cage.setState(.running, ofFiber: fiber)
    value.fibers.suspended[number].isSuspended = false

    let closures = kept &+ UInt32(truncatingIfNeeded: registerCount &* 8)
    pushFrames(base, cage.value(closures).ref, purpose)
    let firstFrame = value.calls.depth
    value.fibers.suspended[number].frames.copy(to: value.calls.parked.frame)
    for index in 0..<frameCount {
      let frame = value.calls.frames.pointer(at: firstFrame &+ index &+ 1)
      frame.closure = cage.value(closures &+ UInt32(truncatingIfNeeded: index &* 8 &+ 8)).ref
    }
    value.calls.parked.frame = value.calls.frames.pointer(at: firstFrame &+ frameCount)
    value.calls.parked.registers = Registers(cage, offset: base &+ registers)
    value.calls.parked.function = function
    value.calls.parked.pc = pc
    cage.store(argument, base &+ window)
    value.clearStorage(ofFiber: fiber, registerCount &+ frameCount &+ 1)
    if let failure = value.fibers.suspended[number].failure {
      value.fibers.suspended[number].failure = nil
      value.host.call = value.fibers.suspended[number].hostCall
      _ = value.fail(hostError: failure)
      value.host.call = nil
      return failed
    }
    return switchTo(paying: 8 &+ registerCount / 2)
  }

  // MARK: - Back to the resumer

  /// Goes on where a fiber was resumed, which is not active any more, with what it has yielded or returned.
  func deliver(_ result: Value, _ fiber: Fibers.Active, isEnd: Bool) -> Bool {
    let cage = value.cage
    let first = value.calls.frames.pointer(at: fiber.frameCount &+ 1)
    let frame = value.calls.frames.pointer(at: fiber.frameCount)
    value.calls.parked.registers = Registers(cage, offset: fiber.base &- first.windowBytes)
    value.calls.parked.function = frame.function
    value.calls.parked.pc = frame.returnAddress
    value.calls.parked.frame = frame
    switch fiber.purpose {
    case .result, .round:
      cage.store(result, fiber.base)
      return true
    case .element:
      value.calls.parked.pc = frame.returnAddress.beforeWord
      return takeElement(isEnd ? nil : result)
    }
  }

  /// Whether the frame below the place where the run loop stands is that of the instruction which has resumed the current fiber.
  var isAtEndOfFiber: Bool {
    guard let fiber = value.fibers.current else { return false }
    return value.calls.depth == fiber.frameCount &+ 1
  }

  /// The function of the current fiber has returned.
  func finishFiber() -> Bool {
    guard let fiber = value.fibers.current else { return value.fail(.damagedHeap) }
    let result = value.cage.value(fiber.base)
    endCurrentFiber()
    return deliver(result, fiber, isEnd: true)
  }

  /// Ends the fibers whose frames are gone, since an error is caught below them.
  func endFibers(above frame: FramePointer) {
    let depth = value.calls.frames.index(of: frame)
    while let fiber = value.fibers.current, fiber.frameCount >= depth { endCurrentFiber() }
  }

  /// Ends the fibers that have not ended by themselves since so many were active.
  func endFibers(downTo count: Int) {
    while value.fibers.active.count > count { value.endLastFiber() }
  }

  private func endCurrentFiber() { value.endLastFiber() }
}

extension Machine {
  /// The innermost fiber will not go on.
  fileprivate mutating func endLastFiber() {
    guard let fiber = fibers.active.last?.object else { return }
    end(fiber)
    fibers.pop()
  }

  /// A fiber is done.
  mutating func end(_ fiber: Ref) {
    if let number = number(ofFiber: fiber) { fibers.suspended.remove(number) }
    cage.setState(.done, ofFiber: fiber)
    cage.store(.nil, fiber.offset, FiberLayout.content)
    cage.store64(0, fiber.offset, FiberLayout.registers)
  }

  /// The number of a fiber that was suspended.
  mutating func number(ofFiber fiber: Ref) -> Int? {
    let number = Int(cage.load32(fiber.offset, FiberLayout.number)) &- 1
    return fibers.suspended.has(number, fiber) ? number : nil
  }

  /// Where a fiber keeps its registers and closures, and how many values that are at most.
  mutating func storage(ofFiber fiber: Ref) -> (offset: UInt32, capacity: Int) {
    let storage = cage.ref(fiber, FiberLayout.registers)
    let offset = storage.offset &+ UInt32(ElementsLayout.values)
    if storage.isNull { return (offset, 0) }
    let capacity = Int(cage.load32(storage.offset, ElementsLayout.capacity))
    return (offset, cage.clipped(offset, capacity &* 8) / 8)
  }

  /// Forgets the values that a fiber has kept, so that they keep nothing alive.
  fileprivate mutating func clearStorage(ofFiber fiber: Ref, _ count: Int) {
    let (offset, capacity) = storage(ofFiber: fiber)
    // A large one is made anew.
    if capacity > 64 { return cage.store32(0, fiber.offset, FiberLayout.registers) }
    cage.fill(offset, count: min(count, capacity), with: Value(0))
  }
}

extension Cage {
  func state(ofFiber fiber: Ref) -> FiberState? {
    FiberState(rawValue: load32(fiber.offset, FiberLayout.state))
  }

  func setState(_ state: FiberState, ofFiber fiber: Ref) {
    store32(state.rawValue, fiber.offset, FiberLayout.state)
  }

  /// Makes a fiber of memory for one.
  func initializeFiber(_ fiber: Ref, function: Value) {
    setHeader(fiber, .fiber, size: FiberLayout.size)
    store(function, fiber.offset, FiberLayout.content)
    store64(0, fiber.offset, FiberLayout.registers)
    store64(UInt64(FiberState.new.rawValue), fiber.offset, FiberLayout.state)
  }
}

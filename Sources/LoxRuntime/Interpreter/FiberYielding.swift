/// How fibers are put aside.
extension Pinned where Pointee == Machine {
  /// Puts the running fiber aside; what is in the second register of the window goes to whoever has resumed it.
  func yieldFiber(_ window: Registers) -> CallTarget {
    guard let fiber = value.fibers.current else {
      let isInOther = value.fibers.outerCount > 0 && value.runs.current.entryCount > 1
      return fail(isInOther ? .yieldAcrossHost : .yieldOutsideFiber)
    }
    let outerTop = value.calls.hostTop
    value.calls.hostTop = window.offset(in: value.cage) &+ 16
    let isDone = putAside(value.fibers.active.count &- 1, window, as: .suspended) != nil
    value.calls.hostTop = outerTop
    guard isDone else { return failed }
    value.fibers.pop()
    return deliver(window[1], fiber, isEnd: false) ? switchTo(paying: 0) : failed
  }

  /// Takes an active fiber off the stacks, with those that it has resumed, up to the window of the call that yields or waits. The
  /// result is its number; nil, with the error set, if memory is out.
  private func putAside(_ index: Int, _ window: Registers, as state: FiberState) -> Int? {
    let cage = value.cage
    let fiber = value.fibers.active[index]
    let windowBytes = window.offset(in: cage) &- fiber.base
    let registerCount = Int(windowBytes) / 8
    // Two frames are always there: that of the resumer, and the fiber's first.
    let firstFrame = fiber.frameCount &+ 2
    let frameCount = value.calls.depth &- firstFrame
    guard frameCount >= 0, reserveStorage(registerCount &+ frameCount &+ 1, ofActive: index)
    else {
      if value.error == nil { _ = value.fail(.damagedHeap) }
      return nil
    }
    guard let number = reserveFrames(frameCount, ofActive: index) else { return nil }
    // It may have moved.
    let object = value.fibers.active[index].object
    let (kept, _) = value.storage(ofFiber: object)
    guard copyRegisters(from: fiber.base, to: kept, count: registerCount) else { return nil }
    let closures = kept &+ UInt32(truncatingIfNeeded: registerCount &* 8)
    for frame in 0...frameCount {
      let closure = value.calls.frames.pointer(at: firstFrame &+ frame).closure
      cage.store(Value(.closure, closure), closures &+ UInt32(truncatingIfNeeded: frame &* 8))
    }
    let storage = cage.ref(object, FiberLayout.registers)
    value.heap.value.rememberYoung(storage, from: kept, count: registerCount &+ frameCount &+ 1)
    value.fibers.suspended[number].frames.copy(
      from: value.calls.frames.pointer(at: firstFrame), count: frameCount)
    value.fibers.suspended[number].isSuspended = true
    value.fibers.suspended[number].pc = value.calls.parked.pc
    value.fibers.suspended[number].function = value.calls.parked.function
    value.fibers.suspended[number].registers = value.calls.parked.registers.offset(in: cage) &- fiber.base
    value.fibers.suspended[number].window = windowBytes
    cage.setState(state, ofFiber: object)
    value.charge(units: 8 &+ registerCount / 2)
    return number
  }

  /// False, with the error set, if the run should end.
  func copyRegisters(from source: UInt32, to target: UInt32, count: Int) -> Bool {
    if count > 1024 { return copyBytes(from: source, to: target, count: count &* 8) }
    value.cage.copy(from: source, to: target, count: count &* 8)
    return true
  }

  /// Makes room for registers and closures in the object of an active fiber.
  private func reserveStorage(_ count: Int, ofActive index: Int) -> Bool {
    let cage = value.cage
    if count <= value.storage(ofFiber: value.fibers.active[index].object).capacity { return true }
    let capacity = Heap.elementCapacity(atLeast: count)
    let size = ElementsLayout.values &+ capacity &* 8
    guard size <= value.heap.value.byteLimit else { return value.failOutOfMemory() }
    let storage = allocate(size: size)
    guard !storage.isNull else { return false }
    value.charge(bytes: size)
    cage.setHeader(ofStorage: storage, capacity: capacity)
    guard fillBytes(storage.offset &+ UInt32(ElementsLayout.values), count: capacity &* 8, with: 0) else {
      return false
    }
    let object = value.fibers.active[index].object
    cage.admitAnyValue(storage)
    cage.store32(storage.offset, object.offset, FiberLayout.registers)
    if storage.isYoung, !object.isYoung { value.heap.value.remember(object, place: object.offset) }
    return true
  }

  /// Makes room for frames of an active fiber outside of the cage; the result is its number. What they take counts with what is in the
  /// heap.
  func reserveFrames(_ count: Int, ofActive index: Int) -> Int? {
    if let number = value.number(ofFiber: value.fibers.active[index].object),
      value.fibers.suspended[number].frames.hasRoom(for: count)
    {
      return number
    }
    func isTooMuch() -> Bool {
      value.fibers.suspended.byteCount &+ count &* FramePointer.size
        > value.heap.value.byteLimit &- value.heap.value.usedBytes
    }
    if value.fibers.suspended.byteCount > value.fibers.suspended.byteThreshold || isTooMuch() {
      collect()
      if isTooMuch() {
        _ = value.failOutOfMemory()
        return nil
      }
    }
    let object = value.fibers.active[index].object
    let number =
      value.number(ofFiber: object)
      ?? value.fibers.suspended.add(object, value.calls.parked.pc, value.calls.parked.function)
    value.cage.store32(
      UInt32(truncatingIfNeeded: number &+ 1), object.offset, FiberLayout.number)
    guard value.fibers.suspended.reserve(count, at: number) else {
      _ = value.failOutOfMemory()
      return nil
    }
    return number
  }

  /// Puts an active fiber of `Fiber.map` aside while it waits, or one that it has resumed: for an operation, or for fibers of its own.
  /// The call that waits begins at the window. Then the function that has resumed it goes on.
  func putAsideWaiting(_ index: Int, for operation: AnyObject?, _ window: Registers) -> CallTarget {
    value.charge(units: value.fibers.active.count >> 3)
    let path = value.fibers.active[value.fibers.outerCount...].filter { $0.purpose == .round }
      .map { value.number(ofFiber: $0.object) ?? -1 }
    guard let number = putAside(index, window, as: .waiting) else { return failed }
    let fiber = value.fibers.active[index]
    value.fibers.suspended[number].hostCall = value.host.call
    value.instruments.debugHook?.putAsideStep(withFiber: number, above: fiber.frameCount)
    value.fibers.pending.append(PendingCall(fiber: number, path: path, operation: operation))
    value.charge(bytes: (value.fibers.active.count &- index) &* 64)
    value.fibers.putAside(from: index, number: number, path: path, runDepth: value.runs.suspended.count)
    return deliver(.nil, fiber, isEnd: false) ? switchTo(paying: 0) : failed
  }

  // MARK: - Fibers that will never go on

  /// The run ends, and what it waits for is not waited for any more.
  @inline(never) func forgetPending() {
    value.fibers.pending = []
    value.instruments.debugHook?.endWaitingStep()
  }

  /// The run ends, and with it all fibers that were put aside with others.
  @inline(never) func endInnerFibers() {
    let depth = value.runs.suspended.count
    for fiber in value.fibers.takeInner(where: { $1.runDepth >= depth }) { value.end(fiber) }
  }
}

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
    let isDone = putAside(fiber, window, as: .suspended) != nil
    value.calls.hostTop = outerTop
    guard isDone else { return failed }
    value.fibers.pop()
    return deliver(window[1], fiber, isEnd: false) ? switchTo(paying: 0) : failed
  }

  /// Takes the running fiber off the stacks, up to the window of the call that yields or waits. The result is its number; nil, with
  /// the error set, if memory is out.
  private func putAside(_ fiber: Fibers.Active, _ window: Registers, as state: FiberState) -> Int? {
    let cage = value.cage
    let windowBytes = window.offset(in: cage) &- fiber.base
    let registerCount = Int(windowBytes) / 8
    // Two frames are always there: that of the resumer, and the fiber's first.
    let firstFrame = fiber.frameCount &+ 2
    let frameCount = value.calls.depth &- firstFrame
    guard frameCount >= 0, reserveStorage(registerCount &+ frameCount &+ 1) else {
      if value.error == nil { _ = value.fail(.damagedHeap) }
      return nil
    }
    // It may have moved.
    guard let number = reserveFrames(frameCount), let object = value.fibers.current?.object else {
      return nil
    }
    let (kept, _) = value.storage(ofFiber: object)
    guard copyRegisters(from: fiber.base, to: kept, count: registerCount) else { return nil }
    let closures = kept &+ UInt32(truncatingIfNeeded: registerCount &* 8)
    for index in 0...frameCount {
      let closure = value.calls.frames.pointer(at: firstFrame &+ index).closure
      cage.store(Value(.closure, closure), closures &+ UInt32(truncatingIfNeeded: index &* 8))
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

  /// Makes room for registers and closures in the current fiber's object.
  private func reserveStorage(_ count: Int) -> Bool {
    let cage = value.cage
    guard let object = value.fibers.current?.object else { return value.fail(.damagedHeap) }
    if count <= value.storage(ofFiber: object).capacity { return true }
    let capacity = Heap.elementCapacity(atLeast: count)
    let size = ElementsLayout.values &+ capacity &* 8
    guard size <= value.heap.value.byteLimit else { return value.failOutOfMemory() }
    let storage = allocate(size: size)
    guard !storage.isNull else { return false }
    value.charge(bytes: size)
    cage.setHeader(ofStorage: storage, capacity: capacity)
    guard fillBytes(storage.offset &+ UInt32(ElementsLayout.values), count: capacity &* 8, with: 0),
      let object = value.fibers.current?.object
    else { return false }
    cage.admitAnyValue(storage)
    cage.store32(storage.offset, object.offset, FiberLayout.registers)
    if storage.isYoung, !object.isYoung { value.heap.value.remember(object, place: object.offset) }
    return true
  }

  /// Makes room for frames of the current fiber outside of the cage; the result is its number. What they take counts with what is in the heap.
  func reserveFrames(_ count: Int) -> Int? {
    if let object = value.fibers.current?.object, let number = value.number(ofFiber: object),
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
    guard let object = value.fibers.current?.object else { return nil }
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

  /// Puts the current fiber aside, which is one of `Fiber.map`, while it waits: for an operation, or for fibers of its own. The call that
  /// waits begins at the window. Then the function that has resumed it goes on.
  func putAsideWaiting(for operation: AnyObject?, _ window: Registers) -> CallTarget {
    value.charge(units: value.fibers.active.count >> 3)
    let path = value.fibers.active[value.fibers.outerCount...].filter { $0.purpose == .round }
      .map { value.number(ofFiber: $0.object) ?? -1 }
    guard let fiber = value.fibers.current, let number = putAside(fiber, window, as: .waiting) else {
      return failed
    }
    value.fibers.suspended[number].hostCall = value.host.call
    value.fibers.pending.append(PendingCall(fiber: number, path: path, operation: operation))
    value.charge(bytes: 64)
    value.fibers.pop()
    return deliver(.nil, fiber, isEnd: false) ? switchTo(paying: 0) : failed
  }
}

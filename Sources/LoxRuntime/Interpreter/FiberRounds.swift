/// What `Fiber.map` is made of: fibers that all may wait at once for asynchronous functions of the host.
extension Pinned where Pointee == Machine {
  /// Lets the fiber in the window's second register run until it ends, yields or waits.
  func advanceFiber(_ window: Registers) -> CallTarget {
    let cage = value.cage
    guard cage.has(window[1], .fiber) else { return fail(.damagedHeap) }
    let fiber = window[1].ref
    switch cage.state(ofFiber: fiber) {
    case .waiting, .done:
      window[0] = .nil
      return done
    case .suspended:
      let result = cage.value(fiber.offset, FiberLayout.content)
      cage.store(.nil, fiber.offset, FiberLayout.content)
      return resume(fiber, at: window.offset(in: cage), with: result, for: .round)
    default: return resume(fiber, at: window.offset(in: cage), with: .nil, for: .round)
    }
  }

  /// Waits if none of the fibers in the list in the window's second register can go on, or, if that is nil, if no more may wait.
  func waitForFibers(_ window: Registers) -> CallTarget {
    let isDue =
      value.cage.has(window[1], .list)
      ? !canGoOn(window[1].ref) : value.fibers.pending.count >= value.runs.current.limits.pendingCalls
    guard value.refuel() else { return failed }
    guard isDue else {
      window[0] = .nil
      return done
    }
    guard !value.fibers.pending.isEmpty, value.runs.current.canSuspend else { return fail(.damagedHeap) }
    if let round = value.fibers.currentRound { return putAsideWaiting(round, for: nil, window) }
    value.runs.suspension = Suspension(
      operation: PendingOperations(value.fibers.pending), call: nil,
      window: window.offset(in: value.cage))
    value.calls.hostTop = window.offset(in: value.cage) &+ 16
    value.beginWaiting()
    return failed
  }

  /// Whether one of the fibers in a list neither waits nor is done.
  private func canGoOn(_ list: Ref) -> Bool {
    let elements = value.elements(ofList: list)
    value.charge(units: elements.count >> 3)
    return (0..<elements.count).contains { index in
      let fiber = value.cage.value(elements.place(index))
      guard value.cage.has(fiber, .fiber) else { return true }
      let state = value.cage.state(ofFiber: fiber.ref)
      return state != .waiting && state != .done
    }
  }

  /// Ends the fibers in the list in the window's second register that are not done: what they wait for is not begun.
  func abandonFibers(_ window: Registers) -> CallTarget {
    let elements = value.elements(ofList: window[1].ref)
    value.charge(units: elements.count)
    var numbers: Set<Int> = []
    for index in 0..<elements.count {
      let fiber = value.cage.value(elements.place(index))
      guard value.cage.has(fiber, .fiber), value.cage.state(ofFiber: fiber.ref) != .running else { continue }
      if let number = value.number(ofFiber: fiber.ref) { numbers.insert(number) }
      value.end(fiber.ref)
    }
    if !numbers.isEmpty {
      value.instruments.debugHook?.endStep(withFiberIn: numbers, at: value.calls.depth)
      value.fibers.pending.removeAll { !numbers.isDisjoint(with: $0.path) }
      value.charge(units: value.fibers.inner.count)
      for fiber in value.fibers.takeInner(where: { !numbers.isDisjoint(with: $1.path) }) { value.end(fiber) }
    }
    window[0] = .nil
    return value.refuel() ? done : failed
  }

  // MARK: - Results

  /// The value that was pushed last is the result of one of the operations that the run waits for.
  func takeResult(ofOperation index: Int) {
    guard let fiber = fiber(ofOperation: index) else { return }
    let object = value.fibers.suspended.object(fiber)
    let result = self[Slot(value.calls.hostTop &- 8)]
    value.heap.value.store(result, object.offset &+ UInt32(FiberLayout.content), in: object)
  }

  /// One of the operations that the run waits for has failed.
  func takeFailure(_ error: any Error, ofOperation index: Int) {
    guard let fiber = fiber(ofOperation: index) else { return }
    value.fibers.suspended[fiber].failure = error
  }

  /// The number of the fiber that waits for an operation.
  private func fiber(ofOperation index: Int) -> Int? {
    guard let pending = value.runs.suspension?.operation as? PendingOperations,
      pending.fibers.indices.contains(index), !value.fibers.suspended.object(pending.fibers[index]).isNull
    else { return nil }
    return pending.fibers[index]
  }

  /// All results are there: all fibers that wait can go on.
  func endWaiting() {
    for call in value.fibers.pending {
      let object = value.fibers.suspended.object(call.fiber)
      if !object.isNull { value.cage.setState(.suspended, ofFiber: object) }
    }
    value.fibers.pending.removeAll()
  }
}

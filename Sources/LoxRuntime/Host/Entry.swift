/// What the machine was doing when the host came in, to go back to it afterwards.
///
/// PERF: nothing in it is counted, so it is made and copied in a few instructions.
struct Entry {
  fileprivate let caller: Machine.Parked
  /// Where what was pushed for the entry begins: its result comes there.
  fileprivate let base: Slot
  fileprivate let hostCall: Int?
  fileprivate let couldSuspend: Bool
  /// Whether it began a run, and whether another one is suspended meanwhile.
  fileprivate let isOutermost: Bool
  fileprivate let hasSetAside: Bool
}

/// A run that is suspended while another one has begun: it keeps its limits and what it has left of them.
struct SuspendedRun {
  fileprivate let run: RunState
  fileprivate let suspension: Suspension
}

/// How a run ended, for now.
package enum RunOutcome { case done, failed, suspended }

/// The host's way into the machine: values are pushed above what is live, and called; entries nest like calls.
///
///     live registers of the function that called the host | pushed: callee, arguments | windows of the entry
extension Pinned where Pointee == Machine {
  /// Calls the callee in a slot with the arguments pushed after it. Then the result is in the slot, the one value that is left there.
  /// False, with the error set, if the call fails or the host can't come in.
  @inline(__always) func call(at base: Slot) -> Bool {
    guard !value.isClosed else { return value.fail(.busy) }
    cross()
    guard let entry = begin(base, deadline: nil, suspends: false) else { return false }
    let outcome = start(base)
    end(entry)
    return outcome == .done
  }

  /// The same for a run that may be suspended, whose entry the caller ends.
  func callSuspendable(at base: Slot, deadline: UInt64?) -> (RunOutcome, Entry)? {
    guard !value.isClosed else {
      _ = value.fail(.busy)
      return nil
    }
    cross()
    guard let entry = begin(base, deadline: deadline, suspends: true) else { return nil }
    return (start(base), entry)
  }

  /// Lets `body` do what may call host functions, as an entry or a run of its own. False, with the error set, if it fails or the host
  /// can't come in.
  func enter(at base: Slot, _ body: () -> Bool) -> Bool {
    guard !value.isClosed else { return value.fail(.busy) }
    guard let entry = begin(base, deadline: nil, suspends: false) else { return false }
    let isDone = (value.parked.fuel > 0 || value.takeSlice()) && body()
    end(entry)
    return isDone
  }

  /// Notes where the machine is. Nil, with the error set, if entries are nested too deeply.
  @inline(__always) private func begin(_ base: Slot, deadline: UInt64?, suspends: Bool) -> Entry? {
    guard NativeStack.hasRoom() else {
      _ = value.fail(.stackOverflow)
      return nil
    }
    let isOutermost = value.run.entryCount == 0 || value.suspension != nil
    guard !suspends || value.run.entryCount == 0 else {
      _ = value.fail(.busy)
      return nil
    }
    guard isOutermost || value.run.entryCount < value.run.limits.entryDepth else {
      _ = value.fail(.stackOverflow)
      return nil
    }
    let hasSetAside = value.suspension != nil
    if hasSetAside { setAside() }
    let entry = Entry(
      caller: value.parked, base: base, hostCall: value.hostCall, couldSuspend: value.run.canSuspend,
      isOutermost: isOutermost, hasSetAside: hasSetAside)
    if isOutermost {
      if value.limitsAreNew { value.takeLimits() }
      // The clock may be one of the host's.
      let deadline = deadline ?? (value.run.hasDeadline ? value.run.limits.deadline?() : nil)
      value.run.begin(deadline: deadline, pausingAfter: suspends ? value.slicesBetweenPauses : nil)
      value.parked.fuel = 0
    }
    value.run.entryCount &+= 1
    value.run.canSuspend = suspends
    return entry
  }

  @inline(never) private func setAside() {
    guard let suspension = value.suspension else { return }
    value.giveBackSlice()
    value.suspension = nil
    value.suspendedRuns.append(SuspendedRun(run: value.run, suspension: suspension))
  }

  @inline(never) private func takeBack() {
    guard let suspended = value.suspendedRuns.popLast() else { return }
    value.run = suspended.run
    value.suspension = suspended.suspension
    value.limitsAreNew = true
  }

  /// Goes back to what the machine was doing; the run has ended. The result, or nil after an error, is in the entry's slot.
  @inline(__always) func end(_ entry: Entry) {
    let fuel = value.parked.fuel
    value.run.entryCount &-= 1
    value.parked = entry.caller
    value.parked.fuel = fuel
    value.hostCall = entry.hostCall
    value.run.canSuspend = entry.couldSuspend
    value.hostTop = entry.base.offset &+ 8
    if entry.isOutermost {
      value.giveBackSlice()
      if entry.hasSetAside { takeBack() }
      if value.limitsAreNew { value.takeLimitsOutsideOfRuns() }
    }
    cross()
  }

  @inline(__always) private func start(_ base: Slot) -> RunOutcome {
    let window = registers(at: base)
    let argumentCount = Int(value.hostTop &- base.offset) / 8 &- 1
    // An outermost run begins with a slice; a nested one goes on with what the function that called the host has left.
    if value.parked.fuel <= 0, !value.takeSlice() { return .failed }
    var place = value.parked.frame
    if let call = value.hostCall {
      guard let above = leaveHostFrame(call) else { return .failed }
      place = above
    }
    guard let stub = value.records[0] else { return .failed }
    value.parked = Machine.Parked(
      pc: value.stubExit, function: stub, registers: window, frame: place, fuel: value.parked.fuel)
    value.hostCall = nil
    let callee = window[0]
    if callee.isClosure,
      let record = value.records[value.cage.load32(callee.ref.offset, ClosureLayout.function)],
      record.arity == argumentCount
    {
      return execute(record, callee.ref)
    }
    let target = slowCall(window, argumentCount, value.noCache)
    switch target.action {
    case .done: return .done
    case .fail:
      value.suspension?.isRunning = false
      return failedOrSuspended()
    case .enter: return execute(target.record, target.closure)
    }
  }

  /// Runs a function from the place where the machine is parked.
  @inline(__always) private func execute(_ record: FunctionRecord, _ closure: Ref) -> RunOutcome {
    value.hostTop = 0
    var execution = parkedExecution
    guard execution.enter(record, closure, 0) else { return failedOrSuspended() }
    return run(execution)
  }

  private var parkedExecution: Execution {
    let parked = value.parked
    return Execution(
      pc: parked.pc, registers: parked.registers, function: parked.function, frame: parked.frame,
      fuel: parked.fuel, cage: value.cage, heap: value.heap, machine: self)
  }

  @inline(__always) private func run(_ execution: Execution) -> RunOutcome {
    if value.isObserved ? Execution.runObserved(execution) : Execution.run(execution) { return .done }
    return failedOrSuspended()
  }

  @inline(never) private func failedOrSuspended() -> RunOutcome {
    guard let suspension = value.suspension else { return .failed }
    value.hostCall = suspension.call
    return .suspended
  }

  /// If a host function has called back, a frame stays for it: its return address is that of the script's code which called the
  /// host. Nothing returns through it, it is there for traces.
  @inline(never) private func leaveHostFrame(_ call: Int) -> FramePointer? {
    let count = value.frames.index(of: value.parked.frame)
    guard value.reserveFrame(count) else { return nil }
    var frame = value.parked.frame
    frame.push(value.parked.pc, value.parked.function, hostFunction: call)
    return frame
  }

  /// Goes on with a suspended run, which gets the result of what it waited for: the value that was pushed last.
  func resumeWithPushed() -> RunOutcome {
    guard let suspension = value.suspension else { return .failed }
    let result = self[Slot(value.hostTop &- 8)]
    registers(at: Slot(suspension.window))[0] = result
    value.suspension = nil
    value.hostCall = nil
    if suspension.isRunning { return goOn() }
    return .done
  }

  /// Goes on with a run that has paused.
  func resume() -> RunOutcome {
    guard value.suspension != nil else { return .failed }
    value.suspension = nil
    return goOn()
  }

  private func goOn() -> RunOutcome {
    guard NativeStack.hasRoom() else {
      _ = value.fail(.stackOverflow)
      return .failed
    }
    guard value.refuel(), !value.isInterrupted() else { return .failed }
    value.hostTop = 0
    return run(parkedExecution)
  }

  /// Ends a suspended run with an error.
  func resume(throwing error: any Error) -> RunOutcome {
    guard value.suspension != nil else { return .failed }
    value.suspension = nil
    _ = value.fail(hostError: error)
    return .failed
  }
}

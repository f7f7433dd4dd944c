/// What the machine was doing when the host came in, to go back to it afterwards.
///
/// PERF: nothing in it is counted, so it is made and copied in a few instructions.
struct Entry {
  fileprivate let caller: CallStack.Parked
  /// Where what was pushed for the entry begins: its result comes there.
  fileprivate let base: Slot
  fileprivate let hostCall: Int?
  fileprivate let couldSuspend: Bool
  /// How many fibers were active, and how many of them when the host came in before.
  fileprivate let fiberCount: Int
  fileprivate let outerFiberCount: Int
  /// Whether it began a run, and whether another one is suspended meanwhile.
  fileprivate let isOutermost: Bool
  fileprivate let hasSetAside: Bool
}

/// A run that is suspended while another one has begun: it keeps its limits and what it has left of them.
struct SuspendedRun {
  fileprivate var run: RunState
  fileprivate let suspension: Suspension
  /// What its fibers wait for.
  fileprivate let pending: [PendingCall]

  var entryCount: Int { run.entryCount }

  mutating func delay(by nanoseconds: UInt64) { run.delay(by: nanoseconds) }
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
    let isDone = (value.calls.parked.fuel > 0 || value.takeSlice()) && body()
    end(entry)
    return isDone
  }

  /// Notes where the machine is. Nil, with the error set, if entries are nested too deeply.
  @inline(__always) private func begin(_ base: Slot, deadline: UInt64?, suspends: Bool) -> Entry? {
    guard NativeStack.hasRoom() else {
      _ = value.fail(.stackOverflow)
      return nil
    }
    let isOutermost = value.runs.current.entryCount == 0 || value.runs.suspension != nil
    guard !suspends || value.runs.current.entryCount == 0 else {
      _ = value.fail(.busy)
      return nil
    }
    guard isOutermost || value.runs.current.entryCount < value.runs.current.limits.entryDepth else {
      _ = value.fail(.stackOverflow)
      return nil
    }
    let hasSetAside = value.runs.suspension != nil
    if hasSetAside { setAside() }
    let entry = Entry(
      caller: value.calls.parked, base: base, hostCall: value.host.call,
      couldSuspend: value.runs.current.canSuspend, fiberCount: value.fibers.active.count,
      outerFiberCount: value.fibers.outerCount,
      isOutermost: isOutermost, hasSetAside: hasSetAside)
    if isOutermost {
      if value.runs.limitsAreNew { value.takeLimits() }
      var (deadline, isAhead) = (deadline, false)
      if deadline == nil, value.runs.current.hasDeadline {
        let now = MonotonicClock.nanoseconds()
        // The clock may be one of the host's.
        deadline = value.runs.current.limits.deadline?(now)
        isAhead = deadline.map { $0 > now } ?? false
      }
      value.runs.current.begin(
        deadline: deadline, isAhead: isAhead, pausingAfter: suspends ? value.runs.slicesBetweenPauses : nil)
      value.calls.parked.fuel = 0
    }
    value.runs.current.entryCount &+= 1
    value.runs.current.canSuspend = suspends
    value.fibers.outerCount = entry.fiberCount
    return entry
  }

  @inline(never) private func setAside() {
    guard let suspension = value.runs.suspension else { return }
    value.giveBackSlice()
    value.runs.suspension = nil
    value.runs.suspended.append(
      SuspendedRun(run: value.runs.current, suspension: suspension, pending: value.fibers.pending))
    value.fibers.pending = []
  }

  @inline(never) private func takeBack() {
    guard let suspended = value.runs.suspended.popLast() else { return }
    value.runs.current = suspended.run
    value.runs.suspension = suspended.suspension
    value.fibers.pending = suspended.pending
    value.runs.limitsAreNew = true
  }

  /// Goes back to what the machine was doing; the run has ended. The result, or nil after an error, is in the entry's slot.
  @inline(__always) func end(_ entry: Entry) {
    let fuel = value.calls.parked.fuel
    value.runs.current.entryCount &-= 1
    value.calls.parked = entry.caller
    value.calls.parked.fuel = fuel
    value.host.call = entry.hostCall
    value.runs.current.canSuspend = entry.couldSuspend
    if value.fibers.active.count > entry.fiberCount { endFibers(downTo: entry.fiberCount) }
    value.fibers.outerCount = entry.outerFiberCount
    value.calls.hostTop = entry.base.offset &+ 8
    if entry.isOutermost {
      value.giveBackSlice()
      if !value.fibers.pending.isEmpty { forgetPending() }
      if !value.fibers.inner.isEmpty { endInnerFibers() }
      if entry.hasSetAside { takeBack() }
      if value.runs.limitsAreNew { value.takeLimitsOutsideOfRuns() }
    }
    cross()
  }

  @inline(__always) private func start(_ base: Slot) -> RunOutcome {
    let window = registers(at: base)
    let argumentCount = Int(value.calls.hostTop &- base.offset) / 8 &- 1
    // An outermost run begins with a slice; a nested one goes on with what the function that called the host has left.
    if value.calls.parked.fuel <= 0, !value.takeSlice() { return .failed }
    var place = value.calls.parked.frame
    if let call = value.host.call {
      guard let above = leaveHostFrame(call) else { return .failed }
      place = above
    }
    guard let stub = value.modules.records[0] else { return .failed }
    value.calls.parked = CallStack.Parked(
      pc: value.stubExit, function: stub, registers: window, frame: place, fuel: value.calls.parked.fuel)
    value.host.call = nil
    let callee = window[0]
    if callee.isClosure,
      let record = value.modules.records[value.cage.load32(callee.ref.offset, ClosureLayout.function)],
      record.arity == argumentCount
    {
      return execute(record, callee.ref)
    }
    // Only the host can call a fiber, to resume it.
    let target =
      value.cage.has(callee, .fiber)
      ? resumeByHost(window, argumentCount) : slowCall(window, argumentCount, value.noCache)
    switch target.action {
    case .done: return .done
    case .switched:
      value.calls.hostTop = 0
      return run(parkedExecution)
    case .fail:
      value.runs.suspension?.isRunning = false
      return failedOrSuspended()
    case .enter: return execute(target.record, target.closure)
    }
  }

  /// Runs a function from the place where the machine is parked.
  @inline(__always) private func execute(_ record: FunctionRecord, _ closure: Ref) -> RunOutcome {
    value.calls.hostTop = 0
    if value.native != nil { value.sampleEntry(record) }
    var execution = parkedExecution
    if execution.enter(record, closure) { return run(execution) }
    return slowEnter(record, closure, 0) ? run(parkedExecution) : failedOrSuspended()
  }

  private var parkedExecution: Execution {
    let parked = value.calls.parked
    return Execution(
      pc: parked.pc, registers: parked.registers, function: parked.function, frame: parked.frame,
      fuel: parked.fuel, cage: value.cage, heap: value.heap, machine: self)
  }

  @inline(__always) private func run(_ execution: Execution) -> RunOutcome {
    var execution = execution
    while true {
      let measurement = beginMeasuring()
      let isDone =
        value.instruments.isObserved ? Execution.runObserved(execution) : Execution.run(execution)
      if let measurement { endNotMeasuring(measurement) }
      if isDone { return .done }
      if value.instruments.debugHook != nil { debugError() }
      guard recover() else { return failedOrSuspended() }
      value.preferNative()
      execution = parkedExecution
    }
  }

  @inline(never) private func failedOrSuspended() -> RunOutcome {
    guard let suspension = value.runs.suspension else { return .failed }
    value.host.call = suspension.call
    return .suspended
  }

  /// If a host function has called back, a frame stays for it: its return address is that of the script's code which called the
  /// host. Nothing returns through it, it is there for traces.
  @inline(never) private func leaveHostFrame(_ call: Int) -> FramePointer? {
    guard value.calls.reserveFrame(value.calls.depth) else {
      _ = value.fail(.stackOverflow)
      return nil
    }
    // The frame doesn't tell where the caller's registers are.
    value.instruments.debugHook?.callers[value.calls.depth] = value.calls.parked.registers.offset(
      in: value.cage)
    var frame = value.calls.parked.frame
    frame.push(value.calls.parked.pc, value.calls.parked.function, hostFunction: call)
    return frame
  }

  /// Goes on with a suspended run, which gets the result of what it waited for: the value that was pushed last.
  func resumeWithPushed() -> RunOutcome {
    guard let suspension = value.runs.suspension else { return .failed }
    let result = self[Slot(value.calls.hostTop &- 8)]
    registers(at: Slot(suspension.window))[0] = result
    value.endSuspension()
    value.host.call = nil
    if suspension.isRunning { return goOn() }
    return .done
  }

  /// Goes on with a run that has waited for several operations, whose results are there.
  func resumeAfterOperations() -> RunOutcome {
    guard let suspension = value.runs.suspension else { return .failed }
    self[Slot(suspension.window)] = .nil
    endWaiting()
    value.endSuspension()
    return goOn()
  }

  /// Goes on with a run that has paused.
  func resume() -> RunOutcome {
    guard value.runs.suspension != nil else { return .failed }
    value.runs.suspension = nil
    return goOn()
  }

  private func goOn() -> RunOutcome {
    guard NativeStack.hasRoom() else {
      _ = value.fail(.stackOverflow)
      return .failed
    }
    guard value.refuel(), !value.isInterrupted() else { return .failed }
    value.calls.hostTop = 0
    value.preferNative()
    return run(parkedExecution)
  }

  /// Ends a suspended run with an error.
  func resume(throwing error: any Error) -> RunOutcome {
    guard value.runs.suspension != nil else { return .failed }
    let isRunning = value.runs.suspension?.isRunning == true
    value.endSuspension()
    _ = value.fail(hostError: error)
    if value.instruments.debugHook != nil { debugError() }
    guard isRunning, recover() else { return .failed }
    value.host.call = nil
    return goOn()
  }
}

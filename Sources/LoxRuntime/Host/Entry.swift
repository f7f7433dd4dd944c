/// What the machine was doing when the host came in, to go back to it afterwards.
struct Entry {
  fileprivate var caller: Machine.Parked
  /// The index of the caller's frame, as frames move when there are more of them than ever before.
  fileprivate var depth: Int
  fileprivate var pushedCount: Int
  fileprivate var hostCall: Int?
  fileprivate var couldSuspend: Bool
  /// The host can come in while a run is suspended, and is out again before that goes on.
  fileprivate var suspension: Suspension?
}

/// How a run ended, for now.
package enum RunOutcome { case done, failed, suspended }

/// The host's way into the machine: values are pushed above what is live, and called; entries nest like calls.
///
///     live registers of the function that called the host | pushed: callee, arguments | windows of the entry
extension Pinned where Pointee == Machine {
  /// The register that the next pushed value goes to.
  private func pushPlace() -> Registers {
    let live = value.parked.function.index == 0 ? 0 : value.liveRegisters()
    return value.parked.registers.window(live &+ value.pushedCount)
  }

  /// Pushes a value, which is a root until it is popped; false, with the error set, if there is no room.
  func push(_ pushed: Value) -> Bool {
    let place = pushPlace()
    guard value.reserveStack(to: Int(place.offset(in: value.cage)) &+ 8) else { return false }
    place[0] = pushed
    value.pushedCount &+= 1
    return true
  }

  /// The values that were pushed last, in their order.
  func pushed(_ count: Int) -> Registers { pushPlace().window(0 &- count) }

  func pop(_ count: Int) { value.pushedCount = max(0, value.pushedCount &- count) }

  /// Whether the host may come in now.
  var canEnter: Bool { !value.isClosed }

  /// Calls the callee pushed before so many arguments. When it is done, the result has taken their place, one pushed value.
  func callPushed(_ argumentCount: Int, suspends: Bool = false) -> (RunOutcome, Entry?) {
    guard !value.isClosed else {
      _ = value.fail(.busy)
      return (.failed, nil)
    }
    guard let entry = begin(suspends: suspends) else { return (.failed, nil) }
    let window = pushed(argumentCount &+ 1)
    return (start(window, argumentCount), entry)
  }

  /// Calls a function with so many of these arguments, without leaving a result on the stack.
  func call(_ callee: Value, _ a: Value, _ b: Value, _ c: Value, count: Int) -> (
    RunOutcome, Entry?, Registers
  ) {
    let window = pushPlace()
    guard !value.isClosed else {
      _ = value.fail(.busy)
      return (.failed, nil, window)
    }
    guard value.reserveStack(to: Int(window.offset(in: value.cage)) &+ 32), let entry = begin(suspends: false)
    else { return (.failed, nil, window) }
    window[0] = callee
    window[1] = a
    window[2] = b
    window[3] = c
    return (start(window, count), entry, window)
  }

  /// Notes where the machine is. Nil, with the error set, if entries are nested too deeply.
  private func begin(suspends: Bool) -> Entry? {
    guard value.entryCount < value.maximumEntries else {
      _ = value.fail(.stackOverflow)
      return nil
    }
    guard !suspends || value.entryCount == 0 else {
      _ = value.fail(.busy)
      return nil
    }
    let entry = Entry(
      caller: value.parked, depth: value.frames.index(of: value.parked.frame), pushedCount: value.pushedCount,
      hostCall: value.hostCall, couldSuspend: value.canSuspend, suspension: value.suspension)
    value.suspension = nil
    if value.entryCount == 0 {
      value.limits.begin(value.runLimits, pausing: suspends)
      value.output.begin()
      value.parked.fuel = 0
    }
    value.entryCount &+= 1
    value.canSuspend = suspends
    return entry
  }

  /// Goes back to what the machine was doing; the run has ended.
  func end(_ entry: Entry, argumentCount: Int) {
    let fuel = value.parked.fuel
    value.parked = entry.caller
    value.parked.frame = value.frames.pointer(at: entry.depth)
    value.parked.fuel = fuel
    value.hostCall = entry.hostCall
    value.canSuspend = entry.couldSuspend
    value.suspension = entry.suspension
    value.pushedCount = max(0, entry.pushedCount &- argumentCount)
    value.entryCount &-= 1
    if value.entryCount == 0 {
      value.limits.giveBack(fuel)
      value.limits.end()
      value.parked.fuel = 0
    }
  }

  private func start(_ window: Registers, _ argumentCount: Int) -> RunOutcome {
    // An outermost run begins with a slice; a nested one goes on with what the function that called the host has left.
    if value.parked.fuel <= 0, !value.takeSlice() { return .failed }
    guard let place = leaveHostFrame(), let stub = value.records[0] else { return .failed }
    let start = value.programs[0].image.pointer(at: 2)
    value.parked = Machine.Parked(
      pc: start, function: stub, registers: window, frame: place, fuel: value.parked.fuel)
    value.pushedCount = argumentCount &+ 1
    value.hostCall = nil
    let target = slowCall(window, argumentCount, value.noCache)
    switch target.action {
    case .done: return .done
    case .fail:
      value.suspension?.isRunning = false
      return failedOrSuspended()
    case .enter: break
    }
    value.pushedCount = 0
    var execution = Execution(
      pc: start, registers: window, function: stub, frame: place, fuel: value.parked.fuel,
      cage: value.cage, heap: value.heap, machine: self)
    guard execution.enter(target.record, target.closure, 0) else { return failedOrSuspended() }
    return run(execution)
  }

  private func run(_ execution: Execution) -> RunOutcome {
    if value.isObserved ? Execution.runObserved(execution) : Execution.run(execution) { return .done }
    return failedOrSuspended()
  }

  private func failedOrSuspended() -> RunOutcome {
    guard let suspension = value.suspension else { return .failed }
    value.hostCall = suspension.call
    return .suspended
  }

  /// If a host function has called back, a frame stays for it: its return address is that of the script's code which called the
  /// host. Nothing returns through it, it is there for traces.
  private func leaveHostFrame() -> FramePointer? {
    guard let call = value.hostCall else { return value.parked.frame }
    let count = value.frames.index(of: value.parked.frame)
    guard count < value.maximumDepth else {
      _ = value.fail(.stackOverflow)
      return nil
    }
    if count >= value.frames.capacity { value.growFrames(used: count) }
    var frame = value.parked.frame
    frame.push(value.parked.pc, value.parked.function, windowBytes: call &+ 1, closure: .null)
    return frame
  }

  /// Goes on with a suspended run, which gets the result of what it waited for.
  func resume(with result: Value) -> RunOutcome {
    guard let suspension = value.suspension else { return .failed }
    value.suspension = nil
    value.hostCall = nil
    Registers(value.cage, offset: suspension.window)[0] = result
    return suspension.isRunning ? goOn() : .done
  }

  /// Goes on with a run that has paused.
  func resume() -> RunOutcome {
    guard value.suspension != nil else { return .failed }
    value.suspension = nil
    return goOn()
  }

  private func goOn() -> RunOutcome {
    guard value.refuel(), !value.isInterrupted() else { return .failed }
    let parked = value.parked
    let execution = Execution(
      pc: parked.pc, registers: parked.registers, function: parked.function, frame: parked.frame,
      fuel: parked.fuel, cage: value.cage, heap: value.heap, machine: self)
    return run(execution)
  }

  /// Ends a suspended run with an error.
  func resume(throwing error: any Error) -> RunOutcome {
    guard value.suspension != nil else { return .failed }
    value.suspension = nil
    _ = value.fail(hostError: error)
    return .failed
  }
}

import LoxBytecode

/// Where a machine stops for a debugger. While it is stopped, its run is like one that is suspended: the host may use the machine, and what it
/// runs has limits of its own.
extension Pinned where Pointee == Machine {
  /// Stops before an instruction if the debugger wants to; false, with the error set, if the run is to end.
  @inline(never) func debug(_ instruction: Instruction) -> Bool {
    guard let hook = value.instruments.debugHook, instruction.opcode != .finish else { return true }
    hook.count()
    // What is evaluated while the machine is stopped doesn't stop, but it can be ended.
    if hook.isStopped { return !hook.interruption.take() || value.fail(.cancelled) }
    let record = value.calls.parked.function
    guard let marks = value.marks(of: record, hook) else { return true }
    // What others have asked for comes first: it may change breakpoints.
    var reasons = hook.interruption.take() ? [DebugHook.Reason.interruption] : []
    let isReturn = instruction.opcode == .return || instruction.opcode == .returnNil
    reasons += hook.reasons(at: value.debugPlace, marks, isReturn: isReturn)
    for reason in reasons {
      switch stop(reason, hook) {
      case .ignore: continue
      case .go(let step):
        hook.begin(step, at: value.debugPlace, marks)
        return true
      case .terminate: return value.fail(.cancelled)
      }
    }
    return true
  }

  /// Stops at an error that has just ended the run, or will unless it is caught.
  @inline(never) func debugError() {
    guard let hook = value.instruments.debugHook, !hook.isStopped, value.runs.suspension == nil else {
      return
    }
    defer { hook.hasReported = false }
    guard !hook.hasReported, let error = value.error, error.id != .thrown, error.kind != .cancelled,
      error.kind != .outputClosed
    else { return }
    let isCaught = isErrorCaught && error.isCatchable
    guard isCaught ? hook.stopsAtCaughtErrors : hook.stopsAtUncaughtErrors else { return }
    stop(atError: error.message, isCaught: isCaught, value.thrown, hook)
  }

  /// Stops where a script throws a value, which is in a register; false, with the error set, if the run is to end.
  @inline(never) func debugThrow(_ registers: Registers, _ a: Int) -> Bool {
    guard let hook = value.instruments.debugHook, !hook.isStopped else { return true }
    let isCaught = isErrorCaught
    guard isCaught ? hook.stopsAtCaughtErrors : hook.stopsAtUncaughtErrors else { return true }
    // Nothing will be executed until the run has ended.
    hook.hasReported = !isCaught
    let message = value.errorText(registers[a]) ?? text(ofThrown: registers[a])
    return stop(atError: message, isCaught: isCaught, registers[a], hook)
  }

  private func text(ofThrown thrown: Value) -> String {
    var bytes: [UInt8] = []
    let fuel = value.calls.parked.fuel
    value.show(thrown, limit: 1 << 12, in: &bytes)
    value.calls.parked.fuel = fuel
    return String(decoding: bytes, as: UTF8.self)
  }

  @discardableResult
  private func stop(atError message: String, isCaught: Bool, _ thrown: Value, _ hook: DebugHook) -> Bool {
    switch stop(.error(message: message, isCaught: isCaught), hook, thrown) {
    case .ignore: return true
    case .go(let step):
      hook.begin(step, at: value.debugPlace, value.marks(of: value.calls.parked.function, hook))
      return true
    case .terminate:
      value.error = nil
      value.thrown = .undefined
      return value.fail(.cancelled)
    }
  }

  /// Lets the debugger do what it wants, and goes back to what the machine was doing.
  private func stop(_ reason: DebugHook.Reason, _ hook: DebugHook, _ thrown: Value = .undefined)
    -> DebugHook.Resumption
  {
    let outer = openHostStack()
    let base = top
    // Both are roots as long as they are on the stack.
    guard push(thrown == .undefined ? .nil : thrown), push(value.thrown == .undefined ? .nil : value.thrown)
    else {
      // No room to look at anything.
      value.error = nil
      closeHostStack(outer)
      return .ignore
    }
    let state = value.beginStop()
    hook.isStopped = true
    hook.thrown = thrown == .undefined ? nil : base
    cross()
    let resumption = hook.handler(reason)
    cross()
    hook.isStopped = false
    hook.thrown = nil
    value.endStop(state)
    if state.hasThrown { value.thrown = self[base.advanced(by: 1)] }
    closeHostStack(outer)
    return resumption
  }
}

/// What a machine was doing when it stopped for a debugger.
struct DebuggedState {
  fileprivate let parked: CallStack.Parked
  fileprivate let hostCall: Int?
  fileprivate let error: RuntimeError?
  fileprivate let hasThrown: Bool
  fileprivate let suspension: Suspension?
  fileprivate let run: RunState
  fileprivate let usedFuel: Int
  fileprivate let start: UInt64
}

extension Machine {
  /// Sets what the machine is doing aside, so that others can use it.
  fileprivate mutating func beginStop() -> DebuggedState {
    let state = DebuggedState(
      parked: calls.parked, hostCall: host.call, error: error, hasThrown: thrown != .undefined,
      suspension: runs.suspension, run: runs.current, usedFuel: runs.givenFuel,
      start: MonotonicClock.nanoseconds())
    calls.parked.fuel = 0
    // As in a call of the host, whose frame is that of no function: what is evaluated is above the call that has stopped.
    host.call = -1
    instruments.debugHook?.callers[calls.depth] = calls.parked.registers.offset(in: cage)
    error = nil
    thrown = .undefined
    runs.suspension = Suspension(operation: nil, call: nil, window: 0)
    return state
  }

  fileprivate mutating func endStop(_ state: DebuggedState) {
    calls.parked = state.parked
    host.call = state.hostCall
    error = state.error
    runs.suspension = state.suspension
    runs.current = state.run
    runs.setGivenFuel(state.usedFuel)
    runs.delay(by: MonotonicClock.nanoseconds() &- state.start)
  }

  fileprivate var debugPlace: DebugHook.Place {
    DebugHook.Place(
      function: calls.parked.function.index,
      pc: calls.parked.pc.distance(from: calls.parked.function.code) - 1, depth: calls.depth)
  }

  /// What a debugger wants to know of a function; nil if it isn't to be seen.
  fileprivate mutating func marks(of record: FunctionRecord, _ hook: DebugHook) -> DebugHook.FunctionMarks? {
    if hook.knownMarks(of: record.index) == nil { makeMarks(of: record, hook) }
    guard let known = hook.knownMarks(of: record.index), !known.lines.isEmpty else { return nil }
    return known
  }

  /// Finds the statements of all functions of a program, and the breakpoints in it.
  private mutating func makeMarks(of record: FunctionRecord, _ hook: DebugHook) {
    guard isVisible(record), let (number, _) = modules.programs.place(of: record),
      let map = modules.programs.all[number].program.sourceMap
    else { return hook.note(.none, of: record.index) }
    let program = modules.programs.all[number].program
    let lines = modules.programs.lines(ofProgram: number)
    var marks = program.functions.map { function in
      DebugHook.FunctionMarks(lines: Array(repeating: 0, count: Int(function.code.count)))
    }
    for statement in map.statements {
      guard let pc = statement.pc.map(Int.init), case let function = Int(statement.function),
        pc < marks[function].lines.count
      else { continue }
      marks[function].lines[pc] = Int32(truncatingIfNeeded: lines.line(at: statement.offset))
    }
    for (function, breakpoints) in hook.places(program) { marks[function].breakpoints = breakpoints }
    let first = modules.programs.all[number].firstIndex
    for index in marks.indices {
      let isField = program.functions[index].member == .field
      hook.note(isField ? .none : marks[index], of: first + index)
    }
  }

  /// Whether a function is one of a script, and no part of the machine that is written in Lox.
  mutating func isVisible(_ record: FunctionRecord) -> Bool {
    !record.isEntryStub && record.firstIndex != modules.preludeIndex && record.member != .field
  }
}

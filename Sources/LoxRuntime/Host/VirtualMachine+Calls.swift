import LoxBytecode

/// How hosts call in: they push a callee and its arguments, call, and take the result. All that they push are roots.
extension VirtualMachine {
  /// Takes the error of a run that has failed.
  func takeError() -> RuntimeError {
    defer { machine.value.error = nil }
    if !machine.value.modules.running.isEmpty { machine.value.forgetFailedModules() }
    var error =
      machine.value.error ?? RuntimeError(.damagedHeap)
    error.machine = machine.value.id
    if machine.value.thrown != .undefined { machine.value.noteCaught(machine.value.thrown, error) }
    machine.value.thrown = .undefined
    return error
  }

  /// Pushes what a script has thrown; false if the error is no such one, or so many came later that the value is not known any more.
  package func pushThrown(_ error: RuntimeError) throws(RuntimeError) -> Bool {
    guard error.number != 0, error.machine == machine.value.id,
      let thrown = machine.value.caught.value(ofNumber: error.number)
    else { return false }
    try push(thrown)
    return true
  }

  @inline(__always) func check(_ isDone: Bool) throws(RuntimeError) { if !isDone { throw takeError() } }

  /// Fails if the host can't come in now: while the machine hands output over or lets go of host objects.
  @inline(__always) package func checkIsOpen() throws(RuntimeError) {
    if !machine.canEnter { throw RuntimeError(.busy) }
  }

  /// Pushes the script of a program; `imports` are the modules that it imports, by the places of the imports.
  package func pushScript(_ image: ProgramImage, imports: [UInt32] = []) throws(RuntimeError) {
    try checkIsOpen()
    try loadPrelude(for: image)
    if machine.value.modules.programs.wantsCollection { machine.collect() }
    if machine.value.modules.globals.wantsSweep { machine.value.forgetUnusedGlobals() }
    guard let index = link(image, as: .main, imports.map { ModuleID(number: $0) }) else {
      _ = machine.value.failOutOfMemory()
      throw takeError()
    }
    machine.value.modules.programs.pinned = index
    defer { machine.value.modules.programs.pinned = nil }
    let base = machine.top
    try check(machine.push(.nil))
    guard let record = machine.value.modules.records[UInt32(truncatingIfNeeded: index)],
      machine.makeScriptClosure(record, at: machine.registers(at: base))
    else {
      machine.pop(to: base)
      throw takeError()
    }
  }

  /// The index of the program's script; nil if memory is out.
  func link(_ image: ProgramImage, as module: ModuleID, _ imports: [ModuleID]) -> Int? {
    if let index = machine.value.link(image.program, image: image.code, as: module, imports: imports) {
      return index
    }
    machine.collect()
    return machine.value.link(image.program, image: image.code, as: module, imports: imports)
  }

  /// Calls the callee in a slot with the arguments pushed after it; the result takes the place of them all. After an error, all of
  /// them are popped.
  /// What was printed is handed over, if no run is under way then.
  package func call(_ base: Slot) throws(RuntimeError) { if !perform(base) { throw fail(base) } }

  /// The same for callers that throw any error.
  // PERF: the error is converted here, which keeps large values out of inlinable code.
  @usableFromInline package func callAny(_ base: Slot) throws { if !perform(base) { throw fail(base) } }

  @inline(__always) private func perform(_ base: Slot) -> Bool {
    let isDone = machine.call(at: base)
    flushAfterRun()
    return isDone
  }

  /// Hands over what was printed, if no run is under way.
  @inline(__always) private func flushAfterRun() {
    if hasOutput, !isRunning { flush() }
  }

  /// The name of the host function that is being executed, for messages.
  package var hostFunctionName: String {
    machine.value.host.call.flatMap { machine.value.host.functions[UInt32(truncatingIfNeeded: $0)]?.name }
      ?? ""
  }

  @inline(never) private func fail(_ base: Slot) -> RuntimeError {
    machine.pop(to: base)
    return takeError()
  }

  /// The same for a run that may wait for asynchronous host functions. Unless it throws, the run must be brought to its end.
  package func begin(_ base: Slot, deadline: UInt64?) throws(RuntimeError) -> SuspendableRun {
    guard let (outcome, entry) = machine.callSuspendable(at: base, deadline: deadline) else {
      throw fail(base)
    }
    return SuspendableRun(entry: entry, base: base, outcome: outcome)
  }

  /// What a suspended run waits for; nil if it only lets others run.
  package var pendingOperation: AnyObject? { machine.value.runs.suspension?.operation }

  /// When the present run must end.
  package var deadline: UInt64? { machine.value.runs.current.deadline }

  /// When a run that begins now must end.
  package var deadlineFromNow: UInt64? { machine.value.runs.limits.deadlineFromNow }

  /// The value that was pushed last, which is popped, is the result of one of several operations that a run waits for.
  package func takeResult(ofOperation index: Int) {
    machine.takeResult(ofOperation: index)
    machine.pop(to: machine.top.advanced(by: -1))
  }

  /// One of several operations that a run waits for has failed.
  package func takeFailure(_ error: any Error, ofOperation index: Int) {
    machine.takeFailure(error, ofOperation: index)
  }

  /// Goes on with a run that has waited for several operations, whose results are there.
  package func resumeAfterOperations(_ run: inout SuspendableRun) {
    run.outcome = machine.resumeAfterOperations()
  }

  /// Goes on with a suspended run, which gets the value that was pushed last.
  package func resumeWithPushed(_ run: inout SuspendableRun) { run.outcome = machine.resumeWithPushed() }

  /// Goes on with a run that has let others run.
  package func resume(_ run: inout SuspendableRun) { run.outcome = machine.resume() }

  package func resume(_ run: inout SuspendableRun, throwing error: any Error) {
    run.outcome = machine.resume(throwing: error)
  }

  /// Ends a run that isn't suspended any more; then the result is in the slot of its callee, and what was printed is handed over.
  package func finish(_ run: consuming SuspendableRun) throws(RuntimeError) {
    machine.value.runs.suspension = nil
    machine.end(run.entry)
    flushAfterRun()
    if run.outcome != .done { throw fail(run.base) }
  }

  /// What the next run from outside may use, and all that is done outside of runs.
  package var limits: MachineLimits {
    get { machine.value.runs.limits }
    set {
      machine.value.runs.limits = newValue
      if !isRunning { machine.value.takeLimits() }
    }
  }

  /// All units of fuel that runs have used.
  package var usedFuel: Int { machine.value.usedFuel }

  /// Charges the run that is under way for what a host function does; the units are paid when it returns.
  package func charge(_ units: Int) {
    guard machine.value.runs.current.entryCount > 0 else { return }
    machine.value.charge(units: units)
  }

  /// Charges the run that is under way, and sees to its limits at once.
  package func pay(_ units: Int) throws(RuntimeError) {
    guard machine.value.runs.current.entryCount > 0 else { return }
    machine.value.charge(units: units)
    try check(machine.value.refuel())
  }

  package var isRunning: Bool { machine.value.runs.current.entryCount > 0 }

  /// Whether there is output that was not handed over.
  package var hasOutput: Bool { !machine.value.output.isEmpty }
}

/// A run that may be suspended.
package struct SuspendableRun {
  fileprivate let entry: Entry
  fileprivate let base: Slot
  package fileprivate(set) var outcome: RunOutcome
}

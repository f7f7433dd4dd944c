import LoxBytecode

/// How hosts call in: they push a callee and its arguments, call, and take the result. All values that are pushed are roots.
extension VirtualMachine {
  /// Takes the error of a run that has failed.
  func takeError() -> RuntimeError {
    defer { machine.value.error = nil }
    var error =
      machine.value.error ?? RuntimeError(kind: .damagedHeap, message: "Damaged heap.", trace: Trace())
    error.machine = machine.value.id
    return error
  }

  private func check(_ isDone: Bool) throws(RuntimeError) { if !isDone { throw takeError() } }

  /// Fails if the host can't come in now: while the machine hands output over or lets go of host objects.
  package func checkIsOpen() throws(RuntimeError) {
    guard machine.canEnter else {
      throw RuntimeError(kind: .busy, message: RuntimeError.Kind.busy.message, trace: Trace())
    }
  }

  package func push(_ value: Value) throws(RuntimeError) {
    try checkIsOpen()
    try check(machine.push(value))
  }

  /// The value that was pushed last, or before that.
  package func pushed(_ fromTop: Int = 0) -> Value { machine.pushed(fromTop &+ 1)[0] }

  package func pop(_ count: Int) { machine.pop(count) }

  /// Pushes the script of a program.
  package func pushScript(_ image: ProgramImage) throws(RuntimeError) {
    try checkIsOpen()
    guard let index = link(image) else {
      _ = machine.value.failOutOfMemory()
      throw takeError()
    }
    try check(machine.push(.nil))
    let place = machine.pushed(1)
    guard let record = machine.value.records[UInt32(truncatingIfNeeded: index)],
      machine.makeScriptClosure(record, at: place)
    else {
      machine.pop(1)
      throw takeError()
    }
  }

  /// The index of the program's script; nil if memory is out.
  private func link(_ image: ProgramImage) -> Int? {
    if let index = machine.value.link(image.program, image: image.code) { return index }
    machine.collect()
    return machine.value.link(image.program, image: image.code)
  }

  /// Calls what was pushed before so many arguments; the result takes the place of them all. After an error, all of them are
  /// popped.
  package func callPushed(_ argumentCount: Int) throws(RuntimeError) {
    let (outcome, entry) = machine.callPushed(argumentCount)
    guard let entry else { throw popAll(argumentCount) }
    machine.end(entry, argumentCount: argumentCount)
    if outcome != .done { throw popAll(0) }
  }

  /// Calls a function with arguments none of which is an object: a shorter way to do the same as pushing them. The result must be
  /// used before the machine is.
  package func call(
    _ callee: Value, _ a: Value = .nil, _ b: Value = .nil, _ c: Value = .nil, count: Int
  ) throws(RuntimeError) -> Value {
    let (outcome, entry, window) = machine.call(callee, a, b, c, count: count)
    guard let entry else { throw takeError() }
    let result = window[0]
    machine.end(entry, argumentCount: 0)
    if outcome != .done { throw takeError() }
    return result
  }

  private func popAll(_ argumentCount: Int) -> RuntimeError {
    let error = takeError()
    machine.pop(argumentCount &+ 1)
    return error
  }

  /// The same for a run that may wait for asynchronous host functions. Unless it throws, the run must be brought to its end.
  package func beginPushed(_ argumentCount: Int) throws(RuntimeError) -> SuspendableRun {
    let (outcome, entry) = machine.callPushed(argumentCount, suspends: true)
    guard let entry else { throw popAll(argumentCount) }
    return SuspendableRun(entry: entry, argumentCount: argumentCount, outcome: outcome)
  }

  /// What a suspended run waits for; nil if it only lets others run.
  package var pendingOperation: AnyObject? { machine.value.suspension?.operation }

  /// Goes on with a suspended run. The result must not have been found before other calls of the machine.
  package func resume(_ run: inout SuspendableRun, with result: Value) {
    run.outcome = machine.resume(with: result)
  }

  /// Goes on with a run that has let others run.
  package func resume(_ run: inout SuspendableRun) {
    run.outcome = machine.resume()
  }

  package func resume(_ run: inout SuspendableRun, throwing error: any Error) {
    run.outcome = machine.resume(throwing: error)
  }

  /// Ends a run that isn't suspended any more; then the result is what was pushed last.
  package func finish(_ run: consuming SuspendableRun) throws(RuntimeError) {
    machine.value.suspension = nil
    machine.end(run.entry, argumentCount: run.argumentCount)
    if run.outcome != .done { throw popAll(0) }
  }

  /// What the next run from outside may use.
  package var limits: MachineLimits {
    get { machine.value.runLimits }
    set { machine.value.runLimits = newValue }
  }

  /// How many bytes each run may print.
  package var outputLimit: Int? {
    get { machine.value.output.limit }
    set { machine.value.output.limit = newValue }
  }

  /// The bytes that objects may take.
  package var heapLimit: Int {
    get { machine.value.heap.value.byteLimit }
    set { machine.value.setHeapLimit(newValue) }
  }

  /// How many times the host may be in the machine at once.
  package var maximumEntries: Int {
    get { machine.value.maximumEntries }
    set { machine.value.maximumEntries = max(1, newValue) }
  }

  /// How many calls may be under way at once.
  package var maximumDepth: Int {
    get { machine.value.maximumDepth }
    set {
      machine.value.maximumDepth = max(1, newValue)
      machine.value.setStackLimits()
    }
  }

  /// All units of fuel that runs have used.
  package var usedFuel: Int {
    // Of a run that is under way, what is left of its slice is not used yet.
    machine.value.usedFuel &- (machine.value.entryCount > 0 ? machine.value.parked.fuel : 0)
  }

  /// Charges the run that is under way for what a host function does; the units are paid when it returns.
  package func charge(_ units: Int) {
    guard machine.value.entryCount > 0 else { return }
    machine.value.parked.fuel =
      machine.value.parked.fuel.subtractingReportingOverflow(max(0, units)).partialValue
  }

  package var isRunning: Bool { machine.value.entryCount > 0 }
}

/// A run that may be suspended.
package struct SuspendableRun {
  fileprivate let entry: Entry
  fileprivate let argumentCount: Int
  package fileprivate(set) var outcome: RunOutcome
}

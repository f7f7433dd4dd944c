import LoxBuiltins

/// Measures functions that are written in Swift:
///
///     let measurement = beginMeasuring()
///     let isDone = execute(function, call)
///     if let measurement { endMeasuring(measurement, of: function.name) }
///
/// No closure is called in between, as functions and scripts call each other on stacks that may be small.
extension Pinned where Pointee == Machine {
  /// Begins to measure a function, or not to measure the code of a script that it calls; nil if there is no profiler.
  @inline(__always) func beginMeasuring() -> SwiftTimes.Measurement? {
    guard let profiler = value.instruments.profiler else { return nil }
    return profiler.swiftTimes.begin()
  }

  /// What was measured is the time of a function, in so many calls.
  @inline(never) func endMeasuring(_ measurement: SwiftTimes.Measurement, of name: String, calls: Int = 1) {
    guard let profiler = value.instruments.profiler else { return }
    let nanoseconds = profiler.swiftTimes.end(measurement)
    value.add(nanoseconds, toSwiftFunction: profiler.swiftTimes.number(ofFunction: name), calls, profiler)
  }

  /// What was measured is the time of an operation of the core library.
  @inline(never) func endMeasuring(
    _ measurement: SwiftTimes.Measurement, of identity: CoreOperation.Identity
  ) {
    guard let profiler = value.instruments.profiler else { return }
    let nanoseconds = profiler.swiftTimes.end(measurement)
    value.add(nanoseconds, toSwiftFunction: profiler.swiftTimes.number(of: identity), 1, profiler)
  }

  /// What was measured is the time of code of a script.
  @inline(never) func endNotMeasuring(_ measurement: SwiftTimes.Measurement) {
    _ = value.instruments.profiler?.swiftTimes.end(measurement)
  }
}

extension Machine {
  fileprivate mutating func add(
    _ nanoseconds: Int, toSwiftFunction number: Int, _ calls: Int, _ profiler: Profiler
  ) {
    let node = profiler.swiftTimes.add(nanoseconds, to: number, calls: calls) ?? lookUp(number, profiler)
    profiler.add(nanoseconds: nanoseconds, to: node)
  }

  /// Finds out which calls led to a function.
  private mutating func lookUp(_ number: Int, _ profiler: Profiler) -> Int32 {
    let (calls, isElided) = runs.current.entryCount > 0 ? activeCalls(profiler, wordsBack: 1) : ([], false)
    let node = profiler.node(ofSwiftFunction: number, calledBy: calls, isElided: isElided)
    profiler.swiftTimes.note(node, of: number)
    return node
  }

  // MARK: - Waiting

  /// A run has just been suspended, since a function takes its time; what it waits for has no name if it is several.
  mutating func beginWaiting(for name: String = "(waiting)") {
    guard let profiler = instruments.profiler else { return }
    let number = profiler.swiftTimes.number(ofFunction: name)
    runs.suspension?.wait = Suspension.Wait(
      function: number, node: lookUp(number, profiler), start: MonotonicClock.nanoseconds())
  }

  /// The suspended run is about to go on: the function that it waited for has taken the time since then.
  mutating func endSuspension() {
    defer { runs.suspension = nil }
    guard let profiler = instruments.profiler, let wait = runs.suspension?.wait else { return }
    let nanoseconds = Int(truncatingIfNeeded: MonotonicClock.nanoseconds() &- wait.start)
    _ = profiler.swiftTimes.add(nanoseconds, to: wait.function, calls: 0)
    profiler.add(nanoseconds: nanoseconds, to: wait.node)
  }
}

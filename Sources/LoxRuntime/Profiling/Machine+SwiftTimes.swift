import LoxBuiltins

/// Measures functions that are written in Swift.
extension Pinned where Pointee == Machine {
  /// What a function does, measured if there is a profiler.
  @inline(__always) func measured<Result>(
    _ name: @autoclosure () -> String, calls: Int = 1, _ body: () throws -> Result
  ) rethrows -> Result {
    guard value.instruments.profiler != nil else { return try body() }
    return try measuring({ $0.number(ofFunction: name()) }, calls, body)
  }

  /// The same for an operation of the core library.
  @inline(__always) func measured<Result>(
    _ identity: CoreOperation.Identity, _ body: () throws -> Result
  ) rethrows -> Result {
    guard value.instruments.profiler != nil else { return try body() }
    return try measuring({ $0.number(of: identity) }, 1, body)
  }

  @inline(never) private func measuring<Result>(
    _ number: (inout SwiftTimes) -> Int, _ calls: Int, _ body: () throws -> Result
  ) rethrows -> Result {
    guard let profiler = value.instruments.profiler else { return try body() }
    let number = number(&profiler.swiftTimes)
    let measurement = profiler.swiftTimes.begin()
    defer { value.add(profiler.swiftTimes.end(measurement), toSwiftFunction: number, calls, profiler) }
    return try body()
  }

  // PERF: where the host and scripts call each other again and again, no closure is called in between, as the stack may be small.

  /// Begins to measure a function, or not to measure the code of a script that it calls; nil if there is no profiler.
  @inline(__always) func beginMeasuring() -> SwiftTimes.Measurement? {
    guard let profiler = value.instruments.profiler else { return nil }
    return profiler.swiftTimes.begin()
  }

  /// What was measured is the time of a function.
  @inline(never) func endMeasuring(_ measurement: SwiftTimes.Measurement, of name: String) {
    guard let profiler = value.instruments.profiler else { return }
    let nanoseconds = profiler.swiftTimes.end(measurement)
    value.add(nanoseconds, toSwiftFunction: profiler.swiftTimes.number(ofFunction: name), 1, profiler)
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

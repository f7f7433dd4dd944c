import LoxBytecode

extension VirtualMachine {
  /// Begins to take samples, until the machine is gone; runs are slower by a few per cent.
  package func startProfiling() {
    machine.value.instruments.profiler = Profiler()
    machine.value.instruments.profiler?.lastAllocation = machine.value.heap.value.allocation
    machine.value.instruments.profiler?.lastUnits = machine.value.runs.givenFuel
    machine.value.openAllocationWindow()
  }

  /// The samples so far.
  package var profiler: Profiler? { machine.value.instruments.profiler }

  /// Begins to count how often each instruction is executed; runs are much slower.
  package func startCounting() {
    machine.value.instruments.executionCounter = ExecutionCounter()
    isObserved = true
  }

  /// The counts so far.
  package var executionCounter: ExecutionCounter? { machine.value.instruments.executionCounter }

  /// The program of the function with this index, and its number in the program; nil if there is none.
  package func function(at index: Int) -> (program: Program, number: Int)? {
    guard index > 0, let record = machine.value.modules.records[UInt32(truncatingIfNeeded: index)],
      let (linked, _) = machine.value.lookUp(record)
    else { return nil }
    return (linked.program, record.index - linked.firstIndex)
  }

  /// Whether the function with this index belongs to the part of the core library that is written in Lox.
  package func isOfPrelude(_ index: Int) -> Bool {
    guard index > 0, let record = machine.value.modules.records[UInt32(truncatingIfNeeded: index)] else {
      return false
    }
    return record.firstIndex == machine.value.modules.preludeIndex
  }

  /// The number of functions of all programs that have been run.
  package var functionCount: Int { machine.value.modules.records.count }
}

extension Machine {
  /// Takes a sample of what is running, and makes the next slice end at the next sample. `rest` is what is left of the last
  /// slice.
  mutating func sampleSlice(_ rest: Int) {
    guard let profiler = instruments.profiler else { return }
    let used = runs.givenFuel &- rest
    let units = used &- profiler.lastUnits
    if units > 0, runs.current.entryCount > 0 { sample(profiler, wordsBack: 0, units: units, bytes: 0) }
    profiler.lastUnits = used
    runs.slice = min(RunState.maximumSlice, profiler.unitInterval)
  }

  // MARK: - Memory

  /// Takes a sample of where memory is allocated. `bytes` is the size of an object that is about to be allocated in the old
  /// space.
  mutating func sampleAllocation(old bytes: Int = 0) {
    guard let profiler = instruments.profiler else { return }
    let allocated = heap.value.allocation.bytes(since: profiler.lastAllocation) &+ bytes
    if allocated > 0, runs.current.entryCount > 0 {
      sample(profiler, wordsBack: 1, units: 0, bytes: allocated)
    }
    profiler.lastAllocation = heap.value.allocation.adding(old: bytes)
  }

  /// Lets this many bytes be allocated until the next sample is due, and in any case an object of this size.
  mutating func openAllocationWindow(for size: Int = 0) {
    guard let profiler = instruments.profiler else { return }
    heap.value.openWindow(max(size, profiler.byteInterval))
  }

  /// What is known about the heap before any collections.
  struct BeforeCollections {
    fileprivate var start: UInt64
    fileprivate var statistics: CollectorStatistics
    fileprivate var usedBytes: Int
  }

  /// Notes the state of the heap, if collections are recorded.
  mutating func beginCollections() -> BeforeCollections? {
    guard instruments.profiler != nil else { return nil }
    sampleAllocation()
    return BeforeCollections(
      start: MonotonicClock.nanoseconds(), statistics: heap.value.statistics, usedBytes: heap.value.usedBytes)
  }

  /// Records what was collected, and continues to watch allocations.
  mutating func endCollections(_ before: BeforeCollections?, size: Int = 0) {
    guard let before, let profiler = instruments.profiler else { return }
    let (old, new) = (before.statistics, heap.value.statistics)
    let pause =
      new.minor.totalNanoseconds &- old.minor.totalNanoseconds
      &+ new.full.totalNanoseconds &- old.full.totalNanoseconds
    profiler.swiftTimes.exclude(Int(truncatingIfNeeded: pause))
    if new.minor.count &+ new.full.count > old.minor.count &+ old.full.count {
      profiler.add(
        Profiler.Collection(
          startNanoseconds: before.start, pauseNanoseconds: pause, isFull: new.full.count > old.full.count,
          bytesBefore: before.usedBytes, bytesAfter: heap.value.usedBytes))
    }
    profiler.lastAllocation = heap.value.allocation
    openAllocationWindow(for: size)
  }

  // MARK: - Samples

  /// Takes a sample of the active calls; the place of the innermost one is `wordsBack` words before the parked one.
  private mutating func sample(_ profiler: Profiler, wordsBack: Int, units: Int, bytes: Int) {
    let (calls, isElided) = activeCalls(profiler, wordsBack: wordsBack)
    profiler.add(calls, isElided: isElided, units: units, bytes: bytes)
  }

  /// The active calls, innermost first, and whether outer ones were left out.
  mutating func activeCalls(_ profiler: Profiler, wordsBack: Int) -> ([Profiler.Call], isElided: Bool) {
    var sampled: [Profiler.Call] = []
    var number = calls.depth
    sampled.reserveCapacity(min(number, Profiler.maximumDepth))
    // The running function, then for each frame its caller. The entry stub, which is no function, has index 0.
    var (pc, record, back) = (calls.parked.pc, calls.parked.function, wordsBack)
    while number > 0, sampled.count < Profiler.maximumDepth {
      if record.index > 0, pc != stubFinish {
        prepare(record, profiler)
        sampled.append(Profiler.Call(record: record, pc: pc.distance(from: record.code) - back))
      }
      number -= 1
      let frame = calls.frames.pointer(at: number)
      // Return addresses come after their calls.
      (pc, record, back) = (frame.returnAddress, frame.function, 1)
    }
    return (sampled, number > 0)
  }

  private mutating func prepare(_ record: FunctionRecord, _ profiler: Profiler) {
    guard !profiler.isPrepared(record.index) else { return }
    guard let (linked, _) = lookUp(record) else {
      return profiler.prepare(record.index, lines: Array(repeating: 1, count: max(1, record.codeCount)))
    }
    let lines = profiler.codeLines(of: linked.program, linked.firstIndex)
    profiler.prepare(record.index, lines: lines.lines(of: record.index - linked.firstIndex))
  }
}

import LoxBytecode

/// An instruction about to be executed.
public struct TracePoint {
  public var program: Program
  /// An index into the program's functions.
  public var functionIndex: Int
  /// In words from the function's first.
  public var pc: Int
  public var depth: Int
}

/// What `--stats` shows.
public struct MachineStatistics {
  public var run: RunStatistics
  public var collector: CollectorStatistics
  public var usedBytes: Int
  public var peakBytes: Int
}

extension Machine {
  mutating func observe(_ instruction: Instruction) {
    statistics.instructions += 1
    countAllocations()
    countCacheUse(instruction)
    executionCounter?.count(instruction, parked)
    guard let body = traceBody, let (linked, function) = lookUp(parked.function) else { return }
    let start = linked.image.pointer(at: Int(function.code.start))
    body(
      TracePoint(
        program: linked.program, functionIndex: parked.function.index - linked.firstIndex,
        pc: parked.pc.distance(from: start) - 1, depth: frames.index(of: parked.frame)))
  }

  /// Counts what the last instruction allocated.
  private mutating func countAllocations() {
    let bytes = heap.value.allocation.bytes(since: observedAllocation)
    observedAllocation = heap.value.allocation
    if bytes > 0 { statistics.allocations += 1 }
    statistics.allocatedBytes += bytes
  }

  private mutating func countCacheUse(_ instruction: Instruction) {
    guard Opcode.layouts[Int(instruction.rawOpcode)].word == .cache else { return }
    let cache = parked.function.cache(parked.pc.word)
    let registers = parked.registers
    func shape(_ value: Value) -> UInt32 { value.isInstance ? cage.header(value.ref) : 0 }
    let isHit: Bool
    switch instruction.opcode {
    case .call:
      isHit = registers[instruction.window].bits == cache.ofCall.callee
    case .invoke:
      let key = shape(registers[instruction.window])
      let known = cache.ofInvoke
      isHit =
        key != 0
        && [known.first.shape, known.second.shape, known.firstField.shape, known.secondField.shape]
          .contains(key)
    case .invokeSuper:
      let superclass = registers[instruction.window + instruction.argumentCount + 1]
      isHit = superclass.bits == cache.ofCall.callee
    case .getProperty:
      let key = shape(registers[instruction.b])
      isHit = key != 0 && (key == cache.ofGet.first.shape || key == cache.ofGet.second.shape)
    case .setProperty:
      let key = shape(registers[instruction.a])
      isHit = key != 0 && (key == cache.ofSet.shape || key == cache.ofSet.shapeBefore)
    default: isHit = false
    }
    statistics.cacheUses += 1
    if isHit { statistics.cacheHits += 1 }
  }

  func makeStatistics() -> MachineStatistics {
    MachineStatistics(
      run: statistics, collector: heap.value.statistics, usedBytes: heap.value.usedBytes,
      peakBytes: heap.value.peakBytes)
  }
}

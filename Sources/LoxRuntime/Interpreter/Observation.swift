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
    // It is the rest of another instruction, or the way to machine code, and in no function.
    if instruction.opcode == .finish {
      if instruction.a == 0 { instruments.executionCounter?.resume(calls.parked) }
      return
    }
    instruments.statistics.instructions += 1
    countAllocations()
    countCacheUse(instruction)
    instruments.executionCounter?.count(instruction, calls.parked)
    guard let body = instruments.traceBody, let (linked, function) = lookUp(calls.parked.function) else {
      return
    }
    let start = linked.image.pointer(at: Int(function.code.start))
    body(
      TracePoint(
        program: linked.program, functionIndex: calls.parked.function.index - linked.firstIndex,
        pc: calls.parked.pc.distance(from: start) - 1, depth: calls.depth))
  }

  /// Counts what the last instruction allocated.
  private mutating func countAllocations() {
    let bytes = heap.value.allocation.bytes(since: instruments.observedAllocation)
    instruments.observedAllocation = heap.value.allocation
    if bytes > 0 { instruments.statistics.allocations += 1 }
    instruments.statistics.allocatedBytes += bytes
  }

  private mutating func countCacheUse(_ instruction: Instruction) {
    guard let kind = Opcode.layouts[Int(instruction.rawOpcode)].cacheKind else { return }
    let view = calls.parked.function.cache(calls.parked.pc.word).view(kind)
    instruments.statistics.cacheUses += 1
    if view.isHit(instruction, calls.parked.registers, cage) { instruments.statistics.cacheHits += 1 }
  }

  mutating func makeStatistics() -> MachineStatistics {
    MachineStatistics(
      run: instruments.statistics, collector: heap.value.statistics, usedBytes: heap.value.usedBytes,
      peakBytes: heap.value.peakBytes)
  }
}

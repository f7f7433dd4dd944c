import LoxBytecode
import LoxSource

/// The roots of an isolate, for the collector.
struct MachineRoots: RootProvider {
  let machine: Pinned<Machine>

  mutating func visitRoots<V: ReferenceVisitor>(_ visitor: inout V) {
    let cage = machine.value.cage
    // The windows of all frames lie one behind the other: a caller's live registers end where the callee's begin.
    let parked = machine.value.parked
    let hostTop = machine.value.hostTop
    let top = min(Int(hostTop == 0 ? machine.value.liveEnd : hostTop), Int(machine.value.stackEnd))
    visitor.visitValues(at: Cage.stackStart, count: (top - Int(Cage.stackStart)) / 8)

    // What lies above holds old references that are not updated: it must not be seen again.
    let stackEnd = min(Int(machine.value.stackEnd), Int(Cage.stackEnd))
    if stackEnd > top {
      cage.fill(UInt32(top), count: (stackEnd - top) / 8, with: .nil)
      // The running function may use the whole of its window before the next call looks at the stack's end.
      let windowEnd = Int(parked.registers.offset(in: cage)) &+ parked.function.windowBytes
      machine.value.shrinkStacks(above: UInt32(max(top, windowEnd)))
    }

    var frame = parked.frame
    let bottom = machine.value.frames.pointer(at: 0)
    while frame != bottom {
      frame.closure = visitor.visit(frame.closure)
      frame = frame.below
    }
    for chunk in machine.value.globals.chunks {
      visitor.visitValues(at: chunk.ref.offset &+ UInt32(FieldsLayout.values), count: chunk.count)
    }
    machine.value.scratch = visitor.visit(machine.value.scratch)
    machine.value.scratch2 = visitor.visit(machine.value.scratch2)
    machine.value.handles.visitYoung(&visitor)
  }

  mutating func visitOldRoots<V: ReferenceVisitor>(_ visitor: inout V) {
    machine.value.handles.visit(&visitor)
    for program in machine.value.programs.all {
      for string in program.strings { _ = visitor.visit(string) }
    }
    for chunk in machine.value.globals.chunks { _ = visitor.visit(chunk.ref) }
    for name in machine.value.globals.names { _ = visitor.visit(name) }
    _ = visitor.visit(machine.value.initializerName)
    _ = visitor.visit(machine.value.hostObjectName)
  }

  mutating func updateMoved(_ newPlace: (Ref) -> Ref) {
    machine.value.hostObjects.updateMoved(newPlace)
    machine.value.handles.updateMoved(newPlace)
  }

  mutating func forgetDead(isLive: (Ref) -> Bool, isLiveFunction: (Int) -> Bool) {
    machine.value.unloadPrograms(isLiveFunction)
    machine.value.strings.forgetDead(isLive: isLive)
    machine.value.hostFunctions.forgetDead(isLive: isLive)
    machine.value.forgetDeadCaches(isLive: isLive)
    machine.value.lookUpCache.clear()
    machine.value.hostObjects.forgetDead(isLive: isLive)
    machine.value.handles.forgetDead(isLive: isLive)
  }
}

extension Machine {
  /// How many registers of the running function are live at the place where the run loop is parked.
  func liveRegisters() -> Int {
    // The entry stub has none.
    if parked.function.isEntryStub { return 0 }
    guard let (number, index) = programs.place(of: parked.function) else { return 0 }
    // Parts are read where they are: copying a program counts the references to a dozen arrays.
    let function = programs.all[number].program.functions[index]
    let start = programs.all[number].image.pointer(at: Int(function.code.start))
    let pc = max(0, parked.pc.distance(from: start) - 1)
    let heights = function.heights.range
    // What counts is the last entry at or before pc.
    let next = heights.partitioningIndex { programs.all[number].program.heights[$0].pc > pc }
    guard next > heights.lowerBound else { return Int(function.registerCount) }
    return Int(programs.all[number].program.heights[next - 1].count)
  }

  /// Lets the used parts of the stacks begin anew after a collection has cleared what lies above `top` on the value stack.
  mutating func shrinkStacks(above top: UInt32) {
    let used = frames.index(of: parked.frame)
    if used < frames.capacity / 4, frames.capacity > FrameStack.initialCapacity {
      frames.capacity = max(used * 2, FrameStack.initialCapacity)
      reservation.discardFrames(from: frames.byteCount)
    }
    stackEnd = min(stackEnd, min(top &+ Machine.initialStack, Cage.stackEnd) & ~7)
    setStackLimits()
  }

  /// Gives back programs of which no function is in use, unless somebody still counts by their instructions.
  mutating func unloadPrograms(_ isLiveFunction: (Int) -> Bool) {
    if profiler == nil, executionCounter == nil { programs.unload(isLive: isLiveFunction) }
  }

  /// Empties caches that refer to objects that are not live.
  mutating func forgetDeadCaches(isLive: (Ref) -> Bool) {
    guard let stub = records[0] else { return }
    for linked in programs.all {
      for (index, function) in linked.program.functions.enumerated() {
        guard let record = records[UInt32(linked.firstIndex + index)] else { continue }
        for number in 0..<Int(function.caches.count) {
          let cache = record.cache(number)
          let kind = linked.program.caches[Int(function.caches.start) + number].kind
          if !cache.isLive(kind, isLive) { cache.clear(kind, stub: stub) }
        }
      }
    }
  }
}

extension InlineCache {
  /// Whether all that the cache refers to is live.
  func isLive(_ kind: CacheDescriptor.Kind, _ isLive: (Ref) -> Bool) -> Bool {
    func live(_ offset: UInt32) -> Bool { offset == 0 || isLive(Ref(offset: offset)) }
    switch kind {
    case .call, .invokeSuper:
      return ofCall.callee == Value.undefined.bits
        || live(UInt32(truncatingIfNeeded: ofCall.callee)) && live(ofCall.shape)
          && live(ofCall.closure.offset)
    case .invoke:
      return [ofInvoke.first, ofInvoke.second].allSatisfy { live($0.shape) && live($0.closure.offset) }
        && live(ofInvoke.firstField.shape) && live(ofInvoke.secondField.shape)
    case .getProperty: return live(ofGet.first.shape) && live(ofGet.second.shape)
    case .setProperty: return live(ofSet.shape) && live(ofSet.shapeBefore) && live(ofSet.shapeAfter)
    case .getSuper: return true
    }
  }

  /// Forgets what a cache of this kind has learned.
  func clear(_ kind: CacheDescriptor.Kind, stub: FunctionRecord) {
    clear(holdsValue: kind == .call || kind == .invokeSuper, stub: stub)
  }
}

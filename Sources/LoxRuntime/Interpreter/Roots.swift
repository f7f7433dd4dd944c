import LoxBytecode
import LoxSource

/// The roots of an isolate, for the collector.
struct MachineRoots: RootProvider {
  let machine: Pinned<Machine>

  mutating func visitRoots<V: ReferenceVisitor>(_ visitor: inout V) {
    let cage = machine.value.cage
    // The windows of all frames lie one behind the other: a caller's live registers end where the callee's begin.
    let parked = machine.value.calls.parked
    let hostTop = machine.value.calls.hostTop
    let top = min(Int(hostTop == 0 ? machine.value.liveEnd : hostTop), Int(machine.value.calls.stackEnd))
    visitor.visitValues(at: Cage.stackStart, count: (top - Int(Cage.stackStart)) / 8)

    // What lies above holds old references that are not updated: it must not be seen again.
    let stackEnd = min(Int(machine.value.calls.stackEnd), Int(Cage.stackEnd))
    if stackEnd > top {
      cage.fill(UInt32(top), count: (stackEnd - top) / 8, with: .nil)
      // The running function may use the whole of its window before the next call looks at the stack's end.
      let windowEnd = machine.value.calls.windowEnd
      machine.value.calls.shrink(above: max(UInt32(top), windowEnd), machine.value.reservation)
    }

    var frame = parked.frame
    let bottom = machine.value.calls.frames.pointer(at: 0)
    while frame != bottom {
      frame.closure = visitor.visit(frame.closure)
      frame = frame.below
    }
    for chunk in machine.value.modules.globals.chunks {
      visitor.visitValues(at: chunk.ref.offset &+ UInt32(FieldsLayout.values), count: chunk.count)
    }
    machine.value.modules.prelude = visitor.visit(machine.value.modules.prelude)
    machine.value.thrown = visitor.visit(machine.value.thrown)
    machine.value.fibers.visit(&visitor)
    machine.value.caught.visit { visitor.visit($0) }
    machine.value.scratch = visitor.visit(machine.value.scratch)
    machine.value.scratch2 = visitor.visit(machine.value.scratch2)
    machine.value.host.handles.visitYoung(&visitor)
  }

  mutating func visitOldRoots<V: ReferenceVisitor>(_ visitor: inout V) {
    machine.value.host.handles.visit(&visitor)
    for program in machine.value.modules.programs.all {
      for string in program.strings { _ = visitor.visit(string) }
    }
    for chunk in machine.value.modules.globals.chunks { _ = visitor.visit(chunk.ref) }
    for global in machine.value.modules.globals.entries { _ = visitor.visit(global.name) }
    for module in machine.value.modules.all {
      _ = visitor.visit(module.name)
      _ = visitor.visit(module.script)
    }
    _ = visitor.visit(machine.value.initializerName)
    for name in machine.value.memberNames?.all ?? [] { _ = visitor.visit(name) }
    _ = visitor.visit(machine.value.host.objectName)
  }

  mutating func updateMoved(_ newPlace: (Ref) -> Ref) {
    machine.value.host.objects.updateMoved(newPlace)
    machine.value.fibers.suspended.updateMoved(newPlace)
    machine.value.host.handles.updateMoved(newPlace)
  }

  mutating func forgetDead(isLive: (Ref) -> Bool, isLiveFunction: (Int) -> Bool) {
    machine.value.resolveCaught()
    machine.value.fibers.suspended.forgetDead(isLive: isLive)
    let suspended = machine.value.fibers.suspended.functions()
    machine.value.unloadPrograms { isLiveFunction($0) || suspended.contains($0) }
    machine.value.forgetUnusedGlobals()
    machine.value.strings.forgetDead(isLive: isLive)
    machine.value.host.functions.forgetDead(isLive: isLive)
    machine.value.forgetDeadCaches(isLive: isLive)
    machine.value.lookUpCache.clear()
    machine.value.operators.clear()
    machine.value.host.objects.forgetDead(isLive: isLive)
    machine.value.host.handles.forgetDead(isLive: isLive)
    machine.value.expressions.forgetDead(isLive: isLive)
  }

  var outsideBytes: Int { machine.value.expressions.bytes }
}

extension Machine {
  /// How many registers of the running function are live at the place where the run loop is parked.
  mutating func liveRegisters() -> Int {
    // The entry stub has none.
    if calls.parked.function.isEntryStub { return 0 }
    guard let (number, index) = modules.programs.place(of: calls.parked.function) else { return 0 }
    // Parts are read where they are: copying a program counts the references to a dozen arrays.
    let function = modules.programs.all[number].program.functions[index]
    let start = modules.programs.all[number].image.pointer(at: Int(function.code.start))
    let pc = max(0, calls.parked.pc.distance(from: start) - 1)
    let heights = function.heights.range
    // What counts is the last entry at or before pc.
    let next = heights.partitioningIndex { modules.programs.all[number].program.heights[$0].pc > pc }
    guard next > heights.lowerBound else { return Int(function.registerCount) }
    return Int(modules.programs.all[number].program.heights[next - 1].count)
  }

  /// Gives back programs of which no function is in use, unless somebody still counts by their instructions.
  mutating func unloadPrograms(_ isLiveFunction: (Int) -> Bool) {
    if !instruments.keepFunctionNumbers { modules.programs.unload(isLive: isLiveFunction) }
  }

  /// Empties caches that refer to objects that are not live.
  mutating func forgetDeadCaches(isLive: (Ref) -> Bool) {
    guard let stub = modules.records[0] else { return }
    modules.programs.forEachCache { cache, kind in
      let view = cache.view(kind)
      if !view.isLive(isLive) { view.clear(stub: stub) }
    }
  }
}

import LoxBytecode

/// Looks at each instruction before it is executed; the plain run loop is compiled without it.
protocol RunObserver {
  static var isActive: Bool { get }
  static func observe(_ instruction: Instruction, _ execution: Execution)
}

/// Nobody looks.
enum NoObserver: RunObserver {
  static var isActive: Bool { false }
  @inline(always) static func observe(_ instruction: Instruction, _ execution: Execution) {}
}

/// Counts instructions and cache hits, and lets the host trace.
enum CountingObserver: RunObserver {
  static var isActive: Bool { true }

  @inline(never) static func observe(_ instruction: Instruction, _ execution: Execution) {
    execution.park()
    execution.machine.value.observe(instruction)
  }
}

extension Execution {
  /// The entry's frame has returned: notes the state for the machine.
  @inline(always) func exit() -> Bool {
    park()
    machine.value.limits.giveBack(fuel)
    return true
  }

  /// The loop that hosts run scripts with.
  @inline(never) static func run(_ start: Execution) -> Bool { loop(start, NoObserver.self) }

  /// The loop behind `--stats` and `--trace`.
  @inline(never) static func runObserved(_ start: Execution) -> Bool { loop(start, CountingObserver.self) }
}

extension Pinned where Pointee == Machine {
  /// Calls the value in the window's first register, with arguments in the following ones, and runs until it returns; the
  /// result is in the window's first register. False if the run failed: then the machine has the error.
  func call(_ window: Registers, _ argumentCount: Int) -> Bool {
    let target = slowCall(window, argumentCount, value.noCache)
    switch target.action {
    case .done: return true
    case .fail: return false
    case .enter: break
    }
    let caller = value.parked
    // By its index: the frames move when there are more of them than ever before.
    let depth = value.frames.index(of: caller.frame)
    defer {
      value.parked = caller
      value.parked.frame = value.frames.pointer(at: depth)
    }
    guard let stub = value.records[0], let slice = value.nextSlice(0) else { return false }
    var execution = Execution(
      pc: value.programs[0].image.pointer(at: 2), registers: window, function: stub,
      frame: caller.frame, fuel: slice, cage: value.cage, heap: value.heap, machine: self)
    guard execution.enter(target.record, target.closure, 0) else { return false }
    return value.isObserved ? Execution.runObserved(execution) : Execution.run(execution)
  }
}

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
    return true
  }

  /// The loop that hosts run scripts with.
  @inline(never) static func run(_ start: Execution) -> Bool { loop(start, NoObserver.self) }

  /// The loop behind `--stats` and `--trace`.
  @inline(never) static func runObserved(_ start: Execution) -> Bool { loop(start, CountingObserver.self) }
}

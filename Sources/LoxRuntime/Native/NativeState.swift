/// Which functions of an isolate are compiled to machine code.
public enum MachineCodeMode: Hashable, Sendable {
  case off
  /// Those in which runs spend their time.
  case on
  /// For tests: all, before they run.
  case everything
  /// For tests: about half of them, before they run, and no others.
  case mixed(seed: UInt64)
}

/// What an isolate with machine code knows of it.
struct NativeState {
  let mode: MachineCodeMode
  /// Nil until something is to be compiled.
  var stubs: NativeStubs?
  var statistics = NativeStatistics()
  /// How much fuel had been used when a function was last taken for hot.
  var sampledFuel = 0

  /// Whether a function is compiled when its program is linked.
  func isCompiledAtOnce(_ function: Int) -> Bool {
    switch mode {
    case .off, .on: false
    case .everything: true
    case .mixed(let seed):
      // Neighbours are decided independently (the finalizer of SplitMix64).
      ((UInt64(truncatingIfNeeded: function) &+ seed) &* 0x9e37_79b9_7f4a_7c15) >> 40 & 1 == 0
    }
  }

  /// Whether functions are compiled while they run.
  var tiersUp: Bool { mode == .on }
}

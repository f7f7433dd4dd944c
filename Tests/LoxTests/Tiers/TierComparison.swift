import Lox
import LoxRuntime

/// Runs a program in the run loop and in machine code, in the ways and within the limits that a seed chooses: what scripts, hosts and limits
/// observe must be the same.
struct TierComparison {
  private let source: [UInt8]
  private let language: Program.Language
  private var state: UInt64
  private(set) var differences: [String] = []

  init(_ source: [UInt8], _ language: Program.Language, seed: UInt64) {
    (self.source, self.language, state) = (source, language, seed)
  }

  private mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }

  private mutating func element<T>(_ elements: [T]) -> T { elements[below(elements.count)] }

  /// Nil if the source has errors.
  private func compile(optimizes: Bool = true) -> Program? {
    var options = Program.Options()
    options.language = language
    options.optimizes = optimizes
    do {
      return try Program(bytes: source, options: options)
    } catch let errors as CompileErrors {
      _ = errors.plainBytes
      return nil
    } catch {
      fatalError("The compiler's code is not accepted: \(error)")
    }
  }

  /// Whether there is a program. The differences that are found are noted.
  mutating func compare() async -> Bool {
    guard let program = compile(), let plain = compile(optimizes: false) else {
      if (compile() == nil) != (compile(optimizes: false) == nil) {
        differences.append("the optimiser decides whether there is a program")
      }
      return false
    }
    var counting = Tier()
    counting.isObserved = true
    guard let counted = try? TierRun(counting) else { fatalError("There are no addresses left.") }
    let outcome = counted.run(program)
    compareUnoptimized(plain, outcome)
    compareTiers(program, outcome, sharesCode: below(2) == 0)
    if below(3) == 0 { await compareWaiting(program) }
    // The collector's checks take time: short runs only.
    let run = counted.statistics.run
    if run.instructions < 2_000 { compareUnderStress(program, outcome) }
    compareWithinLimits(program, outcome)
    return true
  }

  private mutating func expect(
    _ outcome: TierOutcome, _ actual: TierOutcome, _ tier: @autoclosure () -> String
  ) {
    if let difference = outcome.difference(from: actual) { differences.append("\(tier()): \(difference)") }
  }

  private mutating func run(_ program: Program, _ tier: Tier) -> TierOutcome {
    guard let run = try? TierRun(tier) else { fatalError("There are no addresses left.") }
    let outcome = run.run(program)
    if outcome.kind == .damagedHeap { differences.append("\(tier): the heap is damaged") }
    return outcome
  }

  /// Without the optimiser, a program may use more fuel.
  private mutating func compareUnoptimized(_ plain: Program, _ outcome: TierOutcome) {
    var tier = Tier()
    tier.limits.fuel *= 2
    var other = run(plain, tier)
    guard outcome.isComplete, other.isComplete else { return }
    other.fuel = outcome.fuel
    expect(outcome, other, "without the optimiser")
  }

  /// The ways to execute in machine code.
  private mutating func machineCodeModes() -> [(MachineCodeMode, slice: Int)] {
    let slices = [1, 2, 7, 40, 300, 1 << 16]
    var modes: [(MachineCodeMode, slice: Int)] = [
      (.everything, element(slices)), (.mixed(seed: UInt64(below(1 << 16))), element(slices)),
      (.on, element(slices.dropLast())),
    ]
    // The first one decides what the code expects.
    modes.swapAt(0, below(3))
    return modes
  }

  private mutating func compareTiers(_ program: Program, _ outcome: TierOutcome, sharesCode: Bool) {
    var tier = Tier()
    // A script can see how long a slice is by cancelling its run.
    let isUsual = outcome.kind != .cancelled
    for (mode, slice) in machineCodeModes() {
      (tier.machineCode, tier.slice) = (mode, isUsual ? slice : nil)
      guard let program = sharesCode ? program : compile() else { continue }
      expect(outcome, run(program, tier), "\(mode), slices of \(slice)")
    }
    (tier.machineCode, tier.slice) = (.off, isUsual ? 1 + below(50) : nil)
    expect(outcome, run(program, tier), "no machine code, slices of \(tier.slice ?? 0)")
  }

  /// Runs that may wait, and pause everywhere.
  private mutating func compareWaiting(_ program: Program) async {
    var tier = Tier()
    tier.waits = true
    tier.stressesCrossings = below(8) == 0
    var outcome: TierOutcome?
    for mode in [MachineCodeMode.off, .everything, .mixed(seed: UInt64(below(1 << 16))), .on] {
      tier.machineCode = mode
      guard let run = try? TierRun(tier) else { fatalError("There are no addresses left.") }
      let actual = await run.runWaiting(program)
      if let outcome { expect(outcome, actual, "\(mode), waiting") } else { outcome = actual }
    }
  }

  private mutating func compareUnderStress(_ program: Program, _ outcome: TierOutcome) {
    guard outcome.kind != .cancelled else { return }
    var tier = Tier()
    tier.stressesCollector = true
    for (mode, slice) in machineCodeModes() + [(.off, slice: 100)] where below(2) == 0 {
      (tier.machineCode, tier.slice) = (mode, slice)
      tier.stressesCrossings = below(3) == 0
      let other = run(program, tier)
      // Memory is not used up at the same place.
      if outcome.kind != .outOfMemory, other.kind != .outOfMemory {
        expect(outcome, other, "\(mode), under stress")
      }
    }
  }

  /// Each limit stops a run at the same place.
  private mutating func compareWithinLimits(_ program: Program, _ outcome: TierOutcome) {
    var tier = Tier()
    switch below(5) {
    case 0: tier.limits.fuel = 1 + below(outcome.fuel + 1)
    case 1: tier.limits.callDepth = element([1, 2, 5, 30, 100_000])
    case 2: tier.limits.heapBytes = (600 + below(1500)) << 10
    case 3: tier.limits.looks = below(6) * below(20)
    default: tier.limits.hostCallDepth = 1 + below(3)
    }
    if tier.limits.looks != nil { tier.slice = element([1, 3, 50, 1000]) }
    let outcome = run(program, tier)
    for (mode, slice) in machineCodeModes() {
      tier.machineCode = mode
      if tier.limits.looks == nil, outcome.kind != .cancelled { tier.slice = slice }
      expect(outcome, run(program, tier), "\(mode), \(tier.limits), slices of \(tier.slice ?? 0)")
    }
  }
}

import Lox
import LoxRuntime

/// How a program is executed, and within which limits.
struct Tier: Sendable {
  var machineCode = MachineCodeMode.off
  /// How much is executed at most between two looks at the limits; as much as usual if nil. What is on is compiled when a slice ends.
  var slice: Int?
  /// Whether the run may wait, and pauses whenever it can.
  var waits = false
  /// Collects at each allocation, or moves all that can move at each call of Swift.
  var stressesCollector = false
  var stressesCrossings = false
  /// Whether instructions are counted.
  var isObserved = false
  var limits = TierLimits()
}

/// What a run may use, so that it ends within a short time.
struct TierLimits: Sendable, Equatable {
  var fuel = 100_000
  var heapBytes = 16 << 20
  var callDepth = 1_000
  var hostCallDepth = 12
  /// The run is cancelled when the limits have been looked at so many times.
  var looks: Int?
}

/// What a run did, as far as a script and its host can observe it.
struct TierOutcome: Equatable {
  var output: [UInt8] = []
  var error = ""
  var fuel = 0
  /// What the script left behind, by names.
  var globals: [String] = []
  /// Nil if nothing failed.
  var kind: RuntimeError.Kind?

  /// Whether the script reached its end, or an error of its own.
  var isComplete: Bool { kind == nil || kind == .script }

  /// What differs, in a few words; nil if nothing does.
  func difference(from other: TierOutcome) -> String? {
    if output != other.output {
      let (a, b) = (output.split(separator: 10), other.output.split(separator: 10))
      let same = zip(a, b).prefix { $0 == $1 }.count
      let line = [a, b].map { same < $0.count ? String(decoding: $0[same], as: UTF8.self) : "nothing" }
      return "line \(same + 1) of the output is '\(line[0])' and '\(line[1])'"
    }
    if error != other.error { return "the errors are '\(error)' and '\(other.error)'" }
    if globals != other.globals { return "the globals are \(globals) and \(other.globals)" }
    return fuel == other.fuel ? nil : "the fuel is \(fuel) and \(other.fuel)"
  }
}

/// A run of a program in an isolate of its own, with functions of a host that call back, fail, wait, collect, and cancel the run.
final class TierRun {
  private let isolate: Isolate
  private let tier: Tier
  private let output = Collected()
  private let limits: CountedLimits

  private final class Collected { var bytes: [UInt8] = [] }

  /// Limits that say after some looks that the run is cancelled, or once a script has said so.
  private final class CountedLimits: MachineLimits {
    private var looks: Int
    var isCancelledByScript = false

    init(_ limits: TierLimits) {
      looks = limits.looks ?? .max
      super.init(
        fuel: limits.fuel, heapBytes: limits.heapBytes, callDepth: limits.callDepth,
        entryDepth: limits.hostCallDepth, outputBytes: 1 << 20)
    }

    override func isCancelled() -> Bool {
      looks -= 1
      return looks < 0 || isCancelledByScript
    }
  }

  private final class Held: HostObject {
    var number: Double
    init(_ number: Double) { self.number = number }
  }

  private struct Refusal: Error {}

  init(_ tier: Tier) throws {
    self.tier = tier
    limits = CountedLimits(tier.limits)
    var options = Isolate.Options()
    options.machineCode = tier.machineCode
    options.stressesCollector = tier.stressesCollector
    options.stressesCrossings = tier.stressesCrossings
    options.limits.heapBytes = tier.limits.heapBytes
    isolate = try Isolate(options: options) { [output] bytes in
      output.bytes += bytes
      return true
    }
    try define()
    isolate.machine.limits = limits
    isolate.machine.isObserved = tier.isObserved
    if tier.waits { isolate.machine.pauseAlways() }
    if let slice = tier.slice { isolate.machine.setSlice(slice) }
  }

  private func define() throws {
    try isolate.define("host") { (value: Value) -> Value in value }
    try isolate.define("refuse") { (value: Value) throws -> Value in
      if value.isTruthy { throw Refusal() }
      return value
    }
    try isolate.define("callBack") { (callee: Value, argument: Value) throws -> Value in
      switch callee {
      case .function(let function): try function.call(argument)
      case .class(let made): .instance(try made.make(argument))
      case .instance(let instance): try instance.call("call", argument)
      case .fiber(let fiber): try fiber.resume(argument)
      default: throw Refusal()
      }
    }
    try isolate.define("collect") { [unowned isolate] in isolate.collectGarbage() }
    try isolate.define("cancel") { [limits] in limits.isCancelledByScript = true }
    try isolate.defineAsync("wait") { (n: Int) async throws -> Int in
      if n % 5 == 4 { throw Refusal() }
      return n
    }
    try isolate.define(
      HostClass<Held>("Held").initializer { (n: Double) -> Held in Held(n) }
        .property("number", get: { $0.number }, set: { $0.number = $1 })
        .method("twice") { $0.number * 2 })
  }

  var statistics: MachineStatistics { isolate.machine.statistics }

  /// Runs the program; the isolate must not be used by anything else.
  func run(_ program: Program) -> TierOutcome {
    var outcome = TierOutcome()
    do { try isolate.run(program) } catch { note(error, &outcome) }
    return finish(outcome)
  }

  /// The same in a run that may wait.
  nonisolated(nonsending) func runWaiting(_ program: Program) async -> TierOutcome {
    var outcome = TierOutcome()
    do { try await isolate.run(program) } catch { note(error, &outcome) }
    return finish(outcome)
  }

  private func note(_ error: any Error, _ outcome: inout TierOutcome) {
    guard let error = error as? RuntimeError else {
      outcome.error = "\(error)"
      return
    }
    outcome.kind = error.kind
    outcome.error = "\(error.kind): \(error.message)\n\(error.trace.text)"
  }

  private func finish(_ outcome: TierOutcome) -> TierOutcome {
    var outcome = outcome
    outcome.fuel = isolate.usedFuel
    isolate.machine.flush()
    outcome.output = output.bytes
    outcome.globals = isolate.globalNames.sorted()
    return outcome
  }

  /// What is wrong with the heap.
  var problems: [String] { isolate.machine.heapProblems }
}

import LoxBuiltins

/// How long functions written in Swift took by the clock: those of the host, those of the core library, and `print`.
///
/// All of their time is counted. Which calls led to it is looked up once in a while, and for each call that takes long.
package struct SwiftTimes {
  /// A function, with all of its calls. Functions of the same name are one.
  package struct Function {
    package let name: String
    package fileprivate(set) var callCount = 0
    package fileprivate(set) var nanoseconds = 0
    /// The chain of calls that was looked up last, as a node of the profile, and the time since then.
    fileprivate var node: Int32 = -1
    fileprivate var sinceLookup = SwiftTimes.lookupInterval
  }

  /// A chain of calls is looked up after so much time in a function.
  private static let lookupInterval = 20_000

  package private(set) var functions: [Function] = []
  private var byName: [String: Int] = [:]
  private var byIdentity: [CoreOperation.Identity: Int] = [:]
  /// The time, within what is being measured, that something else has accounted for.
  private var innerNanoseconds = 0

  /// What is being measured: since when, and what had been accounted for by then.
  struct Measurement {
    fileprivate let start: UInt64
    fileprivate let outerNanoseconds: Int
  }

  mutating func begin() -> Measurement {
    let measurement = Measurement(start: MonotonicClock.nanoseconds(), outerNanoseconds: innerNanoseconds)
    innerNanoseconds = 0
    return measurement
  }

  /// The time since then, without what was accounted for by others. What contains the measurement doesn't count it.
  mutating func end(_ measurement: Measurement) -> Int {
    let all = Int(truncatingIfNeeded: MonotonicClock.nanoseconds() &- measurement.start)
    let own = max(0, all &- innerNanoseconds)
    innerNanoseconds = measurement.outerNanoseconds &+ all
    return own
  }

  /// What is being measured doesn't count this time.
  mutating func exclude(_ nanoseconds: Int) { innerNanoseconds &+= nanoseconds }

  // MARK: - Functions

  mutating func number(ofFunction name: String) -> Int {
    if let known = byName[name] { return known }
    byName[name] = functions.count
    functions.append(Function(name: name))
    return functions.count - 1
  }

  mutating func number(of identity: CoreOperation.Identity) -> Int {
    if let known = byIdentity[identity] { return known }
    let operation = identity.operation
    let owner = operation.owner.name
    let number = number(ofFunction: owner.isEmpty ? operation.name : "\(owner).\(operation.name)")
    byIdentity[identity] = number
    return number
  }

  /// Counts the time of a call. The result is the node that it belongs to; nil if that must be looked up.
  mutating func add(_ nanoseconds: Int, to function: Int, calls: Int) -> Int32? {
    functions[function].callCount &+= calls
    functions[function].nanoseconds &+= nanoseconds
    functions[function].sinceLookup &+= nanoseconds
    return functions[function].sinceLookup < SwiftTimes.lookupInterval ? functions[function].node : nil
  }

  /// Notes which calls led to a function.
  mutating func note(_ node: Int32, of function: Int) {
    functions[function].node = node
    functions[function].sinceLookup = 0
  }
}

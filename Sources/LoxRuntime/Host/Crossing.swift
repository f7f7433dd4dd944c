/// What Swift may take of the machine in one go: the arguments of one call, or one result, global variable or field, with all that
/// is in it.
///
/// A small graph of objects can be a huge tree, if many refer to the same; and whatever a script makes Swift hold is the script's. So a
/// crossing has a budget: of bytes as many as the heap has left, and of fuel and time what the run has left. Outside of runs, the
/// limits hold as for a run that begins with the crossing.
struct Crossing {
  /// So many bytes may be taken in any case.
  static let minimumBytes = 1 << 20
  /// Deeper values, as those with cycles are, can't be converted.
  static let maximumLevels = 100
  /// The limits are looked at each time that so many units were used.
  static let slice = 4096

  /// The conversions under way, one within the other, that are not part of a larger one.
  var conversions = 0
  /// How many values are being converted, each within the one before.
  var levels = 0
  /// The bytes that may still be taken; less than nothing until the first are asked for.
  var bytes = -1
  /// The units that may be used until the limits are looked at.
  var units = slice

  private(set) var isOpen = false
  private var grantedBytes = 0
  private var hasCollected = false
  /// Outside of runs: what is left of the fuel, and when it must end.
  private var fuel: Int?
  private var deadline: UInt64?

  /// The next bytes are those of another crossing.
  mutating func close() {
    isOpen = false
    bytes = -1
    units = Crossing.slice
  }

  /// The arguments of another call come.
  @inline(__always) mutating func beginArguments() {
    if isOpen, conversions == 0 { close() }
  }

  mutating func open(bytes: Int, fuel: Int?, deadline: UInt64?) {
    isOpen = true
    grantedBytes = bytes
    self.bytes = bytes
    hasCollected = false
    self.fuel = fuel
    self.deadline = deadline
  }

  /// Grants what there is after a collection, once.
  mutating func grantAgain(_ collect: () -> Int) {
    if hasCollected { return }
    hasCollected = true
    let taken = grantedBytes &- bytes
    grantedBytes = max(grantedBytes, collect())
    bytes = grantedBytes &- taken
  }

  /// Uses units outside of a run; why it must end, if so.
  mutating func use(_ units: Int, _ limits: MachineLimits) -> RuntimeError.ID? {
    if let fuel {
      self.fuel = max(0, fuel &- units)
      if fuel < units { return .outOfFuel }
    }
    if limits.isCancelled() { return .cancelled }
    if let deadline, MonotonicClock.nanoseconds() >= deadline { return .deadlineExceeded }
    return nil
  }
}

extension VirtualMachine {
  /// A conversion begins: part of the one that is under way, if there is one. An argument continues the crossing of those before it.
  package func beginConversion(ofArgument isArgument: Bool = false) {
    if machine.value.host.crossing.conversions == 0, !isArgument { machine.value.host.crossing.close() }
    machine.value.host.crossing.conversions &+= 1
  }

  /// A conversion has ended; its run pays for it, though nobody looks at the limits now.
  package func endConversion() {
    machine.value.host.crossing.conversions &-= 1
    guard machine.value.host.crossing.conversions == 0 else { return }
    if isExecuting { machine.value.charge(units: Crossing.slice &- machine.value.host.crossing.units) }
    machine.value.host.crossing.units = Crossing.slice
  }

  /// Pays for so many bytes that Swift is about to take, and for the work. Throws if a limit is exceeded.
  package func pay(bytes: Int, units: Int) throws(RuntimeError) {
    machine.value.host.crossing.bytes &-= bytes
    machine.value.host.crossing.units &-= units
    if machine.value.host.crossing.bytes < 0 { try findBytes(bytes) }
    if machine.value.host.crossing.units < 0 { try lookAtLimits() }
  }

  /// Pays for work of the host that takes none of its memory. Throws if a limit of the run is exceeded; outside of runs, there is none.
  package func payWork(_ units: Int) throws(RuntimeError) {
    if isExecuting { try pay(units) }
  }

  /// One level deeper, or none for what is only another form of the value: false if that is too deep. Whoever got true calls `ascend`
  /// with the same number.
  package func descend(by levels: Int = 1) throws(RuntimeError) -> Bool {
    guard machine.value.host.crossing.levels &+ levels <= Crossing.maximumLevels else { return false }
    guard NativeStack.hasRoom() else { throw failed(.stackOverflow) }
    machine.value.host.crossing.levels &+= levels
    return true
  }

  package func ascend(by levels: Int = 1) { machine.value.host.crossing.levels &-= levels }

  /// Whether a run is under way that isn't suspended.
  var isExecuting: Bool { machine.value.runs.isExecuting }

  private func findBytes(_ bytes: Int) throws(RuntimeError) {
    if !machine.value.host.crossing.isOpen {
      let limits = isExecuting ? nil : machine.value.runs.limits
      machine.value.host.crossing.open(
        bytes: freeBytes, fuel: limits?.fuel, deadline: limits?.deadlineFromNow)
      machine.value.host.crossing.bytes &-= bytes
      if machine.value.host.crossing.bytes >= 0 { return }
    }
    if machine.canEnter {
      machine.value.host.crossing.grantAgain {
        machine.collect()
        return freeBytes
      }
    }
    if machine.value.host.crossing.bytes < 0 { throw failed(.outOfMemory) }
  }

  private var freeBytes: Int {
    max(Crossing.minimumBytes, machine.value.heap.value.byteLimit &- machine.value.heap.value.usedBytes)
  }

  private func lookAtLimits() throws(RuntimeError) {
    let used = Crossing.slice &- machine.value.host.crossing.units
    machine.value.host.crossing.units = Crossing.slice
    if isExecuting {
      machine.value.charge(units: used)
      return try check(machine.value.refuel())
    }
    if let kind = machine.value.host.crossing.use(used, machine.value.runs.limits) { throw failed(kind) }
  }

  /// The error of the run that is under way, with its trace, or of none.
  private func failed(_ kind: RuntimeError.ID) -> RuntimeError {
    guard isExecuting else { return RuntimeError(kind) }
    _ = machine.value.fail(kind)
    return takeError()
  }
}

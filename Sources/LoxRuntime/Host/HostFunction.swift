/// A function of the host that scripts can call.
///
/// A body that isn't `@Sendable` must stay with the isolate that it was made for; only those of a `HostAPI`, which are, go to others.
@usableFromInline package final class HostFunction: @unchecked Sendable {
  /// For messages and traces: `clock`, `Point.scale`.
  package let name: String
  /// How many arguments it takes at most; nil if it takes any number.
  package let arity: Int?
  /// So many may not be left out; what is left out is nil.
  package let requiredCount: Int
  /// What its `arity` is in scripts: nil if it takes any number.
  var argumentCount: Int? { arity == nil ? nil : requiredCount }
  // PERF: two closures, since the payload of an enum would be counted at each call.

  /// Leaves a result with the call at once. What it throws ends the run, or rather the call from which the host came back.
  let body: (HostCall) throws -> Void
  /// Of a function that takes its time, prepares what the host is to wait for instead: the run is suspended and resumed with the
  /// result. The machine does not look at the object.
  let prepare: ((HostCall) throws -> AnyObject)?

  /// What a call costs beside its instruction.
  let cost: Int

  private init(
    _ name: String, _ arity: Int?, _ requiredCount: Int?, _ cost: Int,
    _ body: @escaping (HostCall) throws -> Void, _ prepare: ((HostCall) throws -> AnyObject)?
  ) {
    self.name = name
    self.arity = arity
    self.requiredCount = requiredCount ?? arity ?? 0
    self.cost = cost
    self.body = body
    self.prepare = prepare
  }

  package convenience init(
    name: String, arity: Int?, requiredCount: Int? = nil, cost: Int = HostFunction.usualCost,
    body: @escaping (HostCall) throws -> Void
  ) {
    self.init(name, arity, requiredCount, cost, body, nil)
  }

  package static func suspending(
    name: String, arity: Int?, requiredCount: Int? = nil, prepare: @escaping (HostCall) throws -> AnyObject
  ) -> HostFunction {
    HostFunction(name, arity, requiredCount, usualCost, { _ in }, prepare)
  }

  /// Whether it takes so many arguments as they are.
  @inline(__always) func takes(_ count: Int) -> Bool { arity == nil || arity == count }

  /// About as much as the machine could do in the time of a call.
  package static var usualCost: Int { 64 }
}

/// The host functions of an isolate, by the numbers that objects in the cage have for them. A number is free again when its
/// object was collected.
struct HostFunctionTable {
  private struct Entry {
    var function: HostFunction? { didSet { unretained = function.map(UnretainedReference.init) } }
    private(set) var unretained: UnretainedReference<HostFunction>?
    /// The object that has the number, always an old one.
    var object: Ref

    init(_ function: HostFunction, object: Ref) {
      self.function = function
      unretained = UnretainedReference(function)
      self.object = object
    }
  }

  private var entries: [Entry] = []
  private var free: [UInt32] = []
  /// Functions whose object is gone: what they hold is let go when the machine is ready for whatever that does.
  private var dead: [HostFunction] = []

  @inline(__always) subscript(number: UInt32) -> HostFunction? {
    Int(number) < entries.count ? entries[Int(number)].function : nil
  }

  /// The same, not counted: see to it that the function is kept.
  @inline(__always) func unretained(_ number: UInt32) -> UnretainedReference<HostFunction>? {
    Int(number) < entries.count ? entries[Int(number)].unretained : nil
  }

  /// How many functions there are.
  var count: Int { entries.count - free.count }

  mutating func add(_ function: HostFunction, object: Ref) -> UInt32 {
    let entry = Entry(function, object: object)
    if let number = free.popLast() {
      entries[Int(number)] = entry
      return number
    }
    entries.append(entry)
    return UInt32(truncatingIfNeeded: entries.count - 1)
  }

  /// Lets go of the functions whose object was collected.
  mutating func forgetDead(isLive: (Ref) -> Bool) {
    for number in entries.indices {
      guard let function = entries[number].function, !isLive(entries[number].object) else { continue }
      dead.append(function)
      entries[number].function = nil
      free.append(UInt32(truncatingIfNeeded: number))
    }
  }

  var hasDead: Bool { !dead.isEmpty }

  /// The functions to let go of.
  mutating func takeDead() -> [HostFunction] {
    defer { dead = [] }
    return dead
  }
}

extension Machine {
  /// A new object for a host function; null if memory is out. Never collects.
  mutating func makeHostFunction(_ function: HostFunction) -> Ref {
    guard let name = intern(function.name) else { return .null }
    return makeHostFunction(function, name: name)
  }

  private mutating func makeHostFunction(_ function: HostFunction, name: Ref) -> Ref {
    let ref = makeNative(.native, name: name, setter: 0)
    if !ref.isNull { cage.store32(host.functions.add(function, object: ref), ref.offset, NativeLayout.index) }
    return ref
  }

  /// A function or accessor that has no number yet; null if memory is out.
  mutating func makeNative(_ kind: ObjectKind, name: Ref, setter: UInt32) -> Ref {
    let ref = heap.value.allocateOld(size: NativeLayout.size)
    guard !ref.isNull else { return .null }
    cage.fill(ref.offset, count: NativeLayout.size, with: 0)
    cage.setHeader(ref, kind, size: NativeLayout.size)
    cage.store32(name.offset, ref.offset, NativeLayout.name)
    cage.store32(setter, ref.offset, NativeLayout.setter)
    return ref
  }

  /// Makes the function a global; false if memory is out. Never collects.
  mutating func define(_ function: HostFunction) -> Bool {
    guard let name = intern(function.name), let (slot, forModules) = slotsToDefine(name) else { return false }
    let ref = makeHostFunction(function, name: name)
    if ref.isNull { return false }
    cage.store(Value(.object, ref), slot)
    if let forModules { cage.store(Value(.object, ref), forModules) }
    return true
  }
}

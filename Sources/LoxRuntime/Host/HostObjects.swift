/// The host's objects that instances of host classes stand for: each is held as long as its instance lives.
///
/// The cage holds only a number, in a field whose name no script can say. A number that damage has changed leads to another
/// object of the table or to none, and whoever takes an object out looks at its type.
struct HostObjectTable {
  private struct Entry {
    var object: AnyObject?
    var key: ObjectIdentifier?
    /// What the object takes outside of the heap, as its class says.
    var bytes: Int
  }

  /// By the numbers of their instances.
  private var entries: [Entry] = []
  private var instances = WeakObjects()
  /// The entry of each object, so that the same object is the same instance.
  private var numbers: [ObjectIdentifier: Int] = [:]
  /// Objects whose instance is gone: they are let go when the machine is ready for whatever they do then.
  private var dead: [AnyObject] = []
  /// What all objects take outside of the heap, and how much of it makes a full collection due.
  private(set) var bytes = 0
  private(set) var threshold = HostObjectTable.minimumThreshold

  private static let minimumThreshold = 8 << 20

  var count: Int { instances.count }

  /// Adds an object, which is found again by the key.
  mutating func add(_ object: AnyObject, key: ObjectIdentifier?, instance: Ref, bytes: Int) -> Int {
    let entry = Entry(object: object, key: key, bytes: bytes)
    let number = instances.add(instance)
    if number < entries.count { entries[number] = entry } else { entries.append(entry) }
    if let key { numbers[key] = number }
    self.bytes += bytes
    return number
  }

  subscript(number: Int) -> AnyObject? { entries.indices.contains(number) ? entries[number].object : nil }

  /// The instance that stands for the object of this key.
  func instance(of key: ObjectIdentifier) -> Ref? { numbers[key].map { instances[$0] } }

  /// Lets go of an object because its instance stands for another one now.
  mutating func remove(_ number: Int) {
    instances.remove(number)
    letGo(number)
  }

  private mutating func letGo(_ number: Int) {
    guard entries.indices.contains(number), let object = entries[number].object else { return }
    if let key = entries[number].key, numbers[key] == number { numbers[key] = nil }
    dead.append(object)
    bytes -= entries[number].bytes
    entries[number] = Entry(object: nil, key: nil, bytes: 0)
  }

  mutating func updateMoved(_ newPlace: (Ref) -> Ref) {
    for number in instances.updateMoved(newPlace) { letGo(number) }
  }

  mutating func forgetDead(isLive: (Ref) -> Bool) {
    for number in instances.forgetDead(isLive: isLive) { letGo(number) }
    threshold = max(HostObjectTable.minimumThreshold, bytes * 2)
  }

  /// The objects to let go of.
  mutating func takeDead() -> [AnyObject] {
    let taken = dead
    dead = []
    return taken
  }

  var hasDead: Bool { !dead.isEmpty }
}

extension Pinned where Pointee == Machine {
  /// Lets go of host objects whose instance was collected, and of functions, unless one is being executed: it may be among them. What
  /// they do then must not use the machine.
  func releaseDeadOfHost() {
    let hasDeadFunctions = value.host.functions.hasDead && value.host.depth == 0
    guard value.host.objects.hasDead || hasDeadFunctions else { return }
    let wasClosed = value.isClosed
    value.isClosed = true
    var objects = value.host.objects.takeDead()
    var functions = hasDeadFunctions ? value.host.functions.takeDead() : []
    objects.removeAll()
    functions.removeAll()
    value.isClosed = wasClosed
  }

  /// Makes the instance in a slot stand for an object. False, with the error set, if memory is out.
  func setHostObject(_ object: AnyObject, key: ObjectIdentifier?, bytes: Int, of instance: Slot) -> Bool {
    guard self[instance].isInstance, hasRoomForHostObject(bytes) else { return value.failOutOfMemory() }
    if let number = value.hostObjectNumber(self[instance]) { value.host.objects.remove(number) }
    let number = value.host.objects.add(object, key: key, instance: self[instance].ref, bytes: bytes)
    let base = top
    defer { pop(to: base) }
    guard push(Value(Double(number))), setField(value.host.objectName, of: instance, to: base) else {
      value.host.objects.remove(number)
      return false
    }
    return true
  }

  /// What objects take outside of the heap counts with what is in it.
  private func hasRoomForHostObject(_ bytes: Int) -> Bool {
    func isTooMuch() -> Bool {
      value.host.objects.bytes &+ bytes > value.heap.value.byteLimit &- value.heap.value.usedBytes
    }
    if value.host.objects.bytes &+ bytes > value.host.objects.threshold || isTooMuch() {
      collect()
      return !isTooMuch()
    }
    return true
  }
}

extension Machine {
  /// The number of the host object that an instance stands for.
  @inline(__always) mutating func hostObjectNumber(_ instance: Value) -> Int? {
    guard instance.isInstance else { return nil }
    let shape = cage.shape(ofInstance: instance.ref)
    let number: Value
    if shape == lookUpCache.hostShape {
      number = cage.value(instance.ref.offset, lookUpCache.hostDisplacement)
    } else {
      guard let found = findHostObjectNumber(instance.ref, shape) else { return nil }
      number = found
    }
    return number.wholeNumber(below: 1 << 32).map(Int.init(truncatingIfNeeded:))
  }

  @inline(never) private mutating func findHostObjectNumber(_ instance: Ref, _ shape: Ref) -> Value? {
    guard case .field(let slot) = lookUp(host.objectName, in: shape) else { return nil }
    if slot < cage.inlineCapacity(ofShape: shape) {
      lookUpCache.setHostShape(shape, displacement: InstanceLayout.fields &+ slot &* 8)
    }
    return cage.field(slot, of: instance)
  }

  /// The host object that an instance stands for.
  mutating func hostObject(_ instance: Value) -> AnyObject? {
    hostObjectNumber(instance).flatMap { host.objects[$0] }
  }
}

extension ValueStack {
  /// The host object that the instance in a slot stands for.
  @usableFromInline package func hostObject(_ slot: Slot) -> AnyObject? {
    state.machine?.pinned(as: Machine.self).value.hostObject(Value(bits: load(slot)))
  }
}

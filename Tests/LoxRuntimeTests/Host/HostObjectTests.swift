import Testing

@testable import LoxRuntime

/// The host's objects that instances stand for.
@Suite struct HostObjectTests {
  private final class Object {
    let end: () -> Void
    init(end: @escaping () -> Void = {}) { self.end = end }
    deinit { end() }
  }

  private static let young = Ref(offset: Nursery.edenStart)
  private static let old = Ref(offset: Cage.oldStart)

  // MARK: - The table

  @Test func objectsAreFoundByNumberAndKey() {
    var table = HostObjectTable()
    let (a, b) = (Object(), Object())
    let key = ObjectIdentifier(a)
    #expect(table.add(a, key: key, instance: Self.old, bytes: 10) == 0)
    #expect(table.add(b, key: nil, instance: Ref(offset: Self.old.offset + 8), bytes: 20) == 1)
    #expect(table[0] === a && table[1] === b)
    #expect(table[2] == nil && table[-1] == nil)
    #expect(table.instance(of: key) == Self.old)
    #expect(table.instance(of: ObjectIdentifier(b)) == nil)
    #expect(table.count == 2 && table.bytes == 30)
  }

  @Test func numbersAreReused() {
    var table = HostObjectTable()
    let objects = (0..<3).map { _ in Object() }
    for object in objects {
      _ = table.add(object, key: ObjectIdentifier(object), instance: Self.old, bytes: 1)
    }
    table.remove(1)
    #expect(table[1] == nil && table.count == 2 && table.bytes == 2)
    #expect(table.instance(of: ObjectIdentifier(objects[1])) == nil)
    // Again, or where nothing is: nothing happens.
    table.remove(1)
    table.remove(99)
    #expect(table.count == 2 && table.bytes == 2)
    #expect(table.add(Object(), key: nil, instance: Self.old, bytes: 1) == 1)
    #expect(table.add(Object(), key: nil, instance: Self.old, bytes: 1) == 3)
  }

  /// The old entry of an object that has a new instance does not take the key with it.
  @Test func theKeyIsThatOfTheNewestInstance() {
    var table = HostObjectTable()
    let object = Object()
    let key = ObjectIdentifier(object)
    let first = table.add(object, key: key, instance: Self.old, bytes: 0)
    let second = table.add(object, key: key, instance: Ref(offset: Self.old.offset + 8), bytes: 0)
    table.remove(first)
    #expect(table.instance(of: key) == Ref(offset: Self.old.offset + 8))
    table.remove(second)
    #expect(table.instance(of: key) == nil)
  }

  @Test func anObjectLivesUntilTheMachineIsReady() {
    var isGone = false
    var table = HostObjectTable()
    let number = table.add(Object { isGone = true }, key: nil, instance: Self.old, bytes: 0)
    #expect(table.hasDead == false)
    table.remove(number)
    #expect(table.hasDead == true)
    #expect(!isGone)
    var dead = table.takeDead()
    #expect(dead.count == 1 && !isGone)
    #expect(table.hasDead == false)
    dead = []
    #expect(isGone)
  }

  @Test func minorCollectionsMoveAndEndYoungInstances() {
    var table = HostObjectTable()
    let objects = (0..<3).map { _ in Object() }
    let instances = [Self.young, Ref(offset: Self.young.offset + 8), Self.old]
    for (object, instance) in zip(objects, instances) {
      _ = table.add(object, key: ObjectIdentifier(object), instance: instance, bytes: 1)
    }
    var asked: [Ref] = []
    let survivor = Ref(offset: Nursery.lowStart)
    table.updateMoved { ref in
      asked.append(ref)
      return ref == Self.young ? survivor : .null
    }
    #expect(asked == [instances[0], instances[1]])
    #expect(table.instance(of: ObjectIdentifier(objects[0])) == survivor)
    #expect(table[1] == nil && table.count == 2)
    #expect(table[2] === objects[2])
    // Once it is old, it is not asked for again.
    table.updateMoved { _ in Ref(offset: Self.old.offset + 16) }
    table.updateMoved { _ in .null }
    #expect(table.instance(of: ObjectIdentifier(objects[0])) == Ref(offset: Self.old.offset + 16))
    #expect(table.count == 2)
  }

  @Test func fullCollectionsEndTheOthers() {
    var table = HostObjectTable()
    let live = Ref(offset: Self.old.offset + 8)
    _ = table.add(Object(), key: nil, instance: Self.old, bytes: 1 << 20)
    _ = table.add(Object(), key: nil, instance: live, bytes: 100 << 20)
    table.forgetDead { $0 == live }
    #expect(table.count == 1 && table[0] == nil && table[1] != nil)
    #expect(table.threshold == 200 << 20)
    table.forgetDead { _ in false }
    #expect(table.count == 0 && table.bytes == 0)
    #expect(table.threshold == 8 << 20)
  }

  // MARK: - Instances

  /// Pushes an instance that stands for an object.
  private func push(_ object: Object, bytes: Int = 0, _ virtualMachine: VirtualMachine) throws -> Slot {
    let slot = virtualMachine.top
    try virtualMachine.pushClass(named: "C")
    try virtualMachine.makeInstance(slot)
    try virtualMachine.setHostObject(object, key: ObjectIdentifier(object), bytes: bytes, of: slot)
    return slot
  }

  @Test func anInstanceStandsForItsObject() throws {
    let fixture = try #require(MachineFixture())
    let virtualMachine = fixture.virtualMachine
    let (a, b) = (Object(), Object())
    let (first, second) = (try push(a, virtualMachine), try push(b, virtualMachine))
    // The second time, the machine knows where instances of the class have the number.
    for _ in 0..<2 { #expect(virtualMachine.stack.hostObject(first) === a) }
    for _ in 0..<2 { #expect(virtualMachine.stack.hostObject(second) === b) }
    #expect(virtualMachine.fieldNames(of: first) == [])
    // It is not always the first field.
    let (third, c) = (virtualMachine.top, Object())
    try virtualMachine.pushClass(named: "C")
    try virtualMachine.makeInstance(third)
    try virtualMachine.push(1.5)
    try virtualMachine.popField("x", of: third)
    try virtualMachine.setHostObject(c, key: nil, bytes: 0, of: third)
    #expect(virtualMachine.stack.hostObject(third) === c)
    #expect(virtualMachine.stack.hostObject(second) === b)
    let slot = virtualMachine.top
    #expect(try virtualMachine.pushInstance(of: ObjectIdentifier(b)) == true)
    #expect(virtualMachine.areIdentical(slot, second) == true)
    // The same holds wherever the collector has put it.
    virtualMachine.collect()
    #expect(virtualMachine.stack.hostObject(first) === a)
    #expect(virtualMachine.stack.hostObject(second) === b)
    try virtualMachine.pushNil()
    #expect(virtualMachine.stack.hostObject(virtualMachine.top.advanced(by: -1)) == nil)
  }

  @Test func anObjectIsLetGoAfterItsInstance() throws {
    let fixture = try #require(MachineFixture())
    let virtualMachine = fixture.virtualMachine
    var ended = 0
    var wasClosed = false
    let base = virtualMachine.top
    _ = try push(
      Object {
        ended += 1
        wasClosed = fixture.machine.value.isClosed
      }, virtualMachine)
    virtualMachine.collect()
    #expect(ended == 0 && virtualMachine.hostObjectCount == 1)
    virtualMachine.pop(to: base)
    virtualMachine.collect()
    #expect(ended == 1 && virtualMachine.hostObjectCount == 0)
    // Its deinitializer could not enter the machine.
    #expect(wasClosed)
    #expect(fixture.machine.canEnter == true)
  }

  @Test func anInstanceLetsGoOfTheObjectThatItStoodFor() throws {
    let fixture = try #require(MachineFixture())
    let virtualMachine = fixture.virtualMachine
    var ended = 0
    let slot = try push(Object { ended += 1 }, virtualMachine)
    let other = Object()
    try virtualMachine.setHostObject(other, key: nil, bytes: 0, of: slot)
    #expect(virtualMachine.stack.hostObject(slot) === other)
    virtualMachine.collect()
    #expect(ended == 1 && virtualMachine.hostObjectCount == 1)
  }

  @Test func bytesOutsideOfTheHeapCount() throws {
    let fixture = try #require(MachineFixture { $0.heapLimit = 16 << 20 })
    let virtualMachine = fixture.virtualMachine
    let base = virtualMachine.top
    _ = try push(Object(), bytes: 10 << 20, virtualMachine)
    let error = #expect(throws: RuntimeError.self) { try push(Object(), bytes: 10 << 20, virtualMachine) }
    #expect(error?.kind == .outOfMemory)
    // Without the first there is room for another.
    virtualMachine.pop(to: base)
    _ = try push(Object(), bytes: 10 << 20, virtualMachine)
    #expect(virtualMachine.hostObjectCount == 1)
  }
}

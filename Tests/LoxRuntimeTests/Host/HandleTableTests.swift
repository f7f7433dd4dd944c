import Testing

@testable import LoxRuntime

/// Values that the host keeps, by numbers.
@Suite struct HandleTableTests {
  private let table = HandleTable()

  /// Moves references, as a minor collection does, and notes what it was shown.
  private struct Mover: ReferenceVisitor {
    var moved: [Ref: Ref] = [:]
    private(set) var shown: [Value] = []

    init(_ moved: [Ref: Ref] = [:]) { self.moved = moved }

    mutating func visitValues(at offset: UInt32, count: Int) {}
    mutating func visit(_ value: Value) -> Value {
      shown.append(value)
      return Value(bits: value.bits & ~0xffff_ffff | UInt64((moved[value.ref] ?? value.ref).offset))
    }
    mutating func visit(_ ref: Ref) -> Ref { ref }
  }

  private static let young = Ref(offset: Nursery.edenStart)
  private static let survivor = Ref(offset: Nursery.lowStart)
  private static let old = Ref(offset: Cage.oldStart)

  private func value(_ number: Int) -> Value {
    Value(.object, Ref(offset: Cage.oldStart + UInt32(number) * 8))
  }

  @Test func numbersAreReused() {
    let numbers = (0..<3).map { table.add(value($0)) }
    #expect(numbers == [0, 1, 2])
    table.remove(1)
    #expect(table[1] == .nil)
    #expect(table.add(value(7)) == 1)
    #expect((0..<3).map { table[$0] } == [value(0), value(7), value(2)])
    #expect(table.add(value(8)) == 3)
    #expect(table.capacity == 4)
  }

  @Test func numbersThatWereNeverGivenOutHaveNoValue() {
    #expect(table[0] == .nil && table[-1] == .nil)
    #expect(table.weakValue(0) == .nil && table.weakValue(-1) == .nil)
    table.remove(5)
    table.remove(-1)
    table.removeWeak(-1)
    #expect(table.add(value(0)) == 0)
  }

  @Test func identityIsThatOfTheObject() {
    let (a, b, c) = (table.add(value(1)), table.add(value(1)), table.add(value(2)))
    #expect(table.areIdentical(a, b) == true)
    #expect(table.areIdentical(a, c) == false)
    // What is gone is identical with nothing.
    table.remove(a)
    table.remove(b)
    #expect(table.areIdentical(a, b) == false)
  }

  @Test func minorCollectionsSeeYoungValuesOnly() {
    let (a, b) = (table.add(Value(.string, Self.young)), table.add(value(0)))
    _ = table.add(Value(1.5))
    var first = Mover([Self.young: Self.survivor])
    table.visitYoung(&first)
    #expect(first.shown == [Value(.string, Self.young)])
    #expect(table[a] == Value(.string, Self.survivor) && table[b] == value(0))
    // What was promoted is not looked at again.
    var second = Mover([Self.survivor: Self.old])
    table.visitYoung(&second)
    #expect(second.shown == [Value(.string, Self.survivor)])
    #expect(table[a] == Value(.string, Self.old))
    var third = Mover()
    table.visitYoung(&third)
    #expect(third.shown == [])
    var full = Mover()
    table.visit(&full)
    #expect(full.shown == [Value(.string, Self.old), value(0), Value(1.5)])
  }

  @Test func aNumberIsListedOnce() {
    for _ in 0..<3 { table.remove(table.add(Value(.string, Self.young))) }
    let number = table.add(Value(.string, Self.young))
    var mover = Mover()
    table.visitYoung(&mover)
    #expect(mover.shown == [table[number]])
  }

  @Test func weakHandlesFollowTheirObject() {
    let (moved, dead, old) = (
      table.addWeak(Value(.instance, Self.young)), table.addWeak(Value(.string, Ref(offset: 5 << 22))),
      table.addWeak(value(0))
    )
    var mover = Mover()
    table.visitYoung(&mover)
    table.visit(&mover)
    #expect(mover.shown == [])
    table.updateMoved { $0 == Self.young ? Self.survivor : .null }
    #expect(table.weakValue(moved) == Value(.instance, Self.survivor))
    #expect(table.weakValue(dead) == .nil)
    #expect(table.weakValue(old) == value(0))
    table.updateMoved { $0 == Self.survivor ? Self.old : .null }
    #expect(table.weakValue(moved) == Value(.instance, Self.old))
    table.updateMoved { _ in .null }
    #expect(table.weakValue(moved) == Value(.instance, Self.old))
  }

  @Test func onlyObjectsHaveWeakHandles() {
    #expect([Value.nil, .true, Value(1.5)].map { table.addWeak($0) } == [-1, -1, -1])
    #expect(table.capacity == 0)
  }

  @Test func fullCollectionsEndWeakHandles() {
    let (dead, live, strong) = (table.addWeak(value(1)), table.addWeak(value(2)), table.add(value(1)))
    table.forgetDead { $0 == value(2).ref }
    #expect(table.weakValue(dead) == .nil)
    #expect(table.weakValue(live) == value(2))
    // A strong one is a root: it is not asked for.
    #expect(table[strong] == value(1))
  }

  @Test func theUnusedEndIsGivenBack() {
    let numbers = (0..<200).map { table.add(value($0)) }
    for number in numbers where number != 10 && number != 50 { table.remove(number) }
    table.forgetDead { _ in true }
    #expect(table.capacity == 51)
    #expect(table[10] == value(10) && table[50] == value(50) && table[51] == .nil)
    // The numbers that are left are used, the lowest first, then new ones.
    #expect((0..<49).map { _ in table.add(value(0)) } == (0..<51).filter { $0 != 10 && $0 != 50 })
    #expect(table.add(value(0)) == 51)
    #expect(table[10] == value(10) && table[50] == value(50))
  }

  @Test func aTableThatIsSmallOrInUseKeepsItsRoom() {
    for number in (0..<64).map({ table.add(value($0)) }) { table.remove(number) }
    table.forgetDead { _ in true }
    #expect(table.capacity == 64)
    let numbers = (0..<200).map { table.add(value($0)) }
    for number in numbers.suffix(100) { table.remove(number) }
    table.forgetDead { _ in true }
    #expect(table.capacity == 200)
    // All of it goes once nothing is in use.
    for number in numbers.prefix(100) { table.remove(number) }
    table.forgetDead { _ in true }
    #expect(table.capacity == 0)
    #expect(table.add(value(0)) == 0)
  }

  @Test func afterItsMachineNothingIsLeft() {
    final class Owner {}
    let owner = Owner()
    table.setOwner(owner)
    #expect(table.owner(as: Owner.self) === owner)
    #expect(table.owner(as: HandleTable.self) == nil)
    let (strong, weak) = (table.add(value(1)), table.addWeak(value(1)))
    table.close()
    #expect(table[strong] == .nil && table.weakValue(weak) == .nil)
    #expect(table.owner(as: Owner.self) == nil)
    table.remove(strong)
    table.removeWeak(weak)
  }
}

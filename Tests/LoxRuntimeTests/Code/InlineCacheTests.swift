import LoxBytecode
import Testing

@testable import LoxRuntime

/// What instructions have learned, in the views of their kinds.
@Suite struct InlineCacheTests {
  /// A cache, the records that may be in it, and registers.
  private final class Fixture {
    let heap: CollectorFixture
    let cache = InlineCache.makeDetached()
    var programs = LinkedPrograms()
    let stub: FunctionRecord
    let record: FunctionRecord
    let registers: Registers

    init() throws {
      heap = try #require(CollectorFixture())
      var records: [FunctionRecord] = []
      for _ in 0..<2 {
        let program = Program.entryStub
        let linked = programs.add(program, image: CodeImage(program.code), strings: [])
        records.append(try #require(linked).block.script)
      }
      (stub, record) = (records[0], records[1])
      registers = Registers(heap.cage, offset: Cage.stackStart)
      cache.name = Ref(offset: 77)
    }

    deinit {
      cache.free()
      programs.free()
    }

    var cage: Cage { heap.cage }

    /// Puts an instance of a shape in a register.
    func setInstance(_ register: Int, of shape: Ref) {
      registers[register] = Value(.instance, heap.makeInstance(shape))
    }
  }

  private let fixture: Fixture
  private var cache: InlineCache { fixture.cache }
  private let shapes: [Ref]

  init() throws {
    let fixture = try Fixture()
    self.fixture = fixture
    shapes = (0..<5).map { _ in fixture.heap.makeShape(fields: 1) }
  }

  private func isLive(_ kind: CacheKind, without dead: Set<UInt32> = []) -> Bool {
    cache.view(kind).isLive { !dead.contains($0.offset) }
  }

  private func isHit(_ kind: CacheKind, _ instruction: Instruction) -> Bool {
    cache.view(kind).isHit(instruction, fixture.registers, fixture.cage)
  }

  // MARK: - All kinds

  @Test(arguments: CacheKind.allCases) func clearingForgetsAllButTheName(kind: CacheKind) {
    cache.ofCall.callee = 1
    cache.ofCall.record = fixture.record
    cache.ofInvoke.second.record = fixture.record
    cache.ofInvoke.secondField.shape = 3
    cache.ofInvoke.secondField.cost = 4
    cache.misses = 5
    cache.view(kind).clear(stub: fixture.stub)
    #expect(cache.name == Ref(offset: 77))
    #expect(cache.misses == 0)
    #expect(cache.ofInvoke.secondField.shape == 0 && cache.ofInvoke.secondField.cost == 0)
    #expect(isLive(kind, without: [77]) == true)
    switch kind {
    case .call, .invokeSuper, .callSpread:
      #expect(cache.ofCall.callee == Value.undefined.bits)
      #expect(cache.ofCall.record == fixture.stub)
    case .invoke, .invokeSpread, .iterate:
      #expect(cache.ofInvoke.first.shape == 0)
      #expect(cache.ofInvoke.first.record == fixture.stub && cache.ofInvoke.second.record == fixture.stub)
    case .getProperty, .setProperty, .getSuper, .getPropertyIfAny, .getMethodIfAny:
      #expect(cache.ofGet.first.shape == 0)
    }
  }

  /// Nothing that a script can have in a register is found in an empty cache.
  @Test(arguments: CacheKind.allCases) func anEmptyCacheHitsNothing(kind: CacheKind) {
    cache.view(kind).clear(stub: fixture.stub)
    let instruction = Instruction(.call, argumentCount: 0, window: 0)
    fixture.setInstance(0, of: shapes[0])
    fixture.registers[1] = fixture.registers[0]
    #expect(isHit(kind, instruction) == false)
    for value in [Value.nil, .true, .false, Value(0), Value(.object, .null)] {
      (fixture.registers[0], fixture.registers[1]) = (value, value)
      #expect(isHit(kind, instruction) == false)
    }
  }

  // MARK: - Calls

  private func fillCall(callee: Value) {
    let known = cache.ofCall
    known.clear(stub: fixture.stub)
    known.callee = callee.bits
    known.record = fixture.record
    known.shape = shapes[1].offset
    known.instanceSize = 24
    known.closure = shapes[2]
  }

  @Test func theCalleeOfACallIsInItsWindow() {
    let callee = Value(.object, shapes[0])
    fillCall(callee: callee)
    let call = Instruction(.call, argumentCount: 2, window: 3)
    #expect(isHit(.call, call) == false)
    fixture.registers[3] = callee
    #expect(isHit(.call, call) == true)
    #expect(isHit(.invokeSuper, call) == false)
    fixture.registers[3] = .nil
    fixture.registers[6] = callee
    #expect(isHit(.invokeSuper, call) == true)
    #expect(isHit(.call, call) == false)
  }

  @Test(arguments: [CacheKind.call, .invokeSuper]) func aCallDependsOnAllThatItRefersTo(kind: CacheKind) {
    fillCall(callee: Value(.object, shapes[0]))
    #expect(isLive(kind) == true)
    for shape in shapes[0...2] { #expect(isLive(kind, without: [shape.offset]) == false) }
    #expect(isLive(kind, without: [shapes[3].offset]) == true)
    // The parts don't overlap.
    let known = cache.ofCall
    #expect(known.callee == Value(.object, shapes[0]).bits && known.record == fixture.record)
    #expect(known.shape == shapes[1].offset && known.instanceSize == 24 && known.closure == shapes[2])
    #expect(cache.name == Ref(offset: 77))
  }

  // MARK: - Calls of methods

  private func fillInvoke() {
    let known = cache.ofInvoke
    known.clear(stub: fixture.stub)
    (known.first.shape, known.second.shape) = (shapes[0].offset, shapes[1].offset)
    (known.first.closure, known.second.closure) = (Ref(offset: 8), Ref(offset: 16))
    known.second.record = fixture.record
    (known.firstField.shape, known.secondField.shape) = (shapes[2].offset, shapes[3].offset)
    (known.firstField.access, known.secondField.access) = (.load(8), .call(16))
    (known.firstField.cost, known.secondField.cost) = (100, 200)
  }

  @Test func aMethodIsKnownForFourShapes() {
    fillInvoke()
    let invoke = Instruction(.invoke, argumentCount: 1, window: 2)
    for (number, shape) in shapes.enumerated() {
      fixture.setInstance(2, of: shape)
      #expect(isHit(.invoke, invoke) == (number < 4))
    }
    fixture.registers[2] = Value(.object, shapes[0])
    #expect(isHit(.invoke, invoke) == false)
  }

  @Test func aCallOfAMethodDependsOnAllThatItRefersTo() {
    fillInvoke()
    #expect(isLive(.invoke) == true)
    for offset in shapes[0...3].map(\.offset) + [8, 16] {
      #expect(isLive(.invoke, without: [offset]) == false)
    }
    let known = cache.ofInvoke
    #expect(known.first.record == fixture.stub && known.second.record == fixture.record)
    #expect(known.firstField.cost == 100 && known.secondField.cost == 200)
    #expect(known.firstField.access.displacement == 8 && known.secondField.access.displacement == 16)
    #expect(cache.name == Ref(offset: 77) && cache.misses == 0)
  }

  @Test func accessesSayWhatTheyDo() {
    for displacement in [8, 1032] {
      let (load, call, store) = (
        FieldAccess.load(displacement), FieldAccess.call(displacement), FieldAccess.store(displacement)
      )
      #expect([load, call, store].map(\.displacement) == [displacement, displacement, displacement])
      #expect([load, call, store].map(\.isLoad) == [true, false, false])
      #expect([load, call, store].map(\.isLoadOrCall) == [true, true, false])
    }
  }

  // MARK: - Members of the host

  /// The kinds whose caches know members of the host, and where.
  private var hostMembers: [(kind: CacheKind, member: HostMember)] {
    [
      (.invoke, cache.ofInvoke.hostMember), (.getProperty, cache.ofGet.hostMember),
      (.setProperty, cache.ofSet.hostMember),
    ]
  }

  @Test func aMemberOfTheHostIsKnownForOneShape() {
    for (kind, known) in hostMembers {
      cache.view(kind).clear(stub: fixture.stub)
      #expect(known.member(for: shapes[0].offset) == .null)
      #expect(known.member(for: 0) == .null)
      known.set(shapes[0], Ref(offset: 8))
      #expect(known.member(for: shapes[0].offset) == Ref(offset: 8))
      #expect(known.member(for: shapes[1].offset) == .null)
      #expect(isLive(kind) == true)
      for offset in [shapes[0].offset, 8] { #expect(isLive(kind, without: [offset]) == false) }
      cache.view(kind).clear(stub: fixture.stub)
      #expect(known.member(for: shapes[0].offset) == .null)
    }
  }

  /// What the run loop looks for.
  @Test func theRunLoopDoesNotTakeAMemberOfTheHostForAField() {
    fixture.setInstance(0, of: shapes[0])
    for (kind, known) in hostMembers {
      cache.view(kind).clear(stub: fixture.stub)
      known.set(shapes[0], Ref(offset: 8))
      #expect(isHit(kind, Instruction(.call, argumentCount: 0, window: 0)) == false)
    }
  }

  @Test func aFieldKeepsItsPlace() {
    fillInvoke()
    let known = cache.ofInvoke
    known.fill(shapes[4], hostMethod: Ref(offset: 8))
    #expect(known.hostMember.member(for: shapes[4].offset) == .null)
    #expect(known.secondField.shape == shapes[3].offset)
    known.secondField.shape = 0
    for shape in [shapes[4], shapes[3]] {
      known.fill(shape, hostMethod: Ref(offset: 8))
      #expect(known.hostMember.member(for: shape.offset) == Ref(offset: 8))
    }
    #expect(known.firstField.shape == shapes[2].offset && known.first.shape == shapes[0].offset)
  }

  @Test func aMemberOfTheHostIsBesideTheOthers() {
    let (get, set) = (cache.ofGet, cache.ofSet)
    get.clear(stub: fixture.stub)
    (get.first.shape, get.second.shape, get.mapEntry) = (8, 16, 3)
    get.hostMember.set(shapes[0], Ref(offset: 24))
    #expect(get.first.shape == 8 && get.second.shape == 16 && get.mapEntry == 3)
    set.clear(stub: fixture.stub)
    (set.shape, set.shapeBefore, set.shapeAfter, set.mapEntry) = (8, 16, 24, 3)
    set.hostMember.set(shapes[0], Ref(offset: 32))
    #expect(set.shape == 8 && set.shapeBefore == 16 && set.shapeAfter == 24 && set.mapEntry == 3)
    #expect(cache.name == Ref(offset: 77) && cache.misses == 0)
  }

  // MARK: - Properties

  @Test func aFieldIsReadForTwoShapes() {
    let known = cache.ofGet
    known.clear(stub: fixture.stub)
    (known.first.shape, known.second.shape) = (shapes[0].offset, shapes[1].offset)
    (known.first.displacement, known.second.displacement) = (8, 16)
    #expect(known.first.displacement == 8 && known.second.displacement == 16)
    let get = Instruction(.getProperty, a: 0, b: 4)
    for (number, shape) in shapes.enumerated() {
      fixture.setInstance(4, of: shape)
      #expect(isHit(.getProperty, get) == (number < 2))
    }
    #expect(isLive(.getProperty) == true)
    for shape in shapes[0...1] { #expect(isLive(.getProperty, without: [shape.offset]) == false) }
    #expect(isLive(.getProperty, without: [shapes[2].offset]) == true)
  }

  @Test func aFieldIsSetWhereItIsAndWhereItIsAdded() {
    let known = cache.ofSet
    known.clear(stub: fixture.stub)
    (known.shape, known.shapeBefore, known.shapeAfter) = (
      shapes[0].offset, shapes[1].offset, shapes[2].offset
    )
    (known.displacement, known.addedDisplacement) = (8, 16)
    #expect(known.displacement == 8 && known.addedDisplacement == 16)
    let set = Instruction(.setProperty, a: 5, b: 0)
    for (number, shape) in shapes.enumerated() {
      fixture.setInstance(5, of: shape)
      #expect(isHit(.setProperty, set) == (number < 2))
    }
    #expect(isLive(.setProperty) == true)
    for shape in shapes[0...2] { #expect(isLive(.setProperty, without: [shape.offset]) == false) }
  }

  // MARK: - Places

  /// The first two findings stay, until many others have come.
  @Test func findingsTakeTurns() {
    let known = cache.ofGet
    known.clear(stub: fixture.stub)
    known.entryToFill(for: Ref(offset: 1))?.shape = 1
    #expect(known.entryToFill(for: Ref(offset: 1)) == nil, "It is there already.")
    #expect(known.first.shape == 1)
    cache.misses = 1
    known.entryToFill(for: Ref(offset: 2))?.shape = 2
    #expect(known.first.shape == 1 && known.second.shape == 2)
    var replaced: [UInt32] = []
    for miss in 1...64 {
      cache.misses = UInt16(miss)
      guard let entry = known.entryToFill(for: Ref(offset: 3)) else { continue }
      replaced.append(entry.shape)
      #expect(miss % 16 == 0)
    }
    #expect(replaced == [2, 1, 2, 1])
  }

  @Test func methodsAndFieldsHavePlacesOfTheirOwn() {
    let known = cache.ofInvoke
    known.clear(stub: fixture.stub)
    cache.misses = 1
    for shape: UInt32 in [1, 2] { known.methodToFill(for: Ref(offset: shape))?.shape = shape }
    for shape: UInt32 in [3, 4] { known.fieldToFill(for: Ref(offset: shape))?.shape = shape }
    #expect(known.methodToFill(for: Ref(offset: 5)) == nil && known.fieldToFill(for: Ref(offset: 5)) == nil)
    #expect([known.first.shape, known.second.shape] == [1, 2])
    #expect([known.firstField.shape, known.secondField.shape] == [3, 4])
  }
}

import LoxBytecode
import Testing

@testable import LoxRuntime

/// The two stacks of calls: how they grow, how far, and how they shrink.
@Suite struct FiberTests {
  /// A fiber without a machine, freed at the end.
  private final class Fixture {
    let reservation: Reservation
    var programs = LinkedPrograms()
    var fiber: Fiber

    init(heapBytes: Int = 1 << 20, callDepth: Int = 400) throws {
      reservation = try #require(Reservation())
      let stub = Program.entryStub
      let image = CodeImage(stub.code)
      let linked = programs.add(stub, image: image, strings: [])
      fiber = Fiber(
        reservation.cage, FrameStack(reservation), pc: image.pointer(at: 0),
        function: try #require(linked).block.script, Fixture.limits(heapBytes, callDepth))
    }

    deinit {
      fiber.free()
      programs.free()
      reservation.release()
    }

    static func limits(_ heapBytes: Int, _ callDepth: Int) -> MachineLimits {
      MachineLimits(heapBytes: heapBytes, callDepth: callDepth, entryDepth: 1)
    }

    /// Offsets from the beginning of the value stack.
    func reserve(to end: Int) -> Bool { fiber.reserveStack(to: Int(Cage.stackStart) + end) }
    var stackSize: Int { Int(fiber.stackEnd - Cage.stackStart) }

    /// Grows the stack of frames as calls do, one by one.
    func reserveFrames(_ count: Int) -> Bool { (0..<count).allSatisfy { fiber.reserveFrame($0) } }

    func pushFrames(_ count: Int) {
      for _ in 0..<count {
        fiber.parked.frame.push(
          fiber.parked.pc, fiber.parked.function, windowBytes: 8, closure: Ref(offset: 99))
      }
    }

    /// Limits that the run loop compares with are those of the two stacks.
    var limitsAgree: Bool {
      fiber.stackLimit == Registers(reservation.cage, offset: fiber.stackEnd).address
        && fiber.frameLimit
          == fiber.frames.pointer(at: min(fiber.frames.capacity, fiber.maximumDepth)).address
    }
  }

  @Test func nativeCodeFindsTheFields() {
    let parked = MemoryLayout<Fiber>.offset(of: \.parked) ?? -1
    #expect(parked == 0)
    #expect(MemoryLayout<Fiber.Parked>.offset(of: \.pc) == FiberLayout.pc - parked)
    #expect(MemoryLayout<Fiber.Parked>.offset(of: \.function) == FiberLayout.function - parked)
    #expect(MemoryLayout<Fiber.Parked>.offset(of: \.registers) == FiberLayout.registers - parked)
    #expect(MemoryLayout<Fiber.Parked>.offset(of: \.frame) == FiberLayout.frame - parked)
    #expect(MemoryLayout<Fiber.Parked>.offset(of: \.fuel) == FiberLayout.fuel - parked)
    #expect(MemoryLayout<Fiber>.offset(of: \.stackLimit) == FiberLayout.stackLimit)
    #expect(MemoryLayout<Fiber>.offset(of: \.frameLimit) == FiberLayout.frameLimit)
  }

  @Test func aNewFiberHasNoCalls() throws {
    let fixture = try Fixture()
    #expect(fixture.fiber.depth == 0)
    #expect(fixture.fiber.hostTop == Cage.stackStart)
    #expect(fixture.stackSize == Int(Fiber.initialStack))
    #expect(fixture.fiber.frames.capacity == FrameStack.initialCapacity)
    #expect(fixture.fiber.windowEnd == Cage.stackStart + 8)
    #expect(fixture.limitsAgree == true)
    let cage = fixture.reservation.cage
    #expect(stride(from: 0, to: 4096, by: 8).allSatisfy { cage.value(Cage.stackStart, $0) == .nil })
    #expect(cage.load64(Cage.stackStart, 4096) == 0)
  }

  @Test func theValueStackGrows() throws {
    let fixture = try Fixture()
    let cage = fixture.reservation.cage
    cage.fill(Cage.stackStart + 4096, count: 4096, with: 0x5a)
    #expect(fixture.reserve(to: 4096) == true)
    #expect(fixture.stackSize == 4096)
    #expect(fixture.reserve(to: 4104) == true)
    #expect(fixture.stackSize == 8192)
    #expect(fixture.limitsAgree == true)
    #expect(stride(from: 4096, to: 8192, by: 8).allSatisfy { cage.value(Cage.stackStart, $0) == .nil })
    // To more than twice as much at once.
    #expect(fixture.reserve(to: 100_000) == true)
    #expect(fixture.stackSize == 100_000)
    #expect(fixture.limitsAgree == true)
  }

  @Test func theValueStackHasALimit() throws {
    let fixture = try Fixture(heapBytes: 1)
    // A megabyte is there in any case.
    #expect(fixture.reserve(to: 1 << 20) == true)
    #expect(fixture.stackSize == 1 << 20)
    #expect(fixture.reserve(to: (1 << 20) + 8) == false)
    #expect(fixture.stackSize == 1 << 20)

    let unlimited = try Fixture(heapBytes: .max)
    #expect(unlimited.reserve(to: Int(Cage.stackEnd - Cage.stackStart) + 8) == false)
    #expect(unlimited.stackSize == 4096)
  }

  @Test func framesGrowToTheDepthOfCalls() throws {
    let fixture = try Fixture(callDepth: 400)
    let initial = FrameStack.initialCapacity
    #expect(fixture.reserveFrames(initial) == true)
    #expect(fixture.fiber.frames.capacity == initial)
    #expect(fixture.fiber.reserveFrame(initial) == true)
    #expect(fixture.fiber.frames.capacity == initial * 2)
    #expect(fixture.limitsAgree == true)
    #expect(fixture.reserveFrames(400) == true)
    #expect(fixture.fiber.reserveFrame(400) == false)
    #expect(fixture.fiber.frameLimit == fixture.fiber.frames.pointer(at: 400).address)
  }

  @Test func aCallReservesFrameAndWindow() throws {
    let fixture = try Fixture(callDepth: 2)
    let record = fixture.fiber.parked.function
    let callee = Registers(fixture.reservation.cage, offset: Cage.stackStart + 4096)
    #expect(fixture.fiber.reserve(callee, record) == true)
    #expect(fixture.stackSize == 8192)
    fixture.pushFrames(2)
    #expect(fixture.fiber.depth == 2)
    #expect(fixture.fiber.reserve(callee, record) == false)
  }

  @Test func newLimitsLeaveWhatIsInUse() throws {
    let fixture = try Fixture(heapBytes: 4 << 20, callDepth: 400)
    #expect(fixture.reserve(to: 3 << 20) == true)
    fixture.fiber.apply(Fixture.limits(1 << 20, 10))
    #expect(fixture.reserve(to: 3 << 20) == true)
    #expect(fixture.reserve(to: (3 << 20) + 8) == false)
    #expect(fixture.fiber.reserveFrame(9) == true)
    #expect(fixture.fiber.reserveFrame(10) == false)
    #expect(fixture.limitsAgree == true)
    fixture.fiber.apply(Fixture.limits(8 << 20, 20))
    #expect(fixture.reserve(to: (3 << 20) + 8) == true)
    #expect(fixture.fiber.reserveFrame(10) == true)
  }

  @Test func afterACollectionTheStacksShrink() throws {
    let fixture = try Fixture(callDepth: 100_000)
    let initial = FrameStack.initialCapacity
    #expect(fixture.reserve(to: 1 << 20) == true)
    #expect(fixture.reserveFrames(initial * 8) == true)
    let capacity = fixture.fiber.frames.capacity
    fixture.pushFrames(capacity / 4)
    // A quarter is in use.
    fixture.fiber.shrink(above: Cage.stackStart + 64, fixture.reservation)
    #expect(fixture.fiber.frames.capacity == capacity)
    #expect(fixture.stackSize == 64 + Int(Fiber.initialStack))
    #expect(fixture.limitsAgree == true)

    fixture.fiber.parked.frame.pop()
    fixture.fiber.shrink(above: Cage.stackStart + 1_000_000, fixture.reservation)
    #expect(fixture.fiber.frames.capacity == (capacity / 4 - 1) * 2)
    #expect(fixture.stackSize == 64 + Int(Fiber.initialStack))
    #expect(fixture.fiber.parked.frame.closure == Ref(offset: 99))

    fixture.fiber.parked.frame = fixture.fiber.frames.pointer(at: 0)
    fixture.fiber.shrink(above: Cage.stackStart, fixture.reservation)
    #expect(fixture.fiber.frames.capacity == initial)
    #expect(fixture.stackSize == Int(Fiber.initialStack))
    #expect(fixture.limitsAgree == true)
  }

  @Test func theHostPushesWhereItIsAdmitted() throws {
    let fixture = try Fixture()
    let stack = fixture.fiber.stack
    #expect(stack.pushAtOnce(1.5) == true)
    #expect(fixture.fiber.hostTop == Cage.stackStart + 8)
    #expect(stack.number(Slot(Cage.stackStart)) == 1.5)
    fixture.fiber.admitsPushes = false
    #expect(stack.pushAtOnce(true) == false)
    fixture.fiber.admitsPushes = true
    // The last slot is left free.
    var count = 1
    while stack.pushAtOnce(true) { count += 1 }
    #expect(count == 4096 / 8 - 1)
    #expect(fixture.reserve(to: 8192) == true)
    #expect(stack.pushAtOnce(true) == true)
  }

  @Test func clearingLeavesNothing() throws {
    let fixture = try Fixture(callDepth: 100_000)
    #expect(fixture.fiber.isSmall == true)
    #expect(fixture.reserve(to: 64 << 10) == true)
    #expect(fixture.fiber.isSmall == true)
    fixture.pushFrames(2)
    fixture.fiber.clear()
    let cage = fixture.reservation.cage
    #expect(stride(from: 0, to: 64 << 10, by: 8).allSatisfy { cage.load64(Cage.stackStart, $0) == 0 })
    #expect(fixture.fiber.parked.frame.closure == .null)

    #expect(fixture.reserve(to: (64 << 10) + 8) == true)
    #expect(fixture.fiber.isSmall == false)
    let deep = try Fixture(callDepth: 100_000)
    #expect(deep.reserveFrames(5000) == true)
    #expect(deep.fiber.isSmall == false)
  }
}

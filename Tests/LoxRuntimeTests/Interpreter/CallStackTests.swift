import LoxBytecode
import Testing

@testable import LoxRuntime

/// The two stacks of calls: how they grow, how far, and how they shrink.
@Suite struct CallStackTests {
  /// A call stack without a machine, freed at the end.
  private final class Fixture {
    let reservation: Reservation
    var programs = LinkedPrograms()
    var calls: CallStack

    init(heapBytes: Int = 1 << 20, callDepth: Int = 400) throws {
      reservation = try #require(Reservation())
      let stub = Program.entryStub
      let image = CodeImage(stub.code)
      let linked = programs.add(stub, image: image, strings: [])
      calls = CallStack(
        reservation.cage, FrameStack(reservation), pc: image.pointer(at: 0),
        function: try #require(linked).block.script, Fixture.limits(heapBytes, callDepth))
    }

    deinit {
      calls.free()
      programs.free()
      reservation.release()
    }

    static func limits(_ heapBytes: Int, _ callDepth: Int) -> MachineLimits {
      MachineLimits(heapBytes: heapBytes, callDepth: callDepth, entryDepth: 1)
    }

    /// Offsets from the beginning of the value stack.
    func reserve(to end: Int) -> Bool { calls.reserveStack(to: Int(Cage.stackStart) + end) }
    var stackSize: Int { Int(calls.stackEnd - Cage.stackStart) }

    /// Grows the stack of frames as calls do, one by one.
    func reserveFrames(_ count: Int) -> Bool { (0..<count).allSatisfy { calls.reserveFrame($0) } }

    func pushFrames(_ count: Int) {
      for _ in 0..<count {
        calls.parked.frame.push(
          calls.parked.pc, calls.parked.function, windowBytes: 8, closure: Ref(offset: 99))
      }
    }

    /// Limits that the run loop compares with are those of the two stacks.
    var limitsAgree: Bool {
      calls.stackLimit == Registers(reservation.cage, offset: calls.stackEnd).address
        && calls.frameLimit
          == calls.frames.pointer(at: min(calls.frames.capacity, calls.maximumDepth)).address
    }
  }

  @Test func nativeCodeFindsTheFields() {
    let parked = MemoryLayout<CallStack>.offset(of: \.parked) ?? -1
    #expect(parked == 0)
    #expect(MemoryLayout<CallStack.Parked>.offset(of: \.pc) == CallStackLayout.pc - parked)
    #expect(MemoryLayout<CallStack.Parked>.offset(of: \.function) == CallStackLayout.function - parked)
    #expect(MemoryLayout<CallStack.Parked>.offset(of: \.registers) == CallStackLayout.registers - parked)
    #expect(MemoryLayout<CallStack.Parked>.offset(of: \.frame) == CallStackLayout.frame - parked)
    #expect(MemoryLayout<CallStack.Parked>.offset(of: \.fuel) == CallStackLayout.fuel - parked)
    #expect(MemoryLayout<CallStack>.offset(of: \.stackLimit) == CallStackLayout.stackLimit)
    #expect(MemoryLayout<CallStack>.offset(of: \.frameLimit) == CallStackLayout.frameLimit)
    #expect(MemoryLayout<CallStack>.offset(of: \.native) == CallStackLayout.native)
  }

  @Test func aNewFiberHasNoCalls() throws {
    let fixture = try Fixture()
    #expect(fixture.calls.depth == 0)
    #expect(fixture.calls.hostTop == Cage.stackStart)
    #expect(fixture.stackSize == Int(CallStack.initialStack))
    #expect(fixture.calls.frames.capacity == FrameStack.initialCapacity)
    #expect(fixture.calls.windowEnd == Cage.stackStart + 8)
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
    #expect(fixture.calls.frames.capacity == initial)
    #expect(fixture.calls.reserveFrame(initial) == true)
    #expect(fixture.calls.frames.capacity == initial * 2)
    #expect(fixture.limitsAgree == true)
    #expect(fixture.reserveFrames(400) == true)
    #expect(fixture.calls.reserveFrame(400) == false)
    #expect(fixture.calls.frameLimit == fixture.calls.frames.pointer(at: 400).address)
  }

  @Test func aCallReservesFrameAndWindow() throws {
    let fixture = try Fixture(callDepth: 2)
    let record = fixture.calls.parked.function
    let callee = Registers(fixture.reservation.cage, offset: Cage.stackStart + 4096)
    #expect(fixture.calls.reserve(callee, record) == true)
    #expect(fixture.stackSize == 8192)
    fixture.pushFrames(2)
    #expect(fixture.calls.depth == 2)
    #expect(fixture.calls.reserve(callee, record) == false)
  }

  @Test func newLimitsLeaveWhatIsInUse() throws {
    let fixture = try Fixture(heapBytes: 4 << 20, callDepth: 400)
    #expect(fixture.reserve(to: 3 << 20) == true)
    fixture.calls.apply(Fixture.limits(1 << 20, 10))
    #expect(fixture.reserve(to: 3 << 20) == true)
    #expect(fixture.reserve(to: (3 << 20) + 8) == false)
    #expect(fixture.calls.reserveFrame(9) == true)
    #expect(fixture.calls.reserveFrame(10) == false)
    #expect(fixture.limitsAgree == true)
    fixture.calls.apply(Fixture.limits(8 << 20, 20))
    #expect(fixture.reserve(to: (3 << 20) + 8) == true)
    #expect(fixture.calls.reserveFrame(10) == true)
  }

  @Test func afterACollectionTheStacksShrink() throws {
    let fixture = try Fixture(callDepth: 100_000)
    let initial = FrameStack.initialCapacity
    #expect(fixture.reserve(to: 1 << 20) == true)
    #expect(fixture.reserveFrames(initial * 8) == true)
    let capacity = fixture.calls.frames.capacity
    fixture.pushFrames(capacity / 4)
    // A quarter is in use.
    fixture.calls.shrink(above: Cage.stackStart + 64, fixture.reservation)
    #expect(fixture.calls.frames.capacity == capacity)
    #expect(fixture.stackSize == 64 + Int(CallStack.initialStack))
    #expect(fixture.limitsAgree == true)

    fixture.calls.parked.frame.pop()
    fixture.calls.shrink(above: Cage.stackStart + 1_000_000, fixture.reservation)
    #expect(fixture.calls.frames.capacity == (capacity / 4 - 1) * 2)
    #expect(fixture.stackSize == 64 + Int(CallStack.initialStack))
    #expect(fixture.calls.parked.frame.closure == Ref(offset: 99))

    fixture.calls.parked.frame = fixture.calls.frames.pointer(at: 0)
    fixture.calls.shrink(above: Cage.stackStart, fixture.reservation)
    #expect(fixture.calls.frames.capacity == initial)
    #expect(fixture.stackSize == Int(CallStack.initialStack))
    #expect(fixture.limitsAgree == true)
  }

  @Test func theHostPushesWhereItIsAdmitted() throws {
    let fixture = try Fixture()
    let stack = fixture.calls.stack
    #expect(stack.pushAtOnce(1.5) == true)
    #expect(fixture.calls.hostTop == Cage.stackStart + 8)
    #expect(stack.number(Slot(Cage.stackStart)) == 1.5)
    fixture.calls.admitsPushes = false
    #expect(stack.pushAtOnce(true) == false)
    fixture.calls.admitsPushes = true
    // The last slot is left free.
    var count = 1
    while stack.pushAtOnce(true) { count += 1 }
    #expect(count == 4096 / 8 - 1)
    #expect(fixture.reserve(to: 8192) == true)
    #expect(stack.pushAtOnce(true) == true)
  }

  @Test func clearingLeavesNothing() throws {
    let fixture = try Fixture(callDepth: 100_000)
    #expect(fixture.calls.isSmall == true)
    #expect(fixture.reserve(to: 64 << 10) == true)
    #expect(fixture.calls.isSmall == true)
    fixture.pushFrames(2)
    fixture.calls.clear()
    let cage = fixture.reservation.cage
    #expect(stride(from: 0, to: 64 << 10, by: 8).allSatisfy { cage.load64(Cage.stackStart, $0) == 0 })
    #expect(fixture.calls.parked.frame.closure == .null)

    #expect(fixture.reserve(to: (64 << 10) + 8) == true)
    #expect(fixture.calls.isSmall == false)
    let deep = try Fixture(callDepth: 100_000)
    #expect(deep.reserveFrames(5000) == true)
    #expect(deep.calls.isSmall == false)
  }
}

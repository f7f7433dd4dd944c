import Testing

@testable import LoxRuntime

/// The memory of a former isolate is used again only if nothing is left in it.
@Suite struct ReservationPoolTests {
  @Test func nothingIsLeft() throws {
    guard let reservation = Reservation() else { return }
    let cage = reservation.cage
    let options = MachineOptions { _ in true }
    guard let made = Machine(reservation: reservation, options: options) else { return }
    let machine = Pinned(made)
    // Strings in the nursery and in the old space, classes, shapes, and a fairly deep stack.
    for number in 0..<200 {
      _ = machine.makeString("secret \(number)").map { machine.push($0) }
      _ = machine.value.intern("interned \(number)")
    }
    _ = machine.value.makeClass(name: machine.value.intern("Class") ?? .null)
    let isClear = machine.value.heap.value.clear()
    #expect(isClear)
    cage.fill(Cage.stackStart, count: Int(machine.value.calls.stackEnd - Cage.stackStart), with: 0)
    for range in [
      Nursery.lowStart..<Nursery.lowStart + 65536, Nursery.edenStart..<Nursery.edenStart + (1 << 20),
      Cage.stackStart..<Cage.stackStart + (1 << 20), Cage.oldStart..<Cage.oldStart + (1 << 20),
    ] {
      for offset in stride(from: range.lowerBound, to: range.upperBound, by: 8) where cage.load64(offset) != 0
      {
        Issue.record("\(offset)")
        return
      }
    }
    for index in stride(from: 0, to: 8 << 20, by: 8) where reservation.side.load64(index) != 0 {
      Issue.record("side memory at \(index)")
      return
    }
    machine.value.release()
    machine.free()
  }

  /// The memory of an isolate that has grown goes back to the system.
  @Test func largeOnesAreNotKept() throws {
    guard let reservation = Reservation() else { return }
    guard let made = Machine(reservation: reservation, options: MachineOptions { _ in true }) else { return }
    let machine = Pinned(made)
    for _ in 0..<2000 { _ = machine.makeString(String(repeating: "x", count: 1000)) }
    let isClear = machine.value.heap.value.clear()
    #expect(!isClear)
    machine.value.release()
    machine.free()
  }
}

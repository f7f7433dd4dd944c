import LoxRuntime

/// Finds an object of an isolate as long as something else keeps it alive.
package final class WeakHandle {
  private let table: HandleTable
  private let index: Int

  /// A handle of the object in a slot.
  init(_ slot: Slot, _ isolate: Isolate) {
    table = isolate.machine.handles
    index = isolate.machine.makeWeakHandle(slot)
  }

  deinit { table.removeWeak(index) }

  /// Pushes the object; false if it is gone.
  func push(in isolate: Isolate) throws(RuntimeError) -> Bool { try isolate.machine.pushWeakHandle(index) }
}

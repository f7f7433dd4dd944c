import LoxRuntime

/// Keeps an object of an isolate alive, but not the isolate. So host objects that keep handles do not keep
/// their own isolate alive.
@usableFromInline final class Handle: Equatable, CustomStringConvertible {
  private let table: HandleTable
  let index: Int

  /// A handle of the value in a slot.
  init(_ slot: Slot, _ isolate: Isolate) {
    table = isolate.machine.handles
    index = isolate.machine.makeHandle(slot)
  }

  deinit { table.remove(index) }

  /// Pushes the object, if there is nothing else to it.
  @inline(__always) func pushAtOnce() -> ValueSlot? {
    table.pushAtOnce(index).map { ValueSlot($0.slot, $0.stack) }
  }

  /// The isolate; nil once it is gone.
  @inline(__always) var isolate: Isolate? { table.owner(as: Isolate.self) }

  /// The isolate, if it is still there.
  @inline(__always) func owner() throws -> Isolate {
    guard let isolate else { throw HandleError.isolateIsGone }
    return isolate
  }

  @usableFromInline static func == (a: Handle, b: Handle) -> Bool {
    a === b || a.table === b.table && a.table.areIdentical(a.index, b.index)
  }

  @usableFromInline var description: String { isolate?.machine.description(ofHandle: index) ?? "nil" }
}

extension Isolate {
  /// Pushes the object of a handle, which must belong to this isolate.
  func push(_ handle: Handle) throws {
    guard handle.isolate === self else {
      throw handle.isolate == nil ? HandleError.isolateIsGone : HandleError.otherIsolate
    }
    try machine.pushHandle(handle.index)
  }
}

/// A handle was used where it has no meaning.
public enum HandleError: Error, Sendable, CustomStringConvertible {
  /// The object's isolate does not exist any more.
  case isolateIsGone
  /// The object belongs to an isolate other than the one it was given to.
  case otherIsolate

  /// The error as a sentence.
  public var description: String {
    switch self {
    case .isolateIsGone: "The isolate of this value is gone."
    case .otherIsolate: "This value belongs to another isolate."
    }
  }
}

/// Finds an object without keeping it alive. Host objects use it to refer back to Lox objects, so that the
/// objects that refer to them can be collected.
public final class WeakReference {
  private let table: HandleTable
  private let index: Int

  /// For values that are not objects, the reference is empty from the start.
  public init(_ value: Value) {
    guard let handle = value.handle, let isolate = handle.isolate else {
      table = HandleTable()
      index = -1
      return
    }
    let machine = isolate.machine
    table = machine.handles
    index = machine.makeWeakHandle(ofHandle: handle.index)
  }

  /// To a function.
  public convenience init(_ function: Function) { self.init(.function(function)) }
  /// To an instance.
  public convenience init(_ instance: Instance) { self.init(.instance(instance)) }

  deinit { table.removeWeak(index) }

  /// The object, or nil once it has been collected.
  public var value: Value? {
    guard let isolate = table.owner(as: Isolate.self) else { return nil }
    let base = isolate.machine.top
    defer { isolate.machine.pop(to: base) }
    guard (try? isolate.machine.pushWeakHandle(index)) == true else { return nil }
    return isolate.value(at: base)
  }
}

import LoxRuntime

/// Keeps an object of an isolate alive. It refers to the isolate weakly, so host objects that keep handles do not keep their own
/// isolate alive.
final class Handle: Equatable, CustomStringConvertible {
  private let table: HandleTable
  private let index: Int
  weak private(set) var isolate: Isolate?

  init(_ bits: LoxRuntime.Value, _ isolate: Isolate) {
    table = isolate.machine.handles
    index = table.add(bits)
    self.isolate = isolate
  }

  deinit { table.remove(index) }

  /// Where the object is now; nil once the isolate is gone.
  var bits: LoxRuntime.Value { table[index] }

  /// The isolate, if it is still there.
  func owner() throws -> Isolate {
    guard let isolate else { throw HandleError.isolateIsGone }
    return isolate
  }

  static func == (a: Handle, b: Handle) -> Bool { a.table === b.table && a.bits == b.bits }

  var description: String { isolate?.machine.description(of: bits) ?? "nil" }
}

/// A handle was used where it has no meaning.
public enum HandleError: Error, Sendable, CustomStringConvertible {
  /// The isolate that the object lived in does not exist any more.
  case isolateIsGone
  /// The object lives in another isolate than the one it was given to.
  case otherIsolate

  /// A sentence that says so.
  public var description: String {
    switch self {
    case .isolateIsGone: "The isolate of this value is gone."
    case .otherIsolate: "This value belongs to another isolate."
    }
  }
}

/// Finds an object without keeping it alive. Host objects that refer back to Lox objects use it, so that what refers to
/// them in turn can be collected.
public final class WeakReference {
  private let table: HandleTable
  private let index: Int
  private weak var isolate: Isolate?

  /// For values that are no objects, the reference is empty from the start.
  public init(_ value: Value) {
    let handle: Handle? =
      switch value {
      case .function(let function): function.handle
      case .class(let `class`): `class`.handle
      case .instance(let instance): instance.handle
      default: nil
      }
    table = handle?.isolate?.machine.handles ?? HandleTable()
    index = table.addWeak(handle?.bits ?? .nil)
    isolate = handle?.isolate
  }

  /// To a function.
  public convenience init(_ function: Function) { self.init(.function(function)) }
  /// To an instance.
  public convenience init(_ instance: Instance) { self.init(.instance(instance)) }

  deinit { table.removeWeak(index) }

  /// The object, or nil once it was collected.
  public var value: Value? {
    let bits = table.weakValue(index)
    guard let isolate, bits != .nil else { return nil }
    return isolate.value(of: bits)
  }
}

import LoxRuntime

/// A module that a script has passed to the host.
public struct Module: Equatable {
  @usableFromInline let handle: Handle

  /// Its canonical name.
  public var name: String { handle.isolate?.machine.name(ofHandle: handle.index) ?? "" }

  /// The value of one of its variables; nil if it has none of this name, or the name is private.
  public subscript(name: String) -> Value? {
    try? handle.withSlot { isolate, slot -> Value? in
      guard try isolate.machine.push(name, ofModule: slot) else { return nil }
      return isolate.value(at: isolate.machine.top.advanced(by: -1))
    }
  }
}

extension Module: ValueConvertible {
  public static var loxType: String { "a module" }
  public static func fromLox(_ value: Value) throws -> Module {
    guard case .module(let module) = value else { throw mismatch(value) }
    return module
  }
  public func toLox(in isolate: Isolate) -> Value { .module(self) }
}

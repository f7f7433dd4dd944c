/// What ``Isolate/module(_:_:)`` defines a module with: functions, classes and values, as an ``Isolate`` defines global ones.
public struct ModuleDefinition {
  /// The isolate that has the module.
  public let isolate: Isolate
  let name: String
  let number: UInt32

  /// Lets what `body` defines be of the module.
  private func define<Result>(_ body: () throws -> Result) rethrows -> Result {
    let globals = isolate.declarations
    isolate.declarations = isolate.moduleStore.declarations[name] ?? [:]
    defer {
      isolate.moduleStore.declarations[name] = isolate.declarations
      isolate.declarations = globals
    }
    return try isolate.machine.define(inModule: number, body)
  }

  /// Defines a function with typed parameters: see ``Isolate``.
  public func define<each Parameter: ValueConvertible, Result: ValueConvertible>(
    _ name: String, _ body: @escaping (repeat each Parameter) throws -> Result
  ) throws {
    try define { try isolate.define(name, body) }
  }

  /// Defines a function with typed parameters and no result: Lox sees nil.
  public func define<each Parameter: ValueConvertible>(
    _ name: String, _ body: @escaping (repeat each Parameter) throws -> Void
  ) throws {
    try define { try isolate.define(name, body) }
  }

  /// Defines a function that takes any number of arguments of any types.
  public func defineVariadic(_ name: String, _ body: @escaping ([Value]) throws -> Value) throws {
    try define { try isolate.defineVariadic(name, body) }
  }

  /// Defines a function that scripts call like any other, while the host takes its time.
  public func defineAsync<each Parameter: ValueConvertible & Sendable, Result: ValueConvertible & Sendable>(
    _ name: String, _ body: @escaping @Sendable (repeat each Parameter) async throws -> Result
  ) throws {
    try define { try isolate.defineAsync(name, body) }
  }

  /// Defines a function that takes its time and has no result: Lox sees nil.
  public func defineAsync<each Parameter: ValueConvertible & Sendable>(
    _ name: String, _ body: @escaping @Sendable (repeat each Parameter) async throws -> Void
  ) throws {
    try define { try isolate.defineAsync(name, body) }
  }

  /// Defines a class.
  @discardableResult
  public func define<Object>(_ hostClass: HostClass<Object>) throws -> Class {
    try define { try isolate.define(hostClass) }
  }

  /// Sets a variable. Scripts can't assign to it.
  public func set<T: ValueConvertible>(_ name: String, to value: T) throws {
    try define { try isolate.setGlobal(name, to: value) }
  }
}

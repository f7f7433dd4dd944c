import LoxRuntime

/// A fiber of extended Lox: a function that stops in the middle when it calls `Fiber.yield`, and goes on when it is resumed, by a
/// script or by the host.
///
/// A game can give each creature a fiber, and resume it once in each frame: see <doc:Concurrency>.
///
/// Each `resume` from outside is a run of its own, with limits of its own. A fiber that nobody refers to is collected; its `finally`
/// blocks don't run.
public struct Fiber: Equatable {
  @usableFromInline let handle: Handle

  /// Whether its function has returned, or has ended by an error; true if the isolate is gone.
  public var isDone: Bool { handle.isolate?.machine.isDoneFiber(ofHandle: handle.index) ?? true }

  /// Lets the fiber run until it yields or ends. The argument is the result of the `Fiber.yield` that the fiber goes on from; the
  /// first one is dropped. The result is what the fiber yields or returns.
  ///
  /// Throws a ``RuntimeError`` if the fiber fails, is done or already running, or exceeds a limit, a ``ConversionError`` if the result
  /// has another type or there is no Lox value for the argument, and a ``HandleError`` if the isolate is gone, or the argument
  /// belongs to another one.
  public func resume<Argument: ValueConvertible, Result: ValueConvertible>(
    _ argument: Argument, as type: Result.Type = Result.self
  ) throws -> Result {
    let (isolate, callee) = try handle._begin()
    return try isolate._call(callee, argument)
  }

  /// Lets the fiber run until it yields or ends, for any result. Throws the same errors as the form with a result type.
  @discardableResult
  public func resume<Argument: ValueConvertible>(_ argument: Argument) throws -> Value {
    try resume(argument, as: Value.self)
  }

  /// Lets the fiber run until it yields or ends; what it goes on with is nil. Throws the same errors as the form with an argument.
  @discardableResult
  public func resume() throws -> Value {
    let (isolate, callee) = try handle._begin()
    return try isolate._call(callee)
  }

  /// Lets the fiber run until it yields or ends; the run may wait for asynchronous host functions.
  public nonisolated(nonsending) func resume<Argument: ValueConvertible, Result: ValueConvertible>(
    _ argument: Argument, as type: Result.Type = Result.self
  ) async throws -> Result {
    let isolate = try handle.owner()
    let turn = try await isolate._enter()
    defer { isolate._leave() }
    return try await isolate._call(try handle._begin().callee, turn, argument)
  }

  /// Lets the fiber run until it yields or ends, for any result; the run may wait for asynchronous host functions.
  @discardableResult
  public nonisolated(nonsending) func resume<Argument: ValueConvertible>(_ argument: Argument) async throws
    -> Value
  {
    try await resume(argument, as: Value.self)
  }

  /// Lets the fiber run until it yields or ends; the run may wait for asynchronous host functions.
  @discardableResult
  public nonisolated(nonsending) func resume() async throws -> Value {
    let isolate = try handle.owner()
    let turn = try await isolate._enter()
    defer { isolate._leave() }
    return try await isolate._call(try handle._begin().callee, turn)
  }
}

extension Fiber: ValueConvertible {
  public static var loxType: String { "a fiber" }
  public static func fromLox(_ value: Value) throws -> Fiber {
    guard case .fiber(let fiber) = value else { throw mismatch(value) }
    return fiber
  }
  public func toLox(in isolate: Isolate) -> Value { .fiber(self) }
}

import LoxRuntime

/// A call of a host function, as its conversions see it: where the arguments are, and where the result goes.
@usableFromInline struct HostArguments {
  private let call: HostCall
  @usableFromInline let isolate: Isolate

  init(_ call: HostCall, _ isolate: Isolate) {
    self.call = call
    self.isolate = isolate
    isolate.machine.beginArguments()
  }

  @usableFromInline var count: Int { call.argumentCount }

  @usableFromInline func slot(_ index: Int) -> ValueSlot { ValueSlot(call.argument(index)) }

  /// The name of the function, for messages.
  var functionName: String { call.functionName }

  /// The slot of the object that a method is called on.
  var receiver: Slot { call.receiver }

  /// An argument as the function wants it.
  @inlinable func read<T: ValueConvertible>(_ index: Int, as type: T.Type = T.self) throws -> T {
    do {
      return try isolate._convertArgument(slot(index))
    } catch let error as ConversionError {
      throw mistake(index, error)
    }
  }

  /// The new value of a property, in a call of its setter.
  @inlinable func readNewValue<T: ValueConvertible>() throws -> T {
    do {
      return try isolate._convertArgument(slot(0))
    } catch let error as ConversionError {
      throw propertyMistake(error)
    }
  }

  @usableFromInline func propertyMistake(_ error: ConversionError) -> any Error {
    HostMistake("Property '\(call.functionName)' must be \(error.expected), not \(error.actual).")
  }

  /// All arguments as they are.
  func readAll() throws -> [Value] {
    try (0..<count).map { try read($0, as: Value.self) }
  }

  /// An argument is of the wrong type.
  @usableFromInline func mistake(_ index: Int, _ error: ConversionError) -> any Error {
    let name = call.functionName
    // Who calls a class doesn't know of its initializer.
    let shown = name.hasSuffix(".init") ? String(name.dropLast(5)) : name
    return HostMistake("Argument \(index + 1) of '\(shown)' must be \(error.expected), not \(error.actual).")
  }

  @inlinable func finish<R: ValueConvertible>(_ result: R) throws {
    try result._push(in: isolate)
    returnPushed()
  }

  @usableFromInline func returnPushed() { call.returnPushed() }
  @usableFromInline func returnNil() { call.returnNil() }
}

/// Takes the arguments of a host function one by one.
@usableFromInline struct HostArgumentReader {
  @usableFromInline let arguments: HostArguments
  @usableFromInline var index = 0

  @inlinable init(_ arguments: HostArguments) { self.arguments = arguments }

  @inlinable mutating func next<T: ValueConvertible>(_ type: T.Type) throws -> T {
    defer { index += 1 }
    return try arguments.read(index)
  }
}

/// What Lox calls the types of parameters.
@inlinable func _parameterTypes<each Parameter: ValueConvertible>(
  _ type: repeat (each Parameter).Type
) -> [String] {
  var types: [String] = []
  for type in repeat each type { types.append(type.loxType) }
  return types
}

extension HostFunction {
  /// A function whose body gets the isolate and the arguments.
  convenience init(
    _ name: String, arity: Int?, _ body: @escaping (HostArguments) throws -> Void
  ) {
    self.init(
      name: name, arity: arity,
      body: .immediate { call in
        guard let isolate = call.owner(as: Isolate.self) else { throw HandleError.isolateIsGone }
        try body(HostArguments(call, isolate))
      })
  }

  /// A function that prepares what a run waits for.
  static func suspending(
    _ name: String, arity: Int?, _ body: @escaping (HostArguments) throws -> AsyncOperation
  ) -> HostFunction {
    HostFunction(
      name: name, arity: arity,
      body: .suspending { call in
        guard let isolate = call.owner(as: Isolate.self) else { throw HandleError.isolateIsGone }
        return try body(HostArguments(call, isolate))
      })
  }

  /// A function that a run waits for.
  convenience init<each Parameter: ValueConvertible & Sendable, Result: ValueConvertible & Sendable>(
    _ name: String, asynchronous body: @escaping @Sendable (repeat each Parameter) async throws -> Result
  ) {
    let arity = _parameterTypes(repeat (each Parameter).self).count
    self.init(
      name: name, arity: arity,
      body: .suspending { call in
        guard let isolate = call.owner(as: Isolate.self) else { throw HandleError.isolateIsGone }
        var reader = HostArgumentReader(HostArguments(call, isolate))
        let values = (repeat try reader.next((each Parameter).self))
        return AsyncOperation { AsyncValue(value: try await body(repeat each values)) }
      })
  }
}

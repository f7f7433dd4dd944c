import LoxRuntime

/// Host functions of few parameters: see `ShortCalls.swift` for why they are not left to the general form.
extension Isolate {
  /// Defines a global function without parameters.
  public func define<R: ValueConvertible>(_ name: String, _ body: @escaping () throws -> R) throws {
    try defineFunction(
      HostFunction(name: name, arity: 0, body: .immediate { [unowned self] _ in try bits(of: try body()) }),
      HostDeclaration(kind: .function, parameterTypes: [], resultType: R.loxType))
  }

  /// Defines a global function of one typed parameter.
  public func define<A: ValueConvertible, R: ValueConvertible>(
    _ name: String, _ body: @escaping (A) throws -> R
  ) throws {
    try defineFunction(
      HostFunction(
        name: name, arity: 1,
        body: .immediate { [unowned self] call in
          try bits(of: try body(try argument(0, of: call, name)))
        }),
      HostDeclaration(kind: .function, parameterTypes: [A.loxType], resultType: R.loxType))
  }

  /// Defines a global function of two typed parameters.
  public func define<A: ValueConvertible, B: ValueConvertible, R: ValueConvertible>(
    _ name: String, _ body: @escaping (A, B) throws -> R
  ) throws {
    try defineFunction(
      HostFunction(
        name: name, arity: 2,
        body: .immediate { [unowned self] call in
          try bits(of: try body(try argument(0, of: call, name), try argument(1, of: call, name)))
        }),
      HostDeclaration(kind: .function, parameterTypes: [A.loxType, B.loxType], resultType: R.loxType))
  }

  /// Defines a global function of three typed parameters.
  public func define<A: ValueConvertible, B: ValueConvertible, C: ValueConvertible, R: ValueConvertible>(
    _ name: String, _ body: @escaping (A, B, C) throws -> R
  ) throws {
    try defineFunction(
      HostFunction(
        name: name, arity: 3,
        body: .immediate { [unowned self] call in
          try bits(
            of: try body(
              try argument(0, of: call, name), try argument(1, of: call, name),
              try argument(2, of: call, name)))
        }),
      HostDeclaration(
        kind: .function, parameterTypes: [A.loxType, B.loxType, C.loxType], resultType: R.loxType))
  }

  /// An argument as a host function wants it.
  func argument<T: ValueConvertible>(_ index: Int, of call: HostCall, _ name: String) throws -> T {
    do {
      return try T.fromLox(value(of: call[index]))
    } catch let error as ConversionError {
      throw HostMistake("Argument \(index + 1) of '\(name)' must be \(error.expected), not \(error.actual).")
    }
  }
}

import LoxRuntime

/// Functions of the host that scripts can call.
extension Isolate {
  /// Defines a global function of typed parameters.
  ///
  /// Arguments are converted, and one of a wrong type, or a wrong number of them, is an error of the script that names the function. What
  /// the body throws becomes a ``RuntimeError`` whose `underlying` error it is. The body may use the isolate, but should refer to it by
  /// `unowned`, since the isolate keeps the body.
  ///
  /// Throws a ``RuntimeError`` if there is no memory for the function.
  public func define<each Parameter: ValueConvertible, Result: ValueConvertible>(
    _ name: String, _ body: @escaping (repeat each Parameter) throws -> Result
  ) throws {
    let types = parameterTypes(repeat (each Parameter).self)
    try defineFunction(
      HostFunction(
        name: name, arity: types.count,
        body: .immediate { [unowned self] call in
          var arguments = ArgumentReader(call, self, name)
          return try bits(of: try body(repeat try arguments.next((each Parameter).self)))
        }),
      HostDeclaration(kind: .function, parameterTypes: types, resultType: Result.loxType))
  }

  /// Defines a global function of typed parameters without a result: Lox sees nil.
  ///
  /// Throws a ``RuntimeError`` if there is no memory for the function.
  public func define<each Parameter: ValueConvertible>(
    _ name: String, _ body: @escaping (repeat each Parameter) throws -> Void
  ) throws {
    let types = parameterTypes(repeat (each Parameter).self)
    try defineFunction(
      HostFunction(
        name: name, arity: types.count,
        body: .immediate { [unowned self] call in
          var arguments = ArgumentReader(call, self, name)
          try body(repeat try arguments.next((each Parameter).self))
          return .nil
        }),
      HostDeclaration(kind: .function, parameterTypes: types, resultType: "nil"))
  }

  /// Defines a global function of any number of arguments of any types.
  ///
  /// Throws a ``RuntimeError`` if there is no memory for the function.
  public func defineVariadic(_ name: String, _ body: @escaping ([Value]) throws -> Value) throws {
    try defineFunction(
      HostFunction(
        name: name, arity: nil,
        body: .immediate { [unowned self] call in
          let budget = ValueDecoder.Budget(self)
          let arguments = try (0..<call.argumentCount).map { index in
            let argument = value(of: call[index])
            try budget.pay(for: argument, [])
            return argument
          }
          return try bits(of: try body(arguments))
        }),
      HostDeclaration(kind: .function, parameterTypes: nil, resultType: Value.loxType))
  }

  func defineFunction(_ function: HostFunction, _ declaration: HostDeclaration) throws {
    try machine.pushFunction(function)
    try machine.popGlobal(function.name)
    declarations[function.name] = declaration
  }

  /// What Lox calls the types of parameters.
  func parameterTypes<each Parameter: ValueConvertible>(_ type: repeat (each Parameter).Type) -> [String] {
    var types: [String] = []
    for type in repeat each type { types.append(type.loxType) }
    return types
  }
}

/// Takes the arguments of a host function one by one.
struct ArgumentReader {
  private let call: HostCall
  private let isolate: Isolate
  private let name: String
  private var index = 0

  init(_ call: HostCall, _ isolate: Isolate, _ name: String) {
    self.call = call
    self.isolate = isolate
    self.name = name
  }

  mutating func next<T: ValueConvertible>(_ type: T.Type) throws -> T {
    defer { index += 1 }
    return try isolate.argument(index, of: call, name)
  }
}

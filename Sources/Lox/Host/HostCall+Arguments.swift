import LoxRuntime

/// How typed functions take their arguments and return their result.
extension HostCall {
  /// The calling isolate.
  @usableFromInline var isolate: Isolate { get throws { try stack.isolate } }

  @inlinable @inline(__always) func slot(_ index: Int) -> ValueSlot { ValueSlot(argument(index), stack) }

  /// The name of the function, for messages.
  var functionName: String { (try? isolate.machine.hostFunctionName) ?? "" }

  /// An argument, converted to the function's type.
  @inlinable @inline(__always) func read<T: ValueConvertible>(_ index: Int, as type: T.Type = T.self) throws
    -> T
  {
    do {
      return try convert(slot(index))
    } catch let error as ConversionError {
      throw mistake(index, error)
    }
  }

  /// The argument in a slot, in the crossing of the call.
  @inlinable @inline(__always) func convert<T: ValueConvertible>(_ slot: ValueSlot) throws -> T {
    if T._isScalar || slot.isScalar { return try T._read(slot) }
    let isolate = try isolate
    isolate._beginConversion(ofArgument: true)
    defer { isolate._endConversion() }
    return try T._read(slot)
  }

  /// The new value of a property, in a call of its setter.
  @inlinable @inline(__always) func readNewValue<T: ValueConvertible>() throws -> T {
    do {
      return try convert(slot(0))
    } catch let error as ConversionError {
      throw propertyMistake(error)
    }
  }

  @usableFromInline func propertyMistake(_ error: ConversionError) -> any Error {
    HostMistake("Property '\(functionName)' must be \(error.expected), not \(error.actual).")
  }

  /// An operand, which is an argument of an operator; `role` says what it is.
  @inlinable @inline(__always) func readOperand<T: ValueConvertible>(
    _ index: Int, _ role: HostOperand, as type: T.Type = T.self
  ) throws -> T {
    do {
      return try convert(slot(index))
    } catch let error as ConversionError {
      throw operandMistake(role, error)
    }
  }

  @usableFromInline func operandMistake(_ role: HostOperand, _ error: ConversionError) -> any Error {
    HostMistake("\(role.text) must be \(error.expected), not \(error.actual).")
  }

  /// All arguments, unconverted.
  func readAll() throws -> [Value] {
    try (0..<argumentCount).map { try read($0, as: Value.self) }
  }

  /// The error for an argument of the wrong type.
  @usableFromInline func mistake(_ index: Int, _ error: ConversionError) -> any Error {
    let name = functionName
    // A caller of a class doesn't know about its initializer.
    let shown = name.hasSuffix(".init") ? String(name.dropLast(5)) : name
    return HostMistake("Argument \(index + 1) of '\(shown)' must be \(error.expected), not \(error.actual).")
  }

  @inlinable @inline(__always) func finish<R: ValueConvertible>(_ result: R) throws {
    try result._push(to: stack)
    returnPushed()
  }
}

/// Takes the arguments of a host function one by one.
@usableFromInline struct HostArgumentReader {
  @usableFromInline let call: HostCall
  @usableFromInline var index = 0

  @inlinable init(_ call: HostCall) { self.call = call }

  @inlinable @inline(__always) mutating func next<T: ValueConvertible>(_ type: T.Type) throws -> T {
    defer { index += 1 }
    return try call.read(index)
  }
}

/// What an argument of an operator is, for messages.
@usableFromInline enum HostOperand: Sendable {
  case right(of: HostOperator)
  /// Of a class.
  case index(of: String)
  case element(of: String)

  fileprivate var text: String {
    switch self {
    case .right(let symbol): "Right operand of '\(symbol.rawValue)'"
    case .index(let name): "An index of '\(name)'"
    case .element(let name): "An element of '\(name)'"
    }
  }
}

/// What is known of a parameter of a host function.
@usableFromInline struct HostParameter: Sendable {
  /// The Lox name of its type.
  let loxType: String
  /// Whether nil is among its values: then it may be left out if all after it may.
  let isOptional: Bool

  @usableFromInline init<T: ValueConvertible>(_ type: T.Type) {
    loxType = T.loxType
    isOptional = T._isOptional
  }
}

extension [HostParameter] {
  /// How many may not be left out.
  var requiredCount: Int { (lastIndex { !$0.isOptional } ?? -1) + 1 }
}

/// What is known of parameters.
@inlinable @inline(__always) func _parameters<each Parameter: ValueConvertible>(
  _ type: repeat (each Parameter).Type
) -> [HostParameter] {
  var parameters: [HostParameter] = []
  for type in repeat each type { parameters.append(HostParameter(type)) }
  return parameters
}

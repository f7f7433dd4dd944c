import LoxRuntime

/// An operator that classes may define, by its symbol: `"+"`.
public enum HostOperator: String, Sendable, CaseIterable, ExpressibleByStringLiteral {
  case add = "+"
  /// Also the operator of one operand.
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case remainder = "%"
  /// Also serves `>`, `<=` and `>=`, and the sorting of lists.
  case less = "<"

  /// The operator with a symbol, which must be one of these; otherwise the process ends.
  public init(stringLiteral symbol: String) {
    guard let known = HostOperator(rawValue: symbol) else {
      preconditionFailure("Classes have no operator '\(symbol)'.")
    }
    self = known
  }
}

/// Operators and other members that scripts in extended Lox use without calling them by name: what classes of scripts may define, too.
/// <doc:HostClasses> shows them all.
///
/// Closures of operators of two operands and of elements may get the calling isolate first. Where the others need it, ``iterable(_:)`` and
/// ``contains(_:)`` can be methods, and ``description(_:)`` a property, of the names that they stand for.
///
/// Classes that inherit have them, too, and classes of scripts may define their own instead. They are charged like methods. They can't
/// suspend the run.
extension HostClass {
  // MARK: - Operators

  /// An operator of two operands, of which the object is the left one.
  ///
  /// An operator that takes right operands of several types has one of type ``Value``.
  @inlinable public func `operator`<Operand: ValueConvertible, Result: ValueConvertible>(
    _ symbol: HostOperator, _ body: @escaping @Sendable (Object, Operand) throws -> Result
  ) -> HostClass {
    _operator(symbol.rawValue, _parameters(Operand.self), Result.loxType) { call in
      let operand: Operand = try call.readOperand(0, .right(of: symbol))
      try call.finish(try body(try call.object(), operand))
    }
  }

  /// An operator of two operands that are both objects of this type.
  @inlinable public func `operator`<Result: ValueConvertible>(
    _ symbol: HostOperator, _ body: @escaping @Sendable (Object, Object) throws -> Result
  ) -> HostClass where Object: ValueConvertible {
    _operator(symbol.rawValue, _parameters(Object.self), Result.loxType) { call in
      let operand: Object = try call.readOperand(0, .right(of: symbol))
      try call.finish(try body(try call.object(), operand))
    }
  }

  /// An operator of two operands, of which the object is the left one; the body gets the calling isolate first.
  @_disfavoredOverload @inlinable public func `operator`<Operand: ValueConvertible, Result: ValueConvertible>(
    _ symbol: HostOperator, _ body: @escaping @Sendable (Isolate, Object, Operand) throws -> Result
  ) -> HostClass {
    _operator(symbol.rawValue, _parameters(Operand.self), Result.loxType) { call in
      let operand: Operand = try call.readOperand(0, .right(of: symbol))
      try call.finish(try body(try call.isolate, try call.object(), operand))
    }
  }

  /// The operator `-` of one operand. There is no other one; otherwise the process ends.
  @inlinable public func `operator`<Result: ValueConvertible>(
    _ symbol: HostOperator, _ body: @escaping @Sendable (Object) throws -> Result
  ) -> HostClass {
    precondition(symbol == .subtract, "Only '-' is an operator of one operand.")
    return _operator("-()", [], Result.loxType) { try $0.finish(try body(try $0.object())) }
  }

  // MARK: - Elements

  /// Elements that scripts can read: `object[index]`.
  ///
  /// The body throws an error if there is no element at the index, which is the script's choice.
  @inlinable public func `subscript`<Index: ValueConvertible, Element: ValueConvertible>(
    _ get: @escaping @Sendable (Object, Index) throws -> Element
  ) -> HostClass {
    let name = name
    return _operator("[]", _parameters(Index.self), Element.loxType) { call in
      let index: Index = try call.readOperand(0, .index(of: name))
      try call.finish(try get(try call.object(), index))
    }
  }

  /// Elements that scripts can read and set: `object[index] = element`. Changes to a value type are kept.
  @inlinable public func `subscript`<Index: ValueConvertible, Element: ValueConvertible>(
    get: @escaping @Sendable (Object, Index) throws -> Element,
    set: @escaping @Sendable (inout Object, Index, Element) throws -> Void
  ) -> HostClass {
    let name = name
    return self.subscript(get)._operator("[]=", _parameters(Index.self, Element.self), "nil") { call in
      let index: Index = try call.readOperand(0, .index(of: name))
      let element: Element = try call.readOperand(1, .element(of: name))
      try call.withObject { try set(&$0, index, element) }
      call.returnNil()
    }
  }

  /// Elements that scripts can read: `object[index]`. The body gets the calling isolate first.
  @_disfavoredOverload @inlinable public func `subscript`<Index: ValueConvertible, Element: ValueConvertible>(
    _ get: @escaping @Sendable (Isolate, Object, Index) throws -> Element
  ) -> HostClass {
    let name = name
    return _operator("[]", _parameters(Index.self), Element.loxType) { call in
      let index: Index = try call.readOperand(0, .index(of: name))
      try call.finish(try get(try call.isolate, try call.object(), index))
    }
  }

  /// Elements that scripts can read and set: `object[index] = element`. Both bodies get the calling isolate first. Changes to a value type
  /// are kept.
  @_disfavoredOverload @inlinable public func `subscript`<Index: ValueConvertible, Element: ValueConvertible>(
    get: @escaping @Sendable (Isolate, Object, Index) throws -> Element,
    set: @escaping @Sendable (Isolate, inout Object, Index, Element) throws -> Void
  ) -> HostClass {
    let name = name
    return self.subscript(get)._operator("[]=", _parameters(Index.self, Element.self), "nil") { call in
      let index: Index = try call.readOperand(0, .index(of: name))
      let element: Element = try call.readOperand(1, .element(of: name))
      try call.withObject { try set(try call.isolate, &$0, index, element) }
      call.returnNil()
    }
  }

  // MARK: - Loops, membership, text

  /// What a loop goes through, and `...object` spreads: a value that becomes a list, map, string or range. It is the method `iterate()`.
  @inlinable public func iterable<Elements: ValueConvertible>(
    _ elements: @escaping @Sendable (Object) throws -> Elements
  ) -> HostClass {
    _method("iterate", [], Elements.loxType) { try $0.finish(try elements(try $0.object())) }
  }

  /// Whether `element in object` is true. It is the method `contains(element)`.
  @inlinable public func contains<Element: ValueConvertible>(
    _ body: @escaping @Sendable (Object, Element) throws -> Bool
  ) -> HostClass {
    _method("contains", _parameters(Element.self), Bool.loxType) { call in
      let element: Element = try call.read(0)
      try call.finish(try body(try call.object(), element))
    }
  }

  /// The text of an instance, for `print`, templates and `+` beside a string. It is the property `description`, as which any other
  /// property of this name serves, too.
  @inlinable public func description(
    _ text: @escaping @Sendable (Object) throws -> String
  ) -> HostClass {
    _property("description", String.loxType, get: { try $0.finish(try text(try $0.object())) })
  }

  @usableFromInline func _operator(
    _ symbol: String, _ parameters: [HostParameter], _ resultType: String,
    _ body: @escaping (HostCall) throws -> Void
  ) -> HostClass {
    var copy = self
    let member = "operator \(symbol)"
    copy.definition.methods.append(
      (member, HostFunction(name: "\(name).\(member)", arity: parameters.count, body: body)))
    copy.definition.declaration.operators[symbol] = HostDeclaration(
      kind: .function, parameters: parameters, resultType: resultType)
    return copy
  }
}

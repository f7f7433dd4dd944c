import LoxSource

/// `: Number`, `: shop.Item?` behind the name of a variable, parameter or field, or behind parameters.
public struct TypeAnnotation: Sendable {
  /// The class: a `.variable` expression, or a `.get` of one.
  public var expression: ExpressionID
  /// Whether nil is allowed as well.
  public var isOptional: Bool
  /// From the colon on.
  public var span: SourceSpan
}

extension AST {
  @inlinable public subscript(id: TypeID) -> TypeAnnotation { types[Int(id.index)] }

  /// The names in a type: the variable, and what is got from it.
  public func path(of id: TypeID) -> [NameID] {
    var path: [NameID] = []
    var expression = self[id].expression
    while case .get(let object, let name) = self[expression] {
      path.append(name)
      expression = object
    }
    if case .variable(let name) = self[expression] { path.append(name) }
    return path.reversed()
  }

  /// The variable in a type.
  public func root(of id: TypeID) -> ExpressionID {
    var expression = self[id].expression
    while case .get(let object, _) = self[expression] { expression = object }
    return expression
  }

  /// A type as it is written in one line: `shop.Item?`.
  public func text(of id: TypeID) -> String {
    path(of: id).map(names.name).joined(separator: ".") + (self[id].isOptional ? "?" : "")
  }
}

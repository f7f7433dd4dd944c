import LoxSyntax

/// What is known about the values that an expression may have.
public enum ValueType: Hashable, Sendable {
  case unknown
  /// Only `nil`: the other values that a variable holds decide.
  case `nil`
  case boolean, number, string
  case list, range
  /// A map, and the literal that made it if that is the only one.
  case map(ExpressionID?)
  case function(SymbolID)
  case `class`(SymbolID)
  case instance(SymbolID)
  // Indirect, since inference recurses with many such values in its frames.
  indirect case hostFunction(HostAPI.Function)
  indirect case hostClass(HostAPI.Class)
  indirect case hostInstance(HostAPI.Class)
}

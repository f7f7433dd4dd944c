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
  case hostFunction(HostAPI.Function)
  case hostClass(HostAPI.Class)
  case hostInstance(HostAPI.Class)
}

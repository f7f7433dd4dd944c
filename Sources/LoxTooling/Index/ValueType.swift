/// What is known of the values that an expression may have.
public enum ValueType: Hashable, Sendable {
  case unknown
  /// Nothing but `nil`: what else a variable holds decides.
  case `nil`
  case boolean, number, string
  case function(SymbolID)
  case `class`(SymbolID)
  case instance(SymbolID)
  case hostFunction(HostAPI.Function)
  case hostClass(HostAPI.Class)
  case hostInstance(HostAPI.Class)
}

/// The operators of classes that instructions look for and call with no more than one argument.
public enum ClassOperator: Int, CaseIterable, Sendable {
  case add, subtract, multiply, divide, modulo, negate, less, getElement

  public var argumentCount: Int { self == .negate ? 0 : 1 }
}

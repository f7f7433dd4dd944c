/// What a value is that is checked against a type.
public enum TypeRole: UInt8, Sendable {
  case argument, result, variable, field

  /// The operand of an instruction that checks: the role in two bits, and whether nil is allowed.
  public func operand(isOptional: Bool) -> UInt8 { rawValue | (isOptional ? 4 : 0) }

  public init(operand: UInt8) { self = TypeRole(rawValue: operand & 3) ?? .argument }

  public static func isOptional(_ operand: UInt8) -> Bool { operand & 4 != 0 }
}

/// What the machine checks of a call of an operation, in two words.
@frozen public struct CoreSignature: Sendable {
  public let minimumCount: UInt8
  /// How many arguments may be given; how many registers they need at least.
  public let maximumCount: UInt8
  /// Whether there may be more of them.
  public let hasRest: Bool
  public let form: Form
  public let cost: UInt16
  /// The types of the parameters, of which there are at most eight, a byte each.
  private let types: UInt64

  @frozen public enum Form: UInt8, Sendable { case read, call, name }

  init(_ operation: CoreOperation) {
    minimumCount = UInt8(operation.parameters.count { !$0.isOptional && !$0.isRest })
    maximumCount = UInt8(operation.parameters.count { !$0.isRest })
    hasRest = operation.parameters.last?.isRest ?? false
    cost = UInt16(operation.cost + CoreOperation.callCost)
    form =
      switch operation.form {
      case .property, .constant: .read
      case .method, .function: .call
      case .namespace, .class: .name
      }
    var types: UInt64 = 0
    for (index, parameter) in operation.parameters.enumerated() {
      types |= UInt64(parameter.type.rawValue) << UInt64(index * 8)
    }
    self.types = types
  }

  /// What the argument must be; those beyond the parameters are like the last one.
  @inlinable public func type(_ index: Int) -> CoreType {
    CoreType(rawValue: typeByte(min(index, hasRest ? Int(maximumCount) : 7))) ?? .any
  }

  @usableFromInline func typeByte(_ index: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: types >> UInt64(index * 8))
  }

  /// By the raw value of the identity.
  public static let all = CoreOperation.all.map(CoreSignature.init)
}

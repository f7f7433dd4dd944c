/// What the machine must know of an operation to call it, in a few bytes.
@frozen public struct CoreSignature: Sendable {
  public let minimumCount: UInt8
  /// How many arguments may be given; how many registers they need at least.
  public let maximumCount: UInt8
  /// Whether there may be more of them.
  public let hasRest: Bool
  public let form: CoreOperation.Form
  public let owner: CoreOperation.Owner
  /// What members of it belong to, if it has any.
  public let members: CoreOperation.Owner?
  public let cost: UInt16
  /// Whether another fiber may go on instead of the one that calls it.
  public let switchesFibers: Bool
  /// Whether only the part of the library that is written in Lox may call it.
  public let isInternal: Bool

  /// Whether it is not called: a property or a constant.
  @inlinable public var isRead: Bool { form == .property || form == .constant }
  /// The types of the parameters, of which there are at most eight, a byte each.
  private let types: UInt64

  init(_ operation: CoreOperation) {
    minimumCount = UInt8(operation.parameters.count { !$0.isOptional && !$0.isRest })
    maximumCount = UInt8(operation.parameters.count { !$0.isRest })
    hasRest = operation.parameters.last?.isRest ?? false
    cost = UInt16(operation.cost + CoreOperation.callCost)
    switchesFibers = operation.switchesFibers
    isInternal = operation.isInternal
    form = operation.form
    owner = operation.owner
    members = operation.members
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

extension CoreOperation.Identity {
  @inlinable public var signature: CoreSignature { CoreSignature.all[Int(rawValue)] }
}

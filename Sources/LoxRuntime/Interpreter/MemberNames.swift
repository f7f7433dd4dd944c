import LoxBytecode

/// The names of members that instructions look for.
struct MemberNames {
  /// Whether a class of the host with a member of this name has one that instructions look for.
  static func includes(_ name: String) -> Bool { name == "description" || name.hasPrefix("operator ") }

  private let add, subtract, multiply, divide, modulo, negate, less, getElement: Ref
  let setElement, description: Ref
  /// The members that check fields, by the names of the fields.
  var fieldChecks: [Ref: Ref] = [:]

  var all: [Ref] {
    [add, subtract, multiply, divide, modulo, negate, less, getElement, setElement, description]
      + fieldChecks.flatMap { [$0.key, $0.value] }
  }

  @inline(__always) func name(_ operation: ClassOperator) -> Ref {
    switch operation {
    case .add: add
    case .subtract: subtract
    case .multiply: multiply
    case .divide: divide
    case .modulo: modulo
    case .negate: negate
    case .less: less
    case .getElement: getElement
    }
  }

  /// Nil if `intern` has no memory for one of them.
  fileprivate init?(intern: (String) -> Ref?) {
    guard let add = intern("operator +"), let subtract = intern("operator -"),
      let multiply = intern("operator *"), let divide = intern("operator /"),
      let modulo = intern("operator %"), let negate = intern("operator -()"),
      let less = intern("operator <"), let getElement = intern("operator []"),
      let setElement = intern("operator []="), let description = intern("description")
    else { return nil }
    (self.add, self.subtract, self.multiply, self.divide) = (add, subtract, multiply, divide)
    (self.modulo, self.negate, self.less) = (modulo, negate, less)
    (self.getElement, self.setElement, self.description) = (getElement, setElement, description)
  }
}

extension Machine {
  /// Notes that there is a class with members that are no plain methods; false if memory is out.
  mutating func noteMembers() -> Bool {
    if memberNames != nil { return true }
    memberNames = MemberNames { intern($0) }
    return memberNames != nil || failOutOfMemory()
  }

  /// The class whose methods `super` means for an object: for a class, what the superclass has of its own.
  mutating func methodHolder(of superclass: Ref, for object: Value) -> Ref {
    guard !object.isInstance else { return superclass }
    return statics(of: Value(.object, superclass)) ?? .null
  }
}

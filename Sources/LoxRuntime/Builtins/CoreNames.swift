import LoxBuiltins

/// Values that are names of the core library: functions, classes such as `Number`, and namespaces such as `Math`. They are no objects, so
/// an isolate that uses none has none.
extension Value {
  @inline(__always) init(_ core: CoreOperation.Identity) {
    bits = UInt64(Tag.core.rawValue) << 32 | UInt64(core.rawValue)
  }

  /// The name that it is; nil for all other values.
  var core: CoreOperation.Identity? {
    guard isCore else { return nil }
    return CoreOperation.Identity(rawValue: UInt16(truncatingIfNeeded: ref.offset))
  }
}

enum CoreNames {
  /// The operation of a name, which is an interned string.
  static func find(_ name: Ref, of owner: CoreOperation.Owner, _ cage: Cage) -> CoreOperation.Identity? {
    let count = cage.length(ofString: name)
    guard count <= 16 else { return nil }
    // The last word of a string is filled up with zeros.
    let key = CoreNameTable.Key(
      low: count == 0 ? 0 : cage.load64(name.offset, StringLayout.bytes),
      high: count <= 8 ? 0 : cage.load64(name.offset, StringLayout.bytes + 8))
    return CoreNameTable.all.find(key, of: owner)
  }
}

extension CoreOperation.Identity {
  /// How many arguments it takes; nil if it takes any number, or can't be called.
  var arity: Int? {
    signature.hasRest || signature.form == .namespace ? nil : Int(signature.minimumCount)
  }
}

/// What a name means for a value that is no instance.
enum CoreMember {
  /// A static member of a host class.
  case host(Ref)
  case core(CoreOperation.Identity)
}

extension Cage {
  /// What kind of value it is, for the core library; nil for nil, and for what the library has nothing for.
  func owner(of value: Value) -> CoreOperation.Owner? {
    if value.isNumber { return .number }
    if value.isString { return .string }
    if value.isClosure { return .function }
    if let core = value.core {
      switch core.signature.form {
      case .class, .namespace: return core.signature.members ?? .class
      case .function: return .function
      case .property, .method, .constant: return nil
      }
    }
    guard value.has(.object) else { return value == .true || value == .false ? .boolean : nil }
    switch kind(value.ref) {
    case .class: return .class
    case .native, .boundMethod: return .function
    case .list: return .list
    case .map: return .map
    case .range: return .range
    case .random: return .random
    default: return nil
    }
  }

  /// The operation that a name means for a value of some owner.
  private func find(_ name: Ref, of owner: CoreOperation.Owner) -> CoreOperation.Identity? {
    if let found = CoreNames.find(name, of: owner, self) { return found }
    // What all classes have.
    switch owner {
    case .numberClass, .stringClass, .listClass: return CoreNames.find(name, of: .class, self)
    default: return nil
    }
  }

  /// The operation that a name means for a value, if there is one.
  func findCore(_ name: Ref, of value: Value) -> CoreOperation.Identity? {
    guard let owner = owner(of: value) else { return nil }
    return find(name, of: owner)
  }
}

extension Machine {
  /// The name of the core library that the running function means by a global that nobody defined; nil, with the error set, if there is
  /// none.
  mutating func slowGetCoreName(_ constant: Int) -> Value? {
    if let core = calls.parked.function.coreName(constant).flatMap(CoreOperation.Identity.init) {
      switch core {
      case .errorType where !modules.errorClass.isNull: return Value(.object, modules.errorClass)
      case .hostErrorType where !modules.hostErrorClass.isNull: return Value(.object, modules.hostErrorClass)
      default: return Value(core)
      }
    }
    _ = failUndefinedGlobal(constant)
    return nil
  }

  /// Operations with names similar to one that a value does not have.
  fileprivate mutating func failUndefinedCore(_ name: Ref, of value: Value, _ owner: CoreOperation.Owner)
    -> Bool
  {
    let name = text(ofString: name)
    var search = NameSearch(for: name)
    for operation in CoreOperation.all(of: owner) where search.wantsMore {
      search.consider(Array(operation.name.utf8))
    }
    return fail(
      .undefinedProperty, "Undefined property '\(name)'.",
      cause: .undefinedProperty(name, of: summary(of: value), similar: names(of: search)))
  }

  /// A name of the core library as `print` shows it.
  mutating func describe(core value: Value, into bytes: inout [UInt8]) {
    guard let operation = value.core?.operation else { return bytes += "<?>".utf8 }
    switch operation.form {
    case .namespace, .class: bytes += operation.name.utf8
    case .property, .method, .function, .constant: bytes += "<fn \(operation.name)>".utf8
    }
  }
}

extension Pinned where Pointee == Machine {
  /// The member of this name of a value that is no instance; nil, with the error set, if it has none. The message is for what has no members
  /// at all.
  func findMember(_ name: Ref, of object: Value, orFail id: RuntimeError.ID) -> CoreMember? {
    // The book's language knows none but those of the host.
    guard value.calls.parked.function.isExtended, let owner = value.cage.owner(of: object) else {
      return findStatic(name, of: object, orFail: id).map { .host($0) }
    }
    // What the host has declared hides what all classes have.
    if owner == .class, let member = value.static(name, of: object) { return .host(member) }
    if let core = value.cage.findCore(name, of: object) { return .core(core) }
    if owner == .boolean {
      _ = value.fail(id, about: object)
    } else if let statics = value.statics(of: object) {
      _ = value.failUndefinedProperty(name, of: Value(.object, statics))
    } else {
      _ = value.failUndefinedCore(name, of: object, owner)
    }
    return nil
  }
}

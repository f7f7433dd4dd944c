import LoxBuiltins

/// What functions and classes tell of themselves, and what every value can be asked for.
extension BuiltinCall {
  /// The text of a value.
  func toText() -> Bool {
    machine.text(of: argument(0)).map { self.return($0) } ?? false
  }

  func classOfValue() -> Bool {
    let operand = argument(0)
    if operand.isInstance {
      return self.return(Value(.object, cage.class(ofShape: cage.shape(ofInstance: operand.ref))))
    }
    return self.return(cage.coreClass(of: operand).map { Value($0) } ?? .nil)
  }

  func nameOfFunction() -> Bool {
    var function = receiver
    if function.has(.object), cage.has(function.ref, .boundMethod) {
      function = cage.value(function.ref.offset, BoundMethodLayout.method)
    }
    if let core = function.core { return self.return(bytes: Array(core.operation.name.utf8)) }
    if function.isClosure {
      let record = machine.value.modules.records[cage.load32(function.ref.offset, ClosureLayout.function)]
      return self.return(record.map { Value(.string, $0.name) } ?? .nil)
    }
    guard function.has(.object), cage.has(function.ref, .native) else { return self.return(Value.nil) }
    return self.return(Value(.string, cage.ref(function.ref, NativeLayout.name)))
  }

  func arityOfFunction() -> Bool {
    var function = receiver
    if function.has(.object), cage.has(function.ref, .boundMethod) {
      function = cage.value(function.ref.offset, BoundMethodLayout.method)
    }
    if let core = function.core { return self.return(core.arity) }
    if function.isClosure {
      let record = machine.value.modules.records[cage.load32(function.ref.offset, ClosureLayout.function)]
      return self.return(record?.requiredCount)
    }
    guard function.has(.object), cage.has(function.ref, .native) else { return self.return(Value.nil) }
    return self.return(
      machine.value.host.functions[cage.load32(function.ref.offset, NativeLayout.index)]?.argumentCount)
  }

  func nameOfClass() -> Bool {
    if let core = receiver.core { return self.return(bytes: Array(core.operation.name.utf8)) }
    return self.return(Value(.string, cage.ref(receiver.ref, ClassLayout.name)))
  }

  func superclassOfClass() -> Bool {
    guard receiver.has(.object) else { return self.return(Value.nil) }
    let superclass = cage.ref(receiver.ref, ClassLayout.superclass)
    return self.return(superclass.isNull ? .nil : Value(.object, superclass))
  }
}

extension Cage {
  /// The class of a value that is no instance; nil if it has none.
  func coreClass(of value: Value) -> CoreOperation.Identity? {
    switch owner(of: value) {
    case .number: .numberType
    case .string: .stringType
    case .boolean: .booleanType
    case .function: .functionType
    case .list: .listType
    case .map: .mapType
    case .range: .rangeType
    case .random: .randomType
    case .fiber: .fiberType
    case .regex: .regexType
    default: nil
    }
  }
}

import LoxBuiltins
import LoxBytecode
import LoxSource

/// Types of variables, parameters, results and fields.
extension Pinned where Pointee == Machine {
  /// Checks a value against the class that a global variable holds.
  @inline(never) func slowCheckGlobalType(_ checked: Value, _ constant: Int, _ i: Instruction) -> Bool {
    if checked == .nil, TypeRole.isOptional(UInt8(truncatingIfNeeded: i.c)) { return true }
    var type = value.cage.value(value.calls.parked.function.globalSlot(constant))
    if type == .undefined {
      guard let core = value.slowGetCoreName(constant) else { return false }
      type = core
    }
    return slowCheckType(checked, type, i)
  }

  @inline(never) func slowCheckType(_ checked: Value, _ type: Value, _ i: Instruction) -> Bool {
    let operand = UInt8(truncatingIfNeeded: i.c)
    if checked == .nil, TypeRole.isOptional(operand) { return true }
    guard let isInstance = value.isInstance(checked, of: type) else {
      return value.fail(.typeNotClass, about: type)
    }
    guard isInstance else { return value.failWrongType(checked, type, operand) }
    return value.refuel()
  }

  /// The member that sets a field if it has a type; nil if it has none.
  func fieldCheck(_ name: Ref, of object: Value) -> Ref? {
    if object.isInstance {
      return value.fieldCheck(
        name, ofClass: value.cage.class(ofShape: value.cage.shape(ofInstance: object.ref)))
    }
    return value.memberNames?.fieldChecks[name].flatMap { value.static($0, of: object) }
  }
}

extension Pinned where Pointee == Machine {
  /// Does at once what the member that checks a field would do, and pays for it; false if nothing was done, since it needs more steps.
  @inline(__always) func setChecked(_ object: Value, to new: Value, _ cache: InlineCache, _ check: Ref)
    -> Bool
  {
    let cage = value.cage
    guard let record = value.modules.records[cage.load32(check.offset, ClosureLayout.function)] else {
      return false
    }
    let cost = record.cost
    guard cost > 1, value.calls.parked.fuel >= cost &+ 2, isChecked(new, by: record),
      case .field(let slot) = value.lookUp(cache.name, in: cage.shape(ofInstance: object.ref))
    else { return false }
    value.calls.parked.fuel &-= cost
    store(new, slot, of: object.ref)
    return true
  }

  /// Whether a value is certainly one that the member which checks a field admits.
  @inline(__always) private func isChecked(_ new: Value, by record: FunctionRecord) -> Bool {
    var pc = record.code
    pc.skipWord()
    let (i, constant) = (pc.wordBefore(1), pc.word)
    guard i.opcode == .checkGlobalType, i.a == 1 else { return false }
    if isOfCore(new, ofGlobal: constant, record) { return true }
    if new == .nil { return TypeRole.isOptional(UInt8(truncatingIfNeeded: i.c)) }
    let cage = value.cage
    return new.isInstance
      && cage.value(record.globalSlot(constant))
        == Value(.object, cage.class(ofShape: cage.shape(ofInstance: new.ref)))
  }
}

extension Machine {
  /// Whether a value is an instance of a class; nil if that is none.
  mutating func isInstance(_ object: Value, of type: Value) -> Bool? {
    if let core = type.core, core.signature.form == .class { return cage.coreClass(of: object) == core }
    guard cage.has(type, .class) else { return nil }
    return object.isInstance
      && isSubclass(cage.class(ofShape: cage.shape(ofInstance: object.ref)), of: type.ref)
  }

  /// The same for the instances of a class.
  mutating func fieldCheck(_ name: Ref, ofClass owner: Ref) -> Ref? {
    guard let check = memberNames?.fieldChecks[name] else { return nil }
    return cage.find(check, in: cage.ref(owner, ClassLayout.methods)).map { Ref(offset: $0) }
  }

  /// Notes the name of a member that checks a field, which ends with a colon; false, with the error set, if memory is out.
  mutating func noteFieldCheck(_ check: Ref) -> Bool {
    let name = text(ofString: check).dropLast()
    guard let field = intern(String(name)) else { return failOutOfMemory() }
    memberNames?.fieldChecks[field] = check
    return true
  }

  /// Whether a name is that of a member that checks a field.
  mutating func isFieldCheck(_ name: Ref) -> Bool {
    memberNames?.fieldChecks.values.contains(name) ?? false
  }

  fileprivate mutating func failWrongType(_ checked: Value, _ type: Value, _ operand: UInt8) -> Bool {
    var expectation = name(ofType: type).withArticle
    if TypeRole.isOptional(operand) { expectation += " or nil" }
    let summary = summary(of: checked)
    let message = "\(subject(TypeRole(operand: operand))) must be \(expectation), not \(actual(checked))."
    charge(bytes: message.utf8.count)
    return fail(.wrongType, message, cause: .values([summary]))
  }

  private mutating func name(ofType type: Value) -> String {
    if let core = type.core { return core.operation.name }
    return text(ofString: cage.ref(type.ref, ClassLayout.name))
  }

  /// What the checked value is: its name stands where the instruction comes from.
  private mutating func subject(_ role: TypeRole) -> String {
    guard let (linked, function) = lookUp(calls.parked.function) else { return "The value" }
    let start = linked.image.pointer(at: Int(function.code.start))
    let span = linked.program.position(calls.parked.pc.distance(from: start) - 1, in: function).span
    let bytes = linked.program.source[span.range.clamped(to: linked.program.source.indices)]
    let name = String(decoding: bytes.prefix(Machine.shownNameLength), as: UTF8.self)
    let functionName = text(ofString: calls.parked.function.name)
    switch role {
    case .argument: return "Argument '\(name)'" + (functionName.isEmpty ? "" : " of '\(functionName)'")
    case .result: return "The result" + (functionName.isEmpty ? "" : " of '\(functionName)'")
    case .variable: return "Variable '\(name)'"
    case .field: return "Field '\(name)'"
    }
  }
}

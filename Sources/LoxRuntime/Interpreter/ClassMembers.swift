import LoxBytecode

/// How classes of scripts get their members.
///
/// Members of the class itself are kept where those of host classes are: as the methods of a second class, which inheritance shares. A
/// class copies it before it adds its own. A field of a class is a box among them: subclasses see it until they set it, and then have one
/// of their own.
extension Pinned where Pointee == Machine {
  /// Adds a closure of the program's function `index` to the class in register `a`.
  @inline(never) func slowMethod(
    _ registers: Registers, _ a: Int, _ index: Int, _ encloser: FunctionRecord
  ) -> Bool {
    guard let record = record(index, of: encloser) else { return false }
    let size = ClosureLayout.captures + record.captureCount * 8
    guard collectIfDue(size) else { return false }
    let made = value.heap.value.allocateOld(size: size)
    guard !made.isNull else { return value.failOutOfMemory() }
    fill(made, record, registers)
    let `class` = registers[a].ref
    guard record.isPlainMethod(value.cage) else { return add(made, record, to: `class`) }
    guard add(record.name, made, to: `class`) else { return false }
    if record.name == value.initializerName {
      value.cage.store32(made.offset, `class`.offset, ClassLayout.initializer)
    }
    return true
  }

  /// Adds a member that is no plain method.
  private func add(_ closure: Ref, _ record: FunctionRecord, to class: Ref) -> Bool {
    // The closure is not reachable yet, so nothing may be collected: whatever is made now is old.
    guard value.noteMembers() else { return false }
    let holder = record.isOfClass ? makeStatics(of: `class`) : `class`
    guard let holder else { return false }
    switch record.member {
    case .field where !value.noteFieldCheck(record.name): return false
    case .field, .method: return add(record.name, closure, to: holder)
    case .getter, .setter: break
    }
    let cage = value.cage
    let inherited = cage.find(record.name, in: cage.ref(holder, ClassLayout.methods)).map { Ref(offset: $0) }
    let property = value.heap.value.allocateOld(size: PropertyLayout.size)
    guard !property.isNull else { return value.failOutOfMemory() }
    cage.setHeader(property, .property, size: PropertyLayout.size)
    let isGetter = record.member == .getter
    let known = inherited.flatMap { cage.has($0, .property) ? $0 : nil }
    let other = known.map { cage.ref($0, isGetter ? PropertyLayout.setter : PropertyLayout.getter) } ?? .null
    cage.store32((isGetter ? closure : other).offset, property.offset, PropertyLayout.getter)
    cage.store32((isGetter ? other : closure).offset, property.offset, PropertyLayout.setter)
    return add(record.name, property, to: holder)
  }

  private func add(_ name: Ref, _ member: Ref, to class: Ref) -> Bool {
    value.addMethod(name, member, to: `class`) || value.failOutOfMemory()
  }

  /// The second class of a class, of its own: the first time, with what it inherits. Nil, with the error set, if memory is out.
  private func makeStatics(of class: Ref) -> Ref? {
    let cage = value.cage
    let inherited = value.statics(of: Value(.object, `class`))
    if let inherited, cage.ref(inherited, ClassLayout.superclass) == `class` { return inherited }
    let made = value.makeClass(name: cage.ref(`class`, ClassLayout.name))
    guard !made.isNull, inherited.map({ value.inherit(made, from: $0) }) ?? true else {
      _ = value.failOutOfMemory()
      return nil
    }
    if let inherited { value.charge(bytes: cage.methodCount(ofClass: inherited) &* 64) }
    // It says whose it is.
    cage.store32(`class`.offset, made.offset, ClassLayout.superclass)
    return add(value.host.objectName, made, to: `class`) ? made : nil
  }

  /// Adds a field of its own to the class in register `a`, with the value in register `b`.
  @inline(never) func slowClassField(_ registers: Registers, _ i: Instruction, _ name: Value) -> Bool {
    guard name.isString else { return value.fail(.damagedHeap) }
    return addClassField(name.ref, registers, i.a, i.b)
  }

  func addClassField(_ name: Ref, _ registers: Registers, _ a: Int, _ b: Int) -> Bool {
    guard collectIfDue(BoxLayout.size), value.noteMembers(),
      let statics = makeStatics(of: registers[a].ref)
    else { return false }
    let box = value.heap.value.allocateOld(size: BoxLayout.size)
    guard !box.isNull else { return value.failOutOfMemory() }
    value.charge(bytes: 64)
    value.cage.setHeader(box, .box, size: BoxLayout.size)
    value.cage.store(registers[b], box.offset, BoxLayout.value)
    if registers[b].isYoung { value.heap.value.remember(box) }
    return add(name, box, to: statics)
  }
}

extension Machine {
  /// Whether a class is one of the host, whose members are those that it has declared.
  mutating func isOfHost(_ class: Ref) -> Bool {
    let initializer = cage.ref(`class`, ClassLayout.initializer)
    return !initializer.isNull && cage.has(initializer, .native)
      && cage.ref(`class`, ClassLayout.superclass).isNull
  }
}

extension FunctionRecord {
  /// Whether it is found by instances, and is called by its name.
  fileprivate func isPlainMethod(_ cage: Cage) -> Bool {
    member == .method && !isOfClass && !isOperator(cage)
  }

  /// Names of operators have a space in them.
  private func isOperator(_ cage: Cage) -> Bool {
    let count = cage.length(ofString: name)
    return count > 9 && cage.load8(name.offset &+ UInt32(StringLayout.bytes + 8)) == UInt8(ascii: " ")
  }
}

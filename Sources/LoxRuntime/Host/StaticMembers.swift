/// Static members of classes: functions, properties that functions compute, and in classes of scripts fields.
///
/// They are the methods of a second class, which the class has among its methods, by a name that no script can say: so a class that
/// inherits from it has them too, and classes without them pay nothing.
extension Machine {
  /// The class that has the static members of a class; nil if there are none.
  mutating func statics(of value: Value) -> Ref? {
    guard value.has(.object), cage.has(value.ref, .class) else { return nil }
    return cage.find(host.objectName, in: cage.ref(value.ref, ClassLayout.methods)).map { Ref(offset: $0) }
  }

  /// The static member of a class; nil if it has none of this name. Superclasses may have got some since the class was declared; going to them
  /// is charged.
  mutating func `static`(_ name: Ref, of object: Value) -> Ref? {
    var `class` = object
    var (found, steps) = (Ref?.none, 0)
    while found == nil, let statics = statics(of: `class`) {
      found = cage.find(name, in: cage.ref(statics, ClassLayout.methods)).map { Ref(offset: $0) }
      `class` = Value(.object, cage.ref(`class`.ref, ClassLayout.superclass))
      steps &+= 1
    }
    if steps > 1 { charge(units: (steps &- 1) &* 8) }
    return found
  }
}

extension Pinned where Pointee == Machine {
  /// The static member of a class; nil, with the error set, if it has none of this name. The message is for all that has no static
  /// members at all.
  func findStatic(_ name: Ref, of object: Value, orFail id: RuntimeError.ID) -> Ref? {
    guard let statics = value.statics(of: object) else {
      _ = value.fail(id, about: object)
      return nil
    }
    guard let member = value.static(name, of: object) else {
      _ = value.failUndefinedProperty(name, of: Value(.object, statics))
      return nil
    }
    return member
  }

  /// Sets a static property of the class in register `a` to the value in register `b`, or a field of its own, which a class of a script
  /// gets if it has none. False, with the error set, if there is a member that can't be set, or memory is out.
  func setStatic(_ name: Ref, _ registers: Registers, _ a: Int, _ b: Int, _ cache: InlineCache) -> Bool {
    let cage = value.cage
    let object = registers[a]
    guard value.calls.parked.function.isExtended, cage.has(object, .class), !value.isOfHost(object.ref) else {
      guard let member = findStatic(name, of: object, orFail: .fieldOfNonInstance) else { return false }
      return setMember(member, name, of: object, to: registers[b])
    }
    if let member = value.static(name, of: object), !cage.has(member, .box) {
      return setMember(member, name, of: object, to: registers[b])
    }
    if let statics = value.statics(of: object), cage.ref(statics, ClassLayout.superclass) == object.ref,
      let box = cage.find(name, in: cage.ref(statics, ClassLayout.methods)).map({ Ref(offset: $0) }),
      value.static(name, of: Value(.object, cage.ref(object.ref, ClassLayout.superclass))) != box
    {
      cache.ofSet.classField.set(object.ref, box, value.classMembersVersion)
      let new = registers[b]
      cage.store(new, box.offset, BoxLayout.value)
      if new.isYoung { slowBarrier(box) }
      return true
    }
    return addClassField(name, registers, a, b)
  }

  private func setMember(_ member: Ref, _ name: Ref, of object: Value, to new: Value) -> Bool {
    guard value.cage.isAccessor(member) else {
      return value.fail(.readOnlyProperty, "Property '\(value.text(ofString: name))' is read-only.")
    }
    return setComputed(member, of: object, to: new)
  }
}

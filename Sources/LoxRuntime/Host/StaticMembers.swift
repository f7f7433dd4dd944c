/// Static members of classes: functions, properties that functions compute, and in classes of scripts fields.
///
/// They are the methods of a second class, which the class has among its methods, by a name that no script can say: so a class that
/// inherits from it has them too, and classes without them pay nothing.
extension Machine {
  /// The class that has the static members of a class; nil if there are none.
  func statics(of value: Value) -> Ref? {
    guard value.has(.object), cage.has(value.ref, .class) else { return nil }
    return cage.find(host.objectName, in: cage.ref(value.ref, ClassLayout.methods)).map { Ref(offset: $0) }
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
    guard let member = value.cage.find(name, in: value.cage.ref(statics, ClassLayout.methods)) else {
      _ = value.failUndefinedProperty(name, of: Value(.object, statics))
      return nil
    }
    return Ref(offset: member)
  }

  /// Sets a static property of a class; false, with the error set, if there is none that can be set.
  func setStatic(_ name: Ref, of object: Value, to new: Value) -> Bool {
    guard let member = findStatic(name, of: object, orFail: .fieldOfNonInstance) else {
      return false
    }
    if value.cage.has(member, .box) {
      value.cage.store(new, member.offset, BoxLayout.value)
      if new.isYoung, value.cage.flags(member) & HeaderFlags.remembered == 0 {
        value.heap.value.remember(member)
      }
      return true
    }
    guard value.cage.has(member, .accessor) || value.cage.has(member, .property) else {
      return value.fail(.readOnlyProperty, "Property '\(value.text(ofString: name))' is read-only.")
    }
    return setComputed(member, of: object, to: new)
  }
}

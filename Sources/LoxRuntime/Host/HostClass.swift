/// A class of the host that scripts can use: its methods are host functions, and so are the accessors of its properties.
package struct HostClass: Sendable {
  package struct Property: Sendable {
    package var name: String
    package var getter: HostFunction
    package var setter: HostFunction?

    package init(name: String, getter: HostFunction, setter: HostFunction?) {
      self.name = name
      self.getter = getter
      self.setter = setter
    }
  }

  package var name: String
  package var initializer: HostFunction
  package var methods: [(name: String, function: HostFunction)]
  package var properties: [Property]

  package init(
    name: String, initializer: HostFunction, methods: [(name: String, function: HostFunction)],
    properties: [Property]
  ) {
    self.name = name
    self.initializer = initializer
    self.methods = methods
    self.properties = properties
  }
}

extension Machine {
  /// Makes a class; null if memory is out. Never collects.
  mutating func makeClass(_ class: HostClass) -> Ref {
    guard let name = intern(`class`.name) else { return .null }
    let made = makeClass(name: name)
    if made.isNull { return .null }
    for property in `class`.properties {
      guard let name = intern(property.name), let ref = makeAccessor(name, property),
        addMethod(name, ref, to: made)
      else { return .null }
    }
    for (name, function) in `class`.methods + [("init", `class`.initializer)] {
      guard let name = intern(name) else { return .null }
      let ref = makeHostFunction(function)
      guard !ref.isNull, addMethod(name, ref, to: made) else { return .null }
      if name == initializerName { cage.store32(ref.offset, made.offset, ClassLayout.initializer) }
    }
    return made
  }

  /// A class without methods; null if memory is out.
  mutating func makeClass(name: Ref) -> Ref {
    let made = heap.value.allocateOld(size: ClassLayout.size)
    guard !made.isNull else { return .null }
    cage.fill(made.offset, count: ClassLayout.size, with: 0)
    cage.store32(ObjectKind.class.rawValue, made.offset)
    cage.store32(UInt32(ClassLayout.size), made.offset, 4)
    cage.store32(name.offset, made.offset, ClassLayout.name)
    return made
  }

  private mutating func addMethod(_ name: Ref, _ method: Ref, to class: Ref) -> Bool {
    let methods = heap.value.insert(
      name, method.offset, in: cage.ref(`class`, ClassLayout.methods), kind: .referenceTable)
    guard !methods.isNull else { return false }
    cage.store32(methods.offset, `class`.offset, ClassLayout.methods)
    return true
  }

  private mutating func makeAccessor(_ name: Ref, _ property: HostClass.Property) -> Ref? {
    let ref = makeNative(.accessor, name: name, setter: NativeLayout.noSetter)
    guard !ref.isNull else { return nil }
    cage.store32(hostFunctions.add(property.getter, object: ref), ref.offset, NativeLayout.index)
    if let setter = property.setter {
      cage.store32(hostFunctions.add(setter, object: ref), ref.offset, NativeLayout.setter)
    }
    return ref
  }
}

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

  package typealias Method = (name: String, function: HostFunction)

  package var name: String
  package var initializer: HostFunction
  package var methods: [Method]
  package var properties: [Property]
  package var staticMethods: [Method]
  package var staticProperties: [Property]

  package init(
    name: String, initializer: HostFunction, methods: [Method] = [], properties: [Property] = [],
    staticMethods: [Method] = [], staticProperties: [Property] = []
  ) {
    self.name = name
    self.initializer = initializer
    self.methods = methods
    self.properties = properties
    self.staticMethods = staticMethods
    self.staticProperties = staticProperties
  }

  /// Whether instructions look for some of its members.
  fileprivate var hasMembersOfInstructions: Bool {
    methods.contains { MemberNames.includes($0.name) }
      || properties.contains { MemberNames.includes($0.name) }
  }

  var memberCount: Int { methods.count + properties.count + staticMethods.count + staticProperties.count }
}

extension Machine {
  /// Makes a class, which inherits from another one unless that is null; null if memory is out. Never collects.
  mutating func makeClass(_ class: HostClass, superclass: Ref) -> Ref {
    guard let name = intern(`class`.name), !`class`.hasMembersOfInstructions || noteMembers() else {
      return .null
    }
    let made = makeClass(name: name)
    if made.isNull || !superclass.isNull && !inherit(made, from: superclass) { return .null }
    guard add(`class`.properties, to: made), add(`class`.methods, to: made) else { return .null }
    let initializer = makeHostFunction(`class`.initializer)
    guard !initializer.isNull, addMethod(initializerName, initializer, to: made) else { return .null }
    cage.store32(initializer.offset, made.offset, ClassLayout.initializer)
    guard !`class`.staticMethods.isEmpty || !`class`.staticProperties.isEmpty else { return made }
    let statics = makeClass(name: name)
    if statics.isNull { return .null }
    if let inherited = self.statics(of: Value(.object, made)), !inherit(statics, from: inherited) {
      return .null
    }
    guard add(`class`.staticProperties, to: statics), add(`class`.staticMethods, to: statics),
      addMethod(host.objectName, statics, to: made)
    else { return .null }
    return made
  }

  /// The class takes the methods of its superclass, and room for its fields; false if memory is out.
  mutating func inherit(_ subclass: Ref, from superclass: Ref) -> Bool {
    let methods = cage.ref(superclass, ClassLayout.methods)
    if !methods.isNull {
      let count = cage.methodCount(ofClass: superclass)
      let copy = heap.value.copyTable(methods, kind: .referenceTable, room: count &+ 1)
      if copy.isNull { return false }
      cage.store32(copy.offset, subclass.offset, ClassLayout.methods)
    }
    cage.store32(superclass.offset, subclass.offset, ClassLayout.superclass)
    cage.store32(
      cage.load32(superclass.offset, ClassLayout.inlineCapacity), subclass.offset, ClassLayout.inlineCapacity)
    return true
  }

  private mutating func add(_ properties: [HostClass.Property], to class: Ref) -> Bool {
    for property in properties {
      guard let name = intern(property.name), let ref = makeAccessor(name, property),
        addMethod(name, ref, to: `class`)
      else { return false }
    }
    return true
  }

  private mutating func add(_ methods: [HostClass.Method], to class: Ref) -> Bool {
    for (name, function) in methods {
      guard let name = intern(name) else { return false }
      let ref = makeHostFunction(function)
      guard !ref.isNull, addMethod(name, ref, to: `class`) else { return false }
    }
    return true
  }

  /// How many methods and static members a class has, about.
  mutating func memberCount(ofClass class: Ref) -> Int {
    var count = 0
    for owner in [`class`, statics(of: Value(.object, `class`)) ?? .null] where !owner.isNull {
      count &+= cage.methodCount(ofClass: owner)
    }
    return count
  }

  /// A class without methods; null if memory is out.
  mutating func makeClass(name: Ref) -> Ref {
    let made = heap.value.allocateOld(size: ClassLayout.size)
    guard !made.isNull else { return .null }
    cage.fill(made.offset, count: ClassLayout.size, with: 0)
    cage.setHeader(made, .class, size: ClassLayout.size)
    cage.store32(name.offset, made.offset, ClassLayout.name)
    return made
  }

  /// Adds a method, or another member, to a class; false if memory is out.
  mutating func addMethod(_ name: Ref, _ method: Ref, to class: Ref) -> Bool {
    classMembersVersion.advance()
    calls.native.classMembersVersion = classMembersVersion.bits
    let methods = heap.value.insert(
      name, method.offset, in: cage.ref(`class`, ClassLayout.methods), kind: .referenceTable)
    guard !methods.isNull else { return false }
    cage.store32(methods.offset, `class`.offset, ClassLayout.methods)
    return true
  }

  private mutating func makeAccessor(_ name: Ref, _ property: HostClass.Property) -> Ref? {
    let ref = makeNative(.accessor, name: name, setter: NativeLayout.noSetter)
    guard !ref.isNull else { return nil }
    cage.store32(host.functions.add(property.getter, object: ref), ref.offset, NativeLayout.index)
    if let setter = property.setter {
      cage.store32(host.functions.add(setter, object: ref), ref.offset, NativeLayout.setter)
    }
    return ref
  }
}

extension Cage {
  /// How many methods, and other members, the table of a class has.
  func methodCount(ofClass class: Ref) -> Int {
    let methods = ref(`class`, ClassLayout.methods)
    return methods.isNull ? 0 : Int(load32(methods.offset, TableLayout.count))
  }
}

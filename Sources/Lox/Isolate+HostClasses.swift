import LoxRuntime

/// Host classes and the contents of a ``HostAPI``, created on first use.
extension Isolate {
  /// Defines a host class as a global, and lets ``wrap(_:)`` make instances of it.
  ///
  /// Throws a ``RuntimeError`` if there is no memory for the class.
  @discardableResult
  public func define<Object>(_ hostClass: HostClass<Object>) throws -> Class {
    let definition = hostClass.definition
    let made = try make(definition)
    classDefinitions.removeAll { $0.type.id == definition.type.id }
    classDefinitions.append(definition)
    classesOfTypes = [:]
    let base = machine.top
    defer { machine.pop(to: base) }
    try push(made.handle)
    try machine.popGlobal(definition.name)
    declarations[definition.name] = definition.declaration
    return Class(handle: made.handle)
  }

  /// Makes a class, and its superclass if the isolate does not have that yet.
  private func make(_ definition: HostClassDefinition) throws -> InstalledHostClass {
    let base = machine.top
    defer { machine.pop(to: base) }
    var superclass: Slot?
    if let parent = definition.superclass {
      try push(try installed(parent).handle)
      superclass = base
    }
    let slot = machine.top
    try machine.pushClass(definition.runtimeClass, superclass: superclass)
    let made = InstalledHostClass(definition, Handle(slot, self))
    hostClasses[definition.type.id] = made
    return made
  }

  /// The class of a definition, created if necessary.
  private func installed(_ definition: HostClassDefinition) throws -> InstalledHostClass {
    try hostClasses[definition.type.id] ?? make(definition)
  }

  /// The class of a type: its own, or that of the nearest superclass that was defined; nil if there is none.
  func hostClass(of type: Any.Type) throws -> InstalledHostClass? {
    let id = ObjectIdentifier(type)
    if let known = classesOfTypes[id] { return known }
    var nearest: HostClassDefinition?
    for definition in classDefinitions.reversed() + apis.reversed().flatMap(\.classes)
    where definition.type.includes(type) {
      if let found = nearest {
        let isNearer = found.type.includes(definition.type.type) && found.type.id != definition.type.id
        if !isNearer { continue }
      }
      nearest = definition
    }
    guard let nearest else { return nil }
    let found = try installed(nearest)
    classesOfTypes[id] = found
    return found
  }

  func push(_ hostClass: InstalledHostClass) throws { try push(hostClass.handle) }

  // MARK: - What a HostAPI offers

  /// Offers scripts the contents of an API as globals. The size of the API does not matter: a function or
  /// class is created when a program or the host first mentions it. Globals of the same names are replaced.
  ///
  /// Throws a ``RuntimeError`` if there is no memory for the replacements.
  public func install(_ api: HostAPI) throws {
    offer(api)
    for name in machine.mentionedNames where api.entries[name] != nil { try provide(name) }
  }

  func offer(_ api: HostAPI) {
    apis.append(api)
    if !classesOfTypes.isEmpty { classesOfTypes = [:] }
    machine.offer(api.names)
  }

  /// Defines a global that an API offers; false if none does.
  @discardableResult func provide(_ name: String) throws -> Bool {
    guard let entry = offered(name) else { return false }
    if case .function(let function) = entry {
      try machine.define(function)
      return true
    }
    let base = machine.top
    defer { machine.pop(to: base) }
    switch entry {
    case .function: break
    case .class(let definition): try push(try installed(definition).handle)
    case .value(let push): try push(self)
    }
    try machine.popGlobal(name)
    return true
  }

  func offered(_ name: String) -> HostAPI.Entry? {
    for index in apis.indices.reversed() {
      if let entry = apis[index].entries[name] { return entry }
    }
    return nil
  }

  /// Names that are offered but not yet globals.
  var offeredNames: [String] {
    var names: [String] = []
    for name in apis.flatMap(\.names) where !machine.isMentioned(name) && !names.contains(name) {
      names.append(name)
    }
    return names
  }

  /// Pushes the value of a global; false if there is none.
  func pushGlobal(_ name: String) throws -> Bool {
    if try machine.pushGlobal(name) { return true }
    guard !apis.isEmpty, !machine.isMentioned(name), try provide(name) else { return false }
    return try machine.pushGlobal(name)
  }

  /// Pushes the script of a program, and provides the offered globals that it mentions.
  func pushScript(_ program: Program, imports: [UInt32] = []) throws(RuntimeError) {
    if !apis.isEmpty, !machine.isLinked(program.image) { try provideGlobals(of: program.image) }
    try machine.pushScript(program.image, imports: imports)
  }

  /// Provides the offered globals that a program mentions.
  func provideGlobals(of image: ProgramImage) throws(RuntimeError) {
    if apis.isEmpty { return }
    do {
      for name in image.globalNames where !machine.isMentioned(name) { try provide(name) }
    } catch {
      throw error as? RuntimeError
        ?? RuntimeError(kind: .host, message: "\(error)", trace: Trace(), underlying: error)
    }
  }
}

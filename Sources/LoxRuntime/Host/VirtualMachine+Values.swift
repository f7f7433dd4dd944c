import LoxBytecode

/// How hosts make values and look into them. References are good until the machine is used again: keep what you need with
/// `handles` or by pushing it.
extension VirtualMachine {
  /// What a value is, for the host.
  package enum Content {
    case `nil`
    case boolean(Bool)
    case number(Double)
    case string
    /// Anything that can be called but a class.
    case function
    case `class`
    case instance
  }

  package func content(of value: Value) -> Content {
    if value.isNumber { return .number(value.number) }
    if value.isString { return .string }
    if value.isInstance { return .instance }
    if value.isClosure { return .function }
    switch value {
    case .true: return .boolean(true)
    case .false: return .boolean(false)
    default: break
    }
    guard value.has(.object) else { return .nil }
    return machine.value.cage.has(value.ref, .class) ? .class : .function
  }

  package func bytes(ofString value: Value) -> [UInt8] {
    var bytes: [UInt8] = []
    machine.value.append(value.ref, to: &bytes)
    return bytes
  }

  /// The text of a string; nil if its bytes are no UTF-8.
  package func text(ofString value: Value) -> String? {
    let bytes = machine.value.bytes(ofString: value.ref)
    if machine.value.entryCount > 0 { machine.value.charge(bytes: bytes.count) }
    return machine.value.cage.validString(bytes.offset, count: bytes.count)
  }

  /// A string, to be used before the machine is.
  package func makeString(_ text: String) throws(RuntimeError) -> Value {
    try checkIsOpen()
    guard let string = machine.makeString(text) else { throw takeError() }
    return string
  }

  package func makeString(_ bytes: [UInt8]) throws(RuntimeError) -> Value {
    try checkIsOpen()
    guard let string = machine.makeString(bytes) else { throw takeError() }
    return string
  }

  /// A value as `print` shows it.
  package func description(of value: Value) -> String {
    var bytes: [UInt8] = []
    machine.value.describe(value, into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  package var handles: HandleTable { machine.value.handles }

  // MARK: - Globals

  /// The value of a global variable; nil if there is none.
  package func global(_ name: String) -> Value? {
    guard let ref = machine.value.strings.find(Array(name.utf8)[...], machine.value.cage),
      let slot = machine.value.globals.slot(ref)
    else { return nil }
    let value = machine.value.cage.value(slot)
    return value == .undefined ? nil : value
  }

  /// Sets or defines a global variable to what was pushed last, and pops it.
  package func popGlobal(_ name: String) throws(RuntimeError) {
    defer { machine.pop(1) }
    if let ref = machine.value.strings.find(Array(name.utf8)[...], machine.value.cage),
      let slot = machine.value.globals.slot(ref)
    {
      return machine.value.cage.store(machine.pushed(1)[0], slot)
    }
    guard machine.collectIfDue(name.utf8.count &+ 16384), let ref = machine.value.intern(name),
      let slot = machine.value.globalSlot(ref)
    else {
      _ = machine.value.failOutOfMemory()
      throw takeError()
    }
    machine.value.cage.store(machine.pushed(1)[0], slot)
  }

  /// Makes a global variable undefined again.
  package func removeGlobal(_ name: String) {
    guard let ref = machine.value.strings.find(Array(name.utf8)[...], machine.value.cage),
      let slot = machine.value.globals.slot(ref)
    else { return }
    machine.value.cage.store(.undefined, slot)
  }

  /// The names of all global variables that have a value, in the order in which they were first mentioned.
  package var globalNames: [String] {
    machine.value.globals.names.compactMap { name in
      guard let slot = machine.value.globals.slot(name), machine.value.cage.value(slot) != .undefined else {
        return nil
      }
      return text(of: name)
    }
  }

  private func text(of string: Ref) -> String {
    var bytes: [UInt8] = []
    machine.value.append(string, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  // MARK: - Objects

  /// The field of an instance; nil if it has none of this name.
  package func field(_ name: String, of instance: Value) -> Value? {
    guard instance.isInstance,
      let ref = machine.value.strings.find(Array(name.utf8)[...], machine.value.cage)
    else { return nil }
    let cage = machine.value.cage
    guard let slot = cage.slot(of: ref, in: cage.shape(ofInstance: instance.ref)) else { return nil }
    return cage.field(slot, of: instance.ref)
  }

  /// The names of an instance's fields in the order of their addition.
  package func fieldNames(of instance: Value) -> [String] {
    guard instance.isInstance else { return [] }
    let cage = machine.value.cage
    var names: [String] = []
    var shape = cage.shape(ofInstance: instance.ref)
    for _ in 0..<max(0, min(cage.count(ofShape: shape), 1 << 24)) {
      let name = cage.ref(shape, ShapeLayout.name)
      if name.isNull { break }
      if name != machine.value.hostObjectName { names.append(text(of: name)) }
      shape = cage.ref(shape, ShapeLayout.parent)
    }
    return names.reversed()
  }

  /// Sets a field of the instance that was pushed before the value that was pushed last, and pops the value.
  package func popField(_ name: String) throws(RuntimeError) {
    defer { machine.pop(1) }
    guard machine.collectIfDue(name.utf8.count &+ 64), let ref = machine.value.intern(name) else {
      _ = machine.value.failOutOfMemory()
      throw takeError()
    }
    // The name must not be collected before a shape has it.
    machine.value.scratch = Value(.string, ref)
    defer { machine.value.scratch = .nil }
    if !machine.setField(ref, of: machine.pushed(2), to: machine.pushed(1)[0]) { throw takeError() }
  }

  /// The class of an instance, or the superclass of a class.
  package func `class`(of value: Value) -> Value? {
    let cage = machine.value.cage
    if value.isInstance { return Value(.object, cage.class(ofShape: cage.shape(ofInstance: value.ref))) }
    guard value.has(.object), cage.has(value.ref, .class) else { return nil }
    let superclass = cage.ref(value.ref, ClassLayout.superclass)
    return superclass.isNull ? nil : Value(.object, superclass)
  }

  /// The method of this name bound to an instance, pushed; or else the instance's field. False if it has neither.
  package func pushMember(_ name: String, of instance: Value) throws(RuntimeError) -> Bool {
    guard instance.isInstance,
      let ref = machine.value.strings.find(Array(name.utf8)[...], machine.value.cage)
    else { return false }
    try push(instance)
    let shape = machine.value.cage.shape(ofInstance: instance.ref)
    let member: Value?
    switch machine.value.lookUp(ref, in: shape) {
    case .field(let slot): member = machine.value.cage.field(slot, of: instance.ref)
    case .method(let method): member = machine.bind(machine.pushed(1)[0], method)
    case nil:
      machine.pop(1)
      return false
    }
    guard let member else {
      machine.pop(1)
      throw takeError()
    }
    machine.pushed(1)[0] = member
    return true
  }

  /// The name of a function or class; nil for other values.
  package func name(of value: Value) -> String? {
    let cage = machine.value.cage
    if value.isClosure {
      return machine.value.records[cage.load32(value.ref.offset, ClosureLayout.function)].map {
        text(of: $0.name)
      }
    }
    guard value.has(.object) else { return nil }
    switch cage.kind(value.ref) {
    case .class: return text(of: cage.ref(value.ref, ClassLayout.name))
    case .native: return text(of: cage.ref(value.ref, NativeLayout.name))
    case .boundMethod: return name(of: cage.value(value.ref.offset, BoundMethodLayout.method))
    default: return nil
    }
  }

  /// How many arguments a function or class takes; nil if it takes any number, or can't be called.
  package func arity(of value: Value) -> Int? {
    let cage = machine.value.cage
    if value.isClosure {
      return machine.value.records[cage.load32(value.ref.offset, ClosureLayout.function)]?.arity
    }
    guard value.has(.object) else { return nil }
    switch cage.kind(value.ref) {
    case .class:
      let initializer = cage.ref(value.ref, ClassLayout.initializer)
      if initializer.isNull { return 0 }
      return arity(of: Value(cage.has(initializer, .closure) ? .closure : .object, initializer))
    case .native:
      let index = Int(cage.load32(value.ref.offset, NativeLayout.index))
      let functions = machine.value.hostFunctions
      return functions.indices.contains(index) ? functions[index].arity : nil
    case .boundMethod: return arity(of: cage.value(value.ref.offset, BoundMethodLayout.method))
    default: return nil
    }
  }

  // MARK: - Host functions and classes

  /// Pushes a host function.
  package func pushFunction(_ function: HostFunction) throws(RuntimeError) {
    try checkIsOpen()
    let ref = machine.collectIfDue(1024) ? machine.value.makeHostFunction(function) : .null
    guard !ref.isNull else {
      _ = machine.value.failOutOfMemory()
      throw takeError()
    }
    try push(Value(.object, ref))
  }

  /// Pushes a new class.
  package func pushClass(_ class: HostClass) throws(RuntimeError) {
    try checkIsOpen()
    let room = 4096 &+ (`class`.methods.count &+ `class`.properties.count) &* 256
    let ref = machine.collectIfDue(room) ? machine.value.makeClass(`class`) : .null
    guard !ref.isNull else {
      _ = machine.value.failOutOfMemory()
      throw takeError()
    }
    try push(Value(.object, ref))
  }

  /// Pushes a new class without methods.
  package func pushClass(named name: String) throws(RuntimeError) {
    let initializer = HostFunction(name: name, arity: nil, body: .immediate { $0.receiver })
    try pushClass(HostClass(name: name, initializer: initializer, methods: [], properties: []))
  }

  /// Pushes an instance of a class, without a call of its initializer.
  package func pushInstance(of class: Value) throws(RuntimeError) {
    try checkIsOpen()
    if !machine.pushInstance(of: `class`) { throw takeError() }
  }

  /// The host object that an instance stands for.
  package func hostObject(of value: Value) -> AnyObject? { machine.value.hostObject(value) }

  /// The instance that stands for the object of this key.
  package func instance(of key: ObjectIdentifier) -> Value? {
    machine.value.hostObjects.instance(of: key).map { Value(.instance, $0) }
  }

  /// Makes the instance that was pushed last stand for an object, which takes so many bytes outside of the heap.
  package func setHostObject(_ object: AnyObject, key: ObjectIdentifier?, bytes: Int) throws(RuntimeError) {
    if !machine.setHostObject(object, key: key, bytes: bytes, ofInstanceAt: machine.pushed(1)) {
      throw takeError()
    }
  }

  /// How many host objects instances stand for.
  package var hostObjectCount: Int { machine.value.hostObjects.count }

  /// Collects all that is garbage.
  package func collect() { machine.collect() }
}

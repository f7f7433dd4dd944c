import LoxBuiltins
import LoxBytecode

/// How hosts make values and look into them: all values lie in slots of the stack, so whatever is allocated or collected meanwhile,
/// the host never has a reference that is out of date.
extension VirtualMachine {
  /// Where the next value will be pushed.
  package var top: Slot { machine.top }

  /// Pops all values from the slot on.
  package func pop(to slot: Slot) { machine.pop(to: slot) }

  // MARK: - Pushing

  package func pushNil() throws(RuntimeError) { try push(.nil) }
  package func push(_ boolean: Bool) throws(RuntimeError) { try push(Value(boolean)) }
  package func push(_ number: Double) throws(RuntimeError) { try push(Value(number)) }

  @inline(__always) func push(_ value: Value) throws(RuntimeError) {
    if !machine.pushAtOnce(value) { try pushSlowly(value) }
  }

  @inline(never) private func pushSlowly(_ value: Value) throws(RuntimeError) {
    try checkIsOpen()
    try check(machine.push(value))
    machine.cross()
  }

  /// Pushes the value of a slot once more.
  package func push(_ slot: Slot) throws(RuntimeError) { try push(machine[slot]) }

  package func push(_ text: String) throws(RuntimeError) {
    try checkIsOpen()
    guard let string = machine.makeString(text) else { throw takeError() }
    try check(machine.push(string))
    machine.cross()
  }

  package func push(_ bytes: [UInt8]) throws(RuntimeError) {
    try checkIsOpen()
    guard let string = machine.makeString(bytes) else { throw takeError() }
    try check(machine.push(string))
  }

  /// The value of the slot becomes that of another.
  package func copy(_ source: Slot, to target: Slot) { machine[target] = machine[source] }

  // MARK: - Handles

  package var handles: HandleTable { machine.value.host.handles }

  /// A handle of the value in a slot.
  package func makeHandle(_ slot: Slot) -> Int { handles.add(machine[slot]) }
  /// Pushes the object of a handle; the result is where.
  @discardableResult package func pushHandle(_ index: Int) throws(RuntimeError) -> Slot {
    let slot = machine.top
    try push(machine.value.host.handles[index])
    return slot
  }
  package func makeWeakHandle(_ slot: Slot) -> Int { handles.addWeak(machine[slot]) }
  package func makeWeakHandle(ofHandle index: Int) -> Int { handles.addWeak(handles[index]) }
  /// Pushes the object of a weak handle; false if it is gone.
  package func pushWeakHandle(_ index: Int) throws(RuntimeError) -> Bool {
    let value = handles.weakValue(index)
    guard value != .nil else { return false }
    try push(value)
    return true
  }

  // MARK: - Reading

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
    case list
    case map
    case range
    case fiber
    case module
  }

  package func content(of slot: Slot) -> Content {
    let value = machine[slot]
    if value.isNumber { return .number(value.number) }
    if value.isString { return .string }
    if value.isInstance { return .instance }
    if value.isClosure { return .function }
    switch value {
    case .true: return .boolean(true)
    case .false: return .boolean(false)
    default: break
    }
    if value.isCore { return .function }
    if value.isModule { return .module }
    guard value.has(.object) else { return .nil }
    return switch machine.value.cage.kind(value.ref) {
    case .class: .class
    case .list: .list
    case .map: .map
    case .range: .range
    case .random, .regex: .instance
    case .fiber: .fiber
    default: .function
    }
  }

  /// Whether two slots hold the same object, or identical values.
  package func areIdentical(_ a: Slot, _ b: Slot) -> Bool { machine[a] == machine[b] }

  /// How many bytes a string has.
  package func byteCount(ofString slot: Slot) -> Int {
    machine.value.bytes(ofString: machine[slot].ref).count
  }

  package func bytes(ofString slot: Slot) -> [UInt8] {
    var bytes: [UInt8] = []
    machine.value.append(machine[slot].ref, to: &bytes)
    return bytes
  }

  /// The text of a string; nil if its bytes are no UTF-8.
  package func text(ofString slot: Slot) -> String? {
    let bytes = machine.value.bytes(ofString: machine[slot].ref)
    if isRunning { machine.value.charge(bytes: bytes.count) }
    return machine.value.cage.validString(bytes.offset, count: bytes.count)
  }

  /// Of a longer text of a list or map, the host gets the beginning.
  private static let maximumDescription = 1 << 20

  /// A value as `print` shows it.
  package func description(of slot: Slot) -> String { description(of: machine[slot]) }
  package func description(ofHandle index: Int) -> String { description(of: handles[index]) }

  private func description(of value: Value) -> String {
    var bytes: [UInt8] = []
    let fuel = machine.value.calls.parked.fuel
    if !machine.value.show(value, limit: VirtualMachine.maximumDescription, in: &bytes) {
      bytes += "...".utf8
    }
    // Outside of runs, nobody pays.
    if !isRunning { machine.value.calls.parked.fuel = fuel }
    return String(decoding: bytes, as: UTF8.self)
  }

  // MARK: - Globals

  /// The place of a global variable that has a value.
  private func globalSlot(_ name: String) -> UInt32? {
    guard let ref = machine.value.strings.find(name, machine.value.cage),
      let slot = machine.value.modules.globals.slot(ref), machine.value.cage.value(slot) != .undefined
    else { return nil }
    return slot
  }

  /// Pushes the value of a global variable; false if there is none.
  package func pushGlobal(_ name: String) throws(RuntimeError) -> Bool {
    guard let slot = globalSlot(name) else { return false }
    try push(machine.value.cage.value(slot))
    return true
  }

  /// Sets or defines a global variable to what was pushed last, and pops it.
  package func popGlobal(_ name: String) throws(RuntimeError) {
    let source = Slot(machine.value.calls.hostTop &- 8)
    defer { machine.pop(to: source) }
    if machine.value.modules.globals.wantsSweep { machine.value.forgetUnusedGlobals() }
    // One that exists needs no memory.
    let known = machine.value.strings.find(name, machine.value.cage)
    let isKnown = known.map { machine.value.modules.globals.number($0) != nil } ?? false
    guard isKnown || machine.collectIfDue(name.utf8.count &+ 16384),
      let ref = isKnown ? known : machine.value.intern(name),
      let (slot, forModules) = machine.value.slotsToDefine(ref)
    else {
      _ = machine.value.failOutOfMemory()
      throw takeError()
    }
    machine.value.cage.store(machine[source], slot)
    if let forModules { machine.value.cage.store(machine[source], forModules) }
  }

  /// Makes a global variable undefined again. If the host offers one of this name, it is not provided any more.
  package func removeGlobal(_ name: String, isOffered: Bool) {
    guard let ref = machine.value.strings.find(name, machine.value.cage) else { return }
    for owner in [ModuleID.main, .host] {
      guard let number = machine.value.modules.globals.number(ref, of: owner) else { continue }
      machine.value.modules.globals.noteRemovedByHost(number, isOffered: isOffered)
      if !machine.value.modules.globals.isOtherName(number) {
        machine.value.cage.store(.undefined, machine.value.modules.globals.slot(number))
      }
    }
  }

  /// Whether a global variable of this name is known: it has a value, a program mentions it, or the host withholds it.
  package func isMentioned(_ name: String) -> Bool {
    guard let ref = machine.value.strings.find(name, machine.value.cage) else { return false }
    return machine.value.modules.globals.number(ref) != nil
  }

  /// The names of all global variables that are known.
  package var mentionedNames: [String] {
    machine.value.modules.globals.entries.filter { $0.owner == .main }.map {
      machine.value.text(ofString: $0.name)
    }
  }

  /// Names that the host is ready to define when they are mentioned, for messages.
  package func offer(_ names: [String]) { machine.value.host.offeredNames.append(names) }

  /// Whether a program was linked before.
  package func isLinked(_ image: ProgramImage) -> Bool {
    machine.value.modules.programs.firstIndex(of: image.code) != nil
  }

  /// The names of all global variables that have a value, in the order in which they were first mentioned.
  package var globalNames: [String] {
    let globals = machine.value.modules.globals
    return globals.entries.indices.compactMap { number in
      let (name, owner) = (globals.entries[number].name, globals.entries[number].owner)
      guard owner == .main, machine.value.cage.value(globals.slot(number)) != .undefined else { return nil }
      return machine.value.text(ofString: name)
    }
  }

  // MARK: - Objects

  /// Pushes the field of an instance; false if it has none of this name.
  package func pushField(_ name: String, of slot: Slot) throws(RuntimeError) -> Bool {
    guard case .field(let number) = member(name, of: machine[slot]) else { return false }
    try push(machine.value.cage.field(number, of: machine[slot].ref))
    return true
  }

  /// Pushes the field of an instance, or its computed property; false if it has neither of this name.
  package func pushProperty(_ name: String, of slot: Slot) throws(RuntimeError) -> Bool {
    if isCoreInstance(slot) { return try pushCoreMember(name, of: slot, onlyProperties: true) }
    switch member(name, of: machine[slot]) {
    case .field(let number):
      try push(machine.value.cage.field(number, of: machine[slot].ref))
      return true
    case .method(let method) where machine.value.cage.isAccessor(method):
      try pushComputed(method, of: slot)
      return true
    case .method, nil: return false
    }
  }

  private func pushComputed(_ accessor: Ref, of slot: Slot) throws(RuntimeError) {
    let base = top
    try pushNil()
    guard machine.enter(at: base, { machine.readComputed(accessor, of: slot, to: base) }) else {
      machine.pop(to: base)
      throw takeError()
    }
  }

  private func member(_ name: String, of instance: Value) -> Member? {
    // The empty name is the machine's own.
    guard instance.isInstance, !name.isEmpty, let ref = machine.value.strings.find(name, machine.value.cage)
    else { return nil }
    return machine.value.lookUp(ref, in: machine.value.cage.shape(ofInstance: instance.ref))
  }

  /// The names of an instance's fields in the order of their addition.
  package func fieldNames(of slot: Slot) -> [String] { fieldNames(of: machine[slot]) }
  package func fieldNames(ofHandle index: Int) -> [String] { fieldNames(of: handles[index]) }

  private func fieldNames(of instance: Value) -> [String] {
    guard instance.isInstance else { return [] }
    let cage = machine.value.cage
    var names: [String] = []
    var shape = cage.shape(ofInstance: instance.ref)
    for _ in 0..<max(0, min(cage.count(ofShape: shape), 1 << 24)) {
      let name = cage.ref(shape, ShapeLayout.name)
      if name.isNull { break }
      if name != machine.value.host.objectName { names.append(machine.value.text(ofString: name)) }
      shape = cage.ref(shape, ShapeLayout.parent)
    }
    return names.reversed()
  }

  /// Sets a field, or a computed property, of the instance in a slot to what was pushed last, and pops that.
  package func popField(_ name: String, of instance: Slot) throws(RuntimeError) {
    let source = Slot(machine.value.calls.hostTop &- 8)
    defer { machine.pop(to: source) }
    try checkIsOpen()
    guard machine[instance].isInstance else {
      throw RuntimeError(.fieldOfNonInstance)
    }
    guard machine.collectIfDue(name.utf8.count &+ 64), let ref = machine.value.intern(name) else {
      _ = machine.value.failOutOfMemory()
      throw takeError()
    }
    let cage = machine.value.cage
    if let setter = machine.fieldCheck(ref, of: machine[instance]) {
      let base = top
      try pushNil()
      return try check(
        machine.enter(at: base) { machine.callMethod(setter, of: machine[instance], machine[source]) != nil })
    }
    if case .method(let method) = machine.value.lookUp(
      ref, in: cage.shape(ofInstance: machine[instance].ref)), cage.isAccessor(method)
    {
      let base = top
      try pushNil()
      return try check(
        machine.enter(at: base) { machine.setComputed(method, of: machine[instance], to: machine[source]) })
    }
    // The name must not be collected before a shape has it.
    machine.value.scratch = Value(.string, ref)
    defer { machine.value.scratch = .nil }
    try check(machine.setField(ref, of: instance, to: source))
  }

  /// Pushes the class of an instance, or the superclass of a class; false if there is none.
  package func pushClass(of slot: Slot) throws(RuntimeError) -> Bool {
    let cage = machine.value.cage
    let value = machine[slot]
    if value.isInstance {
      try push(Value(.object, cage.class(ofShape: cage.shape(ofInstance: value.ref))))
      return true
    }
    guard value.has(.object), cage.has(value.ref, .class) else { return false }
    let superclass = cage.ref(value.ref, ClassLayout.superclass)
    if superclass.isNull { return false }
    try push(Value(.object, superclass))
    return true
  }

  /// Pushes a field of an instance, or else its computed property, or else its method bound to it. False if it has neither.
  package func pushMember(_ name: String, of slot: Slot) throws(RuntimeError) -> Bool {
    try checkIsOpen()
    let instance = machine[slot]
    let member: Value?
    if isCoreInstance(slot) { return try pushCoreMember(name, of: slot) }
    switch self.member(name, of: instance) {
    case .field(let number): member = machine.value.cage.field(number, of: instance.ref)
    case .method(let method) where machine.value.cage.isAccessor(method):
      try pushComputed(method, of: slot)
      return true
    case .method(let method): member = machine.bind(instance, method)
    case nil: return false
    }
    guard let member else { throw takeError() }
    try push(member)
    return true
  }

  /// Whether it is what Swift sees as an instance, but scripts as a value of the core library.
  private func isCoreInstance(_ slot: Slot) -> Bool {
    let cage = machine.value.cage
    return cage.has(machine[slot], .random) || cage.has(machine[slot], .regex)
  }

  /// The same for what the core library has of its own.
  private func pushCoreMember(
    _ name: String, of slot: Slot, onlyProperties: Bool = false
  ) throws(RuntimeError) -> Bool {
    guard let owner = machine.value.cage.owner(of: machine[slot]),
      let operation = CoreOperation.named(name.utf8, of: owner),
      !onlyProperties || operation.form == .property
    else { return false }
    guard let member = machine.getCore(operation.identity, of: machine[slot]) else { throw takeError() }
    try push(member)
    return true
  }

  /// The name of a function or class; nil for other values.
  package func name(of slot: Slot) -> String? { name(of: machine[slot]) }
  package func name(ofHandle index: Int) -> String? { name(of: handles[index]) }

  /// The name of the class of an instance; nil for other values.
  package func className(ofHandle index: Int) -> String? {
    let cage = machine.value.cage
    let value = handles[index]
    guard value.isInstance else { return nil }
    return name(of: Value(.object, cage.class(ofShape: cage.shape(ofInstance: value.ref))))
  }

  private func name(of value: Value) -> String? {
    let cage = machine.value.cage
    if value.isClosure {
      return machine.value.modules.records[cage.load32(value.ref.offset, ClosureLayout.function)].map {
        machine.value.text(ofString: $0.name)
      }
    }
    if let core = value.core { return core.operation.name }
    if value.isModule { return machine.value.name(ofModule: value) }
    guard value.has(.object) else { return nil }
    switch cage.kind(value.ref) {
    case .class: return machine.value.text(ofString: cage.ref(value.ref, ClassLayout.name))
    case .native: return machine.value.text(ofString: cage.ref(value.ref, NativeLayout.name))
    case .boundMethod:
      let method = cage.value(value.ref.offset, BoundMethodLayout.method)
      return method.has(.object) && cage.has(method.ref, .boundMethod) ? nil : name(of: method)
    default: return nil
    }
  }

  /// How many arguments a function or class needs; nil if it takes any number, or can't be called.
  package func arity(of slot: Slot) -> Int? { arity(of: machine[slot]) }
  package func arity(ofHandle index: Int) -> Int? { arity(of: handles[index]) }

  private func arity(of value: Value) -> Int? {
    let cage = machine.value.cage
    if value.isClosure {
      return machine.value.modules.records[cage.load32(value.ref.offset, ClosureLayout.function)]?
        .requiredCount
    }
    if let core = value.core { return core.arity }
    guard value.has(.object) else { return nil }
    switch cage.kind(value.ref) {
    case .class:
      let initializer = cage.ref(value.ref, ClassLayout.initializer)
      if initializer.isNull { return 0 }
      let isFunction = cage.has(initializer, .closure) || cage.has(initializer, .native)
      return isFunction
        ? arity(of: Value(cage.has(initializer, .closure) ? .closure : .object, initializer)) : nil
    case .native:
      return machine.value.host.functions[cage.load32(value.ref.offset, NativeLayout.index)]?.argumentCount
    case .boundMethod:
      let method = cage.value(value.ref.offset, BoundMethodLayout.method)
      if method.isCore { return arity(of: method) }
      return cage.has(method.ref, .closure) || cage.has(method.ref, .native) ? arity(of: method) : nil
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

  /// Makes a host function a global.
  package func define(_ function: HostFunction) throws(RuntimeError) {
    try checkIsOpen()
    if machine.value.modules.globals.wantsSweep { machine.value.forgetUnusedGlobals() }
    guard machine.collectIfDue(function.name.utf8.count &+ 16384), machine.value.define(function) else {
      _ = machine.value.failOutOfMemory()
      throw takeError()
    }
  }

  /// Pushes a new class, which inherits from the one in a slot, if there is one.
  package func pushClass(_ class: HostClass, superclass: Slot? = nil) throws(RuntimeError) {
    try checkIsOpen()
    var room = 4096 &+ `class`.memberCount &* 256
    if let superclass { room &+= machine.value.memberCount(ofClass: machine[superclass].ref) &* 64 }
    let hasRoom = machine.collectIfDue(room)
    let ref =
      hasRoom
      ? machine.value.makeClass(`class`, superclass: superclass.map { machine[$0].ref } ?? .null) : .null
    guard !ref.isNull else {
      _ = machine.value.failOutOfMemory()
      throw takeError()
    }
    try push(Value(.object, ref))
  }

  /// Pushes a new class without methods.
  package func pushClass(named name: String) throws(RuntimeError) {
    let initializer = HostFunction(name: name, arity: nil, body: { _ in })
    try pushClass(HostClass(name: name, initializer: initializer))
  }

  /// Replaces the class in a slot by a new instance of it, whose initializer isn't called.
  package func makeInstance(_ slot: Slot) throws(RuntimeError) {
    try checkIsOpen()
    try check(machine.makeInstance(machine.registers(at: slot)) != nil)
  }

  /// The host object that an instance stands for.
  package func hostObject(ofHandle index: Int) -> AnyObject? { machine.value.hostObject(handles[index]) }

  /// Pushes the instance that stands for the object of this key; false if there is none.
  package func pushInstance(of key: ObjectIdentifier) throws(RuntimeError) -> Bool {
    guard let instance = machine.value.host.objects.instance(of: key) else { return false }
    try push(Value(.instance, instance))
    return true
  }

  /// Makes the instance in a slot stand for an object, which takes so many bytes outside of the heap.
  package func setHostObject(
    _ object: AnyObject, key: ObjectIdentifier?, bytes: Int, of slot: Slot
  ) throws(RuntimeError) {
    try check(machine.setHostObject(object, key: key, bytes: bytes, of: slot))
  }

  /// How many host objects instances stand for.
  package var hostObjectCount: Int { machine.value.host.objects.count }

  /// Collects all that is garbage.
  package func collect() { machine.collect() }
}

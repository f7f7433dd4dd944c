import LoxBuiltins
import LoxBytecode

extension Cage {
  /// The value of a field, inline or out of line.
  func field(_ slot: Int, of instance: Ref) -> Value {
    let capacity = inlineCapacity(ofShape: shape(ofInstance: instance))
    if slot < capacity { return value(instance.offset, InstanceLayout.fields &+ slot &* 8) }
    let fields = overflow(of: instance)
    return value(fields.offset &+ UInt32(truncatingIfNeeded: FieldsLayout.values &+ (slot &- capacity) &* 8))
  }

  /// The out-of-line fields of an instance, or null.
  func overflow(of instance: Ref) -> Ref {
    Ref(offset: load32(instance.offset, InstanceLayout.overflow) & ~HeaderFlags.mask)
  }
}

extension Heap {
  /// Instances with more fields than this keep the others out of line.
  static let maximumInlineFields = 128
}

/// The slow paths of properties.
extension Pinned where Pointee == Machine {
  /// The field or the bound method; nil with the error set if there is neither.
  @inline(never) func slowGetProperty(_ object: Value, _ cache: InlineCache) -> Value? {
    let cage = value.cage
    guard object.isInstance else {
      if cage.has(object, .map) {
        guard let entry = value.find(normalized: Value(.string, cache.name), inMap: object.ref) else {
          _ = value.failUndefinedKey(cache.name, of: object.ref)
          return nil
        }
        cache.ofGet.mapEntry = entry
        return value.entries(ofMap: object.ref).value(entry)
      }
      if object.isModule { return value.variable(cache.name, of: object) }
      switch findMember(cache.name, of: object, orFail: .propertyOfNonInstance) {
      case .host(let member):
        if cage.has(member, .box) {
          cache.ofGet.classField.set(object.ref, member, value.classMembersVersion)
        }
        return bind(object, member)
      case .core(let identity):
        cache.core = identity
        return getCore(identity, of: object)
      case nil: return nil
      }
    }
    let shape = cage.shape(ofInstance: object.ref)
    switch value.lookUp(cache.name, in: shape) {
    case .field(let slot):
      cache.learnToGet(slot, ofShape: shape, cage)
      return cage.field(slot, of: object.ref)
    case .method(let method):
      if cage.has(method, .accessor) { cache.ofGet.hostMember.set(shape, method) }
      return bind(object, method)
    case nil:
      if let trace = trace(named: cache.name, of: object) { return trace }
      _ = value.failUndefinedProperty(cache.name, of: object)
      return nil
    }
  }

  /// What a computed property of the object is.
  func getComputed(_ accessor: Ref, of object: Value) -> Value? {
    if value.cage.has(accessor, .property) {
      return callMethod(value.cage.ref(accessor, PropertyLayout.getter), of: object, nil)
    }
    return getOfHost(accessor, of: object)
  }

  /// The same for an accessor of the host.
  func getOfHost(_ accessor: Ref, of object: Value) -> Value? {
    let outer = openHostStack()
    defer { closeHostStack(outer) }
    let base = top
    guard push(object), callAccessor(value.cage.load32(accessor.offset, NativeLayout.index), base, 0) else {
      return nil
    }
    return self[base]
  }

  /// The same for the host: the value goes to a slot. False, with the error set, if the getter fails.
  func readComputed(_ accessor: Ref, of instance: Slot, to target: Slot) -> Bool {
    guard let computed = getComputed(accessor, of: self[instance]) else { return false }
    self[target] = computed
    return true
  }

  /// Sets a computed property of the object.
  func setComputed(_ accessor: Ref, of object: Value, to new: Value) -> Bool {
    if value.cage.has(accessor, .property) {
      return callMethod(value.cage.ref(accessor, PropertyLayout.setter), of: object, new) != nil
    }
    return setOfHost(accessor, of: object, to: new)
  }

  /// The same for an accessor of the host.
  func setOfHost(_ accessor: Ref, of object: Value, to new: Value) -> Bool {
    let setter = value.cage.load32(accessor.offset, NativeLayout.setter)
    guard setter != NativeLayout.noSetter else {
      var text: [UInt8] = []
      value.append(value.cage.ref(accessor, NativeLayout.name), to: &text)
      return value.fail(
        .readOnlyProperty, "Property '\(String(decoding: text, as: UTF8.self))' is read-only.")
    }
    let outer = openHostStack()
    defer { closeHostStack(outer) }
    let base = top
    return push(object) && push(new) && callAccessor(setter, base, 1)
  }

  /// Calls a method as the host would, from within an instruction that can't go on later. An accessor may be missing.
  func callMethod(_ method: Ref, of object: Value, _ new: Value?) -> Value? {
    guard !method.isNull else {
      _ = value.fail(
        .readOnlyProperty, "The property has no \(new == nil ? "getter" : "setter").", cause: nil)
      return nil
    }
    let outer = openHostStack()
    let call = value.host.call
    // Its frame in traces is that of no function.
    value.host.call = -1
    defer {
      value.host.call = call
      closeHostStack(outer)
    }
    if let new, !push(new) { return nil }
    let base = top
    let callee = Value(value.cage.has(method, .closure) ? .closure : .object, method)
    guard let bound = makeBound(object, callee), push(bound) else { return nil }
    if new != nil, !push(self[Slot(base.offset &- 8)]) { return nil }
    guard self.call(at: base) else { return nil }
    return self[base]
  }

  /// Calls the host function of an accessor, which can't wait: the run loop is within an instruction.
  private func callAccessor(_ function: UInt32, _ base: Slot, _ argumentCount: Int) -> Bool {
    let couldSuspend = value.runs.current.canSuspend
    value.runs.current.canSuspend = false
    defer { value.runs.current.canSuspend = couldSuspend }
    return callHost(function, registers(at: base), argumentCount).action == .done
  }

  /// The method of the superclass bound to an instance.
  @inline(never) func slowBindSuper(_ object: Value, _ superclass: Value, _ cache: InlineCache) -> Value? {
    let methods = value.cage.ref(value.methodHolder(of: superclass.ref, for: object), ClassLayout.methods)
    guard let method = value.cage.find(cache.name, in: methods) else {
      _ = value.failUndefinedProperty(cache.name, of: superclass)
      return nil
    }
    return bind(object, Ref(offset: method))
  }

  func bind(_ object: Value, _ method: Ref) -> Value? {
    let cage = value.cage
    if cage.isAccessor(method) { return getComputed(method, of: object) }
    if cage.has(method, .box) { return cage.value(method.offset, BoxLayout.value) }
    return makeBound(object, Value(cage.has(method, .closure) ? .closure : .object, method))
  }

  /// A method with the object that it is called on; the method is old.
  func makeBound(_ object: Value, _ method: Value) -> Value? {
    let cage = value.cage
    value.scratch = object
    let bound = allocate(size: BoundMethodLayout.size)
    let receiver = value.scratch
    value.scratch = .nil
    guard !bound.isNull else { return nil }
    cage.setHeader(bound, .boundMethod, size: BoundMethodLayout.size)
    cage.store(receiver, bound.offset, BoundMethodLayout.receiver)
    cage.store(method, bound.offset, BoundMethodLayout.method)
    return Value(.object, bound)
  }

  /// Stores the value in register `b` in a field of the object in register `a`.
  @inline(never) func slowSetProperty(
    _ registers: Registers, _ a: Int, _ b: Int, isChecked: Bool, _ cache: InlineCache
  ) -> Bool {
    let cage = value.cage
    let object = registers[a]
    if !isChecked, let check = fieldCheck(cache.name, of: object) {
      return callMethod(check, of: object, registers[b]) != nil
    }
    guard object.isInstance else {
      if cage.has(object, .map) {
        if let entry = value.find(normalized: Value(.string, cache.name), inMap: object.ref) {
          cache.ofSet.mapEntry = entry
        }
        return setKey(cache.name, of: object, to: registers[b])
      }
      if object.isModule {
        let name = value.text(ofString: cache.name)
        return value.fail(.assignmentToImport, "Can't assign to imported '\(name)'.")
      }
      return setStatic(cache.name, registers, a, b, cache)
    }
    let shape = cage.shape(ofInstance: object.ref)
    switch value.lookUp(cache.name, in: shape) {
    case .field(let slot):
      cache.learnToSet(slot, ofShape: shape, cage)
      store(registers[b], slot, of: object.ref)
      return true
    case .method(let method) where cage.isAccessor(method):
      if cage.has(method, .accessor) { cache.ofSet.hostMember.set(shape, method) }
      return setComputed(method, of: object, to: registers[b])
    case .method, nil: break
    }

    guard let child = addField(cache.name, registers, a, b) else { return false }
    let slot = cage.count(ofShape: shape)
    if slot < cage.inlineCapacity(ofShape: shape) {
      cache.ofSet.shapeBefore = shape.offset
      cache.ofSet.shapeAfter = child.offset
      cache.ofSet.addedDisplacement = InstanceLayout.fields + slot * 8
    }
    return true
  }

  /// Adds a field to the instance in register `a`, with the value in register `b`; the result is its new shape, or nil, with the
  /// error set, if memory is out.
  private func addField(_ name: Ref, _ registers: Registers, _ a: Int, _ b: Int) -> Ref? {
    let cage = value.cage
    let shape = cage.shape(ofInstance: registers[a].ref)
    let capacity = cage.inlineCapacity(ofShape: shape)
    let slot = cage.count(ofShape: shape)
    if slot >= capacity {
      if slot == capacity, value.isOutgrown(shape) { value.noteOutgrownInstance() }
      learnCapacity(slot + 1, of: cage.class(ofShape: shape))
      guard makeOverflow(registers, a, room: slot - capacity + 1) else { return nil }
    }
    // Only the instance keeps the new shape, so nothing may be collected until it has it.
    guard collectIfDue() else { return nil }
    let child = value.heap.value.transition(shape, adding: name)
    guard !child.isNull else {
      _ = value.failOutOfMemory()
      return nil
    }
    let instance = registers[a].ref
    cage.store32(child.offset, instance.offset)
    store(registers[b], slot, of: instance)
    return child
  }

  /// Sets a field of the instance in a slot to the value in a later one, whatever properties its class has.
  func setField(_ name: Ref, of instance: Slot, to field: Slot) -> Bool {
    let cage = value.cage
    let object = self[instance].ref
    if let slot = cage.slot(of: name, in: cage.shape(ofInstance: object)) {
      store(self[field], slot, of: object)
      return true
    }
    let distance = Int(field.offset &- instance.offset) / 8
    return addField(name, registers(at: instance), 0, distance) != nil
  }

  /// Stores a field that the instance's shape has.
  func store(_ field: Value, _ slot: Int, of instance: Ref) {
    let cage = value.cage
    let capacity = cage.inlineCapacity(ofShape: cage.shape(ofInstance: instance))
    var holder = instance
    var displacement = InstanceLayout.fields &+ slot &* 8
    if slot >= capacity {
      holder = cage.overflow(of: instance)
      displacement = FieldsLayout.values &+ (slot &- capacity) &* 8
    }
    cage.store(field, holder.offset &+ UInt32(truncatingIfNeeded: displacement))
    if !holder.isYoung && field.isYoung && cage.flags(holder) & HeaderFlags.remembered == 0 {
      value.heap.value.remember(holder)
    }
  }

  /// The class makes its next instances with more room, so that few keep fields out of line.
  private func learnCapacity(_ count: Int, of class: Ref) {
    let cage = value.cage
    let known = Int(cage.load32(`class`.offset, ClassLayout.inlineCapacity))
    // An instance with less room, made earlier, tells nothing new.
    guard count > known else { return }
    let learned = min(max(count, known + known / 2, 4), Heap.maximumInlineFields)
    cage.store32(UInt32(learned), `class`.offset, ClassLayout.inlineCapacity)
  }

  /// Gives the instance in register `a` room for so many fields out of line.
  private func makeOverflow(_ registers: Registers, _ a: Int, room: Int) -> Bool {
    let cage = value.cage
    let old = cage.overflow(of: registers[a].ref)
    let count = old.isNull ? 0 : Int(cage.load32(old.offset, FieldsLayout.capacity))
    if room <= count { return true }
    let capacity = max(4, count * 2, room)
    let size = FieldsLayout.values + capacity * 8
    let fields = allocate(size: size)
    guard !fields.isNull else { return false }
    cage.setHeader(fields, .fields, size: size)
    cage.store32(UInt32(truncatingIfNeeded: capacity), fields.offset, FieldsLayout.capacity)
    cage.store32(0, fields.offset, FieldsLayout.capacity + 4)
    let instance = registers[a].ref
    let previous = cage.overflow(of: instance)
    let values = UInt32(FieldsLayout.values)
    if !previous.isNull {
      cage.copy(from: previous.offset &+ values, to: fields.offset &+ values, count: count * 8)
    }
    cage.fill(
      fields.offset &+ values &+ UInt32(truncatingIfNeeded: count &* 8), count: capacity - count, with: .nil)
    let flags = cage.flags(instance)
    cage.store32(fields.offset | flags, instance.offset, InstanceLayout.overflow)
    if !fields.isYoung {
      // A large block is old at once, and may have copied young values.
      value.heap.value.remember(fields)
    } else if !instance.isYoung && flags & HeaderFlags.remembered == 0 {
      value.heap.value.remember(instance)
    }
    return true
  }
}

extension Machine {
  /// The name of a class of the function's program, and how many fields its instances will probably have.
  fileprivate mutating func describeClass(_ index: Int, of record: FunctionRecord) -> (
    name: Ref, fieldHint: UInt32
  )? {
    // Parts are read where they are: copying a program counts the references to a dozen arrays.
    guard let (number, _) = modules.programs.place(of: record),
      modules.programs.all[number].program.classes.indices.contains(index)
    else {
      return nil
    }
    let descriptor = modules.programs.all[number].program.classes[index]
    return (modules.programs.all[number].strings[Int(descriptor.name)], descriptor.fieldHint)
  }

  /// Notes that an instance was made with less room than its class knows of. Sites that call the class may have remembered its old root
  /// shape: from time to time, when the instances were as many as a part of all caches, those sites forget it.
  fileprivate mutating func noteOutgrownInstance() {
    guard outgrown.note(), let stub = modules.records[0] else { return }
    var count = 0
    modules.programs.forEachCache { cache, kind in
      count &+= 1
      if kind == .call, cache.ofCall.shape != 0, isOutgrown(Ref(offset: cache.ofCall.shape)) {
        cache.ofCall.clear(stub: stub)
      }
    }
    outgrown.beginAnew(cacheCount: count)
  }

  /// Whether the class of a shape gives new instances more room.
  fileprivate mutating func isOutgrown(_ shape: Ref) -> Bool {
    cage.load32(cage.class(ofShape: shape).offset, ClassLayout.inlineCapacity)
      > cage.load32(shape.offset, ShapeLayout.inlineCapacity)
  }
}

/// Closures and classes.
extension Pinned where Pointee == Machine {
  /// Makes a closure of a script, for the host to call.
  func makeScriptClosure(_ record: FunctionRecord, at place: Registers) -> Bool {
    let size = ClosureLayout.captures + record.captureCount * 8
    guard collectIfDue(size) else { return false }
    var made = value.heap.value.allocateOld(size: size)
    if made.isNull { made = allocate(size: size) }
    guard !made.isNull else { return false }
    place[0] = Value(.closure, made)
    fill(made, record, place)
    return true
  }

  /// The program's function `index`; nil, with the error set, if there is none.
  func record(_ index: Int, of encloser: FunctionRecord) -> FunctionRecord? {
    if let record = value.modules.records[UInt32(truncatingIfNeeded: encloser.firstIndex &+ index)] {
      return record
    }
    _ = value.fail(.damagedHeap)
    return nil
  }

  /// Makes a closure of the program's function `index` in register `a`.
  @inline(never) func slowClosure(
    _ registers: Registers, _ a: Int, _ index: Int, _ encloser: FunctionRecord
  ) -> Bool {
    guard let record = record(index, of: encloser) else { return false }
    let size = ClosureLayout.captures + record.captureCount * 8
    // What the script itself declares will live long.
    var made = Ref.null
    if encloser.isScript {
      guard collectIfDue(size) else { return false }
      made = value.heap.value.allocateOld(size: size)
    }
    if made.isNull { made = allocate(size: size) }
    guard !made.isNull else { return false }
    value.charge(bytes: size)
    registers[a] = Value(.closure, made)
    fill(made, record, registers)
    return value.refuel()
  }

  /// Sets up a closure, its captures from registers and captures of the running function.
  func fill(_ made: Ref, _ record: FunctionRecord, _ registers: Registers) {
    let cage = value.cage
    let count = record.captureCount
    cage.setHeader(made, .closure, size: ClosureLayout.captures + count * 8)
    cage.store32(UInt32(truncatingIfNeeded: record.index), made.offset, ClosureLayout.function)
    cage.store32(UInt32(truncatingIfNeeded: count), made.offset, ClosureLayout.count)
    let running = value.calls.parked.frame.closure
    var place = made.offset &+ UInt32(ClosureLayout.captures)
    var hasYoung = false
    for index in 0..<count {
      let source = record.capture(index)
      let captured =
        source.isRegister
        ? registers[source.index]
        : cage.value(
          running.offset &+ UInt32(truncatingIfNeeded: ClosureLayout.captures &+ source.index &* 8))
      cage.store(captured, place)
      hasYoung = hasYoung || captured.isYoung
      place &+= 8
    }
    if hasYoung && !made.isYoung { value.heap.value.remember(made) }
  }

  @inline(never) func slowClass(_ index: Int, _ encloser: FunctionRecord) -> Value? {
    guard let (name, fieldHint) = value.describeClass(index, of: encloser) else {
      _ = value.fail(.damagedHeap)
      return nil
    }
    guard collectIfDue() else { return nil }
    let cage = value.cage
    let made = value.makeClass(name: name)
    guard !made.isNull else {
      _ = value.failOutOfMemory()
      return nil
    }
    cage.store32(
      min(fieldHint, UInt32(Heap.maximumInlineFields)), made.offset, ClassLayout.inlineCapacity)
    return Value(.object, made)
  }

  /// The class takes the methods of its superclass, and room for its fields.
  @inline(never) func slowInherit(_ subclass: Value, from superclass: Value) -> Bool {
    let cage = value.cage
    guard superclass.has(.object), cage.has(superclass.ref, .class) else {
      if let core = superclass.core, core.signature.form == .class {
        return value.fail(.superclassNotClass, "Can't inherit from '\(core.operation.name)'.", cause: nil)
      }
      return value.fail(.superclassNotClass, about: superclass)
    }
    guard collectIfDue() else { return false }
    let (from, to) = (superclass.ref, subclass.ref)
    value.charge(bytes: cage.methodCount(ofClass: from) &* 64)
    let own = cage.load32(to.offset, ClassLayout.inlineCapacity)
    guard value.inherit(to, from: from) else { return value.failOutOfMemory() }
    cage.store32(cage.load32(from.offset, ClassLayout.initializer), to.offset, ClassLayout.initializer)
    let capacity = own &+ cage.load32(from.offset, ClassLayout.inlineCapacity)
    cage.store32(
      min(capacity, UInt32(Heap.maximumInlineFields)), to.offset, ClassLayout.inlineCapacity)
    return value.refuel()
  }
}

import LoxBytecode

/// The slow paths of calls: anything can be called here, caches are filled, errors found.
extension Pinned where Pointee == Machine {
  /// Memory for an object, after collections if need be; null, with the error set, if memory is out.
  /// Objects may have moved: the caller reads its operands again.
  func allocate(size: Int) -> Ref {
    if size <= Nursery.maximumObjectSize {
      let ref = value.heap.value.allocateYoung(size: size)
      if !ref.isNull { return ref }
      if value.instruments.profiler != nil {
        value.sampleAllocation()
        value.openAllocationWindow(for: size)
        let ref = value.heap.value.allocateYoung(size: size)
        if !ref.isNull { return ref }
      }
      if makeRoom(size) {
        let ref = value.heap.value.allocateYoung(size: size)
        if !ref.isNull { return ref }
      }
    } else if !value.heap.value.wantsCollection || makeRoom(size) {
      if value.instruments.profiler != nil { value.sampleAllocation(old: size) }
      let ref = value.heap.value.allocateOld(size: size)
      if !ref.isNull { return ref }
      if makeRoom(size) {
        let ref = value.heap.value.allocateOld(size: size)
        if !ref.isNull { return ref }
      }
    }
    _ = value.failOutOfMemory()
    return .null
  }

  /// After a collection, which may take long, is a time to look whether the run should end.
  private func makeRoom(_ size: Int) -> Bool {
    var roots = MachineRoots(machine: self)
    let collections = value.beginCollections()
    let hasRoom = value.heap.value.makeRoom(size: size, roots: &roots)
    value.endCollections(collections, size: size)
    releaseDeadOfHost()
    return hasRoom && !value.isInterrupted()
  }

  /// Collects if so much was allocated in the old space that it is due, or if there is no room for old objects of `size`
  /// and a few small ones. False, with the error set, if memory is out.
  func collectIfDue(_ size: Int = 0) -> Bool {
    let size = size &+ 512
    if !value.heap.value.wantsCollection && value.heap.value.hasOldRoom(size) || makeRoom(size) {
      return true
    }
    return value.failOutOfMemory()
  }

  /// Counts bytes outside of the cage as memory of new objects, after a collection if one is due or there is no room for them. False, with
  /// the error set, if memory is out.
  func reserveOutside(_ bytes: Int) -> Bool {
    if !value.heap.value.wantsCollection, value.heap.value.takeOutside(bytes, allocated: true) { return true }
    collect()
    if value.isInterrupted() { return false }
    return value.heap.value.isWorthwhile && value.heap.value.takeOutside(bytes, allocated: true)
      || value.failOutOfMemory()
  }

  /// Collects all that is garbage.
  func collect() {
    var roots = MachineRoots(machine: self)
    let collections = value.beginCollections()
    value.heap.value.collectFull(roots: &roots)
    value.endCollections(collections)
    releaseDeadOfHost()
  }

  /// What it takes to call the value in the window's first register.
  @inline(never) func slowCall(_ window: Registers, _ argumentCount: Int, _ cache: InlineCache) -> CallTarget
  {
    let cage = value.cage
    let callee = window[0]
    if callee.isClosure {
      let target = enter(callee.ref, window, argumentCount)
      if target.isExact(argumentCount), !callee.ref.isYoung {
        let known = cache.ofCall
        known.callee = callee.bits
        known.record = target.record
        known.shape = 0
        known.closure = callee.ref
      }
      return target
    }
    if callee.isCore { return callCore(callee, window, argumentCount) }
    guard callee.has(.object) else { return failNotCallable(callee) }
    switch cage.kind(callee.ref) {
    case .class: return construct(window, argumentCount, cache)
    case .boundMethod:
      let method = cage.value(callee.ref.offset, BoundMethodLayout.method)
      window[0] = cage.value(callee.ref.offset, BoundMethodLayout.receiver)
      if method.isCore { return callCore(method, window, argumentCount) }
      return enterMethod(method.ref, window, argumentCount)
    case .native: return callHost(callee.ref, window, argumentCount)
    default: return failNotCallable(callee)
    }
  }

  /// The function of a closure, if it takes so many arguments.
  private func enter(_ closure: Ref, _ window: Registers, _ argumentCount: Int) -> CallTarget {
    guard let record = value.modules.records[value.cage.load32(closure.offset, ClosureLayout.function)] else {
      _ = value.fail(.damagedHeap)
      return failed
    }
    guard record.arity == argumentCount else { return adjust(record, closure, window, argumentCount) }
    return CallTarget(action: .enter, record: record, closure: closure)
  }

  private func failArity(expected: Int, _ count: Int, _ callee: RuntimeError.Declaration?) -> CallTarget {
    failArity(expected: "\(expected)", count, callee)
  }

  func failArity(expected: String, _ count: Int, _ callee: RuntimeError.Declaration?) -> CallTarget {
    _ = value.fail(
      .wrongArgumentCount, "Expected \(expected) arguments but got \(count).",
      cause: callee.map { .arity($0) })
    return failed
  }

  /// The same for a method, which may also be one of the host, or a computed property whose value is called.
  func enterMethod(_ method: Ref, _ window: Registers, _ argumentCount: Int) -> CallTarget {
    let cage = value.cage
    if cage.has(method, .closure) { return enter(method, window, argumentCount) }
    if cage.has(method, .native) { return callHost(method, window, argumentCount) }
    if cage.has(method, .box) {
      window[0] = cage.value(method.offset, BoxLayout.value)
      return slowCall(window, argumentCount, value.noCache)
    }
    guard cage.isAccessor(method) else {
      _ = value.fail(.damagedHeap)
      return failed
    }
    guard let callee = getComputed(method, of: window[0]) else { return failed }
    window[0] = callee
    return slowCall(window, argumentCount, value.noCache)
  }

  /// Makes an instance and looks for its initializer.
  private func construct(_ window: Registers, _ argumentCount: Int, _ cache: InlineCache) -> CallTarget {
    let cage = value.cage
    let callee = window[0]
    guard let shape = makeInstance(window) else { return failed }
    let initializer = cage.ref(callee.ref, ClassLayout.initializer)
    var target = done
    if !initializer.isNull {
      // What a host function makes of the instance isn't for the cache.
      guard cage.has(initializer, .closure) else { return enterMethod(initializer, window, argumentCount) }
      target = enter(initializer, window, argumentCount)
      guard target.isExact(argumentCount) else { return target }
    } else if argumentCount != 0 {
      return failArity(expected: 0, argumentCount, value.declaration(ofClass: callee.ref))
    }
    let known = cache.ofCall
    known.callee = callee.bits
    known.record = target.record
    known.shape = shape.offset
    known.instanceSize = UInt32(cage.instanceSize(ofShape: shape))
    known.closure = initializer
    return target
  }

  /// Replaces a class in the window's first register by a new instance of it, with all fields still to come; the result is its
  /// shape, or nil, with the error set, if memory is out.
  func makeInstance(_ window: Registers) -> Ref? {
    let cage = value.cage
    let callee = window[0]
    var shape = cage.ref(callee.ref, ClassLayout.rootShape)
    let capacity = cage.load32(callee.ref.offset, ClassLayout.inlineCapacity)
    if shape.isNull || cage.load32(shape.offset, ShapeLayout.inlineCapacity) < capacity {
      // The class has learned that its instances have more fields.
      guard collectIfDue() else { return nil }
      // A class without methods that assign fields will probably get some from outside.
      let room = capacity == 0 ? 3 : min(Int(capacity), Heap.maximumInlineFields)
      shape = value.heap.value.makeRootShape(class: callee.ref, inlineCapacity: room)
      guard !shape.isNull else {
        _ = value.failOutOfMemory()
        return nil
      }
      cage.store32(shape.offset, callee.ref.offset, ClassLayout.rootShape)
    }
    let size = cage.instanceSize(ofShape: shape)
    let instance = allocate(size: size)
    guard !instance.isNull else { return nil }
    cage.store64(UInt64(shape.offset), instance.offset)
    cage.fill(
      instance.offset &+ UInt32(InstanceLayout.fields), count: (size - InstanceLayout.fields) / 8,
      with: .nil)
    window[0] = Value(.instance, instance)
    return shape
  }

  /// What it takes to call a method of the value in the window's first register, or a function in its field.
  @inline(never) func slowInvoke(_ window: Registers, _ argumentCount: Int, _ cache: InlineCache)
    -> CallTarget
  {
    let cage = value.cage
    let receiver = window[0]
    guard receiver.isInstance else {
      if cache.core != .math, let owner = cage.owner(of: receiver), owner != .class,
        value.signatures[cache.core].owner == owner
      {
        return invokeCore(cache.core, window, argumentCount)
      }
      if receiver.isModule {
        guard let callee = value.variable(cache.name, of: receiver) else { return failed }
        window[0] = callee
        return slowCall(window, argumentCount, value.noCache)
      }
      if cage.has(receiver, .map) {
        if let operation = value.cage.findCore(cache.name, of: receiver) {
          cache.core = operation
          return invokeCore(operation, window, argumentCount)
        }
        guard let callee = getKey(cache.name, of: receiver.ref, orFail: true), value.refuel() else {
          return failed
        }
        window[0] = callee
        return slowCall(window, argumentCount, value.noCache)
      }
      switch findMember(cache.name, of: receiver, orFail: .methodOfNonInstance) {
      case .host(let method):
        let target = enterMethod(method, window, argumentCount)
        if target.isExact(argumentCount), cage.has(method, .closure), cage.has(receiver, .class) {
          let known = cache.ofInvoke
          known.first.shape = receiver.ref.offset
          known.first.closure = target.closure
          known.first.record = target.record
          known.version = value.classMembersVersion
        }
        return target
      case .core(let identity):
        cache.core = identity
        return invokeCore(identity, window, argumentCount)
      case nil: return failed
      }
    }
    let shape = cage.shape(ofInstance: receiver.ref)
    switch value.lookUp(cache.name, in: shape) {
    case .field(let slot):
      value.fill(cache, shape, calledField: slot)
      window[0] = cage.field(slot, of: receiver.ref)
      return slowCall(window, argumentCount, value.noCache)
    case .method(let method):
      if cage.has(method, .native) { cache.ofInvoke.fill(shape, hostMethod: method) }
      let target = enterMethod(method, window, argumentCount)
      if target.isExact(argumentCount), cage.has(method, .closure) { value.fill(cache, shape, target) }
      return target
    case nil:
      _ = value.failUndefinedProperty(cache.name, of: receiver)
      return failed
    }
  }

  @inline(never) func slowInvokeSuper(
    _ window: Registers, _ argumentCount: Int, _ cache: InlineCache, superclass: Value
  ) -> CallTarget {
    let cage = value.cage
    let methods = cage.ref(value.methodHolder(of: superclass.ref, for: window[0]), ClassLayout.methods)
    guard let method = cage.find(cache.name, in: methods) else {
      _ = value.failUndefinedProperty(cache.name, of: superclass)
      return failed
    }
    let target = enterMethod(Ref(offset: method), window, argumentCount)
    // A site is in a method of instances, or of the class itself, so the superclass says all.
    if target.isExact(argumentCount), cage.has(Ref(offset: method), .closure) {
      let known = cache.ofCall
      known.callee = superclass.bits
      known.closure = target.closure
      known.record = target.record
    }
    return target
  }

}

extension Machine {
  /// Remembers a method found for a shape; of a getter or setter, the field that it is about.
  mutating func fill(_ cache: InlineCache, _ shape: Ref, _ target: CallTarget) {
    cache.misses &+= 1
    let name = target.record.shortcutName
    if !name.isNull, case .field(let slot) = lookUp(name, in: shape),
      slot < cage.inlineCapacity(ofShape: shape),
      !target.record.isSetter || fieldCheck(name, ofClass: cage.class(ofShape: shape)) == nil
    {
      guard let field = cache.ofInvoke.fieldToFill(for: shape) else { return }
      let displacement = InstanceLayout.fields + slot * 8
      field.access = target.record.isSetter ? .store(displacement) : .load(displacement)
      field.cost = UInt32(target.record.cost)
      field.shape = shape.offset
    } else {
      guard let method = cache.ofInvoke.methodToFill(for: shape) else { return }
      method.closure = target.closure
      method.record = target.record
      method.shape = shape.offset
    }
  }

  /// Remembers that the site calls the value of a field.
  mutating func fill(_ cache: InlineCache, _ shape: Ref, calledField slot: Int) {
    cache.misses &+= 1
    guard slot < cage.inlineCapacity(ofShape: shape),
      let field = cache.ofInvoke.fieldToFill(for: shape)
    else { return }
    field.access = .call(InstanceLayout.fields + slot * 8)
    field.shape = shape.offset
  }

  mutating func globalName(_ constant: Int, of record: FunctionRecord) -> String {
    guard let (linked, function) = lookUp(record) else { return "" }
    let constants = linked.program.constants[function.constants.range]
    let index = constants.startIndex + constant
    guard constants.indices.contains(index) else { return "" }
    switch constants[index] {
    case .global(let name), .imported(_, let name):
      return String(decoding: linked.program.bytes(ofString: name), as: UTF8.self)
    default: return ""
    }
  }

  /// Makes the stacks larger for a call; false, with the error set, if there is no more.
  mutating func growStacks(for callee: Registers, _ record: FunctionRecord) -> Bool {
    calls.reserve(callee, record) || fail(.stackOverflow)
  }
}

import LoxBytecode

/// What the coding of Swift values does most: all of it stays on the stack.
extension VirtualMachine {
  /// The text of a string, which is paid for before it is copied; bytes that are no UTF-8 are replaced. Nil for other values.
  package func takeText(_ slot: Slot) throws(RuntimeError) -> String? {
    guard machine[slot].isString else { return nil }
    try pay(bytesOfString: slot)
    let bytes = machine.value.bytes(ofString: machine[slot].ref)
    return machine.value.cage.string(bytes.offset, count: bytes.count)
  }

  /// Pays for a copy of a string's bytes.
  package func pay(bytesOfString slot: Slot) throws(RuntimeError) {
    let count = byteCount(ofString: slot)
    try pay(bytes: count &+ 32, units: 4 &+ count >> 4)
  }

  /// The names of an instance's fields, which are paid for before they are copied.
  package func takeFieldNames(of slot: Slot) throws(RuntimeError) -> [String] {
    guard machine[slot].isInstance else { return [] }
    let cage = machine.value.cage
    var shape = cage.shape(ofInstance: machine[slot].ref)
    for _ in 0..<max(0, min(cage.count(ofShape: shape), 1 << 24)) {
      let name = cage.ref(shape, ShapeLayout.name)
      if name.isNull { break }
      let count = machine.value.bytes(ofString: name).count
      try pay(bytes: count &+ 48, units: 4 &+ count >> 4)
      shape = cage.ref(shape, ShapeLayout.parent)
    }
    return fieldNames(of: slot)
  }

  package func isInstance(_ slot: Slot) -> Bool { machine[slot].isInstance }

  /// The name of the class of the instance in a slot; nil for other values.
  package func className(of slot: Slot) -> String? {
    guard machine[slot].isInstance else { return nil }
    let base = top
    defer { pop(to: base) }
    return (try? pushClass(of: slot)) == true ? name(of: base) : nil
  }

  /// Sets a field, or a computed property, of the instance in a slot to what was pushed last, and pops that: a short way for names
  /// that came before.
  package func popKnownField(_ name: String, of instance: Slot) throws(RuntimeError) {
    let cage = machine.value.cage
    let object = machine[instance].ref
    guard machine[instance].isInstance, let name = machine.value.strings.find(name, cage) else {
      return try popField(name, of: instance)
    }
    let source = Slot(machine.value.calls.hostTop &- 8)
    let shape = cage.shape(ofInstance: object)
    if let slot = cage.slot(of: name, in: shape) {
      machine.store(machine[source], slot, of: object)
      return machine.pop(to: source)
    }
    let count = cage.count(ofShape: shape)
    let methods = cage.ref(cage.class(ofShape: shape), ClassLayout.methods)
    guard count < cage.inlineCapacity(ofShape: shape), cage.find(name, in: methods) == nil,
      let child = cage.find(name, in: cage.ref(shape, ShapeLayout.transitions))
    else { return try popField(machine.value.text(ofString: name), of: instance) }
    cage.store32(child, object.offset)
    machine.store(machine[source], count, of: object)
    machine.pop(to: source)
  }

  // MARK: - Lists

  /// Appends a node with the value that was pushed last to a list, and pops that. The class of the nodes is in the slot of the tail as
  /// long as the list is empty; `head` may be the place of any value then.
  package func popElement(head: Slot, tail: Slot) throws(RuntimeError) {
    let element = Slot(machine.value.calls.hostTop &- 8)
    let cage = machine.value.cage
    defer { machine.pop(to: element) }
    let last = machine[tail]
    let node = top
    guard last.isInstance, isPlainNode(last.ref) else {
      // The first node, or one of a class with properties of these names.
      if last.isInstance {
        guard try pushClass(of: tail) else { return }
      } else {
        try push(tail)
      }
      try makeInstance(node)
      try push(element)
      try popKnownField("value", of: node)
      try pushNil()
      try popKnownField("next", of: node)
      if last.isInstance {
        try push(node)
        try popKnownField("next", of: tail)
      } else {
        machine[head] = machine[node]
      }
      machine[tail] = machine[node]
      return
    }
    let size = cage.instanceSize(ofShape: cage.shape(ofInstance: last.ref))
    let made = machine.allocate(size: size)
    guard !made.isNull else { throw takeError() }
    let previous = machine[tail].ref
    cage.store64(UInt64(cage.shape(ofInstance: previous).offset), made.offset)
    cage.fill(
      made.offset &+ UInt32(InstanceLayout.fields), count: (size - InstanceLayout.fields) / 8, with: .nil)
    cage.store(machine[element], made.offset, InstanceLayout.fields)
    machine.store(Value(.instance, made), 1, of: previous)
    machine[tail] = Value(.instance, made)
  }

  /// Whether an instance that a list was made of has two fields within it, and no other.
  private func isPlainNode(_ node: Ref) -> Bool {
    let shape = machine.value.cage.shape(ofInstance: node)
    return machine.value.cage.count(ofShape: shape) == 2
      && machine.value.cage.inlineCapacity(ofShape: shape) >= 2
  }

  /// What a search for the end of a list has found.
  package enum ListEnd {
    /// The list has so many elements.
    case after(Int)
    /// The list leads back into itself.
    case endless
    /// What should be a node or nil is something else: it was pushed.
    case other
  }

  /// Goes through a linked list: nil, or an instance with the fields `value` and `next`. Throws if a limit is exceeded.
  package func findEnd(ofList list: Slot) throws(RuntimeError) -> ListEnd {
    let rest = top
    try push(list)
    let mark = top
    try pushNil()
    var count = 0
    while !stack.isNil(rest) {
      guard isInstance(rest), hasProperty("value", of: rest), hasProperty("next", of: rest) else {
        machine.pop(to: mark)
        return .other
      }
      // Where the search was at the last power of two: an endless list comes by there again.
      if areIdentical(rest, mark) { return .endless }
      if count & (count &+ 1) == 0 { machine[mark] = machine[rest] }
      count &+= 1
      try pay(bytes: 8, units: 4)
      try advance(list: rest)
    }
    machine.pop(to: rest)
    return .after(count)
  }

  /// Replaces a node of a list in a slot by the next.
  package func advance(list: Slot) throws(RuntimeError) {
    let next = top
    if try pushProperty("next", of: list) {
      machine[list] = machine[next]
      machine.pop(to: next)
    } else {
      machine[list] = .nil
    }
  }

  /// Whether an instance has a field or a computed property of this name.
  package func hasProperty(_ name: String, of slot: Slot) -> Bool {
    let value = machine[slot]
    guard value.isInstance, let ref = machine.value.strings.find(name, machine.value.cage) else {
      return false
    }
    switch machine.value.lookUp(ref, in: machine.value.cage.shape(ofInstance: value.ref)) {
    case .field: return true
    case .method(let method): return machine.value.cage.isAccessor(method)
    case nil: return false
    }
  }
}

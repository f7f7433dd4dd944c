import LoxBytecode

/// Looks into values beyond what hosts need, for tools. Nothing here changes anything or runs any code, but for pushing what was
/// found.
extension VirtualMachine {
  /// Pushes the methods that a class has, its own and inherited ones; the result says where they are, sorted by their names.
  package func pushMethods(of slot: Slot) throws(RuntimeError) -> [(name: String, method: Slot)] {
    let cage = machine.value.cage
    let value = machine[slot]
    guard value.has(.object), cage.has(value.ref, .class) else { return [] }
    var methods: [(name: String, method: Ref)] = []
    cage.forEachEntry(of: cage.ref(value.ref, ClassLayout.methods)) { name, offset in
      if name != machine.value.host.objectName, !machine.value.isFieldCheck(name) {
        methods.append((machine.value.text(ofString: name), Ref(offset: offset)))
      }
    }
    var pushed: [(name: String, method: Slot)] = []
    for (name, method) in methods.sorted(by: { $0.name < $1.name }) {
      pushed.append((name, top))
      try check(machine.push(Value(cage.has(method, .closure) ? .closure : .object, method)))
    }
    return pushed
  }

  /// Pushes the object and the method of a bound method; nil for other values.
  package func pushParts(ofBoundMethod slot: Slot) throws(RuntimeError) -> (receiver: Slot, method: Slot)? {
    let cage = machine.value.cage
    let value = machine[slot]
    guard value.has(.object), cage.has(value.ref, .boundMethod) else { return nil }
    let receiver = top
    try check(machine.push(cage.value(value.ref.offset, BoundMethodLayout.receiver)))
    try check(machine.push(cage.value(value.ref.offset, BoundMethodLayout.method)))
    return (receiver, receiver.advanced(by: 1))
  }

  /// The program that a Lox function belongs to, and its number there; nil for other values.
  package func code(of slot: Slot) -> (program: Program, number: Int)? {
    let function = machine[slot]
    guard function.isClosure,
      let record = machine.value.modules.records[
        machine.value.cage.load32(function.ref.offset, ClosureLayout.function)],
      let (linked, _) = machine.value.lookUp(record)
    else { return nil }
    return (linked.program, record.index - linked.firstIndex)
  }

  /// Pops all that the host has pushed outside of runs.
  package func popAll() { if !isRunning { machine.pop(to: Slot(Cage.stackStart)) } }
}

/// The same without errors, for who only looks: what can't be pushed isn't there.
extension VirtualMachine {
  private func pushed(_ push: () throws -> Bool) -> Slot? {
    let slot = top
    return (try? push()) == true ? slot : nil
  }

  package func global(_ name: String) -> Slot? { pushed { try pushGlobal(name) } }
  package func field(_ name: String, of slot: Slot) -> Slot? { pushed { try pushField(name, of: slot) } }
  package func element(_ index: Int, ofList slot: Slot) -> Slot? {
    pushed { try pushElement(index, ofList: slot) }
  }
  package func part(_ part: EntryPart, ofEntry place: Int, ofMap slot: Slot) -> Slot? {
    pushed {
      try push(part, ofEntry: place, ofMap: slot)
      return true
    }
  }
  /// Where the first entries of a map are.
  package func entries(ofMap slot: Slot, maximum: Int) -> [Int] {
    var places: [Int] = []
    while places.count < maximum,
      let place = try? nextEntry(ofMap: slot, from: (places.last ?? -1) + 1)
    {
      places.append(place)
    }
    return places
  }
  package func `class`(of slot: Slot) -> Slot? { pushed { try pushClass(of: slot) } }
  package func methods(of slot: Slot) -> [(name: String, method: Slot)] { (try? pushMethods(of: slot)) ?? [] }
  package func parts(ofBoundMethod slot: Slot) -> (receiver: Slot, method: Slot)? {
    (try? pushParts(ofBoundMethod: slot)) ?? nil
  }
}

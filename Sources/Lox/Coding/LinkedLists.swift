import LoxRuntime

/// Linked lists, and the classes of instances that represent Swift values.
extension Isolate {
  /// Pushes a linked list of the values that are pushed within the calls of `body`'s argument.
  func pushList(_ body: ((() throws -> Void) throws -> Void) throws -> Void) throws {
    let head = machine.top
    do {
      try machine.pushNil()
      let tail = machine.top
      try pushValueClass("List")
      try body { push in
        try machine.payWork(8)
        try push()
        try machine.popElement(head: head, tail: tail)
      }
      machine.pop(to: tail)
    } catch {
      machine.pop(to: head)
      throw error
    }
  }

  /// The number of elements of a list or linked list, determined before any element is converted.
  func count(ofList list: Slot) throws -> Int {
    if machine.isList(list) { return machine.elementCount(ofList: list) }
    let base = machine.top
    defer { machine.pop(to: base) }
    switch try machine.findEnd(ofList: list) {
    case .after(let count): return count
    case .endless: throw ConversionError(expected: "a list that ends", actual: "an endless one")
    case .other: throw ConversionError(expected: "a list", actual: kind(of: base))
    }
  }

  /// Pushes the script's own class of this name, or else one created for it, for instances that represent
  /// Swift values.
  func pushValueClass(_ name: String) throws {
    let base = machine.top
    if try pushScriptClass(name) { return }
    machine.pop(to: base)
    if let known = valueClasses[name] { return try push(known) }
    try machine.pushClass(named: name)
    valueClasses[name] = Handle(base, self)
  }

  /// Pushes the script's own class of this name; false, with an arbitrary value pushed, if there is none.
  private func pushScriptClass(_ name: String) throws -> Bool {
    let base = machine.top
    guard try machine.pushGlobal(name), case .class = machine.content(of: base) else { return false }
    return try hostClasses.values.allSatisfy { hostClass in
      let slot = machine.top
      defer { machine.pop(to: slot) }
      try push(hostClass)
      return !machine.areIdentical(slot, base)
    }
  }
}

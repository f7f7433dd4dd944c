import LoxRuntime

/// The elements of what is decoded by an unkeyed container.
extension Decoding {
  /// Requires a list; the end of a linked one is found before any element is decoded. If the Swift type is a dictionary, a map will do.
  func openList(_ index: Int) throws {
    if nodes[index].list != nil { return }
    let slot = nodes[index].slot
    if nodes[index].isMap, nodes[index].plan?.isDictionary == true {
      // Of dictionaries whose keys are neither strings nor integers, keys and values are encoded in turn.
      nodes[index].list = List(source: .map, count: machine.entryCount(ofMap: slot) * 2)
      return
    }
    let count = try explaining([Any].self, in: index, .none) { try context.isolate.count(ofList: slot) }
    if machine.isList(slot) {
      nodes[index].list = List(source: .list, count: count)
    } else {
      let rest = machine.top
      try machine.push(slot)
      nodes[index].list = List(source: .nodes(rest), count: count)
    }
  }

  /// Pushes the element with this number. It must not have disappeared: whatever is asked for its parts can do anything.
  func pushElement(_ number: Int, _ index: Int) throws {
    guard let list = nodes[index].list else { return }
    switch list.source {
    case .list:
      try machine.pay(bytes: 0, units: 4)
      guard try machine.pushElement(number, ofList: nodes[index].slot) else {
        throw changed(.changedList, index)
      }
    case .map: try pushPart(number, ofMap: index, list)
    case .nodes(let rest): try pushElement(number, index, list, rest)
    }
  }

  /// Pushes an element of a linked list.
  private func pushElement(_ number: Int, _ index: Int, _ list: List, _ rest: Slot) throws {
    var list = list
    if list.position > number {
      machine.copy(nodes[index].slot, to: rest)
      list.position = 0
    }
    while list.position < number {
      try machine.pay(bytes: 0, units: 4)
      try machine.advance(list: rest)
      list.position += 1
    }
    nodes[index].list = list
    guard try machine.pushProperty("value", of: rest) else { throw changed(.changedList, index) }
  }

  /// What the key of the entry of this number is called; nil if there is none.
  func nameOfKey(_ number: Int, ofMap map: Slot) throws -> String? {
    var entry = try machine.nextEntry(ofMap: map, from: 0)
    for _ in 0..<number {
      guard let passed = entry else { return nil }
      entry = try machine.nextEntry(ofMap: map, from: passed + 1)
    }
    guard let entry else { return nil }
    let key = machine.top
    defer { machine.pop(to: key) }
    try machine.push(.key, ofEntry: entry, ofMap: map)
    return machine.description(of: key)
  }

  private func changed(_ cause: ConversionError, _ index: Int) -> DecodingError {
    .dataCorrupted(error(cause.description, in: index, .none, cause))
  }

  /// Pushes a key of a map, or the value that follows it.
  private func pushPart(_ number: Int, ofMap index: Int, _ list: List) throws {
    var list = list
    let map = nodes[index].slot
    if list.position > number / 2 { (list.position, list.next) = (0, 0) }
    var entry = try machine.nextEntry(ofMap: map, from: list.next)
    while list.position < number / 2, let passed = entry {
      try machine.pay(bytes: 0, units: 4)
      list.position += 1
      list.next = passed + 1
      entry = try machine.nextEntry(ofMap: map, from: list.next)
    }
    nodes[index].list = list
    guard let entry else { throw changed(.changedMap, index) }
    try machine.push(number % 2 == 0 ? .key : .value, ofEntry: entry, ofMap: map)
  }
}

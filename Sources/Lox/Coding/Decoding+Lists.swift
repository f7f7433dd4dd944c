import LoxRuntime

/// The elements of what is decoded by an unkeyed container.
extension Decoding {
  /// Requires a list; the end of a linked one is found before any element is decoded. If the Swift type is a dictionary or a range, a map or a
  /// range will do.
  func openList(_ index: Int) throws {
    if nodes[index].list != nil { return }
    let slot = nodes[index].slot
    if nodes[index].isMap, nodes[index].plan?.isDictionary == true {
      // Of dictionaries whose keys are neither strings nor integers, keys and values are encoded in turn.
      nodes[index].list = List(source: .map, count: machine.entryCount(ofMap: slot) * 2)
      return
    }
    if let range = machine.range(of: slot), let isClosed = nodes[index].plan?.isClosedRange {
      guard range.step == 1, range.isClosed == isClosed else {
        throw DecodingError.typeMismatch(
          [Any].self,
          error(
            "Expected a range \(isClosed ? "with" : "without") its end, not \(machine.description(of: slot)).",
            in: index))
      }
      nodes[index].list = List(source: .range, count: 2)
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

  /// Pushes the element with this number; nil if it has disappeared.
  func pushElement(_ number: Int, _ index: Int) throws {
    guard let list = nodes[index].list else { return }
    switch list.source {
    case .list:
      try machine.pay(bytes: 0, units: 4)
      guard try machine.pushElement(number, ofList: nodes[index].slot) else { return try machine.pushNil() }
    case .range:
      guard let range = machine.range(of: nodes[index].slot) else { return try machine.pushNil() }
      try machine.push(number == 0 ? range.start : range.end)
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
    guard try machine.pushProperty("value", of: rest) else { return try machine.pushNil() }
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
    guard let entry else { return try machine.pushNil() }
    try machine.push(number % 2 == 0 ? .key : .value, ofEntry: entry, ofMap: map)
  }
}

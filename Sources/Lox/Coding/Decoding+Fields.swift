import LoxRuntime
import LoxSource

/// The fields of instances, and the entries of maps, that are decoded.
extension Decoding {
  /// Requires an instance with fields, or a map.
  func openKeyed(_ index: Int) throws {
    guard nodes[index].isMap || machine.isInstance(nodes[index].slot) else {
      let expected =
        context.makesCollections
        ? nodes[index].hasFreeKeys ? "a map" : "an instance or a map" : "an instance"
      throw mismatch([String: Any].self, expected, nodes[index].slot, in: index, .none)
    }
    if context.rejectsUnknownFields, nodes[index].asked == nil { nodes[index].asked = [] }
  }

  /// What a field is called in messages.
  func fieldTerm(_ index: Int) -> String { nodes[index].isMap ? "key" : "field" }

  /// The name of the field for a key.
  private func field(_ key: some CodingKey, _ index: Int) -> String {
    let name = nodes[index].hasFreeKeys ? key.stringValue : context.field(key.stringValue)
    if context.rejectsUnknownFields { nodes[index].asked?.insert(name) }
    return name
  }

  /// Pushes the field for a key; false if there is none.
  func pushField(_ key: some CodingKey, _ index: Int) throws -> Bool {
    let name = field(key, index)
    if nodes[index].isMap { return try pushValue(key, name, index) }
    return try !name.isEmpty && machine.pushProperty(name, of: nodes[index].slot)
  }

  /// Pushes the value of a map for a key. A key with a number is the number in maps that have no such string, and in any case if that is
  /// what the Swift type has.
  private func pushValue(_ key: some CodingKey, _ name: String, _ index: Int) throws -> Bool {
    let map = nodes[index].slot
    try machine.pay(bytes: 0, units: 4)
    if nodes[index].plan?.isStringDictionary == true {
      return try machine.pushValue(forKey: name, ofMap: map)
    }
    let number = key.intValue.flatMap(Double.init(exactly:))
    if nodes[index].plan?.isIntegerDictionary == true, let number,
      try machine.pushValue(forKey: number, ofMap: map)
    {
      return true
    }
    if try machine.pushValue(forKey: name, ofMap: map) { return true }
    guard let number else { return false }
    return try machine.pushValue(forKey: number, ofMap: map)
  }

  func hasField(_ key: some CodingKey, _ index: Int) -> Bool {
    if nodes[index].isMap {
      let base = machine.top
      defer { machine.pop(to: base) }
      return attempt { try pushField(key, index) } ?? false
    }
    let name = field(key, index)
    return !name.isEmpty && machine.hasProperty(name, of: nodes[index].slot)
  }

  func keys(_ index: Int) throws -> [String] {
    nodes[index].hasAskedForAll = true
    let names = try fieldNames(index)
    return nodes[index].hasFreeKeys || context.options.keys.isIdentity
      ? names : names.map { context.options.keys.key($0) }
  }

  func rejectUnknownFields(_ index: Int) throws {
    guard let asked = nodes[index].asked, !nodes[index].hasAskedForAll else { return }
    for name in try fieldNames(index) where !asked.contains(name) {
      var similar = SimilarNames(to: name.utf8)
      for key in asked { similar.consider(key.utf8) }
      let hint = similar.names.first.map { "; did you mean '\($0)'?" } ?? "."
      throw DecodingError.dataCorrupted(error("Unknown \(fieldTerm(index)) '\(name)'\(hint)", in: index))
    }
  }

  /// The names of an instance's fields, or the keys of a map that are strings or whole numbers. A dictionary must have no others.
  private func fieldNames(_ index: Int) throws -> [String] {
    let map = nodes[index].slot
    guard nodes[index].isMap else { return try machine.takeFieldNames(of: map) }
    let plan = nodes[index].plan
    let base = machine.top
    defer { machine.pop(to: base) }
    var names: [String] = []
    var next = 0
    while let entry = try machine.nextEntry(ofMap: map, from: next) {
      next = entry + 1
      try machine.pay(bytes: 48, units: 8)
      try machine.push(.key, ofEntry: entry, ofMap: map)
      if let text = try machine.takeText(base) {
        names.append(text)
      } else if plan?.isStringDictionary != true, let number = machine.stack.number(base),
        let integer = Int(exactly: number)
      {
        names.append("\(integer)")
      } else if let plan, plan.isDictionary {
        let expected =
          plan.isStringDictionary
          ? "a string as a key"
          : plan.isIntegerDictionary ? "a whole number as a key" : "a string or a whole number as a key"
        let actual =
          machine.stack.number(base).map { "\(Value.number($0))" } ?? context.isolate.kind(of: base)
        throw DecodingError.typeMismatch(
          String.self, error("Expected \(expected), not \(actual).", in: index))
      }
      machine.pop(to: base)
    }
    return names
  }
}

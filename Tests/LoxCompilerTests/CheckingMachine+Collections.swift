import LoxBytecode

/// Lists, maps, ranges and iterations, as simple as they can be.
extension CheckingMachine {
  final class List {
    var elements: [Value] = []
  }

  /// Keys in the order in which they were added.
  final class Map {
    private(set) var entries: [(key: Value, value: Value)] = []

    subscript(key: Value) -> Value? {
      get { entries.first { $0.key == key }?.value }
      set {
        guard let newValue else { return }
        if let index = entries.firstIndex(where: { $0.key == key }) {
          entries[index].value = newValue
        } else {
          entries.append((key, newValue))
        }
      }
    }
  }

  final class Range {
    let start: Double
    let end: Double
    let isClosed: Bool

    init(_ start: Double, _ end: Double, isClosed: Bool) {
      self.start = start
      self.end = end
      self.isClosed = isClosed
    }

    /// The number at a position, if there are so many.
    subscript(position: Int) -> Double? {
      let number = start + Double(position)
      return number < end || isClosed && number == end ? number : nil
    }
  }

  func executeCollection(_ opcode: Opcode, _ i: Instruction, _ word: UInt32) throws -> Bool {
    switch opcode {
    case .newList: write(i.a, .list(List()))
    case .newMap: write(i.a, .map(Map()))
    case .append: try list(i.a).elements.append(read(i.b))
    case .appendAll: try appendAll(i)
    case .newRange, .newClosedRange:
      guard case .number(let start) = try read(i.b), case .number(let end) = try read(i.c) else {
        throw ScriptError(message: "Range bounds must be numbers.")
      }
      write(i.a, .range(Range(start, end, isClosed: opcode == .newClosedRange)))
    case .getElement: write(i.a, try element(read(i.b), read(i.c), orNil: false))
    case .getElementIfAny: write(i.a, try element(read(i.b), read(i.c), orNil: true))
    case .setElement: try setElement(read(i.a), read(i.b), read(i.c))
    case .getPropertyIfAny, .getMethodIfAny: write(i.a, try propertyIfAny(read(i.b), name(word)))
    case .isIn: write(i.a, .boolean(try isIn(read(i.b), read(i.c))))
    case .isInstance:
      guard case .type(let type) = try read(i.c) else {
        throw ScriptError(message: "Right operand of 'is' must be a class.")
      }
      guard case .instance(let object) = try read(i.b) else {
        write(i.a, .boolean(false))
        break
      }
      write(i.a, .boolean(object.type === type || object.type.ancestors.contains { $0 === type }))
    case .checkCount, .checkCountAtLeast: try checkCount(read(i.a), i.d, isExact: opcode == .checkCount)
    case .checkType: try checkType(read(i.a), read(i.b), i.c)
    case .callSpread, .invokeSpread: try callSpread(opcode, i, word)
    case .iterate:
      if case .instance = try read(i.window) { try invoke(name(word), window: i.window, 0) }
    case .beginIteration: try beginIteration(i.window)
    case .beginRange, .beginClosedRange:
      guard case .number(let start) = try read(i.window), case .number(let end) = try read(i.window + 1)
      else {
        throw ScriptError(message: "Range bounds must be numbers.")
      }
      guard start.isFinite, end.isFinite else {
        throw ScriptError(message: "Range bounds must be finite to iterate.")
      }
      write(i.window, .range(Range(start, end, isClosed: opcode == .beginClosedRange)))
      try beginIteration(i.window)
    case .next: try next(i, word)
    default: return false
    }
    return true
  }

  private func list(_ register: Int) throws -> List {
    guard case .list(let list) = try read(register) else { throw flaw("takes something else for a list") }
    return list
  }

  private func callSpread(_ opcode: Opcode, _ i: Instruction, _ word: UInt32) throws {
    let elements = try list(i.window + 1).elements
    guard elements.count <= 255 else { throw ScriptError(message: "Can't have more than 255 arguments.") }
    extend(to: i.window + elements.count)
    for (index, element) in elements.enumerated() { write(i.window + 1 + index, element) }
    if opcode == .callSpread {
      try call(read(i.window), window: i.window, elements.count)
    } else {
      try invoke(name(word), window: i.window, elements.count)
    }
  }

  // MARK: - Iterations

  private func beginIteration(_ window: Int) throws {
    let iterated = try read(window)
    switch iterated {
    case .list(let list): write(window + 1, .position(list.elements.count))
    case .map(let map): write(window + 1, .position(map.entries.count))
    case .string, .range: write(window + 1, .position(0))
    case .instance:
      throw ScriptError(message: "'iterate()' must return a list, map, string, range or fiber.")
    default: throw ScriptError(message: "Only lists, maps, strings, ranges and fibers can be iterated.")
    }
    write(window + 2, .position(0))
  }

  private func next(_ i: Instruction, _ word: UInt32) throws {
    let window = i.window
    guard case .position(let position) = try read(window + 2) else { throw flaw("has no position") }
    let iterated = try read(window)
    guard let (key, value) = try part(of: iterated, at: position, known: read(window + 1)) else { return }
    write(window + 2, .position(position + 1))
    if i.a == 2 {
      write(window + 3, key)
      write(window + 4, value)
    } else if case .map = iterated {
      write(window + 3, key)
    } else {
      write(window + 3, value)
    }
    frames[frames.count - 1].pc += Int(Int32(bitPattern: word))
  }

  /// What comes at a position of what is iterated, with its index or key.
  private func part(of iterated: Value, at position: Int, known: Value) throws -> (Value, Value)? {
    let index = Value.number(Double(position))
    switch iterated {
    case .list(let list):
      guard known == .position(list.elements.count) else {
        throw ScriptError(message: "The list was changed during its iteration.")
      }
      return position < list.elements.count ? (index, list.elements[position]) : nil
    case .map(let map):
      guard known == .position(map.entries.count) else {
        throw ScriptError(message: "The map was changed during its iteration.")
      }
      return position < map.entries.count ? (map.entries[position].key, map.entries[position].value) : nil
    case .string(let bytes):
      let characters = characters(bytes)
      return position < characters.count ? (index, characters[position]) : nil
    case .range(let range): return range[position].map { (index, .number($0)) }
    default: throw flaw("iterates something else")
    }
  }

  private func characters(_ bytes: [UInt8]) -> [Value] {
    String(decoding: bytes, as: UTF8.self).unicodeScalars.map { .string(Array(String($0).utf8)) }
  }

  private func appendAll(_ i: Instruction) throws {
    let source = try read(i.b)
    if case .map(let target) = try read(i.a) {
      guard case .map(let map) = source else {
        throw ScriptError(message: "Only maps can be spread in a map.")
      }
      for (key, value) in map.entries { target[key] = value }
      return
    }
    let target = try list(i.a)
    switch source {
    case .list(let list): target.elements += list.elements
    case .map(let map): target.elements += map.entries.map(\.key)
    case .string(let bytes): target.elements += characters(bytes)
    case .range(let range):
      var position = 0
      while let number = range[position] {
        target.elements.append(.number(number))
        position += 1
      }
    default: throw ScriptError(message: "Only lists, maps, strings, ranges and fibers can be iterated.")
    }
  }

  // MARK: - Elements

  private func checkCount(_ value: Value, _ count: Int, isExact: Bool) throws {
    guard case .list(let list) = value else {
      throw ScriptError(message: "Only lists can be taken apart by '[ ]'.")
    }
    if isExact ? list.elements.count == count : list.elements.count >= count { return }
    let expected = isExact ? "\(count)" : "at least \(count)"
    throw ScriptError(message: "Expected \(expected) elements but got \(list.elements.count).")
  }

  private func whole(_ index: Value) throws -> Double {
    guard case .number(let number) = index, number.isFinite, number.rounded(.towardZero) == number else {
      throw ScriptError(message: "An index must be a whole number, not \(partText(index, within: [])).")
    }
    return number
  }

  private func place(_ index: Value, _ kind: String, _ count: Int) throws -> Int {
    let number = try whole(index)
    let place = number < 0 ? number + Double(count) : number
    guard place >= 0, place < Double(count) else {
      throw ScriptError(message: "Index \(Int(number)) is out of range for a \(kind) of length \(count).")
    }
    return Int(place)
  }

  private func element(_ object: Value, _ index: Value, orNil: Bool) throws -> Value {
    switch object {
    case .list(let list):
      if case .range(let range) = index {
        let slice = List()
        slice.elements = Array(list.elements[try bounds(range, list.elements.count)])
        return .list(slice)
      }
      return try element(of: list.elements, index, "list", orNil: orNil)
    case .string(let bytes):
      let characters = characters(bytes)
      if case .range(let range) = index {
        let part = characters[try bounds(range, characters.count)]
        return .string(part.flatMap { if case .string(let bytes) = $0 { bytes } else { [UInt8]() } })
      }
      return try element(of: characters, index, "string", orNil: orNil)
    case .map(let map): return key(index).flatMap { map[$0] } ?? .nil
    case .nil where orNil, .number where orNil, .range where orNil: return .nil
    default: throw ScriptError(message: "Only lists, maps and strings have elements.")
    }
  }

  private func element(of elements: [Value], _ index: Value, _ kind: String, orNil: Bool) throws -> Value {
    if orNil {
      let number = try whole(index)
      let place = number < 0 ? number + Double(elements.count) : number
      return place >= 0 && place < Double(elements.count) ? elements[Int(place)] : .nil
    }
    return elements[try place(index, kind, elements.count)]
  }

  private func bounds(_ range: Range, _ count: Int) throws -> Swift.Range<Int> {
    func bound(_ number: Double) throws -> Double {
      if !number.isInfinite { _ = try whole(.number(number)) }
      return number < 0 ? number + Double(count) : number
    }
    func clamped(_ number: Double) -> Int { Int(max(0, min(number, Double(count)))) }
    let start = clamped(try bound(range.start))
    let end = clamped(try bound(range.end) + (range.isClosed ? 1 : 0))
    return start..<max(start, end)
  }

  /// What a value is as a key; nil if it can't be one.
  private func key(_ value: Value) -> Value? {
    switch value {
    case .nil: nil
    case .number(let number): number.isNaN ? nil : value
    default: value
    }
  }

  private func setElement(_ object: Value, _ index: Value, _ new: Value) throws {
    switch object {
    case .list(let list): list.elements[try place(index, "list", list.elements.count)] = new
    case .map(let map):
      guard let key = key(index) else { throw ScriptError(message: "\(text(index)) can't be a key.") }
      map[key] = new
    default: throw ScriptError(message: "Only lists and maps have elements to set.")
    }
  }

  private func propertyIfAny(_ object: Value, _ name: UInt32) throws -> Value {
    switch object {
    case .instance(let instance):
      if let field = instance.fields[name] { return field }
      return instance.type.methods[name].map { .bound(Bound(object, $0)) } ?? .nil
    case .map(let map): return map[.string(Array(text(name).utf8))] ?? .nil
    default: return .nil
    }
  }

  /// There are no classes of the core library here.
  func checkType(_ value: Value, _ type: Value, _ operand: Int) throws {
    if value == .nil, TypeRole.isOptional(UInt8(operand)) { return }
    guard case .type(let type) = type else { throw ScriptError(message: "A type must be a class.") }
    guard case .instance(let object) = value,
      object.type === type || object.type.ancestors.contains(where: { $0 === type })
    else { throw ScriptError(message: "The value is not of its type.") }
  }

  private func isIn(_ element: Value, _ container: Value) throws -> Bool {
    switch container {
    case .list(let list): return list.elements.contains(element)
    case .map(let map): return key(element).flatMap { map[$0] } != nil
    case .string(let bytes):
      guard case .string(let part) = element else { return false }
      return part.isEmpty
        || (0..<max(0, bytes.count - part.count + 1)).contains { bytes[$0...].starts(with: part) }
    case .range(let range):
      guard case .number(let number) = element else { return false }
      return number >= range.start && (number < range.end || range.isClosed && number == range.end)
    default: throw ScriptError(message: "Right operand of 'in' must be a list, map, string or range.")
    }
  }

  // MARK: - Text

  /// The text of a list, map or range within others.
  func collectionText(_ value: Value, within outer: [Value]) -> String {
    if outer.contains(value) { if case .map = value { return "{...}" } else { return "[...]" } }
    let inner = outer + [value]
    switch value {
    case .list(let list):
      return "[" + list.elements.map { partText($0, within: inner) }.joined(separator: ", ") + "]"
    case .map(let map):
      let entries = map.entries.map {
        keyText($0.key, within: inner) + ": " + partText($0.value, within: inner)
      }
      return "{" + entries.joined(separator: ", ") + "}"
    case .range(let range):
      return numberText(range.start) + (range.isClosed ? "..." : "..<") + numberText(range.end)
    default: return text(value)
    }
  }

  private func keyText(_ key: Value, within outer: [Value]) -> String {
    switch key {
    case .string(let bytes):
      let name = String(decoding: bytes, as: UTF8.self)
      let isName = name.first.map { $0.isASCII && ($0.isLetter || $0 == "_") } ?? false
      return isName && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        ? name : partText(key, within: outer)
    case .number(let number) where number >= 0: return numberText(number)
    default: return "[" + partText(key, within: outer) + "]"
    }
  }

  private func partText(_ value: Value, within outer: [Value]) -> String {
    switch value {
    case .number(let number): return numberText(number)
    case .string(let bytes):
      var text = "\""
      for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
        switch scalar {
        case "\n": text += "\\n"
        case "\r": text += "\\r"
        case "\t": text += "\\t"
        case "\"", "\\": text += "\\\(scalar)"
        default: text.unicodeScalars.append(scalar)
        }
      }
      return text + "\""
    default: return collectionText(value, within: outer)
    }
  }

  private func numberText(_ number: Double) -> String {
    let text = "\(number)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

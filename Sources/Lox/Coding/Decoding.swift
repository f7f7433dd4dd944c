import LoxRuntime
import LoxSource

/// The decoding of one value with everything in it.
///
/// Each value being decoded has a slot on the stack, and a node here, which lasts until the call that decodes
/// it returns.
final class Decoding {
  /// A value being decoded.
  struct Node {
    let slot: Slot
    /// Distinguishes a node from earlier ones at the same index.
    let number: UInt32
    let parent: Int
    let step: CodingStep
    /// Whether no strategy changes its keys.
    let hasFreeKeys: Bool
    /// The requested fields, if unknown ones are an error.
    var asked: Set<String>?
    var hasAskedForAll = false
    /// For a list: the position in it, and the number of elements.
    var list: List?
  }

  struct List {
    var rest: Slot
    var position: Int
    let count: Int
  }

  let machine: VirtualMachine
  var context: CodingContext
  var nodes: [Node] = []
  private var nodeNumber: UInt32 = 0
  /// The error in a function that can't throw.
  private var failure: (any Error)?

  init(_ isolate: Isolate, _ options: CodingOptions?) {
    machine = isolate.machine
    context = CodingContext(isolate, options)
  }

  /// The Swift value for the Lox value in a slot.
  func decode<T: Decodable>(_ type: T.Type, from slot: Slot) throws -> T { try read(slot, in: -1, .none) }

  /// The Swift value for the Lox value in a slot, which is part of another.
  func read<T: Decodable>(_ slot: Slot, as type: T.Type = T.self, in parent: Int, _ step: CodingStep) throws
    -> T
  {
    if T.self == Double.self, let number = exactly(try number(slot, in: parent, step), as: T.self) {
      return number
    }
    if T.self == String.self, let text = exactly(try text(slot, in: parent, step), as: T.self) { return text }
    if T.self == Int.self,
      let integer = exactly(try integer(slot, as: Int.self, in: parent, step), as: T.self)
    {
      return integer
    }
    if T.self == Bool.self, let boolean = exactly(try boolean(slot, in: parent, step), as: T.self) {
      return boolean
    }
    guard try machine.descend() else {
      throw DecodingError.dataCorrupted(error("Nested too deeply.", in: parent, step))
    }
    defer { machine.ascend() }
    try machine.pay(bytes: 16 &+ MemoryLayout<T>.size, units: 16)
    let plan = context.plan(for: T.self)
    switch plan.kind {
    case .represented(let representation):
      guard let representation = representation as? RepresentedType<T> else { break }
      return try explaining(type, in: parent, step) {
        try representation.read(ValueSlot(slot, in: context.isolate))
      }
    case .convertible(let convertible):
      if let value = try explaining(type, in: parent, step, { try read(slot, by: convertible, as: type) }) {
        return value
      }
    case .codable: break
    }
    return try read(slot, plan, in: parent, step)
  }

  private func read<C: ValueConvertible, T>(_ slot: Slot, by convertible: C.Type, as type: T.Type) throws
    -> T?
  {
    exactly(try C._read(ValueSlot(slot, in: context.isolate)), as: T.self)
  }

  private func read<T: Decodable>(_ slot: Slot, _ plan: TypePlan, in parent: Int, _ step: CodingStep) throws
    -> T
  {
    let base = machine.top
    let index = nodes.count
    defer {
      nodes.removeLast(nodes.count - index)
      machine.pop(to: base)
    }
    let value = try T(from: add(slot, in: parent, step, hasFreeKeys: plan.isStringDictionary))
    if let failure {
      self.failure = nil
      throw failure
    }
    if context.rejectsUnknownFields { for index in index..<nodes.count { try rejectUnknownFields(index) } }
    return value
  }

  /// A decoder for a part whose slot lasts.
  func add(_ slot: Slot, in parent: Int, _ step: CodingStep, hasFreeKeys: Bool = false) -> NodeDecoder {
    nodeNumber &+= 1
    nodes.append(
      Node(slot: slot, number: nodeNumber, parent: parent, step: step, hasFreeKeys: hasFreeKeys))
    return NodeDecoder(decoding: self, index: UInt32(nodes.count - 1), number: nodeNumber)
  }

  /// Checks that the node of a container still exists.
  func check(_ index: Int, _ number: UInt32) throws {
    guard nodes.indices.contains(index), nodes[index].number == number else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: [], debugDescription: "A container was used after its value was complete."))
    }
  }

  // MARK: - Values

  func number(_ slot: Slot, in parent: Int, _ step: CodingStep) throws -> Double {
    guard let number = machine.stack.number(slot) else {
      throw mismatch(Double.self, Double.loxType, slot, in: parent, step)
    }
    return number
  }

  func text(_ slot: Slot, in parent: Int, _ step: CodingStep) throws -> String {
    guard let text = try machine.takeText(slot) else {
      throw mismatch(String.self, String.loxType, slot, in: parent, step)
    }
    return text
  }

  func boolean(_ slot: Slot, in parent: Int, _ step: CodingStep) throws -> Bool {
    guard case .boolean(let boolean) = machine.content(of: slot) else {
      throw mismatch(Bool.self, Bool.loxType, slot, in: parent, step)
    }
    return boolean
  }

  func integer<I: FixedWidthInteger & ValueConvertible>(
    _ slot: Slot, as type: I.Type, in parent: Int, _ step: CodingStep
  ) throws -> I {
    if let number = machine.stack.number(slot), let exact = I(exactly: number) { return exact }
    if machine.stack.isNil(slot) { throw mismatch(type, I.loxType, slot, in: parent, step) }
    return try explaining(type, in: parent, step) { try I._read(ValueSlot(slot, in: context.isolate)) }
  }

  // MARK: - Errors

  func path(_ index: Int, _ step: CodingStep = .none) -> [any CodingKey] {
    var path = step.key.map { [$0] } ?? []
    var index = index
    while nodes.indices.contains(index) {
      if let key = nodes[index].step.key { path.append(key) }
      index = nodes[index].parent
    }
    return path.reversed()
  }

  func error(
    _ text: String, in parent: Int, _ step: CodingStep = .none, _ cause: (any Error)? = nil
  ) -> DecodingError.Context {
    DecodingError.Context(codingPath: path(parent, step), debugDescription: text, underlyingError: cause)
  }

  func mismatch(
    _ type: Any.Type, _ expected: String, _ slot: Slot, in parent: Int, _ step: CodingStep
  ) -> DecodingError {
    let context = error("Expected \(expected), not \(context.isolate.kind(of: slot)).", in: parent, step)
    return machine.stack.isNil(slot) ? .valueNotFound(type, context) : .typeMismatch(type, context)
  }

  private func explaining<R>(_ type: Any.Type, in parent: Int, _ step: CodingStep, _ body: () throws -> R)
    throws -> R
  {
    do {
      return try body()
    } catch let cause as ConversionError {
      throw DecodingError.typeMismatch(type, error(cause.description, in: parent, step, cause))
    }
  }

  /// Records an error in a function that can't throw: it is thrown when the enclosing value is complete.
  func attempt<R>(_ body: () throws -> R) -> R? {
    do {
      return try body()
    } catch {
      failure = failure ?? error
      return nil
    }
  }

  // MARK: - Fields

  /// Requires an instance with fields.
  func openKeyed(_ index: Int) throws {
    guard machine.isInstance(nodes[index].slot) else {
      throw mismatch([String: Any].self, "an instance", nodes[index].slot, in: index, .none)
    }
    if context.rejectsUnknownFields, nodes[index].asked == nil { nodes[index].asked = [] }
  }

  /// The name of the field for a key.
  func field(_ key: some CodingKey, _ index: Int) -> String {
    let name = nodes[index].hasFreeKeys ? key.stringValue : context.field(key.stringValue)
    if context.rejectsUnknownFields { nodes[index].asked?.insert(name) }
    return name
  }

  /// Pushes the field for a key; false if there is none.
  func pushField(_ key: some CodingKey, _ index: Int) throws -> Bool {
    let name = field(key, index)
    return try !name.isEmpty && machine.pushProperty(name, of: nodes[index].slot)
  }

  func hasField(_ key: some CodingKey, _ index: Int) -> Bool {
    let name = field(key, index)
    return !name.isEmpty && machine.hasProperty(name, of: nodes[index].slot)
  }

  func keys(_ index: Int) throws -> [String] {
    nodes[index].hasAskedForAll = true
    let names = try machine.takeFieldNames(of: nodes[index].slot)
    return nodes[index].hasFreeKeys || context.options.keys.isIdentity
      ? names : names.map { context.options.keys.key($0) }
  }

  private func rejectUnknownFields(_ index: Int) throws {
    guard let asked = nodes[index].asked, !nodes[index].hasAskedForAll else { return }
    for name in try machine.takeFieldNames(of: nodes[index].slot) where !asked.contains(name) {
      var similar = SimilarNames(to: name.utf8)
      for key in asked { similar.consider(key.utf8) }
      let hint = similar.names.first.map { "; did you mean '\($0)'?" } ?? "."
      throw DecodingError.dataCorrupted(error("Unknown field '\(name)'\(hint)", in: index))
    }
  }

  // MARK: - Lists

  /// Requires a list; its end is found before any element is decoded.
  func openList(_ index: Int) throws {
    if nodes[index].list != nil { return }
    let slot = nodes[index].slot
    let count = try explaining([Any].self, in: index, .none) { try context.isolate.count(ofList: slot) }
    let rest = machine.top
    try machine.push(slot)
    nodes[index].list = List(rest: rest, position: 0, count: count)
  }

  /// Pushes the element with this number.
  func pushElement(_ number: Int, _ index: Int) throws {
    guard var list = nodes[index].list else { return }
    if list.position > number {
      machine.copy(nodes[index].slot, to: list.rest)
      list.position = 0
    }
    while list.position < number {
      try machine.pay(bytes: 0, units: 4)
      try machine.advance(list: list.rest)
      list.position += 1
    }
    nodes[index].list = list
    guard try machine.pushProperty("value", of: list.rest) else { return try machine.pushNil() }
  }
}

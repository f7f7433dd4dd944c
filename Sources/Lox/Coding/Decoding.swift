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
    /// How its type is coded; nil if it has none, as nested containers don't.
    let plan: TypePlan?
    /// Whether it is a map.
    let isMap: Bool
    /// Whether no strategy changes its keys.
    var hasFreeKeys: Bool { plan?.isDictionary ?? false }
    /// The requested fields, if unknown ones are an error.
    var asked: Set<String>?
    var hasAskedForAll = false
    /// For a list: the position in it, and the number of elements.
    var list: List?
  }

  struct List {
    /// What the elements are of: a list, the keys and values of a map, or the rest of a linked list in the slot.
    enum Source { case list, map, nodes(Slot) }

    let source: Source
    let count: Int
    /// For linked lists and maps: how many nodes or entries were passed.
    var position = 0
    /// For maps: the place from which on the next entry is.
    var next = 0
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
    let plan = context.plan(for: T.self)
    guard try machine.descend(by: plan.levels) else {
      throw DecodingError.dataCorrupted(error("Nested too deeply.", in: parent, step))
    }
    defer { machine.ascend(by: plan.levels) }
    try machine.pay(bytes: 16 &+ MemoryLayout<T>.size, units: 16)
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
    if T.self == [Double].self, let numbers = try machine.takeNumbers(ofList: slot),
      let value = exactly(numbers, as: T.self)
    {
      return value
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
    let value = try T(from: add(slot, in: parent, step, plan))
    if let failure {
      self.failure = nil
      throw failure
    }
    if context.rejectsUnknownFields { for index in index..<nodes.count { try rejectUnknownFields(index) } }
    return value
  }

  /// A decoder for a part whose slot lasts.
  func add(_ slot: Slot, in parent: Int, _ step: CodingStep, _ plan: TypePlan? = nil) -> NodeDecoder {
    nodeNumber &+= 1
    nodes.append(
      Node(
        slot: slot, number: nodeNumber, parent: parent, step: step, plan: plan, isMap: machine.isMap(slot)))
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
    var path = key(of: step, in: index).map { [$0] } ?? []
    var index = index
    while nodes.indices.contains(index) {
      let node = nodes[index]
      if let key = key(of: node.step, in: node.parent) { path.append(key) }
      index = node.parent
    }
    return path.reversed()
  }

  /// Keys and values of a map that are decoded in turn are named by the key.
  private func key(of step: CodingStep, in parent: Int) -> (any CodingKey)? {
    guard case .element(let number) = step, nodes.indices.contains(parent),
      case .map? = nodes[parent].list?.source,
      let name = try? nameOfKey(number / 2, ofMap: nodes[parent].slot)
    else { return step.key }
    return FieldKey(stringValue: name)
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

  func explaining<R>(_ type: Any.Type, in parent: Int, _ step: CodingStep, _ body: () throws -> R)
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
}

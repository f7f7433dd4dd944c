import LoxRuntime

/// The encoding of one value with everything in it.
///
/// Each value being encoded has a slot on the stack, and a node here, which lasts until the call that encodes
/// it returns. A container is a Lox object from the start, and changes are written through to the enclosing
/// container; so the order in which containers are filled does not matter.
final class Encoding {
  /// A value being encoded.
  struct Node {
    enum Content { case nothing, single, keyed, unkeyed }
    /// The destination of a value that is known later.
    enum Destination {
      /// The caller.
      case caller
      case field(String, of: Slot)
      /// A node of a linked list.
      case node(Slot)
      /// An element of a list.
      case element(Int, of: Slot)
    }

    let slot: Slot
    /// Distinguishes a node from earlier ones at the same index.
    let number: UInt32
    let parent: Int
    let step: CodingStep
    let plan: TypePlan
    var destination = Destination.caller
    var content = Content.nothing
    /// For a linked list: its last node.
    var tail: Slot?
    /// For a list: the number of elements.
    var count = 0
  }

  let machine: VirtualMachine
  var context: CodingContext
  private(set) var nodes: [Node] = []
  private let number: Int
  private var nodeNumber: UInt32 = 0
  /// The error in a function that can't throw.
  private var failure: (any Error)?

  init(_ isolate: Isolate, _ options: CodingOptions?) {
    machine = isolate.machine
    context = CodingContext(isolate, options)
    isolate.encodingCount &+= 1
    number = isolate.encodingCount
  }

  /// Pushes the Lox value for a Swift value.
  func encode<T: Encodable>(_ value: T) throws { try push(value, in: -1, .none) }

  /// Pushes the Lox value for a Swift value that is part of another.
  func push<T: Encodable>(_ value: T, in parent: Int, _ step: CodingStep) throws {
    if let number = exactly(value, as: Double.self) { return try machine.push(number) }
    if let text = exactly(value, as: String.self) { return try machine.push(text) }
    if let integer = exactly(value, as: Int.self) { return try push(integer: integer, in: parent, step) }
    if let boolean = exactly(value, as: Bool.self) { return try machine.push(boolean) }
    let plan = context.plan(for: T.self)
    // A set becomes a list, which is the level.
    let levels = plan.isSet && context.makesCollections ? 0 : plan.levels
    guard try machine.descend(by: levels) else {
      throw error(value, "Nested too deeply.", in: parent, step)
    }
    defer { machine.ascend(by: levels) }
    try machine.payWork(8)
    switch plan.kind {
    case .represented(let representation):
      guard let representation = representation as? RepresentedType<T> else { break }
      return try explaining(value, in: parent, step) { try representation.push(value, context.isolate) }
    case .convertible:
      guard let convertible = value as? any ValueConvertible else { break }
      return try explaining(value, in: parent, step) {
        try convertible._push(to: context.isolate.machine.stack)
      }
    case .codable: break
    }
    if context.makesCollections {
      if let numbers = exactly(value, as: [Double].self) { return try machine.pushList(of: numbers) }
      if plan.isDictionary, let dictionary = value as? any EncodableDictionary {
        return try push(dictionary, plan, in: parent, step)
      }
      if plan.isSet, let set = value as? any EncodableSet {
        return try push(set.elementsInOrder, in: parent, step)
      }
    }
    try push(value, plan, in: parent, step)
  }

  /// Pushes a map.
  private func push(
    _ dictionary: any EncodableDictionary, _ plan: TypePlan, in parent: Int, _ step: CodingStep
  ) throws {
    let map = machine.top
    let index = nodes.count
    do {
      try machine.pushMap(capacity: dictionary.count)
      _ = add(Node(slot: map, number: nextNumber(), parent: parent, step: step, plan: plan))
      try dictionary.encodeEntries { key, value, name in
        let step = CodingStep.key(FieldKey(stringValue: name))
        try machine.payWork(8)
        let slot = machine.top
        try push(key, in: index, step)
        try explaining(key, in: index, step) { try machine.checkKey(slot) }
        try push(value, in: index, step)
        try machine.popEntry(ofMap: map)
      }
      try explaining(dictionary, in: index, .none) { try machine.checkCount(dictionary.count, ofMap: map) }
    } catch {
      end(index, map)
      throw error
    }
    end(index, map.advanced(by: 1))
  }

  private func push<T: Encodable>(_ value: T, _ plan: TypePlan, in parent: Int, _ step: CodingStep) throws {
    let base = machine.top
    let index = nodes.count
    do {
      try machine.pushNil()
      let encoder = add(Node(slot: base, number: nextNumber(), parent: parent, step: step, plan: plan))
      if plan.isStringDictionary, let dictionary = value as? any StringKeyedEncodable {
        try dictionary.encodeSorted(to: encoder)
      } else {
        try value.encode(to: encoder)
      }
      // A value that encodes nothing is an instance without fields.
      for index in index..<nodes.count where nodes[index].content == .nothing { try openKeyed(index) }
      if let failure { throw failure }
    } catch {
      failure = nil
      end(index, base)
      throw error
    }
    end(index, base.advanced(by: 1))
  }

  private func end(_ index: Int, _ top: Slot) {
    nodes.removeLast(nodes.count - index)
    machine.pop(to: top)
  }

  private func nextNumber() -> UInt32 {
    nodeNumber &+= 1
    return nodeNumber
  }

  private func add(_ node: Node) -> NodeEncoder {
    nodes.append(node)
    return NodeEncoder(encoding: self, index: UInt32(nodes.count - 1), number: node.number)
  }

  /// Pushes an integer; one that a double can't hold is an error.
  func push<I: FixedWidthInteger & Encodable & ValueConvertible>(
    integer: I, in parent: Int, _ step: CodingStep
  ) throws {
    guard let exact = Double(exactly: integer) else {
      return try explaining(integer, in: parent, step) { _ = try integer.toLox(in: context.isolate) }
    }
    try machine.push(exact)
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
    _ value: Any, _ text: String, in parent: Int, _ step: CodingStep = .none, _ cause: (any Error)? = nil
  ) -> EncodingError {
    EncodingError.invalidValue(
      value,
      EncodingError.Context(codingPath: path(parent, step), debugDescription: text, underlyingError: cause))
  }

  private func explaining(_ value: Any, in parent: Int, _ step: CodingStep, _ body: () throws -> Void) throws
  {
    do {
      try body()
    } catch let cause as ConversionError {
      throw error(value, cause.description, in: parent, step, cause)
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

  // MARK: - Containers

  /// Checks that the node of a container still exists.
  func check(_ index: Int, _ number: UInt32) throws {
    guard nodes.indices.contains(index), nodes[index].number == number else {
      throw EncodingError.invalidValue(
        "",
        EncodingError.Context(
          codingPath: [], debugDescription: "A container was used after its value was complete."))
    }
  }

  private func begin(_ content: Node.Content, _ index: Int) throws -> Bool {
    if nodes[index].content == content { return false }
    guard nodes[index].content == .nothing else {
      throw error("", "A value can't have two kinds of containers.", in: index)
    }
    nodes[index].content = content
    return true
  }

  func openKeyed(_ index: Int) throws {
    guard try begin(.keyed, index) else { return }
    let instance = machine.top
    try nodes[index].plan.pushInstance(context.isolate, encoding: number)
    machine.copy(instance, to: nodes[index].slot)
    machine.pop(to: instance)
    try publish(index)
  }

  func openUnkeyed(_ index: Int) throws {
    guard try begin(.unkeyed, index) else { return }
    let list = machine.top
    if context.makesCollections {
      try machine.pushList(capacity: 0)
      machine.copy(list, to: nodes[index].slot)
      machine.pop(to: list)
    } else {
      nodes[index].tail = list
      try context.isolate.pushValueClass("List")
    }
    try publish(index)
  }

  /// Takes the last pushed value as the node's, and pops it.
  func popSingle(_ index: Int) throws {
    let value = machine.top.advanced(by: -1)
    defer { machine.pop(to: value) }
    guard nodes[index].content == .nothing || nodes[index].content == .single else {
      throw error("", "A value can't have two kinds of containers.", in: index)
    }
    nodes[index].content = .single
    machine.copy(value, to: nodes[index].slot)
    try publish(index)
  }

  /// Passes the node's value to the enclosing container.
  private func publish(_ index: Int) throws {
    switch nodes[index].destination {
    case .caller: break
    case .field(let name, let parent):
      try machine.push(nodes[index].slot)
      try machine.popKnownField(name, of: parent)
    case .node(let node):
      try machine.push(nodes[index].slot)
      try machine.popKnownField("value", of: node)
    case .element(let place, let list):
      try machine.push(nodes[index].slot)
      machine.popElement(at: place, ofList: list)
    }
  }

  /// Sets a field of the node's instance to the last pushed value, and pops that.
  func popField(_ key: some CodingKey, _ index: Int) throws {
    try machine.popKnownField(try field(key, index), of: nodes[index].slot)
  }

  private func field(_ key: some CodingKey, _ index: Int) throws -> String {
    let name = nodes[index].plan.isDictionary ? key.stringValue : context.field(key.stringValue)
    if name.isEmpty { throw error(name, "A field can't have an empty name.", in: index) }
    return name
  }

  /// Appends the last pushed value to the node's list, and pops it.
  func popElement(_ index: Int) throws {
    nodes[index].count += 1
    guard let tail = nodes[index].tail else { return try machine.popElement(ofList: nodes[index].slot) }
    try machine.popElement(head: nodes[index].slot, tail: tail)
    if nodes[index].count == 1 { try publish(index) }
  }

  /// A value in a field that is encoded later.
  func addChild(_ key: some CodingKey, of index: Int) throws -> NodeEncoder {
    let destination = Node.Destination.field(try field(key, index), of: nodes[index].slot)
    return try addChild(of: index, .key(key), destination)
  }

  /// An element that is encoded later.
  func addElement(of index: Int) throws -> NodeEncoder {
    let number = nodes[index].count
    try machine.pushNil()
    try popElement(index)
    guard let tail = nodes[index].tail else {
      return try addChild(of: index, .element(number), .element(number, of: nodes[index].slot))
    }
    let place = machine.top
    try machine.push(tail)
    return try addChild(of: index, .element(number), .node(place))
  }

  private func addChild(of index: Int, _ step: CodingStep, _ destination: Node.Destination) throws
    -> NodeEncoder
  {
    let slot = machine.top
    try machine.pushNil()
    let plan = context.plan(for: NestedContainer.self)
    var node = Node(slot: slot, number: nextNumber(), parent: index, step: step, plan: plan)
    node.destination = destination
    return add(node)
  }
}

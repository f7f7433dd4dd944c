/// Values that the host keeps: each has a number, and is found by the collector. Strong ones are roots; weak ones become nil when
/// nothing else refers to their object any more.
///
/// The host's handles refer to the table rather than to the machine, so they may outlive it.
package final class HandleTable {
  private var strong: [Value] = []
  private var freeStrong: [Int] = []
  private var weak: [Ref] = []
  private var tags: [UInt32] = []
  private var freeWeak: [Int] = []

  package init() {}

  /// A number for a value that stays alive.
  package func add(_ value: Value) -> Int {
    if let index = freeStrong.popLast() {
      strong[index] = value
      return index
    }
    strong.append(value)
    return strong.count - 1
  }

  package subscript(index: Int) -> Value { strong.indices.contains(index) ? strong[index] : .nil }

  package func remove(_ index: Int) {
    guard strong.indices.contains(index) else { return }
    strong[index] = .nil
    freeStrong.append(index)
  }

  /// A number for an object that is not kept alive.
  package func addWeak(_ value: Value) -> Int {
    guard value.isObject else { return -1 }
    let tag = UInt32(truncatingIfNeeded: value.bits >> 32)
    if let index = freeWeak.popLast() {
      (weak[index], tags[index]) = (value.ref, tag)
      return index
    }
    weak.append(value.ref)
    tags.append(tag)
    return weak.count - 1
  }

  /// The object, or nil once it is gone.
  package func weakValue(_ index: Int) -> Value {
    guard weak.indices.contains(index), !weak[index].isNull else { return .nil }
    return Value(bits: UInt64(tags[index]) << 32 | UInt64(weak[index].offset))
  }

  package func removeWeak(_ index: Int) {
    guard weak.indices.contains(index) else { return }
    weak[index] = .null
    freeWeak.append(index)
  }

  func visit<V: ReferenceVisitor>(_ visitor: inout V) {
    for index in strong.indices { strong[index] = visitor.visit(strong[index]) }
  }

  func updateMoved(_ newPlace: (Ref) -> Ref) {
    for index in weak.indices where weak[index].isYoung && !weak[index].isNull {
      weak[index] = newPlace(weak[index])
    }
  }

  func forgetDead(isLive: (Ref) -> Bool) {
    for index in weak.indices where !weak[index].isNull && !isLive(weak[index]) { weak[index] = .null }
  }

  /// The machine is gone: all that was kept is nil.
  func close() {
    for index in strong.indices { strong[index] = .nil }
    for index in weak.indices { weak[index] = .null }
  }
}

/// Values that the host keeps: roots with a number, reused when they are released.
struct HandleTable {
  private var values: [Value] = []
  private var free: [Int] = []

  mutating func add(_ value: Value) -> Int {
    if let index = free.popLast() {
      values[index] = value
      return index
    }
    values.append(value)
    return values.count - 1
  }

  subscript(index: Int) -> Value { values.indices.contains(index) ? values[index] : .nil }

  mutating func remove(_ index: Int) {
    guard values.indices.contains(index) else { return }
    values[index] = .nil
    free.append(index)
  }

  mutating func visit<V: ReferenceVisitor>(_ visitor: inout V) {
    for index in values.indices { values[index] = visitor.visit(values[index]) }
  }
}

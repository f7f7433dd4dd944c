/// Equality by content: what `equals(a, b)` of the core library tells. Lists, maps and ranges are compared by what is in them, everything else
/// as `==` does it. The order of entries does not matter.
extension Machine {
  /// A list or map that is being compared with another one of the same kind and count.
  private struct Level {
    var a: Ref
    var b: Ref
    var isMap: Bool
    /// The number of the next element or entry.
    var position = 0
  }

  /// Whether two values have the same content; nil, with the error set, if they are nested too deeply or there is no fuel for it. Each part
  /// costs a unit, and bytes of strings are charged as those that `==` compares. Nothing here allocates in the heap.
  mutating func equals(_ a: Value, _ b: Value) -> Bool? {
    var levels: [Level] = []
    var pair: (a: Value, b: Value)? = (a, b)
    while true {
      if let (x, y) = pair {
        guard levels.count < Machine.maximumNesting || !isNested(x, y) else {
          _ = fail(.nestedTooDeeply)
          return nil
        }
        guard let next = compare(x, y) else { return refuel() ? false : nil }
        if let level = next { levels.append(level) }
      }
      guard refuel(), goesOn(after: 8) else { return nil }
      guard let level = levels.last else { return true }
      switch nextPair(level) {
      case .pair(let x, let y, let position):
        pair = (x, y)
        levels[levels.count - 1].position = position
      case .different: return false
      case .end:
        levels.removeLast()
        pair = nil
      }
    }
  }

  /// Whether two different objects are compared by their parts.
  private mutating func isNested(_ x: Value, _ y: Value) -> Bool {
    x != y && (cage.has(x, .list) && cage.has(y, .list) || cage.has(x, .map) && cage.has(y, .map))
  }

  /// Nil if two values differ; no level if they are equal, or else what there is to compare.
  private mutating func compare(_ x: Value, _ y: Value) -> Level?? {
    charge(units: 1)
    if isEqual(x, y) { return .some(nil) }
    guard x.has(.object), y.has(.object) else { return nil }
    switch cage.kind(x.ref) {
    case .list where cage.has(y.ref, .list):
      guard elements(ofList: x.ref).count == elements(ofList: y.ref).count else { return nil }
      return Level(a: x.ref, b: y.ref, isMap: false)
    case .map where cage.has(y.ref, .map):
      guard count(ofMap: x.ref) == count(ofMap: y.ref) else { return nil }
      return Level(a: x.ref, b: y.ref, isMap: true)
    case .range where cage.has(y.ref, .range):
      return cage.parts(ofRange: x.ref) == cage.parts(ofRange: y.ref) ? .some(nil) : nil
    default: return nil
    }
  }

  private enum Step {
    /// Two values, and where to go on afterwards.
    case pair(Value, Value, Int)
    case different, end
  }

  private mutating func nextPair(_ level: Level) -> Step {
    if !level.isMap {
      let (a, b) = (elements(ofList: level.a), elements(ofList: level.b))
      guard level.position < min(a.count, b.count) else { return .end }
      return .pair(
        cage.value(a.place(level.position)), cage.value(b.place(level.position)), level.position + 1)
    }
    let entries = entries(ofMap: level.a)
    guard let index = nextEntry(ofMap: level.a, from: level.position, entries) else { return .end }
    guard let other = find(normalized: entries.key(index), inMap: level.b) else { return .different }
    return .pair(entries.value(index), self.entries(ofMap: level.b).value(other), index + 1)
  }
}

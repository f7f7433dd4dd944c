/// Objects by numbers that are given out, for tables outside of the cage: it finds them where they have moved, and does not keep them
/// alive.
struct WeakObjects {
  /// Null where a number is free.
  private var objects: [Ref] = []
  private var free: [Int] = []
  /// The numbers of those that may be young, so that a minor collection does not look at all.
  private var young: [Int] = []
  /// Which numbers are in that list: none may be twice, since the new place of an object is not where one has moved from.
  private var isListed: [Bool] = []

  var count: Int { objects.count - free.count }
  /// All numbers that were ever given out.
  var numbers: Range<Int> { objects.indices }

  /// Null if there is none of this number.
  subscript(number: Int) -> Ref { objects.indices.contains(number) ? objects[number] : .null }

  mutating func add(_ object: Ref) -> Int {
    let number: Int
    if let reused = free.popLast() {
      number = reused
      objects[number] = object
    } else {
      number = objects.count
      objects.append(object)
      isListed.append(false)
    }
    if object.isYoung { list(number) }
    return number
  }

  private mutating func list(_ number: Int) {
    if isListed[number] { return }
    isListed[number] = true
    young.append(number)
  }

  mutating func remove(_ number: Int) {
    guard !self[number].isNull else { return }
    objects[number] = .null
    free.append(number)
  }

  /// Goes by the new places of young objects; the result are the numbers of those that are gone, which are free now.
  mutating func updateMoved(_ newPlace: (Ref) -> Ref) -> [Int] {
    var gone: [Int] = []
    let candidates = young
    young.removeAll(keepingCapacity: true)
    for number in candidates {
      isListed[number] = false
      guard !objects[number].isNull, objects[number].isYoung else { continue }
      let moved = newPlace(objects[number])
      if moved.isNull {
        remove(number)
        gone.append(number)
        continue
      }
      objects[number] = moved
      if moved.isYoung { list(number) }
    }
    return gone
  }

  /// The numbers of the objects that are gone, which are free now.
  mutating func forgetDead(isLive: (Ref) -> Bool) -> [Int] {
    let gone = objects.indices.filter { !objects[$0].isNull && !isLive(objects[$0]) }
    for number in gone { remove(number) }
    return gone
  }
}

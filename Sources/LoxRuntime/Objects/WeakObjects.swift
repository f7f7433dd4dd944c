/// Objects by numbers that are given out, for tables outside of the cage: it finds them where they have moved, and does not keep them
/// alive.
struct WeakObjects {
  private var objects = NumberedTable<Ref>()

  var count: Int { objects.count }
  /// All numbers that were ever given out.
  var numbers: Range<Int> { objects.elements.indices }

  /// Null if there is none of this number.
  subscript(number: Int) -> Ref { objects[number] }

  mutating func add(_ object: Ref) -> Int { objects.add(object) }

  mutating func remove(_ number: Int) {
    if !objects[number].isNull { objects.remove(number) }
  }

  /// Goes by the new places of young objects; the result are the numbers of those that are gone, which are free now.
  mutating func updateMoved(_ newPlace: (Ref) -> Ref) -> [Int] {
    var gone: [Int] = []
    objects.updateYoung { number, object in
      let moved = newPlace(object)
      if moved.isNull { gone.append(number) }
      return moved
    }
    for number in gone { objects.remove(number) }
    return gone
  }

  /// The numbers of the objects that are gone, which are free now.
  mutating func forgetDead(isLive: (Ref) -> Bool) -> [Int] {
    let gone = numbers.filter { !objects[$0].isNull && !isLive(objects[$0]) }
    for number in gone { objects.remove(number) }
    return gone
  }
}

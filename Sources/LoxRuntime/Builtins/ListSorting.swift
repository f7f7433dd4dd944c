/// Sorting without a function: a stable merge sort from the bottom up, between the list's storage and another one. Nothing is allocated
/// meanwhile, so the values may be anywhere.
extension BuiltinCall {
  /// Sorts the list in a register.
  func sort(_ register: Int = 0) -> Bool {
    let count = elements(register).count
    let logarithm = Int.bitWidth &- count.leadingZeroBitCount
    guard pay(2 &* count &* logarithm) else { return false }
    guard count > 1 else { return true }
    guard let areNumbers = checkElements(register), let other = pushList(capacity: count) else {
      return false
    }
    // The other storage remains one of numbers: nobody looks for references in it.
    let (place, otherPlace) = (elements(register).offset, storage(other) &+ UInt32(ElementsLayout.values))
    let end =
      areNumbers
      ? merge(place, otherPlace, count) { $0.number < $1.number }
      : merge(place, otherPlace, count) { a, b in machine.value.orderStrings(a.ref, b.ref).map { $0 < 0 } }
    let isDone = end.map { $0 == place || machine.copyBytes(from: $0, to: place, count: count &* 8) } ?? false
    // The list is in use whether it is sorted or not.
    machine.value.heap.value.rememberYoung(Ref(offset: storage(register)), from: place, count: count)
    return isDone
  }

  private func storage(_ register: Int) -> UInt32 {
    cage.ref(window[register].ref, ListLayout.storage).offset
  }

  /// Whether the elements of a list are numbers; false if they are strings. Nil, with the error set, if they don't compare.
  private func checkElements(_ register: Int) -> Bool? {
    let elements = elements(register)
    let first = cage.value(elements.place(0))
    var pace = Pace()
    for index in 0..<elements.count {
      let element = cage.value(elements.place(index))
      guard first.isNumber ? element.isNumber : first.isString && element.isString else {
        _ = machine.value.fail(
          .operandsNotNumbers, about: index == 0 ? cage.value(elements.place(1)) : element, first)
        return nil
      }
      if index & 0xff == 0, pace.isDue(32), machine.value.isInterrupted() { return nil }
    }
    return first.isNumber
  }

  /// Sorts values at a place with the help of another place; the result says at which of them they are then. Nil, with the error set, if the run
  /// must end.
  @inline(__always) private func merge(
    _ place: UInt32, _ otherPlace: UInt32, _ count: Int, _ isLess: (Value, Value) -> Bool?
  ) -> UInt32? {
    func load(_ place: UInt32, _ index: Int) -> Value { cage.value(place, index &* 8) }
    var pace = Pace()
    // Runs of a few elements are sorted by insertion.
    var width = 8
    for low in stride(from: 0, to: count, by: width) {
      for index in low &+ 1..<max(low &+ 1, min(low &+ width, count)) {
        let inserted = load(place, index)
        var target = index
        while target > low {
          guard let isBefore = isLess(inserted, load(place, target &- 1)) else { return nil }
          if !isBefore { break }
          cage.store(load(place, target &- 1), place, target &* 8)
          target &-= 1
        }
        cage.store(inserted, place, target &* 8)
      }
      if pace.isDue(32), machine.value.isInterrupted() { return nil }
    }
    var (from, to) = (place, otherPlace)
    while width < count {
      for low in stride(from: 0, to: count, by: 2 &* width) {
        let (middle, high) = (min(low &+ width, count), min(low &+ 2 &* width, count))
        var (left, right) = (low, middle)
        for index in low..<high {
          var takesLeft = right == high
          if left < middle, right < high {
            guard let isBefore = isLess(load(from, right), load(from, left)) else { return nil }
            takesLeft = !isBefore
          }
          cage.store(load(from, takesLeft ? left : right), to, index &* 8)
          if takesLeft { left &+= 1 } else { right &+= 1 }
          if pace.isDue(), machine.value.isInterrupted() { return nil }
        }
      }
      (from, to) = (to, from)
      width &*= 2
    }
    return from
  }
}

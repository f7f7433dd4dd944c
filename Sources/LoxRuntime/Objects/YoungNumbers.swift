/// The numbers of a table's entries whose object may be young, each of them once: an object must not be looked up twice after a
/// collection, since its new place is not where one has moved from.
struct YoungNumbers {
  private var numbers: [Int] = []
  private var isListed: [Bool] = []

  mutating func add(_ number: Int) {
    while isListed.count <= number { isListed.append(false) }
    guard !isListed[number] else { return }
    isListed[number] = true
    numbers.append(number)
  }

  /// All numbers, which the collection that is under way looks at; those that are still young are added again.
  mutating func takeAll() -> [Int] {
    let taken = numbers
    numbers.removeAll(keepingCapacity: true)
    for number in taken { isListed[number] = false }
    return taken
  }
}

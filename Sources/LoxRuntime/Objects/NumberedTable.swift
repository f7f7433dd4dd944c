/// What has a place in a table of numbers: a value, or a reference.
protocol NumberedElement {
  /// What is in a place that is free.
  static var vacant: Self { get }
  var refersToYoung: Bool { get }
}

extension Value: NumberedElement {
  static var vacant: Value { .nil }
  @inline(__always) var refersToYoung: Bool { isYoung }
}

extension Ref: NumberedElement {
  static var vacant: Ref { .null }
  // Null is below all objects, and so among the young.
  @inline(__always) var refersToYoung: Bool { !isNull && isYoung }
}

/// Elements by numbers that are given out and taken back. Those that may refer to young objects are listed, so that a minor collection does
/// not look at all of them.
struct NumberedTable<Element: NumberedElement> {
  private(set) var elements: [Element] = []
  private var free: [Int] = []
  private var young: [Int] = []
  /// Which numbers are in that list: none may be twice, since the new place of an object is not where one has moved from.
  private var isListed: [Bool] = []

  var count: Int { elements.count - free.count }

  @inline(__always) subscript(number: Int) -> Element {
    elements.indices.contains(number) ? elements[number] : .vacant
  }

  mutating func add(_ element: Element) -> Int {
    let number: Int
    if let reused = free.popLast() {
      number = reused
      elements[number] = element
    } else {
      number = elements.count
      elements.append(element)
      isListed.append(false)
    }
    if element.refersToYoung { list(number) }
    return number
  }

  private mutating func list(_ number: Int) {
    if isListed[number] { return }
    isListed[number] = true
    young.append(number)
  }

  /// Takes a number back.
  mutating func remove(_ number: Int) {
    guard elements.indices.contains(number) else { return }
    elements[number] = .vacant
    free.append(number)
  }

  /// Leaves nothing under a number that is still given out.
  mutating func clear(_ number: Int) { elements[number] = .vacant }

  /// Replaces the elements that refer to young objects.
  mutating func updateYoung(_ body: (_ number: Int, _ element: Element) -> Element) {
    var numbers: [Int] = []
    swap(&numbers, &young)
    for number in numbers {
      isListed[number] = false
      guard elements[number].refersToYoung else { continue }
      elements[number] = body(number, elements[number])
      if elements[number].refersToYoung { list(number) }
    }
  }

  /// Gives the unused end back, once most is unused. Nothing is young.
  mutating func trim() {
    guard elements.count > 64, free.count * 2 > elements.count, young.isEmpty else { return }
    var isFree = [Bool](repeating: false, count: elements.count)
    for number in free { isFree[number] = true }
    let count = (isFree.lastIndex(of: false) ?? -1) + 1
    elements = Array(elements[..<count])
    isListed = Array(isListed[..<count])
    free = isFree.indices.prefix(count).filter { isFree[$0] }.reversed()
  }
}

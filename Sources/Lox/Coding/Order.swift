// Sets and dictionaries have no order, and a different one in each process. What is made of them has that of their elements or keys, if
// those have one.

extension Set {
  /// The elements, in order if they have one.
  var inOrder: [Element] {
    let sorted =
      (self as? any OrderedElements)?.sortedElements ?? (self as? any OrderedRawElements)?.sortedElements
    return sorted as? [Element] ?? Array(self)
  }
}

extension Dictionary {
  /// The entries, in the order of their keys if those have one.
  var inOrder: [(key: Key, value: Value)] {
    if count < 2 { return Array(self) }
    let sorted = (self as? any OrderedKeys)?.sortedEntries ?? (self as? any OrderedRawKeys)?.sortedEntries
    return sorted as? [Element] ?? Array(self)
  }
}

private protocol OrderedElements { var sortedElements: Any { get } }
extension Set: OrderedElements where Element: Comparable { fileprivate var sortedElements: Any { sorted() } }

private protocol OrderedRawElements { var sortedElements: Any { get } }
extension Set: OrderedRawElements where Element: RawRepresentable, Element.RawValue: Comparable {
  fileprivate var sortedElements: Any { sorted { $0.rawValue < $1.rawValue } }
}

private protocol OrderedKeys { var sortedEntries: Any { get } }
extension Dictionary: OrderedKeys where Key: Comparable {
  fileprivate var sortedEntries: Any { sorted { $0.key < $1.key } }
}

private protocol OrderedRawKeys { var sortedEntries: Any { get } }
extension Dictionary: OrderedRawKeys where Key: RawRepresentable, Key.RawValue: Comparable {
  fileprivate var sortedEntries: Any { sorted { $0.key.rawValue < $1.key.rawValue } }
}

/// Past inputs, oldest first.
public struct History: Sendable {
  public private(set) var entries: [String]
  private let capacity: Int

  public init(_ entries: [String] = [], capacity: Int = 5000) {
    self.entries = Array(entries.suffix(capacity))
    self.capacity = capacity
  }

  /// Adds an input unless it is blank or the same as the last one; true if it was added.
  public mutating func add(_ entry: String) -> Bool {
    guard entry.contains(where: { !$0.isWhitespace }), entry != entries.last else { return false }
    entries.append(entry)
    if entries.count > capacity { entries.removeFirst(entries.count - capacity) }
    return true
  }

  /// The latest entry before a place that begins with a text.
  func index(before index: Int, prefix: String) -> Int? {
    entries[..<max(0, min(index, entries.count))].lastIndex { $0.hasPrefix(prefix) }
  }

  /// The earliest entry after a place that begins with a text.
  func index(after index: Int, prefix: String) -> Int? {
    entries.dropFirst(index + 1).firstIndex { $0.hasPrefix(prefix) }
  }

  /// The latest entry before a place that contains a text, ignoring case.
  func index(before index: Int, containing query: String) -> Int? {
    let query = query.lowercased()
    return entries[..<max(0, min(index, entries.count))].lastIndex { $0.lowercased().contains(query) }
  }

  /// The earliest entry after a place that contains a text.
  func index(after index: Int, containing query: String) -> Int? {
    let query = query.lowercased()
    return entries.dropFirst(index + 1).firstIndex { $0.lowercased().contains(query) }
  }
}

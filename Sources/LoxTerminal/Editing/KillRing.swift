/// The cut texts, for pasting them again.
struct KillRing: Sendable {
  private var texts: [String] = []
  private static let capacity = 32

  /// The text cut last.
  var last: String? { texts.last }

  mutating func append(_ text: String) {
    guard !text.isEmpty else { return }
    texts.append(text)
    if texts.count > KillRing.capacity { texts.removeFirst() }
  }

  /// Joins a text that was cut directly after the last one.
  mutating func extend(with text: String, isBefore: Bool) {
    guard let last = texts.popLast() else { return append(text) }
    texts.append(isBefore ? text + last : last + text)
  }

  /// Makes the text before the last one the last.
  mutating func rotate() {
    guard let last = texts.popLast() else { return }
    texts.insert(last, at: 0)
  }
}

import LoxSource

/// Why a function that is a test has failed.
public struct TestFailure: Hashable, Sendable {
  /// Where, with the line of the source: `line 3: expect(a).toEqual(b);`. Nil if there is no such place.
  public var place: String?
  /// What went wrong; nil if a value was not the expected one.
  public var message: String?
  public var expected: String?
  public var actual: String?
  /// Through which calls the test came to that place, the innermost first: `line 9: check(2);`.
  public var calls: [String] = []
  public var hiddenCallCount = 0

  public init(
    place: String? = nil, message: String? = nil, expected: String? = nil, actual: String? = nil
  ) {
    (self.place, self.message, self.expected, self.actual) = (place, message, expected, actual)
  }

  /// In one line.
  public var summary: String {
    message.map { ShownText.line($0) }
      ?? "expected \(ShownText.line(expected ?? "")) but got \(ShownText.line(actual ?? ""))"
  }

  /// All that is known, in lines.
  public var lines: [String] {
    var lines: [String] = []
    if let place { lines.append("  " + place) }
    let margin = place == nil ? "  " : "    "
    if let message { lines.append(margin + ShownText.line(message)) }
    if let expected { lines.append(margin + "expected  " + ShownText.line(expected)) }
    if let actual { lines.append(margin + "but got   " + ShownText.line(actual)) }
    lines += calls.map { "    called on " + $0 }
    if hiddenCallCount > 0 { lines.append("    and \(hiddenCallCount.grouped) more calls") }
    return lines
  }
}

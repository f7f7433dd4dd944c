/// A place where a program stops.
public struct Breakpoint: Sendable, Hashable, Identifiable {
  /// Where it is.
  public enum Location: Sendable, Hashable {
    /// A line of a source, by the name with which it was compiled or the end of that, from a slash on.
    case line(Int, source: String)
    /// The first statement of each function of this name; a method is `Class.method` or just `method`.
    case function(String)
  }

  /// Tells it from the other breakpoints of its debugger.
  public let id: Int
  /// Where it is.
  public let location: Location
  /// An expression that must be true.
  public var condition: String?
  /// How often the place must have been reached.
  public var hits: HitCondition?
  /// What is reported instead of stopping: a text with expressions in braces, such as `x is {x}`.
  public var logMessage: String?

  /// Whether a program of this name is meant, if it is a line.
  func isIn(_ name: String) -> Bool {
    guard case .line(_, let source) = location else { return true }
    return name == source || name.hasSuffix("/" + source) || source.hasSuffix("/" + name)
  }

  /// Whether a function has its name.
  static func isMeant(_ name: String, by given: String) -> Bool {
    name == given || name.hasSuffix("." + given)
  }
}

/// How often a breakpoint must have been reached to stop the program.
public struct HitCondition: Sendable, Hashable {
  enum Comparison: Sendable, Hashable { case equal, atLeast, more, less, atMost, multiple }
  let comparison: Comparison
  let count: Int

  /// Reads `5`, `>= 5`, `> 5`, `< 5`, `<= 5`, `== 5` and `% 5`, which is each fifth time. A number alone means from that time on. Nil for all
  /// else.
  public init?(_ text: String) {
    let forms: [(String, Comparison)] = [
      (">=", .atLeast), ("<=", .atMost), ("==", .equal), (">", .more), ("<", .less), ("%", .multiple),
      ("=", .equal), ("", .atLeast),
    ]
    let text = text.filter { $0 != " " }
    guard let (prefix, comparison) = forms.first(where: { text.hasPrefix($0.0) }),
      let count = Int(text.dropFirst(prefix.count)), count > 0 || comparison != .multiple
    else { return nil }
    (self.comparison, self.count) = (comparison, count)
  }

  func isMet(by hits: Int) -> Bool {
    switch comparison {
    case .equal: hits == count
    case .atLeast: hits >= count
    case .more: hits > count
    case .less: hits < count
    case .atMost: hits <= count
    case .multiple: hits % count == 0
    }
  }
}

/// A part of a log message.
enum LogPart: Equatable {
  case text(String)
  case expression(String)

  /// The parts of a message; braces within an expression may be nested.
  static func parts(of message: String) -> [LogPart] {
    var parts: [LogPart] = []
    var current = ""
    var depth = 0
    func end() {
      if !current.isEmpty { parts.append(depth > 0 ? .expression(current) : .text(current)) }
      current = ""
    }
    for character in message {
      switch character {
      case "{":
        if depth == 0 { end() } else { current.append(character) }
        depth += 1
      case "}" where depth > 0:
        if depth == 1 { end() } else { current.append(character) }
        depth -= 1
      default: current.append(character)
      }
    }
    // An expression that isn't closed is text.
    if depth > 0 { parts.append(.text("{" + current)) } else { end() }
    return parts
  }
}

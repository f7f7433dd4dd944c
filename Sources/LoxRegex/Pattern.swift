/// A pattern as a tree. Its nodes refer to each other by their places in an array, children before parents.
struct Pattern: Sendable {
  typealias NodeID = Int

  enum Node: Sendable {
    case empty
    case literal(UInt32)
    /// One of `sets`.
    case set(Int)
    case assertion(Assertion)
    case sequence([NodeID])
    case choice([NodeID])
    /// A group whose text is noted, by its number from 1.
    case group(NodeID, number: Int)
    /// `maximum` is nil if there is none.
    case repetition(NodeID, minimum: Int, maximum: Int?, isGreedy: Bool)
  }

  private(set) var nodes: [Node] = []
  /// For each node, whether it can match the empty text.
  private(set) var isNullable: [Bool] = []
  var sets: [CodePointSet] = []
  private var setNumbers: [CodePointSet: Int] = [:]
  var root: NodeID = 0
  /// The names of the groups, without group 0.
  var groupNames: [String?] = []

  mutating func add(_ node: Node) -> NodeID {
    nodes.append(node)
    let canBeEmpty =
      switch node {
      case .empty, .assertion: true
      case .literal, .set: false
      case .sequence(let parts): parts.allSatisfy { isNullable[$0] }
      case .choice(let parts): parts.contains { isNullable[$0] }
      case .group(let body, _): isNullable[body]
      case .repetition(let body, let minimum, _, _): minimum == 0 || isNullable[body]
      }
    isNullable.append(canBeEmpty)
    return nodes.count - 1
  }

  /// A node for a set; equal sets exist once.
  mutating func add(_ set: CodePointSet) -> NodeID {
    if let code = set.only { return add(.literal(code)) }
    if let number = setNumbers[set] { return add(.set(number)) }
    setNumbers[set] = sets.count
    sets.append(set)
    return add(.set(sets.count - 1))
  }

  mutating func addSequence(_ parts: [NodeID]) -> NodeID {
    parts.isEmpty ? add(.empty) : parts.count == 1 ? parts[0] : add(.sequence(parts))
  }
}

/// What is true of a place between two characters.
enum Assertion: UInt8, Sendable {
  case textStart, textEnd, lineStart, lineEnd, wordBorder, noWordBorder

  /// Whether it is true between these two.
  func holds(_ left: Surrounding, _ right: Surrounding) -> Bool {
    switch self {
    case .textStart: left == .edge
    case .textEnd: right == .edge
    case .lineStart: left == .edge || left == .lineEnd
    case .lineEnd: right == .edge || right == .lineEnd
    case .wordBorder: (left == .word) != (right == .word)
    case .noWordBorder: (left == .word) == (right == .word)
    }
  }
}

/// What assertions see of the character on one side of a place.
enum Surrounding: UInt8, Sendable {
  /// There is none.
  case edge
  case lineEnd, word, other
}

/// The letters after a pattern.
public struct RegularExpressionFlags: Sendable, Hashable {
  /// `i`: letters match whatever their case is.
  public var ignoresCase = false
  /// `m`: `^` and `$` match at each line.
  public var matchesLines = false
  /// `s`: `.` also matches line ends.
  public var dotMatchesAll = false

  public init() {}

  /// Reads the letters, in any order.
  public init(_ letters: some Sequence<UInt8>) throws(RegularExpressionError) {
    for letter in letters {
      let isNew: Bool
      switch letter {
      case UInt8(ascii: "i"): (isNew, ignoresCase) = (!ignoresCase, true)
      case UInt8(ascii: "m"): (isNew, matchesLines) = (!matchesLines, true)
      case UInt8(ascii: "s"): (isNew, dotMatchesAll) = (!dotMatchesAll, true)
      case UInt8(ascii: "g"):
        throw RegularExpressionError(
          message: "there is no flag 'g'; findAll and replace look for all matches anyway", column: nil)
      case UInt8(ascii: "u"), UInt8(ascii: "v"):
        throw RegularExpressionError(
          message:
            "there is no flag '\(Character(Unicode.Scalar(letter)))'; patterns match code points anyway",
          column: nil)
      case 0x21...0x7E:
        throw RegularExpressionError(
          message: "there is no flag '\(Character(Unicode.Scalar(letter)))'; the flags are 'i', 'm' and 's'",
          column: nil)
      default:
        throw RegularExpressionError(message: "the flags are 'i', 'm' and 's'", column: nil)
      }
      if !isNew {
        throw RegularExpressionError(
          message: "the flag '\(Character(Unicode.Scalar(letter)))' is there twice", column: nil)
      }
    }
  }
}

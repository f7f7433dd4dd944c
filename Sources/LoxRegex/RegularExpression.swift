/// A regular expression, compiled.
///
/// Matching takes time in proportion to the text, whatever the pattern is: there is no backtracking. So there is nothing in patterns that
/// can't be matched that way, such as references to groups. Text is UTF-8, and a pattern matches its code points; a byte that belongs to
/// no valid sequence is matched by `.` and by what matches all but certain characters, such as `[^a]` and `\W`. The match is the leftmost one, and of
/// those that begin there the one that a backtracking matcher would find first, as in Perl and JavaScript. A group has the text of the last
/// repetition in which it took part.
///
/// It is immutable. A `RegularExpressionMatcher` looks for matches.
public struct RegularExpression: Sendable {
  /// In bytes.
  public static let maximumPatternLength = 1 << 16
  public static let maximumGroupCount = 250
  /// How many instructions a pattern may have, when all repetitions are written out.
  static let maximumProgramLength = 10_000
  static let maximumClassCount = 4_096
  static let maximumSetWords = 1 << 16
  static let maximumSetWork = 1 << 18
  static let maximumFoldingWork = 1 << 18
  /// How many places in the text may be noted at once, for all groups and all instructions.
  static let maximumNotedPlaces = 1 << 18

  static var tooLarge: RegularExpressionError {
    RegularExpressionError(
      message:
        "the pattern is too large when its repetitions are written out; use smaller numbers in '{' and '}'",
      column: nil)
  }

  /// The names of the groups from 1 on; nil for those without.
  public let groupNames: [String?]
  public var groupCount: Int { groupNames.count }

  let alphabet: Alphabet
  /// Finds where the match ends.
  let forward: Program
  /// Finds where it begins, given its end.
  let backward: Program
  /// Finds the groups of a match; like `forward` if there are none.
  let groups: Program
  /// What must be in the text near each match.
  let landmark: Landmark?
  /// Whether a match can only begin where the text does.
  let isAnchored: Bool

  /// The pattern must be UTF-8.
  public init(_ pattern: some Collection<UInt8>, _ flags: RegularExpressionFlags = RegularExpressionFlags())
    throws(RegularExpressionError)
  {
    var work = CompilationWork()
    try self.init(pattern, flags, work: &work)
  }

  /// The same; `work` is told how much is done, and says whether to go on: if not, the error is that it was interrupted.
  public init(
    _ pattern: some Collection<UInt8>, _ flags: RegularExpressionFlags, work: inout CompilationWork
  ) throws(RegularExpressionError) {
    let pattern = try PatternParser.parse(pattern, flags, &work)
    var (seesWords, seesLines) = (false, false)
    try work.add(pattern.nodes.count)
    for case .assertion(let assertion) in pattern.nodes {
      switch assertion {
      case .wordBorder, .noWordBorder: seesWords = true
      case .lineStart, .lineEnd: seesLines = true
      case .textStart, .textEnd: break
      }
    }
    groupNames = pattern.groupNames
    alphabet = try Alphabet(pattern, seesWords: seesWords, seesLines: seesLines, &work)
    forward = try ProgramBuilder.build(pattern, alphabet, isReversed: false, savesGroups: false, &work)
    backward = try ProgramBuilder.build(pattern, alphabet, isReversed: true, savesGroups: false, &work)
    groups =
      groupNames.isEmpty
      ? forward : try ProgramBuilder.build(pattern, alphabet, isReversed: false, savesGroups: true, &work)
    guard groups.count * (groupNames.count + 1) * 2 <= RegularExpression.maximumNotedPlaces else {
      throw RegularExpressionError(
        message:
          "the pattern is too large for \(groupNames.count) groups; write '(?:' for those whose text you don't need",
        column: nil)
    }
    let outline = try Outline(pattern, &work)
    isAnchored = outline.isAnchored
    landmark = outline.landmark(alphabet)
  }

  public init(_ pattern: String, _ flags: String = "") throws(RegularExpressionError) {
    try self.init(Array(pattern.utf8), RegularExpressionFlags(flags.utf8))
  }

  /// How many instructions its programs have.
  public var instructionCount: Int {
    forward.count + backward.count + (groupNames.isEmpty ? 0 : groups.count)
  }

  /// How many bytes it takes.
  public var memory: Int {
    alphabet.memory + forward.memory + backward.memory + (groupNames.isEmpty ? 0 : groups.memory) + 256
  }
}

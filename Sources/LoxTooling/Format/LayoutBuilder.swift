import LoxSource
import LoxSyntax

/// Makes a layout of a syntax tree and the tokens that it was made of.
///
/// It walks over the tree, which determines what the next token is, and takes the tokens one by one; what stands
/// between them comes into the layout on the way.
struct LayoutBuilder {
  /// The piece of the script that is laid out.
  var ast: AST
  /// The layout of a declaration of the script.
  var items: [LayoutItem] = []

  var expectations: ExpectationLines
  /// Whether the statement being laid out stays on its line, however long that is.
  var isKept = false
  private let bytes: [UInt8]
  private var scanner: Scanner
  /// The token to be taken, and what stands before it.
  private(set) var token = Token(.endOfFile, SourceSpan(start: 0, end: 0))
  private(set) var gap = Gap()
  /// Whether the comments before it which don't have lines of their own are still to be laid out.
  private var hasTrailingComments = false
  /// Whether the next text follows a blank.
  private var isSpaced = false

  /// The width of all items, if all of them were on one line.
  private var width: UInt32 = 0
  /// The groups around the current place.
  private var openGroups: [OpenGroup] = []
  /// The groups that have ended since the last break.
  private var unmeasured: [OpenGroup] = []
  /// How many items there were when something was added that can't be flat.
  private var lastForced = 0
  /// How many items there were before the last token which stood on another line than the one before it.
  private var lastLineEnd = 0
  /// Nodes of expressions on the way to their leftmost operands.
  var spine: [ExpressionID] = []
  /// The expressions around the one under way.
  var openExpressions: [OpenExpression] = []
  /// What is left to do of the statements under way, the next last.
  var agenda: [StatementTask] = []

  struct OpenGroup {
    var item: Int
    /// The width of all items before it.
    var width: UInt32
    /// Whether it must break if it is on several lines in the source.
    var keepsLines: Bool
  }

  init(_ source: Source, _ profile: LanguageProfile) {
    ast = AST(source: source, profile: profile)
    bytes = source.bytes
    expectations = ExpectationLines(source.bytes)
    scanner = Scanner(source, profile: profile)
    readToken(isFirst: true)
  }

  private mutating func readToken(isFirst: Bool = false) {
    gap.read(&scanner, bytes, isAtBegin: isFirst)
    token = scanner.next()
    hasTrailingComments = false
    if let first = gap.comments.first { hasTrailingComments = first.place != .own }
  }

  // MARK: - Texts

  /// A blank before the next text, unless that is on another line.
  mutating func space() {
    isSpaced = true
  }

  /// Adds the next token.
  mutating func take() {
    trailingComments()
    ownComments(keepsEmptyLines: false)
    let span = token.span
    let kind: LayoutItem.Kind = token.kind == .string ? .string : .text
    width &+= span.end &- span.start &+ (isSpaced ? 1 : 0)
    if gap.hasLineEnd { lastLineEnd = items.count }
    items.append(LayoutItem(kind: kind, flag: isSpaced, start: span.start, end: span.end))
    isSpaced = false
    readToken()
    if kind == .string { noteLineEnds(in: span) }
  }

  private mutating func noteLineEnds(in string: SourceSpan) {
    if bytes[Int(string.start)..<Int(string.end)].contains(UInt8(ascii: "\n")) { lastLineEnd = items.count }
  }

  /// Adds the comments behind the token taken last.
  private mutating func trailingComments() {
    guard hasTrailingComments else { return }
    hasTrailingComments = false
    for comment in gap.comments where comment.place != .own {
      let kind: LayoutItem.Kind = comment.place == .trailing ? .trailingComment : .continuedComment
      items.append(LayoutItem(kind: kind, start: comment.span.start, end: comment.span.end))
    }
    lastForced = items.count
  }

  /// Adds the comments before the next token that have lines of their own.
  mutating func ownComments(keepsEmptyLines: Bool, keepsLast: Bool = true) {
    guard gap.hasOwnComments else { return }
    trailingComments()
    var isFirst = true
    for comment in gap.comments where comment.place == .own {
      // The break before the first one has its empty line.
      let flag = keepsEmptyLines && comment.followsEmptyLine && !isFirst
      items.append(
        LayoutItem(kind: .ownComment, flag: flag, start: comment.span.start, end: comment.span.end))
      isFirst = false
    }
    if keepsEmptyLines && keepsLast && gap.endsWithEmptyLine { items.append(LayoutItem(kind: .emptyLine)) }
    gap.comments.removeAll(keepingCapacity: true)
    gap.endsWithEmptyLine = false
    lastForced = items.count
  }

  // MARK: - Breaks

  /// A blank, or a new line.
  mutating func line() { addBreak(LayoutItem(kind: .line), width: 1) }

  /// Nothing, or a new line.
  mutating func softLine() { addBreak(LayoutItem(kind: .softLine), width: 0) }

  mutating func hardLine(keepsEmptyLine: Bool = false) {
    addBreak(
      LayoutItem(kind: .hardLine, flag: keepsEmptyLine && gap.startsWithEmptyLine), width: 0)
    lastForced = items.count
  }

  private mutating func addBreak(_ item: LayoutItem, width breakWidth: UInt32) {
    trailingComments()
    measure()
    width &+= breakWidth
    items.append(item)
  }

  mutating func indent() { items.append(LayoutItem(kind: .indent)) }

  mutating func dedent() { items.append(LayoutItem(kind: .dedent)) }

  // MARK: - Groups

  mutating func open(keepsLines: Bool = false) {
    trailingComments()
    openGroups.append(OpenGroup(item: items.count, width: width, keepsLines: keepsLines))
    items.append(LayoutItem(kind: .open, isKept: isKept))
  }

  mutating func close() {
    guard let group = openGroups.popLast() else { return }
    // Where its first token stands does not matter.
    if lastForced > group.item || group.keepsLines && lastLineEnd > group.item &+ 1 {
      forceBreak(of: group)
    }
    unmeasured.append(group)
    items.append(LayoutItem(kind: .close))
  }

  private mutating func forceBreak(of group: OpenGroup) {
    items[group.item].flag = true
    lastForced = items.count
  }

  /// Says that the innermost group must break.
  mutating func forceBreak() {
    lastForced = items.count
  }

  private mutating func measure() {
    for group in unmeasured { items[group.item].start = width &- group.width }
    unmeasured.removeAll(keepingCapacity: true)
  }

  // MARK: - The script

  /// Lays out a declaration of the script.
  mutating func declaration(_ index: Int) {
    begin()
    member(index, of: ast.script, isScript: true)
    runAgenda()
    measure()
  }

  /// Lays out the comments behind the last declaration.
  mutating func endOfFile() {
    begin()
    hardLine(keepsEmptyLine: gap.hasOwnComments)
    ownComments(keepsEmptyLines: true, keepsLast: false)
  }

  private mutating func begin() {
    (width, lastForced, lastLineEnd) = (0, 0, 0)
  }
}

import LoxSource
import LoxSyntax

/// Builds a layout from a syntax tree and its tokens.
///
/// It walks the tree, which determines the next token, and takes the tokens one by one; the trivia between
/// them is added to the layout on the way.
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
  /// The next token, and the trivia before it.
  private(set) var token = Token(.endOfFile, SourceSpan(start: 0, end: 0))
  private(set) var gap = Gap()
  /// Whether the trailing comments before it are still to be laid out.
  private var hasTrailingComments = false
  /// Whether the next text is preceded by a blank.
  private var isSpaced = false

  /// The width of all items on one line.
  private var width: UInt32 = 0
  /// The enclosing groups.
  private var openGroups: [OpenGroup] = []
  /// The groups that have ended since the last break.
  private var unmeasured: [OpenGroup] = []
  /// The number of items when something that can't be flat was last added.
  private var lastForced = 0
  /// The number of items before the last token that began a new line in the source.
  private var lastLineEnd = 0
  /// Expression nodes on the way to their leftmost operands.
  var spine: [ExpressionID] = []
  /// The enclosing expressions, and for those that contain the statements being laid out, where they begin.
  var openExpressions: [OpenExpression] = []
  var expressionBases: [Int] = []
  /// The worklist of statements, the next item last.
  var worklist: [StatementTask] = []

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
    hasTrailingComments = gap.comments.first.map { $0.place == .trailing } ?? false
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
    if gap.hasLineEnd { lastLineEnd = items.count }
    inlineComments()
    let span = token.span
    let kind: LayoutItem.Kind = token.kind == .string || token.kind == .template ? .string : .text
    add(span, kind)
    readToken()
    if kind == .string { noteLineEnds(in: span) }
  }

  /// Adds all tokens up to an offset, with what is between them, as they are.
  mutating func takeVerbatim(to end: UInt32) {
    trailingComments()
    ownComments(keepsEmptyLines: false)
    if gap.hasLineEnd { lastLineEnd = items.count }
    inlineComments()
    let span = SourceSpan(start: token.span.start, end: end)
    add(span, .string)
    while token.span.start < end, token.kind != .endOfFile { readToken() }
    noteLineEnds(in: span)
  }

  private mutating func add(_ span: SourceSpan, _ kind: LayoutItem.Kind) {
    width &+= span.end &- span.start &+ (isSpaced ? 1 : 0)
    items.append(LayoutItem(kind: kind, flag: isSpaced, start: span.start, end: span.end))
    isSpaced = false
  }

  /// Whether the last byte before an offset, blanks aside, is a comma.
  func hasComma(before offset: UInt32) -> Bool {
    bytes[..<min(Int(offset), bytes.count)].last { !$0.isBlank && $0 != UInt8(ascii: "\n") }
      == UInt8(ascii: ",")
  }

  private mutating func noteLineEnds(in string: SourceSpan) {
    if bytes[Int(string.start)..<Int(string.end)].contains(UInt8(ascii: "\n")) { lastLineEnd = items.count }
  }

  /// Adds the trailing comments of the previous token.
  private mutating func trailingComments() {
    guard hasTrailingComments else { return }
    hasTrailingComments = false
    for comment in gap.comments where comment.place == .trailing || comment.place == .continued {
      let kind: LayoutItem.Kind = comment.place == .trailing ? .trailingComment : .continuedComment
      items.append(LayoutItem(kind: kind, start: comment.span.start, end: comment.span.end))
    }
    lastForced = items.count
  }

  /// Adds the comments before the next token that are on lines of their own.
  mutating func ownComments(keepsEmptyLines: Bool, keepsLast: Bool = true) {
    guard gap.hasOwnComments else { return }
    trailingComments()
    var isFirst = true
    for comment in gap.comments where comment.place == .own {
      // The break before the first one includes the empty line.
      let flag = keepsEmptyLines && comment.followsEmptyLine && !isFirst
      items.append(
        LayoutItem(kind: .ownComment, flag: flag, start: comment.span.start, end: comment.span.end))
      isFirst = false
    }
    if keepsEmptyLines && keepsLast && gap.endsWithEmptyLine { items.append(LayoutItem(kind: .emptyLine)) }
    gap.comments.removeAll { $0.place != .inline }
    gap.endsWithEmptyLine = false
    lastForced = items.count
  }

  /// Adds the comments that are on the line of the next token, before it.
  private mutating func inlineComments() {
    for comment in gap.comments where comment.place == .inline {
      if comment.span.start > 0, bytes[Int(comment.span.start) &- 1].isBlankOrLineFeed { isSpaced = true }
      add(comment.span, .string)
      isSpaced = Int(comment.span.end) < bytes.count && bytes[Int(comment.span.end)].isBlankOrLineFeed
    }
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
    // The position of its first token does not matter.
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

  /// Makes the innermost group break.
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
    runTasks()
    measure()
  }

  /// Lays out the comments after the last declaration.
  mutating func endOfFile() {
    begin()
    hardLine(keepsEmptyLine: gap.hasOwnComments)
    ownComments(keepsEmptyLines: true, keepsLast: false)
  }

  private mutating func begin() {
    (width, lastForced, lastLineEnd) = (0, 0, 0)
  }
}

extension UInt8 {
  fileprivate var isBlankOrLineFeed: Bool { isBlank || self == UInt8(ascii: "\n") }
}

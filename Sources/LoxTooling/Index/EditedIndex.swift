import LoxSemantics
import LoxSource
import LoxSyntax

/// The index of a text that changes.
///
/// A script is a sequence of declarations. After a change, only those whose text has changed are parsed, resolved and walked over
/// again; of the others, the places move. What is said about global variables is noted by declaration, and put together again for
/// the variables that the changed ones mention. The result is the same as that of an index from scratch, except for the
/// numbers of nodes and symbols.
///
///     var edited = EditedIndex(source: Source(name: "a.lox", text: "var a = 1; print a;"))
///     edited.update(to: Source(name: "a.lox", text: "var a = 1; print a + a;"))
///     edited.index.references(at: 4)   // three places
public struct EditedIndex {
  /// The index of the present text.
  public var index: DocumentIndex { current ?? DocumentIndex(source: Source(name: "", bytes: [])) }
  /// The number of bytes that were parsed for the present text: a measure of the work.
  public private(set) var parsedByteCount = 0

  private var current: DocumentIndex?
  private let defaultProfile: LanguageProfile
  private let hostAPI: HostAPI
  var builder: IndexBuilder
  var lists = IndexLists()
  /// The declarations of the script.
  private(set) var parts: [ParsedDeclaration] = []
  /// A number for each, which those that come later have not had.
  private(set) var numbers: [Int] = []
  private(set) var nextNumber = 0
  private var comments: [SourceSpan] = []
  /// Where the parser ended early, no place is safe to go on from.
  private var isComplete = true
  /// The members that classes have by assignments elsewhere; they depend on all of the script.
  private var outsideFields: [MemberKey] = []
  /// The size of the tree when it had no nodes that are not a part of the script any more.
  private var initialNodeCount = 0

  /// Indexes a source. A first line `// lox: extended` or `// lox: book` takes precedence over the profile.
  public init(source: Source, profile: LanguageProfile = .extended, hostAPI: HostAPI = HostAPI()) {
    defaultProfile = profile
    self.hostAPI = hostAPI
    builder = IndexBuilder(ast: AST(source: source, profile: profile))
    indexAll(source)
  }

  private static var parserOptions: Parser.Options {
    var options = Parser.Options()
    // The order of messages does not matter here, but as much as possible should be found after an error.
    options.recoversAtBraces = true
    return options
  }

  private mutating func indexAll(_ source: Source) {
    current = nil
    outsideFields = []
    lists = IndexLists()
    var parser = Parser(source: source, profile: defaultProfile, options: Self.parserOptions)
    parser.reserveCapacity(forBytes: source.bytes.count)
    parts = []
    while !parser.isAtEnd { parts.append(parser.parseDeclaration()) }
    numbers = newNumbers(parts.count)
    isComplete = !parser.hasStopped
    builder = IndexBuilder(ast: parser.ast)
    initialNodeCount = builder.ast.expressions.count
    resolveAndWalk(0..<parts.count, entriesFrom: 0)
    lists = builder.takeFound()
    comments = Scanner.comments(in: source, profile: builder.ast.profile)
    parsedByteCount = source.bytes.count
    finish()
  }

  private mutating func newNumbers(_ count: Int) -> [Int] {
    // One more for a script without any.
    defer { nextNumber += count + 1 }
    return Array(nextNumber..<nextNumber + count)
  }

  /// Resolves the names in some declarations, which are new, and walks over them.
  private mutating func resolveAndWalk(_ range: Range<Int>, entriesFrom firstEntry: Int) {
    let statements = parts[range].map(\.statement)
    builder.ast.setScript(statements)
    let (resolution, problems) = Resolver.resolve(builder.ast)
    for problem in problems where !problem.isAboutSeveralDeclarations {
      let place = parts.partitioningIndex { $0.start > problem.span.start }
      if place > 0 { parts[place - 1].hasErrors = true }
    }
    builder.walk(statements, resolution, entriesFrom: firstEntry)
    if range.count < parts.count { builder.ast.setScript(parts.map(\.statement)) }
  }

  // MARK: - Changes

  /// Whether as much is still there of former texts that the index had better be made anew when there is time.
  public var isCrowded: Bool {
    builder.ast.expressions.count > initialNodeCount + initialNodeCount / 2 + 5000
  }

  /// Makes the index of the present text anew.
  public mutating func renew() { indexAll(builder.ast.source) }

  /// Indexes a new text in place of the present one.
  public mutating func update(to source: Source) {
    guard let change = Difference(from: builder.ast.source.bytes, to: source.bytes) else { return }
    current = nil
    let profile = LanguageProfile(of: source, otherwise: defaultProfile)
    let isWorthwhile = builder.ast.expressions.count <= 2 * initialNodeCount + 10_000
    guard isComplete, isWorthwhile, profile == builder.ast.profile,
      !parts.contains(where: \.dependsOnAll),
      var first = parts.firstIndex(where: { Int($0.reach) + 4 >= change.old.lowerBound })
    else { return indexAll(source) }
    while first > 0, !parts[first].isIndependent { first -= 1 }
    let next = max(first + 1, parts.partitioningIndex { Int($0.start) >= change.old.upperBound })
    let movedComment = comments.partitioningIndex { Int($0.start) >= change.old.upperBound }
    let place = Int(parts[first].start)
    removeOutsideFields()
    let firstEntry = builder.ast.mapEntries.count
    move(SourceShift(from: UInt32(truncatingIfNeeded: change.old.upperBound), by: change.growth), source)
    // The first declaration begins where the text does, even if the change is there.
    parts[first].start = UInt32(truncatingIfNeeded: place)
    let (declarations, end) = parse(from: first, next: next)
    guard isComplete, !declarations.contains(where: \.dependsOnAll),
      replace(first..<end, with: declarations, entriesFrom: firstEntry)
    else { return indexAll(source) }
    let behind = first + declarations.count
    replaceComments(
      in: place..<(behind < parts.count ? Int(parts[behind].start) : source.bytes.count), movedComment)
    finish()
  }

  /// Moves what is behind a change.
  private mutating func move(_ shift: SourceShift, _ source: Source) {
    builder.ast.source = source
    builder.ast.move(shift)
    lists.move(shift)
    for index in builder.symbols.indices { builder.symbols[index].move(shift) }
    for index in builder.symbols.indices where builder.symbols[index].isGlobal {
      builder.symbols[index].visibility = builder.wholeSource
    }
    for index in comments.indices { shift.apply(to: &comments[index]) }
    for index in parts.indices {
      shift.apply(to: &parts[index].start)
      if parts[index].reach != .max { shift.apply(to: &parts[index].reach) }
    }
  }

  /// Parses declarations in place of old ones: those from `first` to the end in the result. Those before `next` have changed.
  private mutating func parse(from first: Int, next: Int) -> ([ParsedDeclaration], end: Int) {
    var ast = AST(source: Source(name: "", bytes: []), profile: .book)
    swap(&ast, &builder.ast)
    var parser = Parser(addingTo: ast, from: parts[first].start, options: Self.parserOptions)
    ast = AST(source: Source(name: "", bytes: []), profile: .book)
    var (next, end) = (next, parts.count)
    var declarations: [ParsedDeclaration] = []
    while !parser.isAtEnd {
      declarations.append(parser.parseDeclaration())
      while next < parts.count, parts[next].start < parser.lastEnd { next += 1 }
      if next < parts.count, parts[next].start == parser.lastEnd, parts[next].isIndependent, parser.canBegin {
        end = next
        break
      }
    }
    isComplete = !parser.hasStopped
    parsedByteCount = Int(parser.lastEnd) - Int(parts[first].start)
    swap(&builder.ast, &parser.ast)
    return (declarations, end)
  }

  private mutating func replaceComments(in range: Range<Int>, _ moved: Int) {
    let first = comments.partitioningIndex { Int($0.start) >= range.lowerBound }
    var last = max(first, moved)
    while last < comments.count, Int(comments[last].start) < range.upperBound { last += 1 }
    let source = builder.ast.source
    var scanner = Scanner(
      source, profile: builder.ast.profile, from: UInt32(truncatingIfNeeded: range.lowerBound))
    var new: [SourceSpan] = []
    scan: while true {
      while let trivia = scanner.nextTrivia() {
        if Int(trivia.span.start) >= range.upperBound { break scan }
        if trivia.kind == .comment || trivia.kind == .blockComment { new.append(trivia.span) }
      }
      let token = scanner.next()
      if token.kind == .endOfFile || Int(token.span.end) >= range.upperBound { break }
    }
    comments.replaceSubrange(first..<last, with: new)
  }

  /// Replaces declarations by others, which have been parsed. False if that changes too much of what others mean.
  private mutating func replace(
    _ range: Range<Int>, with declarations: [ParsedDeclaration], entriesFrom firstEntry: Int
  ) -> Bool {
    if parts[range].contains(where: { $0.nodes.hasImports })
      || declarations.contains(where: { $0.nodes.hasImports })
    {
      return false
    }
    var change = IndexChange(range, builder, lists)
    if change.mergesClasses { return false }
    change.removeOld(parts[range], from: &builder, lists)
    parts.replaceSubrange(range, with: declarations)
    numbers.replaceSubrange(range, with: newNumbers(declarations.count))
    resolveAndWalk(range.lowerBound..<range.lowerBound + declarations.count, entriesFrom: firstEntry)
    let found = builder.takeFound()
    change.note(found, builder)
    lists.replace(range, with: found)
    change.updateGlobals(&builder, lists)
    return !change.affectsSubclasses(&builder)
  }

  // MARK: - What depends on the whole script

  private mutating func finish() {
    var index: DocumentIndex? = makeIndex()
    let fields = index.map(EditedIndex.outsideFields) ?? []
    if !fields.isEmpty {
      // So that the lists are not shared.
      index = nil
      addFields(fields)
    }
    current = index ?? makeIndex()
  }

  private func makeIndex() -> DocumentIndex {
    let hasErrors = parts.contains { $0.hasErrors }
    var index = DocumentIndex(builder, lists, comments: comments, hostAPI: hostAPI, hasErrors: hasErrors)
    let correct = parts.firstIndex { $0.hasErrors } ?? parts.count
    index.declarationStarts = parts.prefix(correct + 1).map(\.start)
    if !hasErrors, index.hasErrorsAcrossDeclarations { index.hasErrors = true }
    return index
  }

  /// A field that something outside of the methods of a class assigns.
  private struct OutsideField {
    var key: MemberKey
    var span: SourceSpan
  }

  /// They are found by the type of the expression before the dot.
  private static func outsideFields(_ index: DocumentIndex) -> [OutsideField] {
    var inference = TypeInference(index)
    var fields: [OutsideField] = []
    for occurrence in index.occurrences where occurrence.role == .write {
      guard case .property(let name) = occurrence.target, let set = occurrence.expression else { continue }
      let (owner, isOfClass): (SymbolID, Bool)
      switch inference.receiver(of: set) {
      case .instance(let symbol): (owner, isOfClass) = (symbol, false)
      case .class(let symbol) where index.profile == .extended: (owner, isOfClass) = (symbol, true)
      default: continue
      }
      guard index.member(name, of: owner, isOfClass: isOfClass) == nil else { continue }
      let key = MemberKey(owner: owner, name: name, isOfClass: isOfClass)
      fields.append(OutsideField(key: key, span: occurrence.span))
    }
    return fields
  }

  private mutating func addFields(_ fields: [OutsideField]) {
    for (place, declaration) in lists.declarations.enumerated() where declaration.kind == .class {
      builder.declarationsOfClasses[declaration.symbol.index] = place
    }
    for field in fields {
      let count = builder.symbols.count
      builder.addField(field.key.name, to: field.key.owner, at: field.span, isOfClass: field.key.isOfClass)
      if builder.symbols.count > count { outsideFields.append(field.key) }
    }
    builder.declarationsOfClasses = [:]
    lists.declarations += builder.takeFound().declarations
  }

  private mutating func removeOutsideFields() {
    for key in outsideFields { builder.members[key] = nil }
    builder.symbols.removeLast(outsideFields.count)
    lists.declarations.removeLast(outsideFields.count)
    outsideFields = []
  }
}

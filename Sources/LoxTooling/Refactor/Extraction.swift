import LoxSource
import LoxSyntax

/// A part of a source that can become a function, and what it has to do with the rest.
struct Extraction {
  enum Content {
    case expression(ExpressionID)
    case statements([StatementID])
  }

  private let index: DocumentIndex
  let selection: SourceSpan
  private(set) var content: Content
  /// The nodes around it.
  private(set) var path: [Node]
  /// The local variables that it needs, in the order in which it names them.
  private(set) var parameters: [SymbolID] = []
  /// The local variable that it changes.
  private(set) var result: SymbolID?
  /// Whether it also declares that variable.
  private(set) var declaresResult = false
  private(set) var usesThis = false

  private static let maximumParameterCount = 16

  /// Nil if it can't be a function of its own.
  init?(_ index: DocumentIndex, _ selection: SourceSpan, _ places: ExpressionPlaces) {
    self.index = index
    self.selection = selection
    if let (path, expression) = index.path(toExpression: selection) {
      guard places.isValue(expression), Self.isWorthwhile(index, expression)
      else { return nil }
      content = .expression(expression)
      self.path = Array(path.dropLast())
    } else {
      path = index.path(to: selection) { _ in false }
      while let last = path.last, index.statements(in: last) == nil || index.span(of: last) == selection {
        path.removeLast()
      }
      let list = index.statements(in: path.last) ?? []
      let statements = list.filter { statement in
        let span = index.ast.span(of: statement)
        return selection.start <= span.start && span.end <= selection.end
      }
      guard let first = statements.first, let last = statements.last,
        index.ast.span(of: first).start == selection.start, index.ast.span(of: last).end == selection.end
      else { return nil }
      content = .statements(Array(statements))
    }
    guard keepsJumps, findNames() else { return nil }
  }

  private static func isWorthwhile(_ index: DocumentIndex, _ id: ExpressionID) -> Bool {
    switch index.ast[id] {
    case .nil, .boolean, .number, .string, .variable, .this, .function, .get: false
    case .grouping(let inner): isWorthwhile(index, inner)
    default: true
    }
  }

  // MARK: - Jumps

  /// Whether nothing in it leaves it but its end and errors.
  private var keepsJumps: Bool {
    guard case .statements(let statements) = content else { return true }
    var rest = statements.map { (node: Node.statement($0), isInLoop: false) }
    while let (node, isInLoop) = rest.popLast() {
      var parts = isInLoop
      switch node {
      case .function: continue
      case .statement(let id):
        switch index.ast[id] {
        case .return, .import: return false
        case .break, .continue: if !isInLoop { return false }
        case .while, .for, .forIn: parts = true
        default: break
        }
      case .expression, .class: break
      }
      for part in index.ast.children(of: node) { rest.append((part, parts)) }
    }
    return true
  }

  /// Whether an error in it may be caught in the same function.
  private var isInTry: Bool {
    path.reversed().prefix { if case .function = $0 { false } else { true } }.contains {
      if case .statement(let id) = $0, case .try = index.ast[id] { true } else { false }
    }
  }

  // MARK: - Names

  /// Finds what it needs and changes; false if a function could not do the same.
  private mutating func findNames() -> Bool {
    var named: [SymbolID] = []
    var known: Set<SymbolID> = []
    var written: Set<SymbolID> = []
    for occurrence in index.occurrences(in: selection) {
      switch occurrence.target {
      case .this(let owner): if !isInside(index[owner].nameSpan) { usesThis = true }
      case .super(let owner): if !isInside(index[owner].nameSpan) { return false }
      case .property(let name): if index.text(of: name) == "yield" { return false }
      case .symbol(let id):
        guard !index[id].isMember else { continue }
        if occurrence.role == .declaration, index[id].isGlobal { return false }
        if index[id].isGlobal { continue }
        if occurrence.role == .write { written.insert(id) }
        if known.insert(id).inserted { named.append(id) }
      }
    }
    let captured = capturedSymbols(among: known)
    let usedBehind = symbolsBehind
    for id in named {
      let isDeclared = isInside(index[id].nameSpan)
      let isChanged = written.contains(id)
      if !isDeclared {
        if captured.contains(id), index[id].isReassigned { return false }
        // A name that a lambda gives itself, or something without a place of its own.
        if index[id].nameSpan.end > selection.start { return false }
        parameters.append(id)
        if !isChanged { continue }
        guard result == nil, !isInTry, index[id].annotation == nil, case .statements = content else {
          return false
        }
        result = id
      } else if usedBehind.contains(id) {
        guard result == nil, index[id].annotation == nil, !captured.contains(id), isDeclaredDirectly(id)
        else {
          return false
        }
        (result, declaresResult) = (id, true)
      }
    }
    return parameters.count <= Self.maximumParameterCount
  }

  private func isInside(_ span: SourceSpan) -> Bool {
    selection.start <= span.start && span.end <= selection.end
  }

  /// What is named behind it.
  private var symbolsBehind: Set<SymbolID> {
    let first = index.occurrences.partitioningIndex { $0.span.start >= selection.end }
    return Set(
      index.occurrences[first...].lazy.compactMap { if case .symbol(let id) = $0.target { id } else { nil } })
  }

  /// Whether one of the statements is the declaration of a variable.
  private func isDeclaredDirectly(_ id: SymbolID) -> Bool {
    guard case .statements(let statements) = content else { return false }
    return statements.contains { statement in
      switch index.ast[statement] {
      case .variable, .constant: index.ast.nameSpan(ofVariable: statement) == index[id].nameSpan
      default: false
      }
    }
  }

  /// The variables that another function than theirs uses.
  private func capturedSymbols(among known: Set<SymbolID>) -> Set<SymbolID> {
    let functions = index.ast.functions.filter { $0.member != .field }.map(\.span).sorted {
      ($0.start, $1.end) < ($1.start, $0.end)
    }
    var next = 0
    var open: [Int] = []
    var owners: [SymbolID: Int] = [:]
    var captured: Set<SymbolID> = []
    for occurrence in index.occurrences {
      guard case .symbol(let id) = occurrence.target, known.contains(id) else { continue }
      let start = occurrence.span.start
      while next < functions.count, functions[next].start <= start {
        while let last = open.last, functions[last].end <= functions[next].start { open.removeLast() }
        open.append(next)
        next += 1
      }
      while let last = open.last, functions[last].end <= start { open.removeLast() }
      // The name of a function belongs to what is around it.
      let isOwnName = open.last.map { index[id].isFunction && functions[$0] == index[id].span } ?? false
      let function =
        isOwnName && occurrence.role == .declaration ? open.dropLast().last ?? -1 : open.last ?? -1
      if owners[id] == nil { owners[id] = function }
      if owners[id] != function { captured.insert(id) }
    }
    return captured
  }
}

import LoxDiagnostics
import LoxSource
import LoxSyntax

extension DocumentIndex {
  /// The fixes of something that the linter found in this source.
  public func fixes(of finding: LintFinding) -> [Fix] {
    finding.rule.fixes(self, finding) + silence(finding)
  }

  /// A name that says that it may be unused.
  func underscore(at span: SourceSpan) -> [Fix] {
    guard let occurrence = occurrence(at: span.start), case .symbol(let id) = occurrence.target else {
      return []
    }
    let newName = "_" + name(of: id)
    guard let spans = try? rename(at: span.start, to: newName) else { return [] }
    return [Fix(title: "Rename to '\(newName)'", edits: spans.map { Fix.Edit($0, newName) })]
  }

  /// A comment that tells the linter to say nothing of it, in the line above.
  private func silence(_ finding: LintFinding) -> [Fix] {
    let bytes = source.bytes
    var start = min(Int(finding.span.start), bytes.count)
    while start > 0, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    // In the midst of a string it would be no comment.
    let isInString = ast.strings.contains { literal in
      if case .source(let span) = literal {
        Int(span.start) <= start && start <= Int(span.end)
      } else {
        false
      }
    }
    if isInString { return [] }
    let indentation = bytes[start...].prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    let text = String(decoding: indentation, as: UTF8.self) + "// lint:ignore \(finding.rule.id)\n"
    let place = SourceSpan(start: UInt32(clamping: start), end: UInt32(clamping: start))
    return [Fix(title: "Ignore '\(finding.rule.id)' here", edits: [Fix.Edit(place, text)])]
  }

  // MARK: - Names

  /// The names that may have been meant by one that means nothing.
  func replacements(at span: SourceSpan) -> [Fix] {
    guard let occurrence = occurrence(at: span.start), occurrence.span.start >= span.start else { return [] }
    if let foreign = foreignWord(at: span) { return [foreign] }
    var similar = SimilarNames(to: source.text(of: occurrence.span))
    for name in candidates(for: occurrence) { similar.consider(name.utf8) }
    return similar.names.enumerated().map { place, name in
      Fix(
        title: "Replace with '\(name)'", edits: [Fix.Edit(occurrence.span, name)], isPreferred: place == 0)
    }
  }

  /// Lox's word for one of another language that stands for a value.
  func foreignWord(at span: SourceSpan) -> Fix? {
    guard let occurrence = occurrence(at: span.start), case .symbol = occurrence.target else { return nil }
    let word = String(decoding: source.text(of: occurrence.span), as: UTF8.self)
    return ForeignWord(undefined: word, isExtended: profile == .extended)?.value.map {
      Fix(title: "Replace with '\($0)'", edits: [Fix.Edit(occurrence.span, $0)], isPreferred: true)
    }
  }

  private func candidates(for occurrence: Occurrence) -> [String] {
    if case .property = occurrence.target, let expression = occurrence.expression {
      var inference = TypeInference(self)
      switch inference.receiver(of: expression) {
      case .instance(let owner):
        let own = ancestors(of: owner).flatMap { members(of: $0) }.filter { !self[$0].isOfClass }
          .map { name(of: $0) }
        return own + (hostSuperclass(of: owner).map { hostMembers(of: $0) } ?? [])
      case .hostInstance(let host): return hostMembers(of: host)
      case .hostClass(let host): return hostMembers(of: hostAPI.statics(of: host))
      case let type:
        if let core = coreClass(of: type) { return hostMembers(of: core) }
        return symbols.filter(\.isMember).map { text(of: $0.name) }
      }
    }
    let globals = symbols.filter { $0.isGlobal && $0.kind != .undeclared }.map { text(of: $0.name) }
    return visibleLocals(at: occurrence.span.start).map { name(of: $0) } + globals
      + hostAPI.globalNames.sorted()
  }

  private func hostMembers(of host: HostAPI.Class) -> [String] {
    hostAPI.ancestors(of: host).flatMap { $0.methods.map(\.name) + $0.properties.map(\.name) }
  }

  /// Makes a declaration of an assignment to a variable that does not exist.
  func declaration(at span: SourceSpan) -> [Fix] {
    guard let occurrence = occurrence(at: span.start), occurrence.role == .write,
      case .symbol(let id) = occurrence.target,
      let statement = statement(where: { ast.span(of: $0).start == occurrence.span.start }),
      case .expression = ast[statement]
    else { return [] }
    let start = SourceSpan(start: occurrence.span.start, end: occurrence.span.start)
    return [Fix(title: "Declare '\(name(of: id))'", edits: [Fix.Edit(start, "var ")])]
  }

  // MARK: - Operators

  /// Makes a comparison of an assignment that stands as a condition.
  func comparison(at span: SourceSpan) -> [Fix] {
    for index in ast.expressions.indices {
      let id = ExpressionID(index)
      guard ast.span(of: id) == span else { continue }
      switch ast[id] {
      case .assign(_, let value), .set(_, _, let value):
        return [replacement(of: .equal, by: "==", before: value, in: span)].compactMap { $0 }
      default: break
      }
    }
    return []
  }

  /// Makes an assignment of a comparison that stands as a statement.
  func assignment(at span: SourceSpan) -> [Fix] {
    for index in ast.expressions.indices {
      let id = ExpressionID(index)
      guard ast.span(of: id) == span, case .binary(.equal, let left, let right) = ast[id] else { continue }
      switch ast[left] {
      case .variable, .get: break
      default: return []
      }
      return [replacement(of: .equalEqual, by: "=", before: right, in: span)].compactMap { $0 }
    }
    return []
  }

  /// Replaces the last operator of a kind before an operand.
  private func replacement(
    of kind: TokenKind, by text: String, before operand: ExpressionID, in span: SourceSpan
  ) -> Fix? {
    let end = ast.span(of: operand).start
    var scanner = Scanner(source, profile: profile, from: span.start)
    var found: Token?
    while true {
      let token = scanner.next()
      if token.kind == .endOfFile || token.span.start >= end { break }
      if token.kind == kind { found = token }
    }
    return found.map {
      Fix(title: "Replace with '\(text)'", edits: [Fix.Edit($0.span, text)], isPreferred: true)
    }
  }

  // MARK: - Removal

  func removal(ofUnreachable span: SourceSpan) -> [Fix] {
    [Fix(title: "Remove the statement", edits: [Fix.Edit(withItsLine(span), "")])]
  }

  func removal(ofDeclarationAt span: SourceSpan) -> [Fix] {
    guard
      let declaration = declarations.first(where: { $0.nameSpan.start == span.start })
        ?? declarations.first(where: { $0.span.start == span.start }),
      let statement = statement(where: { ast.span(of: $0) == declaration.span })
    else { return [] }
    let title = "Remove '\(name(of: declaration.symbol))'"
    let initializer: ExpressionID? =
      switch ast[statement] {
      case .variable(_, let value): value
      case .constant(_, let value): value
      default: nil
      }
    if let initializer, hasEffect(initializer) {
      // The value may do something on its way.
      let head = SourceSpan(start: declaration.span.start, end: ast.span(of: initializer).start)
      return [Fix(title: title + ", keep its value", edits: [Fix.Edit(head, "")])]
    }
    if ast.forLoops.contains(where: { $0.initializer == statement }) {
      return [Fix(title: title, edits: [Fix.Edit(declaration.span, ";")], isPreferred: true)]
    }
    return [Fix(title: title, edits: [Fix.Edit(withItsLine(declaration.span), "")], isPreferred: true)]
  }

  func removal(ofStatementAround span: SourceSpan) -> [Fix] {
    // In a block alone a statement can be left out.
    let lists = Set(ast.statementLists.map(\.index))
    guard
      let statement = statement(where: { id in
        guard case .expression(let value) = ast[id] else { return false }
        let around = ast.span(of: id)
        return around.start <= span.start && span.end <= around.end && !hasEffect(value)
          && lists.contains(id.index)
      })
    else { return [] }
    let edit = Fix.Edit(withItsLine(ast.span(of: statement)), "")
    return [Fix(title: "Remove the statement", edits: [edit])]
  }

  private func statement(where isWanted: (StatementID) -> Bool) -> StatementID? {
    ast.statements.indices.lazy.map { StatementID($0) }.first(where: isWanted)
  }

  /// Whether evaluating an expression may do more than give a value: call something, assign, or fail.
  private func hasEffect(_ id: ExpressionID) -> Bool {
    var inference = TypeInference(self)
    var pending = [id]
    while let next = pending.popLast() {
      switch ast[next] {
      case .nil, .boolean, .number, .string, .variable, .this, .function: break
      case .conditional(let condition, let then, let otherwise): pending += [condition, then, otherwise]
      case .coalesce(let left, let right): pending += [left, right]
      case .list(let elements): pending += ast[elements]
      case .grouping(let operand), .unary(.not, let operand): pending.append(operand)
      case .logical(_, let left, let right), .binary(.equal, let left, let right),
        .binary(.notEqual, let left, let right):
        pending += [left, right]
      case .unary(.negate, let operand):
        guard inference.type(of: operand) == .number else { return true }
        pending.append(operand)
      case .binary(let kind, let left, let right):
        let types = [inference.type(of: left), inference.type(of: right)]
        guard types == [.number, .number] || kind == .add && types == [.string, .string] else { return true }
        pending += [left, right]
      case .assign(let name, let value):
        // What a variable holds already may be assigned to it.
        guard case .variable(let other) = ast[value], other == name else { return true }
      case .get, .set, .call, .superMethod, .template, .map, .spread, .index, .setIndex, .compound, .step,
        .getIfAny,
        .indexIfAny, .callIfAny, .optionalChain, .switch, .invalid:
        return true
      }
    }
    return false
  }

  /// A span with the blanks around it, and the line end, if nothing else is in its lines.
  private func withItsLine(_ span: SourceSpan) -> SourceSpan {
    let bytes = source.bytes
    var start = min(Int(span.start), bytes.count)
    var end = min(Int(span.end), bytes.count)
    while start > 0, bytes[start - 1].isBlank { start -= 1 }
    while end < bytes.count, bytes[end].isBlank { end += 1 }
    let isLineStart = start == 0 || bytes[start - 1] == UInt8(ascii: "\n")
    guard isLineStart, end == bytes.count || bytes[end] == UInt8(ascii: "\n") else { return span }
    return SourceSpan(start: UInt32(clamping: start), end: UInt32(clamping: min(end + 1, bytes.count)))
  }
}

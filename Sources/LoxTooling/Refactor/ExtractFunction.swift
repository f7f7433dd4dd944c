import LoxDiagnostics
import LoxSource
import LoxSyntax

extension DocumentIndex {
  /// Makes a function of a selected expression or of selected statements, or a method if `this` is in it.
  func extractedFunction(_ selection: SourceSpan, _ places: ExpressionPlaces) -> Refactoring? {
    guard let extraction = Extraction(self, selection, places), let place = newPlace(for: extraction) else {
      return nil
    }
    let name = freshName("extracted")
    let arguments = extraction.parameters.map { self.name(of: $0) }.joined(separator: ", ")
    let call = (extraction.usesThis ? "this." : "") + "\(name)(\(arguments))"
    let head = (extraction.usesThis ? "" : "fun ") + "\(name)(\(arguments))"
    let indentation = place.indentation
    let inner = indentation + "  "
    let body: String
    let replaced: String
    switch extraction.content {
    case .expression(let id):
      body = "\(inner)return \(string(unwrapped(id)));\n"
      replaced = call
    case .statements(let statements):
      let result = extraction.result.map { self.name(of: $0) }
      body =
        inner + reindented(selection, by: inner) + "\n" + (result.map { "\(inner)return \($0);\n" } ?? "")
      replaced = assignment(of: extraction, statements, result) + call + ";"
    }
    let function = "\(head) {\n\(body)\(indentation)}"
    let edit = replacement(of: selection, by: replaced)
    let title = extraction.usesThis ? "Extract a method" : "Extract a function"
    if place.isBehind {
      let span = SourceSpan(start: place.offset, end: place.offset)
      let insertion = Fix.Edit(span, "\n\n\(indentation)\(function)")
      return Refactoring(kind: .extractFunction, title: title, edits: [edit, insertion])
    }
    let insertion = Fix.Edit(SourceSpan(start: place.offset, end: place.offset), "\(function)\n\n")
    return Refactoring(kind: .extractFunction, title: title, edits: [insertion, edit])
  }

  /// What takes the result of a call in the place of statements.
  private func assignment(of extraction: Extraction, _ statements: [StatementID], _ result: String?) -> String
  {
    guard let id = extraction.result, let result else { return "" }
    if !extraction.declaresResult { return "\(result) = " }
    return (self[id].isConstant ? "const " : "var ") + "\(result) = "
  }

  private struct NewPlace {
    var offset: UInt32
    var indentation: String
    var isBehind: Bool
  }

  /// A method comes behind that which it was a part of; a function behind that, too, or else before the statement.
  private func newPlace(for extraction: Extraction) -> NewPlace? {
    if extraction.usesThis {
      guard let place = extraction.path.lastIndex(where: { if case .class = $0 { true } else { false } }),
        place + 1 < extraction.path.count, case .function(let method) = extraction.path[place + 1],
        !ast[method].isOfClass, ast[method].member != .field, case .class(let owner) = extraction.path[place],
        hasKnownAncestors(ast[owner])
      else { return nil }
      let span = ast[method].span
      return NewPlace(offset: span.end, indentation: indentation(at: span.start) ?? "  ", isBehind: true)
    }
    // At the level of the script, the first statement of the selection is the one to come before.
    let outer: StatementID
    switch (extraction.path.first, extraction.content) {
    case (.statement(let first)?, _): outer = first
    case (nil, .statements(let statements)): outer = statements[0]
    default: return nil
    }
    let span = ast.span(of: outer)
    if mayComeBehind(outer), indentation(at: span.start) == "" {
      return NewPlace(offset: span.end, indentation: "", isBehind: true)
    }
    return NewPlace(
      offset: startWithComments(span.start), indentation: indentation(at: span.start) ?? "", isBehind: false)
  }

  /// Whether nothing in a statement runs before what is behind it: it only declares something.
  private func mayComeBehind(_ statement: StatementID) -> Bool {
    switch ast[statement] {
    case .function: true
    // The fields of a class get their values where it is declared.
    case .class(let id): ast[id].fields.count == 0
    default: false
    }
  }

  /// Where the comments begin that are directly above a line, which begins with the token at an offset.
  private func startWithComments(_ offset: UInt32) -> UInt32 {
    guard var blanks = indentation(at: offset)?.utf8.count else { return offset }
    var start = offset
    var next = comments.partitioningIndex { $0.start >= start }
    while next > 0, case let comment = comments[next - 1], Int(comment.end) + 1 + blanks == Int(start),
      let own = indentation(at: comment.start), !string(comment).hasPrefix("// lox:")
    {
      (start, blanks) = (comment.start, own.utf8.count)
      next -= 1
    }
    return start
  }

  /// Whether a class and its ancestors are declared here, so that no other one has a member of a fresh name.
  private func hasKnownAncestors(_ declaration: ClassDeclaration) -> Bool {
    guard
      let id = declarations.first(where: { $0.kind == .class && $0.nameSpan == declaration.nameSpan })?.symbol
    else { return false }
    return ancestors(of: id).allSatisfy { self[$0].kind == .class }
      && (declaration.superclass == nil || self[id].superclass != nil)
  }

  /// The text of statements with other blanks at the beginning of their lines, but not in the midst of a token.
  private func reindented(_ span: SourceSpan, by indentation: String) -> String {
    let old = self.indentation(at: span.start) ?? ""
    var scanner = Scanner(source, profile: profile, from: span.start)
    var text: [UInt8] = []
    var place = span.start
    while place < span.end {
      let token = scanner.next()
      let gapEnd = min(token.span.start, span.end)
      for byte in source.text(of: SourceSpan(start: place, end: max(place, gapEnd))) {
        text.append(byte)
        if byte == UInt8(ascii: "\n") { text += indentation.utf8 }
      }
      // The gap ends with the old blanks of the line, which begin with those of the first one.
      if text.suffix(old.utf8.count).elementsEqual(old.utf8), !old.isEmpty,
        text.dropLast(old.utf8.count).suffix(indentation.utf8.count).elementsEqual(indentation.utf8)
      {
        text.removeLast(old.utf8.count)
      }
      text += source.text(of: SourceSpan(start: max(place, gapEnd), end: min(token.span.end, span.end)))
      if token.kind == .endOfFile { break }
      place = max(place, token.span.end)
    }
    return String(decoding: text, as: UTF8.self)
  }
}

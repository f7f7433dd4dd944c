import LoxDiagnostics
import LoxSemantics
import LoxSource
import LoxSyntax

/// A change of the source that does not change what the script does.
public struct Refactoring: Sendable {
  public enum Kind: Sendable, CaseIterable {
    case extractVariable, extractFunction, inlineVariable, inlineFunction
  }

  public var kind: Kind
  /// What it does, for a menu: `Extract a variable`.
  public var title: String
  /// They do not overlap, and are in source order.
  public var edits: [Fix.Edit]
}

extension DocumentIndex {
  /// What can be extracted from a selection, or inlined at its beginning, so that the script does the same.
  ///
  /// What might change the order in which something is evaluated, or the meaning of a name, is not among them. What errors say of
  /// calls (their traces) may differ.
  public func refactorings(
    in selection: SourceSpan, kinds: Set<Refactoring.Kind> = Set(Refactoring.Kind.allCases)
  ) -> [Refactoring] {
    guard !hasErrors else { return [] }
    var found: [Refactoring] = []
    let selected = trimmed(selection)
    guard selected.end > selected.start || occurrence(at: selection.start) != nil else { return [] }
    let places = ExpressionPlaces(self)
    if selected.end > selected.start {
      if kinds.contains(.extractVariable) { found += extractedVariables(selected, places) }
      if kinds.contains(.extractFunction), let function = extractedFunction(selected, places) {
        found.append(function)
      }
    }
    if kinds.contains(.inlineVariable), let inlined = inlinedVariable(at: selection.start, places) {
      found.append(inlined)
    }
    if kinds.contains(.inlineFunction), let inlined = inlinedFunction(at: selection.start, places) {
      found.append(inlined)
    }
    // Bytes that are no text would become other bytes on their way through an editor.
    return found.filter { refactoring in
      !refactoring.edits.contains { $0.text.unicodeScalars.contains("\u{FFFD}") }
        && !hasErrors(after: refactoring.edits)
    }
  }

  /// A selection without the blanks around it.
  private func trimmed(_ span: SourceSpan) -> SourceSpan {
    var start = min(Int(span.start), source.bytes.count)
    var end = min(Int(span.end), source.bytes.count)
    while start < end, source.bytes[start].isWhiteSpace { start += 1 }
    while end > start, source.bytes[end - 1].isWhiteSpace { end -= 1 }
    return SourceSpan(start: UInt32(clamping: start), end: UInt32(clamping: end))
  }

  /// Whether a change makes an error, such as more than the limits of the book's machine allow.
  private func hasErrors(after edits: [Fix.Edit]) -> Bool {
    let changed = Source(name: source.name, bytes: bytes(after: edits))
    return !FrontEnd.analyze(source: changed, profile: profile).diagnostics.isEmpty
  }

  /// The source after some changes, which do not overlap and are in order.
  public func bytes(after edits: [Fix.Edit]) -> [UInt8] {
    var result: [UInt8] = []
    var place: UInt32 = 0
    for edit in edits where edit.span.start >= place {
      result += source.text(of: SourceSpan(start: place, end: edit.span.start))
      result += edit.text.utf8
      place = edit.span.end
    }
    return result + source.text(of: SourceSpan(start: place, end: .max))
  }

  func string(_ span: SourceSpan) -> String { String(decoding: source.text(of: span), as: UTF8.self) }

  // MARK: - Names

  /// A name that the source and its host do not have.
  func freshName(_ wish: String) -> String {
    var taken = hostAPI.globalNames.union(TokenKind.contextualKeywords)
    for place in 0..<ast.names.count {
      let bytes = ast.names.bytes(NameID(place))
      if bytes.starts(with: wish.utf8) { taken.insert(String(decoding: bytes, as: UTF8.self)) }
    }
    guard DocumentIndex.isIdentifier(wish, profile: profile) else { return freshName("value") }
    for number in 1... {
      let name = number == 1 ? wish : wish + String(number)
      if !taken.contains(name) { return name }
    }
    return wish
  }

  /// The occurrences in a part of the source.
  func occurrences(in span: SourceSpan) -> ArraySlice<Occurrence> {
    let first = occurrences.partitioningIndex { $0.span.start >= span.start }
    let end = occurrences.partitioningIndex { $0.span.start >= span.end }
    return occurrences[first..<max(first, end)]
  }

  /// Whether the names in a part of the source mean the same at other places, which are in order.
  func keepsMeaning(_ span: SourceSpan, at offsets: [UInt32]) -> Bool {
    var named: [NameID: SymbolID] = [:]
    var namesReceiver = false
    for occurrence in occurrences(in: span) {
      switch occurrence.target {
      case .symbol(let id): if !self[id].isMember { named[self[id].name] = id }
      case .this, .super: namesReceiver = true
      case .property: break
      }
    }
    if namesReceiver, let first = offsets.first, let last = offsets.last {
      // Another class between them would have its own `this`.
      let between = min(span.start, first)..<max(span.end, last)
      if declarations.contains(where: { $0.kind == .class && between.contains($0.span.start) }) {
        return false
      }
    }
    return keepsMeaning(named, at: offsets)
  }

  /// Whether names mean the same symbols at some places, which are in order.
  func keepsMeaning(_ named: [NameID: SymbolID], at offsets: [UInt32]) -> Bool {
    if named.isEmpty { return true }
    for (place, symbol) in symbols.enumerated() where !symbol.isMember && !symbol.isGlobal {
      guard let id = named[symbol.name], id != SymbolID(place) else { continue }
      // A function's own name is visible in it, so its whole declaration counts.
      let next = offsets.partitioningIndex { $0 >= symbol.span.start }
      if next < offsets.count, offsets[next] <= symbol.visibility.end { return false }
    }
    return true
  }

  // MARK: - Layout

  /// The blanks before the first token of a line; nil if a place is not at the first token.
  func indentation(at offset: UInt32) -> String? {
    var start = Int(offset)
    while start > 0, source.bytes[start - 1].isBlank { start -= 1 }
    guard start == 0 || source.bytes[start - 1] == UInt8(ascii: "\n") else { return nil }
    return String(decoding: source.bytes[start..<Int(offset)], as: UTF8.self)
  }

  /// What puts a statement before another one.
  func insertion(of text: String, before offset: UInt32) -> Fix.Edit {
    let separator = indentation(at: offset).map { "\n" + $0 } ?? " "
    return Fix.Edit(SourceSpan(start: offset, end: offset), text + separator)
  }

  /// A replacement of an expression, with blanks where words would grow together.
  func replacement(of span: SourceSpan, by text: String) -> Fix.Edit {
    func isWord(_ byte: UInt8?) -> Bool {
      byte.map {
        $0 == UInt8(ascii: "_") || ($0 | 0x20) &- UInt8(ascii: "a") < 26 || $0 &- UInt8(ascii: "0") < 10
      }
        ?? false
    }
    let bytes = source.bytes
    let before = span.start > 0 ? bytes[Int(span.start) - 1] : nil
    let after = Int(span.end) < bytes.count ? bytes[Int(span.end)] : nil
    // Two minus signs in a row may be something else.
    let joins =
      isWord(before) && isWord(text.utf8.first) || before == text.utf8.first && before == UInt8(ascii: "-")
    return Fix.Edit(span, (joins ? " " : "") + text + (isWord(after) && isWord(text.utf8.last) ? " " : ""))
  }
}

extension UInt8 {
  fileprivate var isWhiteSpace: Bool { isBlank || self == UInt8(ascii: "\n") }
}

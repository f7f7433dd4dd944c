import LoxSource
import LoxSyntax

/// The words that may be meant in an import.
struct ImportContext {
  enum Place: Hashable {
    /// In the string that names the module, after so much of it.
    case module(SourceSpan)
    /// Between the braces, where a name of the module comes; nil if it is not there yet.
    case name(module: String?, others: Set<String>)
    /// Where a word comes, or a new name, and nothing else.
    case word(String?)
  }

  let place: Place

  /// Nil if the place is not in an import.
  init?(_ source: Source, _ profile: LanguageProfile, at offset: UInt32, from start: UInt32 = 0) {
    var scanner =
      start == 0 ? Scanner(source, profile: profile) : Scanner(source, profile: profile, from: start)
    guard scanner.profile == .extended else { return nil }
    /// The tokens of the import from `import` on: those before the place, and all of them.
    var tokens: [Token] = []
    var isIn = false
    var before: TokenKind?
    while true {
      let token = scanner.next()
      if token.span.start >= offset, tokens.isEmpty { return nil }
      if isIn {
        if token.kind == .semicolon || token.kind == .endOfFile {
          if token.span.end > offset || token.kind == .endOfFile { break }
          (isIn, tokens) = (false, [])
        } else {
          tokens.append(token)
          // An import that is not complete goes on with the next statement.
          if token.span.start > offset, token.kind == .string || token.kind.startsStatement { break }
        }
      } else if token.kind == .endOfFile {
        return nil
      } else if token.kind == .identifier, source.text(of: token.span).elementsEqual("import".utf8),
        before == nil || before == .semicolon || before == .rightBrace, token.span.end < offset
      {
        (isIn, tokens) = (true, [token])
      }
      before = token.kind
    }
    guard let place = ImportContext.place(source, tokens, offset) else { return nil }
    self.place = place
  }

  private static func place(_ source: Source, _ tokens: [Token], _ offset: UInt32) -> Place? {
    func text(_ token: Token) -> String { String(decoding: source.text(of: token.span), as: UTF8.self) }
    let behind = tokens.filter { $0.span.start < offset }
    guard let last = behind.last else { return nil }
    let isAfterImportOrFrom = behind.dropLast().last.map { ["import", "from"].contains(text($0)) } ?? false
    if last.kind == .string || last.kind == .unterminatedString, isAfterImportOrFrom {
      let typed = SourceSpan(start: last.span.start + 1, end: offset)
      let isOver = last.kind == .string && last.span.end <= offset
      // A string that is not closed reaches to the next quote.
      if !isOver { return source.text(of: typed).contains(UInt8(ascii: "\n")) ? nil : .module(typed) }
      return .word(behind.count == 2 ? "as" : nil)
    }
    // The word at the cursor is being typed.
    let complete = last.kind == .identifier && last.span.end >= offset ? behind.dropLast() : behind[...]
    guard complete.count > 1, let previous = complete.last else { return .word(nil) }
    if complete[1].kind != .leftBrace { return .word(previous.kind == .string ? "as" : nil) }
    switch previous.kind {
    case .leftBrace, .comma:
      let others = tokens.filter {
        $0.kind == .identifier && !($0.span.start <= offset && offset <= $0.span.end)
      }
      return .name(module: module(source, tokens), others: Set(others.map(text)))
    case .rightBrace: return .word("from")
    // After an `as` comes a new name.
    case .identifier: return .word(text(previous) == "as" ? nil : "as")
    default: return .word(nil)
    }
  }

  /// The module behind `from`.
  private static func module(_ source: Source, _ tokens: [Token]) -> String? {
    zip(tokens, tokens.dropFirst()).first { word, string in
      string.kind == .string && source.text(of: word.span).elementsEqual("from".utf8)
    }.map { _, string in
      let span = SourceSpan(start: string.span.start + 1, end: string.span.end - 1)
      return String(decoding: source.text(of: span), as: UTF8.self)
    }
  }
}

/// What completions are told of modules.
public struct ModuleCompletions {
  /// The names of those that can be imported.
  public var names: () -> [String]
  /// The script of one.
  public var index: (String) -> DocumentIndex?

  public init(
    names: @escaping () -> [String] = { [] }, index: @escaping (String) -> DocumentIndex? = { _ in nil }
  ) {
    (self.names, self.index) = (names, index)
  }
}

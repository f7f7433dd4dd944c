import LoxSyntax
import LoxTerminal
import LoxTooling

/// What the line editor knows about Lox, about commands, and about the values of the session.
struct ReplLanguage: InputLanguage {
  private let session: ReplSession

  init(_ session: ReplSession) { self.session = session }

  // MARK: - Enter

  func continuation(of text: String) -> Continuation {
    var code = text
    if let line = ReplCommand.Line(text) {
      guard line.command?.takesCode == true, !line.argument.isEmpty else { return .complete }
      code = line.argument
    }
    switch InteractiveInput(Array(code.utf8)).status {
    case .complete: return .complete
    case .incomplete(let depth): return .incomplete(indentation: depth)
    }
  }

  // MARK: - Colours

  func styles(of text: String, cursor: Int?) -> [StyledRange] {
    let bytes = Array(text.utf8)
    let start = codeStart(bytes)
    var styles: [StyledRange] = []
    if start > 0 { styles.append(StyledRange(0..<start, Style(.blue, isBold: true))) }
    let code = Array(bytes[start...])
    styles += HighlightedRange.all(in: code).map { part in
      StyledRange(part.range.lowerBound + start..<part.range.upperBound + start, Style(part.class))
    }
    for bracket in cursor.map({ BracketPair.around($0 - start, in: code) }) ?? [] {
      styles.append(
        StyledRange(bracket + start..<bracket + start + 1, Style(isBold: true, isUnderlined: true)))
    }
    return styles.sorted { $0.bytes.lowerBound < $1.bytes.lowerBound }
  }

  /// Where the code begins, after the name of a command if there is one.
  private func codeStart(_ bytes: [UInt8]) -> Int {
    guard bytes.first(where: { $0 != UInt8(ascii: " ") }) == UInt8(ascii: ":"),
      let colon = bytes.firstIndex(of: UInt8(ascii: ":"))
    else { return 0 }
    return bytes[colon...].firstIndex(of: UInt8(ascii: " ")) ?? bytes.count
  }

  // MARK: - Completion

  func completions(of text: String) -> Completions {
    let bytes = Array(text.utf8)
    let start = codeStart(bytes)
    if start == bytes.count, start > 0 { return commands(text) }
    if let line = ReplCommand.Line(text), line.command == .load {
      return files(line.argument, end: bytes.count)
    }
    guard let context = CompletionContext(endOf: Array(bytes[start...])) else {
      return Completions(start: bytes.count, candidates: [])
    }
    var names = Set(context.namesInText)
    let values = session.values
    switch context.subject {
    case .name:
      names.formUnion(TokenKind.keywords.lazy.map(\.text))
      names.formUnion(values.globalNames)
    case .member(let receiver):
      // If the value could be known only by running something, the names of all members are offered.
      if let known = receiver.flatMap(values.members(of:)) {
        names = Set(known)
      } else {
        names.formUnion(values.memberNames)
      }
    }
    let candidates = names.filter { $0.hasPrefix(context.prefix) && !ReplSession.isValueName($0) }
    return Completions(start: context.start + start, candidates: candidates.sorted())
  }

  private func commands(_ text: String) -> Completions {
    let words = ReplCommand.allCases.map { ":" + $0.rawValue }
    let typed = String(text.drop(while: \.isWhitespace))
    return Completions(
      start: text.utf8.count - typed.utf8.count, candidates: words.filter { $0.hasPrefix(typed) }.sorted())
  }

  /// The scripts and folders with which a path may continue.
  private func files(_ path: String, end: Int) -> Completions {
    let typed = path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
    let folder = String(path.dropLast(typed.count))
    let entries = File.entries(of: Path(bytes: Array((folder.isEmpty ? "." : folder).utf8))) ?? []
    let names = entries.compactMap { entry -> String? in
      let name = String(decoding: entry.name, as: UTF8.self)
      let isFolder = entry.kind == .folder
      guard name.hasPrefix(typed), isFolder || name.hasSuffix(".lox") else { return nil }
      return isFolder ? name + "/" : name
    }
    return Completions(start: end - typed.utf8.count, candidates: names.sorted())
  }
}

extension Style {
  init(_ kind: HighlightedRange.Class) {
    switch kind {
    case .keyword: self.init(.magenta)
    case .constant, .number: self.init(.cyan)
    case .string: self.init(.green)
    case .comment: self.init(.gray)
    case .function: self.init(.blue)
    case .class: self.init(.yellow)
    case .error: self.init(.red)
    }
  }
}

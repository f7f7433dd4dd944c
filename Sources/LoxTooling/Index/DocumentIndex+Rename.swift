import LoxSource
import LoxSyntax

/// Why something can't be renamed.
public struct RenameError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A sentence for the user.
  public var description: String

  public init(description: String) { self.description = description }
}

extension DocumentIndex {
  /// The name at a place, if it can be renamed.
  public func renamableSpan(at offset: UInt32) throws(RenameError) -> SourceSpan {
    guard let occurrence = occurrence(at: offset) else {
      throw RenameError(description: "There is no name here.")
    }
    let text = String(decoding: source.text(of: occurrence.span), as: UTF8.self)
    switch occurrence.target {
    case .this, .super: throw RenameError(description: "'\(text)' is a keyword.")
    case .symbol(let id):
      if self[id].kind == .undeclared {
        throw RenameError(description: "'\(text)' is not defined in this file.")
      }
      if self[id].kind == .initializer {
        throw RenameError(description: "'init' is the name that makes a method an initializer.")
      }
      if self[id].kind == .operator {
        throw RenameError(description: "An operator has no other name.")
      }
    case .property(.initializer):
      throw RenameError(description: "'init' is the name that makes a method an initializer.")
    case .property(let name):
      if members(named: name).isEmpty {
        throw RenameError(description: "'\(text)' is not defined in this file.")
      }
    }
    return occurrence.span
  }

  /// The places to change for another name of what is named at an offset.
  ///
  /// - Throws: If the name is no identifier, or if the script would then do something else.
  public func rename(at offset: UInt32, to newName: String) throws(RenameError) -> [SourceSpan] {
    let span = try renamableSpan(at: offset)
    guard DocumentIndex.isIdentifier(newName) else {
      throw RenameError(description: "'\(newName)' is not a name.")
    }
    guard let occurrence = occurrence(at: offset) else { return [] }
    if source.text(of: span).elementsEqual(newName.utf8) { return [] }

    let spans: [SourceSpan]
    if let family = family(of: occurrence) {
      spans = try renameMember(family, family.root(of: occurrence), to: newName)
    } else {
      if case .symbol(let id) = occurrence.target, self[id].isGlobal, hostAPI.globalNames.contains(newName) {
        throw RenameError(description: "The host already defines '\(newName)'.")
      }
      spans = references(at: offset).map(\.span)
    }
    let places = Set(shorthands.map(\.span))
    if let shorthand = spans.first(where: { places.contains($0) }) {
      let line = LineTable(source).line(at: shorthand.start)
      throw RenameError(
        description: "On line \(line), the name is that of a variable and of a property at once.")
    }
    try checkMeaning(afterRenaming: spans, to: newName)
    return spans
  }

  /// Whether some names, which mean the same, can get another one together.
  ///
  /// - Throws: If the script would then do something else.
  public func checkRename(of spans: [SourceSpan], to newName: String) throws(RenameError) {
    try checkMeaning(afterRenaming: spans, to: newName)
  }

  private func renameMember(
    _ family: MemberFamily, _ root: MemberFamily.Root, to newName: String
  ) throws(RenameError) -> [SourceSpan] {
    let uses = family.renamedUses(from: root)
    let oldName = text(of: family.name)
    if uses.contains(where: { $0.root == .map }) {
      throw RenameError(description: "'\(oldName)' is the key of a map, which data or strings may contain.")
    }
    if uses.contains(where: { $0.root == .host }) || isHostMember(oldName, uses) {
      throw RenameError(description: "'\(oldName)' is a member of a class of the host or the core library.")
    }
    if newName == "init" {
      throw RenameError(description: "'init' is the name that makes a method an initializer.")
    }
    let roots = Set(uses.map(\.root))
    for (key, id) in members where text(of: key.name) == newName {
      let root = self.root(of: key.owner)
      guard roots.contains(key.isOfClass ? .statics(root) : .class(root)) else { continue }
      let owner = self[id].container.map { name(of: $0) } ?? ""
      throw RenameError(description: "'\(owner)' already has a member '\(newName)'.")
    }
    for root in roots {
      guard case .class(let owner) = root, let host = hostSuperclass(of: owner) else { continue }
      if hostAPI.method(named: newName, of: host) != nil || hostAPI.property(named: newName, of: host) != nil
      {
        throw RenameError(description: "'\(host.name)' already has a member '\(newName)'.")
      }
    }
    return uses.map(\.occurrence.span)
  }

  /// Whether a name that is used on unknown values, or in a class that inherits from the host, is the host's.
  private func isHostMember(_ name: String, _ uses: [MemberFamily.Use]) -> Bool {
    for use in uses {
      if case .class(let owner) = use.root, let host = hostSuperclass(of: owner) {
        if hostAPI.method(named: name, of: host) != nil { return true }
        if hostAPI.property(named: name, of: host) != nil { return true }
      }
    }
    guard uses.contains(where: { $0.root == .unknown }) else { return false }
    // What a core library's value might be is a value of the script in most cases, unless a method is called.
    return hostAPI.classes.contains { host in
      host.methods.contains { $0.name == name }
        || !host.isCore && host.properties.contains { $0.name == name }
    }
  }

  /// Indexes the source as it would become, and compares what its names mean.
  private func checkMeaning(
    afterRenaming spans: [SourceSpan], to newName: String
  ) throws(RenameError) {
    let renamed = DocumentIndex(
      source: Source(name: source.name, bytes: bytes(replacing: spans, with: newName)), profile: profile,
      hostAPI: hostAPI)
    if renamed.hasErrors, !hasErrors {
      throw RenameError(description: "'\(newName)' would be an error here: the name is already in use.")
    }
    for (old, new) in zip(occurrences, renamed.occurrences) where !Self.isSame(old.target, new.target) {
      let line = LineTable(source).line(at: old.span.start)
      throw RenameError(
        description: "'\(newName)' is already in use: a name on line \(line) would mean something else.")
    }
    if occurrences.count != renamed.occurrences.count {
      throw RenameError(description: "'\(newName)' would change what the script does.")
    }
  }

  /// Whether targets of two sources that differ only in names are the same.
  private static func isSame(_ old: Occurrence.Target, _ new: Occurrence.Target) -> Bool {
    if case .property = old, case .property = new { return true }
    return old == new
  }

  /// The source with a text at some places, which are in order.
  public func bytes(replacing spans: [SourceSpan], with text: String) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(source.bytes.count + spans.count * text.utf8.count)
    var start: UInt32 = 0
    for span in spans where span.start >= start {
      result += source.text(of: SourceSpan(start: start, end: span.start))
      result += text.utf8
      start = span.end
    }
    result += source.text(of: SourceSpan(start: start, end: UInt32.max))
    return result
  }

  /// Whether a text can be a name.
  public static func isIdentifier(_ text: String, profile: LanguageProfile = .extended) -> Bool {
    var scanner = Scanner(Source(name: "", text: text), profile: profile)
    let token = scanner.next()
    return token.kind == .identifier && token.span.start == 0 && Int(token.span.end) == text.utf8.count
  }
}

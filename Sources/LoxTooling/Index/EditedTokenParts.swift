import LoxSource

/// The parts of a text that changes, for its semantic tokens: those of a part are made again only if they may be others than before.
///
///     var parts = EditedTokenParts()
///     edited.update(to: source)
///     parts.update(to: edited)
///     for part in parts.all { part.version … edited.semanticTokens(in: part.span) }
public struct EditedTokenParts: Sendable {
  /// A declaration of the script, or a few that can't be told apart, with what is before them.
  public struct Part: Sendable {
    /// Another one if its tokens may be others, and then greater than those of all parts before the change.
    public var version: Int
    public var span: SourceSpan
    fileprivate var declaration: Int
  }

  /// They cover the whole text.
  public private(set) var all: [Part] = []
  private var facts = SemanticTokenFacts()
  private var lastVersion = 0
  private var lastDeclaration = -1

  public init() {}

  /// Takes note of changes of a text. It is the same index each time.
  public mutating func update(to edited: EditedIndex) {
    let newFacts = SemanticTokenFacts(edited.index)
    let changes = facts.changedPlaces(newFacts, in: edited.index)
    facts = newFacts
    var places = (changes ?? [])[...]
    var old = all[...]
    let declarations = edited.separateDeclarations
    let end = UInt32(truncatingIfNeeded: edited.index.source.bytes.count)
    var new: [Part] = []
    new.reserveCapacity(declarations.count)
    for (place, declaration) in declarations.enumerated() {
      let next = place + 1 < declarations.count ? declarations[place + 1].start : end
      var part = Part(
        version: 0, span: SourceSpan(start: declaration.start, end: next), declaration: declaration.number)
      if declaration.number <= lastDeclaration, changes != nil {
        while let first = old.popFirst() {
          guard first.declaration == declaration.number else { continue }
          part.version = first.version
          break
        }
      }
      while let changed = places.first, changed < next {
        part.version = 0
        places.removeFirst()
      }
      if part.version == 0 {
        lastVersion += 1
        part.version = lastVersion
      }
      new.append(part)
    }
    all = new
    lastDeclaration = new.reduce(lastDeclaration) { max($0, $1.declaration) }
  }
}

extension EditedIndex {
  /// The semantic tokens in a part of the text.
  public func semanticTokens(in range: SourceSpan) -> [SemanticToken] {
    let declarations = separateDeclarations
    let next = declarations.partitioningIndex { $0.start > range.start }
    return index.semanticTokens(in: range, from: next > 0 ? declarations[next - 1].start : 0)
  }

  /// The declarations of the script, or nothing as one, by their numbers. Those that a scanner can't begin with belong to the one
  /// before.
  fileprivate var separateDeclarations: [(number: Int, start: UInt32)] {
    var result: [(number: Int, start: UInt32)] = []
    result.reserveCapacity(parts.count)
    for (number, part) in zip(numbers, parts) where result.isEmpty || part.isIndependent {
      result.append((number, result.isEmpty ? 0 : part.start))
    }
    return result.isEmpty ? [(number: nextNumber - 1, start: UInt32(0))] : result
  }
}

import LoxSource
import LoxTooling

/// The semantic tokens of a document as the protocol has them: five numbers for each, the places relative to the token before.
///
/// They are kept by parts of the text, and made again only where they may be others.
struct DocumentTokens {
  /// The tokens of a part.
  private struct Block {
    let version: Int
    /// Where the first token begins, and where the last one, from the beginning of the part on.
    var first = 0
    var last = 0
    var data: [UInt32] = []
  }

  /// Numbers to be replaced in the list that a client has.
  struct Edit {
    var start: Int
    var deleteCount: Int
    var data: [UInt32]
  }

  private var parts = EditedTokenParts()
  private var blocks: [Block] = []
  private var lastVersion = 0

  /// All numbers.
  var data: [UInt32] { blocks.flatMap(\.data) }

  /// Takes note of changes of the text. It is the same index each time.
  mutating func update(to edited: EditedIndex, _ text: DocumentText, _ encoding: PositionEncoding) {
    parts.update(to: edited)
    let index = edited.index
    var old = blocks[...]
    var new: [Block] = []
    new.reserveCapacity(parts.all.count)
    var lastToken = 0
    var hasChanged = false
    for part in parts.all {
      var block = Block(version: part.version)
      if part.version > lastVersion {
        let tokens = index.semanticTokens(in: part.span, from: part.span.start)
        var encoder = TokenEncoder(text, encoding)
        for token in tokens { encoder.add(token) }
        block.data = encoder.data
        block.first = encoder.first - Int(part.span.start)
        block.last = encoder.last - Int(part.span.start)
        hasChanged = true
      } else {
        while let first = old.popFirst() {
          guard first.version == part.version else { continue }
          block = first
          break
        }
      }
      if !block.data.isEmpty {
        let start = Int(part.span.start)
        if hasChanged {
          (block.data[0], block.data[1]) = text.distance(from: lastToken, to: start + block.first, encoding)
        }
        hasChanged = part.version > lastVersion
        lastToken = start + block.last
      }
      new.append(block)
    }
    blocks = new
    lastVersion = new.reduce(lastVersion) { max($0, $1.version) }
  }

  /// What has changed since an earlier state.
  func edits(since old: DocumentTokens) -> [Edit] {
    var edits: [Edit] = []
    var rest = old.blocks[...]
    /// Where in the old numbers those begin that were not looked at yet.
    var place = 0
    var removed: [UInt32] = []
    var added: [UInt32] = []
    func flush() {
      if let edit = Edit(at: place, removed, added) { edits.append(edit) }
      place += removed.count
      (removed, added) = ([], [])
    }
    for block in blocks {
      guard block.version <= old.lastVersion,
        let kept = rest.firstIndex(where: { $0.version == block.version })
      else {
        added += block.data
        continue
      }
      for gone in rest[..<kept] { removed += gone.data }
      // The first place depends on the token before, the rest does not.
      removed += rest[kept].data.prefix(2)
      added += block.data.prefix(2)
      flush()
      place += max(0, block.data.count - 2)
      rest = rest[(kept + 1)...]
    }
    for gone in rest { removed += gone.data }
    flush()
    return edits
  }
}

extension DocumentTokens.Edit {
  /// Nil if there is no difference.
  init?(at place: Int, _ removed: [UInt32], _ added: [UInt32]) {
    guard let difference = Difference(from: removed, to: added) else { return nil }
    self.init(
      start: place + difference.old.lowerBound, deleteCount: difference.old.count,
      data: Array(added[difference.new]))
  }
}

/// Encodes tokens in order.
struct TokenEncoder {
  private let text: DocumentText
  private let encoding: PositionEncoding
  private(set) var data: [UInt32] = []
  /// Where the first token begins, whose place is left open.
  private(set) var first = 0
  /// Where the last token, or the last line of one, begins.
  private(set) var last = 0
  private var lastLine = 0
  private var line = 0
  private var lineRange = 0..<0

  init(_ text: DocumentText, _ encoding: PositionEncoding) {
    (self.text, self.encoding) = (text, encoding)
  }

  mutating func add(_ token: SemanticToken) {
    var start = Int(token.span.start)
    let end = Int(token.span.end)
    if start > lineRange.upperBound || data.isEmpty {
      line = text.line(at: start)
      lineRange = text.range(ofLine: line)
    }
    // A token must not span lines: it becomes several.
    while true {
      let partEnd = min(end, lineRange.upperBound)
      if partEnd > start { add(start..<partEnd, token) }
      guard end > lineRange.upperBound, line + 1 < text.lineCount else { break }
      line += 1
      lineRange = text.range(ofLine: line)
      start = lineRange.lowerBound
    }
  }

  private mutating func add(_ part: Range<Int>, _ token: SemanticToken) {
    if data.isEmpty {
      first = part.lowerBound
      data += [0, 0]
    } else {
      let isSameLine = line == lastLine
      data.append(UInt32(truncatingIfNeeded: line - lastLine))
      append(text.units(in: (isSameLine ? last : lineRange.lowerBound)..<part.lowerBound, encoding))
    }
    append(text.units(in: part, encoding))
    data.append(UInt32(token.kind.rawValue))
    data.append(UInt32(token.modifiers.rawValue))
    (last, lastLine) = (part.lowerBound, line)
  }

  private mutating func append(_ number: Int) { data.append(UInt32(truncatingIfNeeded: number)) }
}

extension DocumentText {
  /// The lines from one place to a later one, and the characters, from the beginning of the line if it is another.
  func distance(from start: Int, to end: Int, _ encoding: PositionEncoding) -> (UInt32, UInt32) {
    let (first, last) = (line(at: start), line(at: end))
    let from = first == last ? start : range(ofLine: last).lowerBound
    let count = units(in: from..<end, encoding)
    return (UInt32(truncatingIfNeeded: last - first), UInt32(truncatingIfNeeded: count))
  }
}

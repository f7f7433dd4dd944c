/// What is known of each match of a pattern, from left to right: texts that are in it, and what else there may be.
struct Outline {
  private enum Part {
    case literal(UInt32)
    /// Any number of characters out of these; nil for all.
    case others(CodePointSet?)
  }

  private enum Task {
    case node(Pattern.NodeID)
    case part(Part)
  }

  /// No text is longer.
  static let maximumTextLength = 32
  private static let maximumPartCount = 64

  private var parts: [Part] = []
  private(set) var isAnchored = false
  private(set) var beginsLine = false

  init(_ pattern: Pattern, _ work: inout CompilationWork) throws(RegularExpressionError) {
    // What comes next, the last one first.
    var stack = [Task.node(pattern.root)]
    var isAtStart = true
    let unions = try Outline.unions(pattern, &work)
    while let task = stack.popLast() {
      guard parts.count < Outline.maximumPartCount, stack.count < 1 << 12 else {
        parts.append(.others(nil))
        return
      }
      guard case .node(let id) = task else {
        if case .part(let part) = task { parts.append(part) }
        continue
      }
      switch pattern.nodes[id] {
      case .empty: break
      case .assertion(let assertion):
        if isAtStart, assertion == .textStart { isAnchored = true }
        if isAtStart, assertion == .lineStart { beginsLine = true }
      case .literal(let code):
        parts.append(.literal(code))
        isAtStart = false
      case .sequence(let children): stack += children.reversed().map { .node($0) }
      case .group(let body, _): stack.append(.node(body))
      case .repetition(let body, let minimum, let maximum, _) where minimum > 0:
        // The first repetitions are there in any case.
        if minimum == maximum, minimum <= 4 {
          stack += Array(repeating: .node(body), count: minimum)
        } else {
          stack += [.part(.others(unions[body])), .node(body)]
        }
      case .set, .choice, .repetition:
        parts.append(.others(unions[id]))
        isAtStart = false
      }
    }
  }

  /// For each node, the characters that it can match; nil for all, or if they are many.
  private static func unions(
    _ pattern: Pattern, _ totalWork: inout CompilationWork
  ) throws(RegularExpressionError) -> [CodePointSet?] {
    var unions: [CodePointSet?] = []
    // Large patterns are not worth much time.
    var work = 0
    func union(_ parts: [Pattern.NodeID]) -> CodePointSet? {
      var ranges: [CodePointSet.Range] = []
      var hasInvalidBytes = false
      for part in parts {
        guard let set = unions[part] else { return nil }
        ranges += set.ranges
        hasInvalidBytes = hasInvalidBytes || set.hasInvalidBytes
        work += set.ranges.count + 1
        guard ranges.count <= 256, work <= 1 << 14 else { return nil }
      }
      return CodePointSet(ranges, hasInvalidBytes: hasInvalidBytes)
    }
    for node in pattern.nodes {
      let found: CodePointSet? =
        switch node {
        case .empty, .assertion: CodePointSet([])
        case .literal(let code): CodePointSet(code...code)
        case .set(let set): pattern.sets[set].ranges.count <= 64 ? pattern.sets[set] : nil
        case .sequence(let parts), .choice(let parts): union(parts)
        case .group(let body, _), .repetition(let body, _, _, _): unions[body]
        }
      unions.append(found)
      try totalWork.add(16)
    }
    return unions
  }

  /// The text that is best to look for.
  func landmark(_ alphabet: Alphabet) -> Landmark? {
    if isAnchored { return nil }
    var best: (landmark: Landmark, score: Int)?
    var before: CodePointSet? = CodePointSet([])
    var place = 0
    while place < parts.count {
      var text: [UInt8] = []
      var end = place
      var codes = CodePointSet([])
      while end < parts.count, case .literal(let code) = parts[end] {
        let bytes = Units.bytes(of: code)
        guard !bytes.isEmpty, text.count + bytes.count <= Outline.maximumTextLength else { break }
        text += bytes
        codes = codes.union(CodePointSet(code...code))
        end += 1
      }
      if let known = before, !text.isEmpty {
        let landmark = Landmark(text, after: known, alphabet)
        let score = landmark.search.rarity + min(text.count, 8) * 2 - (known.ranges.isEmpty ? 0 : 8)
        if score > best?.score ?? -4 { best = (landmark, score) }
      }
      if end == place {
        if case .others(let set) = parts[place], let set, let known = before {
          before = known.union(set)
        } else {
          before = nil
        }
        end += 1
      } else if let known = before {
        before = known.union(codes)
      }
      guard let known = before, known.ranges.count <= 256 else { break }
      place = end
    }
    if let best { return best.landmark }
    return beginsLine ? Landmark(beginOfLines: alphabet) : nil
  }
}

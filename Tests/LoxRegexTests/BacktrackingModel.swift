import LoxRegex

/// A pattern as a tree, and what it matches, by trying one way after the other: slow, but plain.
indirect enum ModelPattern {
  case empty
  case literal(Character)
  /// As it is written, and what it matches; nil is a byte that belongs to no valid sequence.
  case set(String, @Sendable (Unicode.Scalar?) -> Bool)
  case assertion(String)
  case sequence([ModelPattern])
  case choice([ModelPattern])
  case group(ModelPattern, number: Int?)
  case repetition(ModelPattern, minimum: Int, maximum: Int?, isGreedy: Bool)

  var text: String {
    switch self {
    case .empty: return ""
    case .literal(let character): return String(character)
    case .set(let text, _): return text
    case .assertion(let text): return text
    case .sequence(let parts): return parts.map(\.text).joined()
    case .choice(let parts): return parts.map(\.text).joined(separator: "|")
    case .group(let body, let number): return "(" + (number == nil ? "?:" : "") + body.text + ")"
    case .repetition(let body, let minimum, let maximum, let isGreedy):
      let bounds =
        switch (minimum, maximum) {
        case (0, nil): "*"
        case (1, nil): "+"
        case (0, 1): "?"
        case (_, nil): "{\(minimum),}"
        case (_, let maximum?): maximum == minimum ? "{\(minimum)}" : "{\(minimum),\(maximum)}"
        }
      return body.text + bounds + (isGreedy ? "" : "?")
    }
  }
}

struct BacktrackingModel {
  /// Code points, or nil for bytes that belong to no valid sequence.
  let units: [Unicode.Scalar?]
  let flags: RegularExpressionFlags
  var groups: [Range<Int>?]
  /// Gives up when it is 0: patterns such as `(a*)*b` take too long here.
  var patience = 20_000

  init(_ units: [Unicode.Scalar?], groupCount: Int, _ flags: RegularExpressionFlags) {
    self.units = units
    self.flags = flags
    groups = Array(repeating: nil, count: groupCount)
  }

  /// The leftmost match from a place on, in units.
  mutating func firstMatch(_ pattern: ModelPattern, from start: Int) -> Range<Int>? {
    for place in start...units.count {
      var end = 0
      if match(
        pattern, place,
        { _, found in
          end = found
          return true
        })
      {
        return place..<end
      }
    }
    return nil
  }

  private typealias Continuation = (inout BacktrackingModel, Int) -> Bool

  private func equal(_ a: Unicode.Scalar?, _ b: Unicode.Scalar) -> Bool {
    guard let a else { return false }
    if a == b { return true }
    return flags.ignoresCase && a.properties.lowercaseMapping == b.properties.lowercaseMapping
  }

  private mutating func match(_ pattern: ModelPattern, _ place: Int, _ next: Continuation) -> Bool {
    patience -= 1
    guard patience > 0 else { return false }
    switch pattern {
    case .empty: return next(&self, place)
    case .literal(let character):
      guard place < units.count, let scalar = character.unicodeScalars.first, equal(units[place], scalar)
      else {
        return false
      }
      return next(&self, place + 1)
    case .set(_, let contains):
      guard place < units.count, contains(units[place]) else { return false }
      return next(&self, place + 1)
    case .assertion(let text): return holds(text, place) && next(&self, place)
    case .sequence(let parts): return sequence(parts[...], place, next)
    case .choice(let parts):
      for part in parts where match(part, place, next) { return true }
      return false
    case .group(let body, let number):
      guard let number else { return match(body, place, next) }
      return match(body, place) { model, end in
        let outer = model.groups[number - 1]
        model.groups[number - 1] = place..<end
        if next(&model, end) { return true }
        model.groups[number - 1] = outer
        return false
      }
    case .repetition(let body, let minimum, let maximum, let isGreedy):
      if minimum > 0 {
        return match(body, place) { model, end in
          model.match(
            .repetition(body, minimum: minimum - 1, maximum: maximum.map { $0 - 1 }, isGreedy: isGreedy), end,
            next)
        }
      }
      if maximum == 0 { return next(&self, place) }
      if !isGreedy, next(&self, place) { return true }
      let isMatch = match(body, place) { model, end in
        // A repetition that is not asked for and matches nothing is none.
        if end == place { return false }
        return model.match(
          .repetition(body, minimum: 0, maximum: maximum.map { $0 - 1 }, isGreedy: isGreedy), end, next)
      }
      return isMatch || isGreedy && next(&self, place)
    }
  }

  private mutating func sequence(_ parts: ArraySlice<ModelPattern>, _ place: Int, _ next: Continuation)
    -> Bool
  {
    guard let first = parts.first else { return next(&self, place) }
    return match(first, place) { model, end in model.sequence(parts.dropFirst(), end, next) }
  }

  private func holds(_ assertion: String, _ place: Int) -> Bool {
    let left = place > 0 ? units[place - 1] : nil
    let right = place < units.count ? units[place] : nil
    func isWord(_ scalar: Unicode.Scalar?) -> Bool {
      guard let scalar, scalar.isASCII else { return false }
      return scalar == "_" || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
    }
    switch assertion {
    case "^": return place == 0 || flags.matchesLines && left == "\n"
    case "$": return place == units.count || flags.matchesLines && right == "\n"
    case "\\b": return isWord(left) != isWord(right)
    case "\\B": return isWord(left) == isWord(right)
    case "\\A": return place == 0
    default: return place == units.count
    }
  }
}

import LoxRegex
import Testing

/// Random patterns on random texts, compared with the model.
@Suite struct ModelTests {
  struct Numbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
      return mixed ^ mixed >> 31
    }
    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
  }

  struct Generator {
    var numbers: Numbers
    var groupCount = 0
    let flags: RegularExpressionFlags

    mutating func pattern(_ depth: Int) -> ModelPattern {
      if depth == 0 { return atom() }
      switch numbers.below(10) {
      case 0, 1: return atom()
      case 2, 3, 4: return .sequence((0...numbers.below(3)).map { _ in item(depth - 1) })
      case 5, 6:
        return .group(.choice((0...1 + numbers.below(2)).map { _ in pattern(depth - 1) }), number: nil)
      case 7: return group(depth)
      default: return repetition(depth)
      }
    }

    /// What can stand in a sequence.
    private mutating func item(_ depth: Int) -> ModelPattern { pattern(depth) }

    private mutating func group(_ depth: Int) -> ModelPattern {
      let number = numbers.below(3) > 0 && groupCount < 6 ? groupCount + 1 : nil
      if number != nil { groupCount += 1 }
      return .group(
        numbers.below(2) == 0 ? .choice([pattern(depth - 1), pattern(depth - 1)]) : pattern(depth - 1),
        number: number)
    }

    private mutating func repetition(_ depth: Int) -> ModelPattern {
      let body: ModelPattern =
        switch numbers.below(3) {
        case 0: character()
        default: group(depth)
        }
      let minimum = [0, 0, 0, 1, 1, 2].randomElement(using: &numbers) ?? 0
      let maximum = numbers.below(3) == 0 ? max(1, minimum + numbers.below(3)) : nil
      return .repetition(body, minimum: minimum, maximum: maximum, isGreedy: numbers.below(3) > 0)
    }

    private mutating func atom() -> ModelPattern {
      switch numbers.below(8) {
      case 0: return .empty
      case 1: return .assertion(["^", "$", "\\b", "\\B", "\\A", "\\z"].randomElement(using: &numbers) ?? "^")
      default: return character()
      }
    }

    private mutating func character() -> ModelPattern {
      let flags = flags
      switch numbers.below(9) {
      case 0: return .set(".") { $0 != "\n" || flags.dotMatchesAll }
      case 1:
        return .set("[ab]") { $0 == "a" || $0 == "b" || flags.ignoresCase && ($0 == "A" || $0 == "B") }
      case 2: return .set("[^a]") { $0 != "a" && !(flags.ignoresCase && $0 == "A") }
      case 3: return .set("\\w") { $0.map { "abA_".unicodeScalars.contains($0) } ?? false }
      case 4:
        return .set("[b-é]") {
          $0.map {
            $0.value >= 0x62 && $0.value <= 0xE9
              || flags.ignoresCase && ($0.value >= 0x42 && $0.value <= 0x5A || $0.value == 0xC9)
          } ?? false
        }
      case 5: return .set("\\W") { $0.map { !"abA_".unicodeScalars.contains($0) } ?? true }
      default: return .literal(["a", "b", "a", "b", "é", "\n", "_"].randomElement(using: &numbers) ?? "a")
      }
    }

    mutating func units() -> [[UInt8]] {
      (0..<numbers.below(12)).map { _ in
        let choices: [[UInt8]] = [
          [97], [97], [98], [98], [97], [98], [10], [95], [65], [32], Array("é".utf8), Array("É".utf8),
          Array("😀".utf8), [0xFF], [0xC3], [0x80], [0xE2, 0x82],
        ]
        return choices.randomElement(using: &numbers) ?? []
      }
    }
  }

  /// The units of a text: code points or single bytes.
  static func units(_ bytes: [UInt8]) -> [(scalar: Unicode.Scalar?, count: Int)] {
    var units: [(Unicode.Scalar?, Int)] = []
    var place = 0
    while place < bytes.count {
      var found: (Unicode.Scalar?, Int) = (nil, 1)
      for length in 1...4 where place + length <= bytes.count {
        if let text = String(validating: bytes[place..<place + length], as: UTF8.self),
          let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1
        {
          found = (scalar, length)
          break
        }
      }
      units.append(found)
      place += found.1
    }
    return units
  }

  static func check(seed: UInt64) throws -> Int {
    var numbers = Numbers(state: seed)
    var flags = RegularExpressionFlags()
    (flags.ignoresCase, flags.matchesLines, flags.dotMatchesAll) = (
      numbers.below(4) == 0, numbers.below(2) == 0, numbers.below(3) == 0
    )
    var generator = Generator(numbers: numbers, flags: flags)
    let pattern = generator.pattern(1 + generator.numbers.below(4))
    let expression = try RegularExpression(Array(pattern.text.utf8), flags)
    #expect(expression.groupCount == generator.groupCount)
    var matcher = RegularExpressionMatcher(expression)
    var compared = 0
    for _ in 0..<6 {
      let bytes = Array(generator.units().joined())
      let units = units(bytes)
      let places = units.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
      let start = generator.numbers.below(3) == 0 ? generator.numbers.below(units.count + 1) : 0
      var model = BacktrackingModel(units.map(\.scalar), groupCount: expression.groupCount, flags)
      let expected = model.firstMatch(pattern, from: start)
      guard model.patience > 0 else { continue }
      compared += 1
      let expectedBytes = expected.map { places[$0.lowerBound]..<places[$0.upperBound] }
      let found = matcher.firstMatch(in: bytes.span, from: places[start])
      let comment: Comment =
        "seed \(seed): \(pattern.text.debugDescription) \(flags) on \(bytes) from \(start)"
      #expect(found == (expectedBytes.map { .match($0) } ?? .none), comment)
      #expect(matcher.hasMatch(in: bytes.span, from: places[start]) == (expected != nil), comment)
      // Work does not depend on what the automata know.
      let warm = matcher.work
      _ = matcher.firstMatch(in: bytes.span, from: places[start])
      var fresh = RegularExpressionMatcher(expression)
      _ = fresh.firstMatch(in: bytes.span, from: places[start])
      #expect(fresh.work == matcher.work - warm, comment)
      guard case .match(let match) = found, match == expectedBytes else { continue }
      let isComplete = matcher.findGroups(of: match, in: bytes.span)
      #expect(isComplete)
      for number in 0..<expression.groupCount {
        let group = model.groups[number].map { places[$0.lowerBound]..<places[$0.upperBound] }
        #expect(matcher.group(number + 1) == group, "group \(number + 1) of \(comment)")
      }
    }
    return compared
  }

  @Test(arguments: 0..<20)
  func randomPatterns(_ part: Int) throws {
    var compared = 0
    for number in 0..<300 { compared += try Self.check(seed: UInt64(part * 300 + number)) }
    #expect(compared > 1_000)
  }
}

import LoxBuiltins
import Testing

@testable import LoxRuntime

/// The operations of strings, compared with a simple model.
@Suite struct StringOperationTests {
  private let fixture: MachineFixture

  init() throws { fixture = try #require(MachineFixture()) }

  @Test func positions() throws {
    var random = SeededRandom(state: 10)
    for _ in 0..<2000 {
      let bytes = random.text()
      let (text, model) = (CoreValue.text(bytes), TextModel(bytes: bytes))
      #expect(try fixture.call(.stringLength, on: text) == .number(Double(model.characters.count)))
      #expect(try fixture.call(.stringByteLength, on: text) == .number(Double(bytes.count)))
      #expect(try fixture.call(.stringIsEmpty, on: text) == .boolean(bytes.isEmpty))
      #expect(
        try fixture.call(.stringReversed, on: text) == .text(Array(model.characters.reversed().joined())))
      let (start, end) = (Int(random.next() % 60) - 30, Int(random.next() % 60) - 30)
      #expect(
        try fixture.call(.stringSlice, on: text, .number(Double(start)), .number(Double(end)))
          == .text(model.slice(start, end)),
        "\(bytes) \(start) \(end)")
      #expect(
        try fixture.call(.stringSlice, on: text, .number(Double(start))) == .text(model.slice(start, .max)))
      let index = start < 0 ? start + model.characters.count : start
      if model.characters.indices.contains(index) {
        let scalar = String(validating: model.characters[index], as: UTF8.self)?.unicodeScalars.first
        let code = scalar?.value ?? UInt32(model.characters[index][0])
        #expect(try fixture.call(.stringCodeAt, on: text, .number(Double(start))) == .number(Double(code)))
      } else {
        #expect(try fixture.call(.stringCodeAt, on: text, .number(Double(start))) == nil)
        #expect(
          fixture.machine.value.error?.message
            == "Index \(start) is out of range for a string of length \(model.characters.count).")
      }
    }
  }

  @Test func searches() throws {
    var random = SeededRandom(state: 11)
    for _ in 0..<4000 {
      let bytes = random.text()
      let wanted =
        random.next() % 2 == 0
        ? random.text(upTo: 4) : Array(bytes.dropFirst(Int(random.next() % 8)).prefix(Int(random.next() % 9)))
      let (text, part, model) = (CoreValue.text(bytes), CoreValue.text(wanted), TextModel(bytes: bytes))
      let found = model.occurrences(of: wanted)
      #expect(try fixture.call(.stringContains, on: text, part) == .boolean(!found.isEmpty))
      #expect(try fixture.call(.stringStartsWith, on: text, part) == .boolean(found.contains(0)))
      #expect(
        try fixture.call(.stringEndsWith, on: text, part)
          == .boolean(bytes.suffix(wanted.count) == wanted[...]))
      func position(_ byte: Int?) -> CoreValue {
        byte.map { .number(Double(model.position(ofByte: $0))) } ?? .nil
      }
      #expect(try fixture.call(.stringIndexOf, on: text, part) == position(found.first), "\(bytes) \(wanted)")
      #expect(
        try fixture.call(.stringLastIndexOf, on: text, part) == position(found.last), "\(bytes) \(wanted)")
      let from = Int(random.next() % 50)
      let start = model.byte(ofPosition: from)
      let next = from > model.characters.count ? nil : found.first { $0 >= start }
      #expect(try fixture.call(.stringIndexOf, on: text, part, .number(Double(from))) == position(next))
      guard !wanted.isEmpty else { continue }
      let separate = model.separateOccurrences(of: wanted)
      #expect(try fixture.call(.stringCount, on: text, part) == .number(Double(separate.count)))
      let new = random.text(upTo: 5)
      #expect(
        try fixture.call(.stringReplace, on: text, part, .text(new))
          == .text(model.replacing(wanted, with: new, limit: .max)))
      #expect(
        try fixture.call(.stringReplaceFirst, on: text, part, .text(new))
          == .text(model.replacing(wanted, with: new, limit: 1)))
    }
  }

  /// Periodic texts, in which simple algorithms take long, are found where they are.
  @Test func periodicSearches() throws {
    var random = SeededRandom(state: 12)
    for _ in 0..<1000 {
      let unit = (0..<1 + random.next() % 5).map { _ in UInt8(97 + random.next() % 2) }
      func power(_ count: Int) -> [UInt8] { Array((0..<count).map { unit[$0 % unit.count] }) }
      var bytes = power(Int(random.next() % 100))
      if !bytes.isEmpty, random.next() % 2 == 0 { bytes[Int(random.next() % UInt64(bytes.count))] = 99 }
      bytes += power(Int(random.next() % 100))
      let wanted = power(Int(random.next() % 40) + 1)
      let model = TextModel(bytes: bytes)
      let found = model.occurrences(of: wanted)
      #expect(
        try fixture.call(.stringIndexOf, on: .text(bytes), .text(wanted))
          == (found.first.map { .number(Double($0)) } ?? .nil))
      #expect(
        try fixture.call(.stringLastIndexOf, on: .text(bytes), .text(wanted))
          == (found.last.map { .number(Double($0)) } ?? .nil))
      #expect(
        try fixture.call(.stringCount, on: .text(bytes), .text(wanted))
          == .number(Double(model.separateOccurrences(of: wanted).count)))
    }
  }

  @Test func repetitions() throws {
    var random = SeededRandom(state: 13)
    for _ in 0..<1000 {
      let bytes = random.text(upTo: 12)
      let (text, model) = (CoreValue.text(bytes), TextModel(bytes: bytes))
      let count = Int(random.next() % 40)
      let copies = (0..<count).flatMap { _ in bytes }
      #expect(try fixture.call(.stringRepeat, on: text, .number(Double(count))) == .text(copies))
      var fill = random.text(upTo: 4)
      if fill.isEmpty { fill = [42] }
      let missing = model.filling(count - model.characters.count, with: TextModel(bytes: fill))
      #expect(
        try fixture.call(.stringPadStart, on: text, .number(Double(count)), .text(fill))
          == .text(missing + bytes))
      #expect(
        try fixture.call(.stringPadEnd, on: text, .number(Double(count)), .text(fill))
          == .text(bytes + missing))
      let blanks = model.filling(count - model.characters.count, with: TextModel(bytes: [32]))
      #expect(try fixture.call(.stringPadStart, on: text, .number(Double(count))) == .text(blanks + bytes))
      #expect(try fixture.call(.stringPadEnd, on: text, .number(Double(count))) == .text(bytes + blanks))
    }
  }

  @Test func blanks() throws {
    var random = SeededRandom(state: 14)
    for _ in 0..<1000 {
      let blanks: [UInt8] = [32, 9, 10, 13, 97, 97]
      let bytes = (0..<random.next() % 12).map { _ in blanks[Int(random.next() % 6)] }
      let start = Array(bytes.drop { $0 < 97 })
      let end = Array(bytes.reversed().drop { $0 < 97 }.reversed())
      #expect(try fixture.call(.stringTrimStart, on: .text(bytes)) == .text(start))
      #expect(try fixture.call(.stringTrimEnd, on: .text(bytes)) == .text(end))
      #expect(
        try fixture.call(.stringTrim, on: .text(bytes))
          == .text(Array(start.reversed().drop { $0 < 97 }.reversed())))
    }
  }

  @Test func dedent() throws {
    for (text, result) in [
      ("", ""), ("a", "a"), ("  a", "a"), ("\n  a\n    b\n  ", "a\n  b\n"), ("\n\ta\n\n\tb", "a\n\nb"),
      ("  a\n b", " a\nb"),
      ("\t a\n \tb", "\t a\n \tb"), ("  a\n   \n  b", "a\n\nb"), ("   ", ""), ("\n", ""), ("\n\n", "\n"),
      ("  a\r\n\r\n  b\r\n", "a\r\n\r\nb\r\n"),
      ("a\n  b", "a\n  b"),
    ] { #expect(try fixture.call(.stringDedent, on: .text(text)) == .text(result), "\(text)") }
  }

  /// All code points are mapped as the simple mappings of Unicode say. Swift's own tables may be newer: letters that were assigned after
  /// version 14 are left out.
  @Test func letters() throws {
    for code in UInt32(0)...0x1_ffff {
      guard let scalar = Unicode.Scalar(code), let age = scalar.properties.age, age.major <= 14 else {
        continue
      }
      let bytes = Array(String(scalar).utf8)
      let model = TextModel(bytes: bytes)
      let (upper, lower) = (model.mapped(isUpper: true), model.mapped(isUpper: false))
      if upper != bytes || lower != bytes || code < 0x600 || code % 16 == 0 {
        #expect(try fixture.call(.stringToUpper, on: .text(bytes)) == .text(upper), "\(code)")
        #expect(try fixture.call(.stringToLower, on: .text(bytes)) == .text(lower), "\(code)")
      }
    }
    var random = SeededRandom(state: 15)
    for _ in 0..<500 {
      let bytes = random.text() + Array("ÄßǆéİıK".utf8)
      let model = TextModel(bytes: bytes)
      #expect(try fixture.call(.stringToUpper, on: .text(bytes)) == .text(model.mapped(isUpper: true)))
      #expect(try fixture.call(.stringToLower, on: .text(bytes)) == .text(model.mapped(isUpper: false)))
    }
  }

  @Test func mistakes() throws {
    func message(_ identity: CoreOperation.Identity, _ arguments: [CoreValue]) throws -> String? {
      let result: CoreValue? =
        switch arguments.count {
        case 0: try fixture.call(identity, on: .text("ab"))
        case 1: try fixture.call(identity, on: .text("ab"), arguments[0])
        default: try fixture.call(identity, on: .text("ab"), arguments[0], arguments[1])
        }
      #expect(result == nil)
      return fixture.machine.value.error?.message
    }
    #expect(try message(.stringContains, []) == "Expected 1 arguments but got 0.")
    #expect(
      try message(.stringContains, [.number(1)]) == "Argument 1 of 'contains' must be a string, not a number."
    )
    #expect(
      try message(.stringRepeat, [.number(-1)])
        == "Argument 1 of 'repeat' must be a whole number from 0 on, not -1.")
    #expect(try message(.stringRepeat, [.number(1e300)]) == "Out of memory.")
    #expect(try message(.stringRepeat, [.number(1e8)]) == "Out of memory.")
    #expect(try message(.stringPadStart, [.number(1e8)]) == "Out of memory.")
    #expect(try message(.stringPadEnd, [.number(1e300), .text("ab")]) == "Out of memory.")
    #expect(
      try message(.stringPadEnd, [.number(5), .text("")])
        == "Argument 2 of 'padEnd' must not be an empty string.")
    #expect(
      try message(.stringReplace, [.text(""), .text("a")])
        == "Argument 1 of 'replace' must not be an empty string.")
    #expect(try message(.stringCount, [.text("")]) == "Argument 1 of 'count' must not be an empty string.")
  }
}

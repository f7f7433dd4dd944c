/// Strings as scripts see them, done in the simplest way: as lists of characters, each of which is the bytes of a code point, or one byte that
/// belongs to none.
struct TextModel: Equatable {
  var characters: [[UInt8]]

  init(_ characters: [[UInt8]]) { self.characters = characters }

  init(bytes: [UInt8]) {
    characters = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = (1...4).first { count in
        guard count <= rest.count, let text = String(validating: rest.prefix(count), as: UTF8.self) else {
          return false
        }
        return text.unicodeScalars.count == 1
      }
      characters.append(Array(rest.prefix(count ?? 1)))
      rest = rest.dropFirst(count ?? 1)
    }
  }

  var bytes: [UInt8] { Array(characters.joined()) }

  /// The position of the character at a byte.
  func position(ofByte byte: Int) -> Int {
    var place = 0
    for (index, character) in characters.enumerated() {
      if place >= byte { return index }
      place += character.count
    }
    return characters.count
  }

  func byte(ofPosition position: Int) -> Int { characters.prefix(position).reduce(0) { $0 + $1.count } }

  /// Where a text begins, be it in the middle of a character; overlapping occurrences, too.
  func occurrences(of text: [UInt8]) -> [Int] {
    let bytes = bytes
    guard text.count <= bytes.count else { return [] }
    return (0...bytes.count - text.count).filter { Array(bytes[$0..<$0 + text.count]) == text }
  }

  /// The same without overlaps, from left to right.
  func separateOccurrences(of text: [UInt8]) -> [Int] {
    var found: [Int] = []
    for place in occurrences(of: text) where place >= (found.last.map { $0 + text.count } ?? 0) {
      found.append(place)
    }
    return found
  }

  func replacing(_ text: [UInt8], with new: [UInt8], limit: Int) -> [UInt8] {
    var result: [UInt8] = []
    var done = 0
    let bytes = bytes
    for place in separateOccurrences(of: text).prefix(limit) {
      result += bytes[done..<place] + new
      done = place + text.count
    }
    return result + bytes[done...]
  }

  func slice(_ start: Int, _ end: Int) -> [UInt8] {
    func clamped(_ position: Int) -> Int {
      max(0, min(position < 0 ? position + characters.count : position, characters.count))
    }
    let (start, end) = (clamped(start), clamped(end))
    return start < end ? Array(characters[start..<end].joined()) : []
  }

  func filling(_ count: Int, with fill: TextModel) -> [UInt8] {
    Array((0..<max(0, count)).map { fill.characters[$0 % fill.characters.count] }.joined())
  }

  /// Letters that Unicode has since version 15 are left as they are.
  func mapped(isUpper: Bool) -> [UInt8] {
    characters.flatMap { character -> [UInt8] in
      guard let scalar = String(validating: character, as: UTF8.self)?.unicodeScalars.first else {
        return character
      }
      let properties = scalar.properties
      if !isUpper, scalar == "\u{130}" { return [UInt8(ascii: "i")] }
      let mappings =
        isUpper ? [properties.uppercaseMapping, properties.titlecaseMapping] : [properties.lowercaseMapping]
      let mapping = mappings.first { $0.unicodeScalars.count == 1 }?.unicodeScalars.first
      guard let mapping, mapping.properties.age.map({ $0.major <= 14 }) ?? false else { return character }
      return Array(String(mapping).utf8)
    }
  }
}

extension SeededRandom {
  /// A text with characters of all lengths, invalid bytes, and repetitions.
  mutating func text(upTo limit: Int = 40) -> [UInt8] {
    let characters: [[UInt8]] = [
      [97], [98], [97], Array("é".utf8), Array("€".utf8), Array("😀".utf8), [0x80], [0xff], [0xe2],
      [0xe2, 0x82],
      Array(" \t".utf8), [10], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0xf4, 0x90, 0x80, 0x80],
    ]
    let kinds = next() % 3 == 0 ? characters.count : next() % 2 == 0 ? 2 : 5
    let count = Int(next() % UInt64(limit + 1))
    var text: [UInt8] = []
    for _ in 0..<count { text += characters[Int(next() % UInt64(kinds))] }
    return text
  }
}

import LoxRuntime

/// A value of JSON as random tests write it: with blanks, escapes, and numbers in many forms.
indirect enum JSONDocument {
  case literal(String)
  /// As it is written.
  case number(String)
  case text(String)
  case list([JSONDocument])
  case map([(key: String, value: JSONDocument)])

  /// The text without blanks and with as few escapes as possible. Of entries with the same key, the first has the place, the last the value.
  var canonical: String {
    switch self {
    case .literal(let word): return word
    case .number(let text): return ShortestText.text(of: Double(text) ?? .nan)
    case .text(let text): return Self.quoted(text)
    case .list(let elements): return "[" + elements.map(\.canonical).joined(separator: ",") + "]"
    case .map(let entries):
      var kept: [(key: String, value: JSONDocument)] = []
      for entry in entries {
        if let index = kept.firstIndex(where: { $0.key.utf8.elementsEqual(entry.key.utf8) }) {
          kept[index].value = entry.value
        } else {
          kept.append(entry)
        }
      }
      return "{" + kept.map { Self.quoted($0.key) + ":" + $0.value.canonical }.joined(separator: ",") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\n": quoted += "\\n"
      case "\u{1}": quoted += "\\u0001"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

extension SeededRandom {
  private mutating func isOne(of count: UInt64) -> Bool { next() % count == 0 }

  private mutating func characters(_ count: Int) -> String {
    var text = ""
    for _ in 0..<count {
      let characters = "abcdefghij klmnop/0123456789\u{e9}\u{6f22}\u{1F600}\"\\\n\u{1}"
      text.unicodeScalars.append(characters.unicodeScalars.randomElement(using: &self) ?? "a")
    }
    return text
  }

  private mutating func key() -> String {
    if isOne(of: 20) { return characters(Int(next() % 4)) }
    // Some are longer than a word, than what is free, and than what exists once.
    let length = [1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33].randomElement(using: &self) ?? 1
    return String(repeating: "k", count: length - 1) + String(next() % 10)
  }

  private mutating func digits(_ count: Int) -> String {
    (0..<max(1, count)).map { _ in String(next() % 10) }.joined()
  }

  mutating func jsonNumber() -> String {
    if isOne(of: 3) { return "\(Int(truncatingIfNeeded: next()) % 1000)" }
    var text = isOne(of: 3) ? "-" : ""
    text += isOne(of: 3) ? "0" : String(next() % 9 + 1) + (isOne(of: 2) ? "" : digits(Int(next() % 25)))
    if isOne(of: 2) { text += "." + (isOne(of: 4) ? "0000000" : "") + digits(Int(next() % 25)) }
    if isOne(of: 4) {
      let sign = ["", "+", "-"].randomElement(using: &self) ?? ""
      text += (isOne(of: 2) ? "e" : "E") + sign + digits(Int(next() % 3))
    }
    return Double(text)?.isFinite == true ? text : "1e-5"
  }

  mutating func jsonDocument(depth: Int = 4) -> JSONDocument {
    switch next() % (depth > 0 ? 8 : 5) {
    case 0: return .literal(["null", "true", "false"].randomElement(using: &self) ?? "null")
    case 1, 2: return .number(jsonNumber())
    case 3, 4: return .text(characters(isOne(of: 4) ? Int(next() % 100) : Int(next() % 9)))
    case 5: return .list((0..<next() % 6).map { _ in jsonDocument(depth: depth - 1) })
    case 6:
      return .map((0..<next() % 20).map { _ in (key(), jsonDocument(depth: depth - 2)) })
    default:
      // Maps that are alike.
      let keys = (0..<next() % 14).map { _ in key() }
      return .list((0..<next() % 6).map { _ in .map(entries(likeThoseOf: keys, depth: depth - 2)) })
    }
  }

  private mutating func entries(
    likeThoseOf keys: [String], depth: Int
  ) -> [(key: String, value: JSONDocument)] {
    var entries: [(key: String, value: JSONDocument)] = []
    for key in keys where !isOne(of: 10) {
      if isOne(of: 15) { entries.append((self.key(), .number(jsonNumber()))) }
      if isOne(of: 15), let again = entries.randomElement(using: &self) { entries.append(again) }
      entries.append((key, jsonDocument(depth: depth)))
    }
    if isOne(of: 8) { entries.shuffle(using: &self) }
    return entries
  }

  // MARK: - Writing

  mutating func jsonText(_ document: JSONDocument) -> String {
    switch document {
    case .literal(let word): return blanks() + word + blanks()
    case .number(let text): return blanks() + text + blanks()
    case .text(let text): return blanks() + quoted(text) + blanks()
    case .list(let elements):
      return blanks() + "["
        + (elements.isEmpty ? blanks() : elements.map { jsonText($0) }.joined(separator: ","))
        + "]" + blanks()
    case .map(let entries):
      let parts = entries.map { blanks() + quoted($0.key) + blanks() + ":" + jsonText($0.value) }
      return blanks() + "{" + (entries.isEmpty ? blanks() : parts.joined(separator: ",")) + "}" + blanks()
    }
  }

  private mutating func blanks() -> String {
    guard isOne(of: 4) else { return "" }
    return (0..<next() % (isOne(of: 5) ? 30 : 3)).map { _ in
      [" ", " ", " ", "\n", "\r", "\t"].randomElement(using: &self) ?? " "
    }.joined()
  }

  private mutating func quoted(_ text: String) -> String {
    let isEscaped = isOne(of: 4)
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" || scalar.value < 0x20 || isEscaped && isOne(of: 3) {
        quoted += scalar == "\n" ? "\\n" : scalar == "\"" ? "\\\"" : String(scalar).utf16.map(escape).joined()
      } else {
        quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  private func escape(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}

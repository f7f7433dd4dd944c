/// Finds keywords by their bytes, packed into an integer: a perfect hash table.
struct KeywordTable: Sendable {
  private struct Entry {
    var word: UInt64 = 0
    var kind = TokenKind.identifier
  }

  private var entries = Array(repeating: Entry(), count: 64)

  static let shared = KeywordTable()

  private init() {
    for kind in TokenKind.keywords {
      let word = kind.text.utf8.reduce(0) { $0 &<< 8 | UInt64($1) }
      let place = Self.place(of: word)
      assert(entries[place].word == 0, "Two keywords have the same place: choose another factor.")
      entries[place] = Entry(word: word, kind: kind)
    }
  }

  /// The token kind of a word of at most eight bytes.
  func kind(of word: UInt64) -> TokenKind {
    let entry = entries[Self.place(of: word)]
    return entry.word == word ? entry.kind : .identifier
  }

  /// The factor was found by trial: a new keyword may need another one.
  private static func place(of word: UInt64) -> Int {
    Int(truncatingIfNeeded: (word &* 0xCD61_3E30_D8F1_6ADF) &>> 58)
  }
}

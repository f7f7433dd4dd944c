/// A character of other languages, or of word processors, that begins no Lox token. This is the only list of
/// them.
struct ForeignCharacter {
  /// The note about it.
  let remark: String
  /// How Lox writes it, empty if it should be removed; nil if there is no simple replacement.
  let replacement: String?

  private init(remark: String, _ replacement: String? = nil) {
    (self.remark, self.replacement) = (remark, replacement)
  }

  /// Nil if there is no note about the character.
  init?(_ character: Unicode.Scalar, isExtended: Bool) {
    switch character {
    case "$" where isExtended: self.init(remark: "a value in a text is written in backquotes: `` `${x}` ``")
    case "\\" where isExtended: self.init(remark: "escapes are written in backquotes: `` `\\n` ``")
    case "&": self.init(remark: "Lox writes `and`")
    case "|": self.init(remark: "Lox writes `or`")
    case _ where Self.closingQuote(of: character) != nil, "\u{2019}", "\u{201D}", "\u{BB}":
      self.init(remark: "a string is written in straight double quotes: \"text\"")
    case "#": self.init(remark: "a comment begins with `//`", "//")
    case "@": self.init(remark: "Lox has no annotations")
    case "$": self.init(remark: "names consist of letters, digits and `_`")
    case "\\": self.init(remark: "Lox has no escapes")
    case "\u{A0}", "\u{2002}"..."\u{200A}", "\u{202F}", "\u{3000}":
      self.init(remark: "this is a special space character; use an ordinary space", " ")
    case "\u{200B}"..."\u{200D}", "\u{2060}": self.init(remark: "this character is invisible; remove it", "")
    case "\u{FEFF}": self.init(remark: "this is a byte order mark; save the file without it", "")
    case "\u{2010}"..."\u{2015}", "\u{2212}":
      self.init(remark: "this is a dash; use the minus sign on the keyboard", "-")
    case "\u{D7}": self.init(remark: "Lox multiplies with `*`", "*")
    case "\u{2264}": self.init(remark: "Lox writes `<=`", "<=")
    case "\u{2265}": self.init(remark: "Lox writes `>=`", ">=")
    case "\u{2260}": self.init(remark: "Lox writes `!=`", "!=")
    case "\u{0}": self.init(remark: "this byte is zero; perhaps the file isn't UTF-8 text")
    case _ where character.properties.isAlphabetic:
      self.init(remark: "names consist of the letters a to z and A to Z, digits and `_`")
    default: return nil
    }
  }

  /// The closing quotation mark for an opening one, if both enclose a text.
  static func closingQuote(of character: Unicode.Scalar) -> Unicode.Scalar? {
    switch character {
    case "'", "`": character
    case "\u{2018}": "\u{2019}"
    case "\u{201C}": "\u{201D}"
    case "\u{AB}": "\u{BB}"
    default: nil
    }
  }
}

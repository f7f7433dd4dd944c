/// How Lox writes what other languages have other words and signs for.
enum ForeignWords {
  /// The keyword that declares something, for one of another language.
  static func declaration(_ word: String) -> String? {
    switch word {
    case "let", "const", "auto", "val", "int", "float", "double", "string", "bool", "boolean": "var"
    case "def", "function", "func", "fn": "fun"
    default: nil
    }
  }

  /// The keyword of a statement that is not a declaration.
  static func statement(_ word: String) -> String? {
    switch word {
    case "elif", "elsif", "elseif": "else if"
    case "echo", "puts", "println", "printf": "print"
    default: nil
    }
  }

  /// The word of Lox for one that stands for a value.
  static func value(_ word: String) -> String? {
    switch word {
    case "null", "None", "NULL", "undefined", "nullptr", "Nil": "nil"
    case "True", "TRUE": "true"
    case "False", "FALSE": "false"
    case "self", "me": "this"
    default: nil
    }
  }

  /// The sign of Lox for a character that begins no token; empty for one that is to be left out.
  static func sign(_ character: Unicode.Scalar) -> String? {
    switch character {
    case "#": "//"
    case "\u{2264}": "<="
    case "\u{2265}": ">="
    case "\u{2260}": "!="
    case "\u{D7}": "*"
    case "\u{2010}"..."\u{2015}", "\u{2212}": "-"
    case "\u{A0}", "\u{2002}"..."\u{200A}", "\u{202F}", "\u{3000}": " "
    case "\u{200B}"..."\u{200D}", "\u{2060}", "\u{FEFF}": ""
    default: nil
    }
  }

  /// The character that ends what another one begins, if both stand around a text.
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

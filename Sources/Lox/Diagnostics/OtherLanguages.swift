/// What people write who come from other languages, and how to write it in Lox.
enum OtherLanguages {
  /// What to say of a word that is no keyword of Lox, but is one elsewhere; nil for other words.
  static func remark(onWord word: String) -> String? {
    switch word {
    case "let", "const", "auto", "int", "float", "double", "string", "bool", "boolean", "val":
      "a variable is declared by `var`"
    case "def", "function", "func", "fn", "sub", "proc": "a function is declared by `fun`"
    case "elif", "elsif", "elseif": "Lox writes `else if`"
    case "new": "an instance is made by calling the class, without `new`"
    case "extends", "inherits": "a superclass is given by `<`: `class A < B { ... }`"
    case "null", "None", "NULL", "undefined", "nullptr", "Nil": "Lox's word for no value is `nil`"
    case "True", "TRUE": "Lox writes `true`"
    case "False", "FALSE": "Lox writes `false`"
    case "self", "me": "Lox's word for the instance is `this`"
    case "not": "Lox writes `!` for not"
    case "break", "continue": "Lox has no `\(word)`; put the end of the loop into its condition"
    case "switch", "match", "case": "Lox has no `\(word)`; use `if` and `else if`"
    case "do", "until", "loop", "foreach": "Lox has the loops `while` and `for` only"
    case "import", "include", "require", "export", "package", "use":
      "Lox has no modules: a script is one file"
    case "try", "catch", "throw", "raise", "except", "finally":
      "Lox has no exceptions: an error ends the script"
    case "static", "public", "private", "protected", "abstract", "final", "async", "await", "yield":
      "Lox has no `\(word)`"
    case "console", "puts", "println", "printf", "echo", "write", "System":
      "Lox prints by the statement `print`"
    case "lambda": "Lox has no functions without a name; declare one by `fun`"
    default: nil
    }
  }

  /// What to say of a character that begins no token; nil if there is nothing to say.
  static func remark(onCharacter character: Unicode.Scalar) -> String? {
    switch character {
    case "&": "Lox writes `and`"
    case "|": "Lox writes `or`"
    case "'", "`", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{AB}", "\u{BB}":
      "a string stands between straight double quotes: \"text\""
    case "[", "]": "Lox has no lists"
    case "%": "Lox has no operator for remainders"
    case "^", "~": "Lox has no operators on bits"
    case "?": "Lox has no conditional operator; use `if` and `else`"
    case ":": "types are not written in Lox; and a superclass is given by `<`"
    case "#": "a comment begins with `//`"
    case "@": "Lox has no annotations"
    case "$": "names consist of letters, digits and `_`"
    case "\\": "Lox has no escapes"
    case "\u{A0}", "\u{2002}"..."\u{200A}", "\u{202F}", "\u{3000}":
      "this is a blank of a special kind; use an ordinary one"
    case "\u{200B}"..."\u{200D}", "\u{2060}": "this character can't be seen; remove it"
    case "\u{FEFF}": "this is a byte order mark; save the file without it"
    case "\u{2010}"..."\u{2015}", "\u{2212}": "this is a dash; use the minus sign of the keyboard"
    case "\u{D7}": "this is a sign for people; Lox multiplies by `*`"
    case "\u{2264}": "Lox writes `<=`"
    case "\u{2265}": "Lox writes `>=`"
    case "\u{2260}": "Lox writes `!=`"
    case "\u{0}": "this byte is zero; perhaps the file isn't text in UTF-8"
    default:
      character.properties.isAlphabetic
        ? "names consist of the letters a to z and A to Z, digits and `_`" : nil
    }
  }
}

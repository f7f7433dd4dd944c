/// A word of other languages that Lox does not have, and what Lox has instead. This is the only list of them.
package struct ForeignWord {
  /// Where its replacement may be used.
  enum Role {
    /// Before a name that is being declared.
    case declaration
    /// At the beginning of a statement that declares nothing.
    case statement
    /// Where a value may be.
    case value
    /// Nowhere: a tool can't write a replacement.
    case none
  }

  /// The note about it.
  package let remark: String
  let role: Role
  /// How Lox writes it; empty if there is no simple replacement.
  private let replacement: String

  private init(remark: String, _ role: Role = .none, _ replacement: String = "") {
    (self.remark, self.role, self.replacement) = (remark, role, replacement)
  }

  /// Lox's word for a role; nil if the word has another role.
  func replacement(as role: Role) -> String? { self.role == role && role != .none ? replacement : nil }

  /// Lox's word for one that is a value.
  package var value: String? { replacement(as: .value) }

  /// A word that stands where a type does. Nil for words that are not known as types from other languages.
  package init?(type word: String) {
    let name: String
    switch word.lowercased() {
    case "int", "integer", "float", "double", "num", "real": name = "Number"
    case "str", "text", "char", "character": name = "String"
    case "bool": name = "Boolean"
    case "array", "vector", "tuple": name = "List"
    case "dict", "dictionary", "object", "hash", "table", "record": name = "Map"
    case "func", "fn", "callable", "closure", "lambda": name = "Function"
    case "any", "void", "nil", "null", "none", "unit", "dynamic", "unknown", "auto":
      self.init(remark: "for values of any kind, leave the type out")
      return
    default: return nil
    }
    self.init(remark: "did you mean `\(name)`?", .value, name)
  }

  /// Nil for words that are not known from other languages.
  package init?(_ word: String, isExtended: Bool) {
    switch word {
    case "const", "break", "continue", "switch", "case", "default", "in", "is", "try", "catch", "throw",
      "finally":
      if isExtended { return nil }
      self.init(bookWord: word)
    case "import" where isExtended, "include" where isExtended, "require" where isExtended,
      "use" where isExtended:
      self.init(remark: "a module is imported by a string: `import \"tools\" as tools;`")
    case "export" where isExtended:
      self.init(
        remark: "all names at the top level of a module can be imported, but for those that begin with `_`")
    case "raise" where isExtended: self.init(remark: "an error is thrown with `throw`")
    case "except" where isExtended: self.init(remark: "an error is caught with `catch`")
    case "static" where isExtended:
      self.init(remark: "what belongs to the class itself begins with `class`: `class parse(text) { ... }`")
    case "match" where isExtended: self.init(remark: "Lox has no `match`; use `switch`")
    case "foreach" where isExtended:
      self.init(remark: "a loop over elements is written `for (var x in list)`")
    case "lambda" where isExtended: self.init(remark: "a function without a name is written `x => x + 1`")
    default: self.init(bookWord: word)
    }
  }

  private init?(bookWord word: String) {
    switch word {
    case "let", "const", "auto", "int", "float", "double", "string", "bool", "boolean", "val":
      self.init(remark: "a variable is declared with `var`", .declaration, "var")
    case "def", "function", "func", "fn":
      self.init(remark: "a function is declared with `fun`", .declaration, "fun")
    case "sub", "proc": self.init(remark: "a function is declared with `fun`")
    case "elif", "elsif", "elseif": self.init(remark: "Lox writes `else if`", .statement, "else if")
    case "new": self.init(remark: "an instance is made by calling the class, without `new`")
    case "extends", "inherits": self.init(remark: "a superclass is declared with `<`: `class A < B { ... }`")
    case "null", "None", "NULL", "undefined", "nullptr", "Nil":
      self.init(remark: "Lox's word for no value is `nil`", .value, "nil")
    case "True", "TRUE": self.init(remark: "Lox writes `true`", .value, "true")
    case "False", "FALSE": self.init(remark: "Lox writes `false`", .value, "false")
    case "self", "me": self.init(remark: "Lox's word for the instance is `this`", .value, "this")
    case "not": self.init(remark: "Lox writes `!` for `not`")
    case "break", "continue":
      self.init(remark: "Lox has no `\(word)`; end the loop through its condition")
    case "switch", "match", "case": self.init(remark: "Lox has no `\(word)`; use `if` and `else if`")
    case "do", "until", "loop", "foreach": self.init(remark: "Lox has only the loops `while` and `for`")
    case "import", "include", "require", "export", "package", "use":
      self.init(remark: "Lox has no modules: a script is one file")
    case "try", "catch", "throw", "raise", "except", "finally":
      self.init(remark: "Lox has no exceptions: an error ends the script")
    case "static", "public", "private", "protected", "abstract", "final", "async", "await", "yield":
      self.init(remark: "Lox has no `\(word)`")
    case "puts", "println", "printf", "echo":
      self.init(remark: "Lox prints with the statement `print`", .statement, "print")
    case "console", "write", "System": self.init(remark: "Lox prints with the statement `print`")
    case "lambda": self.init(remark: "Lox has no anonymous functions; declare one with `fun`")
    default: return nil
    }
  }
}

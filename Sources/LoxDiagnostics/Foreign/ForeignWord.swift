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
  /// What extended Lox has for it; nil if nothing, or if the word is one of extended Lox.
  package let feature: String?
  let role: Role
  /// How Lox writes it; empty if there is no simple replacement.
  private let replacement: String

  private init(
    remark: String, feature: String? = nil, _ role: Role = .none, _ replacement: String = ""
  ) {
    (self.remark, self.feature, self.role, self.replacement) = (remark, feature, role, replacement)
  }

  /// The remark on what extended Lox has, for a source in the book's.
  package var offer: String? { feature.map(ForeignPhrase.offer) }

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
    if isExtended {
      self.init(extendedWord: word)
    } else {
      self.init(bookWord: word)
    }
  }

  /// What extended Lox has and the book's has not.
  private init?(bookWord word: String) {
    switch word {
    case "const":
      self.init(remark: "a variable is declared with `var`", feature: "`const`", .declaration, "var")
    case "break", "continue":
      self.init(remark: "Lox has no `\(word)`; end the loop through its condition", feature: "`\(word)`")
    case "switch", "match", "case", "default", "when":
      self.init(remark: "Lox has no `\(word)`; use `if` and `else if`", feature: "`switch`")
    case "foreach":
      self.init(remark: "Lox has only the loops `while` and `for`", feature: "`for (var x in list)`")
    case "import", "include", "require", "export", "package", "use":
      self.init(remark: "Lox has no modules: a script is one file", feature: "modules")
    case "try", "catch", "throw", "raise", "except", "finally":
      self.init(remark: "Lox has no exceptions: an error ends the script", feature: "exceptions")
    case "static": self.init(remark: "Lox has no `static`", feature: "members of classes")
    case "yield": self.init(remark: "Lox has no `yield`", feature: "fibers")
    case "lambda":
      self.init(
        remark: "Lox has no anonymous functions; declare one with `fun`", feature: "functions without names")
    case "enum": self.init(remark: "Lox has no `enum`")
    default: self.init(anyWord: word)
    }
  }

  private init?(extendedWord word: String) {
    switch word {
    case "const", "break", "continue", "switch", "case", "default", "in", "is", "try", "catch", "throw",
      "finally":
      return nil
    case "import", "include", "require", "use":
      self.init(remark: "a module is imported by a string: `import \"tools\" as tools;`")
    case "export":
      self.init(
        remark: "all names at the top level of a module can be imported, but for those that begin with `_`")
    case "raise": self.init(remark: "an error is thrown with `throw`")
    case "except": self.init(remark: "an error is caught with `catch`")
    case "static":
      self.init(remark: "what belongs to the class itself begins with `class`: `class parse(text) { ... }`")
    case "match", "when": self.init(remark: "Lox has no `\(word)`; use `switch`")
    case "foreach": self.init(remark: "a loop over elements is written `for (var x in list)`")
    case "lambda": self.init(remark: "a function without a name is written `x => x + 1`")
    case "enum": self.init(remark: "Lox has no `enum`; the fields of a class can be used: `class red = 1;`")
    case "yield": self.init(remark: "a fiber yields with `Fiber.yield(value)`")
    case "async", "await":
      self.init(remark: "what takes long is called like everything else; `Fiber.map` waits for many at once")
    default: self.init(anyWord: word)
    }
  }

  /// What neither has.
  private init?(anyWord word: String) {
    switch word {
    case "let", "auto", "int", "float", "double", "string", "bool", "boolean", "char", "val", "local", "my",
      "dim":
      self.init(remark: "a variable is declared with `var`", .declaration, "var")
    case "def", "function", "func", "fn":
      self.init(remark: "a function is declared with `fun`", .declaration, "fun")
    case "sub", "proc", "void": self.init(remark: "a function is declared with `fun`")
    case "struct", "interface", "record", "trait", "object":
      self.init(remark: "a class is declared with `class`", .declaration, "class")
    case "elif", "elsif", "elseif": self.init(remark: "Lox writes `else if`", .statement, "else if")
    case "unless": self.init(remark: "Lox writes `if (!...)`")
    case "begin", "end": self.init(remark: "a block is in braces: `{ ... }`")
    case "new": self.init(remark: "an instance is made by calling the class, without `new`")
    case "extends", "inherits": self.init(remark: "a superclass is declared with `<`: `class A < B { ... }`")
    case "null", "None", "NULL", "undefined", "nullptr", "Nil":
      self.init(remark: "Lox's word for no value is `nil`", .value, "nil")
    case "True", "TRUE": self.init(remark: "Lox writes `true`", .value, "true")
    case "False", "FALSE": self.init(remark: "Lox writes `false`", .value, "false")
    case "self", "me": self.init(remark: "Lox's word for the instance is `this`", .value, "this")
    case "not": self.init(remark: "Lox writes `!` for `not`")
    case "do", "until", "loop", "repeat": self.init(remark: "Lox has only the loops `while` and `for`")
    case "implements", "impl":
      self.init(remark: "Lox has no interfaces; methods are written in the body of their class")
    case "pass": self.init(remark: "a block that does nothing is written `{}`")
    case "global", "nonlocal":
      self.init(remark: "a function can assign the variables around it, without a declaration")
    case "public", "private", "protected", "abstract", "final", "async", "await", "goto":
      self.init(remark: "Lox has no `\(word)`")
    case "puts", "println", "printf", "echo":
      self.init(remark: "Lox prints with the statement `print`", .statement, "print")
    case "console", "write", "System": self.init(remark: "Lox prints with the statement `print`")
    default: return nil
    }
  }

  /// A name that nothing defines: a word, or a function or class of another language.
  package init?(undefined name: String, isExtended: Bool) {
    // A word for a type is a function that converts, too.
    if isExtended, let name = ForeignWord(extendedName: name) {
      self = name
    } else if !isExtended, let name = ForeignWord(bookName: name) {
      self = name
    } else if let word = ForeignWord(name, isExtended: isExtended) {
      self = word
    } else {
      return nil
    }
  }

  private init?(bookName name: String) {
    switch name {
    case "len", "size":
      self.init(remark: "Lox has no functions for strings", feature: "`text.length` and `list.length`")
    case "str", "string", "toString", "tostring", "String":
      self.init(remark: "Lox doesn't convert values to strings", feature: "`String(value)`")
    case "int", "float", "double", "parseInt", "parseFloat", "tonumber", "Number":
      self.init(remark: "Lox doesn't convert strings to numbers", feature: "`Number(text)`")
    case "range":
      self.init(
        remark: "a loop counts: `for (var i = 0; i < n; i = i + 1)`", feature: "ranges such as `0..<n`")
    case "Math", "math", "abs", "floor", "ceil", "round", "sqrt", "min", "max", "pow":
      self.init(remark: "Lox has no functions for numbers", feature: "`Math`")
    case "Array", "List", "list", "dict", "Map", "Set", "set":
      self.init(remark: "Lox has no collections", feature: "lists and maps")
    case "isinstance", "typeof", "type", "typeOf":
      self.init(remark: "Lox has no function for the class of a value", feature: "`is` and `classOf(value)`")
    case "random", "rand", "Random": self.init(remark: "Lox has no random numbers", feature: "`Random()`")
    default: self.init(anyName: name)
    }
  }

  private init?(extendedName name: String) {
    switch name {
    case "len", "size", "count":
      self.init(remark: "strings and lists have a `length`: `text.length`; maps have `size()`")
    case "str", "string", "toString", "tostring":
      self.init(remark: "a value becomes a text with `String(value)`")
    case "int", "float", "double", "parseInt", "parseFloat", "tonumber", "num":
      self.init(remark: "a text becomes a number with `Number(text)`")
    case "range": self.init(remark: "a range is written `0..<n`, or `1...n` with its end")
    case "math": self.init(remark: "these functions belong to `Math`: `Math.sqrt(2)`", .value, "Math")
    case "abs", "floor", "ceil", "round", "sqrt", "min", "max", "pow", "sin", "cos", "tan", "exp", "log",
      "trunc":
      self.init(remark: "this function belongs to `Math`: `Math.\(name)(...)`", .value, "Math.\(name)")
    case "map", "filter", "reduce", "sorted", "reversed", "zip", "sum", "any", "every", "all":
      self.init(remark: "lists have it as a method: `list.\(name == "all" ? "every" : name)(...)`")
    case "Array", "list", "array", "vector": self.init(remark: "a list is written `[1, 2]`")
    case "dict", "Dictionary", "Set", "set", "HashMap": self.init(remark: "a map is written `{name: value}`")
    case "isinstance", "typeof", "type", "typeOf":
      self.init(remark: "the class of a value is `classOf(value)`; `value is Class` tests it")
    case "chr": self.init(remark: "a character is made with `String.fromCodes([65])`")
    case "ord": self.init(remark: "the code of a character is `text.codeAt(0)`")
    case "enumerate": self.init(remark: "a loop counts with a second variable: `for (var index, x in list)`")
    case "random", "rand": self.init(remark: "random numbers come from `Random()`: `Random().next()`")
    default: self.init(anyName: name)
    }
  }

  private init?(anyName name: String) {
    switch name {
    case "input", "readline", "readLine", "gets", "prompt", "scanf":
      self.init(remark: "Lox has no input; programs that embed it can define a function for that")
    case "exit", "quit": self.init(remark: "a script ends where its text ends")
    default: return nil
    }
  }
}

/// What the generator knows about a value. Lox has no static types. Kinds keep a random program from failing
/// at its first operator, and from printing what no two implementations promise to print alike.
enum Kind: Hashable {
  case null
  case boolean
  /// A finite number that grows slowly, so it may be printed as it is.
  case count
  /// Any number at all. It may be NaN, whose sign is printed by some platforms and not by others, so it's
  /// only printed through the `show` function that every program begins with.
  case number
  case string
  /// A function, closure or bound method, called with what the signature says.
  case function(SignatureID)
  /// An instance of the class or of one of its subclasses.
  case instance(ClassID)
  /// The class itself, as a value.
  case blueprint(ClassID)
  /// A value of unknown kind.
  case anything

  /// Whether every value of this kind is true in a condition.
  var isAlwaysTruthy: Bool {
    switch self {
    case .count, .number, .string, .function, .instance, .blueprint: true
    case .null, .boolean, .anything: false
    }
  }

  var isFunction: Bool {
    if case .function = self { true } else { false }
  }

  /// Whether values of this kind can be written down anywhere.
  var hasLiterals: Bool {
    switch self {
    case .null, .boolean, .count, .number, .string, .anything: true
    case .function, .instance, .blueprint: false
    }
  }
}

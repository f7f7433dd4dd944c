import LoxRuntime

/// How `Codable` values are converted to Lox values and back: see ``Isolate/codingOptions``.
public struct CodingOptions: Sendable {
  /// How the keys of Swift types become names of fields.
  public enum KeyStrategy: Sendable {
    /// Unchanged.
    case asDeclared
    /// The key `unitPrice` becomes the field `unit_price`. Keys of dictionaries are unchanged.
    case snakeCase
    /// The field for a key, and the key for a field. Keys of dictionaries are unchanged.
    case custom(field: @Sendable (String) -> String, key: @Sendable (String) -> String)
  }

  /// How to treat a field that the Swift type does not have.
  public enum UnknownFields: Sendable {
    /// Scripts may have additional fields.
    case ignored
    /// The field is an error, which names it and the one that was probably meant.
    case rejected
  }

  /// The language for whose scripts values are encoded; nil for that of the isolate.
  ///
  /// In extended Lox, arrays and sets become lists, dictionaries maps, and ranges of numbers ranges. The book's language has none of
  /// these: there they become linked lists and instances. Decoding takes both, whatever the language.
  public var language: Program.Language?
  /// How the keys of Swift types become names of fields.
  public var keys = KeyStrategy.asDeclared
  /// How to treat a field that the Swift type does not have.
  public var unknownFields = UnknownFields.ignored
  /// The `userInfo` of coders, for types that encode themselves.
  public var userInfo: [CodingUserInfoKey: any Sendable] = [:]
  var representations: [ObjectIdentifier: any TypeRepresentation] = [:]

  /// The isolate's language, unchanged keys, unknown fields ignored, and each type as it encodes itself.
  public init() {}

  /// The same for scripts of a language.
  public init(language: Program.Language) { self.language = language }

  /// Represents the values of a type by those of another one, wherever they occur in what is encoded or
  /// decoded.
  ///
  /// Numbers, booleans and strings are always themselves. An error that the functions throw is an error of
  /// the coding; a ``ConversionError`` tells scripts what is expected instead.
  public mutating func represent<T, Representation: ValueConvertible & SendableMetatype>(
    _ type: T.Type, as representation: Representation.Type = Representation.self,
    encode: @escaping @Sendable (T) throws -> Representation,
    decode: @escaping @Sendable (Representation) throws -> T
  ) {
    representations[ObjectIdentifier(type)] = RepresentedType<T>(
      push: { try encode($0)._push(to: $1.machine.stack) }, read: { try decode(try Representation._read($0)) }
    )
  }
}

protocol TypeRepresentation: AnyObject, Sendable {}

/// How values of a type are represented.
final class RepresentedType<T>: TypeRepresentation {
  let push: @Sendable (T, Isolate) throws -> Void
  let read: @Sendable (ValueSlot) throws -> T

  init(
    push: @escaping @Sendable (T, Isolate) throws -> Void,
    read: @escaping @Sendable (ValueSlot) throws -> T
  ) {
    self.push = push
    self.read = read
  }
}

extension CodingOptions.KeyStrategy {
  var isIdentity: Bool { if case .asDeclared = self { true } else { false } }

  func field(_ key: String) -> String {
    switch self {
    case .asDeclared: key
    case .snakeCase: SnakeCase.name(of: key)
    case .custom(let field, _): field(key)
    }
  }

  func key(_ field: String) -> String {
    switch self {
    case .asDeclared: field
    case .snakeCase: SnakeCase.camelCaseName(of: field)
    case .custom(_, let key): key(field)
    }
  }
}

/// `unitPrice` and `unit_price`.
enum SnakeCase {
  static func name(of key: String) -> String {
    let letters = Array(key)
    var name = ""
    for (index, letter) in letters.enumerated() {
      if letter.isUppercase, index > 0, letters[index - 1] != "_" {
        // A word begins after a lower-case letter, and with the last of several capitals before one.
        let endsCapitals = index + 1 < letters.count && letters[index + 1].isLowercase
        if !letters[index - 1].isUppercase || endsCapitals { name += "_" }
      }
      name += letter.lowercased()
    }
    return name
  }

  static func camelCaseName(of field: String) -> String {
    let start = field.prefix { $0 == "_" }
    let middle = field.dropFirst(start.count)
    let end = middle.reversed().prefix { $0 == "_" }.count
    let words = middle.dropLast(end).split(separator: "_")
    guard let first = words.first, words.count > 1 else { return field }
    let rest = words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst().lowercased() }
    return start + first.lowercased() + rest.joined() + String(repeating: "_", count: end)
  }
}

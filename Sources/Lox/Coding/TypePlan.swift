import LoxRuntime

/// How the values of a type are coded: determined once for each type, since casts and type names are slow.
final class TypePlan {
  enum Kind {
    /// As the options say.
    case represented(any TypeRepresentation)
    /// Such types know better than coders, and a host object stays a host object.
    case convertible(any ValueConvertible.Type)
    /// As the type encodes itself.
    case codable
  }

  let kind: Kind
  /// The class name of the instances that represent its values.
  let className: String
  /// Whether it is a dictionary with strings as keys.
  let isStringDictionary: Bool
  /// Whether it is a dictionary. Its keys are data, which no strategy changes, and need not be those of a keyed container.
  let isDictionary: Bool
  /// Whether it is a dictionary with integers as keys.
  let isIntegerDictionary: Bool
  let isSet: Bool
  /// How many levels deeper its values are than what they are in. An optional is none, and neither is what knows its own depth.
  let levels: Int
  /// The class, for the encoding with this number.
  private var knownClass: (encoding: Int, handle: Handle)?

  init(_ type: Any.Type, _ options: CodingOptions) {
    if let representation = options.representations[ObjectIdentifier(type)] {
      kind = .represented(representation)
    } else if let convertible = type as? any ValueConvertible.Type, !(type is any CompoundValue.Type),
      !(type is any ValueCodable.Type)
    {
      kind = .convertible(convertible)
    } else {
      kind = .codable
    }
    isStringDictionary = type is any StringKeyed.Type
    isDictionary = type is any DictionaryValue.Type
    isIntegerDictionary = type is any IntegerKeyed.Type
    isSet = type is any EncodableSet.Type
    levels =
      switch kind {
      case .convertible: 0
      case .codable: type is any OptionalValue.Type ? 0 : 1
      case .represented: 1
      }
    let name = String("\(type)".prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    let isNameless = name.isEmpty || name == "Dictionary" || type == NestedContainer.self
    className = isNameless ? "Object" : name
  }

  /// Pushes an instance without fields.
  func pushInstance(_ isolate: Isolate, encoding: Int) throws {
    let base = isolate.machine.top
    if let knownClass, knownClass.encoding == encoding {
      try isolate.machine.pushHandle(knownClass.handle.index)
    } else {
      try isolate.pushValueClass(className)
      knownClass = (encoding, Handle(base, isolate))
    }
    try isolate.machine.makeInstance(base)
  }
}

/// Stands for the type of a nested container's contents, which have no type.
enum NestedContainer {}

private protocol OptionalValue {}
extension Optional: OptionalValue {}

/// Dictionaries with strings as keys.
private protocol StringKeyed {}
extension Dictionary: StringKeyed where Key == String {}

/// Dictionaries with any keys.
private protocol DictionaryValue {}
extension Dictionary: DictionaryValue {}

/// Dictionaries with integers as keys.
private protocol IntegerKeyed {}
extension Dictionary: IntegerKeyed where Key == Int {}

/// Sets, which encoders take for arrays of their elements in order, if those have one.
protocol EncodableSet {
  var elementsInOrder: any Encodable { get }
}

extension Set: EncodableSet where Element: Encodable {
  var elementsInOrder: any Encodable { inOrder }
}

/// Dictionaries that encoders do not take for what the standard library makes of them.
protocol EncodableDictionary {
  /// How many entries there are.
  var count: Int { get }
  /// Lets a function encode each entry, in the order of the keys if they have one; it gets the key's name for messages.
  func encodeEntries(_ body: (any Encodable, any Encodable, String) throws -> Void) rethrows
}

extension Dictionary: EncodableDictionary where Key: Encodable, Value: Encodable {
  func encodeEntries(_ body: (any Encodable, any Encodable, String) throws -> Void) rethrows {
    for (key, value) in inOrder { try body(key, value, exactly(key, as: String.self) ?? "\(key)") }
  }
}

/// Dictionaries that can be encoded in key order, so that equal ones have the same fields in the same order.
protocol StringKeyedEncodable {
  func encodeSorted(to encoder: any Encoder) throws
}

extension Dictionary: StringKeyedEncodable where Key == String, Value: Encodable {
  func encodeSorted(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: FieldKey.self)
    for (key, value) in inOrder { try container.encode(value, forKey: FieldKey(stringValue: key)) }
  }
}

/// A key that is just a name.
struct FieldKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

/// The index of an element.
struct IndexKey: CodingKey {
  let index: Int
  var stringValue: String { "\(index)" }
  var intValue: Int? { index }
  init(intValue: Int) { index = intValue }
  init?(stringValue: String) {
    guard let index = Int(stringValue) else { return nil }
    self.index = index
  }
}

/// How a value is reached from the enclosing one.
enum CodingStep {
  /// It is the same value.
  case none
  case key(any CodingKey)
  case element(Int)

  var key: (any CodingKey)? {
    switch self {
    case .none: nil
    case .key(let key): key
    case .element(let index): IndexKey(intValue: index)
    }
  }
}

/// State shared by the coders of one operation.
struct CodingContext {
  let isolate: Isolate
  let options: CodingOptions
  let rejectsUnknownFields: Bool
  /// Whether arrays become lists, and dictionaries maps.
  let makesCollections: Bool
  /// Whether the options are the isolate's, so that its plans can be used.
  private let isUsual: Bool
  private var plans: [ObjectIdentifier: TypePlan]
  private var last: (type: ObjectIdentifier, plan: TypePlan)?
  private var fields: [String: String] = [:]

  init(_ isolate: Isolate, _ options: CodingOptions?) {
    self.isolate = isolate
    self.options = options ?? isolate.codingOptions
    isUsual = options == nil
    rejectsUnknownFields = self.options.unknownFields == .rejected
    makesCollections = (self.options.language ?? isolate.language) == .extended
    plans = options == nil ? isolate.codingPlans : [:]
  }

  mutating func plan(for type: Any.Type) -> TypePlan {
    let id = ObjectIdentifier(type)
    if let last, last.type == id { return last.plan }
    let plan = plans[id] ?? makePlan(type, id)
    last = (id, plan)
    return plan
  }

  private mutating func makePlan(_ type: Any.Type, _ id: ObjectIdentifier) -> TypePlan {
    let plan = TypePlan(type, options)
    plans[id] = plan
    if isUsual { isolate.codingPlans[id] = plan }
    return plan
  }

  /// The field for a key of a type.
  mutating func field(_ key: String) -> String {
    if options.keys.isIdentity { return key }
    if let known = fields[key] { return known }
    let field = options.keys.field(key)
    fields[key] = field
    return field
  }
}

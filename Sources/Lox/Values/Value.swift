import LoxRuntime
import LoxSource

/// A Lox value on the host's side.
///
/// Functions, classes, instances and collections are handles: they keep their object alive and stay valid, whatever the
/// collector does. A handle belongs to the isolate that it comes from; it may outlive it, but is useless
/// then.
public enum Value {
  /// No value.
  case `nil`
  /// True or false.
  case boolean(Bool)
  /// A number; Lox has only doubles.
  case number(Double)
  /// A string whose bytes are UTF-8.
  case string(String)
  /// A string whose bytes are not UTF-8.
  case bytes([UInt8])
  /// A function, a method with its object, or a function of the host.
  case function(Function)
  /// A class, of Lox or of the host.
  case `class`(Class)
  /// An instance of a class.
  case instance(Instance)
  /// A list of extended Lox.
  case list(ListObject)
  /// A map of extended Lox.
  case map(MapObject)
  /// A range of extended Lox.
  case range(RangeObject)
  /// A fiber of extended Lox.
  case fiber(Fiber)
  /// A module of extended Lox.
  case module(Module)

  /// Whether Lox treats the value as true: everything is true except nil and false.
  public var isTruthy: Bool {
    switch self {
    case .nil, .boolean(false): false
    default: true
    }
  }

  /// What kind of value it is, for messages: `a number`.
  public var kind: String {
    switch self {
    case .nil: "nil"
    case .boolean: "a boolean"
    case .number: "a number"
    case .string, .bytes: "a string"
    case .function: "a function"
    case .class: "a class"
    case .instance(let instance): instance.className.map { "\($0.withArticle) instance" } ?? "an instance"
    case .list: "a list"
    case .map: "a map"
    case .range: "a range"
    case .fiber: "a fiber"
    case .module: "a module"
    }
  }
}

extension Value {
  /// The handle of an object.
  var handle: Handle? {
    switch self {
    case .function(let function): function.handle
    case .class(let `class`): `class`.handle
    case .instance(let instance): instance.handle
    case .list(let list): list.handle
    case .map(let map): map.handle
    case .range(let range): range.handle
    case .fiber(let fiber): fiber.handle
    case .module(let module): module.handle
    default: nil
    }
  }
}

extension Value: Equatable {
  /// Equality as in Lox: objects are equal if they are the same.
  public static func == (a: Value, b: Value) -> Bool {
    switch (a, b) {
    case (.nil, .nil): true
    case (.boolean(let x), .boolean(let y)): x == y
    case (.number(let x), .number(let y)): x == y
    // Swift compares by characters, Lox by bytes.
    case (.string(let x), .string(let y)): x.utf8.elementsEqual(y.utf8)
    case (.bytes(let x), .bytes(let y)): x == y
    case (.function(let x), .function(let y)): x.handle == y.handle
    case (.class(let x), .class(let y)): x.handle == y.handle
    case (.instance(let x), .instance(let y)): x.handle == y.handle
    case (.list(let x), .list(let y)): x.handle == y.handle
    case (.map(let x), .map(let y)): x.handle == y.handle
    case (.range(let x), .range(let y)): x.handle == y.handle
    case (.fiber(let x), .fiber(let y)): x.handle == y.handle
    case (.module(let x), .module(let y)): x.handle == y.handle
    default: false
    }
  }
}

extension Value: CustomStringConvertible {
  /// The value as `print` shows it. Of a list or map whose text is longer than a MiB, only the beginning.
  public var description: String {
    switch self {
    case .nil: "nil"
    case .boolean(let value): value ? "true" : "false"
    case .number(let value): NumberFormat.text(of: value)
    case .string(let text): text
    case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
    case .function(let function): function.handle.description
    case .class(let `class`): `class`.handle.description
    case .instance(let instance): instance.handle.description
    case .list(let list): list.handle.description
    case .map(let map): map.handle.description
    case .range(let range): range.handle.description
    case .fiber(let fiber): fiber.handle.description
    case .module(let module): module.handle.description
    }
  }
}

extension Value: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringLiteral
{
  public init(nilLiteral: ()) { self = .nil }
  public init(booleanLiteral value: Bool) { self = .boolean(value) }
  public init(integerLiteral value: Int) { self = .number(Double(value)) }
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(stringLiteral value: String) { self = .string(value) }
}

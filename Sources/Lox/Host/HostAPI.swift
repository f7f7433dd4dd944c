import LoxRuntime

/// A set of functions, classes and constants for scripts that belongs to no isolate: declared once, and given
/// to any number of isolates on any threads.
///
/// ```swift
/// let api = HostAPI { api in
///   api.define("clamp") { (value: Double, low: Double, high: Double) in min(max(value, low), high) }
///   api.define(HostClass<Player>("Player").property("name", \.name))
///   api.constant("version", 3)
/// }
/// let isolate = try Isolate(limits: .untrusted, api: api)
/// ```
///
/// An isolate creates only what its scripts mention, so an API of any size costs next to nothing.
public struct HostAPI: Sendable {
  enum Entry: Sendable {
    case function(HostFunction)
    case `class`(HostClassDefinition)
    /// Pushes the value.
    case value(@Sendable (Isolate) throws -> Void)
  }

  /// In order of definition.
  private(set) var names: [String] = []
  private(set) var entries: [String: Entry] = [:]
  private(set) var classes: [HostClassDefinition] = []
  private(set) var declarations: [String: HostDeclaration] = [:]

  /// An empty API.
  public init() {}

  /// An API with what the body defines in it.
  public init(_ body: (inout HostAPI) throws -> Void) rethrows { try body(&self) }

  /// Defines a class.
  public mutating func define<Object>(_ hostClass: HostClass<Object>) {
    let definition = hostClass.definition
    classes.removeAll { $0.type.id == definition.type.id }
    classes.append(definition)
    add(definition.name, .class(definition), definition.declaration)
  }

  /// Defines a global variable. Each isolate has its own, which its scripts may change.
  public mutating func constant<T: ValueConvertible & Sendable>(_ name: String, _ value: T) {
    add(
      name, .value { try value._push(to: $0.machine.stack) },
      HostDeclaration(kind: .value, resultType: T.loxType))
  }

  /// Adds everything from another API; if both have a name, the other's definition wins.
  public mutating func merge(_ other: HostAPI) {
    for definition in other.classes {
      classes.removeAll { $0.type.id == definition.type.id }
      classes.append(definition)
    }
    for name in other.names {
      if let entry = other.entries[name], let declaration = other.declarations[name] {
        add(name, entry, declaration)
      }
    }
  }

  /// Describes something that was defined before: see ``Isolate/describe(_:parameters:documentation:)``.
  public mutating func describe(_ name: String, parameters: [String]? = nil, documentation: String? = nil) {
    declarations.describe(name, parameters: parameters, documentation: documentation)
  }

  /// The API as the contents of a file `lox-api.json`: see ``Isolate/apiDeclaration``.
  public var apiDeclaration: String { HostDeclaration.text(declarations) }

  mutating func add(_ name: String, _ entry: Entry, _ declaration: HostDeclaration) {
    if entries.updateValue(entry, forKey: name) == nil { names.append(name) }
    declarations[name] = declaration
  }
}

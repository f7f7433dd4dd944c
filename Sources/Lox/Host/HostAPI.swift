import LoxRuntime

/// A set of functions, classes and constants for scripts, that belongs to no isolate: declared once, and given to any number of isolates
/// on any threads.
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
/// An isolate makes of it only what its scripts mention, so that an API of any size costs next to nothing.
public struct HostAPI: Sendable {
  enum Entry: Sendable {
    case function(HostFunction)
    case `class`(HostClassDefinition)
    /// Pushes the value.
    case value(@Sendable (Isolate) throws -> Void)
  }

  /// In the order of their definition.
  private(set) var names: [String] = []
  private(set) var entries: [String: Entry] = [:]
  private(set) var classes: [HostClassDefinition] = []
  private(set) var declarations: [String: HostDeclaration] = [:]

  /// An API without anything.
  public init() {}

  /// An API of what the body defines in it.
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

  /// Adds all that another API has; where both have a name, it is the other's.
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

  /// Tells more of something that was defined before: see ``Isolate/describe(_:parameters:documentation:)``.
  public mutating func describe(_ name: String, parameters: [String]? = nil, documentation: String? = nil) {
    declarations.describe(name, parameters: parameters, documentation: documentation)
  }

  /// All of it as the contents of a file `lox-api.json`: see ``Isolate/apiDeclaration``.
  public var apiDeclaration: String { HostDeclaration.text(declarations) }

  mutating func add(_ name: String, _ entry: Entry, _ declaration: HostDeclaration) {
    if entries.updateValue(entry, forKey: name) == nil { names.append(name) }
    declarations[name] = declaration
  }
}

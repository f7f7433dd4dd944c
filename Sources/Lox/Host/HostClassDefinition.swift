import LoxRuntime
import LoxSource

/// A host class with its type erased; only `type` knows it.
@usableFromInline struct HostClassDefinition: Sendable {
  let name: String
  let type: any HostTypeIdentity
  /// The approximate size of an object outside the heap.
  let objectBytes: Int
  /// The class that it inherits from: at most one.
  private let superclasses: [HostClassDefinition]

  var declaration: HostDeclaration
  var initializer: HostFunction?
  var methods: [LoxRuntime.HostClass.Method] = []
  var properties: [LoxRuntime.HostClass.Property] = []
  var staticMethods: [LoxRuntime.HostClass.Method] = []
  var staticProperties: [LoxRuntime.HostClass.Property] = []

  init(
    _ name: String, _ type: any HostTypeIdentity, objectBytes: Int, superclass: HostClassDefinition?
  ) {
    self.name = name
    self.type = type
    self.objectBytes = max(0, objectBytes)
    superclasses = superclass.map { [$0] } ?? []
    declaration = HostDeclaration(kind: .class)
    declaration.instanceType =
      (type.type as? any ValueConvertible.Type)?.loxType ?? "\(type.type)".withArticle
    declaration.superclass = superclass?.name
  }

  var superclass: HostClassDefinition? { superclasses.first }

  /// The class for an isolate.
  var runtimeClass: LoxRuntime.HostClass {
    let name = name
    let initializer =
      initializer
      ?? HostFunction(name: "\(name).init", arity: nil) { _ in
        throw HostMistake("Class '\(name)' has no initializer for scripts.")
      }
    return LoxRuntime.HostClass(
      name: name, initializer: initializer, methods: methods, properties: properties,
      staticMethods: staticMethods, staticProperties: staticProperties)
  }
}

/// A type that can be compared with others.
protocol HostTypeIdentity: Sendable {
  var id: ObjectIdentifier { get }
  var type: Any.Type { get }
  /// Whether another type is this one, or a subclass.
  func includes(_ other: Any.Type) -> Bool
}

struct HostType<Object>: HostTypeIdentity {
  var id: ObjectIdentifier { ObjectIdentifier(Object.self) }
  var type: Any.Type { Object.self }
  func includes(_ other: Any.Type) -> Bool { other is Object.Type }
}

/// A host class in an isolate.
final class InstalledHostClass {
  let definition: HostClassDefinition
  let handle: Handle

  init(_ definition: HostClassDefinition, _ handle: Handle) {
    self.definition = definition
    self.handle = handle
  }
}

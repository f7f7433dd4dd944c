import LoxBuiltins

extension HostAPI {
  /// The core library of extended Lox, as if it were a host's: its kinds of values are classes.
  public static let core: HostAPI = {
    let owners: [CoreOperation.Owner] = [
      .number, .string, .boolean, .list, .map, .range, .random, .regex, .fiber, .function, .class,
    ]
    let globals = CoreOperation.all(of: .global)
    var classes = owners.compactMap { owner -> Class? in
      let operations = CoreOperation.all(of: owner)
      let global = globals.first { $0.name == owner.name }
      if operations.isEmpty && global == nil { return nil }
      var result = Class(name: owner.name, global)
      (result.methods, result.properties) = members(operations)
      return result
    }
    for global in globals where global.form == .namespace { classes.append(Class(name: global.name, global)) }
    for global in globals where global.identity == .errorType || global.identity == .hostErrorType {
      classes.append(Class(error: global))
    }
    return HostAPI(
      functions: globals.filter { $0.form == .function }.map(Function.init), classes: classes,
      values: globals.filter { $0.form == .constant }.map(Value.init))
  }()

  /// This API and the core library, whose names any other hides.
  func addingCore() -> HostAPI {
    classes.contains { HostAPI.isCore($0) } ? self : merging(.core)
  }

  /// Whether a class is one of the core library.
  static func isCore(_ host: Class) -> Bool { host.isCore }

  fileprivate static func members(_ operations: [CoreOperation]) -> ([Function], [Value]) {
    (
      operations.filter { $0.form == .method || $0.form == .function }.map(Function.init),
      operations.filter { $0.form == .property || $0.form == .constant }.map(Value.init)
    )
  }
}

extension HostAPI.Class {
  /// A class of errors: the prelude declares it.
  fileprivate init(error global: CoreOperation) {
    self.init(name: global.name, global)
    properties = ErrorMember.all.filter { $0.owner == name }.map(HostAPI.Value.init)
    if global.identity == .hostErrorType { superclass = "Error" }
  }

  /// A kind of values, or a name that has members.
  fileprivate init(name: String, _ global: CoreOperation?) {
    self.init(name: name, documentation: global?.explanation)
    isCore = true
    guard let global else { return }
    if global.form == .class { initializer = global.parameters.map(HostAPI.Parameter.init) }
    if let owner = global.members {
      (staticMethods, staticProperties) = HostAPI.members(CoreOperation.all(of: owner))
    }
  }
}

extension HostAPI.Function {
  fileprivate init(_ operation: CoreOperation) {
    self.init(
      name: operation.name, parameters: operation.parameters.map(HostAPI.Parameter.init),
      returns: operation.result, documentation: operation.explanation)
  }
}

extension HostAPI.Value {
  fileprivate init(_ operation: CoreOperation) {
    self.init(
      name: operation.name, type: operation.result, isReadOnly: true, documentation: operation.explanation)
  }
}

extension HostAPI.Value {
  fileprivate init(_ member: ErrorMember) {
    self.init(name: member.name, type: member.type, documentation: member.documentation)
  }
}

extension HostAPI.Parameter {
  fileprivate init(_ parameter: CoreOperation.Parameter) {
    self.init(
      name: parameter.name, type: parameter.type == .any ? nil : parameter.type.name,
      isOptional: parameter.isOptional, isVariadic: parameter.isRest)
  }
}

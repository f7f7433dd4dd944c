/// A property, method, function or name of the core library, which scripts in extended Lox have without declaring it.
///
/// The machine, completion, hover, signature help, lint and the reference read this table. A new operation needs a case of `Identity`,
/// an entry in the table of its owner, and a body in `LoxRuntime/Builtins`, which the compiler demands.
public struct CoreOperation: Sendable {
  @frozen public enum Form: Sendable {
    /// Of a value: `s.length`.
    case property
    /// Of a value: `s.trim()`.
    case method
    /// By its own name, or of a namespace or class: `equals(a, b)`, `Math.sin(x)`.
    case function
    /// A number of a namespace: `Math.pi`.
    case constant
    /// A name that only has members: `Math`.
    case namespace
    /// The class of a kind of values, which also converts to it: `Number`.
    case `class`
  }

  /// What has the operation.
  @frozen public enum Owner: UInt8, Sendable, CaseIterable {
    /// Names that are found everywhere, unless a declaration hides them.
    case global = 1
    // The kinds of values.
    case number, string, boolean, list, map, range, random, regex, fiber, function, `class`
    // What has a name of its own.
    case math, numberClass, stringClass, listClass, fiberClass, json

    /// Whether it is a class or a namespace itself, not a kind of values: `Math`, `Fiber` in `Fiber.yield`.
    public var isNamed: Bool {
      switch self {
      case .math, .json, .numberClass, .stringClass, .listClass, .fiberClass: true
      default: false
      }
    }

    /// The name in scripts, or that of the class of these values; empty for global names.
    public var name: String {
      switch self {
      case .global: ""
      case .number, .numberClass: "Number"
      case .string, .stringClass: "String"
      case .boolean: "Boolean"
      case .list, .listClass: "List"
      case .map: "Map"
      case .range: "Range"
      case .random: "Random"
      case .fiber, .fiberClass: "Fiber"
      case .regex: "Regex"
      case .function: "Function"
      case .class: "Class"
      case .math: "Math"
      case .json: "JSON"
      }
    }
  }

  public struct Parameter: Sendable {
    public let name: String
    public let type: CoreType
    /// Whether it may be left out, or be nil.
    public let isOptional: Bool
    /// What stands in for an argument that was left out, as a script would write it; empty if there is nothing of the kind.
    public let standIn: String
    /// Whether it stands for any number of arguments.
    public let isRest: Bool

    static func required(_ name: String, _ type: CoreType) -> Parameter {
      Parameter(name: name, type: type, isOptional: false, standIn: "", isRest: false)
    }
    static func optional(_ name: String, _ type: CoreType, _ standIn: String = "nil") -> Parameter {
      Parameter(name: name, type: type, isOptional: true, standIn: standIn, isRest: false)
    }
    static func rest(_ name: String, _ type: CoreType) -> Parameter {
      Parameter(name: name, type: type, isOptional: false, standIn: "", isRest: true)
    }
  }

  /// What ends with an error of its own, apart from arguments of another type or number.
  public struct Failure: Sendable {
    /// Statements that end with the error.
    public let code: String
    public let message: String
  }

  public let identity: Identity
  public let owner: Owner
  public let name: String
  public let form: Form
  /// Empty for what is not called.
  public let parameters: [Parameter]
  /// The type of the result, as scripts write it: `Number?` may be nil.
  public let result: String
  /// The units of fuel that a call costs beyond those of every call.
  public let cost: Int
  /// What else is charged, in words; empty if nothing is.
  public let scaling: String
  /// A few sentences in Markdown, for people.
  public let documentation: String
  public let errors: [Failure]
  /// A script with what it prints in comments after `expect:`; empty if the operation explains itself.
  public let example: String

  /// Those that scripts may use.
  public static let forScripts = all.filter { !$0.isInternal }

  /// The errors as a list in Markdown; empty if there are none.
  public var errorList: String {
    if errors.isEmpty { return "" }
    return (["Errors:", ""] + errors.map { "- `\($0.code)`: \($0.message)" }).joined(separator: "\n")
  }

  /// The example in Markdown; empty if there is none.
  public var exampleBlock: String { example.isEmpty ? "" : "```lox\n\(example)\n```" }

  /// All that a tool shows about it, in Markdown.
  public var explanation: String {
    [documentation, errorList, exampleBlock].filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  /// What each call of an operation costs.
  @inlinable public static var callCost: Int { 4 }

  /// All operations, by the raw value of their identity.
  public static let all: [CoreOperation] =
    (ofGlobalScope + ofNumbers + ofNumberClass + ofMath + ofStrings + ofStringClass + ofLists + ofListClass
    + ofMaps
    + ofRanges + ofRandom + ofRegex + ofFibers + ofFiberClass + ofJSON + ofFunctions + ofClasses)
    .sorted { $0.identity.rawValue < $1.identity.rawValue }

  /// The owner of the members of a global name, if it has any: `Math.sin` is one of `Math`.
  public var members: Owner? {
    switch identity {
    case .math: .math
    case .json: .json
    case .numberType: .numberClass
    case .stringType: .stringClass
    case .listType: .listClass
    case .fiberType: .fiberClass
    default: nil
    }
  }

  /// Whether another fiber may go on instead of the one that calls it: then it has no body.
  var switchesFibers: Bool {
    switch identity {
    case .fiberResume, .fiberYield, .fiberAdvance, .fiberWait, .fiberAbandon: true
    default: false
    }
  }

  /// Whether a call does nothing but give a result: it changes neither a value nor a generator, unless functions that it is given do.
  public var onlyGivesResult: Bool {
    switch identity {
    case .listAdd, .listAddAll, .listRemoveLast, .listInsert, .listRemoveAt, .listRemove, .listRemoveWhere,
      .listClear, .listForEach, .listSort, .mapRemove, .mapClear, .randomNext, .randomInt, .randomPick,
      .randomShuffle, .assert, .fiberResume, .fiberYield, .fiberMap, .fiberAdvance, .fiberWait, .fiberAbandon:
      false
    default: true
    }
  }

  /// Whether only the part of the library that is written in Lox may call it.
  public var isInternal: Bool { name.hasPrefix("_") }

  /// The operations of an owner that scripts may use, in the order of the reference.
  public static func all(of owner: Owner) -> [CoreOperation] {
    forScripts.filter { $0.owner == owner }
  }

  /// The operation of this name.
  public static func named(_ name: some Sequence<UInt8>, of owner: Owner) -> CoreOperation? {
    all.first { $0.owner == owner && $0.name.utf8.elementsEqual(name) }
  }
}

extension CoreOperation.Identity {
  public var operation: CoreOperation { CoreOperation.all[Int(rawValue)] }
}

// How the tables are written.
extension CoreOperation {
  static func property(
    _ identity: Identity, of owner: Owner, _ name: String, _ result: String, scaling: String = "",
    _ documentation: String, errors: [(String, String)] = [], example: String = ""
  ) -> CoreOperation {
    CoreOperation(
      identity: identity, owner: owner, name: name, form: .property, parameters: [], result: result, cost: 0,
      scaling: scaling, documentation: documentation,
      errors: errors.map { Failure(code: $0, message: $1) }, example: example)
  }

  static func method(
    _ identity: Identity, of owner: Owner, _ name: String, _ parameters: [Parameter] = [], _ result: String,
    cost: Int = 0, scaling: String = "", _ documentation: String, errors: [(String, String)] = [],
    example: String = ""
  ) -> CoreOperation {
    CoreOperation(
      identity: identity, owner: owner, name: name, form: .method, parameters: parameters, result: result,
      cost: cost, scaling: scaling, documentation: documentation,
      errors: errors.map { Failure(code: $0, message: $1) }, example: example)
  }

  static func function(
    _ identity: Identity, of owner: Owner, _ name: String, _ parameters: [Parameter], _ result: String,
    cost: Int = 0, scaling: String = "", _ documentation: String, errors: [(String, String)] = [],
    example: String = ""
  ) -> CoreOperation {
    CoreOperation(
      identity: identity, owner: owner, name: name, form: .function, parameters: parameters, result: result,
      cost: cost, scaling: scaling, documentation: documentation,
      errors: errors.map { Failure(code: $0, message: $1) }, example: example)
  }

  static func constant(
    _ identity: Identity, of owner: Owner, _ name: String, _ documentation: String, example: String = ""
  )
    -> CoreOperation
  {
    CoreOperation(
      identity: identity, owner: owner, name: name, form: .constant, parameters: [], result: "Number",
      cost: 0,
      scaling: "", documentation: documentation,
      errors: [], example: example)
  }

  static func namespace(_ identity: Identity, _ name: String, _ documentation: String, example: String = "")
    -> CoreOperation
  {
    CoreOperation(
      identity: identity, owner: .global, name: name, form: .namespace, parameters: [], result: "", cost: 0,
      scaling: "", documentation: documentation,
      errors: [], example: example)
  }

  static func `class`(
    _ identity: Identity, _ name: String, _ parameters: [Parameter], _ result: String, scaling: String = "",
    _ documentation: String, errors: [(String, String)] = [], example: String = ""
  ) -> CoreOperation {
    CoreOperation(
      identity: identity, owner: .global, name: name, form: .class, parameters: parameters, result: result,
      cost: 0, scaling: scaling, documentation: documentation,
      errors: errors.map { Failure(code: $0, message: $1) }, example: example)
  }
}

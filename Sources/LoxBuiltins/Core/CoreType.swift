/// What an argument of a core operation must be.
public enum CoreType: UInt8, Sendable, CaseIterable {
  case any, number, wholeNumber, boolean, string, list, map, range, function, iterable, stringOrFunction,
    listOrMap, instance

  /// The type as scripts write it, for signatures.
  public var name: String {
    switch self {
    case .any: "Any"
    case .number, .wholeNumber: "Number"
    case .boolean: "Boolean"
    case .string: "String"
    case .list: "List"
    case .map: "Map"
    case .range: "Range"
    case .function: "Function"
    case .iterable: "Iterable"
    case .stringOrFunction: "String | Function"
    case .listOrMap: "List | Map"
    case .instance: "Instance"
    }
  }

  /// The type in the message about an argument that has another one.
  public var expectation: String {
    switch self {
    case .any: "a value"
    case .number: "a number"
    case .wholeNumber: "a whole number"
    case .boolean: "a boolean"
    case .string: "a string"
    case .list: "a list"
    case .map: "a map"
    case .range: "a range"
    case .function: "a function"
    case .iterable: "a list, map, string, range or fiber"
    case .stringOrFunction: "a string or a function"
    case .listOrMap: "a list or a map"
    case .instance: "an instance"
    }
  }
}

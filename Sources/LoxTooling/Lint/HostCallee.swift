/// How many arguments a function or class of the host, or of a module, accepts.
struct HostCallee {
  /// Such as `'spawn'`.
  var name: String
  var least: Int
  /// Nil for any number.
  var most: Int?

  init(_ name: String, _ parameters: [HostAPI.Parameter]) {
    self.name = name
    least = parameters.prefix { !$0.isOptional && !$0.isVariadic }.count
    most = parameters.contains(where: \.isVariadic) ? nil : parameters.count
  }

  /// What it expects, such as `1 argument`; nil if this number is right.
  func expectation(_ count: Int) -> String? {
    if count < least { return (most == least ? "" : "at least ") + HostCallee.arguments(least) }
    if let most, count > most { return (most == least ? "" : "at most ") + HostCallee.arguments(most) }
    return nil
  }

  private static func arguments(_ count: Int) -> String { "\(count) argument\(count == 1 ? "" : "s")" }

  /// Everything that scripts can call, by name, except the built-in functions, which accept any arguments.
  static func all(in api: HostAPI) -> [String: HostCallee] {
    var callees: [String: HostCallee] = [:]
    // If two have the same name, the first one counts.
    for function in api.functions where callees[function.name] == nil {
      callees[function.name] = HostCallee("'\(function.name)'", function.parameters)
    }
    for host in api.classes where callees[host.name] == nil {
      guard let parameters = host.initializer else { continue }
      callees[host.name] = HostCallee("The class '\(host.name)'", parameters)
    }
    for native in HostAPI.standard.functions { callees[native.name] = nil }
    return callees
  }
}

import LoxBytecode

/// A module of an isolate: a program with global variables of its own, or functions of the host. It stays as long as the isolate.
struct Module {
  enum State { case fresh, running, done }

  /// Its canonical name.
  let name: Ref
  /// The closure of its script; null for a module of the host.
  var script = Ref.null
  var state: State
}

extension Value {
  init(_ module: ModuleID) { bits = UInt64(Tag.module.rawValue) << 32 | UInt64(module.number) }

  /// The module that it is; meaningless for all other values.
  var module: ModuleID { ModuleID(number: ref.offset) }
}

extension Modules {
  /// Nil for the main script, and for numbers that no module has.
  subscript(id: ModuleID) -> Module? {
    let place = Int(id.number) - 1
    return all.indices.contains(place) ? all[place] : nil
  }

  mutating func set(_ state: Module.State, of id: ModuleID) {
    let place = Int(id.number) - 1
    if all.indices.contains(place) { all[place].state = state }
  }
}

extension Machine {
  /// The module to which a function belongs.
  mutating func module(of record: FunctionRecord) -> ModuleID {
    guard modules.areInUse, let (number, _) = modules.programs.place(of: record) else { return .main }
    return modules.programs.all[number].module
  }

  /// The module whose variable a constant of a function is; nil if it is one of the function's own program.
  mutating func importedModule(_ constant: Int, of record: FunctionRecord) -> ModuleID? {
    guard modules.areInUse, let (number, index) = modules.programs.place(of: record) else { return nil }
    let program = modules.programs.all[number].program
    guard
      case .imported(let place, _)? = program.constants[program.functions[index].constants.range]
        .dropFirst(constant).first
    else { return nil }
    let imports = modules.programs.all[number].imports
    return Int(place) < imports.count ? imports[Int(place)] : nil
  }

  mutating func name(ofModule value: Value) -> String {
    modules[value.module].map { text(ofString: $0.name) } ?? ""
  }

  mutating func describe(module value: Value, into bytes: inout [UInt8]) {
    bytes += "<module \(name(ofModule: value))>".utf8
  }

  // MARK: - Variables

  /// The value of a module's variable, for code that does not know the module; nil, with the error set, if it has none of this name.
  mutating func variable(_ name: Ref, of value: Value) -> Value? {
    if let found = variableIfAny(name, of: value) { return found }
    _ = failUndefinedImport(text(ofString: name), of: value.module)
    return nil
  }

  /// The same; nil if there is none.
  mutating func variableIfAny(_ name: Ref, of value: Value) -> Value? {
    let text = bytes(ofString: name)
    if text.count > 0, UInt8(truncatingIfNeeded: cage.load64(text.offset)) == UInt8(ascii: "_") { return nil }
    guard let slot = modules.globals.slot(name, of: value.module), value.module != .main,
      case let found = cage.value(slot), found != .undefined
    else { return nil }
    return found
  }

  /// While a module runs, its variable may still come.
  mutating func failUndefinedImport(_ name: String, of id: ModuleID) -> Bool {
    guard let module = modules[id], module.state == .done else {
      return fail(
        .undefinedVariable, "Undefined variable '\(name)'.", cause: .undefinedVariable(name, similar: []))
    }
    return fail(
      .undefinedImport, "Module '\(text(ofString: module.name))' has no '\(name)'.",
      cause: .undefinedVariable(name, similar: variables(of: id, similarTo: name)))
  }

  private mutating func variables(of module: ModuleID, similarTo name: String) -> [String] {
    var search = NameSearch(for: name)
    for (number, global) in modules.globals.entries.enumerated() {
      guard search.wantsMore else { break }
      guard global.owner == module, cage.value(modules.globals.slot(number)) != .undefined else { continue }
      search.consider(global.name, self)
    }
    return names(of: search).filter { !$0.hasPrefix("_") }
  }
}

/// A variable of the program, as the generator sees it.
struct Variable {
  let name: String
  var kind: Kind
  var isAssignable = true
  /// A hidden variable hides outer ones of its name, but isn't used: for example in its own initializer, or
  /// if only the code that declared it knows how to use its values.
  var isHidden = false
  var isGlobal = false
}

/// The scopes open at the current place, and which variables can be named there.
struct ScopeStack {
  private var scopes: [[Variable]] = [[]]
  /// What can be named and used here, innermost first.
  private(set) var visible: [Variable] = []

  /// Whether a declaration here makes a global variable.
  var isGlobal: Bool { scopes.count == 1 }

  mutating func push() {
    scopes.append([])
  }

  mutating func pop() {
    if scopes.count > 1 { scopes.removeLast() }
    refresh()
  }

  /// Declares a variable in the innermost scope, or replaces the description of the one of this name there.
  mutating func declare(_ variable: Variable) {
    let innermost = scopes.count - 1
    var variable = variable
    variable.isGlobal = innermost == 0
    if let index = scopes[innermost].firstIndex(where: { $0.name == variable.name }) {
      scopes[innermost][index] = variable
    } else {
      scopes[innermost].append(variable)
    }
    refresh()
  }

  /// Whether the innermost scope has a variable of this name.
  func declares(_ name: String) -> Bool {
    scopes.last?.contains { $0.name == name } ?? false
  }

  private mutating func refresh() {
    var names: Set<String> = []
    visible = []
    for scope in scopes.reversed() {
      for variable in scope.reversed() where names.insert(variable.name).inserted && !variable.isHidden {
        visible.append(variable)
      }
    }
  }
}

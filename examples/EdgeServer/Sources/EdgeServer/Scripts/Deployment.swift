import Lox

/// A version of a tenant's script with the modules that it needs, as they were when it was deployed. So a request never sees parts
/// of two versions.
struct Deployment: Sendable {
  let program: Program
  /// By name.
  private(set) var modules: [String: Program] = [:]
  /// Whether it imports the module of upstreams.
  private(set) var usesUpstreams = false
  /// The names of all modules that it needs, directly or through other modules, whether they are there or not.
  private(set) var names: Set<String> = []
  /// What is wrong with some of them, so that it can't be used.
  private(set) var mistakes: [Mistake] = []

  init(_ program: Program, from library: ModuleLibrary) {
    self.program = program
    var programs = [program]
    while let program = programs.popLast() {
      for name in program.imports where names.insert(name).inserted {
        if name == Upstreams.moduleName {
          usesUpstreams = true
          continue
        }
        switch library.program(name) {
        case .success(let module):
          modules[name] = module
          programs.append(module)
        case .failure(let mistake): mistakes.append(mistake)
        }
      }
    }
  }

  var loader: ModuleLoader { ModuleLoader { [modules] name, _ in modules[name] } }
}

/// Why a version can't be deployed.
struct Mistake: Error {
  let diagnostics: String
}

import Foundation
import Lox

/// The modules that all tenants may import: one state of their folder. A script finds the file `NAME.lox` as `modules/NAME`, where it
/// is also for the command `lox` and for editors.
struct ModuleLibrary: Sendable {
  private struct Module: Sendable {
    let source: ScriptFile
    let result: Result<Program, Mistake>
  }

  private static let prefix = "modules/"

  /// By the names in imports.
  private var modules: [String: Module] = [:]

  /// Reads the folder again, which is in that of the tenants, and compiles what has changed. The result is the names of modules that are new, changed or gone.
  mutating func refresh(_ tenants: URL) -> Set<String> {
    let previous = modules
    modules = [:]
    var changes = Set(previous.keys)
    for file in ScriptFile.all(in: tenants.appending(path: Self.prefix)) {
      let name = Self.prefix + file.name
      if let known = previous[name], known.source == file {
        modules[name] = known
        changes.remove(name)
      } else {
        modules[name] = Module(source: file, result: file.compiled())
        changes.insert(name)
      }
    }
    return changes
  }

  func program(_ name: String) -> Result<Program, Mistake> {
    modules[name]?.result ?? .failure(Mistake(diagnostics: "There is no module '\(name)'.\n"))
  }
}

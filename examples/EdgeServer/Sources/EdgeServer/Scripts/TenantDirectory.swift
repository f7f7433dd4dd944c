import Foundation
import Lox
import Synchronization

/// The tenants: one for each script in a folder. What is in its folder `modules` is for all of them to import.
final class TenantDirectory: Sendable {
  private struct Entry {
    let tenant: Tenant
    let source: ScriptFile
    let result: Result<Program, Mistake>
    /// The names of the modules that this version needs.
    var modules: Set<String> = []

    /// Lets new requests of the tenant use this version, unless something is wrong with it or its modules.
    mutating func deploy(with library: ModuleLibrary) {
      switch result {
      case .success(let program):
        let deployment = Deployment(program, from: library)
        modules = deployment.names
        if deployment.mistakes.isEmpty {
          tenant.use(deployment)
        } else {
          tenant.reject(deployment.mistakes.map(\.diagnostics).joined(separator: "\n"))
        }
      case .failure(let mistake): tenant.reject(mistake.diagnostics)
      }
    }
  }

  private let folder: URL
  private let throttling: Throttling
  private let entries = Mutex<[String: Entry]>([:])
  private let library = Mutex(ModuleLibrary())

  init(folder: String, throttling: Throttling) {
    self.folder = URL(fileURLWithPath: folder, isDirectory: true)
    self.throttling = throttling
  }

  func tenant(_ name: some StringProtocol) -> Tenant? { entries.withLock { $0[String(name)]?.tenant } }

  /// All tenants by name.
  var tenants: [Tenant] { entries.withLock { $0.values.map(\.tenant) }.sorted { $0.name < $1.name } }

  /// Looks for scripts and modules that are new, changed or gone. Only those that changed are compiled, and the scripts that need
  /// them are deployed anew. Must not be called twice at once.
  func refresh() {
    var library = self.library.withLock { $0 }
    let changes = library.refresh(folder)
    self.library.withLock { $0 = library }
    var gone = Set(entries.withLock { $0.keys })
    for file in ScriptFile.all(in: folder) {
      gone.remove(file.name)
      let known = entries.withLock { $0[file.name] }
      let isNew = known?.source != file
      if let known, !isNew, known.modules.isDisjoint(with: changes) { continue }
      var entry = Entry(
        tenant: known?.tenant ?? Tenant(name: file.name, throttling: throttling), source: file,
        result: isNew ? file.compiled() : known?.result ?? file.compiled())
      entry.deploy(with: library)
      entries.withLock { [entry] in $0[file.name] = entry }
    }
    entries.withLock { entries in
      for name in gone { entries[name] = nil }
    }
  }
}

/// Where the modules that scripts import come from: a folder, a bundle, a database.
///
/// ```swift
/// let sources = ["shop/tax": "fun rate(country) => country == \"de\" ? 19 : 20;"]
/// isolate.modules = ModuleLoader { name, importer in
///   guard let text = sources[name] else { return nil }
///   return try Program(text, name: name)
/// }
/// try isolate.run(try Program("import {rate} from \"shop/tax\"; print rate(\"de\");"))  // 19
/// ```
///
/// The loader is asked once for each module, before the program that imports it runs: also for the modules that modules import. It gets
/// the canonical name, and that of the module in which the import is (nil for the program that the host runs). If it returns nil, the import is the
/// error "There is no module 'x'." What it throws becomes the `underlying` error of a ``RuntimeError`` at the import; ``CompileErrors`` are
/// thrown as they are.
public struct ModuleLoader {
  /// The canonical name of a module, given its name in an import, and the canonical name of the importer; nil if there is no such module.
  public typealias Naming = (_ name: String, _ importer: String?) throws -> String?

  enum Load {
    case now((String, String?) throws -> Program?)
    case later(@Sendable (String, String?) async throws -> Program?)
  }

  let canonicalName: Naming?
  let load: Load

  /// A loader that has its programs at hand.
  ///
  /// A module runs once in an isolate, whatever it is called: two imports mean the same module if `canonicalName` says so. Without that
  /// function, the name in the import is the canonical one.
  public init(
    canonicalName: Naming? = nil,
    _ load: @escaping (_ name: String, _ importer: String?) throws -> Program?
  ) {
    self.canonicalName = canonicalName
    self.load = .now(load)
  }

  /// A loader that takes its time. It works with runs that may wait, `try await isolate.run(program)`; another run that needs it is an error.
  public init(
    canonicalName: Naming? = nil,
    _ load: @escaping @Sendable (_ name: String, _ importer: String?) async throws -> Program?
  ) {
    self.canonicalName = canonicalName
    self.load = .later(load)
  }
}

import ArgumentParser
import Lox

/// `lox check PATH...`.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Look for errors in scripts without running them.",
    discussion: "The exit status is 65 if there are any.")

  @OptionGroup var scripts: ScriptPaths
  @OptionGroup var compilation: CompilationOptions
  @OptionGroup var modules: ModuleOptions
  @OptionGroup var errors: DiagnosticOptions

  func run() {
    let options = ScriptOptions(compilation)
    let pass = ScriptPass(scripts.paths, errors.diagnostics)
    // A module may be imported by several, and be among the scripts.
    var reported: Set<String> = []
    pass.forEach { file, source in
      do throws(CompileErrors) {
        let program = try Program.compile(source, name: file.sourceName, options: options.compiler)
        if let error = self.error(inModulesOf: program, file, options.compiler) {
          if let errors = error as? CompileErrors {
            if reported.insert(errors.source.name).inserted { pass.report(errors) }
          } else {
            pass.report(error, in: file)
          }
        }
      } catch {
        if reported.insert(error.source.name).inserted { pass.report(error) }
      }
    }
    pass.end()
  }

  /// The first error in the modules that a script imports: in their source, or as one of them is not there.
  private func error(inModulesOf program: Program, _ file: Path, _ options: Program.Options) -> (any Error)? {
    if program.imports.isEmpty { return nil }
    do {
      let isolate = try Isolate()
      isolate.modules = ModuleFiles(ModuleFolders(around: file, modules.paths), compiler: options).loader
      try isolate.loadModules(of: program)
      return nil
    } catch {
      return error
    }
  }
}

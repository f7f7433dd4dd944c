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
  @OptionGroup var errors: DiagnosticOptions

  func run() {
    let options = ScriptOptions(compilation)
    let pass = ScriptPass(scripts.paths, errors.diagnostics)
    pass.forEach { file, source in
      do throws(CompileErrors) {
        _ = try Program.compile(source, name: file.sourceName, options: options.compiler)
      } catch {
        pass.report(error)
      }
    }
    pass.end()
  }
}

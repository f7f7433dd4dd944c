import Lox
import LoxDiagnostics
import LoxTooling

/// Works on scripts one after the other: reads them, tells of those that can't be read, and keeps the exit status.
final class ScriptPass {
  let console = Console()
  private let found: ScriptFinder
  /// Whether it is clear whose errors are shown, as there is one script.
  private let isAlone: Bool
  private let format: DiagnosticFormat
  private var status = ExitStatus.success

  init(_ paths: [Path], _ diagnostics: DiagnosticStyle? = nil) {
    found = ScriptFinder(paths)
    isAlone = paths.count == 1 && found.files.count <= 1
    format = DiagnosticStyle.format(diagnostics)
  }

  /// Hands over each script.
  func forEach(_ work: (_ file: Path, _ bytes: [UInt8]) throws(FileError) -> Void) {
    for file in found.files {
      do {
        try work(file, try File.read(file))
      } catch {
        report(error)
      }
    }
    for error in found.errors { report(error) }
  }

  /// Of several things that were wrong, the worst decides how the process ends.
  func note(_ status: ExitStatus) { self.status = max(self.status, status) }

  private func report(_ error: FileError) {
    console.writeError(error.message(format)[...])
    note(.fileError)
  }

  /// Shows the errors of a script as if it had been run; of several scripts, their names, too, which only the plain format
  /// leaves out.
  func report(_ errors: CompileErrors) {
    if !isAlone, format == .plain { console.writeError("\(ShownText.line(errors.source.name)):\n") }
    console.writeError(errors.bytes(format)[...])
    note(.compileError)
  }

  func end() -> Never { console.exit(status) }
}

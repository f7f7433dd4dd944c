import Lox
import LoxDiagnostics
import LoxTooling

/// Works through scripts one after the other: reads them, reports those that can't be read, and keeps the exit status.
final class ScriptPass {
  let console = Console()
  private let found: ScriptFinder
  /// Whether there is only one script, so that it is clear whose errors are shown.
  private let isAlone: Bool
  private let format: DiagnosticFormat
  private var status = ExitStatus.success

  init(_ paths: [Path], _ diagnostics: DiagnosticStyle? = nil) {
    found = ScriptFinder(paths)
    isAlone = paths.count == 1 && found.files.count <= 1
    format = DiagnosticStyle.format(diagnostics)
  }

  /// Calls `work` with each script.
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

  /// If several things were wrong, the worst of them determines the exit status.
  func note(_ status: ExitStatus) { self.status = max(self.status, status) }

  private func report(_ error: FileError) {
    console.writeError(error.message(format)[...])
    note(.fileError)
  }

  /// Shows the errors of a script as if it had been run. If there are several scripts, their names are shown as well,
  /// which only the plain format leaves out.
  func report(_ errors: CompileErrors) {
    if !isAlone, format == .plain { console.writeError("\(ShownText.line(errors.source.name)):\n") }
    console.writeError(errors.bytes(format)[...])
    note(.compileError)
  }

  /// Shows why a script can't run.
  func report(_ error: any Error, in file: Path) {
    if !isAlone, format == .plain { console.writeError("\(file.shown):\n") }
    let error = error as? RuntimeError ?? RuntimeError(kind: .host, message: "\(error)", trace: Trace())
    console.writeError(error.bytes(format)[...])
    note(.compileError)
  }

  func end() -> Never { console.exit(status) }
}

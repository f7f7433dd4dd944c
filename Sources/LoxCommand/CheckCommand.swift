import Lox

/// `lox check PATH...`: compiles, and says what is wrong.
enum CheckCommand {
  static func run(_ paths: [Path], _ options: ScriptOptions) -> Never {
    let console = Console()
    let format = DiagnosticStyle.format(options.diagnostics)
    let found = ScriptFinder(paths)
    let isAlone = paths.count == 1 && found.files.count <= 1
    var status = ExitStatus.success
    for file in found.files {
      let source: [UInt8]
      do {
        source = try File.read(file)
      } catch {
        console.writeError(error.message(format)[...])
        status = .fileError
        continue
      }
      do {
        _ = try Program.compile(source, name: file.sourceName, options: options.compiler)
      } catch {
        // One script's errors look as if it had been run; of several, one has to know whose they are, which only the plain
        // format doesn't say.
        if !isAlone, format == .plain { console.writeError("\(file.shown):\n") }
        console.writeError(error.bytes(format)[...])
        if status == .success { status = .compileError }
      }
    }
    for error in found.errors {
      console.writeError(error.message(format)[...])
      status = .fileError
    }
    console.exit(status)
  }
}

import Lox

/// `lox check FILE...`: compiles, and says what is wrong.
enum CheckCommand {
  static func run(_ files: [Path], _ options: ScriptOptions) -> Never {
    let console = Console()
    let format = DiagnosticStyle.format(options.diagnostics)
    var status = ExitStatus.success
    for file in files {
      let source: [UInt8]
      do {
        source = try File.read(file)
      } catch {
        console.writeError(error.message(format)[...])
        status = .fileError
        continue
      }
      do {
        _ = try Program.compile(source, name: file.text, options: options.compiler)
      } catch {
        // One script's errors look as if it had been run; of several, one has to know whose they are, which only the plain
        // format doesn't say.
        if files.count > 1, format == .plain { console.writeError(file.bytes[...] + Array(":\n".utf8)) }
        console.writeError(error.bytes(format)[...])
        if status == .success { status = .compileError }
      }
    }
    console.exit(status)
  }
}

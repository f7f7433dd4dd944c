import Lox

/// `lox check FILE...`: compiles, and says what is wrong.
enum CheckCommand {
  static func run(_ files: [Path], _ options: ScriptOptions) -> Never {
    let console = Console()
    var status = ExitStatus.success
    for file in files {
      let source: [UInt8]
      do {
        source = try File.read(file)
      } catch {
        console.writeError(error.message[...])
        status = .fileError
        continue
      }
      do {
        _ = try Program(bytes: source, name: file.text, options: options.compiler)
      } catch {
        // One script's errors look as if it had been run; of several, one has to know whose they are.
        if files.count > 1 { console.writeError(file.bytes[...] + Array(":\n".utf8)) }
        console.writeError(error.plainBytes[...])
        if status == .success { status = .compileError }
      }
    }
    console.exit(status)
  }
}

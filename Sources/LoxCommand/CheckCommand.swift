import ArgumentParser
import Lox

/// `lox check FILE...`: compiles, and says what is wrong.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Look for errors in scripts without running them.")

  @Argument(help: "The scripts.")
  var files: [Path]

  @OptionGroup var compilation: CompilationOptions

  func run() {
    let console = Console()
    let options = ScriptOptions(compilation)
    var status = ExitStatus.success
    for file in files {
      do {
        let source = try File.read(file)
        _ = try Program(bytes: source, name: file.text, options: options.compiler)
      } catch let error as CompileErrors {
        // One script's errors look as if it had been run; of several, one has to know whose they are.
        if files.count > 1 { console.writeError(file.bytes[...] + Array(":\n".utf8)) }
        console.writeError(error.plainBytes[...])
        if status == .success { status = .compileError }
      } catch let error as FileError {
        console.writeError(error.message[...])
        status = .fileError
      } catch {
        console.writeError("\(error)\n")
        status = .compileError
      }
    }
    console.exit(status)
  }
}

import Lox
import LoxBytecode
import LoxTooling

/// `lox disasm FILE`: shows the bytecode.
enum DisasmCommand {
  static func run(_ file: Path, _ options: ScriptOptions) -> Never {
    let console = Console()
    let source = File.read(file, options.diagnostics, or: console)
    do {
      let program = try Lox.Program.compile(source, name: file.sourceName, options: options.compiler)
      console.write(ShownText.lines(Disassembler(program.image.program).text))
      console.exit(.success)
    } catch {
      console.writeError(error.bytes(DiagnosticStyle.format(options.diagnostics))[...])
      console.exit(.compileError)
    }
  }
}

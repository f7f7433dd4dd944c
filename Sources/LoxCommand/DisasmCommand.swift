import ArgumentParser
import Lox
import LoxBytecode

/// `lox disasm FILE`.
struct DisasmCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disasm",
    abstract: "Show the bytecode of a script.",
    discussion: """
      For each function: how many registers it uses, its constants (k), its inline caches (i), what it \
      captures (c), and its code, below the lines of the script that it comes from. The columns are the \
      instruction's place, its line, its name and its operands, of which r0, r1, ... are registers.
      """)

  @Argument(help: "The script.")
  var file: Path

  @OptionGroup var compilation: CompilationOptions

  func run() {
    let console = Console()
    let source = File.read(file, or: console)
    do {
      let options = ScriptOptions(compilation).compiler
      let program = try Lox.Program(bytes: source, name: file.text, options: options)
      console.write(Disassembler(program.image.program).text)
      console.exit(.success)
    } catch {
      console.writeError(error.plainBytes[...])
      console.exit(.compileError)
    }
  }
}

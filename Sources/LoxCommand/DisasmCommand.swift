import ArgumentParser
import Lox
import LoxBytecode
import LoxJIT
import LoxTooling

/// `lox disasm FILE`.
struct DisasmCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disasm",
    abstract: "Show the bytecode of a script.",
    discussion: """
      For each function, it shows how many registers it uses, its constants (k), its inline caches (i), the variables that it \
      captures (c), and its code, with each part below the line of the script that it comes from. The columns are the \
      address of the instruction, its line, its name and its operands; r0, r1 and so on are registers.
      """)

  @OptionGroup var script: ScriptPath
  @OptionGroup var compilation: CompilationOptions
  @OptionGroup var errors: DiagnosticOptions

  @Flag(
    help: ArgumentHelp(
      "Show the bytes of the machine code that '--jit on' would make, below each instruction.",
      discussion:
        "Code for rare cases comes last. A disassembler such as objdump can tell what the bytes mean."))
  var native = false

  @Option(
    help: ArgumentHelp(
      "With '--native': the processor for which to show machine code.",
      discussion: "The default is the one of this computer."))
  var target: JIT.Processor?

  func run() {
    let console = Console()
    let source = File.read(script.file, errors.diagnostics, or: console)
    do {
      let options = ScriptOptions(compilation).compiler
      let program = try Lox.Program.compile(source, name: script.file.sourceName, options: options)
      let bytecode = program.image.program
      let text = native ? NativeListing(bytecode, for: target ?? .host).text : Disassembler(bytecode).text
      console.write(ShownText.lines(text))
      console.exit(.success)
    } catch {
      console.writeError(error.bytes(DiagnosticStyle.format(errors.diagnostics))[...])
      console.exit(.compileError)
    }
  }
}

extension JIT.Processor: ExpressibleByArgument {}

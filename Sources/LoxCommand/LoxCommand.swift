/// Where the process begins.
///
/// The commonest invocations are told by the arguments as they are: a script should not wait for the parsing
/// of options that it doesn't have.
@main enum LoxCommand {
  static let version = "0.1.0"

  static func main() {
    guard let first = Arguments.first else { Repl.run(ScriptOptions()) }
    switch String(decoding: first.bytes, as: UTF8.self) {
    case "help" where Arguments.count == 1: LoxArguments.main(["--help"])
    case "check", "completions", "coverage", "disasm", "explain", "fmt", "help", "lint", "lsp", "profile",
      "test":
      Subcommands.main()
    case _ where Arguments.count == 1 && first.bytes.first != UInt8(ascii: "-"):
      RunCommand.run(file: first, ScriptOptions())
    default: LoxArguments.main()
    }
  }
}

import ArgumentParser
import Lox

/// `lox lsp`.
struct LanguageServerArguments: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lsp",
    abstract: "Help an editor with scripts: a server of the Language Server Protocol.",
    discussion: """
      Editors start it themselves, and talk to it over standard input and output. How to set them up, and the \
      format of the file that says what a program offers to its scripts, is told in \
      Documentation/LanguageServer.md.
      """)

  @Option(
    help: ArgumentHelp(
      "What the host offers to scripts; without it, a file lox-api.json in the workspace.", valueName: "file")
  )
  var api: Path?

  @Option(help: "The language of scripts whose first line does not say '// lox: extended' or '// lox: book'.")
  var language = Program.Language.book

  @Flag(help: "Speak over standard input and output; there is no other way.")
  var stdio = false

  func run() { LanguageServerCommand.run(api: api, language) }
}

import ArgumentParser
import Lox
import LoxLanguageServer
import LoxSemantics

/// `lox lsp`: connects an editor with the language server.
struct LanguageServerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lsp",
    abstract: "Help an editor with scripts, as a language server.",
    discussion: """
      Editors start it themselves, and talk to it over standard input and output. Documentation/LanguageServer.md says how to \
      set them up, and describes the format of the file that declares what a host offers to its scripts.
      """)

  @Option(
    help: ArgumentHelp(
      "A file that says what the host offers to scripts; by default, lox-api.json in the workspace.",
      valueName: "file"), completion: .file(extensions: ["json"]))
  var api: Path?

  @Option(help: CompilationOptions.languageHelp)
  var language = Lox.Program.Language.book

  @Flag(help: "Use standard input and output. The server always does; some editors pass this option.")
  var stdio = false

  func run() {
    Signals.ignoreClosedPipes()
    let server = LanguageServer(
      files: ServerFiles(), profile: language == .book ? .book : .extended, apiPath: api?.bytes,
      version: LoxCommand.version)
    var pipes = ServerPipes()
    while true {
      pipes.exchange(server, waits: false)
      if server.handleNext() || server.handleIdle() {
        pipes.send(server.takeOutput())
      } else if server.hasExited || !pipes.isOpen {
        pipes.flush()
        Process.exit(server.wasShutDown ? .success : .failed)
      } else {
        pipes.exchange(server, waits: true)
      }
    }
  }
}

import ArgumentParser
import Lox

/// `lox serve`: a page in the browser on which one tries Lox.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Try Lox in a browser.",
    discussion: """
      Shows the address of a page with an editor that marks errors while you type, runs scripts and formats them. Only this \
      machine can reach it. Scripts run under limits: 5 seconds, 64 MiB, 1 MiB of output. A link to the page contains the whole script.

      Control-C ends it.
      """)

  @Option(help: ArgumentHelp("The TCP port; 0 for any that is free.", valueName: "port"))
  var port: UInt16 = 8484

  @Option(help: CompilationOptions.languageHelp)
  var language = Program.Language.extended

  /// A browser keeps some connections open without using them.
  private static let threadCount = 16

  func run() throws {
    Signals.ignoreClosedPipes()
    let console = Console()
    guard let listener = Listener(port: port, backlog: 64) else {
      console.writeError("Could not listen on port \(port). Give another one with --port, or 0 for any.\n")
      throw ExitCode(ExitStatus.fileError.rawValue)
    }
    console.write("http://127.0.0.1:\(listener.port)/\n")
    console.flush()
    let server = PlaygroundServer(port: listener.port, language: language)
    Threads.run(ServeCommand.threadCount) {
      while let connection = listener.accept() {
        do throws(HTTPRequest.Failure) {
          _ = connection.write(server.answer(try HTTPRequest(from: connection)).bytes[...])
        } catch {
          if error == .tooLarge {
            _ = connection.write(HTTPResponse.refused("413 Content Too Large").bytes[...])
          }
        }
        connection.close()
      }
    }
  }
}

import ArgumentParser

/// `lox version`.
struct VersionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "version", abstract: "Show the version, as '--version' does.")

  func run() {
    let console = Console()
    console.write("\(LoxCommand.configuration.version)\n")
    console.exit(.success)
  }
}

import ArgumentParser
import LoxSource

/// `lox explain ID`.
struct ExplainArguments: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain an error of the compiler, or a finding of 'lox lint'.",
    discussion: """
      What is wrong has a name, which the formats 'rich' and 'json' show: unclosed-block, unused-local. Its explanation says why that \
      is wrong and what to do, with an example. Without a name, all names are listed.
      """)

  @Argument(help: ArgumentHelp("The name of what is wrong.", valueName: "id"))
  var id: String?

  func validate() throws {
    guard let id, !ExplainCommand.ids.contains(id) else { return }
    var similar = SimilarNames(to: id.utf8)
    for known in ExplainCommand.ids { similar.consider(known.utf8) }
    let hint = similar.names.first.map { " Did you mean '\($0)'?" } ?? " 'lox explain' lists all."
    throw ValidationError("Nothing is called '\(id)'.\(hint)")
  }

  func run() { ExplainCommand.run(id) }
}

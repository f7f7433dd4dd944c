import ArgumentParser
import Lox
import LoxDiagnostics
import LoxSyntax
import LoxTooling

/// `lox explain ID`: what a compile error, or a finding of the linter, means.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain an error, or a finding of 'lox lint'.",
    discussion: """
      Errors and findings have names, such as unclosed-block or unused-local, which the formats 'rich' and 'json' show. The \
      explanation says why something is wrong and what to do about it, with an example.
      """)

  @Argument(
    help: ArgumentHelp("The name of an error or a finding; without one, all are listed.", valueName: "id"),
    completion: .list(Set(ExplainCommand.entries.map(\.id)).sorted()))
  var id: String?

  /// An error or a finding: its name, what it is, a one-sentence summary, and an explanation. A runtime error has the same
  /// name as the finding of the linter that predicts it.
  private struct Entry {
    var id: String
    var label: String
    var summary: String
    var text: String
  }

  private static let entries =
    DiagnosticID.allCases.map {
      Entry(
        id: $0.rawValue, label: "error", summary: $0.message, text: "\($0.message)\n\n\($0.explanation)")
    }
    + RuntimeError.ID.allCases.map {
      Entry(
        id: $0.rawValue, label: "runtime error", summary: $0.message,
        text: "\($0.message)\n\n\($0.explanation)")
    }
    + LintRule.all.map {
      Entry(id: $0.id, label: $0.severity.rawValue, summary: $0.summary, text: $0.explanation)
    }

  func validate() throws {
    guard let id, !Self.entries.contains(where: { $0.id == id }) else { return }
    let hint =
      nearest(to: id.utf8, among: Self.entries.map(\.id)).map { "Did you mean '\($0)'?" }
      ?? "'lox explain' lists all names."
    throw ValidationError("There is no error or finding named '\(id)'. \(hint)")
  }

  func run() {
    let console = Console()
    for entry in Self.entries where id == nil {
      console.write("\(entry.id) (\(entry.label)): \(entry.summary)\n")
    }
    for entry in Self.entries where entry.id == id {
      console.write("\(entry.id) (\(entry.label))\n\n\(entry.text)\n")
    }
    console.exit(.success)
  }
}

import LoxDiagnostics
import LoxSyntax
import LoxTooling

/// `lox explain ID`: what an error of the compiler, or a finding of the linter, means.
enum ExplainCommand {
  /// The name of something wrong, how bad it is, and what it means.
  private struct Entry {
    var id: String
    var severity: Diagnostic.Severity
    var text: String
  }

  private static let entries =
    DiagnosticID.allCases.map {
      Entry(id: $0.rawValue, severity: .error, text: "\($0.message)\n\n\($0.explanation)")
    }
    + LintRule.allCases.map { Entry(id: $0.rawValue, severity: $0.severity, text: $0.explanation) }

  /// All names.
  static var ids: [String] { entries.map(\.id) }

  /// Explains something; without a name, lists what there is.
  static func run(_ id: String?) -> Never {
    let console = Console()
    for entry in entries where id == nil { console.write("\(entry.id) (\(entry.severity.rawValue))\n") }
    for entry in entries where entry.id == id {
      console.write("\(entry.id) (\(entry.severity.rawValue))\n\n\(entry.text)\n")
    }
    console.exit(.success)
  }
}

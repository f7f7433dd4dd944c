import ArgumentParser
import Lox
import LoxTooling

/// `lox lint PATH...`.
struct LintArguments: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint",
    abstract: "Look for probable mistakes in scripts, without running them.",
    discussion: """
      Each finding has a code, such as unused-local. A comment '// lint:ignore unused-local' silences it on \
      its line and the next one, '// lint:ignore-file unused-local' in the whole script; without a code, all \
      findings are meant. Behind a colon the comment may give the reason.

      The exit status is 0 if nothing was found, 1 if something was, and 65 if a script has errors: with the format \
      'json' these are among the findings.
      """)

  @Argument(help: "Scripts, and folders of scripts: all files named *.lox in them; '-' reads standard input.")
  var paths: [Path] = []

  @Option(
    help: ArgumentHelp(
      "How to write the findings: 'text' in a line each, 'rich' with the source, 'json' for programs.",
      discussion: "The default is 'rich' on a terminal, else 'text'.", valueName: "format"))
  var format: LintCommand.Format?

  @Option(help: CompilationOptions.languageHelp)
  var language = Program.Language.book

  @Option(
    name: .customLong("global"),
    help: ArgumentHelp("A global that something else than the scripts defines.", valueName: "name"))
  var globals: [String] = []

  @Option(help: ArgumentHelp("What the host offers to scripts, as for 'lox lsp'.", valueName: "file"))
  var api: Path?

  @Option(help: ArgumentHelp("A code that is not looked for.", valueName: "code"))
  var ignore: [String] = []

  @Option(help: ArgumentHelp("Explain a code, with an example; 'all' lists all codes.", valueName: "code"))
  var explain: String?

  func validate() throws {
    if explain == nil && paths.isEmpty { throw ValidationError("Give the scripts to look through.") }
    for code in ignore + (explain.map { [$0] } ?? []) where code != "all" || code != explain {
      guard LintRule(rawValue: code) != nil else {
        throw ValidationError("There is no code '\(code)'. These are known: \(LintCommand.codes).")
      }
    }
  }

  func run() {
    if let explain { LintCommand.explain(explain) }
    var options = Linter.Options()
    options.profile = language == .book ? .book : .extended
    options.knownGlobals.formUnion(globals)
    if let api { options.hostAPI = LintCommand.hostAPI(declaredIn: api) }
    options.disabledRules = Set(ignore.compactMap { LintRule(rawValue: $0) })
    LintCommand.run(paths, options, format)
  }
}

extension LintCommand.Format: ExpressibleByArgument {}

import ArgumentParser
import Lox
import LoxTooling

/// `lox coverage PATH...`: runs what `lox test` runs, and shows which parts of the scripts were executed.
struct CoverageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coverage",
    abstract: "Run scripts as 'lox test' does, and show which parts of them were executed.",
    discussion: """
      A line counts if a statement begins on it. A branch is one of the two ways that the condition of an if, \
      while or for, or an operand of 'and' or 'or', can go. Scripts are compiled without optimizations, so nothing is left out.

      The exit status is that of 'lox test', or 1 if fewer lines were executed than --fail-under wants.
      """)

  @OptionGroup var scripts: ScriptPaths
  @OptionGroup var modules: ModuleOptions

  @Option(help: ArgumentHelp("Also write a report in the format of lcov to this file.", valueName: "file"))
  var lcov: Path?

  @Option(
    help: ArgumentHelp("Also write pages with the sources into this folder.", valueName: "folder"),
    completion: .directory)
  var html: Path?

  @Option(
    help: ArgumentHelp(
      "Fail if less than this percentage of all lines was executed.", valueName: "percentage"))
  var failUnder: Double?

  @Option(help: CompilationOptions.languageHelp)
  var language = Program.Language.book

  func validate() throws {
    guard let failUnder, !(0...100).contains(failUnder) else { return }
    throw ValidationError("The percentage must be from 0 to 100.")
  }

  func run() {
    let console = Console()
    var options = ScriptOptions()
    options.compiler.language = language
    options.compiler.makesSourceMap = true
    options.compiler.optimizes = false
    options.countsExecution = true
    options.modulePaths = modules.paths
    let summary = TestCommand.runTests(scripts, options, console)
    var coverage = Coverage()
    for script in summary.coverage { coverage.add(script) }
    console.write("\n" + CoverageReport(coverage).text)
    do {
      if let lcov { try File.write(Array(LcovReport(coverage).text.utf8), to: lcov) }
      if let html {
        try File.makeFolder(html)
        for (name, text) in CoveragePages(coverage).files {
          try File.write(Array(text.utf8), to: html.appending(Array(name.utf8)))
        }
      }
    } catch {
      console.writeError(error.message[...])
      console.exit(.fileError)
    }
    if let failUnder, Double(coverage.lines.hit) * 100 < failUnder * Double(coverage.lines.all) {
      console.writeError("Fewer lines were executed than the \(failUnder) % that --fail-under wants.\n")
      console.exit(max(summary.status, .failed))
    }
    console.exit(summary.status)
  }
}

import LoxTooling

/// `lox coverage PATH...`: runs what `lox test` runs, and tells which parts of the scripts were executed.
enum CoverageCommand {
  /// Where reports go beside standard output.
  struct Reports {
    var lcov: Path?
    var html: Path?
  }

  static func run(_ paths: [Path], _ reports: Reports, _ options: ScriptOptions) -> Never {
    let console = Console()
    var options = options
    options.compiler.makesSourceMap = true
    options.compiler.optimizes = false
    options.countsExecution = true
    let (summary, hasPassed) = TestCommand.runTests(paths, options, console)
    var coverage = Coverage()
    for script in summary.coverage { coverage.add(script) }
    console.write("\n" + CoverageReport(coverage).text)
    do {
      if let file = reports.lcov { try File.write(Array(LcovReport(coverage).text.utf8), to: file) }
      if let folder = reports.html {
        try File.makeFolder(folder)
        for (name, text) in CoveragePages(coverage).files {
          try File.write(Array(text.utf8), to: folder.appending(Array(name.utf8)))
        }
      }
    } catch {
      console.writeError(error.message[...])
      console.exit(.fileError)
    }
    console.exit(hasPassed ? .success : .failed)
  }
}

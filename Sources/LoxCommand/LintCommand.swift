import ArgumentParser
import Lox
import LoxDiagnostics
import LoxJSON
import LoxSource
import LoxSyntax
import LoxTooling

/// `lox lint PATH...`: looks for probable mistakes.
struct LintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint",
    abstract: "Look for probable mistakes in scripts, without running them.",
    discussion: """
      Each finding has a name, such as unused-local; 'lox explain' lists and explains them. A comment \
      '// lint:ignore unused-local' silences a finding on its line and the next one, '// lint:ignore-file unused-local' in the \
      whole script. Without a name, such a comment silences all findings. The reason may be given after a colon.

      With --fix, what has one clear remedy is changed in the scripts, errors of syntax too, and what is left is reported; for \
      '-', the result is written to standard output and the rest to standard error. Code that nothing uses is left where it is.

      The exit status is 0 if nothing was found, 1 if something was, and 65 if scripts have errors. With the format 'json', \
      errors are among the findings.
      """)

  /// How findings are written: in one line each, with the source, or as an array of objects for programs.
  enum Format: String, CaseIterable, Sendable, ExpressibleByArgument { case text, rich, json }

  @OptionGroup var scripts: ScriptPaths
  @OptionGroup var modules: ModuleOptions

  @Flag(help: "Fix what has one clear remedy.")
  var fix = false

  @Option(
    help: ArgumentHelp(
      "How to write findings: 'text' in one line each, 'rich' with the source, 'json' for programs.",
      discussion: "The default is 'rich' on a terminal, and 'text' elsewhere.", valueName: "format"))
  var format: Format?

  @Option(help: CompilationOptions.languageHelp)
  var language = Program.Language.book

  @Option(
    name: .customLong("global"),
    help: ArgumentHelp(
      "The name of a global variable that is defined outside the scripts.", valueName: "name"))
  var globals: [String] = []

  @Option(
    help: ArgumentHelp(
      "A file that says what the host offers to scripts, as for 'lox lsp'.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var api: Path?

  @Option(
    help: ArgumentHelp("A kind of finding not to look for.", valueName: "id"),
    completion: .list(LintRule.all.map(\.id)), transform: LintCommand.rule)
  var ignore: [LintRule] = []

  /// Shown only if there is such a kind.
  @Option(
    help: ArgumentHelp(
      "A kind of finding to look for that is off by default.", valueName: "id",
      visibility: LintRule.all.allSatisfy(\.isOnByDefault) ? .hidden : .default),
    completion: .list(LintRule.all.filter { !$0.isOnByDefault }.map(\.id)), transform: LintCommand.rule)
  var enable: [LintRule] = []

  @Sendable private static func rule(_ id: String) throws -> LintRule {
    if let rule = LintRule(id: id) { return rule }
    let hint =
      nearest(to: id.utf8, among: LintRule.all.map(\.id)).map { "Did you mean '\($0)'?" }
      ?? "'lox explain' lists all names."
    throw ValidationError("There is no finding named '\(id)'. \(hint)")
  }

  func run() {
    var options = Linter.Options()
    options.profile = language == .book ? .book : .extended
    options.knownGlobals.formUnion(globals)
    if let api { options.hostAPI = LintCommand.hostAPI(declaredIn: api) }
    options.rules = options.rules.union(enable).subtracting(ignore)
    let pass = ScriptPass(scripts.paths)
    // The script itself is what standard output is for, if it is fixed and came from standard input.
    let sink = fix && scripts.paths.contains(.standardInput) ? Descriptor.error : .output
    var output = LintOutput(format ?? (sink.isTerminal ? .rich : .text), to: sink, pass)
    pass.forEach { file, bytes throws(FileError) in
      var source = Source(name: file.sourceName, bytes: bytes)
      options.modules = ModuleFolders(around: file, modules.paths).names(ofModulesIn: source)
      // What is not a file may be a module of the host.
      if api != nil { options.modules = options.modules.filter { !$0.value.isMissing } }
      let linter = Linter(options: options)
      if fix { source = try fixed(source, in: file, linter, pass) }
      do throws(LintError) {
        let text = SourceText(source)
        output.write(try linter.lint(source).map { $0.diagnostic(in: text) })
      } catch {
        output.write(
          CompileErrors(source: source, profile: options.profile, errors: error.diagnostics))
      }
    }
    output.end()
    pass.end()
  }

  /// Fixes a script in its file, or writes it to standard output.
  private func fixed(_ source: Source, in file: Path, _ linter: Linter, _ pass: ScriptPass) throws(FileError)
    -> Source
  {
    let fixes = AutomaticFixes(of: source, by: linter)
    if file == .standardInput {
      pass.console.write(fixes.source.bytes[...])
    } else if fixes.count > 0 {
      try File.replace(file, with: fixes.source.bytes)
      let text = "fixed \(fixes.count) problem\(fixes.count == 1 ? "" : "s") in \(file.shown)\n"
      if format == .json || scripts.paths.contains(.standardInput) {
        pass.console.writeError(text)
      } else {
        pass.console.write(text)
      }
    }
    return fixes.source
  }

  /// What the host offers according to a file; if it can't be read, the process reports that and ends.
  private static func hostAPI(declaredIn api: Path) -> LoxTooling.HostAPI {
    let console = Console()
    let bytes = File.read(api, .plain, or: console)
    do {
      return try LoxTooling.HostAPI(parsing: bytes)
    } catch {
      console.writeError("\(api.shown): \(ShownText.line("\(error)"))\n")
      console.exit(.compileError)
    }
  }
}

/// Writes findings in their format.
private struct LintOutput {
  private let format: LintCommand.Format
  private let sink: Descriptor
  private let pass: ScriptPass
  /// Written at the end.
  private var objects: [JSON] = []
  private var hasWritten = false

  init(_ format: LintCommand.Format, to sink: Descriptor, _ pass: ScriptPass) {
    self.format = format
    self.sink = sink
    self.pass = pass
  }

  /// The findings of a script.
  mutating func write(_ findings: [Diagnostic]) {
    if findings.isEmpty { return }
    pass.note(.failed)
    switch format {
    case .text: write(Array(findings.map { ShownText.line($0.line) + "\n" }.joined().utf8))
    case .rich:
      separate()
      write(findings.bytes(.rich(color: DiagnosticStyle.hasColor(sink))))
    case .json: objects += findings.map(\.json)
    }
  }

  /// The errors of a script.
  mutating func write(_ errors: CompileErrors) {
    switch format {
    case .json:
      objects += errors.diagnostics.map(\.json)
      pass.note(.compileError)
    case .rich:
      separate()
      pass.report(errors)
    case .text: pass.report(errors)
    }
  }

  func end() {
    if format == .json { write(JSON.array(objects).bytes + [UInt8(ascii: "\n")]) }
  }

  private func write(_ bytes: [UInt8]) {
    if sink == .error { pass.console.writeError(bytes[...]) } else { pass.console.write(bytes[...]) }
  }

  /// Leaves an empty line between the output for two scripts.
  private mutating func separate() {
    if hasWritten { write([UInt8(ascii: "\n")]) }
    hasWritten = true
  }
}

import Lox
import LoxDiagnostics
import LoxJSON
import LoxSource
import LoxSyntax
import LoxTooling

/// `lox lint PATH...`: looks for probable mistakes.
struct LintCommand {
  /// How findings are written: a line for each, with the source, or as one array of objects for programs.
  enum Format: String, CaseIterable, Sendable { case text, rich, json }

  private let linter: Linter
  private let format: Format
  private let console = Console()
  private var status = ExitStatus.success
  private var findings: [JSON] = []
  private var hasWritten = false

  static func run(_ paths: [Path], _ options: Linter.Options, _ format: Format?) -> Never {
    let format = format ?? (Descriptor.output.isTerminal ? .rich : .text)
    var command = LintCommand(linter: Linter(options: options), format: format)
    let found = ScriptFinder(paths)
    for file in found.files {
      do {
        command.lint(try File.read(file), name: file.sourceName)
      } catch {
        command.report(error)
      }
    }
    for error in found.errors { command.report(error) }
    if format == .json {
      command.console.write((JSON.array(command.findings).bytes + [UInt8(ascii: "\n")])[...])
    }
    command.console.exit(command.status)
  }

  /// What the host offers according to a file; if it can't be read, the process says so and ends.
  static func hostAPI(declaredIn api: Path) -> LoxTooling.HostAPI {
    let console = Console()
    let bytes = File.read(api, .plain, or: console)
    do {
      return try LoxTooling.HostAPI(parsing: bytes)
    } catch {
      console.writeError("\(api.shown): \(ShownText.line("\(error)"))\n")
      console.exit(.compileError)
    }
  }

  private init(linter: Linter, format: Format) {
    (self.linter, self.format) = (linter, format)
  }

  private mutating func report(_ error: FileError) {
    console.writeError(error.message[...])
    status = .fileError
  }

  private mutating func lint(_ bytes: [UInt8], name: String) {
    let source = Source(name: name, bytes: bytes)
    do {
      let text = SourceText(source)
      let found = try linter.lint(source).map { $0.diagnostic(in: text) }
      if found.isEmpty { return }
      if status == .success { status = .failed }
      switch format {
      case .text: console.write(found.map { ShownText.line($0.line) + "\n" }.joined())
      case .rich:
        separate()
        console.write(found.bytes(.rich(color: DiagnosticStyle.hasColor(.output)))[...])
      case .json: findings += found.map(\.json)
      }
    } catch {
      if status != .fileError { status = .compileError }
      let errors = CompileErrors(
        source: source, profile: linter.options.profile, errors: error.diagnostics)
      switch format {
      case .json:
        findings += errors.diagnostics.map(\.json)
        return
      case .rich: separate()
      case .text: break
      }
      console.writeError(errors.message(isAlone: false, DiagnosticStyle.format(nil))[...])
    }
  }

  /// Leaves a line between what is said of one script and of the next.
  private mutating func separate() {
    if hasWritten { console.write("\n") }
    hasWritten = true
  }

  // MARK: - Codes

  static var codes: String { LintRule.allCases.map(\.rawValue).joined(separator: ", ") }

  /// Shows what a code means, or all codes.
  static func explain(_ code: String) -> Never {
    let console = Console()
    if let rule = LintRule(rawValue: code) {
      console.write("\(rule.rawValue) (\(rule.severity.rawValue))\n\n\(rule.explanation)\n")
    } else {
      for rule in LintRule.allCases { console.write("\(rule.rawValue) (\(rule.severity.rawValue))\n") }
    }
    console.exit(.success)
  }
}

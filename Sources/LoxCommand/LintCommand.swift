import Lox
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
      let found = try linter.lint(source)
      if found.isEmpty { return }
      if status == .success { status = .failed }
      if format == .rich {
        separate()
        let text = SourceText(name: name, bytes: bytes)
        let color = DiagnosticStyle.hasColor(.output)
        console.write(found.map { diagnostic(of: $0, text) }.bytes(.rich(color: color))[...])
        return
      }
      let lines = LineTable(source)
      for finding in found {
        switch format {
        case .text: console.write(text(of: finding, name, lines))
        case .json: findings.append(json(of: finding, name, lines))
        case .rich: break
        }
      }
    } catch {
      if status != .fileError { status = .compileError }
      if format == .json {
        let lines = LineTable(source)
        findings += error.diagnostics.prefix(CompileErrors.maximumDiagnosticCount).map {
          json(of: $0, name, lines)
        }
        return
      }
      if format == .rich { separate() }
      let errors = CompileErrors(
        source: source, profile: linter.options.profile, errors: error.diagnostics)
      console.writeError(errors.message(isAlone: false, DiagnosticStyle.format(nil))[...])
    }
  }

  /// Leaves a line between what is said of one script and of the next.
  private mutating func separate() {
    if hasWritten { console.write("\n") }
    hasWritten = true
  }

  /// `file:line:column: warning: message [code]`, as compilers write it.
  private func text(of finding: LintFinding, _ name: String, _ lines: LineTable) -> String {
    let place = "\(name):\(lines.line(at: finding.span.start)):\(lines.column(at: finding.span.start))"
    let what = "\(finding.severity.rawValue): \(finding.message) [\(finding.rule.rawValue)]"
    return ShownText.line("\(place): \(what)") + "\n"
  }

  /// The same with the source.
  private func diagnostic(of finding: LintFinding, _ text: SourceText) -> Lox.Diagnostic {
    func location(_ span: SourceSpan) -> SourceLocation { text.location(Int(span.start)..<Int(span.end)) }
    return Lox.Diagnostic(
      severity: finding.severity == .error ? .error : .warning, phase: .lint, code: finding.rule.rawValue,
      message: finding.message, at: location(finding.span),
      notes: finding.related.map { [Lox.Diagnostic.Note(finding.relatedMessage, at: location($0))] } ?? [])
  }

  private func json(of finding: LintFinding, _ name: String, _ lines: LineTable) -> JSON {
    json(
      code: finding.rule.rawValue, severity: finding.severity.rawValue, finding.message, finding.span,
      related: finding.related, name, lines)
  }

  /// Why a script doesn't compile.
  private func json(of error: LoxSyntax.Diagnostic, _ name: String, _ lines: LineTable) -> JSON {
    json(
      code: "compile-error", severity: LintSeverity.error.rawValue, error.message, error.span,
      related: error.related, name, lines)
  }

  private func json(
    code: String, severity: String, _ message: String, _ span: SourceSpan, related: SourceSpan?,
    _ name: String, _ lines: LineTable
  ) -> JSON {
    var object = JSONObject([
      .init("file", .string(name)), .init("code", .string(code)), .init("severity", .string(severity)),
      .init("message", .string(message)), .init("range", range(span, lines)),
    ])
    if let related { object["related"] = range(related, lines) }
    return .object(object)
  }

  /// Lines and columns count from one, columns and offsets in bytes; the end is behind the last byte.
  private func range(_ span: SourceSpan, _ lines: LineTable) -> JSON {
    func place(_ offset: UInt32) -> JSON {
      [
        "line": JSON(lines.line(at: offset)), "column": JSON(lines.column(at: offset)),
        "offset": JSON(Int(offset)),
      ]
    }
    return ["start": place(span.start), "end": place(span.end)]
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

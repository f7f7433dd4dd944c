import Lox
import LoxDiagnostics
import LoxJSON
import LoxSemantics
import LoxSource
import LoxSyntax
import LoxTooling

extension LanguageServer {
  /// More messages than these help nobody.
  private static let maximumCount = 500

  func publishDiagnostics(_ document: Document) {
    let problems = problems(in: document)
    notify(
      "textDocument/publishDiagnostics",
      [
        "uri": JSON(document.uri), "version": JSON(document.version),
        "diagnostics": JSON(problems.map { json($0, in: document) }),
      ])
  }

  /// The problems in a document: the compiler's errors, or if there are none, the linter's findings. Fixes
  /// are computed only for those that touch a part of the text.
  func problems(in document: Document, withFixesIn part: SourceSpan? = nil) -> [Diagnostic] {
    let source = document.source
    let analyzed = FrontEnd.analyze(source: source, profile: settings.profile)
    guard analyzed.diagnostics.isEmpty else {
      let errors = analyzed.diagnostics.prefix(CompileErrors.maximumDiagnosticCount)
      return Diagnostic.all(errors, in: source, profile: analyzed.profile)
    }
    return settings.lints ? findings(analyzed, in: document, withFixesIn: part) : []
  }

  /// The linter's findings in a source without errors.
  private func findings(
    _ analyzed: FrontEnd.Analyzed, in document: Document, withFixesIn part: SourceSpan?
  ) -> [Diagnostic] {
    var options = Linter.Options()
    options.hostAPI = settings.hostAPI
    let findings = Linter(options: options).lint(analyzed.ast, analyzed.resolution)
    let index = part == nil ? nil : document.index(settings)
    let text = SourceText(document.source)
    return findings.prefix(LanguageServer.maximumCount).map { finding in
      var fixes: [Fix] = []
      if let part, finding.span.touches(part) { fixes = index?.fixes(of: finding) ?? [] }
      return finding.diagnostic(in: text, fixes: fixes)
    }
  }

  func json(_ problem: Diagnostic, in document: Document) -> JSON {
    // Notes without a place become part of the message.
    let remarks = problem.notes.filter { $0.location == nil }.map { "\n\($0.message)" }
    var object = JSONObject([
      .init("range", range(problem.span, in: document.text)),
      .init("severity", JSON(problem.severity.number)), .init("source", "lox"),
      .init("message", JSON(problem.message + remarks.joined())),
    ])
    if let code = problem.code {
      object["code"] = JSON(code)
      if LintRule(rawValue: code)?.isUnnecessary == true { object["tags"] = [1] }
    }
    let related = problem.notes.compactMap { note in
      note.location.map {
        ["location": location(SourceSpan($0.span), in: document), "message": JSON(note.message)] as JSON
      }
    }
    if !related.isEmpty { object["relatedInformation"] = JSON(related) }
    return .object(object)
  }

  // MARK: - Code actions

  func codeAction(_ parameters: JSON) throws(ResponseError) -> JSON {
    let document = try document(parameters)
    let selection = try span(parameters["range"], in: document)
    let kinds = parameters["context"]?["only"]?.arrayValue?.compactMap(\.stringValue) ?? ["quickfix"]
    guard client.takesCodeActions, kinds.contains(where: { $0 == "quickfix" || $0 == "" }) else { return [] }
    var actions: [JSON] = []
    for problem in problems(in: document, withFixesIn: selection) where problem.span.touches(selection) {
      for fix in problem.fixes {
        let edits = fix.edits.map { textEdit($0.span, $0.text, in: document) }
        actions.append([
          "title": JSON(fix.title), "kind": "quickfix", "isPreferred": JSON(fix.isPreferred),
          "diagnostics": [json(problem, in: document)], "edit": workspaceEdit(edits, in: document),
        ])
      }
    }
    return JSON(actions)
  }
}

extension Diagnostic {
  fileprivate var span: SourceSpan { SourceSpan(location?.span ?? 0..<0) }
}

extension Diagnostic.Severity {
  /// The protocol's number.
  fileprivate var number: Int {
    switch self {
    case .error: 1
    case .warning: 2
    case .hint: 4
    }
  }
}

extension LintRule {
  /// Whether it is about code that could be left out.
  fileprivate var isUnnecessary: Bool {
    switch self {
    case .unusedLocal, .unusedParameter, .unusedFunction, .unusedClass, .unusedAssignment, .unreachableCode:
      true
    default: false
    }
  }
}

extension SourceSpan {
  /// Whether the spans share a byte, or are adjacent.
  fileprivate func touches(_ other: SourceSpan) -> Bool { start <= other.end && other.start <= end }

  init(_ range: Range<Int>) {
    self.init(start: UInt32(clamping: range.lowerBound), end: UInt32(clamping: range.upperBound))
  }
}

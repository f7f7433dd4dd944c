import Lox
import LoxJSON
import LoxSemantics
import LoxSource
import LoxSyntax
import LoxTooling

/// Something wrong in a document, with what could put it right.
struct Problem {
  /// As the protocol counts them.
  enum Severity: Int {
    case error = 1
    case warning, information, hint
  }

  var severity: Severity
  var span: SourceSpan
  var message: String
  var code: String?
  /// Whether it is about code that does nothing.
  var isUnnecessary = false
  var related: [(span: SourceSpan, message: String)] = []
  var fixes: [Fix] = []
}

extension LanguageServer {
  /// A text that is all wrong helps nobody with more messages than these.
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

  /// What is wrong in a document: the compiler's errors, or without any what the linter finds. What could put it right
  /// is found out only for what touches a part of the text.
  func problems(in document: Document, withFixesIn part: SourceSpan? = nil) -> [Problem] {
    let source = document.source
    let analyzed = FrontEnd.analyze(source: source, profile: settings.profile)
    let errors = Array(analyzed.diagnostics.prefix(LanguageServer.maximumCount))
    guard errors.isEmpty else {
      let explained = CompileErrors(source: source, profile: analyzed.profile, errors: errors).diagnostics
      return zip(errors, explained).map { error, explanation in
        problem(error, explanation, source, withFixesIn: part)
      }
    }
    return settings.lints ? findings(analyzed, in: document, withFixesIn: part) : []
  }

  /// What the linter finds in a source without errors.
  private func findings(
    _ analyzed: FrontEnd.Analyzed, in document: Document, withFixesIn part: SourceSpan?
  ) -> [Problem] {
    var options = Linter.Options()
    options.hostAPI = settings.hostAPI
    let findings = Linter(options: options).lint(analyzed.ast, analyzed.resolution)
    let index = part == nil ? nil : document.index(settings)
    return findings.prefix(LanguageServer.maximumCount).map { finding in
      let severity: Problem.Severity =
        switch finding.severity {
        case .error: .error
        case .warning: .warning
        case .hint: .hint
        }
      var problem = Problem(
        severity: severity, span: finding.span, message: finding.message, code: finding.rule.rawValue,
        isUnnecessary: finding.rule.isUnnecessary)
      if let related = finding.related { problem.related.append((related, finding.relatedMessage)) }
      if let part, problem.span.touches(part) { problem.fixes = index?.fixes(of: finding) ?? [] }
      return problem
    }
  }

  private func problem(
    _ error: LoxSyntax.Diagnostic, _ explanation: Lox.Diagnostic, _ source: Source,
    withFixesIn part: SourceSpan?
  ) -> Problem {
    var problem = Problem(
      severity: error.severity == .error ? .error : .warning, span: error.span, message: error.message)
    if let location = explanation.location { problem.span = SourceSpan(location.span) }
    for note in explanation.notes {
      if let location = note.location {
        problem.related.append((SourceSpan(location.span), note.message))
      } else {
        problem.message += "\n\(note.message)"
      }
      if let name = LanguageServer.suggestion(note.message) {
        problem.fixes.append(
          Fix(title: "Replace by '\(name)'", edits: [Fix.Edit(problem.span, name)], isPreferred: true))
      }
    }
    guard let part, problem.span.touches(part) else {
      problem.fixes = []
      return problem
    }
    for var fix in Fix.fixes(of: error, in: source, profile: settings.profile) {
      // A word that is misspelt is more likely.
      if !problem.fixes.isEmpty { fix.isPreferred = false }
      problem.fixes.append(fix)
    }
    return problem
  }

  /// The name in a note that asks whether it was meant.
  private static func suggestion(_ note: String) -> String? {
    let start = "did you mean `"
    guard note.hasPrefix(start), note.hasSuffix("`?") else { return nil }
    return String(note.dropFirst(start.count).dropLast(2))
  }

  func json(_ problem: Problem, in document: Document) -> JSON {
    var object = JSONObject([
      .init("range", range(problem.span, in: document.text)),
      .init("severity", JSON(problem.severity.rawValue)), .init("source", "lox"),
      .init("message", JSON(problem.message)),
    ])
    if let code = problem.code { object["code"] = JSON(code) }
    if problem.isUnnecessary { object["tags"] = [1] }
    if !problem.related.isEmpty {
      object["relatedInformation"] = JSON(
        problem.related.map { ["location": location($0.span, in: document), "message": JSON($0.message)] })
    }
    return .object(object)
  }

  // MARK: - Code actions

  func codeAction(_ parameters: JSON) throws(ResponseError) -> JSON {
    let document = try document(parameters)
    let selection = try span(parameters["range"], in: document)
    let kinds = parameters["context"]?["only"]?.arrayValue?.compactMap(\.stringValue) ?? ["quickfix"]
    guard client.takesCodeActions, kinds.contains(where: { $0 == "quickfix" || $0 == "" }) else { return [] }
    var actions: [JSON] = []
    for problem in problems(in: document, withFixesIn: selection) {
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

extension LintRule {
  /// Whether it is about what could be left out.
  fileprivate var isUnnecessary: Bool {
    switch self {
    case .unusedLocal, .unusedParameter, .unusedFunction, .unusedClass, .unusedAssignment, .unreachableCode:
      true
    default: false
    }
  }
}

extension SourceSpan {
  /// Whether they have a byte in common, or one begins where the other ends.
  fileprivate func touches(_ other: SourceSpan) -> Bool { start <= other.end && other.start <= end }

  init(_ range: Range<Int>) {
    self.init(start: UInt32(clamping: range.lowerBound), end: UInt32(clamping: range.upperBound))
  }
}

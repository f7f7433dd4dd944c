import Lox
import LoxDiagnostics
import LoxJSON
import LoxSemantics
import LoxSource
import LoxSyntax
import LoxTooling

extension LanguageServer {
  /// A text that is all wrong helps nobody with more messages than these.
  private static let maximumCount = 500
  /// How many bytes are parsed before the next message is looked for.
  private static let stepSize = 128 << 10

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
  func problems(in document: Document, withFixesIn part: SourceSpan? = nil) -> [Diagnostic] {
    while document.problems == nil { searchProblems(in: document) }
    switch document.problems ?? .findings([]) {
    case .errors(let errors): return errors
    case .findings(let findings): return diagnostics(of: findings, in: document, withFixesIn: part)
    }
  }

  /// Takes a step of the search for problems in a document.
  func searchProblems(in document: Document) {
    var search =
      document.search
      ?? ProblemSearch(FrontEnd(source: document.source, profile: settings.profile))
    // What is in the document, and in the step, must not be shared while it changes.
    document.search = nil
    switch search.takeStep() {
    case .parsing(var frontEnd):
      let hasMore = frontEnd.advance(size: LanguageServer.stepSize)
      search.step = hasMore ? .parsing(frontEnd) : .explaining(frontEnd)
    case .explaining(let frontEnd):
      let messages = frontEnd.diagnostics()
      if !messages.isEmpty {
        let errors = messages.prefix(CompileErrors.maximumDiagnosticCount)
        document.problems = .errors(Diagnostic.all(errors, in: document.source, profile: frontEnd.profile))
        return
      }
      guard settings.lints else {
        document.problems = .findings([])
        return
      }
      let options = linter(for: document, frontEnd.ast).options
      search.step = .linting(LintRun(frontEnd.ast, frontEnd.resolution, options))
    case .linting(var run):
      if !run.advance() {
        document.problems = .findings(Array(run.findings.prefix(LanguageServer.maximumCount)))
        return
      }
      search.step = .linting(run)
    }
    document.search = search
  }

  private func diagnostics(
    of findings: [LintFinding], in document: Document, withFixesIn part: SourceSpan?
  ) -> [Diagnostic] {
    let index = part == nil || findings.isEmpty ? nil : document.index(settings)
    let text = SourceText(document.source)
    return findings.map { finding in
      var fixes: [Fix] = []
      if let part, finding.span.touches(part) { fixes = index?.fixes(of: finding) ?? [] }
      return finding.diagnostic(in: text, fixes: fixes)
    }
  }

  /// The linter for a document, which knows the modules that it imports.
  private func linter(for document: Document, _ ast: AST) -> Linter {
    var options = Linter.Options()
    options.profile = settings.profile
    options.hostAPI = settings.hostAPI
    for declaration in ast.imports {
      let name = String(decoding: ast.bytes(of: declaration.module), as: UTF8.self)
      // Modules of the host are not known here.
      guard let module = moduleFile(name, for: document)?.index else { continue }
      options.modules[name] = ModuleNames(of: module)
    }
    return Linter(options: options)
  }

  func json(_ problem: Diagnostic, in document: Document) -> JSON {
    // Notes without a place are a part of the message.
    let remarks = problem.notes.filter { $0.location == nil }.map { "\n\($0.message)" }
    var object = JSONObject([
      .init("range", range(problem.span, in: document.text)),
      .init("severity", JSON(problem.severity.number)), .init("source", "lox"),
      .init("message", JSON(problem.message + remarks.joined())),
    ])
    if let code = problem.code {
      object["code"] = JSON(code)
      if LintRule(id: code)?.isAboutUnnecessaryCode == true { object["tags"] = [1] }
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
    let kinds =
      parameters["context"]?["only"]?.arrayValue?.compactMap(\.stringValue) ?? ["quickfix", "refactor"]
    guard client.takesCodeActions else { return [] }
    var actions: [JSON] = []
    if kinds.contains(where: { "source.fixAll.lox".hasPrefix($0) }) { actions += fixAll(document) }
    if kinds.contains(where: { $0 == "quickfix" || $0 == "" }) { actions += quickFixes(document, selection) }
    return JSON(actions + refactorings(in: selection, kinds, document))
  }

  private func quickFixes(_ document: Document, _ selection: SourceSpan) -> [JSON] {
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
    return actions
  }

  /// Fixes all that can be fixed without asking, for editors that do it when a file is saved.
  private func fixAll(_ document: Document) -> [JSON] {
    guard settings.lints else { return [] }
    let ast = FrontEnd.analyze(source: document.source, profile: settings.profile).ast
    let fixes = AutomaticFixes(of: document.source, by: linter(for: document, ast))
    guard let edit = fixes.edit(of: document.source) else { return [] }
    return [
      [
        "title": "Fix all problems that have one clear remedy", "kind": "source.fixAll.lox",
        "edit": workspaceEdit([textEdit(edit.span, edit.text, in: document)], in: document),
      ]
    ]
  }
}

/// The search for what is wrong in a text, in steps: a message of the client waits for the end of a step only.
struct ProblemSearch {
  enum Step {
    case parsing(FrontEnd)
    case explaining(FrontEnd)
    case linting(LintRun)
  }

  var step: Step

  /// The step, which is to be replaced by the next one.
  mutating func takeStep() -> Step {
    var taken = Step.parsing(FrontEnd(source: Source(name: "", bytes: []), profile: .book))
    swap(&taken, &step)
    return taken
  }

  init(_ frontEnd: FrontEnd) { step = .parsing(frontEnd) }
}

/// What is wrong in a text.
enum DocumentProblems {
  case errors([Diagnostic])
  /// What the linter found; what could put it right is found out when it is asked for.
  case findings([LintFinding])
}

extension Diagnostic {
  fileprivate var span: SourceSpan { SourceSpan(location?.span ?? 0..<0) }
}

extension Diagnostic.Severity {
  /// As the protocol counts them.
  fileprivate var number: Int {
    switch self {
    case .error: 1
    case .warning: 2
    case .hint: 4
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

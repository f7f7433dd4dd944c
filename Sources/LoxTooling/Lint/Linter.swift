import LoxBuiltins
import LoxSemantics
import LoxSource
import LoxSyntax

/// Looks for what is allowed in a source, but probably a mistake.
///
///     for finding in try Linter().lint(source) { print(finding.message) }
///
/// A comment `// lint:ignore unused-local` silences the findings of a rule on its line and the next one, and `//
/// lint:ignore-file unused-local` in the whole source; several rules are separated by commas, and no rule means all of
/// them.
public struct Linter: Sendable {
  public struct Options: Sendable {
    /// Globals that are not defined by the source: built-in functions, and what a host adds.
    public var knownGlobals = Set(Builtin.all.map(\.name))
    /// What a host offers: its names are also known, and the arguments of calls are counted.
    public var hostAPI = HostAPI()
    /// What the modules are that the source imports, as far as that is known, by their names in imports.
    public var modules: [String: ModuleNames] = [:]
    /// The language in which to read a source, unless its first line names another.
    public var profile = LanguageProfile.extended
    /// The rules that are checked.
    public var rules = Set(LintRule.all.filter(\.isOnByDefault))

    public init() {}
  }

  public var options: Options

  public init(options: Options = Options()) {
    self.options = options
  }

  /// The findings in a source, in the order of their places.
  ///
  /// Takes time proportional to the size of the source. Fails if the source has errors that keep it from being compiled,
  /// including those about the limits of its language.
  public func lint(_ source: Source) throws(LintError) -> [LintFinding] {
    let analyzed = FrontEnd.analyze(source: source, profile: options.profile)
    guard analyzed.diagnostics.isEmpty else { throw LintError(diagnostics: analyzed.diagnostics) }
    return lint(analyzed.ast, analyzed.resolution)
  }

  /// The findings in the tree of a whole source without errors, as the parser made it.
  public func lint(_ ast: AST, _ resolution: Resolution) -> [LintFinding] {
    var run = LintRun(ast, resolution, options)
    while run.advance() {}
    return run.findings
  }
}

/// The search for findings in a source, in steps between which something else can be done.
public struct LintRun {
  private let options: Linter.Options
  private let silenced: LintSuppressions
  private var walk: LintWalk
  private var context: LintContext?
  private var rules: ArraySlice<LintRule>
  /// All findings, after the last step, in the order of their places.
  public private(set) var findings: [LintFinding] = []

  /// A search in the tree of a whole source without errors, as the parser made it.
  public init(_ ast: AST, _ resolution: Resolution, _ options: Linter.Options) {
    self.options = options
    silenced = LintSuppressions(ast.source, ast.profile)
    walk = LintWalk(ast, resolution)
    rules = LintRule.all.filter { options.rules.contains($0) }[...]
  }

  /// Takes the next step; false if that was the last.
  public mutating func advance() -> Bool {
    guard let context else {
      walk.run()
      context = LintContext(walk.facts, options)
      return true
    }
    guard let rule = rules.popFirst() else {
      findings.sort {
        ($0.span.start, $0.span.end, $0.rule.id) < ($1.span.start, $1.span.end, $1.rule.id)
      }
      return false
    }
    var report = LintReporter(rule)
    rule.check(context, &report)
    findings += report.findings.filter { !silenced.contain($0) }
    return true
  }
}

/// What is known of a module.
public enum ModuleNames: Sendable {
  /// There is none of this name.
  case missing
  /// The names that can be imported from it, with what is known about those that can be called.
  case names([String: HostAPI.Function?])

  public var isMissing: Bool { if case .missing = self { true } else { false } }

  /// A module of this text.
  public init(of source: Source) { self.init(of: DocumentIndex(source: source)) }

  /// The module that an index is about.
  public init(of index: DocumentIndex) {
    var names: [String: HostAPI.Function?] = [:]
    for id in index.exports { names[index.name(of: id)] = .some(index.certainFunction(id)) }
    self = .names(names)
  }

  init(_ module: HostAPI.Module) {
    var names: [String: HostAPI.Function?] = [:]
    for name in module.names { names[name] = .some(module.callable(named: name)) }
    self = .names(names)
  }
}

/// Why a source was not checked.
public struct LintError: Error, Sendable {
  /// The errors in it, at least one.
  public var diagnostics: [CompilerMessage]
}

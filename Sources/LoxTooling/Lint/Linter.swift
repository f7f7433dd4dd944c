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
    var walk = LintWalk(ast, resolution)
    walk.run()
    let context = LintContext(walk.facts, options)
    let silenced = LintSuppressions(ast.source, ast.profile)
    var findings: [LintFinding] = []
    for rule in LintRule.all where options.rules.contains(rule) {
      var report = LintReporter(rule)
      rule.check(context, &report)
      findings += report.findings.filter { !silenced.contain($0) }
    }
    return findings.sorted {
      ($0.span.start, $0.span.end, $0.rule.id) < ($1.span.start, $1.span.end, $1.rule.id)
    }
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

import LoxBuiltins
import LoxSemantics
import LoxSource
import LoxSyntax

/// Looks for what is allowed in a source, and yet probably a mistake.
///
///     for finding in try Linter().lint(source) { print(finding.message) }
///
/// A comment `// lint:ignore unused-local` silences findings of a rule on its line and the next one, and
/// `// lint:ignore-file unused-local` in the whole source; several rules are separated by commas, and without any, all are
/// meant.
public struct Linter: Sendable {
  public struct Options: Sendable {
    /// Globals that something else than the source defines: natives, and what a host adds.
    public var knownGlobals = Set(Builtin.all.map(\.name))
    /// What a host offers: its names are known, too, and the arguments of calls are counted.
    public var hostAPI = HostAPI()
    /// The language to read a source in, if its first line does not say another.
    public var profile = LanguageProfile.extended
    /// What is looked for.
    public var rules = Set(LintRule.all.filter(\.isOnByDefault))

    public init() {}
  }

  public var options: Options

  public init(options: Options = Options()) {
    self.options = options
  }

  /// The findings in a source, in the order of their places.
  ///
  /// Takes time in proportion to the source. Fails if the source has errors for which it can't be compiled, those against
  /// the limits of its language included.
  public func lint(_ source: Source) throws(LintError) -> [LintFinding] {
    let analyzed = FrontEnd.analyze(source: source, profile: options.profile)
    guard analyzed.diagnostics.isEmpty else { throw LintError(diagnostics: analyzed.diagnostics) }
    return lint(analyzed.ast, analyzed.resolution)
  }

  /// The findings in a tree of a whole source without errors, as the parser made it.
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

/// Why a source was not looked through.
public struct LintError: Error, Sendable {
  /// The errors in it, at least one.
  public var diagnostics: [CompilerMessage]
}

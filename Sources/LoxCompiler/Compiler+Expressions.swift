import LoxBytecode
import LoxSemantics
import LoxSource
import LoxSyntax

extension Compiler {
  /// The program of a source that is one expression, and the names that are free in it. The script returns a function of their values, in
  /// this order.
  public static func compileExpression(_ source: Source, profile: LanguageProfile, optimizes: Bool = true)
    throws(CompileError) -> (program: Program, freeNames: [(name: String, span: SourceSpan)])
  {
    var analysis = ExpressionAnalysis(of: source, profile: profile)
    guard analysis.diagnostics.isEmpty else { throw CompileError(diagnostics: analysis.diagnostics) }
    if optimizes { Optimizer.optimize(&analysis.ast, &analysis.resolution) }
    return (try compile(analysis.ast, analysis.resolution), analysis.freeNames)
  }
}

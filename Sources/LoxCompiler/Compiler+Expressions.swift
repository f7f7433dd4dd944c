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

  /// The same for an expression that a debugger evaluates in a call: it may assign the names, and `this` is one. `assigned` are those whose
  /// values follow the result in a list; if there are none, the result is not in a list.
  public static func compileExpressionInCall(_ source: Source, profile: LanguageProfile) throws(CompileError)
    -> (
      program: Program, freeNames: [(name: String, span: SourceSpan)], assigned: [String]
    )
  {
    var options = Parser.Options()
    options.thisIsVariable = true
    var analysis = ExpressionAnalysis(of: source, profile: profile, options: options, mayAssign: true)
    guard analysis.diagnostics.isEmpty else { throw CompileError(diagnostics: analysis.diagnostics) }
    let assigned = analysis.assignedNames
    if !assigned.isEmpty {
      // A comment at the end must not take in the names.
      let list = Array("[".utf8) + source.bytes + Array("\n, \(assigned.joined(separator: ", "))]".utf8)
      analysis = ExpressionAnalysis(
        of: Source(name: source.name, bytes: list), profile: profile, options: options, mayAssign: true)
      guard analysis.diagnostics.isEmpty else { throw CompileError(diagnostics: analysis.diagnostics) }
    }
    return (try compile(analysis.ast, analysis.resolution), analysis.freeNames, assigned)
  }
}

import LoxBytecode
import LoxSemantics
import LoxSource
import LoxSyntax

/// Translates resolved syntax trees into programs for the register machine.
public enum Compiler {
  /// The program of a source, compiled piece by piece: besides the program and the source itself, only the
  /// tree of one piece is in memory at a time.
  ///
  /// On request, the script returns the value of the expression statement at its end.
  ///
  /// Fails if the source has errors, or if a function needs more registers or captures than an instruction can name.
  public static func compile(
    _ source: Source, profile: LanguageProfile, options: FrontEnd.Options = FrontEnd.Options(),
    optimizes: Bool = true, returnsValue: Bool = false, makesSourceMap: Bool = false
  ) throws(CompileError) -> Program {
    var generator = CodeGenerator(source, makesSourceMap: makesSourceMap)
    // A separate function, so that the last tree is gone when the code of the script is moved to the program.
    let diagnostics = compilePieces(
      FrontEnd(source: source, profile: profile, options: options), optimizes: optimizes,
      returnsValue: returnsValue, with: &generator)
    guard diagnostics.isEmpty else { throw CompileError(diagnostics: diagnostics) }
    return try generator.finish()
  }

  @inline(never) private static func compilePieces(
    _ frontEnd: FrontEnd, optimizes: Bool, returnsValue: Bool, with generator: inout CodeGenerator
  ) -> [CompilerMessage] {
    var frontEnd = frontEnd
    while frontEnd.next() {
      if frontEnd.hasErrors { continue }
      if returnsValue && frontEnd.isAtEnd { returnLastExpression(&frontEnd.ast) }
      if optimizes { Optimizer.optimize(&frontEnd.ast, &frontEnd.resolution) }
      generator.compile(&frontEnd.ast, frontEnd.resolution, growth: frontEnd.growth)
    }
    return frontEnd.diagnostics()
  }

  private static func returnLastExpression(_ ast: inout AST) {
    guard let last = ast[ast.script].last, case .expression(let value) = ast[last] else { return }
    ast[last] = .return(value)
  }

  /// The program of a tree without errors.
  ///
  /// Fails only if a function needs more registers or captures than an instruction can name.
  public static func compile(_ ast: AST, _ resolution: Resolution) throws(CompileError) -> Program {
    var generator = CodeGenerator(ast.source)
    var ast = ast
    generator.compile(&ast, resolution)
    return try generator.finish()
  }
}

/// Why there is no program for a tree.
public struct CompileError: Error {
  public var diagnostics: [CompilerMessage]
}

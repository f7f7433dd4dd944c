import LoxBytecode
import LoxSemantics
import LoxSyntax

/// Translates resolved syntax trees into programs for the register machine.
public enum Compiler {
  /// The program of a tree without errors.
  ///
  /// Fails only if a function needs more registers or captures than an instruction can name.
  public static func compile(_ ast: AST, _ resolution: Resolution) throws(CompileError) -> Program {
    var generator = CodeGenerator(Tree(ast, resolution))
    generator.compileScript()
    if let failure = generator.failure {
      let diagnostic = Diagnostic(
        message: failure.message, at: failure.span, in: ast.source, lines: LineTable(ast.source))
      throw CompileError(diagnostics: [diagnostic])
    }
    return generator.program
  }
}

/// Why there is no program for a tree.
public struct CompileError: Error {
  public var diagnostics: [Diagnostic]
}

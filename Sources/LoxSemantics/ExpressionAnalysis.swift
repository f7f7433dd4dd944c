import LoxSource
import LoxSyntax

/// A source that is one expression, as a script that returns a function of the names that are free in it.
public struct ExpressionAnalysis: Sendable {
  public var ast: AST
  public var resolution: Resolution
  public var diagnostics: [CompilerMessage]
  /// The names that nothing in the expression declares, in the order of their first use, and where that is.
  public var freeNames: [(name: String, span: SourceSpan)] = []
  /// Those of them that the expression assigns, in the same order.
  public var assignedNames: [String] = []
  /// The profile in which the source was read.
  public var profile: LanguageProfile { ast.profile }

  /// The first line of the source may select another profile. On request, the expression may assign the names.
  public init(
    of source: Source, profile: LanguageProfile, options: Parser.Options = Parser.Options(),
    mayAssign: Bool = false
  ) {
    var parser = Parser(source: source, profile: profile, options: options)
    parser.parseExpression()
    ast = parser.ast
    diagnostics = parser.diagnostics()
    var resolver = Resolver()
    resolution = resolver.resolve(piece: ast)
    if diagnostics.isEmpty { diagnostics = resolver.diagnostics(in: source) }
    guard diagnostics.isEmpty else { return }

    let lines = LineTable(source)
    // A value is given anew each time, so assigning one would be for nothing.
    for span in mayAssign ? [] : resolver.assignedGlobals.values.sorted(by: { $0.start < $1.start }) {
      diagnostics.append(CompilerMessage(.assignmentToConstant, at: span, in: source, lines: lines))
    }
    let parameters = findFreeNames()
    if parameters.count > Self.maximumCount {
      diagnostics.append(
        CompilerMessage(.tooManyParameters, at: parameters[Self.maximumCount].span, in: source, lines: lines))
    }
    guard diagnostics.isEmpty, let script = ast[ast.script].last, case .return(let value?) = ast[script],
      case .function(let function) = ast[value]
    else { return }
    freeNames = parameters.map { parameter in
      (String(decoding: source.bytes[parameter.span.range], as: UTF8.self), parameter.span)
    }
    assignedNames = zip(freeNames, parameters).filter { resolver.assignedGlobals[$1.name] != nil }.map(
      \.0.name)
    // For traces.
    ast.functions[Int(function.index)].name = ast.names.intern("expression")
    ast.functions[Int(function.index)].parameters = ParameterList(
      start: ast.parameters.count, count: parameters.count)
    ast.parameters += parameters
    resolver = Resolver()
    resolution = resolver.resolve(piece: ast)
  }

  /// A function has no more parameters.
  private static let maximumCount = 255

  private func findFreeNames() -> [Parameter] {
    var first: [NameID: SourceSpan] = [:]
    for index in ast.expressions.indices {
      let id = ExpressionID(index)
      guard case .global = resolution.binding(of: id), let name = ast[id].variableName else { continue }
      let span = ast.nameSpan(of: id)
      if let known = first[name], known.start <= span.start { continue }
      first[name] = span
    }
    return first.map { Parameter(name: $0.key, span: $0.value) }.sorted { $0.span.start < $1.span.start }
  }
}

extension Expression {
  /// The name that is read or assigned.
  fileprivate var variableName: NameID? {
    switch self {
    case .variable(let name), .assign(let name, _): name
    default: nil
    }
  }
}

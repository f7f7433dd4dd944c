import LoxSource
import LoxSyntax

/// The name of a parameter, to be shown before an argument.
public struct ParameterHint: Hashable, Sendable {
  public var offset: UInt32
  public var parameter: String
}

extension DocumentIndex {
  /// The parameters of those arguments in a part of the source that do not explain themselves: literals and
  /// expressions, but not names.
  public func parameterHints(in range: SourceSpan) -> [ParameterHint] {
    var inference = TypeInference(self)
    var hints: [ParameterHint] = []
    for (place, expression) in ast.expressions.enumerated() {
      guard case .call(let callee, let arguments) = expression, arguments.count > 0, !hasSpread(arguments)
      else { continue }
      let span = ast.span(of: ExpressionID(place))
      guard span.end > range.start, span.start < range.end else { continue }
      let names = parameterNames(called: inference.type(of: callee))
      for (argument, name) in zip(ast[arguments], names) where needsHint(argument) {
        let start = ast.span(of: argument).start
        if start >= range.start, start < range.end {
          hints.append(ParameterHint(offset: start, parameter: name))
        }
      }
    }
    return hints.sorted { $0.offset < $1.offset }
  }

  private func parameterNames(called type: ValueType) -> [String] {
    switch type {
    case .function(let id): plainParameterNames(of: id)
    case .class(let owner): initializer(of: owner).map { plainParameterNames(of: $0) } ?? []
    case .hostFunction(let function): function.parameters.filter { !$0.isVariadic }.map(\.name)
    case .hostClass(let host): (host.initializer ?? []).filter { !$0.isVariadic }.map(\.name)
    default: []
    }
  }

  private func needsHint(_ argument: ExpressionID) -> Bool {
    switch ast[argument] {
    case .nil, .boolean, .number, .string, .unary, .binary, .logical, .template, .conditional, .coalesce: true
    default: false
    }
  }

  private func hasSpread(_ arguments: ExpressionList) -> Bool {
    ast[arguments].contains { if case .spread = ast[$0] { true } else { false } }
  }

  /// The names of the parameters up to one that is taken apart or takes several arguments.
  private func plainParameterNames(of id: SymbolID) -> [String] {
    guard let function = self[id].function else { return [] }
    return ast[ast[function].parameters].prefix { $0.pattern == nil && !$0.isRest }.map {
      ast.names.name($0.name)
    }
  }
}

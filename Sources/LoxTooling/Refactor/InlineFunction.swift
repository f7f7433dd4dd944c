import LoxDiagnostics
import LoxSource
import LoxSyntax

extension DocumentIndex {
  /// Puts the value that a function returns where it is called, with the arguments in the places of the parameters.
  func inlinedFunction(at offset: UInt32, _ places: ExpressionPlaces) -> Refactoring? {
    guard let occurrence = occurrence(at: offset), occurrence.isCalled,
      case .symbol(let id) = occurrence.target,
      let (function, value) = onlyValue(of: id),
      let call = call(of: occurrence.span), places.isValue(call), case .call(_, let list) = ast[call]
    else { return nil }
    let parameters = Array(ast[ast[function].parameters])
    let arguments = Array(ast[list])
    let span = ast.span(of: value)
    guard parameters.count == arguments.count, parameters.allSatisfy(isPlain), ast[function].type == nil,
      !ast[function].span.contains(offset), keepsMeaningOfFunction(span, function, at: offset),
      // The function must be there before the call.
      EffectAnalysis(self, at: offset).effect(of: callee(of: call)) <= .reads
    else { return nil }
    let uses = self.uses(of: parameters, in: span)
    guard mayReplace(uses, by: arguments, in: value, at: offset) else { return nil }
    let variables = places.variables(in: span)
    var text: [UInt8] = []
    var place = span.start
    for use in uses {
      guard let variable = variables[use.span.start], places.isValue(variable) else { return nil }
      text += source.text(of: SourceSpan(start: place, end: use.span.start))
      let argument = arguments[use.parameter]
      // What takes the place of the whole value stands where the call did.
      let target = variable == value ? call : variable
      text += places.text(string(ast.span(of: argument)), of: argument, at: target).utf8
      place = use.span.end
    }
    text += source.text(of: SourceSpan(start: place, end: span.end))
    let inlined = places.text(String(decoding: text, as: UTF8.self), of: value, at: call)
    return Refactoring(
      kind: .inlineFunction, title: "Inline the call of '\(name(of: id))'",
      edits: [replacement(of: ast.span(of: call), by: inlined)])
  }

  /// The value that a function returns, if that is all it does.
  private func onlyValue(of id: SymbolID) -> (FunctionID, ExpressionID)? {
    guard self[id].kind == .function, !self[id].isReassigned, let function = self[id].function,
      case let body = ast[ast[function].body], body.count == 1, let statement = body.first,
      case .return(.some(let value)) = ast[statement], isSimple(value)
    else { return nil }
    return (function, value)
  }

  /// Whether an expression has no functions, no assignments to variables, and no chains in it.
  private func isSimple(_ id: ExpressionID) -> Bool {
    var rest = [id]
    while let next = rest.popLast() {
      switch ast[next] {
      case .function, .assign, .compound, .step, .this, .superMethod, .optionalChain, .switch, .template,
        .map:
        return false
      default: ast.forEachChild(of: next) { if case .expression(let part) = $0 { rest.append(part) } }
      }
    }
    return true
  }

  private func isPlain(_ parameter: Parameter) -> Bool {
    parameter.type == nil && parameter.defaultValue == nil && parameter.pattern == nil && !parameter.isRest
  }

  /// The call whose callee is a name, if it has a certain number of arguments.
  private func call(of name: SourceSpan) -> ExpressionID? {
    let path = path(to: name) { node in
      guard case .expression(let id) = node, case .call(let callee, _) = ast[id] else { return false }
      return ast.span(of: callee) == name
    }
    guard case .expression(let id)? = path.last, case .call(let callee, let arguments) = ast[id],
      ast.span(of: callee) == name,
      !ast[arguments].contains(where: { if case .spread = ast[$0] { true } else { false } })
    else { return nil }
    return id
  }

  private func callee(of call: ExpressionID) -> ExpressionID {
    if case .call(let callee, _) = ast[call] { callee } else { call }
  }

  /// Whether the names in a function's value, but for its parameters, mean the same at a call.
  private func keepsMeaningOfFunction(_ span: SourceSpan, _ function: FunctionID, at offset: UInt32) -> Bool {
    let body = ast[function].span
    var named: [NameID: SymbolID] = [:]
    for occurrence in occurrences(in: span) {
      guard case .symbol(let id) = occurrence.target, !self[id].isMember else { continue }
      if body.start <= self[id].nameSpan.start, self[id].nameSpan.end <= body.end {
        // What has the function's own name calls itself.
        if self[id].kind != .parameter { return false }
      } else {
        named[self[id].name] = id
      }
    }
    return keepsMeaning(named, at: [offset])
  }

  private struct ParameterUse {
    var span: SourceSpan
    var parameter: Int
  }

  /// The uses of parameters in a part of the source, in source order.
  private func uses(of parameters: [Parameter], in span: SourceSpan) -> [ParameterUse] {
    occurrences(in: span).compactMap { occurrence in
      guard case .symbol(let id) = occurrence.target, self[id].kind == .parameter,
        let parameter = parameters.firstIndex(where: { $0.span == self[id].nameSpan })
      else { return nil }
      return ParameterUse(span: occurrence.span, parameter: parameter)
    }
  }

  /// Whether arguments can be evaluated where the parameters are used instead.
  private func mayReplace(
    _ uses: [ParameterUse], by arguments: [ExpressionID], in value: ExpressionID, at offset: UInt32
  ) -> Bool {
    let analysis = EffectAnalysis(self, at: offset)
    var last = -1
    for (parameter, argument) in arguments.enumerated() where !analysis.isRepeatable(argument) {
      let places = uses.indices.filter { uses[$0].parameter == parameter }
      guard places.count == 1, let place = places.first, place > last,
        let (path, _) = path(toExpression: uses[place].span),
        let first = path.firstIndex(of: .expression(value)),
        let before = EffectAnalysis(self, at: ast.span(of: value).start).effectBefore(path[first...]),
        analysis.effect(of: argument).commutes(with: before)
      else { return false }
      last = place
    }
    return true
  }
}

extension SourceSpan {
  fileprivate func contains(_ offset: UInt32) -> Bool { start <= offset && offset < end }
}

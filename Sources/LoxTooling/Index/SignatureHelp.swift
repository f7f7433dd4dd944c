import LoxSource
import LoxSyntax

/// The callee of the call around a place.
public struct SignatureHelp: Hashable, Sendable {
  /// The callee with its parameters: `add(a, b)`.
  public var label: String
  /// The parameters in the label, as UTF-8 offsets.
  public var parameters: [Range<Int>]
  /// By parameter: its documentation.
  public var parameterDocumentation: [String?]
  /// The index of the argument at the place, from 0; there may be fewer parameters.
  public var activeParameter: Int
  public var documentation: String?

  init(name: String, parameters: [String], argument: Int, documentation: String?) {
    label = name + "("
    self.parameters = []
    for (index, parameter) in parameters.enumerated() {
      if index > 0 { label += ", " }
      let start = label.utf8.count
      label += parameter
      self.parameters.append(start..<label.utf8.count)
    }
    label += ")"
    parameterDocumentation = Array(repeating: nil, count: parameters.count)
    activeParameter = argument
    self.documentation = documentation
  }

  init(_ function: HostAPI.Function, prefix: String, argument: Int) {
    self.init(
      name: prefix + function.name, parameters: function.parameters.map(\.label), argument: argument,
      documentation: function.documentation)
    label += function.returns.map { ": \($0)" } ?? ""
    parameterDocumentation = function.parameters.map(\.documentation)
    if let last = function.parameters.last, last.isVariadic {
      activeParameter = min(activeParameter, function.parameters.count - 1)
    }
  }
}

extension DocumentIndex {
  /// The signatures of what may be called at a place between parentheses; empty if unknown. What is imported, `declaration` knows.
  public func signatureHelp(
    at offset: UInt32, declaration: (Origin) -> (index: DocumentIndex, symbol: SymbolID)? = { _ in nil }
  ) -> [SignatureHelp] {
    signatureHelp(at: offset, declaration: declaration) {
      DocumentIndex(source: $0, profile: profile, hostAPI: hostAPI)
    }
  }

  /// The same, given a way to index another text.
  func signatureHelp(
    at offset: UInt32, declaration: (Origin) -> (index: DocumentIndex, symbol: SymbolID)?,
    completed: (Source) -> DocumentIndex
  ) -> [SignatureHelp] {
    let context = cursorContext(at: offset)
    guard let call = context.calls.last else { return [] }
    var patched = self
    var callee = self.callee(endingAt: call.callee.span.end, before: call.parenthesis)
    if callee == nil || hasErrors {
      // The arguments may be so incomplete that the call was lost.
      patched = completed(completedSource(context))
      callee = patched.callee(endingAt: call.callee.span.end, before: call.parenthesis) ?? callee
    }
    guard let callee, Int(callee.index) < patched.ast.expressions.count else { return [] }
    if let origin = patched.origin(ofCallee: callee), let name = origin.name {
      if let host = hostAPI.module(named: origin.module) {
        return host.callable(named: name).map { [SignatureHelp($0, prefix: "", argument: call.argument)] }
          ?? []
      }
      guard let (index, symbol) = declaration(origin) else { return [] }
      return index.signatures(ofExport: symbol, argument: call.argument)
    }
    return patched.signatures(of: callee, argument: call.argument)
  }

  /// The source with a name inserted at the cursor, so that it parses better.
  func completedSource(_ context: CursorContext) -> Source {
    let place = min(Int(context.wordEnd), source.bytes.count)
    let placeholder = Self.placeholder + (context.endsStatement ? [UInt8(ascii: ";")] : [])
    var bytes = source.bytes
    bytes.insert(contentsOf: placeholder, at: place)
    return Source(name: source.name, bytes: bytes)
  }

  /// Long enough that no name matches it by chance; it may become the rest of one.
  static let placeholder = Array("completed_here".utf8)

  private func callee(endingAt end: UInt32, before parenthesis: UInt32) -> ExpressionID? {
    for expression in ast.expressions {
      switch expression {
      case .call(let callee, _), .callIfAny(let callee, _):
        if ast.span(of: callee).end == end { return callee }
      default: break
      }
    }
    return nil
  }

  /// What is called in its module.
  private func origin(ofCallee callee: ExpressionID) -> Origin? {
    switch ast[callee] {
    case .variable:
      let meaning = meanings[Int(callee.index)]
      return meaning > 0 ? self[SymbolID(Int(meaning) - 1)].origin : nil
    case .get(_, let name), .getIfAny(_, let name):
      return module(before: callee).map { Origin(module: $0, name: text(of: name)) }
    default: return nil
    }
  }

  private func signatures(ofExport id: SymbolID, argument: Int) -> [SignatureHelp] {
    if self[id].kind == .class { return [signature(ofClass: id, argument)] }
    var inference = TypeInference(self)
    switch inference.type(of: id) {
    case .function(let function): return [signature(of: function, argument)]
    case .class(let owner): return [signature(ofClass: owner, argument)]
    default: return []
    }
  }

  private func signatures(of callee: ExpressionID, argument: Int) -> [SignatureHelp] {
    var inference = TypeInference(self)
    switch inference.type(of: callee) {
    case .function(let id): return overloads(of: id).map { signature(of: $0, argument) }
    case .class(let owner): return [signature(ofClass: owner, argument)]
    case .hostFunction(let function): return [SignatureHelp(function, prefix: "", argument: argument)]
    case .hostClass(let host):
      let initializer = HostAPI.Function(
        name: host.name, parameters: host.initializer ?? [], documentation: host.documentation)
      return [SignatureHelp(initializer, prefix: "", argument: argument)]
    default: break
    }
    let name: NameID
    switch ast[callee] {
    case .get(_, let property), .getIfAny(_, let property): name = property
    default: return []
    }
    guard inference.receiver(of: callee) == .unknown else { return [] }
    let methods = members(named: name).filter { self[$0].isFunction }
    let text = text(of: name)
    let hosts = hostAPI.classes.compactMap { host in
      host.methods.first { $0.name == text }.map { (host.name, $0) }
    }
    return methods.map { signature(of: $0, argument) }
      + hosts.map { SignatureHelp($1, prefix: "\($0).", argument: argument) }
  }

  /// A method, and those of subclasses that take other parameters.
  private func overloads(of id: SymbolID) -> [SymbolID] {
    var seen: Set<String> = [parameterList(of: id)]
    return [id]
      + overrides(of: id).filter { self[$0].isFunction && seen.insert(parameterList(of: $0)).inserted }
  }

  private func signature(of id: SymbolID, _ argument: Int) -> SignatureHelp {
    let owner = self[id].isMember ? self[id].container.map { "\(name(of: $0))." } ?? "" : ""
    var help = SignatureHelp(
      name: owner + name(of: id), parameters: parameterNames(of: id), argument: argument,
      documentation: documentation(of: id))
    help.label += resultText(of: id)
    return help
  }

  private func signature(ofClass owner: SymbolID, _ argument: Int) -> SignatureHelp {
    let initializer = initializer(of: owner)
    return SignatureHelp(
      name: name(of: owner), parameters: initializer.map { parameterNames(of: $0) } ?? [], argument: argument,
      documentation: initializer.flatMap { documentation(of: $0) } ?? documentation(of: owner))
  }
}

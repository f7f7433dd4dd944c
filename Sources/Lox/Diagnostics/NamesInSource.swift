import LoxDiagnostics
import LoxSource
import LoxSyntax

/// What an undefined global name may have meant, judging by the declarations in the source.
struct NamesInSource {
  /// The locals and parameters in scope.
  private(set) var locals: [String] = []
  /// Fields and methods of the enclosing class.
  private(set) var members: [String] = []
  /// A global declaration of the name.
  private(set) var declaration: SourceLocation?
  /// A local declaration of the name, which is not in scope.
  private(set) var outOfScope: SourceLocation?

  /// The innermost enclosing class, in the current piece of the script.
  private var owner: ClassID?

  private let text: SourceText
  private let place: UInt32
  private let name: String

  /// Looks for the meaning of `name` at an offset.
  init(_ text: SourceText, at offset: Int, name: String) {
    self.text = text
    self.name = name
    place = UInt32(truncatingIfNeeded: offset)
    // Parsed as the extended language, in which the book's programs have the same tree. Piece by piece, since
    // the tree of a large source takes much memory.
    var parser = Parser(source: Source(name: text.name, bytes: text.bytes), profile: .extended)
    while !parser.isAtEnd {
      parser.parsePiece(size: 32 << 10)
      search(parser.ast)
    }
  }

  private mutating func search(_ ast: AST) {
    let globals = Set(ast[ast.script].map(\.index))
    for index in ast.statements.indices {
      let id = StatementID(index)
      guard let span = declaredName(by: id, in: ast) else { continue }
      if globals.contains(id.index) {
        if declaration == nil { declaration = text.location(span) }
      } else if outOfScope == nil {
        outOfScope = text.location(span)
      }
    }
    for element in ast.patternElements where outOfScope == nil && isName(element.name, in: ast) {
      outOfScope = text.location(element.span)
    }
    for parameter in ast.parameters where outOfScope == nil && isName(parameter.name, in: ast) {
      outOfScope = text.location(parameter.span)
    }
    collect(ast)
  }

  /// Where a statement declares the name.
  private func declaredName(by id: StatementID, in ast: AST) -> SourceSpan? {
    switch ast[id] {
    case .variable(let declared, _), .constant(let declared, _):
      isName(declared, in: ast) ? ast.nameSpan(ofVariable: id) : nil
    case .function(let function): isName(ast[function].name, in: ast) ? ast[function].nameSpan : nil
    case .class(let id): isName(ast[id].name, in: ast) ? ast[id].nameSpan : nil
    default: nil
    }
  }

  private func isName(_ id: NameID, in ast: AST) -> Bool { ast.names.bytes(id).elementsEqual(name.utf8) }

  private func isAround(_ span: SourceSpan) -> Bool { span.start <= place && place < span.end }

  // MARK: - What is in scope

  /// Walks from the script inwards to the place, by a loop: declarations on the way are in scope.
  private mutating func collect(_ ast: AST) {
    owner = nil
    var list = Array(ast[ast.script])
    var isGlobal = true
    // Where the innermost statement around the place, or function in an expression of it, begins.
    var start: UInt32 = 0
    while true {
      if let around = list.first(where: { isAround(ast.span(of: $0)) }) {
        if !isGlobal {
          for id in list where ast.span(of: id).start < place { declare(id, ast) }
        }
        start = ast.span(of: around).start
        list = enter(around, ast)
      } else if let function = functionExpression(from: start, ast) {
        start = ast[function].span.start &+ 1
        list = enter(function, ast)
      } else {
        break
      }
      isGlobal = false
    }
    if let owner { collectMembers(of: owner, ast) }
  }

  /// The outermost function in an expression around the place that begins at an offset or later.
  private func functionExpression(from start: UInt32, _ ast: AST) -> FunctionID? {
    guard ast.hasFunctionExpressions else { return nil }
    return ast.functions.indices.lazy.map { FunctionID($0) }
      .filter { ast[$0].form != .declaration && ast[$0].span.start >= start && isAround(ast[$0].span) }
      .min { ast[$0].span.start < ast[$1].span.start }
  }

  private mutating func declare(_ id: PatternID, _ ast: AST) {
    for element in ast.elements(of: id) { add(element.name, ast) }
  }

  private mutating func declare(_ variable: ForInLoop.Variable, _ ast: AST) {
    if let pattern = variable.pattern { declare(pattern, ast) } else { add(variable.name, ast) }
  }

  private mutating func declare(_ id: StatementID, _ ast: AST) {
    switch ast[id] {
    case .variable(let name, _), .constant(let name, _): add(name, ast)
    case .destructuring(let pattern, _): declare(pattern, ast)
    case .function(let function): add(ast[function].name, ast)
    case .class(let id): add(ast[id].name, ast)
    default: break
    }
  }

  private mutating func add(_ name: NameID, _ ast: AST) {
    locals.append(String(decoding: ast.names.bytes(name), as: UTF8.self))
  }

  /// The statements directly inside another one.
  private mutating func enter(_ id: StatementID, _ ast: AST) -> [StatementID] {
    switch ast[id] {
    case .block(let list): return Array(ast[list])
    case .if(_, let then, let otherwise): return [then] + (otherwise.map { [$0] } ?? [])
    case .while(_, let body): return [body]
    case .for(let loop):
      let loop = ast.forLoops[Int(loop.index)]
      if let initializer = loop.initializer { declare(initializer, ast) }
      return [loop.body]
    case .function(let function): return enter(function, ast)
    case .class(let id):
      owner = id
      guard let method = ast[ast[id].methods].first(where: { isAround(ast[$0].span) }) else { return [] }
      return enter(method, ast)
    case .forIn(let loop):
      declare(ast[loop].variable, ast)
      if let second = ast[loop].second { declare(second, ast) }
      return [ast[loop].body]
    case .switch(let id):
      return ast.cases(of: id).first { isAround($0.span) }.map { Array(ast[$0.body]) } ?? []
    case .try(let id):
      for handler in ast.catches(of: id) where isAround(ast.span(of: handler.body)) {
        if let name = handler.name { add(name, ast) }
      }
      return [ast[id].body] + ast.catches(of: id).map(\.body) + (ast[id].finally.map { [$0] } ?? [])
    case .empty, .expression, .print, .variable, .return, .constant, .destructuring, .break, .continue,
      .throw, .import:
      return []
    }
  }

  private mutating func enter(_ function: FunctionID, _ ast: AST) -> [StatementID] {
    for parameter in ast[ast[function].parameters] {
      if let pattern = parameter.pattern { declare(pattern, ast) } else { add(parameter.name, ast) }
    }
    return Array(ast[ast[function].body])
  }

  /// The methods of the class, and the fields that they assign.
  private mutating func collectMembers(of id: ClassID, _ ast: AST) {
    let declaration = ast[id]
    var names = ast[declaration.methods].filter { ast[$0].member != .operator }.map { ast[$0].name }
      .filter { $0 != .initializer }
    for (index, expression) in ast.expressions.enumerated() {
      let object: ExpressionID
      let name: NameID
      switch expression {
      case .set(let target, let field, _): (object, name) = (target, field)
      case .compound(_, let target, _), .step(_, let target):
        guard case .get(let inner, let field) = ast[target] else { continue }
        (object, name) = (inner, field)
      default: continue
      }
      guard case .this = ast[object], declaration.span.start <= ast.places[index].start,
        ast.places[index].start < declaration.span.end
      else { continue }
      names.append(name)
    }
    members = names.map { String(decoding: ast.names.bytes($0), as: UTF8.self) }
  }
}

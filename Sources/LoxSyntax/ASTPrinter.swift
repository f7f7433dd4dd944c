/// Writes a tree as nested lists, one line for each statement of the script: `(print (+ 1.0 (* 2.0 x)))`.
///
/// For tests and for debugging the passes. It keeps a worklist instead of recursing, so it can write every
/// tree.
public struct ASTPrinter {
  private let ast: AST
  private var text = ""
  /// The worklist: what is to be written, the next item last.
  private var worklist: [Item] = []

  private enum Item {
    case text(String)
    case expression(ExpressionID)
    case statement(StatementID)
    case function(FunctionID)
  }

  private init(_ ast: AST) {
    self.ast = ast
  }

  /// The text of a whole tree.
  public static func print(_ ast: AST) -> String {
    var printer = ASTPrinter(ast)
    for statement in ast[ast.script] {
      printer.run(.statement(statement))
      printer.text += "\n"
    }
    return printer.text
  }

  /// The text of one expression.
  public static func print(_ expression: ExpressionID, in ast: AST) -> String {
    var printer = ASTPrinter(ast)
    printer.run(.expression(expression))
    return printer.text
  }

  private mutating func run(_ first: Item) {
    worklist = [first]
    while let item = worklist.popLast() {
      switch item {
      case .text(let part): text += part
      case .expression(let id): write(ast[id])
      case .statement(let id): write(ast[id], at: id)
      case .function(let id): write(ast[id])
      }
    }
  }

  /// Writes `(head item item ...)`, leaving out items that are nil.
  private mutating func list(_ head: String, _ items: [Item?] = []) {
    text += "(\(head)"
    worklist.append(.text(")"))
    for case let item? in items.reversed() {
      worklist.append(item)
      worklist.append(.text(" "))
    }
  }

  private func name(_ id: NameID) -> String { ast.names.name(id) }

  // MARK: - Statements

  /// As `: Number?`, or nothing.
  private func type(_ id: TypeID?) -> String { id.map { ": \(ast.text(of: $0))" } ?? "" }

  private mutating func write(_ statement: Statement, at id: StatementID) {
    switch statement {
    case .empty: list("empty")
    case .expression(let value): list("expression", [.expression(value)])
    case .print(let value): list("print", [.expression(value)])
    case .return(let value): list("return", [value.map(Item.expression)])
    case .variable(let name, let value):
      list("var \(self.name(name))\(type(ast.variableTypes[id]))", [value.map(Item.expression)])
    case .block(let statements): list("block", ast[statements].map(Item.statement))
    case .if(let condition, let then, let otherwise):
      list("if", [.expression(condition), .statement(then), otherwise.map(Item.statement)])
    case .while(let condition, let body): list("while", [.expression(condition), .statement(body)])
    case .for(let id):
      let loop = ast.forLoops[Int(id.index)]
      list(
        "for",
        [
          loop.initializer.map(Item.statement) ?? .text("()"),
          loop.condition.map(Item.expression) ?? .text("()"),
          loop.increment.map(Item.expression) ?? .text("()"),
          .statement(loop.body),
        ])
    case .function(let id): list("fun", [.function(id)])
    case .class(let id): write(ast[id])
    case .constant(let name, let value):
      list("const \(self.name(name))\(type(ast.variableTypes[id]))", [.expression(value)])
    case .destructuring(let id, let value):
      list("\(ast[id].isConstant ? "const" : "var") \(pattern(id))", defaults(id) + [.expression(value)])
    case .forIn(let id):
      let loop = ast[id]
      let variables = [loop.variable, loop.second].compactMap { $0 }
      let names = variables.map { $0.pattern.map(pattern) ?? name($0.name) }.joined(separator: " ")
      list(
        "for (\(names))",
        variables.flatMap { $0.pattern.map(defaults) ?? [] } + [
          .expression(loop.sequence), .statement(loop.body),
        ])
    case .break: list("break")
    case .continue: list("continue")
    case .switch(let id): write(id)
    case .throw(let value): list("throw", [.expression(value)])
    case .try(let id): write(id)
    case .import(let id): write(id)
    }
  }

  /// As `(import "module" as name)` or `(import "module" (name other:name))`.
  private mutating func write(_ id: ImportID) {
    let declaration = ast[id]
    let module = String(decoding: ast.bytes(of: declaration.module), as: UTF8.self)
    let names = ast.names(of: id).map { imported in
      (imported.local == imported.name ? "" : "\(name(imported.local)):") + name(imported.name)
    }
    list(
      "import \"\(module)\"" + (declaration.binding.map { " as \(name($0))" } ?? "")
        + (names.isEmpty ? "" : " (\(names.joined(separator: " ")))"))
  }

  /// As `(try block (catch name is test block) ... (finally block))`.
  private mutating func write(_ id: TryID) {
    var items: [Item?] = [.statement(ast[id].body)]
    for handler in ast.catches(of: id) {
      items.append(.text("(catch" + (handler.name.map { " " + name($0) } ?? "")))
      if let test = handler.test { items += [.text("is"), .expression(test)] }
      items += [.statement(handler.body), .text(")")]
    }
    if let finally = ast[id].finally { items += [.text("(finally"), .statement(finally), .text(")")] }
    list("try", items)
  }

  /// `[a b ...c]` or `{a b:c}`
  private func pattern(_ id: PatternID) -> String {
    let elements = ast.elements(of: id).map { element in
      let key = element.key == element.name ? "" : "\(name(element.key)):"
      return (element.isRest ? "..." : key) + name(element.name)
    }
    let text = elements.joined(separator: " ")
    return ast[id].kind == .list ? "[\(text)]" : "{\(text)}"
  }

  private func defaults(_ id: PatternID) -> [Item?] {
    ast.elements(of: id).map { $0.defaultValue.map(Item.expression) }
  }

  /// As `(switch subject (case test ... (value | statement ...)) ...)`.
  private mutating func write(_ id: SwitchID) {
    var items: [Item?] = [.expression(ast[id].subject)]
    for branch in ast.cases(of: id) {
      items.append(.text(branch.isDefault ? "(default" : "(case"))
      for test in ast.switchTests[branch.tests.range] {
        if test.operation != .equal { items.append(.text(test.operation.symbol)) }
        items.append(.expression(test.operand))
      }
      items.append(.text("=>"))
      items.append(branch.value.map(Item.expression))
      items += ast[branch.body].map(Item.statement)
      items.append(.text(")"))
    }
    list("switch", items)
  }

  /// As `(name (parameter ...) statement ...)`; before the name of a member there may be `class`, `get` and `set`.
  private mutating func write(_ function: FunctionDeclaration) {
    let parameters = ast[function.parameters].map { parameter in
      (parameter.isRest ? "..." : "") + (parameter.pattern.map(pattern) ?? name(parameter.name))
        + type(parameter.type)
        + (parameter.defaultValue == nil ? "" : "=")
    }
    let defaults = ast[function.parameters].flatMap { parameter in
      [parameter.defaultValue.map(Item.expression)] + (parameter.pattern.map(self.defaults) ?? [])
    }
    list(
      "\(function.isOfClass ? "class " : "")\(function.member.prefix)\(name(function.name)) (\(parameters.joined(separator: " ")))\(type(function.type))",
      defaults + ast[function.body].map(Item.statement))
  }

  private mutating func write(_ declaration: ClassDeclaration) {
    var items: [Item] = []
    if let superclass = declaration.superclass { items = [.text("<"), .expression(superclass)] }
    for member in ast.members(of: declaration) {
      switch member {
      case .function(let id): items.append(.function(id))
      case .field(let index):
        let field = ast.classFields[index]
        items += [
          .text("(class \(name(field.name))\(type(field.type)) ="), .expression(field.initializer),
          .text(")"),
        ]
      }
    }
    list("class \(name(declaration.name))", items)
  }

  // MARK: - Expressions

  private mutating func write(_ expression: Expression) {
    switch expression {
    case .nil: text += "nil"
    case .boolean(let value): text += "\(value)"
    case .number(let value): text += "\(value)"
    case .string(let id): text += "\"\(String(decoding: ast.bytes(of: id), as: UTF8.self))\""
    case .grouping(let inner): list("group", [.expression(inner)])
    case .unary(let kind, let operand): list(kind == .negate ? "-" : "!", [.expression(operand)])
    case .binary(let kind, let left, let right): list(kind.symbol, [.expression(left), .expression(right)])
    case .logical(let kind, let left, let right):
      list(kind == .and ? "and" : "or", [.expression(left), .expression(right)])
    case .variable(let id): text += name(id)
    case .assign(let id, let value): list("= \(name(id))", [.expression(value)])
    case .get(let object, let id): list("get \(name(id))", [.expression(object)])
    case .set(let object, let id, let value):
      list("set \(name(id))", [.expression(object), .expression(value)])
    case .call(let callee, let arguments):
      list("call", [.expression(callee)] + ast[arguments].map(Item.expression))
    case .this: text += "this"
    case .superMethod(let id): list("super \(name(id))")
    case .invalid: text += "?"
    case .template(let parts): list("template", ast[parts].map(Item.expression))
    case .list(let elements): list("list", ast[elements].map(Item.expression))
    case .map(let entries):
      list(
        "map",
        ast.mapEntries[entries.range].flatMap { entry -> [Item?] in
          entry.form == .spread
            ? [.text("..."), .expression(entry.value)] : [.expression(entry.key), .expression(entry.value)]
        })
    case .spread(let value): list("...", [.expression(value)])
    case .function(let id): list("fun", [.function(id)])
    case .conditional(let condition, let then, let otherwise):
      list("?:", [.expression(condition), .expression(then), .expression(otherwise)])
    case .coalesce(let left, let right): list("??", [.expression(left), .expression(right)])
    case .index(let object, let index): list("index", [.expression(object), .expression(index)])
    case .setIndex(let object, let index, let value):
      list("set-index", [.expression(object), .expression(index), .expression(value)])
    case .compound(let op, let target, let value):
      list("\(op.binary?.symbol ?? "??")=", [.expression(target), .expression(value)])
    case .step(let op, let target): list(op.symbol + op.symbol, [.expression(target)])
    case .getIfAny(let object, let id): list("get? \(name(id))", [.expression(object)])
    case .indexIfAny(let object, let index): list("index?", [.expression(object), .expression(index)])
    case .callIfAny(let callee, let arguments):
      list("call?", [.expression(callee)] + ast[arguments].map(Item.expression))
    case .optionalChain(let chain): list("chain", [.expression(chain)])
    case .switch(let id): write(id)
    }
  }
}

extension FunctionDeclaration.Member {
  fileprivate var prefix: String {
    switch self {
    case .getter: "get "
    case .setter: "set "
    case .field: "field "
    case .none, .method, .operator: ""
    }
  }
}

extension BinaryOperator {
  /// The operator's spelling.
  public var symbol: String {
    switch self {
    case .add: "+"
    case .subtract: "-"
    case .multiply: "*"
    case .divide: "/"
    case .equal: "=="
    case .notEqual: "!="
    case .less: "<"
    case .lessEqual: "<="
    case .greater: ">"
    case .greaterEqual: ">="
    case .remainder: "%"
    case .isInstance: "is"
    case .isIn: "in"
    case .range: "..<"
    case .closedRange: "..."
    }
  }
}

import LoxSemantics
import LoxSource
import LoxSyntax

/// The text of a source with the meaning of each name after it, then the captures of each function.
///
///     { var a#0c = 1; fun f#1() { print a^0 + b; } }
///     f: #0
///
/// `#0` is the local variable 0, `^0` the function's capture 0, a global has no mark. A declaration adds `c`
/// if the variable is captured and `a` if it is assigned; `this` is declared by the name of its method,
/// `super` by the name of the superclass.
struct ResolutionSnapshot: CustomStringConvertible {
  private let ast: AST
  private let resolution: Resolution

  init(_ text: String) {
    var parser = Parser(source: Source(name: "test", text: text), profile: .book)
    ast = parser.parse().ast
    resolution = Resolver.resolve(ast).resolution
  }

  var description: String { ([annotatedSource] + captureLines).joined(separator: "\n") }

  private var annotatedSource: String {
    var marks: [UInt32: String] = [:]
    for index in ast.expressions.indices {
      let id = ExpressionID(index)
      let end: UInt32
      switch ast[id] {
      case .superMethod: end = ast.span(of: id).start + 5
      default: end = ast.nameSpan(of: id).end
      }
      marks[end, default: ""] += mark(resolution.binding(of: id))
    }
    for (index, variable) in resolution.variables.enumerated() {
      marks[variable.span.end, default: ""] +=
        "#\(index)" + (variable.isCaptured ? "c" : "") + (variable.isAssigned ? "a" : "")
    }
    var text = ""
    for (offset, byte) in ast.source.bytes.enumerated() {
      text += marks[UInt32(offset)] ?? ""
      text += String(decoding: [byte], as: UTF8.self)
    }
    return text
  }

  private var captureLines: [String] {
    ast.functions.indices.compactMap { index in
      let captures = resolution[resolution[FunctionID(index)].captures]
      if captures.isEmpty { return nil }
      let marks = captures.map { mark($0.source) }
      return ast.names.name(ast.functions[index].name) + ": " + marks.joined(separator: " ")
    }
  }

  private func mark(_ binding: Binding) -> String {
    switch binding {
    case .none, .global: ""
    case .local(let variable): "#\(variable.index)"
    case .capture(let index): "^\(index)"
    }
  }
}

/// A resolved source, for tests of single facts.
struct Resolved {
  let ast: AST
  let resolution: Resolution
  let problems: [String]

  init(_ text: String) {
    var parser = Parser(source: Source(name: "test", text: text), profile: .book)
    let parsed = parser.parse()
    ast = parsed.ast
    let (resolution, diagnostics) = Resolver.resolve(ast)
    self.resolution = resolution
    problems = diagnostics.map(\.description)
  }

  /// The variable with a name that is declared once, as a local.
  func variable(_ name: String) -> Variable? {
    resolution.variables.first { ast.names.name($0.name) == name }
  }

  /// The scope of the function with a name.
  func function(_ name: String) -> FunctionScope? {
    ast.functions.firstIndex { ast.names.name($0.name) == name }.map { resolution.functions[$0] }
  }

  /// The scope of the class with a name.
  func `class`(_ name: String) -> ClassScope? {
    ast.classes.firstIndex { ast.names.name($0.name) == name }.map { resolution.classes[$0] }
  }
}

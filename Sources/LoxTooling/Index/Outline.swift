import LoxSyntax

/// A declaration of a script, with its nested declarations.
public struct OutlineItem: Sendable {
  public var declaration: Declaration
  public var name: String
  /// The parameters of a function, the superclass of a class.
  public var detail: String
  /// The number of enclosing declarations.
  public var depth: Int
}

extension DocumentIndex {
  /// The declarations of the script, without local variables and parameters, in source order: nested ones
  /// follow the enclosing one, one level deeper.
  public var outline: [OutlineItem] {
    var children: [Int: [Int]] = [:]
    var roots: [Int] = []
    for (place, declaration) in declarations.enumerated() where isOutlined(declaration) {
      if let container = declaration.container {
        children[container, default: []].append(place)
      } else {
        roots.append(place)
      }
    }
    var result: [OutlineItem] = []
    var pending = roots.reversed().map { (place: $0, depth: 0) }
    while let (place, depth) = pending.popLast() {
      let declaration = declarations[place]
      result.append(
        OutlineItem(
          declaration: declaration, name: name(of: declaration.symbol), detail: detail(of: declaration),
          depth: depth))
      pending += (children[place] ?? []).reversed().map { ($0, depth + 1) }
    }
    return result
  }

  private func isOutlined(_ declaration: Declaration) -> Bool {
    switch declaration.kind {
    case .parameter, .key: false
    case .variable: self[declaration.symbol].isGlobal
    default: true
    }
  }

  private func detail(of declaration: Declaration) -> String {
    switch declaration.kind {
    case .function, .method, .initializer, .operator: parameterList(of: declaration.symbol)
    case .class: self[declaration.symbol].superclass.map { "< \(name(of: $0))" } ?? ""
    default: ""
    }
  }
}

import LoxSource
import LoxSyntax

extension HostAPI {
  /// What scripts with tests have while `lox test` runs them: the function `expect`, and the class of its results, which is no global.
  static let tests: HostAPI = {
    let index = DocumentIndex(source: ExpectLibrary.source)
    var api = HostAPI()
    for place in index.symbols.indices {
      let id = SymbolID(place)
      let symbol = index.symbols[place]
      if symbol.kind == .class {
        var result = Class(name: index.name(of: id))
        result.isGlobal = false
        for member in index.members(of: id) where !index.name(of: member).hasPrefix("_") {
          switch index[member].kind {
          case .method: result.methods.append(index.function(member, returns: nil))
          case .property:
            result.properties.append(
              Value(
                name: index.name(of: member), type: result.name, isReadOnly: true,
                documentation: index.documentation(of: member)))
          default: break
          }
        }
        api.classes.append(result)
      } else if symbol.kind == .function, let result = api.classes.last {
        api.functions.append(index.function(id, returns: result.name))
      }
    }
    return api
  }()

  /// This API, and what scripts with tests have, if the tree of a whole source is one.
  func addingTests(of ast: AST) -> HostAPI { ast.functions(named: .test).isEmpty ? self : merging(.tests) }
}

extension DocumentIndex {
  /// The declaration of a function or method.
  fileprivate func function(_ id: SymbolID, returns: String?) -> HostAPI.Function {
    let parameters = self[id].function.map { ast[ast[$0].parameters] } ?? []
    return HostAPI.Function(
      name: name(of: id),
      parameters: parameters.map {
        HostAPI.Parameter(name: text(of: $0.name), isOptional: $0.defaultValue != nil)
      },
      returns: returns, documentation: documentation(of: id))
  }
}

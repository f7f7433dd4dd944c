/// The work in a profile as collapsed stacks: a line for each chain of calls, with what its last function did itself. Programs
/// that draw flame graphs read them: https://github.com/brendangregg/FlameGraph.
public struct CollapsedStacks {
  private let profile: Profile

  public init(_ profile: Profile) { self.profile = profile }

  public var text: String {
    var lines = ""
    for index in profile.nodes.indices where profile.nodes[index].units > 0 {
      lines += profile.chain(to: index).map { name(of: $0) }.joined(separator: ";")
      lines += " \(profile.nodes[index].units)\n"
    }
    return lines
  }

  /// The name of a function and its place; a semicolon would begin another function.
  private func name(of function: Int) -> String {
    let function = profile.functions[function]
    let place = function.place.isEmpty ? "" : " (\(function.place))"
    return ShownText.line(function.name + place).replacing(";", with: ":")
  }
}

extension Profile {
  /// The functions of a chain of calls, the outermost first.
  func chain(to node: Int) -> [Int] {
    var chain: [Int] = []
    var next: Int? = node
    while let index = next {
      chain.append(nodes[index].function)
      next = nodes[index].parent
    }
    return chain.reversed()
  }
}

extension String {
  fileprivate func replacing(_ character: Character, with other: Character) -> String {
    String(map { $0 == character ? other : $0 })
  }
}

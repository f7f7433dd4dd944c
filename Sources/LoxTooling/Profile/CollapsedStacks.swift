/// A profile as collapsed stacks: a line for each chain of calls, with what its last function itself cost. Programs
/// that draw flame graphs read them: https://github.com/brendangregg/FlameGraph.
public struct CollapsedStacks {
  private let profile: Profile
  private let measure: Profile.Measure

  public init(_ profile: Profile, _ measure: Profile.Measure = .work) {
    self.profile = profile
    self.measure = measure
  }

  public var text: String {
    var lines = ""
    for index in profile.nodes.indices {
      let cost = profile.nodes[index][measure]
      guard cost > 0 else { continue }
      lines += profile.chain(to: index).map { name(of: $0) }.joined(separator: ";")
      lines += " \(cost)\n"
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
  /// What a profile measures.
  public enum Measure: String, CaseIterable, Sendable {
    /// In units of fuel.
    case work
    /// That was allocated, in bytes.
    case memory
    /// In functions that are written in Swift, in nanoseconds.
    case time
  }

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

extension Profile.Node {
  /// What the function itself cost.
  subscript(measure: Profile.Measure) -> Int {
    switch measure {
    case .work: units
    case .memory: bytes
    case .time: nanoseconds
    }
  }
}

extension String {
  fileprivate func replacing(_ character: Character, with other: Character) -> String {
    String(map { $0 == character ? other : $0 })
  }
}

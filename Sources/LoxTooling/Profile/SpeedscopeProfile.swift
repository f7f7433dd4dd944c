import LoxJSON

/// A profile in the format of speedscope, a viewer for profiles: https://www.speedscope.app/file-format-schema.json.
///
/// It has two profiles: of the work, and of the memory that was allocated.
public struct SpeedscopeProfile {
  private let profile: Profile

  public init(_ profile: Profile) { self.profile = profile }

  public var text: String {
    let frames = profile.functions.map { function in
      JSON.object(
        JSONObject([
          .init("name", JSON(function.name)), .init("file", JSON(function.sourceName)),
          .init("line", JSON(max(1, function.line))),
        ]))
    }
    let content: JSON = [
      "$schema": "https://www.speedscope.app/file-format-schema.json", "exporter": "lox",
      "name": JSON(profile.title), "activeProfileIndex": 0, "shared": ["frames": JSON(frames)],
      "profiles": [
        samples("Work", unit: "none", \.units), samples("Memory", unit: "bytes", \.bytes),
      ],
    ]
    return content.description + "\n"
  }

  /// Each chain of calls is a sample, which weighs what its last function did itself.
  private func samples(_ name: String, unit: String, _ weight: KeyPath<Profile.Node, Int>) -> JSON {
    let nodes = profile.nodes.indices.filter { profile.nodes[$0][keyPath: weight] > 0 }
    let weights = nodes.map { profile.nodes[$0][keyPath: weight] }
    return [
      "type": "sampled", "name": JSON(name), "unit": JSON(unit), "startValue": 0,
      "endValue": JSON(weights.reduce(0, &+)),
      "samples": JSON(nodes.map { JSON(profile.chain(to: $0).map { JSON($0) }) }),
      "weights": JSON(weights.map { JSON($0) }),
    ]
  }
}

import LoxJSON

/// A profile in the format of speedscope, a viewer for profiles: https://www.speedscope.app/file-format-schema.json.
///
/// It has several profiles: of the work, of the memory that was allocated, and of the time in functions that are written in Swift, if any
/// was called.
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
      "profiles": JSON(profiles),
    ]
    return content.description + "\n"
  }

  private var profiles: [JSON] {
    let profiles = [samples("Work", unit: "none", .work), samples("Memory", unit: "bytes", .memory)]
    if profile.swiftNanoseconds == 0 { return profiles }
    return profiles + [samples("Time in functions of Swift", unit: "nanoseconds", .time)]
  }

  /// Each chain of calls is a sample, which weighs what its last function did itself.
  private func samples(_ name: String, unit: String, _ measure: Profile.Measure) -> JSON {
    let nodes = profile.nodes.indices.filter { profile.nodes[$0][measure] > 0 }
    let weights = nodes.map { profile.nodes[$0][measure] }
    return [
      "type": "sampled", "name": JSON(name), "unit": JSON(unit), "startValue": 0,
      "endValue": JSON(weights.reduce(0, &+)),
      "samples": JSON(nodes.map { JSON(profile.chain(to: $0).map { JSON($0) }) }),
      "weights": JSON(weights.map { JSON($0) }),
    ]
  }
}

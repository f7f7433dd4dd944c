import LoxJSON

/// A profile as a self-contained HTML page: a flame graph, tables, the source with the cost of each line, and
/// the collections over time.
public struct ProfilePage {
  private let profile: Profile

  /// More nodes could neither be seen nor shown quickly.
  private static let maximumNodes = 20_000

  public init(_ profile: Profile) { self.profile = profile.pruned(toNodes: ProfilePage.maximumNodes) }

  public var html: String {
    HTMLPage(
      title: "Profile of \(profile.title)", style: ProfilePage.style, data: data, script: ProfilePage.script
    )
    .text
  }

  /// The data that the page's script shows.
  private var data: JSON {
    let functions = profile.functions.map { JSON([JSON($0.name), JSON($0.sourceName), JSON($0.line)]) }
    let nodes = profile.nodes.map {
      JSON([
        JSON($0.parent ?? -1), JSON($0.function), JSON($0.units), JSON($0.bytes), JSON($0.nanoseconds),
      ])
    }
    let lines = profile.lines.map {
      JSON([JSON($0.function), JSON($0.number), JSON($0.units), JSON($0.calledUnits), JSON($0.bytes)])
    }
    let swiftFunctions = profile.swiftFunctions.map {
      JSON([JSON($0.name), JSON($0.callCount), JSON($0.nanoseconds)])
    }
    let collections = profile.collections.map {
      JSON([
        JSON($0.startNanoseconds), JSON($0.pauseNanoseconds), JSON($0.isFull), JSON($0.bytesBefore),
        JSON($0.bytesAfter),
      ])
    }
    let sources = profile.sources.keys.sorted().map { name in
      JSONObject.Member(name, JSON(String(decoding: profile.sources[name] ?? [], as: UTF8.self)))
    }
    return .object(
      JSONObject([
        JSONObject.Member("title", JSON(profile.title)),
        JSONObject.Member("nanoseconds", JSON(profile.nanoseconds)),
        JSONObject.Member("leftOut", JSON(profile.leftOutCount)),
        JSONObject.Member("samples", JSON(profile.sampleCount)),
        JSONObject.Member("functions", JSON(functions)),
        JSONObject.Member("nodes", JSON(nodes)),
        JSONObject.Member("lines", JSON(lines)),
        JSONObject.Member("swiftFunctions", JSON(swiftFunctions)),
        JSONObject.Member("collections", JSON(collections)),
        JSONObject.Member("sources", .object(JSONObject(sources))),
      ]))
  }
}

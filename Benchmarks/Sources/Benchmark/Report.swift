/// Everything that was measured, as tables.
struct Report {
  let lox: Peer
  let others: [Peer]
  let runs: Int
  let results: [ProgramResult]
  let memory: [ProgramResult]
  let startup: ProgramResult
  let official: [ProgramResult]

  /// The programs whose memory is shown: those that keep a heap of some size.
  static let memoryPrograms = ["trees", "binary_trees", "long_lived"]

  /// The times of all programs, with the ratios to lox, and their geometric means.
  static func times(_ results: [ProgramResult], others: [String]) -> Table {
    var table = Table(["program", "lox ms"] + others.map { "\($0) ms (ratio)" })
    for result in results {
      let lox = result.measurements[Peer.loxName].map { Figures.milliseconds($0.seconds) }
      table.add([result.program, lox ?? Figures.none] + others.map { timeAndRatio(result, peer: $0) })
    }
    let means = others.map { results.meanRatio(of: $0).map { "(\(Figures.ratio($0)))" } ?? Figures.none }
    table.add(["geometric mean", ""] + means)
    return table
  }

  private static func timeAndRatio(_ result: ProgramResult, peer: String) -> String {
    guard let measurement = result.measurements[peer] else { return Figures.none }
    let time = Figures.milliseconds(measurement.seconds)
    return result.ratio(of: peer).map { "\(time) (\(Figures.ratio($0)))" } ?? time
  }

  /// The geometric means alone.
  static func means(_ results: [ProgramResult], others: [String]) -> Table {
    var table = Table(["peer", "time / lox time"])
    for peer in others {
      table.add([peer, results.meanRatio(of: peer).map(Figures.ratio) ?? Figures.none])
    }
    return table
  }

  /// The peak memory of all programs.
  static func memory(_ results: [ProgramResult], peers: [String]) -> Table {
    var table = Table(["program"] + peers.map { "\($0) MB" })
    for result in results {
      table.add(
        [result.program]
          + peers.map { peer in
            result.measurements[peer]?.peakBytes.map(Figures.megabytes) ?? Figures.none
          })
    }
    return table
  }

  /// What an empty file takes.
  static func startup(_ result: ProgramResult, peers: [String]) -> Table {
    var table = Table(["peer", "ms"])
    for peer in peers {
      table.add([peer, result.measurements[peer].map { Figures.milliseconds($0.seconds) } ?? Figures.none])
    }
    return table
  }
}

extension Report {
  private var otherNames: [String] { others.map(\.name) }
  private var allNames: [String] { [lox.name] + otherNames }

  /// All tables for a terminal.
  var text: String {
    var text = Self.times(results, others: otherNames).text
    if !memory.isEmpty { text += "\npeak memory\n" + Self.memory(memory, peers: allNames).text }
    text += "\nstartup\n" + Self.startup(startup, peers: allNames).text
    if !official.isEmpty {
      text += "\nofficial suite\n" + Self.times(official, others: [Peer.cloxName]).text
    }
    return text
  }

  /// The contents of `RESULTS.md`.
  func markdown(machine: Machine) -> String {
    var text = """
      # Results

      Made by `swift run -c release --package-path Benchmarks benchmark`; [README.md](README.md) says how.
      A ratio is the time of a peer divided by the time of lox: above 1, lox is faster.

      - Date: \(machine.date)
      - Commit: \(machine.commit)
      - Machine: \(machine.processor), \(machine.cores) cores, \(machine.system)
      - Runs: the shortest of \(runs), interleaved, of whole processes

      """
    for peer in [lox] + others {
      text += "- \(peer.name): \(peer.version ?? "tells no version")\n"
    }
    text += "\n## Geometric means of the ratios\n\n"
    text += Self.means(results, others: otherNames).markdown
    text += "\n![Ratios of all programs](ratios.svg)\n"
    text += "\n## Programs\n\n" + Self.times(results, others: otherNames).markdown
    if !memory.isEmpty { text += "\n## Peak memory\n\n" + Self.memory(memory, peers: allNames).markdown }
    text += "\n## Startup\n\nAn empty file.\n\n" + Self.startup(startup, peers: allNames).markdown
    if !official.isEmpty {
      text += "\n## The book's own benchmarks\n\n"
      text += "Both refuse the programs without figures, for the limits of the book's machine.\n\n"
      text += Self.times(official, others: [Peer.cloxName]).markdown
    }
    return text
  }
}

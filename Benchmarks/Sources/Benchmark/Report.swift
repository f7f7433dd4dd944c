/// Everything that was measured, as tables.
struct Report {
  let lox: Peer
  let others: [Peer]
  let runs: Int
  let results: [ProgramResult]
  let memory: [ProgramResult]
  let startup: ProgramResult
  let official: [ProgramResult]

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

  /// The geometric means alone, a column for each group of programs.
  static func means(_ results: [ProgramResult], others: [String]) -> Table {
    let groups = Program.Group.allCases.map(results.of).filter { !$0.isEmpty }
    var table = Table(["peer"] + groups.compactMap(\.first?.group.title))
    for peer in others {
      table.add([peer] + groups.map { $0.meanRatio(of: peer).map(Figures.ratio) ?? Figures.none })
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

  /// The times of each group that has any.
  private var timesByGroup: [(group: Program.Group, times: Table)] {
    Program.Group.allCases.compactMap { group in
      let results = results.of(group)
      if results.isEmpty { return nil }
      return (group, Self.times(results, others: results.participants(of: otherNames)))
    }
  }

  /// All tables for a terminal.
  var text: String {
    var text = timesByGroup.map { "\($0.group.title)\n" + $0.times.text }.joined(separator: "\n")
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
    text += "\n## Geometric means of the ratios\n\nTime of the peer / time of lox.\n\n"
    text += Self.means(results, others: otherNames).markdown
    for (group, times) in timesByGroup {
      text += "\n## Programs in \(group.title)\n\n"
      text += "![Ratios of all programs in \(group.title)](\(group.chartName))\n\n"
      text += times.markdown
    }
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

import Foundation

/// Compares lox with and without machine code, and with the compiler of LuaJIT.
///
/// The times are those that the processes have computed: on a machine that does something else meanwhile, they say more than the clock.
struct MachineCodeComparison {
  private static let native = "machine code"
  private static let luajit = "luajit"

  /// The peers: the run loop, which is the subject, and machine code.
  static func peers(_ lox: Peer, _ others: [Peer]) -> [Peer] {
    [("off", Peer.loxName), ("on", native)].map { mode, name in
      Peer(
        name: name, executable: lox.executable, options: lox.options + ["--jit", mode],
        language: lox.language,
        version: lox.version)
    } + others.filter { $0.name == luajit }
  }

  let results: [ProgramResult]

  /// How many times faster a program is in machine code, or how many times as long another peer takes as machine code.
  private func ratio(_ result: ProgramResult, _ slow: String, _ fast: String) -> Double? {
    guard let slow = result.measurements[slow], let fast = result.measurements[fast] else { return nil }
    // The system may have counted nothing at all of a short run.
    return max(slow.userSeconds, 1e-3) / max(fast.userSeconds, 1e-3)
  }

  private func mean(_ results: [ProgramResult], _ slow: String, _ fast: String) -> String {
    geometricMean(results.compactMap { ratio($0, slow, fast) }).map(Figures.ratio) ?? Figures.none
  }

  /// A table for each group of programs.
  var tables: [Table] {
    Program.Group.allCases.map { group in
      let results = results.of(group)
      var table = Table(["program", "run loop ms", "machine code ms", "ratio", "luajit / machine code"])
      for result in results {
        table.add(
          [result.program]
            + [Peer.loxName, Self.native].map { peer in
              result.measurements[peer].map { Figures.milliseconds($0.userSeconds) } ?? Figures.none
            }
            + [
              ratio(result, Peer.loxName, Self.native).map(Figures.ratio) ?? Figures.none,
              ratio(result, Self.luajit, Self.native).map(Figures.ratio) ?? Figures.none,
            ])
      }
      table.add(
        [
          "geometric mean", "", "", mean(results, Peer.loxName, Self.native),
          mean(results, Self.luajit, Self.native),
        ])
      return table
    }
  }
}

import Foundation

/// The best of several runs of one program by one peer.
struct Measurement: Sendable {
  /// The shortest time of all runs.
  private(set) var seconds: Double
  /// The shortest time that a run has computed.
  private(set) var userSeconds: Double
  /// The largest resident set of all runs, if it was measured.
  private(set) var peakBytes: Int?

  init(_ run: ProcessRun) {
    seconds = run.seconds
    userSeconds = run.userSeconds
    peakBytes = run.peakBytes
  }

  mutating func add(_ run: ProcessRun) {
    seconds = min(seconds, run.seconds)
    userSeconds = min(userSeconds, run.userSeconds)
    if let bytes = run.peakBytes { peakBytes = max(peakBytes ?? 0, bytes) }
  }
}

/// The measurements of one program, by the name of the peer.
struct ProgramResult: Sendable {
  let program: String
  let group: Program.Group
  var measurements: [String: Measurement] = [:]

  /// How many times as long `peer` takes as lox: above 1, lox is faster.
  func ratio(of peer: String) -> Double? {
    guard let lox = measurements[Peer.loxName], let other = measurements[peer] else { return nil }
    return other.seconds / lox.seconds
  }
}

extension [ProgramResult] {
  func of(_ group: Program.Group) -> [ProgramResult] {
    filter { $0.group == group }
  }

  /// Those of `peers` that have run any of the programs.
  func participants(of peers: [String]) -> [String] {
    peers.filter { peer in contains { $0.measurements[peer] != nil } }
  }

  /// The geometric mean of the ratios of `peer` over all programs that both have run.
  func meanRatio(of peer: String) -> Double? {
    geometricMean(compactMap { $0.ratio(of: peer) })
  }
}

/// The geometric mean, the only fair mean of ratios: it does not depend on which side is the unit.
func geometricMean(_ values: [Double]) -> Double? {
  guard !values.isEmpty else { return nil }
  return exp(values.map { log($0) }.reduce(0, +) / Double(values.count))
}

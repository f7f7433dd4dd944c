/// How a request went, as far as the standing of its tenant is concerned.
enum Conduct: Sendable {
  case success
  /// The script made a mistake.
  case failure
  /// The script exceeded a limit.
  case excess
}

/// Whether a tenant keeps to its limits. The time is passed in, so it can be tested without waiting.
struct Standing: Sendable {
  typealias Instant = ContinuousClock.Instant

  private let rules: Throttling
  private(set) var points = 0
  /// How often in a row it was blocked without losing all of its points in between.
  private(set) var blockCount = 0
  private var blockEnd: Instant?
  private var refusals = (second: Instant.now, count: 0)

  init(_ rules: Throttling) { self.rules = rules }

  /// Whether its requests run after all others.
  var isOnProbation: Bool { points >= rules.probationPoints || blockCount > 0 }

  /// How long it is still blocked; nil if it is not.
  func blocked(at now: Instant) -> Duration? {
    guard let blockEnd, blockEnd > now else { return nil }
    return blockEnd - now
  }

  mutating func record(_ conduct: Conduct, at now: Instant) {
    // Requests that were active when the block began no longer count.
    if blocked(at: now) != nil { return }
    switch conduct {
    case .success: points = max(0, points - 1)
    case .failure: points += 1
    case .excess: points += rules.excessPoints
    }
    if points == 0 { blockCount = 0 }
    if points >= rules.blockingPoints {
      let factor = 1 << min(blockCount, 10)
      blockEnd = now + min(rules.longestBlock, rules.blockDuration * factor)
      blockCount += 1
      // Afterwards, one more excess blocks it again.
      points = max(0, rules.blockingPoints - rules.excessPoints)
    }
  }

  /// Counts a request that is refused; the result is how long the refusal must wait.
  mutating func refuse(at now: Instant) -> Duration {
    if now - refusals.second >= .seconds(1) { refusals = (now, 0) }
    refusals.count += 1
    return refusals.count > rules.promptRefusals ? rules.refusalDelay : .zero
  }
}

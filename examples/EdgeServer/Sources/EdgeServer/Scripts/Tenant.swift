import Foundation
import Lox
import Synchronization

/// Somebody who has a script here, with everything that is kept between requests.
final class Tenant: Sendable {
  /// The current state of the script.
  struct Script: Sendable {
    /// The last version without mistakes, shared by the isolates of all requests.
    var deployment: Deployment?
    /// What is wrong with the newest version, or with its modules; nil if it is the one that runs.
    var diagnostics: String?
    /// How many versions were deployed.
    var version = 0
    var loaded: Date?
  }

  /// What became of the requests.
  struct Counters: Sendable {
    var succeeded = 0
    var failed = 0
    var exceeded = 0
    var refused = 0
  }

  struct State: Sendable {
    var script = Script()
    var standing: Standing
    var counters = Counters()
  }

  let name: String
  let store = KeyValueStore()
  let log = TenantLog()
  private let state: Mutex<State>

  init(name: String, throttling: Throttling) {
    self.name = name
    state = Mutex(State(standing: Standing(throttling)))
  }

  /// All of that at one moment.
  var snapshot: State { state.withLock { $0 } }

  func use(_ deployment: Deployment) {
    state.withLock {
      $0.script = Script(deployment: deployment, version: $0.script.version + 1, loaded: Date())
    }
  }

  /// Keeps the version that runs, and records what is wrong with the newest one.
  func reject(_ diagnostics: String) { state.withLock { $0.script.diagnostics = diagnostics } }

  /// Whether a request may enter the server.
  enum Admission: Sendable {
    case admitted(Deployment, onProbation: Bool)
    case notReady
    /// Blocked for this long, and the answer must wait that long.
    case blocked(Duration, delay: Duration)
  }

  func admit(at now: ContinuousClock.Instant = .now) -> Admission {
    state.withLock { state in
      if let rest = state.standing.blocked(at: now) {
        state.counters.refused += 1
        return .blocked(rest, delay: state.standing.refuse(at: now))
      }
      guard let deployment = state.script.deployment else { return .notReady }
      return .admitted(deployment, onProbation: state.standing.isOnProbation)
    }
  }

  /// How long a tenant is blocked although it had been admitted.
  func blocked(at now: ContinuousClock.Instant = .now) -> Duration? {
    state.withLock { $0.standing.blocked(at: now) }
  }

  /// Counts a request that was refused later; the result is how long the answer must wait.
  func refuse(at now: ContinuousClock.Instant = .now) -> Duration {
    state.withLock { state in
      state.counters.refused += 1
      return state.standing.refuse(at: now)
    }
  }

  func record(_ conduct: Conduct, at now: ContinuousClock.Instant = .now) {
    state.withLock { state in
      switch conduct {
      case .success: state.counters.succeeded += 1
      case .failure: state.counters.failed += 1
      case .excess: state.counters.exceeded += 1
      }
      state.standing.record(conduct, at: now)
    }
  }
}

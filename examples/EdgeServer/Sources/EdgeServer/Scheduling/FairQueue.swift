import Dispatch
import Synchronization

/// The portions of requests that wait for a thread, each in the line of its tenant.
///
/// The next portion is from the tenant that has used the least processor time, so one that asks for much waits for those that ask
/// for little, and not the other way round (start-time fair queueing, after Goyal, Vin and Cheng 1996). What has begun comes before
/// what has not.
///
/// The threads of a pool share it; it outlives the pool until the last of them ends.
final class FairQueue: Sendable {
  typealias Job = @Sendable () -> Void

  private struct Line {
    /// The first portions of requests.
    var beginnings: [Job] = []
    /// Further portions of requests that have begun.
    var portions: [Job] = []
    /// How many requests were admitted and have not begun.
    var waiting = 0
    /// How many have begun and not ended.
    var begun = 0
    /// How many portions run now.
    var running = 0
    /// What the tenant has used, plus what others had used when it came.
    var used = Duration.zero

    var isIdle: Bool { waiting == 0 && begun == 0 && running == 0 }
  }

  private struct State {
    var lines: [String: Line] = [:]
    /// What the tenant whose portion began last had used by then. A tenant that comes back after a pause starts from here.
    var now = Duration.zero
    var isClosed = false
  }

  private let state = Mutex(State())
  private let signals = DispatchSemaphore(value: 0)
  private let share: Int
  private let begun: Int
  private let waiting: Int

  init(share: Int, begun: Int, waiting: Int) {
    self.share = share
    self.begun = begun
    self.waiting = waiting
  }

  /// Whether one more request of a tenant may wait. If so, its first portion is added next.
  func admit(_ tenant: String) -> Bool {
    state.withLock { state in
      var line = state.lines[tenant] ?? Line()
      guard line.waiting < waiting else { return false }
      if line.isIdle { line.used = max(line.used, state.now) }
      line.waiting += 1
      state.lines[tenant] = line
      return true
    }
  }

  func add(_ tenant: String, isFirst: Bool, _ job: @escaping Job) {
    state.withLock { state in
      if isFirst {
        state.lines[tenant]?.beginnings.append(job)
      } else {
        state.lines[tenant]?.portions.append(job)
      }
    }
    signals.signal()
  }

  /// A request has ended, so another one may begin.
  func end(_ tenant: String) {
    state.withLock { $0.lines[tenant]?.begun -= 1 }
    signals.signal()
  }

  var waitingCount: Int { state.withLock { $0.lines.values.reduce(0) { $0 + $1.waiting } } }

  func close() {
    state.withLock { $0.isClosed = true }
    signals.signal()
  }

  /// What each thread does.
  func work() {
    while true {
      signals.wait()
      // A portion that could not run because its tenant's share was in use runs afterwards without another signal.
      while let (tenant, job) = next() {
        let start = processorTimeOfThisThread()
        job()
        finish(tenant, after: processorTimeOfThisThread() - start)
      }
      if state.withLock({ $0.isClosed }) {
        signals.signal()
        return
      }
    }
  }

  private func next() -> (tenant: String, job: Job)? {
    state.withLock { state in
      var best: (tenant: String, used: Duration)?
      for (tenant, line) in state.lines where canRun(line) && best.map({ line.used < $0.used }) ?? true {
        best = (tenant, line.used)
      }
      guard let best, var line = state.lines[best.tenant] else { return nil }
      let job: Job
      if line.portions.isEmpty {
        job = line.beginnings.removeFirst()
        line.waiting -= 1
        line.begun += 1
      } else {
        job = line.portions.removeFirst()
      }
      line.running += 1
      state.lines[best.tenant] = line
      state.now = max(state.now, best.used)
      return (best.tenant, job)
    }
  }

  private func canRun(_ line: Line) -> Bool {
    line.running < share && (!line.portions.isEmpty || (!line.beginnings.isEmpty && line.begun < begun))
  }

  private func finish(_ tenant: String, after duration: Duration) {
    state.withLock { state in
      guard var line = state.lines[tenant] else { return }
      line.running -= 1
      line.used += duration
      state.lines[tenant] = line
      // A tenant without requests is remembered only while it has a debt.
      if state.lines.count > 64 {
        let now = state.now
        state.lines = state.lines.filter { !$1.isIdle || $1.used > now }
      }
    }
  }
}

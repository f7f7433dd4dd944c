import Foundation
import Lox

/// How an edge server works.
public struct EdgeConfiguration: Sendable {
  /// The folder of the scripts: `NAME.lox` answers the requests for `/NAME` and all below.
  public var folder: String
  /// How often the folder is looked at.
  public var pollInterval = Duration.milliseconds(500)
  /// What one request may use.
  public var limits = EdgeConfiguration.handlerLimits
  /// How long one request may take, from its start on a worker. Fuel bounds what a script computes, so this is for what takes time
  /// beyond that; a shorter one would end good requests whenever the machine is busy.
  public var deadline = Duration.milliseconds(200)
  /// The largest body of a request, in bytes.
  public var requestBytes = 64 << 10
  /// How many threads run the handlers of tenants in good standing. One more runs those of the others.
  public var workers = ProcessInfo.processInfo.activeProcessorCount + 1
  /// How many requests of one tenant may run at once: no more than half of the processors' worth, or a tenant that computes all the time
  /// would make all others wait for a processor.
  public var requestsAtOnce = max(1, ProcessInfo.processInfo.activeProcessorCount / 2)
  /// How many requests of one tenant may wait.
  public var waitingRequests = 64
  /// When tenants are throttled, and for how long.
  public var throttling = Throttling()
  /// Requests for the status must have it as their bearer token; nil if anybody may ask.
  public var adminToken: String?

  public init(folder: String) { self.folder = folder }

  /// Some 5 ms of computation, 8 MiB of objects, 1,000 calls, and 16 KiB of printed lines.
  static var handlerLimits: Limits {
    var limits = Limits.untrusted
    limits.fuel = 2_000_000
    limits.heapBytes = 8 << 20
    limits.callDepth = 1_000
    limits.hostCallDepth = 4
    limits.outputBytes = 16 << 10
    return limits
  }
}

/// When tenants are throttled. Each tenant has penalty points: a request that exceeds a limit adds many, one that fails adds one, one that
/// succeeds takes one away.
public struct Throttling: Sendable {
  /// What a request adds that exceeds a limit.
  public var excessPoints = 10
  /// A tenant with so many points is blocked: its requests are answered 429 without running.
  public var blockingPoints = 30
  /// From so many points on, a tenant is on probation: its requests run one at a time, on a thread of low priority.
  public var probationPoints = 10
  /// How long a tenant is blocked the first time; each further time takes twice as long.
  public var blockDuration = Duration.seconds(2)
  /// The longest that a tenant is blocked.
  public var longestBlock = Duration.seconds(60)
  /// So many requests a second of one tenant are refused at once. Clients that go on regardless have to wait for their refusals,
  /// so that a loop of theirs does not keep the server busy.
  public var promptRefusals = 20
  /// How long they wait at least, and half as long again at most: clients that were refused together do not come back together.
  public var refusalDelay = Duration.milliseconds(200)

  public init() {}
}

import Foundation
import Lox

/// How an edge server works.
public struct EdgeConfiguration: Sendable {
  /// The folder of the scripts: `NAME.lox` answers the requests for `/NAME` and all below. Its folder `modules` has what they import.
  public var folder: String
  /// How often the folder is checked for changes.
  public var pollInterval = Duration.milliseconds(500)
  /// What one request may use.
  public var limits = EdgeConfiguration.handlerLimits
  /// How long one request may take, from its start on a worker. Fuel bounds what a script computes, so this is for everything
  /// else that takes time; a shorter time would end good requests whenever the machine is busy.
  public var deadline = Duration.seconds(1)
  /// The servers that handlers may ask, by name: the beginnings of addresses, such as `http://localhost:8081`.
  public var upstreams: [String: String] = [:]
  /// How long handlers wait for the answer of an upstream: less than the deadline, so that they can do something about it.
  public var upstreamTimeout = Duration.milliseconds(300)
  /// How often one request may ask upstreams.
  public var upstreamCalls = 20
  /// The largest body of a request, in bytes.
  public var requestBytes = 64 << 10
  /// How many threads run the handlers of tenants in good standing. One more runs those of the others.
  public var workers = ProcessInfo.processInfo.activeProcessorCount + 1
  /// How many requests of one tenant may compute at once: no more than half the number of processors, since a tenant that computes
  /// all the time would otherwise make all others wait.
  public var requestsAtOnce = max(1, ProcessInfo.processInfo.activeProcessorCount / 2)
  /// How many requests of one tenant may have begun: those that compute, and those that wait for upstreams. They need memory.
  public var requestsBegun = 16
  /// How many requests of one tenant may wait for their beginning.
  public var waitingRequests = 64
  /// When tenants are throttled, and for how long.
  public var throttling = Throttling()
  /// Requests for the status must have this as their bearer token; nil if anybody may ask.
  public var adminToken: String?

  public init(folder: String) { self.folder = folder }

  /// What scripts may use, as the contents of a file `lox-api.json`: with it, editors and the command `lox` know that.
  public static func apiDeclaration() throws -> String { try HandlerRun.apiDeclaration() }

  /// Some 5 ms of computation, 8 MiB of objects, 1,000 calls, 8 upstreams at once, and 16 KiB of printed lines.
  static var handlerLimits: Limits {
    var limits = Limits.untrusted
    limits.fuel = 2_000_000
    limits.heapBytes = 8 << 20
    limits.callDepth = 1_000
    limits.hostCallDepth = 4
    limits.pendingCalls = 8
    limits.outputBytes = 16 << 10
    return limits
  }
}

/// When tenants are throttled. Each tenant has penalty points: a request that exceeds a limit adds many, one that fails adds one,
/// and one that succeeds removes one.
public struct Throttling: Sendable {
  /// The points for a request that exceeds a limit.
  public var excessPoints = 10
  /// A tenant with this many points is blocked: its requests are answered with 429 without running.
  public var blockingPoints = 30
  /// A tenant with at least this many points is on probation: its requests run one at a time, on a thread with low priority.
  public var probationPoints = 10
  /// How long a tenant is blocked the first time; each further time is twice as long.
  public var blockDuration = Duration.seconds(2)
  /// The longest time for which a tenant is blocked.
  public var longestBlock = Duration.seconds(60)
  /// This many requests of one tenant are refused at once in each second. Clients that continue anyway have to wait for their
  /// refusals, so that their loops don't keep the server busy.
  public var promptRefusals = 20
  /// How long they wait: at least this long, at most one and a half times as long, so that clients that were refused together
  /// don't come back together.
  public var refusalDelay = Duration.milliseconds(200)

  public init() {}
}

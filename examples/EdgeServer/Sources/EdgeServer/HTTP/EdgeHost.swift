import Hummingbird
import Lox

/// Answers requests with the handlers of tenants.
public struct EdgeHost: Sendable {
  let configuration: EdgeConfiguration
  let directory: TenantDirectory
  /// For tenants in good standing.
  private let workers: FairPool
  /// For tenants on probation.
  private let backgroundWorker: FairPool

  /// Loads the scripts.
  public init(_ configuration: EdgeConfiguration) {
    self.configuration = configuration
    directory = TenantDirectory(folder: configuration.folder, throttling: configuration.throttling)
    directory.refresh()
    workers = FairPool(
      name: "worker", threads: configuration.workers, share: configuration.requestsAtOnce,
      begun: configuration.requestsBegun, waiting: configuration.waitingRequests)
    backgroundWorker = FairPool(
      name: "background", threads: 1, share: 1, begun: 1, waiting: configuration.waitingRequests,
      isBackground: true)
  }

  /// An HTTP server on an address.
  public func application(address: BindAddress = .hostname("127.0.0.1", port: 8080))
    -> some ApplicationProtocol
  {
    Application(
      router: router,
      configuration: ApplicationConfiguration(address: address, serverName: "edge-server"),
      services: [ScriptWatcher(directory: directory, interval: configuration.pollInterval)])
  }

  /// Names of tenants don't begin with a dash, so the status can't collide with one.
  private var router: Router<BasicRequestContext> {
    let router = Router()
    router.get("/-/status") { request, _ in try status(request, of: directory.tenants) }
    router.get("/-/status/:tenant") { request, context in
      guard let tenant = directory.tenant(try context.parameters.require("tenant")) else {
        throw HTTPError(.notFound)
      }
      return try status(request, of: [tenant])
    }
    for method in [.get, .head, .post, .put, .patch, .delete, .options] as [HTTPRequest.Method] {
      router.on("/:tenant", method: method) { request, context in try await respond(request, context) }
      router.on("/:tenant/**", method: method) { request, context in try await respond(request, context) }
    }
    return router
  }

  private func respond(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
    guard let tenant = directory.tenant(try context.parameters.require("tenant")) else {
      return .text(.notFound, "There is no such tenant.")
    }
    switch tenant.admit() {
    case .blocked(let rest, let delay): return try await refuse(for: rest, after: delay)
    case .notReady: return .text(.serviceUnavailable, "The handler is not ready.")
    case .admitted(let deployment, let onProbation):
      let body = try await request.body.collect(upTo: configuration.requestBytes)
      let run = HandlerRun(
        deployment: deployment, request: HandlerRequest(request, tenant: tenant.name, body: body),
        tenant: tenant, configuration: configuration)
      return try await perform(run, on: onProbation ? backgroundWorker : workers)
    }
  }

  private func perform(_ run: HandlerRun, on pool: FairPool) async throws -> Response {
    let tenant = run.tenant
    let result: HandlerResult?
    do {
      result = try await pool.run(for: tenant.name) { meter in
        // It may have been blocked while this request waited.
        if tenant.blocked() != nil { return nil }
        let result = await run(meter)
        if let conduct = result.conduct { tenant.record(conduct) }
        return result
      }
    } catch is FairPool.LineIsFull {
      try await wait(tenant.refuse())
      return .text(.serviceUnavailable, "Too many requests wait.", retryAfter: .seconds(1))
    }
    switch result {
    case .response(let status, let headers, let body):
      return Response(status: status, headers: headers, body: body)
    case .failure(let message):
      // Clients must not see anything from inside a script.
      tenant.log.append(message)
      return .text(.internalServerError, "The handler failed.")
    case .excess(let message):
      tenant.log.append(message)
      return .text(.serviceUnavailable, "The handler exceeded its limits.")
    case .starved: return .text(.serviceUnavailable, "The server is busy.", retryAfter: .seconds(1))
    case nil: return try await refuse(for: tenant.blocked() ?? .zero, after: tenant.refuse())
    }
  }

  /// The answer for a tenant that is blocked.
  private func refuse(for rest: Duration, after delay: Duration) async throws -> Response {
    try await wait(delay)
    return .text(.tooManyRequests, "The handler exceeds its limits too often.", retryAfter: rest)
  }

  /// Makes a client wait that ignores refusals. The time varies: otherwise those that were refused together would come back
  /// together each time.
  private func wait(_ delay: Duration) async throws {
    if delay > .zero { try await Task.sleep(for: delay * Double.random(in: 1...1.5)) }
  }

  private func status(_ request: Request, of tenants: [Tenant]) throws -> Response {
    if let token = configuration.adminToken, request.headers[.authorization] != "Bearer \(token)" {
      throw HTTPError(.unauthorized)
    }
    return try StatusReport(tenants).response
  }
}

extension HandlerResult {
  /// What counts towards the tenant's standing; nil if nothing does.
  var conduct: Conduct? {
    switch self {
    case .response: .success
    case .failure: .failure
    case .excess: .excess
    case .starved: nil
    }
  }
}

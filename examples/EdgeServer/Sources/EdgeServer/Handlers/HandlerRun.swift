import Lox

/// What a handler made of a request.
enum HandlerResult: Sendable {
  case response(status: Int, headers: [(name: String, value: String)], body: [UInt8])
  /// The script made a mistake.
  case failure(String)
  /// The script exceeded a limit.
  case excess(String)
  /// The deadline passed while the machine was busy with other things.
  case starved
}

/// One request, run in an isolate of its own that is thrown away afterwards.
///
/// The script is run, which defines what it needs, and then its function `handle` is called with the request. The result is a
/// response, or simply a string, or nil for a response without a body. Both may wait for upstreams, without a thread.
struct HandlerRun: Sendable {
  let deployment: Deployment
  let request: HandlerRequest
  let tenant: Tenant
  let configuration: EdgeConfiguration

  func callAsFunction(_ meter: RequestMeter) async -> HandlerResult {
    var limits = configuration.limits
    // One deadline for both runs.
    limits.deadline = .at(ContinuousClock.now + configuration.deadline)
    let isolate: Isolate
    do {
      isolate = try Isolate(
        limits: limits, api: Self.api, output: .lines { [log = tenant.log] in log.append($0) })
    } catch {
      return .starved
    }
    do {
      isolate.context = tenant
      if !deployment.modules.isEmpty { isolate.modules = deployment.loader }
      if deployment.usesUpstreams { try Upstreams(configuration).define(in: isolate) }
      try isolate.setGlobal("store", to: tenant.store)
      try await isolate.run(deployment.program)
      limits.fuel = limits.fuel.map { max(0, $0 - isolate.usedFuel) }
      isolate.limits = limits
      return try result(of: try await isolate.call("handle", request))
    } catch let error as RuntimeError {
      return Self.result(of: error, isToBlame: meter.used > configuration.deadline / 2)
    } catch {
      return .failure("\(error)")
    }
  }

  /// Everything that a handler can reach in the host, except its tenant's store. It is the same for all requests.
  private static let api = HostAPI { api in
    api.define(HandlerRequest.hostClass)
    api.define(HandlerResponse.hostClass)
    api.define(UpstreamAnswer.hostClass)
    api.define(
      HostClass<KeyValueStore>("Store")
        .method("get") { (store: inout KeyValueStore, key: String) in store.get(key) }
        .method("set") { (store: inout KeyValueStore, key: String, value: StoredValue) in
          try store.set(key, value)
        }
        .method("add") { (store: inout KeyValueStore, key: String, amount: Double) in
          try store.add(key, amount)
        })
    api.define("log") { (isolate: Isolate, value: Value) in
      try isolate.context(as: Tenant.self).log.append(value.description)
    }
  }

  /// The same as the contents of a file `lox-api.json`, with which editors and the command `lox` know what scripts may use.
  static func apiDeclaration() throws -> String {
    let isolate = try Isolate(api: api)
    try isolate.setGlobal("store", to: KeyValueStore())
    try Upstreams(EdgeConfiguration(folder: "")).define(in: isolate)
    return isolate.apiDeclaration
  }

  private func result(of value: Value) throws -> HandlerResult {
    switch value {
    case .nil: return .response(status: 204, headers: [], body: [])
    case .string(let text): return .response(status: 200, headers: [], body: Array(text.utf8))
    case .bytes(let bytes): return .response(status: 200, headers: [], body: bytes)
    case .instance(let instance):
      guard let response = instance.hostObject(as: HandlerResponse.self) else { break }
      return .response(status: response.status, headers: response.headers, body: response.body)
    default: break
    }
    return .failure("'handle' must return a response, a string, or nil, not \(value.kind).")
  }

  private static func result(of error: RuntimeError, isToBlame: Bool) -> HandlerResult {
    switch error.kind {
    case .outOfFuel, .outOfMemory, .stackOverflow, .outputLimit: return .excess(error.description)
    case .deadlineExceeded:
      // A script that has not had the processor for long is not to blame.
      return isToBlame ? .excess(error.description) : .starved
    case .host where error.underlying is HandlerResponse.TooLarge: return .excess(error.description)
    case .script, .host, .cancelled, .outputClosed, .busy, .damagedHeap: return .failure(error.description)
    }
  }
}

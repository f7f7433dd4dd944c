import AsyncHTTPClient
import Hummingbird
import Lox
import NIOCore
import Synchronization

/// Other servers that the handler of one request may ask, with the module `upstream`:
///
///     import {get} from "upstream";
///     const answer = get("prices", "/bread");
///
/// A tenant reaches only those that the operator has named. While handlers wait for answers, they need no thread.
final class Upstreams: Sendable {
  static let moduleName = "upstream"
  /// The largest answer, in bytes.
  static let answerBytes = 64 << 10

  struct Mistake: Error, CustomStringConvertible { let description: String }

  /// It never follows redirections: they could lead to servers that have no name here. It is for the whole process, so it is never
  /// shut down.
  private static let client = HTTPClient(
    eventLoopGroup: HTTPClient.defaultEventLoopGroup,
    configuration: {
      var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
      // By default 8, for which all tenants would have to wait.
      configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 256
      return configuration
    }())

  private let addresses: [String: String]
  private let timeout: Duration
  private let callsLeft: Atomic<Int>

  init(_ configuration: EdgeConfiguration) {
    addresses = configuration.upstreams
    timeout = configuration.upstreamTimeout
    callsLeft = Atomic(configuration.upstreamCalls)
  }

  /// Defines the module in an isolate.
  func define(in isolate: Isolate) throws {
    try isolate.module(Self.moduleName) { module in
      try module.defineAsync("get") { [self] (name: String, path: String) async throws in
        try await get(name, path)
      }
    }
  }

  private func get(_ name: String, _ path: String) async throws -> UpstreamAnswer {
    guard let address = addresses[name] else {
      throw Mistake(description: "There is no upstream '\(name)'.")
    }
    guard path.utf8.first == UInt8(ascii: "/"), path.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
      throw Mistake(description: "A path begins with '/' and has no blanks or other characters than ASCII.")
    }
    guard callsLeft.subtract(1, ordering: .relaxed).newValue >= 0 else {
      throw Mistake(description: "Too many requests to upstreams.")
    }
    do {
      let response = try await Self.client.execute(
        HTTPClientRequest(url: address + path), timeout: TimeAmount(timeout))
      let body = try await response.body.collect(upTo: Self.answerBytes)
      return UpstreamAnswer(status: Int(response.status.code), body: Array(body.readableBytesView))
    } catch is NIOTooManyBytesError {
      throw Mistake(description: "The answer of '\(name)' has more than \(Self.answerBytes >> 10) KiB.")
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      throw Mistake(description: "The upstream '\(name)' does not answer.")
    }
  }
}

/// What an upstream has answered: `answer.status`, `answer.body`.
final class UpstreamAnswer: Sendable, HostObject {
  let status: Int
  let body: [UInt8]

  init(status: Int, body: [UInt8]) {
    self.status = status
    self.body = body
  }

  static let hostClass = HostClass<UpstreamAnswer>("Answer", objectBytes: Upstreams.answerBytes)
    .property("status", \.status)
    .property("body", get: { Value.bytes($0.body) })
}

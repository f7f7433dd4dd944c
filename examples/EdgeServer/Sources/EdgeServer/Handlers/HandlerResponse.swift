import Lox

/// A response that a handler builds: `Response(200).header("content-type", "text/plain").write("hello")`.
final class HandlerResponse: HostObject {
  /// The largest body, in bytes.
  static let bodyLimit = 256 << 10
  static let headerLimit = 32
  /// The greatest length of a header's name and value together, in bytes.
  static let headerBytes = 4 << 10

  /// The body would be too large.
  struct TooLarge: Error, CustomStringConvertible {
    var description: String { "A response has up to \(bodyLimit >> 10) KiB." }
  }

  struct Mistake: Error, CustomStringConvertible { var description: String }

  private(set) var status: Int
  private(set) var headers: [(name: String, value: String)] = []
  private(set) var body: [UInt8] = []

  init(status: Int) throws {
    self.status = status
    try set(status: status)
  }

  func set(status: Int) throws {
    guard (200...599).contains(status) else {
      throw Mistake(description: "A status is a number from 200 to 599.")
    }
    self.status = status
  }

  func addHeader(_ name: String, _ value: String) throws {
    guard headers.count < Self.headerLimit else {
      throw Mistake(description: "A response has up to \(Self.headerLimit) headers.")
    }
    guard name.utf8.count + value.utf8.count <= Self.headerBytes else {
      throw Mistake(description: "A header has up to \(Self.headerBytes) bytes.")
    }
    headers.append((name, value))
  }

  func write(_ value: Value) throws {
    let bytes: [UInt8] =
      switch value {
      case .bytes(let bytes): bytes
      default: Array(value.description.utf8)
      }
    guard body.count + bytes.count <= Self.bodyLimit else { throw TooLarge() }
    body += bytes
  }

  static let hostClass = HostClass<HandlerResponse>("Response", objectBytes: 256)
    .initializer { (status: Int) in try HandlerResponse(status: status) }
    .property("status", get: { $0.status }, set: { try $0.set(status: $1) })
    .method("header") { (response: inout HandlerResponse, name: String, value: String) in
      try response.addHeader(name, value)
      return response
    }
    .method("write") { (response: inout HandlerResponse, value: Value) in
      try response.write(value)
      return response
    }
}

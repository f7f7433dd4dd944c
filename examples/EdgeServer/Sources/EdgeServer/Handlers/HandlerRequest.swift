import Lox

/// A request as handlers see it: `request.method`, `request.path`, `request.body`, `request.query(name)`, `request.header(name)`.
final class HandlerRequest: Sendable, HostObject {
  let method: String
  /// The path below the tenant's name: at least `/`.
  let path: String
  let query: [String: String]
  /// By name in lower case.
  let headers: [String: String]
  let body: [UInt8]

  init(method: String, path: String, query: [String: String], headers: [String: String], body: [UInt8]) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
  }

  static let hostClass = HostClass<HandlerRequest>("Request")
    .property("method", \.method)
    .property("path", \.path)
    // The bytes as they came, whether UTF-8 or not.
    .property("body", get: { Value.bytes($0.body) })
    .method("query") { (request: inout HandlerRequest, name: String) in request.query[name] }
    .method("header") { (request: inout HandlerRequest, name: String) in request.headers[name.lowercased()] }
}

import Foundation
import HTTPTypes
import Hummingbird

extension HandlerRequest {
  convenience init(_ request: Request, tenant: String, body: ByteBuffer) {
    var path = request.uri.path.dropFirst(1 + tenant.utf8.count)
    if path.isEmpty { path = "/" }
    var headers: [String: String] = [:]
    for field in request.headers {
      let name = field.name.canonicalName
      headers[name] = headers[name].map { "\($0), \(field.value)" } ?? field.value
    }
    self.init(
      method: request.method.rawValue, path: path.removingPercentEncoding ?? String(path),
      query: Self.query(request.uri.query ?? ""), headers: headers, body: Array(body.readableBytesView))
  }

  /// The parameters of a query; if a name occurs twice, the first one counts.
  static func query(_ text: String) -> [String: String] {
    var query: [String: String] = [:]
    for pair in text.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { part in
        let part = part.replacing("+", with: " ")
        return part.removingPercentEncoding ?? String(part)
      }
      guard let name = parts.first, query[name] == nil else { continue }
      query[name] = parts.count > 1 ? parts[1] : ""
    }
    return query
  }
}

extension Response {
  /// The response that a handler has built. Headers that HTTP does not allow, or that belong to the connection, are left out.
  init(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
    var fields = HTTPFields()
    for (name, value) in headers {
      guard let name = HTTPField.Name(name), HTTPField.isValidValue(value), !Self.isOfConnection(name) else {
        continue
      }
      fields.append(HTTPField(name: name, value: value))
    }
    if !body.isEmpty, fields[.contentType] == nil { fields[.contentType] = "text/plain; charset=utf-8" }
    self.init(
      status: HTTPResponse.Status(code: status), headers: fields,
      body: body.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
  }

  private static func isOfConnection(_ name: HTTPField.Name) -> Bool {
    [
      "connection", "content-length", "date", "keep-alive", "server", "trailer", "transfer-encoding",
      "upgrade",
    ]
    .contains(name.canonicalName)
  }

  /// A response of the server itself.
  static func text(_ status: HTTPResponse.Status, _ text: String, retryAfter: Duration? = nil) -> Response {
    var response = Response(status: status.code, headers: [], body: Array("\(text)\n".utf8))
    if let retryAfter {
      response.headers[.retryAfter] = "\(max(1, retryAfter.components.seconds + 1))"
    }
    return response
  }
}

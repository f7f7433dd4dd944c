/// A request of a browser, as far as the playground needs it: HTTP/1.1, RFC 9112.
struct HTTPRequest {
  let method: String
  /// Without what follows a question mark.
  let path: String
  /// By name in lower case.
  let headers: [String: String]
  let body: [UInt8]

  /// More is refused.
  private static let maximumHead = 16 << 10
  private static let maximumBody = 1 << 20

  /// Why there is no request.
  enum Failure: Error {
    /// The connection was closed, or sends something else.
    case noRequest
    case tooLarge
  }

  /// Reads the next request from a connection.
  init(from connection: Descriptor) throws(Failure) {
    var bytes: [UInt8] = []
    var end: Int?
    while end == nil {
      guard connection.read(into: &bytes) > 0 else { throw .noRequest }
      end = HTTPRequest.endOfHead(bytes)
      guard bytes.count <= HTTPRequest.maximumHead || end != nil else { throw .tooLarge }
    }
    guard let end else { throw .noRequest }
    let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count == 3, words[2].hasPrefix("HTTP/1.") else { throw .noRequest }
    method = String(words[0])
    path = String(words[1].prefix { $0 != "?" })
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { throw .noRequest }
      headers[line[..<colon].lowercased()] = String(line[line.index(after: colon)...]).trimmed
    }
    self.headers = headers
    guard let length = headers["content-length"] else {
      body = []
      return
    }
    guard let count = Int(length), count >= 0 else { throw .noRequest }
    guard count <= HTTPRequest.maximumBody else { throw .tooLarge }
    var rest = Array(bytes[(end + 4)...])
    while rest.count < count { guard connection.read(into: &rest) > 0 else { throw .noRequest } }
    body = Array(rest.prefix(count))
  }

  /// Where the empty line begins.
  private static func endOfHead(_ bytes: [UInt8]) -> Int? {
    let mark = Array("\r\n\r\n".utf8)
    guard bytes.count >= mark.count else { return nil }
    return (0...(bytes.count - mark.count)).first {
      bytes[$0] == mark[0] && bytes[$0..<($0 + 4)] == mark[...]
    }
  }
}

/// What is sent back; the connection is closed after it.
struct HTTPResponse {
  var status = "200 OK"
  var type = "application/json"
  var body: [UInt8]

  static func refused(_ status: String) -> HTTPResponse {
    HTTPResponse(status: status, type: "text/plain", body: Array((status + "\n").utf8))
  }

  var bytes: [UInt8] {
    let head = """
      HTTP/1.1 \(status)\r
      content-type: \(type); charset=utf-8\r
      content-length: \(body.count)\r
      content-security-policy: default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:\r
      x-content-type-options: nosniff\r
      cache-control: no-store\r
      connection: close\r
      \r

      """
    return Array(head.utf8) + body
  }
}

import AsyncHTTPClient
import Foundation

/// What scripts may see of the web: the pages of some hosts, and what a search service finds.
public struct Web: Sendable {
  private let client: HTTPClient
  private let hosts: Set<String>
  private let bytes: Int
  private let timeout: Duration

  /// Opens connections as they are needed, and closes them when the body ends.
  ///
  /// - Parameters:
  ///   - hosts: The hosts whose pages may be fetched: `example.org`, or with a port, `example.org:8080`.
  ///   - bytes: The longest page.
  ///   - timeout: How long each request may take.
  public static func open<Result>(
    hosts: Set<String>, bytes: Int = 1 << 20, timeout: Duration = .seconds(10),
    isolation: isolated (any Actor)? = #isolation, _ body: (Web) async throws -> Result
  ) async throws -> Result {
    var configuration = HTTPClient.Configuration()
    // A redirection can lead to any host.
    configuration.redirectConfiguration = .disallow
    return try await HTTPClient.withHTTPClient(configuration: configuration) { client in
      try await body(Web(client: client, hosts: hosts, bytes: bytes, timeout: timeout))
    }
  }

  /// `fetch(url)`: the text of a page.
  public var fetch: Tool {
    Tool("fetch", "the text of the page at a URL; the hosts are \(hosts.sorted().joined(separator: ", "))") {
      try check($0)
      return try await get($0)
    }
  }

  /// `search(question)`: what a service finds that answers as SearXNG does. It need not be among the allowed hosts.
  public func search(_ service: URL) -> Tool {
    Tool("search", "JSON whose `results` are a list of maps with the `url` and the `title` of a page") {
      question in
      let query = question.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
      return try await get("\(service.absoluteString)\(service.query == nil ? "?" : "&")q=\(query)")
    }
  }

  private func check(_ text: String) throws {
    guard let url = URL(string: text), let host = url.host, ["http", "https"].contains(url.scheme) else {
      throw ToolFailure("\(text.debugDescription) is not the URL of a page.")
    }
    let name = host.lowercased() + (url.port.map { ":\($0)" } ?? "")
    guard hosts.contains(name) else { throw ToolFailure("Pages of \(name) can't be fetched.") }
  }

  private func get(_ url: String) async throws -> String {
    let response = try await client.execute(HTTPClientRequest(url: url), timeout: .init(timeout))
    let status = Int(response.status.code)
    guard 200..<300 ~= status else {
      throw ToolFailure(
        "The server answered \(status) \(response.status.reasonPhrase).", status: status,
        isTemporary: status == 429 || status >= 500)
    }
    var body: [UInt8] = []
    for try await part in response.body {
      guard body.count + part.readableBytes <= bytes else {
        throw ToolFailure("The page has more than \(bytes) bytes.")
      }
      body += part.readableBytesView
    }
    return String(decoding: body, as: UTF8.self)
  }
}

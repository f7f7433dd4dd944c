import LoxJSON
import LoxSemantics
import LoxSyntax
import LoxTooling

/// A server of the Language Server Protocol for Lox, without the pipes to the editor.
///
/// Whoever runs it passes in the bytes that the editor sends, and sends the bytes that it produces:
///
///     server.receive(bytes)
///     while server.handleNext() || server.handleIdle() { send(server.takeOutput()) }
///
/// Work is delayed until the received messages have been handled, so nothing is done for a text that has
/// changed since, and a request that was cancelled in the meantime costs nothing.
public final class LanguageServer {
  enum State { case created, initialized, shutDown, exited }

  var state = State.created
  private(set) var client = Client()
  /// How many bytes of text may have indexes; those take about forty times as much memory.
  var indexedSizeLimit = 16 << 20
  /// How often documents were used.
  var useCount = 0
  var settings = Settings()
  var documents: [String: Document] = [:]
  let workspace: Workspace
  var api: APIFile
  /// What the client is told of the server's version.
  let version: String?

  private var decoder = MessageDecoder()
  private var pending: [Message] = []
  private var nextPending = 0
  private var cancelled: Set<JSON> = []
  private var output: [UInt8] = []
  private var nextRequestID = 1

  /// - Parameters:
  ///   - files: The files that may be looked at.
  ///   - profile: The language of scripts that do not say theirs.
  ///   - apiPath: The file that says what the host offers, instead of the `lox-api.json` in the workspace.
  ///   - version: What the client is told of the server's version.
  public init(
    files: any FileAccess, profile: LanguageProfile = .book, apiPath: [UInt8]? = nil, version: String? = nil
  ) {
    workspace = Workspace(files)
    settings.profile = profile
    api = APIFile(path: apiPath)
    self.version = version
  }

  // MARK: - Running

  /// Takes bytes that the client sent.
  public func receive(_ bytes: [UInt8]) {
    decoder.append(bytes)
    while let part = decoder.next() {
      switch part {
      case .message(let bytes):
        let message = Message(bytes)
        if case .notification("$/cancelRequest", let parameters) = message {
          cancel(parameters["id"])
        } else {
          pending.append(message)
        }
      case .malformed(let reason):
        pending.append(.invalid(id: .null, ResponseError(.invalidRequest, reason)))
      }
    }
  }

  /// Handles the next message that was received; false if there is none.
  public func handleNext() -> Bool {
    guard !hasExited, nextPending < pending.count else {
      pending.removeAll(keepingCapacity: true)
      nextPending = 0
      cancelled.removeAll()
      return false
    }
    let message = pending[nextPending]
    nextPending += 1
    switch message {
    case .request(let id, let method, let parameters): handle(id, method, parameters)
    case .notification(let method, let parameters): handle(method, parameters)
    case .response: break
    case .invalid(let id, let error): respond(id, error)
    }
    return true
  }

  /// Goes on with the search for the problems in a changed text, now that no message is waiting, and reports them at its end; false
  /// if there is nothing left to do.
  public func handleIdle() -> Bool {
    guard state == .initialized else { return false }
    guard let document = nextToCheck else { return tidyUp() }
    if document.problems == nil { searchProblems(in: document) }
    if document.problems != nil {
      document.needsDiagnostics = false
      publishDiagnostics(document)
    }
    return true
  }

  /// The bytes to send to the client since the last call.
  public func takeOutput() -> [UInt8] {
    defer { output = [] }
    return output
  }

  /// Whether the client has sent `exit`.
  public var hasExited: Bool { state == .exited }
  /// Whether the client has sent `shutdown` before.
  public private(set) var wasShutDown = false

  private func cancel(_ id: JSON?) {
    guard let id else { return }
    // A request that has been answered can't be cancelled; a waiting one is found here.
    let waits = pending[nextPending...].contains { message in
      if case .request(id, _, _) = message { true } else { false }
    }
    if waits { cancelled.insert(id) }
  }

  // MARK: - Messages

  private func handle(_ id: JSON, _ method: String, _ parameters: JSON) {
    if cancelled.remove(id) != nil {
      return respond(id, ResponseError(.requestCancelled, "The request was cancelled."))
    }
    do throws(ResponseError) {
      respond(id, result: try result(of: method, parameters))
    } catch {
      respond(id, error)
    }
    limitIndexes()
  }

  /// The result of a request, serialized.
  private func result(of method: String, _ parameters: JSON) throws(ResponseError) -> [UInt8] {
    switch state {
    case .created:
      guard method == "initialize" else {
        throw ResponseError(.serverNotInitialized, "The first request is 'initialize'.")
      }
      return initialize(parameters).bytes
    case .initialized:
      if let answer = try tokensAnswer(method, parameters) { return answer }
      return try answer(method, parameters).bytes
    case .shutDown, .exited: throw ResponseError(.invalidRequest, "The server was shut down.")
    }
  }

  /// Prepares for the exit.
  func shutDown() {
    state = .shutDown
    wasShutDown = true
    documents = [:]
  }

  private func initialize(_ parameters: JSON) -> JSON {
    client = Client(parameters)
    workspace.roots = Client.roots(parameters)
    configure(parameters["initializationOptions"] ?? .null)
    state = .initialized
    return capabilities
  }

  private func respond(_ id: JSON, result: [UInt8]) {
    let head = "{\"jsonrpc\":\"2.0\",\"id\":\(id),\"result\":"
    send(Array(head.utf8) + result + [UInt8(ascii: "}")])
  }

  private func respond(_ id: JSON, _ error: ResponseError) {
    send((["jsonrpc": "2.0", "id": id, "error": error.json] as JSON).bytes)
  }

  func notify(_ method: String, _ parameters: JSON) {
    send((["jsonrpc": "2.0", "method": JSON(method), "params": parameters] as JSON).bytes)
  }

  /// Sends the client a request whose answer does not matter.
  func request(_ method: String, _ parameters: JSON) {
    let id = JSON("lox-\(nextRequestID)")
    nextRequestID += 1
    send((["jsonrpc": "2.0", "id": id, "method": JSON(method), "params": parameters] as JSON).bytes)
  }

  private func send(_ bytes: [UInt8]) {
    output += "Content-Length: \(bytes.count)\r\n\r\n".utf8
    output += bytes
  }
}

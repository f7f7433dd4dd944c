import Lox
import LoxDebugAdapter
import LoxJSON
import Testing

/// An editor that does one step whenever the adapter waits for it, and the files that it debugs.
final class ScriptedClient: DebugConnection, DebugTarget {
  typealias Step = (ScriptedClient) throws -> Void

  var files: [String: String]
  private var steps: [Step] = []
  /// What is done when the adapter looks for messages while a program runs.
  var whileRunning: Step?
  /// All that the adapter has sent.
  private(set) var received: [JSON] = []
  private var outgoing: [UInt8] = []
  private var sequence = 1
  private(set) var launches: [DebugLaunch] = []

  init(_ files: [String: String]) { self.files = files }

  // MARK: - Steps

  /// Runs an adapter with these steps, after the usual begin of a session for `/main.lox`.
  func run(launch: JSON = [:], configure: @escaping Step = { _ in }, _ steps: Step...) {
    var arguments = launch.objectValue ?? JSONObject()
    if arguments["program"] == nil { arguments["program"] = "/main.lox" }
    let begin: [Step] = [
      { $0.request("initialize", ["adapterID": "lox", "linesStartAt1": true, "columnsStartAt1": true]) },
      { $0.request("launch", .object(arguments)) },
      { client throws in
        #expect(client.events("initialized").count == 1)
        try configure(client)
        client.request("configurationDone")
      },
    ]
    self.steps = begin + steps
    DebugAdapter(self, self).run()
    #expect(self.steps.isEmpty, "the adapter has not waited for all steps")
  }

  func attach(to isolate: Isolate, configure: @escaping Step, _ steps: Step...) -> DebugAdapter {
    self.steps =
      [
        { $0.request("initialize") }, { $0.request("attach") },
        { client throws in
          try configure(client)
          client.request("configurationDone")
        },
      ] + steps
    let adapter = DebugAdapter(self, self, attachedTo: isolate)
    adapter.configure()
    return adapter
  }

  func request(_ command: String, _ arguments: JSON = [:]) {
    let json: JSON = [
      "seq": JSON(sequence), "type": "request", "command": JSON(command), "arguments": arguments,
    ]
    sequence += 1
    let bytes = json.bytes
    outgoing += "Content-Length: \(bytes.count)\r\n\r\n".utf8
    outgoing += bytes
  }

  // MARK: - What was received

  func events(_ name: String) -> [JSON] {
    received.filter { $0["event"]?.stringValue == name }.map { $0["body"] ?? .null }
  }

  /// The body of the last answer to a request.
  func body(_ command: String) throws -> JSON {
    let answer = try #require(
      received.last { $0["command"]?.stringValue == command }, "no answer to \(command)")
    #expect(answer["success"] == true, "\(answer)")
    return answer["body"] ?? .null
  }

  /// Why the last request of a kind has failed.
  func failure(_ command: String) -> String? {
    let answer = received.last { $0["command"]?.stringValue == command }
    return answer?["success"] == false ? answer?["message"]?.stringValue : nil
  }

  var stopReason: String? { events("stopped").last?["reason"]?.stringValue }

  func text(_ category: String) -> String {
    events("output").filter { $0["category"]?.stringValue == category }.compactMap {
      $0["output"]?.stringValue
    }.joined()
  }

  /// The variables of the last answer, as text.
  func variables() throws -> String {
    try (body("variables")["variables"]?.arrayValue ?? []).map {
      "\($0["name"]?.stringValue ?? "?")=\($0["value"]?.stringValue ?? "?")"
    }.joined(separator: " ")
  }

  // MARK: - The adapter's side

  func receive(waits: Bool) -> [UInt8]? {
    do {
      if outgoing.isEmpty {
        if waits {
          if steps.isEmpty { return nil }
          try steps.removeFirst()(self)
        } else {
          try whileRunning?(self)
        }
      }
    } catch {
      Issue.record(error)
      return nil
    }
    defer { outgoing = [] }
    return outgoing
  }

  func send(_ bytes: [UInt8]) {
    guard let start = bytes.firstIndex(of: UInt8(ascii: "{")), let json = try? JSON(parsing: bytes[start...])
    else {
      Issue.record("no message")
      return
    }
    received.append(json)
  }

  func makeIsolate(for launch: DebugLaunch, output: @escaping (ArraySlice<UInt8>) -> Bool) throws -> Isolate {
    launches.append(launch)
    let isolate = try Isolate(options: Isolate.Options(), portion: 1, writing: output)
    if !launch.arguments.isEmpty { try isolate.setGlobal("args", to: launch.arguments) }
    isolate.modules = ModuleLoader { [unowned self] name, _ in
      files["/\(name).lox"] == nil ? nil : try compile("/\(name).lox", launch)
    }
    return isolate
  }

  func compile(_ path: String, _ launch: DebugLaunch?) throws -> Program {
    var options = Program.Options()
    options.isDebuggable = true
    return try Program(files[path] ?? ")", name: path, options: options)
  }

  func read(_ path: String) -> [UInt8]? { files[path].map { Array($0.utf8) } }
}

import Lox
import LoxDebugger
import LoxJSON
import LoxRuntime

/// What an editor is connected by.
public protocol DebugConnection: AnyObject {
  /// The bytes that the editor has sent since the last call, perhaps none; nil once it has gone. Waits for some if it is told to.
  func receive(waits: Bool) -> [UInt8]?
  /// Sends bytes to the editor.
  func send(_ bytes: [UInt8])
}

/// What is debugged: who makes isolates for the programs that an editor launches.
public protocol DebugTarget: AnyObject {
  /// An isolate for a program, without anything of an earlier run; `output` takes what it prints.
  func makeIsolate(for launch: DebugLaunch, output: @escaping (ArraySlice<UInt8>) -> Bool) throws -> Isolate
  /// Compiles the file of a path to be debugged.
  func compile(_ path: String, _ launch: DebugLaunch?) throws -> Program
  /// The source of a path; nil if there is no such file.
  func read(_ path: String) -> [UInt8]?
}

/// What an editor says of the program that it launches.
public struct DebugLaunch: Sendable {
  /// The path of the script.
  public var program: String
  /// What the script is given.
  public var arguments: [String] = []
  /// The language of the script, unless its first line says otherwise.
  public var language: Program.Language?
  /// Whether to stop at the first statement.
  public var stopsAtEntry = false
  /// Whether the program just runs.
  public var isNotDebugged = false
  /// Further folders with modules.
  public var paths: [String] = []
}

/// The Debug Adapter Protocol for Lox: answers an editor by what a ``/LoxDebugger/Debugger`` knows. It has no threads: while a program runs, the
/// debugger looks now and then whether the editor has sent something, and while it is stopped, the adapter waits for the editor.
public final class DebugAdapter {
  /// What is going on.
  enum State {
    /// The editor says what it wants.
    case configuring
    case ready
    case running
    case stopped(Stop)
    case ended
  }

  var state = State.configuring
  let connection: any DebugConnection
  let target: any DebugTarget
  var client = DebugClient()
  var launch: DebugLaunch?
  /// The isolate of a host that is debugged as it is, if the editor doesn't launch a program.
  let attached: Isolate?
  var debugger: Debugger?
  /// How the program goes on, once the editor has said it.
  var resumption: Debugger.Resumption?
  var references = StopReferences()
  var breakpoints = DebugBreakpoints()
  var watched = WatchedData()
  var wantsRestart = false
  /// Whether a program that just runs is to end.
  var isEnding = false
  /// Whether the editor has gone, or wants to go.
  var isDisconnected = false

  private var decoder = MessageDecoder()
  private var pending: [JSON] = []
  private var next = 0
  private var sequence = 1

  /// An adapter that launches programs.
  public convenience init(_ connection: any DebugConnection, _ target: any DebugTarget) {
    self.init(connection, target, nil)
  }

  /// An adapter for a live isolate, which the editor attaches to. Its sources are those that the target can read.
  ///
  /// Call ``configure()`` before anything is run; then the isolate's programs stop for the editor wherever it wants.
  public convenience init(
    _ connection: any DebugConnection, _ target: any DebugTarget, attachedTo isolate: Isolate
  ) {
    self.init(connection, target, isolate as Isolate?)
  }

  private init(_ connection: any DebugConnection, _ target: any DebugTarget, _ attached: Isolate?) {
    (self.connection, self.target, self.attached) = (connection, target, attached)
  }

  // MARK: - Running

  /// Serves the editor until it has gone: launches what it wants.
  public func run() {
    while !isDisconnected {
      configure()
      if case .ready = state { runProgram() }
      if case .ended = state { waitForEnd() }
    }
    debugger?.detach()
  }

  /// Answers the editor until a program is to run.
  public func configure() {
    while case .configuring = state, !isDisconnected { handleNext(waits: true) }
  }

  /// After the end of a program, an editor may restart it.
  private func waitForEnd() {
    while case .ended = state, !isDisconnected { handleNext(waits: true) }
  }

  private func runProgram() {
    guard let launch else { return }
    repeat {
      (wantsRestart, isEnding) = (false, false)
      let status = run(launch)
      if isDisconnected { return }
      if wantsRestart { continue }
      state = .ended
      debugger = nil
      send(event: "exited", ["exitCode": JSON(status)])
      send(event: "terminated")
    } while wantsRestart
  }

  /// Runs a program to its end; the result is the exit status.
  private func run(_ launch: DebugLaunch) -> Int {
    do {
      let isolate = try target.makeIsolate(for: launch) { [unowned self] bytes in
        output(String(decoding: bytes, as: UTF8.self), "stdout")
        return true
      }
      state = .running
      let program = try target.compile(launch.program, launch)
      debug(isolate, stopsAtEntry: launch.stopsAtEntry)
      defer { debugger?.detach() }
      try isolate.run(program)
      return 0
    } catch let error as RuntimeError where error.kind == .cancelled {
      return 0
    } catch {
      output(DebugAdapter.text(of: error), "stderr")
      return error is RuntimeError ? 70 : 65
    }
  }

  private static func text(of error: any Error) -> String {
    let text = "\(error)"
    return text.hasSuffix("\n") ? text : text + "\n"
  }

  /// Lets a debugger watch an isolate for the editor.
  func debug(_ isolate: Isolate, stopsAtEntry: Bool) {
    if launch?.isNotDebugged == true {
      let limits = PolledLimits(isolate.machine.limits) { [unowned self] in
        poll()
        return isEnding || isDisconnected
      }
      isolate.machine.limits = limits
      return
    }
    let debugger = Debugger(isolate)
    debugger.onStop = { [unowned self] in stop($0) }
    debugger.onPoll = { [unowned self] in poll() }
    debugger.onLog = { [unowned self] in output($0 + "\n", "console") }
    self.debugger = debugger
    breakpoints.install(in: debugger)
    // What was watched belongs to another isolate.
    watched = WatchedData()
    if stopsAtEntry { debugger.stopAtEntry() }
  }

  /// The program has stopped: does what the editor wants until it goes on.
  private func stop(_ stop: Stop) -> Debugger.Resumption {
    if isDisconnected { return .continue }
    let running = state
    state = .stopped(stop)
    resumption = nil
    sendStopped(stop)
    while resumption == nil, !isDisconnected { handleNext(waits: true) }
    references.removeAll()
    state = running
    return resumption ?? (attached == nil ? .terminate : .continue)
  }

  /// Looks whether the editor has sent something while the program runs.
  private func poll() {
    guard case .stopped = state else {
      while !isDisconnected, handleNext(waits: false) {}
      return
    }
    // An expression is evaluated: what comes is answered afterwards, but may end it.
    guard let bytes = connection.receive(waits: false) else { return leave() }
    decoder.append(bytes)
    take()
    let ends: Set = ["pause", "cancel", "terminate", "disconnect", "restart"]
    if pending[next...].contains(where: { ends.contains($0["command"]?.stringValue ?? "") }) {
      debugger?.control.pause()
    }
  }

  // MARK: - Messages

  /// Handles a message of the editor; false if there is none yet.
  @discardableResult func handleNext(waits: Bool) -> Bool {
    if next == pending.count {
      (pending, next) = ([], 0)
      guard let bytes = connection.receive(waits: waits) else {
        leave()
        return false
      }
      decoder.append(bytes)
      take()
    }
    guard next < pending.count else { return false }
    let message = pending[next]
    next += 1
    handle(message)
    return true
  }

  private func take() {
    while let part = decoder.next() {
      guard case .message(let bytes) = part, let json = try? JSON(parsing: bytes),
        json["type"]?.stringValue == "request"
      else { continue }
      pending.append(json)
    }
  }

  /// The editor has gone.
  func leave() {
    isDisconnected = true
    if attached == nil { debugger?.control.terminate() } else { debugger?.detach() }
  }

  private func handle(_ request: JSON) {
    let command = request["command"]?.stringValue ?? ""
    do throws(DebugRequestError) {
      let body = try answer(command, request["arguments"] ?? .null)
      respond(request, command, success: true, ["body": body])
      didAnswer(command)
    } catch {
      let details: JSON = ["error": ["id": 1, "format": JSON(error.message), "showUser": true]]
      respond(request, command, success: false, ["message": JSON(error.message), "body": details])
    }
  }

  private func respond(_ request: JSON, _ command: String, success: Bool, _ rest: [String: JSON]) {
    var members: [JSONObject.Member] = [
      .init("type", "response"), .init("request_seq", request["seq"] ?? 0), .init("command", JSON(command)),
      .init("success", JSON(success)),
    ]
    for key in ["message", "body"] { if let value = rest[key] { members.append(.init(key, value)) } }
    send(members)
  }

  func send(event: String, _ body: JSON? = nil) {
    var members: [JSONObject.Member] = [.init("type", "event"), .init("event", JSON(event))]
    if let body { members.append(.init("body", body)) }
    send(members)
  }

  func output(_ text: String, _ category: String) {
    send(event: "output", ["category": JSON(category), "output": JSON(text)])
  }

  private func send(_ members: [JSONObject.Member]) {
    let json = JSON.object(JSONObject([.init("seq", JSON(sequence))] + members))
    sequence += 1
    let bytes = json.bytes
    connection.send(Array("Content-Length: \(bytes.count)\r\n\r\n".utf8) + bytes)
  }
}

/// The limits of a program that isn't debugged: where they are looked at, so is the connection.
private final class PolledLimits: MachineLimits {
  private let wantsEnd: () -> Bool

  init(_ limits: MachineLimits, _ wantsEnd: @escaping () -> Bool) {
    self.wantsEnd = wantsEnd
    super.init(
      fuel: limits.fuel, heapBytes: limits.heapBytes, callDepth: limits.callDepth,
      entryDepth: limits.entryDepth, pendingCalls: limits.pendingCalls, outputBytes: limits.outputBytes,
      deadline: limits.deadline)
  }

  override func isCancelled() -> Bool { wantsEnd() }
}

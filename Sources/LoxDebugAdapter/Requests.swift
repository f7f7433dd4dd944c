import Lox
import LoxDebugger
import LoxJSON

extension DebugAdapter {
  /// The body of the answer to a request.
  func answer(_ command: String, _ arguments: JSON) throws(DebugRequestError) -> JSON {
    switch command {
    case "initialize":
      client = DebugClient(arguments)
      return DebugAdapter.capabilities
    case "launch": return try launch(arguments)
    case "attach": return try attach()
    case "configurationDone":
      if attached != nil || launch != nil { state = .ready }
      return .null
    case "setBreakpoints": return setBreakpoints(arguments)
    case "setFunctionBreakpoints": return setFunctionBreakpoints(arguments)
    case "dataBreakpointInfo": return try dataBreakpointInfo(arguments)
    case "setDataBreakpoints": return setDataBreakpoints(arguments)
    case "setExceptionBreakpoints": return setExceptionBreakpoints(arguments)
    case "breakpointLocations": return breakpointLocations(arguments)
    case "threads": return ["threads": [["id": 1, "name": "main"]]]
    case "stackTrace": return try stackTrace(arguments)
    case "scopes": return try scopes(arguments)
    case "variables": return try variables(arguments)
    case "setVariable": return try setVariable(arguments)
    case "setExpression": return try setExpression(arguments)
    case "evaluate": return try evaluate(arguments)
    case "completions": return try completions(arguments)
    case "exceptionInfo": return try exceptionInfo()
    case "source": return try source(arguments)
    case "continue": return try resume(.continue, ["allThreadsContinued": true])
    case "next": return try resume(.stepOver)
    case "stepIn": return try resume(.stepInto)
    case "stepOut": return try resume(.stepOut)
    case "pause": return pause()
    case "terminate": return end()
    case "restart": return restart(arguments)
    case "disconnect": return disconnect(arguments)
    case "cancel": return .null
    default: throw DebugRequestError("There is no request '\(command)'.")
    }
  }

  /// What comes after an answer.
  func didAnswer(_ command: String) {
    // Breakpoints can be set once it is known what is debugged.
    if command == "launch" || command == "attach" { send(event: "initialized") }
  }

  private static var capabilities: JSON {
    [
      "supportsConfigurationDoneRequest": true,
      "supportsFunctionBreakpoints": true,
      "supportsDataBreakpoints": true,
      "supportsConditionalBreakpoints": true,
      "supportsHitConditionalBreakpoints": true,
      "supportsLogPoints": true,
      "supportsEvaluateForHovers": true,
      "supportsSetVariable": true,
      "supportsSetExpression": true,
      "supportsRestartRequest": true,
      "supportsExceptionInfoRequest": true,
      "supportsTerminateRequest": true,
      "supportTerminateDebuggee": true,
      "supportsDelayedStackTraceLoading": true,
      "supportsBreakpointLocationsRequest": true,
      "supportsCompletionsRequest": true,
      "completionTriggerCharacters": ["."],
      "exceptionBreakpointFilters": [
        ["filter": "thrown", "label": "Errors That Are Caught", "default": false],
        ["filter": "uncaught", "label": "Uncaught Errors", "default": true],
      ],
    ]
  }

  // MARK: - Begin and end

  private func launch(_ arguments: JSON) throws(DebugRequestError) -> JSON {
    guard attached == nil else { throw DebugRequestError("This is a running program: attach to it.") }
    guard let program = arguments["program"]?.stringValue else {
      throw DebugRequestError("'program' must be the path of a script.")
    }
    var launch = DebugLaunch(program: program)
    launch.arguments = arguments["args"]?.arrayValue?.compactMap(\.stringValue) ?? []
    launch.stopsAtEntry = arguments["stopOnEntry"]?.boolValue ?? false
    launch.isNotDebugged = arguments["noDebug"]?.boolValue ?? false
    launch.paths = arguments["modulePaths"]?.arrayValue?.compactMap(\.stringValue) ?? []
    if let name = arguments["language"]?.stringValue {
      guard let language = Program.Language(rawValue: name) else {
        throw DebugRequestError("'language' must be \"book\" or \"extended\".")
      }
      launch.language = language
    }
    do { _ = try target.compile(program, launch) } catch { throw DebugRequestError("\(error)") }
    self.launch = launch
    return .null
  }

  private func attach() throws(DebugRequestError) -> JSON {
    guard let attached else {
      throw DebugRequestError("There is no running program to attach to: launch one.")
    }
    debug(attached, stopsAtEntry: false)
    return .null
  }

  private func resume(_ resumption: Debugger.Resumption, _ body: JSON = .null) throws(DebugRequestError)
    -> JSON
  {
    _ = try currentStop()
    self.resumption = resumption
    return body
  }

  private func pause() -> JSON {
    if case .running = state { debugger?.control.pause() }
    return .null
  }

  private func end() -> JSON {
    switch state {
    case .stopped: resumption = .terminate
    case .running:
      isEnding = true
      debugger?.control.terminate()
    case .configuring, .ready:
      state = .ended
      send(event: "terminated")
    case .ended: break
    }
    return .null
  }

  private func restart(_ arguments: JSON) -> JSON {
    if let changed = arguments["arguments"], case .object = changed { _ = try? launch(changed) }
    if case .ended = state {
      state = .ready
      return .null
    }
    wantsRestart = true
    return end()
  }

  private func disconnect(_ arguments: JSON) -> JSON {
    let terminates = arguments["terminateDebuggee"]?.boolValue ?? (attached == nil)
    isDisconnected = true
    if terminates {
      resumption = .terminate
      debugger?.control.terminate()
    } else {
      resumption = .continue
      debugger?.detach()
    }
    return .null
  }

  // MARK: - Stops

  func currentStop() throws(DebugRequestError) -> Stop {
    guard case .stopped(let stop) = state else { throw DebugRequestError("The program isn't stopped.") }
    return stop
  }

  func sendStopped(_ stop: Stop) {
    var body: JSONObject = JSONObject([.init("threadId", 1), .init("allThreadsStopped", true)])
    switch stop.reason {
    case .entry: body["reason"] = "entry"
    case .step: body["reason"] = "step"
    case .pause: body["reason"] = "pause"
    case .breakpoints(let hit):
      body["reason"] = "breakpoint"
      if hit.contains(where: { if case .function = $0.location { true } else { false } }) {
        body["reason"] = "function breakpoint"
      }
      body["hitBreakpointIds"] = JSON(hit.compactMap { breakpoints.number(of: $0).map { JSON($0) } })
    case .watchpoints(let changes):
      body["reason"] = "data breakpoint"
      body["text"] = JSON(changes.map(\.description).joined(separator: ", "))
      body["hitBreakpointIds"] = JSON(
        changes.compactMap { watched.number(of: $0.watchpoint).map { JSON($0) } })
    case .error(let message, _):
      body["reason"] = "exception"
      body["text"] = JSON(message)
    }
    send(event: "stopped", .object(body))
  }

  private func exceptionInfo() throws(DebugRequestError) -> JSON {
    let stop = try currentStop()
    guard case .error(let message, let isCaught) = stop.reason else {
      throw DebugRequestError("The program hasn't stopped at an error.")
    }
    let places = stop.calls(maximum: 64).map { call in
      call.isHost ? "[host] in \(call.name)" : "[line \(call.line)] in \(call.name)"
    }
    return [
      "exceptionId": JSON(stop.thrown?.kind ?? "error"), "description": JSON(message),
      "breakMode": isCaught ? "always" : "unhandled",
      "details": [
        "message": JSON(message), "stackTrace": JSON(places.joined(separator: "\n")),
      ],
    ]
  }

  private func source(_ arguments: JSON) throws(DebugRequestError) -> JSON {
    let reference =
      arguments["source"]?["sourceReference"]?.intValue ?? arguments["sourceReference"]?.intValue ?? 0
    if let text = references.source(reference) { return ["content": JSON(text), "mimeType": "text/x-lox"] }
    guard let path = arguments["source"]?["path"]?.stringValue, let bytes = target.read(path) else {
      throw DebugRequestError("There is no such source.")
    }
    return ["content": JSON(String(decoding: bytes, as: UTF8.self)), "mimeType": "text/x-lox"]
  }
}

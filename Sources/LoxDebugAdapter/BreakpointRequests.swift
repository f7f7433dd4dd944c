import Lox
import LoxDebugger
import LoxJSON

/// The breakpoints that an editor has set, whatever is running.
struct DebugBreakpoints {
  struct Entry {
    var number: Int
    var location: Breakpoint.Location
    var condition: String?
    var hits: HitCondition?
    var logMessage: String?
    /// Whether it makes no sense, and stops nothing.
    var isInvalid = false
    /// Its identity in the debugger that runs now.
    var id: Int?
  }

  private(set) var entries: [Entry] = []
  var stopsAtCaughtErrors = false
  var stopsAtUncaughtErrors = true
  private var nextNumber = 1

  /// Replaces those of which `isReplaced` is true; the result are the numbers of the new ones.
  mutating func replace(
    _ isReplaced: (Breakpoint.Location) -> Bool, by new: [Entry], in debugger: Debugger?
  ) -> [Int] {
    entries.removeAll { isReplaced($0.location) }
    debugger?.removeBreakpoints { isReplaced($0.location) }
    var numbers: [Int] = []
    for var entry in new {
      entry.number = takeNumber()
      if let debugger { entry.id = DebugBreakpoints.add(entry, to: debugger) }
      numbers.append(entry.number)
      entries.append(entry)
    }
    return numbers
  }

  /// A number for a breakpoint of any kind.
  mutating func takeNumber() -> Int {
    defer { nextNumber += 1 }
    return nextNumber
  }

  mutating func install(in debugger: Debugger) {
    for index in entries.indices { entries[index].id = DebugBreakpoints.add(entries[index], to: debugger) }
    setErrors(in: debugger)
  }

  func setErrors(in debugger: Debugger?) {
    debugger?.stopsAtCaughtErrors = stopsAtCaughtErrors
    debugger?.stopsAtUncaughtErrors = stopsAtUncaughtErrors
  }

  private static func add(_ entry: Entry, to debugger: Debugger) -> Int? {
    if entry.isInvalid { return nil }
    return debugger.addBreakpoint(
      entry.location, condition: entry.condition, hits: entry.hits, logMessage: entry.logMessage
    ).id
  }

  /// What the editor calls a breakpoint of the debugger.
  func number(of breakpoint: Breakpoint) -> Int? { entries.first { $0.id == breakpoint.id }?.number }
}

extension DebugAdapter {
  func setBreakpoints(_ arguments: JSON) -> JSON {
    let path = arguments["source"]?["path"]?.stringValue ?? arguments["source"]?["name"]?.stringValue ?? ""
    let wanted =
      arguments["breakpoints"]?.arrayValue ?? (arguments["lines"]?.arrayValue ?? []).map { ["line": $0] }
    let places = (try? target.compile(path, launch)).map { BreakpointPlaces($0) }
    var new: [DebugBreakpoints.Entry] = []
    var answers: [JSONObject] = []
    for json in wanted {
      let line = client.line(json["line"])
      let actual = places.map { $0.line(for: line) } ?? line
      var answer = JSONObject([.init("verified", JSON(places != nil && actual != nil))])
      if let actual { answer["line"] = client.shown(line: actual) }
      var entry = entry(json, .line(actual ?? line, source: path))
      entry.isInvalid = entry.isInvalid || places != nil && actual == nil
      if places == nil {
        answer["message"] = "The script can't be read, or has errors."
      } else if actual == nil {
        answer["message"] = "There is no statement on this line or below."
      }
      reject(entry, json, &answer)
      answers.append(answer)
      new.append(entry)
    }
    let isOfSource: (Breakpoint.Location) -> Bool = { if case .line(_, path) = $0 { true } else { false } }
    return answer(breakpoints.replace(isOfSource, by: new, in: debugged), answers)
  }

  func setFunctionBreakpoints(_ arguments: JSON) -> JSON {
    let program = launch.flatMap { try? target.compile($0.program, $0) }.map { BreakpointPlaces($0) }
    var new: [DebugBreakpoints.Entry] = []
    var answers: [JSONObject] = []
    for json in arguments["breakpoints"]?.arrayValue ?? [] {
      let name = json["name"]?.stringValue ?? ""
      // It may be one of a module.
      answers.append(JSONObject([.init("verified", JSON(program?.hasFunction(name) ?? false))]))
      let entry = entry(json, .function(name))
      reject(entry, json, &answers[answers.count - 1])
      new.append(entry)
    }
    let isFunction: (Breakpoint.Location) -> Bool = { if case .function = $0 { true } else { false } }
    return answer(breakpoints.replace(isFunction, by: new, in: debugged), answers)
  }

  func setExceptionBreakpoints(_ arguments: JSON) -> JSON {
    let filters = arguments["filters"]?.arrayValue?.compactMap(\.stringValue) ?? []
    breakpoints.stopsAtCaughtErrors = filters.contains("thrown")
    breakpoints.stopsAtUncaughtErrors = filters.contains("uncaught")
    breakpoints.setErrors(in: debugged)
    return ["breakpoints": JSON(filters.map { _ in ["verified": true] })]
  }

  func breakpointLocations(_ arguments: JSON) -> JSON {
    let path = arguments["source"]?["path"]?.stringValue ?? ""
    let first = client.line(arguments["line"])
    let last = arguments["endLine"].map { client.line($0) } ?? first
    let lines = (try? target.compile(path, launch)).map { BreakpointPlaces($0).lines } ?? []
    let found = lines.filter { $0 >= first && $0 <= last }
    return ["breakpoints": JSON(found.map { ["line": client.shown(line: $0)] })]
  }

  private func entry(_ json: JSON, _ location: Breakpoint.Location) -> DebugBreakpoints.Entry {
    var entry = DebugBreakpoints.Entry(
      number: 0, location: location, condition: nonempty(json["condition"]),
      logMessage: nonempty(json["logMessage"]))
    guard let hits = nonempty(json["hitCondition"]) else { return entry }
    entry.hits = HitCondition(hits)
    entry.isInvalid = entry.hits == nil
    return entry
  }

  /// Says so if a number of hits makes no sense.
  private func reject(_ entry: DebugBreakpoints.Entry, _ json: JSON, _ answer: inout JSONObject) {
    guard let hits = nonempty(json["hitCondition"]), entry.hits == nil else { return }
    answer["verified"] = false
    answer["message"] = JSON("'\(hits)' is no number of hits: write '5', '>= 5' or '% 5'.")
  }

  /// The debugger, unless the program just runs.
  var debugged: Debugger? { launch?.isNotDebugged == true ? nil : debugger }

  func nonempty(_ json: JSON?) -> String? {
    json?.stringValue.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
  }

  func answer(_ numbers: [Int], _ answers: [JSONObject]) -> JSON {
    let all = zip(numbers, answers).map { number, answer in
      var answer = answer
      answer["id"] = JSON(number)
      return JSON.object(answer)
    }
    return ["breakpoints": JSON(all)]
  }
}

import Lox
import LoxDebugger
import LoxJSON

/// What an editor may watch, and does, in the program that runs.
struct WatchedData {
  private var known: [String: Watchable] = [:]
  /// What the editor calls the watchpoints of the debugger.
  private var numbers: [Int: Int] = [:]

  mutating func add(_ watchable: Watchable) -> String {
    let id = "\(known.count + 1)"
    known[id] = watchable
    return id
  }

  func watchable(_ id: String) -> Watchable? { known[id] }

  mutating func note(_ watchpoint: Watchpoint, number: Int) { numbers[watchpoint.id] = number }
  func number(of watchpoint: Watchpoint) -> Int? { numbers[watchpoint.id] }
}

extension DebugAdapter {
  func dataBreakpointInfo(_ arguments: JSON) throws(DebugRequestError) -> JSON {
    let name = arguments["name"]?.stringValue ?? ""
    let watchable: Watchable?
    if let reference = arguments["variablesReference"]?.intValue, reference > 0 {
      let (container, _) = try container(arguments)
      var shown = name
      if case .value(_, let path?, _) = container {
        shown = name.first == "[" ? path + name : "\(path).\(name)"
      }
      watchable = try variable(name, in: container).watchable(named: shown)
    } else {
      let call = try call(arguments)
      do { watchable = try call.watchable(name) } catch {
        throw DebugRequestError(DebuggerError.text(of: error))
      }
    }
    guard let watchable else {
      return [
        "dataId": .null,
        "description": JSON(
          "'\(name)' can't be watched: only global variables, fields, elements and entries can."),
      ]
    }
    return [
      "dataId": JSON(watched.add(watchable)), "description": JSON(watchable.name), "accessTypes": ["write"],
      "canPersist": false,
    ]
  }

  func setDataBreakpoints(_ arguments: JSON) -> JSON {
    debugged?.removeWatchpoints { _ in true }
    var numbers: [Int] = []
    var answers: [JSONObject] = []
    for json in arguments["breakpoints"]?.arrayValue ?? [] {
      let number = breakpoints.takeNumber()
      numbers.append(number)
      let problem = watch(json, number)
      var answer = JSONObject([.init("verified", JSON(problem == nil))])
      if let problem { answer["message"] = JSON(problem) }
      answers.append(answer)
    }
    return answer(numbers, answers)
  }

  /// Watches a value; the result is why that can't be.
  private func watch(_ json: JSON, _ number: Int) -> String? {
    guard let watchable = watched.watchable(json["dataId"]?.stringValue ?? ""), let debugged else {
      return "The program that had this value has ended."
    }
    if let access = json["accessType"]?.stringValue, access != "write" {
      return "Only changes can be watched."
    }
    var hits: HitCondition?
    if let text = nonempty(json["hitCondition"]) {
      hits = HitCondition(text)
      if hits == nil { return "'\(text)' is no number of hits: write '5', '>= 5' or '% 5'." }
    }
    let watchpoint = debugged.addWatchpoint(watchable, condition: nonempty(json["condition"]), hits: hits)
    watched.note(watchpoint, number: number)
    return nil
  }
}

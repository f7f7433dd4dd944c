import LoxJSON

/// Why a request has no answer.
struct DebugRequestError: Error {
  var message: String
  init(_ message: String) { self.message = message }
}

/// How an editor counts.
struct DebugClient {
  var firstLine = 1
  var firstColumn = 1

  init() {}

  init(_ arguments: JSON) {
    firstLine = arguments["linesStartAt1"]?.boolValue == false ? 0 : 1
    firstColumn = arguments["columnsStartAt1"]?.boolValue == false ? 0 : 1
  }

  func shown(line: Int) -> JSON { JSON(max(0, line - 1 + firstLine)) }
  func line(_ json: JSON?) -> Int { (json?.intValue ?? firstLine) - firstLine + 1 }
}

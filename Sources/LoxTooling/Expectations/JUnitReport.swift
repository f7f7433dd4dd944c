/// The result of a test run in the format of JUnit, which continuous integration servers read.
public struct JUnitReport: Sendable {
  /// The tests of a script.
  public struct Suite: Sendable {
    public var name: String
    public var cases: [Case]

    public init(name: String, cases: [Case]) { (self.name, self.cases) = (name, cases) }
  }

  public struct Case: Sendable {
    public enum Result: Sendable {
      case passed
      /// What went wrong, in one line and in several.
      case failed(String, details: String)
      /// Why it could not be run.
      case error(String)
      case skipped
    }

    public var name: String
    public var line: Int?
    public var time: Duration
    public var result: Result
    /// What it printed.
    public var output: String

    public init(
      name: String, line: Int? = nil, time: Duration = .zero, result: Result = .passed, output: String = ""
    ) {
      (self.name, self.line, self.time, self.result, self.output) = (name, line, time, result, output)
    }
  }

  private let suites: [Suite]

  public init(_ suites: [Suite]) { self.suites = suites }

  public var text: String {
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text += "<testsuites name=\"lox test\"\(totals(suites.flatMap(\.cases)))>\n"
    for suite in suites {
      text += "  <testsuite name=\"\(escaped(suite.name))\"\(totals(suite.cases))>\n"
      for `case` in suite.cases { text += element(`case`, in: suite) }
      text += "  </testsuite>\n"
    }
    return text + "</testsuites>\n"
  }

  private func totals(_ cases: [Case]) -> String {
    var (failures, errors, skipped) = (0, 0, 0)
    for `case` in cases {
      switch `case`.result {
      case .passed: break
      case .failed: failures += 1
      case .error: errors += 1
      case .skipped: skipped += 1
      }
    }
    let time = cases.reduce(Duration.zero) { $0 + $1.time }
    return " tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"\(errors)\" skipped=\"\(skipped)\""
      + " time=\"\(seconds(time))\""
  }

  private func element(_ case: Case, in suite: Suite) -> String {
    var content = ""
    switch `case`.result {
    case .passed: break
    case .failed(let message, let details):
      content += "      <failure message=\"\(escaped(message))\">\(escaped(details))</failure>\n"
    case .error(let message): content += "      <error message=\"\(escaped(message))\"/>\n"
    case .skipped: content += "      <skipped/>\n"
    }
    if !`case`.output.isEmpty { content += "      <system-out>\(escaped(`case`.output))</system-out>\n" }
    let name = escaped(suite.name)
    let line = `case`.line.map { " line=\"\($0)\"" } ?? ""
    let start =
      "    <testcase classname=\"\(name)\" name=\"\(escaped(`case`.name))\" file=\"\(name)\"\(line)"
      + " time=\"\(seconds(`case`.time))\""
    return content.isEmpty ? start + "/>\n" : "\(start)>\n\(content)    </testcase>\n"
  }

  /// A time in seconds, to the millisecond.
  private func seconds(_ time: Duration) -> String {
    let (seconds, attoseconds) = time.components
    let thousandths = attoseconds / 1_000_000_000_000_000
    return "\(seconds)." + String(repeating: "0", count: 3 - "\(thousandths)".count) + "\(thousandths)"
  }

  /// Any text as XML: control characters, which XML can't have, are shown by their pictures.
  private func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in ShownText.lines(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;".unicodeScalars
      case "<": result += "&lt;".unicodeScalars
      case ">": result += "&gt;".unicodeScalars
      case "\"": result += "&quot;".unicodeScalars
      // In attributes they would be read as spaces.
      case "\n": result += "&#10;".unicodeScalars
      case "\t": result += "&#9;".unicodeScalars
      case "\u{FFFE}", "\u{FFFF}": result.append("\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}

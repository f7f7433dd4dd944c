import Lox
import LoxDiagnostics
import LoxJSON
import LoxSource
import LoxSyntax
import LoxTooling

/// Answers the requests of the page on which one tries Lox.
///
/// Only the page itself may ask: what another page of the browser sends has another origin, and a name that leads here is none of
/// this machine's.
struct PlaygroundServer {
  private let origins: Set<String>
  private let language: Program.Language

  init(port: UInt16, language: Program.Language) {
    origins = ["http://127.0.0.1:\(port)", "http://localhost:\(port)"]
    self.language = language
  }

  func answer(_ request: HTTPRequest) -> HTTPResponse {
    guard let host = request.headers["host"], origins.contains("http://" + host) else {
      return .refused("421 Misdirected Request")
    }
    if let origin = request.headers["origin"], !origins.contains(origin) { return .refused("403 Forbidden") }
    switch (request.method, request.path) {
    case ("GET", "/"):
      return HTTPResponse(type: "text/html", body: Array(PlaygroundPage.html.utf8))
    case ("POST", "/check"): return answer(request, check)
    case ("POST", "/format"): return answer(request, format)
    case ("POST", "/run"): return answer(request, run)
    case ("GET", _), ("POST", _): return .refused("404 Not Found")
    default: return .refused("405 Method Not Allowed")
    }
  }

  /// The code comes as an object, so that no form of another page can send it.
  private func answer(_ request: HTTPRequest, _ body: ([UInt8]) -> JSON) -> HTTPResponse {
    guard request.headers["content-type"] == "application/json", let json = try? JSON(parsing: request.body),
      let code = json["code"]?.stringValue
    else { return .refused("400 Bad Request") }
    return HTTPResponse(body: body(Array(code.utf8)).bytes)
  }

  // MARK: - Without running

  /// The code in colours, and what is wrong with it.
  private func check(_ code: [UInt8]) -> JSON {
    let source = Source(name: "playground", bytes: code)
    return ["html": JSON(HighlightedSource(code).html), "problems": JSON(problems(in: source).map(json))]
  }

  private func problems(in source: Source) -> [Diagnostic] {
    var options = Linter.Options()
    options.profile = language == .book ? .book : .extended
    do {
      let index = DocumentIndex(source: source, profile: options.profile)
      let text = SourceText(source)
      return try Linter(options: options).lint(source).prefix(100)
        .map { $0.diagnostic(in: text, fixes: index.fixes(of: $0)) }
    } catch {
      return CompileErrors(source: source, profile: options.profile, errors: error.diagnostics).diagnostics
    }
  }

  private func json(_ problem: Diagnostic) -> JSON {
    let notes = problem.notes.filter { $0.location == nil }.map(\.message)
    return [
      "severity": JSON(problem.severity.rawValue), "message": JSON(problem.message),
      "notes": JSON(notes.map { JSON($0) }), "line": JSON(problem.location?.line ?? 0),
      "start": JSON(problem.location?.span.lowerBound ?? 0),
      "end": JSON(problem.location?.span.upperBound ?? 0),
    ]
  }

  private func format(_ code: [UInt8]) -> JSON {
    guard let result = try? Formatter().format(Source(name: "playground", bytes: code)) else { return [:] }
    return ["code": JSON(String(decoding: result, as: UTF8.self))]
  }

  // MARK: - Running

  private static let maximumOutput = 1 << 20

  /// Runs the code in an isolate of its own, under limits.
  private func run(_ code: [UInt8]) -> JSON {
    let output = Locked<[UInt8]>([])
    var limits = Limits.untrusted
    limits.deadline = .after(.seconds(5))
    limits.fuel = nil
    limits.heapBytes = 64 << 20
    limits.outputBytes = PlaygroundServer.maximumOutput
    var options = Program.Options()
    options.language = language
    options.endsWithoutSemicolon = true
    let start = ContinuousClock.now
    var error = ""
    var units = 0
    do {
      let program = try Program.compile(code, name: "playground", options: options)
      let isolate = try Isolate(
        limits: limits,
        output: .bytes { bytes in
          output.withValue { $0 += bytes }
          return true
        })
      defer { units = isolate.usedFuel }
      try isolate.run(program)
    } catch let errors as CompileErrors {
      error = errors.formatted(.rich(color: false))
    } catch let failure as RuntimeError {
      error = failure.formatted(.rich(color: false))
    } catch let other {
      error = "\(other)"
    }
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    return [
      "output": JSON(String(decoding: output.withValue { $0 }, as: UTF8.self)), "error": JSON(error),
      "units": JSON(units), "microseconds": JSON(Int(seconds * 1_000_000 + attoseconds / 1_000_000_000_000)),
    ]
  }
}

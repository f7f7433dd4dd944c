import Lox

/// Runs a script that nobody has read, with the few tools that it is given.
struct Sandbox {
  enum Outcome {
    /// What the script passed to `answer`.
    case answer(String)
    /// What is wrong, as JSON: one object per line, with places and likely causes.
    case failure(String)
  }

  /// How the tools are explained to a model.
  static let manual = """
    Write a script in Lox. It can use these functions:
      temperature(city)   the temperature in degrees Celsius, or nil if the city is unknown
      answer(text)        gives the answer; call it once
    """

  private static let temperatures = ["Oslo": -3.5, "Rome": 14.0, "Cairo": 22.5]

  private static var limits: Limits {
    var limits = Limits.untrusted
    limits.fuel = 50_000
    limits.heapBytes = 1 << 20
    limits.callDepth = 100
    limits.outputBytes = 1000
    limits.deadline = .after(.seconds(10))
    return limits
  }

  /// Each script gets an isolate of its own, and can neither see nor damage what another has done.
  func run(_ script: String) async throws -> Outcome {
    guard script.utf8.count < 10_000 else { return .failure("The script is too long.") }
    let answer = Answer()
    do {
      let program = try Program(script, name: "script.lox")
      let isolate = try Isolate(limits: Self.limits)
      // The script waits for the service as it would for any function, and no thread waits with it.
      try isolate.defineAsync("temperature") { (city: String) async throws -> Double? in
        try await Task.sleep(for: .milliseconds(1))
        return Self.temperatures[city]
      }
      try isolate.define("answer") { (text: String) in answer.text = text }
      try await isolate.run(program)
    } catch let errors as CompileErrors {
      return .failure(errors.formatted(.json))
    } catch let error as RuntimeError where error.kind != .cancelled {
      return .failure(error.formatted(.json))
    }
    return answer.text.map { .answer($0) } ?? .failure("The script has not called answer().")
  }

  private final class Answer { var text: String? }
}

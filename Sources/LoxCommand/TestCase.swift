import Lox

/// One script of a test run: runs it, and compares what it did with what it expects.
struct TestCase {
  let path: Path
  let options: ScriptOptions

  /// A place where a script did not do what it should.
  struct Mismatch: Sendable {
    var place: String
    /// Nil for nothing.
    var expected: [UInt8]?
    var actual: [UInt8]?
  }

  enum Verdict: Sendable {
    case passed
    case failed([Mismatch])
    case notATest
  }

  /// A script that prints more than this is ended.
  private static let outputLimit = 64 << 20

  func run() -> Verdict {
    let source: [UInt8]
    do {
      source = try File.read(path)
    } catch {
      return .failed([Mismatch(place: "file", expected: nil, actual: error.message.dropLast())])
    }
    let expectations = TestExpectations(source)
    guard expectations.isTest else { return .notATest }
    var output: [UInt8] = []
    do {
      let session = try ScriptSession(options) { bytes in
        output += bytes
        return output.count < TestCase.outputLimit
      }
      let result = session.run(source, name: path.text)
      if output.count >= TestCase.outputLimit {
        return .failed([Mismatch(place: "output", expected: nil, actual: Array("more and more".utf8))])
      }
      let mismatches = TestComparison(expectations, output: output, result: result).mismatches
      return mismatches.isEmpty ? .passed : .failed(mismatches)
    } catch {
      return .failed([Mismatch(place: "start", expected: nil, actual: Array("\(error)".utf8))])
    }
  }
}

import Lox
import LoxGenerator
import LoxJSON
import Testing

/// Diagnostics of random sources: nothing makes the formatter trap, and its output is well formed.
@Suite struct DiagnosticFuzzTests {
  #if DEBUG
    private static let batchSize = 40
  #else
    private static let batchSize = 400
  #endif

  @Test(arguments: 0..<4) func soups(batch: Int) async {
    await check(batch: batch) { seed in
      var generator = TokenSoupGenerator(seed: seed)
      return generator.makeSoup()
    }
  }

  @Test(arguments: 4..<6) func programs(batch: Int) async {
    await check(batch: batch) { seed in
      var generator = ProgramGenerator(seed: seed)
      return Array(generator.makeProgram().utf8)
    }
  }

  @Test(arguments: 6..<10) func bytes(batch: Int) async {
    await check(batch: batch) { seed in
      var random = SplitMix64(seed: seed)
      let pieces: [[UInt8]] = [
        [0], [0x1B], [0x09], [0x0A], [0x0D, 0x0A], [0x22], [0x7B], [0x28], [0x7D], [0x29], [0x3B], [0xFF],
        [0xC3],
        [0xE2, 0x80], Array("é".utf8), Array("日本".utf8), Array("👩‍👩‍👧".utf8), Array("\u{202E}".utf8),
        Array("fun ".utf8),
        Array("class A ".utf8), Array("var a = ".utf8), Array("print ".utf8), Array("x".utf8),
        Array(" 1".utf8),
        Array("++".utf8), Array(".".utf8), Array("// ".utf8), Array(repeating: 0x61, count: 300),
      ]
      return (0..<Int.random(in: 1..<40, using: &random)).flatMap { _ in
        pieces[Int.random(in: 0..<pieces.count, using: &random)]
      }
    }
  }

  private func check(batch: Int, _ makeSource: @escaping @Sendable (UInt64) -> [UInt8]) async {
    let problems = await LargeStack.run {
      (0..<Self.batchSize).flatMap { index in
        let seed = UInt64(batch * 1_000_000 + index)
        return Self.problems(of: makeSource(seed)).map { "seed \(seed): \($0)" }
      }
    }
    for problem in problems { Issue.record("\(problem)") }
  }

  private static func problems(of source: [UInt8]) -> [String] {
    do {
      var options = Isolate.Options()
      options.limits.fuel = 2_000_000
      options.limits.heapBytes = 16 << 20
      try Isolate(options: options).run(Program(bytes: source, name: "a.lox"))
      return []
    } catch let errors as CompileErrors {
      var problems = errors.diagnostics.flatMap(problems)
      if errors.bytes(.plain) != errors.diagnostics.bytes(.plain) { problems.append("plain texts differ") }
      return problems
    } catch let error as RuntimeError {
      return problems(of: error.diagnostic)
    } catch {
      return ["\(error)"]
    }
  }

  private static func problems(of diagnostic: Diagnostic) -> [String] {
    var problems: [String] = []
    let rich = diagnostic.formatted(.rich(color: false))
    if rich.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\n" || 0x7F..<0xA0 ~= $0.value }) {
      problems.append("control characters in \(rich)")
    }
    let longest = max(diagnostic.message.count, 200) + 100
    for line in rich.split(separator: "\n") where line.count > longest {
      problems.append("long line: \(line)")
    }
    if diagnostic.location != nil, !rich.contains("^") { problems.append("nothing marked in \(rich)") }
    let colored = diagnostic.formatted(.rich(color: true)).replacing(/\u{1B}\[[0-9;]*m/, with: "")
    if colored != rich { problems.append("colors change \(rich)") }
    let json = diagnostic.formatted(.json)
    if json.utf8.filter({ $0 == 0x0A }).count != 1 { problems.append("lines of \(json)") }
    do {
      if try JSON(parsing: json)["message"] != JSON(diagnostic.message) {
        problems.append("message in \(json)")
      }
    } catch {
      problems.append("\(error) in \(json)")
    }
    return problems
  }
}

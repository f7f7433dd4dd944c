import Foundation
import Testing

/// `lox bench`.
@Suite(.needsLox) struct BenchTests {
  private static let script = """
    // lox: extended
    var total = 0;
    fun benchSum() { for (var i in 1...100) total += i; print total; }
    fun bench2(n = 5) { var list = List(0..<n); }
    fun benchmark() { throw "not measured"; }
    print "once";

    """

  @Test func functions() throws {
    let folder = try ScriptFolder(["a.lox": Self.script])
    let run = try folder.lox("bench", "--runs", "3", "--warm-up", "0", "--json", "out.json", "a.lox")
    #expect(run.errors == "")
    #expect(run.status == 0)
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines.first == "a.lox")
    #expect(lines.dropFirst(2).map { $0.split(separator: " ").last } == ["benchSum", "bench2"])
    let data = try JSONSerialization.jsonObject(with: Data(try folder.text("out.json").utf8))
    let results = try #require(data as? [[String: Any]])
    #expect(results.map { $0["function"] as? String } == ["benchSum", "bench2"])
    #expect((results[0]["samplesNanoseconds"] as? [Int])?.count == 3)
    #expect((results[0]["units"] as? Int ?? 0) > 100)
    let filtered = try folder.lox("bench", "--runs", "1", "--warm-up", "0", "--filter", "Sum", "a.lox")
    #expect(filtered.output.split(separator: "\n").count == 3)
    #expect(try folder.lox("bench", "--filter", "none", "a.lox").status == 1)
  }

  @Test func comparison() throws {
    let folder = try ScriptFolder([
      "a.lox": "var s = 0; for (var i = 0; i < 1000; i = i + 1) s = s + i; print s;\n",
      "b.lox": "var s = 0; for (var i = 0; i < 10; i = i + 1) s = s + i; print s;\n",
    ])
    let run = try folder.lox("bench", "--runs", "5", "--warm-up", "0.01", "a.lox", "b.lox")
    #expect(run.status == 0)
    #expect(run.output.contains("b.lox against a.lox"))
    // The times are those of a machine that does other things as well; the work is always the same.
    #expect(run.output.contains("1.5 % of the units"))
    #expect(run.output.contains("(script)"))
  }

  @Test func failures() throws {
    let folder = try ScriptFolder(["a.lox": "print nothing;\n", "b.lox": "print\n", "c.lox": "print 1;\n"])
    let failed = try folder.lox("bench", "a.lox")
    #expect(failed.errors.contains("Undefined variable 'nothing'."))
    #expect(failed.status == 70)
    #expect(try folder.lox("bench", "b.lox").status == 65)
    #expect(try folder.lox("bench", "missing.lox").status == 74)
    #expect(try folder.lox("bench").status == 64)
    #expect(try folder.lox("bench", "c.lox", "c.lox", "c.lox").status == 64)
    #expect(try folder.lox("bench", "--runs", "0", "c.lox").status == 64)
  }
}

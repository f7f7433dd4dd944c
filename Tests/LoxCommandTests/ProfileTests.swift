import Foundation
import Testing

/// `lox profile`.
@Suite(.needsLox) struct ProfileTests {
  private static let script = """
    class Node {
      init(next) { this.next = next; }
    }
    fun make(count) {
      var list = nil;
      for (var i = 0; i < count; i = i + 1) {
        list = Node(list);
      }
      return list;
    }
    fun spin(count) {
      while (count > 0) {
        count = count - 1;
      }
    }
    make(100000);
    spin(2000000);
    print "done";

    """

  @Test func report() throws {
    let folder = try ScriptFolder(["a.lox": ProfileTests.script])
    let run = try folder.lox("profile", "a.lox")
    #expect(run.output == "done\n")
    #expect(run.status == 0)
    let lines = run.errors.split(separator: "\n").map(String.init)
    // `spin` does most of the work, and one line makes all objects.
    let functions = lines.firstIndex(of: "Functions").map { lines[($0 + 2)...] } ?? []
    #expect(functions.first?.contains("spin") == true)
    let sites = lines.firstIndex(of: "Allocations").map { lines[($0 + 1)...] } ?? []
    #expect(sites.first?.contains("a.lox:7") == true)
    #expect(sites.first?.contains("list = Node(list);") == true)
    #expect(run.errors.contains("Node.init"))
    #expect(run.errors.contains("minor"))
  }

  @Test func theSameEachTime() throws {
    let folder = try ScriptFolder(["a.lox": ProfileTests.script])
    func tables() throws -> String {
      let run = try folder.lox("profile", "a.lox")
      let start = run.errors.range(of: "Functions")?.lowerBound ?? run.errors.startIndex
      let end = run.errors.range(of: "Time in functions of Swift")?.lowerBound ?? run.errors.endIndex
      return String(run.errors[start..<end])
    }
    let first = try tables()
    #expect(!first.isEmpty)
    #expect(try tables() == first)
  }

  @Test func page() throws {
    let folder = try ScriptFolder(["a.lox": ProfileTests.script])
    let run = try folder.lox("profile", "a.lox", "--html", "out.html")
    #expect(run.status == 0)
    let page = try String(contentsOf: folder.url.appendingPathComponent("out.html"), encoding: .utf8)
    let start = try #require(page.range(of: "id=\"data\">")).upperBound
    let end = try #require(page[start...].range(of: "</script>")).lowerBound
    let data = try JSONSerialization.jsonObject(with: Data(page[start..<end].utf8)) as? [String: Any]
    let nodes = data?["nodes"] as? [[Int]] ?? []
    #expect(nodes.count >= 4)
    #expect(nodes.enumerated().allSatisfy { $0.element[0] < $0.offset })
    #expect((data?["collections"] as? [Any])?.isEmpty == false)
    #expect((data?["sources"] as? [String: String])?["a.lox"] == ProfileTests.script)
  }

  @Test func functionsOfSwift() throws {
    let script = """
      // lox: extended
      fun search(text) => Regex("a+b").findAll(text).length;
      var count = 0;
      for (var i in 0..<50) count += search("aaaaaaaaaaaaaaaaaaaa b ");
      print JSON.parse("[1, 2, 3]").length + clock() * 0;

      """
    let folder = try ScriptFolder(["a.lox": script])
    let run = try folder.lox("profile", "a.lox", "--collapsed", "a.txt", "--measure", "time")
    #expect(run.output == "3\n" && run.status == 0)
    let rows = run.errors.split(separator: "\n").drop { $0 != "Time in functions of Swift" }
    for (name, calls) in [
      ("Regex.findAll", "50 calls"), ("JSON.parse", "1 call"), ("clock", "1 call"), ("print", "1 call"),
    ] {
      #expect(rows.contains { $0.hasSuffix("  \(name)") && $0.contains(" \(calls) ") }, "\(name)")
    }
    let stacks = try String(contentsOf: folder.url.appendingPathComponent("a.txt"), encoding: .utf8)
    #expect(stacks.contains("script (a.lox:1);search (a.lox:2);Regex.findAll (Swift) "))
  }

  @Test func scriptsThatFail() throws {
    let folder = try ScriptFolder(["error.lox": "fun f() { nil.x; }\nf();\n", "syntax.lox": "print;"])
    let failed = try folder.lox("profile", "error.lox")
    #expect(failed.errors.hasPrefix("Only instances have properties.\n"))
    #expect(failed.errors.contains("units of work"))
    #expect(failed.status == 70)
    let wrong = try folder.lox("profile", "syntax.lox")
    #expect(wrong.errors == "[line 1] Error at ';': Expect expression.\n")
    #expect(wrong.status == 65)
    #expect(try folder.lox("profile", "missing.lox").status == 74)
    #expect(try folder.lox("profile", "error.lox", "--html", "no/such/folder.html").status == 74)
  }

  @Test func whatIsLeftOutIsCounted() throws {
    let functions = (0..<60).map { "fun f\($0)() { for (var i = 0; i < 3000; i = i + 1) {} }\nf\($0)();\n" }
    let run = try ScriptFolder(["a.lox": "// lox: extended\n" + functions.joined()]).lox("profile", "a.lox")
    #expect(run.errors.contains("  and 41 more\n"))
  }

  @Test func deepRecursion() throws {
    let script = "fun f(n) { if (n > 0) { f(n - 1); f(0); } }\nfor (var i = 0; i < 20; i = i + 1) f(2000);\n"
    let run = try ScriptFolder(["a.lox": script]).lox("profile", "a.lox")
    #expect(run.errors.contains("(calls left out)"))
    #expect(run.status == 0)
  }
}

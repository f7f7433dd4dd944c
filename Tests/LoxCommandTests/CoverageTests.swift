import Foundation
import Testing

/// `lox coverage`.
@Suite(.needsLox) struct CoverageTests {
  /// The part of the core library that is written in Lox comes first; and the branch of a comparison is known only after its operator.
  @Test func extendedLox() throws {
    let script = """
      // lox: extended
      class V {
        init(x) { this.x = x; }
        operator <(other) {
          if (this.x == 0) return true;
          return this.x < other.x;
        }
        double => this.x * 2;
      }
      fun least(a, b) {
        if (a < b) return a;
        return b;
      }
      for (var i in 1...3) least(V(i), V(9));
      least(V(9), V(1));
      print [V(1).double, V(2).double].map(x => x + 1); // expect: [3, 5]
      """
    let folder = try ScriptFolder(["a.lox": script])
    let run = try folder.lox("coverage", "a.lox", "--lcov", "out.info")
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("1 passed, 0 failed\n"))
    let report = try String(contentsOf: folder.url.appendingPathComponent("out.info"), encoding: .utf8)
    let lines = report.split(separator: "\n").map(String.init)
    for expected in ["SF:a.lox", "DA:11,4", "DA:12,1", "BRDA:11,1,0,3", "BRDA:11,1,1,1"] {
      #expect(lines.contains(expected), "\(expected) is not in \(lines)")
    }
  }

  @Test func linesBranchesAndFunctions() throws {
    let script = """
      fun sign(x) {
        if (x > 0) {
          return "positive";
        }
        if (x < 0 or x == nil) return "negative";
        return "zero";
        print "never";
      }
      class Box {
        get() { return this.value; }
        unused() {
          return 1;
        }
      }
      print sign(1); // expect: positive
      print sign(0); // expect: zero
      var box = Box();
      box.value = 2;
      print box.get(); // expect: 2
      for (var i = 0; i < 3; i = i + 1) {
        if (i < 5) box.get();
      }

      """
    let folder = try ScriptFolder(["a.lox": script])
    let run = try folder.lox("coverage", "a.lox", "--lcov", "out.info", "--html", "pages")
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("1 passed, 0 failed\n"))
    #expect(run.output.contains("not executed: 7, 12\n"))
    let report = try String(contentsOf: folder.url.appendingPathComponent("out.info"), encoding: .utf8)
    let lines = report.split(separator: "\n").map(String.init)
    for expected in [
      "SF:a.lox", "FN:1,sign", "FNDA:2,sign", "FNDA:4,Box.get", "FNDA:0,Box.unused", "DA:2,2", "DA:3,1",
      "DA:5,1",
      "DA:7,0", "DA:10,4", "DA:12,0", "DA:21,3",
      // x > 0 was both true and false; x < 0 and x == nil were only false.
      "BRDA:2,0,0,1", "BRDA:2,0,1,1", "BRDA:5,1,0,0", "BRDA:5,1,1,1", "BRDA:5,2,0,0", "BRDA:5,2,1,1",
      "BRDA:20,3,0,3", "BRDA:20,3,1,1", "BRDA:21,4,0,3", "BRDA:21,4,1,0", "BRF:10", "BRH:7",
    ] { #expect(lines.contains(expected), "\(expected)") }
    let page = folder.url.appendingPathComponent("pages/1-a-lox.html")
    #expect(try String(contentsOf: page, encoding: .utf8).contains("i &lt; 5: never false"))
  }

  @Test func manyScripts() throws {
    let folder = try ScriptFolder([
      "tests/a.lox": "print 1; // expect: 1\n", "tests/b.lox": "if (false) print 1;\n",
      "tests/syntax.lox": "print; // Error at ';': Expect expression.\n",
      "tests/error.lox": "nil.x; // expect runtime error: Only instances have properties.\nprint 1;\n",
    ])
    let run = try folder.lox("coverage", "tests")
    #expect(run.output.contains("4 passed, 0 failed\n"))
    #expect(run.output.contains("\n3 of 4 lines,"))
    #expect(run.output.contains("tests/error.lox  not executed: 2\n"))
    #expect(run.status == 0)
  }

  @Test func failuresAreTold() throws {
    let folder = try ScriptFolder(["a.lox": "print 1; // expect: 2\n"])
    let run = try folder.lox("coverage", "a.lox")
    #expect(run.output.contains("FAILED a.lox\n"))
    #expect(run.output.contains("1 of 1 lines"))
    #expect(run.status == 1)
  }

  @Test func conditionsInAllForms() throws {
    let script = """
      var a = true; var b = nil;
      var c = a and b;
      var d = b or a or nil;
      var e = a and a and b;
      if (!(a and !b)) print "no";
      while (a) a = false;
      if (b) {}
      if (a == b) {} else print "else";

      """
    let folder = try ScriptFolder(["a.lox": script])
    let run = try folder.lox("coverage", "a.lox", "--lcov", "out.info")
    #expect(run.status == 0)
    let report = try String(contentsOf: folder.url.appendingPathComponent("out.info"), encoding: .utf8)
    let branches = report.split(separator: "\n").filter { $0.hasPrefix("BRDA") }.map { $0.dropFirst(5) }
    #expect(
      branches == [
        "2,0,0,1", "2,0,1,0", "3,1,0,0", "3,1,1,1", "3,2,0,1", "3,2,1,0", "4,3,0,1", "4,3,1,0", "4,4,0,1",
        "4,4,1,0",
        "5,5,0,1", "5,5,1,0", "5,6,0,0", "5,6,1,1", "6,7,0,1", "6,7,1,1", "8,8,0,0", "8,8,1,1",
      ])
  }
}

import Foundation
import LoxTooling
import Testing

struct CoverageTests {
  private func script(
    _ name: String = "a.lox", _ text: String = "1\n2\n3\n4\n5\n6\n",
    lines: [Int: Int] = [1: 1, 2: 0, 3: 0, 5: 0, 6: 2],
    trueCount: Int = 1, falseCount: Int = 0, calls: Int = 0
  ) -> ScriptCoverage {
    ScriptCoverage(
      name: name, source: Array(text.utf8), lines: lines.map { .init(number: $0.key, count: $0.value) },
      conditions: [
        .init(line: 6, column: 2, text: "x < 1", trueCount: trueCount, falseCount: falseCount),
        .init(line: 1, column: 2, text: "y", trueCount: 0, falseCount: 0),
      ],
      functions: [.init(name: "f", line: 2, count: calls), .init(name: "f", line: 3, count: 1)])
  }

  @Test func tallies() {
    let script = script()
    #expect(script.lineTally == Coverage.Tally(hit: 2, all: 5))
    #expect(script.branchTally == Coverage.Tally(hit: 1, all: 4))
    #expect(script.functionTally == Coverage.Tally(hit: 1, all: 2))
    #expect(script.missingLines == [2...5])
  }

  @Test func theMostExecutedStatementOfALineCounts() {
    let script = ScriptCoverage(
      name: "", source: [], lines: [.init(number: 1, count: 2), .init(number: 1, count: 0)], conditions: [],
      functions: [])
    #expect(script.lines == [.init(number: 1, count: 2)])
  }

  @Test func runsOfTheSameScriptAddUp() {
    var coverage = Coverage()
    coverage.add(script("b.lox"))
    coverage.add(script("a.lox"))
    coverage.add(
      script("b.lox", lines: [1: 1, 2: 4, 3: 0, 5: 0, 6: 0], trueCount: 0, falseCount: 3, calls: 1))
    #expect(coverage.scripts.map(\.name) == ["a.lox", "b.lox"])
    #expect(coverage.scripts[1].lines.map(\.count) == [2, 4, 0, 0, 2])
    #expect(coverage.scripts[1].branchTally.hit == 2)
    #expect(coverage.scripts[1].functionTally.hit == 2)
    #expect(coverage.lines == Coverage.Tally(hit: 5, all: 10))
    // Another text with the same name is another script.
    coverage.add(script("b.lox", "1\n", lines: [1: 1]))
    #expect(coverage.scripts[1].lines.count == 1)
  }

  @Test func report() {
    var coverage = Coverage()
    coverage.add(script())
    coverage.add(script("b.lox", lines: [1: 1]))
    #expect(
      CoverageReport(coverage).text == """
        Coverage
                        lines  branches  functions
          ####......   40.0 %    25.0 %     50.0 %  a.lox  not executed: 2-5
          ##########  100.0 %    25.0 %     50.0 %  b.lox
          #####.....   50.0 %    25.0 %     50.0 %  all

        3 of 6 lines, 2 of 8 branches, 2 of 4 functions

        """)
  }

  @Test func lcov() {
    var coverage = Coverage()
    coverage.add(script())
    #expect(
      LcovReport(coverage).text == """
        TN:
        SF:a.lox
        FN:2,f:2
        FN:3,f:3
        FNDA:0,f:2
        FNDA:1,f:3
        FNF:2
        FNH:1
        BRDA:1,0,0,-
        BRDA:1,0,1,-
        BRDA:6,1,0,1
        BRDA:6,1,1,0
        BRF:4
        BRH:1
        DA:1,1
        DA:2,0
        DA:3,0
        DA:5,0
        DA:6,2
        LF:5
        LH:2
        end_of_record

        """)
  }

  @Test func pages() throws {
    var coverage = Coverage()
    coverage.add(script("folder/<a>.lox", "if (a < b) {}\n2\n"))
    let files = CoveragePages(coverage).files
    #expect(files.map(\.name) == ["index.html", "1-folder--a--lox.html"])
    #expect(files[0].text.contains("<a href=\"1-folder--a--lox.html\">folder/&lt;a&gt;.lox</a>"))
    #expect(files[1].text.contains("<span class=\"h-keyword\">if</span> (a &lt; b) {}"))
    #expect(files[1].text.contains("Next gap"))
    #expect(files[1].text.contains("y: never evaluated"))
  }
}

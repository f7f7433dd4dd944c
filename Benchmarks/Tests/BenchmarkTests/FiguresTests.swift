import Testing

@testable import Benchmark

@Suite struct FiguresTests {
  @Test func expectedOutputIsTakenFromComments() {
    let source = """
      print 1; // expect: 1
      print "a // b"; // expect: a // b
      // expect: last
      """
    #expect(Program.expectedOutput(of: source) == "1\na // b\nlast\n")
    #expect(Program.expectedOutput(of: "var a = 1;") == "")
    #expect(Program.expectedOutput(of: "// repeated: 2\n" + source) == "1\na // b\nlast\n1\na // b\nlast\n")
  }

  @Test func geometricMeanIsSymmetric() throws {
    let mean = try #require(geometricMean([0.5, 2, 4]))
    let inverse = try #require(geometricMean([2, 0.5, 0.25]))
    #expect(abs(mean * inverse - 1) < 1e-12)
    #expect(geometricMean([]) == nil)
  }

  @Test func tablesAlignFigures() {
    var table = Table(["program", "ms"])
    table.add(["fib", "7.25"])
    #expect(table.text == "program    ms\nfib      7.25\n")
    #expect(table.markdown == "| program | ms |\n| :-- | --: |\n| fib | 7.25 |\n")
  }

  @Test func axisEndsAtRoundNumbers() {
    let scale = LogScale(values: [0.3, 7], start: 0, end: 100)
    #expect(scale.ticks.map { Figures.ratio($0) } == ["0.20", "0.50", "1.00", "2.00", "5.00", "10.0"])
    #expect(scale.position(of: scale.lower) == 0)
    #expect(scale.position(of: scale.upper) == 100)
    #expect(LogScale(values: [], start: 0, end: 1).upper > 1)
  }
}

import Testing

@testable import Benchmark

@Suite struct ReportTests {
  private func result(_ program: String, _ group: Program.Group, _ seconds: [String: Double]) -> ProgramResult
  {
    let measurements = seconds.mapValues { seconds in
      Measurement(
        ProcessRun(
          seconds: seconds, userSeconds: seconds, peakBytes: nil, end: .exit(code: 0), output: "",
          errorOutput: ""))
    }
    return ProgramResult(program: program, group: group, measurements: measurements)
  }

  private func peer(_ name: String) -> Peer {
    Peer(name: name, executable: "", options: [], language: .lox, version: nil)
  }

  @Test func groupsHaveTablesOfTheirOwn() throws {
    let results = [
      result("fib", .book, ["lox": 1, "clox": 2, "lua": 3]),
      result("sort", .extended, ["lox": 1, "lua": 4]),
    ]
    let report = Report(
      lox: peer("lox"), others: ["clox", "lua"].map(peer), runs: 1, results: results, memory: [],
      startup: result("empty", .book, [:]), official: [])

    let means = Report.means(results, others: ["clox", "lua"])
    #expect(means.header == ["peer", "book Lox", "extended Lox"])
    #expect(means.rows == [["clox", "2.00", Figures.none], ["lua", "3.00", "4.00"]])
    #expect(
      report.text.hasPrefix(
        """
        book Lox
        program         lox ms  clox ms (ratio)  lua ms (ratio)
        fib               1000      2000 (2.00)     3000 (3.00)
        geometric mean                   (2.00)          (3.00)

        extended Lox
        program         lox ms  lua ms (ratio)
        sort              1000     4000 (4.00)
        geometric mean                  (4.00)

        """))
  }
}

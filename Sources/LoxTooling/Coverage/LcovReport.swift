/// Coverage in the format of lcov, which many tools and services read.
public struct LcovReport {
  private let coverage: Coverage

  public init(_ coverage: Coverage) { self.coverage = coverage }

  public var text: String { coverage.scripts.map(record).joined() }

  private func record(_ script: ScriptCoverage) -> String {
    var lines = ["TN:", "SF:\(script.name)"]
    var namesakes: [String: Int] = [:]
    for function in script.functions { namesakes[function.name, default: 0] += 1 }
    // Functions of the same name are distinguished by line.
    let functions = script.functions.map { function in
      let isUnique = namesakes[function.name] == 1
      return (name: isUnique ? function.name : "\(function.name):\(function.line)", function: function)
    }
    lines += functions.map { "FN:\($0.function.line),\($0.name)" }
    lines += functions.map { "FNDA:\($0.function.count),\($0.name)" }
    lines += tally("FN", script.functionTally)
    for (block, condition) in script.conditions.enumerated() {
      let isReached = condition.trueCount + condition.falseCount > 0
      for (branch, count) in [condition.trueCount, condition.falseCount].enumerated() {
        lines.append("BRDA:\(condition.line),\(block),\(branch),\(isReached ? "\(count)" : "-")")
      }
    }
    lines += tally("BR", script.branchTally)
    lines += script.lines.map { "DA:\($0.number),\($0.count)" }
    lines += tally("L", script.lineTally)
    return (lines + ["end_of_record", ""]).joined(separator: "\n")
  }

  private func tally(_ kind: String, _ tally: Coverage.Tally) -> [String] {
    ["\(kind)F:\(tally.all)", "\(kind)H:\(tally.hit)"]
  }
}

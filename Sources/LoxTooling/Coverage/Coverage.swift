import LoxSource

/// Which lines, branches and functions of scripts were executed, and how often.
public struct Coverage: Sendable {
  /// The scripts by name, each once.
  public private(set) var scripts: [ScriptCoverage] = []

  public init() {}

  /// Adds what a run of a script has executed. Runs of the same script, with the same name and text, add up.
  public mutating func add(_ script: ScriptCoverage) {
    let place = scripts.partitioningIndex { $0.name >= script.name }
    guard place < scripts.count, scripts[place].name == script.name else {
      return scripts.insert(script, at: place)
    }
    if scripts[place].source == script.source {
      scripts[place].add(script)
    } else {
      scripts[place] = script
    }
  }

  public var lines: Tally { scripts.reduce(into: Tally()) { $0 += $1.lineTally } }
  public var branches: Tally { scripts.reduce(into: Tally()) { $0 += $1.branchTally } }
  public var functions: Tally { scripts.reduce(into: Tally()) { $0 += $1.functionTally } }

  /// A count out of a total.
  public struct Tally: Equatable, Sendable {
    public var hit = 0
    public var all = 0

    public init(hit: Int = 0, all: Int = 0) {
      self.hit = hit
      self.all = all
    }

    public static func += (a: inout Tally, b: Tally) {
      a.hit += b.hit
      a.all += b.all
    }
  }
}

/// What was executed of one script.
public struct ScriptCoverage: Sendable {
  /// A line on which a statement begins.
  public struct Line: Equatable, Sendable {
    public var number: Int
    public var count: Int

    public init(number: Int, count: Int) {
      self.number = number
      self.count = count
    }
  }

  /// A condition, or an operand of `and` or `or` in one: two branches.
  public struct Condition: Equatable, Sendable {
    public var line: Int
    /// The first byte of the line has column 1.
    public var column: Int
    public var text: String
    /// The number of times that it was true, and false.
    public var trueCount: Int
    public var falseCount: Int

    public init(line: Int, column: Int, text: String, trueCount: Int, falseCount: Int) {
      self.line = line
      self.column = column
      self.text = text
      self.trueCount = trueCount
      self.falseCount = falseCount
    }
  }

  public struct Function: Equatable, Sendable {
    public var name: String
    /// The line of its declaration.
    public var line: Int
    /// The number of calls.
    public var count: Int

    public init(name: String, line: Int, count: Int) {
      self.name = name
      self.line = line
      self.count = count
    }
  }

  public let name: String
  public let source: [UInt8]
  /// In ascending order, each once.
  public private(set) var lines: [Line]
  /// In source order.
  public private(set) var conditions: [Condition]
  /// In source order, without the script itself.
  public private(set) var functions: [Function]

  public init(
    name: String, source: [UInt8], lines: [Line], conditions: [Condition], functions: [Function]
  ) {
    self.name = name
    self.source = source
    // A line with several statements has the count of the most executed one.
    var counts: [Int: Int] = [:]
    for line in lines { counts[line.number] = max(counts[line.number] ?? 0, line.count) }
    self.lines = counts.map { Line(number: $0.key, count: $0.value) }.sorted { $0.number < $1.number }
    self.conditions = conditions.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    self.functions = functions.sorted { ($0.line, $0.name) < ($1.line, $1.name) }
  }

  /// Adds another run of the same text.
  mutating func add(_ other: ScriptCoverage) {
    for (index, line) in other.lines.enumerated() where lines.indices.contains(index) {
      lines[index].count += line.count
    }
    for (index, condition) in other.conditions.enumerated() where conditions.indices.contains(index) {
      conditions[index].trueCount += condition.trueCount
      conditions[index].falseCount += condition.falseCount
    }
    for (index, function) in other.functions.enumerated() where functions.indices.contains(index) {
      functions[index].count += function.count
    }
  }

  public var lineTally: Coverage.Tally {
    Coverage.Tally(hit: lines.count { $0.count > 0 }, all: lines.count)
  }

  public var branchTally: Coverage.Tally {
    let hit = conditions.reduce(0) { $0 + ($1.trueCount > 0 ? 1 : 0) + ($1.falseCount > 0 ? 1 : 0) }
    return Coverage.Tally(hit: hit, all: conditions.count * 2)
  }

  public var functionTally: Coverage.Tally {
    Coverage.Tally(hit: functions.count { $0.count > 0 }, all: functions.count)
  }

  /// The lines that were not executed, as ranges; no executed line is inside a range.
  public var missingLines: [ClosedRange<Int>] {
    var ranges: [ClosedRange<Int>] = []
    var isOpen = false
    for line in lines {
      if line.count > 0 {
        isOpen = false
      } else if isOpen, let last = ranges.popLast() {
        ranges.append(last.lowerBound...line.number)
      } else {
        ranges.append(line.number...line.number)
        isOpen = true
      }
    }
    return ranges
  }
}

extension Coverage {
  /// The scripts with their numbers, those with the greatest part of lines that were not executed first.
  var byGaps: [(number: Int, script: ScriptCoverage)] {
    scripts.enumerated().map { ($0.offset, $0.element) }.sorted { a, b in
      let (first, second) = (a.script.lineTally, b.script.lineTally)
      // Of those with the same share, the first one found comes first.
      let (left, right) = (first.hit * max(1, second.all), second.hit * max(1, first.all))
      return left == right ? a.number < b.number : left < right
    }
  }
}

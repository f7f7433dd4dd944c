import LoxBytecode
import LoxRuntime
import LoxSource
import LoxSyntax
import LoxTooling

/// Makes a coverage report from what a machine has counted.
struct CoverageBuilder {
  private let machine: VirtualMachine

  init(_ machine: VirtualMachine) { self.machine = machine }

  /// What was executed of the script that the machine has run, and of its modules.
  var scripts: [ScriptCoverage] {
    guard let counter = machine.executionCounter else { return [] }
    // The prelude has no source map.
    return (1..<max(1, machine.functionCount)).compactMap { index in
      guard let (program, number) = machine.function(at: index), number == 0, let map = program.sourceMap
      else {
        return nil
      }
      return coverage(of: program, map, counter, index)
    }
  }

  private func coverage(
    of program: LoxBytecode.Program, _ map: SourceMap, _ counter: ExecutionCounter, _ first: Int
  ) -> ScriptCoverage {
    let lines = CodeLines(program)
    return ScriptCoverage(
      name: program.sourceName, source: program.source,
      lines: map.statements.map { statement in
        let count = statement.pc.map { counter.count(of: first + Int(statement.function), pc: Int($0)) }
        return ScriptCoverage.Line(number: lines.table.line(at: statement.offset), count: count ?? 0)
      },
      conditions: conditions(map, program, lines, counter, first),
      functions: program.functions.indices.dropFirst().compactMap { number in
        if program.functions[number].member == .field { return nil }
        return ScriptCoverage.Function(
          name: program.displayName(of: number), line: lines.declaration(of: number),
          count: calls(of: number, program, counter, first))
      })
  }

  /// All conditions. A loop may test its condition both at its beginning and at its end; that counts as one.
  private func conditions(
    _ map: SourceMap, _ program: LoxBytecode.Program, _ lines: CodeLines, _ counter: ExecutionCounter,
    _ first: Int
  ) -> [ScriptCoverage.Condition] {
    var conditions: [ScriptCoverage.Condition] = []
    var places: [SourceSpan: Int] = [:]
    for branch in map.branches {
      guard let condition = condition(branch, program, lines, counter, first) else { continue }
      if let place = places[branch.span] {
        conditions[place].trueCount += condition.trueCount
        conditions[place].falseCount += condition.falseCount
      } else {
        places[branch.span] = conditions.count
        conditions.append(condition)
      }
    }
    return conditions
  }

  private func condition(
    _ branch: SourceMap.Branch, _ program: LoxBytecode.Program, _ lines: CodeLines,
    _ counter: ExecutionCounter, _ first: Int
  ) -> ScriptCoverage.Condition? {
    let (function, pc) = (Int(branch.function), Int(branch.pc))
    let code = program.functions[function].code.range
    // A jump to the next instruction, such as that of an empty statement, makes no branches.
    guard code.lowerBound + pc + 1 < code.upperBound, program.code[code.lowerBound + pc + 1] != 0 else {
      return nil
    }
    let (taken, notTaken) = counter.outcomes(of: first + function, pc: pc)
    let text = String(
      decoding: program.source[branch.span.range.clamped(to: program.source.indices)], as: UTF8.self)
    return ScriptCoverage.Condition(
      line: lines.table.line(at: branch.span.start), column: lines.table.column(at: branch.span.start),
      text: text,
      trueCount: branch.jumpsIfTrue ? taken : notTaken, falseCount: branch.jumpsIfTrue ? notTaken : taken)
  }

  /// How often a function was called: the count of its first instruction, without the times that a loop jumped back to it.
  private func calls(
    of number: Int, _ program: LoxBytecode.Program, _ counter: ExecutionCounter, _ first: Int
  ) -> Int {
    let loops = program.loops(of: program.functions[number]).filter { $0.lowerBound == 0 }
    return loops.reduce(counter.count(of: first + number, pc: 0)) { count, loop in
      count - counter.count(of: first + number, pc: loop.upperBound - 2)
    }
  }
}

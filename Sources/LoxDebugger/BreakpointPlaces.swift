import Lox
import LoxBytecode
import LoxSource

/// Where the statements of a program are: the lines on which it can stop.
public struct BreakpointPlaces: Sendable {
  struct Place: Hashable, Sendable {
    var function: Int
    var pc: Int
  }

  /// By line: the first statement of each function on it.
  private var places: [Int: [Place]] = [:]
  /// All lines that have a statement, ascending.
  public let lines: [Int]
  private let program: LoxBytecode.Program

  /// Those of a program that was compiled to be debugged; of others there are none.
  public init(_ program: Lox.Program) { self.init(program.image.program) }

  init(_ program: LoxBytecode.Program) {
    self.program = program
    let table = LineTable(Source(name: program.sourceName, bytes: program.source))
    var seen: [Int: Set<Int>] = [:]
    for statement in program.sourceMap?.statements ?? [] {
      guard let pc = statement.pc, program.functions[Int(statement.function)].member != .field else {
        continue
      }
      let line = table.line(at: statement.offset)
      guard seen[line, default: []].insert(Int(statement.function)).inserted else { continue }
      places[line, default: []].append(Place(function: Int(statement.function), pc: Int(pc)))
    }
    lines = places.keys.sorted()
  }

  /// The line on which a breakpoint for a line stops: itself, or the next one that has a statement; nil if there is none.
  public func line(for line: Int) -> Int? { lines.first { $0 >= line } }

  func places(for line: Int) -> [Place] { self.line(for: line).flatMap { places[$0] } ?? [] }

  /// The first statements of the functions that a name means.
  func places(ofFunction name: String) -> [Place] {
    var first: [Int: Int] = [:]
    for statement in program.sourceMap?.statements ?? [] {
      guard let pc = statement.pc, case let number = Int(statement.function), number > 0 else { continue }
      first[number] = min(first[number] ?? .max, Int(pc))
    }
    return first.compactMap { number, pc in
      Breakpoint.isMeant(program.displayName(of: number), by: name) ? Place(function: number, pc: pc) : nil
    }
  }

  /// Whether the program has a function that a name means.
  public func hasFunction(_ name: String) -> Bool { !places(ofFunction: name).isEmpty }
}

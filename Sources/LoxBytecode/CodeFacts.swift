import LoxSource

/// Facts about the code of a function that tools need.
extension Program {
  /// The loops in a function's code, each from its beginning to the end of the instruction that jumps back
  /// there.
  public func loops(of function: Function) -> [Range<Int>] {
    let words = code[function.code.range.clamped(to: code.indices)]
    var loops: [Range<Int>] = []
    var place = words.startIndex
    while place < words.endIndex {
      let instruction = Instruction(word: words[place])
      guard let opcode = Opcode(rawValue: instruction.rawOpcode) else { break }
      let layout = Opcode.layouts[Int(opcode.rawValue)]
      if layout.word == .back, place + 1 < words.endIndex {
        let end = place + 2 - words.startIndex
        let start = end + Int(Int32(bitPattern: words[place + 1]))
        if start >= 0, start < end { loops.append(start..<end) }
      }
      place += layout.length
    }
    return loops
  }
}

extension Program {
  /// The name of a function in traces and tools: one without a name is called what `print` shows of it.
  public func name(of function: Function) -> String {
    let name = bytes(ofString: function.name)
    return name.isEmpty ? "<fn>" : String(decoding: name, as: UTF8.self)
  }

  /// The name of a function in tools: for a method the class and the name, for the script `script`.
  public func displayName(of number: Int) -> String {
    let function = functions[number]
    if function.kind == .script { return "script" }
    let name = name(of: function)
    guard let className = sourceMap?.classNames[UInt32(truncatingIfNeeded: number)] else { return name }
    return String(decoding: bytes(ofString: className), as: UTF8.self) + "." + name
  }
}

/// The lines that a program's code comes from: from the source map, or else with the precision that messages
/// need.
public struct CodeLines: Sendable {
  private let program: Program
  public let table: LineTable
  /// By function.
  private var statements: [UInt32: [SourceMap.Statement]]

  public init(_ program: Program) {
    self.program = program
    table = LineTable(program.source)
    statements = Dictionary(grouping: program.sourceMap?.statements ?? []) { $0.function }
  }

  /// The line in which a function is declared.
  public func declaration(of number: Int) -> Int {
    let function = program.functions[number]
    return function.kind == .script ? 1 : table.line(at: function.declaration)
  }

  /// The line of each word of a function's code.
  public func lines(of number: Int) -> [Int] {
    let function = program.functions[number]
    var marks: [(pc: Int, offset: UInt32)] = program.positions(of: function).map { (Int($0.pc), $0.offset) }
    for statement in statements[UInt32(truncatingIfNeeded: number)] ?? [] {
      if let pc = statement.pc { marks.append((Int(pc), statement.offset)) }
    }
    marks.sort { $0.pc < $1.pc }
    var line =
      function.kind == .script ? marks.first.map { table.line(at: $0.offset) } ?? 1 : declaration(of: number)
    var rest = marks[...]
    return (0..<max(1, Int(function.code.count))).map { pc in
      while let mark = rest.popFirst(ifAtMost: pc) { line = table.line(at: mark.offset) }
      return line
    }
  }
}

extension ArraySlice<(pc: Int, offset: UInt32)> {
  /// Removes and returns the first mark, if it is for this place or an earlier one.
  fileprivate mutating func popFirst(ifAtMost pc: Int) -> Element? {
    guard let first, first.pc <= pc else { return nil }
    return popFirst()
  }
}

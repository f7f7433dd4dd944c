import LoxSource

/// Writes programs as text, including those that the verifier rejects.
///
///     function 2: make
///       arity 1, registers 4
///       constants
///         k0  global count
///       code
///         ; 3: while (n > 0) n = n - 1;
///              0  3  jumpIfNotGreaterConstant  r1, k1 = 0, L1
///       L1:
///              9  5  call                      r2(r3), i0        ; live r0..r3
public struct Disassembler: Sendable {
  private let program: Program
  private let lines: LineTable

  public init(_ program: Program) {
    self.program = program
    lines = LineTable(program.source)
  }

  /// The whole program.
  public var text: String {
    program.functions.indices.map(function).joined(separator: "\n")
  }

  /// One function; empty if there is none with this index.
  public func function(_ index: Int) -> String {
    guard program.functions.indices.contains(index) else { return "" }
    let function = program.functions[index]
    return title(of: function, index) + tables(of: function) + code(of: function)
  }

  /// One instruction of a function, for traces: its line (if known), its place, its name and its operands.
  /// Empty if there is none.
  public func instruction(at pc: Int, of index: Int) -> String {
    guard program.functions.indices.contains(index) else { return "" }
    let function = program.functions[index]
    let words = Array(program.code[function.code.range(in: program.code)])
    guard words.indices.contains(pc), let opcode = Opcode(rawValue: Instruction(word: words[pc]).rawOpcode)
    else { return "" }
    let layout = Opcode.layouts[Int(opcode.rawValue)]
    var labels: [Int: String] = [:]
    if layout.isJump, pc + 1 < words.count {
      let target = Self.target(of: words[pc + 1], at: pc)
      labels[target] = "\(target)"
    }
    let line = program.knownPosition(pc, in: function).map { "\(lines.line(at: $0.offset))" } ?? ""
    let operands = operands(of: Instruction(word: words[pc]), layout, at: pc, words, in: function, labels)
    return "\(line.padded(to: -6))  \("\(pc)".padded(to: -5))  \(layout.name.padded(to: 24))  \(operands)"
  }

  // MARK: - The head of a function

  private func title(of function: Function, _ index: Int) -> String {
    var text =
      switch function.kind {
      case .script: "script: \(quoted(Array(program.sourceName.utf8), quote: ""))\n"
      case .function, .method, .initializer: "\(function.kind) \(index): \(name(function.name))\n"
      }
    text += "  arity \(arity(of: function)), registers \(function.registerCount)"
    switch function.shortcut {
    case nil: break
    case .getter(let property): text += ", getter of \(name(property))"
    case .setter(let property): text += ", setter of \(name(property))"
    }
    return text + "\n"
  }

  /// `2`, `1 to 2`, `at least 1`
  private func arity(of function: Function) -> String {
    if function.hasRest { return "at least \(function.requiredCount)" }
    return function.requiredCount < function.arity
      ? "\(function.requiredCount) to \(function.arity)" : "\(function.arity)"
  }

  private func tables(of function: Function) -> String {
    section("constants", "k", program.constants[function.constants.range(in: program.constants)], constant)
      + section("caches", "i", program.caches[function.caches.range(in: program.caches)]) { cache in
        cache.kind == .call ? "call" : "\(cache.kind) \(name(cache.name))"
      }
      + section("captures", "c", program.captures[function.captures.range(in: program.captures)]) {
        "\(source(of: $0)) of the encloser"
      }
      + section("handlers", "h", program.handlers[function.handlers.range(in: program.handlers)]) {
        "\($0.start)..<\($0.end) at \($0.target), error in r\($0.register)"
      }
  }

  /// A list of numbered elements under a heading; nothing if it is empty.
  private func section<Element>(
    _ heading: String, _ letter: String, _ elements: ArraySlice<Element>, _ text: (Element) -> String
  ) -> String {
    guard !elements.isEmpty else { return "" }
    let width = "\(letter)\(elements.count - 1)".count
    return elements.enumerated().reduce(into: "  \(heading)\n") { list, element in
      list += "    \("\(letter)\(element.offset)".padded(to: width))  \(text(element.element))\n"
    }
  }

  // MARK: - Code

  /// An instruction as text, in columns.
  private struct Row {
    var pc: Int
    var line: Int
    var mnemonic: String
    var operands: String
    var note: String
  }

  private func code(of function: Function) -> String {
    let words = Array(program.code[function.code.range(in: program.code)])
    let labels = labels(in: words)
    let rows = rows(of: function, words, labels)
    let mnemonicWidth = rows.map(\.mnemonic.count).max() ?? 0
    let operandWidth = min(rows.map(\.operands.count).max() ?? 0, 32)
    let lineWidth = "\(rows.map(\.line).max() ?? 0)".count

    var text = "  code\n"
    var shown: Set<Int> = []
    for row in rows {
      if let label = labels[row.pc] { text += "  \(label):\n" }
      if row.line > 0, shown.insert(row.line).inserted {
        text += "    ; \(row.line): \(quoted(sourceLine(row.line), quote: ""))\n"
      }
      let line = row.line > 0 ? "\(row.line)" : ""
      var columns = "\("\(row.pc)".padded(to: -10))  \(line.padded(to: -lineWidth))"
      columns += "  \(row.mnemonic.padded(to: mnemonicWidth))  \(row.operands)"
      if !row.note.isEmpty {
        let width = 10 + 2 + lineWidth + 2 + mnemonicWidth + 2 + operandWidth
        columns = columns.padded(to: width) + "  ; \(row.note)"
      }
      while columns.last == " " { columns.removeLast() }
      text += columns + "\n"
    }
    return text
  }

  /// The bytes of a source line without surrounding spaces.
  private func sourceLine(_ line: Int) -> ArraySlice<UInt8> {
    func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
    let range = lines.range(ofLine: line).clamped(to: program.source.indices)
    let text = program.source[range].drop(while: isSpace)
    return text[..<(text.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? text.startIndex)]
  }

  private func rows(of function: Function, _ words: [UInt32], _ labels: [Int: String]) -> [Row] {
    var positions = program.positions(of: function)
    var position = positions.next()
    let heights = program.heights[function.heights.range(in: program.heights)]
    var height = heights.startIndex
    var (line, live) = (0, nil as UInt32?)
    var rows: [Row] = []
    forEachInstruction(in: words) { pc, instruction, layout in
      while let known = position, known.pc <= pc {
        line = lines.line(at: known.offset)
        position = positions.next()
      }
      while height < heights.endIndex, heights[height].pc <= pc {
        live = heights[height].count
        height += 1
      }
      var row = Row(pc: pc, line: line, mnemonic: "word", operands: "\(instruction.word)", note: "no opcode")
      if let layout {
        row.mnemonic = layout.name
        row.operands = operands(of: instruction, layout, at: pc, words, in: function, labels)
        row.note = note(on: layout, at: pc, words, live: live)
      }
      rows.append(row)
    }
    return rows
  }

  /// Visits the instructions; the layout is nil for words that are not valid instructions.
  private func forEachInstruction(
    in words: [UInt32], _ body: (Int, Instruction, InstructionLayout?) -> Void
  ) {
    var pc = 0
    while pc < words.count {
      let instruction = Instruction(word: words[pc])
      let layout = Opcode(rawValue: instruction.rawOpcode).map { Opcode.layouts[Int($0.rawValue)] }
      body(pc, instruction, layout)
      pc += layout?.length ?? 1
    }
  }

  /// Names for jump targets, in ascending order.
  private func labels(in words: [UInt32]) -> [Int: String] {
    var targets: Set<Int> = []
    var starts: Set<Int> = []
    forEachInstruction(in: words) { pc, _, layout in
      starts.insert(pc)
      if let layout, layout.isJump, pc + 1 < words.count {
        targets.insert(Self.target(of: words[pc + 1], at: pc))
      }
    }
    var labels: [Int: String] = [:]
    for target in targets.intersection(starts).sorted() {
      labels[target] = "L\(labels.count + 1)"
    }
    return labels
  }

  private static func target(of word: UInt32, at pc: Int) -> Int {
    pc + 2 + Int(Int32(bitPattern: word))
  }

  // MARK: - Operands

  private func operands(
    of instruction: Instruction, _ layout: InstructionLayout, at pc: Int, _ words: [UInt32],
    in function: Function, _ labels: [Int: String]
  ) -> String {
    let values =
      layout.format == .abc ? [instruction.a, instruction.b, instruction.c] : [instruction.a, instruction.d]
    var texts = zip(layout.roles, values).compactMap { role, value in
      operand(value, role, of: instruction, in: function)
    }
    if layout.length == 2 {
      let word = pc + 1 < words.count ? words[pc + 1] : nil
      texts.append(word.map { operand($0, layout.word, at: pc, in: function, labels) } ?? "(cut off)")
    }
    return texts.joined(separator: ", ")
  }

  private func operand(
    _ value: Int, _ role: InstructionLayout.Role, of instruction: Instruction, in function: Function
  ) -> String? {
    switch role {
    case .none: return value == 0 ? nil : "(\(value))"
    case .read, .write, .highRead, .highWrite: return "r\(value)"
    case .constant: return constantOperand(UInt32(value), in: function)
    case .capture:
      let captures = program.captures[function.captures.range(in: program.captures)]
      guard value < captures.count else { return "c\(value) (none)" }
      return "c\(value) = \(source(of: captures[captures.startIndex + value])) of the encloser"
    case .argumentCount, .variableCount: return nil
    case .window:
      let isOfIteration = Opcode.layouts[Int(instruction.rawOpcode)].roles.contains(.variableCount)
      return isOfIteration ? iteration(of: instruction) : window(of: instruction)
    case .literal: return "\(value)"
    case .checked: return value == 0 ? nil : "checked"
    case .typeRole:
      let operand = UInt8(truncatingIfNeeded: value)
      return "\(TypeRole(operand: operand))\(TypeRole.isOptional(operand) ? "?" : "")"
    }
  }

  private func operand(
    _ word: UInt32, _ role: InstructionLayout.WordRole, at pc: Int, in function: Function,
    _ labels: [Int: String]
  ) -> String {
    switch role {
    case .none: return ""
    case .jump, .back:
      let target = Self.target(of: word, at: pc)
      return labels[target] ?? "\(target) (no instruction)"
    case .constant, .global: return constantOperand(word, in: function)
    case .function:
      guard word < program.functions.count else { return "function \(word) (none)" }
      return "function \(word) = \(name(program.functions[Int(word)].name))"
    case .classDescriptor:
      guard word < program.classes.count else { return "class \(word) (none)" }
      return "class \(word) = \(name(program.classes[Int(word)].name))"
    case .importIndex:
      guard word < program.imports.count else { return "import \(word) (none)" }
      return "import \(word) = \(name(program.imports[Int(word)].module, quote: "\""))"
    case .cache:
      let caches = program.caches[function.caches.range(in: program.caches)]
      guard word < caches.count else { return "i\(word) (none)" }
      let cache = caches[caches.startIndex + Int(word)]
      return cache.kind == .call ? "i\(word)" : "i\(word) = \(name(cache.name))"
    }
  }

  /// The window of a call as `callee(arguments)`.
  private func window(of instruction: Instruction) -> String {
    let (callee, count) = (instruction.window, instruction.argumentCount)
    let arguments =
      switch count {
      case 0: ""
      case 1: "r\(callee + 1)"
      default: "r\(callee + 1)..r\(callee + count)"
      }
    let isOfSuper = instruction.rawOpcode == Opcode.invokeSuper.rawValue
    return "r\(callee)(\(arguments))" + (isOfSuper ? ", r\(callee + count + 1)" : "")
  }

  /// The state of an iteration, and its variables.
  private func iteration(of instruction: Instruction) -> String {
    let first = instruction.window
    let variables = (first + 3..<first + 3 + instruction.a).map { "r\($0)" }.joined(separator: ", ")
    return "r\(first)..r\(first + 2), \(variables)"
  }

  /// What the instruction needs besides its operands: the captures that it takes, and the registers that are
  /// live.
  private func note(on layout: InstructionLayout, at pc: Int, _ words: [UInt32], live: UInt32?) -> String {
    var notes: [String] = []
    if layout.word == .function, pc + 1 < words.count, words[pc + 1] < program.functions.count {
      let run = program.functions[Int(words[pc + 1])].captures
      let captures = program.captures[run.range(in: program.captures)]
      if !captures.isEmpty {
        let more = captures.count > 8 ? ", ..." : ""
        notes.append("captures " + captures.prefix(8).map(source).joined(separator: ", ") + more)
      }
    }
    if layout.isSafepoint, let live {
      notes.append(live == 0 ? "none live" : live == 1 ? "live r0" : "live r0..r\(live - 1)")
    }
    return notes.joined(separator: "; ")
  }

  private func source(of capture: CaptureSource) -> String {
    "\(capture.isRegister ? "r" : "c")\(capture.index)"
  }

  private func constantOperand(_ index: UInt32, in function: Function) -> String {
    let constants = program.constants[function.constants.range(in: program.constants)]
    guard index < constants.count else { return "k\(index) (none)" }
    return "k\(index) = \(constant(constants[constants.startIndex + Int(index)]))"
  }

  private func constant(_ constant: Constant) -> String {
    switch constant {
    case .nil: return "nil"
    case .boolean(let value): return "\(value)"
    case .number(let bits):
      let text = "\(Double(bitPattern: bits))"
      return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    case .string(let index): return index < program.strings.count ? name(index, quote: "\"") : name(index)
    case .global(let index): return "global \(name(index))"
    case .imported(let index, let member):
      guard index < program.imports.count else { return "imported \(name(member))" }
      return "imported \(name(member)) from \(name(program.imports[Int(index)].module, quote: "\""))"
    }
  }

  /// A string of the program; names are shown without quotes.
  private func name(_ index: UInt32, quote: String = "") -> String {
    guard index < program.strings.count else { return "(no string \(index))" }
    return quoted(program.bytes(ofString: index), quote: quote)
  }

  /// Bytes as text on one line, shortened to a readable length.
  private func quoted(_ bytes: some Collection<UInt8>, quote: String) -> String {
    var text = quote
    for scalar in String(decoding: bytes.prefix(64), as: UTF8.self).unicodeScalars {
      switch scalar {
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += quote.isEmpty ? " " : "\\t"
      default:
        let isShown = scalar.properties.generalCategory != .control
        text += isShown ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
    return text + quote + (bytes.count > 64 ? "..." : "")
  }
}

extension Run {
  /// The part of the run that is inside an array.
  fileprivate func range(in array: [some Any]) -> Range<Int> {
    range.clamped(to: array.indices)
  }
}

extension String {
  /// The string padded with spaces to a width; on the left if the width is negative.
  fileprivate func padded(to width: Int) -> String {
    let spaces = String(repeating: " ", count: max(0, abs(width) - count))
    return width < 0 ? spaces + self : self + spaces
  }
}

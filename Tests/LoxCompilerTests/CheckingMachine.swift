import Foundation
import LoxBytecode
import LoxSource

/// A slow machine that trusts nothing: it runs programs like the run loop, and checks what the run loop takes for granted.
///
/// At every safepoint it overwrites the registers above the height with garbage, as a collector may, and those that a
/// new frame has not set yet. Nobody may ever read that garbage.
final class CheckingMachine {
  /// What a run has printed, line by line.
  private(set) var output: [String] = []
  /// The message of the error that ended it, and the trace.
  private(set) var errors: [String] = []
  /// How many instructions have been executed.
  private(set) var steps = 0

  private let program: Program
  private let lines: LineTable
  private let maximumDepth: Int
  private let maximumSteps: Int
  private var globals: [UInt32: Value] = [:]
  private var registers: [Value] = []
  var frames: [Frame] = []

  /// The code has a flaw.
  struct Flaw: Error, CustomStringConvertible {
    var description: String
  }

  /// The script has an error.
  struct ScriptError: Error, @unchecked Sendable {
    var message: String
    var thrown: Value?
  }

  struct Frame {
    var closure: Closure
    var pc = 0
    var base: Int
    /// Where the instruction being executed starts.
    var current = 0
  }

  init(_ program: Program, maximumDepth: Int = 64, maximumSteps: Int = 20_000_000) {
    self.program = program
    self.maximumDepth = maximumDepth
    self.maximumSteps = maximumSteps
    lines = LineTable(program.source)
    for index in program.strings.indices {
      let name = UInt32(index)
      if text(name) == "clock" { globals[name] = .clock }
    }
  }

  /// Runs the script; false if it did not end within the permitted number of steps.
  func run() throws -> Bool {
    let script = Closure(function: 0)
    registers = [.closure(script)]
    enter(script, base: 0)
    while !frames.isEmpty {
      steps += 1
      if steps > maximumSteps { return false }
      do {
        try step()
      } catch let error as ScriptError {
        if catchError(error) { continue }
        errors.append(error.message)
        for frame in frames.reversed() { errors.append(try trace(frame)) }
        return true
      }
    }
    return true
  }

  /// Goes on at a handler, if one covers a call that is under way; only the registers up to its own keep their values.
  private func catchError(_ error: ScriptError) -> Bool {
    for (index, frame) in frames.enumerated().reversed() {
      let function = program.functions[frame.closure.function]
      guard
        let handler = program.handlers[function.handlers.range].first(where: {
          $0.start <= frame.current && frame.current < $0.end
        })
      else { continue }
      frames.removeSubrange((index + 1)...)
      frames[index].pc = Int(handler.target)
      for register in frame.base + Int(handler.register)..<registers.count { registers[register] = .garbage }
      write(Int(handler.register), error.thrown ?? .string(Array(error.message.utf8)))
      return true
    }
    return false
  }

  private func trace(_ frame: Frame) throws -> String {
    let function = program.functions[frame.closure.function]
    guard let position = program.knownPosition(frame.current, in: function) else {
      throw Flaw(description: "no position for \(frame.current) in \(text(function.name))")
    }
    let place = function.kind == .script ? "script" : "\(text(function.name))()"
    return "[line \(lines.line(at: position.offset))] in \(place)"
  }

  // MARK: - Registers

  var frame: Frame { frames[frames.count - 1] }
  var function: Function { program.functions[frame.closure.function] }

  func flaw(_ text: String) -> Flaw {
    Flaw(description: "\(text) at \(frame.current) in \(self.text(function.name))")
  }

  func read(_ register: Int) throws -> Value {
    let value = registers[frame.base + register]
    if case .garbage = value { throw flaw("reads register \(register), which is garbage") }
    return value
  }

  /// Lets the window have a register beyond its end, for arguments.
  func extend(to register: Int) {
    while registers.count <= frame.base + register + 1 { registers.append(.garbage) }
  }

  func write(_ register: Int, _ value: Value) {
    registers[frame.base + register] = value
  }

  private func enter(_ closure: Closure, base: Int) {
    let function = program.functions[closure.function]
    let end = base + Int(function.registerCount)
    while registers.count < end { registers.append(.garbage) }
    for register in base + Int(function.arity) + 1..<end { registers[register] = .garbage }
    frames.append(Frame(closure: closure, base: base))
  }

  /// What a collection does to the registers.
  private func collect(at pc: Int, _ instruction: Instruction, _ layout: InstructionLayout) throws {
    let heights = program.heights[function.heights.range]
    guard let height = heights.last(where: { $0.pc <= pc }) else { throw flaw("no height") }
    for register in 0..<Int(height.count) { _ = try read(register) }
    let values =
      layout.format == .abc ? [instruction.a, instruction.b, instruction.c] : [instruction.a, instruction.d]
    for (role, value) in zip(layout.roles, values) {
      let last =
        switch role {
        case .read: value
        case .window where layout.roles[0] == .variableCount: value + 2
        case .window: value + instruction.argumentCount + layout.registersAfterArguments
        default: -1
        }
      if last >= Int(height.count) { throw flaw("register \(last) is above the height") }
    }
    for register in Int(height.count)..<Int(function.registerCount) { write(register, .garbage) }
  }

  // MARK: - Instructions

  private func step() throws {
    let pc = frame.pc
    let start = Int(function.code.start)
    let instruction = Instruction(word: program.code[start + pc])
    let layout = Opcode.layouts[Int(instruction.rawOpcode)]
    let word = layout.length == 2 ? program.code[start + pc + 1] : 0
    frames[frames.count - 1].current = pc
    frames[frames.count - 1].pc += layout.length
    if layout.isSafepoint { try collect(at: pc, instruction, layout) }
    guard let opcode = Opcode(rawValue: instruction.rawOpcode) else { throw flaw("no opcode") }
    if try executeMove(opcode, instruction, word) { return }
    if try executeOperation(opcode, instruction) { return }
    if try executeJump(opcode, instruction, word) { return }
    if try executeCollection(opcode, instruction, word) { return }
    try executeObject(opcode, instruction, word)
  }

  private func executeMove(_ opcode: Opcode, _ i: Instruction, _ word: UInt32) throws -> Bool {
    switch opcode {
    case .move: write(i.a, try read(i.b))
    case .moveFromHigh: write(i.a, try read(i.d))
    case .moveToHigh: write(i.d, try read(i.a))
    case .loadConstant: write(i.a, constant(i.d))
    case .loadConstantWide: write(i.a, constant(Int(word)))
    case .getGlobal:
      let name = global(word)
      guard let value = globals[name] else {
        throw ScriptError(message: "Undefined variable '\(text(name))'.")
      }
      write(i.a, value)
    case .checkGlobalType:
      guard let type = globals[global(word)] else {
        throw ScriptError(message: "Undefined variable '\(text(global(word)))'.")
      }
      try checkType(read(i.a), type, i.c)
    case .setGlobal:
      let name = global(word)
      guard globals[name] != nil else { throw ScriptError(message: "Undefined variable '\(text(name))'.") }
      globals[name] = try read(i.a)
    case .defineGlobal: globals[global(word)] = try read(i.a)
    case .getCapture: write(i.a, frame.closure.captures[i.d])
    case .getCapturedBox: write(i.a, try box(frame.closure.captures[i.d]).value)
    case .setCapturedBox: try box(frame.closure.captures[i.d]).value = read(i.a)
    case .makeBox: write(i.a, .box(Box(try read(i.b))))
    case .getBox: write(i.a, try box(read(i.b)).value)
    case .setBox: try box(read(i.a)).value = read(i.b)
    default: return false
    }
    return true
  }

  private func executeOperation(_ opcode: Opcode, _ i: Instruction) throws -> Bool {
    switch opcode {
    case .add: write(i.a, try sum(read(i.b), read(i.c)))
    case .addConstant: write(i.a, try sum(read(i.b), constant(i.c)))
    case .subtract: write(i.a, .number(try numbers(read(i.b), read(i.c), -)))
    case .subtractConstant: write(i.a, .number(try numbers(read(i.b), constant(i.c), -)))
    case .multiply: write(i.a, .number(try numbers(read(i.b), read(i.c), *)))
    case .multiplyConstant: write(i.a, .number(try numbers(read(i.b), constant(i.c), *)))
    case .divide: write(i.a, .number(try numbers(read(i.b), read(i.c), /)))
    case .divideConstant: write(i.a, .number(try numbers(read(i.b), constant(i.c), /)))
    case .modulo:
      write(i.a, .number(try numbers(read(i.b), read(i.c)) { $0.truncatingRemainder(dividingBy: $1) }))
    case .text: write(i.a, .string(Array(text(try read(i.b)).utf8)))
    case .throw, .rethrow:
      let thrown = try read(i.a)
      throw ScriptError(message: text(thrown), thrown: thrown)
    case .importModule: throw ScriptError(message: "There are no modules.")
    case .noCase: throw ScriptError(message: "No case for \(text(try read(i.a))).")
    case .negate:
      guard case .number(let value) = try read(i.b) else {
        throw ScriptError(message: "Operand must be a number.")
      }
      write(i.a, .number(-value))
    case .not: write(i.a, .boolean(try !read(i.b).isTrue))
    case .equal: write(i.a, .boolean(try read(i.b) == read(i.c)))
    case .notEqual: write(i.a, .boolean(try !(read(i.b) == read(i.c))))
    case .less: write(i.a, .boolean(try numbers(read(i.b), read(i.c), <)))
    case .notLess: write(i.a, .boolean(try !numbers(read(i.b), read(i.c), <)))
    default: return false
    }
    return true
  }

  private func executeJump(_ opcode: Opcode, _ i: Instruction, _ word: UInt32) throws -> Bool {
    let isTaken: Bool
    switch opcode {
    case .jump, .loop: isTaken = true
    case .jumpIfFalse: isTaken = try !read(i.a).isTrue
    case .jumpIfTrue: isTaken = try read(i.a).isTrue
    case .jumpIfNil: isTaken = try read(i.a) == .nil
    case .jumpIfNotNil: isTaken = try read(i.a) != .nil
    case .jumpIfEqual: isTaken = try read(i.a) == read(i.b)
    case .jumpIfNotEqual: isTaken = try !(read(i.a) == read(i.b))
    case .jumpIfLess, .loopIfLess: isTaken = try numbers(read(i.a), read(i.b), <)
    case .jumpIfNotLess, .loopIfNotLess: isTaken = try !numbers(read(i.a), read(i.b), <)
    case .jumpIfEqualConstant: isTaken = try read(i.a) == constant(i.d)
    case .jumpIfNotEqualConstant: isTaken = try !(read(i.a) == constant(i.d))
    case .jumpIfLessConstant, .loopIfLessConstant:
      isTaken = try numbers(read(i.a), constant(i.d), <)
    case .jumpIfNotLessConstant, .loopIfNotLessConstant:
      isTaken = try !numbers(read(i.a), constant(i.d), <)
    case .jumpIfGreaterConstant, .loopIfGreaterConstant:
      isTaken = try numbers(constant(i.d), read(i.a), <)
    case .jumpIfNotGreaterConstant, .loopIfNotGreaterConstant:
      isTaken = try !numbers(constant(i.d), read(i.a), <)
    default: return false
    }
    if isTaken { frames[frames.count - 1].pc += Int(Int32(bitPattern: word)) }
    return true
  }

  private func executeObject(_ opcode: Opcode, _ i: Instruction, _ word: UInt32) throws {
    switch opcode {
    case .call: try call(read(i.window), window: i.window, i.argumentCount)
    case .invoke: try invoke(name(word), window: i.window, i.argumentCount)
    case .invokeSuper:
      let superclass = try type(read(i.window + i.argumentCount + 1))
      try call(method(name(word), of: superclass), window: i.window, i.argumentCount)
    case .return: leave(with: try read(i.a))
    case .returnNil: leave(with: .nil)
    case .getProperty:
      if case .map(let map) = try read(i.b) {
        guard let value = map[.string(Array(text(name(word)).utf8))] else {
          throw ScriptError(message: "Undefined property '\(text(name(word)))'.")
        }
        return write(i.a, value)
      }
      guard case .instance(let object) = try read(i.b) else {
        throw ScriptError(message: "Only instances have properties.")
      }
      write(
        i.a, try object.fields[name(word)] ?? .bound(Bound(read(i.b), method(name(word), of: object.type))))
    case .setProperty:
      if case .map(let map) = try read(i.a) {
        map[.string(Array(text(name(word)).utf8))] = try read(i.b)
        return
      }
      guard case .instance(let object) = try read(i.a) else {
        throw ScriptError(message: "Only instances have fields.")
      }
      object.fields[name(word)] = try read(i.b)
    case .getSuper:
      write(i.a, .bound(Bound(try read(i.b), try method(name(word), of: type(read(i.c))))))
    case .closure:
      let closure = Closure(function: Int(word))
      write(i.a, .closure(closure))
      try capture(for: closure)
    case .class: write(i.a, .type(Class(name: text(program.classes[Int(word)].name))))
    case .inherit:
      let heir = try type(read(i.a))
      guard case .type(let superclass) = try read(i.b) else {
        throw ScriptError(message: "Superclass must be a class.")
      }
      heir.methods = superclass.methods
      heir.ancestors = [superclass] + superclass.ancestors
    case .method:
      let closure = Closure(function: Int(word))
      try capture(for: closure)
      try type(read(i.a)).methods[program.functions[Int(word)].name] = closure
    case .classField:
      _ = try type(read(i.a))
      _ = try read(i.b)
    case .print: output.append(text(try read(i.a)))
    default: throw flaw("unexpected opcode")
    }
  }

  // MARK: - Calls

  func call(_ callee: Value, window: Int, _ count: Int) throws {
    switch callee {
    case .closure(let closure): try call(closure, window: window, count)
    case .bound(let bound):
      write(window, bound.receiver)
      try call(bound.method, window: window, count)
    case .type(let type):
      write(window, .instance(Instance(type: type)))
      if let initializer = type.methods.first(where: { text($0.key) == "init" })?.value {
        try call(initializer, window: window, count)
      } else if count != 0 {
        throw ScriptError(message: "Expected 0 arguments but got \(count).")
      }
    case .clock: write(window, .number(0))
    default: throw ScriptError(message: "Can only call functions and classes.")
    }
  }

  private func call(_ closure: Closure, window: Int, _ count: Int) throws {
    let function = program.functions[closure.function]
    let required = Int(function.requiredCount)
    guard count >= required, count <= function.fixedCount || function.hasRest else {
      let expected =
        function.hasRest
        ? "at least \(required)"
        : required < function.fixedCount ? "\(required) to \(function.fixedCount)" : "\(required)"
      throw ScriptError(message: "Expected \(expected) arguments but got \(count).")
    }
    if count != Int(function.arity) || function.hasRest {
      extend(to: window + Int(function.arity))
      let rest = List()
      rest.elements = try (function.fixedCount..<max(function.fixedCount, count)).map {
        try read(window + 1 + $0)
      }
      for index in count..<max(count, function.fixedCount) { write(window + 1 + index, .nil) }
      if function.hasRest { write(window + 1 + function.fixedCount, .list(rest)) }
    }
    guard frames.count < maximumDepth else { throw ScriptError(message: "Stack overflow.") }
    enter(closure, base: frame.base + window)
  }

  func invoke(_ name: UInt32, window: Int, _ count: Int) throws {
    if case .map(let map) = try read(window), let callee = map[.string(Array(text(name).utf8))] {
      write(window, callee)
      return try call(callee, window: window, count)
    }
    guard case .instance(let object) = try read(window) else {
      throw ScriptError(message: "Only instances have methods.")
    }
    if let field = object.fields[name] {
      write(window, field)
      try call(field, window: window, count)
    } else {
      try call(method(name, of: object.type), window: window, count)
    }
  }

  func method(_ name: UInt32, of type: Class) throws -> Closure {
    guard let method = type.methods[name] else {
      throw ScriptError(message: "Undefined property '\(text(name))'.")
    }
    return method
  }

  private func leave(with value: Value) {
    let ended = frames.removeLast()
    for register in ended.base..<registers.count { registers[register] = .garbage }
    registers[ended.base] = value
  }

  private func capture(for closure: Closure) throws {
    let captures = program.functions[closure.function].captures
    for source in program.captures[captures.range] {
      closure.captures.append(
        source.isRegister ? try read(Int(source.index)) : frame.closure.captures[Int(source.index)])
    }
  }

  // MARK: - Constants and operands

  private func constant(_ index: Int) -> Value {
    switch program.constants[Int(function.constants.start) + index] {
    case .nil: .nil
    case .boolean(let value): .boolean(value)
    case .number(let bits): .number(Double(bitPattern: bits))
    case .string(let string): .string(Array(program.bytes(ofString: string)))
    case .global, .imported: .garbage
    }
  }

  private func global(_ index: UInt32) -> UInt32 {
    guard case .global(let name) = program.constants[Int(function.constants.start + index)] else {
      return .max
    }
    return name
  }

  func name(_ cache: UInt32) -> UInt32 {
    program.caches[Int(function.caches.start + cache)].name
  }

  private func box(_ value: Value) throws -> Box {
    guard case .box(let box) = value else { throw flaw("takes something else for a box") }
    return box
  }

  func type(_ value: Value) throws -> Class {
    guard case .type(let type) = value else { throw flaw("takes something else for a class") }
    return type
  }

  func numbers<Result>(
    _ left: Value, _ right: Value, _ operation: (Double, Double) -> Result
  ) throws -> Result {
    guard case .number(let left) = left, case .number(let right) = right else {
      throw ScriptError(message: "Operands must be numbers.")
    }
    return operation(left, right)
  }

  private func sum(_ left: Value, _ right: Value) throws -> Value {
    switch (left, right) {
    case (.number(let left), .number(let right)): return .number(left + right)
    case (.string(let left), .string(let right)): return .string(left + right)
    case (.string(let left), _) where program.isExtended: return .string(left + text(right).utf8)
    case (_, .string(let right)) where program.isExtended: return .string(text(left).utf8 + right)
    default: throw ScriptError(message: "Operands must be two numbers or two strings.")
    }
  }

  // MARK: - Text

  func text(_ string: UInt32) -> String {
    String(decoding: program.bytes(ofString: string), as: UTF8.self)
  }

  func text(_ value: Value) -> String {
    switch value {
    case .garbage: "garbage"
    case .nil: "nil"
    case .boolean(let value): "\(value)"
    case .number(let value): value.isNaN ? "nan" : String(format: "%g", value)
    case .string(let bytes): String(decoding: bytes, as: UTF8.self)
    case .closure(let closure): "<fn \(text(program.functions[closure.function].name))>"
    case .bound(let bound): text(.closure(bound.method))
    case .type(let type): type.name
    case .instance(let object): "\(object.type.name) instance"
    case .clock: "<native fn>"
    case .box: "box"
    case .list, .map, .range: collectionText(value, within: [])
    case .position: "position"
    }
  }
}

// MARK: - Values

extension CheckingMachine {
  enum Value: Equatable {
    /// Garbage that nobody may read.
    case garbage
    case `nil`
    case boolean(Bool)
    case number(Double)
    case string([UInt8])
    case closure(Closure)
    case type(Class)
    case instance(Instance)
    case bound(Bound)
    case box(Box)
    case clock
    case list(List)
    case map(Map)
    case range(Range)
    /// The state of an iteration.
    case position(Int)

    var isTrue: Bool { self != .nil && self != .boolean(false) }

    static func == (left: Value, right: Value) -> Bool {
      switch (left, right) {
      case (.nil, .nil), (.clock, .clock): true
      case (.boolean(let left), .boolean(let right)): left == right
      case (.number(let left), .number(let right)): left == right
      case (.string(let left), .string(let right)): left == right
      case (.closure(let left), .closure(let right)): left === right
      case (.type(let left), .type(let right)): left === right
      case (.instance(let left), .instance(let right)): left === right
      case (.bound(let left), .bound(let right)): left === right
      case (.list(let left), .list(let right)): left === right
      case (.map(let left), .map(let right)): left === right
      case (.range(let left), .range(let right)): left === right
      case (.position(let left), .position(let right)): left == right
      default: false
      }
    }
  }

  final class Closure {
    let function: Int
    var captures: [Value] = []

    init(function: Int) { self.function = function }
  }

  final class Bound {
    let receiver: Value
    let method: Closure

    init(_ receiver: Value, _ method: Closure) {
      self.receiver = receiver
      self.method = method
    }
  }

  final class Box {
    var value: Value

    init(_ value: Value) { self.value = value }
  }

  final class Class {
    let name: String
    /// The superclasses, the nearest first.
    var ancestors: [Class] = []
    var methods: [UInt32: Closure] = [:]

    init(name: String) { self.name = name }
  }

  final class Instance {
    let type: Class
    var fields: [UInt32: Value] = [:]

    init(type: Class) { self.type = type }
  }
}

import LoxBytecode
import LoxSource

/// A function under construction: its tables, which `ProgramBuilder` appends to those of the program.
struct FunctionBuilder {
  var function: Function
  var code: [UInt32] = []
  var constants: [Constant] = []
  var caches: [CacheDescriptor] = []
  var captures: [CaptureSource] = []
  var positions = PositionWriter()
  var heights: [Height] = []

  init(_ kind: Function.Kind, name: UInt32, arity: UInt8 = 0, registers: UInt32) {
    function = Function(kind: kind, name: name, arity: arity)
    function.registerCount = registers
  }

  mutating func emit(_ instruction: Instruction, _ word: UInt32? = nil) {
    code.append(instruction.word)
    if let word { code.append(word) }
  }

  /// The instructions that follow come from the source at an offset.
  mutating func mark(_ offset: Int) {
    let offset = UInt32(offset)
    positions.append(
      Position(pc: UInt32(code.count), offset: offset, span: SourceSpan(start: offset, end: offset + 1)))
  }

  /// Registers below `count` are live in the instructions that follow.
  mutating func live(_ count: UInt32) {
    heights.append(Height(pc: UInt32(code.count), count: count))
  }
}

extension Program {
  mutating func append(_ builder: FunctionBuilder) {
    var function = builder.function
    function.code = Self.append(builder.code, to: &code)
    function.constants = Self.append(builder.constants, to: &constants)
    function.caches = Self.append(builder.caches, to: &caches)
    function.captures = Self.append(builder.captures, to: &captures)
    function.positions = Self.append(builder.positions.bytes, to: &positions)
    function.heights = Self.append(builder.heights, to: &heights)
    functions.append(function)
  }

  private static func append<Element>(_ elements: [Element], to table: inout [Element]) -> Run {
    defer { table += elements }
    return Run(start: table.count, count: elements.count)
  }

  mutating func append(string: String) -> UInt32 {
    strings.append(StringRange(start: stringBytes.count, count: string.utf8.count))
    stringBytes += Array(string.utf8)
    return UInt32(strings.count - 1)
  }
}

/// A handmade program that uses most of the tables.
enum Sample {
  static let source = """
    class Counter {
      init(start) { this.count = start; }
      value() { return this.count; }
      reset(to) { this.count = to; }
    }
    class Twice < Counter {
      value() { return super.value() * 2; }
    }
    fun make(n) {
      fun next() { n = n + 1; return n; }
      return next;
    }
    var counter = Twice(3);
    for (var i = 0; i < 10; i = i + 1) counter.reset(i);
    print counter.value();

    """

  /// The functions by index.
  static let (script, initializer, getter, setter, override, make, next) = (0, 1, 2, 3, 4, 5, 6)

  static let program: Program = {
    var program = Program(sourceName: "sample.lox", source: Array(source.utf8))
    for name in names { _ = program.append(string: name) }
    program.classes = [
      ClassDescriptor(name: string("Counter"), fieldHint: 1),
      ClassDescriptor(name: string("Twice"), fieldHint: 0),
    ]
    for function in [
      makeScript(), makeInitializer(), makeGetter(), makeSetter(), makeOverride(), makeMake(), makeNext(),
    ] {
      program.append(function)
    }
    return program
  }()

  private static let names = [
    "", "Counter", "init", "count", "value", "reset", "Twice", "make", "next", "counter",
  ]

  /// The index of one of the names.
  private static func string(_ name: String) -> UInt32 {
    UInt32(names.firstIndex(of: name) ?? 0)
  }

  private static func makeScript() -> FunctionBuilder {
    var builder = FunctionBuilder(.script, name: string(""), registers: 5)
    builder.constants = [
      .global(string("Counter")), .global(string("Twice")), .global(string("make")), .number(3.0.bitPattern),
      .global(string("counter")), .number(0), .number(10.0.bitPattern), .number(1.0.bitPattern),
    ]
    builder.caches = [
      CacheDescriptor(kind: .call, name: 0), CacheDescriptor(kind: .invoke, name: string("reset")),
      CacheDescriptor(kind: .invoke, name: string("value")),
    ]
    builder.mark(offset(of: "class Counter"))
    builder.live(1)
    builder.emit(Instruction(.class, a: 1), 0)
    builder.live(2)
    for method in [initializer, getter, setter] {
      builder.emit(Instruction(.method, a: 1), UInt32(method))
    }
    builder.emit(Instruction(.defineGlobal, a: 1), 0)
    builder.mark(offset(of: "class Twice"))
    builder.live(1)
    builder.emit(Instruction(.class, a: 1), 1)
    builder.emit(Instruction(.getGlobal, a: 2), 0)
    builder.live(3)
    builder.emit(Instruction(.inherit, a: 1, b: 2))
    builder.emit(Instruction(.method, a: 1), UInt32(override))
    builder.emit(Instruction(.defineGlobal, a: 1), 1)
    builder.mark(offset(of: "fun make"))
    builder.live(1)
    builder.emit(Instruction(.closure, a: 1), UInt32(make))
    builder.emit(Instruction(.defineGlobal, a: 1), 2)
    builder.mark(offset(of: "var counter"))
    builder.emit(Instruction(.getGlobal, a: 1), 1)
    builder.emit(Instruction(.loadConstant, a: 2, d: 3))
    builder.live(3)
    builder.emit(Instruction(.call, argumentCount: 1, window: 1), 0)
    builder.emit(Instruction(.defineGlobal, a: 1), 4)
    builder.mark(offset(of: "for"))
    builder.emit(Instruction(.loadConstant, a: 1, d: 5))
    let start = builder.code.count
    builder.emit(Instruction(.jumpIfNotLessConstant, a: 1, d: 6), 0)
    builder.emit(Instruction(.getGlobal, a: 2), 4)
    builder.emit(Instruction(.move, a: 3, b: 1))
    builder.live(4)
    builder.emit(Instruction(.invoke, argumentCount: 1, window: 2), 1)
    builder.live(2)
    builder.emit(Instruction(.addConstant, a: 1, b: 1, c: 7))
    let length = builder.code.count + 2 - start
    builder.emit(Instruction(.loop), UInt32(bitPattern: Int32(-length)))
    builder.code[start + 1] = UInt32(builder.code.count - start - 2)
    builder.mark(offset(of: "print"))
    builder.emit(Instruction(.getGlobal, a: 1), 4)
    builder.emit(Instruction(.invoke, argumentCount: 0, window: 1), 2)
    builder.emit(Instruction(.print, a: 1))
    builder.emit(Instruction(.returnNil))
    return builder
  }

  private static func makeInitializer() -> FunctionBuilder {
    var builder = FunctionBuilder(.initializer, name: string("init"), arity: 1, registers: 3)
    builder.caches = [CacheDescriptor(kind: .setProperty, name: string("count"))]
    builder.mark(offset(of: "this.count = start"))
    builder.live(2)
    builder.emit(Instruction(.setProperty, a: 0, b: 1), 0)
    builder.emit(Instruction(.return, a: 0))
    return builder
  }

  private static func makeGetter() -> FunctionBuilder {
    var builder = FunctionBuilder(.method, name: string("value"), registers: 2)
    builder.function.shortcut = .getter(string("count"))
    builder.caches = [CacheDescriptor(kind: .getProperty, name: string("count"))]
    builder.mark(offset(of: "return this.count"))
    builder.live(1)
    builder.emit(Instruction(.getProperty, a: 1, b: 0), 0)
    builder.emit(Instruction(.return, a: 1))
    return builder
  }

  private static func makeSetter() -> FunctionBuilder {
    var builder = FunctionBuilder(.method, name: string("reset"), arity: 1, registers: 3)
    builder.function.shortcut = .setter(string("count"))
    builder.caches = [CacheDescriptor(kind: .setProperty, name: string("count"))]
    builder.mark(offset(of: "this.count = to"))
    builder.live(2)
    builder.emit(Instruction(.setProperty, a: 0, b: 1), 0)
    builder.emit(Instruction(.returnNil))
    return builder
  }

  private static func makeOverride() -> FunctionBuilder {
    var builder = FunctionBuilder(.method, name: string("value"), registers: 3)
    builder.constants = [.number(2.0.bitPattern)]
    builder.caches = [CacheDescriptor(kind: .invokeSuper, name: string("value"))]
    builder.captures = [CaptureSource(isRegister: true, index: 2)]
    builder.mark(offset(of: "return super"))
    builder.emit(Instruction(.move, a: 1, b: 0))
    builder.emit(Instruction(.getCapture, a: 2, d: 0))
    builder.live(3)
    builder.emit(Instruction(.invokeSuper, argumentCount: 0, window: 1), 0)
    builder.emit(Instruction(.multiplyConstant, a: 1, b: 1, c: 0))
    builder.emit(Instruction(.return, a: 1))
    return builder
  }

  private static func makeMake() -> FunctionBuilder {
    var builder = FunctionBuilder(.function, name: string("make"), arity: 1, registers: 3)
    builder.mark(offset(of: "fun next"))
    builder.live(2)
    builder.emit(Instruction(.makeBox, a: 1, b: 1))
    builder.emit(Instruction(.closure, a: 2), UInt32(next))
    builder.mark(offset(of: "return next"))
    builder.emit(Instruction(.return, a: 2))
    return builder
  }

  private static func makeNext() -> FunctionBuilder {
    var builder = FunctionBuilder(.function, name: string("next"), registers: 2)
    builder.constants = [.number(1.0.bitPattern)]
    builder.captures = [CaptureSource(isRegister: true, index: 1)]
    builder.mark(offset(of: "n = n + 1"))
    builder.emit(Instruction(.getCapturedBox, a: 1, d: 0))
    builder.live(2)
    builder.emit(Instruction(.addConstant, a: 1, b: 1, c: 0))
    builder.emit(Instruction(.setCapturedBox, a: 1, d: 0))
    builder.emit(Instruction(.return, a: 1))
    return builder
  }

  /// Where a piece of the source starts.
  private static func offset(of text: String) -> Int {
    source.firstRange(of: text).map { source.utf8.distance(from: source.startIndex, to: $0.lowerBound) } ?? 0
  }
}

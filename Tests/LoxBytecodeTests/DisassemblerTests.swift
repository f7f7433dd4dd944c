import LoxBytecode
import Testing

@Suite struct DisassemblerTests {
  @Test func sample() {
    #expect(Disassembler(Sample.program).text == Self.listing)
  }

  @Test func oneFunction() {
    let disassembler = Disassembler(Sample.program)
    let functions = Sample.program.functions.indices.map(disassembler.function)
    #expect(functions.joined(separator: "\n") == disassembler.text)
    #expect(disassembler.function(7).isEmpty)
    #expect(disassembler.function(-1).isEmpty)
  }

  /// Programs that the verifier refuses are also shown, with what is wrong.
  @Test func faultyProgram() {
    var program = Program(sourceName: "a\nb", source: Array("print \u{7};".utf8))
    program.strings = [StringRange(start: 0, count: 9)]
    var script = FunctionBuilder(.script, name: 9, registers: 1)
    script.constants = [.string(0), .string(1), .number(Double.nan.bitPattern), .number((-0.5).bitPattern)]
    script.mark(1000)
    script.emit(Instruction(.loadConstant, a: 1, d: 4))
    script.emit(Instruction(.move, a: 2, b: 3, c: 4))
    script.emit(Instruction(.getCapture, a: 0, d: 5))
    script.emit(Instruction(.closure, a: 0), 6)
    script.emit(Instruction(.class, a: 0), 7)
    script.emit(Instruction(.invoke, argumentCount: 2, window: 8), 9)
    script.emit(Instruction(.jump), 1)
    script.emit(Instruction(.jump), 100)
    script.emit(Instruction(word: 255))
    script.emit(Instruction(.jump))
    program.append(script)
    program.functions[0].code.count += 100
    #expect(Disassembler(program).text == Self.faultyListing)
  }

  private static let listing = """
    script: sample.lox
      arity 0, registers 5
      constants
        k0  global Counter
        k1  global Twice
        k2  global make
        k3  3
        k4  global counter
        k5  0
        k6  10
        k7  1
      caches
        i0  call
        i1  invoke reset
        i2  invoke value
      code
        ; 1: class Counter {
             0   1  class                  r1, class 0 = Counter    ; live r0
             2   1  method                 r1, function 1 = init    ; live r0..r1
             4   1  method                 r1, function 2 = value   ; live r0..r1
             6   1  method                 r1, function 3 = reset   ; live r0..r1
             8   1  defineGlobal           r1, k0 = global Counter
        ; 6: class Twice < Counter {
            10   6  class                  r1, class 1 = Twice      ; live r0
            12   6  getGlobal              r2, k0 = global Counter
            14   6  inherit                r1, r2                   ; live r0..r2
            15   6  method                 r1, function 4 = value   ; captures r2; live r0..r2
            17   6  defineGlobal           r1, k1 = global Twice
        ; 9: fun make(n) {
            19   9  closure                r1, function 5 = make    ; live r0
            21   9  defineGlobal           r1, k2 = global make
        ; 13: var counter = Twice(3);
            23  13  getGlobal              r1, k1 = global Twice
            25  13  loadConstant           r2, k3 = 3
            26  13  call                   r1(r2), i0               ; live r0..r2
            28  13  defineGlobal           r1, k4 = global counter
        ; 14: for (var i = 0; i < 10; i = i + 1) counter.reset(i);
            30  14  loadConstant           r1, k5 = 0
      L1:
            31  14  jumpIfNotLessConstant  r1, k6 = 10, L2
            33  14  getGlobal              r2, k4 = global counter
            35  14  move                   r3, r1
            36  14  invoke                 r2(r3), i1 = reset       ; live r0..r3
            38  14  addConstant            r1, r1, k7 = 1           ; live r0..r1
            39  14  loop                   L1
      L2:
        ; 15: print counter.value();
            41  15  getGlobal              r1, k4 = global counter
            43  15  invoke                 r1(), i2 = value         ; live r0..r1
            45  15  print                  r1
            46  15  returnNil

    initializer 1: init
      arity 1, registers 3
      caches
        i0  setProperty count
      code
        ; 2: init(start) { this.count = start; }
             0  2  setProperty  r0, r1, i0 = count  ; live r0..r1
             2  2  return       r0

    method 2: value
      arity 0, registers 2, getter of count
      caches
        i0  getProperty count
      code
        ; 3: value() { return this.count; }
             0  3  getProperty  r1, r0, i0 = count  ; live r0
             2  3  return       r1

    method 3: reset
      arity 1, registers 3, setter of count
      caches
        i0  setProperty count
      code
        ; 4: reset(to) { this.count = to; }
             0  4  setProperty  r0, r1, i0 = count  ; live r0..r1
             2  4  returnNil

    method 4: value
      arity 0, registers 3
      constants
        k0  2
      caches
        i0  invokeSuper value
      captures
        c0  r2 of the encloser
      code
        ; 7: value() { return super.value() * 2; }
             0  7  move              r1, r0
             1  7  getCapture        r2, c0 = r2 of the encloser
             2  7  invokeSuper       r1(), r2, i0 = value         ; live r0..r2
             4  7  multiplyConstant  r1, r1, k0 = 2
             5  7  return            r1

    function 5: make
      arity 1, registers 3
      code
        ; 10: fun next() { n = n + 1; return n; }
             0  10  makeBox  r1, r1                 ; live r0..r1
             1  10  closure  r2, function 6 = next  ; captures r1; live r0..r1
        ; 11: return next;
             3  11  return   r2

    function 6: next
      arity 0, registers 2
      constants
        k0  1
      captures
        c0  r1 of the encloser
      code
        ; 10: fun next() { n = n + 1; return n; }
             0  10  getCapturedBox  r1, c0 = r1 of the encloser
             1  10  addConstant     r1, r1, k0 = 1               ; live r0..r1
             2  10  setCapturedBox  r1, c0 = r1 of the encloser
             3  10  return          r1

    """

  private static let faultyListing = #"""
    script: a\nb
      arity 0, registers 1
      constants
        k0  ""
        k1  (no string 1)
        k2  nan
        k3  -0.5
      code
        ; 1: print \u{7};
             0  1  loadConstant  r1, k4 (none)
             1  1  move          r2, r3, (4)
             2  1  getCapture    r0, c5 (none)
             3  1  closure       r0, function 6 (none)
             5  1  class         r0, class 7 (none)
             7  1  invoke        r8(r9..r10), i9 (none)
             9  1  jump          12 (no instruction)
            11  1  jump          113 (no instruction)
            13  1  word          255                     ; no opcode
            14  1  jump          (cut off)

    """#
}

import FuzzDriver
import LoxBytecode
import LoxRuntime

// The code of small programs with parts replaced. The verifier may refuse any program, but a program that it accepts
// ends within its limits, whatever it does, and never traps; and it does the same in machine code.
BaseProgram.checkOpcodes()

FuzzDriver.run { bytes in
  var input = Input(bytes)
  var program = BaseProgram.all[Int(input.byte()) % BaseProgram.all.count]
  let choice = input.byte()
  while !input.isEmpty { mutate(&program, &input) }
  guard let image = try? ProgramImage(program) else { return }
  _ = Disassembler(program).text

  let slices = [1, 4, 30, 1 << 16]
  let slice = slices[Int(choice & 3)]
  for underStress in [false, true] {
    let expected = run(image, .off, slice: 1 << 16, underStress: underStress)
    for mode in [MachineCodeMode.everything, .mixed(seed: UInt64(choice >> 2)), .on] {
      let actual = run(image, mode, slice: slice, underStress: underStress)
      if actual != expected {
        fatalError("\(mode), slices of \(slice), stress \(underStress): \(actual), not \(expected)")
      }
    }
  }
}

/// What a program did in two runs, the second with the globals and caches that the first one left behind.
struct Outcome: Equatable {
  var output: [UInt8] = []
  var errors: [String] = []
  var fuel = 0
}

func run(_ image: ProgramImage, _ mode: MachineCodeMode, slice: Int, underStress: Bool) -> Outcome {
  var outcome = Outcome()
  var output: [UInt8] = []
  var options = MachineOptions { bytes in
    output += bytes
    return true
  }
  options.heapLimit = 16 << 20
  options.maximumDepth = 1_000
  options.fuel = underStress ? 500 : 20_000
  options.hasBuiltins = false
  options.stressCollector = underStress
  options.machineCode = mode
  guard let machine = VirtualMachine(options: options) else { fatalError("There are no addresses left.") }
  machine.setSlice(slice)
  machine.isObserved = underStress && mode == .off
  for _ in 0..<2 {
    do throws(RuntimeError) {
      try machine.run(image)
    } catch {
      outcome.errors.append("\(error.message)\n\(error.trace.text)")
    }
  }
  machine.flush()
  outcome.output = output
  outcome.fuel = machine.usedFuel
  return outcome
}

/// The bytes of an input, one after the other, then zeros.
struct Input {
  private let bytes: [UInt8]
  private var index = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isEmpty: Bool { index >= bytes.count }

  mutating func byte() -> UInt8 {
    guard !isEmpty else { return 0 }
    defer { index += 1 }
    return bytes[index]
  }

  mutating func half() -> UInt16 { UInt16(byte()) << 8 | UInt16(byte()) }

  mutating func word() -> UInt32 { UInt32(half()) << 16 | UInt32(half()) }

  /// An index below `count`.
  mutating func index(below count: Int) -> Int { Int(half()) % max(1, count) }
}

/// Changes one thing in a program.
func mutate(_ program: inout Program, _ input: inout Input) {
  let kind = input.byte()
  let function = input.index(below: program.functions.count)
  let code = program.functions[function].code
  let place = Int(code.start) + input.index(below: Int(code.count))
  switch kind % 26 {
  case 0...7 where program.code.indices.contains(place):
    // An operand or the opcode.
    let shift = UInt32(kind & 3) * 8
    program.code[place] = program.code[place] & ~(0xff << shift) | UInt32(input.byte()) << shift
  case 8...11 where program.code.indices.contains(place):
    program.code[place] = UInt32(input.byte()) | UInt32(input.byte()) << 8 | UInt32(input.half()) << 16
  case 12 where program.code.indices.contains(place):
    program.code[place] = UInt32(truncatingIfNeeded: Int(Int8(bitPattern: input.byte())))
  case 13 where program.code.indices.contains(place):
    let other = Int(code.start) + input.index(below: Int(code.count))
    if program.code.indices.contains(other) { program.code.swapAt(place, other) }
  case 14: program.functions[function].registerCount = UInt32(input.half())
  case 15: program.functions[function].arity = input.byte()
  case 16 where !program.constants.isEmpty:
    program.constants[input.index(below: program.constants.count)] = constant(&input)
  case 17 where !program.captures.isEmpty:
    program.captures[input.index(below: program.captures.count)] = CaptureSource(
      isRegister: input.byte() & 1 == 0, index: UInt16(input.byte()))
  case 18 where !program.heights.isEmpty:
    program.heights[input.index(below: program.heights.count)].count = UInt32(input.byte())
  case 19:
    program.functions[function].shortcut =
      input.byte() & 1 == 0 ? .getter(UInt32(input.byte())) : .setter(UInt32(input.byte()))
  case 20 where !program.caches.isEmpty:
    let kind = CacheKind(rawValue: input.byte() % UInt8(CacheKind.allCases.count)) ?? .call
    program.caches[input.index(below: program.caches.count)] = CacheDescriptor(
      kind: kind, name: kind == .call ? 0 : UInt32(input.byte()))
  case 21 where !program.classes.isEmpty:
    program.classes[input.index(below: program.classes.count)].fieldHint = input.word()
  case 22: program.functions[function].kind = Function.Kind(rawValue: input.byte() & 3) ?? .function
  case 23: mutateRun(&program.functions[function], &input)
  case 24 where !program.handlers.isEmpty:
    program.handlers[input.index(below: program.handlers.count)].register = UInt32(input.byte())
  case 25: program.functions[function].requiredCount = input.byte()
  default: break
  }
}

func mutateRun(_ function: inout Function, _ input: inout Input) {
  let run = Run(start: Int(input.half()), count: Int(input.half()))
  switch input.byte() % 7 {
  case 0: function.code = run
  case 1: function.constants = run
  case 2: function.caches = run
  case 3: function.captures = run
  case 4: function.positions = run
  case 5: function.heights = run
  default: function.handlers = run
  }
}

func constant(_ input: inout Input) -> Constant {
  switch input.byte() % 5 {
  case 0: .nil
  case 1: .boolean(input.byte() & 1 == 0)
  case 2: .number(UInt64(input.word()) << 32)
  case 3: .string(UInt32(input.byte()))
  default: .global(UInt32(input.byte()))
  }
}

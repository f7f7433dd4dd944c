import LoxAssembler
import Testing

@testable import LoxJIT

/// Operations, one after the other, as a function: it begins with loading all registers from the window, and ends with storing them there.
struct OperationProgram {
  var operations: [Operation]

  // The parts of the window.
  static let integers = 0
  static let doubles = 0x40
  static let results = 0x80
  /// Where branches note which way they went.
  static let notes = 0x180
  static let helperResult = 0x100

  static let integerRegisters: [Register] = [.a, .b, .c, .d, .e]
  /// Units of fuel are numbers like others.
  private static let storedRegisters: [Register] = integerRegisters + [.fuel]

  func compile(_ layout: RuntimeLayout, for processor: JIT.Processor) -> CompiledFunction? {
    switch processor {
    case .x86: compile(X86Target(layout.memory), layout)
    case .arm64: compile(ARM64Target(layout.memory), layout)
    }
  }

  static func load(_ t: inout some TemplateTarget) {
    for (number, register) in integerRegisters.enumerated() {
      t.load(register, .window(integers + 8 * number), .double)
    }
    for (number, register) in DoubleRegister.allCases.enumerated() {
      t.load(register, .window(doubles + 8 * number))
    }
  }

  private func compile(_ target: some TemplateTarget, _ layout: RuntimeLayout) -> CompiledFunction? {
    var t = target
    Self.load(&t)
    for (number, operation) in operations.enumerated() {
      operation.emit(&t, note: .window(Self.notes + 8 * number))
    }
    for (number, register) in Self.storedRegisters.enumerated() {
      t.store(register, .window(Self.results + 8 * number), .double)
    }
    for (number, register) in DoubleRegister.allCases.enumerated() {
      t.store(register, .window(Self.results + 0x40 + 8 * number))
    }
    t.set(.a, MemoryMap.callerAddress)
    t.jump(.context(layout.context.leave))
    do {
      let code = try t.finish()
      return CompiledFunction(
        code: code.bytes, starts: [0], places: [0], mainCount: code.bytes.count, templateCount: 1,
        stepCount: 0)
    } catch {
      Issue.record("\(error): \(operations)")
      return nil
    }
  }
}

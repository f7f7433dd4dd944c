import LoxBytecode
import LoxJIT

/// What tools ask about machine code.
extension VirtualMachine {
  /// What the machine has compiled; nil if it uses no machine code, since that is off, or the system refuses.
  public var machineCodeStatistics: NativeStatistics? { machine.value.native?.statistics }

  /// The code that machine code calls; nil if there is none for the processor.
  package static func sharedMachineCode(for processor: JIT.Processor? = .host) -> SharedCode? {
    JIT.makeSharedCode(.native, for: processor)
  }

  /// The machine code of a function of a verified program; nil if there is none for the processor.
  package static func machineCode(
    ofFunction index: Int, in program: Program, for processor: JIT.Processor? = .host
  ) -> CompiledFunction? {
    JIT.compile(index, of: program, .native, for: processor)
  }
}

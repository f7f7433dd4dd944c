import LoxJIT

/// The code that the machine code of all functions shares, in the whole process.
@safe struct NativeStubs: Sendable {
  private let memory: ExecutableMemory
  private let stubs: CompiledStubs
  private let function: NativeEntryPoint

  /// Nil if there are no templates for the processor, or the system refuses executable memory.
  init?(_ stubs: CompiledStubs?) {
    guard let stubs, let memory = ExecutableMemory(stubs.code) else { return nil }
    self.memory = memory
    self.stubs = stubs
    // SAFETY: at this place the stubs have a function of two words that returns one; the memory is kept.
    function = unsafe NativeEntryPoint(address: memory.address &+ UInt(stubs.enter))
  }

  /// Runs machine code from where the machine is parked, at the address of the instruction that comes next. False if the run fails, or
  /// pauses.
  @inline(__always) func enter(_ machine: PinnedPlace, at address: UInt) -> Bool {
    function(machine.address, address) != 0
  }

  var leave: UInt { memory.address &+ UInt(stubs.leave) }
  var leaveAtEntry: UInt { memory.address &+ UInt(stubs.leaveAtEntry) }
  var leaveParked: UInt { memory.address &+ UInt(stubs.leaveParked) }
  var fail: UInt { memory.address &+ UInt(stubs.fail) }
  var step: UInt { memory.address &+ UInt(stubs.step) }
  var finishMember: UInt { memory.address &+ UInt(stubs.finishMember) }
}

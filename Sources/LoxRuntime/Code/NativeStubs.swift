import LoxJIT

/// Where the code is that the machine code of all functions shares, in the whole process.
// PERF: only numbers, so that copies count no references.
struct NativeStubs: Sendable {
  let leave, leaveAtEntry, leaveParked, fail, step, finishMember: UInt
  private let function: NativeEntryPoint

  // SAFETY: at the place `enter`, the stubs have a function of two words that returns one. The memory is one that lasts as long as the
  // process.
  init(_ stubs: CompiledStubs, _ memory: ExecutableMemory) {
    leave = memory.address &+ UInt(stubs.leave)
    leaveAtEntry = memory.address &+ UInt(stubs.leaveAtEntry)
    leaveParked = memory.address &+ UInt(stubs.leaveParked)
    fail = memory.address &+ UInt(stubs.fail)
    step = memory.address &+ UInt(stubs.step)
    finishMember = memory.address &+ UInt(stubs.finishMember)
    function = unsafe NativeEntryPoint(address: memory.address &+ UInt(stubs.enter))
  }

  /// Runs machine code from where the machine is parked, at the address of the instruction that comes next. False if the run fails, or
  /// pauses.
  @inline(__always) func enter(_ machine: PinnedPlace, at address: UInt) -> Bool {
    function(machine.address, address) != 0
  }
}

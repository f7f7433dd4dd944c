import LoxJIT

/// Where the code is that the machine code of all functions shares, in the whole process.
struct NativeStubs: Sendable {
  let leave, leaveAtEntry, leaveParked, fail, step, finishMember: UInt
  let enter: NativeEntryPoint

  // SAFETY: at the place `enter`, the stubs have a function of two words that returns one. The memory is one that lasts as long as the
  // process.
  init(_ stubs: CompiledStubs, _ memory: ExecutableMemory) {
    leave = memory.address &+ UInt(stubs.leave)
    leaveAtEntry = memory.address &+ UInt(stubs.leaveAtEntry)
    leaveParked = memory.address &+ UInt(stubs.leaveParked)
    fail = memory.address &+ UInt(stubs.fail)
    step = memory.address &+ UInt(stubs.step)
    finishMember = memory.address &+ UInt(stubs.finishMember)
    enter = unsafe NativeEntryPoint(address: memory.address &+ UInt(stubs.enter))
  }
}

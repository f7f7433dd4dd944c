import LoxJIT

/// Where the code is that the machine code of all functions shares, in the whole process.
struct NativeStubs: Sendable {
  let enter: NativeEntryPoint
  let exits: NativeExits
  let shared: SharedCodeAddresses
  let leaveAtEntry, leaveParked, fail: UInt

  // SAFETY: at the place `enter`, the stubs have a function of two words that returns one. The memory is one that lasts as long as the
  // process.
  init(_ stubs: CompiledStubs, at stubsAddress: UInt, _ code: SharedCode, at codeAddress: UInt) {
    func stub(_ offset: Int) -> UInt { stubsAddress &+ UInt(offset) }
    func part(_ offset: Int) -> UInt { codeAddress &+ UInt(offset) }
    enter = unsafe NativeEntryPoint(address: stub(stubs.enter))
    exits = NativeExits(
      leave: stub(stubs.leave), finishMember: stub(stubs.finishMember), step: stub(stubs.step),
      switchFiber: stub(stubs.switchFiber))
    shared = SharedCodeAddresses(
      stepHere: stub(stubs.stepHere), stepTwoHere: stub(stubs.stepTwoHere),
      barrier: part(code.barrier), elementBarrier: part(code.elementBarrier),
      readOther: part(code.readOther), writeOther: part(code.writeOther),
      invokeOther: part(code.invokeOther), invokeCore: part(code.invokeCore),
      findCallee: part(code.findCallee), construct: part(code.construct),
      getOther: part(code.getOther), setOther: part(code.setOther),
      goOn: part(code.goOn), takeObject: part(code.takeObject),
      callMember: part(code.callMember), callOperator: part(code.callOperator))
    leaveAtEntry = stub(stubs.leaveAtEntry)
    leaveParked = stub(stubs.leaveParked)
    fail = stub(stubs.fail)
  }
}

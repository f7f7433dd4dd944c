/// The machine code of a function, for any address.
package struct CompiledFunction: Sendable {
  package let code: [UInt8]
  /// For each word of bytecode, where the machine code of the instruction begins that begins there; the first one is at the beginning.
  package let starts: [UInt32]
  /// The same for whoever comes from outside, and must load first what this code knows.
  package let places: [UInt32]
  /// So many bytes come before the code for what is rare.
  package let mainCount: Int
  /// How many instructions do all in machine code that the run loop does, and how many are left to the machine.
  package let templateCount: Int
  package let stepCount: Int

  package init(
    code: [UInt8], starts: [UInt32], places: [UInt32], mainCount: Int, templateCount: Int, stepCount: Int
  ) {
    (self.code, self.starts, self.places, self.mainCount) = (code, starts, places, mainCount)
    (self.templateCount, self.stepCount) = (templateCount, stepCount)
  }
}

/// The code that templates call, and where its parts begin.
package struct SharedCode: Sendable {
  package let code: [UInt8]
  package let takeObject, barrier, elementBarrier, readOther, writeOther, invokeOther, invokeCore: Int
  package let findCallee, construct, getOther, setOther, goOn, callMember, callOperator: Int
}

/// The code by which machine code is entered and left.
package struct CompiledStubs: Sendable {
  package var code: [UInt8] = []
  /// Called by Swift: with the address of a context and that of code. The result is 0 if the run fails or pauses, else 1.
  package var enter = 0
  /// Where code goes that leaves: to the place in a register, at the beginning of a function, where the machine is parked, or with an error.
  package var leave = 0
  package var leaveAtEntry = 0
  package var leaveParked = 0
  package var fail = 0
  package var step = 0
  package var switchFiber = 0
  package var stepHere = 0
  package var stepTwoHere = 0
  package var finishMember = 0
}

import LoxBytecode

/// Counts how often each instruction of each function is executed, and which way conditional jumps go.
package final class ExecutionCounter {
  /// For each function, by its index in the isolate, where its counts begin; -1 if it was never called.
  private var starts: [Int] = []
  private var executed: [Int] = []
  /// How often each conditional jump was taken.
  private var taken: [Int] = []
  private var notTaken: [Int] = []
  /// The last conditional jump that was executed, until the next instruction shows where it led.
  private var lastJump = -1
  /// The frame in which it was.
  private var frameOfJump: FramePointer?

  init() {}

  /// How often an instruction of a function was executed.
  package func count(of function: Int, pc: Int) -> Int { value(executed, function, pc) }

  /// How often a conditional jump of a function was taken, and how often it was not.
  package func outcomes(of function: Int, pc: Int) -> (taken: Int, notTaken: Int) {
    (value(taken, function, pc), value(notTaken, function, pc))
  }

  private func value(_ counts: [Int], _ function: Int, _ pc: Int) -> Int {
    guard starts.indices.contains(function), starts[function] >= 0 else { return 0 }
    let place = starts[function] + pc
    return counts.indices.contains(place) ? counts[place] : 0
  }

  /// Counts an instruction that is about to be executed.
  func count(_ instruction: Instruction, _ parked: CallStack.Parked) {
    let record = parked.function
    if starts.count <= record.index || starts[record.index] < 0 { add(record) }
    let place = starts[record.index] + parked.pc.distance(from: record.code) - 1
    guard executed.indices.contains(place) else { return }
    executed[place] &+= 1
    // In another frame, an operator of a class that decides it is only beginning.
    if lastJump >= 0, parked.frame == frameOfJump {
      if place == lastJump + 2 { notTaken[lastJump] &+= 1 } else { taken[lastJump] &+= 1 }
    }
    lastJump = isConditional(instruction) ? place : -1
    frameOfJump = parked.frame
  }

  /// A member has returned, and the instruction that called it, of which the topmost frame tells, goes on.
  func resume(_ parked: CallStack.Parked) {
    let frame = parked.frame.below
    let pc = frame.returnAddress.beforeWord
    guard isConditional(pc.wordBefore(1)), starts.indices.contains(parked.function.index) else { return }
    lastJump = starts[parked.function.index] + pc.distance(from: parked.function.code) - 1
    frameOfJump = frame
  }

  private func isConditional(_ instruction: Instruction) -> Bool {
    let opcode = instruction.opcode
    return opcode != .jump && opcode != .loop && Opcode.layouts[Int(instruction.rawOpcode)].isJump
  }

  private func add(_ record: FunctionRecord) {
    while starts.count <= record.index { starts.append(-1) }
    starts[record.index] = executed.count
    // The fuel of a call is the number of the function's words.
    let counts = Array(repeating: 0, count: max(1, record.codeCount))
    executed += counts
    taken += counts
    notTaken += counts
  }
}

import LoxAssembler

/// The stubs, as far as they are the same for all processors.
extension TemplateTarget {
  /// The code by which machine code is entered and left.
  static func makeStubs(_ layout: RuntimeLayout) throws(AssemblyError) -> CompiledStubs {
    var target = Self(layout.memory)
    var stubs = CompiledStubs()
    let enter = target.enter(layout)
    let end = target.makeLabel()
    let leaveAtEntry = target.bindLabel()
    target.load(.a, .record(layout.record.code), .double)
    let leave = target.leave(layout)
    let leaveParked = target.bindLabel()
    target.set(.a, 1)
    target.jump(end)
    let fail = target.bindLabel()
    target.set(.a, 0)
    target.bind(end)
    target.returnToSwift()
    let finishMember = target.bindLabel()
    let finishByMachine = target.makeLabel()
    target.finishMember(layout, orBranchTo: finishByMachine)
    target.bind(finishByMachine)
    // The machine wants the place behind the instruction to which members return.
    target.sum(.c, .a, MemoryLayout<UInt32>.size, .double)
    _ = target.step(layout.context.finishMemberOfMachine, layout)
    let switchFiber = target.bindLabel()
    target.add(.c, .record(layout.record.code), .double)
    _ = target.step(layout.context.switchFiberOfMachine, layout)
    let step = target.step(layout.context.execute, layout)
    let stepsHere = target.stepsHere(layout, fail: fail)
    let code = try target.finish()
    for (label, path) in [
      (enter, \CompiledStubs.enter), (leave, \.leave), (leaveAtEntry, \.leaveAtEntry),
      (leaveParked, \.leaveParked),
      (fail, \.fail), (step, \.step), (switchFiber, \.switchFiber), (finishMember, \.finishMember),
      (stepsHere.ofOneWord, \.stepHere), (stepsHere.ofTwoWords, \.stepTwoHere),
    ] {
      guard let offset = code.offset(of: label) else { throw .unboundLabel }
      stubs[keyPath: path] = offset
    }
    stubs.code = code.bytes
    return stubs
  }

  private mutating func bindLabel() -> Label {
    let label = makeLabel()
    bind(label)
    return label
  }

  /// Loads the state that is parked.
  mutating func takeUp(_ layout: RuntimeLayout) {
    load(.window, .context(layout.context.registers), .double)
    load(.record, .context(layout.context.function), .double)
    load(.frame, .context(layout.context.frame), .double)
    load(.fuel, .context(layout.context.fuel), .double)
  }

  /// Parks the state; the place in the bytecode is in `a`.
  private mutating func leave(_ layout: RuntimeLayout) -> Label {
    let label = bindLabel()
    store(.a, .context(layout.context.pc), .double)
    store(.record, .context(layout.context.function), .double)
    store(.window, .context(layout.context.registers), .double)
    store(.frame, .context(layout.context.frame), .double)
    store(.fuel, .context(layout.context.fuel), .double)
    return label
  }
}

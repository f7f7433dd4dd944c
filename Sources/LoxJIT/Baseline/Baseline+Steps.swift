import LoxAssembler

extension Baseline {
  /// So many bytes behind the place of a group's first step, and so many steps, are told by a byte, and reached by short jumps.
  private var groupReach: Int { 250 }
  private var groupCount: Int { 24 }

  /// The code that lets the machine execute instructions.
  ///
  /// There is a step for most instructions, so each is as short as can be: it sets a byte and jumps to the code of its group, which knows
  /// what the byte counts from.
  mutating func emitSteps() {
    guard !steps.isEmpty else { return }
    let last = target.makeLabel()
    var index = 0
    while index < steps.count {
      let (start, group) = (steps[index].pc, target.makeLabel())
      var end = index
      while end < steps.count, end < index + groupCount, steps[end].pc - start < groupReach {
        target.bind(steps[end].label)
        target.set(.b, lowByte: UInt8(truncatingIfNeeded: steps[end].pc - start))
        end += 1
        if end < steps.count, end < index + groupCount, steps[end].pc - start < groupReach {
          target.jump(group)
        }
      }
      target.bind(group)
      target.and(.b, 0xff)
      target.shiftLeft(.b, MemoryLayout<UInt32>.size.trailingZeroBitCount, .word)
      // The machine wants the place behind the instruction's first word.
      target.sum(.c, .b, offset(of: start + 1), .word)
      index = end
      if index < steps.count { target.jump(last) }
    }
    target.bind(last)
    target.add(.c, .record(layout.record.code), .double)
    target.jump(.context(layout.context.step))
  }

  /// Lets the machine execute this instruction here; if the code goes on with the next one, it does so without a jump from elsewhere.
  mutating func stepHere() {
    target.set(.c, UInt64(offset(of: pc + 1)))
    target.callShared(.context(next - pc == 1 ? layout.context.stepHere : layout.context.stepTwoHere))
  }

  /// Steps that are not as rare as others come back behind their instruction without that the machine looks where it is.
  mutating func emitStepsHere(_ places: [Label]) {
    for step in stepsHere {
      target.bind(step.label)
      (pc, next) = (step.pc, step.next)
      stepHere()
      target.jump(places[min(next, words.count - 1)])
    }
  }
}
